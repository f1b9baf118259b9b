"""trafilatura's expressions find the same elements when they remember their answers."""

import pytest
from lxml import etree
from lxml import html as lxml_html

from ingest.parsing.html.witness import EachElement, each_element

REGEXES = {"re": "http://exslt.org/regular-expressions"}
PAGE = """<html><body>
<div class="story lead"><p class="aside">One</p><span role="Note">Two</span></div>
<div id="quay" class="wide"><h1>Three</h1><div id="quay" class="wide">Four</div></div>
<section class="wide" id="harbour"><p>Five</p><ul class="aside"><li>Six</li></ul></section>
<div class="story lead">Seven</div><div id="harbour" class="wide">Eight</div>
</body></html>"""
ALIKE = [
    ".//*[self::div or self::section][@class='story' or contains(@class, 'lead')]",
    ".//*[re:test(@class, '^aside') or contains(translate(@role, 'N', 'n'), 'note')]",
    ".//*[self::div or self::section][re:test(@id|@class, 'wide')]",
    ".//*[self::div or self::section][re:test(@id, 'quay|harbour')][not(.//h1) or @class='lead']",
    ".//*[self::p or self::ul][@class='aside'][not(self::ul) or @id]",
    "(.//*[self::div or self::section][@id='harbour'])[1]",
]


@pytest.mark.parametrize("path", ALIKE, ids=range(len(ALIKE)))
def test_an_expression_that_remembers_finds_what_it_found_before(path):
    expression = etree.XPath(path, namespaces=REGEXES)
    remembering = each_element(expression)
    assert isinstance(remembering, EachElement)
    assert expression(lxml_html.document_fromstring(PAGE))
    for page in (PAGE, PAGE, PAGE.replace("wide", "story lead")):
        tree = lxml_html.document_fromstring(page)
        assert remembering(tree) == expression(tree)


@pytest.mark.parametrize("path", ["(.//article)[1]", "(.//*[@id='a'])[1]|(.//main)[1]"])
def test_an_expression_that_looks_around_elements_stays_as_it_is(path):
    expression = etree.XPath(path)
    assert each_element(expression) is expression


def test_answers_are_forgotten_when_there_are_too_many():
    remembering = each_element(etree.XPath(".//*[@id='n7']"))
    body = "".join(f"<p id='n{number}'>One</p>" for number in range(12_000))
    tree = lxml_html.document_fromstring(f"<body>{body}</body>")
    assert [element.get("id") for element in remembering(tree)] == ["n7"]
    assert len(remembering.answers) <= 5_000
