"""The list that a reader keeps, in a cookie and as a file."""

import base64
import random
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from page_factory import add, add_all, add_indexed, content, flat

from archive import store
from archive.views.reading_list.lists import (
    MOST,
    NOTE_LENGTH,
    ROOM,
    ArticleNotes,
    KeptList,
    KeptLists,
)

pytestmark = pytest.mark.django_db


def keep(client, article, back="/kept/"):
    return client.post("/kept/", {"keep": article.pk, "back": back})


def bring_back(client, text):
    return client.post("/kept/", {"file": SimpleUploadedFile("kept.txt", text.encode())})


def kept_headlines(client):
    return [kept.row.article.headline for kept in client.get("/kept/").context["rows"]]


def test_what_is_kept_is_listed_the_latest_first(client):
    for article in add_all([content("Bridge"), content("Ferry"), content("Fog")]):
        keep(client, article)
    assert kept_headlines(client) == ["Fog", "Ferry", "Bridge"]


def test_keeping_twice_keeps_once(client):
    bridge, ferry = add_all([content("Bridge"), content("Ferry")])
    for article in (bridge, ferry, bridge):
        keep(client, article)
    assert kept_headlines(client) == ["Bridge", "Ferry"]


def test_what_is_removed_is_no_longer_listed_and_the_last_takes_the_cookie_with_it(client):
    bridge, ferry = add_all([content("Bridge"), content("Ferry")])
    keep(client, bridge)
    keep(client, ferry)
    client.post("/kept/", {"drop": ferry.pk, "back": "/kept/"})
    assert kept_headlines(client) == ["Bridge"]
    gone = client.post("/kept/", {"drop": bridge.pk, "back": "/kept/"})
    assert gone.cookies["kept"]["max-age"] == 0


def test_an_empty_list_says_how_to_keep(client):
    assert "Nothing is kept yet" in client.get("/kept/").text


def test_the_navigation_shows_the_list_once_something_is_kept(client):
    [article] = add_indexed(content())
    path = article.get_absolute_url()
    before = client.get(path)
    assert '<li id="kept-link" hidden>' in before.text
    keep(client, article)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, '<li id="kept-link">' in after.text) == (200, True)


def test_what_left_the_archive_is_said_to_have_left(client):
    bridge, ferry = add_all([content("Bridge"), content("Ferry")])
    keep(client, bridge)
    keep(client, ferry)
    store.set_state([ferry.pk], "withdrawn", by=None, reason="")
    assert kept_headlines(client) == ["Bridge"]
    assert f"Article {ferry.pk} is no longer in the archive." in flat(client.get("/kept/"))


@pytest.mark.parametrize("given", ["999", "x", "", "9" * 40, "-1", "٣"])
def test_what_is_no_article_is_not_kept_and_nothing_is_lost(client, given):
    keep(client, add("Bridge"))
    response = client.post("/kept/", {"keep": given, "back": "/"})
    assert (response.status_code, "There is no such article." in response.text) == (404, True)
    assert kept_headlines(client) == ["Bridge"]


def test_a_hidden_article_cannot_be_kept(client):
    article = add()
    store.set_state([article.pk], "hidden", by=None, reason="")
    assert keep(client, article).status_code == 404


@pytest.mark.parametrize("cookie", ["", "...", "zzzzzzzzzzzzzzzzz", "!!.é", "0", "a" * 9000])
def test_a_spoilt_cookie_is_an_empty_list_or_one_of_what_can_be_read(client, cookie):
    client.cookies["kept"] = cookie
    assert client.get("/kept/").status_code == 200


def test_a_full_list_takes_no_more_and_says_so(client):
    article = add()
    client.cookies["kept"] = KeptList("", tuple(range(10_000, 10_000 + MOST))).packed
    response = keep(client, article)
    assert (response.status_code, "The list is full" in response.text) == (409, True)


def test_the_largest_list_fits_into_a_cookie():
    full = KeptList("", tuple(36**12 - 1 - place for place in range(MOST)))
    assert KeptLists((full,)).fits
    assert ROOM + len("notes=") <= 4096


