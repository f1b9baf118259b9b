"""The list of articles: search, filters, facets, pages, and its words when something is wrong."""

import hashlib

import pytest
from django.conf import settings
from page_factory import add_indexed, content, flat

from archive import store
from archive.models import Article
from archive.search import Mistake
from archive.search.engine import SearchUnavailable
from archive.search.results import FacetValue
from archive.selection import PAGE_SIZE, Named
from archive.views import articles as view
from archive.views import lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def few():
    return add_indexed(
        content("Ferry pilots strike", authors=["Ada Lindqvist"], publication="Harbour Echo"),
        content("Ferry pilots return", date="2015-04-01", authors=["Bram Otterby"], images=["A"]),
        content("Herring prices fall", date="2011-05-01", section="Business"),
        content("The fog bell", date="2015-03"),
    )


def headlines(response):
    return [row.article.headline for row in response.context["results"].rows]


def test_the_list_shows_everything_newest_first_with_the_exact_total(client, few):
    response = client.get("/articles/")
    assert headlines(response) == [
        "Ferry pilots return", "Ferry pilots strike", "The fog bell", "Herring prices fall",
    ]  # fmt: skip
    assert "4 articles" in response.text


def test_words_are_found_and_marked(client, few):
    response = client.get("/articles/?q=ferry")
    assert sorted(headlines(response)) == ["Ferry pilots return", "Ferry pilots strike"]
    assert "<mark>Ferry</mark> pilots strike" in response.text
    assert '<meta name="robots" content="noindex">' in response.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from=2015-04", ["Ferry pilots return"]),
        ("to=2011", ["Herring prices fall"]),
        ("from=2015-03&to=2015-03-14", ["Ferry pilots strike", "The fog bell"]),
        ("author=ada-lindqvist", ["Ferry pilots strike"]),
        (
            "author=ada-lindqvist&author=bram-otterby",
            ["Ferry pilots return", "Ferry pilots strike"],
        ),
        ("publication=harbour-echo", ["Ferry pilots strike"]),
        ("section=business", ["Herring prices fall"]),
        ("has=image", ["Ferry pilots return"]),
    ],
)
def test_filters_narrow_the_list(client, few, query, found):
    assert headlines(client.get(f"/articles/?{query}")) == found


def test_the_oldest_may_come_first(client, few):
    assert headlines(client.get("/articles/?sort=oldest"))[0] == "Herring prices fall"


def test_every_chosen_filter_is_a_chip_that_removes_it(client, few):
    page = flat(client.get("/articles/?q=ferry&from=2015&author=ada-lindqvist"))
    assert (
        '<a href="?q=ferry&amp;author=ada-lindqvist"> <span class="chips-label">from</span> 2015'
        in page
    )
    assert (
        '<a href="?q=ferry&amp;from=2015"> <span class="chips-label">author</span> Ada Lindqvist'
        in page
    )
    assert '<a class="chips-all" href="?q=ferry">' in page


def test_the_filters_offer_what_is_there_with_its_number(client, few):
    page = client.get("/articles/").text
    assert 'name="author" value="ada-lindqvist"' in page
    assert '>Business</label> <span class="count">1</span>' in page


def test_a_chosen_author_stays_checked(client, few):
    page = client.get("/articles/?author=ada-lindqvist").text
    assert 'name="author" value="ada-lindqvist" checked' in page


def test_a_bar_of_the_histogram_narrows_to_its_years(client, few):
    response = client.get("/articles/?q=ferry+OR+herring")
    first = response.context["bars"].kept[0]
    assert first.href.startswith("/articles/?q=ferry+OR+herring&from=2011")
    assert headlines(client.get(first.href)) == ["Herring prices fall"]


def test_a_mistake_gets_a_sentence_beside_its_field_and_the_rest_counts(client, few):
    response = client.get("/articles/?q=ferry&from=2015-13&author=nobody&sort=best")
    assert response.status_code == 200
    assert len(headlines(response)) == 2
    assert "3 parts of the request were ignored" in response.text
    assert '<a href="#from">There is no 2015-13 in the calendar.</a>' in response.text
    assert '<p class="problem" id="from-problem">' in response.text
    assert '<p class="problem" id="author-problem">' in response.text
    assert '<p class="problem" id="sort-problem">' in response.text
    assert 'value="2015-13"' in response.text


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%ff%fe", "q=" + "(" * 3000, "author=%00", "from=%00", "section=%00&section=a",
        "page=99999999999999999999", "page=-1", "sort=%F0%9F%90%9F", "publication=" + "x" * 5000,
        "q=a&q=b&from=2015&from=2016&page=1&page=2", "to=9999-12-31", "from=0001", "author=..%2F..",
        "=", "&&&", "%", "q=title:&has=IMAGE", "to=2015&from=2016&to=",
    ],
)  # fmt: skip
def test_no_query_string_is_a_server_error(client, few, query):
    assert client.get(f"/articles/?{query}").status_code == 200


