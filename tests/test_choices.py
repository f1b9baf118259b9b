"""What an editor chooses in a preview: defaults for the import, choices per file, runners-up."""

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from factory import LONG, news
from test_import_pages import ADD, FERRY, confirm, latest, page_of, preview, upload

from archive.models import Article, Correction, Revision
from ingest.models import Import

pytestmark = pytest.mark.django_db

LATER = FERRY.replace(b"nineteen days", b"twenty days")
#: The same record in other bytes: a second blank line says nothing.
AGAIN = FERRY.replace(b"\n\n", b"\n\n\n\n")
#: No headline is read here, but there is a line that may be one.
BARE = f"Harbour\n\nFerry timetable\n\n{LONG}\n".encode()


def imported(client, *files):
    preview(client, *files)
    confirm(client)


def preview_with(client, *files, **defaults):
    sent = {"files": list(files), "preview": "1"} | defaults
    return client.post(ADD, sent, follow=True).content.decode()


def press(client, query="", **sent):
    return client.post(page_of(latest()) + query, sent, follow=True).content.decode()


def history():
    return [one.get_change_message() for one in LogEntry.objects.order_by("pk")]


def test_the_form_offers_the_defaults_with_the_settings_chosen(admin_client, settings):
    settings.IMPORT_CHANGED = "skip"
    form = admin_client.get(ADD).context["form"]
    assert form["for_changed"].value() == "skip"
    assert form["for_duplicate"].value() == "note"


def test_a_default_that_there_is_not_gets_a_sentence(admin_client):
    page = preview_with(admin_client, upload(), for_changed="erase")
    assert "erase is not one of the available choices" in page
    assert not Import.objects.exists()


def test_changed_files_become_versions_unless_said_otherwise(admin_client):
    imported(admin_client, upload())
    page = preview_with(admin_client, upload("later.txt", LATER))
    assert "Changed articles become new versions; the earlier text is kept." in page
    assert "Imported: 1 changed." in confirm(admin_client).content.decode()
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(("default", "said", "articles"), [
    ("new", "Imported: 1 new.", 2), ("skip", "Imported: 1 skipped.", 1),
])  # fmt: skip
def test_the_default_for_changed_files_is_heeded(admin_client, default, said, articles):
    imported(admin_client, upload())
    preview_with(admin_client, upload("later.txt", LATER), for_changed=default)
    assert said in confirm(admin_client).content.decode()
    assert (Article.objects.count(), Revision.objects.count()) == (articles, 0)


@pytest.mark.parametrize(("default", "said", "articles"), [
    ("note", "Imported: 1 duplicate.", 1), ("new", "Imported: 1 new.", 2),
    ("skip", "Imported: 1 skipped.", 1),
])  # fmt: skip
def test_the_default_for_duplicates_is_heeded(admin_client, default, said, articles):
    imported(admin_client, upload())
    preview_with(admin_client, upload("again.txt", AGAIN), for_duplicate=default)
    assert said in confirm(admin_client).content.decode()
    assert Article.objects.count() == articles


def test_a_choice_for_one_file_overrides_the_default(admin_client):
    imported(admin_client, upload())
    preview_with(admin_client, upload("later.txt", LATER), for_changed="skip")
    press(admin_client, choose="1", **{"choice-0": "take"})
    assert "Imported: 1 changed." in confirm(admin_client).content.decode()


def test_choices_made_when_confirming_are_heeded_and_in_the_history(admin_client):
    preview(admin_client, upload())
    page = press(admin_client, confirm="1", **{"choice-0": "skip"})
    assert "Imported: 1 skipped." in page
    assert history()[-2:] == ["Choices for 1 file", "Confirmed"]


def test_confirming_what_the_page_offers_chooses_nothing(admin_client):
    page = preview_with(admin_client, upload())
    assert '<option value="take" selected>' in page
    press(admin_client, confirm="1", **{"choice-0": "take"})
    assert history()[-2:] == ["Started: ferry.txt", "Confirmed"]


def test_one_choice_for_all_that_were_found_leaves_the_others(admin_client):
    clock = news("Who winds the clock?", "2016-03-15", "Nobody could say on Friday evening.")
    preview(admin_client, upload(), upload("clock.txt", clock))
    page = press(admin_client, "?q=clock", all="skip")
    assert "1 file: Skip" in page
    assert "Imported: 1 new, 1 skipped." in confirm(admin_client).content.decode()
    assert Article.objects.get().headline == "Second ferry for the islands"


def test_a_preview_is_searched_by_headline_too(admin_client):
    clock = news("Who winds the clock?", "2016-03-15", "Nobody could say on Friday evening.")
    preview(admin_client, upload(), upload("b.txt", clock))
    page = admin_client.get(page_of(latest()) + "?q=WINDS").content.decode()
    assert "b.txt" in page
    assert "ferry.txt</th>" not in page


def test_doubtful_files_come_first_and_can_be_asked_for_alone(admin_client):
    page = preview_with(admin_client, upload("a.txt", FERRY), upload("b.txt", BARE))
    assert page.index("b.txt</th>") < page.index("a.txt</th>")
    page = admin_client.get(page_of(latest()) + "?outcome=doubtful").content.decode()
    assert "b.txt</th>" in page
    assert "a.txt</th>" not in page


