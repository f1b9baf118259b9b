"""The blocks under a picture in, the words that are its credit out: by markup, then by form."""

from __future__ import annotations

import re
from typing import Final

from archive.record.evidence import Span
from ingest.parsing.fields.captions import ReadCaption, read_caption
from ingest.parsing.html.page import PageBlock
from ingest.parsing.html.zones import Zone

#: Labels before a credit: "Foto: ", "Image credit: ", "© ", "Copyright ".
_LABEL: Final = re.compile(
    r"""(?ix)[\s(\[|–—\-/,]*(?:(?:
        photograph(?:y|s|er)?|photos?|pictures?|images?|illustration|graphic|video|screenshot
        |fotos?|fotografía|fotografie|fotograf|bild(?:er|rechte|quelle|nachweis)?|grafik|quelle
        |crédits?|créditos?|credits?|source|fonte|fuente|copyright|ljósmynd|fotoğraf|ảnh|zdroj
        |imagen|immagine|imagem|beeld|kuva|foto\ av|фото|коллаж|колаж|©|\(c\)
    )(?:\s(?:credits?|source|copyright|by|von|de|par|di|av|photo|bild|foto))?\s*[:：/©]?\s*
    (?:©\s*)?(?:via\s)?)+"""
)
#: A word of that list counts as a label only with a mark behind it or as a phrase of its own.
_LABEL_MARK: Final = re.compile(
    r"(?i)[:：/©]\s*$|\b(?:by|von|par|copyright|credit)\s*$|^\s*\(?\s*©"
)
#: "Beeld Ineke Alders / ANP", "Foto Ines Alder": without a mark, before a name of two words.
_BARE_LABEL: Final = re.compile(
    r"(?:Beeld|Fotos?|Photos?|Bild|BEELD|FOTO|PHOTO|BILD)\s+(?=[^\W\d_]\S+\s+[^\W\d_/])"
)
#: A full stop belongs to a credit only behind abbreviations ("Inc.", "Jr.").
_ABBREVIATED: Final = 4
_TRAILING_PAREN: Final = re.compile(r"[(（]([^()（）]{2,90})[)）][.\s]*$")
_AFTER_BAR: Final = re.compile(r"\s[|¦]\s([^|¦]{2,90})$")
_AFTER_EQUALS: Final = re.compile(r"[＝]([^＝]{1,20})$")
#: "AP Photo/", "AFP PHOTO / ", which look like labels.
_AGENCY_PHOTO: Final = re.compile(
    r"\b(?:AP|AFP|EPA|EFE|PA|CP|UPI) (?:Photo|PHOTO|Foto|FOTO)\s?/\s?$"
)
_LONGEST_CREDIT: Final = 130
_SHORTEST_CAPTION: Final = 10
#: Marks between a caption and its credit.
_AROUND: Final = " \n\t|–—-/,;(["
_SENTENCE: Final = re.compile(r"[.!?…»”\"]\s*$")


def without_label(text: str, span: Span) -> Span:
    """The span without brackets, white space and a leading label."""
    start, end = _stripped(text, span)
    match = _LABEL.match(text, start, end)
    if not (match and match.end() < end and _LABEL_MARK.search(match[0])):
        match = _BARE_LABEL.match(text, start, end)
    start = match.end() if match else start
    last = text[start:end].rpartition(" ")[2]
    if last.endswith(".") and len(last) > _ABBREVIATED + 1:
        end -= 1
    return _stripped(text, (start, end))


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "([|–—-/,;（©"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "|–—-/,;"):
        end -= 1
    while end > start and text[end - 1] in ")]）" and not _opened(text[start:end]):
        end -= 1
    return start, end


def _opened(text: str) -> bool:
    return text.count("(") + text.count("[") + text.count("（") >= (
        text.count(")") + text.count("]") + text.count("）")
    )


def is_label(text: str) -> bool:
    """Whether a block is only the label of a credit ("Foto:") or of a picture ("Open image")."""
    start, end = without_label(text, (0, len(text)))
    if start >= end:
        return True
    match = _LABEL.fullmatch(text)
    return match is not None


