"""Who signs a page and when it appeared, however the page says so."""

import pytest
from test_parsing_html import PROSE, json_ld, read

from ingest.parsing.html import parse_html
from ingest.records import Decoded


def names(body: str, head: str = "") -> list[str]:
    return [author.name for author in read(body, head).authors]


@pytest.mark.parametrize(
    "byline",
    [
        "<p>Written by</p><p>Una Marr</p>",
        "<div>By</div><button>Una Marr</button>",
        "<h3>Author:</h3><h4>Una Marr</h4>",
        "<div class=no-bio>By Una Marr</div>",
        "<p>By Una Marr • 4 mins read</p>",
        "<p>By Una Marr. Reviewed by <a href=/people/piers-hall>Piers Hall</a></p>",
        "<p>Written by:</p><p>Una Marr</p><p>Edited by:</p><p>Piers Hall</p>",
        "<p class=author><a href=/authors/u>Una Marr</a> <a href=/authors/u>Full bio</a></p>",
    ],
)
def test_the_byline_names_the_author(byline):
    assert names(byline + PROSE) == ["Una Marr"]


@pytest.mark.parametrize(
    "line",
    [
        "<h3>Written by Una Marr</h3>",
        "<p>Posted by Una Marr on 4 June 2017 in harbour.</p>",
        "<h4>About the author</h4><div>Una Marr</div><p>A reporter on the coast.</p>",
        "<div>Una Marr</div><p>Una is a reporter on the coast and sails as well as she writes.</p>",
    ],
)
def test_a_line_below_the_text_signs_it(line):
    assert names(PROSE + f"<footer class=post-footer>{line}</footer>") == ["Una Marr"]


def test_a_thing_explained_in_the_text_is_no_author():
    things = (
        "<h3>Tidal Power</h3><p>Tidal power is what the harbour office wants to try next year.</p>"
    )
    assert names(PROSE + things + PROSE) == []


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("<p>By Kiersten</p>", "Kiersten"),
        ("<p>By AlderSelect</p>", "AlderSelect"),
        ("<div class=author>Newsdesk</div>", "Newsdesk"),
        ("<p>By the Alder Coffee Team</p>", "the Alder Coffee Team"),
        ("<p>Written by</p><p>Gazette Editorial Team</p>", "Gazette Editorial Team"),
    ],
)
def test_a_desk_or_a_single_name_signs_as_the_page_has_it(byline, name):
    assert names(byline + PROSE) == [name]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ('[{"givenName": "Una", "familyName": "Marr"}]', ["Una Marr"]),
        ('{"familyName": "Quill", "additionalName": "K.", "givenName": "Joss"}', ["Joss K. Quill"]),
        ('{"name": "", "givenName": "Una", "familyName": "Marr"}', ["Una Marr"]),
        ('{"name": "Una Marr", "givenName": "Una Margaret"}', ["Una Marr"]),
        ('[[{"name": "Una Marr"}, {"name": "Joss Quill"}]]', ["Una Marr", "Joss Quill"]),
        ('[["Una Marr"], [["Joss Quill"]]]', ["Una Marr", "Joss Quill"]),
        ('{"@list": [{"name": "Una Marr"}, {"name": "Joss Quill"}]}', ["Una Marr", "Joss Quill"]),
    ],
)  # fmt: skip
def test_stated_authors_come_in_parts_and_in_lists_of_lists(stated, expected):
    assert names(PROSE, json_ld(f'{{"@type": "NewsArticle", "author": {stated}}}')) == expected


def test_authors_in_lists_however_deep_do_no_harm():
    deep = "[" * 400 + '"Una Marr"' + "]" * 400
    article = read(PROSE, json_ld(f'{{"@type": "NewsArticle", "author": {deep}}}'))
    assert len(article.paragraphs) == 3


@pytest.mark.parametrize("stated", ["Alder Wire Feed", "NOC Admin", "page.author.name", "admin"])
def test_an_account_is_no_author(stated):
    head = json_ld(f'{{"@type": "NewsArticle", "author": {{"name": "{stated}"}}}}')
    assert names(PROSE, head) == []
    assert names("<p>By Una Marr</p>" + PROSE, head) == ["Una Marr"]


