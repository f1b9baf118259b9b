"""Importing in the admin: choose files, see what will happen, confirm, read the report, undo."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from ingest import pipeline
from ingest.archives import printable
from ingest.forms import UploadForm
from ingest.models import Import, ImportedFile, Upload
from ingest.undo import undo

#: Files a page of a preview or report.
PAGE_SIZE = 100


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin[Import]):
    list_display = ("label", "state", "by", "created_at", "new", "changed", "same", "rejected")
    list_filter = ("state", "origin")
    list_select_related = ("by",)
    search_fields = ("label",)
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Reports stay for ever."""
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            importing = self._receive(request, form.cleaned_data["files"])
            pipeline.preview(importing)
            return HttpResponseRedirect(self._page_of(importing))
        return self._render(
            request, "upload", {"title": "Import articles", "form": form, "media": self.media}
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        importing = get_object_or_404(Import, pk=unquote(object_id))
        if not self.has_view_permission(request, importing):
            raise PermissionDenied
        if request.method == "POST":
            return self._act(request, importing)
        name = "preview" if importing.state == Import.State.PREVIEW else "report"
        context = {"title": str(importing), "importing": importing}
        return self._render(request, name, context | _files_page(request, importing))

    def _act(self, request: HttpRequest, importing: Import) -> HttpResponse:
        """One of the buttons: confirm, drop, undo."""
        if "undo" in request.POST:
            return self._undo(request, importing)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if importing.state != Import.State.PREVIEW:
            messages.warning(request, "This import is no longer waiting to be confirmed.")
        elif "confirm" in request.POST:
            seen: dict[str, int] = {
                outcome: getattr(importing, outcome) for outcome in pipeline.OUTCOMES
            }
            pipeline.confirm(importing)
            self.log_change(request, importing, "Confirmed")
            self._tell(request, importing, seen)
        elif "drop" in request.POST:
            pipeline.drop_uploads(importing)
            Import.objects.filter(pk=importing.pk).update(state=Import.State.CANCELLED)
            self.log_change(request, importing, "Dropped")
            messages.success(request, "The import was dropped. Nothing was written.")
        return HttpResponseRedirect(self._page_of(importing))

    def _tell(self, request: HttpRequest, importing: Import, seen: dict[str, int]) -> None:
        """What came of it, and where that differs from the preview."""
        done: dict[str, int] = {
            outcome: getattr(importing, outcome) for outcome in pipeline.OUTCOMES
        }
        parts = [f"{count:,} {outcome}" for outcome, count in done.items() if count]
        messages.success(request, f"Imported: {', '.join(parts) or 'nothing'}.")
        if done != seen:
            then = ", ".join(f"{count:,} {outcome}" for outcome, count in seen.items() if count)
            messages.warning(
                request, f"The archive had changed since the preview, which said: {then}."
            )

    def _undo(self, request: HttpRequest, importing: Import) -> HttpResponse:
        if not self.has_change_permission(request, importing):
            raise PermissionDenied
        if importing.state not in (Import.State.DONE, Import.State.FAILED):
            messages.warning(request, "Only a finished import can be undone.")
            return HttpResponseRedirect(self._page_of(importing))
        if "sure" not in request.POST:
            context = {"title": f"Undo {importing}", "importing": importing}
            return self._render(request, "undo", context)
        kept = undo(importing, request.user)  # type: ignore[arg-type]
        self.log_change(request, importing, "Undone")
        messages.success(request, "The import was undone.")
        if kept:
            messages.warning(request, f"{len(kept):,} articles were kept: the report names them.")
        return HttpResponseRedirect(self._page_of(importing))

    def _receive(self, request: HttpRequest, files: list[UploadedFile[bytes]]) -> Import:
        names = [printable(file.name or "unnamed") for file in files]
        label = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1:,} more"
        with transaction.atomic():
            importing = pipeline.start(Import.Origin.UPLOAD, label, request.user)  # type: ignore[arg-type]
            for name, file in zip(names, files, strict=True):
                upload = Upload(of=importing, name=name, size=file.size or 0)
                # Never under the name it came with: that is for people, not for the file system.
                upload.file.save(uuid4().hex, file)
        self.log_addition(request, importing, f"Sent {len(files):,} files")
        return importing

    def _render(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/ingest/import/{name}.html",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
        )

    @staticmethod
    def _page_of(importing: Import) -> str:
        return reverse("admin:ingest_import_change", args=[importing.pk])


def _files_page(request: HttpRequest, importing: Import) -> dict[str, Any]:
    """One page of the files, narrowed by outcome and words of the name, doubtful first."""
    outcome = request.GET.get("outcome", "")
    words = request.GET.get("q", "").replace("\x00", "").strip()
    files = importing.files.select_related("article")
    if outcome in ImportedFile.Outcome.values:
        files = files.filter(outcome=outcome)
    else:
        outcome = ""
    if words:
        files = files.filter(name__icontains=words)
    if importing.state == Import.State.PREVIEW:
        files = files.order_by("confidence", "pk")
    return {
        "page": Paginator(files, PAGE_SIZE).get_page(request.GET.get("page")),
        "outcome": outcome,
        "words": words,
        "counts": [
            (value, label, getattr(importing, value))
            for value, label in ImportedFile.Outcome.choices
        ],
    }
