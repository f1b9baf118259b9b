"""How well a record agrees with what is expected of it: headline, authors, body, captions.

Bodies are compared by 4-grams of their words; all measures run from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from benchmarks.tables.labelled_pages import bare, overlap, shingles, tokens

#: A caption is found where so much of its words is.
_LIKE: float = 0.7


def mean(values: Collection[float]) -> float:
    """The mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def headline_exact(expected: Iterable[str], found: str) -> float:
    """Whether a headline is one of those expected, but for case and punctuation."""
    return float(bool(bare(found)) and bare(found) in set(map(bare, expected)))


def authors_f1(expected: Iterable[str], found: Iterable[str]) -> float:
    """F1 of a set of names."""
    wanted, named = set(map(bare, expected)), set(map(bare, found))
    return 2 * len(wanted & named) / (len(wanted) + len(named)) if wanted or named else 1.0


def body_agreement(
    expected: Sequence[str], found: Sequence[str], optional: Iterable[str] = ()
) -> tuple[float, float]:
    """Precision and recall of a body's paragraphs; those that are optional count for neither."""
    wanted, given = (shingles(tokens("\n".join(paragraphs))) for paragraphs in (expected, found))
    right = len(wanted & given)
    surplus = given - wanted
    for paragraph in optional:
        surplus -= shingles(tokens(paragraph))
    precision = right / (right + len(surplus)) if right or surplus else 0.0
    return precision, right / len(wanted) if wanted else 1.0


def captions_recall(expected: Collection[str], found: Collection[str]) -> float:
    """The share of captions that were found, wholly or nearly so."""
    return mean([float(any(_is_like(caption, other) for other in found)) for caption in expected])


def _is_like(caption: str, other: str) -> bool:
    return bool(bare(other)) and (bare(caption) in bare(other) or overlap(caption, other) >= _LIKE)
