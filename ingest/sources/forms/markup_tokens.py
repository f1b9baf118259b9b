"""The bytes of XML or SGML in, its tags and texts out, in order and as a stream.

An own tokenizer, for one reading of well-formed XML, of SGML that leaves out end tags, and of files
that are damaged. It opens nothing: no DTD, no external entity, no network. Of entities that a file
declares itself only short plain values are put in, so that nothing can grow by nesting them.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from typing import Final, NamedTuple, Protocol

from ingest.decode import decode

#: Bytes that are read and decoded at once.
_CHUNK: Final = 256 * 2**10
#: Bytes without a place to cut between characters; nothing but damage is so long.
_UNCUT: Final = 4 * 2**20
#: Characters of one comment or CDATA section, and of one tag or declaration.
_LONGEST_SECTION: Final = 32 * 2**20
_LONGEST_TAG: Final = 256 * 2**10

_NAME: Final = r"[^\W\d][\w.-]*+(?::[^\W\d][\w.-]*+)?+"
_TAG: Final = re.compile(rf"<(/?)({_NAME})(?=[\s/>])((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
#: The same with quotation marks that do not match.
_LOOSE_TAG: Final = re.compile(rf"<(/?)({_NAME})(?=[\s/>])([^<>]*+)>")
_ATTRIBUTE: Final = re.compile(r"([^\s=\"'/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"']++))")
_ENTITY: Final = re.compile(r"&(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[^\W\d][\w.-]{0,63});")
_DECLARED_ENTITY: Final = re.compile(
    r"<!ENTITY\s++([^\s%\"'<>]++)\s++(?:\"([^\"]*+)\"|'([^']*+)'|(?:SYSTEM|PUBLIC)\b)",
    re.IGNORECASE,
)
_SUBSET_END: Final = re.compile(r"\]\s{0,40}>")
#: Places of what is not in the text read so far, and of what is nowhere.
_MORE: Final = -1
_NOWHERE: Final = -2
#: The longest value of a declared entity that is put in.
_LONGEST_ENTITY: Final = 200
#: Names of ISO 8879 that HTML does not know, as the TREC collections have them.
_ISO_NAMES: Final = {"hyph": "-", "blank": " ", "sp": " "}
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
#: Characters that XML forbids and news wires are framed with.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")

NOT_EXPANDED: Final = (
    "Entities that the file declares from outside or by one another are shown by their names"
)


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Tag(NamedTuple):
    """A start tag, an end tag, or (both) an empty element; attributes are still raw."""

    name: str
    raw: str
    opens: bool
    closes: bool


class Characters(NamedTuple):
    """A stretch of text; `raw` has entities in it, that of a CDATA section has none."""

    value: str
    raw: bool = True


@dataclass(slots=True)
class MarkupNotes:
    """What there is to say about a file as a whole, gathered while it is read."""

    #: Whether the file ends inside an element.
    cut: bool = False
    #: The beginning of the tag that it ends in, "" where it ends in none.
    cut_tag: str = ""
    #: Characters of text outside the elements that were asked for.
    outside: int = 0
    #: Names of entities that were not put in.
    unexpanded: dict[str, None] = field(default_factory=dict)
    declared: dict[str, str | None] = field(default_factory=dict)

    #: Characters whose bytes could not be decoded.
    undecoded: int = 0

    def sentences(self) -> list[str]:
        """What to tell of entities and characters."""
        found = []
        if self.unexpanded:
            names = ", ".join(f"&{name};" for name in list(self.unexpanded)[:5])
            found.append(f"{NOT_EXPANDED}: {names}.")
        if self.undecoded:
            found.append(f"Bytes that are no characters ({self.undecoded:,}) are shown as \ufffd.")
        return found


def tokens(stream: Readable, notes: MarkupNotes) -> Iterator[Tag | Characters]:
    """The tags and texts of a file; comments and instructions are left out, declarations noted.

    A `<` that begins nothing of these is text. Neighbouring texts may come in pieces.
    """
    return _Tokens(_texts(stream, notes), notes).read()


class _Tokens:
    """The text that is still to be read, and what is known of it."""

    def __init__(self, pieces: Iterator[str], notes: MarkupNotes) -> None:
        self._pieces = pieces
        self._notes = notes
        self._text = ""
        self._ended = False
        #: What begins here ends nowhere in the file, so that it is looked for only once.
        self._endless: set[str] = set()

    def read(self) -> Iterator[Tag | Characters]:
        at = 0
        while True:
            start = self._text.find("<", at)
            if start < 0:
                if at < len(self._text):
                    yield Characters(self._text[at:])
                self._text, at = next(self._pieces, ""), 0
                if not self._text:
                    return
                continue
            if start > at:
                yield Characters(self._text[at:start])
            found = self._token(start)
            if found is None:
                self._read_more(start)
                at = 0
                continue
            token, at = found
            if token is not None:
                yield token

    def _read_more(self, at: int) -> None:
        """Keep what begins at `at` and read as much again, so that it is looked through twice."""
        parts = [self._text[at:]]
        wanted = len(parts[0])
        while wanted >= 0:
            piece = next(self._pieces, "")
            if not piece:
                self._ended = True
                break
            parts.append(piece)
            wanted -= len(piece)
        self._text = "".join(parts)

    def _token(self, at: int) -> tuple[Tag | Characters | None, int] | None:
        """The token that begins with the `<` at `at`, and where it ends; None where more is
        needed."""
        text = self._text
        mark = text[at + 1 : at + 2]
        if mark in ("!", "?"):
            return self._declaration(at)
        tag = _TAG.match(text, at) or _LOOSE_TAG.match(text, at)
        if tag is not None:
            raw = tag[3]
            return Tag(tag[2], raw, not tag[1], bool(tag[1]) or raw.endswith("/")), tag.end()
        begins = not mark or mark in "/_" or mark.isalpha()
        if begins and len(text) - at < _LONGEST_TAG and text.find("<", at + 1) < 0:
            if not self._ended:
                return None
            self._notes.cut_tag = text[at:].split(None, 1)[0]
            return None, len(text)
        following = text.find("<", at + 1)
        end = following if following > 0 else len(text)
        return Characters(text[at:end]), end

    def _declaration(self, at: int) -> tuple[Tag | Characters | None, int] | None:
        """What begins with `<!` or `<?`."""
        text = self._text
        if not self._ended and len(text) - at < len("<![CDATA["):
            return None
        if text.startswith("<![CDATA[", at):
            end = self._end_of("]]>", at + 9, _LONGEST_SECTION)
            if end < 0:
                return None if end == _MORE else (Characters(text[at + 9 :], raw=False), len(text))
            return Characters(text[at + 9 : end], raw=False), end + 3
        if text.startswith("<!--", at):
            end = self._end_of("-->", at + 4, _LONGEST_SECTION)
            if end >= 0:
                return None, end + 3
        elif text[at + 1 : at + 9].upper() == "!DOCTYPE":
            return self._doctype(at)
        else:
            end = self._end_of(">", at, _LONGEST_TAG)
            if end >= 0:
                _note_entities(text[at:end], self._notes)
                return None, end + 1
        return None if end == _MORE else (Characters("<", raw=False), at + 1)

    def _doctype(self, at: int) -> tuple[Tag | Characters | None, int] | None:
        """The declaration of a type, with the subset in brackets, in which `>` ends nothing."""
        text = self._text
        end = self._end_of(">", at, _LONGEST_TAG)
        if end >= 0 and text.find("[", at, end) >= 0 and "]>" not in self._endless:
            subset = _SUBSET_END.search(text, at, at + _LONGEST_TAG)
            if subset is None and not self._ended and len(text) - at < _LONGEST_TAG:
                return None
            if subset is None:
                self._endless.add("]>")
            else:
                end = subset.end() - 1
        if end < 0:
            return None if end == _MORE else (Characters("<", raw=False), at + 1)
        _note_entities(text[at:end], self._notes)
        return None, end + 1

    def _end_of(self, mark: str, at: int, longest: int) -> int:
        """Where a mark stands, or _MORE, or _NOWHERE."""
        if mark in self._endless:
            return _NOWHERE
        found = self._text.find(mark, at)
        if found >= 0:
            return found
        if self._ended or len(self._text) - at > longest:
            self._endless.add(mark)
            return _NOWHERE
        return _MORE


def _note_entities(declaration: str, notes: MarkupNotes) -> None:
    for entity in _DECLARED_ENTITY.finditer(declaration):
        value = entity[2] if entity[2] is not None else entity[3]
        plain = (
            value is not None and len(value) <= _LONGEST_ENTITY and not re.search("[<&%]", value)
        )
        notes.declared.setdefault(entity[1], value if plain else None)


def attributes_of(raw: str, notes: MarkupNotes) -> dict[str, str]:
    """The attributes of a tag by name, of namesakes the first."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(raw):
        found.setdefault(name, plain_text(double or single or bare, notes).strip())
    return found


