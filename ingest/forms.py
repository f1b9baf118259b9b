"""The upload form of the admin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ingest.models import Import, SavedShape, shown
from ingest.sources.archives import Limits, is_clutter


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files of any kind, as their content tells it; cleans to a list of UploadedFile.
    Empty files pass: the preview rejects them with a sentence, like any unreadable file."""

    widget = FilesInput(attrs={"multiple": True})

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, max_length=500, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        clean = super().clean
        return [clean(file, initial) for file in files] or clean(None, initial)


def limits_in_words() -> str:
    return _(
        "Texts, saved web pages, tables and workbooks, JSON, XML, exports of press databases, "
        "mail, crawls and more, and archives of them. %(limits)s All files together may have "
        "%(total)s MB. Nothing is written until you have seen a preview and confirmed it."
    ) % {
        "limits": Limits.of(settings).in_words(),
        "total": f"{settings.IMPORT_UPLOAD_LIMIT // 2**20:,}",
    }


def _whole(path: object) -> str:
    """A path without halves of surrogate pairs, which names on Windows may have."""
    return str(path).encode("utf-8", "replace").decode()


class UploadForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Name of this import"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As it will stand in the list of imports; else the files name it."),
    )
    files = FilesField(  # type: ignore[assignment]  # the form's own `files` is another thing
        label=gettext_lazy("Files"),
        required=False,
    )
    whole_folder = FilesField(
        label=gettext_lazy("Or a folder of yours"),
        required=False,
        widget=FilesInput(attrs={"multiple": True, "webkitdirectory": True}),
    )
    #: The paths of all files in their folder, in the order in which they were sent, as a JSON list:
    #: browsers send the names alone.
    paths = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    folder = forms.CharField(
        label=gettext_lazy("Or a folder on the server"), required=False, max_length=1000
    )
    #: Only there when a mapping was saved.
    read_as = forms.ModelChoiceField(
        label=gettext_lazy("Read as"),
        queryset=SavedShape.objects.all(),
        empty_label=gettext_lazy("as the files suggest"),
        required=False,
    )
    for_changed = forms.ChoiceField(
        label=gettext_lazy("New versions of known articles"),
        choices=[(choice.value, shown(choice)) for choice in Import.ForChanged],
        widget=forms.RadioSelect,
        required=False,
    )
    for_duplicate = forms.ChoiceField(
        label=gettext_lazy("Exact copies under another file"),
        choices=[(choice.value, shown(choice)) for choice in Import.ForDuplicate],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["files"].help_text = limits_in_words()
        self.fields["for_changed"].initial = settings.IMPORT_CHANGED
        self.fields["for_duplicate"].initial = Import.ForDuplicate.NOTE
        if not SavedShape.objects.exists():
            del self.fields["read_as"]
        if settings.IMPORT_ROOT is None:
            del self.fields["folder"]
        else:
            self.fields["folder"].help_text = _("A path below %(root)s.") % {
                "root": settings.IMPORT_ROOT
            }

    def shape(self) -> dict[str, Any]:
        """How the files are read, empty for as they suggest."""
        saved = self.cleaned_data.get("read_as")
        return dict(saved.shape) if saved else {}

    def uploads(self) -> list[tuple[str, UploadedFile[bytes]]]:
        """All files sent, each with its path in the folder that was chosen or dropped; without what
        systems keep in folders for themselves."""
        given = self.cleaned_data
        files = [*(given.get("files") or []), *(given.get("whole_folder") or [])]
        try:
            paths = json.loads(self.cleaned_data.get("paths") or "[]")
        except (ValueError, RecursionError):
            paths = []
        if not isinstance(paths, list) or len(paths) != len(files):
            paths = [file.name for file in files]
        named = [(_whole(path or file.name), file) for path, file in zip(paths, files, strict=True)]
        return [(path, file) for path, file in named if not is_clutter(path)]

    def _refuse_too_many(self) -> None:
        total = sum(file.size or 0 for _, file in self.uploads())
        if total > settings.IMPORT_UPLOAD_LIMIT:
            message = _(
                "These files are %(total)s MB together; one import may have %(limit)s MB. "
                "Upload fewer at a time, or use the command import_articles."
            )
            sizes = {
                "total": f"{total / 2**20:,.0f}",
                "limit": f"{settings.IMPORT_UPLOAD_LIMIT // 2**20:,}",
            }
            self.add_error("files", message % sizes)

    @staticmethod
    def root() -> Path:
        """The folder below which `folder` lies."""
        assert settings.IMPORT_ROOT is not None, "the field is only there when it is set"
        return settings.IMPORT_ROOT.resolve()

    def clean_folder(self) -> Path | None:
        """The folder, made sure to lie below IMPORT_ROOT after all links are resolved."""
        name = self.cleaned_data["folder"].strip().lstrip("/")
        if not name:
            return None
        root = self.root()
        try:
            folder = (root / name).resolve()
            inside = folder.is_relative_to(root) and folder.is_dir()
        except (OSError, ValueError):
            inside = False
        if not inside:
            raise forms.ValidationError(
                _("There is no folder “%(name)s” below %(root)s.")
                % {"name": name[:100], "root": root}
            )
        return Path(folder)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.uploads() and not cleaned.get("folder"):
            self.add_error("files", _("Choose at least one file."))
        self._refuse_too_many()
        return cleaned
