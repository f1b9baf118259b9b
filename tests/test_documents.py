"""RTF, PDF and EPUB: their text comes in, what has none is refused in a sentence."""

import io
import time

import pytest
from corpora import docx, epub, pdf, read_files, rtf, stories

from ingest import sources
from ingest.sources.archives import Limits
from ingest.sources.forms.pdf import NOTE

QUAY = "The harbour board of Port Alder voted on Monday to close the eastern quay for repairs."


def files(name, data, **limits):
    return list(sources.read_stream(io.BytesIO(data), name, limits=Limits(**limits)))


def first(name, data):
    return files(name, data)[0]


# RTF ----------------------------------------------------------------------------------------------


def test_rich_text_is_read_as_a_text_with_its_letters():
    data = rtf.document(["Der Kai schließt", "Er ist für {alle} “zu”."])
    assert first("a.rtf", data).data.decode().split("\n")[::2][:2] == [
        "Der Kai schließt",
        "Er ist für {alle} “zu”.",
    ]


def test_an_export_in_rich_text_is_parted():
    data = rtf.document(docx.lines(stories()[:3]))
    assert sum(not file.aside for file in files("a.rtf", data)) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1",
        b"{\\rtf1" + b"{" * 50_000,
        b"{\\rtf1 \\'zz \\u99999999? \\bin9999999999 x}",
        b"{\\rtf1{\\pict " + b"ff" * 100_000,
        b"{\\rtf1 " + b"\\'" * 100_000,
        b'{\\rtf1 {\\field{\\*\\fldinst{HYPERLINK "' + b"x" * 100_000,
    ],
    ids=["cut", "deep", "numbers", "picture", "escapes", "link"],
)
def test_broken_rich_text_gets_a_sentence_or_its_text(data):
    for file in files("a.rtf", data):
        assert file.problem or file.data


def test_rich_text_takes_time_in_proportion_to_its_length():
    start = time.process_time()
    for part in (
        b"{\\fonttbl" + b"{\\f0\\fswiss" * 30_000,
        b"{\\fonttbl" + b"{\\f0\\fcharset0 x}" * 30_000,
        b"{\\field{\\*\\fldinst{" * 30_000,
        b'{\\field{\\*\\fldinst{HYPERLINK "x" ' * 20_000,
    ):
        assert files("a.rtf", b"{\\rtf1" + part)
    assert time.process_time() - start < 10


def test_letters_of_other_code_pages_are_read_by_their_font():
    fonts = b"{\\f0\\fcharset0 A;}{\\f1\\fnil\\fcharset204{\\*\\panose 0}B;}"
    data = b"{\\rtf1\\ansi{\\fonttbl" + fonts + b"}\\f1\\'cf\\'f0 x}"
    assert "Пр" in first("a.rtf", data).data.decode()


def test_rich_text_without_end_is_refused():
    assert "MB" in first("a.rtf", b"{\\rtf1 " + b"word " * 2_000_000).problem


# PDF ----------------------------------------------------------------------------------------------


def test_a_pdf_with_text_is_one_article_with_a_note(tmp_path):
    story = stories()[0]
    data = pdf.document([pdf.page(story), ["More of it on a second page, which is read as well."]])
    found = read_files(tmp_path, {"a.pdf": data})[0]
    assert found.content.headline == story.headline
    assert NOTE in found.problems
    assert NOTE in found.reading.notes
    assert "second page" in found.content.text


def test_an_export_as_pdf_is_parted():
    lines = [text for line in docx.lines(stories()[:2]) for text in (line[:90], "")]
    found = files("a.pdf", pdf.document([lines]))
    assert sum(not file.aside for file in found) == 2
    assert all(file.notes for file in found)


def test_pictures_of_pages_are_refused():
    assert "pictures of pages" in first("a.pdf", pdf.document([[], []])).problem


def test_a_pdf_with_a_password_is_refused():
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(pdf.document([[QUAY]])))
    for password, refused in (("quay", True), ("", False)):
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
        stream = io.BytesIO()
        writer.write(stream)
        assert ("password" in first("a.pdf", stream.getvalue()).problem) is refused


