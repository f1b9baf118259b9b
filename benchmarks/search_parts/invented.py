"""Fills an archive with invented articles: words of invented syllables, as unevenly frequent as
in a language, and in each article a subject whose words it repeats."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from archive.models import Article, Author, Body, Byline, Image, Publication
from archive.store import changelog

SYLLABLES = (
    "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu tra ple sti gro nur mel".split()
)
VOCABULARY = 40_000
SUBJECT = 8
BATCH = 500


class _Language:
    def __init__(self) -> None:
        self.rng = random.Random("invented")
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            length = min(5, 1 + len(words) // 400 + self.rng.randint(0, 2))
            words["".join(self.rng.choice(SYLLABLES) for _ in range(length))] = None
        self.words = list(words)
        weights = [1 / (rank + 3) for rank in range(len(self.words))]
        total = 0.0
        self.reach = [total := total + weight for weight in weights]

    def some(self, count: int) -> list[str]:
        return self.rng.choices(self.words, cum_weights=self.reach, k=count)

    def form(self, word: str) -> str:
        return word + self.rng.choice(("", "", "", "s", "ing", "ed"))

    def article(self) -> tuple[str, list[str]]:
        """Headline and paragraphs."""
        subject = [self.rng.choice(self.words[200:]) for _ in range(SUBJECT)]
        headline = subject[:3] + self.some(4)
        self.rng.shuffle(headline)
        paragraphs = []
        for _ in range(max(2, int(self.rng.lognormvariate(2, 0.5)))):
            words = self.some(45) + [self.form(self.rng.choice(subject)) for _ in range(5)]
            self.rng.shuffle(words)
            paragraphs.append(" ".join(words).capitalize() + ".")
        return " ".join(map(self.form, headline)).capitalize(), paragraphs

    def name(self) -> str:
        return " ".join(word.capitalize() for word in self.rng.sample(self.words[500:5_000], 2))


def fill(count: int) -> None:
    """Make the tables and so many articles in DATA_DIR."""
    call_command("migrate", verbosity=0)
    language = _Language()
    with transaction.atomic():
        papers = [
            Publication.objects.create(name=f"The {word.capitalize()}", slug=word)
            for word in language.words[300:312]
        ]
        authors = [
            Author.objects.create(name=language.name(), slug=f"author-{number}")
            for number in range(300)
        ]
    for start in range(1, count + 1, BATCH):
        with transaction.atomic():
            _batch(language, range(start, min(start + BATCH, count + 1)), papers, authors)


def _batch(
    language: _Language, numbers: range, papers: list[Publication], authors: list[Author]
) -> None:
    rng, now, articles, bodies = language.rng, timezone.now(), [], []
    for number in numbers:
        headline, paragraphs = language.article()
        day = dt.date(2005, 1, 1) + dt.timedelta(days=rng.randrange(7_000))
        section = f"Desk {rng.randrange(12)}"
        articles.append(
            Article(
                pk=number,
                headline=headline,
                opening=paragraphs[0][:300],
                publication=rng.choice(papers),
                section=section,
                section_slug=section.lower().replace(" ", "-"),
                words=sum(len(paragraph.split()) for paragraph in paragraphs),
                images_count=number % 2,
                first_day=day,
                last_day=day,
                path=f"{day:%Y/%m/%d}/invented-{number}",
                added_at=now,
                changed_at=now,
                digest=hashlib.sha256(headline.encode()).digest(),
            )
        )
        bodies.append(
            Body(
                article_id=number, paragraphs=[["paragraph", paragraph] for paragraph in paragraphs]
            )
        )
    Article.objects.bulk_create(articles)
    Body.objects.bulk_create(bodies)
    Byline.objects.bulk_create(
        Byline(article_id=number, author=author, order=0, printed=author.name)
        for number, author in _signed(rng, numbers, authors)
    )
    Image.objects.bulk_create(
        Image(article_id=number, order=0, caption=" ".join(language.some(12)))
        for number in numbers
        if number % 2
    )
    changelog.note(list(numbers))


def _signed(
    rng: random.Random, numbers: range, authors: list[Author]
) -> Iterator[tuple[int, Author]]:
    for number in numbers:
        yield number, authors[min(int(rng.expovariate(0.02)), len(authors) - 1)]
