"""What can be seen of a block by itself: its length, its letters, its first and last marks.

In: one block. Out: its profile, from which the features of the labelling model are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.parsing import furniture
from ingest.parsing.agencies import AGENCIES
from ingest.parsing.blocks import BULLETS, Block, bullet_length
from ingest.parsing.byline_words import OPENERS
from ingest.parsing.bylines import Byline, opener_end, read_byline
from ingest.parsing.captions import (
    ends_on_credit,
    is_credit,
    may_credit,
    may_credit_unspaced,
    opens_as_caption,
)
from ingest.parsing.dates import FoundDate, find_dates
from ingest.parsing.language import FUNCTION_WORDS


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
    function_words: int
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


#: `PORT ALDER, England (AP) —`, `Riga —`: a story's first words.
_PLACE_OPENING: Final = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.’' ]{2,}[A-ZÀ-Þ.](?:,\s[\w. ]{2,20})?|"
    r"[A-ZÀ-Þ][\w.’ -]{2,30}(?:,\s[\w. ]{2,20})?"
    r"\s\([A-Za-z/]{2,12}\))\s?(?:\([\w/ ]{2,20}\)\s?)?(?:[-–—]{1,2}|\.)\s"
)
#: No such opening is longer.
_LONGEST_OPENING: Final = 90


def _opens_on_place(text: str) -> bool:
    """`PORT ALDER, England (AP) — The ferry …`"""
    head = text[:_LONGEST_OPENING]
    # The pattern needs a bracket, or at least two capitals and a mark.
    return ("(" in head or head[1:2].isupper() or head[1:2] in ".’' ") and bool(
        _PLACE_OPENING.match(text)
    )


#: Words of captions: `pictured`, `file photo`, `(left)`, `seen here`, `links im Bild`.
_PICTURE_WORDS: Final = frozenset(
    """pictured pictured: photo photo. photo, photos foto foto: image image: images bild bild:
    photograph photograph: screenshot archivbild symbolbild archivfoto symbolfoto poses seen
    imagen file left right ©""".split()
)
_PICTURE_MARKS: Final = ("(left)", "(right)", "(l)", "(r)", "(photo", "(image", "(foto", "(bild",
                         "(picture", "(pictured", "(archiv", "(symbol", "(file", "(links",
                         "(rechts", "(l.", "(r.", "(m.)", "(mitte", "(izq", "(dcha", "(à gauche",
                         "(à droite", "(a la izquierda", "(a la derecha", "(a sinistra",
                         "(a destra", "(à esquerda", "(à direita", "(centre", "(center", "(top)",
                         "(l-r", "(from left", "(von links", "(v.l.", "(v. l.",
                         "(de gauche", "(de izquierda", "(da sinistra")  # fmt: skip
_PICTURE_MARK: Final = re.compile(
    r"\((?:" + "|".join(re.escape(mark[1:]) for mark in _PICTURE_MARKS) + ")"
)
#: One of these words near the end, or a stroke, asks for a closer look at a credit.
_CREDIT_WORDS: Final = frozenset(
    """photo photos foto fotos photograph photographer fotografía fotografie bild bilder bildquelle
    image images credit credits crédit crédits credito créditos quelle illustration illustrator
    screenshot courtesy getty reuters copyright source picture pictures symbolbild symbolfoto
    archivbild handout supplied contributed shutterstock alamy ap afp epa aap pa dpa upi grafik
    cartoon video beeld imagen immagine imagem fonte fuente symbolbild montage collage pic
    bildnachweis rechte ljósmynd kuva bilde ảnh fotoğraf zdjęcie fot capture captura archivo
    archive archiv file symbol © """.split()
)
_OF_PICTURES: Final = frozenset(word.strip(".,:") for word in _PICTURE_WORDS)
#: The words that ask for a closer look at anything.
_TELLING: Final = _CREDIT_WORDS | furniture.INSIDE_WORDS | _OF_PICTURES
#: All of whose words a line is asked for.
_KNOWN: Final = _TELLING | FUNCTION_WORDS
#: `Posted on March 3, 2015 by admin`: a line that is there for its date.
_PUBLISHED: Final = ("posted ", "published ", "submitted ", "updated ", "last updated", "created ",
                     "veröffentlicht ", "erstellt ", "aktualisiert ", "publié le", "mis à jour",
                     "publicado ", "actualizado ", "pubblicato ", "aggiornato ", "gepubliceerd ",
                     "geplaatst ", "atualizado ")  # fmt: skip
_SENTENCE_MARKS: Final = frozenset(".!?…。！？")
_QUOTES: Final = frozenset("“„«»\"'‘‚’「『")
_CLOSERS: Final = "”“»«\"'’‘)]」』"
#: Scripts that set no spaces: a word is counted for every two letters.
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
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
#: Words inside a line, and dates, tell of furniture only up to this length.
_LONGEST_TOLD: Final = 30
_LONGEST_BYLINE: Final = 24
#: How bylines begin, as far as two letters tell.
_OPENINGS: Final = frozenset(word[:2] for word in OPENERS)


def _plain_prose(text: str) -> Profile | None:
    """Prose of which nothing else is to be said, told by cheap signs; None for all other blocks."""
    count = text.count(" ") + 1
    if count < _PROSE_SENTENCE or not (text[0].isalnum() or text[0] in _QUOTES):
        return None
    end = _end(text)
    if end not in _PROSE_ENDS or text[-1] in ")]" or _has_signs(text):
        return None
    folded = text.casefold()
    bare = bare_words(folded)
    known = _KNOWN.intersection(bare)
    small = len(known & FUNCTION_WORDS)
    if small < len(known) and _tells(text, folded, count, known):
        return None
    if small * _SMALL_WORD_IN < count or furniture.beginning(folded):
        return None
    sorts = sorts_of(text)
    capitals = _capitals(text, sorts, count)
    if count <= _LONGEST_TOLD and _may_tell(text, folded, count, sorts, capitals):
        return None
    if "(" in folded and _is_pictured(folded):
        return None
    return Profile(
        text,
        folded,
        count,
        end,
        _start(text),
        capitals,
        _digits(sorts, len(text)),
        small,
        bare,
        frozenset() if count > _LONGEST_PROSE_LINE else _vocabulary(folded, bare),
        _opens_on_place(text),
    )


_PROSE_ENDS: Final = frozenset((".", "”", "?"))


def _has_signs(text: str) -> bool:
    """Whether a mark stands in a text that prose does without."""
    return (
        "/" in text
        or _marks(text) != "plain"
        or (not text.isascii() and ("©" in text or _UNSPACED.search(text) is not None))
    )


def _tells(text: str, folded: str, count: int, known: Set[str]) -> bool:
    """Whether the telling words of a sentence make more of it than prose."""
    return (
        not _OF_PICTURES.isdisjoint(known)
        or opens_as_caption(text)
        or _may_end_on_credit(text, folded, known)
        or (count <= _LONGEST_TOLD and furniture.inside(folded, known) != "")
    )


def _may_tell(text: str, folded: str, count: int, sorts: bytes, capitals: str) -> bool:
    """Whether a sentence may hold a date or sign the story."""
    if sorts.count(b"0") >= _FEWEST_FIGURES and may_date(sorts):
        return True
    return count <= _LONGEST_BYLINE and (
        capitals in ("most", "all") or (folded[:2] in _OPENINGS and opener_end(text) > 0)
    )


_FEWEST_FIGURES: Final = 4


def _short(text: str) -> Profile:
    ascii_only = text.isascii()
    folded = text.casefold()
    count = text.count(" ") + 1
    unspaced = not ascii_only and bool(_UNSPACED.search(text[:50] if count >= 8 else text))
    if unspaced and count < 8 and len(text) > 12:
        count = max(count, len(_UNSPACED.findall(text)) // 2)
    sorts = sorts_of(text)
    bare = bare_words(folded)
    known = _KNOWN.intersection(bare)
    telling = known & _TELLING
    end, capitals = _end(text), _capitals(text, sorts, count)
    small = len(known & FUNCTION_WORDS)
    one = Profile(
        text, folded, count, end, _start(text), capitals, _digits(sorts, len(text)), small
    )
    one.marks = _marks(text)
    one.bullet = text[0] in BULLETS and bullet_length(text) > 0
    one.whole = furniture.whole_line(folded) if count <= 8 else ""
    one.begins = furniture.beginning(folded)
    one.picture_words = bool(telling) and not _PICTURE_WORDS.isdisjoint(folded.split(" "))
    if not one.picture_words and "(" in folded:
        one.picture_words = _is_pictured(folded)
    if telling and count <= _LONGEST_TOLD:
        one.inside = furniture.inside(folded, telling)
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
    one.prose = (
        ((count >= _PROSE_SENTENCE and end in _PROSE_ENDS) or count >= _PROSE)
        and one.credit_tail < 0.85
        and (small * _SMALL_WORD_IN >= count or unspaced)
    )
    one.kind = _kind(one)
    one.clear = _is_clear(one)
    one.place_opening = one.prose and _opens_on_place(text)
    if count <= (_LONGEST_PROSE_LINE if one.prose else _LONGEST_LINE):
        one.vocabulary = _vocabulary(folded, bare)
    return one


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


def _is_pictured(folded: str) -> bool:
    """Whether brackets tell of a picture: "(left)", "(photo …"."""
    return _PICTURE_MARK.search(folded) is not None


def story_words(folded: str) -> Iterable[str]:
    """The words of a story; pairs of letters in scripts that set no spaces."""
    if _is_unspaced(folded):
        return _vocabulary(folded, [])
    return bare_words(folded)


def _is_unspaced(folded: str) -> bool:
    """Whether a text is in a script that sets no spaces."""
    return (
        not folded.isascii()
        and (folded.count(" ") + 1) * 12 < len(folded)
        and _UNSPACED.search(folded) is not None
    )


#: So many words are compared with those of the story.
_LONGEST_LINE: Final = 40
_LONGEST_PROSE_LINE: Final = 20


def _vocabulary(folded: str, bare: list[str]) -> frozenset[str]:
    """The longer words of a line; pairs of letters in scripts that set no spaces."""
    if _is_unspaced(folded):
        return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))
    return frozenset([word for word in bare if len(word) > 3])


_MARKS_OF_WORDS: Final = '.,:;!?()[]“”"’‘„«»'
_NO_MARKS: Final = bytes.maketrans(b'.,:;!?()[]"', b" " * 11)


def bare_words(text: str) -> list[str]:
    """The words of a text without marks. Bytes translate ten times quicker than strings."""
    if text.isascii():
        return text.encode("ascii").translate(_NO_MARKS).decode("ascii").split()
    for mark in _MARKS_OF_WORDS:
        if mark in text:
            text = text.replace(mark, " ")
    return text.split()


def _plain_long(text: str) -> Profile | None:
    """As `_plain_prose`, of a long block: what it ends on is looked at, and its head."""
    end = _end(text)
    folded = text[:_HEAD].casefold()
    if (
        end != "."
        or text[0] in BULLETS
        or furniture.beginning(folded)
        or _marks(text[:_LOOKED_AT_OF_LONG]) != "plain"
        or opens_as_caption(text)
        or _may_end_on_credit(text, "", _TELLING)
    ):
        return None
    count = text.count(" ") + 1
    if count <= _LONGEST_NOTICE and furniture.inside_long(text.casefold()):
        return None
    small, many = _small_words(text)
    one = Profile(text, folded, count, end, _start(text), "few", "few", small * count // many)
    one.place_opening = _opens_on_place(text)
    return one


#: Of long blocks so much is folded, and searched for marks.
_HEAD: Final = 80
_LOOKED_AT_OF_LONG: Final = 400
#: No longer notice tells by words inside it what it is.
_LONGEST_NOTICE: Final = 90


def _long(text: str) -> Profile:
    """A long block can only be prose, or a list of links run together."""
    count, end = text.count(" ") + 1, _end(text)
    small, many = _small_words(text)
    reads = small * _SMALL_WORD_IN >= many or end == "." or bool(_UNSPACED.search(text[:50]))
    capitals = "few" if reads else "most"
    small = small * count // many
    folded = text[:_HEAD].casefold()
    one = Profile(text, folded, count, end, _start(text), capitals, "few", small)
    one.credit_tail = _credit(text, "", count, _TELLING)[1]
    one.prose = reads and one.credit_tail < 0.85
    one.kind = "prose" if one.prose else "caption" if reads else "long"
    one.bullet = text[0] in BULLETS and bullet_length(text[:10]) > 0
    one.marks = _marks(text[:_LOOKED_AT_OF_LONG])
    one.picture_words = one.credit_tail > 0 and not _PICTURE_WORDS.isdisjoint(
        text[-200:].casefold().split()
    )
    one.begins = furniture.beginning(one.folded)
    one.inside = furniture.inside_long(text.casefold()) if count <= _LONGEST_NOTICE else ""
    one.place_opening = _opens_on_place(text)
    one.clear = _is_clear(one)
    return one


def _small_words(text: str) -> tuple[int, int]:
    """How many small words the head of a long block has, and how many words."""
    head = text[:_LONG].split(" ")
    return len(FUNCTION_WORDS.intersection(head)), len(head)


def _credit(text: str, folded: str, count: int, telling: Set[str]) -> tuple[float, float]:
    """How surely a block is a credit, and how surely it ends on one or is a caption by its name."""
    if opens_as_caption(text):
        return 0.0, 0.9
    if not _may_end_on_credit(text, folded, telling):
        return 0.0, 0.0
    looked = text if count <= _LONGEST_TOLD else text[-200:]
    if not may_credit(looked):
        return 0.0, 0.0
    sure = is_credit(text) if count <= _LONGEST_TOLD else 0.0
    return sure, 0.0 if sure >= 0.8 else ends_on_credit(text)


#: No credit at the end of a block is longer.
_LONGEST_CREDIT: Final = 110


def _may_end_on_credit(text: str, folded: str, telling: Set[str]) -> bool:
    """Whether the end of a block has a mark of credits or a word of them."""
    end = text[-_LONGEST_CREDIT:]
    if "/" in end or "©" in end or "|" in end or end[-1] in ")]）" or folded in AGENCIES:
        return True
    if "＝" in end:
        return True
    if _CREDIT_WORDS.isdisjoint(telling):
        return False
    last = end.split(None, 1)[-1].casefold() if len(text) > _LONGEST_CREDIT else folded
    return not _CREDIT_WORDS.isdisjoint(bare_words(last))


def _may_sign(one: Profile) -> bool:
    """Whether a block may be a byline: the cheap signs before the costly reading."""
    text = one.text
    if one.words > _LONGEST_BYLINE or one.whole:
        return False
    if one.capitals in ("most", "all") or one.dates or opener_end(text) > 0:
        return True
    if not 1 < one.words <= 8 or not text[0].isupper():
        return False
    second = text.find(" ") + 1
    return second > 0 and text[second].isupper()


def _end(text: str) -> str:
    """The last mark: "." for an ended sentence (quotes looked through), ":" "," "?" "…" or ""."""
    last = text[-1]
    if last == "." and text[-2:] != "..":
        return "."
    if last in _CLOSERS:
        inner = text.rstrip(_CLOSERS)[-1:]
        if inner and inner in _SENTENCE_MARKS:
            return "."
        return ")" if last in ")]" else "”"
    if last == "?":
        return "?"
    if text.endswith(("...", "…")):
        return "…"
    if last in _SENTENCE_MARKS:
        return "."
    return last if last in ":,;|-–—" else ""


def _start(text: str) -> str:
    first = text[0]
    if first.isupper():
        return "upper"
    if first.islower():
        return "lower"
    if first.isdigit():
        return "digit"
    if first in _QUOTES:
        return "quote"
    return "letter" if first.isalpha() else "mark"


#: Every byte by its sort: "A" a capital, "0" a digit, "m" a mark of dates in figures, "/" a stroke
#: or a sign beyond ASCII that may be "©", ")" a closing bracket, " " a space, "x" all else. What is
#: asked of a text's letters is then a search, quicker than any loop.
_SORTS: Final = b"".join(
    b"A" if 65 <= code <= 90
    else b"0" if 48 <= code <= 57
    else b"m" if code in b".-"
    else b"/" if code in b"/|\xc2"
    else b")" if code in b")]"
    else b" " if code == 32
    else b"x"
    for code in range(256)
)  # fmt: skip


def sorts_of(text: str) -> bytes:
    """The sorts of a text's bytes in UTF-8, a byte each."""
    return text.encode("utf-8", "surrogatepass").translate(_SORTS)


