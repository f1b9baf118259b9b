"""Imports that are interrupted, taken over, paused: nothing lost, nothing twice."""

import gc
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.utils import timezone
from import_factory import corpus, go, previewed_import

from archive import store
from archive.models import Article, SourceText
from ingest import jobs, pipeline
from ingest.models import Import, ImportedFile

pytestmark = pytest.mark.django_db

State = Import.State
#: In a folder: batches of 20, 40 and the rest.
FILES = 70


@pytest.fixture
def folder(tmp_path):
    return corpus(tmp_path / "corpus", FILES)


@pytest.fixture
def previewed(folder):
    return previewed_import(folder)


def after(batches):
    """Goes on for so many batches."""
    left = iter([True] * (batches - 1))
    return lambda: next(left, False)


def everything_is_in_once(importing):
    files = ImportedFile.objects.filter(of=importing)
    assert importing.state == State.DONE
    assert importing.total == files.filter(applied=True).count() == FILES
    assert files.count() == FILES
    assert SourceText.objects.count() == importing.new + importing.changed + importing.duplicate


def test_a_whole_import_goes_through_its_states(previewed):
    jobs.confirm(previewed)
    go(previewed)
    everything_is_in_once(previewed)


def test_an_import_that_was_stopped_goes_on_where_it_was(previewed):
    jobs.confirm(previewed)
    go(previewed, after(1))
    assert previewed.state == State.RUNNING
    assert previewed.position == pipeline.FIRST_BATCH
    go(previewed)
    everything_is_in_once(previewed)


def test_a_preview_that_was_stopped_goes_on_where_it_was(folder):
    importing = pipeline.start(Import.Channel.FOLDER, "corpus", None, folder=str(folder))
    go(importing, after(1))
    assert importing.state == State.READING
    go(importing)
    assert importing.state == State.PREVIEW
    assert list(importing.files.values_list("number", flat=True)) == list(range(FILES))


def test_what_a_request_imports_leaves_the_collecting_of_garbage_as_it_is(previewed, monkeypatch):
    found = set()
    monkeypatch.setattr(
        pipeline, "store_batch", lambda *arguments: [found.add(gc.get_threshold())][:0]
    )
    jobs.confirm(previewed)
    jobs.begin(previewed)
    assert found == {gc.get_threshold()}


def test_batches_do_not_shrink_because_others_went_first(tmp_path, monkeypatch):
    importing = previewed_import(corpus(tmp_path / "more", 20 + 40 + 80))
    jobs.confirm(importing)
    now = 0.0

    def others_write():
        nonlocal now
        now += 2 * pipeline.BATCH_SECONDS

    monkeypatch.setattr(pipeline, "time", SimpleNamespace(perf_counter=lambda: now))
    monkeypatch.setattr(pipeline.locks, "yield_to_writers", others_write)
    sizes = []
    pipeline.run(
        importing, jobs.files_of(importing), lambda planned: sizes.append(len(planned)),
        pipeline.always, processes=0,
    )  # fmt: skip
    assert sizes == [20, 40, 80]


def test_batches_grow_up_to_a_limit_and_shrink_where_they_take_too_long():
    assert pipeline.next_size(20, 0.01) == 40
    assert pipeline.next_size(pipeline.BATCH, 0.01) == pipeline.BATCH
    assert pipeline.next_size(200, 3.0) == 20
    assert pipeline.next_size(2, 60.0) == 1


def test_a_job_is_claimed_by_one_worker_only(previewed):
    jobs.confirm(previewed)
    assert jobs.claim() is not None
    assert jobs.claim() is None


def test_when_the_lease_has_run_out_another_worker_takes_over(previewed):
    jobs.confirm(previewed)
    jobs.claim()
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.claim().pk == previewed.pk


def test_the_worker_that_lost_its_lease_writes_nothing_more(previewed):
    jobs.confirm(previewed)
    slow = jobs.claim()
    Import.objects.update(worker="another:1")
    jobs.work_on(slow, pipeline.always)
    assert not Article.objects.exists()
    previewed.refresh_from_db()
    assert previewed.worker == "another:1"


def test_pausing_stops_after_the_batch_and_continuing_ends_it(previewed):
    jobs.confirm(previewed)
    Import.objects.update(wish=Import.Wish.PAUSE)
    go(previewed)
    assert previewed.state == State.PAUSED
    assert 0 < previewed.position < FILES
    jobs.resume(previewed)
    go(previewed)
    everything_is_in_once(previewed)


def test_a_wish_that_comes_at_the_last_moment_is_not_lost(previewed):
    def paused_meanwhile():
        Import.objects.update(wish=Import.Wish.PAUSE)
        return False

    jobs.confirm(previewed)
    jobs.work_on(jobs.claim(), paused_meanwhile)
    go(previewed)
    assert previewed.state == State.PAUSED


def test_cancelling_keeps_what_is_in(previewed):
    jobs.confirm(previewed)
    Import.objects.update(wish=Import.Wish.CANCEL)
    go(previewed)
    assert previewed.state == State.CANCELLED
    assert Article.objects.count() == previewed.new > 0


def test_a_full_disk_is_said_and_the_import_can_be_continued(previewed, monkeypatch):
    jobs.confirm(previewed)
    add = store.add

    def full(incoming):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(store, "add", full)
    go(previewed)
    assert previewed.state == State.FAILED
    assert "Free some space, then resume" in previewed.problem
    monkeypatch.setattr(store, "add", add)
    jobs.resume(previewed)
    go(previewed)
    everything_is_in_once(previewed)


def test_a_choice_in_the_preview_is_heeded(previewed):
    ImportedFile.objects.filter(number__in=[3, 4]).update(choice="skip")
    jobs.confirm(previewed)
    go(previewed)
    assert previewed.skipped == 2
    assert not SourceText.objects.filter(name__in=["003.txt", "004.txt"]).exists()


def test_a_dead_import_from_the_command_line_is_closed_and_said(folder):
    importing = pipeline.start(Import.Channel.COMMAND, "corpus", None)
    importing.state = State.RUNNING
    importing.lease_until = timezone.now() - timedelta(seconds=1)
    importing.save()
    [closed] = jobs.close_dead()
    assert closed.state == State.FAILED
    assert "Run the same command again to import the rest" in closed.problem
