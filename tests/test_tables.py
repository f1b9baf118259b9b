"""Tables as programs write them, and with the faults that they have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingest.sources import records_of
from ingest.sources.forms.tabular.rows import named_cells

LONG = "The mill stands still, and nobody knows for how long."
OTHER = "A new wheel is to come by boat, the miller says."


def rows(text: str, name: str = "t.csv") -> list[dict[str, Any]]:
    return [json.loads(file.data) for file in records_of(name, text.encode()) if file.data]


def problems(text: str, name: str = "t.csv") -> list[str]:
    return [file.problem for file in records_of(name, text.encode()) if file.problem]


@pytest.mark.parametrize(
    "row",
    [
        rf'"Mill stops","\"We wait,\" he said, \"and see.\" {LONG}"',
        rf'"Mill \"Anna\" stops","He said \"so\". {LONG}"',
        rf'"Mill stops","{LONG} \"So,\" he said."',
    ],
)
def test_quotation_marks_behind_a_backslash_are_part_of_the_cell(row: str) -> None:
    (record,) = rows(f"title,text\n{row}\n")
    assert LONG in record["text"]
    assert record["text"].count('"') in (2, 4)
    assert "\\" not in record["text"]


def test_a_path_that_ends_on_a_backslash_does_not_open_the_next_cell() -> None:
    (record,) = rows(f'title,file,text\n"Mill stops","C:\\dir\\","{LONG}"\n')
    assert record == {"title": "Mill stops", "file": "C:\\dir\\", "text": LONG}


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("rows_of_it", [1, 3])
def test_a_space_before_a_quotation_mark_is_no_part_of_the_cell(
    delimiter: str, rows_of_it: int
) -> None:
    row = f"{delimiter} ".join(('"Mill stops"', '"Una Marr"', f'"{LONG}"'))
    records = rows(f"{delimiter} ".join(("title", "author", "text")) + f"\n{row}" * rows_of_it)
    assert records == [{"title": "Mill stops", "author": "Una Marr", "text": LONG}] * rows_of_it


def test_a_quotation_behind_a_space_inside_a_cell_stays() -> None:
    (record,) = rows(f'title,text\nMill stops,"{LONG} They said, ""so."""\n')
    assert record["text"] == f'{LONG} They said, "so."'


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_excels_line_names_the_delimiter(line: str) -> None:
    table = f"{line}title;text, long\nMill stops;{LONG}\n"
    (file,) = records_of("t.csv", table.encode())
    assert file.name == "t.csv:3"
    assert json.loads(file.data) == {"title": "Mill stops", "text, long": LONG}


def test_excels_line_may_name_the_tab() -> None:
    assert rows(f"sep=\t\ntitle\ttext\nMill stops\t{LONG}\n")[0]["text"] == LONG


def test_rows_behind_an_unclosed_quotation_mark_are_rows_again_and_it_is_said() -> None:
    table = (
        f'title,author,text\n"One","Una Marr","{LONG}\n"Two","Ida Fenn","{OTHER}"\n'
        f'"Three","Joss Quill","{LONG}"\n'
    )
    assert [record["title"] for record in rows(table)] == ["One", "Two", "Three"]
    assert [record["text"] for record in rows(table)] == [LONG, OTHER, LONG]
    assert "not closed in row 2" in problems(table)[0]


def test_an_unclosed_mark_before_rows_without_any_swallows_none() -> None:
    table = "title,author,text\n" + f'One,Una Marr,"{LONG}\n'.replace(",", ",")
    table += "".join(f"Number {n},Ida Fenn,No more today.\n" for n in range(300))
    assert len(rows(table)) == 301
    assert problems(table)


def test_an_unclosed_mark_in_a_cell_of_several_lines_is_said() -> None:
    table = f'title,text\n"One","{LONG}\n\n{OTHER}\n"Two","{OTHER}"\n"Three","{LONG}"\n'
    assert [record["title"] for record in rows(table)] == ["One", "Two", "Three"]
    assert rows(table)[0]["text"] == f"{LONG}\n\n{OTHER}"
    assert problems(table)


def test_cells_of_several_lines_are_no_fault() -> None:
    table = f'title,text\n"One","{LONG}\n\n{OTHER}"\n"Two","{OTHER}\n{LONG}"\n'
    assert len(rows(table)) == 2
    assert not problems(table)


@pytest.mark.parametrize(
    "header", ["publish_date,headline_text", "date,Article Headline", "Date;News Title"]
)
def test_headlines_alone_under_longer_names_are_known(header: str) -> None:
    delimiter = ";" if ";" in header else ","
    assert not problems(f"{header}\n20030219{delimiter}bread is dearer again\n")


@pytest.mark.parametrize(
    "text",
    [
        f"Monday\t{LONG}\nTuesday\t{OTHER}\nFriday\t{LONG}\nSunday\t{OTHER}\nEaster\t{LONG}\n",
        f"Q\tWhy does it stand still?\nA\t{LONG}\nQ\tWhat now?\nA\t{OTHER}\n",
        f"Title\tMill stops\nAuthor\tUna Marr\nText\t{LONG}\n",
    ],
    ids=["days", "interview", "keys"],
)
def test_a_few_lines_with_tabs_are_a_text(text: str) -> None:
    assert [file.data for file in records_of("t.txt", text.encode())] == [text.encode()]


def test_three_lines_with_tabs_are_a_table_where_the_first_names_columns() -> None:
    found = rows(f"title\ttext\nMill stops\t{LONG}\nWheel\t{OTHER}\n", "t.txt")
    assert [record["title"] for record in found] == ["Mill stops", "Wheel"]


def test_a_second_column_of_one_name_is_kept_by_its_place():
    row = named_cells(["title", "note", "note"], ["Quay", "first", "second"])
    assert row == {"title": "Quay", "note": "first", "column 3": "second"}
