"""The page of a JSON record greys what is no value."""

import json

import pytest

from archive.record.evidence import FieldReading, LeftOut, SourceReading
from archive.record.json_syntax import REASON, leave_out_syntax

RECORD = '{"headline": "Second \\"ferry\\": soon", "n": [12, null],\n "tags": ["a", "b"]}'


def left_out(text, reading=None):
    kept = leave_out_syntax(text, reading or SourceReading()).left_out
    return [(text[start:end], reason) for (start, end), reason, _ in kept]


def test_keys_and_punctuation_are_left_out_and_no_value_is():
    told = left_out(RECORD)
    assert {reason for _words, reason in told} == {REASON}
    words = [words for words, _reason in told]
    assert words == ['{"headline": "', '", "n": [', ",", '],\n "tags": ["', '", "', '"]}']


def test_what_is_lit_or_left_out_already_stays_so():
    start = RECORD.index("Second")
    lit = FieldReading(((start, RECORD.index('", "n"')),), 0.9, "key")
    reading = SourceReading({"headline": lit}, left_out=(LeftOut((46, 48), "not usable"),))
    kept = leave_out_syntax(RECORD, reading).left_out
    assert LeftOut((46, 48), "not usable") in kept
    assert all(end <= start or begin >= lit.spans[0][1] for (begin, end), why, _ in kept)


@pytest.mark.parametrize("text", ["", "A story.", "{not json", "[1, 2]", "{" * 100_000])
def test_any_other_text_stays_as_it_is(text):
    assert left_out(text) == []


def test_every_character_of_a_record_is_a_value_syntax_or_blank():
    text = json.dumps({"title": "Tide, times", "body": "One\n\ntwo", "deep": {"x": [1.5, True]}})
    kept = leave_out_syntax(text, SourceReading()).left_out
    rest = list(text)
    for (start, end), *_ in kept:
        rest[start:end] = " " * (end - start)
    assert "".join(rest).split() == ["Tide,", "times", "One\\n\\ntwo", "1.5", "true"]
