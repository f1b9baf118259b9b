"""Markdown, and texts with front matter (Obsidian, Hugo, Jekyll, clippers of the web).

Front matter in YAML between lines "---", or in TOML between "+++", names the fields by the keys of
any record; its other keys are further fields. Of the text below: a first heading is the headline
where none is named, a line "By …" above the text names authors and day; paragraphs, headings,
quotations, list items and pictures follow in order, without their marks.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ingest.parsing.fields.bylines import opener_end, read_byline
from ingest.parsing.fields.dates import find_dates
from ingest.records import SourceFile
from ingest.sources.archives import whole
from ingest.sources.forms.export_text import text_lines, wrapped_text
from ingest.sources.forms.form import Form, Head, record

_ENDINGS: Final = (".md", ".markdown", ".mdown", ".mdx", ".qmd", ".rmd")
_FENCES: Final = {"---": ("---", "..."), "+++": ("+++",)}
#: Front matter is no longer, in lines.
_LONGEST: Final = 400
#: Characters of front matter that are read as YAML or TOML: both readers are in Python, and that of
#: TOML takes gigabytes for a key of 20,000 parts. What is longer is read line by line.
_READ_WHOLE: Final = {"---": 32_000, "+++": 8_000}
_DEEPEST: Final = 50
_OPENED: Final = re.compile(r"(?:---|\+\+\+)[ \t]*\r?\n[ \t#\r\n]{0,20}[\w\"'][\w \"'.-]{0,60}[:=]")
_PAIR: Final = re.compile(r"([^\W\d_][\w .-]{0,60}?)\s{0,9}[:=]\s{1,9}(\S.*)")
#: Lines beside such pairs: keys alone, of lists, of values that go on, and comments.
_OF_KEYS: Final = re.compile(r"[ \t\-#\[\]{},]|[^:=]{0,60}[:=]")
#: Keys of blogs that records do not have.
_RENAMED: Final = {"lastmod": "updated", "last_modified_at": "updated", "og_image": "image"}

_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]+(?=\S)")
_UNDERLINE: Final = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*\Z")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]?){3,}|(?:-[ \t]?){3,}|(?:_[ \t]?){3,})\Z")
_ITEM: Final = re.compile(r"[ \t]{0,12}(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_FENCE: Final = re.compile(r" {0,3}(?:```|~~~)")
_QUOTE: Final = re.compile(r"[ \t]{0,3}>[ \t]?")
_COMMENT: Final = re.compile(r"<!--[^>]{0,500}-->|\{%[^%]{0,300}%\}|\{\{<?[^{}]{0,300}>?\}\}")
_PICTURE: Final = re.compile(
    r"!\[([^\[\]]{0,500})\]\(<?([^\s()<>]{1,1000})>?(?:\s+\"[^\"]{0,300}\")?\)"
)
_LINK: Final = re.compile(
    r"\[([^\[\]]{1,500})\]"
    r"(?:\([^\s()]{0,1000}(?:\s+\"[^\"]{0,300}\")?\)|\[[^\[\]]{0,80}\])"
)
_WIKI_LINK: Final = re.compile(r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1")
_EMPHASIS: Final = re.compile(
    r"(?<![\w*_\\])([*_])(?=[^\s*_])([^*_\n]{1,1000}?)(?<=[^\s\\])\1(?![\w*_])"
)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST_BYLINE: Final = 120
#: Bytes of a file among which front matter begins.
_FIRST: Final = 40


def _is_markdown(head: Head) -> bool:
    """Whether a file is named as Markdown, or begins with front matter that ends."""
    if head.ending in _ENDINGS:
        return True
    if not head.data.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n").startswith(
        (b"---", b"+++", b"-\0", b"+\0")
    ):
        return False
    text = head.text
    return bool(_OPENED.match(text)) and f"\n{text[:3]}" in text[3:]


def markdown_record(name: str, data: bytes) -> SourceFile:
    """The article of a text of Markdown."""
    front, lines = _front_matter(text_lines(data))
    parts = list(_parts(lines))
    values: dict[str, Any] = {_RENAMED.get(key, key): value for key, value in front.items()}
    named = {key.casefold() for key in values}
    if parts and parts[0][0] == "heading" and not named & {"title", "headline"}:
        values["headline"] = parts.pop(0)[1]
    elif parts and parts[0][1] in (values.get("title"), values.get("headline")):
        parts.pop(0)
    if parts and not named & {"author", "authors", "byline"}:
        values |= _signed(parts)
    pictures = [picture for kind, picture in parts if kind == "picture"]
    values["images"] = [{"caption": alt, "url": url} for alt, url in map(_split, pictures)]
    values["text"] = [_as_part(kind, text) for kind, text in parts if kind != "picture"]
    return record(name, 1, values)


# Front matter -------------------------------------------------------------------------------------


def _front_matter(lines: list[str]) -> tuple[dict[str, Any], list[str]]:
    """What is named above a text, and the lines of the text."""
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    fence = lines[start].strip() if lines else ""
    if fence not in _FENCES:
        return {}, lines
    for at in range(start + 1, min(len(lines), start + _LONGEST)):
        if lines[at].rstrip() in _FENCES[fence]:
            found = _keys_in(lines[start + 1 : at], fence)
            return (found, lines[at + 1 :]) if found is not None else ({}, lines)
    return {}, lines


def _keys_in(lines: Sequence[str], fence: str) -> dict[str, Any] | None:
    """The keys of front matter; where it is not sound, those that stand on a line with a value, and
    the other lines under "front matter". None where it is a text between two rules."""
    text = "\n".join(lines)
    try:
        if len(text) <= _READ_WHOLE[fence]:
            found = _plain(_yaml(text) if fence == "---" else tomllib.loads(text))
            if isinstance(found, dict):
                return found
    except (ValueError, RecursionError):
        pass
    written = [(line, _PAIR.match(line)) for line in lines if line.strip()]
    keys = {pair[1]: pair[2].strip().strip("\"'") for _, pair in written if pair}
    rest = [line for line, pair in written if not pair]
    if len(keys) <= sum(not _OF_KEYS.match(line) for line in rest):
        return None
    return {**keys, "front matter": "\n".join(rest)}


def _yaml(text: str) -> object:
    """The value of a text of YAML, scalars as they are written; raises ValueError.

    References to other places are refused: a few of them stand for millions of values.
    """
    import yaml

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise ValueError("a reference")
            return super().compose_node(parent, index)

    try:
        return yaml.load(text, Loader)  # noqa: S506 - BaseLoader makes strings, lists and dicts
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _plain(value: object, depth: int = 0) -> Any:
    """A value as JSON has it; days and times of TOML as they are written. Raises ValueError where
    it is nested too deeply to be said again."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        return {str(key): _plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, depth + 1) for inner in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