def is_credit(block: PageBlock, after_caption: bool) -> bool:
    """Whether a block of a figure is a credit line."""
    text = block.text
    if len(text) > _LONGEST_CREDIT:
        return False
    sentence = len(text) > 50 and bool(_SENTENCE.search(text)) and text[:1] not in "(©"
    own = block.context.own | (block.context.parent.own if block.context.parent else 0)
    if own & Zone.CREDIT and not block.context.own & Zone.CAPTION and not sentence:
        return True
    for mark in block.marks:
        if mark.zone & (Zone.CREDIT | Zone.BYLINE) and mark.end - mark.start >= 0.8 * len(text):
            return not sentence
    if text.startswith(("©", "(c)")):
        return True
    if after_caption and len(text) < 80 and not _SENTENCE.search(text):
        return True
    read = read_caption(text)
    return bool(read.image.credit and not read.image.caption)


def set_credit(block: PageBlock) -> Span | None:
    """The credit in a caption by markup: an element or a line of its own, label and brackets
    included; None where only the words can tell."""
    text = block.text
    named = [
        mark
        for mark in block.marks
        if mark.zone & (Zone.CREDIT | Zone.BYLINE) and mark.end - mark.start < 0.8 * len(text)
    ]
    if named:
        start, end = min(m.start for m in named), max(m.end for m in named)
        inner = without_label(text, (start, end))
        if inner[0] >= inner[1]:
            start, end = start, len(text)
        if end - start <= _LONGEST_CREDIT:
            return start, end
    return _beside_caption(block) or _short_line(text)


def without_credit(text: str, credit: Span) -> Span:
    """The caption before or behind a credit; all of the text where the credit is inside."""
    start, end = credit
    if not text[end:].strip(_AROUND):
        return 0, len(text[:start].rstrip(_AROUND)) or len(text)
    if not text[:start].strip(_AROUND):
        return len(text) - len(text[end:].lstrip(_AROUND)), len(text)
    return 0, len(text)


def credit_in(text: str, read: ReadCaption) -> Span | None:
    """The credit in a caption by its words, or None."""
    bar = _AFTER_BAR.search(text, max(0, len(text) - 200))
    if bar and _like_a_credit(bar[1]):
        return bar.span(1)
    if "credit" in read.evidence:
        start, end = read.evidence["credit"].spans[0]
        before = _AGENCY_PHOTO.search(text, max(0, start - 14), start)
        return (before.start() if before else start), end
    for pattern in (_TRAILING_PAREN, _AFTER_EQUALS):
        match = pattern.search(text[-200:])
        if match and _like_a_credit(match[1]):
            shift = max(0, len(text) - 200)
            return match.start(1) + shift, match.end(1) + shift
    return None


def _beside_caption(block: PageBlock) -> Span | None:
    """The text before or behind the inline element named caption, or the last inline element."""
    text = block.text
    for mark in block.marks:
        if not mark.zone & Zone.CAPTION or mark.zone & Zone.CREDIT:
            continue
        if without_label(text, (mark.start, mark.end))[0] > mark.start + 2:
            return mark.start, mark.end
        if mark.end < len(text) and 2 < len(text) - mark.end <= _LONGEST_CREDIT:
            return mark.end, len(text)
        if 2 < mark.start <= _LONGEST_CREDIT and mark.end >= len(text) - 1:
            return 0, mark.start
    for mark in block.marks:
        whole = mark.end - mark.start
        inline = mark.tag in ("span", "cite", "small", "em", "i") and mark.end == len(text)
        inline = inline and mark.start > _SHORTEST_CAPTION
        if inline and whole <= 80 and _like_a_credit(text[mark.start :]):
            return mark.start, mark.end
    return None


def _short_line(text: str) -> Span | None:
    """The shorter of two lines, if it is no sentence and the other is one."""
    lines = text.split("\n")
    if len(lines) != 2:
        return None
    first, second = lines
    if len(second) <= 80 and _like_a_credit(second) and _is_prose(first):
        return len(first) + 1, len(text)
    if len(first) <= 80 and _like_a_credit(first) and _is_prose(second):
        return 0, len(first)
    return None


def _is_prose(line: str) -> bool:
    return len(line) > 80 or (line[-1] in ".!?…" and not _like_a_credit(line[:-1]))


def _like_a_credit(text: str) -> bool:
    """Names, not a sentence: no full stop at the end, mostly words with capitals."""
    text = text.strip(" ()")
    if not 2 <= len(text) <= _LONGEST_CREDIT or _SENTENCE.search(text) or "@" in text[1:]:
        return len(text) == 1 and not text.isascii()
    words = [word for word in text.replace("/", " ").split() if word[:1].isalpha()]
    if not words:
        return False
    large = sum(not word[0].islower() for word in words)
    return large >= 0.6 * len(words) and not any(letter.isdigit() for letter in text)
