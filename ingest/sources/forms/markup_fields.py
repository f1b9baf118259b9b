"""One element that is a record in, its fields by name out.

A leaf is a field under its own name, under that of what it lies in as well where its own says too
little ("source.url"); an attribute of the record is a field, one of a field is "field.attribute";
elements of one name are a list. Where the text stands, its paragraphs are a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ingest.parsing.fields.name_parts import name_parts
from ingest.parsing.structured.keys import FIELD_KEYS, KEY_FIELDS, WRAPPERS, plain_key
from ingest.sources.forms.markup import Element, local
from ingest.sources.forms.markup_text import (
    PARAGRAPHS,
    Paragraph,
    paragraphs_of,
    plain_paragraphs,
    words_in,
)

Fields = dict[str, Any]

#: Elements that only group others: the names inside stand for themselves.
_GROUPS: Final = frozenset(
    "head header meta metadata meta_data info information front front_matter back docdata doc_data"
    " properties attributes fields file_desc title_stmt publication_stmt source_desc bibl"
    " bibl_struct analytic monogr imprint heading_info article_info".split()
) | {*WRAPPERS}  # fmt: skip
#: Elements whose attribute says what they are: `<meta name="author" content="…"/>`,
#: `<field name="title">…</field>`.
_NAMED: Final = frozenset(
    "meta field str arr date int long column property param attribute attr element item data value"
    " keyword info tag dc".split()
)  # fmt: skip
_NAMES: Final = ("name", "key", "property", "field", "element")
_VALUES: Final = ("content", "value")
#: Attributes that say how the file is written.
_TECHNICAL: Final = frozenset(("xmlns", "schemalocation", "nonamespaceschemalocation", "space"))
_LANGUAGE: Final = "lang"
#: Words that a field must have to be taken for the text where none is named so.
_LEAST_WORDS: Final = 20
#: Names of fields that are no text, however long.
_NO_TEXT: Final = frozenset(
    key for field in ("headline", "authors", "url", "images") for key in FIELD_KEYS[field]
) | {"id", "keywords", "tags", "comments", "links"}


#: Values of a list that are compared, so that each stands there once.
_COMPARED: Final = 100
#: Fields of one value: of several the first counts, and the others have a name of their own.
_SINGLE: Final = frozenset(("date", "updated", "url", "language"))
#: What the makers of collections call fields that have other names elsewhere.
COLLECTIONS: Final = {
    "hl": "headline", "recordtitle": "headline", "numericpubdate": "date",
    "urldocview": "url", "contrib": "authors", "contributor": "authors",
    "leadparagraph": "text", "tailparagraphs": "text",
    "zeitung": "publication", "ressort": "section", "untertitel": "standfirst",
    "vorspann": "standfirst",
}  # fmt: skip
#: The name of an element is its field's where it holds one of these.
_OF_NAMES: Final = frozenset(("name", "full_name", "value", "label"))
#: Names of fields that parts of a text may have: `<link>` and `<date>` inside a sentence.
_PARTS_OF_TEXT: Final = frozenset(("section", "sections", "link", "date", "source"))


def fields_of(record: Element, names: Mapping[str, str] | None = None) -> Fields:
    """The fields of a record, under the names that the file gives them, or those that `names` has
    for them (lower case -> name); the text is under a name that is known for one."""
    reader = _Fields({**COLLECTIONS, **(names or {})})
    reader.attributes(record, "")
    if not record.children or (record.is_mixed and _is_body(record)):
        reader.add("text", paragraphs_of(record))
    else:
        reader.walk(record, "")
    fields = reader.fields
    _name_text(fields)
    _join_texts(fields)
    _single_out(fields)
    _lift_headline(fields)
    _drop_repeated_headline(fields)
    return fields


def inner_fields(element: Element) -> Fields:
    """The fields within an element that is a part of a record."""
    reader = _Fields({})
    reader.walk(element, "")
    return reader.fields


class _Fields:
    """Fields as they are found."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.fields: Fields = {}
        self._names = names
        #: The first spelling of each name.
        self._spelt: dict[str, str] = {}

    def add(self, name: str, value: str | list[Any]) -> None:
        """Add a value; of a name that is there already, make a list."""
        if not value:
            return
        name = self._names.get(name.casefold(), name)
        name = self._spelt.setdefault(plain_key(name), name)
        if name not in self.fields:
            self.fields[name] = value
            return
        before = self.fields[name]
        if not isinstance(before, list):
            before = self.fields[name] = [before]
        more = value if isinstance(value, list) else [value]
        if _field(name) != "text" and len(before) < _COMPARED:
            more = [each for each in more if each not in before]
        before += more

    def attributes(self, element: Element, name: str) -> None:
        for attribute, value in element.attributes.items():
            key = local(attribute)
            if attribute.startswith("xmlns") or key in _TECHNICAL:
                continue
            if key == _LANGUAGE:
                if not name:
                    self.add("language", value)
                continue
            own = attribute.rpartition(":")[2]
            self.add(f"{name}.{own}" if name else own, value)

    def walk(self, element: Element, name: str) -> None:
        """The fields of the elements within one; paragraphs and text between them are text."""
        paragraphs: list[Paragraph] = []
        for part in element.parts:
            if isinstance(part, str):
                paragraphs += plain_paragraphs(part)
            elif part.key in PARAGRAPHS:
                paragraphs += paragraphs_of(part)
            else:
                self.add("text", list(paragraphs))
                paragraphs.clear()
                self._child(part, name)
        self.add("text", list(paragraphs))

    def _child(self, child: Element, around: str) -> None:
        own = child.name.rpartition(":")[2]
        said = _said(child)
        if said is not None:
            self.add(*said)
            return
        name = self._joined(around, own)
        person = _person(child)
        if person:
            self.add(name, [person])
            return
        listed = _listed(child)
        if listed:
            self.attributes(child, name)
            self.add(name, listed)
            return
        field, groups = _field(self._names.get(own.casefold(), own)), plain_key(own) in _GROUPS
        self.attributes(child, name)
        is_line = field in ("headline", "standfirst") and not groups
        if is_line or not child.children or _is_body(child):
            self.add(name, _value_of(child, field))
        else:
            self.walk(child, "" if groups or field == "text" else name)

    def _joined(self, around: str, own: str) -> str:
        """The name of a field within others: that of `<author><name>` is "author"."""
        if not around or own.casefold() in self._names:
            return own
        if plain_key(own) in _OF_NAMES and (around not in self.fields or _field(around)):
            return around
        if plain_key(own) == "title" and _field(around) == "publication":
            return around
        if _field(own) and _field(own) == _field(around.rpartition(".")[2]):
            return around
        return f"{around}.{own}"


