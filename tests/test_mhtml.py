"""Pages saved with all their parts in one file, and pages that say how they are encoded."""

import base64
import quopri
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.decode.mhtml import NO_PAGE, decode_file
from ingest.parsing import parse
from ingest.read_file import read
from ingest.records import SourceFile

ADDRESS = "https://alder.example/news/seal"
PAGE = (
    "<html><head><title>Seal delays the ferry by an hour</title></head><body>"
    "<h1>Seal delays the ferry by an hour</h1><p>By Una Marr</p><p>4 June 2017</p>"
    + "<p>The ferry left an hour late on Tuesday – a seal lay on the ramp all morning long.</p>"
    * 3
)
MARK = "----Boundary--abc--"


def saved(
    page=PAGE, how="quoted-printable", end="\n", kind="text/html; charset=utf-8", picture=b"x"
):
    data = page.encode()
    body = quopri.encodestring(data) if how == "quoted-printable" else base64.encodebytes(data)
    head = (
        f"From: <Saved by a browser>\nSnapshot-Content-Location: {ADDRESS}\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="{MARK}"\n\n\n'
        f"--{MARK}\nContent-Type: {kind}\nContent-Transfer-Encoding: {how}\n"
        f"Content-Location: {ADDRESS}\n\n{body.decode()}\n"
        f"--{MARK}\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
        f"{base64.encodebytes(picture).decode()}\n--{MARK}--\n"
    )
    return head.replace("\n", end).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("how", ["quoted-printable", "base64"])
def test_the_page_in_a_file_of_parts_is_read_like_any_page(how, end):
    article = parse("seal.mhtml", decode_file(saved(how=how, end=end)))
    assert article.headline == "Seal delays the ferry by an hour"
    assert [author.name for author in article.authors] == ["Una Marr"]
    assert (article.date, article.url) == ("2017-06-04", ADDRESS)


def test_the_address_of_a_saved_page_names_where_it_stands():
    article = parse("seal.mht", decode_file(saved()))
    assert article.evidence["url"].reason == "address of the saved page"


def test_a_file_of_parts_without_a_page_is_refused_with_a_sentence():
    assert read(SourceFile("x.mht", saved(kind="text/css"))).rejected == NO_PAGE


def test_a_large_picture_beside_the_page_costs_nothing():
    data = saved(picture=bytes(30_000_000))
    began = time.process_time()
    assert decode_file(data).text.startswith("<html>")
    assert time.process_time() - began < 2


def test_pictures_inside_a_page_do_not_push_its_story_out():
    pictures = f'<img src="data:image/png;base64,{base64.b64encode(bytes(9_000_000)).decode()}">'
    article = parse("seal.html", decode_file(PAGE.replace("<h1>", pictures + "<h1>").encode()))
    assert (len(article.paragraphs), article.problems) == (3, ())


@pytest.mark.parametrize(
    "declared",
    [
        '<meta charset="windows-1251">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?><html>',
    ],
)
def test_a_page_says_how_it_is_encoded(declared):
    decoded = decode_file(f"{declared}<h1>Порт</h1>".encode("cp1251"))
    assert (decoded.text[-9:], decoded.encoding) == ("Порт</h1>", "cp1251")


def test_a_letter_that_only_begins_with_headers_is_text():
    text = "From: the harbour office\n\nThe ferry left an hour late on Tuesday."
    assert decode_file(text.encode()).text == text


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 900), st.binary(max_size=40))
def test_damage_anywhere_gives_a_text_or_a_sentence(place, noise):
    data = saved()
    decoded = decode_file(data[:place] + noise + data[place + len(noise) :])
    assert decoded.text or decoded.problems
