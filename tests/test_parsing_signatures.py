"""Who signs below a story, and which of several lines above it is the headline."""

from __future__ import annotations

import pytest

from ingest.decode import decode
from ingest.parsing import parse

STORY = (
    "The harbour gate at Kinsale stayed shut on Monday after its motor failed for the third "
    "time this month, and ferries to the outer islands waited beyond the wall until noon.\n\n"
    "The harbour master said that a new motor had been ordered in March, and that nobody had "
    "told him when it would arrive or what the old one was still good for.\n\n"
    "Fishermen who sell in the market behind the gate said they had lost two mornings of trade, "
    "and asked the council to pay for the ice that they had to throw away."
)


def names_of(*parts: str) -> list[str]:
    """Who signs a text whose parts stand between empty lines."""
    text = "\n\n".join((" date 2019-03-04 ", *parts))
    return [author.name for author in parse("gate.txt", decode(text.encode())).authors]


def read(above: str, below: str = ""):
    text = f" date 2019-03-04 {above}\n\n{STORY}{below}"
    return parse("gate.txt", decode(text.encode()))


@pytest.mark.parametrize(
    ("below", "names"),
    [
        (" (Una Marr, Malte Brink aus Wien, 3.5.2019)", ["Una Marr", "Malte Brink"]),
        (" (Jan Michael Brink)", ["Jan Michael Brink"]),
        (" (dpa)", ["dpa"]),
        (" (APA, dpa)", ["APA", "dpa"]),
        ("\n\n(AFP)", ["AFP"]),
        ("\n\n(Reuters)", ["Reuters"]),
        (
            "\n\nUna Marr reported from Kinsale, and Malte Brink from Cork.",
            ["Una Marr", "Malte Brink"],
        ),
        ("\n\nReporting by Una Marr; Editing by Malte Brink", ["Una Marr"]),
        ("\n\nThe Associated Press created this story out of the harbour's figures.", ["The Associated Press"]),  # noqa: E501
        ("\n\nQuelle: dpa", ["dpa"]),
        ("\n\nSource: AFP", ["AFP"]),
        ("\n\nVon: mb/dpa", ["dpa"]),
        ("\n\n© dpa-infocom, dpa:190304-99-000000/2", ["dpa"]),
        ("\n\n— Una Marr", ["Una Marr"]),
        ("\n\nUna Marr\n\nRedactora de tribunales", ["Una Marr"]),
        ("\n\nUna Marr\n\nCorresponsal en el puerto", ["Una Marr"]),
        ("\n\nUna Marr\n\nHarbour editor\n\nMalte Brink\n\nReporter at sea", ["Una Marr", "Malte Brink"]),  # noqa: E501
        ("\n\nDr. Una Marr ist Redakteurin beim Hafenblatt.", ["Una Marr"]),
        ("\n\nEmail Una Marr at marr@example.org.", ["Una Marr"]),
        ("\n\nFollow Una Marr on Twitter: @unamarr", ["Una Marr"]),
        ("\n\nWill Carrigan can be reached at carrigan@example.org.", ["Will Carrigan"]),
        ("\n\nContact the author:\n\nUna Marr[email protected]alder.example@unamarr", ["Una Marr"]),
        ("\n\nUna Marr makes frequent appearances on island radio and television.", ["Una Marr"]),
        ("\n\nFrom the book The Shut Gate by Una Marr. Copyright © 2019.", ["Una Marr"]),
        ("\n\nExcerpted from “The Shut Gate: A Life,” by Una Marr.", ["Una Marr"]),
        ("\n\nAn edited extract from Gate by Una Marr and Malte Brink", ["Una Marr", "Malte Brink"]),  # noqa: E501
        ("\n\nThe-CNN-Wire\n™ & © 2019 Cable News Network, Inc. All rights reserved.", ["CNN-Wire"]),  # noqa: E501
        ("\n\n___\n\nThe Associated Press wrote this story from data.", ["The Associated Press"]),
    ],
)  # fmt: skip
def test_the_end_of_a_story_says_who_signs_it(below: str, names: list[str]) -> None:
    article = read("Harbour gate stays shut as motor fails again", below)
    assert [author.name for author in article.authors] == names


@pytest.mark.parametrize(
    "below",
    [
        " (see page 4)",
        " (left)",
        "\n\nFollow Harbour News on Facebook.",
        "\n\nContact us at desk@example.org.",
        "\n\nPhoto: Getty Images",
        "\n\nContact the author:\n\nJoin the conversation",
        "\n\nThe motor makes frequent appearances in the minutes of the council.",
        "\n\nFrom the book that the harbour keeps by the gate nobody could read a word.",
    ],
)
def test_what_ends_a_story_without_naming_anybody_signs_nothing(below: str) -> None:
    assert read("Harbour gate stays shut as motor fails again", below).authors == ()


