"""From the words to the article and back: hits, neighbours, suggestions, help, missing indexes."""

from __future__ import annotations

import re

import pytest
from page_factory import add, add_indexed, content, flat

from archive import store
from archive.search.engine import SearchUnavailable
from archive.selection import PAGE_SIZE
from archive.views import article_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferries():
    return add_indexed(
        content(
            "Ferry pilots strike",
            standfirst="No ferry leaves before noon.",
            paragraphs=["The ferry stays in.", "All ferries, in fact."],
            images=["SALTBY - JUNE 04: The ferry waits. (Photo by Ferry Hale/Northwire)"],
        ),
        content("Ferry pilots return", date="2015-04-01"),
        content("Ferry fares rise", date="2015-05-01"),
        content("Herring prices fall", date="2011-05-01"),
    )


def rows(page):
    """The addresses of the rows, as the page gives them."""
    found = re.findall(r'<h2 class="headline row-headline"[^>]*><a href="([^"]*)"', page)
    return [address.replace("&amp;", "&") for address in found]


def test_rows_of_a_search_lead_on_with_the_search_and_the_place(client, ferries):
    addresses = rows(client.get("/articles/?q=ferry&sort=oldest").text)
    assert addresses[1] == f"{ferries[1].get_absolute_url()}?q=ferry&sort=oldest&n=2"
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]


def test_rows_of_the_whole_archive_lead_to_bare_addresses(client, ferries):
    assert ferries[3].get_absolute_url() in rows(client.get("/articles/").text)


def test_hits_are_numbered_through_the_whole_article_in_the_order_of_the_page(client, ferries):
    page = client.get(f"{ferries[0].get_absolute_url()}?q=ferry&n=1").text
    hits = re.findall(r'<mark id="hit-(\d+)"><a href="#hit-(\d+)">(\w+)</a></mark>', page)
    assert [int(number) for number, _, _ in hits] == [1, 2, 3, 4, 5, 6]
    assert [int(after) for _, after, _ in hits] == [2, 3, 4, 5, 6, 7]
    assert [word for _, _, word in hits] == ["Ferry", "ferry", "ferry", "Ferry", "ferry", "ferries"]
    assert '<span id="hit-7"></span>' in page
    assert "6 hits" in page


def test_a_caption_keeps_its_parts_around_its_hits(client, ferries):
    page = client.get(f"{ferries[0].get_absolute_url()}?q=saltby+waits").text
    assert '<span class="caption-dateline"><mark id="hit-1">' in page
    assert (
        '<mark id="hit-2"><a href="#hit-3">waits</a></mark>.<span class="caption-credit">' in page
    )


def test_words_asked_for_in_a_field_are_marked_only_there(client, ferries):
    page = client.get(f"{ferries[0].get_absolute_url()}?q=title:ferry").text
    assert page.count("<mark") == 1
    assert "1 hit<" in page


def test_markup_in_a_text_stays_text_beside_hits(client):
    article = add("<b>Ferry</b>", paragraphs=["<script>ferry()</script>"])
    page = client.get(f"{article.get_absolute_url()}?q=ferry").text
    assert "&lt;script&gt;<mark" in page
    assert "<script>ferry" not in page


def test_the_way_back_leads_to_the_same_page_and_row_of_the_list(client):
    add_indexed(*(content(f"Ferry {number}") for number in range(PAGE_SIZE + 3)))
    address = rows(client.get("/articles/?q=ferry&page=2").text)[1]
    page = client.get(address).text
    back = re.search(r'<a href="(/articles/[^"#]*)#(a-\d+)"', page)
    assert back
    assert f'<li id="{back[2]}">' in client.get(back[1].replace("&amp;", "&")).text
    assert "article 27 of 28" in page


def test_the_neighbours_are_those_of_the_list_also_across_its_pages(client):
    add_indexed(*(content(f"Ferry {number}") for number in range(PAGE_SIZE + 3)))
    first, second = (rows(client.get(f"/articles/?q=ferry&page={n}").text) for n in (1, 2))
    last_of_first, first_of_second = client.get(first[-1]), client.get(second[0])
    assert last_of_first.context["walk"].earlier.href == first[-2]
    assert last_of_first.context["walk"].later.href == second[0]
    assert first_of_second.context["walk"].earlier.href == first[-1]
    assert "More from the list" in last_of_first.text


