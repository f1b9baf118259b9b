"""Hard-wrapped texts: the same paragraphs come out, whatever the width and the layout."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.parsing import parse
from ingest.parsing.text.blocks import split_blocks
from ingest.records import Decoded
from tests.test_parsing_properties import check
from tests.wrap_factory import ABOVE, BELOW, ENGLISH, LONG, SPACED, UNSPACED, Wrap

INDENTS = [("", ""), ("    ", "    "), ("\t", "\t"), ("    ", ""), ("", "    "), ("  ", "\t")]
WRAPS = st.builds(
    lambda width, indents, **rest: Wrap(width, *indents, **rest),
    st.integers(40, 200),
    st.sampled_from(INDENTS),
    apart=st.sampled_from([2, 3]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    trailing=st.sampled_from(["", "  "]),
    hyphenated=st.booleans(),
    justified=st.booleans(),
)
#: The last paragraph is so long that at any width lines go on.
STORIES = st.sampled_from(SPACED).map(lambda story: [*story, " ".join(story[::-1])])


def texts(source: str) -> list[str]:
    """The texts of the blocks, which hold every character of the source once."""
    blocks = split_blocks(source).blocks
    position = 0
    for block in blocks:
        start, end = block.span
        assert not source[position:start].strip()
        position = end
        there, here = ("".join(t.split()) for t in (source[start:end], block.text))
        assert there.replace("-", "").replace("\xad", "") == here.replace("-", "")
    assert not source[position:].strip()
    return [block.text for block in blocks]


def comes_out(wrap, story):
    """Whether a wrapped story's paragraphs come out, and the lines around it."""
    if not story[0][0].isupper():
        # In scripts without case so short a story shows too few lines that go on.
        wrap = replace(wrap, width=min(wrap.width, 100))
    if wrap.hyphenated and not wrap.breaks_words(story):
        wrap = replace(wrap, hyphenated=False)
    source = (wrap.end * 2).join([*ABOVE, wrap.text(story), *BELOW])
    assert texts(source) == [*ABOVE, *story, *BELOW]


@settings(max_examples=400)
@given(WRAPS, STORIES)
def test_paragraphs_parted_by_empty_lines_come_out_as_they_were(wrap, story):
    comes_out(wrap, story)


@settings(max_examples=200)
@given(WRAPS, STORIES, st.sampled_from([("   ", ""), ("", "   "), ("\t", " "), (" ", "      ")]))
def test_paragraphs_parted_by_indents_come_out_as_they_were(wrap, story, indents):
    wrap = replace(wrap, apart=1, first=indents[0], others=indents[1], width=min(wrap.width, 90))
    comes_out(wrap, story)


@settings(max_examples=200)
@given(WRAPS, STORIES)
def test_paragraphs_parted_by_a_short_last_line_come_out_as_they_were(wrap, story):
    wrap = replace(wrap, apart=1, first="", others="", width=min(wrap.width, 90))
    story = wrap.parts_short(story)
    if len(story) > 1:
        comes_out(wrap, story)


@settings(max_examples=200)
@given(WRAPS, st.sampled_from(UNSPACED).map(list))
def test_chinese_and_japanese_lines_join_without_a_space(wrap, story):
    wrap = replace(wrap, hyphenated=False, justified=False, width=min(wrap.width, 120))
    comes_out(wrap, story)


@settings(max_examples=50)
@given(WRAPS, STORIES)
def test_a_line_a_paragraph_stays_as_it_is(wrap, story):
    for apart in (1, 2):
        source = (wrap.end * apart).join([*ABOVE, *story, *BELOW])
        assert texts(source) == [*ABOVE, *story, *BELOW]


@pytest.mark.parametrize("width", [40, 56, 72, 76, 90, 110, 140])
def test_a_long_line_among_wrapped_ones_stands_alone(width):
    story = Wrap(width).text(list(ENGLISH))
    assert texts(f"{LONG}\n\n{story}\n\n{LONG}") == [LONG, *ENGLISH, LONG]
    assert texts(f"{ABOVE[0]}\n\n{story}\n{LONG}") == [ABOVE[0], *ENGLISH, LONG]
    head = "Ferry to the islands, " * 10 + "again"
    assert texts(f"{head}\n\n{story}") == [head, *ENGLISH]
    assert texts(f"{head}\n{story}") == [head, *ENGLISH]


@pytest.mark.parametrize("width", [40, 60, 72, 90])
def test_lines_around_a_wrapped_story_stay_apart_without_empty_lines(width):
    story = Wrap(width).text(list(ENGLISH))
    lines = [ABOVE[0], "By Una Marr", "June 4, 2017"]
    assert texts("\n".join([*lines, story, *BELOW]))[:3] == lines


def record(source):
    article = parse("a.txt", Decoded(source, "utf-8"))
    check(source, article)
    return article


@pytest.mark.parametrize("width", [40, 50, 60, 72, 76, 90, 110, 140])
@pytest.mark.parametrize("indents", [("", ""), ("    ", ""), ("    ", "    "), ("", "  ")])
def test_a_wrapped_article_is_read_as_if_it_were_not(width, indents):
    story = list(ENGLISH)
    wrap = Wrap(width, *indents, hyphenated=True)
    wrap = replace(wrap, hyphenated=wrap.breaks_words(story))
    there = record("\n\n".join([*ABOVE, *story]))
    here = record("\n\n".join([*ABOVE, wrap.text(story)]))
    assert (here.headline, here.paragraphs) == (there.headline, there.paragraphs)
    assert [paragraph.text for paragraph in here.paragraphs] == story


