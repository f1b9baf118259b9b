"""Captions and credits in the forms that agencies use."""

from __future__ import annotations

import pytest

from ingest.decode import decode
from ingest.parsing import parse
from ingest.parsing.fields.captions import read_caption
from ingest.parsing.fields.credits import ends_on_credit, is_copyright_of_page, is_credit


@pytest.mark.parametrize(
    ("caption", "credit", "photographer", "agency"),
    [
        ("The gate. (Photo by Dana Whitlow/Getty Images)", "Dana Whitlow/Getty Images", "Dana Whitlow", "Getty Images"),  # noqa: E501
        ("The gate. (AP Photo/Chris Mearns, File)", "AP Photo/Chris Mearns, File", "Chris Mearns", "AP"),  # noqa: E501
        ("The gate. Dana Whitlow/Alder Times via AP", "Dana Whitlow/Alder Times via AP", "Dana Whitlow", "AP"),  # noqa: E501
        ("The gate. Photograph: Dana Whitlow/Reuters", "Dana Whitlow/Reuters", "Dana Whitlow", "Reuters"),  # noqa: E501
        ("Das Tor. | Foto: Mia Sund", "Mia Sund", "Mia Sund", ""),
        ("Das Tor (Bild: Mia Sund / EPA)", "Mia Sund / EPA", "Mia Sund", "EPA"),
        ("Das Tor. Foto: Getty Images / Mia Sund", "Getty Images / Mia Sund", "Mia Sund", "Getty Images"),  # noqa: E501
        ("Das Tor. Foto: picture alliance / prisma TPX", "picture alliance / prisma TPX", "", "picture alliance"),  # noqa: E501
        ("© Mia Sund", "Mia Sund", "Mia Sund", ""),
        ("TOPSHOT - The gate. / AFP PHOTO / Kirils VANAGS", "AFP PHOTO / Kirils VANAGS", "Kirils VANAGS", "AFP"),  # noqa: E501
        ("The gate on July 25, 2019.J. Dana Whitlow / AP file", "J. Dana Whitlow / AP file", "J. Dana Whitlow", "AP"),  # noqa: E501
        ("The gate (Picture: Mia Sund/AP)", "Mia Sund/AP", "Mia Sund", "AP"),
        ("The gate - Copyright Mia Sund/AP", "Mia Sund/AP", "Mia Sund", "AP"),
        ("The gate. — Picture by Mia Sund", "Mia Sund", "Mia Sund", ""),
        ("Mia Sund/imago", "Mia Sund/imago", "Mia Sund", "imago"),
        ("El fuego de AldershamRescate Norte/EFE", "Rescate Norte/EFE", "Rescate Norte", "EFE"),
        ("El fuego @rescate via X / Reuters", "@rescate via X / Reuters", "", "Reuters"),
        ("La salida en el puerto.EFE", "EFE", "", "EFE"),
        ("港の新しい水門（３日、オールダー港で）＝ＡＰ", "ＡＰ", "", ""),
        ("港の新しい水門（港湾局提供）", "港湾局提供", "", ""),
        ("The gate. (Photo by Mia Sund/Alder Press)", "Mia Sund/Alder Press", "Mia Sund", "Alder Press"),  # noqa: E501
    ],
)  # fmt: skip
def test_the_credit_of_a_caption(caption: str, credit: str, photographer: str, agency: str) -> None:
    image = read_caption(caption).image
    assert (image.credit, image.photographer, image.agency) == (credit, photographer, agency)


def test_the_form_image_copyright_image_caption() -> None:
    image = read_caption("Image copyright Reuters Image caption A dredger at sea").image
    assert (image.caption, image.credit) == ("A dredger at sea", "Reuters")


def test_place_and_day_of_an_agency_caption() -> None:
    text = (
        "PORT ALDER, ENGLAND - JUNE 04: A dredger on June 4, 2017 in Port Alder, England. "
        "It is idle. (Photo by Dana Whitlow/Getty Images)"
    )
    read = read_caption(text, 10)
    assert (read.image.place, read.image.taken) == ("Port Alder, England", "2017-06-04")
    start, end = read.evidence["place"].spans[0]
    assert text[start - 10 : end - 10] == "Port Alder, England"


