"""Importing in the admin in a real Chromium: dropped, previewed, chosen, confirmed, undone."""

# ruff: noqa: F811

from __future__ import annotations

import pytest
from django.test import Client
from factory import LONG
from test_browser_pages import chromium, opened, pytestmark  # noqa: F401 - fixture and marks
from test_browser_search import axe_finds
from test_choices import BARE
from test_import_pages import ADD, FERRY
from test_import_shape_pages import DUTCH

from archive.models import Article, User
from ingest.models import Import, ImportedFile

DROP = """files => {
    const carried = new DataTransfer();
    for (const [name, text] of files) carried.items.add(new File([text], name));
    const over = {dataTransfer: carried, bubbles: true, cancelable: true};
    document.body.dispatchEvent(new DragEvent("dragover", over));
    window.marked = document.querySelector("[data-upload]").classList.contains("import-over");
    document.body.dispatchEvent(new DragEvent("drop", over));
}"""


@pytest.fixture
def desk(chromium, live_server):
    """The upload form, open before an editor; with what the browser complained of."""
    client = Client()
    client.force_login(User.objects.create_superuser("ed", "", "secret"))
    page, complaints = opened(chromium, "about:blank")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.goto(f"{live_server.url}{ADD}")
    yield page
    assert complaints == []


def drop(page, *files):
    page.evaluate(DROP, [[name, data.decode()] for name, data in files])


def preview(page, *files):
    drop(page, *files)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Import", exact=True).wait_for()


def test_files_are_dropped_named_sent_and_previewed(desk):
    drop(desk, ("ferry.txt", FERRY), ("bare.txt", BARE))
    assert desk.evaluate("window.marked") is True
    assert desk.locator(".import-picked li").all_inner_texts() == [
        "ferry.txt, 0.0 MB", "bare.txt, 0.0 MB",
    ]  # fmt: skip
    desk.get_by_role("button", name="Preview").click()
    desk.get_by_role("button", name="Import", exact=True).wait_for()
    assert desk.locator(".import-files tbody th").all_inner_texts() == ["bare.txt", "ferry.txt"]
    assert not Article.objects.exists()


def test_what_is_wrong_with_an_upload_is_said_and_the_files_stay_chosen(desk, settings):
    settings.IMPORT_UPLOAD_LIMIT = 10
    drop(desk, ("ferry.txt", FERRY))
    desk.get_by_role("button", name="Preview").click()
    desk.get_by_text("Upload fewer at a time").wait_for()
    assert desk.evaluate("document.querySelector('#id_files').files.length") == 1
    assert not Import.objects.exists()


def test_a_choice_and_a_runner_up_are_kept_at_once_and_the_row_is_set_in_place(desk):
    preview(desk, ("bare.txt", BARE), ("ferry.txt", FERRY))
    desk.evaluate("window.stayed = true")
    desk.get_by_role("button", name="Use “Ferry timetable”").click()
    desk.get_by_role("button", name="Keep as parsed").wait_for()
    desk.locator("#file-1 select").select_option("skip")
    desk.wait_for_function("document.querySelector('#file-1 select').disabled === false")
    desk.wait_for_load_state("networkidle")
    assert desk.evaluate("window.stayed") is True
    assert ImportedFile.objects.get(number=1).choice == "skip"
    desk.get_by_role("button", name="Import", exact=True).click()
    desk.get_by_text("Imported: 1 new, 1 skipped.").wait_for()
    assert Article.objects.get().headline == "Ferry timetable"


