"""Spans become segments: not a character is lost, moved or shown twice."""

from hypothesis import given
from hypothesis import strategies as st

from archive.record.evidence import FieldReading, LeftOut, SourceReading
from archive.record.spans import DEEPEST, Mark, anchor, marks_of, pages, segments

TEXT = "Photo: Ivo Stone / Alder Press. The ferry."
numbers = st.integers(min_value=-3, max_value=60)
spans = st.tuples(numbers, numbers)
marks = st.lists(spans, max_size=30).map(
    lambda found: [Mark(span, f"f.{place}", "", f"m{place}") for place, span in enumerate(found)]
)
texts = st.text(max_size=50)


def mark(start, end, name):
    return Mark((start, end), name, "", name)


def shape(text, found):
    return [(one.text, [mark.name for mark in one.marks]) for one in segments(text, found)]


@given(texts, marks)
def test_segments_join_to_exactly_the_text(text, found):
    assert "".join(one.text for one in segments(text, found)) == text


@given(texts, marks)
def test_segments_say_where_they_stand(text, found):
    assert all(text[s.start :].startswith(s.text) and s.text for s in segments(text, found))


@given(texts, marks)
def test_every_character_carries_the_marks_that_lie_on_it(text, found):
    for one in segments(text, found):
        for place in range(one.start, one.start + len(one.text)):
            there = {m.anchor for m in found if m.span[0] <= place < m.span[1]}
            lit = {m.anchor for m in one.marks}
            assert lit == there if len(there) <= DEEPEST else lit <= there


few = st.integers(1, 20)


@given(texts, marks, few, few)
def test_pages_of_segments_join_to_the_text(text, found, size, most):
    joined = [
        s.text for page in pages(text, found, size, most) for s in segments(text, found, page)
    ]
    assert "".join(joined) == text


@given(texts, marks, few, few)
def test_pages_follow_one_another_and_are_never_too_full(text, found, size, most):
    cut = pages(text, found, size, most)
    assert [start for start, _ in cut[1:]] == [end for _, end in cut[:-1]]
    assert all(end - start <= size for start, end in cut)
    assert (cut[0][0], cut[-1][1]) == (0, len(text))
    assert all(start < end for start, end in cut) or not text
    for start, end in cut:
        assert len({m.span[0] for m in found if start <= m.span[0] < end}) <= most


def test_a_page_ends_after_a_line():
    assert pages("one\ntwo\nthree", size=6) == [(0, 4), (4, 8), (8, 13)]


def test_a_part_lies_inside_its_whole():
    found = [mark(7, 16, "photographer"), mark(0, 31, "credit")]
    assert shape(TEXT, found) == [
        ("Photo: ", ["credit"]),
        ("Ivo Stone", ["credit", "photographer"]),
        (" / Alder Press.", ["credit"]),
        (" The ferry.", []),
    ]


def test_of_two_equal_spans_the_first_named_is_the_outer_one():
    assert shape("ab", [mark(0, 2, "x"), mark(0, 2, "y")]) == [("ab", ["x", "y"])]


def test_crossing_spans_are_split_where_the_earlier_ends():
    assert shape("abcd", [mark(0, 3, "x"), mark(1, 4, "y")]) == [
        ("a", ["x"]),
        ("bc", ["x", "y"]),
        ("d", ["y"]),
    ]


def test_a_reading_gives_a_mark_for_every_span():
    reading = SourceReading(
        {"date": FieldReading(((0, 4), (9, 12)), 0.9, "printed"), "url": FieldReading((), 1, "x")},
        (LeftOut((4, 9), "share bar"),),
    )
    assert [(m.span, m.name, m.reason, m.anchor) for m in marks_of(reading)] == [
        ((0, 4), "date", "printed", "span-date"),
        ((9, 12), "date", "printed", "span-date--2"),
        ((4, 9), "", "share bar", "out-1"),
    ]


def test_anchors_of_fields_with_several_spans_never_meet():
    assert len({anchor("authors"), anchor("authors", 2), anchor("authors.2")}) == 3
