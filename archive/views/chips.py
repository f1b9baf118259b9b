"""Chips: each chosen filter as the list shows it, with the address of the list without it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.selection import Selection


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    value: str
    #: The query string that leaves it out.
    without: str


def chips_of(selection: Selection) -> list[Chip]:
    labels = {"author": _("author"), "publication": _("publication"), "section": _("section")}
    chips = []
    if selection.since:
        without = selection.but(since=None).query()
        chips.append(Chip(_("from"), str(selection.since), without))
    if selection.until:
        chips.append(Chip(_("to"), str(selection.until), selection.but(until=None).query()))
    for name, chosen in selection.choices():
        for one in chosen:
            rest = tuple(other for other in chosen if other != one)
            without = selection.but(**{f"{name}s": rest}).query()
            chips.append(Chip(labels[name], one.name, without))
    if selection.has_image:
        chips.append(Chip(_("with"), _("picture"), selection.but(has_image=False).query()))
    return chips
