"""The list that a reader keeps, in a cookie and as a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from page_factory import add, add_all, add_indexed, content, flat

from archive import store
from archive.views.reading_list import MOST, Kept

pytestmark = pytest.mark.django_db


def keep(client, article, back="/kept/"):
    return client.post("/kept/", {"keep": article.pk, "back": back})


def bring_back(client, text):
    return client.post("/kept/", {"file": SimpleUploadedFile("kept.txt", text.encode())})


def kept_headlines(client):
    return [row.article.headline for row in client.get("/kept/").context["rows"]]


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
    client.cookies["kept"] = Kept(tuple(range(10_000, 10_000 + MOST))).packed
    response = keep(client, article)
    assert (response.status_code, "The list is full" in response.text) == (409, True)


def test_the_largest_list_fits_into_a_cookie():
    full = Kept(tuple(36**12 - 1 - place for place in range(MOST)))
    assert len(full.packed) + len("kept=") <= 4096


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
