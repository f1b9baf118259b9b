"""Suggestions while a query is typed, and other spellings of one that found little."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from django.urls import NoReverseMatch

from archive.models import Article, Author
from archive.search.engine import SearchEngine, SearchUnavailable
from archive.search.query.syntax import parse
from archive.search.query.tree import Word, leaves
from archive.search.results import DidYouMean, Suggestion
from archive.search.spelling import ease
from archive.selection import Selection
from archive.text.tokens import without_control

_WORDS: Final = 3
_AUTHORS: Final = 3
_HEADLINES: Final = 4
_LONGEST_PREFIX: Final = 100
#: Words tried, and spellings of each; each costs a count.
_TRIED_WORDS: Final = 5
_TRIED_SPELLINGS: Final = 3
#: Other spellings named beside the likeliest, and how likely they must be compared with it.
_OTHERS: Final = 2
_CLOSE: Final = 0.2
#: Units (cost.py) for all of these counts.
_MOST_TRIED: Final = 100_000_000


def suggestions(engine: SearchEngine, prefix: str) -> list[Suggestion]:
    prefix = without_control(prefix[:_LONGEST_PREFIX]).lstrip()
    if len(prefix.strip()) < 2:
        return []
    try:
        words = _words(engine, prefix)
        headlines = _headlines(engine, prefix)
    except SearchUnavailable:
        words, headlines = [], []
    return words + _authors(prefix.strip()) + headlines


def _words(engine: SearchEngine, prefix: str) -> list[Suggestion]:
    """Continuations of the last word, after the words before it."""
    before, space, last = prefix.rpartition(" ")
    return [
        Suggestion(before + space + word, "word", _address(before + space + word))
        for word in engine.continuations(last, _WORDS + 1, before.rpartition(" ")[2])
        if word != last.lower()
    ][:_WORDS]


def _address(query: str) -> str:
    return "/articles/" + Selection(q=query).query()


def _authors(prefix: str) -> list[Suggestion]:
    """Names with a word that begins like this."""
    authors = Author.objects.published()
    named = list(authors.filter(name__istartswith=prefix)[:_AUTHORS])
    if len(named) < _AUTHORS:
        others = authors.exclude(pk__in=[author.pk for author in named])
        named += others.filter(name__icontains=f" {prefix}")[: _AUTHORS - len(named)]
    return [Suggestion(author.name, "author", _author_address(author)) for author in named]


def _author_address(author: Author) -> str:
    try:
        return author.get_absolute_url()
    except NoReverseMatch:
        return f"/authors/{author.slug}/"


def _headlines(engine: SearchEngine, prefix: str) -> list[Suggestion]:
    """Each once, since a wire story is in many papers."""
    ids = engine.headlines(prefix, 2 * _HEADLINES)
    articles = Article.objects.only("headline", "path", "state").in_bulk(ids)
    headlines: dict[str, Suggestion] = {}
    for article in (articles[id] for id in ids if id in articles):
        if article.state == Article.State.PUBLISHED:
            suggestion = Suggestion(article.headline, "headline", article.get_absolute_url())
            headlines.setdefault(article.headline, suggestion)
    return list(headlines.values())[:_HEADLINES]


def likely_meant(engine: SearchEngine, selection: Selection) -> DidYouMean | None:
    """The likeliest spelling that changes one word, or several where changing one finds no more;
    with the next ones if they are about as likely."""
    words = [
        leaf
        for leaf in leaves(parse(selection.q).tree)
        if isinstance(leaf, Word) and not leaf.prefix and leaf.text.isalpha()
    ][:_TRIED_WORDS]
    try:
        trial = _Trial(engine, selection)
        choices = {word: engine.spellings(word.text, _TRIED_SPELLINGS) for word in words}
        ranked = trial.ranked([{word: other} for word in words for other in choices[word]])
        together = {word: spellings[0] for word, spellings in choices.items() if spellings}
        if not ranked and len(together) > 1:
            ranked = trial.ranked([together])
    except SearchUnavailable:
        return None
    if not ranked:
        return None
    (most, best), *rest = ranked
    others = [meant for likelihood, meant in rest if likelihood >= most * _CLOSE][:_OTHERS]
    return replace(best, others=tuple(others))


class _Trial:
    """Counts what other spellings of a query find, within _MOST_TRIED."""

    def __init__(self, engine: SearchEngine, selection: Selection) -> None:
        self._engine, self._selection, self._left = engine, selection, _MOST_TRIED
        self._total = engine.count(selection)

    def ranked(self, choices: list[dict[Word, str]]) -> list[tuple[float, DidYouMean]]:
        """Those that find more, with their likelihood, the likeliest first. The whole query is
        counted: a word that fits the others is likelier."""
        better: list[tuple[float, DidYouMean]] = []
        for choice in choices:
            query = _respelt(self._selection.q, choice)
            selection = self._selection.but(q=query)
            self._left -= self._engine.cost(selection)
            if self._left < 0:
                break
            total = self._engine.count(selection)
            if total > self._total:
                slips = math.prod(ease(word.text.lower(), other) for word, other in choice.items())
                better.append((slips * math.sqrt(total), DidYouMean(query, total)))
        return sorted(better, key=lambda pair: -pair[0])


def _respelt(query: str, choice: dict[Word, str]) -> str:
    """The query with words replaced, from the end so that positions stay valid."""
    for word in sorted(choice, key=lambda word: -word.start):
        spelling = choice[word]
        if word.text[:1].isupper():
            spelling = spelling.capitalize()
        query = query[: word.start] + spelling + query[word.end :]
    return query
