"""The HTML that a list repeats by the dozen: rows, bars, checkboxes.

By hand and escaped once: as templates they took longer than the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.search.results import Row
from archive.templatetags.paper import (
    figure,
    headline,
    kicker,
    meta,
    pictures,
    teaser,
)
from archive.templatetags.paper import language as spoken_in

if TYPE_CHECKING:
    from archive.views.histogram import Bar
    from archive.views.lists import FacetOption

register = template.Library()


@register.simple_tag
def items(rows: Sequence[Row], first: int, carry: str, words: str) -> SafeString:
    """The rows of a list, numbered from `first`. `carry` is the list's query string, with which an
    article leads back to it; with `words` each row has a link to why it was found."""
    why, language = _why(carry) if carry and words else "", get_language()
    return SafeString(
        "".join(
            f'<li id="a-{row.article.pk}">'
            f"{_row(row, 2, language, f'{carry}&n={number}' if carry else '', why)}</li>"
            for number, row in enumerate(rows, first)
        )
    )


@register.filter
def row(row: Row, level: int = 2) -> SafeString:
    """One article of a list, its headline of this level."""
    return SafeString(_row(row, level, get_language()))


def _row(row: Row, level: int, language: str, carry: str = "", why: str = "") -> str:
    article = row.article
    side = f'<p class="row-side">{pictures(article, language)}</p>' if article.images_count else ""
    text, spoken = teaser(article, row.snippet), spoken_in(article)
    snippet = f'<p class="row-snippet"{spoken}>{conditional_escape(text)}</p>' if text else ""
    address = escape(article.get_absolute_url() + carry)
    title = conditional_escape(headline(article, row.headline))
    return (
        f'<article class="row">\n{side}\n{kicker(article)}\n'
        f'<h{level} class="headline row-headline"{spoken}>'
        f'<a href="{address}">{title}</a></h{level}>\n'
        f"{snippet}\n{meta(article, language)}\n{why and why % article.pk}\n</article>"
    )


def _why(carry: str) -> str:
    """The link to why an article was found, with a placeholder for its number."""
    address = "/a/%d/why/" + escape(carry).replace("%", "%%")
    label, unseen = (escape(_(text)).replace("%", "%%") for text in ("Why?", "How this was found"))
    link = f'<a href="{address}">{label}<span class="unseen"> {unseen}</span></a>'
    return f'<p class="row-why">{link}</p>'


@register.filter
def checkboxes(options: Iterable[FacetOption], field: str) -> SafeString:
    """The checkboxes of a facet, each with its count where it was counted."""
    language = get_language()
    return SafeString("\n".join(_checkbox(option, field, language) for option in options))


def _checkbox(option: FacetOption, field: str, language: str) -> str:
    slug, count = escape(option.slug), ""
    if option.count is not None:
        count = f' <span class="count">{figure(option.count, language)}</span>'
    return (
        f'<p class="filters-option">\n<input type="checkbox" id="{field}:{slug}" name="{field}" '
        f'value="{slug}"{" checked" if option.chosen else ""}>\n'
        f'<label for="{field}:{slug}">{escape(option.name)}</label>{count}\n</p>'
    )


@register.filter
def drawn(bars: Iterable[Bar]) -> SafeString:
    """The bars and their labels, as parts of an SVG."""
    return SafeString("".join(_bar(bar) for bar in bars))


def _bar(bar: Bar) -> str:
    drawing = ""
    if bar.count:
        chosen = ' class="is-chosen" aria-current="true"' if bar.chosen else ""
        title = escape(bar.title)
        drawing = (
            f'<a href="{escape(bar.href)}" aria-label="{title}"{chosen}>\n<title>{title}</title>\n'
            f'<rect class="bars-room" x="{bar.x}%" y="0" width="{bar.slot}%" height="76"/>\n'
            f'<rect class="bars-bar" x="{bar.x}%" y="{bar.y}" width="{bar.width}%" '
            f'height="{bar.height}"/>\n</a>\n'
        )
    if bar.label:
        drawing += (
            f'<text x="{bar.label_x}%" y="72" text-anchor="{bar.anchor}">'
            f"{escape(bar.label)}</text>\n"
        )
    return drawing


@register.filter
def table_rows(bars: Iterable[Bar]) -> SafeString:
    """The same as rows of a table: when, and how many."""
    language = get_language()
    return SafeString(
        "".join(
            f'<tr><th scope="row"><a href="{escape(bar.href)}">{escape(bar.name)}</a>'
            f"</th><td>{figure(bar.count, language)}</td></tr>\n"
            for bar in bars
        )
    )