def test_a_page_past_the_end_is_the_last_with_a_sentence(client):
    add_indexed(*(content(f"Story {number}") for number in range(PAGE_SIZE + 2)))
    response = client.get("/articles/?page=9")
    assert len(headlines(response)) == 2
    assert "There are only 2 pages; this is the last." in response.text
    assert 'aria-current="page"><span class="unseen">Page </span>2</a>' in response.text


def test_nothing_found_says_so_and_suggests_another_spelling(client):
    add_indexed(*(content(f"Ferry timetable {number}") for number in range(5)))
    page = client.get("/articles/?q=timetabel").text
    assert "No article matches <em>timetabel</em>." in page
    assert 'Did you mean <a href="?q=timetable"><em>timetable</em></a> (5)?' in page


def test_nothing_found_with_filters_offers_the_search_without_them(client, few):
    page = flat(client.get("/articles/?q=ferry&from=2016"))
    assert "No article matches <em>ferry</em> with these filters." in page
    assert '<a href="?q=ferry"> Search without the filters </a>' in page


def test_a_mistake_in_the_words_is_pointed_at(client, few):
    page = client.get("/articles/?q=ferry+%22pilots").text
    assert '<q class="problem-pointed">' in page
    assert "Ferry pilots" not in page.split("<h1")[0]


def test_the_place_of_a_mistake_is_marked():
    assert view.split_at("a (b", Mistake(2, 3, "")) == (("a ", False), ("(", True), ("b", False))


def test_what_was_hidden_is_gone_from_the_list_before_the_index_knows(client, few):
    store.set_state([few[0].pk], "hidden", by=None, reason="")
    assert "Ferry pilots strike" not in headlines(client.get("/articles/?q=ferry"))


def test_without_an_index_the_list_still_shows_and_search_says_why(client, monkeypatch, few):
    def broken(*args):
        raise SearchUnavailable("The index is being rebuilt.")

    monkeypatch.setattr("archive.search.embedded.engine.TantivyEngine.begin", broken)
    assert len(headlines(client.get("/articles/"))) == 4
    response = client.get("/articles/?q=ferry")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "The index is being rebuilt." in response.text


def test_an_article_without_a_headline_is_listed_by_its_first_words(client):
    add_indexed(content("", paragraphs=["The old ferry " + "went out and came in " * 10]))
    page = client.get("/articles/").text
    assert '<span class="headline-missing">' in page
    assert page.count("The old ferry") == 1


def test_an_empty_archive_has_an_empty_list(client):
    assert "The archive holds no article yet." in client.get("/articles/").text


@pytest.mark.parametrize(("query", "most"), [("", 8), ("?q=story", 10)])
def test_a_full_page_takes_as_many_queries_as_a_short_one(
    client, django_assert_max_num_queries, query, most
):
    add_indexed(
        *(
            content(f"Story {number}", authors=[f"Author {number}"], images=["A"], section="Town")
            for number in range(PAGE_SIZE + 5)
        )
    )
    client.get(f"/articles/{query}")
    with django_assert_max_num_queries(most):
        client.get(f"/articles/{query}")


def test_list_pages_read_no_bodies(client, django_assert_max_num_queries):
    add_indexed(content("One"))
    with django_assert_max_num_queries(40) as queries:
        client.get("/articles/")
        client.get("/2015/03/")
    assert not [query for query in queries.captured_queries if "archive_body" in query["sql"]]
    assert Article.objects.count() == 1


def test_a_refresh_gets_only_what_changes_with_its_title(client, few):
    part = client.get("/articles/?q=ferry", headers={"HX-Request": "true"})
    assert part.text.startswith("<title>ferry · ")
    assert "<html" not in part.text
    assert headlines(part) == headlines(client.get("/articles/?q=ferry"))


