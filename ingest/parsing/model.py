"""The labelling model: features of blocks in, one label a block out, chosen for the whole together.

A linear-chain conditional random field: each label's score is the sum of the weights of a block's
features, plus the weight of the step from the label before; Viterbi finds the best sequence. The
weights are a readable table beside this file, learned by `benchmarks/train_parser.py`.

Features come in groups (see features.py). The sums of a group's weights are kept, and so are the
rows of scores: most blocks of most files were met before.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Generic, TypeVar

WEIGHTS_FILE: Final = Path(__file__).with_name("weights.tsv")

#: A label whose own score lies this far below the block's best is not considered: the steps
#: between labels weigh less than this.
_HOPELESS: Final = 7.0
#: The same in thousandths and a little more: what lies below need not become a number.
_NEARLY_HOPELESS: Final = 7_001
#: One addition sums the weights of all labels: an integer holds a field of so many bits a label,
#: each weight in thousandths, lifted so that it is positive; above them stands a one, which counts
#: the features added. (Three times quicker than adding tuples.)
_FIELD: Final = 32
_SCALE: Final = 1_000.0
_LIFT: Final = 1 << 17
_NO_STEPS: Final = (0.0,) * 64


@cache
def _unpacker(labels: int) -> struct.Struct:
    """Reads the fields of a sum: one for each label, then how many features were added."""
    return struct.Struct(f"<{labels + 1}I")


_Number = TypeVar("_Number", int, float)
_Group = tuple[str, ...]
#: Sums and rows kept; beyond so many all are forgotten, which files of one kind never come to.
_MOST_KEPT: Final = 30_000


class Sums(dict[_Group, _Number], Generic[_Number]):
    """The sum of the weights of each group of features, worked out when first asked for."""

    def __init__(self, weights: Mapping[str, _Number], zero: _Number) -> None:
        super().__init__()
        self.weights: Mapping[str, _Number] = weights
        self.zero: _Number = zero

    def __missing__(self, group: _Group) -> _Number:
        if len(self) >= _MOST_KEPT:
            self.clear()
        total: _Number = sum([self.weights.get(name, self.zero) for name in group], self.zero)
        self[group] = total
        return total

    def of(self, groups: Iterable[_Group]) -> _Number:
        """The sum of several groups."""
        total: _Number = sum(map(self.__getitem__, groups), self.zero)
        return total


@dataclass(slots=True)
class Model:
    """Weights by feature and by step. `labels` gives the order in every tuple of scores."""

    labels: tuple[str, ...]
    #: The weights of a feature for all labels in one integer: see `pack`.
    packed: Sums[int]
    steps: tuple[tuple[float, ...], ...]
    #: Weights of the choice of the headline.
    headline: Sums[float]
    _rows: dict[int, list[tuple[int, float]]] = field(default_factory=dict)

    def label(self, features: Sequence[Sequence[_Group]], headline: int) -> list[tuple[str, float]]:
        """(label, confidence) for every block; confidence is the share of the chosen label among
        all, given its neighbours' labels. The headline is where it was chosen to be (-1: nowhere).
        """
        if not features:
            return []
        sums = self.packed.__getitem__
        kept = self._rows
        rows = []
        for groups in features:
            total = sum(map(sums, groups))
            row = kept.get(total)
            if row is None:
                if len(kept) >= _MOST_KEPT:
                    kept.clear()
                row = kept[total] = self._row(total)
            rows.append(row)
        if headline >= 0:
            rows[headline] = [(self.labels.index("headline"), 0.0)]
        path = self._best_path(rows)
        labels = self.labels
        return [
            (labels[label], 0.99 if len(rows[at]) == 1 else self._confidence(rows[at], path, at))
            for at, label in enumerate(path)
        ]

    def _row(self, total: int) -> list[tuple[int, float]]:
        """(label, score) of the labels worth considering where the headline is another block."""
        fields = _unpacker(len(self.labels))
        *sums, count = fields.unpack(total.to_bytes(fields.size, "little"))
        lift = count * _LIFT
        top = max(sums)
        floor, exact = top - _NEARLY_HOPELESS, (top - lift) / _SCALE - _HOPELESS
        mark = self.labels.index("headline")
        return [
            (label, score)
            for label, one in enumerate(sums)
            if one >= floor and label != mark and (score := (one - lift) / _SCALE) >= exact
        ] or [(0, 0.0)]

    def _best_path(self, rows: list[list[tuple[int, float]]]) -> list[int]:
        steps = self.steps
        best = rows[0]
        back: list[dict[int, int]] = []
        for row in rows[1:]:
            came: dict[int, int] = {}
            following = []
            if len(best) == 1:
                origin, base = best[0]
                step = steps[origin]
                for label, score in row:
                    came[label] = origin
                    following.append((label, base + step[label] + score))
            else:
                for label, score in row:
                    total = -math.inf
                    for before, base in best:
                        one = base + steps[before][label]
                        # Of equal sums the later label is taken.
                        if one >= total:
                            total, origin = one, before
                    came[label] = origin
                    following.append((label, total + score))
            back.append(came)
            best = following
        label = max(best, key=lambda one: one[1])[0]
        path = [label]
        for came in reversed(back):
            label = came[label]
            path.append(label)
        path.reverse()
        return path

    def _confidence(self, row: list[tuple[int, float]], path: list[int], at: int) -> float:
        """The share of the chosen label among all of its row, given its neighbours' labels."""
        steps = self.steps
        before = steps[path[at - 1]] if at else _NO_STEPS
        after = path[at + 1] if at + 1 < len(path) else -1
        chosen, scores = 0.0, []
        for label, score in row:
            score = score + before[label] + (steps[label][after] if after >= 0 else 0.0)
            if label == path[at]:
                chosen = score
            scores.append(score)
        top = max(scores)
        total = sum([math.exp(score - top) for score in scores])
        return min(0.99, math.exp(chosen - top) / total)


def pack(weights: Sequence[float]) -> int:
    """The weights of one feature, a label each, as one integer; each lies between -131 and 131."""
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
    table = tuple(tuple(steps.get(a, {}).get(b, 0.0) for b in labels) for a in labels)
    return Model(tuple(labels), Sums(weights, 0), table, Sums(headline, 0.0))


@cache
def default_model() -> Model:
    """The model that the package carries, read once."""
    return read_model(WEIGHTS_FILE)
