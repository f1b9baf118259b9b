"""What pages get from the search door: rows with texts, names for facets, help."""

import pytest
from django.test.utils import CaptureQueriesContext
from search_factory import article, author, noted, publication

from archive import search
from archive.models import Article, Likeness
from archive.search.query.syntax import parse
from archive.selection import Named, Selection
from archive.text.dates import Days

pytestmark = pytest.mark.django_db


def shown(marked):
    return "".join(f"[{text}]" if hit else text for text, hit in marked)


def named(thing):
    return Named(thing.pk, thing.slug, thing.name)


def ids(results):
    return [row.article.pk for row in results.rows]


@pytest.fixture
def ferry():
    made = article(
        "Ferry strike in Port Alder",
        "Nothing sailed on Monday.\n\nThe harbour police were policing the quay.",
        date="2017-06-04",
        authors=["Ana Brück", "Coast Agency"],
        paper="Alder Post",
        section="Harbour News",
        caption="An empty pier at dawn",
        credit="Jo Lund",
    )
    search.heal()
    return made


def test_a_row_has_its_article_headline_and_snippet_with_hits_marked(ferry):
    (row,) = search.search(Selection(q="strike policing")).rows
    assert row.article == ferry
    assert shown(row.headline) == "Ferry [strike] in Port Alder"
    assert "The harbour [police] were [policing] the quay." in shown(row.snippet)


def test_a_snippet_comes_from_the_caption_where_the_hit_is_there(ferry):
    (row,) = search.search(Selection(q="pier")).rows
    assert shown(row.snippet) == "An empty [pier] at dawn"


def test_without_words_a_row_shows_standfirst_or_opening_unmarked():
    article("One", "The opening.", date="2017")
    article("Two", "The opening.", standfirst="The standfirst.", date="2016")
    search.heal()
    rows = search.search(Selection()).rows
    assert [shown(row.snippet) for row in rows] == ["The opening.", "The standfirst."]


def test_a_text_without_a_headline_has_an_empty_one():
    article("", "Nothing sailed.")
    search.heal()
    (row,) = search.search(Selection(q="sailed")).rows
    assert row.headline == ()


def test_facets_have_names_and_say_what_is_chosen(ferry):
    brueck = author("Ana Brück")
    facets = search.search(Selection(q="ferry", authors=(named(brueck),))).facets
    assert [(value.named.name, value.count, value.chosen) for value in facets.authors] == [
        ("Ana Brück", 1, True),
        ("Coast Agency", 1, False),
    ]
    assert facets.publications[0].named == named(publication("Alder Post"))
    assert facets.sections[0].named == Named(0, "harbour-news", "Harbour News")
    assert facets.with_image == 1


def test_what_is_chosen_is_shown_where_nothing_is_found(ferry):
    other = author("Nobody Known")
    results = search.search(Selection(authors=(named(other),)))
    assert results.total == 0
    assert [(value.named.name, value.count, value.chosen) for value in results.facets.authors] == [
        ("Nobody Known", 0, True)
    ]


def test_mistakes_come_with_the_results(ferry):
    results = search.search(Selection(q='ferry "strike'))
    assert results.total == 1
    assert results.mistakes == parse('ferry "strike').mistakes != ()


@pytest.mark.parametrize("q", ["***", "( )", '""', "& —", "has:nothing"])
def test_a_query_without_anything_to_look_for_lists_everything(ferry, q):
    assert search.search(Selection(q=q)).total == 1


def test_an_undated_article_is_found_and_stands_last():
    undated, dated = article("ferry"), article("ferry", date="1900")
    search.heal()
    for sort in ("newest", "oldest"):
        assert ids(search.search(Selection(q="ferry", chosen_sort=sort))) == [dated.pk, undated.pk]


def test_hidden_articles_are_not_found(ferry):
    ferry.state = Article.State.HIDDEN
    ferry.save()
    noted(ferry)
    assert search.search(Selection(q="ferry")).rows == ()  # before the index follows
    search.apply_changes()
    assert search.search(Selection(q="ferry")).total == 0


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_max_num_queries):
    for number in range(30):
        article(
            f"Ferry {number}", "Sailed.", authors=["A B", f"C {number}"], paper="P", caption="x"
        )
    search.heal()
    search.search(Selection())
    # Articles, bylines, authors, bodies, pictures; names of the facets' authors, publications.
    with django_assert_max_num_queries(7):
        search.search(Selection(q="ferry"))
    with django_assert_max_num_queries(5):
        search.search(Selection())


def test_the_texts_of_other_rows_are_not_read(ferry, django_assert_max_num_queries):
    article("Barge", "Other.")
    search.apply_changes()
    with CaptureQueriesContext(django_connection()) as queries:
        search.search(Selection())
    assert not any("archive_body" in query["sql"] for query in queries)


def django_connection():
    from django.db import connection

    return connection