def test_the_byline_shown_outweighs_who_uploaded_the_text():
    head = json_ld('{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Lou Digby"}}')
    assert names("<p>By Una Marr</p>" + PROSE, head) == ["Una Marr"]
    assert names("<p>By Una Marr</p>" + PROSE + "<p>Lou Digby, editor</p>", head) == ["Lou Digby"]


@pytest.mark.parametrize(
    "stated",
    [
        "Una Marr \u200bCorresponsal en Alder",
        "Una Marr \u200bReporter in Alder",
        "Una Marr Correspondent in Alder",
        "Una Marr, Professor of History, University of Alder",
    ],
)
def test_roles_and_schools_behind_a_stated_name_are_no_part_of_it(stated):
    head = json_ld(f'{{"@type": "NewsArticle", "author": {{"name": "{stated}"}}}}')
    assert names(PROSE, head) == ["Una Marr"]


@pytest.mark.parametrize("name", ["authors", "article:authors", "og:article:author"])
def test_the_author_stands_in_meta_elements_of_many_names(name):
    assert names(PROSE, f'<meta name="{name}" content="Una Marr">') == ["Una Marr"]


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ("<span>una@alder.example</span>", ("una@alder.example",)),
        ("<span>una.marr@news.alder.example</span>", ("una.marr@news.alder.example",)),
        ("<span>@unamarr</span> una@alder.example", ("@unamarr", "una@alder.example")),
    ],
)
def test_mail_addresses_and_handles_in_the_byline_are_contacts(contacts, expected):
    assert read(f"<div class=byline>By Una Marr {contacts}</div>{PROSE}").contacts == expected


@pytest.mark.parametrize(
    "line",
    [
        "Updated June 5, 2017 at 1:00 AM; Posted June 4, 2017 at 10:15 AM",
        "Last modified 5 June 2017 01:00 | First published 4 June 2017",
        "Published: 4 June 2017. Updated: 5 June 2017",
    ],
)
def test_the_posting_dates_a_page_and_the_change_updates_it(line):
    article = read(f"<p class=dates>{line}</p>{PROSE}")
    assert article.date == "2017-06-04"
    assert article.updated.startswith("2017-06-05")


@pytest.mark.parametrize(
    ("stamp", "printed", "day"),
    [
        ("2017-06-03T23:30:00Z", "Sunday 4 June 2017 00:30 BST", "2017-06-04"),
        ("2017-06-05T01:30:00+00:00", "June 4, 2017 9:30 pm", "2017-06-04"),
        ("2017-06-03T23:30:00+02:00", "4 June 2017", "2017-06-03"),
        ("2017-06-03T12:00:00Z", "8 June 2017", "2017-06-03"),
    ],
)
def test_the_printed_day_counts_where_a_stamp_in_utc_is_a_day_off(stamp, printed, day):
    head = json_ld(f'{{"@type": "NewsArticle", "datePublished": "{stamp}"}}')
    assert read(f"<p>By Una Marr</p><p>{printed}</p>{PROSE}", head).date == day


@pytest.mark.parametrize("line", ["<p>June 2017</p>", "<div class=date>Juni 2017</div>"])
def test_a_month_alone_dates_a_page_and_is_no_text(line):
    article = read(line + PROSE)
    assert article.date == "2017-06"
    assert len(article.paragraphs) == 3


def test_a_subheading_like_the_title_is_not_the_headline():
    title = "<title>Seals and ferries of the northern coast, explained</title>"
    page = (
        f"<html><head>{title}</head><body><h1>Why boats wait for animals</h1>{PROSE}"
        f"<h2>Seals and ferries of the coast: what to know</h2>{PROSE}</body></html>"
    )
    found = parse_html("page.html", Decoded(page, "utf-8"))
    assert found.headline == "Why boats wait for animals"
