"""Pages made to break a reader: any markup gives a record in bounded time, and stays outside."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html import parse_html, visible_text
from ingest.records import Decoded

HEAD = "<html><body><h1>Seal delays ferry</h1>"
BOMBS = {
    "nested divs": HEAD + "<div>" * 100_000 + "<p>hello</p>",
    "nested inline": HEAD + "<b>" * 100_000 + "hello",
    "nested lists": HEAD + "<ul><li>" * 50_000 + "hello",
    "links that never close": HEAD + "<a href=x>" * 50_000 + "hello",
    "one long line": HEAD + "<p>" + "lorem ipsum dolor " * 3_000_000,
    "many paragraphs": HEAD + "<p>short</p>" * 200_000,
    "angle brackets": "<" * 2_000_000,
    "deep JSON-LD": '<script type="application/ld+json">' + "[" * 200_000 + "</script>" + HEAD,
    "many titles": '<meta property="og:title" content="x y">' * 50_000 + HEAD,
    "long class": HEAD + '<p class="' + "a-" * 1_000_000 + '">hello</p>',
    "attributes": HEAD + "<p " + " ".join(f"a{n}='<>'" for n in range(300_000)) + ">hello</p>",
    "glued attributes": HEAD + "<p " + "".join(f'a{n}="b"' for n in range(300_000)) + ">hello",
    "a style that never ends": HEAD + "<style>" + "<" * 7_000_000,
    "inlined files": HEAD + '<img src="' + "data:a/b;base64," * 300_000 + '"><p>hello</p>',
    "dashes in the title": "<title>" + " - a" * 200_000 + "</title>" + HEAD,
}
#: A part of the page whose text may not survive, whatever stands around it.
MARKUP = re.compile(r"<\s*/?\s*(?:script|style|iframe|img|svg)\b|on(?:click|error|load)\s*=", re.I)
PARTS = ("time", "utc_offset", "photographer", "agency", "place", "taken", "credit")

TAGS = "div p span b a i h1 h2 ul li script style table td br figure figcaption img time article"
tag = st.sampled_from(TAGS.split())
attribute = st.sampled_from(
    (
        "",
        ' class="byline author"',
        ' class="related-stories"',
        ' class="caption credit"',
        " onclick='alert(1)'",
        ' href="javascript:alert(1)"',
        ' src="data:text/html,x"',
        ' datetime="2017-06-04T10:00"',
        " hidden",
        ' itemprop="author headline datePublished"',
    )
)
words = st.sampled_from(
    (
        "By Una Marr",
        "4 June 2017",
        "The ferry left an hour late on Tuesday because a seal lay on the ramp all morning long.",
        "Photo: Odile Renard/AP",
        "Read more: seals",
        "&amp;",
        "\u00a0\u200b\u00ad",
        "\x00",
        "\ud800",
    )
)
opening = st.builds("<{}{}>".format, tag, attribute)
closing = st.builds("</{}>".format, tag)
json_ld = st.builds(
    '<script type="application/ld+json">{}</script>'.format,
    st.sampled_from(
        (
            '{"@type":"NewsArticle","headline":"Seal <script>x()<\\/script>","datePublished":7}',
            '{"@type":"NewsArticle","author":[[],{"name":["Una Marr"]},null]}',
            '{"@type":["Article"],"image":{"url":["javascript:x"]},"articleBody":[1]}',
            "[[[",
            '{"@graph":[{"@id":"#a","author":{"@id":"#a"}}]}',
        )
    ),
)
markup = st.lists(
    st.one_of(opening, closing, words, json_ld, st.text(max_size=12)), max_size=60
).map("".join)
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def spans_of(article, parts):
    return sorted(
        span
        for key, evidence in article.evidence.items()
        for span in evidence.spans
        if (key.split(".")[-1] in PARTS) == parts
    )


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_within_seconds_with_a_record(name):
    began = time.process_time()
    article = parse_html("bomb.html", Decoded(BOMBS[name], "utf-8"))
    assert time.process_time() - began < 20
    assert article.problems or article.paragraphs


@often
@given(markup)
def test_any_markup_gives_a_record_without_markup(text):
    text = re.sub(r"&(?:amp|lt|gt|#\w+);?", " ", text)
    printed = str(parse_html("p", Decoded(text, "utf-8")).as_record("p", "utf-8"))
    assert not MARKUP.search(printed)
    assert "javascript:" not in printed


@often
@given(markup)
def test_spans_lie_inside_the_visible_text_and_wholes_apart(text):
    decoded = Decoded(text, "utf-8")
    article, shown = parse_html("p", decoded), visible_text(decoded)
    wholes = spans_of(article, parts=False)
    assert all(0 <= start < end <= len(shown) for start, end in wholes)
    assert all(a[1] <= b[0] for a, b in pairwise(wholes))


@often
@given(markup)
def test_paragraphs_are_what_stands_at_their_spans(text):
    decoded = Decoded(text, "utf-8")
    article, shown = parse_html("p", decoded), visible_text(decoded)
    for number, paragraph in enumerate(article.paragraphs):
        [(start, end)] = article.evidence[f"paragraphs.{number}"].spans
        assert normalise(shown[start:end]) == paragraph.text


@often
@given(markup)
def test_every_character_is_a_field_or_left_out(text):
    decoded = Decoded(text, "utf-8")
    article, shown = parse_html("p", decoded), visible_text(decoded)
    covered = bytearray(len(shown))
    spans = spans_of(article, parts=False) + spans_of(article, parts=True)
    for start, end in spans + [left.span for left in article.left_out]:
        covered[start:end] = b"x" * (end - start)
    assert not "".join(c for c, seen in zip(shown, covered, strict=True) if not seen).strip()


@often
@given(markup)
def test_the_same_page_gives_the_same_record(text):
    decoded = Decoded(text, "utf-8")
    assert parse_html("p", decoded) == parse_html("p", decoded)