def _field(name: str) -> str:
    return KEY_FIELDS.get(plain_key(name), ("",))[0]


def _value_of(element: Element, field: str) -> str | list[Any]:
    """The paragraphs of a text; what is one line by its name or has one only as a string."""
    if field and field not in ("text", "standfirst"):
        return element.text
    if field != "text" and not element.children:
        return element.text
    paragraphs = paragraphs_of(element)
    if field == "standfirst":
        return "\n\n".join(map(words_in, paragraphs))
    only = paragraphs[0] if len(paragraphs) == 1 else None
    return only if isinstance(only, str) else paragraphs


def _person(element: Element) -> dict[str, str]:
    """The parts of a person's name, where the element has such parts."""
    if not element.children:
        return {}
    found = {child.name.rpartition(":")[2]: child.text for child in element.children}
    return {key: value for key, value in found.items() if value} if name_parts(found) else {}


def _said(element: Element) -> tuple[str, str | list[Any]] | None:
    """Name and value of a field whose element is called "field"."""
    if element.key not in _NAMED:
        return None
    name = next((element.attribute(key) for key in _NAMES if element.attribute(key)), "")
    if not name:
        return None
    value = next((element.attribute(key) for key in _VALUES if element.attribute(key)), "")
    if not value and _field(name.removeprefix("dc.")) == "text":
        return name, paragraphs_of(element)
    return name.removeprefix("dc."), value or _listed(element) or element.text


def _listed(element: Element) -> list[str]:
    """The values of a list: elements of one name, which have only text."""
    children = element.children
    names = {child.key for child in children}
    if not names or len(names) > 1 or element.is_mixed or names & PARAGRAPHS:
        return []
    (name,) = names
    if any(child.children or child.attributes for child in children):
        return []
    if len(children) == 1 and not _is_plural(element.key, name):
        return []
    return [child.text for child in children if child.text]


def _is_plural(several: str, one: str) -> bool:
    """Whether names are of a list and its members: "topics" and "d", "authors" and "author"."""
    return len(one) <= len("kw") or (several.endswith("s") and several[:3] == one[:3])


