"""Lines that stand where headlines do and belong to a player, a picture or the browser."""

from __future__ import annotations

import pytest
from test_parsing_signatures import STORY

from ingest.decode import decode
from ingest.parsing import parse
from ingest.parsing.text.characters import all_in_quotes

HEADLINE = "Harbour gate stays shut as motor fails again"


def read(text: str):
    return parse("gate.txt", decode(text.encode()))


def paragraphs_of(*parts: str) -> list[str]:
    """The paragraphs of a text whose parts stand between empty lines."""
    lines = "\n\n".join(parts)
    return [paragraph.text for paragraph in read(f" date 2019-03-04 {lines}").paragraphs]


@pytest.mark.parametrize(
    "player",
    [
        "Ferries wait beyond the harbour wall\n\n01:40 - Source: Alder Vision",
        "03:08 - Source: Alder Vision\n\nFerries wait beyond the harbour wall",
        "02 harbour gate motor 040319\n\nVideo Ad Feedback\n\nFerries wait beyond the harbour wall"
        "\n\n03:29 - Source: Alder Vision",
    ],
)
def test_the_title_of_a_film_in_a_player_is_no_headline(player: str) -> None:
    assert read(f" date 2019-03-04 {player}\n\nKinsale\n\n{STORY}").headline == ""


def test_the_film_below_the_headline_does_not_take_its_place() -> None:
    above = f"Kinsale\n\nPublished 2 hours ago\n\n{HEADLINE}\n\nclose\n\nVideo"
    film = "Alder Vision top harbour stories for March 4"
    text = f" date 2019-03-04 \n\n{above}\n\n{film}\n\n{film} are here, with all gates.\n\n{STORY}"
    assert read(text).headline == HEADLINE


def test_the_beginning_of_a_caption_is_no_headline() -> None:
    shown = "The shut gate seen from the outer wall, where some forty ferries waited"
    caption = f"{shown}. Photograph: Una Marr/Alder Press"
    text = f" date 2019-03-04 Skip to main content\n\n{shown}\n\n{caption}\n\n{caption}"
    assert read(f"{text}\n\n{HEADLINE}\n\n{STORY}").headline == HEADLINE


def test_what_a_picture_shows_is_no_headline() -> None:
    shown = (
        "A drawing of a grey iron gate in a wall of stones, with some forty ferries and three "
        "fishing boats before it, all of them with their lamps lit, under a red moon"
    )
    credit = "Illustration: Una Marr/Alder Press"
    assert read(f"{shown}\n\n{credit}\n\n{HEADLINE}\n\n{STORY}").headline != shown


def test_a_notice_of_an_old_browser_is_neither_headline_nor_story() -> None:
    notice = (
        "Looks like you’re using a browser we don’t support.\n\n"
        "To improve your visit to our site, take a minute and upgrade your browser."
    )
    article = read(f" date 2019-03-04 {notice}\n\n{HEADLINE}\n\n{STORY}")
    assert article.headline in ("", HEADLINE)
    assert "browser" not in article.standfirst
    assert not any("browser" in paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    "notice",
    ["You’ve reached your free article limit", "IE 11 is not supported on this site",
     "Jump to: Harbour | Ferries | Tides | Ice", "This is a modal window."],
)  # fmt: skip
def test_a_limit_of_free_articles_or_an_old_browser_is_no_headline(notice: str) -> None:
    assert read(f" date 2019-03-04 {notice}\n\n{STORY}").headline == ""


@pytest.mark.parametrize("place", ["CNN —", "Washington CNN —", "KINSALE (Alder Press) –"])
def test_a_place_on_a_line_of_its_own_begins_the_story(place: str) -> None:
    article = read(f" date 2019-03-04 03:08 - Source: CNN\n\nKinsale\n\n{place}\n\n{STORY}")
    assert article.headline == ""


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("Gate Left Shut", "By Una Marr"),
        ("Who is to pay for the gate?", "4 March 2019\n\nBy Una Marr\n\nAlder Times"),
        ("Council Pays Nothing at All!", "Photo: Malte Brink/Alder Press\n\nBy Una Marr"),
    ],
)
def test_the_line_above_a_full_sentence_that_is_signed_is_the_headline(
    title: str, below: str
) -> None:
    sentence = "The council that promised a new motor in spring has turned out to have none."
    text = f" date 2019-03-04 Harbour\n\n{title}\n\n{sentence}\n\n{below}\n\n{STORY}"
    assert read(text).headline == title


