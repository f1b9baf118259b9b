"""How the files of an import are read, as a form: the guess, what an editor makes of it, a Shape.

Folders, names of files, what is said of files that name none, and for each kind of files with
records how they are cut and what their columns hold. It works without JavaScript: where an editor
cuts a table otherwise, the page comes back with the columns that it has then.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.labels import PARTS, field_in_words
from archive.models import User
from archive.record.spans import visible
from ingest import jobs
from ingest.models import Import, SavedShape
from ingest.parsing.structured.keys import FIELD_KEYS
from ingest.sources.shape import BadShape, RecordColumn, RecordKind, Records, Shape, with_folders
from ingest.sources.shape.value import DEFAULTS, FURTHER

_FOLDERS: Final = (
    ("section", gettext_lazy("sections")),
    ("publication", gettext_lazy("publications")),
    ("nothing", gettext_lazy("nothing")),
)
_FILE_NAMES: Final = (
    ("{date}*", gettext_lazy("begin with a date")),
    ("*{date}*", gettext_lazy("hold a date elsewhere")),
    ("", gettext_lazy("say no date")),
)
_HEADERS: Final = (
    ("", gettext_lazy("as it looks")),
    ("yes", gettext_lazy("names the columns")),
    ("no", gettext_lazy("is a record")),
)
_QUOTES: Final = (
    ("", gettext_lazy("as it looks")),
    ('"', '"'),
    ("'", "'"),
    ("none", gettext_lazy("none")),
)
_ANSWERS: Final[Mapping[str, bool | None]] = {"": None, "yes": True, "no": False}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z0-9]{2,8})?")


class ShapeForm(forms.Form):
    """What is asked of all files together."""

    folders = forms.ChoiceField(
        label=gettext_lazy("Folders are"), choices=_FOLDERS, widget=forms.RadioSelect
    )
    file_names = forms.ChoiceField(
        label=gettext_lazy("File names"), widget=forms.RadioSelect, required=False
    )
    publication = forms.CharField(label=gettext_lazy("Publication"), required=False, max_length=200)
    section = forms.CharField(label=gettext_lazy("Section"), required=False, max_length=200)
    language = forms.CharField(label=gettext_lazy("Language"), required=False, max_length=35)
    save_as = forms.CharField(
        label=gettext_lazy("Save this mapping as"), required=False, max_length=100
    )

    def __init__(self, shape: Shape, data: Any = None) -> None:
        super().__init__(
            data,
            initial={
                "folders": shape.folders,
                "file_names": shape.file_names,
                **{name: shape.defaults.get(name, "") for name in DEFAULTS},
            },
        )
        names: list[tuple[str, Any]] = list(_FILE_NAMES)
        if shape.file_names not in dict(names):
            # A pattern that a map gave.
            names.insert(0, (shape.file_names, shape.file_names))
        self.fields["file_names"].choices = names  # type: ignore[attr-defined]

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        is_new = language and language != self.initial["language"]
        if is_new and not _LANGUAGE.fullmatch(language):
            raise forms.ValidationError(
                _("“%(said)s” is no code of a language, such as en, fr or pt-BR.")
                % {"said": language}
            )
        return language

    def clean_save_as(self) -> str:
        name: str = self.cleaned_data["save_as"]
        if name and SavedShape.objects.filter(name=name).exists():
            raise forms.ValidationError(
                _("There is a mapping called “%(name)s” already; choose another name.")
                % {"name": name}
            )
        return name


class KindForm(forms.Form):
    """How one kind of files is cut, and what its columns hold."""

    delimiter = forms.CharField(
        label=gettext_lazy("Columns are parted by"), required=False, max_length=3, strip=False
    )
    quote = forms.ChoiceField(label=gettext_lazy("Quotation mark"), choices=_QUOTES, required=False)
    header = forms.ChoiceField(
        label=gettext_lazy("The first row"), choices=_HEADERS, required=False
    )
    #: Of which columns the answers are.
    of = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, kind: RecordKind, data: Any = None) -> None:
        self.kind, self.sent = kind, data or {}
        prefix = f"k{_digest(kind.match)}"
        sent_of = self.sent.get(f"{prefix}-of")
        #: Whether anything was answered; whether about other columns than there are now.
        self.was_sent = sent_of is not None
        self.is_cut_anew = self.was_sent and sent_of != _digest_of(kind)
        bound = data if self.was_sent and not self.is_cut_anew else None
        super().__init__(bound, prefix=prefix, initial=_initial_of(kind))
        if not kind.is_table:
            for name in ("delimiter", "quote", "header"):
                del self.fields[name]
        elif (own := self.initial["quote"]) not in dict(_QUOTES):
            self.fields["quote"].choices = [(own, own), *_QUOTES]  # type: ignore[attr-defined]
        for place, column in enumerate(kind.columns):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=visible(column.key), choices=_fields(), initial=column.field
            )

    @cached_property
    def title(self) -> str:
        count = self.kind.files
        if count == 1:
            return visible(self.kind.name)
        return _("%(n)s files %(match)s") % {"n": f"{count:,}", "match": visible(self.kind.match)}

    def columns(self) -> Iterator[tuple[forms.BoundField, RecordColumn, list[str]]]:
        for place, column in enumerate(self.kind.columns):
            yield self[f"c{place}"], column, [visible(value) for value in column.examples]

    @property
    def layout(self) -> Records:
        """How its files are cut, as sent; raises BadShape."""
        sent = {
            name: self.sent.get(self.add_prefix(name), "")
            for name in ("delimiter", "quote", "header")
        }
        said: dict[str, Any] = {"delimiter": sent["delimiter"]}
        if sent["quote"]:
            said["quote"] = "" if sent["quote"] == "none" else sent["quote"]
        [read] = Shape.from_json({"records": [said]}).records
        return replace(
            self.kind.asked,
            header=_ANSWERS.get(sent["header"]),
            delimiter=read.delimiter,
            quote=read.quote,
        )

    def clean_delimiter(self) -> str:
        try:
            return self.layout.delimiter
        except BadShape:
            raise forms.ValidationError(
                _("One character other than the quotation mark, such as ; or \\t for a tab.")
            ) from None

    def records(self) -> Records:
        """How its files are written, as answered."""
        fields = {
            column.key: self.cleaned_data[f"c{place}"]
            for place, column in enumerate(self.kind.columns)
        }
        return self.kind.said(fields)


def _initial_of(kind: RecordKind) -> dict[str, str]:
    records = kind.asked
    answers = {answer: name for name, answer in _ANSWERS.items()}
    return {
        "delimiter": records.delimiter.replace("\t", "\\t"),
        "quote": "none" if records.quote == "" else records.quote or "",
        "header": answers[records.header],
        "of": _digest_of(kind),
    }


def _digest_of(kind: RecordKind) -> str:
    return _digest(json.dumps([column.key for column in kind.columns]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _fields() -> list[tuple[str, str]]:
    """What a column may hold."""
    labels = {name: _label(name) for name in FIELD_KEYS}
    return [*labels.items(), (FURTHER, _("a further field"))]


def _label(name: str) -> str:
    if name in ("caption", "credit"):
        return _("Picture, %(part)s") % {"part": PARTS[name]}
    if name == "image_url":
        return _("Picture, %(part)s") % {"part": PARTS["url"]}
    return field_in_words("paragraphs" if name == "text" else name)


class ShapePage:
    """The form of one import; `data` is what was sent, if anything was."""

    def __init__(self, importing: Import, data: Any = None) -> None:
        self.importing, self.data = importing, data
        by = importing if importing.shape else importing.retry_of or importing
        self.shape = jobs.shape_of(by) if by.shape else jobs.guess_shape(importing)
        self.form = ShapeForm(self.shape, data)
        self.kinds = self._kind_forms()

    def _kind_forms(self) -> list[KindForm]:
        """A form for each kind; where tables are cut otherwise now, with the columns of that."""
        kinds = jobs.record_kinds(self.importing, self.shape)
        if self.data is not None:
            layouts = dict(_layouts(kinds, self.data))
            if layouts:
                kinds = jobs.record_kinds(self.importing, self.shape, layouts)
        return [KindForm(kind, self.data) for kind in kinds]

    def is_valid(self) -> bool:
        """Whether everything is answered, and about the columns that there are."""
        forms = [self.form, *self._answered]
        is_cut_anew = any(form.is_cut_anew for form in self.kinds)
        return all(form.is_valid() for form in forms) and not is_cut_anew

    @property
    def _answered(self) -> list[KindForm]:
        return [form for form in self.kinds if form.is_bound]

    def given(self) -> Shape:
        """The shape as answered."""
        given, shape = self.form.cleaned_data, self.shape
        if given["folders"] != shape.folders:
            shape = with_folders(shape, given["folders"])
        defaults = {name: said for name in DEFAULTS if (said := given[name].strip())}
        shape = replace(
            shape,
            file_names=given["file_names"],
            defaults=defaults,
            records=self._records(),
            reasons=(),
        )
        # What was assumed is known with its reasons.
        return self.shape if shape == replace(self.shape, reasons=()) else shape

    def save(self, by: User | AnonymousUser) -> str:
        """Keep what was answered under the name that was given for it; returns the name."""
        name: str = self.form.cleaned_data["save_as"]
        if name:
            shape = replace(self.given(), reasons=()).as_json()
            kept = {"shape": shape, "by": by, "at": timezone.now()}
            SavedShape.objects.get_or_create(name=name, defaults=kept)
        return name

    def as_file(self) -> HttpResponse:
        """What was answered as the file that --map takes."""
        text = json.dumps(self.given().as_json(), ensure_ascii=False, indent=2)
        response = HttpResponse(f"{text}\n", content_type="application/json")
        name = f"mapping-{self.importing.pk}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _records(self) -> tuple[Records, ...]:
        """How records are written, the most particular first."""
        said = {}
        for form in self._answered:
            old = self.shape.records_of(form.kind.name) or Records()
            if form.records() != replace(old, match=form.kind.match):
                said[form.kind.match] = form.records()
        own = sorted(said.values(), key=lambda records: -len(records.match.replace("*", "")))
        return (*own, *(old for old in self.shape.records if old.match not in said))


def _layouts(kinds: list[RecordKind], data: Any) -> Iterator[tuple[str, Records]]:
    """The kinds that are cut otherwise than they were shown, by their match."""
    for kind in kinds:
        form = KindForm(kind, data)
        if form.was_sent and kind.is_table:
            # What is no layout is said at its field.
            with suppress(BadShape):
                if form.layout != kind.asked:
                    yield kind.match, form.layout
