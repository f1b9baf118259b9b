"""The doubtful records in the admin: a list of what waits, and one by one to be settled."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from archive import review, store
from archive.models import Article, Doubt, Revision
from archive.models.review import COUNTED_MOST, LABELS
from archive.record.answers import Edit, typed_edit
from archive.record.review import QuestionKind
from archive.store.review import apply_answer, confirm, drop, reopen, undo_answer
from archive.text.numbers import id_of, number_of

#: Records a page of the list.
PAGE_SIZE: Final = 50
#: Answers that can be taken back, latest first.
REMEMBERED: Final = 50
#: Why a correction was made, as its readers see it.
WHY: Final = "checked against the source"


@admin.register(Doubt)
class DoubtAdmin(admin.ModelAdmin[Doubt]):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Doubt | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Doubt | None = None) -> bool:
        return request.user.has_perm("archive.view_article") or self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Doubt | None = None) -> bool:
        """Whoever may correct an article may say that it is right."""
        return request.user.has_perm("archive.change_article")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="archive_doubt_changelist"),
            path("settle/", view(self.settle_view), name="archive_doubt_settle"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """What waits, worst first; `?kind=` narrows, `?after=` leads on."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = _kind(request.GET.get("kind", ""))
        waiting = Doubt.objects.waiting().of_kind(kind)
        after = _cursor(request.GET.get("after", ""))
        if after:
            waiting = waiting.behind(*after)
        found = list(waiting.worst_first().for_list()[: PAGE_SIZE + 1])
        counts = Doubt.objects.counts_by_kind()
        context = {
            "title": _("Doubtful records"),
            "doubts": found[:PAGE_SIZE],
            "kind": kind,
            "counts": [(one.value, LABELS[one], count) for one, count in counts.items() if count],
            "waiting": min(COUNTED_MOST, sum(counts.values())),
            "most": COUNTED_MOST,
            "next": _query(kind, found[PAGE_SIZE - 1]) if len(found) > PAGE_SIZE else "",
            "may_settle": self.has_change_permission(request),
        }
        return self._render(request, "list", context)

    def settle_view(self, request: HttpRequest) -> HttpResponse:
        """One record and its answers; the next one once it is answered."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        kind = _kind(request.GET.get("kind", ""))
        if request.method == "POST":
            if "undo" in request.POST:
                return self._undo(request, kind)
            return self._answer(request, kind)
        asked = self._asked(request, kind)
        if asked is None:
            return self._over(request, kind)
        context = {
            "title": _("Doubtful records"),
            "asked": asked,
            "kind": kind,
            "kind_label": LABELS[QuestionKind(asked.doubt.kind)],
            "answers": [
                (number, review.button_text(one.edit), review.as_form_value(one.edit), one)
                for number, one in enumerate(asked.answers, 1)
            ],
            "skip": _query(kind, asked.doubt),
            "waiting": Doubt.objects.waiting().of_kind(kind)[:COUNTED_MOST].count(),
            "most": COUNTED_MOST,
            "settled": len(request.session.get("settled", [])),
        }
        return self._render(request, "settle", context)

    def _asked(self, request: HttpRequest, kind: QuestionKind | None) -> review.Question | None:
        """The record asked for, or the worst one behind the cursor; what is moot goes."""
        wanted = number_of(request.GET.get("doubt", ""))
        waiting = Doubt.objects.waiting()
        if wanted is not None:
            waiting = waiting.filter(pk=wanted)
        else:
            waiting = waiting.of_kind(kind)
            after = _cursor(request.GET.get("after", ""))
            waiting = waiting.behind(*after) if after else waiting
        while (doubt := waiting.worst_first().first()) is not None:
            try:
                return review.question_of(doubt)
            except review.Moot:
                drop(doubt)
        return None

    def _over(self, request: HttpRequest, kind: QuestionKind | None) -> HttpResponse:
        """The end: nothing waits, or only what was skipped."""
        context = {
            "title": _("Doubtful records"),
            "kind": kind,
            "left": Doubt.objects.waiting().of_kind(kind)[:COUNTED_MOST].count(),
            "most": COUNTED_MOST,
            "settled": len(request.session.get("settled", [])),
        }
        return self._render(request, "finished", context)

    def _answer(self, request: HttpRequest, kind: QuestionKind | None) -> HttpResponse:
        doubt = Doubt.objects.filter(pk=id_of(request.POST.get("doubt", ""))).first()
        if doubt is None or doubt.settled_at is not None:
            messages.info(request, _("Somebody settled this one meanwhile; here is the next."))
            return HttpResponseRedirect(self._settle_url(kind))
        onward = self._onward(request, kind, doubt)
        try:
            said = self._done(request, doubt)
        except store.EditedMeanwhile:
            messages.warning(
                request, _("The article was changed meanwhile. Nothing was done; look once more.")
            )
            return HttpResponseRedirect(f"{self._settle_url(kind)}?doubt={doubt.pk}")
        except (ValueError, review.Moot) as problem:
            messages.warning(request, str(problem) or _("There is no such answer."))
            return HttpResponseRedirect(f"{self._settle_url(kind)}?doubt={doubt.pk}")
        messages.success(request, said)
        return HttpResponseRedirect(onward)

    def _done(self, request: HttpRequest, doubt: Doubt) -> str:
        """Do what was answered, note it in the history, remember how to take it back."""
        asked = review.question_of(doubt)
        title, by = str(asked.article), request.user
        assert by.is_authenticated
        entry: dict[str, Any] = {"article": doubt.article_id, "field": doubt.field}
        if "keep" in request.POST:
            confirm(doubt, by)
            said = _("%(field)s kept as it is: “%(article)s”.")
            said = said % {"field": asked.label, "article": title}
        else:
            edit = _edit(request, asked)
            version = int(request.POST.get("version") or 0)
            revision = apply_answer(doubt.article_id, edit, by=by, why=WHY, version=version)
            if revision is None:
                confirm(doubt, by)
            else:
                entry |= {"revision": revision.pk, "made": revision.version + 1}
            said = f"{asked.label}: {review.button_text(edit)}. “{title}”"
        self.log_change(request, asked.article, said)  # type: ignore[arg-type]
        settled = [*request.session.get("settled", []), entry | {"said": said}]
        request.session["settled"] = settled[-REMEMBERED:]
        return said

    def _undo(self, request: HttpRequest, kind: QuestionKind | None) -> HttpResponse:
        settled: list[dict[str, Any]] = request.session.get("settled", [])
        if not settled:
            messages.info(request, _("There is nothing to take back."))
            return HttpResponseRedirect(self._settle_url(kind))
        entry = settled.pop()
        request.session["settled"] = settled
        try:
            self._take_back(request, entry, settled)
        except (store.EditedMeanwhile, Revision.DoesNotExist, Article.DoesNotExist):
            messages.warning(
                request,
                _("This can no longer be taken back, for the article was changed since: %(what)s")
                % {"what": entry["said"]},
            )
            return HttpResponseRedirect(self._settle_url(kind))
        messages.success(request, _("Taken back: %(what)s") % {"what": entry["said"]})
        again = Doubt.objects.waiting().filter(article=entry["article"], field=entry["field"])
        query = {"doubt": again[0].pk} if again else {}
        return HttpResponseRedirect(self._settle_url(kind, **query))

    def _take_back(
        self, request: HttpRequest, entry: dict[str, Any], earlier: list[dict[str, Any]]
    ) -> None:
        article = Article.objects.get(pk=entry["article"])
        if "revision" in entry:
            revision = Revision.objects.get(pk=entry["revision"])
            assert request.user.is_authenticated
            article = undo_answer(revision, entry["made"], request.user)
            for one in earlier:
                # The article says again what the answer before this one made of it.
                if one["article"] == article.pk and one.get("made") == revision.version:
                    one["made"] = article.version
        else:
            reopen(article.pk, entry["field"])
        said = _("Taken back: %(what)s") % {"what": entry["said"]}
        self.log_change(request, article, said)  # type: ignore[arg-type]

    def _onward(self, request: HttpRequest, kind: QuestionKind | None, doubt: Doubt) -> str:
        """Back to where an editor came from, or to the record behind this one."""
        there = request.POST.get("next", "")
        if there and url_has_allowed_host_and_scheme(there, {request.get_host()}):
            return there
        return f"{self._settle_url()}?{_query(kind, doubt)}"

    def _settle_url(self, kind: QuestionKind | None = None, **query: int) -> str:
        wanted = ({"kind": kind.value} if kind else {}) | query
        return reverse("admin:archive_doubt_settle") + (f"?{urlencode(wanted)}" if wanted else "")

    def _render(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/review/{name}.html",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
        )


def _edit(request: HttpRequest, asked: review.Question) -> Edit:
    """The answer that was sent, if it is one still, or what was typed; raises ValueError with a
    sentence, or Moot."""
    if "write" in request.POST:
        if not asked.typed:
            raise review.Moot
        content = review.content_of(asked.article.pk)
        return typed_edit(asked.doubt.field, content, request.POST.get("value", ""))
    wanted = request.POST.get("answer", "")
    edits = {review.as_form_value(one.edit): one.edit for one in asked.answers}
    if wanted not in edits:
        raise review.Moot
    return edits[wanted]


def _kind(text: str) -> QuestionKind | None:
    return {str(one.value): one for one in QuestionKind}.get(text)


def _cursor(text: str) -> tuple[int, int] | None:
    """(weight, number) from "600-12"."""
    weight, number = map(number_of, text.partition("-")[::2])
    return None if weight is None or number is None else (weight, number)


def _query(kind: QuestionKind | None, after: Doubt) -> str:
    wanted: dict[str, str | int] = {"kind": kind.value} if kind else {}
    return urlencode(wanted | {"after": f"{after.weight}-{after.pk}"})
