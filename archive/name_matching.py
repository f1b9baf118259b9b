"""Which authors, and which publications, are likely the same: to be asked of an editor.

Names alone are looked at: how sure one may be is said with the rule. Nothing is written.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext_noop as _

from archive.db.statements import chunks
from archive.models import Article, Author, Byline, Publication
from archive.text.slugs import key_of

#: Words before a name that are none of it.
TITLES: Final = frozenset(
    "by dr prof professor sir dame lord lady mr mrs ms miss rev reverend fr sr capt captain col "
    "gen maj sgt herr frau mme mlle dott ing dipl mag".split()
)
#: Words behind a name that are none of it.
SUFFIXES: Final = frozenset(
    "jr junior sr senior ii iii iv phd md mp mep mba obe mbe cbe qc kc esq ret".split()
)
#: What bylines of agencies and desks add to their name or leave out.
COMMON_OF_DESKS: Final = frozenset(
    "the by staff reporter reporters writer writers newsroom wire wires service services "
    "correspondent correspondents editor editors editorial team agency agencies news desk online "
    "redaktion agence agencia agenzia agentur".split()
)
#: Words that initials pass over: PTI is the Press Trust of India.
SMALL: Final = frozenset("the of and for de la le des du di del der die das und et e y".split())
#: What a publication's names add or leave out; parts of addresses that are nobody's name.
COMMON_OF_PAPERS: Final = frozenset("the online newspaper website web edition".split())
COMMON_OF_DOMAINS: Final = frozenset("www m mobile edition co com org net".split())
#: Letters of an agency's initials.
INITIALS: Final = (2, 5)
#: So many of one family name and initial are compared with one another.
CROWD: Final = 60

#: O’Hara and D’Angelo are one word.
_ELIDED: Final = re.compile(r"\b([ODLod])['’](?=\w)")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids, the one with more articles first; `why` completes "likely the same: …"; `sure`
    is 0 to 1, set by judgement: only their order matters."""

    keep: int
    other: int
    keep_count: int
    other_count: int
    why: str
    sure: float

    @property
    def weight(self) -> float:
        """Articles that would be found again, by how sure it is: the biggest come first."""
        return self.sure * self.other_count


@dataclass(frozen=True, slots=True)
class Person:
    """A name's words, folded: given names or their initials, and the family name."""

    given: tuple[str, ...]
    family: str

    @classmethod
    def of(cls, name: str) -> Person | None:
        """None where there are not two words."""
        head, _comma, tail = name.partition(",")
        behind = _words(tail)
        # "Quill, Mara" is set by the family name; behind "Ann Carey, Alder Press" the house stands.
        by_family = behind and len(_words(head)) == 1
        words = [*behind, *_words(head)] if by_family else _words(head)
        words = [word for word in words if word not in TITLES]
        while words and words[-1] in SUFFIXES:
            words.pop()
        return cls(tuple(words[:-1]), words[-1]) if len(words) > 1 else None


def likely_authors() -> list[Pair]:
    """Every likely pair of authors, the weightiest first."""
    rows = list(Author.objects.order_by("pk").values_list("pk", "name", "kind"))
    found = {**_by_desk(rows), **_by_person(rows)}
    counts = _author_counts({pk for pair in found for pk in pair})
    return _weighed(found, counts)


def likely_publications() -> list[Pair]:
    """Every likely pair of publications, the weightiest first."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for pk, name, domain in Publication.objects.order_by("pk").values_list("pk", "name", "domain"):
        for key in {_paper(name), _paper(domain)} - {""}:
            groups[key].append(pk)
    domains = dict(Publication.objects.exclude(domain="").values_list("pk", "domain"))
    found = {pair: _why_one_paper(domains, pair) for pair in _pairs(groups.values())}
    counts = dict(
        Article.objects.filter(publication__in={pk for pair in found for pk in pair})
        .order_by()
        .values_list("publication")
        .annotate(Count("pk"))
    )
    return _weighed(found, counts)


# Rules --------------------------------------------------------------------------------------------

_Found = dict[tuple[int, int], tuple[str, float]]
_Rows = Sequence[tuple[int, str, str]]


def alike(one: Person, other: Person) -> tuple[str, float] | None:
    """Why two are likely one person, and how sure that is; None where they are likely not."""
    if sorted((*one.given, one.family)) == sorted((*other.given, other.family)):
        return _("the same names, set otherwise"), 0.95
    if one.family != other.family:
        return None
    shorter, longer = sorted((one.given, other.given), key=len)
    if not _agree(shorter[0], longer[0]):
        return None
    middle, more = shorter[1:], longer[1:]
    if any(not any(_agree(name, one) for one in more) for name in middle):
        return None
    if shorter[0] != longer[0]:
        return _("an initial for the given name"), 0.6
    left = len(more) - len(middle)
    if left and max(map(len, more)) > 1:
        return _("a middle name given or not"), 0.7
    why = _("a middle initial given or not") if left else _("a middle name or its initial")
    return why, 0.9


def _agree(one: str, other: str) -> bool:
    """Equal, or the one is the other's initial."""
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _by_person(rows: _Rows) -> _Found:
    persons = {pk: person for pk, name, _kind in rows if (person := Person.of(name))}
    same: dict[Hashable, list[int]] = defaultdict(list)
    near: dict[Hashable, list[int]] = defaultdict(list)
    for pk, person in persons.items():
        same[tuple(sorted((*person.given, person.family)))].append(pk)
        near[person.family, person.given[0][0]].append(pk)
    found: _Found = {}
    for pair in _pairs([*near.values(), *same.values()]):
        if why := alike(persons[pair[0]], persons[pair[1]]):
            found[pair] = why
    return _unambiguous(found, persons)


