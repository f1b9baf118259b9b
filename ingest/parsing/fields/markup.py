"""A value with markup in, its plain text out; and which web addresses are safe to keep."""

from __future__ import annotations

import html as entities
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from ingest.parsing.fields.whitespace import normalise

#: Tags of HTML only: wire copy writes share symbols as `<ABCD>`, and these are words.
_TAGS: Final = re.compile(
    r"""(?ix)</?(?:a|abbr|address|article|aside|audio|b|base|blockquote|body|br|button|canvas|center
    |cite|code|dd|del|details|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame
    |frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map
    |mark|math|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|s|samp|script|section|select
    |small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea
    |tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|(?-i:[a-z]+(?:-[a-z0-9]+)+))
    (?:[\s/][^<>]{0,2000})?>|<!(?:--|doctype)[^<>]{0,2000}>"""
)
_SYMBOL: Final = re.compile(r"<(?!(?:BR|HR|IMG)>)[A-Z.]{1,5}>")
_ANGLE: Final = re.compile("<")
_MARKUP: Final = re.compile("</")
#: Tags that enclose text: one without its end is a word, as in "Why <script> tags fail".
_NEEDS_END: Final = re.compile(r"<(?:script|style|b|i|u|s|a|q|code|table|title|strong|em|time)>")


#: Entities as programs leave them in text. Other names are rare, and words behind `&` are not.
_ENTITY: Final = re.compile(
    r"&(?:amp;)?(?:#\d{2,7}|#x[0-9a-f]{2,6}|amp|lt|gt|quot|apos|nbsp|shy|[lr][sd]quo|[lr]aquo|[nm]dash"
    r"|hellip|euro|pound|yen|cent|copy|reg|trade|deg|middot|bull|frac(?:12|14|34)|[sb]dquo|sbquo|szlig"
    r"|[a-z]{1,2}(?:grave|acute|circ|tilde|uml|ring|cedil|slash|lig))[;]",
    re.IGNORECASE,
)
#: A text about markup may mean the entities that it has; addresses of pages do not count.
_ABOUT_MARKUP: Final = re.compile(r"(?<![\w./-])(?:x?html5?|xml|ampersands?)\b", re.IGNORECASE)


def without_entities(text: str) -> str:
    """The text with the characters that entities stand for, also where they are escaped twice; a
    text about markup stays as it is."""
    if "&" not in text or not _ENTITY.search(text) or _ABOUT_MARKUP.search(text):
        return text
    return _ENTITY.sub(lambda entity: entities.unescape(entities.unescape(entity[0])), text)


def plain(value: str) -> str:
    """The text of a value: entities decoded (twice, as they are often encoded twice), tags dropped,
    white space collapsed."""
    for _ in range(2):
        if "&" in value:
            value = entities.unescape(value)
    if _MARKUP.search(value):
        value = _text_of(value)
    elif "<" in value:
        value = _TAGS.sub(lambda tag: tag[0] if _is_word(tag[0]) else " ", value)
    return normalise(value)


def _is_word(tag: str) -> bool:
    return bool(_SYMBOL.fullmatch(tag) or _NEEDS_END.fullmatch(tag))


def _text_of(markup: str) -> str:
    """The text of markup, a space for each tag; what only looks like a tag is text."""
    markup = markup.replace("\0", "")
    tags = {match.start() for match in _TAGS.finditer(markup)}
    shown = _ANGLE.sub(lambda angle: "<" if angle.start() in tags else "\0", markup)
    soup = BeautifulSoup(shown.replace("&", "&amp;").replace("\0", "&lt;"), "html.parser")
    for unseen in soup(["script", "style"]):
        unseen.decompose()
    return soup.get_text(" ")


#: White space, brackets and quotation marks.
_OF_NO_ADDRESS: Final = re.compile(r"""[\s<>"'`\\]""")


def web_address(value: str, base: str = "") -> str:
    """An absolute http or https address, or "" (no `javascript:`, no `data:`, no bare path)."""
    value = value.strip()
    if not value or len(value) > 2_000 or _OF_NO_ADDRESS.search(value):
        return ""
    try:
        if value.startswith("//"):
            value = "https:" + value
        elif "://" not in value and base:
            value = urljoin(base, value)
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    return value
