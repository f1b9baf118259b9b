"""What every search engine has to do, whatever it is: an engine's test module subclasses
SearchContract and gives the fixture `engine`, an empty one of archive ARCHIVE at number 0."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from archive.search.cursor import BadCursor, Cursor
from archive.search.engine import Bucket, IndexedArticle, SearchEngine
from archive.search.query.cost import AS_WORDS
from archive.search.query.syntax import parse
from archive.search.query.terms import field_query
from archive.selection import Named, Selection
from archive.text.dates import Days

ARCHIVE = "5a" * 16
EMPTY = IndexedArticle(
    id=0,
    headline="",
    standfirst="",
    body="",
    captions=(),
    credits=(),
    section="",
    section_slug="",
    publication_id=None,
    publication_name="",
    author_ids=(),
    author_names=(),
    first_day=None,
    last_day=None,
    words=0,
    has_image=False,
)


def made(id: int, headline: str = "", body: str = "", *, date: str = "", **rest) -> IndexedArticle:
    days = Days.parse(date) if date else None
    return dataclasses.replace(
        EMPTY,
        id=id,
        headline=headline,
        body=body,
        first_day=days.first if days else None,
        last_day=days.last if days else None,
        **rest,
    )


def put(engine: SearchEngine, *articles: IndexedArticle, gone=(), number: int = 1) -> None:
    with engine.writing(ARCHIVE) as writer:
        assert writer is not None
        writer.apply(articles, gone)
        writer.commit(number)


def found(engine: SearchEngine, q: str = "", **rest) -> set[int]:
    return set(engine.search(Selection(q=q, **rest), 1, 100).ids)


def in_order(engine: SearchEngine, q: str = "", **rest) -> list[int]:
    return list(engine.search(Selection(q=q, **rest), 1, 100).ids)


def shown(marked) -> str:
    return "".join(f"[{text}]" if hit else text for text, hit in marked)


class SearchContract:
    # Words

    def test_words_are_all_of_them(self, engine):
        put(engine, made(1, "Harbour strike"), made(2, "Harbour"), made(3, "Strike"))
        assert found(engine, "strike harbour") == {1}

    def test_the_words_of_a_query_may_stand_in_different_parts(self, engine):
        put(engine, made(1, "Harbour", "A strike.", captions=("Empty quay",)), made(2, "Harbour"))
        assert found(engine, "quay strike harbour") == {1}

    def test_a_word_is_found_in_all_its_forms(self, engine):
        put(engine, made(1, "Police"), made(2, "Policing the docks"), made(3, "Polite"))
        assert found(engine, "policing") == {1, 2}

    @pytest.mark.parametrize("q", ["the", "THE", "title:the", "it's", '"the"', "-absent the"])
    def test_words_that_every_text_has_are_found_and_marked_as_well(self, engine, q):
        put(engine, made(1, "The ferry, and it’s late"), made(2, "Ferry"))
        assert found(engine, q) == {1}
        assert "[" in shown(engine.mark(q, "The ferry, and it’s late", "title"))
        assert [
            clause.total for clause in engine.explain(Selection(q=q)).clauses if clause.wanted
        ] == [1]

    def test_quoted_words_are_not_stemmed(self, engine):
        put(engine, made(1, "Police"), made(2, "Policing the docks"))
        assert found(engine, '"policing"') == {2}

    @pytest.mark.parametrize("q", ["café", "CAFE", "cafe\u0301", '"Cafe"', "title:CAFÉ"])
    def test_accents_and_case_are_folded_everywhere(self, engine, q):
        put(engine, made(1, "Le Café"), made(2, "le cafe\u0301"), made(3, "cave"))
        assert found(engine, q) == {1, 2}

    def test_a_phrase_is_side_by_side_and_in_order(self, engine):
        put(engine, made(1, "port alder news"), made(2, "alder port"), made(3, "port of alder"))
        assert found(engine, '"port alder"') == {1}

    def test_curly_quotes_are_quotes(self, engine):
        put(engine, made(1, "port alder"), made(2, "alder port"))
        assert found(engine, "“port alder”") == {1}

    def test_a_phrase_does_not_run_from_one_part_into_another(self, engine):
        put(engine, made(1, "Ferry stops in port", "Alder is quiet."))
        assert found(engine, '"port alder"') == set()

    def test_proximity_finds_words_near_one_another_in_either_order(self, engine):
        put(
            engine,
            made(1, "port of old alder"),
            made(2, "alder port"),
            made(3, "port a b c d alder"),
        )
        assert found(engine, '"port alder"~2') == {1, 2}

    def test_or_finds_either_and_binds_tighter_than_a_space(self, engine):
        put(engine, made(1, "ferry fire"), made(2, "barge fire"), made(3, "barge"), made(4, "fire"))
        assert found(engine, "ferry OR barge fire") == {1, 2}

    def test_a_minus_leaves_out(self, engine):
        put(engine, made(1, "ferry fire"), made(2, "ferry"), made(3, "fire"))
        assert found(engine, "ferry -fire") == {2}
        assert found(engine, "-fire") == {2}
        assert found(engine, "ferry NOT fire") == {2}

    def test_a_group_can_be_left_out(self, engine):
        put(engine, made(1, "ferry fire"), made(2, "ferry storm"), made(3, "ferry"))
        assert found(engine, "ferry -(fire OR storm)") == {3}

    def test_groups_nest(self, engine):
        put(engine, made(1, "ferry north fire"), made(2, "barge"), made(3, "ferry fire"))
        assert found(engine, "(ferry (north fire)) OR barge") == {1, 2}

    def test_a_star_continues_a_word_and_finds_every_one(self, engine):
        many = [made(number, f"trulli{number}") for number in range(1, 100)]
        put(engine, *many, made(200, "tram"))
        assert engine.count(Selection(q="tru*")) == 99
        assert found(engine, "TRAM*") == {200}

    def test_a_hyphenated_word_is_found_with_and_without_its_hyphen(self, engine):
        put(engine, made(1, "A well-known pier"), made(2, "well known"), made(3, "known well"))
        assert found(engine, "well-known") == {1, 2}

    @pytest.mark.parametrize(
        ("q", "one_word", "hyphened"),
        [
            ("cooperatives", "A cooperative bank", "The co-operative bank"),
            ("co-operative", "Cooperatives", "A Co‑operative"),
            ("email", "No email came", "No e-mail came"),
            ("e-mail", "EMAIL", "Two e-mails"),
            ("F16", "An F16", "An F-16"),
            ("title:reelect*", "They reelected her", "They re-elected her"),
        ],
    )
    def test_a_word_is_found_with_and_without_its_hyphen(self, engine, q, one_word, hyphened):
        put(engine, made(1, one_word), made(2, hyphened), made(3, "operative mail elected 16"))
        assert found(engine, q) == {1, 2}
        assert "[" in shown(engine.mark(q, one_word, "title"))
        assert "[" in shown(engine.mark(q, hyphened, "title"))

    def test_a_compound_is_marked_as_a_whole(self, engine):
        text = "The co-operative and its operative; the U.S. told us."
        assert shown(engine.mark("cooperative US", text)) == (
            "The [co-operative] and its operative; the [U.S.] told us."
        )

    @pytest.mark.parametrize("q", ["US", "U.S.", "title:US", "US OR absent"])
    def test_initialisms_in_capitals_are_not_the_word(self, engine, q):
        put(engine, made(1, "U.S. envoy"), made(2, "The US-led talks"), made(3, "They told us all"))
        assert found(engine, q) == {1, 2}
        assert found(engine, "us") == {1, 2, 3}
        assert shown(engine.mark(q, "US, U.S. or us", "title")) == "[US], [U.S.] or us"

    @pytest.mark.parametrize(
        ("q", "with_stops", "without"),
        [
            ("UK", "The U.K. wrote", "The UK wrote"),
            ("u.n.", "At the U.N., talks", "UN talks"),
            ("DC", "Snow in Washington, D.C.", "Washington DC"),
            ("PhD", "She took a Ph.D. there", "A PhD"),
            ("J.K.", "J.K. Marr", "JK Marr"),
            ("EEUU", "Los EE.UU. firman", "EEUU firma"),
            ('"UK envoy"', "The U.K. envoy", "A UK envoy"),
            ('"U.S. envoy"', "The U.S. envoy", "A US envoy"),
            ("UK-based", "A U.K.-based firm", "UK-based"),
        ],
    )
    def test_initialisms_are_found_with_and_without_full_stops(
        self, engine, q, with_stops, without
    ):
        put(engine, made(1, with_stops), made(2, without), made(3, "u k n d c ph j envoy"))
        assert found(engine, q) == {1, 2}
        assert all("[" in shown(engine.mark(q, text)) for text in (with_stops, without))

    def test_a_query_all_in_capitals_means_no_initialism(self, engine):
        put(engine, made(1, "They told us all"), made(2, "US envoy"))
        assert found(engine, "TOLD US") == {1}

    @pytest.mark.parametrize("q", ["obrien", "O'Brien", "O’BRIEN", "OBrien's", "o'brien's", "obr*"])
    def test_a_name_is_found_with_and_without_its_apostrophe(self, engine, q):
        put(
            engine,
            made(1, author_names=("Sean O'Brien",)),
            made(2, author_names=("Una OBrien",)),
            made(3, "", "The miller O’Brien’s mill"),
            made(4, "Brien"),
        )
        assert found(engine, q) == {1, 2, 3}
        assert found(engine, f"author:{q}") == {1, 2}
        assert shown(engine.mark(q, "Mr O’Brien", "author")) == "Mr [O’Brien]"

    def test_a_whole_name_is_found_without_its_apostrophe(self, engine):
        put(engine, made(1, author_names=("Rosa D’Angelo Marr",)))
        assert found(engine, 'author:"rosa dangelo marr"') == {1}
        assert "[" in shown(engine.mark('"rosa dangelo"', "Rosa D’Angelo Marr", "author"))

    def test_an_apostrophe_makes_no_other_word(self, engine):
        put(engine, made(1, "", "Près d’une mer, WE’LL see, it's lit"))
        assert found(engine, "dune OR well OR its") == set()

    @pytest.mark.parametrize(
        ("q", "name"),
        [
            ('author:"Lund, Ada"', "Ada Lund"),
            ('author:"Ruiz Marr, José María"', "José María Ruiz Marr"),
            ('author:"O’Brien, Sean"', "Sean O'Brien"),
            ('credit:"lund,ada"', "Ada Lund"),
            ('author:"Lund, Ada"', "Lund, Ada"),
        ],
    )
    def test_a_name_may_be_asked_for_with_the_last_name_first(self, engine, q, name):
        put(
            engine,
            made(1, author_names=(name,), credits=(name,)),
            made(2, author_names=("Ada Marr", "Jo Lund")),
        )
        assert found(engine, q) == {1}
        assert "[" in shown(engine.mark(q, name, q.partition(":")[0]))

    @pytest.mark.parametrize(
        ("q", "text", "other"),
        [
            ("mouse", "Mice in the mill", "A mousse"),
            ("geese", "A goose", "Gas"),
            ("buying", "They bought it", "A boat"),
            ("wives", "His wife", "Wave"),
            ("go", "They went home", "Wend"),
            ("policeman", "Two policemen", "Policy"),
            ("meet", "They met", "Meat"),
        ],
    )
    def test_irregular_forms_are_found_and_marked(self, engine, q, text, other):
        put(engine, made(1, text), made(2, other))
        assert found(engine, q) == {1}
        assert "[" in shown(engine.mark(q, text))

    def test_a_form_that_is_a_word_of_its_own_finds_itself(self, engine):
        put(engine, made(1, "The Met answered"), made(2, "They meet again"))
        assert found(engine, "met") == {1}

    @pytest.mark.parametrize("q", ["Brandt's", "brandt’s", "brandt"])
    def test_a_possessive_is_the_name(self, engine, q):
        put(engine, made(1, "Brandt’s plan"), made(2, "Brandt"), made(3, "Brand"))
        assert found(engine, q) == {1, 2}

    def test_an_invisible_hyphen_does_not_part_a_word(self, engine):
        put(engine, made(1, "har\u00adbour"))
        assert found(engine, "harbour") == {1}

    # Scripts

    @pytest.mark.parametrize(
        ("text", "q", "other"),
        [
            ("港口工人罢工三天", "工人", "人工"),
            ("港口工人罢工三天", "港口工人", "港口人工"),
            ("港口工人罢工三天", "天", "夭"),
            ("フェリーが止まった", "フェリー", "フェラー"),
            ("부두 노동자들이 파업했다", "노동자", "노자동"),
        ],
    )
    def test_chinese_japanese_and_korean_are_found_inside_their_sentences(
        self, engine, text, q, other
    ):
        put(engine, made(1, "", text))
        assert found(engine, q) == {1}
        assert found(engine, other) == set()
        assert "[" in shown(engine.mark(q, text))

    def test_other_scripts_are_folded_too(self, engine):
        put(engine, made(1, "Το λιμάνι"), made(2, "Чёрное море"), made(3, "مُحَمَّد"))
        assert found(engine, "ΛΙΜΑΝΙ") == {1}
        assert found(engine, "черное") == {2}
        assert found(engine, "محمد") == {3}

    # Fields

    def test_fields_look_only_in_their_part(self, engine):
        article = made(
            1,
            "Ferries",
            "Nothing sailed.",
            captions=("An empty quay",),
            credits=("Jo Lund/Coast Photo",),
            author_names=("Ana Brück",),
            publication_name="Alder Post",
            section="Harbour",
        )
        put(engine, article, made(2, "quay Lund Brück Post Harbour", "Ferry"))
        assert found(engine, "title:ferry") == {1}
        assert found(engine, "caption:quays") == {1}
        assert found(engine, 'credit:"coast photo"') == {1}
        assert found(engine, "author:bruck") == {1}
        assert found(engine, "publication:post") == found(engine, "source:post") == {1}
        assert found(engine, "section:harb*") == {1}
        assert found(engine, "title:(ferry OR quay)") == {1, 2}
        assert found(engine, "lund") == {1, 2}

    def test_dates_match_every_article_whose_days_touch_them(self, engine):
        put(
            engine,
            made(1, date="2017-06-04"),
            made(2, date="2017-06"),
            made(3, date="2017"),
            made(4, date="2018-01-01"),
            made(5),
        )
        assert found(engine, "date:2017-06-04") == {1, 2, 3}
        assert found(engine, "date:2017-06-05") == {2, 3}
        assert found(engine, "date:2017") == {1, 2, 3}
        assert found(engine, "before:2017-06") == {3}
        assert found(engine, "after:2017-06-04") == {2, 3, 4}
        assert found(engine, "2017-07..2018") == {3, 4}
        assert found(engine, "date:..2017-06-03") == {2, 3}
        assert found(engine, "-date:2017") == {4, 5}

    def test_has_image(self, engine):
        put(engine, made(1, has_image=True), made(2))
        assert found(engine, "has:image") == found(engine, has_image=True) == {1}
        assert found(engine, "-has:image") == {2}

    def test_a_further_field_is_found_by_name_and_value(self, engine):
        put(
            engine,
            made(1, "Ferry", further=(("bias", "LEFT"), ("page", "A3"))),
            made(2, "Ferry", further=(("bias", "left wing"),)),
            made(3, "Ferry bias left"),
        )
        assert found(engine, "field:bias=left") == found(engine, "field:BIAS=Left") == {1}
        assert found(engine, "field:bias") == {1, 2}
        assert found(engine, 'field:bias="left wing"') == {2}
        assert found(engine, 'field:"bias=Left  Wing"') == {2}
        assert found(engine, "field:bias=l*") == {1, 2}
        assert found(engine, 'field:"bias=left *"') == {1, 2}
        assert found(engine, "ferry -field:bias=left") == {2, 3}
        assert found(engine, "field:page=A3 OR field:bias=right") == {1}
        assert found(engine, "field:left") == found(engine, "field:bias=A3") == set()

    @pytest.mark.parametrize(
        "value",
        [
            "-1", "2.5", "a.b*c", "(x)", "[a] {b} ^$ \\ | ?", "Straße", "İzmir", "Ñandú", "港口",
            "two\nlines\tof it", 'she said "no"', "https://a.example/?b=c&d=e", "x" * 3_000,
        ],
    )  # fmt: skip
    def test_any_value_of_a_further_field_is_found(self, engine, value):
        put(engine, made(1, further=(("Label é", value),)), made(2, further=(("Label é", "z"),)))
        typed = field_query("label E", value.upper() if value.isascii() else value)
        assert found(engine, typed) == {1}
        beginning = " ".join(value.replace('"', " ").split())[:2]
        assert found(engine, f'field:"label e={beginning}*"') == {1}

    def test_a_value_that_is_a_list_is_found_by_its_parts(self, engine):
        put(engine, made(1, further=(("keywords", "quay; Sea ports,repairs"),)))
        for part in ("quay", '"sea ports"', "repairs", '"quay; sea ports,repairs"'):
            assert found(engine, f"field:keywords={part}") == {1}
        assert found(engine, "field:keywords=sea") == set()
        put(engine, made(2, further=(("tags", "['quay', 'sea ports']"),)), number=2)
        assert found(engine, "field:tags=quay") == found(engine, 'field:"tags=sea ports"') == {2}

    def test_further_fields_are_no_words_of_the_text(self, engine):
        put(engine, made(1, "Ferry", further=(("bias", "left"),)))
        assert found(engine, "left") == found(engine, "bias") == set()
        assert shown(engine.mark("ferry field:bias=left", "Ferry left")) == "[Ferry] left"

    def test_an_articles_further_fields_are_replaced(self, engine):
        put(engine, made(1, "Ferry", further=(("bias", "left"),)))
        put(engine, made(1, "Ferry", further=(("bias", "right"),)), number=2)
        assert found(engine, "field:bias=left") == set()
        assert found(engine, "field:bias=right") == {1}

    # Selections

    def test_the_filters_of_a_selection_narrow_it(self, engine):
        put(
            engine,
            made(
                1,
                "x",
                date="2017-06-04",
                author_ids=(3, 4),
                publication_id=7,
                section="The Sea",
                section_slug="sea",
            ),
            made(2, "x", date="2017-06", author_ids=(4,), publication_id=8, section_slug="land"),
            made(3, "x"),
        )
        author, both = (Named(3, "a", "A"),), (Named(3, "a", "A"), Named(4, "b", "B"))
        assert found(engine, authors=author) == {1}
        assert found(engine, "x", authors=both) == {1, 2}
        assert found(engine, publications=(Named(8, "p", "P"),)) == {2}
        assert found(engine, sections=(Named(0, "sea", "Sea"),)) == {1}
        assert found(engine, since=Days.parse("2017-06-05")) == {2}
        assert found(engine, until=Days.parse("2017-06-03")) == {2}
        assert found(engine, since=Days.parse("2017"), until=Days.parse("2017")) == {1, 2}

    def test_newest_and_oldest_have_the_undated_last_and_ties_by_id(self, engine):
        put(
            engine,
            made(1, "x"),
            made(2, "x", date="2017-06-04"),
            made(3, "x", date="2017-06-04"),
            made(4, "x", date="2016"),
            made(5, "x"),
        )
        assert in_order(engine, "x", chosen_sort="newest") == [3, 2, 4, 5, 1]
        assert in_order(engine, "x", chosen_sort="oldest") == [4, 2, 3, 1, 5]
        assert in_order(engine, "x", chosen_sort="added") == [5, 4, 3, 2, 1]
        assert in_order(engine) == [3, 2, 4, 5, 1]

    def test_pages_hold_every_article_once(self, engine):
        put(engine, *(made(number, "same words in each") for number in range(1, 61)))
        pages = [engine.search(Selection(q="words"), page, 25) for page in (1, 2, 3)]
        assert [page.total for page in pages] == [60, 60, 60]
        assert [id for page in pages for id in page.ids] == list(range(60, 0, -1))

    def test_a_page_beyond_the_end_is_the_last_one(self, engine):
        put(engine, *(made(number, "x") for number in range(1, 31)))
        matches = engine.search(Selection(q="x"), 10**12, 25)
        assert (matches.page, matches.pages, len(matches.ids)) == (2, 2, 5)

    # Two steps: a page of ids, then its counts

    @pytest.mark.parametrize("page", [1, 2])
    def test_a_page_is_known_before_its_counts(self, engine, page):
        put(engine, *(made(id, "x") for id in range(1, 31)))
        pending = engine.begin(Selection(q="x"), page, 25)
        assert pending.ids == tuple(range(30, 0, -1))[25 * (page - 1) : 25 * page]
        matches = pending.matches()
        assert (matches.ids, matches.page, matches.total) == (pending.ids, page, 30)
        assert matches == engine.search(Selection(q="x"), page, 25)

    def test_a_page_beyond_the_end_begins_empty_and_becomes_the_last(self, engine):
        put(engine, *(made(id, "x") for id in range(1, 31)))
        pending = engine.begin(Selection(q="x"), 9, 25)
        assert pending.ids == ()
        assert pending.matches() == engine.search(Selection(q="x"), 2, 25)

    def test_a_cursor_begins_behind_the_page_before(self, engine):
        put(engine, *(made(id, "x") for id in range(1, 31)))
        after = engine.search(Selection(q="x"), 1, 25).after
        pending = engine.begin(Selection(q="x"), 1, 25, after)
        assert pending.ids == (5, 4, 3, 2, 1)
        assert (pending.matches().page, pending.matches().place) == (2, 25)

    def test_counts_that_nobody_asks_for_do_no_harm(self, engine):
        put(engine, *(made(id, "x") for id in range(1, 31)))
        for page in range(1, 100):
            engine.begin(Selection(q=f"x -{page}"), 1, 25)
        assert engine.search(Selection(q="x"), 1, 25).total == 30
        put(engine, made(31, "x"), number=2)
        assert engine.search(Selection(q="x"), 1, 25).total == 31

    def test_counts_are_of_the_index_in_which_the_page_was_begun(self, engine):
        put(engine, *(made(id, "x") for id in range(1, 31)))
        pending = engine.begin(Selection(q="x"), 1, 25)
        put(engine, made(31, "x"), gone=range(1, 20), number=2)
        assert (pending.matches().ids, pending.matches().total) == (pending.ids, 30)
        assert engine.search(Selection(q="x"), 1, 25).total == 12

    def test_a_page_begun_before_a_rebuild_is_counted_after_it(self, engine):
        put(engine, *(made(id, "x") for id in range(1, 31)))
        first, beyond = (engine.begin(Selection(q="x"), page, 25) for page in (1, 9))
        with engine.writing(ARCHIVE, fresh=True) as writer:
            writer.add([made(40, "x")])
            writer.commit(2)
        assert (first.matches().ids, first.matches().total) == (first.ids, 30)
        assert beyond.matches().ids == (5, 4, 3, 2, 1)
        assert found(engine, "x") == {40}

    def test_nothing_found_is_one_empty_page(self, engine):
        put(engine, made(1, "x"))
        matches = engine.search(Selection(q="absent"), 3, 25)
        assert (matches.total, matches.page, matches.pages, matches.ids) == (0, 1, 1, ())

    def test_an_empty_archive_answers(self, engine):
        assert engine.search(Selection(), 1, 25).total == 0
        assert engine.search(Selection(q="x"), 1, 25).total == 0

    def test_many_that_rank_alike_stand_on_one_page_each(self, engine):
        put(engine, *(made(number, "same words in each") for number in range(1, 401)))
        pages = [engine.search(Selection(q="words"), page, 25).ids for page in range(1, 17)]
        assert sorted(id for page in pages for id in page) == list(range(1, 401))

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "added"])
    @pytest.mark.parametrize("q", ["x", ""])
    def test_all_ids_come_in_the_order_of_the_pages(self, engine, sort, q):
        put(engine, *(made(n, "x " * (n % 7 + 1), date=f"20{n % 17:02d}") for n in range(1, 101)))
        selection = Selection(q=q, chosen_sort=sort)
        batches = list(engine.walk(selection, 8))
        assert [id for batch in batches for id in batch] == in_order(engine, q, chosen_sort=sort)
        assert {len(batch) for batch in batches[:-1]} == {8}

    def test_a_walk_stays_in_the_state_it_began_in(self, engine):
        put(engine, *(made(number, "x") for number in range(1, 21)))
        walk = engine.walk(Selection(chosen_sort="added"), 10)
        assert next(walk) == tuple(range(20, 10, -1))
        put(engine, made(30, "x"), gone=range(1, 6), number=2)
        assert [id for batch in walk for id in batch] == list(range(10, 0, -1))

    def test_a_walk_through_nothing_ends_at_once(self, engine):
        put(engine, made(1, "x"))
        assert list(engine.walk(Selection(q="barge"), 10)) == []

    # Cursors

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "added"])
    def test_a_cursor_leads_through_every_article_once(self, engine, sort):
        dated = [made(number, "x", date=f"20{number % 17:02d}") for number in range(1, 101)]
        put(engine, *dated, *(made(number, "x " * (number % 5)) for number in range(101, 131)))
        selection = Selection(q="x", chosen_sort=sort)
        seen, places, after = [], [], ""
        while len(seen) < 500:
            matches = engine.search(selection, 1, 10, after)
            seen += matches.ids
            places.append(matches.place)
            if not (after := matches.after):
                break
        assert seen == in_order(engine, "x", chosen_sort=sort)[:100] + seen[100:]
        assert len(seen) == len(set(seen)) == matches.total
        assert places == list(range(0, matches.total, 10))

    @pytest.mark.parametrize("sort", ["newest", "oldest", "added"])
    def test_by_date_a_cursor_misses_and_repeats_nothing_whatever_is_written(self, engine, sort):
        put(engine, *(made(number, "x", date="2017") for number in range(1, 21)))
        selection = Selection(q="x", chosen_sort=sort)
        first = engine.search(selection, 1, 10)
        new = (made(50, "x", date="2016"), made(51, "x", date="2018"))
        put(engine, *new, gone=first.ids[-3:], number=2)
        rest = engine.search(selection, 1, 40, first.after).ids
        assert set(first.ids) | set(rest) >= set(range(1, 21))
        assert not set(first.ids) & set(rest)

    def test_by_relevance_a_cursor_goes_on_behind_the_article_shown_last(self, engine):
        put(engine, *(made(number, "x") for number in range(1, 21)))
        first = engine.search(Selection(q="x"), 1, 10)
        put(engine, *(made(number, "x") for number in range(30, 35)), number=2)
        assert engine.search(Selection(q="x"), 1, 10, first.after).ids == tuple(range(10, 0, -1))

    def test_every_page_leads_on_but_the_last(self, engine):
        put(engine, *(made(number, "x") for number in range(1, 26)))
        first = engine.search(Selection(), 1, 20)
        second = engine.search(Selection(), 2, 20)
        assert engine.search(Selection(), 1, 20, first.after).ids == second.ids
        assert (second.after, second.place) == ("", 20)

    def test_a_cursor_of_another_list_or_archive_is_refused(self, engine):
        put(engine, *(made(number, "x") for number in range(1, 26)))
        after = engine.search(Selection(q="x"), 1, 20).after
        with pytest.raises(BadCursor, match="another list"):
            engine.search(Selection(q="x", chosen_sort="oldest"), 1, 20, after)
        foreign = Cursor.behind(Selection(q="x"), "6b" * 16, 1, place=1, key=1, last=1).text()
        with pytest.raises(BadCursor, match="another archive"):
            engine.search(Selection(q="x"), 1, 20, foreign)

    @pytest.mark.parametrize(
        "after", ["x", "é", "\x00", "AAAA", "W10", "W1tdXQ", "a" * 9_999, "bnVsbA", "WzEsMiwzXQ"]
    )
    def test_what_is_no_cursor_is_refused_with_a_sentence(self, engine, after):
        with pytest.raises(BadCursor, match=r"is damaged; start from the first page\.$"):
            engine.search(Selection(), 1, 20, after)

    # Ranking

    def test_the_headline_counts_more_than_the_text(self, engine):
        filler = " ".join(["calm"] * 30)
        put(
            engine, made(1, "Weather", f"A ferry. {filler}"), made(2, "Ferry", f"Weather. {filler}")
        )
        assert in_order(engine, "ferry") == [2, 1]

    def test_the_very_word_counts_more_than_its_other_forms(self, engine):
        put(engine, made(1, "", "He was policing it"), made(2, "", "They are police it"))
        assert in_order(engine, "policing") == [1, 2]
        assert in_order(engine, "police") == [2, 1]

    def test_words_side_by_side_count_more_than_words_apart(self, engine):
        put(
            engine,
            made(1, "", "port one two three four five six seven alder"),
            made(2, "", "one two three four five six seven port alder"),
        )
        assert in_order(engine, "port alder") == [2, 1]

    # Counts

    def test_facets_count_the_present_selection(self, engine):
        put(
            engine,
            made(
                1,
                "x",
                date="2017-06-04",
                author_ids=(3, 4),
                publication_id=7,
                section="The Sea",
                section_slug="sea",
            ),
            made(2, "x", date="2017-06", author_ids=(4,), publication_id=7, has_image=True),
            made(3, "x", date="2016"),
            made(4, "x"),
            made(5, "y", date="2016-01-01", author_ids=(9,)),
        )
        facets = engine.search(Selection(q="x"), 1, 25).facets
        assert engine.facets(Selection(q="x")) == facets
        assert facets.years == (Bucket("2016", 1), Bucket("2017", 2))
        assert facets.months == (Bucket("2017-06", 2),)
        assert facets.authors == (Bucket("4", 2), Bucket("3", 1))
        assert facets.publications == (Bucket("7", 2),)
        assert facets.sections == (Bucket("sea", 1, "The Sea"),)
        assert (facets.with_image, facets.undated) == (1, 1)

    def test_who_is_rare_among_earlier_articles_and_frequent_later_is_counted_exactly(self, engine):
        others = [made(number, author_ids=(number // 2,)) for number in range(20, 620)]
        put(engine, made(1, author_ids=(1,)), *others)
        put(engine, *(made(number, author_ids=(1,)) for number in (2, 3, 4)), number=2)
        assert engine.facets(Selection()).authors[0] == Bucket("1", 4)

    def test_the_histogram_counts_by_interval_and_says_what_is_coarser(self, engine):
        put(
            engine,
            made(1, date="2017-06-04"),
            made(2, date="2017-06-04"),
            made(3, date="2017-06"),
            made(4, date="2017"),
            made(5),
        )
        by_year = engine.histogram(Selection(), "year")
        by_month = engine.histogram(Selection(), "month")
        by_day = engine.histogram(Selection(), "day")
        assert (by_year.buckets, by_year.coarser) == ((Bucket("2017", 4),), 0)
        assert (by_month.buckets, by_month.coarser) == ((Bucket("2017-06", 3),), 1)
        assert (by_day.buckets, by_day.coarser) == ((Bucket("2017-06-04", 2),), 2)

    @pytest.mark.parametrize(
        ("dates", "interval"),
        [
            (("2017-06-04", "2017-08-30"), "day"),
            (("2015-06-04", "2017-08-30"), "month"),
            (("1998-06-04", "2017-08-30"), "year"),
        ],
    )
    def test_the_histograms_interval_suits_the_span(self, engine, dates, interval):
        put(engine, *(made(number, "x", date=date) for number, date in enumerate(dates, 1)))
        assert engine.search(Selection(q="x"), 1, 25).histogram.interval == interval

    def test_counts_of_everything_follow_a_commit(self, engine):
        put(engine, made(1, date="2017"))
        assert engine.search(Selection(), 1, 25).total == 1
        put(engine, made(2, date="2017"), number=2)
        assert engine.search(Selection(), 1, 25).facets.years == (Bucket("2017", 2),)

    # Writing

    def test_an_article_is_replaced_not_doubled(self, engine):
        put(engine, made(1, "ferry"))
        put(engine, made(1, "barge"), number=2)
        assert (found(engine, "ferry"), found(engine, "barge")) == (set(), {1})

    def test_what_is_gone_is_found_no_more(self, engine):
        put(engine, made(1, "ferry"), made(2, "ferry"))
        put(engine, gone=[1], number=2)
        assert found(engine, "ferry") == {2}

    def test_the_number_reached_is_remembered_and_belongs_to_one_archive(self, engine):
        put(engine, made(1), number=17)
        assert engine.number(ARCHIVE) == 17
        assert engine.number("6b" * 16) == -1

    def test_nothing_is_seen_before_the_commit(self, engine):
        with engine.writing(ARCHIVE) as writer:
            writer.apply([made(1, "ferry")], [])
            assert found(engine, "ferry") == set()
        assert found(engine, "ferry") == set()

    def test_there_is_one_writer_at_a_time(self, engine):
        with engine.writing(ARCHIVE) as first, engine.writing(ARCHIVE) as second:
            assert first is not None
            assert second is None

    def test_the_old_index_answers_until_a_fresh_one_is_committed(self, engine):
        put(engine, made(1, "ferry"))
        with engine.writing(ARCHIVE, fresh=True) as writer:
            writer.apply([made(2, "ferry")], [])
            assert found(engine, "ferry") == {1}
            writer.commit(5)
            assert found(engine, "ferry") == {2}
        assert engine.number(ARCHIVE) == 5

    def test_a_fresh_index_that_is_never_committed_leaves_the_old_one(self, engine):
        put(engine, made(1, "ferry"), number=3)
        with engine.writing(ARCHIVE, fresh=True) as writer:
            writer.apply([made(2, "ferry")], [])
        assert found(engine, "ferry") == {1}
        assert engine.number(ARCHIVE) == 3

    def test_lone_surrogates_and_nul_in_an_article_are_indexed_around(self, engine):
        put(engine, made(1, "ferry\ud800 \x00 strike"))
        assert found(engine, "ferry strike") == {1}

    # Help

    def test_words_are_continued_the_frequent_ones_first(self, engine):
        put(engine, made(1, "ferry"), made(2, "ferry"), made(3, "fern"), made(4, "barge"))
        assert list(engine.continuations("fe", 5)) == ["ferry", "fern"]

    def test_words_that_follow_the_one_before_in_headlines_come_first(self, engine):
        put(engine, made(1, "Port fern"), made(2, "Ferry port"), made(3, "Ferry, barge, port"))
        assert list(engine.continuations("fe", 5, "port")) == ["fern", "ferry"]
        assert list(engine.continuations("fe", 5, "absent")) == ["ferry", "fern"]
        assert list(engine.continuations("fe", 1, '"')) == ["ferry"]

    def test_headlines_are_found_while_the_last_word_is_typed(self, engine):
        put(engine, made(1, "Ferry strike", date="2016"), made(2, "Ferry strikes", date="2017"))
        assert list(engine.headlines("ferry str", 5)) == [2, 1]
        assert list(engine.headlines("strike fer", 1)) == [2]

    @pytest.mark.parametrize("slip", ["goverment", "govrenment", "gowernment", "goovernment"])
    def test_a_slip_is_put_right(self, engine, slip):
        put(
            engine, *(made(number, "The government") for number in range(1, 8)), made(9, "pavement")
        )
        assert engine.spellings(slip, 3)[0] == "government"

    def test_related_articles_share_their_rare_words_and_leave_out_the_article(self, engine):
        asked = made(1, "Quarantine for tulip bulbs", "Tulip growers in quarantine.")
        put(
            engine,
            asked,
            made(2, "Tulip quarantine lifted", "Growers of bulbs rejoice."),
            *(made(number, "Ferry timetable", "Boats sail at noon.") for number in range(3, 40)),
        )
        assert list(engine.related(asked, 3)) == [2]

    # Explaining

    def test_it_says_how_each_part_was_read_and_what_it_finds_alone(self, engine):
        put(engine, made(1, "Policing the docks", date="2017"), made(2, "Café"))
        q = 'police -CAFÉ "the Docks" dock* author:Lund a-b "a b"~3 date:2017 has:image'
        found = engine.explain(Selection(q=q))
        assert [
            (clause.kind, clause.terms, clause.wanted, clause.total) for clause in found.clauses
        ] == [
            ("word", ("polic",), True, 1),
            ("word", ("cafe",), False, 1),
            ("phrase", ("the", "docks"), True, 1),
            ("beginning", ("dock",), True, 1),
            ("name", ("lund",), True, 0),
            ("phrase", ("a", "b"), True, 0),
            ("near", ("a", "b"), True, 0),
            ("days", (), True, 1),
            ("picture", (), True, 0),
        ]
        assert [q[clause.start : clause.end] for clause in found.clauses][:3] == [
            "police",
            "CAFÉ",
            '"the Docks"',
        ]
        assert found.total == 0

    def test_it_says_which_words_stand_where_and_how_often(self, engine):
        article = made(
            1,
            "Ferries",
            "A ferry. The ferry, and ferries in port, port of Alder.",
            captions=("Ferry at dawn",),
            author_names=("Ana Port",),
        )
        put(engine, article)
        hits = engine.explain(Selection(q='ferry "port of"'), article).hits
        assert [(field.query, field.part, field.words, field.times) for field in hits] == [
            ("ferry", "title", (("ferries", 1),), 1),
            ("ferry", "", (("ferry", 2), ("ferries", 1)), 3),
            ("ferry", "caption", (("ferry", 1),), 1),
            ('"port of"', "", (("port", 1), ("of", 1)), 1),
        ]

    def test_its_points_are_those_of_the_ranking(self, engine):
        best = made(1, "Port Alder", "The port of Alder in port.")
        others = [made(number, "", "alder and elsewhere a port") for number in range(2, 9)]
        put(engine, best, *others)
        why = engine.explain(Selection(q="port alder"), best)
        kinds = {ground.kind for ground in why.grounds}
        assert kinds == {"words", "headline", "form", "near", "near in headline"}
        other = engine.explain(Selection(q="port alder"), others[0])
        assert {ground.kind for ground in other.grounds} == {"words", "form"}
        points = [sum(ground.points for ground in found.grounds) for found in (why, other)]
        assert points[0] > points[1] > 0
        assert [ground.points for ground in why.grounds] == sorted(
            (ground.points for ground in why.grounds), reverse=True
        )

    def test_it_counts_a_compound_once_however_it_is_written(self, engine):
        article = made(1, "", "A co-operative, two cooperatives, a co operative; US and U.S. aid.")
        put(engine, article)
        why = engine.explain(Selection(q="co-operative US"), article)
        assert [(clause.kind, clause.terms, clause.total) for clause in why.clauses] == [
            ("phrase", ("co", "operative"), 1),
            ("word", ("US",), 1),
        ]
        assert [hits.times for hits in why.hits] == [3, 2]
        assert why.matches

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "added"])
    def test_it_knows_the_place_in_the_list(self, engine, sort):
        articles = [made(number, "x " * number, date=f"20{number:02d}") for number in range(1, 13)]
        put(engine, *articles, made(50, "x"), made(51, "y"))
        selection = Selection(q="x", chosen_sort=sort)
        order = in_order(engine, "x", chosen_sort=sort)
        for article in articles:
            why = engine.explain(selection, article)
            assert (why.matches, why.place) == (True, order.index(article.id) + 1)
        assert why.total == 13

    def test_an_article_that_does_not_match_has_neither_place_nor_points(self, engine):
        article = made(1, "Ferry")
        put(engine, article)
        for q, sort in (("ferry -ferry", None), ("barge", None), ("barge", "newest")):
            why = engine.explain(Selection(q=q, chosen_sort=sort), article)
            assert (why.matches, why.place, why.grounds) == (False, 0, ())

    # Marking

    def test_what_matches_is_what_is_marked(self, engine):
        text = "The police were policing; a policeman’s café. Not polite."
        assert shown(engine.mark("policing cafe", text)) == (
            "The [police] were [policing]; a policeman’s [café]. Not polite."
        )

    def test_a_phrase_is_marked_only_where_it_stands(self, engine):
        text = "Port Alder, port of Alder; the Port: alder."
        assert shown(engine.mark('"port alder"', text)) == (
            "[Port] [Alder], port of Alder; the [Port]: [alder]."
        )

    def test_what_is_left_out_is_not_marked(self, engine):
        assert shown(engine.mark("ferry -fire", "ferry fire")) == "[ferry] fire"

    def test_the_beginning_of_a_word_marks_the_whole_word(self, engine):
        assert shown(engine.mark("tru*", "Truth and trout")) == "[Truth] and trout"

    def test_words_of_a_field_are_marked_in_that_field_alone(self, engine):
        assert shown(engine.mark("title:ferry", "ferry")) == "ferry"
        assert shown(engine.mark("title:ferry", "ferry", "title")) == "[ferry]"

    def test_marked_text_is_the_text(self, engine):
        text = "A\u00a0café \u201cport\u201d,\n\nİstanbul 港口 <b>&amp;"
        for q in ("port", "cafe", "istanbul", "港口", '"port istanbul"', "b amp"):
            assert "".join(part for part, _ in engine.mark(q, text)) == text

    def test_a_snippet_shows_most_of_the_query(self, engine):
        text = "Ferry talk. " + "Filler here. " * 60 + "The ferry strike in Port Alder went on."
        snippet = shown(engine.snippet("ferry strike alder", [(text, "")]))
        assert snippet.startswith("… ")
        assert "[ferry] [strike] in Port [Alder]" in snippet
        assert len(snippet) < 260

    def test_a_snippet_comes_from_where_the_hit_is(self, engine):
        texts = [("Nothing here.", ""), ("An empty quay", "caption")]
        assert shown(engine.snippet("quay", texts)) == "An empty [quay]"
        assert engine.snippet("absent", texts) == ()

    # Bounds

    def test_what_takes_too_long_runs_as_its_words_and_a_sentence_says_so(
        self, engine, monkeypatch
    ):
        put(engine, made(1, "port alder"), made(2, "alder port"), made(3, "port"))
        q = '"port alder" alder'
        before = engine.search(Selection(q=q), 1, 25)
        assert (before.ids, before.cut) == ((1,), ())
        monkeypatch.setattr("archive.search.query.cost.MOST", 20)
        put(engine, made(4), number=2)
        after = engine.search(Selection(q=q), 1, 25)
        assert set(after.ids) == {1, 2}
        assert [(q[mistake.start : mistake.end], mistake.message) for mistake in after.cut] == [
            ('"port alder"', AS_WORDS)
        ]
        explained = engine.explain(Selection(q=q), made(1, "port alder"))
        assert explained.cut == after.cut
        assert [clause.total for clause in explained.clauses] == [None, 2]

    def test_its_cost_grows_with_how_frequent_its_words_are(self, engine):
        put(engine, *(made(number, "ferry" if number < 9 else "barge") for number in range(1, 11)))
        costs = [engine.cost(Selection(q=q)) for q in ("absent", "barge", "ferry", '"ferry barge"')]
        assert costs == sorted(costs)
        assert costs[0] == 0 < costs[1]

    # Hostile queries

    @pytest.mark.parametrize(
        "q",
        [
            "(" * 3_000,
            "(a " * 3_000,
            ")" * 3_000,
            "a" * 10_000,
            "a " * 5_000,
            '"' * 9_999,
            "a OR " * 2_000,
            "-" * 5_000 + "a",
            "*",
            "*** **",
            "\x00",
            "\ud800\udfff",
            "nofield:x",
            "date:2018..2017",
            "date:9999..0001",
            "before:0001",
            "after:9999",
            "title:",
            "~5 ^2 [a TO b] {x}",
            "a\\",
            "/.*/",
            '"a b"~999999999',
            ".*+*",
            "x?*",
            "“",
            " ".join(f'"a of the {word}"' for word in "abcdefghijkl" * 4),
            " ".join(f'"a b {word}"~9' for word in "abcdefghijkl" * 4),
            " ".join(f"{letter}a*" for letter in "abcdefghijklmnopqrstuvwxyz" * 2),
            " ".join(f"-{letter}a*" for letter in "abcdefghijklmnopqrstuvwxyz" * 2),
            "date:2017 " * 60,
        ],
    )
    def test_a_hostile_query_ends_quickly_and_the_engine_goes_on(self, engine, q):
        put(engine, made(1, "ferry", date="2017"))
        began = dt.datetime.now()
        engine.search(Selection(q=q), 1, 25)
        engine.mark(q, "a b ferry")
        engine.snippet(q, [("a b ferry", "")])
        assert (dt.datetime.now() - began).total_seconds() < 2
        assert found(engine, "ferry") == {1}
        assert isinstance(parse(q).mistakes, tuple)
