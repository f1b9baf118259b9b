"""The labelling model: features of blocks in, one label a block out, chosen for the whole together.

A linear-chain conditional random field: each label's score is the sum of the weights of a block's
features, plus the weight of the step from the label before; Viterbi finds the best sequence. The
weights are a readable table beside this file, learned by `benchmarks/train_parser.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Final

WEIGHTS_FILE: Final = Path(__file__).with_name("weights.tsv")

#: A label whose own score lies this far below the block's best is not considered: the steps
#: between labels weigh less than this.
_HOPELESS: Final = 7.0
#: One addition sums the weights of all labels: an integer holds a field of so many bits a label,
#: each weight in thousandths, lifted so that it is positive; above them stands a one, which counts
#: the features added. (Three times quicker than adding tuples.)
_FIELD: Final = 28
_MASK: Final = (1 << _FIELD) - 1
_SCALE: Final = 1_000.0
_LIFT: Final = 1 << 17
_NOTHING: Final = repeat(0)


@dataclass(slots=True)
class Model:
    """Weights by feature and by step. `labels` gives the order in every tuple of scores."""

    labels: tuple[str, ...]
    #: The weights of a feature for all labels in one integer: see `pack`.
    packed: dict[str, int]
    steps: tuple[tuple[float, ...], ...]
    #: Weights of the choice of the headline.
    headline: dict[str, float]

    def label(self, features: Sequence[Sequence[str]], headline: int) -> list[tuple[str, float]]:
        """(label, confidence) for every block; confidence is the share of the chosen label among
        all, given its neighbours' labels. The headline is where it was chosen to be (-1: nowhere).
        """
        if not features:
            return []
        mark = self.labels.index("headline")
        rows = []
        for at, one in enumerate(features):
            row = self._scores(one)
            if at == headline:
                row = [(mark, 0.0)]
            elif any(label == mark for label, _ in row):
                row = [one for one in row if one[0] != mark] or [(0, 0.0)]
            rows.append(row)
        path = self._best_path(rows)
        return [
            (self.labels[label], self._confidence(rows, path, at)) for at, label in enumerate(path)
        ]

    def _scores(self, features: Sequence[str]) -> list[tuple[int, float]]:
        """(label, score) of the labels worth considering."""
        total = sum(map(self.packed.get, features, _NOTHING))
        lift = (total >> (len(self.labels) * _FIELD)) * _LIFT
        row = []
        for label in range(len(self.labels)):
            row.append((label, ((total & _MASK) - lift) / _SCALE))
            total >>= _FIELD
        floor = max([score for _, score in row]) - _HOPELESS
        return [one for one in row if one[1] >= floor]

    def _best_path(self, rows: list[list[tuple[int, float]]]) -> list[int]:
        steps = self.steps
        best = rows[0]
        back: list[dict[int, int]] = []
        for row in rows[1:]:
            came: dict[int, int] = {}
            following = []
            if len(best) == 1:
                origin, base = best[0]
                for label, score in row:
                    came[label] = origin
                    following.append((label, base + steps[origin][label] + score))
            else:
                for label, score in row:
                    total, origin = max(
                        [(base + steps[before][label], before) for before, base in best]
                    )
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

    def _confidence(self, rows: list[list[tuple[int, float]]], path: list[int], at: int) -> float:
        row = rows[at]
        if len(row) == 1:
            return 0.99
        before = self.steps[path[at - 1]] if at else None
        after = path[at + 1] if at + 1 < len(path) else None
        scores = [
            score
            + (before[label] if before else 0.0)
            + (self.steps[label][after] if after is not None else 0.0)
            for label, score in row
        ]
        chosen = scores[next(n for n, (label, _) in enumerate(row) if label == path[at])]
        top = max(scores)
        total = sum(math.exp(score - top) for score in scores)
        return min(0.99, math.exp(chosen - top) / total)

    def runners_up(self, features: Sequence[str]) -> list[tuple[str, float]]:
        """Labels considered for one block by its own features, best first."""
        row = sorted(self._scores(features), key=lambda one: -one[1])
        return [(self.labels[label], score) for label, score in row]


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
    return Model(tuple(labels), weights, table, headline)


@cache
def default_model() -> Model:
    """The model that the package carries, read once."""
    return read_model(WEIGHTS_FILE)
