"""What a page says of its authors, its editors and its pictures, told from the story."""

from __future__ import annotations

import pytest
from test_parsing_headlines import HEADLINE, paragraphs_of, read
from test_parsing_signatures import STORY

from ingest.parsing.fields.bylines import read_byline
from ingest.parsing.fields.captions import read_caption
from ingest.parsing.fields.credits import is_credit


def of_story(after: str, before: str = "By Una Marr") -> list[str]:
    return paragraphs_of(HEADLINE, before, STORY, after)


def joined(*parts: str) -> str:
    return "\n\n".join((" date 2019-03-04 ", *parts))


@pytest.mark.parametrize(
    "note",
    [
        "Follow Una Marr on Twitter @unamarr or email her at una@example.com.",
        "Una Marr covers harbours for the Alder Times. She joined the paper in 2012.",
        "Una Marr",
        "___",
    ],
)
def test_a_note_below_the_story_is_not_of_it(note: str) -> None:
    assert of_story(note)[-1] == STORY.split("\n\n")[-1]


def test_a_sentence_about_a_namesake_of_nobody_stays() -> None:
    last = "Dana Whitlow covers her boats with canvas in winter, and waits for the spring tide."
    assert of_story(last)[-1] == last


@pytest.mark.parametrize(
    "line", ["Temps de lecture 2 min.", "Lesezeit: 3 Minuten", "Reading time: 4 minutes"]
)
def test_the_time_of_reading_is_no_introduction(line: str) -> None:
    assert read(f" date 2019-03-04 \n\n{HEADLINE}\n\n{line}\n\n{STORY}").standfirst == ""


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("By CLARA M. DUNLEAVYJUNE 22, 2014", "Clara M. Dunleavy", "2014-06-22"),
        ("By JANE MARSHMAY 3, 2015", "Jane Marsh", "2015-05-03"),
        ("By UNA MARRDEC. 5, 2013", "Una Marr", "2013-12-05"),
        ("By UNA MAYAN JUNE 4, 2017", "Una Mayan", "2017-06-04"),
    ],
)
def test_a_month_in_capitals_is_parted_from_the_name(line: str, name: str, day: str) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert byline.date is not None
    assert (byline.authors[0].name, byline.date.iso) == (name, day)


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The gate at low tide. Credit Renata Silva for The Alder Times",
         "Renata Silva for The Alder Times"),
        ("The gate at low tide. Credit...Renata Silva", "Renata Silva"),
        ("La puerta, este lunes en el puerto. JULIÁN OTERO (EFE)", "JULIÁN OTERO (EFE)"),
        ("Pietro Zorzi davanti alla porta del porto (foto Errebi)", "Errebi"),
        ("De poort van Oosterzee. Foto Kees van de Veen", "Kees van de Veen"),
        ("O portão do porto, em Ouro Fino - Caio Lemos/Folhaporto", "Caio Lemos/Folhaporto"),
        ("門を見上げる駅長の佐藤健さん＝2022年4月8日、白浜町、鈴木一郎撮影", "鈴木一郎"),
        ("The gate is not for sale. | Jim Ortega/AP Photo", "Jim Ortega/AP Photo"),
        ("The gate gave her little credit. Credit goes to the harbour master", ""),
    ],
)  # fmt: skip
def test_a_credit_is_known_by_its_form(caption: str, credit: str) -> None:
    assert read_caption(caption, 0).image.credit == credit


def test_the_title_of_a_gallery_credits_nobody() -> None:
    assert is_credit("Photos: The old ferry") < 0.5
    assert is_credit("Photos: Dana Whitlow") > 0.8


def test_the_editors_note_is_no_caption() -> None:
    note = "An earlier version of this article misstated the year in which the gate was built."
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\n{STORY}\n\nCorrection: March 5\n\n{note}")
    assert record.images == ()


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("© RIPRODUZIONE RISERVATA", ""),
        ("© 2019 Alder News Network. Kinsale Broadcasting, Inc. All Rights Reserved.",
         "Alder News Network"),
    ],
)  # fmt: skip
def test_the_owner_of_the_copyright_is_a_name(line: str, owner: str) -> None:
    assert read(f" date 2019-03-04 \n\n{HEADLINE}\n\n{STORY}\n\n{line}").publication == owner


@pytest.mark.parametrize(
    ("below", "standfirst"),
    [
        ("Union says the change was made without asking and will leave ferries waiting", True),
        ("Three years of poor care have worn out the motor of the harbour gate.", True),
        ("Lesezeit: 3 Minuten, mit allen Bildern des Hafens", False),
    ],
)
def test_the_line_below_the_headline_introduces_the_story(below: str, standfirst: bool) -> None:
    record = read(joined(HEADLINE, below, "Share", "By Una Marr", STORY))
    assert record.standfirst == (below if standfirst else "")


