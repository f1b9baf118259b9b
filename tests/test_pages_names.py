"""Authors, publications, pictures; and what machines ask."""

import pytest
from django.db import Error
from page_factory import add, add_indexed, content

from archive import search, store
from archive.record.content import AuthorContent
from archive.views import names

pytestmark = pytest.mark.django_db


def test_the_index_of_authors_counts_published_articles(client):
    articles = add_indexed(
        content("One", authors=["Ada Lindqvist"]),
        content("Two", authors=["Ada Lindqvist", "Bram Otterby"]),
        content("Three", authors=["Bram Otterby"]),
    )
    store.set_state([articles[2].pk], "hidden", by=None, reason="")
    page = client.get("/authors/").text
    assert '<bdi>Ada Lindqvist</bdi></a> <span class="count">2</span>' in page
    assert '<bdi>Bram Otterby</bdi></a> <span class="count">1</span>' in page


def test_an_author_whose_every_article_is_withdrawn_is_not_listed(client):
    article = add(authors=["Ada Lindqvist"])
    store.set_state([article.pk], "withdrawn", by=None, reason="")
    assert "Ada Lindqvist" not in client.get("/authors/").text


def test_authors_are_found_by_letter_and_by_part_of_the_name(client):
    add(authors=["Ada Lindqvist", "Bram Otterby"])
    for query in ("letter=b", "letter=B", "q=otter", "q=OTTER"):
        page = client.get(f"/authors/?{query}").text
        assert "Bram Otterby" in page
        assert "Ada Lindqvist" not in page
    assert "No author has “zz” in the name." in client.get("/authors/?q=zz").text


def test_an_agency_is_said_to_be_one(client):
    add(authors=[AuthorContent("Northwire", "agency", "Northwire")])
    assert '<span class="name-kind">Agency</span>' in client.get("/authors/").text


def test_authors_are_counted_in_as_many_queries_whatever_their_number(
    client, django_assert_num_queries
):
    add_indexed(*(content(f"Story {n}", authors=[f"Author {n}"]) for n in range(130)))
    client.get("/authors/?letter=z")
    with django_assert_num_queries(7):
        page = client.get("/authors/").text
    assert page.count("<bdi>") == 120
    assert client.get("/authors/?page=2").text.count("<bdi>") == 10


def test_an_author_has_a_page_with_articles_publications_and_company(client):
    add_indexed(
        content("One", authors=["Ada Lindqvist", "Bram Otterby"], publication="Harbour Echo"),
        content("Two", authors=["Bram Otterby"], date="2011-01-01"),
    )
    page = client.get("/authors/ada-lindqvist/").text
    assert "1 article" in page
    assert "One" in page
    assert "Two" not in page
    assert '<a href="/publications/harbour-echo/">Harbour Echo</a> <span class="count">1' in page
    assert '<a href="/authors/bram-otterby/">Bram Otterby</a> <span class="count">1' in page