WRAPPED = "\n\n".join([Wrap(72).text(list(ENGLISH)), Wrap(72).text(list(ENGLISH[::-1]))])
VERSE = """The harbour light goes out at four
and no one knows who turns it on,
the keeper sailed an hour before,
the boat he sailed in was his son’s
and carries neither lamp nor oar"""
LIST = "- a rope of forty feet\n- two lamps\n- bread for the night watch and the cat"
SPOKEN = "- Will it sail?\n- No.\n- Never?\n- Not in my time, said the captain."
QUOTED = "“Will it sail?”\n“No.”\n“Never?”"
RESULTS = "Alder Town    3  1\nBrantham      2  2\nPort Alder    0  5\nSkerry        1  1"
RECIPE = "500g white fish\n2 onions\n1 litre stock\na bunch of parsley\nsalt and pepper"
NUMBERED = "1. Chop the onions.\n2. Fry them in butter.\n3. Add the stock and the fish."
KEYED = "SECTION: NEWS; Pg. 3\nLENGTH: 98 words\nLOAD-DATE: June 5, 2017"


@pytest.mark.parametrize(
    "lines",
    [VERSE, LIST, SPOKEN, QUOTED, RESULTS, RECIPE, NUMBERED, KEYED],
    ids="verse list spoken quoted results recipe numbered keyed".split(),
)
def test_lines_that_are_no_paragraph_stay_apart(lines):
    apart = [" ".join(line.split()) for line in lines.split("\n")]
    assert texts(lines) == apart
    assert texts(f"{lines}\n\n{WRAPPED}")[: len(apart)] == apart
    assert texts(f"{WRAPPED}\n\n{lines}")[-len(apart) :] == apart
    assert texts(f"{WRAPPED}\n{lines}\n{WRAPPED}")[12 : 12 + len(apart)] == apart


def test_verse_alone_stays_in_lines():
    poem = "\n\n".join([VERSE, VERSE.replace("harbour", "beacon"), VERSE])
    assert len(texts(poem)) == 15


@pytest.mark.parametrize(
    "lines",
    [
        "Last ferry to the islands will stop in autumn, the harbour board says\nafter a vote",
        "Last ferry to the islands\nwill stop in autumn",
        "Old lighthouse keeper\nremembers the storm\nof 1953",
    ],
)
def test_a_wrapped_headline_is_one_line(lines):
    head, *_ = texts(f"{lines}\n\nBy Una Marr\n\n{WRAPPED}")
    assert head == lines.replace("\n", " ")


def test_centred_lines_stay_apart():
    head = "The Alder Gazette\nJune 4, 2017 Sunday\nLate Edition"
    centred = "\n".join(line.center(72).rstrip() for line in head.split("\n"))
    assert texts(f"{centred}\n\n{WRAPPED}")[:3] == head.split("\n")


def test_paragraphs_that_begin_in_lower_case_stay_apart():
    story = [paragraph[0].lower() + paragraph[1:] for paragraph in ENGLISH]
    for apart in (1, 2):
        assert texts(("\n" * apart).join(story)) == story
    assert texts(Wrap(72).text(story)) == story
    assert texts(Wrap(72, first="  ", apart=1).text(story)) == story


def test_lines_broken_by_hand_join():
    story = [
        Wrap(width).text([part])
        for width, part in zip((66, 70, 64, 68, 69, 67), ENGLISH, strict=True)
    ]
    assert texts("\n\n".join(story)) == [*ENGLISH]


def test_double_spaced_lines_join():
    wrap = Wrap(66, apart=4, double_spaced=True)
    assert texts(wrap.text(list(ENGLISH))) == [*ENGLISH]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("the har-\nbour", "the harbour"),
        ("the co-\noperative", "the co-operative"),
        ("a well-\nknown pilot", "a well-known pilot"),
        ("in Port-\nAlder", "in Port-Alder"),
        ("two-\nand three-day trips", "two- and three-day trips"),
        ("in 2016-\n17", "in 2016-17"),
        ("her mother-in-\nlaw", "her mother-in-law"),
        ("an e-\nmail", "an e-mail"),
        ("the regat\xad\nta", "the regatta"),
        ("the ferry -\nan old one", "the ferry - an old one"),
    ],
)
def test_words_broken_at_line_ends_are_whole_again(lines, joined):
    filler = "The islands wait for the ferry and nobody knows"
    before, after = lines.split("\n")
    first = f"{filler} {before}".rjust(60, "x")
    story = f"{WRAPPED}\n\n{first.rjust(70, 'x')}\n{after} when the harbour board will meet."
    assert texts(story)[-1].endswith(f"{joined} when the harbour board will meet.")


@pytest.mark.parametrize("line", ["a\n", "the ferry was to leave at nine but the harbour\n", "港\n",
                                  "x" * 50 + "-\n", "  a b\n    c d\n", "ab\n\n"])  # fmt: skip
def test_a_million_characters_of_short_lines_take_bounded_time(line):
    start = time.process_time()
    split_blocks(line * (1_000_000 // len(line)))
    assert time.process_time() - start < 3
