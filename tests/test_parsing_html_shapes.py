"""The same story in the dress of many systems comes out the same."""

import pytest
from html_shapes import SHAPES

from ingest.parsing.html import parse_html
from ingest.records import Decoded, ParsedArticle

_READ: dict[str, ParsedArticle] = {}


def read(name: str) -> ParsedArticle:
    if name not in _READ:
        _READ[name] = parse_html("page.html", Decoded(SHAPES[name]().page, "utf-8"))
    return _READ[name]


every_shape = pytest.mark.parametrize("name", SHAPES)


@every_shape
def test_the_headline_is_found_in(name):
    expected = SHAPES[name]().headline
    assert expected is None or read(name).headline == expected


@every_shape
def test_the_authors_are_found_in(name):
    expected = SHAPES[name]().authors
    assert expected is None or tuple(author.name for author in read(name).authors) == expected


@every_shape
def test_the_day_is_found_in(name):
    expected = SHAPES[name]().date
    assert expected is None or read(name).date == expected


@every_shape
def test_the_text_and_nothing_else_is_found_in(name):
    assert tuple(paragraph.text for paragraph in read(name).paragraphs) == SHAPES[name]().paragraphs


@every_shape
def test_the_pictures_are_found_in(name):
    expected, images = SHAPES[name](), read(name).images
    captions = tuple(image.caption for image in images if image.caption)
    assert len(captions) == len(expected.captions)
    assert all(
        a.startswith(b.rstrip(".")) for a, b in zip(captions, expected.captions, strict=True)
    )
    assert tuple(image.credit for image in images if image.credit) == expected.credits
    assert set(expected.pictures) <= {image.url for image in images}


@every_shape
def test_the_rest_is_found_in(name):
    found = read(name).as_record(name, "utf-8")
    expected = SHAPES[name]().extra
    assert {key: found[key] for key in expected} == expected
