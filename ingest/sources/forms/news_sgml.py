"""Reuters-21578 and the TREC family of collections (TREC disks, AQUAINT, Gigaword, ANT).

Reuters: TITLE, DATE, DATELINE, AUTHOR, BODY (paragraphs by their indents, the closing "Reuter"
apart), the first of TOPICS as section; TOPICS, PLACES and the rest of the D lists, UNKNOWN and the
attributes are further fields. A brief has only TITLE, an unprocessed story only TEXT.

TREC: DOCNO or id; HEADLINE, HEAD, HL, TI or TITLE; DATE, DATE_TIME, DD, PUBDATE and TIME; BYLINE or
AUTHOR; SRC, SO or PUB; CAT or SECTION; URL; ABSTRACT; LEADPARA or LP and TEXT, with or without P.
Where a document names no day or paper, its number does: "AFP_ENG_19950101.0001", "AP880212-0001".
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from ingest.parsing.fields.bylines import opener_end
from ingest.records import SourceFile
from ingest.sources.archives import Budget
from ingest.sources.forms.form import Form, Head
from ingest.sources.forms.markup import Element, named
from ingest.sources.forms.markup_fields import Fields, fields_of
from ingest.sources.forms.markup_records import records_in, root_of
from ingest.sources.forms.markup_text import paragraphs_of, plain_paragraphs

# Reuters ------------------------------------------------------------------------------------------

#: What every story of the wire ends with.
_SIGN_OFF: Final = re.compile(r"\n\s*(reuters?)[\s.]*\Z", re.IGNORECASE)
#: Elements that are fields of their own; the others are lists of D elements, or words.
_REUTERS_TEXT: Final = frozenset(("title", "dateline", "author", "body"))


def _reuters(story: Element) -> Fields:
    fields: Fields = {name.casefold(): value for name, value in story.attributes.items()}
    # Only a note on whether the list of topics is filled.
    fields.pop("topics", "")
    for child in story.children:
        if child.key == "text":
            fields |= _reuters_text(child)
        elif child.key == "date":
            fields["date"] = child.text
        else:
            values = [item.text for item in child.all("d")]
            fields[child.key] = [value for value in values if value] or child.text
    topics = fields.get("topics")
    if isinstance(topics, list):
        fields["section"] = topics[0]
    return fields


def _reuters_text(text: Element) -> Fields:
    body = text.first("body")
    own = "".join(part for part in text.parts if isinstance(part, str))
    story = "".join(body.strings()) if body is not None else own
    signed = _SIGN_OFF.search(story.rstrip())
    fields: Fields = {
        "headline": text.text_of("title"),
        "dateline": text.text_of("dateline"),
        "authors": text.text_of("author"),
        "text": paragraphs_of(body)
        if body is not None and body.children
        else plain_paragraphs(story[: signed.start()] if signed else story),
        "sign-off": signed[1] if signed else "",
        "text type": text.attribute("type"),
    }
    if body is not None and own.strip():
        fields["text beside the body"] = " ".join(own.split())
    more = [child for child in text.children if child.key not in _REUTERS_TEXT]
    return fields | {child.key: child.text for child in more}


def _is_reuters(head: Head) -> bool:
    return root_of(head) in ("reuters", "lewis") and bool(_REUTERS_MARK.search(head.text))


_REUTERS_MARK: Final = re.compile(r"<REUTERS[\s>]", re.IGNORECASE)


def _reuters_records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    return records_in(stream, name, named("reuters"), _reuters)


REUTERS: Final = Form(
    name="reuters-sgml",
    title="Reuters-21578",
    recognises=_is_reuters,
    records=_reuters_records,
)

# TREC ---------------------------------------------------------------------------------------------

#: Their elements -> canonical keys.
_TREC_NAMES: Final[dict[str, str]] = {
    "docno": "docno", "date": "date", "time": "time",
    "head": "headline", "hl": "headline", "ti": "headline", "title": "headline",
    "date_time": "date", "datetime": "date", "dd": "date", "pubdate": "date", "date1": "date",
    "src": "publication", "so": "publication", "pub": "publication", "source": "publication",
    "cat": "section", "au": "authors", "author": "authors", "byline": "authors",
    "contenttitle": "headline",
    "leadpara": "text", "lp": "text", "ld": "text", "tx": "text", "text": "text",
}  # fmt: skip
#: Prefixes of numbers in the Gigaword and AQUAINT collections -> papers and agencies.
_AGENCIES: Final = {
    "AFP": "Agence France-Presse", "APW": "Associated Press", "AP": "Associated Press",
    "CNA": "Central News Agency", "LTW": "Los Angeles Times/Washington Post",
    "NYT": "The New York Times", "WPB": "Washington Post/Bloomberg", "XIN": "Xinhua",
    "XIE": "Xinhua", "WSJ": "The Wall Street Journal", "LA": "Los Angeles Times",
    "FT": "Financial Times", "SJMN": "San Jose Mercury News", "HYT": "Al Hayat",
    "NHR": "An Nahar", "AHR": "Al-Ahram", "ASB": "Assabah", "AAW": "Asharq Al-Awsat",
    "QDS": "Al-Quds Al-Arabi", "UMH": "Ummah Press", "CNS": "China News Service",
    "GMW": "Guangming Daily", "PDA": "People's Daily", "ZBN": "Lianhe Zaobao",
}  # fmt: skip
_LANGUAGES: Final = {"ENG": "en", "ARB": "ar", "CMN": "zh", "SPA": "es", "FRE": "fr"}
#: "AFP_ENG_19950101.0001", "APW19980601.0001", "AP880212-0001", "LA010189-0001".
_NUMBER: Final = re.compile(
    r"(?P<agency>[A-Z]{2,4})(?:_(?P<language>[A-Z]{3})_)?(?P<day>\d{8}|\d{6})[.-]\d{3,5}\Z"
)
_LONGEST_BYLINE: Final = 80
_SHORT_DAY: Final = re.compile(r"\d{6}\Z")
_HAS_DAY: Final = re.compile(r"\d{4}|\d[/.-]\d")


def _trec(document: Element) -> Fields:
    fields = fields_of(document, _TREC_NAMES)
    number = _NUMBER.match(_first(fields.get("docno") or fields.get("id")).strip())
    _set_time(fields)
    if number is not None:
        agency, language = number["agency"], number["language"] or ""
        fields.setdefault("date", _day(number["day"], months_first=agency == "LA"))
        if agency in _AGENCIES:
            fields.setdefault("publication", _AGENCIES[agency])
        if language in _LANGUAGES:
            fields.setdefault("language", _LANGUAGES[language])
    _join_bylines(fields)
    headlines = fields.get("headline")
    if isinstance(headlines, list) and len(headlines) > 1:
        fields["headline"], fields["more headlines"] = headlines[0], headlines[1:]
    return fields


def _join_bylines(fields: Fields) -> None:
    """Make one byline of several elements, name and role of the same people; and one of the line
    between headline and text where no element holds it."""
    bylines = fields.get("authors")
    if isinstance(bylines, list):
        fields["authors"] = ", ".join(bylines)
    text = fields.get("text")
    if bylines or not isinstance(text, list) or len(text) < 2:
        return
    first, *rest = text
    if isinstance(first, str) and len(first) < _LONGEST_BYLINE and opener_end(first):
        fields["authors"], fields["text"] = first, rest


def _set_time(fields: Fields) -> None:
    """Make one date of DATE and TIME; TIME alone may be both."""
    day, time = _first(fields.get("date")).strip(), _first(fields.get("time")).strip()
    if _SHORT_DAY.match(day):
        fields["date"] = day = _day(day)
    if time and _HAS_DAY.search(time):
        fields.pop("time")
        fields["date"] = time
        if day:
            fields["day"] = day
    elif time and day and ":" in time and ":" not in day:
        fields.pop("time")
        fields["date"] = f"{day} {time}"


def _day(figures: str, *, months_first: bool = False) -> str:
    """ "880212" and "19880212" as a day in ISO form; collections with short ones end in 1998."""
    if len(figures) == len("19880212"):
        return f"{figures[:4]}-{figures[4:6]}-{figures[6:]}"
    if months_first:
        figures = figures[4:] + figures[:4]
    return f"19{figures[:2]}-{figures[2:4]}-{figures[4:]}"


def _first(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _is_trec(head: Head) -> bool:
    return bool(root_of(head)) and _TREC_MARK.search(head.text) is not None


#: A document at the beginning, or right within another element, with a part that they have.
_TREC_MARK: Final = re.compile(
    r"\A(?:<[?!][^<>]{0,500}>\s{0,99}){0,4}(?:<[A-Z_]{1,20}>\s{0,99})?<DOC(?:\s[^<>]{0,500})?>"
    r"[^\0]{0,4000}?<(?:DOCNO|DOCID|TEXT|TX|HEADLINE|BODY)[\s>]",
    re.IGNORECASE,
)


def _trec_records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    return records_in(stream, name, named("doc"), _trec)


TREC: Final = Form(
    name="trec",
    title="TREC, AQUAINT or Gigaword documents",
    recognises=_is_trec,
    records=_trec_records,
)
