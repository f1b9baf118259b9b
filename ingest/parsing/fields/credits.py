"""A caption, a short line or the end of a block in, the picture credit in it out.

A credit has a span, a confidence and a reason. The forms are those of agencies and sites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from archive.record.evidence import Span
from ingest.parsing.fields.agencies import AGENCIES, agency_name
from ingest.parsing.fields.caption_parts import NAME, PARTS, is_agency, trimmed
from ingest.parsing.fields.whitespace import normalise

#: Words that announce a credit, in the seven languages.
_PHOTO_WORDS: Final = (
    r"cartoons?|photographs?|photography|photos?|fotos?|fotografías?|fotografie|fotograf|fotografo|bild|"
    r"bilder|bildquelle|bildnachweis|bildrechte|image credit|image source|image copyright|"
    r"picture credit|photo credit|photo source|photo illustration|illustration|illustrator|"
    r"image|images|picture|"
    r"pictures|pic|credit|credits|crédits?|crédit photo|crédits photo|créditos?|credito|"
    r"quelle|source|fonte|fuente|grafik|symbolbild|symbolfoto|archivbild|archivfoto|"
    r"фото|ljósmynd|kuva|bilde|ảnh|fotoğraf|zdjęcie|fot|capture d.écran|captura de pantalla|"
    r"screenshots?|video|collage|montage|courtesy|handout|beeld|imagen|immagine|imagem|rechte"
)
#: `Photograph: Dana Whitlow/Reuters`, `(Photo by …)`, `Foto: …`, `Credit: …`, `© …`.
_MARKED: Final = re.compile(
    r"(?:^|(?<=[\s(\[|.,;!?:”\"’»«“\])–—-])|(?<=[a-zß-ÿ)])(?=[A-Z]))"
    r"(?:(?P<word>"
    + _PHOTO_WORDS
    + r")(?:\s?[:/]\s?|\s(?:by|von|par|por|di|via|©|courtesy of)[:\s]\s?)"
    r"|(?P<sign>©|\(c\)|Copyright:?)\s?(?:\d{4}\s)?|(?P<courtesy>courtesy (?:of )?|handout via ))",
    re.IGNORECASE,
)
#: The forms in which the agency comes first: `AP Photo/Dana Whitlow`, `AFP PHOTO / DANA WHITLOW`,
#: `REUTERS/Dana Whitlow`, `EPA/DANA WHITLOW`, `dpa/Dana Whitlow`.
_AGENCY_FIRST: Final = re.compile(
    r"(?:^|(?<=[\s(|.,;/–—-]))(?:(?:AP|AFP|EPA|EFE|UPI|PA|CP)\s(?:Photo|PHOTO|Foto|FOTO)\b|"
    r"(?:REUTERS|Reuters|AFP|EPA|EFE|dpa|APA|ANSA|ANP|PTI|SDA|NTB)\s?/)"
)
_PAREN: Final = re.compile(r"[(\[]([^()\[\]]{2,200})[)\]]")
#: `Image copyright Getty Images Image caption A dredger`, `Image source, Reuters Image caption, …`.
BBC: Final = re.compile(
    r"\s*(?:Image|Media) (?:copyright|source),?\s*(?P<credit>.{2,80}?)\s*"
    r"(?:(?:Image|Media) caption,?\s*|$)",
    re.DOTALL,
)
#: `Image caption A dredger in the outer basin`: the same without a credit.
NAMED_CAPTION: Final = re.compile(r"\s*(?:Image|Media) caption,?\s(?=\s*\S)")


def may_credit(text: str) -> bool:
    """Whether a text may have a credit, by cheap signs, before the search."""
    folded = text.casefold()
    return (
        any(map(folded.__contains__, _CREDIT_STEMS))
        or _may_name_agency(text)
        or may_credit_unspaced(text)
        or _may_end_on_house(text)
    )


def _may_end_on_house(text: str) -> bool:
    tail = text[-_LONGEST_END:]
    if "/" not in tail and (": " not in tail or tail[-1:] != ")"):
        return False
    if tail[-1:] == ")":
        return _HOUSE_IN_BRACKETS.fullmatch(tail[tail.rfind("(") + 1 : -1]) is not None
    return _NAME_AND_HOUSE.search(tail) is not None


def may_credit_unspaced(text: str) -> bool:
    """As `may_credit`, for Chinese and Japanese captions, which end on `＝ＡＰ` or `（…提供）`."""
    return text[-1:] == "）" or "＝" in text[-_LONGEST_UNSPACED:]


_LONGEST_UNSPACED: Final = 48
_UNSPACED_CREDIT: Final = re.compile(
    r"＝([^＝。、，\s]{1,20})\Z|＝[^＝。]{4,40}、([^＝。、，\s]{2,12})撮影\Z|[（、]([^（）、。]{1,20}(?:提供|撮影|供图|摄))）\Z"
)


def is_credit(text: str) -> float:
    """Confidence that a short line is only a credit (0 to 1)."""
    line = normalise(text)
    if not 2 <= len(line) <= 140:
        return 0.0
    if agency_name(line.strip("()")):
        return 0.0 if line.casefold().endswith("staff") else 0.9
    span, sure, _ = find_credit(line)
    if span is None:
        return 0.0
    if is_only_credit(line, span):
        return max(sure, 0.9)
    return sure * (span[1] - span[0]) / len(line) * 0.6


def opens_as_caption(text: str) -> bool:
    """Whether a text begins `Image caption A dredger …` or `Image copyright Reuters Image …`."""
    if _glued_head(text):
        return True
    if not text.startswith(("Image ", "Media ")):
        return False
    named = BBC.match(text) or NAMED_CAPTION.match(text)
    return named is not None and named.end() < len(text)


def _glued_head(text: str) -> re.Match[str] | None:
    """The credit that a caption is glued to: `Una Marr/Getty ImagesThe ferry at the quay`."""
    if "/" not in text[:_LONGEST_HEAD] and not text.startswith(("Getty", "Shutter", "Alamy")):
        return None
    return _GLUED_HEAD.match(text)


_LONGEST_HEAD: Final = 70
_GLUED = r"(?:AP|AFP|EPA|PA|REUTERS|Reuters|Bloomberg|iStock|Alamy|Shutterstock|Getty Images)"
_GLUED_HEAD: Final = re.compile(
    r"(?:(?:Photo|Image|Credit|Picture)(?::| by) )?"
    r"((?:(?:[A-ZÀ-Þ][\w.’'-]*\s){1,3}[A-ZÀ-Þ][\w’'-]+\s?/\s?)"
    rf"{_GLUED}(?:/{_GLUED}){{0,3}}|(?:Getty Images|Shutterstock|Alamy))"
    r"(?=[A-ZÀ-Þ][a-zà-ÿ]+ |[AI] )"
)


def is_copyright_of_page(text: str) -> bool:
    """Whether a line is the copyright of its page: `© 2017 The Alder Times`, `Copyright (c) 2017
    Alder Daily`; but not `© 2017 AFP`."""
    match = _COPYRIGHT_OF_YEAR.match(text)
    return match is not None and not _agency_parts(text[match.end() :])


_COPYRIGHT_OF_YEAR: Final = re.compile(
    r"\s*(?:copyright:?\s*)?(?:©|\(c\)|copyright:?)\s*(?:19|20)\d\d\b,?\s*", re.IGNORECASE
)


def ends_on_credit(text: str) -> float:
    """Confidence that a text ends on a credit, as captions do (0 to 1); reads its end only."""
    tail = text[-200:]
    if _TELLING_END.search(tail):
        return 0.9
    span, sure, _ = find_credit(tail)
    if span is None:
        return 0.0
    rest = tail[span[1] :].strip(" )].")
    # "(AP Photo/Dana Whitlow) AP Photo": credited twice.
    return sure if len(rest) < 3 or rest in _RESTS or _agency_parts(rest) else 0.0


_RESTS: Final = ("Archivbild", "photo", "photos", "photography", "illustration")


#: "… hat. (Archivbild)", "… at sea (file photo)": what only captions end on.
_TELLING_END: Final = re.compile(
    r"\((?:archiv|symbol|file|stock|archive|foto|photo|imagen de archivo|archivo|archief|arkiv|"
    r"arquivo|archivio|image d.illustration|photo d.illustration|illustration|undated|undatiert)"
    r"[^()]{0,30}\)\.?\Z",
    re.IGNORECASE,
)


def is_only_credit(text: str, span: Span) -> bool:
    """Whether a text is only the credit, an announcing word and brackets."""
    before = text[: span[0]].strip(" \u00a0(:[|-–—©.\n\t").casefold()
    after = text[span[1] :].strip(" \u00a0).]:\n\t")
    return len(after) < 3 and (not before or _ANNOUNCING.fullmatch(before) is not None)


_ANNOUNCING: Final = re.compile(
    r"(?:"
    + _PHOTO_WORDS
    + r"|copyright|\(c\)|picture by|(?:\w+ )?(?:photo|image|bild|foto)(?: by| credit| von)?)"
    r"(?:[\s:]*(?:by|von|par|por|de|di|via|©|of))?(?: \d{4})?",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def find_credit(text: str) -> tuple[Span | None, float, str]:
    """The span of the credit in a caption, its confidence, and the reason.

    Cached: profiles and captions read the same text.
    """
    folded = text.casefold()
    rights = (
        _RIGHTS.search(text) if "copyright" in folded or "©" in folded or "(c)" in folded else None
    )
    if rights:
        stroke = folded.find("/copyright", max(0, rights.start() - 1), rights.end())
        if stroke >= 0 and len(folded) == len(text):
            # "… on Monday. Dana Whitlow/Copyright 2026 The AP. All rights reserved."
            start = max([m.end() for m in _BREAKS.finditer(text, 0, stroke)], default=0)
            start, end = trimmed(text, (start, rights.end()), "()")
            if folded.startswith("copyright", start):
                start += len("copyright")
            return trimmed(text, (start, end)), 0.9, "a name before a copyright"
        return None, 0.0, ""
    if may_credit_unspaced(text):
        unspaced = _UNSPACED_CREDIT.search(text, max(0, len(text) - _LONGEST_UNSPACED))
        if unspaced:
            return unspaced.span(unspaced.lastindex or 0), 0.9, "named behind a caption"
    bbc = BBC.match(text)
    if bbc:
        return bbc.span("credit"), 0.9, "named after “Image copyright” or “Image source”"
    glued = _glued_head(text)
    if glued:
        return glued.span(1), 0.87, "an agency that the caption is glued to"
    return (
        ((")" in text or "]" in text) and _credit_in_brackets(text))
        or _announced_credit(text, folded)
        or _unmarked_credit(text)
    )


#: A span, its confidence and the reason.
_Credit = tuple[Span, float, str]


def _credit_in_brackets(text: str) -> _Credit | None:
    """The last brackets of a caption that hold its credit."""
    for match in reversed(list(_PAREN.finditer(text))):
        inner = match.span(1)
        marked = _MARKED.match(text, inner[0])
        if marked and marked.end() <= inner[1] - 2:
            return trimmed(text, (marked.end(), inner[1])), 0.95, "in brackets, announced"
        bare = _BARE_MARK.match(text, *inner) if match.end() == len(text) else None
        if bare:
            return trimmed(text, (bare.end(), inner[1])), 0.9, "in brackets, announced"
        if match.end() == len(text) and _HOUSE_IN_BRACKETS.fullmatch(match[1]):
            return trimmed(text, inner), 0.9, "a name and a house in brackets"
        if _agency_parts(text[slice(*inner)]):
            named = match.end() == len(text) and _CAPITALS_BEFORE.search(
                text, max(0, match.start() - _LONGEST_NAME), match.start()
            )
            if named:
                return (named.start(1), match.end()), 0.9, "a name before an agency in brackets"
            return trimmed(text, inner), 0.9, "an agency in brackets"
    return None


def _announced_credit(text: str, folded: str) -> _Credit | None:
    """The credit behind "Credit", "Photo:", "Courtesy of" and their like."""
    credited = "Credit" in text and _CREDITED.search(text, max(0, len(text) - _LONGEST_END))
    if credited:
        return trimmed(text, credited.span(1)), 0.9, "announced by “Credit”"
    last = None
    for match in _marked(text, folded):
        rest = text[match.end() :].lstrip()
        # "Getty Images / Una Marr": there the word is part of a name.
        if match[0].rstrip().endswith("/") and (
            last is not None or text[: match.start()].rstrip()[-1:].isalpha()
        ):
            continue
        if rest and not (match["courtesy"] and len(rest) > 60):
            last = match if last is None or len(rest) > 2 else last
    if last is not None and not _AGENCY_FIRST.search(text, max(0, last.start() - 5), last.end()):
        made = (last["word"] or "").casefold() in _MADE
        start = last.start("word") if made else last.end()
        span = trimmed(text, (start, _line_end(text, last.end())), "|")
        if _COUNT.match(text[slice(*span)]):
            return None
        if 2 <= span[1] - span[0] <= 120 and not _is_sentence(text[slice(*span)]):
            return span, 0.9, f"announced by “{last[0].strip(' :/')}”"
    return None


#: What counts or measures, and credits nobody: `Photos: 12`, `Video: 4K at 60 frames`.
_COUNT: Final = re.compile(r"\d[\d.,:]*(?:[KMGx]\b|\s|\Z)")
#: `… in rio della Sensa (foto Errebi)`: in brackets the word does without a mark.
_BARE_MARK: Final = re.compile(
    r"(?:[Ff]oto|[Ff]ot|[Pp]hoto|ph|[Bb]ild|[Ii]mmagine)\.?\s(?!(?:Illustration|Credit|Gallery|Archive)\b)"
    r"(?=[A-ZÀ-Þ])"
)
#: `… by Tuesday evening. (Una Marr/HVN)`, `… the pitch. (HVN North: Una Marr)`.
_NAMED = r"[A-ZÀ-Þ][\w.’'-]*(?:\s[A-ZÀ-Þ][\w.’'-]*){1,3}"
_HOUSE = r"[A-ZÀ-Þ][\w.’'&-]*(?:\s[A-ZÀ-Þ][\w.’'&-]*){0,4}"
_HOUSE_IN_BRACKETS: Final = re.compile(rf"{_NAMED}\s?/\s?{_HOUSE}|{_HOUSE}:\s{_NAMED}")
#: `… frente a las obras. JULIÁN OTERO (EFE)`.
_CAPITALS_BEFORE: Final = re.compile(
    r"(?:\A|[.!?”\"»]\s)((?:[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+\s){1,3}[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+)\s\Z"
)
#: `… in the wheelhouse. Credit Renata Silva for The Alder Times`, `Credit...Renata Silva`.
_CREDITED: Final = re.compile(
    r"(?:\A|(?<=[.!?”\"’»)]\s)|(?<=[.!?”\"’»)]))Credit(?:\.\.\.|…|\s)"
    r"((?:[A-ZÀ-Þ][\w.’'-]+)(?:\s(?:[A-ZÀ-Þ][\w.’'/-]+|for|via|and|de|del|van|von|the)){1,9})\.?\Z"
)
#: The first letters of `_MARKED`, casefolded: the pattern is tried only there.
_MARKED_STEMS: Final = (
    "photo", "foto", "bild", "image", "picture", "pic", "credit", "source", "©", "(c)", "copyright",
    "courtesy", "handout", "video", "illustrat", "screenshot", "quelle", "cartoon", "crédit",
    "fonte", "fuente", "grafik", "symbol", "archiv", "collage", "montage", "beeld", "imagen",
    "immagine", "imagem", "rechte", "фото", "ljósmynd", "kuva", "ảnh", "fot", "zdjęcie", "captur",
)  # fmt: skip


def _marked(text: str, folded: str) -> Iterator[re.Match[str]]:
    """As `_MARKED.finditer`, tried only where one of its words begins."""
    if len(folded) != len(text):
        yield from _MARKED.finditer(text)
        return
    places = set()
    for stem in _MARKED_STEMS:
        at = folded.find(stem)
        while at >= 0:
            places.add(at)
            at = folded.find(stem, at + 1)
    end = 0
    for at in sorted(places):
        if at >= end and (match := _MARKED.match(text, at)):
            yield match
            end = match.end()


#: Every credit without an agency has one of these.
_CREDIT_STEMS: Final = (*_MARKED_STEMS, "supplied", "contributed")
#: A copyright line of the site is no credit: "© 2018 The Alder Times. All rights reserved."
_RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|copyright).{0,80}(?:rights? reserved|rechte vorbehalten|droits réservés|\bLLC\b"
    r"|\bLtd\b|\bInc\b|GmbH|derechos reservados|direitos reservados|riproduzione riservata"
    r"|rechten voorbehouden)",
    re.IGNORECASE | re.DOTALL,
)
#: Words that say what the credited person made, and belong to the credit.
_MADE: Final = frozenset(("screenshot", "illustration", "cartoon", "collage", "montage", "grafik"))


def _line_end(text: str, at: int) -> int:
    newline = text.find("\n", at)
    return len(text) if newline < 0 else newline


def _is_sentence(text: str) -> bool:
    """Whether mostly lower-case words follow, as in `Video: Wie der Fluss über die Ufer trat`, but
    not as in `Foto: picture alliance / prisma`."""
    words = text.split()
    small = sum(word[0].islower() for word in words)
    if words[0] in _ARTICLES and len(words) > 1 and words[1][0].islower():
        return not _agency_parts(text)
    return len(words) > 4 and small > len(words) / 2 and not _agency_parts(text)


#: `Photos: The old ferry` is the title of a gallery.
_ARTICLES: Final = frozenset(
    "The A An Le La Les Un Une El Los Las Una Il Lo I De Het O Os As".split()
)


def _unmarked_credit(text: str) -> tuple[Span | None, float, str]:
    """A credit without an announcing word: `… in Cobh. Dana Whitlow/Getty Images`."""
    first, end = None, 0
    if "/" in text or "oto" in text or "OTO" in text:
        for match in _AGENCY_FIRST.finditer(text, max(0, len(text) - _LONGEST_END)):
            # "EFE/EPA/UNA MARR": the first of several agencies in a row.
            if first is None or match.start() > end:
                first = match
            end = match.end()
    if first is not None:
        named = _NAME_BEFORE_STROKE.search(
            text, max(0, first.start() - _LONGEST_NAME), first.start()
        )
        start = named.start(1) if named else first.start()
        return trimmed(text, (start, len(text)), "()."), 0.85, "an agency’s credit form"
    begin = max(0, len(text) - 110)
    tail = text[begin:]
    places = []
    if _may_name_agency(tail):
        places = [match.end() for match in _BREAKS.finditer(tail)]
        if begin == 0:
            places.insert(0, 0)
    for place in sorted(places):
        piece = tail[place:]
        if _agency_parts(piece) and len(piece.split()) <= 12 and _begins_as_credit(piece):
            sure = 0.86 if "/" in piece or "via " in piece else 0.8
            if place and tail[place - 1] in ".!?" and piece.isalpha():
                sure = 0.87  # Glued to the sentence: "… in the basin.EFE".
            return trimmed(text, (begin + place, len(text)), "()|"), sure, "ends on an agency"
    house = _house_behind_stroke(text)
    if house is not None:
        return house, 0.87, "ends on an agency behind a stroke"
    end = max(0, len(text) - _LONGEST_END)
    named = _NAME_AND_HOUSE.search(text, end) if "/" in text else None
    if named is not None:
        return named.span(1), 0.87, "ends on a name and a house behind a stroke"
    pictured = any(map(text.__contains__, _PHOTO_BEFORE))
    photographer = _PHOTOGRAPHER.search(text, end) if pictured else None
    if photographer is not None:
        return photographer.span(1), 0.88, "named after the word for a picture"
    named = _NAME_AND_PHOTO.search(text, end) if "photo" in text or "illus" in text else None
    if named is not None:
        return trimmed(text, named.span(1)), 0.88, "named before the word for a picture"
    nameless = _NAMELESS.fullmatch(text) if len(text) <= _LONGEST_NAMELESS else None
    if nameless is not None:
        return nameless.span(1), 0.87, "a word that credits"
    bare = _BARE_END.search(text, max(0, len(text) - 24))
    if bare is not None and bare.start() > 0:
        return bare.span(1 if bare[1] else 2), 0.87, "ends on a word that credits"
    return None, 0.0, ""


_LONGEST_NAMELESS: Final = 30
#: No name before a stroke or a bracket is longer.
_LONGEST_NAME: Final = 60
_PHOTO_BEFORE: Final = ("Foto", "Photo ", "Bild ", "Fot. ", "Imagen ", "FOTO ", "PHOTO ")
#: `De brievenbus van Oosterzee. Foto Kees van de Veen`, `… en el muelle. Fotografía de Ana Marr`.
_PHOTOGRAPHER: Final = re.compile(
    r"(?:\A|(?<=[.!?”\"] )|(?<=[.!?”\"]))(?:(?:Fotos?|Fotografías?|Imagen|Photos?)(?: d[ei]) "
    r"|(?:Foto|Photo|Bild|Fot\.|FOTO|PHOTO) (?!Galer|Gallery|Essay|Contest|Album|Library|Archiv))"
    r"([A-ZÀ-Þ][\w.’'-]*"
    r"(?: (?:van|von|de|der|den|ten|ter|del|di|da)(?= )| [A-ZÀ-Þ][\w.’'-]*){1,5})\Z"
)
#: `… before the match. (Una Marr photo)`, `… before the match. Una Marr photo`.
_NAME_AND_PHOTO: Final = re.compile(
    r"(?:(?<=[.!?”\"] )|(?<=[(\[]))((?:[A-ZÀ-Þ][\w’'-]* (?:[A-Z]\. )?){2,4})(?:photos?|photography"
    r"|illustration)[)\]]?\.?\Z"
)
#: Lines that credit without a name; `Supplied` below a caption.
_NAMELESS: Final = re.compile(
    r"[(\[]?((?:(?:file|stock|handout|courtesy|contributed|submitted|supplied|provided|pool|"
    r"undated|archive) (?:photo|image|picture|photograph)s?|supplied|handout|photo supplied|"
    r"archivbild|archivfoto|symbolbild|symbolfoto|foto de archivo|imagen de archivo|"
    r"photo d.archives|photo d.illustration|foto d.archivio))[)\]]?\.?",
    re.IGNORECASE,
)
#: `… in front of a wind machine. Dana Whitlow/Alder Insider`: a house that no list has.
_NAME_AND_HOUSE: Final = re.compile(
    r"(?:(?<=[.!?”\"] )|(?<= [-–—|] ))((?:[A-ZÀ-Þ][\w.’'-]*\s){1,3}[A-ZÀ-Þ][\w’'-]+\s?/\s?"
    r"[A-ZÀ-Þ][\w.’'&-]*(?:\s[A-ZÀ-Þ][\w.’'&-]*){0,3})\Z"
)
#: `… is not for sale. | Jim Ortega/AP Photo`.
_NAME_BEFORE_STROKE: Final = re.compile(
    r"(?:\A|[|.(]\s?)((?:[A-ZÀ-Þ][\w.’'-]*\s){1,3}[A-ZÀ-Þ][\w’'-]+)\s?/\Z"
)


def _house_behind_stroke(text: str) -> Span | None:
    """The span of a credit that ends on a stroke and an agency, whatever precedes it: `… in
    AldershamHarbour Rescue/EFE`, `… on Monday @rescue via X / Reuters`."""
    head, stroke, house = text[-_LONGEST_END:].rpartition("/")
    if not stroke or text[-1] in ".!?" or not is_agency(house):
        return None
    match = _BEFORE_STROKE.search(head)
    if match is None:
        return None
    credit = match[1]
    seam = _SEAM.match(credit)
    if seam:
        credit = credit[seam.end() :]
    return len(text) - len(house) - 1 - len(credit), len(text)


_LONGEST_END: Final = 90
#: "AldershamHarbour": the caption's last word and the credit's first; "McAllen" is one name.
_SEAM: Final = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]{3,}(?=[A-ZÀ-Þ])")
_BEFORE_STROKE: Final = re.compile(
    r"(?:\s|(?<=[a-zß-ÿ.”])(?=[A-ZÀ-Þ@]))"
    r"((?:@\w+|[A-ZÀ-Þ][\w’'-]*)(?:\s(?:@\w+|[A-ZÀ-Þ][\w.’'-]*|via|de|la|del|van|von)){0,4}\s?)\Z"
)
_MARKS_OF_PARTS: Final = '/|,;•·()[]©!?”"’–—-'
_PARTED: Final = {dot: bytes.maketrans(b'/|,;()[]!?"-.', b" " * 12 + dot) for dot in (b" ", b".")}
_MARKS_BEYOND_ASCII: Final = tuple(mark for mark in _MARKS_OF_PARTS if not mark.isascii())


def _parted(text: str, dot: str) -> list[str]:
    """The words of a text; marks between parts count as spaces, dots as `dot`."""
    if not text.isascii():
        for mark in _MARKS_BEYOND_ASCII:
            if mark in text:
                text = text.replace(mark, " ")
    data = text.encode("utf-8", "surrogatepass").translate(_PARTED[b" " if dot else b"."])
    if not dot:
        data = data.replace(b".", b"")
    return data.decode("utf-8", "surrogatepass").split()


#: The first words of agencies, with dots and without.
_AGENCY_BEGINNINGS: Final = frozenset(_parted(name, dot)[0] for name in AGENCIES for dot in " .")
_AGENCY_BEGINNINGS_DOTLESS: Final = frozenset(_parted(name, "")[0] for name in AGENCIES)


def _may_name_agency(text: str) -> bool:
    """Whether `_agency_parts` may hold of some part of a text, by cheap signs."""
    folded = text.casefold()
    return (
        "via " in text
        or not _AGENCY_BEGINNINGS.isdisjoint(_parted(folded, " "))
        or not _AGENCY_BEGINNINGS_DOTLESS.isdisjoint(_parted(folded, ""))
    )


#: `… from the ground up. Supplied`, `… leave the country AP`, glued `… in the basin.EFE`.
_BARE_END: Final = re.compile(
    r"(?:[.!?”\"’)]\s(Supplied|Handout|Contributed|Reuters|Getty(?:\sImages)?|Shutterstock|Alamy)"
    r"|(?:[a-z.)]\s|(?<=[.!?”)]))(AP|AFP|EFE|EPA|AAP|PA|REUTERS))\Z"
)
#: Where an unannounced credit may begin: after a sentence, a bar, a dash, also glued.
_BREAKS: Final = re.compile(r"(?<=[.!?”\"’)])\s*(?=[A-ZÀ-Þa-z])|\s[|–—•-]\s|\n\s*|\|")


def _begins_as_credit(piece: str) -> bool:
    """Whether a piece begins like a credit: `Dana Whitlow/Getty Images`, not `A dredger. D.
    Whitlow/Getty Images`."""
    first = PARTS.split(piece.strip(), maxsplit=1)[0].strip("() ")
    if first.endswith(".") and len(first.rsplit(None, 1)[-1]) > 3:
        return False
    return is_agency(first) or (
        bool(NAME.match(first)) and not re.search(r"[^\W\d_]{3,}\. ", first)
    )


def _agency_parts(text: str) -> bool:
    """Whether a known agency is one of the parts, as in `Dana Whitlow/Getty Images`."""
    parts = PARTS.split(text.strip().rstrip("."))
    if len(parts) > 8 or any(len(part.split()) > 6 for part in parts):
        return False
    if any(is_agency(part) for part in parts):
        return True
    return len(parts) > 1 and "via " in text and bool(NAME.match(parts[0]))
