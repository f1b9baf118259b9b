"""Further fields: what a record says that no field of an article has a place for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.record.evidence import Fact
from ingest.parsing import parse
from ingest.parsing.structured import parse_record
from ingest.read_file import content_of, read
from ingest.records import FURTHER_LENGTH, FURTHER_MOST, Decoded, SourceFile

TEXT = "The ferry left late because a seal lay on its ramp.\n\nNobody on board minded the wait."
RECORD = {
    "title": "Seal delays ferry",
    "date": "2017-06-04T10:15:00Z",
    "url": "https://www.alder-gazette.example/2017/06/seal-delays-ferry",
    "authors": ["Una Marr", "Piers Hallow"],
    "text": TEXT,
}


def article_of(*, ascii_only=True, **more):
    text = json.dumps({**RECORD, **more}, ensure_ascii=ascii_only)
    article = parse_record("corpus.jsonl:1", Decoded(text, "utf-8"))
    for number in range(len(article.further)):
        [(start, end)] = article.evidence[f"further.{number}"].spans
        assert text[start:end]
    return article


def further(**more):
    return [tuple(field) for field in article_of(**more).further]


def left(**more):
    return [out.reason for out in article_of(**more).left_out]


def test_a_record_of_known_keys_has_none():
    assert further() == []
    assert left() == []


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("FAKE", ["FAKE"]),
        (-1, ["-1"]),
        (2.50, ["2.5"]),
        (True, ["true"]),
        (False, ["false"]),
        (0, ["0"]),
        ("  left\twing ", ["left\twing"]),
        ("two\nlines", ["two\nlines"]),
        (["quay", "harbour", 3], ["quay", "harbour", "3"]),
        (["quay", "", None, "quay"], ["quay"]),
    ],
)
def test_values_are_kept_as_they_are_printed(value, kept):
    assert further(label=value) == [("label", printed) for printed in kept]


def test_a_number_keeps_the_figures_of_its_source():
    text = '{"text": "The ferry left late.", "score": 1.50, "id": 12345678901234567890}'
    article = parse_record("a.json", Decoded(text, "utf-8"))
    assert [field.value for field in article.further] == ["1.50", "12345678901234567890"]


@pytest.mark.parametrize("value", ["", " ", None, [], {}, "null", "['']", [None, ""], {"a": {}}])
def test_empty_values_are_not_kept(value):
    assert further(label=value) == []


def test_objects_are_flattened():
    place = {"city": "Port Alder", "geo": {"lat": 51.5, "names": ["Alder", "Aldre"]}}
    assert further(place=place) == [
        ("place.city", "Port Alder"),
        ("place.geo.lat", "51.5"),
        ("place.geo.names", "Alder"),
        ("place.geo.names", "Aldre"),
    ]


def test_deep_objects_are_kept_as_json():
    assert further(a={"b": {"c": {"d": {"é": [1, 2]}}}}) == [("a.b.c.d", '{"é":[1,2]}')]


def test_objects_in_lists_are_flattened_one_by_one():
    tags = [{"id": 1, "name": "quay"}, {"id": 2, "name": "harbour"}]
    assert further(tags=tags) == [
        ("tags.id", "1"),
        ("tags.name", "quay"),
        ("tags.id", "2"),
        ("tags.name", "harbour"),
    ]


def test_a_long_list_is_one_value():
    words = [f"word{number}" for number in range(150)]
    [(name, value)] = further(tokens=words)
    assert (name, json.loads(value)) == ("tokens", words)


def test_a_value_under_an_empty_key_is_kept():
    assert further(**{"": 5, " ": "x"}) == [("unnamed", "5"), ("unnamed", "x")]


def test_they_stand_in_the_order_of_the_record():
    text = '{"bias": "left", "text": "The ferry left late.", "data": {"z": 1}, "a": "b"}'
    article = parse_record("a.json", Decoded(text, "utf-8"))
    assert [field.name for field in article.further] == ["bias", "z", "a"]


@pytest.mark.parametrize("ascii_only", [True, False])
def test_spans_are_the_raw_values(ascii_only):
    record = {**RECORD, "thème": "Flöte „A“", "n": [1, "é"]}
    text = json.dumps(record, ensure_ascii=ascii_only)
    article = parse_record("a.json", Decoded(text, "utf-8"))
    places = [article.evidence[f"further.{number}"].spans[0] for number in range(3)]
    first, number, last = (text[start:end] for start, end in places)
    assert (json.loads(f'"{first}"'), number, json.loads(f'"{last}"')) == ("Flöte „A“", "1", "é")
    assert article.evidence["further.0"].reason == 'key "thème"'


# Second values of known fields -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({"source_url": "https://other.example/a"}, [("source_url", "https://other.example/a")]),
        ({"scraped_at": "2020-01-01"}, [("scraped_at", "2020-01-01")]),
        ({"created_at": "2017-06-01"}, [("created_at", "2017-06-01")]),
        ({"keywords": "quay;repairs"}, [("keywords", "quay;repairs")]),
        ({"section": "Coast", "category": "Weather"}, [("category", "Weather")]),
        ({"writer": "Odile Renard"}, [("writer", "Odile Renard")]),
        ({"headline": "Seal holds up boat"}, [("title", "Seal delays ferry")]),
        ({"source": {"id": "ag", "name": "The Alder Gazette"}}, [("source.id", "ag")]),
        (
            {"authors": [{"name": "Una Marr", "twitter": "@una"}]},
            [("authors.twitter", "@una")],
        ),
        ({"date_modified": "some day"}, [("date_modified", "some day")]),
        ({"content": "A short other text."}, [("content", "A short other text.")]),
    ],
)
def test_a_second_value_that_says_something_else_is_kept(more, kept):
    if "content" in more:
        more = {"body": TEXT, **more}
    assert further(**more) == kept


@pytest.mark.parametrize(
    "more",
    [
        {"link": "http://alder-gazette.example/2017/06/seal-delays-ferry/"},
        {"published": "2017-06-04"},
        {"year": "2017"},
        {"site": "alder-gazette.example", "publication": "www.alder-gazette.example"},
        {"byline": "By Una Marr and Piers Hallow"},
        {"description": "The ferry left late because a seal…"},
        {"headline": "Seal delays  ferry"},
        {"article_text": f"<p>{TEXT}</p>"},
    ],
)
def test_a_second_value_that_says_the_same_is_not_kept(more):
    assert further(**more) == []


# What is no value --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ([0.25] * 768, "data without words"),
        ("aGVsbG8" * 200, "data without words"),
        ("word " * FURTHER_LENGTH, "too long for a further field"),
        ([f"word{number}" for number in range(9_000)], "too long for a further field"),
        (
            f"<html><p>{TEXT.replace(chr(10) * 2, '</p><p>')}</p><p>{'Menu ' * 40}</p></html>",
            "copy",
        ),
        ((TEXT + " ") * 3, "a copy of the text"),
        ("https://alder.example/?" + "x" * 600, ""),
    ],
)
def test_data_and_copies_are_left_out_by_name(value, why):
    reasons = left(blob=value)
    assert any(why in reason and '"blob"' in reason for reason in reasons) if why else not reasons
    assert bool(further(blob=value)) is not bool(why)


def test_no_record_has_more_than_can_be_kept():
    many = {f"key{number}": number for number in range(FURTHER_MOST + 5)}
    assert len(further(**many)) == FURTHER_MOST
    assert left(**many).count('key "key204", beyond the most further fields of a record') == 1


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=8),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner),
            max_leaves=20,
        ),
        max_size=8,
    )
)
def test_any_record_has_fields_with_a_name_a_value_and_a_place(more):
    text = json.dumps({**more, "text": TEXT})
    article = parse_record("a.jsonl:1", Decoded(text, "utf-8"))
    kept = content_of(article).further
    assert len(kept) == len(article.further)
    assert all(field.name for field in kept)
    assert all(f"further.{number}" in article.evidence for number in range(len(kept)))


# On the way --------------------------------------------------------------------------------------


def test_a_read_file_has_them():
    data = json.dumps({**RECORD, "bias": "LEFT"}).encode()
    file = read(SourceFile("corpus.jsonl:1", data))
    assert [tuple(field) for field in file.content.further] == [("bias", "LEFT")]
    assert file.reading.fields["further.0"].spans


def test_facts_beside_a_text_come_behind_those_of_the_text():
    text = json.dumps({**RECORD, "bias": "LEFT"})
    facts = (Fact("theme", "ferries", "meta.csv, row 3"), Fact("doc_id", "17", "meta.csv, row 3"))
    article = parse("a.jsonl:1", Decoded(text, "utf-8"), facts=facts)
    assert [field.value for field in article.further] == ["LEFT", "ferries", "17"]
    assert article.evidence["further.0"].reason == 'key "bias"'
    assert article.evidence["further.2"].reason == 'meta.csv, row 3, key "doc_id"'
    assert article.evidence["further.2"].spans == ()


def test_the_printed_record_lists_them():
    article = article_of(bias="LEFT", tags=["quay"])
    assert article.as_record("a", "utf-8")["further"] == [
        {"name": "bias", "value": "LEFT"},
        {"name": "tags", "value": "quay"},
    ]