def _is_body(element: Element) -> bool:
    """Whether an element with elements in it is one text: it has text of its own, paragraphs at any
    depth or the name of a text, and no fields but headings."""
    if not (element.is_mixed or _field(element.name) == "text" or any(element.all(*PARAGRAPHS))):
        return False
    return not any(
        _field(child.name) in ("date", "authors", "publication", "url", "text")
        for child in _shallow(element)
    )


def _shallow(element: Element) -> Iterator[Element]:
    """The elements within that are no paragraphs, nor inside one."""
    for child in element.children:
        if child.key not in PARAGRAPHS:
            if child.key not in _PARTS_OF_TEXT:
                yield child
            if not child.is_mixed:
                yield from _shallow(child)


def _name_text(fields: Fields) -> None:
    """Call the longest prose "text" where no field is called so."""
    if any(_field(name) == "text" and has_words(value) for name, value in fields.items()):
        return
    lengths = {
        name: _words(value)
        for name, value in fields.items()
        if plain_key(name) not in _NO_TEXT and _words(value) >= _LEAST_WORDS
    }
    if lengths:
        longest = max(lengths, key=lambda name: (_field(name) != "standfirst", lengths[name]))
        fields["text"] = fields.pop(longest)


def _join_texts(fields: Fields) -> None:
    """Make one of several texts, unless one is another in other markup."""
    texts = [name for name, value in fields.items() if _field(name) == "text" and has_words(value)]
    texts = [name for name in texts if _words(fields[name]) >= _LEAST_WORDS]
    if len(texts) < 2:
        return
    flat = {name: "".join(_letters(fields[name])) for name in texts}
    kept: list[str] = []
    for name in sorted(texts, key=lambda name: -len(flat[name])):
        if not any(flat[name][:_ALIKE] in flat[other] for other in kept):
            kept.append(name)
    if len(kept) > 1:
        first, *others = (name for name in texts if name in kept)
        for name in others:
            before, more = fields[first], fields.pop(name)
            before = before if isinstance(before, list) else [before]
            fields[first] = before + (more if isinstance(more, list) else [more])


def _letters(value: Any) -> Iterator[str]:
    """The letters of a text, without its markup."""
    for part in value if isinstance(value, list) else [value]:
        text = part["text"] if isinstance(part, dict) else part
        yield from re.findall(r"\w+", _TAG.sub(" ", text))


def _single_out(fields: Fields) -> None:
    """Leave one value to fields that have one."""
    for name, value in [*fields.items()]:
        if isinstance(value, list) and _field(name) in _SINGLE:
            fields[name] = value[0]
            fields[f"more {name}"] = value[1:]


def _lift_headline(fields: Fields) -> None:
    """Take the heading above the text for the headline where no field is one."""
    if any(_field(name) == "headline" for name in fields):
        return
    for name, value in fields.items():
        if _field(name) == "text" and isinstance(value, list) and len(value) > 1:
            first = value[0]
            if isinstance(first, dict) and first.get("type") == "heading":
                fields["headline"] = first["text"]
                fields[name] = value[1:]
                return


def _drop_repeated_headline(fields: Fields) -> None:
    """Begin the text behind the headline where it repeats it, as in dumps of encyclopaedias."""
    headlines = [value for name, value in fields.items() if _field(name) == "headline"]
    for name, value in fields.items():
        if _field(name) == "text" and isinstance(value, list) and len(value) > 1:
            first = value[0].get("text") if isinstance(value[0], dict) else value[0]
            if first in headlines:
                fields[name] = value[1:]


def has_words(value: Any) -> bool:
    return _words(value) > 0


#: Letters at the beginning by which texts are compared.
_ALIKE: Final = 200
_TAG: Final = re.compile(r"<[^<>]{0,500}>")


def _words(value: Any) -> int:
    """Words of a value that is prose."""
    if isinstance(value, str):
        # In scripts without spaces so many characters are a word, about.
        return max(value.count(" ") + 1, 0 if value.isascii() else len(value) // 8) if value else 0
    if isinstance(value, list):
        return sum(map(_words, value))
    return _words(value.get("text", "")) if isinstance(value, dict) else 0


def words_of_text(fields: Fields) -> int:
    """Words of the text of a record."""
    return sum(_words(value) for name, value in fields.items() if _field(name) == "text")
