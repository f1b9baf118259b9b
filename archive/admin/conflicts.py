"""Conflicts, in which a source changed after a correction: listed, and decided one by one."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.history import runs_of
from archive.labels import field_in_words, lines_of, value_in_words
from archive.models import Conflict
from archive.models.history import ConflictQuerySet
from archive.store import conflicts
from archive.text import diff
from archive.text.numbers import id_of

PAGE: Final = 50
#: What an editor can decide.
KEPT: Final = "kept"
SOURCE: Final = "source"
BOTH: Final = "both"


@admin.register(Conflict)
class ConflictAdmin(admin.ModelAdmin[Conflict]):
    """Whoever may correct an article may decide."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Conflict | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Conflict | None = None) -> bool:
        return self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Conflict | None = None) -> bool:
        return request.user.has_perm("archive.change_article")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="archive_conflict_changelist"),
            path("decide/", view(self.decide_view), name="archive_conflict_decide"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Undecided conflicts, the latest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(_waiting(), PAGE).get_page(request.GET.get("page"))
        rows = [
            (
                conflict,
                field_in_words(conflict.field),
                value_in_words(conflict.field, conflict.correction.new),
                value_in_words(conflict.field, conflict.said),
            )
            for conflict in page.object_list
        ]
        context = {
            "title": _("Conflicts: sources that changed after a correction"),
            "page": page,
            "rows": rows,
        }
        return self._render(request, "conflicts", context)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """One conflict and its choices; then the next."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request)
        waiting = _waiting()
        number = id_of(request.GET.get("conflict", ""))
        conflict = (waiting.filter(pk=number) if number else waiting).first()
        if conflict is None:
            if number:
                messages.info(request, _("Someone else has decided this already."))
            return HttpResponseRedirect(reverse("admin:archive_conflict_changelist"))
        mine = lines_of(conflict.field, conflict.correction.new)
        theirs = lines_of(conflict.field, conflict.said)
        context = {
            "title": _("Conflict"),
            "conflict": conflict,
            "article": conflict.article,
            "field": field_in_words(conflict.field),
            "runs": runs_of(diff.passages(mine, theirs)),
            "before": value_in_words(conflict.field, conflict.correction.said),
            "both": conflicts.merged_value(conflict) is not None,
            "left": waiting.count(),
        }
        return self._render(request, "conflict", context)

    def _decide(self, request: HttpRequest) -> HttpResponse:
        data, by = request.POST, request.user
        assert by.is_authenticated
        here = reverse("admin:archive_conflict_decide")
        number = id_of(data.get("conflict", ""))
        seen = parse_datetime(data.get("seen", "")) if len(data.get("seen", "")) < 40 else None
        decision = data.get("decision", "")
        conflict = Conflict.objects.select_related("article").filter(pk=number).first()
        if conflict is None or seen is None or decision not in _DONE:
            messages.warning(request, _("There is no such conflict or decision."))
            return HttpResponseRedirect(here)
        why = data.get("why", "").strip()
        try:
            conflicts.decide(number, decision, by=by, why=why, seen=seen)
        except conflicts.AlreadySettled:
            messages.info(request, _("Someone else has decided this already. Here is the next."))
        except conflicts.SourceChanged:
            messages.warning(
                request, _("The source has changed again. Nothing was saved: check once more.")
            )
            return HttpResponseRedirect(f"{here}?conflict={number}")
        except conflicts.NotMergeable:
            messages.warning(request, _("The two can no longer be merged. Nothing was saved."))
            return HttpResponseRedirect(f"{here}?conflict={number}")
        else:
            said = f"{field_in_words(conflict.field)}: {_(_DONE[decision])}"
            self.log_change(request, conflict.article, said)  # type: ignore[arg-type]
            messages.success(request, f"{said} “{conflict.article}”")
        return HttpResponseRedirect(here)

    def _render(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        each = self.admin_site.each_context(request)
        return TemplateResponse(
            request, f"admin/history/{name}.html", {**each, "opts": self.opts, **context}
        )


_DONE: Final = {
    KEPT: gettext_noop("the correction was kept."),
    SOURCE: gettext_noop("the source was followed."),
    BOTH: gettext_noop("both were merged."),
}


def _waiting() -> ConflictQuerySet:
    waiting = Conflict.objects.waiting().select_related("article__publication", "correction__by")
    return waiting.order_by("-at", "-pk")
