"""check_archive names every fault, and repairs what can be repaired."""

from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from factory import content, source, stored, story

from archive import search, store
from archive.checks import database
from archive.models import (
    Article,
    Author,
    Body,
    Change,
    Correction,
    Doubt,
    Generation,
    Imprint,
    Publication,
    Reading,
    Revision,
    Sketch,
    SourceText,
)
from archive.record.content import AuthorContent
from archive.record.evidence import FieldReading, SourceReading
from archive.record.incoming import Incoming
from archive.store import changelog
from ingest import jobs, pipeline, records
from ingest.models import Import

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    [pk] = stored(content())
    search.apply_changes()
    return pk


def check(*words):
    out = StringIO()
    try:
        call_command("check_archive", *words, stdout=out)
        return 0, out.getvalue()
    except SystemExit as stopped:
        return stopped.code, out.getvalue()


def is_reported_and_repaired(words, *, noted=True):
    """`noted` where the repair writes to an article: then pages and indexes are told of it."""
    code, out = check()
    assert code == 1
    assert words in out
    before = changelog.state().number
    assert check("--repair")[0] == 0
    assert (changelog.state().number > before) == noted
    assert check() == (0, "No faults found.\n")


def is_reported(words):
    code, out = check("--repair")
    assert code == 1
    assert words in out


def test_a_sound_archive_agrees(article):
    assert check() == (0, "No faults found.\n")


def test_an_empty_archive_agrees():
    assert check("--repair")[0] == 0


def test_a_source_that_was_altered_is_reported(article):
    SourceText.objects.update(size=3)
    is_reported("is not the imported file")


def test_a_source_that_cannot_be_unpacked_is_reported(article):
    SourceText.objects.update(packed=b"broken")
    is_reported("cannot be unpacked")


def test_a_span_outside_the_text_is_reported():
    one = source("short.txt", b"abc")
    wide = SourceReading({"headline": FieldReading(((0, 99),), 0.9, "")})
    with store.writing():
        store.add([Incoming(content(), one)])
    Reading.objects.update(packed=wide.pack())
    is_reported("the span of headline lies outside the text")


def test_an_article_without_body_is_reported(article):
    Body.objects.all().delete()
    is_reported("has no text")


def test_wrong_counts_are_repaired(article):
    Article.objects.update(images_count=7, words=1)
    is_reported_and_repaired("images but counts a different number")


def test_columns_that_differ_from_the_record_are_repaired(article):
    Article.objects.update(headline_key=5, section_slug="elsewhere")
    _, out = check("--repair")
    assert "section_slug, headline_key differ from its record" in out
    check("--repair")
    assert check() == (0, "No faults found.\n")


def test_an_article_whose_sources_are_all_former_is_repaired(article):
    SourceText.objects.update(current=False)
    is_reported_and_repaired("but none is current")


def test_a_text_without_keys_is_repaired(article):
    Sketch.objects.all().delete()
    is_reported_and_repaired("has no keys to find near-duplicates by")


def test_an_index_of_other_articles_is_rebuilt(article):
    [other] = stored(content(headline="Another", date="2016-03-15"))
    search.apply_changes()
    # One goes and one comes, and the log does not know of it.
    Article.objects.filter(pk=other).update(state="hidden")
    with store.writing():
        [unlogged] = store.add([Incoming(content(headline="Third"), source("third.txt"))])
        Change.objects.filter(article_id=unlogged).update(number=-unlogged)
        Generation.objects.update(number=F("number") - 1)
    _, out = check("--repair")
    assert "The index has 1 articles that are not published and lacks 1" in out


def test_an_import_whose_article_is_gone_is_reported(article):
    importing = pipeline.start(Import.Channel.COMMAND, "corpus", None)
    importing.files.create(name="lost.txt", sha256=b"", applied=True, article_id=9999)
    is_reported("article 9999, from lost.txt, is missing")


def test_an_upload_that_is_gone_is_reported(article):
    importing = pipeline.start(Import.Channel.UPLOAD, "corpus", None)
    importing.uploads.create(name="ferry.txt", file="uploads/nowhere", size=3)
    is_reported("the uploaded file ferry.txt is missing")


def test_rows_that_refer_to_nothing_are_reported(article):
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            # The other database never lets it come to this.
            return
        cursor.execute("SAVEPOINT broken")
        cursor.execute("PRAGMA defer_foreign_keys=ON")
        cursor.execute("UPDATE archive_byline SET author_id = 9999")
        assert "refers to a missing row of archive_author" in check()[1]
        cursor.execute("ROLLBACK TO broken")


def test_an_article_missing_from_the_log_is_repaired(article):
    Change.objects.all().delete()
    code, out = check()
    assert code == 1
    assert "not in the change log" in out
    check("--repair")
    assert check("--repair")[0] == 0


def test_an_author_without_articles_is_repaired(article):
    Author.objects.create(name="Nobody", slug="nobody")
    is_reported_and_repaired("has no article", noted=False)


