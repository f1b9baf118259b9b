"""What of a page is the story's text: every line of it, whatever element it stands in."""

import pytest

from ingest.parsing.html import parse_html
from ingest.records import Decoded, ParsedArticle

BEFORE = (
    "<p>The ferry to the island left an hour late on Tuesday because a seal lay on the ramp.</p>"
    "<p>Nobody minded the wait, said the captain, who had sailed this line for thirty years.</p>"
)
BEHIND = (
    "<p>By noon the animal had slipped back into the water, and the cars rolled on board again.</p>"
    "<p>The harbour office wants to put up a sign, though nobody expects the seals to read it.</p>"
)


def read(story: str) -> ParsedArticle:
    page = (
        "<html lang=en><title>Seal delays ferry | The Alder Gazette</title><body>"
        "<nav><a href=/>Home</a> <a href=/news>News</a></nav>"
        f"<main><article><h1>Seal delays ferry</h1>{story}</article></main>"
        "<footer>© The Alder Gazette</footer></body></html>"
    )
    return parse_html("page.html", Decoded(page, "utf-8"))


def lines(story: str) -> list[str]:
    return [paragraph.text for paragraph in read(story).paragraphs]


TABLE = (
    "<table><tr><th>Quay</th><th>Seals</th></tr><tr><td>East</td><td>14</td></tr>"
    "<tr><td>West</td><td>none</td></tr></table>"
)
CELLS = ["Quay", "Seals", "East", "14", "West", "none"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (TABLE, CELLS),
        (f"<figure class=wp-block-table>{TABLE}</figure>", CELLS),
        (f'<div class="w-embed">{TABLE}</div>', CELLS),
        (
            "<table><tr><td>Tuesday</td><td><ul><li>a seal</li><li>two gulls</li></ul></td></tr>"
            "</table>",
            ["Tuesday", "a seal", "two gulls"],
        ),
        ("<ul><li>One seal</li><li>No gulls</li></ul>", ["One seal", "No gulls"]),
        (
            "<ol><li>Wait.</li><li>Wave.</li><li>Drive on.</li></ol>",
            ["Wait.", "Wave.", "Drive on."],
        ),
        ("<dl><dt>Ramp</dt><dd>closed</dd></dl>", ["Ramp", "closed"]),
        ("<pre>tide --tomorrow\nseals=1</pre>", ["tide --tomorrow seals=1"]),
        ("<p>“No.”</p><p>“Why?”</p>", ["“No.”", "“Why?”"]),
        ("<p>Why</p>", ["Why"]),
        (
            "<section><h3>Verdict</h3><div>Worth the wait</div></section>",
            ["Verdict", "Worth the wait"],
        ),
        (
            "<div class=pros><h4>Pros</h4><ul><li>Fresh air</li></ul></div>"
            "<div class=cons><h4>Cons</h4><ul><li>It rains</li></ul></div>",
            ["Pros", "Fresh air", "Cons", "It rains"],
        ),
    ],
    ids=(
        "table in-figure in-embed list-in-cell list steps terms code spoken-lines one-word"
        " verdict pros-and-cons"
    ).split(),
)
def test_what_stands_between_paragraphs_is_kept(part, expected):
    assert lines(BEFORE + part + BEHIND)[2:-2] == expected


def test_a_quotation_set_as_a_figure_is_text():
    quote = "<blockquote><p>It just lay there.</p></blockquote>"
    figure = f"<figure class=pullquote><img src=/seal.jpg>{quote}</figure>"
    assert "It just lay there." in lines(BEFORE + figure + BEHIND)


@pytest.mark.parametrize("names", ["id=menu-of-the-week", "class=toc-section", "class=map-embed"])
def test_a_part_with_prose_is_no_menu_whatever_it_is_named(names):
    part = "".join(
        f"<p>On the {day} day the seal came back to the ramp, and the first boat waited for it.</p>"
        for day in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    )
    assert len(lines(f"{BEFORE}{BEHIND * 4}<div {names}>{part}</div>{BEFORE}")) == 19


def test_a_heading_named_for_the_table_of_contents_stays():
    heading = "<h2 class='wp-block-heading toc why-seals'>Why seals like ramps</h2>"
    assert "Why seals like ramps" in lines(BEFORE + heading + BEHIND)


def test_the_introduction_beside_the_element_of_the_story_is_kept():
    intro = "Every spring the seals come back to the harbour, and every spring nobody has a plan."
    story = f"<div><p>{intro}</p></div><div><div>{BEFORE}{BEHIND}{BEFORE}{BEHIND}</div></div>"
    assert lines(story)[0] == intro


@pytest.mark.parametrize(
    "question",
    [
        "<h3><button aria-expanded=false>Do seals bite?</button></h3>",
        "<h3>Do seals bite?</h3>",
        "<dt>Do seals bite?</dt>",
    ],
    ids=["button-in-heading", "heading", "term"],
)
def test_answers_that_unfold_are_kept_with_their_questions(question):
    answer = (
        "Only when they are held by the tail, and nobody on this coast would think of that now."
    )
    folded = f"<div>{question}<div style='display: none'><p>{answer}</p></div></div>"
    found = lines(BEFORE + folded + BEHIND)
    assert "Do seals bite?" in found
    assert answer in found


def test_a_short_first_paragraph_with_a_line_break_is_kept():
    first = (
        "<p>The harbour office met. It found<br>that a seal <a href=/s>was</a> a <em>seal</em>.</p>"
    )
    assert lines(first + BEFORE + BEHIND)[0].startswith("The harbour office met.")


def test_a_short_last_paragraph_is_kept():
    assert lines(BEFORE + BEHIND + "<p>It waved.</p>")[-1] == "It waved."


def test_a_paragraph_beside_a_picture_is_no_caption():
    paragraph = (
        "The seals of this coast have been counted since 1932, and there were never so many."
    )
    beside = f"<div><img src=/seal.jpg><p>{paragraph}</p></div>"
    article = read(BEFORE + beside + BEHIND)
    assert paragraph in [text.text for text in article.paragraphs]


@pytest.mark.parametrize(
    "part",
    [
        "<div class=newsletter><p>Sign up for our letter from the harbour.</p></div>",
        "<ul class=related><li><a href=/a>Gull steals purse</a></li></ul>",
        "<div class=share-bar><button>Share</button></div>",
        "<ul><li><a href=/a>Gull steals purse</a></li><li><a href=/b>Whale seen</a></li></ul>",
    ],
    ids=["newsletter", "related", "share", "links"],
)
def test_what_sites_put_between_paragraphs_is_left_out(part):
    assert len(lines(BEFORE + part + BEHIND)) == 4
