"""The index follows the change log, heals itself, and never stops the archive from answering."""

import os
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from search_factory import article, noted

from archive import search
from archive.models import Article, Generation
from archive.search.embedded.writer import TantivyWriter
from archive.search.index import documents
from archive.selection import Selection
from archive.store import changelog


def found(q=""):
    return search.search(Selection(q=q)).total


@pytest.mark.django_db
class TestFollowing:
    def test_what_was_saved_is_found_after_the_log_was_followed(self):
        search.heal()
        article("Ferry")
        article("Barge")
        assert search.apply_changes() == 2
        assert (found("ferry"), found()) == (1, 2)
        assert search.apply_changes() == 0

    def test_an_article_that_changed_is_found_by_its_new_words_only(self):
        made = article("Ferry")
        search.heal()
        Article.objects.update(headline="Barge")
        noted(made)
        search.apply_changes()
        assert (found("ferry"), found("barge")) == (0, 1)

    @pytest.mark.parametrize("state", [Article.State.HIDDEN, Article.State.WITHDRAWN])
    def test_what_is_not_published_leaves_the_index(self, state):
        made = article("Ferry")
        search.heal()
        Article.objects.update(state=state)
        noted(made)
        assert search.apply_changes() == 1
        assert found("ferry") == 0

    def test_what_was_deleted_leaves_the_index(self):
        made = article("Ferry")
        search.heal()
        with transaction.atomic():
            pk = made.pk
            made.delete()
            changelog.note([pk], deleted=True)
        search.apply_changes()
        assert found("ferry") == 0

    def test_many_changes_are_followed_in_batches(self, monkeypatch, django_assert_max_num_queries):
        monkeypatch.setattr("archive.search.index.documents.BATCH", 10)
        search.heal()
        for number in range(35):
            article(f"Ferry {number}")
        with django_assert_max_num_queries(1 + 5 + 4 * 5):
            assert search.apply_changes() == 35
        assert found("ferry") == 35

    def test_status_says_how_far_the_index_is_behind(self):
        search.heal()
        article("Ferry")
        status = search.status()
        assert (status.number, status.behind, status.problem) == (0, 1, "")
        search.apply_changes()
        status = search.status()
        assert (status.number, status.behind, status.articles) == (1, 0, 1)
        assert status.bytes > 0

    def test_a_missing_index_is_a_problem_in_words(self):
        article("Ferry")
        status = search.status()
        assert (status.number, status.behind) == (-1, 1)
        assert status.problem.endswith(".")


@pytest.mark.django_db
class TestHealing:
    def test_a_complete_index_needs_nothing(self):
        article("Ferry")
        search.heal()
        assert search.heal() == ""

    def test_what_was_saved_and_not_indexed_is_found_after_the_next_start(self):
        search.heal()
        article("Ferry")
        assert "1 changed" in search.heal()
        assert found("ferry") == 1

    def test_what_would_take_long_is_left_until_the_archive_is_open(self):
        article("Ferry")
        article("Barge")
        assert search.heal(most=1) == "2 articles will be indexed once the archive is open."
        assert search.status().number == -1
        assert "built with 2" in search.heal(most=2)
        article("Tug")
        article("Tram")
        assert search.heal(most=1).startswith("2 articles will be indexed")
        assert found() == 2

    def test_a_deleted_index_is_rebuilt(self, settings):
        import shutil

        article("Ferry")
        search.heal()
        shutil.rmtree(settings.SEARCH_INDEX_DIR)
        with pytest.raises(search.SearchUnavailable):
            found("ferry")
        assert "built with 1" in search.heal()
        assert found("ferry") == 1

    def test_a_new_archive_is_told_of_no_damage(self):
        assert search.status().problem == "There is no search index yet; it is being built."
        assert search.heal() == "The search index was built with 0 articles."

    def test_following_the_log_rebuilds_what_cannot_be_used(self):
        article("Ferry")
        assert search.apply_changes() == 1
        assert found("ferry") == 1

    def test_a_foreign_index_is_rebuilt(self):
        import uuid

        article("Ferry")
        search.heal()
        Generation.objects.update(archive=uuid.uuid4())
        assert "rebuilt" in search.heal()

    def test_an_index_ahead_of_a_restored_database_is_rebuilt(self):
        article("Ferry")
        article("Ferry")
        search.heal()
        Article.objects.last().delete()
        Generation.objects.update(number=1)
        assert "rebuilt with 1" in search.heal()
        assert found("ferry") == 1

    def test_a_file_damaged_while_the_index_is_shut_is_noticed(self, settings, tmp_path):
        article("Ferry")
        search.heal()
        settings.SEARCH_INDEX_DIR = settings.SEARCH_INDEX_DIR.rename(tmp_path / "moved")
        path = next(settings.SEARCH_INDEX_DIR.glob("index-*/*.term"))
        path.write_bytes(path.read_bytes()[:-40])
        with pytest.raises(search.SearchUnavailable):
            found("ferry")
        assert "rebuilt" in search.heal()
        assert found("ferry") == 1

    def test_an_article_that_changes_during_a_rebuild_is_there_once_and_new(self, monkeypatch):
        made = article("Ferry")
        whole = documents.all_indexed

        def changing():
            for batch in whole():
                yield batch
                Article.objects.update(headline="Barge")
                noted(made)

        monkeypatch.setattr("archive.search.index.documents.all_indexed", changing)
        search.rebuild()
        assert (found("ferry"), found("barge"), found()) == (0, 1, 1)
        assert search.status().behind == 0

    def test_while_another_process_has_the_index_nothing_is_done_and_nothing_breaks(self):
        search.heal()
        article("Ferry")
        with search.engine().writing(changelog.state().archive):
            assert search.apply_changes() == 0
            with pytest.raises(search.SearchUnavailable, match="Another process"):
                search.rebuild()
        assert search.apply_changes() == 1


