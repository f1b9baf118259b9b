"""Importing in the admin: choose files, see what will happen, confirm, read the report, undo.

The work is jobs.py's; here are the pages and the buttons.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from archive import locks
from archive.chunks import chunks
from ingest import jobs, pipeline
from ingest.archives import printable
from ingest.forms import UploadForm
from ingest.models import Import, ImportedFile, Upload
from ingest.undo import undo

#: Files a page of a preview or report.
PAGE_SIZE = 100
State = Import.State
#: In which states a button does something.
ALLOWED = {
    "confirm": {State.PREVIEW},
    "choose": {State.PREVIEW},
    "drop": {State.PREVIEW, State.READING},
    "pause": {State.QUEUED, State.RUNNING},
    "cancel": {State.QUEUED, State.RUNNING, State.PAUSED},
    "resume": {State.PAUSED, State.FAILED},
    "retry": {State.DONE, State.FAILED, State.CANCELLED},
    "undo": {State.DONE, State.FAILED, State.CANCELLED, State.PAUSED},
}


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
            if form.cleaned_data.get("folder"):
                folder = str(form.cleaned_data["folder"])
                importing = self._start(request, Import.Origin.FOLDER, folder, folder=folder)
            else:
                importing = self._receive(request, form.cleaned_data["files"])
            jobs.begin(importing)
            return HttpResponseRedirect(_page_of(importing))
        return self._render(request, "upload", {"title": "Import articles", "form": form})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        importing = get_object_or_404(
            Import.objects.select_related("by", "retry_of"), pk=unquote(object_id)
        )
        if not self.has_view_permission(request, importing):
            raise PermissionDenied
        if request.method == "POST":
            return self._act(request, importing)
        if "csv" in request.GET:
            return _csv(importing)  # type: ignore[return-value]
        previewing = importing.state in (State.READING, State.PREVIEW)
        context = {
            "title": str(importing),
            "importing": importing,
            "buttons": [name for name, states in ALLOWED.items() if importing.state in states],
            "default_for_changed": settings.IMPORT_CHANGED,
            "unattended": importing.is_active and not _has_worker(),
            **_progress(importing),
            **_files_page(request, importing),
        }
        return self._render(request, "preview" if previewing else "report", context)

    def _act(self, request: HttpRequest, importing: Import) -> HttpResponse:
        """The button that was pressed; what it may not do now is said."""
        pressed = next((name for name in ALLOWED if name in request.POST), "")
        allowed = (
            self.has_change_permission(request, importing)
            if pressed == "undo"
            else self.has_add_permission(request)
        )
        if not allowed:
            raise PermissionDenied
        if not pressed or importing.state not in ALLOWED[pressed]:
            messages.warning(
                request,
                f"That cannot be done now: the import is “{importing.get_state_display()}”.",
            )
            return HttpResponseRedirect(_page_of(importing))
        action = getattr(self, f"_{pressed}")
        answer: HttpResponse | None = action(request, importing)
        return answer or HttpResponseRedirect(_page_of(importing))

    def _choose(self, request: HttpRequest, importing: Import) -> HttpResponse:
        _keep_choices(request, importing)
        messages.success(request, "Your choices are kept.")
        return HttpResponseRedirect(f"{_page_of(importing)}?{request.GET.urlencode()}")

    def _confirm(self, request: HttpRequest, importing: Import) -> None:
        _keep_choices(request, importing)
        jobs.confirm(importing)
        self.log_change(request, importing, "Confirmed")
        jobs.begin(importing)
        self._tell(request, importing)

    def _drop(self, request: HttpRequest, importing: Import) -> None:
        if importing.state == State.READING:
            Import.objects.filter(pk=importing.pk).update(wish=Import.Wish.CANCEL)
        else:
            Import.objects.filter(pk=importing.pk).update(
                state=State.CANCELLED, ended_at=timezone.now()
            )
            jobs.drop_uploads(importing)
        self.log_change(request, importing, "Dropped")
        messages.success(request, "The import was dropped. Nothing was written.")

    def _pause(self, request: HttpRequest, importing: Import) -> None:
        Import.objects.filter(pk=importing.pk).update(wish=Import.Wish.PAUSE)
        self.log_change(request, importing, "Paused")

    def _cancel(self, request: HttpRequest, importing: Import) -> None:
        if importing.state == State.RUNNING:
            Import.objects.filter(pk=importing.pk).update(wish=Import.Wish.CANCEL)
        else:
            Import.objects.filter(pk=importing.pk).update(
                state=State.CANCELLED, ended_at=timezone.now()
            )
        self.log_change(request, importing, "Cancelled")
        messages.success(request, "Cancelled. What is in stays in, and can be undone.")

    def _resume(self, request: HttpRequest, importing: Import) -> None:
        jobs.resume(importing)
        self.log_change(request, importing, "Continued")
        jobs.begin(importing)
        self._tell(request, importing)

    def _retry(self, request: HttpRequest, importing: Import) -> HttpResponse | None:
        """A new import of the rejected files alone."""
        if not importing.rejected:
            messages.warning(request, "No file was rejected.")
            return None
        origin = importing.retry_of or importing
        if importing.origin == Import.Origin.COMMAND:
            messages.warning(request, "It came from the command line: run the command again there.")
            return None
        again = self._start(
            request,
            Import.Origin(importing.origin),
            f"{origin.label}: rejected files again",
            retry_of=origin,
            folder=origin.folder,
        )
        jobs.begin(again)
        return HttpResponseRedirect(_page_of(again))

    def _undo(self, request: HttpRequest, importing: Import) -> HttpResponse | None:
        if "sure" not in request.POST:
            context = {"title": f"Undo {importing}", "importing": importing}
            return self._render(request, "undo", context)
        kept = undo(importing, request.user)  # type: ignore[arg-type]
        jobs.drop_uploads(importing)
        self.log_change(request, importing, "Undone")
        messages.success(request, "The import was undone.")
        if kept:
            messages.warning(request, f"{len(kept):,} articles were kept: the report names them.")
        return None

    def _tell(self, request: HttpRequest, importing: Import) -> None:
        """What came of it, when it is over already."""
        if importing.state != State.DONE:
            return
        parts = [
            f"{getattr(importing, outcome):,} {outcome}"
            for outcome in pipeline.OUTCOMES
            if getattr(importing, outcome)
        ]
        messages.success(request, f"Imported: {', '.join(parts) or 'nothing'}.")
        if importing.differing:
            messages.warning(
                request,
                f"The archive had changed since the preview: {importing.differing:,} of the files "
                f"came otherwise than it said. The report marks them.",
            )

    def _receive(self, request: HttpRequest, files: list[UploadedFile[bytes]]) -> Import:
        names = [printable(file.name or "unnamed") for file in files]
        label = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1:,} more"
        with transaction.atomic():
            importing = self._start(request, Import.Origin.UPLOAD, label)
            for name, file in zip(names, files, strict=True):
                upload = Upload(of=importing, name=name, size=file.size or 0)
                # Never under the name it came with: that is for people, not for the file system.
                upload.file.save(uuid4().hex, file)
        return importing

    def _start(
        self, request: HttpRequest, origin: Import.Origin, label: str, **fields: object
    ) -> Import:
        importing = pipeline.start(origin, label, request.user, **fields)  # type: ignore[arg-type]
        self.log_addition(request, importing, f"Given {label}")
        return importing

    def _render(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/ingest/import/{name}.html",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
        )


def _page_of(importing: Import) -> str:
    return reverse("admin:ingest_import_change", args=[importing.pk])


def _keep_choices(request: HttpRequest, importing: Import) -> None:
    """What was chosen for the files on one page of the preview."""
    for choice in ImportedFile.Choice.values:
        numbers = [
            int(name.removeprefix("choice-"))
            for name, value in request.POST.items()
            if name.startswith("choice-") and name[7:].isdecimal() and value == choice
        ]
        files = importing.files.filter(applied=False)
        for some in chunks(numbers):
            files.filter(number__in=some).update(choice=choice)


def _has_worker() -> bool:
    return locks.is_held(settings.DATA_DIR / "work.lock")


def _progress(importing: Import) -> dict[str, Any]:
    """How far a running import is: share done in hundredths, files a second, minutes left.

    The total is known from the preview's rows that wait; a preview itself has no total.
    """
    if importing.state not in (State.RUNNING, State.QUEUED, State.PAUSED):
        return {}
    left = importing.files.filter(applied=False).count()
    total = importing.position + left
    progress: dict[str, Any] = {"all": total, "percent": 100 * importing.position // max(1, total)}
    if importing.state == State.RUNNING and importing.started_at and importing.position:
        seconds = max(0.1, (timezone.now() - importing.started_at).total_seconds())
        rate = importing.position / seconds
        progress |= {"rate": round(rate), "seconds_left": round(left / rate)}
    return progress


def _files_page(request: HttpRequest, importing: Import) -> dict[str, Any]:
    """One page of the files, narrowed by outcome and words of the name, doubtful first."""
    outcome = request.GET.get("outcome", "")
    words = request.GET.get("q", "").replace("\x00", "").strip()
    files = importing.files.select_related("article")
    if outcome == "differing":
        files = files.exclude(previewed="")
    elif outcome in ImportedFile.Outcome.values:
        files = files.filter(outcome=outcome)
    else:
        outcome = ""
    if words:
        files = files.filter(name__icontains=words)
    if importing.state == State.PREVIEW:
        files = files.order_by("confidence", "number")
    kept = {name: value for name, value in (("outcome", outcome), ("q", words)) if value}
    return {
        "page": Paginator(files, PAGE_SIZE).get_page(request.GET.get("page")),
        "outcome": outcome,
        "words": words,
        "query": urlencode(kept),
        "choices": ImportedFile.Choice.choices,
        "counts": [
            (value, label, getattr(importing, value))
            for value, label in ImportedFile.Outcome.choices
        ]
        + [("differing", "Otherwise than previewed", importing.differing)],
    }


class _Echo:
    """A file for the csv writer that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _csv(importing: Import) -> StreamingHttpResponse:
    """Every file with its outcome, for ever; cells that a spreadsheet would run are quoted."""
    writer = csv.writer(_Echo())

    def safe(cell: str) -> str:
        return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell

    def lines() -> Iterator[str]:
        yield writer.writerow(["file", "outcome", "article", "headline", "date", "problems"])
        for file in importing.files.order_by("number").iterator(2000):
            yield writer.writerow(
                [
                    safe(file.name),
                    file.outcome,
                    f"/a/{file.article_id}/" if file.article_id else "",
                    safe(str(file.summary.get("headline") or "")),
                    file.summary.get("date") or "",
                    safe(" ".join(file.problems)),
                ]
            )

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{importing.pk}.csv"'
    return response
