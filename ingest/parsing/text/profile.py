"""One block in, its profile out: length, letters, first and last marks, dates, byline, credit.

The labelling model's features are made from profiles.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.parsing.fields.agencies import AGENCIES
from ingest.parsing.fields.boilerplate import IN_TEXT
from ingest.parsing.fields.byline_words import PARTICLES
from ingest.parsing.fields.bylines import ReadByline, opens, read_byline
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
    kind_of_mark,
    last_mark,
    long_words,
    may_date,
    opens_on_place,
    share_of_capitals,
    share_of_figures,
    sorts_of,
)
from ingest.parsing.text.feature_groups import FeatureGroup, FormInPlace
from ingest.parsing.text.trigger_words import (
    KNOWN,
    OF_PICTURES,
    PICTURE_WORDS,
    TRIGGERS,
    is_pictured,
    may_end_on_credit,
)


@dataclass(slots=True)
class Profile:
    """What a block is by itself. `kind` is the coarse class that features of neighbours use.

    The defaults are those of plain prose, which most blocks are.
    """

    text: str
    folded: str
    words: int
    end: str
    start: str
    capitals: str
    digits: str
    #: The number of function words, or `_UNCOUNTED`: see `function_words`.
    counted: int
    #: Its words without marks, where they were needed.
    bare: Sequence[str] = ()
    vocabulary: frozenset[str] = frozenset()
    place_opening: bool = False
    bullet: bool = False
    marks: str = "plain"
    kind: str = "prose"
    prose: bool = True
    #: Prose without any sign of boilerplate, pictures or bylines.
    clear: bool = True
    byline: ReadByline | None = None
    dates: Sequence[FoundDate] = ()
    date_share: float = 0.0
    credit: float = 0.0
    credit_tail: float = 0.0
    picture_words: bool = False
    whole: str = ""
    begins: str = ""
    inside: str = ""
    #: Its own features, made on first use: profiles of repeated lines are cached.
    groups: tuple[FeatureGroup, ...] = ()
    in_place: FormInPlace = ("", "", "", "", "")

    @property
    def function_words(self) -> int:
        """The number of function words. Counted lazily in long prose, where few readers ask."""
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
#: Profiles of lines up to this length are cached: sites set the same lines around every story.
_REPEATED: Final = 64
_KEPT_LINES: Final = 4_096


def profile_block(block: Block) -> Profile:
    """The profile of a block; cheap signs decide whether costly readings are made."""
    text = block.text
    length = len(text)
    if length <= _REPEATED:
        return _cached_profile(text)
    if length <= _LONG:
        return _plain_prose(text) or _short(text)
    return _plain_long(text) or _long(text)


#: Prose has at least so many words, or fewer where it ends as sentences do.
_PROSE: Final = 28
_PROSE_SENTENCE: Final = 14
#: In prose at least one in so many words is a function word.
_SMALL_WORD_IN: Final = 12
#: Trigger words and dates mark boilerplate only in blocks of up to so many words.
_LONGEST_TRIGGERED: Final = 30
_LONGEST_BYLINE: Final = 24


def _plain_prose(text: str) -> Profile | None:
    """The profile of clear prose, recognised by cheap signs; None for all other blocks."""
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
    if small < len(known) and _is_more_than_prose(text, folded, count, known):
        return None
    if small * _SMALL_WORD_IN < count or IN_TEXT.start(folded):
        return None
    sorts = sorts_of(text)
    capitals = share_of_capitals(text, sorts)
    if count <= _LONGEST_TRIGGERED and _may_date_or_sign(text, folded, count, sorts, capitals):
        return None
    if "(" in folded and is_pictured(folded):
        return None
    return Profile(
        text,
        folded,
        words=count,
        end=end,
        start=first_sort(text),
        capitals=capitals,
        digits=share_of_figures(sorts, len(text)),
        counted=small,
        bare=bare,
        vocabulary=frozenset() if count > _LONGEST_PROSE_LINE else long_words(folded, bare),
        place_opening=opens_on_place(text),
    )


_PROSE_ENDS: Final = frozenset((".", "”", "?"))


def _has_signs(text: str) -> bool:
    """Whether a text has a mark that clear prose does not have."""
    return (
        "/" in text
        or kind_of_mark(text) != "plain"
        or (not text.isascii() and ("©" in text or UNSPACED.search(text) is not None))
    )


def _is_more_than_prose(text: str, folded: str, count: int, known: Set[str]) -> bool:
    """Whether the trigger words of a sentence make it a caption, a credit or boilerplate."""
    return (
        not OF_PICTURES.isdisjoint(known)
        or opens_as_caption(text)
        or may_end_on_credit(text, folded, known)
        or (count <= _LONGEST_TRIGGERED and IN_TEXT.inside(folded, known) != "")
    )


def _may_date_or_sign(text: str, folded: str, count: int, sorts: bytes, capitals: str) -> bool:
    """Whether a sentence may hold a date or sign the story."""
    if may_date(text, sorts):
        return True
    return count <= _LONGEST_BYLINE and (capitals in ("most", "all") or opens(text, folded))


def _short(text: str) -> Profile:
    folded = text.casefold()
    count, unspaced = _words_of(text)
    sorts = sorts_of(text)
    bare = bare_words(folded)
    known = KNOWN.intersection(bare)
    triggers = known & TRIGGERS
    end, capitals = last_mark(text), share_of_capitals(text, sorts)
    small = len(known & FUNCTION_WORDS)
    profile = Profile(
        text,
        folded,
        words=count,
        end=end,
        start=first_sort(text),
        capitals=capitals,
        digits=share_of_figures(sorts, len(text)),
        counted=small,
    )
    profile.marks = kind_of_mark(text)
    profile.bullet = text[0] in BULLETS and bullet_length(text) > 0
    profile.whole = IN_TEXT.whole(folded) if count <= 8 else ""
    profile.begins = IN_TEXT.start(folded)
    if not OF_PICTURES.isdisjoint(triggers):
        profile.picture_words = not PICTURE_WORDS.isdisjoint(folded.split(" "))
    if not profile.picture_words and "(" in folded:
        profile.picture_words = is_pictured(folded)
    if triggers and count <= _LONGEST_TRIGGERED:
        profile.inside = IN_TEXT.inside(folded, triggers)
    if count <= _LONGEST_TRIGGERED and may_date(text, sorts):
        profile.dates = find_dates(text)
        profile.date_share = _date_share(profile)
    if (
        triggers
        or sorts[-1:] == b")"
        or b"/" in sorts
        or folded in AGENCIES
        or (unspaced and may_credit_unspaced(text))
    ):
        sure, profile.credit_tail = _credit(text, folded, count, triggers)
        profile.credit = 0.0 if profile.dates and sure < 0.95 else sure
    if (profile.credit < 0.8 or folded in AGENCIES) and _may_sign(profile):
        profile.byline = read_byline(text)
    profile.prose = profile.credit_tail < 0.85 and _reads_as_prose(count, end, small, unspaced)
    profile.kind = _kind(profile)
    profile.clear = _is_clear(profile)
    profile.place_opening = profile.prose and opens_on_place(text)
    if count <= (_LONGEST_PROSE_LINE if profile.prose else _LONGEST_LINE):
        profile.vocabulary = long_words(folded, bare)
    return profile


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


_cached_profile: Final = lru_cache(_KEPT_LINES)(_short)


def _date_share(profile: Profile) -> float:
    """How much of a block its dates take; more than half where it is there for its date."""
    share = sum([date.span[1] - date.span[0] for date in profile.dates]) / len(profile.text)
    if 0.2 < share <= 0.5 and profile.words <= 9 and profile.folded.startswith(_PUBLISHED):
        return 0.51
    return share


def _is_clear(profile: Profile) -> bool:
    return (
        profile.prose
        and not (
            profile.begins
            or profile.inside
            or profile.credit_tail
            or profile.picture_words
            or profile.bullet
        )
        and profile.byline is None
        and profile.marks == "plain"
    )


#: Longer lines, and longer prose, are not compared with the story's words.
_LONGEST_LINE: Final = 40
_LONGEST_PROSE_LINE: Final = 20


def _plain_long(text: str) -> Profile | None:
    """As `_plain_prose`, for long blocks, of which only the head and the end are examined."""
    end = last_mark(text)
    folded = text[:_HEAD].casefold()
    if (
        end != "."
        or text[0] in BULLETS
        or IN_TEXT.start(folded)
        or kind_of_mark(text[:_LOOKED_AT_OF_LONG]) != "plain"
        or opens_as_caption(text)
        or may_end_on_credit(text, "", TRIGGERS)
    ):
        return None
    count = text.count(" ") + 1
    if count <= _LONGEST_NOTICE and IN_TEXT.inside_long(text.casefold()):
        return None
    profile = Profile(
        text,
        folded,
        words=count,
        end=end,
        start=first_sort(text),
        capitals="few",
        digits="few",
        counted=_UNCOUNTED,
    )
    profile.place_opening = opens_on_place(text)
    return profile


#: How much of a long block is casefolded, and searched for marks.
_HEAD: Final = 80
_LOOKED_AT_OF_LONG: Final = 400
#: Longer notices are not recognised by words inside them.
_LONGEST_NOTICE: Final = 90


def _long(text: str) -> Profile:
    """A long block can only be prose, or a list of links run together."""
    count, end = text.count(" ") + 1, last_mark(text)
    small, many = small_words_of_head(text)
    reads = small * _SMALL_WORD_IN >= many or end == "." or bool(UNSPACED.search(text[:50]))
    capitals = "few" if reads else "most"
    small = small * count // many
    folded = text[:_HEAD].casefold()
    profile = Profile(
        text,
        folded,
        words=count,
        end=end,
        start=first_sort(text),
        capitals=capitals,
        digits="few",
        counted=small,
    )
    profile.credit_tail = _credit(text, "", count, TRIGGERS)[1]
    profile.prose = reads and profile.credit_tail < 0.85
    profile.kind = "prose" if profile.prose else "caption" if reads else "long"
    profile.bullet = text[0] in BULLETS and bullet_length(text[:10]) > 0
    profile.marks = kind_of_mark(text[:_LOOKED_AT_OF_LONG])
    profile.picture_words = profile.credit_tail > 0 and not PICTURE_WORDS.isdisjoint(
        text[-200:].casefold().split()
    )
    profile.begins = IN_TEXT.start(profile.folded)
    profile.inside = IN_TEXT.inside_long(text.casefold()) if count <= _LONGEST_NOTICE else ""
    profile.place_opening = opens_on_place(text)
    profile.clear = _is_clear(profile)
    return profile


def _credit(text: str, folded: str, count: int, triggers: Set[str]) -> tuple[float, float]:
    """Confidence that a block is a credit, and that it is a caption: ends on a credit or opens as
    captions do."""
    if opens_as_caption(text):
        return 0.0, 0.9
    if not may_end_on_credit(text, folded, triggers):
        return 0.0, 0.0
    looked = text if count <= _LONGEST_TRIGGERED else text[-200:]
    if not may_credit(looked):
        return 0.0, 0.0
    sure = is_credit(text) if count <= _LONGEST_TRIGGERED else 0.0
    return sure, 0.0 if sure >= 0.8 else ends_on_credit(text)


def _may_sign(profile: Profile) -> bool:
    """Whether a block may be a byline, by cheap signs, before the costly reading."""
    text = profile.text
    if profile.words > _LONGEST_BYLINE or profile.whole:
        return False
    if profile.capitals in ("most", "all") or profile.dates or opens(text, profile.folded):
        return True
    text = text.removeprefix(_BULLET)
    if not 1 < profile.words <= 8 or not (text[0].isupper() or text.startswith(_STROKE)):
        return False
    _, *rest = text.split(" ")
    # "Otto von der Halle": small words stand inside names.
    return bool(rest) and (
        rest[0][:1].isupper()
        or (rest[0] in PARTICLES and (rest[-1][:1].isupper() or rest[-1][-1:] == ")"))
    )


#: "/ Una Marr": a name that a stroke sets apart.
_STROKE: Final = "/ "
#: "• Una Marr": an item of a list around the headline.
_BULLET: Final = "• "


def _kind(profile: Profile) -> str:
    count, byline = profile.words, profile.byline
    if profile.whole:
        return "boilerplate"
    if profile.date_share > 0.5:
        return "date"
    if byline and byline.opener and byline.explained > 0.3:
        return "byline"
    if profile.credit >= 0.8:
        return "credit"
    if profile.credit_tail >= 0.85 and count >= 5:
        return "caption"
    if profile.prose:
        return "prose"
    if byline and byline.explained > 0.6:
        return "name"
    if count <= 3:
        return "tiny"
    if profile.end in ".”?" and count >= 6:
        return "sentence"
    return "line" if count >= 6 else "short"
