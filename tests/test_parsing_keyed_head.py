"""Heads with keys, as databases of newspapers and tools that save pages write them."""

from __future__ import annotations

import pytest

from ingest.parsing import parse
from ingest.read_file import not_text
from ingest.records import Decoded
from tests.test_parsing_properties import check, parts_lie_inside
from tests.wrap_factory import ENGLISH, FRENCH, GERMAN, Wrap

STORY = "\n\n".join(ENGLISH)
HEADLINE = "Bell of sunken coal ship is raised"


def read(source):
    article = parse("a.txt", Decoded(source, "utf-8"))
    check(source, article)
    parts_lie_inside(article)
    return article


def authors(article):
    return [author.name for author in article.authors]


def bodies(article):
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
def test_keys_name_the_fields(apart):
    head = [
        f"Title: {HEADLINE}",
        "Author: Una Marr and Joss Quill",
        "Published: 4 June 2017",
        "Source: The Alder Gazette",
        "Section: Coast",
        "URL: https://alder-gazette.example/bell",
    ]
    article = read(f"{apart.join(head)}\n\n{STORY}")
    assert article.headline == HEADLINE
    assert authors(article) == ["Una Marr", "Joss Quill"]
    assert (article.date, article.publication) == ("2017-06-04", "The Alder Gazette")
    assert (article.section, article.url) == ("Coast", "https://alder-gazette.example/bell")
    assert not article.images
    assert bodies(article) == [*ENGLISH]


def test_keys_that_no_field_has_a_place_for_are_kept():
    head = [
        f"Title: {HEADLINE}",
        "Author: Una Marr",
        "Published: 4 June 2017",
        "Subject: SHIPS; BELLS",
        "LENGTH: 400 words",
        "Date: 5 June 2017",
    ]
    source = "\n".join(head) + f"\n\n{STORY}"
    article = read(source)
    assert [tuple(field) for field in article.further] == [
        ("Subject", "SHIPS; BELLS"),
        ("LENGTH", "400 words"),
        ("Date", "5 June 2017"),
    ]
    for number, field in enumerate(article.further):
        [span] = article.evidence[f"further.{number}"].spans
        assert source[slice(*span)] == field.value
    assert article.date == "2017-06-04"


def test_catalogues_put_last_names_first():
    head = f"Title: {HEADLINE}\nAuthor: Marr, Una; Quill, Joss T.\nPublication date: Jun 4, 2017"
    article = read(f"{head}\n\n{STORY}")
    assert authors(article) == ["Una Marr", "Joss T. Quill"]
    assert [author.printed for author in article.authors] == ["Marr, Una", "Quill, Joss T."]
    assert authors(read(f"{head.replace('; Quill, Joss T.', '')}\n\n{STORY}")) == ["Una Marr"]


@pytest.mark.parametrize(
    ("head", "story", "paper"),
    [
        (
            "Titel: Glocke des Kohlenschiffs gehoben\nAutor: Una Marr\nDatum: 4. Juni 2017\n"
            "Quelle: Alderbote",
            GERMAN,
            "Alderbote",
        ),
        (
            "Titre : La cloche du charbonnier remontée\nAuteur : Una Marr\nDate : 4 juin 2017\n"
            "Source : Le Courrier d’Aulnay",
            FRENCH,
            "Le Courrier d’Aulnay",
        ),
    ],
    ids=["german", "french"],
)
def test_keys_are_read_in_other_languages(head, story, paper):
    article = read(f"{head}\n\n" + "\n\n".join(story))
    assert article.headline == head.partition("\n")[0].partition(":")[2].strip()
    assert authors(article) == ["Una Marr"]
    assert (article.date, article.publication) == ("2017-06-04", paper)


DATABASE = f"""
                               1 of 1 DOCUMENTS


                           The Brantham Post (Late Edition)

                            March 3, 2016 Thursday

{HEADLINE}

BYLINE: Ida Fenn and Joss Quill

SECTION: COAST; Pg. 7

LENGTH: 198 words


{Wrap(60).text(list(ENGLISH))}

LOAD-DATE: March 4, 2016

LANGUAGE: ENGLISH

                    Copyright 2016 BRANTHAM POST LTD
                              All Rights Reserved
"""


def test_the_export_of_a_database_names_headline_and_paper_by_place():
    article = read(DATABASE)
    assert (article.headline, article.date) == (HEADLINE, "2016-03-03")
    assert authors(article) == ["Ida Fenn", "Joss Quill"]
    assert (article.publication, article.section) == ("The Brantham Post", "COAST")
    assert bodies(article)[: len(ENGLISH)] == [*ENGLISH]


def test_the_headline_may_stand_above_the_paper():
    lines = [HEADLINE, "The Brantham Post", "March 3, 2016 Thursday", "Correction Appended",
             "Early Edition", "Copyright 2016 Brantham Post Ltd All Rights Reserved",
             "Section: Section B; Pg. 7", "Length: 198 words", "Byline: By IDA FENN", "Body",
             STORY, "Load-Date: March 4, 2016", "End of Document"]  # fmt: skip
    article = read("\n\n".join(lines))
    assert (article.headline, article.date) == (HEADLINE, "2016-03-03")
    assert (authors(article), article.publication) == (["Ida Fenn"], "The Brantham Post")
    assert not article.images
    assert bodies(article) == [*ENGLISH]


@pytest.mark.parametrize(
    "source",
    [
        DATABASE.replace("1 of 1", "1 of 2") + DATABASE.replace("1 of 1", "2 of 2"),
        "\n\n".join(
            f"Title: {title}\nAuthor: Una Marr\n\n{STORY}" for title in (HEADLINE, "Ferry")
        ),
        f"{HEADLINE}\n\n{STORY}\n\nEnd of Document\n\nFerry sails\n\n{STORY}\n\nEnd of Document",
    ],
    ids=["numbered", "keyed", "ended"],
)
def test_several_articles_in_one_file_are_told(source):
    assert any("seems to hold several articles (2)" in problem for problem in read(source).problems)


@pytest.mark.parametrize(
    "line", ["1 of 1 DOCUMENTS", "Title: Bell", "LENGTH: 98 words", "2 of 3", "Author: Una Marr"]
)
def test_one_article_is_not_taken_for_several(line):
    assert not read(f"{line}\n\n{HEADLINE}\n\n{STORY}").problems


def test_a_colon_makes_no_key():
    article = read(f"{HEADLINE}\n\nWeather: rain\n\nTides: high at noon\n\n{STORY}")
    assert article.headline == HEADLINE


def test_rich_text_is_rejected_with_a_sentence():
    assert not_text(rb"{\rtf1\ansi Ferry\par }") == "It is a Rich Text document (RTF), not text."


@pytest.mark.parametrize("owner", ["Brantham Post", "Yarrow Times", "by Brantham Post"])
def test_the_owner_in_a_copyright_line_keeps_its_first_letter(owner):
    article = read(f"{HEADLINE}\n\nBy Una Marr\n\n{STORY}\n\n© 2016 {owner}. All rights reserved.")
    assert article.publication == owner.removeprefix("by ")
