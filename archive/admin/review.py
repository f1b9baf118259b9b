"""Review questions, on doubtful fields: listed, and answered one by one."""

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

#: Questions a page.
PAGE_SIZE: Final = 50
#: Answers that can be undone.
REMEMBERED: Final = 50
#: The reason of a correction, shown to readers.
WHY: Final = "checked against the source"
PUT_BACK: Final = "put back from the source, characters {first:,} to {last:,}"


@admin.register(Doubt)
class DoubtAdmin(admin.ModelAdmin[Doubt]):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Doubt | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Doubt | None = None) -> bool:
        return request.user.has_perm("archive.view_article") or self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Doubt | None = None) -> bool:
        """Whoever may correct an article may confirm it."""
        return request.user.has_perm("archive.change_article")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="archive_doubt_changelist"),
            path("settle/", view(self.settle_view), name="archive_doubt_settle"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Open questions, worst first; `?kind=` narrows, `?after=` is the next page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = _kind(request.GET.get("kind", ""))
        waiting = Doubt.objects.waiting().of_kind(kind)
        after = _cursor(request.GET.get("after", ""))
        if after:
            waiting = waiting.behind(*after)
        rows = list(waiting.worst_first().for_list()[: PAGE_SIZE + 1])
        counts = Doubt.objects.counts_by_kind()
        context = {
            "title": _("Doubtful records"),
            "doubts": rows[:PAGE_SIZE],
            "kind": kind,
            "counts": [(kind.value, LABELS[kind], n) for kind, n in counts.items() if n],
            "waiting": min(COUNTED_MOST, sum(counts.values())),
            "most": COUNTED_MOST,
            "next": _query(kind, rows[PAGE_SIZE - 1]) if len(rows) > PAGE_SIZE else "",
            "may_settle": self.has_change_permission(request),
        }
        return self._render(request, "list", context)

    def settle_view(self, request: HttpRequest) -> HttpResponse:
        """One question and its answers; then the next."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        kind = _kind(request.GET.get("kind", ""))
        if request.method == "POST":
            if "undo" in request.POST:
                return self._undo(request, kind)
            return self._answer(request, kind)
        question = self._question(request, kind)
        if question is None:
            return self._finished(request, kind)
        context = {
            "title": _("Doubtful records"),
            "question": question,
            "kind": kind,
            "kind_label": LABELS[QuestionKind(question.doubt.kind)],
            "answers": [
                (number, review.button_text(answer.edit), review.as_form_value(answer.edit), answer)
                for number, answer in enumerate(question.answers, 1)
            ],
            "skip": _query(kind, question.doubt),
            "waiting": Doubt.objects.waiting().of_kind(kind)[:COUNTED_MOST].count(),
            "most": COUNTED_MOST,
            "settled": len(request.session.get("settled", [])),
        }
        return self._render(request, "settle", context)

    def _question(self, request: HttpRequest, kind: QuestionKind | None) -> review.Question | None:
        """The question in the address, or the worst one after the cursor; moot ones are dropped."""
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

    def _finished(self, request: HttpRequest, kind: QuestionKind | None) -> HttpResponse:
        """The end: no question is left, or only skipped ones."""
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
            messages.info(request, _("Someone else has answered this already. Here is the next."))
            return HttpResponseRedirect(self._settle_url(kind))
        onward = self._onward(request, kind, doubt)
        try:
            said = self._apply(request, doubt)
        except store.EditedMeanwhile:
            messages.warning(
                request,
                _("Someone else has changed the article. Nothing was saved: check once more."),
            )
            return HttpResponseRedirect(f"{self._settle_url(kind)}?doubt={doubt.pk}")
        except (ValueError, review.Moot) as problem:
            messages.warning(request, str(problem) or _("There is no such answer."))
            return HttpResponseRedirect(f"{self._settle_url(kind)}?doubt={doubt.pk}")
        if onward.startswith(reverse("admin:index")):  # Readers' pages show no messages.
            messages.success(request, said)
        return HttpResponseRedirect(onward)

    def _apply(self, request: HttpRequest, doubt: Doubt) -> str:
        """Apply the answer, log it, and remember how to undo it; what to say of it."""
        question = review.question_of(doubt)
        title, by = str(question.article), request.user
        assert by.is_authenticated
        entry: dict[str, Any] = {"article": doubt.article_id, "field": doubt.field}
        if "keep" in request.POST:
            confirm(doubt, by)
            said = _("%(field)s kept: “%(article)s”.")
            if question.is_left_out:
                said = _("A line stays left out: “%(article)s”.")
            said = said % {"field": question.label, "article": title}
        else:
            edit = _edit(request, question)
            version = int(request.POST.get("version") or 0)
            revision = apply_answer(
                doubt.article_id, edit, by=by, why=_why(question, edit), version=version
            )
            if revision is None:
                confirm(doubt, by)
            else:
                entry |= {"revision": revision.pk, "made": revision.version + 1}
            said = f"{question.label}: {review.button_text(edit)}. “{title}”"
            if question.is_left_out:
                said = _("A line was put back: “%(article)s”.") % {"article": title}
        self.log_change(request, question.article, said)  # type: ignore[arg-type]
        settled = [*request.session.get("settled", []), entry | {"said": said}]
        request.session["settled"] = settled[-REMEMBERED:]
        return said

    def _undo(self, request: HttpRequest, kind: QuestionKind | None) -> HttpResponse:
        settled: list[dict[str, Any]] = request.session.get("settled", [])
        if not settled:
            messages.info(request, _("There is nothing to undo."))
            return HttpResponseRedirect(self._settle_url(kind))
        entry = settled.pop()
        request.session["settled"] = settled
        try:
            self._undo_entry(request, entry, settled)
        except (store.EditedMeanwhile, Revision.DoesNotExist, Article.DoesNotExist):
            messages.warning(
                request,
                _("The article was changed since, so this can no longer be undone: %(what)s")
                % {"what": entry["said"]},
            )
            return HttpResponseRedirect(self._settle_url(kind))
        messages.success(request, _("Undone: %(what)s") % {"what": entry["said"]})
        again = Doubt.objects.waiting().filter(article=entry["article"], field=entry["field"])
        query = {"doubt": again[0].pk} if again else {}
        return HttpResponseRedirect(self._settle_url(kind, **query))

    def _undo_entry(
        self, request: HttpRequest, entry: dict[str, Any], earlier: list[dict[str, Any]]
    ) -> None:
        article = Article.objects.get(pk=entry["article"])
        if "revision" in entry:
            revision = Revision.objects.get(pk=entry["revision"])
            assert request.user.is_authenticated
            article = undo_answer(revision, entry["made"], request.user)
            for before in earlier:
                # The article has again the text that the answer before this one made.
                if before["article"] == article.pk and before.get("made") == revision.version:
                    before["made"] = article.version
        else:
            reopen(article.pk, entry["field"])
        said = _("Undone: %(what)s") % {"what": entry["said"]}
        self.log_change(request, article, said)  # type: ignore[arg-type]

    def _onward(self, request: HttpRequest, kind: QuestionKind | None, doubt: Doubt) -> str:
        """Back to where the editor came from, or on to the next question."""
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


def _edit(request: HttpRequest, question: review.Question) -> Edit:
    """The answer that was chosen, if still offered, or typed; raises ValueError with a sentence, or
    Moot."""
    if "write" in request.POST:
        if not question.typed:
            raise review.Moot
        content = review.content_of(question.article.pk)
        return typed_edit(question.doubt.field, content, request.POST.get("value", ""))
    wanted = request.POST.get("answer", "")
    edits = {review.as_form_value(answer.edit): answer.edit for answer in question.answers}
    if wanted not in edits:
        raise review.Moot
    return edits[wanted]


def _why(question: review.Question, edit: Edit) -> str:
    """The reason of a correction; of a line that is put back with its place in the source."""
    if edit.action != "put_back":
        return WHY
    [(first, last)] = next(answer.spans for answer in question.answers if answer.edit == edit)
    return PUT_BACK.format(first=first + 1, last=last)


def _kind(text: str) -> QuestionKind | None:
    return {str(kind.value): kind for kind in QuestionKind}.get(text)


def _cursor(text: str) -> tuple[int, int] | None:
    """(weight, number) from "600-12"."""
    weight, number = map(number_of, text.partition("-")[::2])
    return None if weight is None or number is None else (weight, number)


def _query(kind: QuestionKind | None, after: Doubt) -> str:
    wanted: dict[str, str | int] = {"kind": kind.value} if kind else {}
    return urlencode(wanted | {"after": f"{after.weight}-{after.pk}"})