def test_browsers_and_stores_keep_the_part_and_the_page_apart(client, few):
    assert "HX-Request" in client.get("/articles/").headers["Vary"]


def test_where_an_author_is_chosen_the_others_stay_to_be_chosen_with_what_they_add(client, few):
    choice = client.get("/articles/?author=ada-lindqvist").context["authors"]
    assert [(option.slug, option.count, option.chosen) for option in choice.first] == [
        ("ada-lindqvist", 1, True),
        ("bram-otterby", 1, False),
    ]


def test_a_choice_keeps_its_order_and_no_chosen_value_out_of_sight():
    values = [FacetValue(Named(n, f"a{n}", f"A {n}"), 50 - n, False) for n in range(12)]
    chosen = [Named(3, "a3", "A 3"), Named(10, "a10", "A 10"), Named(99, "z", "Z")]
    choice = lists.choice(values, chosen)
    assert [option.slug for option in choice.first] == [*(f"a{n}" for n in range(8)), "a10", "z"]
    assert [option.slug for option in choice.more] == ["a8", "a9", "a11"]
    assert [option.slug for option in choice.first if option.chosen] == ["a3", "a10", "z"]
    assert choice.first[-1].count is None


def test_without_an_index_the_chosen_filters_can_still_be_taken_away(client, monkeypatch, few):
    def broken(*args):
        raise SearchUnavailable("The index is being rebuilt.")

    for name in ("begin", "facets"):
        monkeypatch.setattr(f"archive.search.embedded.engine.TantivyEngine.{name}", broken)
    response = client.get("/articles/?author=ada-lindqvist")
    assert headlines(response) == ["Ferry pilots strike"]
    assert 'value="ada-lindqvist" checked' in response.text


def test_what_is_not_ours_is_as_its_note_says():
    folder = settings.BASE_DIR / "static" / "js" / "vendor"
    note = (folder / "README.md").read_text()
    for script in folder.glob("*.js"):
        assert hashlib.sha256(script.read_bytes()).hexdigest() in note
        assert (folder / f"{script.name.split('.')[0]}.LICENSE.txt").is_file()


@pytest.fixture
def deep(monkeypatch):
    """A list of three pages and a bit, of which two have numbers."""
    monkeypatch.setattr("archive.search.embedded.engine.MAX_PAGES", 2)
    return add_indexed(*(content(f"Story {number}") for number in range(3 * PAGE_SIZE + 1)))


def test_behind_the_last_page_with_a_number_the_list_leads_on_to_its_end(client, deep):
    page, seen = client.get("/articles/?q=story&page=2"), set()
    assert '<span aria-hidden="true">…</span>' in page.text
    places = []
    while page.context["pager"].next:
        page = client.get("/articles/" + page.context["pager"].next)
        places.append(page.context["first"])
        seen.update(headlines(page))
    assert places == [51, 76]
    assert len(seen) == PAGE_SIZE + 1
    assert "page 4 of 4" in flat(page)
    assert '<span aria-current="page"><span class="unseen">Page </span>4</span>' in page.text


def test_a_page_without_a_number_is_said_to_lie_behind_the_last_that_has_one(client, deep):
    page = client.get("/articles/?q=story&page=3")
    assert "This is page 2, the last with a number" in page.text
    assert "There are only" not in page.text


def test_a_place_that_is_none_of_this_list_is_said_and_the_list_begins_again(client, deep):
    further = client.get("/articles/?q=story&page=2").context["pager"].next
    for address in (further.replace("q=story", "q=stories"), "?after=x", "?after=ö"):
        page = client.get("/articles/" + address)
        assert page.context["first"] == 1
        assert '<p class="problem" id="page-problem">' in page.text


def test_every_row_of_a_search_says_why_it_was_found(client, few):
    assert f'href="/a/{few[0].pk}/why/?q=ferry"' in client.get("/articles/?q=ferry").text
    assert "/why/" not in client.get("/articles/?from=2015").text


@pytest.mark.parametrize(
    ("asked", "address"), [("", ""), ("?page=2", "?page=2"), ("?from=2015&x=1", "?from=2015")]
)
def test_the_list_says_its_full_address_and_what_it_is(client, asked, address):
    add_indexed(*(content(f"Brief {n}") for n in range(30)))
    page = client.get(f"/articles/{asked}").text
    assert f'<link rel="canonical" href="http://testserver/articles/{address}">' in page
    assert '<meta name="description" content="Every article in Broadsheet: search' in page
