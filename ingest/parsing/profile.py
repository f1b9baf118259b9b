"""What can be seen of a block by itself: its length, its letters, its first and last marks.

In: one block. Out: its profile, from which the features of the labelling model are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.parsing import furniture
from ingest.parsing.agencies import AGENCIES
from ingest.parsing.blocks import BULLETS, Block, bullet_length
from ingest.parsing.bylines import Byline, opener_end, read_byline
from ingest.parsing.captions import ends_on_credit, is_credit, may_credit, opens_as_caption
from ingest.parsing.dates import FoundDate, find_dates
from ingest.parsing.language import FUNCTION_WORDS


@dataclass(slots=True)
class Profile:
    """One block looked at by itself. `kind` is the coarse sort that its neighbours see."""

    folded: str
    words: int
    end: str
    start: str
    capitals: str
    function_words: int
    digits: str
    bullet: bool
    marks: str
    kind: str
    prose: bool
    byline: Byline | None
    dates: list[FoundDate]
    date_share: float
    credit: float
    credit_tail: float
    picture_words: bool
    whole: str
    begins: str
    inside: str
    place_opening: bool
    vocabulary: frozenset[str]


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
#: The words that ask for a closer look at anything.
_TELLING: Final = frozenset(
    {*_CREDIT_WORDS, *furniture.INSIDE_WORDS, *(word.strip(".,:") for word in _PICTURE_WORDS)}
)
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
    if length > _LONG:
        return _long(text)
    return _kept(text) if length <= _REPEATED else _short(text)


def _short(text: str) -> Profile:
    ascii_only = text.isascii()
    folded = text.casefold()
    count = spaced = text.count(" ") + 1
    unspaced = not ascii_only and bool(_UNSPACED.search(text[:50] if count >= 8 else text))
    if unspaced and count < 8 and len(text) > 12:
        count = max(count, len(_UNSPACED.findall(text)) // 2)
    end = "." if text[-1] == "." and text[-2:] != ".." else _end(text)
    sorts = text.encode("utf-8", "surrogatepass").translate(_SORTS)
    digits = sorts.count(b"0")
    bare = bare_words(folded, ascii_only)
    known = _KNOWN.intersection(bare)
    function_words = len(known & FUNCTION_WORDS)
    telling = known & _TELLING
    whole = furniture.whole_line(folded) if count <= 8 else ""
    inside = furniture.inside(folded, telling) if telling and count <= 30 else ""
    capitals = _capitals(text, sorts, spaced, count, ascii_only)
    dates = find_dates(text) if digits >= 4 and count <= 30 and may_date(sorts) else []
    sure = tail = 0.0
    if telling or sorts[-1:] == b")" or b"/" in sorts or folded in AGENCIES:
        sure, tail = _credit(text, folded, count, telling)
        if dates and sure < 0.95:
            sure = 0.0
    byline = None
    if (sure < 0.8 or folded in AGENCIES) and _may_sign(text, count, whole, capitals, dates):
        byline = read_byline(text)
    prose = (
        ((count >= 14 and end in (".", "”", "?")) or count >= 28)
        and tail < 0.85
        and (function_words * 12 >= count or unspaced)
    )
    share = sum([date.span[1] - date.span[0] for date in dates]) / len(text) if dates else 0.0
    if 0.2 < share <= 0.5 and count <= 9 and folded.startswith(_PUBLISHED):
        share = 0.51
    return Profile(
        folded,
        count,
        end,
        _start(text),
        capitals,
        function_words,
        "no" if not digits else "few" if digits * 5 < len(text) else "many",
        text[0] in BULLETS and bullet_length(text) > 0,
        _marks(text),
        _kind(count, end, whole, byline, share, sure, tail, prose),
        prose,
        byline,
        dates,
        share,
        sure,
        tail,
        (bool(telling) and not _PICTURE_WORDS.isdisjoint(folded.split(" ")))
        or ("(" in folded and any(map(folded.__contains__, _PICTURE_MARKS))),
        whole,
        furniture.beginning(folded),
        inside,
        prose and _opens_on_place(text),
        frozenset() if count > 40 or (prose and count > 20) else _vocabulary(folded, bare),
    )


_kept: Final = lru_cache(_KEPT_LINES)(_short)


def story_words(folded: str) -> Iterable[str]:
    """The words of a story; pairs of letters in scripts that set no spaces."""
    ascii_only = folded.isascii()
    unspaced = not ascii_only and (folded.count(" ") + 1) * 12 < len(folded)
    if unspaced and _UNSPACED.search(folded):
        return _vocabulary(folded, [])
    return bare_words(folded, ascii_only)


def _vocabulary(folded: str, bare: list[str]) -> frozenset[str]:
    """The longer words of a line; pairs of letters in scripts that set no spaces."""
    if (
        not folded.isascii()
        and (folded.count(" ") + 1) * 12 < len(folded)
        and _UNSPACED.search(folded)
    ):
        return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))
    return frozenset([word for word in bare if len(word) > 3])


_MARKS_OF_WORDS: Final = '.,:;!?()[]“”"’‘„«»'
_NO_MARKS: Final = bytes.maketrans(b'.,:;!?()[]"', b" " * 11)


def bare_words(text: str, ascii_only: bool) -> list[str]:
    """The words of a text without marks. Bytes translate ten times quicker than strings."""
    if ascii_only:
        return text.encode("ascii").translate(_NO_MARKS).decode("ascii").split()
    for mark in _MARKS_OF_WORDS:
        if mark in text:
            text = text.replace(mark, " ")
    return text.split()


def _long(text: str) -> Profile:
    """A long block can only be prose, or a list of links run together."""
    count = text.count(" ") + 1
    end = "." if text[-1] == "." and text[-2:] != ".." else _end(text)
    folded_head = text[:80].casefold()
    _, tail = _credit(text, "", count, _TELLING)
    head = text[:_LONG].split(" ")
    many = len(head)
    small = len(FUNCTION_WORDS.intersection(head))
    reads = small * 12 >= many or end == "." or bool(_UNSPACED.search(text[:50]))
    prose = reads and tail < 0.85
    return Profile(
        folded_head, count, end, _start(text), "few" if reads else "most",
        small * count // many, "few", text[0] in BULLETS and bullet_length(text[:10]) > 0,
        _marks(text[:400]),
        "prose" if prose else "caption" if reads else "long", prose, None, [], 0.0, 0.0, tail,
        tail > 0 and not _PICTURE_WORDS.isdisjoint(text[-200:].casefold().split()),
        "", furniture.beginning(folded_head),
        furniture.inside_long(text.casefold()) if count <= 90 else "",
        _opens_on_place(text), frozenset(),
    )  # fmt: skip


def _credit(text: str, folded: str, count: int, telling: Set[str]) -> tuple[float, float]:
    """How surely a block is a credit, and how surely it ends on one or is a caption by its name."""
    if opens_as_caption(text):
        return 0.0, 0.9
    end = text[-110:]
    if (
        "/" not in end
        and "©" not in end
        and "|" not in end
        and end[-1] not in ")]"
        and folded not in AGENCIES
    ):
        if _CREDIT_WORDS.isdisjoint(telling):
            return 0.0, 0.0
        last = end.split(None, 1)[-1].casefold() if len(text) > 110 else folded
        if _CREDIT_WORDS.isdisjoint(bare_words(last, last.isascii())):
            return 0.0, 0.0
    looked = text if count <= 30 else text[-200:]
    if not may_credit(looked):
        return 0.0, 0.0
    sure = is_credit(text) if count <= 30 else 0.0
    return sure, 0.0 if sure >= 0.8 else ends_on_credit(text)


def _may_sign(text: str, count: int, whole: str, capitals: str, dates: list[FoundDate]) -> bool:
    """Whether a block may be a byline: the cheap signs before the costly reading."""
    if count > 24 or whole:
        return False
    if capitals in ("most", "all") or dates or opener_end(text) > 0:
        return True
    if not 1 < count <= 8 or not text[0].isupper():
        return False
    second = text.find(" ") + 1
    return second > 0 and text[second].isupper()


def _end(text: str) -> str:
    """The last mark: "." for an ended sentence (quotes looked through), ":" "," "?" "…" or ""."""
    last = text[-1]
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


def may_date(sorts: bytes) -> bool:
    """Whether a text can hold a date: four figures in a row, or figures on both sides of a mark."""
    return b"0000" in sorts or _FIGURES.search(sorts) is not None


_FIGURES: Final = re.compile(rb"0[m/] ?0")


def _capitals(text: str, sorts: bytes, words: int, count: int, ascii_only: bool) -> str:
    """Share of the words that begin with a capital; "all" where every letter is one."""
    if text.isupper():
        return "all"
    # Fewer capitals than that, and no need to look where they stand.
    if ascii_only:
        if sorts.count(b"A") * 5 < count * 2:
            return "few"
        upper = sorts.count(b" A") + sorts.startswith(b"A")
    else:
        upper = sum([word[0].isupper() for word in text.split(" ")])
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


def _kind(
    count: int,
    end: str,
    whole: str,
    byline: Byline | None,
    date_share: float,
    credit: float,
    tail: float,
    prose: bool,
) -> str:
    if whole:
        return "furniture"
    if date_share > 0.5:
        return "date"
    if byline and byline.opener and byline.explained > 0.3:
        return "byline"
    if credit >= 0.8:
        return "credit"
    if tail >= 0.85 and count >= 5:
        return "caption"
    if prose:
        return "prose"
    if byline and byline.explained > 0.6:
        return "name"
    if count <= 3:
        return "tiny"
    if end in ".”?" and count >= 6:
        return "sentence"
    return "line" if count >= 6 else "short"