def test_the_list_is_a_file_of_citations_and_can_be_brought_back(client):
    bridge, ferry = add_all(
        [content("Bridge", authors=["Ada Venn"], publication="Harbour Echo"), content("Ferry")]
    )
    keep(client, bridge)
    keep(client, ferry)
    file = client.get("/kept/articles.txt")
    assert 'attachment; filename="kept-articles.txt"' in file.headers["Content-Disposition"]
    cited = f"Ada Venn: “Bridge”. Harbour Echo, 14 March 2015. Broadsheet, http://testserver/a/{bridge.pk}/"
    assert cited in file.text
    client.cookies.clear()
    assert "2 articles were added." in bring_back(client, file.text).text
    assert kept_headlines(client) == ["Ferry", "Bridge"]


def test_a_file_that_names_unknown_articles_says_how_many(client):
    article = add()
    page = flat(bring_back(client, f"see /a/{article.pk}/ and /a/777777/, /a/888888/"))
    assert "1 article was added. 2 in the file are not in this archive." in page


@pytest.mark.parametrize("text", ["", "nothing", "\0\xff" * 50, "/a/x/"])
def test_a_file_that_names_nothing_is_said_to(client, text):
    assert "holds no permanent address" in bring_back(client, text or " ").text


def test_a_file_that_is_far_too_large_is_not_read(client):
    assert "too large to be a list of kept articles" in bring_back(client, "x" * 1_000_001).text


def test_a_form_of_another_site_does_not_touch_the_list(client):
    keep(client, add("Bridge"))
    data = {"keep": add("Ferry").pk, "back": "/"}
    response = client.post("/kept/", data, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert kept_headlines(client) == ["Bridge"]


def test_the_list_takes_three_queries_however_long(client, django_assert_num_queries):
    for article in add_all([content(f"Brief {n}", authors=["Ada Venn"]) for n in range(30)]):
        keep(client, article)
    client.get("/kept/")
    with django_assert_num_queries(3):
        client.get("/kept/")


# Several lists ------------------------------------------------------------------------------------


def step(client, **fields):
    return client.post("/kept/", {"back": "/kept/", **fields})


def list_names(client):
    return [kept.name for kept in client.get("/kept/").context["lists"]]


def test_a_new_list_is_opened_and_takes_what_is_kept_next(client):
    bridge, ferry = add_all([content("Bridge"), content("Ferry")])
    keep(client, bridge)
    step(client, new="Harbour")
    keep(client, ferry)
    assert kept_headlines(client) == ["Ferry"]
    step(client, open="")
    assert kept_headlines(client) == ["Bridge"]
    assert list_names(client) == ["", "Harbour"]


@pytest.mark.parametrize("name", ["Häfen & Fähren", "قائمة", "a~b:c.d", "  spaced\tout ", "港"])
def test_a_list_keeps_its_name_whatever_the_script(client, name):
    keep(client, add())
    step(client, new=name)
    assert list_names(client)[1] == " ".join(name.split())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"new": " "}, "Give the list a name."),
        ({"new": "HARBOUR"}, "There is a list of this name already."),
        ({"rename": "\0"}, "Give the list a name."),
        ({"open": "Town"}, "There is no such list."),
        ({"remove": "Town"}, "There is no such list."),
        ({"note": "x", "article": "999"}, "This article is not in the list."),
    ],
)
def test_what_cannot_be_done_with_lists_is_said_and_nothing_is_lost(client, fields, sentence):
    keep(client, add())
    step(client, new="Harbour")
    step(client, open="")
    response = step(client, **fields)
    assert sentence in response.text
    assert response.status_code in (400, 404, 409)
    assert kept_headlines(client) == ["Bridge stays open"]


def test_a_list_is_renamed_and_removed_with_its_notes(client):
    article = add()
    keep(client, article)
    step(client, rename="Harbour")
    step(client, note="Ask the board.", article=article.pk)
    assert list_names(client) == ["Harbour"]
    gone = step(client, remove="Harbour")
    assert gone.cookies["kept"]["max-age"] == gone.cookies["notes"]["max-age"] == 0