def test_a_credit_line_gives_no_caption() -> None:
    image = read_caption("Dana Whitlow/Getty Images").image
    assert (image.caption, image.credit) == ("", "Dana Whitlow/Getty Images")


@pytest.mark.parametrize(
    "line",
    ["Dana Whitlow/Getty Images", "The Associated Press", "Foto: Mia Sund", "© Mia Sund", "AP"],
)
def test_a_line_that_only_credits(line: str) -> None:
    assert is_credit(line) > 0.8


@pytest.mark.parametrize(
    "line",
    ["The gate stays shut", "Reuters Staff", "© 2018 The Alder Times, LLC. All rights reserved.", "",  # noqa: E501
     "The council met on Monday/Tuesday to talk about the gate and the hinges."],
)  # fmt: skip
def test_a_line_that_credits_nobody(line: str) -> None:
    assert is_credit(line) < 0.5


@pytest.mark.parametrize(
    "caption",
    [
        "Der alte Motor hat das Tor nur selten bewegt. (Archivbild)",
        "The outer basin at low tide (file photo)",
        "The harbour gate at Kinsale. (AP Photo/Dana Whitlow) AP Photo",
        "The gate at noon on Monday. Dana Whitlow/Copyright 2026 The AP. All rights reserved.",
        "The new motor was lifted in by a crane on Friday. Supplied",
        "Fiskimenn við höfnina í gær. Ljósmynd/Aðsend",
    ],
)
def test_a_line_ends_as_captions_do(caption: str) -> None:
    assert ends_on_credit(caption) >= 0.86


def test_the_copyright_line_of_a_page_is_no_credit() -> None:
    assert ends_on_credit("Copyright 2026 Harbour News Ltd. All rights reserved.") == 0.0


def test_a_caption_said_again_with_its_credit_is_one_picture() -> None:
    story = (
        "The harbour gate at Kinsale stayed shut on Monday after its motor failed for the third "
        "time this month, and ferries to the outer islands waited beyond the wall until noon."
    )
    text = (
        "Harbour gate stays shut as motor fails again\n\nThe outer basin at low tide on Monday\n\n"
        f"The outer basin at low tide on Monday Dana Whitlow\n\n{story}\n\n{story}"
    )
    images = parse("gate.txt", decode(text.encode())).images
    assert [(image.caption, image.credit) for image in images] == [
        ("The outer basin at low tide on Monday", "Dana Whitlow")
    ]


def test_a_credit_on_a_line_of_its_own_is_no_paragraph() -> None:
    story = [
        "The harbour gate at Kinsale stayed shut on Monday after its motor failed for the third "
        "time this month, and ferries to the outer islands waited beyond the wall until noon.",
        "The harbour master said that a new motor had been ordered in March, and that nobody had "
        "told him when it would arrive or what the old one was still good for.",
        "Photo: Dana Whitlow/Alder Press",
        "Fishermen who sell in the market behind the gate said they had lost two mornings of "
        "trade, and asked the council to pay for the ice that they had to throw away.",
    ]
    text = "\n\n".join(["Harbour gate stays shut", "By Una Marr", *story])
    article = parse("gate.txt", decode(text.encode()))
    assert len(article.paragraphs) == 3
    assert [image.credit for image in article.images] == ["Dana Whitlow/Alder Press"]


GATE = (
    "The harbour gate at Kinsale stayed shut on Monday after its motor failed for the third time "
    "this month, and ferries to the outer islands waited beyond the wall until noon.",
    "The harbour master said that a new motor had been ordered in March, and that nobody had told "
    "him when it would arrive or what the old one was still good for.",
    "Fishermen who sell in the market behind the gate said they had lost two mornings of trade, "
    "and asked the council to pay for the ice that they had to throw away.",
)


