"""NewsML-G2 and NewsML 1 (IPTC): each news item is a record, in messages and sets as well.

G2: headline, by, dateline, creditline, description (as standfirst), firstCreated or contentCreated
as day, versionCreated as update, provider as publication, the first subject that is a theme as
section; the text of inlineXML (XHTML or NITF) or inlineData. NewsML 1: HeadLine, SubHeadLine,
ByLine, Party of the Provider, FirstCreated, ThisRevisionCreated, DataContent; captions of photo
components as pictures. All other lines and subjects are further fields. Schemas, catalogs and the
sender's times are none.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

from ingest.records import SourceFile
from ingest.sources.archives import Budget
from ingest.sources.forms.form import Form, Head
from ingest.sources.forms.markup import Element, MarkupNotes, elements, named
from ingest.sources.forms.markup_fields import Fields
from ingest.sources.forms.markup_records import records_in, root_of
from ingest.sources.forms.markup_text import (
    Paragraph,
    paragraphs_of,
    plain_paragraphs,
    without_headline,
    words_in,
)
from ingest.sources.forms.nitf import fields_of_nitf, text_of_nitf

#: Types of subjects that are no theme: places, people, bodies.
_NO_THEME: Final = ("geo", "person", "org", "poi", "event", "country", "city")
#: What marks the subject that is the desk or category.
_CATEGORY: Final = ("category", "department", "desk", "cptype:cat")
#: Texts that are markup inside a character-data section.
_MARKUP: Final = re.compile(r"</[a-zA-Z]")

NO_ITEMS: Final = (
    "It is NewsML without a news item (such as a package or a list of concepts), so there is no"
    " article in it."
)


def _item(item: Element) -> Fields:
    is_g2 = item.first("itemmeta", "contentmeta", "contentset") is not None
    return _g2(item) if is_g2 else _newsml_1(item)


# NewsML-G2 ----------------------------------------------------------------------------------------


def _g2(item: Element) -> Fields:
    meta = item.first("contentmeta") or Element("contentMeta")
    management = item.first("itemmeta") or Element("itemMeta")
    headlines, below = _headlines(meta)
    created = _first_of(management, "firstcreated") or _first_of(meta, "contentcreated")
    version = management.text_of("versioncreated")
    language = meta.first("language")
    inner, text = _g2_text(item, headlines[0] if headlines else "")
    summary = "\n\n".join(each.text for each in _direct(meta, "description") if each.text)
    fields: Fields = {
        "headline": headlines[0] if headlines else "",
        "standfirst": summary or "\n\n".join(below),
        "authors": [line.text for line in _direct(meta, "by") if line.text] or _creators(meta),
        "date": created or version,
        "updated": version if created and version != created else "",
        "publication": _name(management.first("provider")) or _name(meta.first("infosource"))
        or meta.text_of("creditline") or _name(item.first("copyrightholder")),
        "section": _section(meta),
        "language": (language.attribute("tag") if language is not None else "")
        or item.attribute("lang"),
        "text": text,
    }  # fmt: skip
    told = {name: value for name, value in inner.items() if not fields.get(name)}
    more = [*headlines[1:], *(below if summary else [])]
    return {**_g2_further(item, meta, management), "more headlines": more, **fields, **told}


def _g2_further(item: Element, meta: Element, management: Element) -> Fields:
    """What an item says that an article has no field for."""
    further: Fields = {
        "guid": item.attribute("guid"),
        "version": item.attribute("version"),
        "item class": _name(management.first("itemclass")),
        "status": _name(management.first("pubstatus")),
        "subjects": [_name(each) for each in _direct(meta, "subject")],
        "genres": [_name(each) for each in _direct(meta, "genre")],
        "located": [_name(each) for each in _direct(meta, "located")],
        "keywords": [each.text for each in _direct(meta, "keyword")],
        "editor's notes": [each.text for each in _direct(management, "ednote")],
        "remote content": [each.attribute("href") for each in item.all("remotecontent")],
        "links": [each.attribute("href") for each in _direct(management, "link")],
        "made by": [_name(each) for each in _direct(meta, "creator")],
    }
    for name in ("urgency", "slugline", "dateline", "creditline"):
        further[name] = meta.text_of(name)
    for name in ("copyrightNotice", "usageTerms"):
        further[name] = [each.text for each in item.all(name.casefold())]
    return _once(further)


def _direct(element: Element, *names: str) -> list[Element]:
    return [child for child in element.children if child.key in names]


def _first_of(element: Element, name: str) -> str:
    return next((each.text for each in _direct(element, name)), "")


def _once(fields: Fields) -> Fields:
    """The fields without empty values, lists with each value once."""
    return {
        name: [*dict.fromkeys(filter(None, value))] if isinstance(value, list) else value
        for name, value in fields.items()
    }


def _name(element: Element | None) -> str:
    """What an element of controlled values is called: its name, or the literal, or what stands
    behind the colon of its code."""
    if element is None:
        return ""
    names = _direct(element, "name")
    return (
        next((name.text for name in names if name.text), "")
        or element.attribute("literal")
        or element.attribute("qcode").rpartition(":")[2]
        or (element.text if not names else "")
    )


def _headlines(meta: Element) -> tuple[list[str], list[str]]:
    """The headlines, and those that their role calls subheadlines."""
    main: list[str] = []
    below: list[str] = []
    for line in _direct(meta, "headline"):
        if line.text:
            (below if "sub" in line.attribute("role").casefold() else main).append(line.text)
    return main, below


def _creators(meta: Element) -> list[str]:
    """People who made the item; a name without a space is an account."""
    return [name for each in _direct(meta, "creator") if " " in (name := _name(each))]


def _section(meta: Element) -> str:
    """The subject that is a category, else the first with a name that is a theme."""
    subjects = [each for each in _direct(meta, "subject") if _direct(each, "name")]
    for subject in subjects:
        told = f"{subject.attribute('type')} {subject.attribute('qcode')}".casefold()
        if any(mark in told for mark in _CATEGORY):
            return _name(subject)
    for subject in subjects:
        told = subject.attribute("type").casefold()
        if not any(mark in told for mark in _NO_THEME):
            return _name(subject)
    return ""


def _g2_text(item: Element, headline: str) -> tuple[Fields, list[Paragraph]]:
    """The text of the fullest rendition, and what an article in NITF inside says besides."""
    best: tuple[Fields, list[Paragraph]] = ({}, [])
    for content in item.all("inlinexml", "inlinedata"):
        inner, text = _content(content, headline)
        if _length(text) > _length(best[1]):
            best = (inner, text)
    return best


def _length(text: list[Paragraph]) -> int:
    return sum(len(words_in(part)) for part in text)


def _content(content: Element, headline: str) -> tuple[Fields, list[Paragraph]]:
    """The text of an element with a document inside: NITF, XHTML, paragraphs, or plain text."""
    if not content.children and _MARKUP.search(content.text):
        content = _parsed("".join(content.strings()))
    nitf = content.first("nitf")
    if nitf is not None:
        inner = fields_of_nitf(nitf)
        return inner, inner["text"]
    body = content.first("body.content")
    if body is not None:
        return {}, text_of_nitf(body, headline)
    body = content.first("body") or content
    if not body.children:
        return {}, list(plain_paragraphs("".join(body.strings())))
    found = paragraphs_of(body, lambda part: part.key == "head" or _is_page_head(part, headline))
    found = without_headline(found, headline)
    heads = [part.text for part in body.all("header") if _is_page_head(part, headline)]
    return ({"page header": heads[0]} if heads else {}), found


def _is_page_head(part: Element, headline: str) -> bool:
    """Whether the header of a page says again what the item's lines say."""
    return part.key == "header" and part.text_of("h1") in ("", headline)


