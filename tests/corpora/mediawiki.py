"""A dump of a wiki a paper, with a template of the day; nobody signs a page of a wiki."""

from collections import defaultdict
from html import escape

LACKS = ("authors", "section", "url")


def write(stories):
    papers = defaultdict(list)
    for story in stories:
        papers[story.publication].append(story)
    return {
        f"{number}-pages-articles.xml": _dump(paper, of_it).encode()
        for number, (paper, of_it) in enumerate(papers.items())
    }


def _dump(paper, stories):
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" xml:lang="en"><siteinfo>'
        f"<sitename>{escape(paper)}</sitename></siteinfo>{''.join(map(_page, stories))}</mediawiki>"
    )


def _page(story):
    text = "\n\n".join(_linked(text) for text in story.paragraphs)
    return (
        f"<page><title>{escape(story.headline)}</title><ns>0</ns><revision><timestamp>2020-01-01T"
        f"00:00:00Z</timestamp><text>{{{{date|{story.date}}}}}\n{escape(text)}\n\n== Sources ==\n"
        "*{{source|title=Paper}}\n[[Category:Published]]</text></revision></page>"
    )


def _linked(text):
    first, space, rest = text.partition(" ")
    return f"[[Page|{first}]]{space}{rest}"
