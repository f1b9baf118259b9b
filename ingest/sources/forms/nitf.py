"""NITF, the form of agencies and of the annotated archives of large dailies (IPTC, nitf.org).

What is read: hl1 as headline, abstract (else hl2) as standfirst, byline with its persons, the day
of date.issue, pubdata, story.date or the publication_* metas (never change.date, which is the day
of the DTD), pubdata's name, distributor or holder of the rights as publication, the desk as
section, body.content as text, media as pictures. Everything else (dateline, tagline, classifiers,
doc-id, metas) is a further field.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from ingest.records import SourceFile
from ingest.sources.archives import Budget
from ingest.sources.forms.form import Form, Head
from ingest.sources.forms.markup import Element, named
from ingest.sources.forms.markup_fields import Fields, inner_fields
from ingest.sources.forms.markup_records import records_in, root_of
from ingest.sources.forms.markup_text import Paragraph, paragraphs_of, without_headline, words_in

#: Parts of body.head with a field of their own.
_READ: Final = frozenset(("hedline", "byline", "abstract"))
#: Parts of an article that leaves body.content out.
_NO_CONTENT: Final = frozenset(("head", "body.head", "body.end"))
#: What an article is about, said once an item.
_INDEX: Final = frozenset(("classifier", "person", "org", "location", "object.title", "event"))
#: Metas that name the desk or section, the better first.
_SECTIONS: Final = ("dsk", "section", "online_sections", "print_section")
_MIDNIGHT: Final = re.compile(r"(\d{8})T000000(?:Z|[+-]0000)?\Z")
#: Classes of the blocks of an article whose beginning is given once more.
_WHOLE, _LEAD = "full_text", "lead_paragraph"


def fields_of_nitf(nitf: Element) -> Fields:
    """The fields of one article."""
    head = nitf.first("head") or Element("head")
    opening = nitf.first("body.head") or Element("body.head")
    metas = {
        meta.attribute("name").casefold(): meta.attribute("content") for meta in head.all("meta")
    }
    headline = opening.text_of("hl1") or opening.text_of("hedline") or head.text_of("title")
    hl2 = "\n\n".join(line.text for line in opening.all("hl2"))
    abstract = opening.first("abstract")
    content = nitf.first("body.content") or _without(nitf.first("body") or nitf, _NO_CONTENT)
    fields: Fields = {
        "headline": headline,
        "standfirst": _joined(abstract) or hl2,
        "hl2": hl2 if abstract is not None else "",
        "authors": _authors(opening),
        "date": _day(nitf, metas),
        "publication": _publication(nitf),
        "section": _section(head, metas),
        "language": nitf.attribute("lang") or (nitf.first("body") or nitf).attribute("lang"),
        "text": text_of_nitf(content, headline),
        "images": list(_pictures(content)),
    }
    return _with_further(fields, nitf, head, opening)


def _with_further(fields: Fields, nitf: Element, head: Element, opening: Element) -> Fields:
    """The fields with those that are told of nowhere else."""
    further = inner_fields(_without(head, _INDEX))
    if "text" in further:
        further["head text"] = further.pop("text")
    for place in (opening, nitf.first("body.end") or Element("body.end")):
        for child in place.children:
            if child.key not in _READ:
                _add(further, child.name, child.text)
    for item in head.all(*_INDEX):
        name = item.attribute("type") or item.key
        _add(further, name, item.text or item.attribute("value"))
    bylines = list(opening.all("byline"))
    if len(bylines) > 1 or any(line.children for line in bylines):
        # What they say beside the names, as printed.
        further["bylines"] = [line.text for line in bylines]
    return further | {name: value for name, value in fields.items() if value}


def _add(further: Fields, name: str, value: str) -> None:
    """Add a value to the list under a name; a meta of the head may have that name already."""
    before = further.setdefault(name, [])
    if not isinstance(before, list):
        before = further[name] = [before]
    before.append(value)


def text_of_nitf(content: Element, headline: str) -> list[Paragraph]:
    """The paragraphs of body.content; a first paragraph that is given apart and again in the full
    text counts once, as does a repeated headline."""
    whole = [block for block in content.all("block") if block.attribute("class") == _WHOLE]
    found = paragraphs_of(content, _is_no_text)
    if whole:
        full = [paragraph for block in whole for paragraph in paragraphs_of(block, _is_no_text)]
        found = paragraphs_of(content, lambda part: _is_no_text(part) or _is_said_again(part, full))
    return without_headline(found, headline)


def _is_said_again(part: Element, full: list[Paragraph]) -> bool:
    return (
        part.key == "block"
        and part.attribute("class").endswith(_LEAD)
        and all(paragraph in full for paragraph in paragraphs_of(part))
    )


def _is_no_text(part: Element) -> bool:
    return part.key == "media"


def _joined(element: Element | None) -> str:
    if element is None:
        return ""
    return "\n\n".join(map(words_in, paragraphs_of(element)))


def _authors(opening: Element) -> str | list[str]:
    """The persons of the byline, or its words; of several the printed one."""
    bylines = list(opening.all("byline"))
    printed = [line for line in bylines if line.attribute("class").startswith("print")]
    for line in printed or bylines:
        people = [person.text for person in line.all("person") if person.text]
        if people or line.text:
            return people or line.text
    return ""


def _day(nitf: Element, metas: dict[str, str]) -> str:
    stated = [
        *(_attribute(nitf, name, "norm") for name in ("date.issue", "date.release")),
        _attribute(nitf, "pubdata", "date.publication"),
        _attribute(nitf, "story.date", "norm"),
        "-".join(_figures(metas.get(f"publication_{part}", "")) for part in _PARTS_OF_DAY),
        nitf.text_of("story.date"),
    ]
    value = next((value for value in stated if value.strip("-")), "")
    midnight = _MIDNIGHT.match(value)
    return midnight[1] if midnight else value


_PARTS_OF_DAY: Final = ("year", "month", "day_of_month")


def _figures(number: str) -> str:
    return f"0{number}" if len(number) == 1 else number


def _attribute(within: Element, name: str, attribute: str) -> str:
    found = within.first(name)
    return found.attribute(attribute) if found is not None else ""


def _publication(nitf: Element) -> str:
    return (
        _attribute(nitf, "pubdata", "name")
        or nitf.text_of("distributor")
        or _attribute(nitf, "doc.copyright", "holder")
        or _attribute(nitf, "from-src", "src-name")
    )


def _section(head: Element, metas: dict[str, str]) -> str:
    named_there = next((metas[name] for name in _SECTIONS if metas.get(name)), "")
    return (
        named_there
        or _attribute(head, "pubdata", "position.section")
        or _attribute(head, "tobject.subject", "tobject.subject.type")
    )


def _pictures(content: Element) -> Iterator[dict[str, Any]]:
    for media in content.all("media"):
        picture = {
            "caption": media.text_of("media-caption"),
            "credit": media.text_of("media-producer"),
            "url": _attribute(media, "media-reference", "source"),
        }
        if any(picture.values()):
            yield {name: value for name, value in picture.items() if value}


def _without(element: Element, names: frozenset[str]) -> Element:
    """The element without those of these names inside."""
    parts = [
        part if isinstance(part, str) else _without(part, names)
        for part in element.parts
        if isinstance(part, str) or part.key not in names
    ]
    return Element(element.name, element.attributes, parts)


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    return records_in(stream, name, named("nitf"), fields_of_nitf)


def _is_nitf(head: Head) -> bool:
    return root_of(head) == "nitf"


NITF: Final = Form(name="nitf", title="NITF", recognises=_is_nitf, records=_records)
