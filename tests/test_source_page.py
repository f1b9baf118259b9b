"""The page "how this was read": every character of the source, lit, escaped and accounted for."""

import hashlib
import re

import pytest
from django.utils.html import escape
from factory import content

from archive import store
from archive.models import Article, Reading, SourceText, User
from archive.record.codec import pack
from archive.record.content import ImageContent
from archive.record.evidence import FieldReading, LeftOut, OtherReading, SourceReading
from archive.record.incoming import Incoming, Source
from archive.record.spans import PAGE
from archive.views.source import safe_name

pytestmark = pytest.mark.django_db

PARTS = [
    ("", "Skip to content", "site navigation"),
    ("headline", "Second ferry for the outer islands", "stands like a headline"),
    ("images.0.caption", "The ferry at its berth. (Ivo Stone/Alder Press)", "a caption"),
    ("images.0.photographer", "Ivo Stone", "in the credit"),
    ("authors.0", "Mara Quill", "follows “by”"),
    ("date", "14 Mar 2016", "printed beside the byline"),
    ("", "Share & follow <us>", "share bar"),
    ("paragraphs.0", "Fares < 5 & more stay <b>as they are</b>.", "reads like the text"),
]
TEXT = (
    "Skip to content\r\n\r\nSecond ferry for the outer islands\r\n\r\n"
    "The ferry at its berth. (Ivo Stone/Alder Press)\r\n\r\nby Mara Quill14 Mar 2016\r\n\r\n"
    "Share & follow <us>\r\n\r\n  Fares < 5 & more stay <b>as they are</b>.\r\n"
)
OTHERS = (OtherReading("Alder Courier", 0.31, "stands above it", ((0, 15),)),)


def span(words, text=TEXT):
    return text.index(words), text.index(words) + len(words)


def reading(text=TEXT, shown=""):
    fields = {
        name: FieldReading((span(words, text),), 0.91, why, OTHERS if name == "headline" else ())
        for name, words, why in PARTS
        if name
    }
    fields["language"] = FieldReading((), 0.55, "the small words of the text")
    left = tuple(LeftOut(span(words, text), why) for name, words, why in PARTS if not name)
    return SourceReading(fields, left, ("The bytes were mended.",), shown)


def source(name, data, reading):
    return Source.of(name, data, "utf-8", reading, "test")


def read_article(text=TEXT, name="ferry.txt", **fields):
    """An article whose source is lit from end to end; its id."""
    own = source(name, text.encode(), reading(text))
    images = (ImageContent("The ferry at its berth.", photographer="Ivo Stone"),)
    with store.writing():
        [pk] = store.add([Incoming(content(images=images, **fields), own)])
    return pk


def page_of(client, pk, query=""):
    response = client.get(f"/a/{pk}/source/{query}")
    assert response.status_code == 200
    return response.content.decode()


def sheet_of(page):
    return re.search(r"<pre[^>]*>\n(.*?)</pre>", page, re.S)[1]


def plain(markup):
    return re.sub("<[^>]*>", "", markup)


@pytest.fixture
def editor():
    return User.objects.create_superuser("ed", "ed@courier.example", "secret")


def test_the_whole_source_is_shown_as_it_is(client):
    assert plain(sheet_of(page_of(client, read_article()))) == escape(TEXT)


def test_nothing_of_a_file_becomes_markup(client):
    hostile = TEXT + "<script>alert(1)</script>\"'><img src=x onerror=y>"
    page = page_of(client, read_article(hostile, name="<i>'.txt"))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<i>'" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_span_leads_to_its_field_and_the_field_to_its_span(client):
    page = page_of(client, read_article())
    assert '<mark class="tint-headline" id="span-headline"><a href="#field-headline"' in page
    assert '<div class="entry" id="field-headline">' in page
    assert '<a href="#span-headline">Headline</a>' in page