def take_the_line(client):
    page = preview_with(client, upload("bare.txt", BARE))
    assert "Use “Ferry timetable”" in page
    return press(client, take="0:headline:1")


def test_a_runner_up_is_taken_in_the_preview_and_kept_as_a_correction(admin_client, admin_user):
    page = take_the_line(admin_client)
    assert "“bare.txt”: Headline: Use “Ferry timetable”" in page
    confirm(admin_client)
    article, correction = Article.objects.get(), Correction.objects.get()
    assert article.headline == "Ferry timetable"
    assert (correction.new, correction.said, correction.stands) == ("Ferry timetable", "", True)
    assert (correction.by, correction.why) == (admin_user, "chosen in the preview")
    assert not article.doubts.filter(field="headline").exists()


def test_a_taken_runner_up_can_be_given_back(admin_client):
    page = take_the_line(admin_client)
    assert "Keep as parsed" in page
    press(admin_client, take="0:headline:0")
    confirm(admin_client)
    assert Article.objects.get().headline == ""
    assert not Correction.objects.exists()


def test_what_was_chosen_stays_when_the_file_comes_again_in_another_version(admin_client):
    take_the_line(admin_client)
    confirm(admin_client)
    again = BARE.replace(b"nineteen days", b"twenty days")
    assert b"twenty days" in again
    imported(admin_client, upload("bare.txt", again))
    assert "Ferry timetable" in Article.objects.values_list("headline", flat=True)


@pytest.mark.parametrize(
    "told", ["0:headline:7", "0:paragraphs.1:1", "9:headline:1", "x", "::", "0:headline:-1"]
)
def test_an_answer_that_there_is_not_gets_a_sentence(admin_client, told):
    preview(admin_client, upload("bare.txt", BARE))
    assert "This answer no longer exists." in press(admin_client, take=told)


def test_what_was_taken_is_undone_with_its_import(admin_client):
    take_the_line(admin_client)
    confirm(admin_client)
    press(admin_client, undo="1", sure="1")
    assert not Article.objects.exists()
    assert not Correction.objects.exists()


def test_a_retry_keeps_the_defaults_of_its_import(admin_client):
    preview_with(admin_client, upload("scan.txt", b"%PDF-1.4"), for_changed="new")
    confirm(admin_client)
    press(admin_client, retry="1")
    assert latest().for_changed == "new"
    assert latest().rejected == 1


def test_the_report_comes_as_csv_that_no_spreadsheet_runs(admin_client):
    shout = news("=HYPERLINK(1)", "2016-03-14", LONG)
    imported(admin_client, upload("+a.txt", shout), upload("scan.txt", b"%PDF-1.4"))
    answer = admin_client.get(page_of(latest()) + "?csv=1")
    text = b"".join(answer.streaming_content).decode()
    head, first, second = csv.reader(io.StringIO(text))
    assert head[:3] == ["file", "outcome", "article"]
    assert first[:2] == ["'+a.txt", "new"]
    assert first[2] == f"/a/{Article.objects.get().pk}/"
    assert second == [
        "scan.txt",
        "rejected",
        "",
        "",
        "",
        "It is a damaged PDF. Send an undamaged copy, or its text.",
    ]


def test_every_action_is_in_the_history(admin_client):
    preview(admin_client, upload("scan.txt", b"%PDF-1.4"), upload())
    press(admin_client, choose="1", **{"choice-1": "skip"})
    confirm(admin_client)
    press(admin_client, undo="1", sure="1")
    assert history() == [
        "Started: scan.txt and 1 more", "Choices for 1 file", "Confirmed", "Undone",
    ]  # fmt: skip


def test_a_changed_file_is_shown_field_by_field_and_its_text_word_by_word(admin_client):
    imported(admin_client, upload())
    other = LATER.replace(b"by Mara Quill", b"by Ivo Stone")
    page = preview_with(admin_client, upload("later.txt", other))
    assert "<dt>Authors</dt>" in page or "<dt>Author</dt>" in page
    assert "<del>Mara Quill</del> <ins>Ivo Stone</ins>" in page
    assert "<del>nineteen</del><ins>twenty</ins> days." in page


def test_the_report_leads_to_what_is_doubtful_still(admin_client):
    imported(admin_client, upload("bare.txt", BARE))
    page = admin_client.get(page_of(latest())).content.decode()
    assert "/admin/archive/doubt/" in page.split('id="import-state"')[1].split("</div>")[0]


def test_the_report_of_a_changed_file_tells_what_was_chosen(admin_client):
    dated = b" date 2016-03-14 Skip to content\n\n" + BARE
    imported(admin_client, upload("bare.txt", dated))
    preview(admin_client, upload("bare.txt", dated.replace(b"twice", b"thrice")))
    assert latest().changed == 1
    press(admin_client, take="0:headline:1")
    page = confirm(admin_client).content.decode()
    assert "<ins>Ferry timetable</ins>" in page
    assert Article.objects.get().headline == "Ferry timetable"