def test_an_article_that_is_not_where_the_address_says_still_leads_back(client, ferries):
    page = client.get(f"{ferries[3].get_absolute_url()}?q=ferry&n=2")
    assert page.context["walk"].place == 0
    assert '<a href="/articles/?q=ferry"' in page.text
    assert "More from 1 May 2011" not in page.text  # it is the only one of its day


@pytest.mark.parametrize(
    "query", ["n=0", "n=-1", "n=x", "n=99999999999", "n=%00", "q=%00&n=1", "q=(((&n=1", "from=x"]
)
def test_no_query_string_breaks_an_article(client, ferries, query):
    assert client.get(f"{ferries[0].get_absolute_url()}?{query}").status_code == 200


def test_the_canonical_address_is_bare(client, ferries):
    address = ferries[0].get_absolute_url()
    page = client.get(f"{address}?q=ferry&n=1").text
    assert f'<link rel="canonical" href="http://testserver{address}">' in page


def test_pages_kept_for_one_search_are_not_shown_for_another(client, ferries):
    address = ferries[0].get_absolute_url()
    ferry, noon, bare = (client.get(address + q).text for q in ("?q=ferry", "?q=noon", ""))
    assert ferry.count("<mark") == 6
    assert noon.count("<mark") == 1
    assert bare.count("<mark") == 0


def test_an_article_of_a_search_answers_304_only_while_the_index_has_everything(client, ferries):
    address = f"{ferries[0].get_absolute_url()}?q=ferry&n=1"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    add("Not indexed yet")
    behind = client.get(address, headers={"If-None-Match": etag})
    assert (behind.status_code, "ETag" in behind.headers) == (200, False)


def test_a_hidden_neighbour_is_not_named(client, ferries):
    address = rows(client.get("/articles/?q=ferry&sort=oldest").text)[1]
    store.set_state([ferries[0].pk], "hidden", by=None, reason="")
    page = client.get(address).text
    assert "Ferry fares rise" in page
    assert "Ferry pilots strike" not in page


def test_two_spellings_that_are_as_likely_are_both_named(client):
    add_indexed(*(content(f"{word} boat {n}") for n in range(7) for word in ("Eight", "Eighth")))
    page = flat(client.get("/articles/?q=eighh"))
    assert '<em>eighth</em></a> (7)? Or <a href="?q=eight"><em>eight</em></a> (7)?' in page


def test_a_slip_that_finds_little_is_answered_with_what_finds_much(client):
    add_indexed(content("Ferry timetabel"), *(content(f"Ferry timetable {n}") for n in range(12)))
    page = flat(client.get("/articles/?q=timetabel"))
    assert "1 article" in page
    assert 'Did you mean <a href="?q=timetable"><em>timetable</em></a> (12)?' in page


def test_the_word_to_blame_is_named_with_what_each_finds_alone(client, ferries):
    page = flat(client.get("/articles/?q=ferry+pilots+zeppelin+-noon"))
    assert "No article matches <em>ferry pilots zeppelin -noon</em>." in page
    assert "<em>zeppelin</em> appears nowhere." in page
    assert '<a href="?q=ferry">ferry</a> <span class="count">3 articles</span>' in page
    assert '<a href="?q=pilots">pilots</a> <span class="count">2 articles</span>' in page
    assert '<span>zeppelin</span> <span class="count">no article</span>' in page
    assert '<a href="?q=noon">noon</a> <span class="count">1 article (excluded)</span>' in page


def test_words_that_never_meet_are_said_to_be_found_apart(client, ferries):
    page = client.get("/articles/?q=ferry+herring").text
    assert "Each part finds something, but no article matches all of them." in page


def test_a_part_is_counted_within_the_chosen_filters(client, ferries):
    page = client.get("/articles/?q=ferry+herring&from=2015-05").text
    assert '<a href="?q=ferry&amp;from=2015-05">ferry</a>' in page
    assert "1 article<" in page


def test_every_example_of_the_help_page_runs_without_a_mistake(client):
    add_indexed(
        content("Ferry pilots strike", authors=["Ada Lindqvist"], publication="Echo", images=["A"])
    )
    found = client.get("/articles/help/").context["examples"]
    assert len(found) == 14
    for example in found:
        response = client.get(example.href)
        assert response.status_code == 200, example
        assert not response.context["mistakes"], example
    totals = {example.query: client.get(example.href).context["results"].total for example in found}
    assert [query for query, total in totals.items() if not total] == [
        "ferry -pilots", "(ferry OR pilots) -title:pilots",
    ]  # fmt: skip


def test_an_archive_without_words_for_examples_has_others(client):
    add("7")
    assert "harbour bridge" in client.get("/articles/help/").text


