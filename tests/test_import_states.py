"""An import changes its state once, however often and by how many its buttons are pressed."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.utils import timezone
from import_factory import corpus, go, previewed_import
from test_import_pages import page_of, preview, upload

from archive.db import statements
from archive.models import Article, Doubt, User
from ingest import admin, jobs, pipeline
from ingest.models import Import, ImportedFile
from ingest.undo import undo

pytestmark = pytest.mark.django_db
State = Import.State


@pytest.fixture
def previewed(tmp_path):
    return previewed_import(corpus(tmp_path / "corpus", 60))


def finished(importing):
    """Brought to the end of what a request began and, on a slow machine, left to the worker."""
    importing.refresh_from_db()
    return go(importing) if importing.is_active else importing


def press(client, importing, **button):
    return client.post(page_of(importing), button, follow=True).content.decode()


def test_two_who_confirm_at_once_import_once(previewed):
    other = Import.objects.get()
    jobs.confirm(previewed)
    go(previewed, lambda: False)
    with pytest.raises(jobs.WrongState):
        jobs.confirm(other)
    go(previewed)
    assert previewed.state == State.DONE
    assert ImportedFile.objects.filter(applied=True).count() == 60


def test_two_who_undo_at_once_undo_once(previewed):
    jobs.confirm(previewed)
    other = Import.objects.get(pk=go(previewed).pk)
    undo(previewed, None)
    with pytest.raises(jobs.WrongState):
        undo(other, None)


def test_an_import_that_goes_on_meanwhile_is_not_undone(previewed):
    jobs.confirm(previewed)
    Import.objects.update(wish=Import.Wish.PAUSE)
    stale = Import.objects.get(pk=go(previewed).pk)
    jobs.resume(previewed)
    with pytest.raises(jobs.WrongState):
        undo(stale, None)
    assert Article.objects.exists()


def test_what_can_no_longer_be_done_is_said_and_nothing_happens(admin_client, previewed):
    jobs.confirm(previewed)
    go(previewed)
    for name in ("confirm", "drop", "pause", "resume", "cancel", "all"):
        assert "This is not possible now: the import is “Done”." in press(
            admin_client, previewed, **{name: "1"}
        )
    assert "This is not possible now" in press(admin_client, previewed, nothing="1")


def test_undoing_again_is_said_to_be_done_already(admin_client, previewed):
    jobs.confirm(previewed)
    go(previewed)
    assert "The import was undone." in press(admin_client, previewed, undo="1", sure="1")
    again = press(admin_client, previewed, undo="1", sure="1")
    assert "This is not possible now: the import is “Undone”." in again


def test_a_fault_while_reading_does_not_skip_the_confirmation(previewed, monkeypatch, admin_client):
    importing = pipeline.start(Import.Channel.FOLDER, "again", None, folder=previewed.folder)

    def locked(*arguments, **options):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(statements, "insert", locked)
        go(importing)
    assert importing.state == State.FAILED
    page = admin_client.get(page_of(importing)).content.decode()
    assert "Failed while reading; nothing was written" in page
    press(admin_client, importing, resume="1")
    finished(importing)
    assert importing.state == State.PREVIEW
    assert not Article.objects.exists()


def test_what_a_fault_stopped_while_it_was_read_can_be_dropped_with_its_files(
    admin_client, monkeypatch
):
    def locked(*arguments, **options):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(statements, "insert", locked)
        preview(admin_client, upload())
    importing = Import.objects.get()
    assert importing.state == State.FAILED
    assert importing.uploads.exists()
    page = press(admin_client, importing, drop="1")
    assert "was discarded. Nothing was written." in page
    assert "was locked" not in page
    importing.refresh_from_db()
    assert importing.state == State.CANCELLED
    assert not importing.uploads.exists()


def test_what_a_fault_stopped_behind_the_confirmation_is_not_dropped(admin_client, previewed):
    jobs.confirm(previewed)
    Import.objects.update(state=State.FAILED)
    assert 'name="drop"' not in admin_client.get(page_of(previewed)).content.decode()
    assert "This is not possible now" in press(admin_client, previewed, drop="1")
    previewed.refresh_from_db()
    with pytest.raises(jobs.WrongState):
        jobs.drop(previewed)


def test_a_cancelled_import_is_not_merely_paused_by_a_later_click(admin_client, previewed):
    jobs.confirm(previewed)
    jobs.claim()
    press(admin_client, previewed, cancel="1")
    press(admin_client, previewed, pause="1")
    previewed.refresh_from_db()
    assert previewed.wish == Import.Wish.CANCEL


def test_a_preview_read_again_keeps_its_lease_and_heeds_who_drops_it(previewed, monkeypatch):
    Import.objects.update(state=State.READING, worker="", lease_until=None)
    importing = jobs.claim()
    soon = timezone.now() + timedelta(seconds=1)
    Import.objects.update(lease_until=soon)
    importing.refresh_from_db()
    asked = []
    pipeline.preview(importing, jobs.files_of(importing), lambda: asked.append(1) or True)
    assert asked
    importing.refresh_from_db()
    assert importing.lease_until > soon + timedelta(seconds=10)


def test_a_preview_read_again_stops_when_another_worker_has_it(previewed):
    Import.objects.update(state=State.READING, worker="", lease_until=None)
    importing = jobs.claim()
    Import.objects.update(worker="another:1")
    importing.lease_until = timezone.now()
    with pytest.raises(pipeline.LeaseLost):
        pipeline.preview(importing, jobs.files_of(importing))


def test_a_dropped_preview_says_that_nothing_was_written_and_has_nothing_to_undo(admin_client):
    preview(admin_client, upload())
    importing = Import.objects.get()
    page = press(admin_client, importing, drop="1")
    assert "nothing was written" in page
    assert 'name="undo"' not in page
    assert "This is not possible now" in press(admin_client, importing, undo="1", sure="1")


def test_what_brought_nothing_has_nothing_to_undo_or_to_settle(admin_client, previewed):
    jobs.confirm(previewed)
    go(previewed)
    Doubt.objects.create(
        article=Article.objects.latest("pk"), field="headline", kind=1, weight=1, key=b"1"
    )
    again = pipeline.start(Import.Channel.FOLDER, "again", None, folder=previewed.folder)
    jobs.confirm(go(again))
    assert go(again).same == 60
    page = admin_client.get(page_of(again)).content.decode()
    assert 'name="undo"' not in page
    assert "Review doubtful fields" not in page
    assert "Review doubtful fields" in admin_client.get(page_of(previewed)).content.decode()


def test_cancelled_before_it_began_it_says_that_nothing_was_written(admin_client, previewed):
    jobs.confirm(previewed)
    page = press(admin_client, previewed, cancel="1")
    assert "Cancelled. Nothing was written." in page
    assert 'name="undo"' not in page


def test_pausing_where_nobody_works_on_it_yet_holds_it_at_once(admin_client, previewed):
    jobs.confirm(previewed)
    page = press(admin_client, previewed, pause="1")
    assert "Paused: 0 of 60 files" in page
    assert 'name="resume"' in page


def test_what_was_dropped_while_its_last_file_was_read_is_dropped(previewed, monkeypatch):
    def read_to_its_end(importing, *arguments, **options):
        Import.objects.update(wish=Import.Wish.CANCEL)
        return True

    monkeypatch.setattr(pipeline, "preview", read_to_its_end)
    Import.objects.update(state=State.READING)
    assert go(previewed).state == State.CANCELLED


@pytest.mark.parametrize("button", ["all", "choose", "take", "confirm"])
def test_a_choice_that_comes_after_somebody_confirmed_changes_nothing(
    button, admin_client, previewed, monkeypatch
):
    jobs.confirm(previewed)
    # As for a page that was asked for while the other's button was pressed.
    monkeypatch.setattr(admin, "_is_possible", lambda name, importing: True)
    given = {"choice-3": "skip", button: "3:headline:0" if button == "take" else "skip"}
    assert "This is not possible now: the import is “Queued”." in press(
        admin_client, previewed, **given
    )
    assert not previewed.files.exclude(choice="").exists()


def test_what_was_confirmed_before_an_upgrade_counts_as_confirmed(admin_client, previewed):
    jobs.confirm(previewed)
    Import.objects.update(started_at=None)
    go(previewed)
    assert 'name="undo"' in admin_client.get(page_of(previewed)).content.decode()


def test_an_import_that_was_paused_and_undone_has_an_end(admin_client, previewed):
    jobs.confirm(previewed)
    go(previewed, lambda: False)
    Import.objects.update(wish=Import.Wish.PAUSE)
    go(previewed)
    assert previewed.state == State.PAUSED
    assert "Undone. Imported on" in press(admin_client, previewed, undo="1", sure="1")


def test_only_buttons_that_may_be_pressed_are_offered(client, previewed):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_import"))
    client.force_login(user)
    page = client.get(page_of(previewed)).content.decode()
    assert not re.findall('name="(confirm|drop|choose|all|choice-0)"', page)
    jobs.confirm(previewed)
    go(previewed)
    assert 'name="undo"' not in client.get(page_of(previewed)).content.decode()


def test_cancelling_where_nobody_works_any_more_ends_it_at_once(admin_client, previewed):
    jobs.confirm(previewed)
    dead = jobs.claim()
    dead.state, dead.worker = State.RUNNING, "another:1"
    dead.lease_until = timezone.now() - timedelta(seconds=1)
    dead.save()
    press(admin_client, previewed, cancel="1")
    previewed.refresh_from_db()
    assert previewed.state == State.CANCELLED
    assert not Article.objects.exists()


def test_the_rate_counts_from_when_it_went_on_not_from_before_the_pause(admin_client, previewed):
    jobs.confirm(previewed)
    Import.objects.update(wish=Import.Wish.PAUSE)
    go(previewed)
    Import.objects.update(started_at=timezone.now() - timedelta(days=1))
    Import.objects.update(
        state=State.RUNNING, wish="", lease_until=timezone.now() + timedelta(minutes=1),
        running_from=previewed.position, position=previewed.position + 20,
        running_since=timezone.now() - timedelta(seconds=2),
    )  # fmt: skip
    page = admin_client.get(page_of(previewed)).content.decode()
    assert "10 a second" in page


def test_every_button_is_in_the_history_and_what_failed_is_not(admin_client, previewed):
    for name in ("take", "all", "confirm", "confirm"):
        press(admin_client, previewed, **{name: "take"})
    finished(previewed)
    press(admin_client, previewed, undo="1", sure="1")
    press(admin_client, previewed, undo="1", sure="1")
    said = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert said == ["60 files: Import", "Confirmed", "Undone"]
