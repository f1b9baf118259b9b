"""An article's history on the desk: who did what and when, which versions readers see, and the way
back to any of them; and its state. A part of ArticleAdmin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from archive import history, store
from archive.history import Event, brought_in_words
from archive.labels import (
    field_in_words,
    fields_in_words,
    reason_in_words,
    value_in_words,
)
from archive.models import Article, Conflict, Revision
from archive.store import conflicts
from archive.text.numbers import COUNT_DIGITS, id_of

#: Events a page.
PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An event in words: what was done, by whom if by a person, and why."""

    event: Event
    what: str
    by: str
    why: tuple[str, ...]
    #: Of a version: the file it goes back to.
    brought: str = ""


class HistoryAdmin(admin.ModelAdmin[Article]):
    """The pages below an article's form."""

    def get_urls(self) -> list[URLPattern]:
        state = self.admin_site.admin_view(self.state_view)
        return [
            path("<path:object_id>/state/", state, name="archive_article_state"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        article = self.article(request, object_id, self.has_view_or_change_permission)
        if request.method == "POST":
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            self._do(request, article)
            return HttpResponseRedirect(request.get_full_path())
        page = Paginator(history.events_of(article), PAGE).get_page(request.GET.get("page"))
        context = {
            **self._about(request, article, _("History")),
            "page": page,
            "rows": [_row(event) for event in page.object_list],
            "may_change": self.has_change_permission(request, article),
        }
        return TemplateResponse(request, "admin/history/history.html", context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """With the article's conflicts."""
        conflicts = Conflict.objects.waiting().filter(article=options["obj"])
        context["waiting"] = [(waiting, field_in_words(waiting.field)) for waiting in conflicts]
        return super().render_change_form(request, context, *args, **options)

    def state_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Publish, hide or withdraw one article."""
        article = self.article(request, object_id, self.has_change_permission)
        state = request.POST.get("state", article.state)
        reason = request.POST.get("reason", "").strip()
        problem = _problem_of(state, reason) if request.method == "POST" else ""
        if request.method == "POST" and not problem:
            self.set_state(request, [article], state, reason)
            return HttpResponseRedirect(reverse("admin:archive_article_change", args=[article.pk]))
        context = {
            **self._about(request, article, _("State")),
            "states": Article.State.choices,
            "state": state,
            "reason": reason if request.method == "POST" else article.state_reason,
            "problem": problem,
        }
        return TemplateResponse(request, "admin/history/state.html", context)

    def set_state(
        self, request: HttpRequest, articles: list[Article], state: str, reason: str
    ) -> None:
        """Set the state of articles, log it and say so."""
        changed = store.set_state(
            [article.pk for article in articles],
            state,
            by=request.user,  # type: ignore[arg-type]
            reason=reason,
        )
        label = str(Article.State(state).label)
        for article in articles:
            self.log_change(request, article, f"{label}: {reason}" if reason else label)
        if len(articles) == 1:
            said = _("The article is %(state)s.")
        else:
            said = _("%(changed)s of %(all)s articles are now %(state)s.")
        counts = {"changed": f"{changed:,}", "all": f"{len(articles):,}"}
        messages.success(request, said % {**counts, "state": label.lower()})

    def article(
        self, request: HttpRequest, object_id: str, may: Callable[[HttpRequest, Article], bool]
    ) -> Article:
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        if not may(request, found):
            raise PermissionDenied
        return found

    def _about(self, request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
        each = self.admin_site.each_context(request)
        return {**each, "opts": self.opts, "title": title, "article": article}

    def _do(self, request: HttpRequest, article: Article) -> None:
        """A button's name says what to do, its value with which version."""
        try:
            if "return" in request.POST:
                self._return(request, article, id_of(request.POST["return"], COUNT_DIGITS))
            for name in ("keep", "show"):
                if name in request.POST:
                    number = id_of(request.POST[name], COUNT_DIGITS)
                    store.show_version(article.pk, number, shown=name == "show")
                    said = _shown_in_words(number, shown=name == "show")
                    self.log_change(request, article, said)
                    messages.success(request, said)
        except store.EditedMeanwhile:
            messages.warning(
                request,
                _("Someone else has changed the article. Nothing was saved: check once more."),
            )
        except Revision.DoesNotExist:
            messages.warning(request, _("There is no such version."))

    def _return(self, request: HttpRequest, article: Article, number: int) -> None:
        seen = id_of(request.POST.get("seen", ""), COUNT_DIGITS)
        why = request.POST.get("why", "").strip()
        by = request.user
        assert by.is_authenticated
        made = conflicts.return_to(article.pk, number, by=by, why=why, seen=seen)
        if made is None:
            messages.info(request, _("The article has that text already."))
            return
        said = reason_in_words(made.reason)
        self.log_change(request, article, f"{said}: {why}" if why else said)
        messages.success(request, _("%(what)s, as version %(number)s.") % {
            "what": said, "number": made.version + 1
        })  # fmt: skip


def _row(event: Event) -> HistoryRow:
    if event.version is not None:
        version = event.version
        fields = fields_in_words(version.fields)
        what = reason_in_words(version.reason)
        by = str(version.by) if version.by else ""
        what = f"{what}: {fields}" if fields else what
        return HistoryRow(event, what, by, tuple(version.why), brought_in_words(version))
    if event.state is not None:
        state = event.state
        label = state.get_state_display()
        return HistoryRow(event, label, str(state.by or ""), (state.reason,))
    if event.picture is not None:
        return HistoryRow(event, event.picture.in_words(), str(event.picture.by or ""), ())
    assert event.conflict is not None
    conflict = event.conflict
    return HistoryRow(event, _conflict_in_words(conflict), str(conflict.settled_by or ""), ())


def _conflict_in_words(conflict: Conflict) -> str:
    field = field_in_words(conflict.field)
    if not conflict.decision:
        said = value_in_words(conflict.field, conflict.said)
        if said:
            return _("%(field)s: the source now says “%(said)s”") % {"field": field, "said": said}
        return _("%(field)s: the source now says something else") % {"field": field}
    decision = str(Conflict.Decision(conflict.decision).label)
    return f"{field}: {decision[:1].lower()}{decision[1:]}"


def _shown_in_words(number: int, *, shown: bool) -> str:
    if shown:
        return _("Version %(number)s is shown to readers again.") % {"number": number}
    return _("Version %(number)s is hidden from readers.") % {"number": number}


def _problem_of(state: str, reason: str) -> str:
    if state not in Article.State.values:
        return _("Choose a state.")
    if state == Article.State.WITHDRAWN and not reason:
        return _("Give a reason: readers will see it.")
    return ""
