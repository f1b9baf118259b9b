"""A plot on a day in a paper, told: what a reader sees, and what a parser should find."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from random import Random
from typing import Final, cast

from ingest.demo.grammar import Facts
from ingest.demo.schedule import WIRE_DELAY, Telling, tellings
from ingest.demo.scripts import Episode, Line, Plot, read_all, read_asides
from ingest.demo.town import (
    AGENCY,
    COURIER,
    FORMER_NAMES,
    GAZETTE,
    PHOTOGRAPHERS,
    PLACES,
    Cast,
    Paper,
)
from ingest.records import BlockKind, Paragraph

SEED: Final = 1931
#: So often a story of a kind that may have a picture has one.
PICTURE_SHARE: Final = 0.7
OPTIONAL_SHARE: Final = 0.55
#: So often a paragraph is left out that nothing later builds on.
SHORTENED_SHARE: Final = 0.35
#: What is written whole takes no asides, and nothing is left out of it.
WHOLE: Final = frozenset(("running", "long", "abroad", "wire"))
#: Every so many of the stories that a daily prints appears once more, with later news.
LATER_EVERY: Final = 24
LATER: Final = (
    "Late on {weekday} {councillor} said that a full account would be put before the council at "
    "its next meeting, and that anyone with something to add should write to the clerk.",
    "Since this was first printed the harbour office has confirmed the figures, and has asked us "
    "to say that they were counted by hand.",
    "{Mayor}, who could not be reached before the first edition, has since said that {mayor.he} "
    "read it with interest and has nothing to add for the present.",
)

#: Headlines that a later edition gave otherwise; an editor has corrected one of them meanwhile.
LATER_HEADLINES: Final = {
    "Who pays for the harbour gate?": "County refuses to pay for the harbour gate",
}

#: Whom and what a template speaks of.
NAMED: Final = re.compile(r"\{(\w+)").findall


@dataclass(frozen=True, slots=True)
class Story:
    """An article as its paper prints it; `dated` says how precisely: "day", "month" or ""."""

    number: int
    paper: Paper
    day: dt.date
    headline: str
    authors: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    section: str = ""
    standfirst: str = ""
    caption: str = ""
    #: "Photographer/Agency", or a name alone.
    credit: str = ""
    comments: int = 0
    dated: str = "day"
    #: When a later edition changed it.
    updated: dt.datetime | None = None

    @property
    def date(self) -> str:
        """As a parser should find it."""
        return {"day": self.day.isoformat(), "month": f"{self.day:%Y-%m}", "": ""}[self.dated]

    @property
    def url(self) -> str:
        return f"https://{self.paper.domain}/{self.day:%Y/%m/%d}/{self.number}"


@dataclass(frozen=True, slots=True)
class Archive:
    """All stories, and those that appeared once more with later news."""

    stories: tuple[Story, ...]
    later: tuple[Story, ...]


def invent() -> Archive:
    """The same archive each time."""
    chance = Random(SEED)  # noqa: S311 - a town is no secret
    cast = Cast()
    asides = Asides(chance)
    stories: list[Story] = []
    for telling in tellings(read_all(), chance):
        stories += _told(telling, cast, asides)
    stories.sort(key=attrgetter("day"))
    stories = [replace(story, number=1000 + 7 * place) for place, story in enumerate(stories)]
    dailies = [one for one in stories if one.paper in (COURIER, GAZETTE)]
    later = [_later(one, cast, chance) for one in dailies[5::LATER_EVERY]]
    later += [
        replace(_later(one, cast, chance), headline=LATER_HEADLINES[one.headline])
        for one in stories
        if one.headline in LATER_HEADLINES
    ]
    return Archive(tuple(stories), tuple(later))


class Asides:
    """What the stories of a section may go on with, dealt like cards: none again before all."""

    def __init__(self, chance: Random) -> None:
        self._all = read_asides()
        self._left: dict[str, list[str]] = {section: [] for section in self._all}
        self.chance = chance

    def deal(self, section: str) -> list[str]:
        """One to three of them; none where a section has none."""
        if section not in self._all:
            return []
        wanted = self.chance.choice((1, 1, 2, 2, 3))
        if len(self._left[section]) < wanted:
            self._left[section] = self.chance.sample(self._all[section], len(self._all[section]))
        return [self._left[section].pop() for _ in range(wanted)]


def _told(telling: Telling, cast: Cast, asides: Asides) -> Iterator[Story]:
    plot = telling.plot
    facts = Facts({**PLACES, **plot.rules}, cast, asides.chance, telling.day)
    chance = asides.chance
    for episode in plot.episodes:
        headlines = chance.sample(episode.headlines, len(episode.headlines))
        facts.day = telling.day + dt.timedelta(days=episode.after)
        story = _printed(plot, episode, headlines[0], telling.paper, facts, asides)
        yield story
        if telling.also is not None:
            if plot.kind == "wire":
                yield _cut(story, telling.also)
            else:
                yield _printed(plot, episode, headlines[-1], telling.also, facts, asides)


def _cut(story: Story, paper: Paper) -> Story:
    """An agency's story in another paper: a day later, and cut from the end."""
    day = story.day + WIRE_DELAY
    return replace(story, paper=paper, day=day, paragraphs=story.paragraphs[:-1], comments=0)


