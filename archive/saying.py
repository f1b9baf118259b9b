"""Days in words, in the reader's language: for sentences, titles and labels."""

from __future__ import annotations

import functools
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.text.dates import Days, NotADate

_FORMATS: Final = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}


def in_words(days: Days | None, language: str = "") -> str:
    """ "4 June 2017", "June 2017", "2017" or "Undated". Lists say the language, which is the
    reader's: to ask for it takes longer than the rest."""
    return _("Undated") if days is None else _said(days, language or get_language())


def why_not_a_date(problem: NotADate) -> str:
    """The sentence about a date that somebody wrote."""
    if problem.missing:
        return _("There is no %(given)s in the calendar.") % {"given": problem.given}
    return _("“%(given)s” is not a date: write 2017, 2017-06 or 2017-06-04.") % {
        "given": problem.given[:40]
    }


@functools.lru_cache(maxsize=4096)
def _said(days: Days, language: str | None) -> str:
    return date_format(days.first, _FORMATS[days.precision])
