"""What holds for every record, whatever the source."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.decode import decode
from ingest.parsing import normalise, parse
from ingest.records import Decoded, ParsedArticle

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.txt"))
SEED = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))

#: Parts lie inside wholes: the key of a part, and the wholes it may lie in.
PARTS = {
    "images.credit", "images.photographer", "images.agency", "images.place", "images.taken",
    "time", "utc_offset", "publication",
}  # fmt: skip
#: Fields whose value is written in another form than the source has.
REWRITTEN = {"date", "time", "utc_offset", "updated", "comment_count", "images.taken"}

#: Pieces that real files are made of, put together at random.
PIECES = [
    " date 2017-06-04 Skip to content", "\n", "\n\n", "\r\n", "\r", "\x85", "\u2028", "\x00", "\xad",  # noqa: E501
    "By Joss Carrigan", "by Una Marr4 Jun 20170", "(Photo by Dana Whitlow/Getty Images)",
    "Harbour gate stays shut as the tide falls", "© 2018 The Alder Times, LLC.",
    "PORT ALDER, ENGLAND - JUNE 04: A dredger lies at anchor on June 4, 2017 in Port Alder, England.",  # noqa: E501
    "The council said on Tuesday that the gate will stay shut until the repair is done, and no later.",  # noqa: E501
    "Email tips to jcarrigan@aldertimes.example.com.", "Follow @unamarr", "12 Comments", "• one\n• two",  # noqa: E501
    "Read more", "Advertisement", "“We wait,” he said.", "Published 1:49 am Wednesday, November 9, 2016",  # noqa: E501
    "Von Malte Brink", "4. Juni 2017, 15:15 Uhr", "Foto: Mia Sund/dpa", "https://aldertimes.example.com/a",
    "港の門は月曜日まで閉まっている。", "\u200b", "@", "/", "|", "(", ")", ":", "1", " ", "a" * 200,
]  # fmt: skip
SOURCES = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("\n".join),
    st.text(max_size=400),
)


def plain_key(key: str) -> str:
    return ".".join(part for part in key.split(".") if not part.isdigit())


def value_of(article: ParsedArticle, key: str) -> str:
    """The value that an evidence key names."""
    head, *rest = key.split(".")
    value = getattr(article, head)
    if rest:
        value = value[int(rest[0])]
    if head == "authors":
        return value.printed or value.name
    if head == "paragraphs":
        return value.text
    if head == "further":
        return value.value
    return getattr(value, rest[1]) if head == "images" else str(value)


def check(text: str, article: ParsedArticle) -> None:
    """Spans inside the text, wholes apart, parts in wholes, text at the span equal to the field."""
    wholes: list[tuple[int, int]] = []
    for key, evidence in article.evidence.items():
        assert 0.0 <= evidence.confidence <= 1.0
        assert evidence.reason
        assert value_of(article, key) != "", key
        for start, end in evidence.spans:
            assert 0 <= start < end <= len(text), key
            if plain_key(key) not in PARTS:
                wholes.append((start, end))
    wholes += [left.span for left in article.left_out if plain_key("") not in PARTS]
    wholes.sort()
    for (_, end), (start, _) in pairwise(wholes):
        assert end <= start, (text[start:end], wholes)
    for key, evidence in article.evidence.items():
        if evidence.spans and plain_key(key) not in REWRITTEN:
            check_text(text, article, key)


def check_text(text: str, article: ParsedArticle, key: str) -> None:
    spans = article.evidence[key].spans
    value = value_of(article, key)
    if key == "standfirst":
        assert normalise(" ".join(text[slice(*span)] for span in spans)) == value
    elif key.endswith(".place"):
        assert normalise(text[slice(*spans[0])]).casefold() == value.casefold()
    elif key.startswith("authors."):
        for span in spans[:1]:
            assert normalise(text[slice(*span)]).strip(" ,;|").casefold() == value.casefold()
    elif "\n" in text[slice(*spans[0])]:
        assert without_breaks(text[slice(*spans[0])]) == without_breaks(value), key
    else:
        assert normalise(text[slice(*spans[0])]) == value, key


def without_breaks(text: str) -> str:
    """A text but for what joining its lines may change: white space and hyphens."""
    return "".join(normalise(text).split()).replace("-", "")


def parts_lie_inside(article: ParsedArticle) -> None:
    wholes = [s for k, e in article.evidence.items() if plain_key(k) not in PARTS for s in e.spans]
    wholes += [left.span for left in article.left_out]
    alone = [e.spans for k, e in article.evidence.items() if plain_key(k) == "images.credit"]
    wholes += [span for spans in alone for span in spans]
    for key, evidence in article.evidence.items():
        if plain_key(key) in PARTS - {"images.credit", "publication"}:
            for start, end in evidence.spans:
                assert any(a <= start and end <= b for a, b in wholes), key


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOURCES)
@example("https://aldertimes.example.com/a\u200b")
def test_every_field_stands_in_the_source(text: str) -> None:
    article = parse("a.txt", Decoded(text, "utf-8"))
    check(text, article)
    parts_lie_inside(article)


@settings(max_examples=100, deadline=None)
@given(SOURCES)
def test_no_character_is_lost(text: str) -> None:
    article = parse("a.txt", Decoded(text, "utf-8"))
    covered = {n for e in article.evidence.values() for span in e.spans for n in range(*span)}
    covered |= {n for left in article.left_out for n in range(*left.span)}
    lost = "".join(sign for n, sign in enumerate(text) if n not in covered)
    assert not normalise(lost)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_give_a_record_or_a_reason(data: bytes) -> None:
    article = parse("a.txt", decode(data))
    assert article.paragraphs or article.images or article.headline or article.problems


@settings(max_examples=50, deadline=None)
@given(SOURCES)
def test_the_same_source_gives_the_same_record(text: str) -> None:
    assert parse("a.txt", Decoded(text, "utf-8")) == parse("a.txt", Decoded(text, "utf-8"))


@pytest.mark.parametrize("path", [*GOLDEN, *SEED], ids=lambda path: path.stem)
def test_fields_of_real_layouts_stand_in_the_source(path: Path) -> None:
    decoded = decode(path.read_bytes())
    article = parse(path.name, decoded)
    check(decoded.text, article)
    parts_lie_inside(article)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028"])
def test_line_ends_make_no_difference(end: str) -> None:
    text = decode(SEED[0].read_bytes()).text
    there = parse("a.txt", Decoded(text, "utf-8"))
    here = parse("a.txt", Decoded(text.replace("\n", end), "utf-8"))
    assert here.headline == there.headline
    assert here.paragraphs == there.paragraphs


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "a",
        "by Una Marr ",
        "1",
        "(",
        "@",
        "a@",
        "4 Jun 2017 ",
        "Photo: ",
        "/",
        "“",
        "date ",
    ],
)
def test_one_very_long_line_ends_in_bounded_time(piece: str) -> None:
    text = piece * (50_000_000 // len(piece))
    start = time.process_time()
    article = parse("a.txt", Decoded(text, "utf-8"))
    assert time.process_time() - start < 15
    assert any("characters" in problem for problem in article.problems)


@pytest.mark.parametrize(
    "line", ["x\n", "By Una Marr\n", "4 June 2017\n", "(Photo: A B/AP)\n", "\n"]
)
def test_a_million_short_lines_end_in_bounded_time(line: str) -> None:
    start = time.process_time()
    article = parse("a.txt", Decoded(line * 1_000_000, "utf-8"))
    assert time.process_time() - start < 15
    assert article.problems


def test_a_wrapped_paragraph_without_end_ends_in_bounded_time() -> None:
    line = "the ferry was to leave at nine but the harbour master said that it would wait\n"
    start = time.process_time()
    article = parse("a.txt", Decoded(line * 20_000, "utf-8"))
    assert time.process_time() - start < 15
    assert article.left_out or article.paragraphs