def _digits(sorts: bytes, length: int) -> str:
    """How many of a text's characters are figures: "no", "few" or "many"."""
    count = sorts.count(b"0")
    return "no" if not count else "few" if count * 5 < length else "many"


def may_date(sorts: bytes) -> bool:
    """Whether a text can hold a date: four figures in a row, or figures on both sides of a mark."""
    return b"0000" in sorts or _FIGURES.search(sorts) is not None


_FIGURES: Final = re.compile(rb"0[m/] ?0")


def _capitals(text: str, sorts: bytes, count: int) -> str:
    """Share of the words that begin with a capital; "all" where every letter is one."""
    if text.isupper():
        return "all"
    if text.isascii():
        # Fewer capitals than that, and no need to look where they stand.
        if sorts.count(b"A") * 5 < count * 2:
            return "few"
        upper, words = sorts.count(b" A") + sorts.startswith(b"A"), count
    else:
        initials = [word[0].isupper() for word in text.split(" ")]
        upper, words = sum(initials), len(initials)
    if upper * 4 >= words * 3:
        return "most"
    return "half" if upper * 5 >= words * 2 else "few"


def _marks(text: str) -> str:
    if "http" in text or "www." in text or ".com" in text:
        return "address"
    if "|" in text:
        return "bar"
    if "@" in text:
        return "at"
    if "•" in text or "·" in text or "»" in text[-3:] or "›" in text or ">" in text:
        return "dot"
    return "plain"


def _kind(one: Profile) -> str:
    count, byline = one.words, one.byline
    if one.whole:
        return "furniture"
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
