"""The parser's score on invented texts must not fall: the golden layouts and the demo's files."""

import json
from functools import cache
from pathlib import Path

import pytest

from benchmarks.tables.measures import (
    authors_f1,
    body_agreement,
    captions_recall,
    harmonic,
    headline_exact,
    mean,
)
from ingest import demo, sources
from ingest.decode import decode
from ingest.parsing import parse

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.txt"))


def golden():
    """(expected, read) of each layout."""
    for path in GOLDEN:
        yield (
            json.loads(path.with_suffix(".json").read_text(encoding="utf-8")),
            parse(path.name, decode(path.read_bytes())),
        )


def demo_texts():
    """(expected, read) of each text file of the demo."""
    lines = (demo.DATA / "truth.jsonl").read_bytes().splitlines()
    truth = {record["name"]: record for record in map(json.loads, lines)}
    for edition in ("first", "later"):
        for file in demo.files(edition):
            for record in sources.records_of(file.name, file.data):
                if record.name.endswith(".txt") and record.name in truth:
                    yield truth[record.name], parse(record.name, decode(record.data))


@cache
def scores(name):
    """Each measure's mean over the records that state its field."""
    found = {"headline": [], "authors": [], "precision": [], "recall": [], "captions": []}
    for expected, article in {"golden": golden, "demo": demo_texts}[name]():
        if expected["headline"]:
            found["headline"].append(headline_exact([expected["headline"]], article.headline))
        if "authors" in expected:
            names = [author.name for author in article.authors]
            found["authors"].append(authors_f1(expected["authors"], names))
        if "paragraphs" in expected:
            texts = [paragraph.text for paragraph in article.paragraphs]
            precision, recall = body_agreement(expected["paragraphs"], texts)
            found["precision"].append(precision)
            found["recall"].append(recall)
        captions = [image["caption"] for image in expected.get("images", ()) if image["caption"]]
        if captions:
            read = [image.caption for image in article.images]
            found["captions"].append(captions_recall(captions, read))
    means = {measure: mean(values) for measure, values in found.items() if values}
    return means | {"body F1": harmonic(means["precision"], means["recall"])}


#: Just below what the parser reaches: one more headline or byline misread falls through.
FLOORS = {
    ("golden", "headline"): 0.95,
    ("golden", "authors"): 0.95,
    ("golden", "body F1"): 0.97,
    ("golden", "recall"): 0.97,
    ("golden", "captions"): 0.97,
    ("demo", "headline"): 0.996,
    ("demo", "authors"): 0.996,
    ("demo", "body F1"): 0.998,
    ("demo", "recall"): 0.998,
}


@pytest.mark.parametrize(("texts", "measure"), FLOORS)
def test_the_parser_reads_no_worse_than_it_did(texts, measure):
    assert scores(texts)[measure] >= FLOORS[texts, measure]


def test_what_the_measures_say_of_a_record_that_is_wrong():
    story = ["The gate opened at noon on Monday.", "Nobody was hurt when it did."]
    assert body_agreement(story, story) == (1.0, 1.0)
    assert body_agreement(story, [])[1] == 0.0
    precision, recall = body_agreement(story, story[:1])
    assert precision == 1.0
    assert recall < 0.5
    assert body_agreement(story[:1], story, optional=story[1:])[1] == 1.0
    assert authors_f1(["Una Marr"], ["UNA MARR", "Joss Quill"]) == pytest.approx(2 / 3)
    assert headline_exact(["Gate opens"], "") == 0.0
    assert captions_recall(["The gate at noon"], ["The gate at noon. Photo: Mia Sund"]) == 1.0
