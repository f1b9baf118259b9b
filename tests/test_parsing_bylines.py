"""Bylines, and what pages glue to them."""

from __future__ import annotations

import pytest

from ingest.decode import decode
from ingest.parsing import parse
from ingest.parsing.fields.bylines import read_byline


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Joss Carrigan", ["Joss Carrigan"]),
        ("by Joss Carrigan9 May 20171,234", ["Joss Carrigan"]),
        ("By Joss Carrigan and Una MarrJune 4, 2017 | 3:15pm", ["Joss Carrigan", "Una Marr"]),
        ("Dana WhitlowSenior Correspondent@dwhitlow", ["Dana Whitlow"]),
        ("By Dana Whitlow, HVNUpdated 1417 GMT (2217 HKT) June 4, 2017", ["Dana Whitlow"]),
        ("By: Joss Carrigan, Staff Writer", ["Joss Carrigan"]),
        ("ByJ.R. Harrow", ["J.R. Harrow"]),
        ("By JOSS CARRIGAN", ["Joss Carrigan"]),
        ("VON MALTE BRINK am 21. April 2020", ["Malte Brink"]),
        ("Von dpa 28.04.2024, 16:33", ["dpa"]),
        ("Reuters Staff", ["Reuters"]),
        ("by Harbour News2 Dec 20160", ["Harbour News"]),
        ("Una Marr | Malte Brink", ["Una Marr", "Malte Brink"]),
        (
            "Una Marr,Joss O'Carrigan,Malte McBrink",
            ["Una Marr", "Joss O'Carrigan", "Malte McBrink"],
        ),
        ("December 27, 2016 12:59 PM By Joss Carrigan", ["Joss Carrigan"]),
        ("27. Januar 2026 • Malte Brink • 3 Minuten", ["Malte Brink"]),
        ("Una Marr Education editor", ["Una Marr"]),
        ("By Una Marr Harbour News", ["Una Marr"]),
        ("Par Odile Renard", ["Odile Renard"]),
        ("Por Ana de la Roca", ["Ana de la Roca"]),
        ("Adam Vane and AP", ["Adam Vane", "AP"]),
        ("Author: Una Marr", ["Una Marr"]),
        ("Von Malte Brink, Kinsale", ["Malte Brink"]),
        ("von Malte Brink, RADIO ERLENTAL", ["Malte Brink"]),
        ("Reuters, Kinsale,", ["Reuters"]),
        ("Von Malte Brink mit AP", ["Malte Brink"]),
        ('By Dana "Lucky Star" Whitlow November 19, 2023', ['Dana "Lucky Star" Whitlow']),
        ("Auteur : Odile Renard", ["Odile Renard"]),
        ("Autorin/Autor Mia Sund", ["Mia Sund"]),
        ("Una MarrView More Articles", ["Una Marr"]),
        ("Von Jan Brink", ["Jan Brink"]),
        ("Una Marr Una Marr", ["Una Marr"]),
        ("Artikel veröffentlicht am 4. Juni 2017, 14:26 Uhr, Malte Brink", ["Malte Brink"]),
        ("Written by Alder Today on June 4, 2017", ["Alder Today"]),
        ("Von AT24 Redaktion", ["AT24 Redaktion"]),
        ("Una Marr | Community", ["Una Marr"]),
        ("Un\u00a0Marr", ["Un Marr"]),
        # A comma before the last joiner.
        ("By Una Marr, Joss Quill, and Ida Fenn", ["Una Marr", "Joss Quill", "Ida Fenn"]),
        ("Von Mia Sund, Malte Brink, und Jutta Kolb", ["Mia Sund", "Malte Brink", "Jutta Kolb"]),
        ("Una Marr; Joss Quill; and Ida Fenn", ["Una Marr", "Joss Quill", "Ida Fenn"]),
        # Places, brackets and addresses between names.
        ("By Una Marr in London and Joss Quill in Brussels", ["Una Marr", "Joss Quill"]),
        ("Von Mia Sund in Berlin und Malte Brink in Wien", ["Mia Sund", "Malte Brink"]),
        ("Par Odile Renard à Paris et Hugo Petit à Port Alder", ["Odile Renard", "Hugo Petit"]),
        (
            "By Una Marr in Port Alder, Joss Quill in Cork and Ida Fenn",
            ["Una Marr", "Joss Quill", "Ida Fenn"],
        ),
        ("Una Marr (Kinsale) and Joss Quill (Cork)", ["Una Marr", "Joss Quill"]),
        ("Una Marr @unamarr and Joss Quill @jquill", ["Una Marr", "Joss Quill"]),
        # Particles, apostrophes, nicknames.
        ("By Nadia al-Faruq and Umm el-Khayr", ["Nadia al-Faruq", "Umm el-Khayr"]),
        ("Par Odile d’Arcy et Lou de l’Orme", ["Odile d’Arcy", "Lou de l’Orme"]),
        ("By Omar bin Said, Laila abu Hamad", ["Omar bin Said", "Laila abu Hamad"]),
        ("By Mira (Mimi) Sen", ["Mira (Mimi) Sen"]),
        # Glued openers, names of users and brands.
        ("byUna Marr", ["Una Marr"]),
        ("byUna MarrJune 4, 2017", ["Una Marr"]),
        ("By: UnaMarr | June 4, 2017 | Categories: Harbour", ["UnaMarr"]),
        ("Posted by AlderGate on Tuesday, August 29, 2023", ["AlderGate"]),
        ("by aldergate | Apr 21, 2025", ["aldergate"]),
        ("Posted on July 1, 2024 by aldergate", ["aldergate"]),
        ("Una June 9, 2024 0 Comments", ["Una"]),
        # Staff and desks as the page names them.
        ("By the Alder Times staff", ["the Alder Times staff"]),
        ("By Great Day Editorial Team", ["Great Day Editorial Team"]),
        ("9News Staff", ["9News Staff"]),
        ("Alder Times staff", ["Alder Times staff"]),
        ("By Staff Reporter", ["Staff Reporter"]),
        ("Von: Rasender Reporter", ["Rasender Reporter"]),
        ("By Dana Whitlow Staff", ["Dana Whitlow"]),
        # Roles, degrees and papers behind names.
        ("By Una Marr, Trial Attorney at Marr & Sons", ["Una Marr"]),
        ("by Una Marr, Candidate Representative to the Board", ["Una Marr"]),
        ("Una Marr, PhD, and Joss Quill, MD", ["Una Marr", "Joss Quill"]),
        (
            "Una Marr, Professor of Law, University of Alder; Joss Quill, Lecturer, Cork",
            ["Una Marr", "Joss Quill"],
        ),
        ("By Una Marr and Joss Quill / Alder Shimbun Staff Writers", ["Una Marr", "Joss Quill"]),
        ("By Una Marr | AV Valley Media for Alder", ["Una Marr"]),
        ("Una Marr Corresponsal en Alder", ["Una Marr"]),
        # Behind topics, dates and counts.
        ("Harbour, National | Published: 5 hours ago | Written by Una Marr", ["Una Marr"]),
        ("109 Comments | Una Marr | Last Updated: March 11, 2019", ["Una Marr"]),
        ("On June 1, 2017June 4, 2017 By Una MarrIn Harbour News", ["Una Marr"]),
        ("Dec 26, 2025 • Una Marr in Harbour Management", ["Una Marr"]),
        ("Una Marr By Una Marr", ["Una Marr"]),
        # Korean and Japanese reporters.
        ("김하나 기자", ["김하나"]),
        ("[김하나·이두리 기자]", ["김하나", "이두리"]),
        ("山田 花子 記者", ["山田 花子"]),
        ("2019年3月2日09:18 by 山田 | カテゴリー 港", ["山田"]),
    ],
)
def test_the_authors_of_a_byline(line: str, names: list[str]) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert [author.name for author in byline.authors] == names


