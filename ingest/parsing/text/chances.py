"""A labelled draft and its model in, out how likely the lines left out are the story's after all.

A block's chance is its share of all sequences of labels, weighed by the model (forward-backward);
the confidence of a label, which takes its neighbours' for granted, tells little of a whole ending
that was left out. What a lost line costs is no part of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from archive.record.evidence import Span
from ingest.parsing.fields.doubtful import BY_PLACE
from ingest.parsing.fields.sentences import may_be_line
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.model import Model, Row

#: Labels of a story's text.
_OF_STORY: Final = ("paragraph", "subheading")
#: Blocks around those asked for whose labels matter to them.
_AROUND: Final = 4
#: Farther from the story no line is asked for: whole pages go on for hundreds.
_FARTHEST: Final = 40

#: Weights of labels by number, not all of them 0.
_Weights = dict[int, float]


def chances_of_story(draft: Draft, model: Model) -> dict[Span, float]:
    """The chances of the lines at the story that were left out for their place, by span."""
    first, last = draft.story()
    if first < 0:
        return {}
    near = range(max(0, first - _FARTHEST), min(len(draft.labels), last + _FARTHEST + 1))
    asked = [
        at
        for at in near
        if draft.labels[at] == "boilerplate"
        and draft.reasons.get(at) in BY_PLACE
        and may_be_line(draft.blocks[at].text)
    ]
    steps = _steps(model.steps)
    story = [model.labels.index(label) for label in _OF_STORY]
    found = {}
    for places in _together(asked):
        start, end = max(0, places[0] - _AROUND), places[-1] + _AROUND + 1
        window = range(start, min(len(draft.labels), end))
        shares = _shares([_weights(draft.rows[at]) for at in window], steps)
        for at in places:
            share = shares[at - start]
            found[draft.blocks[at].span] = sum([share.get(label, 0.0) for label in story])
    return found


def _together(places: Sequence[int]) -> list[list[int]]:
    """Places, those together whose surroundings meet."""
    found: list[list[int]] = []
    for at in places:
        if found and at - found[-1][-1] <= 2 * _AROUND:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def _weights(row: Row) -> _Weights:
    """The weights of the labels of a block, of their scores."""
    scores, _ = row
    top = max(score for _, score in scores)
    return {label: math.exp(score - top) for label, score in scores}


@cache
def _steps(steps: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    """The weights of steps between labels, of their scores."""
    return tuple(tuple(map(math.exp, row)) for row in steps)


def _shares(rows: Sequence[_Weights], steps: Sequence[Sequence[float]]) -> list[_Weights]:
    """The share of each label of each block among all sequences of labels."""
    back = list(zip(*steps, strict=True))
    ahead = _passed(rows, steps)
    behind = _passed(rows[::-1], back)[::-1]
    return [
        _normal({label: ahead[at][label] * behind[at][label] / own for label, own in row.items()})
        for at, row in enumerate(rows)
    ]


def _passed(rows: Iterable[_Weights], steps: Sequence[Sequence[float]]) -> list[_Weights]:
    """The weight of each label of each block, with all sequences that lead up to it."""
    found: list[_Weights] = []
    for row in rows:
        if not found:
            found.append(_normal(row))
            continue
        before = found[-1].items()
        found.append(
            _normal(
                {
                    label: own * sum([weight * steps[origin][label] for origin, weight in before])
                    for label, own in row.items()
                }
            )
        )
    return found


def _normal(weights: _Weights) -> _Weights:
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}
