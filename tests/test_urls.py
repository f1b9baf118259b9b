"""Addresses of one page have one key."""

import pytest

from archive.text.urls import names_a_section, names_a_story, url_key

PAGE = "https://www.courier.example/harbour/ferry-stops"


@pytest.mark.parametrize(
    "url",
    [
        "http://courier.example/harbour/ferry-stops/",
        "https://courier.example:443/harbour/ferry-stops?utm_source=mail&fbclid=x",
        "HTTPS://WWW.Courier.example/harbour/ferry-stops#comments",
        "//courier.example/harbour//ferry-stops?",
        "courier.example/harbour/ferry-stops/index.html",
    ],
)
def test_addresses_of_one_page_are_equal(url):
    assert url_key(url) == url_key(PAGE)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.courier.example/harbour/ferry-stops?id=2",
        "https://www.courier.example/Harbour/ferry-stop",
        "https://m.courier.example/harbour/ferry-stops",
        "https://www.courier.example/harbour/ferry-stops#!/2",
        "doc:harbour/ferry-stops",
    ],
)
def test_other_pages_are_told_apart(url):
    assert url_key(url) not in {url_key(PAGE), None}


def test_the_order_of_parameters_does_not_matter_and_no_address_has_no_key():
    assert url_key("https://c.example/a?b=1&c=2") == url_key("https://c.example/a?c=2&b=1")
    assert url_key(" ") is None
    assert url_key("http://[broken") is not None


@pytest.mark.parametrize(
    ("path", "story", "section"),
    [
        ("", False, True),
        ("/news", False, True),
        ("/world/europe/", False, True),
        ("/us-news", False, True),
        ("/region/harbour", False, True),
        ("/news/ferry", False, False),
        ("/news/ferry-stops-in-autumn", True, False),
        ("/2016/03/14/ferry", False, False),
        ("/story.php?id=17", True, True),
    ],
)
def test_an_address_says_whether_it_is_of_a_story_or_a_section(path, story, section):
    url = f"https://www.courier.example{path}"
    assert (names_a_story(url), names_a_section(url, "harbour")) == (story, section)
