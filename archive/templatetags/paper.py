"""Tags and filters for articles: dates, headlines, marked hits, languages."""

from __future__ import annotations

import functools
import re
from collections.abc import Hashable, Iterable, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.filters import ArticleFilter, Problem
from archive.labels import in_words
from archive.models import Article, Byline, Image
from archive.search.engine import Marked
from archive.text.dates import Days

register = template.Library()

#: Scripts that run from right to left, by the language's first subtag.
RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
#: Characters that stand in for a headline.
FIRST_WORDS: Final = 72
LONG_HEADLINE: Final = 130
SLASH: Final = ' <span aria-hidden="true">/</span> '


@register.simple_tag
def archive_name() -> str:
    """From the settings, for pages rendered without a request too."""
    return str(settings.ARCHIVE_NAME)


register.filter(in_words)


@register.filter
def on(days: Days | None, language: str = "") -> SafeString | str:
    """The date in a machine-readable <time>."""
    return _("Undated") if days is None else _time(days, language or get_language())


@register.filter
def first_words(article: Article) -> str:
    """Stands in for a missing headline."""
    text = article.opening
    if len(text) <= FIRST_WORDS:
        return text.removesuffix(" …") or _("An article without text")
    return _cut(text)


@register.filter
def after_first_words(article: Article) -> str:
    """The opening, less the words that stand in for a missing headline."""
    if article.headline:
        return article.opening
    return article.opening[len(first_words(article)) :].strip()


@register.filter
def title(article: Article) -> str:
    """The headline as plain text, or the first words with an ellipsis."""
    return article.headline or f"{first_words(article)} …"


@register.filter
def headline_size(article: Article) -> str:
    """ " is-long" for headlines that would fill the page in the largest size."""
    return " is-long" if len(article.headline) > LONG_HEADLINE else ""


@register.filter
def marked(parts: Marked) -> SafeString:
    """A text with its hits in <mark>."""
    return SafeString(
        "".join(
            f"<mark>{escape(text)}</mark>" if is_hit else escape(text) for text, is_hit in parts
        )
    )


@register.filter
def teaser(article: Article, snippet: Marked | str = "") -> SafeString | str:
    """Two lines: the snippet with its hits, or the standfirst, or the opening."""
    if isinstance(snippet, tuple) and any(is_hit for _, is_hit in snippet):
        return marked(snippet)
    return article.standfirst or after_first_words(article)


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
    return _language(article.language)


@register.filter
def label(image: Image) -> SafeString:
    """A caption as printed, with dateline and credit in elements of their own."""
    dateline, text, credit = caption_parts(image.caption)
    parts = [("caption-dateline", dateline), ("", text), ("caption-credit", credit)]
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
    """Whether a problem belongs to this field."""
    return any(isinstance(item, Problem) and item.field == field for item in problems)


@register.filter
def typed(filters: ArticleFilter, field: str) -> str:
    """What the reader typed into a field, even where it could not be used."""
    return filters.given(field)


@register.simple_tag
def constant(name: str, **given: Hashable) -> SafeString:
    """A fragment of every page that depends on its arguments alone: rendered once for all."""
    render = _constant.__wrapped__ if settings.DEBUG else _constant
    return render(name, get_language(), tuple(given.items()))


