"""Queries drawn from the measured archive, the same in each run."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass

from archive.models import Article
from archive.selection import Named, Selection
from archive.text.dates import Days

WORD = re.compile(r"[^\W\d_]{2,}")
#: Articles that words and phrases are drawn from.
SAMPLE = 4_000
#: The most frequent words are remembered by nobody.
COMMON = 300


@dataclass(frozen=True)
class Query:
    kind: str
    selection: Selection


@dataclass(frozen=True)
class KnownItem:
    """Words that a reader remembers of an article, as typed and with a slip, and its headline."""

    article_id: int
    words: str
    slipped: str
    headline: tuple[str, ...]


@dataclass(frozen=True)
class _Sampled:
    id: int
    headline: list[str]
    body: list[str]
    year: int | None
    author: Named | None


class Archive:
    """A sample of the archive, and how frequent its words are."""

    def __init__(self) -> None:
        self.rng = random.Random("broadsheet")
        ids = list(Article.objects.published().values_list("pk", flat=True))
        chosen = sorted(self.rng.sample(ids, min(SAMPLE, len(ids))))
        self.sampled: list[_Sampled] = []
        for start in range(0, len(chosen), 500):
            batch = Article.objects.filter(pk__in=chosen[start : start + 500]).for_reading()
            self.sampled += [_sampled(article) for article in batch]
        self.frequency = Counter(
            word.lower() for article in self.sampled for word in {*article.headline, *article.body}
        )
        self.common = {word for word, _ in self.frequency.most_common(COMMON)}

    def queries(self) -> list[Query]:
        """300: words from rare to common, headline neighbours, phrases, filtered, slips."""
        ranked = [word for word, _ in self.frequency.most_common() if len(word) > 2]
        found = [
            Query("word", Selection(q=ranked[min(len(ranked) - 1, int(len(ranked) ** (n / 99)))]))
            for n in range(100)
        ]
        found += [
            Query("words", Selection(q=self._neighbours(self._headline()))) for _ in range(100)
        ]
        found += [
            Query("phrase", Selection(q=f'"{self._neighbours(self._body())}"')) for _ in range(50)
        ]
        found += [self._filtered(ranked[:300]) for _ in range(25)]
        found += [
            Query("slip", Selection(q=slipped(self.rng, self._long_word()))) for _ in range(25)
        ]
        return found

    def known_items(self, count: int) -> list[KnownItem]:
        """Three to five words of each article: two or three of the headline, the others of words
        its text repeats; every third in another form."""
        found: list[KnownItem] = []
        pool = [article for article in self.sampled if len(self._memorable(article.headline)) >= 3]
        for article in self.rng.sample(pool, min(count, len(pool))):
            head = self._memorable(article.headline)
            head = self.rng.sample(head, min(len(head), self.rng.choice((2, 3))))
            often = Counter(word.lower() for word in article.body)
            text = [word for word in self._memorable(article.body) if word not in head]
            text = [word for word in text if often[word] > 1] or text
            some = self.rng.sample(text, min(len(text), self.rng.choice((1, 2))))
            words = [self._other_form(word) for word in head + some]
            self.rng.shuffle(words)
            wrong = max(range(len(words)), key=lambda place: len(words[place]))
            slip = [slipped(self.rng, w) if n == wrong else w for n, w in enumerate(words)]
            found.append(
                KnownItem(article.id, " ".join(words), " ".join(slip), tuple(article.headline))
            )
        return found

    def _other_form(self, word: str) -> str:
        """The word, or sometimes another form of it that the archive has."""
        forms = [word + "s", word + "ed", word + "ing"]
        forms += [word[: -len(end)] for end in ("s", "ed", "ing") if word.endswith(end)]
        known = [form for form in forms if form in self.frequency]
        return self.rng.choice(known) if known and self.rng.random() < 0.33 else word

    def _memorable(self, words: list[str]) -> list[str]:
        return list(
            dict.fromkeys(
                word.lower() for word in words if len(word) > 3 and word.lower() not in self.common
            )
        )

    def _headline(self) -> list[str]:
        many = (self.rng.choice(self.sampled).headline for _ in range(999))
        return next(words for words in many if len(words) >= 4)

    def _body(self) -> list[str]:
        many = (self.rng.choice(self.sampled).body for _ in range(999))
        return next(words for words in many if len(words) >= 10)

    def _neighbours(self, words: list[str]) -> str:
        count = self.rng.choice((2, 3))
        at = self.rng.randrange(len(words) - count)
        return " ".join(words[at : at + count]).lower()

    def _long_word(self) -> str:
        many = (self.rng.choice(self._headline()) for _ in range(999))
        return next(word for word in many if len(word) > 5).lower()

    def _filtered(self, common: list[str]) -> Query:
        article = self.rng.choice(self.sampled)
        selection = Selection(q=self.rng.choice(common))
        if article.author is not None and self.rng.random() < 0.5:
            return Query("author", selection.but(authors=(article.author,)))
        if article.year is not None:
            days = Days.of(article.year)
            return Query("dates", selection.but(since=days, until=days))
        return Query("word", selection)


def _sampled(article: Article) -> _Sampled:
    byline = next(iter(article.bylines.all()), None)
    author = byline.author if byline else None
    return _Sampled(
        article.pk,
        WORD.findall(article.headline),
        WORD.findall(article.body.text),
        article.first_day.year if article.first_day else None,
        Named(author.pk, author.slug, author.name) if author else None,
    )


def slipped(rng: random.Random, word: str) -> str:
    """The word with one typing error."""
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.choice(("swap", "drop", "double", "wrong"))
    if kind == "swap":
        return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice("etaoinsrhl") + word[at + 1 :]
