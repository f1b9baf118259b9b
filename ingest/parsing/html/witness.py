"""A page's tree in, the lines that trafilatura takes for its main text out. It fetches nothing.

Half of trafilatura's time went into XPath expressions that test the names of every element. Pages
repeat their elements, so each expression is asked once for each set of names.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from lxml import etree
from trafilatura import bare_extraction, xpaths

from ingest.parsing.html.walk import UNSEEN_TAGS

# trafilatura logs every poor page; our own problems say what matters.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

#: Answers that an expression remembers; a page has some 200 different elements.
_MOST_ANSWERS: Final = 5_000
_TAG: Final = re.compile(r"self::(\w+)")
_TAGS: Final = re.compile(r"\[\s*self::\w+(?:\s+or\s+self::\w+)*\s*\]")
_ATTRIBUTE: Final = re.compile(r"@([\w-]+)")
#: The one test that looks inside an element.
_INSIDE: Final = re.compile(r"not\(\.//\w+\)")
_REGEXES: Final = {"re": xpaths.REGEXP_NS}


def main_lines(root: etree._Element) -> list[str]:
    """The main text line by line; the tree loses what no reader sees."""
    etree.strip_elements(root, *(UNSEEN_TAGS - {"head", "title"}), with_tail=False)
    try:
        found = bare_extraction(root, fast=True, include_comments=False, with_metadata=False)
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return []
    text = getattr(found, "text", None)
    return text.split("\n") if isinstance(text, str) else []


class EachElement:
    """An expression such as `.//*[self::div or self::p][@id='a']`, which tests elements by their
    tag and attributes. Where it ends in `[1]`, the first element is all that trafilatura takes."""

    def __init__(self, tests: str, *, first: bool) -> None:
        self.first = first
        named = _TAGS.match(tests)
        self.tags = _TAG.findall(named[0]) if named else ["*"]
        self.attributes = frozenset(_ATTRIBUTE.findall(tests))
        self.test = _on_one(tests)
        #: The same for an element with nothing inside, which says whether `test` need be asked.
        self.alone = _on_one(_INSIDE.sub("true()", tests))
        self.certain = _INSIDE.search(tests) is None
        self.answers: dict[tuple[object, ...], bool] = {}

    def __call__(self, tree: etree._Element) -> list[etree._Element]:
        return list(islice(self._found(tree), 1 if self.first else None))

    def _found(self, tree: etree._Element) -> Iterator[etree._Element]:
        attributes, answers = self.attributes, self.answers
        for element in tree.iterdescendants(*self.tags):
            # In the order of the page: expressions take the first of two attributes.
            names = [item for item in element.items() if item[0] in attributes]
            kind = (element.tag, *names)
            answer = answers.get(kind)
            if answer is None:
                answer = self._asked(element, kind)
            if answer and (self.certain or self.test(element)):
                yield element

    def _asked(self, element: etree._Element, kind: tuple[object, ...]) -> bool:
        if len(self.answers) >= _MOST_ANSWERS:
            self.answers.clear()
        answer = self.answers[kind] = bool(self.alone(element))
        return answer


def _on_one(tests: str) -> etree.XPath:
    """The tests on one element. An expression without regexes is asked in half the time."""
    return etree.XPath(
        f"self::*{tests}", namespaces=_REGEXES, regexp="re:" in tests, smart_strings=False
    )


def each_element(expression: etree.XPath) -> Any:
    """The expression as one that remembers its answers; as it is, if it looks around elements."""
    path = expression.path.strip()
    tests = path.removeprefix("(").removesuffix("[1]").removesuffix(")").strip()
    tests = tests.removeprefix(".//*")
    if not tests.startswith("[") or ".//" in _INSIDE.sub("", tests):
        return expression
    return EachElement(tests, first=path.endswith("[1]"))


for _expressions in (
    xpaths.BODY_XPATH,
    xpaths.RAW_TREE_PRUNE_XPATH,
    xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
    xpaths.OVERALL_DISCARD_XPATH,
    xpaths.TEASER_DISCARD_XPATH,
    xpaths.DISCARD_IMAGE_ELEMENTS,
):
    _expressions[:] = map(each_element, _expressions)
