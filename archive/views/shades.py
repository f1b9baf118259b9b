"""Shades for the days of a calendar: one scale for the whole archive, so that years compare."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

#: Shades of a calendar, from few to most.
SHADES: Final = 5
#: Where among all days with articles a shade begins: the darkest are for the few great days.
_SHARES: Final = (0.4, 0.65, 0.85, 0.97)


@dataclass(frozen=True, slots=True)
class Step:
    """A shade and the numbers it stands for, "3–5" or "6 or more"."""

    shade: int
    numbers: str


@dataclass(frozen=True, slots=True)
class Scale:
    """`starts` are the least numbers of articles of each step, from 1 on; at most SHADES."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, counts: Sequence[int]) -> Scale:
        ordered = sorted(counts)
        starts = {ordered[int(share * len(ordered))] for share in _SHARES} if ordered else set()
        return cls(tuple(sorted({1, *starts})))

    def shade(self, count: int) -> int:
        """0 for none, else 1 to SHADES; few steps are spread over all shades."""
        return self._spread(bisect.bisect_right(self.starts, count) - 1) if count else 0

    @property
    def steps(self) -> list[Step]:
        ends = [start - 1 for start in self.starts[1:]]
        named = [
            intcomma(start) if start == end else f"{intcomma(start)}–{intcomma(end)}"
            for start, end in zip(self.starts, ends, strict=False)
        ]
        named.append(_("%(n)s or more") % {"n": intcomma(self.starts[-1])})
        return [Step(self._spread(place), numbers) for place, numbers in enumerate(named)]

    def _spread(self, place: int) -> int:
        last = len(self.starts) - 1
        return 1 + round(place * (SHADES - 1) / last) if last else (SHADES + 1) // 2
