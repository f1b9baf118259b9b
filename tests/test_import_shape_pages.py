"""How the files of an import are read: said in the preview, changed by an editor, and kept."""

import html
import json
import re
from html.parser import HTMLParser

import pytest
from corpora.workbooks import book
from django.contrib.auth.models import Permission
from factory import LONG
from import_factory import previewed_import
from test_import_pages import ADD, confirm, latest, page_of, preview, upload

from archive.models import Article, User
from ingest import jobs
from ingest.models import Import, ImportedFile, SavedShape
from ingest.sources.shape import Shape

pytestmark = pytest.mark.django_db

OTHER = (
    "The reading room of the old customs house opens again in May with longer hours, since the "
    "council found the money for a second librarian who knows the maps of the estuary."
)
#: A table whose columns have names that nobody knows, and one that has none.
DUTCH = f"Kop;Plaats;Verhaal\nSeal at the quay;Saltby;{LONG}\nMaps are back;Norcastle;{OTHER}\n"
BARE_ROWS = f'"sport";"Seal at the quay";"{LONG}"\n"town";"Maps are back";"{OTHER}"\n'


class Fields(HTMLParser):
    """What a browser would send of the form with the most fields."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.labels, self.select, self.label = {}, {}, "", ""
        self.feed(page[page.index("<form", page.index('id="content"')) :])

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and "name" in given:
            if given.get("type") != "radio" or "checked" in given:
                self.sent[given["name"]] = given.get("value", "")
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and self.select and "selected" in given:
            self.sent[self.select] = given["value"]
        elif tag == "option" and self.select:
            self.sent.setdefault(self.select, given["value"])
        elif tag == "label":
            self.label = given.get("for", "").removeprefix("id_")

    def handle_endtag(self, tag):
        self.label = "" if tag == "label" else self.label

    def handle_data(self, data):
        if self.label:
            self.labels[data.strip()] = self.label


def shape_page(importing=None):
    return f"/admin/ingest/import/{(importing or latest()).pk}/shape/"


def form_of(client, page=""):
    """The fields of the page as they stand, and the names of those with a label."""
    fields = Fields(page or client.get(shape_page()).content.decode())
    return fields.sent, fields.labels


def send(client, changed, button="again", page=""):
    """Send the form as it stands, with some fields changed by their labels or names."""
    sent, labels = form_of(client, page)
    sent |= {labels.get(name, name): value for name, value in changed.items()}
    return client.post(shape_page(), sent | {button: "1"}, follow=True).content.decode()


def table(data, name="krant.csv"):
    return upload(name, data.encode())


def two_folders(client):
    # A browser sends the names of folders beside the files.
    files = [
        upload("1.txt", f"Seal\n\n{LONG}".encode()),
        upload("2.txt", f"Maps\n\n{OTHER}".encode()),
    ]
    paths = json.dumps(["c/business/1.txt", "c/sport/2.txt"])
    page = client.post(ADD, {"files": files, "paths": paths}, follow=True)
    return page.content.decode()


def headlines():
    return [row.summary.get("headline") for row in latest().files.order_by("number")]


# Said in the preview ------------------------------------------------------------------------------


def test_a_preview_says_what_was_assumed_and_leads_to_where_it_is_changed(admin_client):
    page = two_folders(admin_client)
    assert "Folders are sections (business, sport)." in page
    assert f'href="{shape_page()}"' in page
    assert "Change how the files are read" in page


def test_a_preview_leads_there_where_files_wait_for_a_word_about_their_columns(admin_client):
    bare = json.dumps([{"title": f"Seal {n}", "Verhaal": f"{n} {LONG}"} for n in range(3)])
    page = preview(admin_client, table(DUTCH), table(BARE_ROWS, "b.csv"), table(bare, "c.json"))
    assert "3 files wait</a> for you to say what their columns are." in page.content.decode()


def test_a_preview_of_what_is_read_asks_nothing(admin_client):
    page = preview(admin_client, upload()).content.decode()
    assert "for you to say" not in page
    assert "Change how the files are read" in page


def test_many_records_that_wait_are_counted_as_files_in_one_query(
    admin_client, monkeypatch, django_assert_max_num_queries
):
    bare = json.dumps([{"title": f"Seal {n}", "Verhaal": f"{n} {LONG}"} for n in range(9)])
    preview(admin_client, table(bare, "c.json"))
    with django_assert_max_num_queries(14):
        assert "1 file waits</a>" in admin_client.get(page_of(latest())).content.decode()
    monkeypatch.setattr(jobs, "_MOST_ASKING", 5)
    assert "Many files wait</a>" in admin_client.get(page_of(latest())).content.decode()


# The form -----------------------------------------------------------------------------------------


def test_the_form_holds_the_guess(admin_client):
    two_folders(admin_client)
    sent, _ = form_of(admin_client)
    assert sent["folders"] == "section"
    assert sent["file_names"] == ""
    assert sent["publication"] == sent["section"] == sent["language"] == ""


def test_another_answer_reads_the_files_again_and_imports_them_so(admin_client):
    two_folders(admin_client)
    page = send(admin_client, {"folders": "publication", "section": "Harbour", "language": "en"})
    assert 'name="confirm"' in page
    assert "Folders are publications; where a file names no section, it is “Harbour”" in page
    assert {row.summary["publication"] for row in latest().files.all()} == {"business", "sport"}
    page = confirm(admin_client).content.decode()
    assert "How the files were read: Folders are publications" in page
    articles = Article.objects.values_list("publication__name", "section", "language")
    assert set(articles) == {("business", "Harbour", "en"), ("sport", "Harbour", "en")}


def test_answers_that_change_nothing_keep_what_was_assumed(admin_client):
    two_folders(admin_client)
    assert "Folders are sections (business, sport)." in send(admin_client, {})
    assert latest().files.count() == latest().new == latest().position == 2


def test_a_table_whose_columns_have_unknown_names_is_read_as_an_editor_says(admin_client):
    preview(admin_client, table(DUTCH))
    sent, labels = form_of(admin_client)
    assert sent[labels["Verhaal"]] == "text"
    assert sent[labels["Kop"]] == "headline"
    send(admin_client, {"Kop": "headline", "Plaats": "section"})
    assert headlines() == ["Seal at the quay", "Maps are back"]
    confirm(admin_client)
    assert set(Article.objects.values_list("section", flat=True)) == {"Saltby", "Norcastle"}


def test_a_table_without_a_header_is_read_as_an_editor_says(admin_client):
    preview(admin_client, table(BARE_ROWS))
    sent, labels = form_of(admin_client)
    assert sent[labels["column 2"]] == "headline"
    assert sent[labels["column 3"]] == "text"
    send(admin_client, {"column 1": "section"})
    assert headlines() == ["Seal at the quay", "Maps are back"]


def test_a_table_with_a_known_column_and_no_text_waits_too(admin_client):
    dated = DUTCH.replace("Plaats", "Datum").replace("Saltby", "4 January 1946")
    page = preview(admin_client, table(dated.replace("Norcastle", "5 January 1946")))
    assert "1 file waits</a>" in page.content.decode()


def test_the_folder_around_all_files_is_no_section(admin_client):
    names = ("courier/a.txt", *(f"courier/{s}/{n}.txt" for s in ("sport", "town") for n in "bcd"))
    files = [upload(name.rpartition("/")[2], f"Seal\n\n{name} {LONG}".encode()) for name in names]
    admin_client.post(ADD, {"files": files, "paths": json.dumps(names)}, follow=True)
    assert latest().shape["reasons"] == ["folders are sections (sport, town)"]
    send(admin_client, {"folders": "publication"})
    papers = [row.summary["publication"] for row in latest().files.order_by("number")]
    assert papers == ["", *["sport"] * 3, *["town"] * 3]


def test_a_column_that_is_a_further_field_is_kept_as_it_is_called(admin_client):
    data = (
        f"title,text,desk\nSeal,{LONG.replace(',', '')},left\nMaps,{OTHER.replace(',', '')},right\n"
    )
    preview(admin_client, table(data))
    send(admin_client, {"desk": "further"})
    confirm(admin_client)
    assert {article.section for article in Article.objects.all()} == {""}
    assert latest().shape["records"] == [{"match": "krant.csv", "keys": {"desk": "further"}}]


def test_keys_in_objects_of_records_are_columns_too(admin_client):
    records = [
        {"kop": "Seal", "inhoud": {"tekst": LONG, "title": "c1"}},
        {"kop": "Maps", "inhoud": {"tekst": OTHER, "title": "c2"}},
    ]
    preview(admin_client, table(json.dumps(records), "k.json"))
    sent, labels = form_of(admin_client)
    assert sent[labels["inhoud.tekst"]] == "text"
    send(admin_client, {"kop": "headline"})
    assert headlines() == ["Seal", "Maps"]
    assert latest().shape["records"][0]["keys"]["inhoud.title"] == "further"


def test_columns_of_a_workbook_are_named_as_those_of_any_table(admin_client):
    rows = [("title", "Verhaal"), ("Seal", LONG), ("Maps", OTHER)]
    preview(admin_client, upload("krant.xlsx", book({"Articles": rows})))
    assert "1 file waits</a>" in admin_client.get(page_of(latest())).content.decode()
    sent, labels = form_of(admin_client)
    assert sent[labels["Verhaal"]] == "text"
    send(admin_client, {})
    assert (latest().new, headlines()) == (2, ["Seal", "Maps"])


def test_files_whose_names_differ_in_figures_are_asked_about_once(admin_client):
    preview(
        admin_client, *(table(DUTCH.replace("Seal", f"Seal {n}"), f"p-{n}.csv") for n in range(9))
    )
    page = admin_client.get(shape_page()).content.decode()
    assert page.count("<details") == 1
    assert "9 files p-*.csv" in page
    send(admin_client, {"Kop": "headline"})
    assert latest().rejected == 0


def test_a_table_cut_otherwise_comes_back_with_its_columns_before_it_is_read(admin_client):
    preview(admin_client, table(DUTCH))
    before = latest().shape
    page = send(admin_client, {"The first row": "no", "publication": "The Alder Courier"})
    assert "Read like this, the files have other columns." in page
    assert 'value="The Alder Courier"' in page
    assert latest().shape == before
    sent, labels = form_of(admin_client, page)
    assert sent[labels["The first row"]] == "no"
    assert "column 1" in labels
    send(admin_client, {"column 1": "headline", "column 3": "text"}, page=page)
    assert headlines() == ["Kop", "Seal at the quay", "Maps are back"]


def test_looking_at_the_columns_reads_nothing_again(admin_client):
    preview(admin_client, table(DUTCH.replace(";", "|")))
    page = send(admin_client, {"Columns are parted by": "|"}, "look")
    assert "Verhaal" in page
    assert latest().rejected == 1


def test_a_table_in_a_text_file_is_cut_as_an_editor_says(admin_client):
    rows = "".join(f"a{n}\tSeal {n} at the quay\t{n} {OTHER}\tb\n" for n in range(50))
    preview(admin_client, table(f"Notes\n{rows}", "t.txt"), upload("story.txt"))
    assert "1 file waits</a>" in admin_client.get(page_of(latest())).content.decode()
    page = send(admin_client, {"The first row": "no", "Columns are parted by": "\\t"}, "look")
    send(admin_client, {"column 2": "headline", "column 3": "text"}, page=page)
    assert "Seal 7 at the quay" in headlines()
    assert "Second ferry for the islands" not in latest().shape["records"][0]["match"]
    assert latest().shape["records"][0]["match"] == "t.txt"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"language": "Double Dutch"}, "“Double Dutch” is no code of a language"),
        ({"Columns are parted by": ";;"}, "One character other than the quotation mark"),
        ({"Columns are parted by": "\x00"}, "Null characters are not allowed."),
        ({"folders": "soup"}, "Select a valid choice"),
        ({"Kop": "soup"}, "Select a valid choice"),
        ({"publication": "x" * 201}, "at most 200 characters"),
    ],
)
def test_bad_answers_get_a_sentence_and_what_was_typed_stays(admin_client, typed, said):
    preview(admin_client, table(DUTCH))
    before = latest().shape
    page = html.unescape(send(admin_client, {"section": "Harbour", **typed}))
    assert said in page
    assert "Nothing was read again yet" in page
    assert 'value="Harbour"' in page
    assert latest().shape == before


# Kept and used again ------------------------------------------------------------------------------


def test_a_mapping_is_saved_under_a_name_and_used_for_the_next_upload(admin_client):
    assert "Read as" not in admin_client.get(ADD).content.decode()
    preview(admin_client, table(DUTCH))
    page = send(admin_client, {"Kop": "headline", "save_as": "Dutch <b>tables</b>"})
    assert "was saved." in page
    saved = SavedShape.objects.get()
    assert saved.by == User.objects.get()
    form = admin_client.get(ADD).content.decode()
    assert "Dutch &lt;b&gt;tables&lt;/b&gt;" in form
    assert "as the files suggest" in form
    files = {"files": [table(DUTCH.replace("Seal", "Whale"))], "read_as": saved.pk}
    admin_client.post(ADD, files, follow=True)
    assert headlines() == ["Whale at the quay", "Maps are back"]


def test_a_name_is_given_once(admin_client):
    preview(admin_client, table(DUTCH))
    send(admin_client, {"save_as": "Dutch"})
    page = html.unescape(send(admin_client, {"save_as": "Dutch"}))
    assert "There is a mapping called “Dutch” already" in page
    assert SavedShape.objects.count() == 1


def test_saved_mappings_are_listed_in_words_and_deleted(admin_client):
    preview(admin_client, table(DUTCH))
    send(admin_client, {"Kop": "headline", "save_as": "Dutch"})
    page = html.unescape(admin_client.get("/admin/ingest/savedshape/").content.decode())
    assert "In krant.csv the first row names the columns, “Kop” holds the headline" in page
    delete = f"/admin/ingest/savedshape/{SavedShape.objects.get().pk}/delete/"
    admin_client.post(delete, {"post": "yes"})
    assert not SavedShape.objects.exists()
    assert admin_client.get("/admin/ingest/savedshape/add/").status_code == 403


def test_a_mapping_kept_by_another_version_reads_the_files_as_they_are(admin_client):
    saved = SavedShape.objects.create(name="later", shape={"of": "later"}, at="2026-01-01T00:00Z")
    assert "nothing" in admin_client.get("/admin/ingest/savedshape/").content.decode()
    admin_client.post(ADD, {"files": [upload()], "read_as": saved.pk}, follow=True)
    assert latest().new == 1


def test_what_the_form_says_is_downloaded_as_the_file_that_the_command_takes(admin_client):
    preview(admin_client, table(DUTCH))
    sent, labels = form_of(admin_client)
    sent |= {labels["Kop"]: "headline", "publication": "Saltby Echo", "download": "1"}
    answer = admin_client.post(shape_page(), sent)
    assert "attachment" in answer["Content-Disposition"]
    shape = Shape.from_text(answer.content.decode())
    assert shape.defaults == {"publication": "Saltby Echo"}
    assert shape.records_of("krant.csv").keys == {"Kop": "headline", "Verhaal": "text"}
    assert latest().rejected == 1


# When, and by whom --------------------------------------------------------------------------------


def test_the_form_is_there_until_the_import_is_confirmed(admin_client):
    preview(admin_client, upload())
    confirm(admin_client)
    answer = admin_client.post(shape_page(), {"folders": "section"}, follow=True)
    assert answer.redirect_chain[-1][0] == page_of(latest())
    assert Article.objects.count() == 1
    assert "Change how the files" not in answer.content.decode()


def test_of_two_editors_one_who_confirmed_was_quicker(admin_client, monkeypatch):
    two_folders(admin_client)
    read_again = jobs.read_again

    def confirmed_first(importing, shape):
        jobs.confirm(Import.objects.get(pk=importing.pk))
        read_again(importing, shape)

    monkeypatch.setattr(jobs, "read_again", confirmed_first)
    assert "This is not possible now" in send(admin_client, {"folders": "nothing"})
    assert latest().shape["folders"] == "section"


def test_a_worker_that_reads_by_the_former_shape_stops(admin_client):
    two_folders(admin_client)
    Import.objects.update(state=Import.State.READING, position=0)
    ImportedFile.objects.all().delete()
    claimed = jobs.claim()
    shape = jobs.shape_of(claimed)
    jobs.read_again(Import.objects.get(), shape)
    jobs.work_on(claimed, lambda: True, processes=0)
    importing = latest()
    assert (importing.state, importing.position, importing.files.count()) == ("reading", 0, 0)


def test_a_folder_on_the_server_is_asked_about_while_it_is_there(admin_client, tmp_path):
    folder = tmp_path / "kranten"
    folder.mkdir()
    (folder / "krant.csv").write_text(DUTCH)
    previewed_import(folder)
    send(admin_client, {"Kop": "headline"})
    assert headlines() == ["Seal at the quay", "Maps are back"]
    (folder / "krant.csv").unlink()
    folder.rmdir()
    page = admin_client.get(shape_page(), follow=True).content.decode()
    assert f"There is no file or folder {folder}." in page


@pytest.mark.parametrize("permissions", [(), ("view_import",)])
def test_only_those_who_import_see_and_send_the_form(admin_client, client, permissions):
    preview(admin_client, upload())
    editor = User.objects.create_user("reader", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(editor)
    assert client.get(shape_page()).status_code == 403
    assert client.post(shape_page(), {"folders": "nothing"}).status_code == 403
    if permissions:
        assert "Change how" not in client.get(page_of(latest())).content.decode()


def test_there_is_no_form_of_an_import_that_is_not_there(admin_client):
    assert admin_client.get("/admin/ingest/import/99999999999999999999/shape/").status_code == 404


# Hostile uploads ----------------------------------------------------------------------------------


def test_a_thousand_columns_are_asked_about_by_the_most_telling(admin_client):
    names = [f"c{n}x" for n in range(1_000)]
    cells = ["1"] * 998 + ["Seal at the quay in the morning", LONG]
    preview(admin_client, table(";".join(names) + "\n" + ";".join(cells) + "\n"))
    page = admin_client.get(shape_page()).content.decode()
    assert page.count("<select") < 70
    assert "940 more columns are kept as they are called." in page
    send(admin_client, {"c998x": "headline"})
    assert headlines() == ["Seal at the quay in the morning"]


def test_a_header_of_ten_megabytes_harms_nothing(admin_client):
    preview(admin_client, table("x" * 10_000_000 + f"\nSeal,{LONG}\n"), table(DUTCH, "b.csv"))
    answer = admin_client.get(shape_page())
    assert len(answer.content) < 100_000
    send(admin_client, {"Kop": "headline"})
    assert headlines()[:2] == ["Seal at the quay", "Maps are back"]


def test_names_of_columns_and_values_are_text(admin_client):
    nasty = "<script>alert(1)</script>"
    data = f"{nasty};Verhaal\n<img src=x onerror=alert(2)>;{LONG}\nMaps;{OTHER}\n"
    preview(admin_client, table(data, "<b>.csv"))
    page = admin_client.get(shape_page()).content.decode()
    assert nasty not in page
    assert "<img" not in page
    assert "<b>.csv" not in page
    assert "&lt;script&gt;alert(1)" in page
    page = send(admin_client, {nasty: "headline"})
    assert nasty not in page
    assert "Maps" in headlines()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b'{"a": ' * 2_000),
        ("a.json", b'[{"a": "b"'),
        ("a.xlsx", b"PK\x03\x04 no workbook"),
        ("a.csv", b"\x00" * 5_000),
        ("a.csv", b'"' * 9_999),
        ("a.xml", b"<a><b>" * 500),
        ("[a-*?].csv", DUTCH.encode()),
    ],
)
def test_files_that_cannot_be_looked_into_leave_the_page_standing(admin_client, name, data):
    preview(admin_client, upload(name, data), table(DUTCH, "krant.csv"))
    page = admin_client.get(shape_page())
    assert page.status_code == 200
    assert "krant.csv" in page.content.decode()


def test_the_page_of_many_files_takes_few_queries(admin_client, django_assert_max_num_queries):
    files = [table(DUTCH.replace("Seal", f"Seal {n}"), f"{chr(97 + n)}.csv") for n in range(20)]
    preview(admin_client, *files)
    with django_assert_max_num_queries(14):
        page = admin_client.get(shape_page()).content.decode()
    assert len(re.findall("<details", page)) <= 12