def _printed(
    plot: Plot, episode: Episode, headline: str, paper: Paper, facts: Facts, asides: Asides
) -> Story:
    chance = facts.chance
    whole = plot.kind in WHOLE
    further = [] if whole else asides.deal(plot.section)
    pictured = bool(episode.captions) and (plot.start or chance.random() < PICTURE_SHARE)
    return Story(
        number=0,
        paper=paper,
        day=facts.day,
        headline=facts.sentence(headline),
        authors=tuple(_signed(name, facts.day) for name in _authors(plot, paper, chance)),
        paragraphs=_paragraphs(_kept(episode.body, chance, whole=whole), facts, further),
        section=plot.section,
        standfirst=facts.sentence(chance.choice(episode.standfirsts or [""])),
        caption=facts.sentence(chance.choice(episode.captions)) if pictured else "",
        credit=chance.choice(PHOTOGRAPHERS) if pictured else "",
        comments=chance.choice((0, 0, 0, 2, 3, 5, 8, 13, 21, 40)),
        dated="month" if paper.layout == "trade" else "day",
    )


def _authors(plot: Plot, paper: Paper, chance: Random) -> tuple[str, ...]:
    if plot.kind == "wire":
        return (AGENCY,)
    if plot.writer:
        return (plot.writer,)
    writers: Sequence[str] = paper.beats.get(plot.section) or paper.beats[""]
    first = chance.choice(writers)
    others = [name for name in writers if name != first and "Staff" not in name]
    if others and "Staff" not in first and chance.random() < 0.12:
        return (first, chance.choice(others))
    return (first,)


def _signed(name: str, day: dt.date) -> str:
    """How somebody signed on that day."""
    until, former = FORMER_NAMES.get(name, (0, name))
    return former if day.year < until else name


def _paragraphs(
    lines: Sequence[Line], facts: Facts, further: Sequence[str]
) -> tuple[Paragraph, ...]:
    """The body; what it may go on with stands before its last paragraph."""
    *earlier, last = lines
    asides = [Line("paragraph", [text]) for text in further]
    told = []
    facts.sentence("")
    for line in (*earlier, *asides, last):
        text = facts.further(facts.chance.choice(line.wordings))
        told.append(Paragraph(text, cast(BlockKind, line.kind)))
    return tuple(told)


def _kept(lines: Sequence[Line], chance: Random, *, whole: bool) -> list[Line]:
    """The lines that are told this time: the first and last always."""
    kept = []
    for place, line in enumerate(lines):
        later = lines[place + 1 :]
        share = OPTIONAL_SHARE if line.optional else 1.0
        if not whole and place and len(later) > 1 and _stands_alone(line, later):
            share = min(share, 1 - SHORTENED_SHARE)
        if chance.random() < share:
            kept.append(line)
    return kept


def _stands_alone(line: Line, later: Sequence[Line]) -> bool:
    """Whether a paragraph names nobody of whom later ones speak."""
    if line.kind != "paragraph":
        return False
    spoken_of = {name.lower() for one in later for text in one.wordings for name in NAMED(text)}
    return not any(name.lower() in spoken_of for text in line.wordings for name in NAMED(text))


def _later(story: Story, cast: Cast, chance: Random) -> Story:
    """What a later edition made of it: one paragraph more, and the hour."""
    facts = Facts(PLACES, cast, chance, story.day)
    news = Paragraph(facts.sentence(chance.choice(LATER)))
    hour = dt.datetime.combine(story.day, dt.time(chance.randint(15, 22), chance.randint(0, 59)))
    return replace(story, paragraphs=(*story.paragraphs, news), updated=hour)