def test_every_link_inside_the_page_leads_somewhere(client):
    page = page_of(client, read_article())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_part_is_marked_inside_its_whole(client):
    sheet = sheet_of(page_of(client, read_article()))
    inner = '<mark class="tint-picture" id="span-images-0-photographer">'
    start = sheet.index('id="span-images-0-caption"')
    assert start < sheet.index(inner) < sheet.index("/Alder Press")
    assert sheet.count("<mark") == sheet.count("</mark>") == 6


def test_links_are_never_inside_links(client):
    depth = 0
    for tag in re.findall(r"<a |</a>", sheet_of(page_of(client, read_article()))):
        depth += 1 if tag == "<a " else -1
        assert depth in (0, 1)


def test_what_was_left_out_says_why(client):
    page = page_of(client, read_article())
    assert 'title="Left out: site navigation"' in page
    assert re.search(r'<span class="source-out" id="out-1"><a href="#left-1"', page)


def test_the_index_tells_value_confidence_reason_and_runners_up(client):
    page = page_of(client, read_article())
    entry = page[page.index('id="field-headline"') : page.index('id="field-authors-0"')]
    for words in ("Second ferry", "91% certain", "stands like a headline", "Alder Courier", "31%"):
        assert words in entry
    assert 'href="#out-1"' in entry


def test_a_field_that_is_not_printed_says_so(client):
    page = page_of(client, read_article())
    entry = page[page.index('id="field-language"') :]
    assert "inferred" in entry
    assert "doubtful" in entry


def test_the_index_lists_fields_in_the_order_of_an_article(client):
    page = page_of(client, read_article())
    places = [page.index(f'id="field-{name}"') for name in (
        "headline", "authors-0", "date", "paragraphs-0", "images-0-caption",
        "images-0-photographer", "language",
    )]  # fmt: skip
    assert places == sorted(places)


def test_what_the_source_does_not_state_is_named(client):
    assert "Not found in the source: publication." in page_of(client, read_article())


def test_the_head_tells_of_the_file(client):
    page = page_of(client, read_article())
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    for words in ("ferry.txt", f"{len(TEXT.encode())} bytes", "utf-8", "version test", digest):
        assert words in page
    assert "The bytes were mended." in page


def test_a_value_is_shown_as_filed(client):
    page = page_of(client, read_article())
    assert "<bdi>2016-03-14</bdi>" in page


def test_what_an_editor_corrected_shows_what_the_source_says(client):
    pk = read_article()
    store.correct(pk, content(headline="Better"), by=None, why="", version=1)
    page = page_of(client, pk)
    entry = page[page.index('id="field-headline"') : page.index('id="field-authors-0"')]
    assert "Second ferry" in entry
    assert "An editor has corrected this since" in entry


def test_control_characters_and_odd_line_ends_are_shown(client):
    sheet = sheet_of(page_of(client, read_article(TEXT + "a\0b\x85c\u2028d\x07e\x93")))
    assert sheet.endswith("a␀b\nc\nd␇e\ufffd")


def test_a_source_that_begins_with_an_empty_line_keeps_it(client):
    text = "\n\n" + TEXT
    assert plain(sheet_of(page_of(client, read_article(text)))) == escape(text)


def test_a_huge_source_is_shown_by_pages(client):
    pk = read_article(TEXT + "A line of nothing.\n" * 10_000)
    first = page_of(client, pk)
    assert "Characters 1 to" in first
    assert len(plain(sheet_of(first))) < PAGE * 1.2
    rest = "".join(plain(sheet_of(page_of(client, pk, f"?page={n}"))) for n in (2, 3, 4))
    assert plain(sheet_of(first)) + rest == escape(TEXT + "A line of nothing.\n" * 10_000)


def test_fields_lead_to_the_page_their_span_stands_on(client):
    page = page_of(client, read_article(TEXT + "A line of nothing.\n" * 10_000), "?page=2")
    assert 'href="?#span-headline"' in page or 'href="?page=1#span-headline"' in page