def plain_text(raw: str, notes: MarkupNotes) -> str:
    """Text with the characters that its entities stand for; those that nobody declares stay."""
    if "&" in raw:
        raw = _ENTITY.sub(lambda entity: _character(entity, notes), raw)
    return clean(raw)


def clean(text: str) -> str:
    """Text without control characters; a form feed ends a line."""
    return _CONTROLS.sub("", text).replace("\x0c", "\n") if not text.isprintable() else text


def _character(entity: re.Match[str], notes: MarkupNotes) -> str:
    name = entity[1]
    if name[0] == "#":
        return html.unescape(entity[0])
    if name in notes.declared:
        value = notes.declared[name]
        if value is not None:
            return value
        if f"{name};" not in html5:
            notes.unexpanded[name] = None
            return entity[0]
    return html5.get(f"{name};") or _ISO_NAMES.get(name) or entity[0]


# Decoding -----------------------------------------------------------------------------------------


def _texts(stream: Readable, notes: MarkupNotes) -> Iterator[str]:
    """The text of the stream in pieces. Each is decoded by what its bytes are, the declared
    encoding counting where they are not UTF-8, for declarations are often wrong."""
    data = stream.read(_CHUNK)
    wide = _wide(data)
    if wide:
        yield from _wide_texts(stream, data, wide)
        return
    data = data.removeprefix(codecs.BOM_UTF8)
    named = _ENCODING.search(data[:1_000])
    declared = named[1].decode("ascii") if named else ""
    while data:
        cut = max(data.rfind(b">"), data.rfind(b"\n")) + 1
        if not cut and len(data) < _UNCUT and (more := stream.read(_CHUNK)):
            data += more
            continue
        cut = cut or len(data)
        yield _decoded(data[:cut], declared, notes)
        data = data[cut:]
        more = stream.read(_CHUNK)
        if not more and data:
            yield _decoded(data, declared, notes)
            return
        data += more


def _decoded(data: bytes, declared: str, notes: MarkupNotes) -> str:
    text = decode(data, declared).text
    if "\ufffd" in text:
        notes.undecoded += max(0, text.count("\ufffd") - data.count(b"\xef\xbf\xbd"))
    return text


def _wide(data: bytes) -> str:
    """UTF-16 by its mark of order, or by the zeros of its first `<`; or ""."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(data[:2], "")


def _wide_texts(stream: Readable, data: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while data:
        if text := decoder.decode(data):
            yield text
        data = stream.read(_CHUNK)
    if text := decoder.decode(b"", final=True):
        yield text
