"""Likely duplicates among authors and publications, judged by their names alone, for an editor to
decide. Read only."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext_noop as _

from archive.db.statements import chunks
from archive.models import Article, Author, Byline, Publication
from archive.text.slugs import key_of

#: Words before a name that are not part of it.
TITLES: Final = frozenset(
    "by dr prof professor sir dame lord lady mr mrs ms miss rev reverend fr sr capt captain col "
    "gen maj sgt herr frau mme mlle dott ing dipl mag".split()
)
#: Words after a name that are not part of it.
SUFFIXES: Final = frozenset(
    "jr junior sr senior ii iii iv phd md mp mep mba obe mbe cbe qc kc esq ret".split()
)
#: Words that bylines of agencies and desks add or omit.
COMMON_OF_DESKS: Final = frozenset(
    "the by staff reporter reporters writer writers newsroom wire wires service services "
    "correspondent correspondents editor editors editorial team agency agencies news desk online "
    "redaktion agence agencia agenzia agentur".split()
)
#: Words without an initial: PTI is the Press Trust of India.
SMALL: Final = frozenset("the of and for de la le des du di del der die das und et e y".split())
#: Words that names of publications add or omit; parts of domains that are no name.
COMMON_OF_PAPERS: Final = frozenset("online newspaper website web edition".split())
#: Articles before a publication's name, which its domain has or has not.
ARTICLES: Final = frozenset("the der die das le la les el los il lo de het o os".split())
COMMON_OF_DOMAINS: Final = frozenset("www m mobile edition co com org net".split())
#: How many letters an agency's initials may have.
INITIALS: Final = (2, 5)
#: Most names of one group that are compared with one another.
CROWD: Final = 60

#: O’Hara and D’Angelo are one word each.
_ELIDED: Final = re.compile(r"\b([ODLod])['’](?=\w)")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids, that with more articles first, and the reason; `confidence` is 0 to 1, set by
    judgement: only the order matters."""

    keep: int
    other: int
    keep_count: int
    other_count: int
    why: str
    confidence: float

    @property
    def weight(self) -> float:
        """Articles that a merge would move, by confidence: pairs with most come first."""
        return self.confidence * self.other_count


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name's words, folded: given names or initials, and the family name."""

    given: tuple[str, ...]
    family: str

    @classmethod
    def of(cls, name: str) -> PersonName | None:
        """None for fewer than two words."""
        head, _comma, tail = name.partition(",")
        after = _words(tail)
        # "Quill, Mara" has the family name first; in "Ann Carey, Alder Press" the employer follows.
        inverted = after and len(_words(head)) == 1
        words = [*after, *_words(head)] if inverted else _words(head)
        words = [word for word in words if word not in TITLES]
        while words and words[-1] in SUFFIXES:
            words.pop()
        return cls(tuple(words[:-1]), words[-1]) if len(words) > 1 else None


def likely_authors() -> list[Pair]:
    """Likely pairs of authors, by weight."""
    rows = list(Author.objects.order_by("pk").values_list("pk", "name", "kind"))
    matches = {**_by_desk(rows), **_by_person(rows)}
    counts = _author_counts({pk for ids in matches for pk in ids})
    return _by_weight(matches, counts)


def likely_publications() -> list[Pair]:
    """Likely pairs of publications, by weight."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for pk, name, domain in Publication.objects.order_by("pk").values_list("pk", "name", "domain"):
        for key in _publication_keys(name) | _publication_keys(domain):
            groups[key].append(pk)
    domains = dict(Publication.objects.exclude(domain="").values_list("pk", "domain"))
    matches = {ids: _publication_match(domains, ids) for ids in _pairs(groups.values())}
    counts = dict(
        Article.objects.filter(publication__in={pk for ids in matches for pk in ids})
        .order_by()
        .values_list("publication")
        .annotate(Count("pk"))
    )
    return _by_weight(matches, counts)


# Rules --------------------------------------------------------------------------------------------

#: (reason, confidence) of a match.
_Match = tuple[str, float]
_Matches = dict[tuple[int, int], _Match]
_Rows = Sequence[tuple[int, str, str]]


def match(first: PersonName, second: PersonName) -> _Match | None:
    """Why two names are likely one person's, and the confidence; None where they are not."""
    if sorted((*first.given, first.family)) == sorted((*second.given, second.family)):
        return _("the same names in another order or form"), 0.95
    if first.family != second.family:
        return None
    shorter, longer = sorted((first.given, second.given), key=len)
    if not _agree(shorter[0], longer[0]):
        return None
    middle, more = shorter[1:], longer[1:]
    if any(not any(_agree(name, longer) for longer in more) for name in middle):
        return None
    if shorter[0] != longer[0]:
        return _("an initial for the given name"), 0.6
    left = len(more) - len(middle)
    if left and max(map(len, more)) > 1:
        return _("with or without a middle name"), 0.7
    why = _("with or without a middle initial") if left else _("a middle name or its initial")
    return why, 0.9


