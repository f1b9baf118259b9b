"""What editors put right stays right; where a source says something new, an editor is asked."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from factory import LONG, content, news, source, stored

from archive import store
from archive.models import Article, Conflict, Correction, Imprint, Revision, SourceText, User
from archive.record.content import AuthorContent, ParagraphContent
from archive.record.incoming import Incoming
from archive.store import conflicts, load
from ingest import reparse
from ingest.models import Import, ImportedFile
from ingest.read_file import rejected
from ingest.undo import undo

pytestmark = pytest.mark.django_db

TEXT = content().paragraphs


def headline_of(pk):
    return load.contents_of([pk])[pk].headline


def corrected(pk, why="", **fields):
    """The present content with these fields put right by an editor."""
    article = Article.objects.get(pk=pk)
    present = load.contents_of([pk])[pk]
    store.correct(pk, replace(present, **fields), by=None, why=why, version=article.version)


_number = 0


def comes_in(pk, **fields):
    """A later file of the article."""
    global _number
    _number += 1
    with store.writing():
        return store.change(pk, Incoming(content(**fields), source(f"later-{_number}.txt")))


def waiting(pk):
    return Conflict.objects.waiting().filter(article=pk)


def test_a_source_that_says_what_it_said_asks_nothing():
    [pk] = stored(content())
    corrected(pk, headline="Second ferry for the islands")
    comes_in(pk, section="Harbour")
    assert headline_of(pk) == "Second ferry for the islands"
    assert not Conflict.objects.exists()


def test_a_source_that_says_something_new_is_put_to_an_editor():
    [pk] = stored(content())
    corrected(pk, headline="Put right")
    comes_in(pk, headline="Third ferry planned")
    assert headline_of(pk) == "Put right"
    assert waiting(pk).get().said == "Third ferry planned"


def test_a_source_that_comes_to_agree_settles_the_conflict():
    [pk] = stored(content())
    corrected(pk, headline="Put right")
    comes_in(pk, headline="Third ferry planned")
    comes_in(pk, headline="Put right")
    assert Conflict.objects.get().decision == "agreed"


def test_a_source_that_returns_to_its_words_settles_the_conflict():
    [pk] = stored(content())
    corrected(pk, headline="Put right")
    comes_in(pk, headline="Third ferry planned")
    comes_in(pk)
    assert Conflict.objects.get().decision == "returned"


def test_a_conflict_follows_the_latest_words_of_the_source():
    [pk] = stored(content())
    corrected(pk, headline="Put right")
    comes_in(pk, headline="Third ferry planned")
    comes_in(pk, headline="Fourth ferry planned")
    assert waiting(pk).get().said == "Fourth ferry planned"


def test_a_second_correction_stands_alone():
    [pk] = stored(content())
    corrected(pk, headline="First try")
    corrected(pk, headline="Second try")
    standing = Correction.objects.get(stands=True)
    assert (standing.new, standing.said) == ("Second try", content().headline)


def test_an_undone_correction_lets_the_source_speak_again():
    [pk] = stored(content())
    corrected(pk, headline="A mistake")
    corrected(pk, headline=content().headline)
    comes_in(pk, headline="Third ferry planned")
    assert headline_of(pk) == "Third ferry planned"


def test_an_author_set_in_capitals_is_nothing_new():
    [pk] = stored(content())
    corrected(pk, authors=(AuthorContent("Ivo Stone"),))
    comes_in(pk, authors=(AuthorContent("Mara Quill", printed="MARA QUILL"),))
    assert not Conflict.objects.exists()


def test_two_fields_are_two_conflicts():
    [pk] = stored(content())
    corrected(pk, headline="Put right", section="Harbour")
    comes_in(pk, headline="Third ferry planned", section="Sea")
    assert {one.field for one in waiting(pk)} == {"headline", "section"}


# Decisions ----------------------------------------------------------------------------------------


@pytest.fixture
def conflict():
    [pk] = stored(content())
    corrected(pk, headline="Put right", why="Misprint")
    comes_in(pk, headline="Third ferry planned")
    return waiting(pk).get()


def decide(conflict, decision):
    conflicts.decide(conflict.pk, decision, by=None, why="", seen=conflict.at)


def test_a_correction_that_is_kept_is_asked_about_no_more(conflict):
    decide(conflict, "kept")
    comes_in(conflict.article_id, headline="Third ferry planned", section="Sea")
    assert headline_of(conflict.article_id) == "Put right"
    assert not waiting(conflict.article_id).exists()


def test_the_source_followed_leads_from_then_on(conflict):
    decide(conflict, "source")
    assert headline_of(conflict.article_id) == "Third ferry planned"
    comes_in(conflict.article_id, headline="Fourth ferry planned")
    assert headline_of(conflict.article_id) == "Fourth ferry planned"


def test_something_else_put_in_the_article_settles_the_question(conflict):
    corrected(conflict.article_id, headline="Neither")
    conflict.refresh_from_db()
    assert conflict.decision == "other"
    assert Correction.objects.get(stands=True).said == "Third ferry planned"


def test_a_decision_about_words_that_have_changed_is_refused(conflict):
    comes_in(conflict.article_id, headline="Fourth ferry planned")
    with pytest.raises(conflicts.SourceChanged):
        decide(conflict, "source")


def test_a_decision_is_made_once(conflict):
    decide(conflict, "kept")
    with pytest.raises(conflicts.AlreadySettled):
        decide(conflict, "source")


# Kept through every way in --------------------------------------------------------------------


def imported(folder, name, data):
    """Import one file; its article's id."""
    (folder / name).write_bytes(data)
    call_command("import_articles", str(folder / name), stdout=StringIO())
    return ImportedFile.objects.latest("pk").article_id


