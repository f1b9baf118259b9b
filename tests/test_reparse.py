"""Stored sources read again: what changes is said, then written, and nothing else is touched."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from factory import LONG, content, news

from archive import store
from archive.models import Article, Likeness, Reading, Revision, SourceText
from archive.record.codec import pack
from archive.record.content import AuthorContent, ParagraphContent
from archive.record.evidence import FieldReading, SourceReading
from archive.record.incoming import Incoming, Source
from archive.store import changelog, load
from ingest import reparse
from ingest.read_file import read, rejected
from ingest.records import SourceFile

pytestmark = pytest.mark.django_db

FIRST = SourceReading({"headline": FieldReading(((0, 6),), 0.8, "first line")})
SURER = SourceReading({"headline": FieldReading(((0, 6),), 0.9, "first line")})


def keep(name="ferry.txt", version="1", reading=FIRST, **fields):
    """An article read by a parser of that version; its id."""
    own = Source.of(name, name.encode(), "utf-8", reading, version)
    with store.writing():
        return store.add([Incoming(content(**fields), own)])[0]


@pytest.fixture
def today(monkeypatch):
    """Today's parser: version 3, and what it reads by the name of the file; a str refuses it."""
    told = {}

    def read(source):
        if source.problem:
            return rejected(source, source.problem)
        found, reading = told.get(source.name, (content(), FIRST))
        if isinstance(found, str):
            return rejected(source, found)
        return rejected(source, "")._replace(
            encoding="utf-8",
            content=found,
            packed_reading=reading.pack(),
            confidence=reading.confidence,
        )

    monkeypatch.setattr(reparse, "read_all", lambda files, processes: map(read, files))
    monkeypatch.setattr(reparse, "PARSER_VERSION", "3")
    return told


def counts(report):
    return report.changed, report.evidence, report.unchanged, report.failed


def version_of(pk):
    return Reading.objects.get(source__article=pk).parser_version


def test_a_changed_record_becomes_a_new_version(today):
    pk = keep()
    later = content(headline="A second ferry", section="Harbour")
    today["ferry.txt"] = later, SURER
    assert counts(reparse.reparse(apply=True)) == (1, 0, 0, 0)
    assert load.contents_of([pk])[pk] == later
    revision = Revision.objects.get(article=pk)
    assert (revision.restored(), revision.reason) == (content(), "read again")
    assert version_of(pk) == "3"
    assert Reading.objects.get(source__article=pk).unpacked() == SURER


def test_a_changed_record_is_logged_for_the_index(today):
    pk = keep()
    today["ferry.txt"] = content(headline="Other"), FIRST
    before = changelog.state().number
    reparse.reparse(apply=True)
    assert [change.article_id for change in changelog.since(before, 5)] == [pk]


def test_changed_evidence_is_rewritten_without_a_new_version(today):
    pk = keep()
    today["ferry.txt"] = content(), SURER
    before = changelog.state().number
    assert counts(reparse.reparse(apply=True)) == (0, 1, 0, 0)
    row = Reading.objects.get(source__article=pk)
    assert (row.unpacked(), row.confidence, row.parser_version) == (SURER, 0.9, "3")
    assert changelog.state().number == before
    assert not Revision.objects.exists()


def test_an_unchanged_record_only_gets_the_parser_version(today):
    pk = keep()
    before = Reading.objects.get(source__article=pk)
    assert counts(reparse.reparse(apply=True)) == (0, 0, 1, 0)
    after = Reading.objects.get(source__article=pk)
    assert (after.packed, after.parser_version) == (before.packed, "3")
    assert Article.objects.get(pk=pk).version == 1


def test_a_dry_run_says_the_same_and_writes_nothing(today):
    for name in ("a.txt", "b.txt", "c.txt"):
        keep(name, headline=name)
    today["a.txt"] = content(headline="Changed"), FIRST
    today["b.txt"] = content(headline="b.txt"), SURER
    today["c.txt"] = content(headline="c.txt"), FIRST
    dry = reparse.reparse(apply=False)
    assert not Revision.objects.exists()
    assert set(Reading.objects.values_list("parser_version", flat=True)) == {"1"}
    wet = reparse.reparse(apply=True)
    assert counts(dry) == counts(wet) == (1, 1, 1, 0)
    assert dry.fields == wet.fields


def test_a_correction_is_laid_over_again(today):
    pk = keep()
    store.correct(pk, content(headline="As it should be"), by=None, why="", version=1)
    today["ferry.txt"] = content(headline="Read anew", section="Harbour"), SURER
    report = reparse.reparse(apply=True)
    article = Article.objects.get(pk=pk)
    assert (article.headline, article.section) == ("As it should be", "Harbour")
    assert list(report.fields) == ["section"]


def test_a_corrected_record_that_reads_as_before_does_not_change(today):
    pk = keep()
    store.correct(pk, content(headline="As it should be"), by=None, why="", version=1)
    assert counts(reparse.reparse(apply=True)) == (0, 0, 1, 0)
    assert Article.objects.get(pk=pk).headline == "As it should be"