def _unambiguous(found: _Found, persons: Mapping[int, Person]) -> _Found:
    """Without initials that may stand for several: J. Smith is John or James."""
    meant: dict[int, set[str]] = defaultdict(set)
    for (one, other), (_why, sure) in found.items():
        if sure < 0.7:
            meant[one].add(persons[other].given[0])
            meant[other].add(persons[one].given[0])
    return {
        (one, other): why
        for (one, other), why in found.items()
        if why[1] >= 0.7 or max(len(meant[one]), len(meant[other])) < 2
    }


def _by_desk(rows: _Rows) -> _Found:
    """Spellings of agencies and desks; at least one of two must be known as such."""
    known = {pk for pk, _, kind in rows if kind != Author.Kind.PERSON}
    spelt: dict[Hashable, list[int]] = defaultdict(list)
    short: dict[str, list[int]] = defaultdict(list)
    for pk, name, _kind in rows:
        words = [word for word in _words(name) if word not in COMMON_OF_DESKS]
        if words:
            spelt["".join(words)].append(pk)
            short["".join(word[0] for word in words if word not in SMALL)].append(pk)
    found: _Found = {
        pair: (_("the same but for words such as “staff” and “the”"), 0.9)
        for pair in _pairs(spelt.values())
        if known & set(pair)
    }
    for initials, members in spelt.items():
        if INITIALS[0] <= len(str(initials)) <= INITIALS[1]:
            for one in members:
                for other in short.get(str(initials), ()):
                    pair = (min(one, other), max(one, other))
                    if one != other and pair not in found and {one, other} <= known:
                        found[pair] = (_("the one is the initials of the other"), 0.7)
    return found


def _why_one_paper(domains: Mapping[int, str], pair: tuple[int, int]) -> tuple[str, float]:
    """Two addresses that end otherwise may be two countries' papers, or nobody's."""
    endings = {domains[pk].rpartition(".")[2] for pk in pair if pk in domains}
    if len(endings) > 1:
        return _("the same address but for its ending"), 0.4
    return _("the same name, as a name or as an address"), 0.9


def _paper(name: str) -> str:
    """A publication's name or address without what names it no closer."""
    labels = name.casefold().split(".")
    if len(labels) > 1 and " " not in name:
        kept = [label for label in labels[:-1] if label not in COMMON_OF_DOMAINS]
        name = kept[-1] if kept else ""
    return "".join(word for word in _words(name) if word not in COMMON_OF_PAPERS)


# Small parts --------------------------------------------------------------------------------------


def _words(name: str) -> list[str]:
    return key_of(_ELIDED.sub(r"\1", name)).split()


def _pairs(groups: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    for members in groups:
        yield from combinations(sorted(set(members))[:CROWD], 2)


def _author_counts(author_ids: Iterable[int]) -> dict[int, int]:
    counts: Counter[int] = Counter()
    for ids in chunks(sorted(author_ids)):
        theirs = Byline.objects.filter(author__in=ids).order_by().values_list("author")
        counts.update(dict(theirs.annotate(Count("pk"))))
    return dict(counts)


def _weighed(found: _Found, counts: Mapping[int, int]) -> list[Pair]:
    """Pairs of which both have articles; the one with fewer would be joined to the other."""
    pairs = []
    for (one, other), (why, sure) in found.items():
        many, few = sorted((one, other), key=lambda pk: (-counts.get(pk, 0), pk))
        if counts.get(few):
            pairs.append(Pair(many, few, counts[many], counts[few], why, sure))
    return sorted(pairs, key=lambda one: (-one.weight, one.keep, one.other))
