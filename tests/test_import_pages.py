"""Importing in the admin, as an editor meets it."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, OperationalError
from factory import LONG, news, story

from archive import store
from archive.models import Article, Doubt, User
from archive.record.review import QuestionKind
from archive.store import load
from ingest import jobs, pipeline, records
from ingest.models import Import, Upload

pytestmark = pytest.mark.django_db

ADD = "/admin/ingest/import/add/"
FERRY = news("Second ferry for the islands", "2016-03-14", LONG)


def upload(name="ferry.txt", data=FERRY):
    return SimpleUploadedFile(name, data)


def preview(client, *files):
    return client.post(ADD, {"files": list(files), "preview": "1"}, follow=True)


def latest():
    return Import.objects.latest("pk")


def page_of(importing):
    return f"/admin/ingest/import/{importing.pk}/change/"


def start():
    return pipeline.start(Import.Channel.COMMAND, "test", None)


def confirm(client):
    return client.post(page_of(latest()), {"confirm": "1"}, follow=True)


def test_the_form_says_the_limits_in_words(admin_client):
    page = admin_client.get(ADD).content.decode()
    assert 'name="files"' in page
    assert 'name="preview"' in page
    assert "50 MB" in page
    assert "500 MB" in page


def test_the_form_offers_files_of_every_kind(admin_client):
    page = admin_client.get(ADD).text
    assert "accept=" not in page
    assert "exports of press databases" in page


def test_a_preview_shows_what_was_read_and_writes_no_article(admin_client):
    page = preview(admin_client, upload()).content.decode()
    assert "Second ferry for the islands" in page
    assert "Mara Quill" in page
    assert 'name="confirm"' in page
    assert not Article.objects.exists()


def test_confirming_imports_and_shows_the_report(admin_client):
    preview(admin_client, upload())
    page = confirm(admin_client).content.decode()
    assert "Imported: 1 new." in page
    assert Article.objects.get().get_absolute_url() in page
    assert 'name="undo"' in page


def test_the_same_file_again_changes_nothing_and_says_so(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    preview(admin_client, upload("other-name.txt"))
    page = confirm(admin_client).content.decode()
    assert "Imported: 1 same." in page
    assert Article.objects.count() == 1


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_in(admin_client):
    page = preview(admin_client, upload(), upload("scan.txt", b"%PDF-1.4")).content.decode()
    assert "scan.txt" in page
    assert "It is a damaged PDF. Send an undamaged copy, or its text." in page
    confirm(admin_client)
    assert Article.objects.count() == 1
    assert latest().rejected == 1


def test_an_empty_file_gets_its_sentence_in_the_preview(admin_client):
    page = preview(admin_client, upload("nothing.txt", b"")).content.decode()
    assert "The file is empty." in page


def test_choosing_nothing_gets_a_sentence(admin_client):
    page = admin_client.post(ADD, {"preview": "1"}).content.decode()
    assert "Choose at least one file." in page
    assert not Import.objects.exists()


def test_a_file_over_the_limit_is_named_in_the_preview(admin_client, settings):
    settings.IMPORT_FILE_LIMIT = 10
    page = preview(admin_client, upload()).content.decode()
    assert latest().rejected == 1
    assert "ferry.txt" in page


def test_an_upload_over_the_limit_is_refused_before_it_is_kept(admin_client, settings):
    settings.IMPORT_UPLOAD_LIMIT = 10
    page = admin_client.post(ADD, {"files": [upload()], "preview": "1"}).content.decode()
    assert "Upload fewer at a time" in page
    assert not Upload.objects.exists()


def test_a_hostile_name_is_shown_and_never_used(admin_client, settings):
    page = preview(admin_client, upload("../<script>alert(1)</script>.txt")).content.decode()
    assert "<script>alert" not in page
    assert not list(settings.DATA_DIR.glob("*script*"))


def test_dropping_a_preview_leaves_nothing(admin_client, settings):
    preview(admin_client, upload())
    admin_client.post(page_of(latest()), {"drop": "1"})
    assert not Article.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_confirming_leaves_no_uploads_behind(admin_client, settings):
    preview(admin_client, upload())
    confirm(admin_client)
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_confirming_says_when_the_archive_changed_meanwhile(admin_client):
    preview(admin_client, upload())
    first = latest()
    preview(admin_client, upload())
    confirm(admin_client)
    page = admin_client.post(page_of(first), {"confirm": "1"}, follow=True).content.decode()
    assert "Imported: 1 same." in page
    assert "The archive changed after the preview: 1 file had" in page
    assert "Previewed as: New." in page


def test_undo_is_asked_once_more_and_takes_everything_back(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    asked = admin_client.post(page_of(latest()), {"undo": "1"}).content.decode()
    assert 'name="undo"' in asked
    assert Article.objects.exists()
    admin_client.post(page_of(latest()), {"undo": "1", "sure": "1"})
    assert not Article.objects.exists()
    assert latest().state == "undone"


def test_what_was_undone_can_be_imported_again(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    admin_client.post(page_of(latest()), {"undo": "1", "sure": "1"})
    preview(admin_client, upload())
    assert "Imported: 1 new." in confirm(admin_client).content.decode()


def test_undo_returns_a_changed_article_to_its_earlier_text(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    before = Article.objects.get().body.text
    later = news(
        "Second ferry for the islands",
        "2016-03-14",
        f"{LONG}\n\nFares will rise by a tenth in the spring, the board said on Monday evening.",
    )
    preview(admin_client, upload("later.txt", later))
    assert "Imported: 1 changed." in confirm(admin_client).content.decode()
    assert "Fares will rise by a tenth" in Article.objects.get().body.text
    admin_client.post(page_of(latest()), {"undo": "1", "sure": "1"})
    assert Article.objects.get().body.text == before


def test_an_undone_import_of_which_something_stays_does_not_say_that_all_is_gone(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    article = Article.objects.get()
    store.set_state([article.pk], "hidden", by=None, reason="A dispute")
    page = admin_client.post(page_of(latest()), {"undo": "1", "sure": "1"}, follow=True)
    assert "Undone, except for the articles below" in page.content.decode()


def test_undo_speaks_of_what_there_is_to_undo(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    preview(admin_client, upload("later.txt", FERRY + b"\n\nFares will rise by a tenth."))
    confirm(admin_client)
    assert latest().changed == 1
    asked = admin_client.post(page_of(latest()), {"undo": "1"}).content.decode()
    assert "1 changed article will return to its earlier text." in asked
    assert "0 new articles" not in asked


def test_undo_keeps_and_names_what_an_editor_touched(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    article = Article.objects.get()
    store.set_state([article.pk], "hidden", by=None, reason="")
    page = admin_client.post(
        page_of(latest()), {"undo": "1", "sure": "1"}, follow=True
    ).content.decode()
    assert Article.objects.filter(pk=article.pk).exists()
    assert "was edited since and stays" in page


def test_only_those_with_the_permission_import(client):
    client.force_login(User.objects.create_user("staff", is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"files": [upload()]}).status_code == 403


def test_a_preview_of_many_files_is_paged_and_searched(admin_client, django_assert_max_num_queries):
    files = [upload(f"story-{n:03}.txt", news(f"Story {n}", "2016-03-14", f"{n} {LONG} {n}"))
             for n in range(120)]  # fmt: skip
    preview(admin_client, *files)
    with django_assert_max_num_queries(15):
        page = admin_client.get(page_of(latest())).content.decode()
    assert "Page 1 of 2" in page
    assert "story-042.txt" in admin_client.get(page_of(latest()) + "?q=042").content.decode()


def test_the_pages_of_a_finished_import_open_from_the_list(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    page = admin_client.get("/admin/ingest/import/").content.decode()
    assert f"/admin/ingest/import/{latest().pk}/change/" in page


def test_a_record_the_database_refuses_does_not_stop_the_others(monkeypatch):
    files = [records.SourceFile(f"{n}.txt", story(n)) for n in range(5)]
    add = store.add

    def refusing(incoming):
        if any(one.content.headline.endswith("number 3") for one in incoming):
            raise DataError("value out of range")
        return add(incoming)

    monkeypatch.setattr(store, "add", refusing)
    tally = jobs.run_here(start(), iter(files), pipeline.silent)
    assert (tally.counts["new"], tally.counts["rejected"]) == (4, 1)


def test_a_fault_of_the_database_is_said_in_the_import(monkeypatch):
    def full(incoming):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(store, "add", full)
    files = [records.SourceFile("a.txt", FERRY)]
    with pytest.raises(OperationalError):
        jobs.run_here(start(), iter(files), pipeline.silent)
    assert latest().state == "failed"
    assert "The disk is full. Free some space" in latest().problem


def test_an_editor_who_opened_the_article_before_it_came_again_is_told(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    article = Article.objects.get()
    [opened] = load.contents_of([article.pk]).values()
    preview(admin_client, upload("later.txt", FERRY.replace(b"nineteen", b"twenty")))
    confirm(admin_client)
    edited = replace(opened, section="Islands")
    with pytest.raises(store.EditedMeanwhile):
        store.correct(article.pk, edited, by=None, why="", version=article.version)
    assert "twenty days" in Article.objects.get().body.text


@pytest.mark.parametrize("number", ["abc", "0", "-1", "99999999999999999999", "1_2F"])
def test_an_address_of_no_import_is_not_found(admin_client, number):
    assert admin_client.get(f"/admin/ingest/import/{number}/change/").status_code == 404


def test_an_undone_import_says_so_and_dates_are_in_words(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    page = admin_client.post(
        page_of(latest()), {"undo": "1", "sure": "1"}, follow=True
    ).content.decode()
    assert "Undone." in page
    assert ">14 March 2016<" in page


def test_who_lost_the_permission_meanwhile_cannot_confirm(client):
    editor = User.objects.create_user("mia", is_staff=True)
    editor.user_permissions.set(
        Permission.objects.filter(codename__in=["add_import", "view_import", "change_import"])
    )
    client.force_login(editor)
    preview(client, upload())
    editor.user_permissions.clear()
    assert confirm(client).status_code == 403
    assert not Article.objects.exists()


def test_the_list_of_imports_says_in_words_how_far_each_is(admin_client):
    preview(admin_client, upload(), upload("empty.txt", b""))
    confirm(admin_client)
    page = admin_client.get("/admin/ingest/import/").content.decode()
    for words in ("ferry.txt", "Done", "1 new, 1 rejected", "Import articles", "Started"):
        assert words in page


def test_a_folder_is_named_as_it_was_asked_for_and_a_dropped_import_as_dropped(
    admin_client, settings, tmp_path
):
    settings.IMPORT_ROOT = tmp_path / "root"
    (settings.IMPORT_ROOT / "friday").mkdir(parents=True)
    (settings.IMPORT_ROOT / "friday" / "ferry.txt").write_bytes(FERRY)
    admin_client.post(ADD, {"folder": "friday", "preview": "1"})
    assert latest().label == "friday"
    admin_client.post(page_of(latest()), {"drop": "1"})
    assert ">Discarded<" in admin_client.get("/admin/ingest/import/").content.decode()
    admin_client.post(ADD, {"folder": "./", "preview": "1"})
    assert latest().label == str(settings.IMPORT_ROOT)


def test_files_of_a_folder_keep_their_paths_and_systems_files_stay_out(admin_client):
    files = [upload(), upload(".DS_Store", b"x"), upload("ferry.txt", FERRY + b"\nMore of it.\n")]
    paths = '["corpus/a/ferry.txt", "corpus/.DS_Store", "corpus/b/ferry.txt"]'
    admin_client.post(ADD, {"files": files, "paths": paths, "preview": "1"})
    names = list(latest().files.values_list("name", flat=True))
    assert names == ["corpus/a/ferry.txt", "corpus/b/ferry.txt"]


def test_a_folder_sent_by_a_browser_without_scripts_is_read_too(admin_client):
    admin_client.post(ADD, {"whole_folder": [upload(), upload("b.txt", FERRY + b"x")]})
    assert latest().files.count() == 2


@pytest.mark.parametrize("paths", ["[", "{}", "[1", '["a"]', "null", "[" * 5000])
def test_paths_that_are_none_are_no_matter(admin_client, paths):
    admin_client.post(ADD, {"files": [upload(), upload("b.txt", b"x")], "paths": paths})
    assert set(latest().files.values_list("name", flat=True)) == {"ferry.txt", "b.txt"}


def test_an_import_is_called_what_an_editor_calls_it(admin_client):
    admin_client.post(ADD, {"files": [upload()], "title": "Spring harvest"})
    assert str(latest()).endswith("Spring harvest")
    assert "Spring harvest" in admin_client.get("/admin/ingest/import/").text


def test_a_file_of_a_preview_is_shown_as_the_article_beside_its_source(admin_client):
    page = preview(admin_client, upload(), upload("empty.txt", b"")).text
    address = f"/admin/ingest/import/{latest().pk}/files/1/"
    assert address in page
    page = admin_client.get(address).text
    assert "Second ferry for the islands" in page
    assert '<pre class="source-sheet"' in page
    assert 'href="#field-headline"' in page
    assert 'id="field-headline"' in page
    assert not Article.objects.exists()
    assert "The file is empty." in admin_client.get(address.replace("files/1", "files/0")).text


def test_a_file_that_is_not_there_is_not_found(admin_client):
    preview(admin_client, upload())
    for number in (7, 10**30):
        address = f"/admin/ingest/import/{latest().pk}/files/{number}/"
        assert admin_client.get(address).status_code == 404
    assert admin_client.get(f"/admin/ingest/import/{10**30}/files/0/").status_code == 404


def test_once_imported_a_file_leads_to_the_report(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    answer = admin_client.get(f"/admin/ingest/import/{latest().pk}/files/0/")
    assert answer.url == page_of(latest())


def test_nobody_without_permission_sees_a_file(client, django_user_model, admin_client):
    preview(admin_client, upload())
    client.force_login(django_user_model.objects.create_user("joss", is_staff=True))
    assert client.get(f"/admin/ingest/import/{latest().pk}/files/0/").status_code == 403


def test_a_retry_that_could_take_nothing_starts_no_import(admin_client):
    preview(admin_client, upload(), upload("scan.txt", b"%PDF-1.4"))
    confirm(admin_client)
    done = latest()
    page = admin_client.post(page_of(done), {"retry": "1"}, follow=True).text
    assert "still cannot be read; nothing was started" in page
    assert latest() == done


def test_a_retry_is_not_kept_waiting_by_the_files_that_were_taken(admin_client, monkeypatch):
    preview(admin_client, upload(), upload("scan.txt", b"%PDF-1.4"))
    confirm(admin_client)
    done, met = latest(), []

    def files(*_):
        for number in range(5):
            met.append(number)
            yield records.SourceFile("taken.txt", b"")

    monkeypatch.setattr(jobs, "_all_of", files)
    monkeypatch.setattr(jobs, "IN_REQUEST_SECONDS", -1)
    assert jobs.would_take_any(done)
    assert met == [0]


def test_a_running_import_has_no_links_to_its_preview(admin_client):
    assert "beside its source" in preview(admin_client, upload()).text
    Import.objects.update(state=Import.State.RUNNING)
    assert "beside its source" not in admin_client.get(page_of(latest())).text


def test_a_name_with_half_a_letter_is_taken(admin_client):
    sent = {"files": [upload()], "paths": '["corpus/a\\ud800.txt"]', "preview": "1"}
    admin_client.post(ADD, sent)
    assert latest().label == "corpus/a?.txt"


def test_a_retry_takes_what_can_be_read_by_now(admin_client, monkeypatch):
    monkeypatch.setattr("ingest.read_file.NOT_TEXT", ((FERRY[:9], "of a form yet unknown"),))
    preview(admin_client, upload(), upload("clock.txt", FERRY[9:]))
    confirm(admin_client)
    done = latest()
    monkeypatch.setattr("ingest.read_file.NOT_TEXT", ())
    admin_client.post(page_of(done), {"retry": "1"})
    assert latest().retry_of == done


NOTES = (
    b"# Port Alder\n\nThis folder holds the articles of the Courier; please cite the paper below."
)
CODE = b"import tides\n\ndef main():\n    bell = tides.read()\n    print(bell)\n\nmain()\n"


def preview_with_aside(client):
    files = upload(), upload("README.md", NOTES), upload("tides.txt", CODE)
    return preview(client, *files).content.decode()


def choose(client, importing, query="", **choices):
    return client.post(f"{page_of(importing)}?{query}", choices, follow=True).content.decode()


def test_what_is_probably_no_article_is_set_aside_with_the_reason(admin_client):
    page = preview_with_aside(admin_client)
    assert "2 are probably not articles and are set aside" in page
    assert "By its name it is a description of the files beside it, not an article." in page
    assert "It reads like program code, not like an article." in page
    listed = admin_client.get(f"{page_of(latest())}?outcome=aside").content.decode()
    assert "Second ferry for the islands" not in listed
    assert "Import after all" in listed


def test_what_is_set_aside_stays_out_and_the_report_says_so(admin_client):
    preview_with_aside(admin_client)
    page = confirm(admin_client).content.decode()
    assert "Imported: 1 new, 2 set aside." in page
    assert "2 were set aside as not articles" in page
    assert 'name="retry"' not in page
    assert Article.objects.count() == 1
    assert not Upload.objects.exists()


def test_a_file_that_was_set_aside_can_be_taken_in_after_all(admin_client):
    preview_with_aside(admin_client)
    number = latest().files.get(name="README.md").number
    choose(admin_client, latest(), **{f"choice-{number}": "take", "choose": "1"})
    page = confirm(admin_client).content.decode()
    assert "Imported: 2 new, 1 set aside." in page
    assert "had another outcome" not in page
    assert Article.objects.filter(sources__name="README.md").exists()


def test_all_that_was_set_aside_can_be_taken_in_at_once_and_undone(admin_client):
    preview_with_aside(admin_client)
    page = choose(admin_client, latest(), "outcome=aside", all="take")
    assert "2 files: Import after all" in page
    confirm(admin_client)
    assert (latest().new, latest().aside, latest().differing) == (3, 0, 0)
    admin_client.post(page_of(latest()), {"undo": "1", "sure": "1"})
    assert not Article.objects.exists()


def test_a_choice_for_all_files_takes_nothing_in_that_is_set_aside(admin_client):
    preview_with_aside(admin_client)
    choose(admin_client, latest(), "q=t", all="take")
    confirm(admin_client)
    assert (latest().new, latest().aside) == (1, 2)


def test_what_was_taken_in_after_all_is_known_when_it_comes_again(admin_client):
    preview_with_aside(admin_client)
    choose(admin_client, latest(), "outcome=aside", all="take")
    confirm(admin_client)
    preview_with_aside(admin_client)
    assert (latest().same, latest().aside) == (3, 0)


def test_the_csv_names_what_was_set_aside_and_why(admin_client):
    preview_with_aside(admin_client)
    rows = admin_client.get(f"{page_of(latest())}?csv=1").getvalue().decode()
    assert "README.md,aside,," in rows
    assert "By its name it is" in rows


def test_a_record_without_a_text_is_doubtful_in_the_preview(admin_client):
    bare = (
        b'{"title": "Second ferry for the islands", "date": "2016-03-14", "url": "https://a.b/1"}'
    )
    page = preview(admin_client, upload("bare.json", bare)).content.decode()
    assert "Doubtful <b>1</b>" in page
    assert "<b>Doubtful: Text</b>" in page
    confirm(admin_client)
    assert Doubt.objects.filter(kind=QuestionKind.NO_TEXT).exists()