def test_authors_known_under_another_spelling_are_no_change(today):
    keep(authors=(AuthorContent("Mara Quill", "person", "MARA QUILL"),))
    today["ferry.txt"] = (
        content(authors=(AuthorContent("MARA QUILL", printed="MARA QUILL"),)),
        FIRST,
    )
    assert counts(reparse.reparse(apply=True)) == (0, 0, 1, 0)


def test_only_present_sources_are_read(today):
    pk = keep("old.txt")
    later = Source.of("new.txt", b"new", "utf-8", FIRST, "1")
    with store.writing():
        store.change(pk, Incoming(content(headline="New"), later))
    today["old.txt"] = content(headline="From the old one"), FIRST
    today["new.txt"] = content(headline="New"), SURER
    assert counts(reparse.reparse(apply=True)) == (0, 1, 0, 0)
    assert Article.objects.get(pk=pk).headline == "New"


def test_what_cannot_be_read_is_reported_and_left(today):
    pk = keep()
    today["ferry.txt"] = "There is no text of an article in it.", FIRST
    report = reparse.reparse(apply=True)
    assert report.failures == [(pk, "ferry.txt", "There is no text of an article in it.")]
    assert load.contents_of([pk])[pk] == content()
    assert version_of(pk) == "1"


@pytest.mark.parametrize("packed", [b"", b"junk", b"\x28\xb5\x2f\xfd\x20\x00"])
def test_a_damaged_source_is_reported_and_left(today, packed):
    pk = keep()
    SourceText.objects.filter(article=pk).update(packed=packed)
    assert counts(reparse.reparse(apply=True)) == (0, 0, 0, 1)
    assert version_of(pk) == "1"


def test_bytes_that_are_not_those_that_came_are_not_read(today):
    pk = keep()
    SourceText.objects.filter(article=pk).update(packed=pack(b"ferry.TXT"))
    [(_, _, why)] = reparse.reparse(apply=True).failures
    assert "was altered" in why


def test_a_second_run_has_nothing_to_do(today):
    keep()
    reparse.reparse(apply=True)
    assert reparse.reparse(apply=True).read == 0


def test_a_run_that_was_stopped_goes_on_where_it_was(today, monkeypatch):
    monkeypatch.setattr(reparse, "BATCH", 2)
    for number in range(5):
        keep(f"{number}.txt", headline=f"Story {number}")
        today[f"{number}.txt"] = content(headline=f"Story {number}, read again"), FIRST

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reparse.reparse(apply=True, progress=stop)
    assert Revision.objects.count() == 2
    assert counts(reparse.reparse(apply=True)) == (3, 0, 0, 0)


def test_a_record_that_the_database_refuses_does_not_stop_the_others(today, monkeypatch):
    ids = [keep(f"{number}.txt", headline=f"Story {number}") for number in range(5)]
    for number in range(5):
        today[f"{number}.txt"] = content(headline=f"Read again {number}"), FIRST
    own = store.reread

    def refusing(article_id, *args, **options):
        if article_id == ids[2]:
            raise IntegrityError("no")
        return own(article_id, *args, **options)

    monkeypatch.setattr(store, "reread", refusing)
    report = reparse.reparse(apply=True)
    assert counts(report) == (4, 0, 0, 1)
    assert Article.objects.filter(headline__startswith="Read again").count() == 4


def test_a_source_without_reading_gets_one(today):
    pk = keep()
    Reading.objects.all().delete()
    assert counts(reparse.reparse(apply=True)) == (0, 1, 0, 0)
    assert version_of(pk) == "3"


def test_withdrawn_articles_are_read_again_and_stay_withdrawn(today):
    pk = keep()
    store.set_state([pk], "withdrawn", by=None, reason="A promise")
    today["ferry.txt"] = content(headline="Other"), FIRST
    reparse.reparse(apply=True)
    article = Article.objects.get(pk=pk)
    assert (article.headline, article.state) == ("Other", "withdrawn")