def paper(headline="Second ferry for the islands", day="2016-03-14", mail="mquill"):
    return news(headline, day, LONG, mail=f"{mail}@aldercourier.example")


def test_a_correction_outlives_a_file_that_says_the_same_again(tmp_path):
    pk = imported(tmp_path, "a.txt", paper())
    corrected(pk, headline="Put right")
    assert imported(tmp_path, "b.txt", paper() + b"\n") == pk
    assert headline_of(pk) == "Put right"
    assert not Conflict.objects.exists()


def test_a_file_of_the_same_record_finds_its_article_under_a_corrected_date(tmp_path):
    pk = imported(tmp_path, "a.txt", paper())
    corrected(pk, date="2016-04-02", headline="Put right")
    assert imported(tmp_path, "b.txt", paper() + b"\n") == pk
    assert Article.objects.count() == 1
    assert str(Article.objects.get().first_day) == "2016-04-02"


def test_a_file_with_another_headline_finds_its_article_under_a_corrected_date(tmp_path):
    pk = imported(tmp_path, "a.txt", paper())
    corrected(pk, date="2016-04-02")
    assert imported(tmp_path, "b.txt", paper("Ferries run twice a day")) == pk
    assert headline_of(pk) == "Ferries run twice a day"


def test_a_file_that_differs_in_a_corrected_field_alone_asks_an_editor(tmp_path):
    pk = imported(tmp_path, "a.txt", paper())
    corrected(pk, headline="Put right")
    assert imported(tmp_path, "b.txt", paper("Third ferry planned")) == pk
    assert ImportedFile.objects.latest("pk").outcome == "duplicate"
    assert waiting(pk).get().said == "Third ferry planned"


def test_undoing_the_import_withdraws_what_its_file_said(tmp_path):
    pk = imported(tmp_path, "a.txt", paper())
    corrected(pk, headline="Put right")
    imported(tmp_path, "b.txt", paper("Third ferry planned"))
    undo(Import.objects.latest("pk"), None)
    assert not Conflict.objects.exists()
    assert headline_of(pk) == "Put right"


def test_a_later_parser_that_reads_otherwise_asks_an_editor(monkeypatch):
    [pk] = stored(content())
    corrected(pk, headline="Put right")

    def read(source):
        found = content(headline="Read anew")
        return rejected(source, "")._replace(encoding="utf-8", content=found)

    monkeypatch.setattr(reparse, "read_all", lambda files, processes: map(read, files))
    reparse.reparse(apply=True)
    assert headline_of(pk) == "Put right"
    assert waiting(pk).get().said == "Read anew"