def test_a_signature_in_brackets_is_no_part_of_the_paragraph() -> None:
    last = read("Harbour gate stays shut as motor fails again", " (Una Marr)").paragraphs[-1]
    assert last.text.endswith("throw away.")


def test_who_signs_above_is_not_asked_for_below() -> None:
    article = read(
        "Harbour gate stays shut\n\nBy Una Marr", "\n\nEmail Malte Brink at mb@example.org."
    )
    assert [author.name for author in article.authors] == ["Una Marr"]


def test_an_agency_alone_between_headline_and_story_signs_it() -> None:
    article = read(
        "Harbour gate stays shut as motor fails again\n\nAssociated Press\n\nMarch 4, 2019"
    )
    assert [author.name for author in article.authors] == ["Associated Press"]


def test_an_agency_and_its_place_between_headline_and_story_sign_it() -> None:
    article = read("Harbour gate stays shut as motor fails again\n\nReuters, Kinsale,\n\nSunday")
    assert [author.name for author in article.authors] == ["Reuters"]


def test_of_a_list_of_staff_not_one_and_all_sign() -> None:
    lasts = ("Marr", "Brink", "Renard")
    names = [f"{first} {last}" for first in ("Una", "Malte", "Odile") for last in lasts]
    staff = "\n\n".join(f"{name}\n\nHarbour editor" for name in names)
    article = read("Harbour gate stays shut as motor fails again", f"\n\n{staff}")
    assert len(article.authors) < 3


def test_a_desk_alone_right_below_the_headline_signs_it() -> None:
    article = read("Harbour gate stays shut as motor fails again\n\nHarbour Shopping Team")
    assert [(author.name, author.kind) for author in article.authors] == [
        ("Harbour Shopping Team", "desk")
    ]


def test_a_picture_shared_in_the_story_is_not_by_its_author() -> None:
    shared = "\n\nEin Beitrag geteilt von Malte Brink (@maltebrink) am"
    article = read(f"Harbour gate stays shut as motor fails again\n\n{STORY}{shared}")
    assert article.authors == ()


@pytest.mark.parametrize("line", ["Breaking News", "Our team", "Latest news"])
def test_a_line_of_the_page_below_the_headline_is_no_desk(line: str) -> None:
    article = read(f"Harbour gate stays shut as motor fails again\n\n{line}")
    assert article.authors == ()


def test_the_name_beside_the_date_below_the_headline_signs() -> None:
    article = read("Harbour gate stays shut as motor fails again\n\nUna Marr | 04.03.19")
    assert [author.name for author in article.authors] == ["Una Marr"]


@pytest.mark.parametrize(
    "path",
    ["3. Harbour gate stays shut as motor fails again",
     "Home News Harbour gate stays shut as motor fails again",
     "Start / Island / Harbour gate stays shut as motor fails again"],
)  # fmt: skip
def test_a_path_to_the_headline_is_not_the_headline(path: str) -> None:
    headline = "Harbour gate stays shut as motor fails again"
    assert read(f"{path}\n\n{headline}\n\nBy Una Marr").headline == headline


def test_a_line_said_twice_above_the_story_is_its_headline() -> None:
    headline = "Harbour gate stays shut as motor fails again"
    assert read(f"Kinsale\n\n{headline}\n\n{headline}").headline == headline


def test_a_bullet_behind_an_invisible_character_is_still_found_in_the_source() -> None:
    text = f"Harbour gate stays shut\n\n{STORY}\n\n\x00\u2022 one\n\u2022 two\n\n{STORY}"
    article = parse("gate.txt", decode(text.encode()))
    for number, paragraph in enumerate(article.paragraphs):
        (start, end) = article.evidence[f"paragraphs.{number}"].spans[0]
        assert " ".join(text[start:end].split()) == paragraph.text


@pytest.mark.parametrize(
    ("above", "names"),
    [
        ("Gate shut again\n\nA standfirst of the gate\n\nUna Marr\n\n4 March 2019", ["Una Marr"]),
        ("Alder Style\n\nGate shut again\n\nUna Marr\n\nMalte Brink\n\n4 March 2019", ["Una Marr", "Malte Brink"]),  # noqa: E501
        ("Gate shut again\n\nBy Una Marr\n\nAdapted by Malte Brink\n\n4 March 2019", ["Una Marr", "Malte Brink"]),  # noqa: E501
        ("Gate shut again\n\nVon\n\nUna Marr\n\nMalte Brink", ["Una Marr", "Malte Brink"]),
        ("Gate shut again\n\nVon\n\nUna Marr\n\n,\n\nDeutsche Presse-Agentur", ["Una Marr", "Deutsche Presse-Agentur"]),  # noqa: E501
        ("Gate shut again\n\nA standfirst\n\nOtto von der Halle\n\n4 March 2019", ["Otto von der Halle"]),  # noqa: E501
        ("Gate shut again\n\nCouncil asked for money\n\nAssociated Press\n\n4 March 2019", ["Associated Press"]),  # noqa: E501
        ("Gate shut again\n\nOna del Brink, Una Marr (Enviado especial)\n\nKinsale, Port Alder\n\n4 March 2019", ["Ona del Brink", "Una Marr"]),  # noqa: E501
        ("Gate shut again\n\nA new motor was ordered\n\n/ Ulf Bremer-Sund\n\nKommentare", ["Ulf Bremer-Sund"]),  # noqa: E501
        ("Gate shut again\n\nVon\n\nAT24 Redaktion", ["AT24 Redaktion"]),
    ],
)  # fmt: skip
def test_names_between_headline_and_date_sign(above: str, names: list[str]) -> None:
    assert [author.name for author in read(above).authors] == names