def test_the_index_of_a_huge_source_lists_what_stands_on_the_page(client):
    lines = [f"Line {n} of a very long list of lines." for n in range(4000)]
    text, at, fields = "\n".join(lines), 0, {}
    for number, line in enumerate(lines):
        fields[f"paragraphs.{number}"] = FieldReading(((at, at + len(line)),), 0.8, "a line")
        at += len(line) + 1
    own = source("lines.txt", text.encode(), SourceReading(fields))
    with store.writing():
        [pk] = store.add([Incoming(content(), own)])
    first, second = page_of(client, pk), page_of(client, pk, "?page=2")
    assert "4,000 paragraphs, lowest certainty 80%" in first
    assert 'id="field-paragraphs-0"' in first
    assert 'id="field-paragraphs-3999"' not in first
    assert 'id="field-paragraphs-0"' not in second
    for page in (first, second):
        ids = set(re.findall(r' id="([^"]+)"', page))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_a_page_past_the_end_shows_the_last_and_says_so(client):
    assert "There is only one page; this is it." in page_of(client, read_article(), "?page=9")


def test_earlier_sources_can_be_chosen(client):
    pk = read_article()
    later = source("later.txt", b"later words", SourceReading())
    with store.writing():
        store.change(pk, Incoming(content(headline="Later"), later))
    earlier = SourceText.objects.get(article=pk, current=False)
    assert "later words" in page_of(client, pk)
    page = page_of(client, pk, f"?source={earlier.pk}")
    assert plain(sheet_of(page)) == escape(TEXT)
    assert "Second ferry for the outer islands</bdi>" in page


@pytest.mark.parametrize("asked", ["x", "99999", "-1", "9" * 40, "%00", "١"])
def test_a_source_of_no_such_number_shows_the_present_one_and_says_so(client, asked):
    page = page_of(client, read_article(), f"?source={asked}")
    assert "This article has no such source." in page
    assert 'id="span-headline"' in page


def test_a_source_of_another_article_is_not_shown(client):
    other = SourceText.objects.get(article=read_article(TEXT + "secret"))
    page = page_of(client, read_article(headline="B"), f"?source={other.pk}")
    assert "secret" not in page


def test_a_damaged_source_gives_a_sentence(client):
    pk = read_article()
    SourceText.objects.filter(article=pk).update(packed=b"\x28\xb5\x2f\xfdnot zstd")
    page = page_of(client, pk)
    assert "The stored file is damaged" in page
    assert "91% certain" in page


def test_bytes_that_are_not_those_that_came_give_a_sentence(client):
    pk = read_article()
    SourceText.objects.filter(article=pk).update(packed=pack(TEXT.upper().encode()))
    assert "its SHA-256 differs" in page_of(client, pk)


@pytest.mark.parametrize("packed", [b"", b"junk", b"\x28\xb5\x2f\xfd\x20\x00\x01\x00\x00"])
def test_a_damaged_reading_still_shows_the_source(client, packed):
    pk = read_article()
    Reading.objects.update(packed=packed)
    page = page_of(client, pk)
    assert "The record of how this file was read is damaged." in page
    assert plain(sheet_of(page)) == escape(TEXT)


def test_an_unknown_encoding_still_gives_a_page(client):
    pk = read_article()
    SourceText.objects.update(encoding="x-klingon")
    assert "is damaged" in page_of(client, pk)


def test_a_source_without_reading_is_shown_unlit(client):
    pk = read_article()
    Reading.objects.all().delete()
    page = page_of(client, pk)
    assert sheet_of(page) == escape(TEXT)
    assert "No record was kept" in page


def test_an_article_whose_source_was_dropped_says_so(client):
    pk = read_article()
    store.forget_source(hashlib.sha256(TEXT.encode()).digest())
    assert "No source of this article is kept." in page_of(client, pk)


