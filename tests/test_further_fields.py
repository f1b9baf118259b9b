"""Further fields in the archive: stored, replaced, kept by versions, corrections and merges."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command
from factory import content, source, stored

from archive import search, store
from archive.checks.history import corrections_are_applied, versions_are_whole
from archive.labels import differing_lines, value_in_words
from archive.models import Article, ArticleField, Revision
from archive.record.content import Content, FurtherField
from archive.record.evidence import SourceReading
from archive.record.incoming import Incoming, Source
from archive.selection import Selection
from archive.store import load
from ingest import reparse, report
from ingest.file_page import page_of
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


# Read and searched -------------------------------------------------------------------------------


@pytest.fixture
def pk():
    further = (
        *TAGS,
        BIAS,
        FurtherField("note <b>", 'a "long" note, ' * 30),
        FurtherField("=", "x"),
    )
    [pk] = stored(content(further=further, images=()))
    search.apply_changes()
    return pk


def page(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_the_article_lists_them_with_links_to_the_search(client, pk):
    shown = page(client, Article.objects.get(pk=pk).get_absolute_url())
    assert '<a href="/articles/?q=field%3Atags">tags</a>' in shown
    assert '<a href="/articles/?q=field%3Atags%3Dquay">quay</a>' in shown
    assert '<a href="/articles/?q=field%3Abias%3DLEFT">LEFT</a>' in shown
    assert "note &lt;b&gt;" in shown
    assert "<dd><bdi>x</bdi></dd>" in shown


def test_every_link_leads_back_to_the_article(client, pk):
    for field in load.contents_of([pk])[pk].further[:-1]:
        query = search.field_query(field.name, field.value)
        assert "Second ferry" in page(client, f"/articles/?q={quote(query)}"), query


def test_an_article_without_any_says_nothing_of_them(client):
    [pk] = stored(content())
    assert "Further fields" not in page(client, Article.objects.get(pk=pk).get_absolute_url())


def test_they_take_one_query_where_there_are_any(client, pk, django_assert_num_queries):
    path = Article.objects.get(pk=pk).get_absolute_url()
    client.get("/")
    with django_assert_num_queries(QUERIES):
        client.get(path)


#: Those of an article without pictures and contacts, and the further fields.
QUERIES = 6


def test_the_source_page_marks_them(client):
    data = json.dumps(RECORD).encode()
    file = read(SourceFile("corpus.jsonl:1", data))
    own = Source.of("corpus.jsonl:1", data, "utf-8", file.reading, "1")
    with store.writing():
        [pk] = store.add([Incoming(file.content, own)])
    shown = page(client, f"/a/{pk}/source/")
    assert 'class="tint-further"' in shown
    assert "Further field, bias" in shown
    assert '<p class="entry-value"><bdi>harbour</bdi></p>' in shown


def test_the_preview_of_a_file_lists_them():
    file = read(SourceFile("corpus.jsonl:1", json.dumps(RECORD).encode()))
    shown = [(field.label, field.value, field.anchor) for field in page_of(file)["fields"]]
    assert ("bias", "LEFT", "field-further-0") in shown
    assert ("tags", "harbour", "field-further-2") in shown


def test_editors_see_them_and_leave_them(admin_client, pk):
    address = f"/admin/archive/article/{pk}/change/"
    assert '<div class="readonly">LEFT</div>' in page(admin_client, address)
    before = present(pk)
    correct(pk, section="Coast")
    assert present(pk) == replace(before, section="Coast")


def test_the_search_is_explained(client, pk):
    shown = page(client, f"/a/{pk}/why/?q=field:bias%3Dleft")
    assert "articles with the further field “bias=left”" in shown


def test_the_help_has_an_example(client, pk):
    assert "field:tags=quay" in page(client, "/articles/help/")


def test_an_index_of_an_earlier_schema_is_rebuilt_with_them(pk, monkeypatch):
    from archive.search.embedded import schema

    with monkeypatch.context() as patch:
        patch.setattr(schema, "MARK", "4, tantivy 0")
        search.rebuild()
    assert search.status().problem
    assert search.apply_changes() == 1
    assert search.search(Selection(q="field:bias=left")).total == 1


def test_a_preview_shows_the_values_that_would_change():
    left, right = ({"name": "bias", "value": value} for value in ("LEFT", "RIGHT"))
    changes = [("further", [left], [right])]
    [change] = report.shown({"changes": report.kept(changes)})
    assert (change.old, change.new) == ("bias=LEFT", "bias=RIGHT")
