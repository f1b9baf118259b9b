"""The versions of an article: listed, read one by one, and compared word by word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from archive.filters import Problem
from archive.history import (
    Version,
    brought_in_words,
    compared,
    content_of,
    number_of_text,
    pictures_of,
    versions_of,
)
from archive.labels import (
    fields_in_words,
    reason_in_words,
)
from archive.models import Article
from archive.record.content import Content
from archive.text.numbers import COUNT_DIGITS, id_of
from archive.views import lists
from archive.views.article_text import blocks_of
from archive.views.http import is_editor, readable

#: Versions on one page.
PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list; `open` where this reader may read it, `before` the version that this
    reader may compare it with, 0 for none."""

    version: Version
    reason: str
    fields: str
    brought: str
    open: bool
    before: int = 0


def listed(request: HttpRequest, pk: int) -> HttpResponse:
    article = readable(request, pk)
    if isinstance(article, HttpResponse):
        return article
    every = versions_of(article)
    number, problems = lists.page_of(request)
    pages = -(-len(every) // PAGE)
    if number > pages:
        number = pages
        problems.append(lists.past_the_end(pages))
    shown = every[(number - 1) * PAGE : number * PAGE]
    numbers = _open(request, every)
    context = {
        "rows": [_row(version, numbers) for version in shown],
        "total": len(every),
        "numbers": numbers,
        "pager": lists.pager(number, pages, lists.plain_pages()),
        "problems": problems,
    }
    return _answer(request, "history/versions.html", article, context)


def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An earlier version; the current one has the article's own page."""
    article = readable(request, pk)
    if isinstance(article, HttpResponse):
        return article
    every = versions_of(article)
    numbers = _open(request, every)
    number_shown = number_of_text(every, number)
    if number_shown not in numbers:
        raise Http404
    if number_shown == article.version and article.state == Article.State.PUBLISHED:
        return HttpResponseRedirect(article.get_absolute_url())
    if number_shown != number:
        return HttpResponseRedirect(reverse("article-version", args=[pk, number_shown]))
    version, content = _opened(article, every, number)
    paragraphs = [[paragraph.kind, paragraph.text] for paragraph in content.paragraphs]
    context = {
        "row": _row(version, numbers),
        "content": content,
        "blocks": blocks_of(paragraphs),
        "latest": article.version,
        "byline": ", ".join(author.printed or author.name for author in content.authors),
    }
    return _answer(request, "history/version.html", article, context)


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """`?from=` and `?to=` are version numbers; without them the last change is shown."""
    article = readable(request, pk)
    if isinstance(article, HttpResponse):
        return article
    every = versions_of(article)
    problems: list[Problem] = []
    numbers = _open(request, every)
    after = _number(request, "to", article.version, every, numbers, problems)
    earlier_ones = [number for number in numbers if number < after]
    latest = max(earlier_ones, default=after)
    before = _number(request, "from", latest, every, numbers, problems)
    old, earlier = _opened(article, every, before)
    new, later = _opened(article, every, after)
    context = {
        "old": _row(old, numbers),
        "new": _row(new, numbers),
        "both": [_row(old, numbers), _row(new, numbers)],
        "numbers": numbers,
        "compared": list(compared(earlier, later)),
        "pictures": _pictures_between(article, old, new, (earlier, later)),
        "problems": problems,
    }
    return _answer(request, "history/compare.html", article, context)


# Parts --------------------------------------------------------------------------------------------
def _open(request: HttpRequest, every: Sequence[Version]) -> list[int]:
    """Numbers of the versions that this reader may read, latest first."""
    editor = is_editor(request)
    return [version.number for version in every if editor or not version.hidden]


def _row(version: Version, numbers: Sequence[int]) -> VersionRow:
    is_open = version.number in numbers
    return VersionRow(
        version,
        reason_in_words(version.reason),
        fields_in_words(version.fields),
        brought_in_words(version),
        is_open,
        version.before if is_open and version.before in numbers else 0,
    )


def _number(
    request: HttpRequest,
    name: str,
    default: int,
    every: Sequence[Version],
    numbers: Sequence[int],
    problems: list[Problem],
) -> int:
    """The version that a parameter names, or the default with a problem where there is none."""
    text = request.GET.get(name, "").strip()
    if not text:
        return default
    number = number_of_text(every, id_of(text, COUNT_DIGITS))
    if number in numbers:
        return number
    shown = text.replace("\0", "")[:20]
    problems.append(Problem(name, _("This article has no version “%(text)s”.") % {"text": shown}))
    return default


def _pictures_between(
    article: Article, old: Version, new: Version, contents: Iterable[Content]
) -> list[tuple[str, dt.datetime]]:
    """What happened to pictures from the start of the old version to the end of the new one. Only
    captions of these two are named: others may be hidden from readers."""
    captions = {image.caption or image.credit for content in contents for image in content.images}
    return [
        (event.in_words(captions), event.at)
        for event in reversed(pictures_of(article))
        if event.at >= old.at and (new.until is None or event.at < new.until)
    ]


def _opened(article: Article, every: Sequence[Version], number: int) -> tuple[Version, Content]:
    version = next(version for version in every if version.number == number)
    content = content_of(article, number)
    if content is None:
        raise Http404
    return version, content


def _answer(
    request: HttpRequest, template: str, article: Article, context: dict[str, object]
) -> HttpResponse:
    editor = is_editor(request)
    history = reverse("admin:archive_article_history", args=[article.pk]) if editor else ""
    context |= {"article": article, "editor": editor, "history": history}
    response = render(request, template, context)
    # Revalidate each time, in no shared cache: editors see more than others.
    patch_cache_control(response, no_cache=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response