@pytest.mark.parametrize(
    "line",
    ["By", "By the time he arrived, it was late", "", "x" * 900, "2017",
     "Published Nov 8, 2016   Updated Feb 28, 2020, 9:00 pm CST", "Periodista Judicial",
     "Die Kunst der Stille", "Thứ tư, 4/6/2017", "Die Polizei suchte das Boot von Una Marr",
     "Reviewed by Una Marr", "Fact checked by Una Marr", "Photo by Una Marr", "Search By Post Code",
     "Headshot of Una Marr", "By admin", "by boat or by bus", "来源：港口"],
)  # fmt: skip
def test_what_names_nobody_is_no_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize(
    "line",
    ["Una Marr 3 min read", "Malte Brink 3 Minuten", "Mia Sund Mia Sund", "Una Marr, 555-123-4567",
     "By Una Marr | una.marr@alder.example", "By Una Marr in Cork and Ida Fenn in Kinsale",
     "김하나 기자", "Harbour | Alder | Written by Una Marr"],
)  # fmt: skip
def test_a_name_and_how_long_it_takes_to_read_are_a_whole_byline(line: str) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert byline.explained > 0.9


def test_the_count_glued_to_the_year_is_the_comments() -> None:
    byline = read_byline("by Joss Carrigan4 Jun 20170")
    assert byline is not None
    assert byline.date is not None
    assert (byline.date.iso, byline.comment_count) == ("2017-06-04", 0)