def _agree(first: str, second: str) -> bool:
    """Equal, or one is the initial of the other."""
    return first == second or (1 in (len(first), len(second)) and first[0] == second[0])


def _by_person(rows: _Rows) -> _Matches:
    persons = {pk: person for pk, name, _kind in rows if (person := PersonName.of(name))}
    same: dict[Hashable, list[int]] = defaultdict(list)
    near: dict[Hashable, list[int]] = defaultdict(list)
    for pk, person in persons.items():
        same[tuple(sorted((*person.given, person.family)))].append(pk)
        near[person.family, person.given[0][0]].append(pk)
    matches: _Matches = {}
    for ids in _pairs([*near.values(), *same.values()]):
        if found := match(persons[ids[0]], persons[ids[1]]):
            matches[ids] = found
    return _unambiguous(matches, persons)


def _unambiguous(matches: _Matches, persons: Mapping[int, PersonName]) -> _Matches:
    """Without initials that may stand for several: J. Smith is John or James."""
    names: dict[int, set[str]] = defaultdict(set)
    for (first, second), (_why, confidence) in matches.items():
        if confidence < 0.7:
            names[first].add(persons[second].given[0])
            names[second].add(persons[first].given[0])
    return {
        (first, second): found
        for (first, second), found in matches.items()
        if found[1] >= 0.7 or max(len(names[first]), len(names[second])) < 2
    }


def _by_desk(rows: _Rows) -> _Matches:
    """Spellings of agencies and desks; at least one of two is known as such."""
    known = {pk for pk, _, kind in rows if kind != Author.Kind.PERSON}
    spelt: dict[Hashable, list[int]] = defaultdict(list)
    short: dict[str, list[int]] = defaultdict(list)
    for pk, name, _kind in rows:
        words = [word for word in _words(name) if word not in COMMON_OF_DESKS]
        if words:
            spelt["".join(words)].append(pk)
            short["".join(word[0] for word in words if word not in SMALL)].append(pk)
    matches: _Matches = {
        ids: (_("the same except for words such as “staff” and “the”"), 0.9)
        for ids in _pairs(spelt.values())
        if known & set(ids)
    }
    for initials, members in spelt.items():
        if INITIALS[0] <= len(str(initials)) <= INITIALS[1]:
            for first, second in product(members, short.get(str(initials), ())):
                ids = (min(first, second), max(first, second))
                if first != second and ids not in matches and {first, second} <= known:
                    matches[ids] = (_("one has the initials of the other"), 0.7)
    return matches


def _publication_match(domains: Mapping[int, str], ids: tuple[int, int]) -> _Match:
    """Domains that differ in their ending may be publications of two countries."""
    endings = {domains[pk].rpartition(".")[2] for pk in ids if pk in domains}
    if len(endings) > 1:
        return _("the same domain except for its ending"), 0.4
    return _("the same name, in words or as a domain"), 0.9


def _publication_keys(name: str) -> set[str]:
    """The keys of a publication's name or domain, without common words.

    A name has one with its article and one without: "Die Zeit" is found by zeit.de, "The Guardian"
    by theguardian.com. A domain has one, for nothing tells where an article ends in it.
    """
    labels = name.casefold().split(".")
    if len(labels) > 1 and " " not in name:
        own = [label for label in labels[:-1] if label not in COMMON_OF_DOMAINS]
        name = own[-1] if own else ""
    words = _words(name)
    bare = words[1:] if len(words) > 1 and words[0] in ARTICLES else words
    return {
        key
        for spelt in (words, bare)
        if (key := "".join(word for word in spelt if word not in COMMON_OF_PAPERS))
    }


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


def _by_weight(matches: _Matches, counts: Mapping[int, int]) -> list[Pair]:
    """Pairs of which both have articles; that with fewer would be merged into the other."""
    pairs = []
    for ids, (why, confidence) in matches.items():
        many, few = sorted(ids, key=lambda pk: (-counts.get(pk, 0), pk))
        if counts.get(few):
            pairs.append(Pair(many, few, counts[many], counts[few], why, confidence))
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.keep, pair.other))
