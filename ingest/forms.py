"""The upload form of the admin: files in, limits in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ingest.sources import too_large

#: What the file picker offers; whatever else is chosen is looked at all the same.
ACCEPTED = ".txt,.html,.htm,.json,.jsonl,.ndjson,.csv,.tsv"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; cleans to a list of UploadedFile, empty ones included (they get their
    sentence in the preview, like any file that cannot be read)."""

    widget = FilesInput(attrs={"multiple": True, "accept": ACCEPTED})

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, max_length=500, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        clean_one = super().clean
        return [clean_one(one, initial) for one in files] or clean_one(None, initial)


def limits_in_words() -> str:
    return (
        f"A file may have {settings.IMPORT_FILE_LIMIT // 2**20:,} MB, all together "
        f"{settings.IMPORT_UPLOAD_LIMIT // 2**20:,} MB. Text files, saved web pages, "
        f"JSON lines, JSON and CSV. Nothing is written before you have seen what will happen."
    )


class UploadForm(forms.Form):
    files = FilesField(  # type: ignore[assignment]  # the form's own `files` is another thing
        label="Files",
        error_messages={"required": "Choose at least one file."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["files"].help_text = limits_in_words()

    def clean_files(self) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["files"]
        total = sum(file.size or 0 for file in files)
        if total > settings.IMPORT_UPLOAD_LIMIT:
            raise forms.ValidationError(
                f"These files have {total / 2**20:,.0f} MB together; one import may have "
                f"{settings.IMPORT_UPLOAD_LIMIT // 2**20:,} MB. Send fewer at a time, or use "
                f"the command import_articles."
            )
        for file in files:
            if (file.size or 0) > settings.IMPORT_FILE_LIMIT:
                raise forms.ValidationError(
                    f"{file.name}: {too_large(file.size or 0, settings.IMPORT_FILE_LIMIT)}"
                )
        return files