def test_of_a_saved_page_its_visible_text_is_shown(client):
    html = b"<html><meta name=x><body><p>Marked up</body>"
    own = source("page.html", html, reading(shown=TEXT))
    with store.writing():
        [pk] = store.add([Incoming(content(), own)])
    assert plain(sheet_of(page_of(client, pk))) == escape(TEXT)


@pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("withdrawn", 410)])
def test_what_is_not_published_is_shown_to_editors_only(client, editor, state, status):
    pk = read_article()
    store.set_state([pk], state, by=None, reason="A promise")
    answer = client.get(f"/a/{pk}/source/")
    assert answer.status_code == status
    assert b"Fares" not in answer.content
    client.force_login(editor)
    assert "only editors see this page" in page_of(client, pk)


def test_staff_without_the_permission_see_no_more_than_readers(client):
    pk = read_article()
    store.set_state([pk], "hidden", by=None, reason="")
    client.force_login(User.objects.create_user("new", password="x", is_staff=True))
    assert client.get(f"/a/{pk}/source/").status_code == 404
    assert client.get(f"/a/{pk}/source/?download=1").status_code == 404


def test_a_removed_article_is_gone_and_an_unknown_one_was_never_here(client):
    pk = read_article()
    with store.writing():
        store.remove([pk])
    assert client.get(f"/a/{pk}/source/").status_code == 410
    assert client.get(f"/a/{pk + 1}/source/").status_code == 404
    assert client.get(f"/a/{'9' * 30}/source/").status_code == 404


def test_editors_take_the_file_away_as_it_came(client, editor):
    pk = read_article(name="../../x/<evil>\r\n.html")
    client.force_login(editor)
    answer = client.get(f"/a/{pk}/source/?download=1")
    assert answer.content == TEXT.encode()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="evil_.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_readers_cannot_take_the_file_away(client):
    pk = read_article()
    assert client.get(f"/a/{pk}/source/?download=1").status_code == 403
    assert "download=1" not in page_of(client, pk)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("corpus.zip/a/b.txt", "b.txt"),
        ("C:\\news\\b.txt", "b.txt"),
        ("news.jsonl:17", "17"),
        ("..", "source"),
        ("süd küste.txt", "süd küste.txt"),
        ("a" * 300 + ".html", "a" * 115 + ".html"),
    ],
)
def test_a_file_is_saved_under_a_harmless_name(name, safe):
    assert safe_name(name) == safe


def test_a_page_takes_few_queries_however_much_was_read(client, django_assert_num_queries):
    text = TEXT + "".join(f"More {n}.\n" for n in range(300))
    fields = {
        f"paragraphs.{n}": FieldReading((span(f"More {n}.", text),), 1, "x") for n in range(300)
    }
    own = source("long.txt", text.encode(), SourceReading(fields))
    with store.writing():
        [pk] = store.add([Incoming(content(), own)])
    with django_assert_num_queries(QUERIES):
        assert "lowest certainty 100%" in page_of(client, pk)


#: Article with bylines, contacts, pictures and further fields (5), its source, the list of sources,
#: corrections, and what the masthead counts (4, kept until something is written).
QUERIES = 12


def test_a_repeat_visit_answers_304_until_something_changes(client):
    pk = read_article()
    etag = client.get(f"/a/{pk}/source/")["ETag"]
    again = {"headers": {"If-None-Match": etag}}
    assert client.get(f"/a/{pk}/source/", **again).status_code == 304
    Reading.objects.update(parser_version="later")
    assert client.get(f"/a/{pk}/source/", **again).status_code == 200


def test_an_editor_who_logs_out_is_not_answered_from_memory(client, editor):
    pk = read_article()
    client.force_login(editor)
    etag = client.get(f"/a/{pk}/source/")["ETag"]
    client.logout()
    again = client.get(f"/a/{pk}/source/", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "private" in again["Cache-Control"]


def test_the_article_page_leads_here(client):
    article = Article.objects.get(pk=read_article())
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'<a href="/a/{article.pk}/source/">How this was read</a>' in page
