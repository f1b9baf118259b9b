"""Why a search found an article: how the query was read, where its words are, what ranks it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import search
from archive.filters import ArticleFilter
from archive.models import Article
from archive.search.engine import Clause, FieldHits, Ground, SearchUnavailable
from archive.selection import PAGE_SIZE, Selection
from archive.views.errors import unavailable
from archive.views.http import not_readable

_PARTS: Final = {
    "": gettext_lazy("Text"),
    "title": gettext_lazy("Headline"),
    "caption": gettext_lazy("Caption"),
    "credit": gettext_lazy("Credit"),
    "author": gettext_lazy("Author"),
    "publication": gettext_lazy("Publication"),
    "section": gettext_lazy("Section"),
}
_WITHIN: Final = {
    "title": gettext_lazy("in headlines"),
    "caption": gettext_lazy("in captions"),
    "credit": gettext_lazy("in credits"),
    "author": gettext_lazy("in names of authors"),
    "publication": gettext_lazy("in names of publications"),
    "section": gettext_lazy("in names of sections"),
}
_GROUNDS: Final = {
    "words": gettext_lazy("anywhere in the article"),
    "headline": gettext_lazy("in the headline"),
    "form": gettext_lazy("in exactly this form"),
    "near": gettext_lazy("side by side, or nearly"),
    "near in headline": gettext_lazy("side by side in the headline, or nearly"),
}


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One part of the query in words; `href` lists what it finds alone, "" for nothing."""

    query: str
    how: str
    wanted: bool
    total: int | None
    href: str


@dataclass(frozen=True, slots=True)
class PartHits:
    """Hits in one part of the article; `words` as "ferry, ferries ×2", `times` in all."""

    query: str
    part: str
    words: str
    times: int


@dataclass(frozen=True, slots=True)
class Weight:
    """`share` of the article's points in per cent."""

    query: str
    reason: str
    share: int


def why(request: HttpRequest, pk: int) -> HttpResponse:
    """The query string is that of the list."""
    article = Article.objects.for_rows().filter(pk=pk).first() if pk < 2**63 else None
    if article is None or article.state != Article.State.PUBLISHED:
        return not_readable(request, pk, article)
    filters = ArticleFilter(request.GET)
    selection = filters.selection
    if selection.is_everything:
        return HttpResponseRedirect(article.get_absolute_url())
    try:
        explained = search.explain(selection, article)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    page = (explained.place - 1) // PAGE_SIZE + 1 if explained.place else 1
    context = {
        "article": article,
        "selection": selection,
        "problems": filters.problems,
        "explained": explained,
        "readings": [_part(clause, selection) for clause in explained.clauses],
        "hits": [_hits(hits) for hits in explained.hits],
        "weights": _weights(explained.grounds),
        "by_date": selection.sort != "relevance",
        "back": f"/articles/{selection.query(page)}#a-{article.pk}",
        "on": article.get_absolute_url() + selection.query(),
    }
    response = render(request, "search/explain.html", context)
    patch_cache_control(response, no_cache=True)
    return response


def _part(clause: Clause, selection: Selection) -> QueryPart:
    href = "/articles/" + selection.but(q=clause.query).query() if clause.total else ""
    return QueryPart(clause.query, _in_words(clause), clause.wanted, clause.total, href)


def _in_words(clause: Clause) -> str:
    words = ", ".join(clause.terms)
    sentences = {
        "word": _("all forms of the stem “%(words)s”"),
        "name": _("“%(words)s” exactly as written"),
        "phrase": _("side by side, in this order: %(words)s"),
        "near": _("near one another: %(words)s"),
        "beginning": _("words that start with “%(words)s”"),
        "days": _("articles from these days"),
        "picture": _("articles with a picture"),
        "field": _("articles with the further field “%(words)s”"),
    }
    sentence = sentences[clause.kind] % {"words": words}
    return f"{sentence}, {_WITHIN[clause.part]}" if clause.part else sentence


def _hits(hits: FieldHits) -> PartHits:
    words = ", ".join(f"{word} ×{times}" if times > 1 else word for word, times in hits.words)
    return PartHits(hits.query, str(_PARTS[hits.part]), words, hits.times)


def _weights(grounds: Iterable[Ground]) -> list[Weight]:
    grounds = list(grounds)
    total = sum(ground.points for ground in grounds) or 1.0
    return [
        Weight(ground.query, str(_GROUNDS[ground.kind]), round(100 * ground.points / total))
        for ground in grounds
    ]