def test_a_thousand_comments_are_counted() -> None:
    byline = read_byline("by Joss Carrigan4 Jun 20171,234")
    assert byline is not None
    assert byline.comment_count == 1234


def test_spans_are_moved_by_the_offset() -> None:
    byline = read_byline("By Una Marr", 100)
    assert byline is not None
    assert byline.author_spans == ((103, 111),)


def test_capitals_are_kept_as_printed() -> None:
    byline = read_byline("By ULF VAN DER MEULEN")
    assert byline is not None
    assert byline.authors[0].name == "Ulf van der Meulen"
    assert byline.authors[0].printed == "ULF VAN DER MEULEN"


def test_agencies_and_desks_are_told_from_persons() -> None:
    for line, kind in (
        ("By AFP", "agency"),
        ("By Harbour News Staff", "desk"),
        ("By Una Marr", "person"),
    ):
        byline = read_byline(line)
        assert byline is not None
        assert byline.authors[0].kind == kind


def test_a_handle_is_found() -> None:
    byline = read_byline("By Una Marr@unamarr Dec 10, 2016, 10:20am EST")
    assert byline is not None
    assert byline.handles[0][0] == "@unamarr"


def _authors(text: str) -> list[str]:
    return [author.name for author in parse("page.txt", decode(text.encode())).authors]


_STORY = "\n\n".join(
    f"The council of Port Alder said on day {number} that the old harbour gate would stay shut "
    "until the river had gone down, and that the ferries would leave from the north quay."
    for number in range(2, 8)
)


def test_a_name_below_a_line_that_is_only_by_is_the_author() -> None:
    head = " date 2017-06-04 Harbour gate stays shut for a second week\n\nBy\n\n"
    assert _authors(f"{head}Una Marr\n\nShare\n\n{_STORY}\n") == ["Una Marr"]


def test_who_is_introduced_below_the_story_wrote_it() -> None:
    head = " date 2017-06-04 Harbour gate stays shut for a second week\n\n"
    foot = "Una Marr Una is a reporter for the Alder Times and writes about the river."
    assert _authors(f"{head}{_STORY}\n\n{foot}\n") == ["Una Marr"]


def test_who_pays_for_a_page_did_not_write_it() -> None:
    head = " date 2017-06-04 Harbour gate stays shut for a second week\n\n"
    assert _authors(f"{head}Sponsored by Alder Bank\n\n{_STORY}\n") == []


def test_names_on_lines_of_their_own_below_von_all_sign() -> None:
    head = " date 2017-06-04 Harbour gate stays shut for a second week\n\n"
    names = "Von\n\nMalte Brink\n\nMia Sund"
    assert _authors(f"{head}{names}\n\n{_STORY}\n") == ["Malte Brink", "Mia Sund"]


def test_the_line_above_the_first_signature_is_the_headline_when_no_other_is_known() -> None:
    lines = ["7-minute read", "Gate stays shut! River wins again", "A wet week.", "By Una Marr"]
    text = "\n\n".join([" date 2017-06-04 Email", *lines, _STORY])
    assert parse("page.txt", decode(text.encode())).headline == "Gate stays shut! River wins again"


def test_the_headline_is_taken_without_the_path_that_leads_to_it() -> None:
    title = "Harbour gate stays shut for a second week"
    lines = ["Archives", f"Front Page » Harbour » {title}", title, "By Una Marr"]
    text = "\n\n".join([" date 2017-06-04 Email", *lines, _STORY])
    assert parse("page.txt", decode(text.encode())).headline == title


def test_a_sharp_s_in_the_name_hides_no_opener() -> None:
    byline = read_byline("von Laura Eßling")
    assert byline is not None
    assert (byline.opener, byline.authors[0].name) == (True, "Laura Eßling")
