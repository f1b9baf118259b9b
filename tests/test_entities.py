"""Entities, written-out line ends and halves of characters, in texts and in records."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingest.decode import decode
from ingest.parsing import parse
from ingest.read_file import read
from ingest.records import ParsedArticle, SourceFile

OPENING = "The mill at Alder stands still since Monday, and nobody there knows for how long."
SECOND = "A new wheel is to come by boat in the autumn, the miller said when he was asked."


def of_text(sentence: str) -> str:
    text = f"Mill stops turning\n\n{OPENING}\n\n{sentence}\n\n{SECOND}\n"
    parsed = parse("a.txt", decode(text.encode()))
    return "\n".join(paragraph.text for paragraph in parsed.paragraphs)


def of_record(**record: Any) -> ParsedArticle:
    return parse("a.jsonl:1", decode(json.dumps(record).encode()))


SENTENCES = [
    (
        "The firm of Bell &amp; Sons won&#8217;t pay &ndash; not yet, they said on Friday.",
        "The firm of Bell & Sons won’t pay – not yet, they said on Friday.",
    ),
    (
        "The firm of Bell &amp;amp; Sons won&amp;#8217;t pay for it before the next spring.",
        "The firm of Bell & Sons won’t pay for it before the next spring.",
    ),
    (
        "The caf&eacute;&nbsp;by the mill is open, and the tea is &pound;2 for those who wait.",
        "The café by the mill is open, and the tea is £2 for those who wait.",
    ),
]


@pytest.mark.parametrize(("written", "meant"), SENTENCES)
def test_entities_in_a_text_are_shown_as_characters(written: str, meant: str) -> None:
    assert meant in of_text(written)


@pytest.mark.parametrize(("written", "meant"), SENTENCES)
def test_entities_in_a_record_are_shown_as_characters(written: str, meant: str) -> None:
    parsed = of_record(title="Mill stops", text=f"{OPENING}\n\n{written}")
    assert parsed.paragraphs[1].text == meant


@pytest.mark.parametrize(
    "sentence",
    [
        "In HTML a paragraph begins with &lt;p&gt; and an ampersand is written as &amp; there.",
        "The firm of Bell & Sons pays R&D; it has 5 < 6 and no more to say of it today.",
    ],
)
def test_a_text_about_markup_keeps_what_it_writes(sentence: str) -> None:
    assert sentence in of_text(sentence)


def test_spans_count_in_the_text_that_is_shown() -> None:
    text = f"Mill stops turning\n\n{OPENING}\n\nBell &amp; Sons will not pay for it, they said.\n"
    parsed = parse("a.txt", decode(text.encode()))
    ((start, end),) = parsed.evidence["paragraphs.1"].spans
    assert parsed.shown[start:end] == "Bell & Sons will not pay for it, they said."


@pytest.mark.parametrize("escaped", [1, 2])
def test_a_body_of_escaped_markup_is_read_as_markup(escaped: int) -> None:
    markup = f"<p>{OPENING}</p><p>{SECOND}&nbsp;</p>"
    markup = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if escaped == 2:
        markup = markup.replace("&", "&amp;")
    parsed = of_record(title="Mill stops", text=markup)
    assert [paragraph.text for paragraph in parsed.paragraphs] == [OPENING, SECOND]


@pytest.mark.parametrize("end", ["\\n\\n", "\\n", "\\r\\n\\r\\n"])
def test_line_ends_that_are_written_out_part_paragraphs(end: str) -> None:
    parsed = of_record(title="Mill stops", text=end.join((OPENING, SECOND, OPENING)))
    assert [paragraph.text for paragraph in parsed.paragraphs] == [OPENING, SECOND, OPENING]


@pytest.mark.parametrize("text", [f"{OPENING} See C:\\new\\names.", f"{OPENING}\n\n\\n and \\n."])
def test_a_backslash_in_prose_stays(text: str) -> None:
    shown = " ".join(p.text for p in of_record(title="Mill stops", text=text).paragraphs)
    assert shown.count("\\") == text.count("\\")


@pytest.mark.parametrize("half", ["\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83d \\ude00"])
@pytest.mark.parametrize("key", ["title", "text", "author", "unknown \\ud83d"])
def test_half_a_character_is_replaced_and_said(half: str, key: str) -> None:
    values = {
        "title": "Mill stops",
        "text": OPENING,
        "author": "Una Marr",
        key: f"{OPENING} {half}",
    }
    data = "{" + ",".join(f'"{name}": "{value}"' for name, value in values.items()) + "}"
    done = read(SourceFile("a.jsonl:1", data.encode()))
    assert not done.rejected
    assert "half a character" in " ".join(done.problems)
    parsed = parse("a.jsonl:1", decode(data.encode()))
    json.dumps(parsed.as_record("a", "utf-8"), ensure_ascii=False).encode("utf-8")


def test_a_whole_pair_is_a_character_and_nothing_is_said() -> None:
    parsed = of_record(title="Mill stops", text=f"{OPENING} 😀")
    assert parsed.paragraphs[0].text.endswith("😀")
    assert not parsed.problems