def test_who_signs_behind_the_full_stop_of_several_captions_is_credited() -> None:
    shown = [f"The old motor waited on the quay {day}. Una Marr" for day in ("today", "in May")]
    lines = (*GATE[:2], shown[0], GATE[2], shown[1], f"{GATE[1]} {GATE[2]}")
    head = "Harbour gate stays shut as motor fails again\n\nBy Joss Carrigan"
    article = parse("gate.txt", decode("\n\n".join((head, *lines)).encode()))
    assert not any("Una Marr" in paragraph.text for paragraph in article.paragraphs)
    assert [(image.caption, image.credit, image.photographer) for image in article.images] == [
        (caption, "Una Marr", "Una Marr") for caption in shown
    ]


def test_an_agency_behind_the_full_stop_of_a_caption_is_credited() -> None:
    lines = ("Gate shut again", GATE[0], "The motor never ran for long. AP", *GATE[1:])
    article = parse("gate.txt", decode("\n\n".join(lines).encode()))
    assert [image.credit for image in article.images] == ["AP"]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The gate is open at noon.Photo: Una Marr", "Una Marr"),
        ("The gate is open at noon.Credit...Una Marr for The Alder Times",
         "Una Marr for The Alder Times"),
        ("Una Marr/Getty ImagesThe gate is open at noon.", "Una Marr/Getty Images"),
        ("Photo: Joss Carrigan/AFP/Getty ImagesA ferry waits.", "Joss Carrigan/AFP/Getty Images"),
        ("The gate is open at noon. EFE/EPA/UNA MARR", "EFE/EPA/UNA MARR"),
        ("The gate is open at noon (Una Marr photo)", "Una Marr"),
        ("The gate is open at noon. Joss Carrigan photo", "Joss Carrigan"),
        ("The gate is open at noon [Photo by Una Marr]", "Una Marr"),
        ("La puerta a mediodía. Fotografía de Ana Marr", "Ana Marr"),
        ("De poort om twaalf uur. Foto Kees van Aldershof", "Kees van Aldershof"),
        ("The gate is open at noon. Una Marr/Shutterstock.com", "Una Marr/Shutterstock.com"),
        ("The gate at noon. Copyright Una Marr/Copyright 2026 The AP. All rights reserved",
         "Una Marr/Copyright 2026 The AP. All rights reserved"),
        ("Photo:\nUna Marr / Alder Photos", "Una Marr / Alder Photos"),
        ("The gate is open at noon. (Alder Photos/\nUna Marr)", "Alder Photos/ Una Marr"),
    ],
)  # fmt: skip
def test_a_caption_and_its_credit_in_other_forms(caption: str, credit: str) -> None:
    assert read_caption(caption).image.credit == credit


@pytest.mark.parametrize("line", ["Handout", "Supplied", "File photo", "(Contributed photo)"])
def test_a_word_may_credit_without_a_name(line: str) -> None:
    assert is_credit(line) >= 0.8


@pytest.mark.parametrize("line", ["Photos: 12", "Video: 4K at 60 frames", "Images: 3 of 9"])
def test_a_line_that_counts_or_measures_credits_nobody(line: str) -> None:
    assert is_credit(line) < 0.8


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("© 2026 The Alder Times", True),
        ("Copyright 2026 Alder Times Company", True),
        ("Copyright (c) 2026 Alder Daily", True),
        ("© 2026 AFP", False),
        ("© Una Marr", False),
    ],
)
def test_the_copyright_of_a_page_has_a_year_and_no_agency(line: str, page: bool) -> None:
    assert is_copyright_of_page(line) is page


