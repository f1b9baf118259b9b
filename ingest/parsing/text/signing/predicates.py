"""What a sentence says behind a name in, whether it gives that name a newsroom's role out.

"Una Marr is a reporter for …" does. "The Shut Gate is the third novel by the English writer …"
speaks of a writer too, but what stands behind "by" is said of somebody else.
"""

from __future__ import annotations

import re
from typing import Final

#: Professions of those who write for papers, and what implies one.
PROFESSION: Final = re.compile(
    r"\b(?:writer|reporter|editor|correspondent|journalist|columnist|author|producer|critic|fellow|"
    r"professor|contributor|curator|host|covers|writes|twitter|redakteur|redakteurin|"
    r"korrespondent|korrespondentin|journalistin|autor|autorin|volontär|volontärin|"
    r"chefredakteur|chefredakteurin|reporterin|kolumnist|kolumnistin|"
    r"journaliste|rédacteur|rédactrice|correspondante?|chroniqueur|chroniqueuse|envoyée? spéciale?|"
    r"periodista|redactor|redactora|corresponsal|enviad[oa] especial|columnista|"
    r"giornalista|corrispondente|inviat[oa]|jornalista|correspondente|repórter|colunista|"
    r"redacteur|verslaggever|verslaggeefster)\b",
    re.IGNORECASE,
)
#: Roles that houses, towns and firms have too: "Port Alder is host to …", "is a producer
#: of timber".
_NOT_ONLY_PERSONS: Final = frozenset(("host", "producer", "fellow", "critic", "contributor"))
#: So much of a sentence is read.
_READ: Final = 160
_TOKENS: Final = re.compile(r"[^\W\d_][\w’'-]*|[.;,:()|/–—-]")
#: Behind these stands what belongs to the sentence's noun, until a comma or an "and".
_ASIDE: Final = frozenset(
    """of for at in to from with about her his its their whose when where
    für bei im am aus mit seine seiner ihre ihrer der des den dem einer eines
    pour à au aux dans chez sur en son ses del della dello nel nella para su""".split()
)
#: Behind these stands another person, or a clause of its own, until the sentence ends.
_OTHERS: Final = frozenset(
    """by than is was are were has had says said told wrote written von vom nach par du de des
    d’après di da por door van según secondo selon""".split()
)
#: "Una Marr serves as editor": the role comes behind this, whatever stood between.
_AS: Final = frozenset(("as", "als", "comme", "como", "come", "and", "und", "et", "y", "e", "&"))
_MARKS: Final = frozenset(",;:()|/–—-")
#: How the next sentence of a note goes on about the same person.
_PERSON: Final = frozenset(
    """he she they he’s she’s follow email e-mail contact tweets er sie il elle ella
    él lui lei hij zij ele ela""".split()
)
#: Behind a role these make it somebody else's: "…, a critic wrote".
_SPEECH: Final = frozenset("wrote said says told schrieb sagte écrit dit".split())


def gives_role(text: str, start: int, end: int, name: str, *, is_known: bool) -> bool:
    """Whether the text behind a name and its verb gives the named a role; of those whose first
    name is not known as one, only a role that no house or firm has."""
    reader = _Predicate(frozenset(name.casefold().split()))
    tokens = [token[0] for token in _TOKENS.finditer(text, start, min(end, start + _READ))]
    for number, token in enumerate(tokens):
        word = token.casefold().replace("'", "’")
        rest = tokens[number + 1 :]
        if (
            reader.is_open
            and _is_role(token, rest)
            and not word.endswith("’s")
            and not (reader.behind_mark and _is_said(rest))
            and (word not in _NOT_ONLY_PERSONS or (is_known and rest[:1] != ["to"]))
        ):
            return True
        reader.take(word)
    return False


def _is_role(token: str, rest: list[str]) -> bool:
    """Whether a word, or with the next one ("enviada especial"), is a role."""
    return bool(PROFESSION.search(token) or (rest and PROFESSION.fullmatch(f"{token} {rest[0]}")))


def _is_said(tokens: list[str]) -> bool:
    """Whether the sentence ends on who said it: "…, an editor of the paper said."."""
    rest = tokens[: tokens.index(".")] if "." in tokens else tokens
    return any(token in _SPEECH for token in rest)


class _Predicate:
    """Whether what comes next in a sentence is still said of who was named."""

    def __init__(self, own: frozenset[str]) -> None:
        self._own = own
        self._before = ""
        self._ended = False
        #: Whether this word follows the subject, and so is its verb or says what they are.
        self._follows = True
        self._others = False
        self.is_open = True
        #: Whether it is, since a comma or the like.
        self.behind_mark = False

    def take(self, word: str) -> None:
        if self._ended:
            self._follows = word in _PERSON or word in self._own
            self._others, self.is_open = not self._follows, self._follows
        elif self._follows:
            self._follows = word in self._own
        elif word in _OTHERS:
            self._others, self.is_open = True, False
        elif word in _ASIDE:
            self.is_open = False
        elif word in _AS or word in _MARKS:
            self.is_open = not self._others
            self.behind_mark = word in _MARKS
        self._ended = word == "." and len(self._before) > _LONGEST_ABBREVIATION
        self._before = word


#: A full stop behind a longer word ends a sentence: "D.C.", "St." do not.
_LONGEST_ABBREVIATION: Final = 2
