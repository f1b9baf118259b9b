"""What the templates say of articles: dates, headlines, marked hits, languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.days import Days
from archive.filters import ArticleFilter, Problem
from archive.models import Article, Image
from archive.search.engine import Marked

register = template.Library()

#: Scripts that run from right to left, by the language's first subtag.
RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_FORMATS: Final = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}
#: Enough of a text to know it by, where it has no headline.
FIRST_WORDS: Final = 72
LONG_HEADLINE: Final = 130


@register.simple_tag
def archive_name() -> str:
    """From the settings, so that it also stands on pages made without a request."""
    return str(settings.ARCHIVE_NAME)


@register.filter
def in_words(days: Days | None) -> str:
    """ "4 June 2017", "June 2017", "2017" or "Undated"."""
    if days is None:
        return _("Undated")
    return date_format(days.first, _FORMATS[days.precision])


@register.filter
def on(days: Days | None) -> SafeString | str:
    """The same in a <time> that machines can read."""
    if days is None:
        return _("Undated")
    return format_html('<time datetime="{}">{}</time>', days.iso, in_words(days))


@register.filter
def first_words(article: Article) -> str:
    """What stands in for a headline that the source does not give."""
    text = article.opening
    if len(text) <= FIRST_WORDS:
        return text.removesuffix(" …") or _("An article without text")
    return _cut(text)


@register.filter
def after_first_words(article: Article) -> str:
    """The opening, less what stands as its headline where there is none."""
    if article.headline:
        return article.opening
    return article.opening[len(first_words(article)) :].strip()


@register.filter
def title(article: Article) -> str:
    """The headline as plain text, or the first words with an ellipsis."""
    return article.headline or f"{first_words(article)} …"


@register.filter
def headline_size(article: Article) -> str:
    """ " long" for headlines that would fill the page in the largest type."""
    return " long" if len(article.headline) > LONG_HEADLINE else ""


@register.filter
def marked(parts: Marked) -> SafeString:
    """A text with its hits in <mark>."""
    return format_html_join(
        "",
        "{}{}{}",
        (
            (mark_safe("<mark>"), text, mark_safe("</mark>")) if is_hit else ("", text, "")
            for text, is_hit in parts
        ),
    )


@register.filter
def has_hits(parts: Marked | str) -> bool:
    return any(is_hit for _, is_hit in parts) if isinstance(parts, tuple) else False


@register.filter
def clock(article: Article) -> str:
    """ "15:15", "15:15 UTC−5", "15:15 UTC+5:30": local time as printed."""
    if article.time is None:
        return ""
    text = article.time.strftime("%H:%M")
    if article.utc_offset is None:
        return text
    hours, minutes = divmod(abs(article.utc_offset), 60)
    sign = "−" if article.utc_offset < 0 else "+"
    zone = f"{sign}{hours}{f':{minutes:02d}' if minutes else ''}" if article.utc_offset else ""
    return f"{text} UTC{zone}"


@register.filter
def language(article: Article) -> SafeString:
    """` lang="ar" dir="rtl"` for the element that holds an article's words."""
    if not article.language:
        return mark_safe(' dir="auto"')
    script = "rtl" if article.language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    return format_html(' lang="{}" dir="{}"', article.language, script)


@register.filter
def label(image: Image) -> SafeString:
    """A caption as printed, its dateline and its credit set apart; not a character is left out."""
    dateline, text, credit = _caption_parts(image.caption)
    parts = [("dateline", dateline), ("", text), ("credit", credit)]
    return format_html_join(
        "",
        "{}{}{}",
        (
            (format_html('<span class="{}">', name), part, mark_safe("</span>"))
            if name
            else ("", part, "")
            for name, part in parts
            if part
        ),
    )


@register.filter
def about(problems: Sequence[Problem] | str, field: str) -> bool:
    """Whether one of the problems stands beside this field."""
    return any(isinstance(one, Problem) and one.field == field for one in problems)


@register.filter
def typed(asked: ArticleFilter, field: str) -> str:
    """What the reader typed into a field, also where it could not be used."""
    return asked.given(field)


@register.simple_tag
def link_if_any(name: str, *args: object) -> str:
    """The address of a page, or "" when this archive has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def file(name: str) -> str:
    """A static file's address; its plain one when static files were never collected."""
    try:
        return static(name)
    except ValueError:
        return f"{settings.STATIC_URL}{name}"


@register.filter
def joined(parts: list[SafeString]) -> SafeString:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return format_html_join("", "{}", ((part,) for part in parts))
    first = format_html_join(", ", "{}", ((part,) for part in parts[:-1]))
    return format_html(_("{first} and {last}"), first=first, last=parts[-1])


@register.filter
def byline(article: Article) -> SafeString:
    """The authors as printed, each a link to all of theirs; "" when none is given."""
    return joined(
        [
            format_html('<a href="{}">{}</a>', line.author.get_absolute_url(), line.printed)
            for line in article.bylines.all()
        ]
    )


#: "LONDON, ENGLAND - JUNE 04: " and "PARIS (AP) — ", as agencies open their captions.
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z .,'’()-]{2,60}(?: [-–—] [A-Z]{3,9}\.? \d{1,2})?(?::| [–—-]) "
)
#: "(Photo by A/B)" and "[A/B]" at the end.
_CREDIT: Final = re.compile(r"\s*(?:\([^()]{3,120}\)|\[[^\[\]]{3,120}\])\s*\Z")


def _caption_parts(caption: str) -> tuple[str, str, str]:
    dateline = _DATELINE.match(caption)
    start = dateline.end() if dateline else 0
    # Only the end is looked at: the pattern is tried at each place it is given.
    tail = max(start, len(caption) - 140)
    credit = _CREDIT.search(caption, tail)
    end = credit.start() if credit else len(caption)
    return caption[:start], caption[start:end], caption[end:]


def _cut(text: str) -> str:
    words = text[: FIRST_WORDS + 1].rsplit(None, 1)[0] if " " in text[:FIRST_WORDS] else ""
    return (words or text[:FIRST_WORDS]).rstrip(" ,;:–—-")