def test_an_import_beside_many_articles_without_corrections_asks_for_none(tmp_path):
    pk = imported(tmp_path, "a.txt", paper())
    imported(tmp_path, "b.txt", paper("Third ferry planned"))
    assert headline_of(pk) == "Third ferry planned"
    assert not Imprint.objects.exists()


# Back to an earlier version -----------------------------------------------------------------------


def test_a_return_is_a_new_version_and_nothing_is_lost():
    [pk] = stored(content())
    corrected(pk, headline="Second")
    corrected(pk, headline="Third")
    conflicts.return_to(pk, 2, by=None, why="The third was wrong", seen=3)
    assert headline_of(pk) == "Second"
    assert Article.objects.get(pk=pk).version == 4
    kept = Revision.objects.filter(article=pk).order_by("version")
    assert [one.restored().headline for one in kept] == [content().headline, "Second", "Third"]


def test_a_return_says_who_and_why():
    [pk] = stored(content())
    editor = User.objects.create(username="ed")
    corrected(pk, headline="Second")
    made = conflicts.return_to(pk, 1, by=editor, why="It was right", seen=2)
    assert (made.reason, made.replaced_by) == ("returned to version 1", editor)
    assert Correction.objects.latest("pk").why == "It was right"


def test_a_return_to_what_the_source_says_lets_it_speak_again():
    [pk] = stored(content())
    corrected(pk, headline="Second")
    conflicts.return_to(pk, 1, by=None, why="", seen=2)
    comes_in(pk, headline="Third ferry planned")
    assert headline_of(pk) == "Third ferry planned"


def test_an_earlier_version_that_was_chosen_outlives_the_next_file():
    [pk] = stored(content())
    comes_in(pk, headline="Cut short")
    conflicts.return_to(pk, 1, by=None, why="", seen=2)
    comes_in(pk, headline="Cut short", section="Harbour")
    now = load.contents_of([pk])[pk]
    assert (now.headline, now.section) == (content().headline, "Harbour")


def test_with_an_earlier_version_its_source_is_shown_again():
    [pk] = stored(content())
    first = SourceText.objects.get(article=pk)
    comes_in(pk, headline="Cut short")
    conflicts.return_to(pk, 1, by=None, why="", seen=2)
    assert SourceText.objects.get(article=pk, current=True) == first


def test_a_return_after_somebody_else_wrote_is_refused():
    [pk] = stored(content())
    corrected(pk, headline="Second")
    corrected(pk, headline="Third")
    with pytest.raises(store.EditedMeanwhile):
        conflicts.return_to(pk, 1, by=None, why="", seen=2)


def test_undoing_an_import_lets_the_correction_before_it_stand():
    [pk] = stored(content())
    corrected(pk, headline="Second")
    revision = comes_in(pk, section="Harbour")
    corrected(pk, headline="Third")
    with store.writing():
        store.restore(revision, by=None, reason=Revision.Reason.IMPORT_UNDONE)
    assert Correction.objects.get(stands=True).new == headline_of(pk) == "Second"


# Made one -----------------------------------------------------------------------------------------


def test_a_corrected_paragraph_and_an_added_one_are_merged():
    [pk] = stored(content())
    mended = (TEXT[0], ParagraphContent("Fares stay as they were."))
    corrected(pk, paragraphs=mended)
    comes_in(pk, paragraphs=(ParagraphContent("An update."), *TEXT))
    texts = [one["text"] for one in conflicts.merged_value(waiting(pk).get())]
    assert texts == ["An update.", TEXT[0].text, "Fares stay as they were."]


def test_two_changes_of_one_paragraph_are_left_to_the_editor():
    [pk] = stored(content())
    corrected(pk, paragraphs=(ParagraphContent("Mended."), TEXT[1]))
    comes_in(pk, paragraphs=(ParagraphContent("Rewritten."), TEXT[1]))
    assert conflicts.merged_value(waiting(pk).get()) is None
