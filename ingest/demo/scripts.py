"""From stories/*.txt to plots. The form, a line each:

= name of a plot         section: months: on: (weekdays) times: paper: writer: start:
let fact = one | other   drawn once a story
+5                       what is printed five days after the beginning (of running stories)
headline: standfirst: caption:      each may stand several times: one is chosen
p: or: p?:               a paragraph, another wording of it, one that is often left out
##: >: -:                subheading, quotation, item of a list
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

STORIES: Final = Path(__file__).parent / "stories"
KINDS: Final = {"p": "paragraph", "##": "subheading", ">": "quote", "-": "list_item"}
WEEKDAYS: Final = "mon tue wed thu fri sat sun".split()


@dataclass(slots=True)
class Line:
    """A paragraph in its several wordings."""

    kind: str
    wordings: list[str]
    optional: bool = False


@dataclass(slots=True)
class Episode:
    after: int = 0
    headlines: list[str] = field(default_factory=list)
    standfirsts: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Plot:
    """A story that can be told; `kind` is the file it stands in, `times` how often it is told."""

    name: str
    kind: str
    section: str = ""
    paper: str = ""
    writer: str = ""
    times: int = 1
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    start: dt.date | None = None
    rules: dict[str, list[str]] = field(default_factory=dict)
    episodes: list[Episode] = field(default_factory=list)


def read_all() -> list[Plot]:
    """Every plot, in the order of files and lines."""
    paths = sorted(STORIES.glob("*.txt"))
    return [plot for path in paths if path.stem != "asides" for plot in _plots(path)]


def read_asides() -> dict[str, list[str]]:
    """By section, what any of its stories may go on with."""
    return {
        plot.name: [line.wordings[0] for line in plot.episodes[0].body]
        for plot in _plots(STORIES / "asides.txt")
    }


def _plots(path: Path) -> Iterator[Plot]:
    plot: Plot | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            if plot is not None:
                yield plot
            plot = Plot(line[2:], path.stem)
        elif line and not line.startswith("# "):
            assert plot is not None, f"{path.name}: {line}"
            _take(plot, line)
    if plot is not None:
        yield plot


def _take(plot: Plot, line: str) -> None:
    if line.startswith("let "):
        name, _, choices = line[4:].partition(" = ")
        plot.rules[name] = choices.split(" | ")
        return
    if line.startswith("+"):
        plot.episodes.append(Episode(int(line)))
        return
    key, _, value = line.partition(": ")
    if key in ("section", "paper", "writer"):
        setattr(plot, key, value)
    elif key == "times":
        plot.times = int(value)
    elif key == "months":
        plot.months = tuple(map(int, value.split()))
    elif key == "on":
        plot.weekdays = tuple(WEEKDAYS.index(day) for day in value.split())
    elif key == "start":
        plot.start = dt.date.fromisoformat(value)
    else:
        if not plot.episodes:
            plot.episodes.append(Episode())
        _take_text(plot.episodes[-1], key, value)


def _take_text(episode: Episode, key: str, value: str) -> None:
    texts = {
        "headline": episode.headlines,
        "standfirst": episode.standfirsts,
        "caption": episode.captions,
    }
    if key in texts:
        texts[key].append(value)
    elif key == "or":
        episode.body[-1].wordings.append(value)
    else:
        episode.body.append(Line(KINDS[key.rstrip("?")], [value], key.endswith("?")))
