"""Skimming finds the very hits that reading word by word finds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.embedded.schema import Analysis
from archive.search.highlight import marker
from archive.search.highlight.marker import Marker
from archive.search.highlight.scan import Skim
from archive.search.query.syntax import parse
from archive.text import tokens

ENGLISH = Analysis("english").terms
WORDS = [
    *"ferry ferries Ferry's FERRY police Policing policé poli dying die hoping hope hop".split(),
    *"happy happily café CAFE cafe\u0301 har\u00adbour naïve İstanbul Æther ﬁre fire".split(),
    *"skies sky o'brien O’Brien U.S. US us e-mail email mice d’une".split(),
    *"port alder Port-Alder 2017 covid-19 东京 a the of".split(),
]
TEXTS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ", ", ". ", "-", "’s ", "\n\n", "? "])),
    max_size=60,
).map(lambda pairs: "".join(word + between for word, between in pairs))
QUERIES = [
    "ferry", "policing", "die", "hope", "sky", "happy", "cafe", "istanbul", "fire", "poli*",
    "port alder", '"port alder"', '"alder port"~3', "covid-19", '"the ferry"', "o'brien",
    "harbour naive", '"cafe port"', "aether", "covid-1*", "-ferry police", "a*", "fe*",
    "US", "U.S.", "email", "e-mail", "obrien", "mouse", '"US ferry"', "ema*", "us",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
@given(text=TEXTS)
def test_skimming_finds_what_reading_finds(query, text):
    marker = Marker(parse(query).tree, ENGLISH)
    wide = text + " é" * (len(text) + 30)
    assert Skim(text).is_worth_it or len(text) > 100
    assert not Skim(wide).is_worth_it
    assert set(marker.hits(text)) == set(marker.hits(wide))


@pytest.mark.parametrize("query", QUERIES)
@given(text=TEXTS)
def test_marked_text_is_the_text_and_hits_do_not_touch(query, text):
    marked = marker.marked(text, Marker(parse(query).tree, ENGLISH).hits(text))
    assert "".join(part for part, _ in marked) == text
    assert all(part[1] != other[1] for part, other in pairwise(marked))


@given(text=TEXTS)
def test_a_snippet_is_cut_from_the_text(text):
    hits = Marker(parse("ferry police hope").tree, ENGLISH).hits(text)
    shown, first, last = marker.best_passage(hits, 80)
    if shown:
        parts = marker.passage(text, hits, first, last, 80)
        plain = "".join(part for part, _ in parts).strip("… ")
        assert plain in " ".join(text.split())
        assert any(is_hit for _, is_hit in parts)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("One two. Three ferry four.", "Three [ferry]"),
        ("x " * 200 + "ferry", "… x"),
    ],
)
def test_a_snippet_begins_with_its_sentence_where_that_is_near(text, begins):
    hits = Marker(parse("ferry").tree, ENGLISH).hits(text)
    parts = marker.passage(text, hits, 0, 1, 20)
    shown = "".join(f"[{part}]" if hit else part for part, hit in parts)
    assert shown.removeprefix("… ").startswith(begins.removeprefix("… "))


@given(st.text(st.characters() | st.sampled_from("e\u0301\u00ad\u200bё港\u212b’“é\u0f71")))
def test_plain_text_is_prepared_alike_beside_text_that_is_not(text):
    assert tokens.prepared(f"{text} ё") == f"{tokens.prepared(text)} е"