def test_publications_are_counted_and_have_a_page(client):
    add_indexed(content("One", publication="Harbour Echo", section="Town"), content("Two"))
    assert '<bdi>Harbour Echo</bdi></a> <span class="count">1</span>' in (
        client.get("/publications/").text
    )
    page = client.get("/publications/harbour-echo/").text
    assert "One" in page
    assert "Two" not in page
    assert 'href="/articles/?publication=harbour-echo&amp;section=town"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/authors/?q=%00", "/authors/?letter=%00&page=x", "/authors/?page=7",
        "/publications/?page=7", "/images/?q=%00&page=-1", "/images/?page=99",
    ],
)  # fmt: skip
def test_indexes_bear_any_query_string(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/authors/nobody/", "/publications/nowhere/", "/authors/a%00b/"])
def test_who_is_not_in_the_archive_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_pages_of_an_author_past_the_end_are_the_last(client):
    add_indexed(content("One", authors=["Ada Lindqvist"]))
    response = client.get("/authors/ada-lindqvist/?page=4")
    assert "There is only one page; this is it." in response.text
    assert "One" in response.text


def test_robots_are_kept_from_the_admin_and_from_every_combination_of_filters(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/\nDisallow: /articles/?" in response.text


def test_health_says_how_database_and_index_are(client):
    add_indexed(content("One"))
    health = client.get("/health/").json()
    assert (health["status"], health["database"], health["generation"]) == ("ok", "ok", 1)
    assert (health["index"]["articles"], health["index"]["behind"]) == (1, 0)


def test_health_is_503_when_the_database_does_not_answer(client, monkeypatch):
    def down():
        raise Error("gone")

    monkeypatch.setattr("archive.store.changelog.state", down)
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["database"] == "does not answer"


def test_authors_are_listed_with_the_years_in_which_they_wrote(client):
    articles = add_indexed(
        content("One", authors=["Ada Lindqvist"], date="2009-03-01"),
        content("Two", authors=["Ada Lindqvist", "Bram Otterby"], date="2017"),
        content("Never", authors=["Cleo Marsh"], date=""),
        content("Hidden", authors=["Ada Lindqvist"], date="2021"),
    )
    store.set_state([articles[3].pk], "hidden", by=None, reason="")
    page = client.get("/authors/").text
    assert '<span class="count">2</span> <span class="name-active">2009–2017</span>' in page
    assert '<span class="count">1</span> <span class="name-active">2017</span>' in page
    assert page.count('class="name-active"') == 2


def test_years_of_whoever_wrote_much_come_from_the_engine(client, monkeypatch):
    monkeypatch.setattr(names, "MANY", 1)
    add_indexed(
        content("One", authors=["Ada Lindqvist"], date="2009-03-01"),
        content("Two", authors=["Ada Lindqvist"], date="2017-03"),
    )
    assert '<span class="name-active">2009–2017</span>' in client.get("/authors/").text


def test_authors_are_found_without_accents_and_by_other_names(client):
    add_indexed(content("One", authors=["Zoë Brück"]))
    assert "Zoë Brück" in client.get("/authors/?q=bruck").text
    assert "Zoë Brück" in client.get("/authors/?q=BRÜCK").text
    assert "Zoë Brück" not in client.get("/authors/?q=brock").text


def test_an_author_has_years_and_contacts_as_they_were_printed(client):
    hers = {"authors": ["Ada Lindqvist"], "contacts": ("ada@echo.example",)}
    articles = add_indexed(
        content("One", date="2009-03-01", **hers),
        content("Two", date="2012-03-01", **hers),
        content("Three", date="2012-03-02", **hers),
    )
    store.set_state([articles[2].pk], "hidden", by=None, reason="")
    search.apply_changes()
    page = client.get("/authors/ada-lindqvist/").text
    assert "2 articles</a> · 2009–2012" in page
    assert '<bdi class="name-contact">ada@echo.example</bdi> <span class="count">2</span>' in page


def test_publications_are_found_by_letter_by_name_and_by_domain(client):
    add_indexed(
        content("One", publication="Harbour Echo", date="2009-03-01"),
        content("Two", publication="Harbour Echo", date="2012"),
        content("Three", publication="Sallow Gazette", date="2015"),
    )
    page = client.get("/publications/").text
    assert '<span class="count">2</span> <span class="name-active">2009–2012</span>' in page
    assert 'href="?letter=S"' in page
    for query in ("letter=h", "q=echo", "q=HARBOUR"):
        page = client.get(f"/publications/?{query}").text
        assert "Harbour Echo" in page
        assert "Sallow Gazette" not in page
        assert "1 publication" in page
    assert "No publication has “zz” in the name." in client.get("/publications/?q=zz").text


def test_a_publication_of_which_nothing_is_published_is_not_listed_and_has_no_years(client):
    articles = add_indexed(
        content("One", publication="Harbour Echo", date="2009-03-01"),
        content("Two", publication="Sallow Gazette", date="2011-03-01"),
        content("Three", publication="Sallow Gazette", date="2015-03-01"),
    )
    store.set_state([articles[0].pk, articles[2].pk], "hidden", by=None, reason="")
    page = client.get("/publications/").text
    assert "Harbour Echo" not in page
    assert '<span class="name-active">2011</span>' in page


def test_publications_take_few_queries_whatever_their_number(client, django_assert_num_queries):
    add_indexed(*(content(f"Story {n}", publication=f"Paper {n}") for n in range(230)))
    client.get("/publications/?letter=z")
    with django_assert_num_queries(3):
        page = client.get("/publications/").text
    assert page.count('class="name-active"') == 200
