"""Imports in the admin: upload, preview, confirm, report, undo.

Pages and buttons only; jobs.py does the work.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.db import locks
from archive.models import Doubt
from archive.text.numbers import COUNT_DIGITS, id_of, number_of
from ingest import choices, file_page, jobs, pipeline, sources
from ingest.file_list import FileFilter, as_csv, files_page, label_of_all
from ingest.forms import UploadForm
from ingest.models import Import, ImportedFile, SavedShape, Upload, shown
from ingest.shape_page import ShapePage
from ingest.sources.archives import printable, shortened
from ingest.sources.shape import in_words
from ingest.undo import UNDOABLE, undo

State = Import.State
#: The states in which each button works.
ALLOWED: Final = {
    "take": {State.PREVIEW},
    "all": {State.PREVIEW},
    "confirm": {State.PREVIEW},
    "choose": {State.PREVIEW},
    "drop": {State.PREVIEW, State.READING, State.FAILED},
    "pause": {State.QUEUED, State.RUNNING},
    "cancel": {State.QUEUED, State.RUNNING, State.PAUSED},
    "resume": {State.PAUSED, State.FAILED},
    "retry": {State.DONE, State.FAILED, State.CANCELLED},
    "undo": set(UNDOABLE),
}
#: The states in which the files may be read otherwise.
SHAPED: Final = (State.READING, State.PREVIEW)
#: Longest name of an upload that is kept.
LONGEST_NAME: Final = 500
#: Buttons that need a confirmed import.
AFTER_CONFIRMING: Final = {"retry", "undo"}


class StateFilter(admin.SimpleListFilter):
    """Like Django's filter of a field with choices, with the labels that pages use."""

    title = gettext_lazy("state")
    parameter_name = "state__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, shown(state)) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Import]) -> QuerySet[Import]:
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin[Import]):
    list_display = ("what", "how_far", "outcomes", "when", "who")
    list_filter = (StateFilter, "origin")
    list_select_related = ("by",)
    search_fields = ("title", "label")
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Reports are kept forever."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Imports"), **(extra_context or {})})

    @admin.display(description=gettext_lazy("Import"), ordering="pk")
    def what(self, importing: Import) -> str:
        return importing.name

    @admin.display(description=gettext_lazy("State"), ordering="state")
    def how_far(self, importing: Import) -> str:
        discarded = importing.state == State.CANCELLED and not importing.is_confirmed
        return _("Discarded") if discarded else importing.state_label

    @admin.display(description=gettext_lazy("Files"))
    def outcomes(self, importing: Import) -> str:
        return _outcomes(importing) or _("none")

    @admin.display(description=gettext_lazy("Started"), ordering="created_at")
    def when(self, importing: Import) -> datetime:
        return importing.created_at

    @admin.display(description=gettext_lazy("By"), ordering="by__username")
    def who(self, importing: Import) -> str:
        return str(importing.by or importing.get_origin_display())

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            defaults = {name: given[name] for name in ("title", "for_changed", "for_duplicate")}
            defaults["shape"] = form.shape()
            if given.get("folder"):
                folder, root = given["folder"], UploadForm.root()
                label = str(folder if folder == root else folder.relative_to(root))
                importing = self._start(
                    request, Import.Channel.FOLDER, label, folder=str(folder), **defaults
                )
            else:
                importing = self._receive(request, form.uploads(), defaults)
            jobs.begin(importing)
            return HttpResponseRedirect(_page_of(importing))
        return self._render(request, "upload", {"title": _("Import articles"), "form": form})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        number = number_of(unquote(object_id), COUNT_DIGITS)
        if number is None:
            raise Http404
        importing = get_object_or_404(Import.objects.select_related("by", "retry_of"), pk=number)
        if not self.has_view_permission(request, importing):
            raise PermissionDenied
        if request.method == "POST":
            return self._act(request, importing)
        if "csv" in request.GET:
            return as_csv(importing)  # type: ignore[return-value]
        previewing = importing.state in (State.READING, State.PREVIEW)
        context = {
            "title": str(importing),
            "importing": importing,
            "buttons": [
                name
                for name in ALLOWED
                if _is_possible(name, importing) and self._may(request, name, importing)
            ],
            "for_changed": shown(
                Import.ForChanged(importing.for_changed or settings.IMPORT_CHANGED)
            ),
            "for_duplicate": shown(Import.ForDuplicate(importing.for_duplicate or "note")),
            "doubts": self._has_doubts(request, importing),
            "unattended": importing.is_active and not _has_worker(),
            "may_shape": importing.state in SHAPED and self.has_add_permission(request),
            **_reading(importing),
            **_progress(importing),
            **files_page(importing, request.GET),
        }
        return self._render(request, "preview" if previewing else "report", context)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        file = path(
            "<int:import_id>/files/<int:number>/", view(self.file_view), name="ingest_import_file"
        )
        shape = path("<int:import_id>/shape/", view(self.shape_view), name="ingest_import_shape")
        return [file, shape, *super().get_urls()]

    def file_view(self, request: HttpRequest, import_id: int, number: int) -> HttpResponse:
        """A file of a preview: the article as it will stand, beside its source."""
        importing = get_object_or_404(Import, pk=id_of(str(import_id)))
        if not self.has_view_permission(request, importing):
            raise PermissionDenied
        if importing.state not in (State.READING, State.PREVIEW):
            return HttpResponseRedirect(_page_of(importing))
        place = number_of(str(number), COUNT_DIGITS)
        file = file_page.file_of(importing, place) if place is not None else None
        if file is None:
            raise Http404
        context = {
            "title": file.name,
            "importing": importing,
            "number": number,
            **file_page.page_of(file),
        }
        return self._render(request, "file", context)

    def shape_view(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """How the files of a preview are read, to be changed, kept or taken away."""
        importing = get_object_or_404(Import, pk=id_of(str(import_id)))
        if not self.has_add_permission(request):
            raise PermissionDenied
        if importing.state not in SHAPED:
            return HttpResponseRedirect(_page_of(importing))
        try:
            page = ShapePage(importing, request.POST if request.method == "POST" else None)
        except sources.NoSuchPath as gone:
            messages.warning(request, str(gone))
            return HttpResponseRedirect(_page_of(importing))
        is_sent = request.method == "POST" and "look" not in request.POST
        if is_sent and page.is_valid():
            return self._use_shape(request, importing, page)
        context = {
            "title": _("How the files are read"),
            "importing": importing,
            "page": page,
            "is_refused": is_sent,
        }
        return self._render(request, "shape", context)

    def _use_shape(self, request: HttpRequest, importing: Import, page: ShapePage) -> HttpResponse:
        """Read the files again as was sent, or hand it out as a file."""
        if "download" in request.POST:
            return page.as_file()
        try:
            jobs.read_again(importing, page.given())
        except jobs.WrongState:
            self._say_impossible(request, importing)
            return HttpResponseRedirect(_page_of(importing))
        if name := page.save(request.user):
            messages.success(request, _("The mapping “%(name)s” was saved.") % {"name": name})
        self.log_change(request, importing, _("Read again by another mapping"))
        jobs.begin(importing)
        return HttpResponseRedirect(_page_of(importing))

    def _has_doubts(self, request: HttpRequest, importing: Import) -> bool:
        """Whether the user can settle review questions about articles of this import."""
        settling = request.user.has_perm("archive.change_article")
        if not settling or importing.state == State.UNDONE:
            return False
        files = importing.files.filter(applied=True, outcome__in=choices.DECIDABLE)
        articles = files.filter(article__isnull=False).values("article_id")
        return Doubt.objects.waiting().filter(article_id__in=articles).exists()

    def _may(self, request: HttpRequest, name: str, importing: Import) -> bool:
        """Whether the user may press a button."""
        if name == "undo":
            return self.has_change_permission(request, importing)
        return self.has_add_permission(request)

    def _act(self, request: HttpRequest, importing: Import) -> HttpResponse:
        """Do what the pressed button says, or say that it is not possible now."""
        pressed = next((name for name in ALLOWED if name in request.POST), "")
        if not self._may(request, pressed, importing):
            raise PermissionDenied
        answer: HttpResponse | None = None
        try:
            if not pressed or not _is_possible(pressed, importing):
                raise jobs.WrongState
            answer = getattr(self, f"_{pressed}")(request, importing)
        except jobs.WrongState:
            self._say_impossible(request, importing)
        return answer or HttpResponseRedirect(_page_of(importing))

    def _say_impossible(self, request: HttpRequest, importing: Import) -> None:
        messages.warning(
            request,
            _("This is not possible now: the import is “%(state)s”.")
            % {"state": importing.state_label},
        )

    def _choose(self, request: HttpRequest, importing: Import) -> HttpResponse:
        changed = self._keep(request, importing)
        if changed:
            messages.success(
                request,
                ngettext(
                    "Your choice was saved.", "Your choices for %(n)s files were saved.", changed
                )
                % {"n": f"{changed:,}"},
            )
        return HttpResponseRedirect(f"{_page_of(importing)}?{request.GET.urlencode()}")

    def _all(self, request: HttpRequest, importing: Import) -> HttpResponse:
        """One choice for all files that the present filter finds, on all pages."""
        choice = request.POST.get("all", "")
        if choice in ("take", "skip"):
            wanted = FileFilter.of(request.GET)
            files = wanted.files(importing).filter(applied=False)
            deciding = files.filter(outcome__in=wanted.decidable)
            with jobs.changing(importing, State.PREVIEW):
                changed = deciding.order_by().update(choice=choice)
            label = label_of_all(wanted.outcome, choice)
            message = ngettext("%(n)s file: %(choice)s", "%(n)s files: %(choice)s", changed)
            message %= {"n": f"{changed:,}", "choice": label}
            self.log_change(request, importing, message)
            messages.success(request, message)
        return HttpResponseRedirect(f"{_page_of(importing)}?{request.GET.urlencode()}")

    def _take(self, request: HttpRequest, importing: Import) -> HttpResponse:
        """Choose an answer for a field of a file, "<file>:<field>:<answer>"; 0 is as parsed."""
        given, _colon, rest = request.POST.get("take", "").partition(":")
        field, _colon, rest = rest.partition(":")
        number, answer = number_of(given, COUNT_DIGITS), number_of(rest, COUNT_DIGITS)
        done = ""
        with jobs.changing(importing, State.PREVIEW):
            self._keep(request, importing)
            if number is not None and answer is not None:
                row = importing.files.filter(number=number, applied=False).first()
                assert request.user.is_authenticated
                done = choices.take(row, field, answer, request.user) if row else ""
        if done and row:
            # In quotes: the admin capitalises the first letter of a message.
            done = f"“{row.name}”: {done}"
            self.log_change(request, importing, done)
            messages.success(request, done)
        else:
            messages.warning(request, _("This answer no longer exists."))
        place = "" if number is None else f"#file-{number}"
        return HttpResponseRedirect(f"{_page_of(importing)}?{request.GET.urlencode()}{place}")

    def _keep(self, request: HttpRequest, importing: Import) -> int:
        with jobs.changing(importing, State.PREVIEW):
            changed = choices.keep(importing, request.POST)
        if changed:
            entry = ngettext("Choices for %(n)s file", "Choices for %(n)s files", changed)
            self.log_change(request, importing, entry % {"n": f"{changed:,}"})
        return changed

    def _confirm(self, request: HttpRequest, importing: Import) -> None:
        with jobs.changing(importing, State.PREVIEW):
            self._keep(request, importing)
            jobs.confirm(importing)
        self.log_change(request, importing, _("Confirmed"))
        jobs.begin(importing)
        self._tell(request, importing)

    def _drop(self, request: HttpRequest, importing: Import) -> None:
        jobs.drop(importing)
        self.log_change(request, importing, _("Discarded"))
        messages.success(request, _("The import was discarded. Nothing was written."))

    def _pause(self, request: HttpRequest, importing: Import) -> None:
        jobs.pause(importing)
        self.log_change(request, importing, _("Paused"))

    def _cancel(self, request: HttpRequest, importing: Import) -> None:
        jobs.cancel(importing)
        self.log_change(request, importing, _("Cancelled"))
        if importing.state == State.CANCELLED and not importing.brought:
            message = _("Cancelled. Nothing was written.")
        else:
            message = _("Cancelled. Files imported so far stay, and can be undone.")
        messages.success(request, message)

    def _resume(self, request: HttpRequest, importing: Import) -> None:
        jobs.resume(importing)
        self.log_change(request, importing, _("Resumed"))
        jobs.begin(importing)
        self._tell(request, importing)

    def _retry(self, request: HttpRequest, importing: Import) -> HttpResponse | None:
        """Start a new import of the rejected files."""
        if not importing.rejected:
            messages.warning(request, _("No file was rejected."))
            return None
        origin = importing.retry_of or importing
        if importing.origin == Import.Channel.COMMAND:
            messages.warning(
                request, _("This import came from the command line; run the command again.")
            )
            return None
        if not jobs.would_take_any(origin):
            messages.warning(
                request, _("The rejected files still cannot be read; nothing was started.")
            )
            return None
        again = self._start(
            request,
            Import.Channel(importing.origin),
            _("%(label)s: retry of rejected files") % {"label": origin.label},
            retry_of=origin,
            folder=origin.folder,
            for_changed=origin.for_changed,
            for_duplicate=origin.for_duplicate,
        )
        jobs.begin(again)
        return HttpResponseRedirect(_page_of(again))

    def _undo(self, request: HttpRequest, importing: Import) -> HttpResponse | None:
        if "sure" not in request.POST:
            context = {
                "title": _("Undo: %(what)s") % {"what": importing},
                "importing": importing,
            }
            return self._render(request, "undo", context)
        kept = undo(importing, request.user)  # type: ignore[arg-type]
        jobs.drop_uploads(importing)
        self.log_change(request, importing, _("Undone"))
        messages.success(request, _("The import was undone."))
        if kept:
            message = ngettext(
                "%(n)s article was edited since and stays; see the report.",
                "%(n)s articles were edited since and stay; see the report.",
                len(kept),
            )
            messages.warning(request, message % {"n": f"{len(kept):,}"})
        return None

    def _tell(self, request: HttpRequest, importing: Import) -> None:
        """Report the outcome, if the import is done already."""
        if importing.state != State.DONE:
            return
        what = _outcomes(importing) or _("nothing")
        messages.success(request, _("Imported: %(what)s.") % {"what": what})
        if importing.differing:
            messages.warning(
                request,
                ngettext(
                    "The archive changed after the preview: %(n)s file had another outcome than "
                    "previewed. The report marks it.",
                    "The archive changed after the preview: %(n)s files had other outcomes than "
                    "previewed. The report marks them.",
                    importing.differing,
                )
                % {"n": f"{importing.differing:,}"},
            )

    def _receive(
        self,
        request: HttpRequest,
        files: list[tuple[str, UploadedFile[bytes]]],
        defaults: dict[str, Any],
    ) -> Import:
        names = [shortened(printable(path) or _("unnamed"), LONGEST_NAME) for path, _file in files]
        label = names[0]
        if len(names) > 1:
            label = _("%(name)s and %(n)s more") % {"name": label, "n": f"{len(names) - 1:,}"}
        with transaction.atomic():
            importing = self._start(request, Import.Channel.UPLOAD, label, **defaults)
            for name, (_path, file) in zip(names, files, strict=True):
                upload = Upload(of=importing, name=name, size=file.size or 0)
                # Never under its own name: that is for people, not for the file system.
                upload.file.save(uuid4().hex, file)
        return importing

    def _start(
        self, request: HttpRequest, origin: Import.Channel, label: str, **fields: object
    ) -> Import:
        importing = pipeline.start(origin, label, request.user, **fields)  # type: ignore[arg-type]
        self.log_addition(request, importing, _("Started: %(label)s") % {"label": label})
        return importing

    def _render(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/ingest/import/{name}.html",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
        )


@admin.register(SavedShape)
class SavedShapeAdmin(admin.ModelAdmin[SavedShape]):
    """The saved mappings, to be looked at and deleted; they are made where files are previewed."""

    list_display = ("name", "says", "by", "at")
    list_select_related = ("by",)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = {"title": _("Saved mappings")}
        return super().changelist_view(request, title | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SavedShape | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("What it says"))
    def says(self, saved: SavedShape) -> str:
        return in_words(jobs.read_shape(saved.shape)) or _("nothing")


def _is_possible(name: str, importing: Import) -> bool:
    """Whether a button works now."""
    if name in AFTER_CONFIRMING and not importing.is_confirmed:
        return False
    if name == "undo" and not importing.brought:
        return False
    if name == "drop" and importing.is_confirmed:
        return False
    return importing.state in ALLOWED[name]


def _page_of(importing: Import) -> str:
    return reverse("admin:ingest_import_change", args=[importing.pk])


def _outcomes(importing: Import) -> str:
    """Files by outcome: "1,204 new, 3 changed"."""
    return ", ".join(
        f"{getattr(importing, outcome):,} {shown(ImportedFile.Outcome(outcome)).lower()}"
        for outcome in pipeline.OUTCOMES
        if getattr(importing, outcome)
    )


def _has_worker() -> bool:
    return locks.is_locked(settings.DATA_DIR / "work.lock")


def _reading(importing: Import) -> dict[str, Any]:
    """How the files are read, in words; in a preview how many files wait for a word about it."""
    by = importing if importing.shape else importing.retry_of or importing
    reading: dict[str, Any] = {"read_as": in_words(jobs.shape_of(by))}
    if importing.state == State.PREVIEW and (importing.rejected or importing.aside):
        waiting, reading["are_all_waiting"] = jobs.waiting(importing)
        reading["waiting"] = len(waiting)
    return reading


def _progress(importing: Import) -> dict[str, Any]:
    """Progress of a running import: per cent done, files a second, seconds left.

    The total follows from the previewed files still to come; a preview itself has no total.
    """
    if importing.state not in (State.RUNNING, State.QUEUED, State.PAUSED):
        return {}
    left = importing.files.filter(applied=False).count()
    total = importing.position + left
    progress: dict[str, Any] = {"all": total, "percent": 100 * importing.position // max(1, total)}
    since, done = importing.running_since, importing.position - importing.running_from
    if importing.state == State.RUNNING and since and done > 0:
        rate = done / max(0.1, (timezone.now() - since).total_seconds())
        progress |= {"rate": round(rate), "seconds_left": round(left / rate)}
    return progress