def _parsed(markup: str) -> Element:
    data = f"<content>{markup}</content>".encode("utf-8", "replace")
    return next(
        iter(elements(io.BytesIO(data), named("content"), MarkupNotes())), Element("content")
    )


# NewsML 1 -----------------------------------------------------------------------------------------

#: Lines of an item -> fields; the others are further fields under their own names.
_LINES: Final = {
    "headline": "headline", "subheadline": "standfirst", "byline": "authors",
}  # fmt: skip


def _newsml_1(item: Element) -> Fields:
    fields: Fields = {}
    for line in item.all("newslines"):
        for child in line.children:
            name = _LINES.get(child.key, child.name)
            if child.text:
                fields.setdefault(name, []).append(child.text)
    if len(fields.get("headline", [])) > 1:
        # Those of parts of the item, such as its pictures.
        fields["more headlines"] = fields["headline"][1:]
        fields["headline"] = fields["headline"][0]
    headline = fields.get("headline", "")
    text, inner, captions = _parts(item, headline if isinstance(headline, str) else headline[0])
    created, revised = item.text_of("firstcreated"), item.text_of("thisrevisioncreated")
    fields |= {
        "date": created or revised or item.text_of("dateid"),
        "updated": revised if created and revised != created else "",
        "publication": _formal(item, "provider") or item.text_of("providerid"),
        "language": next((each.attribute("formalname") for each in item.all("language")), ""),
        "text": text,
        "images": [{"caption": caption} for caption in captions],
    }
    told = {name: value for name, value in inner.items() if not fields.get(name)}
    return {**_further(item), **fields, **told}