def test_only_so_many_lists_have_room(client):
    keep(client, add())
    responses = [step(client, new=f"List {n}") for n in range(12)]
    assert "There is room for 12 lists." in responses[-1].text
    assert len(list_names(client)) == 12


def test_an_article_moves_to_another_list_with_its_note(client):
    article = add()
    keep(client, article)
    step(client, new="Harbour")
    step(client, open="")
    step(client, note="For chapter two.", article=article.pk, to="Harbour")
    assert kept_headlines(client) == []
    step(client, open="Harbour")
    [kept] = client.get("/kept/").context["rows"]
    assert (kept.row.article.pk, kept.note) == (article.pk, "For chapter two.")


def test_a_note_is_shown_as_typed_and_never_as_markup(client):
    article = add()
    keep(client, article)
    step(client, note="<b>Ask</b>\r\nthe board", article=article.pk)
    assert "&lt;b&gt;Ask&lt;/b&gt;<br>the board" in client.get("/kept/").text
    step(client, note="", article=article.pk)
    assert "kept-note" not in client.get("/kept/").text


def test_notes_end_where_the_cookie_does_and_say_so(client):
    letters = random.Random(7)
    articles = add_all([content(f"Brief {n}") for n in range(8)])
    for article in articles:
        keep(client, article)
        text = "".join(chr(letters.randrange(0x4E00, 0x9000)) for _ in range(NOTE_LENGTH))
        response = step(client, note=text, article=article.pk)
        if response.status_code == 409:
            break
    assert "There is no room for more notes" in response.text
    assert len(client.cookies["notes"].value) <= ROOM


def test_the_notes_go_with_no_page_but_the_list(client):
    article = add()
    keep(client, article)
    assert step(client, note="x", article=article.pk).cookies["notes"]["path"] == "/kept/"


@pytest.mark.parametrize("cookie", ["", "x", "!!", "eJw", "é" * 20, "A" * 5000])
def test_a_spoilt_cookie_of_notes_is_none(client, cookie):
    keep(client, add())
    client.cookies["notes"] = cookie
    assert client.get("/kept/").status_code == 200


def test_a_bomb_of_notes_is_not_unpacked_whole(rf):
    request = rf.get("/kept/")
    bomb = zlib.compress(b'{"1":"' + b"a" * 2_900_000 + b'"}', 9)
    request.COOKIES["notes"] = base64.urlsafe_b64encode(bomb).decode()
    assert ArticleNotes.of(request) == ArticleNotes()


def test_the_file_brings_lists_and_notes_back(client):
    bridge, ferry, fog = add_all([content("Bridge"), content("Ferry"), content("Fog")])
    keep(client, bridge)
    step(client, note="yes\n\nyes, see /a/999/", article=bridge.pk)
    step(client, new="Harbour & sea")
    keep(client, ferry)
    keep(client, fog)
    step(client, note="# no heading", article=ferry.pk)
    file = client.get("/kept/articles.txt").text
    client.cookies.clear()
    assert "3 articles were added." in bring_back(client, file).text
    assert list_names(client) == ["", "Harbour & sea"]
    [kept] = client.get("/kept/").context["rows"]
    assert (kept.row.article.headline, kept.note) == ("Bridge", "yes\n\nyes, see /a/999/")
    step(client, open="Harbour & sea")
    rows = client.get("/kept/").context["rows"]
    assert [(kept.row.article.headline, kept.note) for kept in rows] == [
        ("Fog", ""),
        ("Ferry", "# no heading"),
    ]


def test_bringing_a_file_back_twice_changes_nothing(client):
    article = add()
    keep(client, article)
    step(client, note="Ask the board.", article=article.pk)
    file = client.get("/kept/articles.txt").text
    assert "0 articles were added." in bring_back(client, file).text
    [kept] = client.get("/kept/").context["rows"]
    assert kept.note == "Ask the board."


def test_what_left_the_archive_keeps_its_place_in_the_file(client):
    article = add()
    keep(client, article)
    store.set_state([article.pk], "withdrawn", by=None, reason="")
    assert f"/a/{article.pk}/" in client.get("/kept/articles.txt").text
