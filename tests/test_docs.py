"""docs/corpora.md says what the code reads: every form, every key of a map and of a record."""

import dataclasses
import re
from pathlib import Path

from ingest.parsing.structured.keys import FIELD_KEYS
from ingest.sources.forms import FORMS
from ingest.sources.shape.value import Shape

PAGE = (Path(__file__).parent.parent / "docs" / "corpora.md").read_text(encoding="utf-8")


def first_cells(heading):
    """The first cell of every row of the table below a heading."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \|", part, re.MULTILINE)
    return [cell.strip("`") for cell in rows[1:]]


def test_every_form_stands_in_the_table_and_nothing_else():
    assert sorted(first_cells("Forms")) == sorted(
        ["Text", "Saved page", *(form.title for form in FORMS)]
    )


def test_every_ending_of_any_size_is_told():
    for form in FORMS:
        row = next(row for row in PAGE.splitlines() if row.startswith(f"| {form.title} |"))
        assert "any size" in row or not form.of_any_size, row


def test_every_key_of_a_map_is_told():
    told = {field.name for field in dataclasses.fields(Shape)} - {"reasons"}
    assert set(first_cells("Folders and file names")) == told


def test_every_key_of_a_record_is_told():
    told = dict(re.findall(r"^\| (\w+) \| (`.+`) \|$", PAGE.split("## Keys and columns")[1], re.M))
    assert {name: tuple(re.findall("`(.+?)`", cell)) for name, cell in told.items()} == FIELD_KEYS