def _further(item: Element) -> Fields:
    """What an item of NewsML 1 says that an article has no field for."""
    subjects = item.all("subject", "subjectmatter", "subjectdetail")
    locations = list(item.all("location"))
    further: Fields = {
        "id": item.text_of("publicidentifier") or item.text_of("newsitemid"),
        "NameLabel": item.text_of("namelabel"),
        "status": _formal(item, "status"),
        "urgency": _formal(item, "urgency"),
        "source name": _formal(item, "source"),
        "subjects": [each.attribute("formalname") for each in subjects],
        "locations": [each.text or each.attribute("formalname") for each in locations],
        "place properties": [
            prop.attribute("value") for each in locations for prop in each.all("property")
        ],
    }
    return _once(further)


def _formal(item: Element, name: str) -> str:
    """The formal name of an element, or of the party in it."""
    found = item.first(name)
    if found is None:
        return ""
    party = found.first("party")
    return (party or found).attribute("formalname") or found.text


def _parts(item: Element, headline: str) -> tuple[list[Paragraph], Fields, list[str]]:
    """The texts of the item's components one behind the other, each once; what NITF in them says;
    and the captions."""
    text: list[Paragraph] = []
    said: Fields = {}
    captions: list[str] = []
    for component, content in _contents(item):
        inner, paragraphs = _content(content, headline)
        role = component.first("role") if component is not None else None
        if role is not None and "caption" in role.attribute("formalname").casefold():
            captions += map(words_in, paragraphs)
        elif not all(paragraph in text for paragraph in paragraphs):
            text += paragraphs
            said = said or inner
    return text, said, captions


def _contents(element: Element) -> Iterator[tuple[Element | None, Element]]:
    """The contents of an item, each with the component that it lies in directly."""
    for component in element.all("newscomponent"):
        for child in component.children:
            if child.key == "contentitem":
                for content in child.all("datacontent"):
                    yield component, content
        yield from _contents(component)


# The form -----------------------------------------------------------------------------------------


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    return records_in(stream, name, named("newsitem"), _item, NO_ITEMS)


def _is_newsml(head: Head) -> bool:
    root = root_of(head)
    if root == "newsml":
        return True
    return root in _ROOTS and "iptc.org/std/nar" in head.text


_ROOTS: Final = frozenset(
    ("newsitem", "newsmessage", "itemset", "packageitem", "conceptitem", "knowledgeitem")
)

NEWSML: Final = Form(
    name="newsml", title="NewsML-G2 or NewsML 1", recognises=_is_newsml, records=_records
)
