"""A selection, to and from the query string."""

from archive.selection import Named, Selection
from archive.text.dates import Days
from archive.views.articles import chips_of

ADA = Named(1, "ada-lindqvist", "Ada Lindqvist")
BRAM = Named(2, "bram-otterby", "Bram Otterby")


def test_everything_has_an_empty_query():
    assert Selection().query() == "?"
    assert Selection().is_everything


def test_an_order_alone_still_selects_everything():
    assert Selection(chosen_sort="oldest").is_everything


def test_words_are_sorted_by_relevance_until_told_otherwise():
    assert Selection(q="ferry").sort == "relevance"
    assert Selection(q="ferry", chosen_sort="oldest").sort == "oldest"


def test_relevance_without_words_is_newest_first():
    assert Selection(chosen_sort="relevance").sort == "newest"


def test_the_query_names_every_choice_in_order():
    chosen = Selection(
        q="swing bridge",
        since=Days.parse("2015"),
        until=Days.parse("2016-02"),
        authors=(ADA, BRAM),
        has_image=True,
    )
    assert chosen.query(page=3) == (
        "?q=swing+bridge&from=2015&to=2016-02"
        "&author=ada-lindqvist&author=bram-otterby&has=image&page=3"
    )


def test_each_chip_leads_to_the_selection_without_it():
    chips = chips_of(Selection(q="ferry", authors=(ADA, BRAM), has_image=True))
    assert [(chip.value, chip.without) for chip in chips] == [
        ("Ada Lindqvist", "?q=ferry&author=bram-otterby&has=image"),
        ("Bram Otterby", "?q=ferry&author=ada-lindqvist&has=image"),
        ("picture", "?q=ferry&author=ada-lindqvist&author=bram-otterby"),
    ]
