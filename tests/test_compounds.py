"""Words in several parts, as one word each."""

import time

import pytest

from archive.text.compounds import compounds, joined


def found(text):
    return [(text[start:end], word) for start, end, word, _ in compounds(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a co-operative plan", [("co-operative", "cooperative")]),
        ("state-of-the-art", [("state-of-the-art", "stateoftheart")]),
        ("COVID-19 in 2019-20", [("COVID-19", "COVID19")]),
        ("Sean O’Brien’s", [("O’Brien", "OBrien")]),
        ("L'Oréal d'une l’homme O'BRIEN", [("L'Oréal", "LOréal"), ("O'BRIEN", "OBRIEN")]),
        ("in the U.K.", [("U.K.", "UK")]),
        ("a Ph.D., an M.Sc. and the U.S.S.R", [("Ph.D.", "PhD"), ("M.Sc.", "MSc")]),
        ("bbc.example end.Then p.m. a - b -c", []),
        ("It's WE'RE don't", []),
    ],
)
def test_a_compound_is_one_word_as_well(text, words):
    assert found(text)[: len(words)] == words
    assert words or not found(text)


def test_an_initialism_that_is_a_word_is_marked_as_none():
    assert [word for _, word in found("US, U.S. and us")] == ["US", "US\ua78f", "US\ua78f"]


def test_a_text_is_written_without_hyphens_and_stops():
    assert joined("Ann-Marie O'Brien, Ph.D. (US)") == "AnnMarie OBrien, PhD (US)"


@pytest.mark.parametrize("text", ["a-", "O'", "U.", "US", "a", "-", "'", "é-"])
def test_a_long_text_of_joints_is_read_in_time(text):
    began = time.process_time()
    list(compounds(text * 50_000))
    assert time.process_time() - began < 3
