"""What can be seen of a block by itself: its length, its letters, its first and last marks.

In: one block. Out: its profile, from which the features of the labelling model are put together.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.parsing.fields.agencies import AGENCIES
from ingest.parsing.fields.boilerplate import IN_TEXT
from ingest.parsing.fields.byline_words import PARTICLES
from ingest.parsing.fields.bylines import Byline, opens, read_byline
from ingest.parsing.fields.credits import (
    ends_on_credit,
    is_credit,
    may_credit,
    may_credit_unspaced,
    opens_as_caption,
)
from ingest.parsing.fields.dates import FoundDate, find_dates
from ingest.parsing.fields.language import FUNCTION_WORDS, small_words_of_head
from ingest.parsing.text.blocks import BULLETS, Block, bullet_length
from ingest.parsing.text.characters import (
    QUOTES,
    UNSPACED,
    bare_words,
    first_sort,
    last_mark,
    long_words,
    may_date,
    opens_on_place,
    share_of_capitals,
    share_of_figures,
    sorts_of,
    telling_mark,
)
from ingest.parsing.text.trigger_words import (
    KNOWN,
    OF_PICTURES,
    PICTURE_WORDS,
    TELLING,
    is_pictured,
    may_end_on_credit,
)


@dataclass(slots=True)
class Profile:
    """One block looked at by itself. `kind` is the coarse sort that its neighbours see.

    What is assumed here holds of plain prose, which most blocks are; others say what they are.
    """

    text: str
    folded: str
    words: int
    end: str
    start: str
    capitals: str
    digits: str
    #: How many small words it has: see `function_words`.
    counted: int
    #: Its words without marks, where they were looked at.
    bare: Sequence[str] = ()
    vocabulary: frozenset[str] = frozenset()
    place_opening: bool = False
    bullet: bool = False
    marks: str = "plain"
    kind: str = "prose"
    prose: bool = True
    #: Prose of which nothing else is to be said.
    clear: bool = True
    byline: Byline | None = None
    dates: Sequence[FoundDate] = ()
    date_share: float = 0.0
    credit: float = 0.0
    credit_tail: float = 0.0
    picture_words: bool = False
    whole: str = ""
    begins: str = ""
    inside: str = ""

    @property
    def function_words(self) -> int:
        """How many small words it has. Those of long prose are counted when first asked for: of
        what stands inside a story nobody asks."""
        if self.counted == _UNCOUNTED:
            small, many = small_words_of_head(self.text)
            self.counted = small * self.words // many
        return self.counted


_UNCOUNTED: Final = -1
#: `Posted on March 3, 2015 by admin`: a line that is there for its date.
_PUBLISHED: Final = ("posted ", "published ", "submitted ", "updated ", "last updated", "created ",
                     "veröffentlicht ", "erstellt ", "aktualisiert ", "publié le", "mis à jour",
                     "publicado ", "actualizado ", "pubblicato ", "aggiornato ", "gepubliceerd ",
                     "geplaatst ", "atualizado ")  # fmt: skip
_LONG: Final = 300


#: Lines up to this length are looked at once: what a site sets around each of its stories is the
#: same line in every file.
_REPEATED: Final = 64
_KEPT_LINES: Final = 4_096


def profile(block: Block) -> Profile:
    """Look at one block; costly readings are made only where cheap signs ask for them."""
    text = block.text
    length = len(text)
    if length <= _REPEATED:
        return _kept(text)
    if length <= _LONG:
        return _plain_prose(text) or _short(text)
    return _plain_long(text) or _long(text)


#: Prose has so many words, or ends as sentences do and has so many.
_PROSE: Final = 28
_PROSE_SENTENCE: Final = 14
#: Of so many words at least one is a small one.
_SMALL_WORD_IN: Final = 12
#: Words inside a line, and dates, tell of boilerplate only up to this length.
_LONGEST_TOLD: Final = 30
_LONGEST_BYLINE: Final = 24


def _plain_prose(text: str) -> Profile | None:
    """Prose of which nothing else is to be said, told by cheap signs; None for all other blocks."""
    count = text.count(" ") + 1
    if count < _PROSE_SENTENCE or not (text[0].isalnum() or text[0] in QUOTES):
        return None
    end = last_mark(text)
    if end not in _PROSE_ENDS or text[-1] in ")]" or _has_signs(text):
        return None
    folded = text.casefold()
    bare = bare_words(folded)
    known = KNOWN.intersection(bare)
    small = len(known & FUNCTION_WORDS)
    if small < len(known) and _tells(text, folded, count, known):
        return None
    if small * _SMALL_WORD_IN < count or IN_TEXT.start(folded):
        return None
    sorts = sorts_of(text)
    capitals = share_of_capitals(text, sorts)
    if count <= _LONGEST_TOLD and _may_tell(text, folded, count, sorts, capitals):
        return None
    if "(" in folded and is_pictured(folded):
        return None
    return Profile(
        text,
        folded,
        count,
        end,
        first_sort(text),
        capitals,
        share_of_figures(sorts, len(text)),
        small,
        bare,
        frozenset() if count > _LONGEST_PROSE_LINE else long_words(folded, bare),
        opens_on_place(text),
    )


_PROSE_ENDS: Final = frozenset((".", "”", "?"))


def _has_signs(text: str) -> bool:
    """Whether a mark stands in a text that prose does without."""
    return (
        "/" in text
        or telling_mark(text) != "plain"
        or (not text.isascii() and ("©" in text or UNSPACED.search(text) is not None))
    )


def _tells(text: str, folded: str, count: int, known: Set[str]) -> bool:
    """Whether the telling words of a sentence make more of it than prose."""
    return (
        not OF_PICTURES.isdisjoint(known)
        or opens_as_caption(text)
        or may_end_on_credit(text, folded, known)
        or (count <= _LONGEST_TOLD and IN_TEXT.inside(folded, known) != "")
    )


def _may_tell(text: str, folded: str, count: int, sorts: bytes, capitals: str) -> bool:
    """Whether a sentence may hold a date or sign the story."""
    if sorts.count(b"0") >= _FEWEST_FIGURES and may_date(sorts):
        return True
    return count <= _LONGEST_BYLINE and (capitals in ("most", "all") or opens(text, folded))


_FEWEST_FIGURES: Final = 4


def _short(text: str) -> Profile:
    folded = text.casefold()
    count, unspaced = _words_of(text)
    sorts = sorts_of(text)
    bare = bare_words(folded)
    known = KNOWN.intersection(bare)
    telling = known & TELLING
    end, capitals = last_mark(text), share_of_capitals(text, sorts)
    small = len(known & FUNCTION_WORDS)
    one = Profile(
        text,
        folded,
        count,
        end,
        first_sort(text),
        capitals,
        share_of_figures(sorts, len(text)),
        small,
    )
    one.marks = telling_mark(text)
    one.bullet = text[0] in BULLETS and bullet_length(text) > 0
    one.whole = IN_TEXT.whole(folded) if count <= 8 else ""
    one.begins = IN_TEXT.start(folded)
    if not OF_PICTURES.isdisjoint(telling):
        one.picture_words = not PICTURE_WORDS.isdisjoint(folded.split(" "))
    if not one.picture_words and "(" in folded:
        one.picture_words = is_pictured(folded)
    if telling and count <= _LONGEST_TOLD:
        one.inside = IN_TEXT.inside(folded, telling)
    if count <= _LONGEST_TOLD and sorts.count(b"0") >= _FEWEST_FIGURES and may_date(sorts):
        one.dates = find_dates(text)
        one.date_share = _date_share(one)
    if (
        telling
        or sorts[-1:] == b")"
        or b"/" in sorts
        or folded in AGENCIES
        or (unspaced and may_credit_unspaced(text))
    ):
        sure, one.credit_tail = _credit(text, folded, count, telling)
        one.credit = 0.0 if one.dates and sure < 0.95 else sure
    if (one.credit < 0.8 or folded in AGENCIES) and _may_sign(one):
        one.byline = read_byline(text)
    one.prose = one.credit_tail < 0.85 and _reads_as_prose(count, end, small, unspaced)
    one.kind = _kind(one)
    one.clear = _is_clear(one)
    one.place_opening = one.prose and opens_on_place(text)
    if count <= (_LONGEST_PROSE_LINE if one.prose else _LONGEST_LINE):
        one.vocabulary = long_words(folded, bare)
    return one


def _words_of(text: str) -> tuple[int, bool]:
    """How many words a text has, and whether its script sets no spaces between them."""
    count = text.count(" ") + 1
    unspaced = not text.isascii() and bool(UNSPACED.search(text[:50] if count >= 8 else text))
    if unspaced and count < 8 and len(text) > 12:
        count = max(count, len(UNSPACED.findall(text)) // 2)
    return count, unspaced


def _reads_as_prose(count: int, end: str, small: int, unspaced: bool) -> bool:
    """Whether so many words that end so, so many of them small ones, are prose."""
    long = count >= _PROSE or (count >= _PROSE_SENTENCE and end in _PROSE_ENDS)
    return long and (unspaced or small * _SMALL_WORD_IN >= count)


_kept: Final = lru_cache(_KEPT_LINES)(_short)


def _date_share(one: Profile) -> float:
    """How much of a block its dates take; more than half where it is there for its date."""
    share = sum([date.span[1] - date.span[0] for date in one.dates]) / len(one.text)
    if 0.2 < share <= 0.5 and one.words <= 9 and one.folded.startswith(_PUBLISHED):
        return 0.51
    return share


def _is_clear(one: Profile) -> bool:
    return (
        one.prose
        and not (one.begins or one.inside or one.credit_tail or one.picture_words or one.bullet)
        and one.byline is None
        and one.marks == "plain"
    )


#: So many words are compared with those of the story.
_LONGEST_LINE: Final = 40
_LONGEST_PROSE_LINE: Final = 20


def _plain_long(text: str) -> Profile | None:
    """As `_plain_prose`, of a long block: what it ends on is looked at, and its head."""
    end = last_mark(text)
    folded = text[:_HEAD].casefold()
    if (
        end != "."
        or text[0] in BULLETS
        or IN_TEXT.start(folded)
        or telling_mark(text[:_LOOKED_AT_OF_LONG]) != "plain"
        or opens_as_caption(text)
        or may_end_on_credit(text, "", TELLING)
    ):
        return None
    count = text.count(" ") + 1
    if count <= _LONGEST_NOTICE and IN_TEXT.inside_long(text.casefold()):
        return None
    one = Profile(text, folded, count, end, first_sort(text), "few", "few", _UNCOUNTED)
    one.place_opening = opens_on_place(text)
    return one


#: Of long blocks so much is folded, and searched for marks.
_HEAD: Final = 80
_LOOKED_AT_OF_LONG: Final = 400
#: No longer notice tells by words inside it what it is.
_LONGEST_NOTICE: Final = 90


def _long(text: str) -> Profile:
    """A long block can only be prose, or a list of links run together."""
    count, end = text.count(" ") + 1, last_mark(text)
    small, many = small_words_of_head(text)
    reads = small * _SMALL_WORD_IN >= many or end == "." or bool(UNSPACED.search(text[:50]))
    capitals = "few" if reads else "most"
    small = small * count // many
    folded = text[:_HEAD].casefold()
    one = Profile(text, folded, count, end, first_sort(text), capitals, "few", small)
    one.credit_tail = _credit(text, "", count, TELLING)[1]
    one.prose = reads and one.credit_tail < 0.85
    one.kind = "prose" if one.prose else "caption" if reads else "long"
    one.bullet = text[0] in BULLETS and bullet_length(text[:10]) > 0
    one.marks = telling_mark(text[:_LOOKED_AT_OF_LONG])
    one.picture_words = one.credit_tail > 0 and not PICTURE_WORDS.isdisjoint(
        text[-200:].casefold().split()
    )
    one.begins = IN_TEXT.start(one.folded)
    one.inside = IN_TEXT.inside_long(text.casefold()) if count <= _LONGEST_NOTICE else ""
    one.place_opening = opens_on_place(text)
    one.clear = _is_clear(one)
    return one


def _credit(text: str, folded: str, count: int, telling: Set[str]) -> tuple[float, float]:
    """How surely a block is a credit, and how surely it ends on one or is a caption by its name."""
    if opens_as_caption(text):
        return 0.0, 0.9
    if not may_end_on_credit(text, folded, telling):
        return 0.0, 0.0
    looked = text if count <= _LONGEST_TOLD else text[-200:]
    if not may_credit(looked):
        return 0.0, 0.0
    sure = is_credit(text) if count <= _LONGEST_TOLD else 0.0
    return sure, 0.0 if sure >= 0.8 else ends_on_credit(text)


def _may_sign(one: Profile) -> bool:
    """Whether a block may be a byline: the cheap signs before the costly reading."""
    text = one.text
    if one.words > _LONGEST_BYLINE or one.whole:
        return False
    if one.capitals in ("most", "all") or one.dates or opens(text, one.folded):
        return True
    if not 1 < one.words <= 8 or not (text[0].isupper() or text.startswith(_STROKE)):
        return False
    _, *rest = text.split(" ")
    # "Otto von der Halle": small words stand inside names.
    return bool(rest) and (
        rest[0][:1].isupper()
        or (rest[0] in PARTICLES and (rest[-1][:1].isupper() or rest[-1][-1:] == ")"))
    )


#: "/ Una Marr": a name that a stroke sets apart.
_STROKE: Final = "/ "


def _kind(one: Profile) -> str:
    count, byline = one.words, one.byline
    if one.whole:
        return "boilerplate"
    if one.date_share > 0.5:
        return "date"
    if byline and byline.opener and byline.explained > 0.3:
        return "byline"
    if one.credit >= 0.8:
        return "credit"
    if one.credit_tail >= 0.85 and count >= 5:
        return "caption"
    if one.prose:
        return "prose"
    if byline and byline.explained > 0.6:
        return "name"
    if count <= 3:
        return "tiny"
    if one.end in ".”?" and count >= 6:
        return "sentence"
    return "line" if count >= 6 else "short"