def test_a_featured_image_is_not_the_last_paragraph() -> None:
    assert of_story("Featured Image: Dana Whitlow/Flickr") == STORY.split("\n\n")


def test_agencies_in_brackets_sign_behind_the_initials_of_who_edited_them() -> None:
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\n{STORY}\n\nkh/nm (dpa, KNA)")
    assert [author.name for author in record.authors] == ["dpa", "KNA"]


@pytest.mark.parametrize("source", ["Quelle: A.T.", "© A.T./kole", "dpa/mkl"])
def test_what_names_the_source_below_a_story_credits_no_picture(source: str) -> None:
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\nBy Una Marr\n\n{STORY}\n\n{source}")
    assert record.images == ()
    assert record.paragraphs[-1].text == STORY.split("\n\n")[-1]


def test_an_agency_signs_with_the_initials_of_who_edited_it() -> None:
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\n{STORY}\n\ndpa/mkl")
    assert [author.name for author in record.authors] == ["dpa"]


def test_a_caption_with_a_name_and_a_house_is_no_headline() -> None:
    shown = "Gates were tested in front of a wind machine. Dana Whitlow/Alder Insider"
    record = read(f"{HEADLINE}\n\nUna Marr\n\n2024-03-02T10:05:01Z\n\nShare\n\n{shown}\n\n{STORY}")
    assert record.headline == HEADLINE
    assert [image.credit for image in record.images] == ["Dana Whitlow/Alder Insider"]


def test_a_standfirst_may_stand_below_the_age_of_an_article() -> None:
    below = "Union says the change was made without asking and will leave ferries waiting"
    age = "This article is more than 4 years old"
    record = read(joined(HEADLINE, age, below, "By Una Marr", STORY))
    assert record.standfirst == below


@pytest.mark.parametrize(
    "line", ["Explore more on these topics", "Go to accessibility shortcuts", "Lire aussi : la mer"]
)
def test_the_page_s_own_lines_end_no_story(line: str) -> None:
    assert of_story(line)[-1] == STORY.split("\n\n")[-1]


@pytest.mark.parametrize(
    "line",
    [
        "Correction: March 6, 2019",
        "Dieses Thema im Programm: Radio Hafen, 5. März 2019 um 13:10 Uhr",
    ],
)
def test_the_date_of_something_else_is_not_the_story_s(line: str) -> None:
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\nBy Una Marr\n\n{STORY}\n\n{line}")
    assert (record.date, record.time, record.problems) == ("2019-03-04", "", ())


def test_a_caption_that_ends_in_brackets_signs_no_story() -> None:
    shown = "Photo: Volunteers paint a bench on Market Street. (Dana Whitlow/Alder Echo)"
    record = read(f" date 2017-04 \n\n{STORY}\n\n{shown}\n\n{STORY.split(chr(10))[0]}")
    assert record.authors == ()


def test_an_agency_s_copyright_below_a_story_names_its_author() -> None:
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\n{STORY}\n\n© AFP 2019")
    assert ([author.name for author in record.authors], record.images) == (["AFP"], ())


def test_the_line_below_image_caption_is_one() -> None:
    named = "Image caption\n\nProf Stroud in 2007"
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\nMarch 4, 2019\n\n{named}\n\n{STORY}")
    assert [image.caption for image in record.images] == ["Prof Stroud in 2007"]


def test_the_code_of_a_page_is_neither_headline_nor_standfirst() -> None:
    code = "@media (max-width: 600px) { .hero { display: none } } function gtag(){push(arguments);}"
    record = read(f" date 2019-03-04 {code}\n\n{STORY}")
    assert (record.headline, record.standfirst) == ("", "")


@pytest.mark.parametrize(
    ("ends", "photographer"),
    [
        ("(Rae Lavoie/HVN)", "Rae Lavoie"),
        ("(Mel Ortega / Alder Times)", "Mel Ortega"),
        ("(HVN North Coast: Kirsty Nolan)", ""),
    ],
)
def test_a_name_and_a_house_in_brackets_end_a_caption(ends: str, photographer: str) -> None:
    shown = f"The gate had been mended 41 times by Tuesday evening. {ends}"
    record = read(f" date 2019-03-04 \n\n{shown}\n\nBy Una Marr\n\nMarch 4, 2019\n\n{STORY}")
    assert record.headline == ""
    [image] = record.images
    assert (image.caption, image.credit) == (shown, ends.strip("()"))
    assert image.photographer == photographer