def test_an_index_that_is_behind_is_repaired(article):
    stored(content(headline="Not indexed yet"))
    is_reported_and_repaired("changes behind", noted=False)


def test_a_dead_import_is_closed(article):
    Import.objects.create(
        origin=Import.Channel.COMMAND,
        state=Import.State.RUNNING,
        label="corpus",
        created_at=timezone.now(),
        lease_until=timezone.now() - timedelta(minutes=5),
    )
    is_reported_and_repaired("its process died", noted=False)


def test_a_forgotten_upload_is_removed(article, settings):
    folder = settings.MEDIA_ROOT / "uploads"
    folder.mkdir(parents=True)
    (folder / "left").write_bytes(b"x")
    is_reported_and_repaired("belongs to no import", noted=False)


# What editors did -------------------------------------------------------------------------------


@pytest.fixture
def corrected(article):
    store.correct(article, content(headline="Put right"), by=None, why="", version=1)
    search.apply_changes()
    return article


def test_an_edited_archive_agrees(corrected):
    store.set_state([corrected], "hidden", by=None, reason="")
    with store.writing():
        store.change(corrected, Incoming(content(headline="New"), source("later.txt")))
    search.apply_changes()
    assert check() == (0, "No faults found.\n")


def test_authors_that_a_correction_leaves_without_articles_go(article):
    other = content(authors=(AuthorContent("Ivo Stone"),), publication="Sports Gazette")
    store.correct(article, other, by=None, why="", version=1)
    search.apply_changes()
    assert [one.name for one in Author.objects.all()] == ["Ivo Stone"]
    assert [one.name for one in Publication.objects.all()] == ["Sports Gazette"]
    assert check() == (0, "No faults found.\n")


def test_a_correction_that_an_article_lost_is_reapplied(corrected):
    Article.objects.update(headline="Something else")
    is_reported_and_repaired("lost its corrections of: headline")
    assert Article.objects.get().headline == "Put right"
    assert Revision.objects.count() == 2


def test_a_missing_imprint_is_made_again(corrected):
    before = bytes(Imprint.objects.get().digest)
    Imprint.objects.all().delete()
    is_reported_and_repaired("a re-import would not recognise it")
    assert bytes(Imprint.objects.get().digest) == before == bytes(content().digest)


def test_an_imprint_without_a_correction_goes(corrected):
    Correction.objects.update(stands=False)
    is_reported_and_repaired("no longer active")


def test_a_missing_version_is_reported(corrected):
    store.correct(corrected, content(headline="Again"), by=None, why="", version=2)
    Revision.objects.filter(version=1).delete()
    search.apply_changes()
    assert "keeps 1 earlier versions but is version 3" in check()[1]
    Revision.objects.all().delete()
    assert "keeps none of its earlier versions" in check()[1]


def test_a_state_that_differs_from_the_history_is_repaired(article):
    store.set_state([article], "withdrawn", by=None, reason="A wish")
    Article.objects.update(state="published")
    search.apply_changes()
    is_reported_and_repaired("its history says withdrawn")
    assert Article.objects.get().state == "withdrawn"


def test_a_conflict_without_an_active_correction_is_settled(corrected):
    with store.writing():
        store.change(corrected, Incoming(content(headline="New"), source("later.txt")))
    search.apply_changes()
    Correction.objects.update(stands=False)
    Imprint.objects.all().delete()
    is_reported_and_repaired("was undone")


def test_a_question_about_a_corrected_field_goes(corrected):
    Doubt.objects.create(article_id=corrected, field="headline", kind=2, weight=500, key=1)
    is_reported_and_repaired("about a field that was corrected")


def test_an_import_whose_counts_differ_from_its_outcomes_is_repaired():
    importing = pipeline.start(Import.Channel.COMMAND, "test", None)
    jobs.run_here(importing, iter([records.SourceFile("a.txt", story(1))]), pipeline.silent)
    search.apply_changes()
    Import.objects.update(new=7, same=2)
    is_reported_and_repaired("counts new, same differently from its outcomes", noted=False)
    assert Import.objects.values_list("new", "same").get() == (1, 0)


def test_what_cannot_be_repaired_is_reported_as_such(article):
    SourceText.objects.update(packed=b"no")
    assert "cannot be unpacked. --repair cannot repair it." in check("--repair")[1]


def test_a_database_that_cannot_hold_every_character_stops_the_start(monkeypatch):
    @contextmanager
    def cursor():
        yield SimpleNamespace(execute=lambda sql: None, fetchone=lambda: ("SQL_ASCII",))

    fake = SimpleNamespace(vendor="postgresql", cursor=cursor)
    monkeypatch.setattr(database, "connections", {"default": fake})
    with pytest.raises(SystemCheckError, match=r"stores text as SQL_ASCII[\s\S]*createdb"):
        call_command("check", databases=["default"])


def test_the_database_of_the_tests_holds_every_character():
    call_command("check", databases=["default"])
