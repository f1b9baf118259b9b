"""The labelling model: features of blocks in, one label a block out, the best sequence of all.

A linear-chain conditional random field: each label's score is the sum of the weights of a block's
features, plus the weight of the step from the previous label; Viterbi finds the best sequence. The
weights are a readable table beside this file, learned by `benchmarks/tables/train_parser.py`.

Features come in groups (see features.py). The sums of groups' weights are cached: most groups of a
file have been seen before.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import Final, Generic, TypeVar

from archive.record.costs import COST_OF_LOSS

WEIGHTS_FILE: Final = Path(__file__).with_name("weights.tsv")

#: A label whose score lies this far below the block's best cannot win: steps between labels weigh
#: less than this.
_HOPELESS: Final = 7.0
#: The same in thousandths and a little more, to reject labels before they become floats.
_NEARLY_HOPELESS: Final = 7_001
#: One addition sums the weights of all labels: an integer holds a field of so many bits a label,
#: each weight in thousandths, lifted to be positive; the top field counts the features added.
#: (Three times quicker than adding tuples.)
_FIELD: Final = 32
_SCALE: Final = 1_000.0
_LIFT: Final = 1 << 17
#: Before the first block and behind the last one there is no label.
_NO_STEPS: Final = (0.0,) * 64


_Number = TypeVar("_Number", int, float)
_Group = tuple[str, ...]
#: The caches of sums are cleared at this size, which files of one kind never reach.
MOST_KEPT: Final = 30_000


class Sums(dict[_Group, _Number], Generic[_Number]):
    """The sum of the weights of each group of features, computed on first use."""

    def __init__(self, weights: Mapping[str, _Number], zero: _Number) -> None:
        super().__init__()
        self.weights: Mapping[str, _Number] = weights
        self.zero: _Number = zero

    def __missing__(self, group: _Group) -> _Number:
        if len(self) >= MOST_KEPT:
            self.clear()
        total: _Number = sum(map(self.weights.get, group, repeat(self.zero)), self.zero)
        self[group] = total
        return total

    def of(self, groups: Iterable[_Group]) -> _Number:
        """The sum of several groups."""
        total: _Number = sum(map(self.__getitem__, groups), self.zero)
        return total


#: (label, score) of each label.
_Scores = list[tuple[int, float]]


#: A block's scores: of the labels worth considering, and of those that the best sequence can go
#: through.
Row = tuple[_Scores, _Scores]


_BY_SCORE: Final = itemgetter(1)


@dataclass(slots=True)
class Model:
    """Weights by feature and by step. `labels` gives the order of scores."""

    labels: tuple[str, ...]
    #: The weights of a feature for all labels in one integer: see `pack`.
    packed: Sums[int]
    steps: tuple[tuple[float, ...], ...]
    #: Weights of the choice of the headline.
    headline: Sums[float]
    #: Unpacks a sum: a field for each label, then the number of features added.
    _fields: struct.Struct = field(init=False)
    _headline: int = field(init=False)
    #: The lead with which a label beats another for certain: the most that steps to and from the
    #: other can weigh above steps to and from itself; and the same of steps to the next label.
    _leads: list[list[float]] = field(init=False)
    _next_leads: list[list[float]] = field(init=False)
    #: For each label, the labels before a block if all of them are this one.
    _all_from: list[list[int]] = field(init=False)
    #: The weights of steps by the label that they lead to.
    _steps_to: list[tuple[float, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._fields = struct.Struct(f"<{len(self.labels) + 1}I")
        self._headline = self.labels.index("headline")
        self._all_from = [[label] * len(self.labels) for label in range(len(self.labels))]
        self._steps_to = list(zip(*self.steps, strict=True))
        self._next_leads = [
            [
                max(0.0, *(b - a for a, b in zip(step, other, strict=True))) + _ROUNDING
                for other in self.steps
            ]
            for step in self.steps
        ]
        self._leads = [
            [
                max(0.0, *(step[other] - step[label] for step in self.steps)) + ahead
                for other, ahead in enumerate(row)
            ]
            for label, row in enumerate(self._next_leads)
        ]

    def rows(self, features: Iterable[Iterable[_Group]], headline: int) -> list[Row]:
        """The scores of every block; `headline` is the block chosen as headline (-1: none)."""
        known: dict[int, Row] = {}
        rows = []
        for total in map(self.packed.of, features):
            # Blocks inside the story look alike.
            row = known.get(total)
            if row is None:
                row = known[total] = self._row(total)
            rows.append(row)
        if headline >= 0:
            only = [(self._headline, 0.0)]
            rows[headline] = (only, only)
        return rows

    def row(self, groups: Iterable[_Group]) -> Row:
        """The scores of one block that is not the headline."""
        return self._row(self.packed.of(groups))

    def _row(self, total: int) -> Row:
        fields, mark = self._fields, self._headline
        *sums, count = fields.unpack(total.to_bytes(fields.size, "little"))
        lift = count * _LIFT
        top = max(sums)
        floor, exact = top - _NEARLY_HOPELESS, (top - lift) / _SCALE - _HOPELESS
        scores = [
            (label, score)
            for label, scaled in enumerate(sums)
            if scaled >= floor and label != mark and (score := (scaled - lift) / _SCALE) >= exact
        ] or [(0, 0.0)]
        return scores, self._likely(scores) if len(scores) > 1 else scores

    def _likely(self, scores: _Scores) -> _Scores:
        """The labels that the best one does not beat whatever the neighbours are."""
        best, top = max(scores, key=_BY_SCORE)
        ahead = self._leads[best]
        return [pair for pair in scores if top - pair[1] <= ahead[pair[0]]]

    def label(self, rows: Sequence[Row]) -> list[str]:
        """The best sequence of labels."""
        return [self.labels[label] for label in self._best_path(rows)] if rows else []

    def _best_path(self, rows: Sequence[Row]) -> list[int]:
        steps = self.steps
        count = len(steps)
        leads = self._next_leads
        best = rows[0][1]
        back: list[list[int]] = []
        for _, likely in rows[1:]:
            if len(best) == 1:
                origin, base = best[0]
                step = steps[origin]
                back.append(self._all_from[origin])
                best = [(label, base + step[label] + score) for label, score in likely]
                continue
            came = [0] * count
            following = []
            top = -math.inf
            for label, score in likely:
                total = -math.inf
                for before, base in best:
                    candidate = base + steps[before][label]
                    # Of equal sums the later label is taken.
                    if candidate >= total:
                        total, origin = candidate, before
                came[label] = origin
                total += score
                following.append((label, total))
                if total > top:
                    top, leader = total, label
            back.append(came)
            # Drop those that the leader beats whatever comes next.
            ahead = leads[leader]
            best = [pair for pair in following if top - pair[1] <= ahead[pair[0]]]
        label = max(best, key=_BY_SCORE)[0]
        path = [label]
        for came in reversed(back):
            label = came[label]
            path.append(label)
        path.reverse()
        return path

    def confidence(self, rows: Sequence[Row], labels: Sequence[str]) -> list[float]:
        """The share of each label among all of its row, given its neighbours' labels."""
        if not rows:
            return []
        path = list(map(self.labels.index, labels))
        steps = self.steps
        to_each = [_NO_STEPS, *[steps[before] for before in path[:-1]]]
        from_each = [*[self._steps_to[after] for after in path[1:]], _NO_STEPS]
        return [
            _MOST_SURE if len(scores) == 1 else _share(scores, before, chosen, after)
            for (scores, _), before, chosen, after in zip(
                rows, to_each, path, from_each, strict=True
            )
        ]


