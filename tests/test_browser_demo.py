"""The demo archive in a real Chromium, by keyboard alone: from home to an article and back."""

# ruff: noqa: F811

from __future__ import annotations

import pytest
from django.core.management import call_command
from test_browser_pages import chromium, pytestmark  # noqa: F401 - fixture and marks

#: Stops of the Tab key after which nobody looks on.
PATIENCE = 80
#: Where the focus is: whether it can be seen, and in what.
FOCUS = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const drawn = element.closest("svg") || style.outlineStyle !== "none";
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { seen: Boolean(drawn && inside && box.width), text: element.textContent.trim() };
}"""


@pytest.fixture
def page(live_server, chromium):
    call_command("make_demo", verbosity=0)
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(live_server.url)
    yield page
    page.close()


def tab_to(page, selector, key="Tab"):
    """Go there by the Tab key, as somebody who cannot point; every stop must be seen."""
    for _ in range(PATIENCE):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUS)
        assert focus["seen"], f"the focus cannot be seen: {focus['text'][:60]}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{PATIENCE} stops do not lead to {selector}")


def follow(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_home_to_an_article_and_back_by_the_tab_key(page):
    home = page.url
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    tab_to(page, ".lead .headline a")
    headline = page.evaluate("document.activeElement.textContent")
    follow(page)
    assert page.get_by_role("heading", level=1).inner_text() == headline
    tab_to(page, ".signature time, .signature-date a")
    follow(page)
    assert page.locator(".day-head").count() == 1
    tab_to(page, ".masthead-name a", key="Shift+Tab")
    follow(page)
    assert page.url == home


def test_from_search_to_an_article_and_back_by_single_keys(page):
    page.keyboard.press("/")
    page.keyboard.type("harbour")
    follow(page)
    page.locator(".rows").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    wanted = page.locator(".rows > li.is-here .headline").inner_text()
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.get_by_role("heading", level=1).inner_text() == wanted
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.locator(".rows > li.is-here .headline").inner_text() == wanted


def test_days_are_turned_by_single_keys(page):
    tab_to(page, ".front-today")
    follow(page)
    newest = page.url
    with page.expect_navigation():
        page.keyboard.press("k")
    assert page.url < newest
    with page.expect_navigation():
        page.keyboard.press("j")
    assert page.url == newest


def test_the_span_leads_to_a_day_by_the_tab_key(page):
    tab_to(page, '.sections a[href="/calendar/"]')
    follow(page)
    tab_to(page, '.span-years td a[href="/2018/11/"]')
    follow(page)
    tab_to(page, '.sheet a[href="/2018/11/24/"]')
    follow(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Saturday 24 November 2018"
