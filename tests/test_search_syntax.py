"""The query language reads anything, says what it could not read, and stays bounded."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.query.lexer import MAX_LENGTH
from archive.search.query.syntax import MAX_DEPTH, MAX_LEAVES, parse
from archive.search.query.tree import (
    AllOf,
    AnyOf,
    Dated,
    HasField,
    HasImage,
    Not,
    Phrase,
    Word,
    leaves,
    written,
)

#: What the language is made of, so that random texts run into every corner of it.
PIECES = st.sampled_from(
    [
        *' "“”()-*~:.+\x00\ud800é',
        *("OR", " OR ", "AND", "NOT", "title:", "date:", "has:", "before:", "nofield:", "~5"),
        *("field:", "field:a=", "="),
        *("2017", "2017-06", "2017-13", "..", "ferry", "港口", "image"),
    ]
)
QUERIES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


def bare(node):
    """The tree without places, as nested tuples and texts."""
    if isinstance(node, Not):
        return ("not", bare(node.node))
    if isinstance(node, (AllOf, AnyOf)):
        return ("all" if isinstance(node, AllOf) else "any", *map(bare, node.nodes))
    if isinstance(node, Word):
        return f"{node.part and node.part + ':'}{node.text}{'*' if node.prefix else ''}"
    if isinstance(node, Phrase):
        return f'{node.part and node.part + ":"}"{node.text}"{node.slop or ""}'
    if isinstance(node, Dated):
        return f"{node.since or ''}..{node.until or ''}"
    if isinstance(node, HasField):
        return written(node)
    return "image" if isinstance(node, HasImage) else node


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", None),
        ("   ", None),
        ("ferry", "ferry"),
        ("ferry strike", ("all", "ferry", "strike")),
        ("ferry AND strike", ("all", "ferry", "strike")),
        ('"ferry strike"', '"ferry strike"'),
        ("“ferry strike”~5", '"ferry strike"5'),
        ("a OR b", ("any", "a", "b")),
        ("a b OR c d", ("all", "a", ("any", "b", "c"), "d")),
        ("a OR b OR c", ("any", "a", "b", "c")),
        ("or and not", ("all", "or", "and", "not")),
        ("-a", ("not", "a")),
        ("a -b", ("all", "a", ("not", "b"))),
        ("a NOT b", ("all", "a", ("not", "b"))),
        ('-"a b"', ("not", '"a b"')),
        ("-(a b)", ("not", ("all", "a", "b"))),
        ("a - b", ("all", "a", "b")),
        ("well-known", "well-known"),
        ("(a b) c", ("all", "a", "b", "c")),
        ("(a OR b) -(c d)", ("all", ("any", "a", "b"), ("not", ("all", "c", "d")))),
        ("tru*", "tru*"),
        ("title:ferry", "title:ferry"),
        ("Title:ferry source:post", ("all", "title:ferry", "publication:post")),
        ('author:"ana brück"', 'author:"ana brück"'),
        ("title:(a OR b)", ("any", "title:a", "title:b")),
        ("-title:a", ("not", "title:a")),
        ("title:-a", ("not", "title:a")),
        ("has:image", "image"),
        ("field:bias", "field:bias"),
        ("Field:bias=left", "field:bias=left"),
        ("field:bias=left ferry", ("all", "field:bias=left", "ferry")),
        ("-field:bias=left", ("not", "field:bias=left")),
        ("field:a=b OR field:c", ("any", "field:a=b", "field:c")),
        ('field:bias="left wing"', 'field:"bias=left wing"'),
        ('field:"bias=left wing"', 'field:"bias=left wing"'),
        ('field:"my bias"=left', 'field:"my bias=left"'),
        ("field:“my bias”=“left wing”", 'field:"my bias=left wing"'),
        ("field:bias=le*", "field:bias=le*"),
        ("field:bias=*", "field:bias"),
        ("field:bias=-1", "field:bias=-1"),
        ("field:dc:creator=Una", "field:dc:creator=Una"),
        ("field:url=https://a.example/?b=c", "field:url=https://a.example/?b=c"),
        ("field:a=b=c", "field:a=b=c"),
        ("date:2017", "2017-01-01..2017-12-31"),
        ("date:2017-06", "2017-06-01..2017-06-30"),
        ("date:2017-06-04", "2017-06-04..2017-06-04"),
        ("date:2017-06..2017-08", "2017-06-01..2017-08-31"),
        ("2017-06..2017-08-15", "2017-06-01..2017-08-15"),
        ("2017..", "2017-01-01.."),
        ("date:..2017", "..2017-12-31"),
        ("before:2017-06", "..2017-05-31"),
        ("after:2017-06", "2017-07-01.."),
        ("2017", "2017"),
        ("10:30", "10:30"),
        ("http://example.org/a", "http://example.org/a"),
    ],
)
def test_a_query_is_read_without_a_complaint(query, tree):
    parsed = parse(query)
    assert bare(parsed.tree) == tree
    assert parsed.mistakes == ()


@pytest.mark.parametrize(
    ("query", "tree", "place", "sentence"),
    [
        ('a "b c', ("all", "a", '"b c"'), '"', "never closed"),
        ("(a b", ("all", "a", "b"), "(", "never closed"),
        ("a) b", ("all", "a", "b"), ")", "closes nothing"),
        ("& — …", None, "& — …", "no word here"),
        ("a OR", "a", "OR", "word on each side"),
        ("OR a", "a", "OR", "word on each side"),
        ('a ""', "a", '""', "no word between"),
        ("a b*c", ("all", "a", "b-c"), "b*c", "only at the end"),
        ("a *", "a", "*", "at least 2 letters"),
        ("a b*", "a", "b*", "at least 2 letters"),
        ("nofield:a b", ("all", "nofield:a", "b"), "nofield:", "no field “nofield:”"),
        ("title: a", ("all", "title:", "a"), "title:", "Nothing follows “title:”"),
        ("a has:video", "a", "has:video", "has:video was ignored"),
        ("a field: b", ("all", "a", "field:", "b"), "field:", "Nothing follows “field:”"),
        ("field:(a)", "a", "field:", "needs a name after it, as in field:name=value"),
        ('a field:""', "a", "field:", "needs a name after it"),
        ('a field:b="c', ("all", "a", "field:b=c"), '"', "never closed"),
        ("a date:2017-13", "a", "date:2017-13", "no 2017-13 in the calendar"),
        ("a date:soon", "a", "date:soon", "“soon” is not a date"),
        ("a 2017-13..2018", "a", "2017-13..2018", "no 2017-13"),
        ("2018..2017", "2017-01-01..2018-12-31", "2018..2017", "2017..2018"),
        (f"a {'b' * 101}", "a", "b" * 101, "more than 100"),
    ],
)
def test_a_mistake_is_pointed_at_and_the_rest_runs(query, tree, place, sentence):
    parsed = parse(query)
    assert bare(parsed.tree) == tree
    (mistake,) = parsed.mistakes
    assert sentence in mistake.message
    assert query[mistake.start : mistake.end] == place


def test_a_long_query_is_cut_at_a_space_and_says_so():
    parsed = parse("ferry " * 2_000)
    assert any(f"{MAX_LENGTH:,} characters" in mistake.message for mistake in parsed.mistakes)
    assert all(leaf.text == "ferry" for leaf in leaves(parsed.tree))


def test_more_words_than_allowed_are_left_out_and_said_so():
    parsed = parse(" ".join(f"w{number}" for number in range(100)))
    assert len(leaves(parsed.tree)) == MAX_LEAVES
    assert "40 words" in parsed.mistakes[0].message


def test_a_word_said_twice_is_asked_for_once():
    assert bare(parse("a b a -c -c").tree) == ("all", "a", "b", ("not", "c"))
    assert bare(parse("a OR a").tree) == "a"


def test_phrases_are_bounded_and_those_of_words_near_one_another_more_so():
    near = parse(" ".join(f'"a{number} b"~9' for number in range(9)))
    phrases = parse(" ".join(f'"a{number} b"' for number in range(30)))
    assert len(leaves(near.tree)) == 3
    assert len(leaves(phrases.tree)) == 12
    assert "12 phrases, 3 of them" in near.mistakes[0].message
    assert "12 phrases" in phrases.mistakes[0].message


def test_deep_groups_are_passed_over_and_their_words_stay():
    depth = MAX_DEPTH + 5
    parsed = parse("(" * depth + "a OR b" + ")" * depth + " c")
    assert [leaf.text for leaf in leaves(parsed.tree)] == ["a", "b", "c"]
    assert [mistake.message for mistake in parsed.mistakes] != []


@given(QUERIES)
def test_any_text_is_read_and_every_place_is_in_it(query):
    parsed = parse(query)
    for mistake in parsed.mistakes:
        assert 0 <= mistake.start <= mistake.end <= len(query)
        assert mistake.message.endswith(".")
    assert len(leaves(parsed.tree)) + len(leaves(parsed.tree, wanted=False)) <= MAX_LEAVES


@given(QUERIES)
def test_a_tree_holds_what_stands_in_the_query(query):
    for leaf in leaves(parse(query).tree):
        assert 0 <= leaf.start < leaf.end <= len(query)
        if isinstance(leaf, (Word, Phrase)):
            assert any(letter.isalnum() for letter in leaf.text)
        if isinstance(leaf, Dated) and leaf.since and leaf.until:
            assert leaf.since <= leaf.until


@given(st.sampled_from(["(", ")", '"', "-", "a OR ", "(a ", "title:", "*", "a:b ", "((a) "]))
def test_reading_is_quick_however_long_the_text(piece):
    began = time.process_time()
    parse(piece * 100_000)
    assert time.process_time() - began < 0.2


def test_before_the_first_and_after_the_last_day_of_the_calendar():
    assert parse("before:0001").tree == Dated(None, dt.date.min, 0, 11)
    assert parse("after:9999").tree == Dated(dt.date.max, None, 0, 10)


@given(QUERIES)
def test_every_part_is_a_query_that_says_the_same(query):
    for leaf in leaves(parse(query).tree):
        again = parse(written(leaf))
        assert bare(again.tree).lower() == bare(leaf).lower()