def test_preview_report_and_form_stand_up_to_axe_at_any_width(desk):
    pages = [desk.url]
    preview(desk, ("bare.txt", BARE), ("empty.txt", b""))
    pages.append(desk.url)
    desk.get_by_role("button", name="Import", exact=True).click()
    desk.get_by_text("Imported: 1 new, 1 rejected.").wait_for()
    for width in (390, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        for url in pages:
            desk.goto(url)
            assert axe_finds(desk) == []
            assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert LONG.split()[1] in Article.objects.get().opening


def test_a_folder_is_chosen_with_all_below_it_and_keeps_its_paths(desk, tmp_path):
    inner = tmp_path / "corpus" / "2016"
    inner.mkdir(parents=True)
    (inner / "ferry.txt").write_bytes(FERRY)
    (tmp_path / "corpus" / "bare.txt").write_bytes(BARE)
    (tmp_path / "corpus" / ".DS_Store").write_bytes(b"x")
    desk.set_input_files("#id_whole_folder", tmp_path / "corpus")
    desk.get_by_role("button", name="Preview").click()
    desk.get_by_role("button", name="Import", exact=True).wait_for()
    names = set(desk.locator(".import-files tbody th").all_inner_texts())
    assert names == {"corpus/bare.txt", "corpus/2016/ferry.txt"}


#: What a browser gives a script for a dropped folder, a few entries at a time.
DROP_FOLDER = """([name, files]) => {
    const file = ([own, text]) => ({
        isFile: true, name: own, file: (found) => found(new File([text], own)),
    });
    const entries = files.map(file);
    const folder = {
        isFile: false, isDirectory: true, name,
        createReader: () => ({ readEntries: (found) => found(entries.splice(0, 1)) }),
    };
    const event = new Event("drop", {bubbles: true, cancelable: true});
    event.dataTransfer = {files: [], items: [{webkitGetAsEntry: () => folder}]};
    document.body.dispatchEvent(event);
}"""


def test_a_dropped_folder_is_read_whole(desk):
    files = [["ferry.txt", FERRY.decode()], ["bare.txt", BARE.decode()]]
    desk.evaluate(DROP_FOLDER, ["corpus", files])
    desk.locator(".import-picked li").nth(1).wait_for()
    desk.get_by_role("button", name="Preview").click()
    desk.get_by_role("button", name="Import", exact=True).wait_for()
    names = set(desk.locator(".import-files tbody th").all_inner_texts())
    assert names == {"corpus/bare.txt", "corpus/ferry.txt"}


def test_a_row_unfolds_to_the_article_beside_its_source_and_folds_again(desk):
    preview(desk, ("ferry.txt", FERRY), ("bare.txt", BARE))
    links = desk.get_by_role("link", name="The article beside its source")
    links.nth(1).click()
    desk.locator(".import-unfolded .source-sheet").wait_for()
    assert "Second ferry for the islands" in desk.locator(".import-story h2").inner_text()
    assert axe_finds(desk) == []
    links.nth(1).click()
    desk.locator(".import-unfolded").wait_for(state="detached")


def test_columns_are_named_the_files_read_again_and_the_mapping_used_for_the_next(desk):
    form = desk.url
    drop(desk, ("krant.csv", DUTCH.encode()))
    desk.get_by_role("button", name="Preview").click()
    desk.get_by_role("link", name="1 file waits").click()
    desk.get_by_label("Columns are parted by").fill(";;")
    desk.get_by_role("button", name="Read the files again").click()
    desk.get_by_text("One character other than the quotation mark").wait_for()
    desk.get_by_label("Columns are parted by").fill(";")
    desk.get_by_label("Kop").select_option("headline")
    desk.get_by_role("textbox", name="Publication").fill("The Alder Courier")
    desk.get_by_label("Save this mapping as").fill("Dutch tables")
    for width in (390, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        assert axe_finds(desk) == []
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.get_by_role("button", name="Read the files again").click()
    desk.get_by_text("The mapping “Dutch tables” was saved.").wait_for()
    assert axe_finds(desk) == []
    desk.goto(form)
    drop(desk, ("krant.csv", DUTCH.replace("Seal", "Whale").encode()))
    desk.get_by_label("Read as").select_option("Dutch tables")
    desk.get_by_role("button", name="Preview").click()
    desk.get_by_role("button", name="Import", exact=True).click()
    desk.get_by_text("Imported: 2 new.").wait_for()
    headlines = Article.objects.order_by("pk").values_list("headline", "publication__name")
    assert list(headlines) == [
        ("Whale at the quay", "The Alder Courier"), ("Maps are back", "The Alder Courier"),
    ]  # fmt: skip
    desk.get_by_text("How the files were read: ").wait_for()