def test_links_to_texts_much_alike_are_kept_and_measured_again(today):
    words = " ".join(f"word{n}" for n in range(40))
    one = keep("a.txt", paragraphs=(ParagraphContent(words),))
    two = keep("b.txt", headline="B", paragraphs=(ParagraphContent(words),))
    Likeness.objects.create(article_id=two, other_id=one, share=1.0)
    half = words[: len(words) // 2] + " ".join(f"else{n}" for n in range(20))
    other = content(headline="B", paragraphs=(ParagraphContent(half),))
    today["a.txt"] = content(paragraphs=(ParagraphContent(words),)), FIRST
    today["b.txt"] = other, FIRST
    reparse.reparse(apply=True)
    assert 0.3 < Likeness.objects.get(article=two, other=one).share < 0.7


def test_a_batch_takes_a_fixed_number_of_queries(today, django_assert_max_num_queries):
    for number in range(30):
        keep(f"{number}.txt", headline=f"Story {number}")
        today[f"{number}.txt"] = content(headline=f"Story {number}"), FIRST
    with django_assert_max_num_queries(30):
        assert counts(reparse.reparse(apply=True)) == (0, 0, 30, 0)


PAGE = f"""<html lang="en"><head><title>Bridge stays | Alder Courier</title>
<meta property="og:url" content="https://courier.example/bridge?a=1&amp;b=2">
<meta property="article:published_time" content="2016-03-14T09:30:00Z"></head>
<body><nav>Home Sport</nav><article><h1>Bridge stays</h1><p class="byline">By MARA QUILL</p>
<p>{LONG}</p><p>{LONG[::-1]}</p><p>“{LONG}”</p></article></body></html>""".encode("windows-1252")
FILES = {
    "ferry.txt": news("Second ferry for the outer islands", "2016-03-14", LONG),
    "month.txt": news("Harbour dues", "2016-03", f"{LONG}\r\n\r\nFares stay: £4 — “for now”."),
    "page.html": PAGE,
    "mojibake.txt": news("CafÃ© on the quay â€“ again", "2016-04-01", LONG),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_parser_reads_a_stored_source_as_it_did(name):
    file = read(SourceFile(name, FILES[name]))
    own = Source.of(name, FILES[name], file.encoding, file.reading, "0")
    with store.writing():
        [pk] = store.add([Incoming(file.content, own)])
    report = reparse.reparse(apply=True)
    assert (counts(report), report.fields) == ((0, 0, 1, 0), {})
    assert Article.objects.get(pk=pk).version == 1


# --since ------------------------------------------------------------------------------------------


def since(text):
    found = reparse.outdated(reparse.Since.parse(text))
    return sorted(found.values_list("name", flat=True))


def test_since_a_version_takes_what_parsers_before_it_read(today):
    for version in ("1", "1.9", "1.10", "2", "test"):
        keep(f"by {version}", version, headline=version)
    assert since("1.10") == ["by 1", "by 1.9", "by test"]
    assert since("2") == ["by 1", "by 1.10", "by 1.9", "by test"]


def test_since_a_date_takes_what_came_on_that_day_or_later(today):
    for day in (1, 2, 3):
        pk = keep(f"of {day} March", headline=str(day))
        at = dt.datetime(2026, 3, day, tzinfo=dt.UTC)
        SourceText.objects.filter(article=pk).update(received_at=at)
    assert since("2026-03-02") == ["of 2 March", "of 3 March"]
    assert since("2026-03") == ["of 1 March", "of 2 March", "of 3 March"]


def test_what_todays_parser_read_is_never_waiting(today):
    keep("by 3", "3")
    assert since("4") == []


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "1..2", "-1", "1.2.3.4.5", "٣"])
def test_since_anything_else_is_a_mistake_with_a_sentence(text):
    with pytest.raises(reparse.NotSince, match="--since takes a parser version"):
        reparse.Since.parse(text)


# What is said -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("A", "B", ("A", "B")),
        (None, 3, ("", "3")),
        (["a", "b", "c"], ["a", "x", "c"], ("b", "x")),
        (["a", "a"], ["a"], ("a", "")),
        ([], ["a"], ("", "a")),
        ([{"text": "a", "kind": "quote"}], [], ("a | quote", "")),
        ("x" * 300, "", ("x" * 200 + " …", "")),
    ],
)
def test_a_difference_shows_only_what_differs(old, new, told):
    assert reparse.difference(old, new) == told


def run(*args):
    """The command's exit code and what it printed."""
    from io import StringIO

    out, err = StringIO(), StringIO()
    try:
        call_command("reparse", *args, stdout=out, stderr=err)
    except SystemExit as stopped:
        return stopped.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_tells_field_by_field_with_examples(today):
    pk = keep()
    today["ferry.txt"] = content(headline="A second ferry"), FIRST
    code, out, _ = run("--dry-run")
    assert code == 0
    assert "1 article would change" in out
    assert "headline: 1 article" in out
    assert f"{pk} (ferry.txt)" in out
    assert "- Second ferry for the outer islands\n    + A second ferry" in out
    assert "Dry run: nothing was written" in out


def test_the_command_prints_one_object(today):
    pk = keep()
    today["ferry.txt"] = content(headline="A second ferry"), FIRST
    _, out, _ = run("--json")
    told = json.loads(out)
    assert (told["read"], told["changed"], told["dry_run"]) == (1, 1, False)
    assert told["fields"]["headline"] == {
        "articles": 1,
        "examples": [
            {
                "article": pk,
                "source": "ferry.txt",
                "old": "Second ferry for the outer islands",
                "new": "A second ferry",
            }
        ],
    }


def test_the_command_ends_with_1_when_something_could_not_be_read(today):
    keep()
    today["ferry.txt"] = "There is no text of an article in it.", FIRST
    code, out, err = run()
    assert code == 1
    assert "1 could not be read and stayed as before." in out
    assert "There is no text of an article in it." in err


def test_the_command_says_when_there_is_nothing_to_do(today):
    assert "Nothing to reparse" in run()[1]


def test_the_command_refuses_a_since_that_is_none():
    with pytest.raises(CommandError, match="neither"):
        call_command("reparse", "--since", "soon")