def test_without_an_index_lists_come_from_the_database_and_say_so():
    older = article(
        "Ferry", date="2016", authors=["Ana Brück"], paper="P", section="S", caption="c"
    )
    newer = article("Ferry", date="2017-06", authors=["Jo Lund"])
    article("Ferry", state=Article.State.HIDDEN)
    results = search.search(Selection())
    assert (results.total, ids(results)) == (2, [newer.pk, older.pk])
    assert results.degraded.endswith(".")
    for selection in (
        Selection(authors=(named(author("Ana Brück")),)),
        Selection(publications=(named(publication("P")),)),
        Selection(sections=(Named(0, "s", "S"),)),
        Selection(until=Days.parse("2016")),
        Selection(has_image=True),
    ):
        assert ids(search.search(selection)) == [older.pk]
    assert ids(search.search(Selection(since=Days.parse("2017-06-30")))) == [newer.pk]
    assert ids(search.search(Selection(chosen_sort="oldest"))) == [older.pk, newer.pk]


def test_without_an_index_words_are_refused_with_a_sentence():
    with pytest.raises(search.SearchUnavailable, match="no search index yet; it is being built"):
        search.search(Selection(q="ferry"))


def test_where_counting_fails_lists_come_from_the_database_and_words_are_refused(
    ferry, monkeypatch
):
    def fail(*args):
        raise ValueError("a list of values is cut short")

    monkeypatch.setattr("archive.search.embedded.counts.counts_of", fail)
    results = search.search(Selection())
    assert (results.total, ids(results)) == (1, [ferry.pk])
    assert results.degraded.endswith(".")
    with pytest.raises(search.SearchUnavailable):
        search.search(Selection(q="ferry"))


def test_a_page_beyond_the_last_shows_the_last_ones_rows(ferry):
    results = search.search(Selection(q="ferry"), 9)
    assert (results.page, ids(results)) == (1, [ferry.pk])


def test_related_articles_leave_out_near_duplicates(ferry):
    other = article("Ferry strike spreads to Port Alder", "The harbour police and the quay.")
    copy = article("Ferry strike in Port Alder", "Nothing sailed on Monday at the quay.")
    Likeness.objects.create(article=ferry, other=copy, share=0.9)
    for number in range(30):
        article(f"Tulips {number}", "Growers rejoice.")
    search.apply_changes()
    ferry = Article.objects.with_text().get(pk=ferry.pk)
    assert search.related(ferry, but={copy.pk}) == [other.pk]


def test_suggestions_are_words_authors_and_headlines(ferry):
    found = {
        (suggestion.kind, suggestion.text, suggestion.url) for suggestion in search.suggest("fer")
    }
    assert ("word", "ferry", "/articles/?q=ferry") in found
    assert ("headline", ferry.headline, ferry.get_absolute_url()) in found
    assert [
        suggestion.text for suggestion in search.suggest("brü") if suggestion.kind == "author"
    ] == ["Ana Brück"]
    assert [
        suggestion.text for suggestion in search.suggest("ana b") if suggestion.kind == "author"
    ] == ["Ana Brück"]


@pytest.mark.parametrize("prefix", ["", " ", "x", "\x00", "(((", '"', "*", "\ud800a", "a" * 5_000])
def test_anything_may_be_typed_into_the_box(ferry, prefix):
    assert isinstance(search.suggest(prefix), list)


def test_did_you_mean_names_a_spelling_that_finds_more():
    for number in range(8):
        article(f"Government policy {number}", "Harbour matters.")
    search.heal()
    assert search.did_you_mean(Selection(q="goverment")) == search.DidYouMean("government", 8)
    both = search.did_you_mean(Selection(q="goverment harbuor"))
    assert both == search.DidYouMean("government harbour", 8)
    assert search.did_you_mean(Selection(q="government")) is None
    assert search.did_you_mean(Selection(q='"goverment"')) is None


def test_did_you_mean_prefers_the_easier_slip_to_the_more_frequent_word():
    for number in range(12):
        article(f"West pier {number}", "Closed.")
    for number in range(8):
        article(f"Lowest pier {number}", "Open.")
    search.heal()
    assert search.did_you_mean(Selection(q="lwest pier")) == search.DidYouMean("lowest pier", 8)


def test_did_you_mean_names_the_others_that_are_as_likely():
    for number in range(9):
        article(f"Eight boats {number}")
        article(f"The eighth of {number}")
    search.heal()
    meant = search.did_you_mean(Selection(q="eighh"))
    assert (meant.query, [other.query for other in meant.others]) == ("eighth", ["eight"])


def test_did_you_mean_puts_names_right():
    for number in range(8):
        article(f"News {number}", authors=["Ingvild Tarrasen"])
    search.heal()
    assert search.did_you_mean(Selection(q="Ingvil Tarasen")).query == "Ingvild Tarrasen"


def test_counts_over_time_are_of_the_selection(ferry):
    article("Barge", date="2017-06-04")
    search.apply_changes()
    histogram = search.counts_over_time(Selection(q="ferry"), "month")
    assert histogram.buckets == (search.Bucket("2017-06", 1),)


def test_each_part_says_what_it_would_find_alone(ferry):
    asked = Selection(q='strike "port alder" absent -title:quay date:2017-06')
    parts = search.explain(asked).clauses
    assert [(part.query, part.wanted, part.total) for part in parts] == [
        ("strike", True, 1),
        ('"port alder"', True, 1),
        ("absent", True, 0),
        ("title:quay", False, 0),
        ("date:2017-06-01..2017-06-30", True, 1),
    ]
