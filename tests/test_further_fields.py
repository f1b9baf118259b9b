"""Further fields in the archive: stored, replaced, kept by versions, corrections and merges."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from factory import content, source, stored

from archive import store
from archive.checks.history import corrections_are_applied, versions_are_whole
from archive.labels import differing_lines, value_in_words
from archive.models import Article, ArticleField, Revision
from archive.record.content import Content, FurtherField
from archive.record.evidence import SourceReading
from archive.record.incoming import Incoming, Source
from archive.store import load
from ingest import reparse
from ingest.read_file import read
from ingest.records import SourceFile

pytestmark = pytest.mark.django_db

BIAS = FurtherField("bias", "LEFT")
TAGS = (FurtherField("tags", "quay"), FurtherField("tags", "harbour"))


def present(pk) -> Content:
    return load.contents_of([pk])[pk]


def correct(pk, **fields):
    version = Article.objects.get(pk=pk).version
    store.correct(pk, replace(present(pk), **fields), by=None, why="", version=version)


def test_they_come_back_in_their_order():
    further = (*TAGS, BIAS, FurtherField("note", "two\nlines"))
    [first, second] = stored(content(further=further), content(headline="Other"))
    assert present(first).further == further
    assert present(second).further == ()


def test_a_new_version_replaces_them_and_the_earlier_one_keeps_them():
    [pk] = stored(content(further=(*TAGS, BIAS)))
    with store.writing():
        revision = store.change(pk, Incoming(content(further=(BIAS,)), source("b.txt")))
    assert revision.fields == ["further"]
    assert present(pk).further == (BIAS,)
    assert revision.restored().further == (*TAGS, BIAS)
    with store.writing():
        store.restore(revision, by=None, reason="undone")
    assert present(pk).further == (*TAGS, BIAS)


def test_a_correction_of_another_field_leaves_them():
    [pk] = stored(content(further=(BIAS,)))
    correct(pk, headline="Other")
    assert present(pk).further == (BIAS,)
    with store.writing():
        store.change(pk, Incoming(content(further=TAGS), source("b.txt")))
    assert (present(pk).further, present(pk).headline) == (TAGS, "Other")
    assert not [*corrections_are_applied(), *versions_are_whole()]


def test_an_article_that_goes_takes_them_along():
    [pk] = stored(content(further=(BIAS,)))
    with store.writing():
        store.remove([pk])
    assert not ArticleField.objects.exists()


def test_versions_are_compared_field_by_field():
    [(field, old, new)] = differing_lines(content(further=(BIAS,)), content(further=TAGS))
    assert (field, old, new) == ("further", ["bias=LEFT"], ["tags=quay", "tags=harbour"])
    assert value_in_words("further", [BIAS._asdict()]) == "bias=LEFT"


# Read again, and imported again ------------------------------------------------------------------

RECORD = {
    "title": "Second ferry for the outer islands",
    "date": "2016-03-14",
    "text": "The ferry will run twice a day from Monday, the harbour board said in a letter.",
    "bias": "LEFT",
    "tags": ["quay", "harbour"],
}


def keep_as_before(record=RECORD) -> int:
    """An article of a record that an earlier parser read without its further fields."""
    file = read(SourceFile("corpus.jsonl:1", json.dumps(record).encode()))
    fields = {
        name: reading
        for name, reading in file.reading.fields.items()
        if not name.startswith("further")
    }
    data = json.dumps(record).encode()
    own = Source.of("corpus.jsonl:1", data, "utf-8", SourceReading(fields), "0")
    with store.writing():
        return store.add([Incoming(replace(file.content, further=()), own)])[0]


def test_reading_again_adds_them_and_changes_nothing_else():
    pk = keep_as_before()
    correct(pk, headline="Two ferries")
    report = reparse.reparse(apply=True)
    assert (report.changed, report.failed) == (1, 0)
    assert list(report.fields) == ["further"]
    assert report.fields["further"].examples[0][2:] == (
        "",
        "bias | LEFT ¶ tags | quay ¶ tags | harbour",
    )
    assert present(pk).further == (BIAS, *TAGS)
    assert present(pk).headline == "Two ferries"
    last = Revision.objects.filter(article=pk).latest("version")
    assert (last.fields, last.reason) == (["further"], Revision.Reason.READ_AGAIN)
    assert reparse.reparse(apply=True).read == 0


def test_reading_again_what_has_none_changes_nothing():
    pk = keep_as_before({key: RECORD[key] for key in ("title", "date", "text")})
    report = reparse.reparse(apply=True)
    assert (report.changed, report.unchanged) == (0, 1)
    assert Article.objects.get(pk=pk).version == 1


def test_a_record_with_another_label_is_a_version_of_the_same_article(tmp_path):
    text = " ".join(f"{RECORD['text']} {number}" for number in range(12))
    for number, bias in enumerate(("LEFT", "RIGHT"), 1):
        record = {**RECORD, "text": text, "bias": bias, "url": "https://c.example/2016/03/14/ferry"}
        path = tmp_path / f"{number}.jsonl"
        path.write_text(json.dumps(record))
        call_command("import_articles", str(path), stdout=StringIO())
    [article] = Article.objects.all()
    assert article.version == 2
    assert present(article.pk).further[0].value == "RIGHT"
    assert article.revisions.get().fields == ["further"]