def pictures_among_paragraphs(*lines: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Captions and credits of lines that stand in the middle of a story, and its paragraphs."""
    head = "Harbour gate stays shut as motor fails again\n\nBy Joss Carrigan"
    article = parse("gate.txt", decode("\n\n".join((head, *GATE, *lines, *GATE)).encode()))
    pictures = [(image.caption, image.credit) for image in article.images]
    return pictures, [paragraph.text for paragraph in article.paragraphs if paragraph.text in lines]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("The old motor waited on the quay until it rained. Una Marr", "Una Marr"),
        ("The old motor waited on the quay until it rained.Una Marr", "Una Marr"),
        ("The old motor waited on the quay until it rained. Alder Rescue Works",
         "Alder Rescue Works"),
        ("The old motor waited on the quay until it rained. Una Marr for Alder Post",
         "Una Marr for Alder Post"),
    ],
)  # fmt: skip
def test_a_name_behind_the_full_stop_of_a_paragraph_credits(line: str, credit: str) -> None:
    assert pictures_among_paragraphs(line) == ([(line, credit)], [])


@pytest.mark.parametrize(
    "line",
    [
        "1. Tide Tables",
        "Ferries vs. Harbour Trains",
        "The motor is run by a library called harbour-gate.Motor.Control",
        "What is a spring tide? The Moon Explained",
        "Nobody knew why the motor had failed, and nobody asked. He knew, said Una Marr.",
    ],
)
def test_a_heading_or_sentence_ends_on_no_credit(line: str) -> None:
    assert pictures_among_paragraphs(line)[0] == []


@pytest.mark.parametrize(
    "caption",
    [
        "Harbour master Una Marr, left, opens the new gate with the mayor on Monday.",
        "Una Marr, second from right, and other sailors wait for the ferry on Monday.",
        "From left: Una Marr, Joss Carrigan and Renata Silva before the gate on Monday.",
        "Die Vorsteher des Hafens (von links nach rechts): Una Marr, Jost Kehr und Rena Silb.",
    ],
)
def test_who_stands_where_is_said_in_captions(caption: str) -> None:
    pictures, paragraphs = pictures_among_paragraphs(caption)
    assert [shown for shown, _ in pictures] == [caption]
    assert not paragraphs


def test_a_title_in_capitals_before_dots_opens_a_caption() -> None:
    caption = "HIGH WATER … The old quay stood under the spring tide on Monday morning."
    assert pictures_among_paragraphs(caption) == ([(caption, "")], [])


def test_a_sentence_set_twice_in_a_story_is_a_caption() -> None:
    caption = "The old quay stood under the spring tide on Monday morning."
    assert pictures_among_paragraphs(caption, caption) == ([(caption, "")], [])


def test_a_caption_said_again_without_its_credit_is_one_picture() -> None:
    caption = "The old quay stood under the spring tide on Monday."
    pictures, paragraphs = pictures_among_paragraphs(f"{caption} Una Marr", caption)
    assert pictures == [(f"{caption} Una Marr", "Una Marr")]
    assert not paragraphs


def test_a_story_set_twice_line_by_line_keeps_its_paragraphs() -> None:
    twice = [line for line in GATE for _ in range(2)]
    article = parse("gate.txt", decode("\n\n".join(("Gate shut again", *twice)).encode()))
    assert not article.images
    assert {paragraph.text for paragraph in article.paragraphs} == set(GATE)


@pytest.mark.parametrize(
    "pair",
    [
        "The old quay under water.\nPhoto: Una Marr/Alder Press",
        "Photo: Una Marr/Alder Press\nThe old quay under water.",
        "Una Marr at the gate.\n© Una Marr/Alder Press",
    ],
)
def test_a_line_and_a_credit_that_stand_together_are_one_picture(pair: str) -> None:
    pictures, _ = pictures_among_paragraphs(pair)
    caption = next(line for line in pair.split("\n") if line.endswith("."))
    assert pictures == [(caption, "Una Marr/Alder Press")]


def test_a_paragraph_above_a_credit_stays_one() -> None:
    assert pictures_among_paragraphs(
        "The quay was dry again by noon, said the harbour master, who had waited there all night.",
        "Photo: Una Marr/Alder Press",
    )[1] == [
        "The quay was dry again by noon, said the harbour master, who had waited there all night."
    ]


@pytest.mark.parametrize(
    "lines", ["Photo:\nUna Marr / Alder Photos", "(Alder Photos/\nUna Marr)", "Bild:\nUna Marr/dpa"]
)
def test_a_credit_may_be_broken_over_lines(lines: str) -> None:
    pictures, paragraphs = pictures_among_paragraphs(lines)
    assert [" ".join(lines.split()).strip("()").removeprefix("Photo: ").removeprefix("Bild: ")] == [
        credit for _, credit in pictures
    ]
    assert not paragraphs
