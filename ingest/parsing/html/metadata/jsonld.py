"""The JSON-LD scripts of a page in, the node of its article out, however broken the JSON is.

schema.org is read as publishers use it: an object, a list, an @graph, references by @id, several
objects in a row, comments and CDATA around them. Nothing here recurses.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final

Node = dict[str, Any]

#: Longest script that is read, in code points; larger ones are application state, not metadata.
MAX_SCRIPT: Final = 3_000_000
#: Longest one that is mended where it is no JSON.
MAX_MENDED: Final = 300_000
#: Nodes of one page that are read.
MAX_NODES: Final = 20_000

#: schema.org types that stand for a published text, beside everything ending in "Article".
_ARTICLE_TYPES: Final = frozenset(
    {
        "BlogPosting",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "Report",
        "Review",
        "CriticReview",
        "AnalysisNewsArticle",
        "ClaimReview",
        "Recipe",
    }
)
#: Types that may carry the metadata of a page when no article node does.
_PAGE_TYPES: Final = frozenset(
    {"WebPage", "ItemPage", "CreativeWork", "VideoObject", "MediaObject"}
)

#: Keys whose values describe other things than the page's own article.
_ELSEWHERE: Final = frozenset(
    "isPartOf hasPart mentions about itemListElement itemReviewed publisher sourceOrganization"
    " relatedLink citation comment review subjectOf potentialAction breadcrumb worksFor".split()
)

_WRAPPERS: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_WRAPPERS_END: Final = re.compile(r"(?:-->|(?:/\*|//)?\s*\]\]>\s*(?:\*/)?)\s*;?\s*$")
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
#: Comments, and what begins a string.
_TOKEN: Final = re.compile(r"""["']|/\*(?:[^*]|\*(?!/)){0,5000}\*/|(?<![:\w])//[^\n]{0,2000}""")
_QUOTES: Final = {mark: re.compile(rf"\\.|{mark}", re.DOTALL) for mark in ('"', "'")}
_STRING_ENDS: Final = re.compile(
    r"""\s{0,500}(?:[:}\]]|\Z|/[/*]|,\s{0,500}(?:["'{}\[\]]|-?\d|true|false|null|/[/*]|\Z))"""
)
_BAD_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrtu])')
#: Single values to salvage from JSON that cannot be mended.
_SALVAGE_KEYS: Final = ("headline", "datePublished", "dateModified", "url", "articleSection")
_STRING: Final = r'\s*:\s*"((?:[^"\\\n]|\\.){1,2000})"'


def article_node(scripts: Iterable[str]) -> tuple[Node | None, list[Node]]:
    """The node of the page's article (or None), and every node found.

    An article that is not part of a list or another thing wins, then the fullest.
    """
    nodes: list[Node] = []
    depths: list[bool] = []
    for script in scripts:
        for value in _values(script):
            for node, elsewhere in _walk(value):
                nodes.append(node)
                depths.append(elsewhere)
                if len(nodes) >= MAX_NODES:
                    break
    best: Node | None = None
    best_score = 0.0
    for order, (node, elsewhere) in enumerate(zip(nodes, depths, strict=True)):
        score = _score(node)
        if score and elsewhere:
            score *= 0.2
        score -= order * 1e-6
        if score > best_score:
            best, best_score = node, score
    return best, nodes


def types_of(node: Node) -> list[str]:
    """The @type of a node as a list of names without the schema.org prefix."""
    value = node.get("@type") or node.get("type") or ()
    names = value if isinstance(value, list) else [value]
    return [name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)]


def by_id(nodes: Iterable[Node]) -> dict[str, Node]:
    """@id -> the fullest node with it, to follow references in a graph."""
    found: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(found.get(name, ())):
            found[name] = node
    return found


def _score(node: Node) -> float:
    names = types_of(node)
    if any(name.endswith("Article") or name in _ARTICLE_TYPES for name in names):
        base = 10.0
        if "headline" not in node and "name" not in node:
            base = 3.0
    elif any(name in _PAGE_TYPES for name in names) and "datePublished" in node:
        base = 2.0
    elif "headline" in node and "datePublished" in node:
        base = 4.0
    else:
        return 0.0
    keys = ("headline", "datePublished", "author", "articleBody", "publisher", "image")
    return base + sum(key in node for key in keys)


def _walk(value: Any) -> Iterator[tuple[Node, bool]]:
    """Every object inside the value, and whether it lies under a key about something else."""
    queue: deque[tuple[Any, bool]] = deque([(value, False)])
    seen = 0
    while queue and seen < MAX_NODES:
        item, elsewhere = queue.popleft()
        seen += 1
        if isinstance(item, list):
            queue.extend((inner, elsewhere) for inner in item if isinstance(inner, (dict, list)))
        elif isinstance(item, dict):
            yield item, elsewhere
            for key, inner in item.items():
                if isinstance(inner, (dict, list)):
                    queue.append((inner, elsewhere or key in _ELSEWHERE))


def _values(script: str) -> Iterator[Any]:
    if not script or len(script) > MAX_SCRIPT:
        return
    text = _WRAPPERS_END.sub("", _WRAPPERS.sub("", script, count=1), count=1).strip()
    if not text:
        return
    values = _decode_all(text) or _decode_all(_mend(text[:MAX_MENDED]))
    if values:
        yield from values
        return
    salvaged = _salvage(text)
    if salvaged:
        yield salvaged


def _decode_all(text: str) -> list[Any]:
    """All JSON values in a row, up to the first mistake."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while at < len(text) and len(values) < 100:
        while at < len(text) and text[at] in " \t\r\n;,":
            at += 1
        if at >= len(text):
            break
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return [value for value in values if isinstance(value, (dict, list))]


def _mend(text: str) -> str:
    """Undo the usual mistakes in one pass: comments, single quotes, unescaped quotes, trailing
    commas, stray backslashes."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.search(text, at)
        if match is None:
            pieces.append(text[at:])
            break
        pieces.append(text[at : match.start()])
        at = match.end()
        if match[0] in ('"', "'"):
            inside, at = _string(text, at, match[0])
            pieces.append(f'"{inside}"')
    return _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub(r"\\\\", "".join(pieces)))


def _string(text: str, at: int, mark: str) -> tuple[str, int]:
    """The string that begins at `at`, inner quotes escaped, and its end.

    A quote ends it where a colon, a bracket, or a comma and another value follow.
    """
    pieces: list[str] = []
    for match in _QUOTES[mark].finditer(text, at):
        if match[0] != mark:
            continue
        pieces.append(text[at : match.start()])
        at = match.end()
        if _STRING_ENDS.match(text, at):
            break
        pieces.append(mark)
    else:
        pieces.append(text[at:])
        at = len(text)
    return _as_json(pieces, mark), at


def _as_json(pieces: list[str], mark: str) -> str:
    """The pieces of a string as JSON, whichever quotes were around it."""
    if mark == '"':
        return "".join('\\"' if piece == mark else piece for piece in pieces)
    return "".join(pieces).replace("\\'", "'").replace('"', '\\"')


def _salvage(text: str) -> Node:
    if "Article" not in text and "BlogPosting" not in text:
        return {}
    node: Node = {"@type": "Article"}
    for key in _SALVAGE_KEYS:
        match = re.search(f'"{key}"{_STRING}', text)
        if match:
            try:
                node[key] = json.loads(f'"{match[1]}"', strict=False)
            except ValueError:
                node[key] = match[1]
    match = re.search(r'"author"\s*:\s*[\[{][^\]}]{0,600}?"name"' + _STRING, text)
    if match:
        node["author"] = {"name": match[1]}
    return node if len(node) > 1 else {}