def test_a_full_sentence_that_nobody_signs_is_headline_or_text() -> None:
    sentence = "Nobody knows when the gate will open."
    article = read(f"Harbour Watch\n\n{sentence}\n\n{STORY}")
    texts = [article.headline, article.standfirst, *(p.text for p in article.paragraphs)]
    assert sentence in texts


@pytest.mark.parametrize("line", ["Pay for it now!", "“Pay for it now!”"])
def test_a_headline_may_end_on_an_exclamation(line: str) -> None:
    sentence = "The council that promised a new motor in spring has turned out to have none."
    assert read(f"Harbour\n\n{line}\n\n{sentence}\n\nBy Una Marr\n\n{STORY}").headline == line


def test_whose_the_words_above_are_is_no_headline() -> None:
    said = "“Nobody told me when it would come”\n\n— Una Marr on Monday, in her harbour office"
    assert read(f"{said}\n\n{HEADLINE}\n\n{STORY}").headline == HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "3 of 12 |",
        "1/5",
        "Click here for more on harbours",
        "LatestHarbourFood and HealthTravel and WeatherSport",
        "Tides Ferries Gates Islands Market Ice Council Motors Wharves Pilots Fish Ropes Reefs "
        "Buoys Sails",
        "(L-R) Una Marr, Dana Whitlow, Malte Brink",
        "From left: Una Marr and Dana Whitlow",
        "Una M. Marr in 1987.",
        "marr whitlow brink",
        "More on Alder Book Review",
    ],
)
@pytest.mark.parametrize("below", ["", "By Una Marr\n\n4 March 2019\n\n"])
def test_counters_menus_and_captions_are_no_headlines(line: str, below: str) -> None:
    assert read(f" date 2019-03-04 {line}\n\n{below}{STORY}").headline != line


@pytest.mark.parametrize(
    "line",
    [
        "“Nobody told me when it would come”",
        "AstraZeneca and ExxonMobil wait for the harbour gate",
        "2 of 12 ferries sail again after the gate opens",
        "Super Mario 64 Port Gets Textures, High Quality Model & Better Draw Distance Mod",
    ],
)
def test_headlines_may_begin_or_look_like_them(line: str) -> None:
    above = f"{line}\n\nBy Una Marr\n\n4 March 2019"
    assert read(f" date 2019-03-04 {above}\n\n{STORY}").headline == line


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("“Nobody told me”", True),
        ("‘Nobody’s told me it’s coming’", True),
        ("'Nobody told me'", True),
        ("‘Nobody told me’, says master of ‘shut gate’", False),
        ("“Nobody” told “me”", False),
        ("Nobody told me", False),
        ("'", True),
    ],
)
def test_what_is_one_quotation_from_end_to_end(line: str, quoted: bool) -> None:
    assert all_in_quotes(line) == quoted


def test_a_line_said_twice_above_a_credit_is_a_caption() -> None:
    shown = "Una Marr and Dana Whitlow"
    text = "\n\n".join((shown, shown, "Getty Images/Sipa USA", HEADLINE, STORY))
    assert read(text).headline == HEADLINE


@pytest.mark.parametrize(("line", "names"), [("Tabelle NASCAR", []), ("Una Marr", ["Una Marr"])])
def test_a_heading_with_an_acronym_at_the_head_of_a_text_signs_nothing(
    line: str, names: list[str]
) -> None:
    text = f" date 2010-10-22 {line}\n\n{STORY}"
    assert [author.name for author in read(text).authors] == names


def test_the_headline_above_the_lead_s_picture_and_the_signature() -> None:
    picture = "Both lists featured only one gate on Monday.\n\nMahmud Hams /AFP/Getty Images"
    text = f"What now for Pinatubo?\n\n{picture}\n\nby Una Marr31 Mar 2019\n\n{STORY}"
    assert read(text).headline == "What now for Pinatubo?"
