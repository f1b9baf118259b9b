"""What a saved page becomes: golden pages beside their records, and single rules."""

import json
import re
from pathlib import Path

import pytest

from ingest.parsing.html import NO_BODY, parse_html, visible_text
from ingest.records import Decoded, ParsedArticle

GOLDEN = Path(__file__).parent / "golden_html"
PROSE = (
    "<p>The ferry to the island left an hour late on Tuesday because a seal lay on the ramp.</p>"
    "<p>Nobody minded the wait, said the captain, who had sailed this line for thirty years.</p>"
    "<p>By noon the animal had slipped back into the water, and the cars rolled on board.</p>"
)


def read(body: str, head: str = "") -> ParsedArticle:
    page = f"<html><head>{head}</head><body><h1>Seal delays ferry</h1>{body}</body></html>"
    return parse_html("page.html", Decoded(page, "utf-8"))


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize("page", sorted(GOLDEN.glob("*.html")), ids=lambda path: path.stem)
def test_a_golden_page_gives_the_record_beside_it(page):
    article = parse_html(page.name, Decoded(page.read_text("utf-8"), "utf-8"))
    found = article.as_record(page.name, "utf-8")
    expected = json.loads(page.with_suffix(".json").read_text("utf-8"))
    assert {key: found[key] for key in expected} == expected


def test_the_reason_names_the_metadata_element():
    article = read(PROSE, json_ld('{"@type": "NewsArticle", "datePublished": "2017-06-04"}'))
    assert article.date == "2017-06-04"
    assert article.evidence["date"].reason == "JSON-LD datePublished"


def test_a_span_in_the_metadata_listing_holds_the_value():
    page = (
        '<meta property="og:site_name" content="Alder Gazette"><h1>Seal delays ferry</h1>' + PROSE
    )
    decoded = Decoded(page, "utf-8")
    [(start, end)] = parse_html("p", decoded).evidence["publication"].spans
    assert visible_text(decoded)[start:end] == "Alder Gazette"


def test_the_visible_text_lists_the_metadata_first():
    page = '<meta property="og:title" content="Seal delays ferry"><p>The seal left at noon.</p>'
    text = visible_text(Decoded(page, "utf-8"))
    assert text == "meta og:title: Seal delays ferry\n\nThe seal left at noon."


def test_the_record_carries_the_text_its_spans_count_in():
    decoded = Decoded(f"<title>Seal delays ferry</title>{PROSE}", "utf-8")
    assert parse_html("p", decoded).shown == visible_text(decoded)


def test_broken_json_ld_still_gives_its_values():
    broken = (
        '{"@type": "NewsArticle", "headline": "Seal "delays" ferry", "datePublished": "2019-02-03"'
    )
    assert read(PROSE, json_ld(broken)).date == "2019-02-03"


def test_json_ld_with_trailing_commas_is_mended():
    text = '{"@type": "NewsArticle", "author": {"name": "Una Marr",}, }'
    assert [author.name for author in read(PROSE, json_ld(text)).authors] == ["Una Marr"]


def test_an_author_is_followed_through_the_graph():
    text = (
        '{"@graph": [{"@id": "#1", "@type": "Person", "name": "Una Marr"},'
        ' {"@type": "NewsArticle", "headline": "Seal delays ferry", "author": {"@id": "#1"}}]}'
    )
    assert [author.name for author in read(PROSE, json_ld(text)).authors] == ["Una Marr"]


def test_the_site_itself_is_no_author_when_the_page_names_one():
    head = '<meta property="og:site_name" content="Alder Gazette">'
    head += '<meta name="author" content="Alder Gazette">'
    article = read('<p class="byline">By Una Marr</p>' + PROSE, head)
    assert [author.name for author in article.authors] == ["Una Marr"]


@pytest.mark.parametrize(
    "stated",
    [
        "Una Marr, Political Correspondent",
        "Una Marr For Alder Online",
        "marr@alder.example (Una Marr)",
        "By Una Marr | Alder Gazette",
    ],
)
def test_roles_and_papers_around_a_stated_name_are_no_authors(stated):
    head = f'<meta property="og:site_name" content="Alder Gazette"><meta name="author" content="{stated}">'  # noqa: E501
    assert [author.name for author in read(PROSE, head).authors] == ["Una Marr"]


def test_a_heading_over_one_paragraph_of_the_story_stays():
    posts = "".join(
        f"<article><header>1{number}:00</header><h3>Post {number}</h3>{paragraph}</article>"
        for number, paragraph in enumerate(re.findall("<p>.*?</p>", PROSE))
    )
    kinds = [paragraph.kind for paragraph in read(f"<section>{posts}</section>").paragraphs]
    assert kinds == ["subheading", "paragraph"] * 3


def test_words_for_those_who_unfold_a_caption_are_no_part_of_it():
    figure = (
        '<figure><img src="https://alder.example/seal.jpg"><p class="caption">The seal on the ramp.'
        ' <b class="credit">Odile Renard</b> <b class="hide-caption"><b>hide caption</b></b></p>'
        "</figure>"
    )
    [image] = read(figure + PROSE).images
    assert (image.caption, image.credit) == ("The seal on the ramp.", "Odile Renard")


def test_a_page_without_a_byline_has_no_author():
    assert read(PROSE).authors == ()


def test_a_name_in_bold_that_closes_the_text_signs_it():
    article = read(f"<div>{PROSE}<p style='text-align: right'><strong>Una Marr</strong></p></div>")
    assert [author.name for author in article.authors] == ["Una Marr"]
    assert len(article.paragraphs) == 3