def test_who_stands_alone_at_the_head_of_a_text_without_headline_signs_it() -> None:
    article = read("Una Marr\n\nKinsale")
    assert (article.headline, [author.name for author in article.authors]) == ("", ["Una Marr"])


def test_who_signs_above_is_not_outdone_by_who_is_introduced_below() -> None:
    notes = ("Una Marr is a reporter in Kinsale.", "Malte Brink is an editor in Cork.")
    names = names_of("Gate shut again", "By Una Marr and Malte Brink", STORY, *notes)
    assert names == ["Una Marr", "Malte Brink"]


def test_a_name_above_a_long_line_about_the_profession_signs() -> None:
    role = (
        "Redakteurin in der Hafenzeitung, verantwortlich für die Seiten über Inseln, Fähren und Eis"
    )
    first, *rest = STORY.split("\n\n")
    names = names_of("Gate shut again", first, first[:160], f"Una Marr\n{role}", *rest)
    assert names == ["Una Marr"]


def test_of_several_who_sign_above_nobody_is_lost_where_one_is_introduced_below() -> None:
    head = "Gate shut again\n\nUna Marr, Malte Brink\n\nKinsale, Port Alder\n\n4 March 2019"
    names = [author.name for author in read(head, "\n\nMore\n\nMalte Brink\n\nReporter").authors]
    assert names == ["Una Marr", "Malte Brink"]


def test_a_subheading_that_begins_like_a_signature_names_nobody() -> None:
    paragraphs = STORY.split("\n\n")
    head = ("Gate shut again", "Una Marr", "4 March 2019")
    names = names_of(*head, *paragraphs, "Von Ebbe und Flut", *paragraphs[:2])
    assert names == ["Una Marr"]


MENU = "\n\n".join(
    "Home|News|Sport|Weather|Harbour Style|Shop|Jobs|Podcasts|Games|Travel|Log in".split("|")
)
MORE = "\n\nMore on this\n\nTides\n\nFerries\n\nIce"


@pytest.mark.parametrize(
    "below",
    ["\n\nShare\n\nPrint\n\nText: Una Marr / alder.example\n\nBack to the list",
     f"{MORE}\n\nDate 04.03.2019\n\nAuthor: Una Marr\n\nTopics harbours, ferries",
     f"{MORE}\n\nShare\n\nPrint\n\nTopics\n\nKommentar von\n\nUna Marr\n\nRedakteurin",
     f"{MORE}\n\nCouncil papers\n\n4 March 2019\n\n- Una Marr\n\nBack to the list",
     "\n\nShare\n\nAutor*in: Prof. Dr. Una Marr ist seit 2014 Ministerin für Häfen und Inseln und "
     "leitet die Kanzlei des Landes."],
)  # fmt: skip
def test_on_a_page_the_line_that_opens_as_a_byline_signs_also_below_the_story(below: str) -> None:
    head = "Harbour gate stays shut as motor fails again\n\nOlsen Ferries"
    text = f"{MENU}\n\n{head}\n\n{STORY}{below}"
    article = parse("gate.txt", decode(text.encode()))
    assert [author.name for author in article.authors] == ["Una Marr"]


@pytest.mark.parametrize(
    "notice", ["Please upgrade your browser today", "Go to Content Go to Navigation"]
)
def test_a_notice_of_the_page_is_no_headline(notice: str) -> None:
    assert read(f"\n{notice}\n\nHarbour gate shut for the third time\n\nBy Una Marr").headline == (
        "Harbour gate shut for the third time"
    )


def test_the_upper_of_two_lines_above_the_signature_is_the_headline() -> None:
    above = "Gate stays shut again\n\nThe motor failed for the third time, and nobody knows why"
    assert read(f"\n{above}\n\nBy Una Marr").headline == "Gate stays shut again"


def test_a_list_announced_by_a_colon_belongs_to_the_story() -> None:
    below = "\n\nThe council will be asked for three things next week:"
    below += "\n\n• the motor\n\n• ice\n\n• a second gate"
    kept = read("Harbour gate stays shut as motor fails again", below).paragraphs[-3:]
    assert [(item.kind, item.text) for item in kept] == [
        ("list_item", "the motor"),
        ("list_item", "ice"),
        ("list_item", "a second gate"),
    ]