@pytest.mark.parametrize("path", ["/", "/articles/"])
def test_the_search_box_has_the_help_beside_it(client, ferries, path):
    page = client.get(path).text
    assert '<details class="search-how">' in page
    assert '<a href="/articles/help/">' in page


def test_search_says_how_far_a_rebuild_is_and_keeps_the_words(client, ferries, monkeypatch):
    def rebuilding(*args):
        raise SearchUnavailable("The search index is being built: 3 of 4 articles (75%) are in it.")

    monkeypatch.setattr("archive.search.embedded.engine.TantivyEngine.begin", rebuilding)
    response = client.get("/articles/?q=ferry&from=2015&author=nobody")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "3 of 4 articles (75%) are in it." in response.text
    assert 'name="q" type="search" value="ferry"' in response.text
    assert '<a href="?from=2015">Show the list without these words</a>' in response.text
    listed = client.get("/articles/?from=2015")
    assert listed.status_code == 200
    assert "3 of 4 articles (75%) are in it." in listed.text
    assert "Ferry pilots strike" in listed.text
    assert client.get(f"{ferries[0].get_absolute_url()}?q=ferry&n=1").status_code == 200


def test_what_is_typed_is_continued_by_words_authors_and_headlines(client):
    [article] = add_indexed(content("Ferry pilots strike", authors=["Ferdinand Oke"]))
    found = client.get("/articles/suggest?q=fer").json()["suggestions"]
    assert [
        (suggestion["text"], suggestion["kind"], suggestion["url"])
        for suggestion in found
        if suggestion["text"] != "ferdinand"
    ] == [
        ("ferry", "word", "/articles/?q=ferry"),
        ("Ferdinand Oke", "author", "/authors/ferdinand-oke/"),
        ("Ferry pilots strike", "headline", article.get_absolute_url()),
    ]


@pytest.mark.parametrize("query", ["", "?q=", "?q=f", "?q=%00%00", "?q=((((", "?q=" + "f" * 5000])
def test_what_has_no_continuation_gets_an_empty_answer(client, ferries, query):
    assert client.get(f"/articles/suggest{query}").json() == {"suggestions": []}


def test_what_was_hidden_is_not_suggested(client, ferries):
    store.set_state([ferries[3].pk], "hidden", by=None, reason="")
    response = client.get("/articles/suggest?q=herr")
    assert "Herring prices fall" not in response.text
    assert "no-cache" in response.headers["Cache-Control"]


def test_without_an_index_nothing_is_suggested_and_nothing_fails(client):
    assert client.get("/articles/suggest?q=fer").json() == {"suggestions": []}


def test_a_former_address_keeps_the_search_in_mind(client, ferries):
    put_right = content("Ferry pilots rest", paragraphs=["The ferry stays in."])
    store.correct(ferries[0].pk, put_right, by=None, why="", version=1)
    response = client.get("/2015/03/14/ferry-pilots-strike/?q=ferry&n=1")
    assert response.headers["Location"] == "/2015/03/14/ferry-pilots-rest/?q=ferry&n=1"


def test_the_whole_archive_in_another_order_is_a_list_to_come_back_to(client, ferries):
    address = rows(client.get("/articles/?sort=oldest").text)[0]
    assert address == f"{ferries[3].get_absolute_url()}?sort=oldest&n=1"
    walk = client.get(address).context["walk"]
    assert (walk.place, walk.total, walk.earlier) == (1, 4, None)
    assert walk.later.article == ferries[0]


def test_a_text_full_of_hits_links_only_the_first_of_them():
    text = article_text.Hits("ferry").marked("ferry " * (article_text.LINKED + 10))
    assert text.count("<mark id=") == article_text.LINKED
    assert text.count("<mark>ferry</mark>") == 10


def test_hits_on_both_sides_of_a_caption_part_are_counted_once_each():
    hits = article_text.Hits('"04 the"')
    caption = hits.caption("SALTBY - JUNE 04: The ferry waits. (Photo by Ada Hale)")
    assert '<mark id="hit-1"><a href="#hit-2">04</a></mark>: </span><mark id="hit-2">' in caption
    assert hits.count == 2


def test_an_article_of_a_search_takes_few_queries_more(
    client, ferries, django_assert_max_num_queries
):
    client.get("/articles/?q=ferry")
    with django_assert_max_num_queries(16):
        client.get(f"{ferries[1].get_absolute_url()}?q=ferry&sort=oldest&n=2")
