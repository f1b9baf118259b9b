"""Help on the way: continuations of what is being typed, and other spellings of what was."""

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
#: Words that are tried, spellings of each, and queries in all: each is one count.
_TRIED_WORDS: Final = 5
_TRIED_SPELLINGS: Final = 3
#: Other spellings named beside the likeliest, and how likely they must be beside it.
_OTHERS: Final = 2
_CLOSE: Final = 0.2
#: Units (cost.py) that trying them may take in all.
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
    """The last word continued, the words before it kept."""
    before, space, last = prefix.rpartition(" ")
    return [
        Suggestion(before + space + word, "word", _address(before + space + word))
        for word in engine.continuations(last, _WORDS + 1, before.rpartition(" ")[2])
        if word != last.lower()
    ][:_WORDS]


def _address(query: str) -> str:
    return "/articles/" + Selection(q=query).query()


def _authors(prefix: str) -> list[Suggestion]:
    """Names, or words inside of names, that begin so."""
    authors = Author.objects.published()
    found = list(authors.filter(name__istartswith=prefix)[:_AUTHORS])
    if len(found) < _AUTHORS:
        inside = authors.filter(name__icontains=f" {prefix}")
        found += list(inside.exclude(pk__in=[one.pk for one in found])[: _AUTHORS - len(found)])
    return [Suggestion(one.name, "author", _author_address(one)) for one in found]


def _author_address(author: Author) -> str:
    try:
        return author.get_absolute_url()
    except NoReverseMatch:
        return f"/authors/{author.slug}/"


def _headlines(engine: SearchEngine, prefix: str) -> list[Suggestion]:
    """Each once: a wire story's stands in many papers."""
    ids = engine.headlines(prefix, 2 * _HEADLINES)
    found = Article.objects.only("headline", "path", "state").in_bulk(ids)
    named: dict[str, Suggestion] = {}
    for article in (found[one] for one in ids if one in found):
        if article.state == Article.State.PUBLISHED:
            address = article.get_absolute_url()
            named.setdefault(article.headline, Suggestion(article.headline, "headline", address))
    return list(named.values())[:_HEADLINES]


def likely_meant(engine: SearchEngine, selection: Selection) -> DidYouMean | None:
    """The likeliest other spelling of one word, or of several where no single one brings more; with
    the next ones, where they are about as likely."""
    words = [
        leaf
        for leaf in leaves(parse(selection.q).tree)
        if isinstance(leaf, Word) and not leaf.prefix and leaf.text.isalpha()
    ][:_TRIED_WORDS]
    try:
        trial = _Trial(engine, selection)
        choices = {word: engine.spellings(word.text, _TRIED_SPELLINGS) for word in words}
        ranked = trial.ranked([{word: one} for word in words for one in choices[word]])
        if not ranked and sum(1 for one in choices.values() if one) > 1:
            together = {word: one[0] for word, one in choices.items() if one}
            ranked = trial.ranked([together])
    except SearchUnavailable:
        return None
    if not ranked:
        return None
    (most, best), *rest = ranked
    others = [one for likely, one in rest if likely >= most * _CLOSE][:_OTHERS]
    return replace(best, others=tuple(others))


class _Trial:
    """Counts what other spellings of a query would find, as long as there is work left for it."""

    def __init__(self, engine: SearchEngine, selection: Selection) -> None:
        self._engine, self._selection, self._left = engine, selection, _MOST_TRIED
        self._found = engine.count(selection)

    def ranked(self, choices: list[dict[Word, str]]) -> list[tuple[float, DidYouMean]]:
        """Those that find more, each with how likely it is, the likeliest first. What counts is
        what the whole query finds: a word that fits the others is the likelier one."""
        found: list[tuple[float, DidYouMean]] = []
        for choice in choices:
            query = _respelt(self._selection.q, choice)
            other = self._selection.but(q=query)
            self._left -= self._engine.cost(other)
            if self._left < 0:
                break
            total = self._engine.count(other)
            if total > self._found:
                slips = math.prod(ease(word.text.lower(), one) for word, one in choice.items())
                found.append((slips * math.sqrt(total), DidYouMean(query, total)))
        return sorted(found, key=lambda one: -one[0])


def _respelt(query: str, choice: dict[Word, str]) -> str:
    """The query with words replaced, from the end on so that places stay right."""
    for word in sorted(choice, key=lambda one: -one.start):
        spelling = choice[word]
        if word.text[:1].isupper():
            spelling = spelling.capitalize()
        query = query[: word.start] + spelling + query[word.end :]
    return query
