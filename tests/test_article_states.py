"""What is not published stands nowhere that readers look, at once."""

import pytest
from factory import content, stored

from archive import search, store
from archive.models import Article
from archive.record.content import AuthorContent, ImageContent
from archive.selection import Selection

pytestmark = pytest.mark.django_db

#: Where an article stands while it is published.
PLACES = (
    "/", "/articles/", "/articles/?q=ferry", "/articles/?q=zanzo*&sort=newest",
    "/articles/suggest?q=zanz", "/2016/03/", "/2016/03/14/", "/authors/", "/authors/zanzora-quill/",
    "/publications/", "/publications/zanzo-courier/", "/images/",
)  # fmt: skip
#: Where it is counted only.
COUNTS = ("/2016/", "/calendar/")


@pytest.fixture
def pk():
    """An article that is known by "zanz" wherever it stands, and another beside it."""
    stored(content(headline="Bridge stays", date="2015-01-02", authors=(AuthorContent("Ivo"),)))
    [pk] = stored(
        content(
            headline="Zanzo ferry",
            publication="Zanzo Courier",
            authors=(AuthorContent("Zanzora Quill"),),
            images=(ImageContent(caption="The Zanzo berth."),),
        )
    )
    search.apply_changes()
    return pk


def said(client, path):
    response = client.get(path)
    return response.content.decode().replace("zanzo*", "").replace("q=zanz", "").lower()


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_an_article_stands_nowhere_until_it_is_published_again(client, pk, path, state):
    assert "zanz" in said(client, path)
    store.set_state([pk], state, by=None, reason="A wish")
    search.apply_changes()
    # An author or a publication without articles keeps a page that says so.
    own = (
        ("zanzora quill", "zanzora-quill")
        if "zanzora" in path
        else ("zanzo courier", "zanzo-courier")
    )
    body = said(client, path)
    for name in own if path.count("zanz") else ():
        body = body.replace(name, "")
    assert "zanz" not in body
    store.set_state([pk], "published", by=None, reason="")
    search.apply_changes()
    assert "zanz" in said(client, path)


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_no_count_has_it(client, pk, state):
    assert "2 articles" in said(client, "/articles/")
    before = {path: said(client, path) for path in COUNTS}
    store.set_state([pk], state, by=None, reason="A wish")
    search.apply_changes()
    assert "2 articles" not in said(client, "/articles/")
    assert all(said(client, path) != before[path] for path in COUNTS)


@pytest.mark.parametrize("address", ["", "source/", "versions/", "versions/1/", "compare/"])
def test_its_own_addresses_say_what_became_of_it(client, pk, address):
    path = Article.objects.get(pk=pk).get_absolute_url()
    store.set_state([pk], "hidden", by=None, reason="For the lawyers")
    for url in (f"/a/{pk}/{address}", path):
        response = client.get(url)
        assert response.status_code == 404
        assert "For the lawyers" not in response.content.decode()
    store.set_state([pk], "withdrawn", by=None, reason="A wish")
    for url in (f"/a/{pk}/{address}", path):
        response = client.get(url)
        assert response.status_code == 410
        assert "A wish" in response.content.decode()


def test_what_an_editor_hides_is_counted_no_more_when_the_editor_is_answered(admin_client, pk):
    assert "2 articles" in said(admin_client, "/articles/")
    admin_client.post(f"/admin/archive/article/{pk}/state/", {"state": "hidden"})
    assert "2 articles" not in said(admin_client, "/articles/")
    assert search.search(Selection(q="zanzo")).total == 0


def test_an_index_that_does_not_answer_does_not_hinder_an_editor(admin_client, pk, monkeypatch):
    def broken(*_):
        raise search.SearchUnavailable("The disk is full.")

    monkeypatch.setattr(type(search.engine()), "writing", broken)
    data = {"state": "hidden"}
    assert admin_client.post(f"/admin/archive/article/{pk}/state/", data).status_code == 302
    assert Article.objects.get(pk=pk).state == "hidden"
