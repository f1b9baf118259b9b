"""Why a search found an article, as a page."""

import pytest
from page_factory import add, add_indexed, content, flat

from archive import store

pytestmark = pytest.mark.django_db


def page_of(client, article, query):
    return client.get(f"/a/{article.pk}/why/?{query}")


@pytest.fixture
def bridge():
    article, *_ = add_indexed(
        content("Bridge stays open", authors=["Ada Lindqvist"]),
        content("Ferry timetable", paragraphs=("The bridges of Marrowmouth.",)),
    )
    return article


def test_it_says_how_words_were_read_and_what_each_finds_alone(client, bridge):
    page = flat(page_of(client, bridge, "q=bridges+-tram+%22swing+bridge%22"))
    assert "all forms of the stem “bridg”" in page
    assert '<a href="/articles/?q=bridges">2</a>' in page
    assert "Excluded: all forms of the stem “tram”" in page
    assert "side by side, in this order: swing, bridge" in page


def test_it_says_where_the_words_stand_and_how_often(client, bridge):
    page = flat(page_of(client, bridge, "q=bridges+author:ada"))
    assert (
        '<bdi>bridges</bdi></th><td class="reasons-part">Headline</td><td><bdi>bridge</bdi></td>'
        '<td class="reasons-number">1</td>' in page
    )
    part = '<td class="reasons-part">Author</td>'
    assert f"<bdi>author:ada</bdi></th>{part}<td><bdi>ada</bdi></td>" in page
    assert "“ada” exactly as written, in names of authors" in page


def test_it_says_what_the_rank_is_made_of_and_the_place(client, bridge):
    page = flat(page_of(client, bridge, "q=bridge"))
    assert "Article 1 of 2 in the list." in page
    assert "in the headline</td>" in page
    assert "%</td>" in page


def test_by_date_words_have_no_say_in_the_order(client, bridge):
    page = flat(page_of(client, bridge, "q=bridge&sort=oldest"))
    assert "The list is sorted by date" in page
    assert "<meter" not in page


def test_an_article_that_does_not_match_says_so(client, bridge):
    page = flat(page_of(client, bridge, "q=timetable"))
    assert "The article does not match this search." in page


def test_without_a_search_it_leads_to_the_article(client, bridge):
    assert page_of(client, bridge, "n=3")["Location"] == bridge.get_absolute_url()


@pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("withdrawn", 410)])
def test_what_is_not_shown_is_not_explained(client, bridge, state, status):
    with store.writing():
        store.set_state([bridge.pk], state, by=None, reason="")
    assert page_of(client, bridge, "q=bridge").status_code == status


@pytest.mark.parametrize("pk", [0, 999, 2**63, 10**30])
def test_an_article_that_never_was_is_not_found(client, pk):
    assert client.get(f"/a/{pk}/why/?q=x").status_code == 404


def test_while_there_is_no_index_it_says_so(client):
    article = add("Bridge stays open")
    response = page_of(client, article, "q=bridge")
    assert response.status_code == 503
    assert response["Retry-After"]


def test_what_a_reader_typed_is_shown_and_never_run(client, bridge):
    page = page_of(client, bridge, "q=%3Cb%3Ebridge%3C/b%3E+%22%3Cscript%3E%22").text
    assert '<script>"' not in page
    assert "&lt;" in page


def test_the_number_of_queries_does_not_grow_with_the_words(
    client, bridge, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page_of(client, bridge, "q=" + "+".join(f"bridge{n}" for n in range(30)))
