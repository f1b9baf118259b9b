"""What addresses and forms send as numbers, and what is none."""

from __future__ import annotations

import pytest

from archive.text.numbers import COUNT_DIGITS, id_of, number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None),
     ("-1", None), ("+1", None), ("1.0", None), (" 1", None), ("1e3", None), ("٣", None),
     ("²", None), ("1_000", None), ("__class__", None)],
)  # fmt: skip
def test_a_number_is_a_few_plain_figures(text: str, number: int | None) -> None:
    assert number_of(text) == number
    assert id_of(text) == (number or 0)


def test_counts_have_fewer_figures_than_ids() -> None:
    assert number_of("9" * 10) == 9_999_999_999
    assert number_of("9" * 10, COUNT_DIGITS) is None