def test_damaged_pdfs_are_refused_and_stop_nothing():
    data = pdf.document([[QUAY]])
    loop = data.replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    for broken in (b"%PDF-1.4", data[:200], data[: len(data) // 2], b"%PDF-" + bytes(999), loop):
        file = first("a.pdf", broken)
        assert "PDF" in file.problem


def test_a_page_that_cannot_be_read_is_named_and_a_pdf_of_such_pages_is_damaged(monkeypatch):
    from ingest.sources.forms import pdf as form

    data = pdf.document([[QUAY], [QUAY]])
    whole = form._with_gaps
    monkeypatch.setattr(
        form, "_with_gaps", lambda page, end: 1 / page.page_number and whole(page, end)
    )
    assert "These pages cannot be read and are missing: 1." in first("a.pdf", data).notes
    monkeypatch.setattr(form, "_with_gaps", lambda page, end: 1 / 0)
    assert "damaged" in first("a.pdf", data).problem


def test_a_pdf_whose_parts_draw_one_another_ends(monkeypatch):
    from ingest.sources.forms import pdf as form

    monkeypatch.setattr(form, "_SECONDS", 0.3)
    data = pdf.document([[QUAY]])
    twice = b"/X%d Do /X%d Do "
    objects = b"".join(
        b"%d 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X%d %d 0 R>>>>"
        b"/Length %d>>stream\n%b\nendstream\nendobj\n"
        % (at, at + 1, at + 1, len(twice % (at + 1, at + 1)), twice % (at + 1, at + 1))
        for at in range(10, 40)
    )
    data = data.replace(b"/Resources<<", b"/Resources<</XObject<</X10 10 0 R>>")
    data = data.replace(b"BT /F1 10 Tf", b"/X10 Do BT ")
    data = data.replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + objects)
    assert "PDF" in first("a.pdf", data).problem


# EPUB ---------------------------------------------------------------------------------------------


def book(pages, more=(), about=""):
    return epub.packed("The Alder Courier", "2016-04-11", pages, dict(more), about)


PAGE = (
    f"<html><head><title>Quay</title></head><body><h1>Quay to close</h1><p>{QUAY}</p></body></html>"
)


def test_pages_of_contents_and_covers_are_set_aside():
    found = files(
        "a.epub", book({"a.html": PAGE, "b.html": epub.menu(stories()), "c.html": "<p/>"})
    )
    assert [bool(file.aside) for file in found] == [False, True, True]


def test_a_book_of_documents_inside_an_archive_is_read(tmp_path):
    data = epub.packed("x", "2016-04-11", {"a.html": PAGE}, {})
    outer = docx.packed("<x/>", [("books/a.epub", data)])
    outer = outer.replace(b"[Content_Types].xml", b"[Content_Typez].xml")
    found = [file.name for file in files("n.zip", outer) if not file.problem]
    assert "n.zip/books/a.epub/a.html" in found


def test_a_page_that_names_its_day_keeps_it(tmp_path):
    dated = PAGE.replace(
        "<h1>", '<meta property="article:published_time" content="2016-04-09"><h1>'
    )
    found = read_files(tmp_path, {"a.epub": book({"a.html": dated, "b.html": PAGE})})
    assert [file.content.date for file in found] == ["2016-04-09", "2016-04-11"]


def test_an_encrypted_page_gets_a_sentence():
    uri = "<encryption><CipherReference URI='a.html'/></encryption>"
    found = files(
        "a.epub", book({"a.html": PAGE, "b.html": PAGE}, {"META-INF/encryption.xml": uri})
    )
    assert "encrypted" in found[0].problem
    assert not found[1].problem


def test_hostile_books_get_a_sentence():
    entities = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    assert "entities" in first("a.epub", book({"a.html": PAGE}, about=entities)).problem
    assert "missing" in first("a.epub", book({})).problem
    assert "missing" in first("a.epub", docx.packed("<x/>")).problem
    assert first("a.epub", book({"a.html": PAGE})[:300]).problem
    assert "leads out" in first("a.epub", book({"../../a.html": PAGE})).problem


def test_a_page_that_unpacks_without_end_stops_no_other():
    found = files("a.epub", book({"a.html": "x" * 30_000_000, "b.html": PAGE}), file=10_000_000)
    assert [bool(file.problem) for file in found] == [True, False]