@functools.lru_cache(maxsize=512)
def _constant(name: str, language: str, given: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(name, dict(given))


@register.simple_tag
@functools.lru_cache(maxsize=256)
def file(name: str) -> str:
    """A static file's address; the plain one where static files were never collected."""
    try:
        return static(name)
    except ValueError:
        return f"{settings.STATIC_URL}{name}"


@register.filter
def headline(article: Article, hits: Marked | str = "") -> SafeString | str:
    """The headline with its hits marked, or the first words with a note that says so."""
    if not article.headline:
        note = escape(_("No headline. The text begins:"))
        words = escape(first_words(article))
        return SafeString(
            f'<span class="headline-missing"><span class="unseen">{note} </span>{words} …</span>'
        )
    return marked(hits) if isinstance(hits, tuple) and hits else article.headline


@register.filter
def kicker(article: Article) -> SafeString:
    """Publication and section, each a link; "" where neither is known."""
    links = []
    if article.publication is not None:
        address = _address("publication", article.publication.slug)
        links.append(_link(address, article.publication.name))
    if article.section:
        address = f"/articles/?section={quote(article.section_slug)}"
        links.append(_link(address, article.section))
    return SafeString(f'<p class="kicker">{SLASH.join(links)}</p>' if links else "")


@register.filter
def articles(count: int) -> str:
    """ "1 article", "1,204 articles"."""
    return _articles(count, get_language())


@register.filter
def figure(count: int, language: str = "") -> str:
    """ "1,204", with the separator of the language."""
    return _figure(count, language or get_language())


@register.filter
def meta(article: Article, language: str = "") -> SafeString:
    """Byline, date and length, in small."""
    return _small([byline(article), on(article.days, language), word_count(article, language)])


@register.filter
def meta_of_day(article: Article) -> SafeString:
    """The same on the page of one day, without the date."""
    return _small([byline(article), word_count(article), pictures(article)])


@register.filter
def mention(article: Article) -> SafeString:
    """The headline as a link with publication and date in small, for the lists below an article."""
    paper = f"<span>{escape(article.publication.name)}</span>" if article.publication else ""
    return SafeString(
        f'<a href="{escape(article.get_absolute_url())}"{language(article)}>'
        f"{conditional_escape(headline(article))}</a>"
        f' <span class="meta">{paper}<span>{on(article.days)}</span></span>'
    )


@register.filter
def word_count(article: Article, language: str = "") -> str:
    """ "1,204 words", "488 characters" in Japanese, or "" for an article without text."""
    if not article.words:
        return ""
    return _length(article.words, article.counts_letters, language or get_language())


@register.filter
def pictures(article: Article, language: str = "") -> str:
    """ "Picture", "3 pictures" or ""."""
    if not article.images_count:
        return ""
    return _pictures(article.images_count, language or get_language())


@register.filter
def byline(article: Article) -> SafeString:
    """The authors as printed, each a link to their page; "" without any."""
    return signed(article.signatures)


@register.filter
def signed(bylines: Iterable[Byline]) -> SafeString:
    """The same for bylines that are loaded already."""
    links = [_link(_address("author", line.author.slug), line.printed) for line in bylines]
    if len(links) < 2:
        return SafeString("".join(links))
    first, last = SafeString(", ".join(links[:-1])), SafeString(links[-1])
    return format_html(_("{first} and {last}"), first=first, last=last)


#: "LONDON, ENGLAND - JUNE 04: " and "PARIS (AP) — ", as agencies open their captions.
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z .,'’()-]{2,60}(?: [-–—] [A-Z]{3,9}\.? \d{1,2})?(?::| [–—-]) "
)
#: "(Photo by A/B)" and "[A/B]" at the end.
_CREDIT: Final = re.compile(r"\s*(?:\([^()]{3,120}\)|\[[^\[\]]{3,120}\])\s*\Z")


# By hand, escaped once and cached: a list of 25 rows calls these some 300 times, and a plural, a
# number with separators or the reader's language takes Django longer than the rest of a row. So
# lists pass the language; "" looks it up.


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def _small(parts: list[SafeString | str]) -> SafeString:
    spans = "".join(f"<span>{conditional_escape(part)}</span>" for part in parts if part)
    return SafeString(f'<p class="meta">{spans}</p>' if spans else "")


@functools.lru_cache(maxsize=4096)
def _address(name: str, slug: str) -> str:
    return reverse(name, args=[slug])


@functools.lru_cache(maxsize=256)
def _language(code: str) -> SafeString:
    if not code:
        return SafeString(' dir="auto"')
    script = "rtl" if code.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    return format_html(' lang="{}" dir="{}"', code, script)


@functools.lru_cache(maxsize=4096)
def _figure(count: int, language: str) -> str:
    return str(intcomma(count))


@functools.lru_cache(maxsize=1024)
def _articles(count: int, language: str) -> str:
    return ngettext("%(n)s article", "%(n)s articles", count) % {"n": _figure(count, language)}


@functools.lru_cache(maxsize=4096)
def _length(count: int, letters: bool, language: str) -> str:
    if letters:
        text = ngettext("%(n)s character", "%(n)s characters", count)
    else:
        text = ngettext("%(n)s word", "%(n)s words", count)
    return text % {"n": _figure(count, language)}


@functools.lru_cache(maxsize=64)
def _pictures(count: int, language: str) -> str:
    return ngettext("Picture", "%(n)s pictures", count) % {"n": count}


@functools.lru_cache(maxsize=4096)
def _time(days: Days, language: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', days.iso, in_words(days))


def caption_parts(caption: str) -> tuple[str, str, str]:
    """Dateline, text and credit of a caption; joined they are the caption."""
    dateline = _DATELINE.match(caption)
    start = dateline.end() if dateline else 0
    # Only at the end: the pattern is tried at every position.
    tail = max(start, len(caption) - 140)
    credit = _CREDIT.search(caption, tail)
    end = credit.start() if credit else len(caption)
    return caption[:start], caption[start:end], caption[end:]


def _cut(text: str) -> str:
    words = text[: FIRST_WORDS + 1].rsplit(None, 1)[0] if " " in text[:FIRST_WORDS] else ""
    return (words or text[:FIRST_WORDS]).rstrip(" ,;:–—-")
