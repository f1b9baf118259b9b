"""Workbooks are read as tables, and none of them takes more memory than it may."""

import io
import json
import zipfile

import pytest
from corpora.workbooks import book

from ingest.sources import read_stream
from ingest.sources.archives import Limits

HEAD = ("Title", "Text", "Published", "Words")
ROW = ("Ferry late", "It left late.", '<c r="{place}" s="1"><v>42471</v></c>',
       '<c r="{place}"><f>1+2</f><v>3</v></c>')  # fmt: skip


def files_in(data, name="news.xlsx", **limits):
    return list(read_stream(io.BytesIO(data), name, limits=Limits(**limits)))


def sentence(data, name="news.xlsx", **limits):
    (file,) = files_in(data, name, **limits)
    assert not file.data
    return file.problem


def test_days_numbers_and_formulas_come_as_their_values():
    (file,) = files_in(book({"A": [HEAD, ROW]}))
    assert file.name == "news.xlsx:2"
    assert json.loads(file.data) == {
        "Title": "Ferry late", "Text": "It left late.", "Published": "2016-04-11", "Words": 3,
    }  # fmt: skip


def test_several_sheets_name_their_records_and_others_are_named():
    data = book({"Old": [HEAD, ROW], "New": [HEAD, ROW], "Codes": [("a", "b")], "Empty": []})
    files = files_in(data)
    assert [file.name for file in files] == ["news.xlsx/Old:2", "news.xlsx/New:2", "news.xlsx"]
    assert "“Codes”" in files[2].problem
    assert "Empty" not in files[2].problem


def test_rows_keep_the_numbers_of_the_sheet():
    (file,) = files_in(book({"A": [(), (), HEAD, (), ROW]}))
    assert file.name == "news.xlsx:5"


def test_a_cell_far_out_is_refused_before_it_takes_memory():
    far = '<c r="XFD1048576"><v>1</v></c>'
    assert "8,000,000 cells" in sentence(book({"A": [HEAD, (far,)]}))


def test_a_bomb_is_refused():
    data = book({"A": [HEAD, ("a", "b" * 40_000_000)]})
    assert "bomb" in sentence(data)


def test_parts_that_unpack_to_too_much_are_refused():
    assert "unpacks to more" in sentence(book({"A": [HEAD, ("a", "b" * 900)] * 99}), file=20_000)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("xml", [b"", b"<workbook", b"\xff" * 99, b"<a>" * 100_000])
def test_damaged_parts_give_a_sentence(part, xml):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book({"A": [HEAD, ROW]}))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name == part else old.read(name))
    assert sentence(out.getvalue())


def test_one_cut_short_gives_a_sentence():
    data = book({"A": [HEAD, ROW]})
    assert sentence(data[: len(data) // 2])


def test_a_damaged_old_workbook_gives_a_sentence():
    assert "workbook" in sentence(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "old.xls")


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def ods(*rows):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format("".join(rows)))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def row(*cells, times=1):
    inner = "".join(CELL.format("", said) for said in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{inner}</table:table-row>'


def test_an_open_document_is_read():
    end = (
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    (file,) = files_in(ods(row("title", "text"), row("Ferry late", "It left late."), end), "a.ods")
    assert json.loads(file.data) == {"title": "Ferry late", "text": "It left late."}


def test_an_open_document_of_many_repeated_cells_is_refused():
    data = ods(row("title", "text"), row(*"abcdefghi", times=1_000_000))
    assert "cells" in sentence(data, "a.ods")
