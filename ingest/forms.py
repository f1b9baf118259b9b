"""The upload form of the admin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ingest.models import Import, shown
from ingest.sources.archives import Limits

#: What the file picker offers; other files are read too.
ACCEPTED = (
    ".txt,.html,.htm,.mht,.mhtml,.json,.jsonl,.ndjson,.csv,.tsv"
    ",.zip,.tar,.gz,.tgz,.bz2,.tbz2,.xz,.txz"
)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; cleans to a list of UploadedFile. Empty files pass: the preview rejects
    them with a sentence, like any unreadable file."""

    widget = FilesInput(attrs={"multiple": True, "accept": ACCEPTED})

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, max_length=500, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        clean = super().clean
        return [clean(file, initial) for file in files] or clean(None, initial)


def limits_in_words() -> str:
    return _(
        "Text files, saved web pages, JSON lines, JSON and CSV, and archives of them (zip, tar, "
        "gz, bz2, xz). %(limits)s All files together may have %(total)s MB. Nothing is written "
        "until you have seen a preview and confirmed it."
    ) % {
        "limits": Limits.of(settings).in_words(),
        "total": f"{settings.IMPORT_UPLOAD_LIMIT // 2**20:,}",
    }


class UploadForm(forms.Form):
    files = FilesField(  # type: ignore[assignment]  # the form's own `files` is another thing
        label=gettext_lazy("Files"),
        required=False,
    )
    folder = forms.CharField(
        label=gettext_lazy("Or a folder on the server"), required=False, max_length=1000
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
        if settings.IMPORT_ROOT is None:
            del self.fields["folder"]
        else:
            self.fields["folder"].help_text = _("A path below %(root)s.") % {
                "root": settings.IMPORT_ROOT
            }

    def clean_files(self) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["files"] or []
        total = sum(file.size or 0 for file in files)
        if total > settings.IMPORT_UPLOAD_LIMIT:
            raise forms.ValidationError(
                _(
                    "These files are %(total)s MB together; one import may have %(limit)s MB. "
                    "Upload fewer at a time, or use the command import_articles."
                )
                % {
                    "total": f"{total / 2**20:,.0f}",
                    "limit": f"{settings.IMPORT_UPLOAD_LIMIT // 2**20:,}",
                }
            )
        return files

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
        if not self.errors and not cleaned.get("files") and not cleaned.get("folder"):
            self.add_error("files", _("Choose at least one file."))
        return cleaned