# Text ---------------------------------------------------------------------------------------------


def _parts(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The parts of a text in order: "paragraph", "heading", "quote", "item", "code", "picture"."""
    held: list[str] = []
    kind = "paragraph"
    fenced = False
    for at, line in enumerate((*lines, "")):
        if _FENCE.match(line):
            yield from _ended(kind, held)
            held, fenced = [], not fenced
            kind = "code" if fenced else "paragraph"
            continue
        if fenced and at < len(lines):
            held.append(line)
            continue
        found, quoted = _kind_of(line), _QUOTE.sub("", line, count=1)
        if _UNDERLINE.match(line) and held and kind == "paragraph":
            yield from _ended("heading", held)
            held = []
        elif held and line.strip() and found == "paragraph" and kind in _GOING_ON:
            held.append(line)
        elif held and quoted.strip() and found == kind == "quote":
            held.append(quoted)
        else:
            yield from _ended(kind, held)
            kind = found
            begun = quoted if found == "quote" else line
            held = [begun] if begun.strip() and not _RULE.match(line) else []
    yield from _ended(kind, held)


#: Kinds of which a line without a mark may be the next.
_GOING_ON: Final = ("paragraph", "item", "quote")


def _kind_of(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    if _QUOTE.match(line):
        return "quote"
    if line.lstrip().startswith("|"):
        return "row"
    return "item" if _ITEM.match(line) and not _RULE.match(line) else "paragraph"


def _ended(kind: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    """A part from its lines; pictures in it come behind it."""
    if kind == "code":
        yield from (("code", "\n".join(lines)),) if lines else ()
        return
    if not lines:
        return
    if kind == "item":
        lines = [_ITEM.sub("", lines[0], count=1), *(line.strip() for line in lines[1:])]
    if kind == "heading":
        lines = [_without_marks(line) for line in lines]
    text = _COMMENT.sub("", "\n".join(lines))
    pictures = _PICTURE.findall(text)
    text = _PICTURE.sub("", text)
    for paragraph in wrapped_text(text.split("\n")).split("\n\n"):
        if shown := _shown(paragraph):
            yield kind, shown
    for alt, url in pictures:
        yield "picture", f"{_shown(alt)}\n{url}"


def _without_marks(heading: str) -> str:
    """A heading without its marks, which may close it as well: "## Fees ##"."""
    text = _HEADING.sub("", heading, count=1).strip()
    words, _, last = text.rpartition(" ")
    return words if words and not last.strip("#") else text


def _shown(text: str) -> str:
    """A text without the marks of emphasis and links."""
    text = _LINK.sub(r"\1", _WIKI_LINK.sub(r"\1", text))
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text).strip()


def _split(picture: str) -> tuple[str, str]:
    alt, _, url = picture.rpartition("\n")
    return alt, url


def _as_part(kind: str, text: str) -> object:
    """A part as the text of a record has it."""
    if kind == "heading":
        return {"type": "heading", "text": text}
    return f"<li>{html.escape(text, quote=False)}</li>" if kind == "item" else text


def _signed(parts: list[tuple[str, str]]) -> dict[str, str]:
    """Authors and day of a line above the text, which is taken from the parts."""
    kind, line = parts[0]
    if kind != "paragraph" or len(line) > _LONGEST_BYLINE or not opener_end(line):
        return {}
    if read_byline(line) is None:
        return {}
    parts.pop(0)
    dates = find_dates(line)
    if not dates:
        return {"byline": line}
    start, end = dates[0].span
    return {
        "byline": line[:start].rstrip(_SIGNS),
        "date": line[start:end],
        "behind the date": line[end:].strip(_SIGNS),
    }


#: Between the names, the day and what follows it.
_SIGNS: Final = " ,|-\u2013\u2014\u00b7()"


MARKDOWN: Final = Form(
    name="markdown",
    title="Markdown and front matter",
    recognises=_is_markdown,
    records=lambda stream, name, budget: iter((markdown_record(name, whole(stream, budget)),)),
)
