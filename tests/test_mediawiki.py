"""Dumps of wikis: pages of articles, their wikitext as it is read on the page."""

import io
import json
import time

import pytest

from ingest.read_file import read
from ingest.sources import read_stream
from ingest.sources.archives import Limits
from ingest.sources.forms.wiki.wikitext import read_wikitext

QUAY = "The harbour board of Port Alder voted on Monday to close the eastern quay until the spring."
SITE = (
    "<siteinfo><sitename>Wikinews</sitename><base>https://en.alder.example/wiki/Main_Page</base>"
    '<namespaces><namespace key="0"/><namespace key="10">Template</namespace></namespaces>'
    "</siteinfo>"
)


def dump(*pages):
    return f'<mediawiki xml:lang="en">{SITE}{"".join(pages)}</mediawiki>'.encode()


def page(text=QUAY, title="Eastern quay", space="<ns>0</ns>", more=""):
    return (
        f"<page><title>{title}</title>{space}<id>7</id>{more}<revision><id>9</id><timestamp>"
        f"2016-04-12T09:00:00Z</timestamp><contributor><username>Quill</username></contributor>"
        f"<text>{text}</text></revision></page>"
    )


def sources(data):
    return list(read_stream(io.BytesIO(data), "pages.xml", limits=Limits()))


def articles(data):
    return [file.content for file in map(read, sources(data)) if file.content is not None]


def kinds(text):
    return [
        ("paragraph", part) if isinstance(part, str) else (part["type"], part["text"])
        for part in read_wikitext(text).paragraphs
    ]


def test_only_articles_are_taken_and_the_rest_is_counted():
    found = sources(
        dump(
            page(),
            page(title="Template:Quay", space="<ns>10</ns>"),
            page(title="Template:Old", space=""),
            page(title="Kai: a history", space=""),
            page(text="#REDIRECT [[Quay]]"),
            page(text="#WEITERLEITUNG [[Kai]]"),
            page(more='<redirect title="Quay" />'),
        )
    )
    assert [json.loads(file.data)["headline"] for file in found if file.data] == [
        "Eastern quay",
        "Kai: a history",
    ]
    assert found[-1].problem == (
        "Left out, for they are no articles: redirects (3), pages of other namespaces (2)."
    )


def test_a_contributor_is_no_author_and_the_address_follows_from_the_site():
    data = dump(page())
    (article,) = articles(data)
    assert article.authors == ()
    assert article.url == "https://en.alder.example/wiki/Eastern_quay"
    assert (article.publication, article.date) == ("Wikinews", "")
    assert article.updated.startswith("2016-04-12")
    assert json.loads(sources(data)[0].data)["contributor"] == "Quill"


def test_of_several_revisions_the_newest_is_read():
    older = "<revision><timestamp>2010-01-01T00:00:00Z</timestamp><text>Old.</text></revision>"
    (article,) = articles(dump(page(more=older)))
    assert [paragraph.text for paragraph in article.paragraphs] == [QUAY]


@pytest.mark.parametrize(
    "text",
    [
        "{{date|April 11, 2016}}",
        "{{Byline|date=April 11, 2016|location=Port Alder}}",
        "{{fecha|11 de abril de 2016}}",
        "[[Category:April 11, 2016]]",
    ],
)
def test_the_day_stands_in_a_template_or_a_category(text):
    (article,) = articles(dump(page(f"{text}\n{QUAY}")))
    assert article.date == "2016-04-11"


def test_headings_lists_tables_and_quotations_are_told_apart():
    text = (
        f"{QUAY}\n== Fees ==\n* One [http://a.example rebate]\n# Two\n{{| class=x\n! Year !! Fee\n"
        "|-\n| 1824 || 12\n|}\n<blockquote>We shall see.</blockquote>\n{{quote|So said the board.}}"
    )
    assert kinds(text) == [
        ("paragraph", QUAY),
        ("heading", "Fees"),
        ("list", "One rebate"),
        ("list", "Two"),
        ("paragraph", "Year Fee"),
        ("paragraph", "1824 12"),
        ("quote", "We shall see."),
        ("quote", "So said the board."),
    ]


def test_words_of_links_and_templates_stay_and_notes_go_beside_the_text():
    read = read_wikitext(
        "The [[Port Alder|harbour]] of {{w|Alder (town)|Alder}} ''closes'' in {{lang|fr|avril}}"
        "<ref>Alder Times, page 3</ref> &mdash; see [[:Category:Quays]].{{Port Alder|big=yes}}"
    )
    assert read.paragraphs == ["The harbour of Alder closes in avril — see Category:Quays."]
    assert read.references == ["Alder Times, page 3"]
    assert read.templates == ["port_alder: big = yes"]


def test_a_sentence_inside_an_unknown_template_is_kept():
    assert kinds(f"{{{{Box|title=Quay|text={QUAY}}}}}") == [("paragraph", QUAY)]


def test_pictures_have_their_captions_and_other_languages_leave_no_line():
    read = read_wikitext(
        f"[[Datei:Kai.jpg|mini|hochkant=1.2|Der [[Kai|alte]] Kai.]]\n{QUAY}\n[[de:Kai]]\n"
        "<gallery>\nFile:A.jpg|The crane\n</gallery>"
    )
    assert read.paragraphs == [QUAY]
    assert [picture["caption"] for picture in read.images] == ["Der alte Kai.", "The crane"]


def test_a_heading_at_the_end_with_nothing_below_it_goes():
    assert kinds(f"{QUAY}\n== Sources ==\n*{{{{source|url=http://a.example}}}}") == [
        ("paragraph", QUAY)
    ]


@pytest.mark.parametrize(
    "hostile",
    ["{{", "{{a|", "[[", "<b>", "<ref>", "{|\n|-\n|", "{{{a|", "[http://a b ", "}}{{", "'''"],
    ids=range(10),
)
def test_what_is_never_closed_takes_little_time_and_loses_no_text(hostile):
    start = time.process_time()
    read = read_wikitext(f"{hostile * 5_000}\n\n{QUAY}\n\n")
    assert time.process_time() - start < 5
    assert QUAY in str([*read.paragraphs, *read.references])


def test_a_dump_cut_short_or_without_articles_gets_a_sentence():
    cut = sources(dump(page(), page())[:-60])
    assert [bool(file.data) for file in cut] == [True, False]
    assert sources(dump(page(space="<ns>10</ns>")))[0].problem == (
        "It is a dump of a wiki without pages of articles. "
        "Left out, for they are no articles: pages of other namespaces (1)."
    )