def _share(scores: _Scores, before: Sequence[float], chosen: int, after: Sequence[float]) -> float:
    """The share of a label among those of a block, given the steps from the block before and to the
    block after."""
    whole = {label: score + before[label] + after[label] for label, score in scores}
    top = max(whole.values())
    total = sum([math.exp(score - top) for score in whole.values()])
    return min(_MOST_SURE, math.exp(whole[chosen] - top) / total)


#: What speaks against leaving out a line among the paragraphs of a story, as a score. Its whole
#: cost would be the logarithm, but the model takes the lines of one list for as many lines and is
#: the surer of each. Half of it, and a quarter in whole pages, whose menus stand there too, lose
#: least on pages of sites not learned from.
KEPT: Final = {
    "among-paragraphs": math.log(COST_OF_LOSS) / 2,
    "among-paragraphs-of-a-page": math.log(COST_OF_LOSS) / 4,
}
#: The highest confidence given.
_MOST_SURE: Final = 0.99
#: More than sums of floats can be off.
_ROUNDING: Final = 1e-6


def pack(weights: Sequence[float]) -> int:
    """The weights of a feature for all labels as one integer; each lies between -131 and 131."""
    total = 1 << (len(weights) * _FIELD)
    for label, weight in enumerate(weights):
        total += (round(weight * _SCALE) + _LIFT) << (label * _FIELD)
    return total


def read_model(path: Path) -> Model:
    """Read a weights table: `label`, `step` and feature lines, tab-separated, `name=weight`."""
    labels: list[str] = []
    weights: dict[str, int] = {}
    steps: dict[str, dict[str, float]] = {}
    headline: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, name, *pairs = line.split("\t")
        if kind == "headline":
            headline[name] = float(pairs[0])
            continue
        values = {key: float(value) for key, _, value in (pair.rpartition("=") for pair in pairs)}
        if kind == "labels":
            labels = name.split(" ")
        elif kind == "step":
            steps[name] = values
        else:
            weights[name] = pack([values.get(label, 0.0) for label in labels])
    for name, weight in KEPT.items():
        weights[name] = pack([-weight if label == "boilerplate" else 0.0 for label in labels])
    table = tuple(tuple(steps.get(a, {}).get(b, 0.0) for b in labels) for a in labels)
    return Model(tuple(labels), Sums(weights, 0), table, Sums(headline, 0.0))


@cache
def default_model() -> Model:
    """The model shipped with the package, read once."""
    return read_model(WEIGHTS_FILE)
