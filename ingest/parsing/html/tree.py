"""The text of a saved page in, an lxml tree that is safe to walk out, and what was cut.

The tree is bounded in size and depth, and has no control characters, whatever comes in.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml import html as lxml_html

#: Code points of a page that are read. The longest real pages seen have 3 million, most of it
#: scripts; beyond this a "page" is a dump, and its beginning tells what it is.
MAX_CHARACTERS: Final = 6_000_000

#: Elements inside one another. libxml2 gives up at 2048 and drops all that follows; real pages
#: stay below 60.
MAX_DEPTH: Final = 400

_CONTROL: Final = bytes([*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})[^<>]{0,5000}>")
_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)

#: A page of frames shows nothing itself; its fallback for browsers without frames is read.
_FRAMES: Final = re.compile(r"</?(?:frameset|noframes|frame)\b[^<>]{0,2000}>", re.IGNORECASE)
#: A frameset or a note of the address stands in the first so many code points.
_HEAD: Final = 20_000
#: The address that browsers and copiers note at the top of a page.
_NOTES: Final = (
    (re.compile(r"<!--\s{0,9}saved from url=\(\d{1,6}\)(\S{1,2000})", re.I), "comment saved from"),
    (re.compile(r"<!--\s{0,9}Page saved with SingleFile\s{1,9}url: (\S{1,2000})"), "comment url"),
    (
        re.compile(r"<!-- Mirrored from (\S{1,2000}) by HTTrack"),
        "comment mirrored from",
    ),
)

#: A file inside the page: `src="data:image/png;base64,…"`.
_INLINED: Final = re.compile(
    r"data:[\w.+-]{1,40}/[\w.+-]{1,80}(?:;[\w=-]{1,40}){0,3};base64,[\w+/=%-]{100,}"
)
_STYLE: Final = re.compile(r"<(/?)style\b[^<>]{0,500}>", re.IGNORECASE)
#: libxml2 compares each attribute with all before it: with a million of them it takes an hour.
#: Elements of real pages have a dozen; one with thousands is read without any.
_CROWDED: Final = re.compile(
    r"""<([A-Za-z][\w:-]{0,40}+)"""
    r"""(?>[\s/]*[^\s=<>"'/]+(?>\s*=\s*(?>"[^"]*"|'[^']*'|[^\s"'<>]*))?){1000,}+"""
)
#: A page has no such element where no stretch between tags is so long, and no so many signs.
_MANY_SIGNS: Final = 10_000
_LONG_STRETCH: Final = re.compile(r"<[^<]{10000}")

#: Without classes of their own for forms and inputs, an element is had in half the time.
_ONE_CLASS: Final = etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement)

EMPTY_PAGE: Final = "<html><body></body></html>"


def parse_tree(text: str) -> tuple[lxml_html.HtmlElement, tuple[str, ...], bool]:
    """The root element, sentences about what was cut, and whether the parser gave up on the depth
    (what follows the deepest element is lost then: `flatten` and try again). Never raises."""
    problems: tuple[str, ...] = ()
    text = _lightened(text)
    if len(text) > MAX_CHARACTERS:
        problems = (
            f"The page is {len(text):,} characters long; only the first {MAX_CHARACTERS:,} were"
            " read.",
        )
        text = text[:MAX_CHARACTERS]
    if "<frame" in text[:_HEAD].lower():
        text = _FRAMES.sub(" ", text)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    text = _without_crowds(text)
    data = text.lstrip("\ufeff").encode("utf-8", "replace").translate(None, _CONTROL)
    try:
        root = lxml_html.document_fromstring(data, parser=parser, ensure_head_body=False)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        root = lxml_html.document_fromstring(EMPTY_PAGE)
    return root, problems, any("depth" in entry.message for entry in parser.error_log)


def _lightened(text: str) -> str:
    """The page without inlined pictures and fonts, and without styles if it is too long."""
    if "base64," in text:
        text = _INLINED.sub("data:,", text)
    return _without_styles(text) if len(text) > MAX_CHARACTERS else text


def _without_styles(text: str) -> str:
    pieces, at, inside = [], 0, False
    for match in _STYLE.finditer(text):
        if not match[1] and not inside:
            pieces.append(text[at : match.start()])
        if match[1]:
            at = match.end()
        inside = not match[1]
    return "".join(pieces if inside else (*pieces, text[at:]))


def _without_crowds(text: str) -> str:
    """The page with tags stripped that have thousands of attributes."""
    if text.count("=") < _MANY_SIGNS and not _LONG_STRETCH.search(text):
        return text
    return _CROWDED.sub(r"<\1", text)


def saved_from(text: str) -> tuple[str, str] | None:
    """Where a browser or copier noted the page's address, and the address; None without a note."""
    head = text[:_HEAD]
    for pattern, source in _NOTES if "<!--" in head else ():
        match = pattern.search(head)
        if match:
            address = match[1].removesuffix("-->")
            return source, address if "://" in address else f"http://{address}"
    return None


def flatten(text: str) -> str:
    """The same page without the tags that open below MAX_DEPTH (one linear pass)."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name = match[1], match[2].lower()
        if name in _VOID:
            return match[0]
        if closing:
            depth = max(0, depth - 1)
            return match[0] if depth < MAX_DEPTH // 2 else " "
        depth += 1
        return match[0] if depth <= MAX_DEPTH // 2 else " "

    return _TAG.sub(keep, text)