@pytest.mark.django_db
class TestCommand:
    def test_rebuild_index_says_what_it_holds(self, capsys):
        article("Ferry")
        call_command("rebuild_index")
        assert "holds 1 articles" in capsys.readouterr().out

    def test_if_needed_does_nothing_when_all_is_well(self, capsys):
        article("Ferry")
        call_command("rebuild_index", "--if-needed")
        assert "built with 1" in capsys.readouterr().out
        call_command("rebuild_index", "--if-needed")
        assert "up to date" in capsys.readouterr().out

    def test_it_fails_in_a_sentence_while_another_process_writes(self):
        search.heal()
        with (
            search.engine().writing(changelog.state().archive),
            pytest.raises(CommandError, match="Another process"),
        ):
            call_command("rebuild_index")

    def test_a_rebuild_leaves_out_what_is_not_published(self):
        article("Ferry", state=Article.State.HIDDEN)
        article("Ferry")
        search.rebuild()
        assert found("ferry") == 1


def waited_for(what, seconds=30):
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return what()


def counted(monkeypatch):
    """The change numbers of commits to come."""
    commits = []
    commit = TantivyWriter.commit
    monkeypatch.setattr(
        TantivyWriter, "commit", lambda self, number: (commits.append(number), commit(self, number))
    )
    return commits


@pytest.mark.django_db(transaction=True)
class TestServing:
    def test_a_serving_process_follows_the_log_by_itself(self):
        search.heal()
        stop = threading.Event()
        thread = threading.Thread(target=search.keep_up, args=(stop,))
        thread.start()
        try:
            article("Ferry")
            assert waited_for(lambda: found("ferry") == 1)
        finally:
            stop.set()
            thread.join(10)
        assert not thread.is_alive()

    def test_while_an_import_goes_on_its_articles_are_found_in_few_commits(self, monkeypatch):
        quick = {
            "IMPORT_CHANGES": 2,
            "POLL_SECONDS": 0.05,
            "IMPORT_POLL_SECONDS": 0.05,
            "QUIET_SECONDS": 2.0,
        }
        for name, value in quick.items():
            monkeypatch.setattr(f"archive.search.index.sync.{name}", value)
        commits = counted(monkeypatch)
        search.heal()
        stop = threading.Event()
        for number in range(3):
            article(f"Ferry {number}")
        thread = threading.Thread(target=search.keep_up, args=(stop,))
        thread.start()
        try:
            for number in range(3, 7):
                time.sleep(0.1)
                article(f"Ferry {number}")
            assert waited_for(lambda: found("ferry") == 7)
        finally:
            stop.set()
            thread.join(10)
        assert len(commits) <= 2

    def test_keeping_up_outlives_a_failure(self, monkeypatch):
        monkeypatch.setattr("archive.search.index.sync.RETRY_SECONDS", 0.1)
        monkeypatch.setattr("archive.search.index.sync.POLL_SECONDS", 0.1)
        calls = []

        def failing(engine, stop):
            calls.append(engine)
            raise OSError("no space left")

        monkeypatch.setattr("archive.search.index.sync.apply_changes", failing)
        stop = threading.Event()
        thread = threading.Thread(target=search.keep_up, args=(stop,))
        thread.start()
        assert waited_for(lambda: len(calls) > 2)
        stop.set()
        thread.join(10)
        assert not thread.is_alive()

    def test_a_forked_process_opens_the_index_anew(self):
        article("Ferry")
        search.heal()
        assert found("ferry") == 1
        parent = search.engine()
        child = os.fork()
        if child == 0:
            mine = search.engine()
            right = mine is not parent and mine.count(Selection(q="ferry")) == 1
            os._exit(0 if right else 1)
        assert os.waitpid(child, 0)[1] == 0

    def test_searching_goes_on_while_the_index_is_rebuilt_again_and_again(self):
        for number in range(20):
            article(f"Ferry {number}")
        search.heal()
        stop, totals, errors = threading.Event(), set(), []

        def reading():
            while not stop.is_set():
                try:
                    totals.add(search.engine().search(Selection(q="ferry"), 1, 25).total)
                except Exception as error:
                    errors.append(error)

        thread = threading.Thread(target=reading)
        thread.start()
        for _ in range(5):
            search.rebuild()
        stop.set()
        thread.join(10)
        assert (totals, errors) == ({20}, [])
