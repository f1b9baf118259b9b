"""What can be seen of a block by itself: its length, its letters, its first and last marks.

In: one block. Out: its profile, from which the features of the labelling model are put together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.parsing import furniture
from ingest.parsing.agencies import AGENCIES
from ingest.parsing.blocks import Block, bullet_length
from ingest.parsing.bylines import Byline, opener_end, read_byline
from ingest.parsing.captions import ends_on_credit, is_credit
from ingest.parsing.dates import MONTHS, FoundDate, find_dates
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
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.’' ]{2,}[A-ZÀ-Þ.](?:,\s[\w. ]{2,20})?|[A-ZÀ-Þ][\w.’ -]{2,30}(?:,\s[\w. ]{2,20})?"
    r"\s\([A-Za-z/]{2,12}\))\s?(?:\([\w/ ]{2,20}\)\s?)?(?:[-–—]{1,2}|\.)\s"
)
#: Words of captions: `pictured`, `file photo`, `(left)`, `seen here`, `links im Bild`.
_PICTURE_WORDS: Final = (
    "pictured", "file photo", "(left)", "(right)", ", left", ", right", "(l)", "(r)", "seen here",
    "in this photo", "in this file", "archivbild", "symbolbild", "archivfoto", "symbolfoto",
    "im bild", " poses ", "this image", "screenshot", "photo", "foto", "© ", "image", "bild:",
    "stock image", "pictured:", "from left", "imagen de", "en la imagen", "photograph",
)  # fmt: skip
_CREDIT_MARKS: Final = re.compile(
    r"[/©|]|\b(?:photos?|fotos?|photograph|bild|image|credit|quelle|bildquelle|illustration|"
    r"screenshot|courtesy|getty|reuters|copyright|source|picture|symbolbild)\b",
    re.IGNORECASE,
)
_SENTENCE_MARKS: Final = frozenset(".!?…。！？")
_QUOTES: Final = frozenset("“„«»\"'‘‚’「『")
_CLOSERS: Final = "”“»«\"'’‘)]」』"
#: Scripts that set no spaces: a word is counted for every two letters.
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_LONG: Final = 300


def profile(block: Block) -> Profile:
    """Look at one block; costly readings are made only where cheap signs ask for them."""
    text = block.text
    words = text.split()
    count = len(words)
    if count < 8 and len(text) > 12 and _UNSPACED.search(text):
        count = max(count, len(_UNSPACED.findall(text)) // 2)
    end = _end(text)
    if len(text) > _LONG:
        return _long(text, words, count, end)
    folded = text.casefold()
    folded_words = folded.split()
    function_words = sum(map(FUNCTION_WORDS.__contains__, folded_words))
    digits = sum(map(str.isdigit, text))
    whole = furniture.whole_line(folded) if count <= 8 else ""
    begins = furniture.beginning(folded)
    inside = furniture.inside(folded) if count <= 45 else ""
    capitals = _capitals(words, text)
    dates = find_dates(text) if digits and count <= 30 and _may_date(folded_words, digits) else []
    byline = read_byline(text) if _may_sign(text, words, count, whole, capitals, dates) else None
    prose = (count >= 14 and end in ". ”") or count >= 28
    sure, tail = _credit(text, folded, count)
    if dates and sure < 0.95:
        sure = 0.0
    if sure >= 0.8 and folded not in AGENCIES:
        byline = None
    share = sum(date.span[1] - date.span[0] for date in dates) / len(text) if dates else 0.0
    return Profile(
        folded,
        count,
        end,
        _start(text),
        capitals,
        function_words,
        "no" if not digits else "few" if digits * 5 < len(text) else "many",
        bullet_length(text) > 0,
        _marks(text),
        _kind(count, end, whole, byline, share, sure, prose),
        prose,
        byline,
        dates,
        share,
        sure,
        tail,
        any(word in folded for word in _PICTURE_WORDS),
        whole,
        begins,
        inside,
        prose and bool(_PLACE_OPENING.match(text)),
        frozenset(word.strip(".,:;!?()[]“”\"'’‘„«»") for word in folded_words if len(word) > 3)
        if count <= 40
        else frozenset(),
    )


def _long(text: str, words: list[str], count: int, end: str) -> Profile:
    """A long block can only be prose, or a list of links run together."""
    folded_head = text[:80].casefold()
    _, tail = _credit(text, "", count)
    function_words = sum(map(FUNCTION_WORDS.__contains__, words[:80]))
    many = min(count, 80)
    prose = function_words * 12 >= many or bool(_UNSPACED.search(text[:50])) or end == "."
    return Profile(
        folded_head, count, end, _start(text), "few" if prose else "most",
        function_words, "few", bullet_length(text[:10]) > 0, _marks(text[:400]),
        "prose" if prose else "long", prose, None, [], 0.0, 0.0, tail,
        tail > 0 and any(word in text[-200:].casefold() for word in _PICTURE_WORDS),
        "", furniture.beginning(folded_head),
        "" if count > 60 else furniture.inside(text.casefold()),
        bool(_PLACE_OPENING.match(text)), frozenset(),
    )  # fmt: skip


def _credit(text: str, folded: str, count: int) -> tuple[float, float]:
    """How surely a block is a credit, and how surely it ends on one."""
    if not _CREDIT_MARKS.search(text, max(0, len(text) - 110)) and folded not in AGENCIES:
        return 0.0, 0.0
    sure = is_credit(text) if count <= 30 else 0.0
    return sure, 0.0 if sure >= 0.8 else ends_on_credit(text)


def _may_sign(
    text: str, words: list[str], count: int, whole: str, capitals: str, dates: list[FoundDate]
) -> bool:
    """Whether a block may be a byline: the cheap signs before the costly reading."""
    if count > 24 or whole:
        return False
    if capitals in ("most", "all") or dates or opener_end(text) > 0:
        return True
    return 1 < count <= 8 and words[0][0].isupper() and words[1][0].isupper()


def _may_date(words: list[str], digits: int) -> bool:
    return digits >= 4 or any(word.strip(".,") in MONTHS for word in words)


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


def _capitals(words: list[str], text: str) -> str:
    """Share of the words that begin with a capital; "all" where every letter is one."""
    if text.isupper():
        return "all"
    upper = sum(1 for word in words if word[0].isupper())
    if upper * 4 >= len(words) * 3:
        return "most"
    return "half" if upper * 5 >= len(words) * 2 else "few"


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
    if prose:
        return "prose"
    if byline and byline.explained > 0.6:
        return "name"
    if count <= 3:
        return "tiny"
    if end in ".”?" and count >= 6:
        return "sentence"
    return "line" if count >= 6 else "short"