def test_a_title_may_end_in_the_day():
    head = '<meta property="og:title" content="Seal leaves at noon | Alder Radio | 04.06.2017">'
    article = read(PROSE, head)
    assert (article.date, article.evidence["date"].confidence) == ("2017-06-04", 0.85)


def test_a_title_is_told_from_a_site_without_blanks_between():
    page = f"<html><head><title>ALDER NEWS|海港でアザラシが船を止める</title></head><body>{PROSE}"
    assert parse_html("p", Decoded(page, "utf-8")).headline == "海港でアザラシが船を止める"


def test_a_page_without_a_date_stays_undated():
    assert read(PROSE).date == ""


def test_the_day_in_the_address_dates_a_page_that_says_nothing_else():
    head = '<link rel="canonical" href="https://alder.example/2017/06/04/seal">'
    article = read(PROSE, head)
    assert (article.date, article.evidence["date"].reason) == ("2017-06-04", "day in the address")


def test_a_title_loses_the_name_of_its_site():
    head = "<title>Seal leaves harbour at noon | Alder Gazette</title>"
    head += '<meta property="og:site_name" content="Alder Gazette">'
    page = f"<html><head>{head}</head><body>{PROSE}</body></html>"
    assert parse_html("p", Decoded(page, "utf-8")).headline == "Seal leaves harbour at noon"


def test_a_page_without_headline_has_none():
    assert parse_html("p", Decoded(PROSE, "utf-8")).headline == ""


def test_a_page_of_menus_says_that_it_has_no_body():
    assert NO_BODY in read("<nav><a href='/'>Home</a></nav>").problems


@pytest.mark.parametrize(
    "boilerplate",
    [
        '<div class="newsletter-signup"><p>Never miss a story from the coast.</p></div>',
        '<div id="comments"><p>I have seen that seal before, it lives here.</p></div>',
        "<p>Sign up for our newsletter to get such stories every morning.</p>",
        '<p><a href="/x">READ MORE: Ten seals that have held up a ferry</a></p>',
        '<p style="display: none">This sentence was never shown to any reader of the page.</p>',
        "<footer><p>The Alder Gazette appears on six days a week.</p></footer>",
    ],
)
def test_boilerplate_is_left_out_with_a_reason(boilerplate):
    article = read(PROSE + boilerplate)
    assert len(article.paragraphs) == 3
    assert any(left.reason for left in article.left_out)


def test_summaries_under_a_heading_of_other_stories_are_no_text():
    boxes = "".join(
        f"<div><a href='/{n}'><h4>Story {n} of the day</h4></a><p>A summary of story {n}, long"
        " enough that a reader may take it for a paragraph of its own.</p></div>"
        for n in range(5)
    )
    article = read(f"<div><div>{PROSE}</div><div><h3>Most read</h3>{boxes}</div></div>")
    assert len(article.paragraphs) == 3


def test_a_credit_between_date_and_caption_is_the_pictures():
    figure = (
        '<p>4 June 2017</p><figure><img src="https://alder.example/seal.jpg">'
        '<div class="credit">AP Photo/Odile Renard</div>'
        "<figcaption>The seal on the ramp.</figcaption></figure>"
    )
    [image] = read(figure + PROSE).images
    assert (image.caption, image.agency) == ("The seal on the ramp.", "AP")


def test_a_class_name_on_the_whole_page_does_not_hide_the_story():
    article = read(f'<div class="layout has-sidebar with-comments">{PROSE}</div>')
    assert len(article.paragraphs) == 3


def test_lines_between_double_breaks_are_paragraphs():
    lines = re.findall("<p>(.*?)</p>", PROSE)
    assert len(read(f"<div>{'<br><br>'.join(lines)}</div>").paragraphs) == 3


def test_a_credit_in_an_element_of_its_own_is_told_from_the_caption():
    figure = (
        '<figure><img src="https://alder.example/seal.jpg"><figcaption>The seal on the ramp.'
        ' <span class="credit">Odile Renard/AP</span></figcaption></figure>'
    )
    [image] = read(figure + PROSE).images
    assert (image.credit, image.photographer) == ("Odile Renard/AP", "Odile Renard")
    assert image.url == "https://alder.example/seal.jpg"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:image/gif;base64,R0lG", "seal.jpg"]
)
def test_only_web_addresses_are_kept_of_pictures(address):
    figure = f'<figure><img src="{address}"><figcaption>The seal on the ramp.</figcaption></figure>'
    assert [image.url for image in read(figure + PROSE).images] == [""]


def test_nothing_is_fetched(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the parser opened a connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert read(f'<link rel="stylesheet" href="https://alder.example/x.css">{PROSE}').paragraphs


def test_a_script_inside_microdata_is_no_value():
    body = '<div itemprop="headline"><script>track("x")</script>Seal leaves at noon</div>'
    page = f"<html><body>{body}{PROSE}</body></html>"
    assert parse_html("p", Decoded(page, "utf-8")).headline == "Seal leaves at noon"


def test_share_symbols_in_angle_brackets_stay():
    head = '<meta property="og:title" content="ALDER MILLS &lt;ALDM&gt; RAISES DIVIDEND">'
    page = f"<html><head>{head}</head><body>{PROSE}</body></html>"
    assert parse_html("p", Decoded(page, "utf-8")).headline == "ALDER MILLS <ALDM> RAISES DIVIDEND"