def test_what_a_byline_parts_from_the_story_introduces_it() -> None:
    below = "A man of 23 spent the night on the harbour gate. The council promises to look into it."
    assert read(joined(HEADLINE, below, "By Una Marr", STORY)).standfirst == below


@pytest.mark.parametrize(
    "line",
    [
        "We want to hear what you think about this article. Write to letters@example.com.",
        "Printable version | Sep 13, 2017 8:01:22 AM | http://alder.example/news/1",
    ],
)
def test_what_a_page_asks_of_its_readers_ends_no_story(line: str) -> None:
    assert of_story(line)[-1] == STORY.split("\n\n")[-1]


@pytest.mark.parametrize("credit", ["Getty Images/Sipa USA", "Getty Images / Reuters"])
def test_two_agencies_are_one_credit(credit: str) -> None:
    assert is_credit(credit) >= 0.9
    shown = f"The gate at low tide. {credit}"
    assert read_caption(shown, 0).image.credit == credit


def test_the_house_below_a_name_credits_no_picture() -> None:
    assert read(joined(HEADLINE, "Una Marr", "ALDER TODAY", STORY)).images == ()


def test_a_note_about_the_author_ends_the_story_with_all_below_it() -> None:
    below = ("About the writer", "Una Marr", "Una Marr is an Alder Times reporter in Kinsale.",
             "Her focus is harbours. Click here.")  # fmt: skip
    assert of_story("\n\n".join(below)) == STORY.split("\n\n")


def test_a_picture_credited_above_its_caption_at_the_head_of_a_page() -> None:
    shown = "The sea lion that blocked the harbour gate on Tuesday."
    credit = "Photo: Liz Hallam / Alder Press"
    [image] = read(joined(credit, shown, HEADLINE, "By Una Marr", "4 March 2019", STORY)).images
    assert (image.caption, image.credit) == (shown, "Liz Hallam / Alder Press")


def test_the_headline_said_again_is_no_paragraph() -> None:
    assert paragraphs_of(HEADLINE, HEADLINE, STORY) == STORY.split("\n\n")


def test_what_somebody_is_may_stand_before_the_name() -> None:
    byline = read_byline("AT24-Redakteurin Sabine Kolb")
    assert byline is not None
    assert [author.name for author in byline.authors] == ["Sabine Kolb"]
    assert byline.explained > 0.9


def test_the_agency_behind_the_paper_s_site_signs() -> None:
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\n{STORY}\n\nQuelle: alder.de, jgu/dpa")
    assert [author.name for author in record.authors] == ["dpa"]


def test_the_first_paragraphs_of_a_short_story_do_not_introduce_it() -> None:
    record = read(joined(HEADLINE, "By Una Marr", STORY, "Related", "4 March 2019"))
    assert (record.standfirst, len(record.paragraphs)) == ("", 3)


def test_the_author_of_the_book_does_not_sign_its_review() -> None:
    work = "By Una Marr\n\n“The Tide Table”\n\nBy Nora Quill\n\nHarbour Press, 312 pages, $25"
    record = read(f" date 2019-03-04 \n\nThe tide comes and goes again\n\n{work}\n\n{STORY}")
    assert [author.name for author in record.authors] == ["Una Marr"]


@pytest.mark.parametrize("name", ["The Editorial Board", "Alder 9 Staff", "Alder 9 News Staff"])
def test_a_board_and_a_house_with_a_figure_sign(name: str) -> None:
    byline = read_byline(f"By {name}")
    assert byline is not None
    assert [(author.name, author.kind) for author in byline.authors] == [(name, "desk")]


def test_the_page_s_copyright_below_a_story_credits_no_picture() -> None:
    record = read(f" date 2019-03-04 \n\n{HEADLINE}\n\n{STORY}\n\nCopyright © 2015, Alder Tribune")
    assert record.images == ()


PROFILE = (
    "Una Marr, who keeps the harbour gate of Kinsale, will be ninety on Sunday.",
    "She came from Port Alder in 1952, with a trunk and a dog.",
    "The gate was new then, and its motor was loud.",
    "Nobody has opened it as often as she has.",
)


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(
    "first", [PROFILE[0], "Una Marr is a writer who lives above the harbour gate of Kinsale."]
)
def test_a_story_that_begins_with_its_author_s_name_is_not_a_note(first: str, count: int) -> None:
    story = [first, *PROFILE[1:]][:count]
    assert paragraphs_of(HEADLINE, "By Una Marr", *story) == story
