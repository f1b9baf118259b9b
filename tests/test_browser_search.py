"""Search in a real Chromium: suggestions, keys and hits, with scripts and without."""

# ruff: noqa: F811

from __future__ import annotations

import re

import pytest
from page_factory import add_indexed, content
from test_browser_pages import chromium, opened, pytestmark  # noqa: F401 - fixture and marks


@pytest.fixture
def ferries(live_server):
    add_indexed(
        content(
            "Ferry pilots strike",
            authors=["Ferdinand Oke"],
            paragraphs=["The ferry stays in.", *["Nothing moves."] * 60, "All ferries, in fact."],
        ),
        content("Ferry fares rise", date="2015-05-01"),
        content("Herring prices fall", date="2011-05-01"),
    )
    return live_server.url


def axe_finds(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [(violation["id"], violation["nodes"][0]["target"]) for violation in found]


def test_suggestions_are_chosen_by_keyboard_and_pass_axe(chromium, ferries):
    page, complaints = opened(chromium, f"{ferries}/articles/")
    box = page.get_by_role("combobox", name="Search the archive")
    box.press_sequentially("fer")
    page.get_by_role("option", name="Ferdinand Oke").wait_for()
    assert axe_finds(page) == []
    box.press("ArrowUp")  # from what was typed to the last one
    last = page.get_by_role("option").last
    assert last.get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == last.get_attribute("id")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/articles/?q=ferry*")
    assert complaints == []
    page.context.close()


def test_the_small_box_of_the_masthead_suggests_too_and_shows_no_empty_list(chromium, ferries):
    page, _ = opened(chromium, f"{ferries}/authors/", width=390)
    assert not page.locator(".suggest-list").is_visible()
    page.get_by_role("combobox").press_sequentially("herr")
    page.get_by_role("option", name="Herring prices fall").click()
    page.wait_for_url("**/2011/05/01/herring-prices-fall/")
    page.context.close()


def test_escape_closes_the_suggestions_and_keeps_the_words(chromium, ferries):
    page, _ = opened(chromium, f"{ferries}/")
    box = page.get_by_role("combobox")
    box.press_sequentially("fer")
    page.get_by_role("listbox").wait_for()
    box.press("Escape")
    assert not page.get_by_role("listbox").is_visible()
    assert box.input_value() == "fer"
    page.context.close()


def test_keys_lead_from_the_box_along_the_rows_into_the_article_and_back(chromium, ferries):
    page, _ = opened(chromium, f"{ferries}/articles/?q=ferry&sort=oldest")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("**/ferry-pilots-strike/?q=ferry&sort=oldest&n=1")
    page.keyboard.press("j")
    page.wait_for_url("**/ferry-fares-rise/?q=ferry&sort=oldest&n=2")
    page.keyboard.press("u")
    page.wait_for_url("**/articles/?q=ferry&sort=oldest#a-*")
    page.wait_for_function("document.activeElement.textContent === 'Ferry fares rise'")
    page.keyboard.press("/")
    page.keyboard.type("j?")
    assert page.get_by_role("combobox").input_value() == "j?"
    page.context.close()


def test_keys_are_listed_and_can_be_switched_off_for_good(chromium, ferries):
    page, _ = opened(chromium, f"{ferries}/articles/?q=ferry")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    assert axe_finds(page) == []
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert page.locator(".rows .is-here").count() == 0
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator(".rows .is-here").count() == 1
    page.context.close()


def test_keys_with_a_modifier_are_left_to_the_browser(chromium, ferries):
    page, _ = opened(chromium, f"{ferries}/articles/?q=ferry")
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+j")
    assert page.locator(".rows .is-here").count() == 0
    page.context.close()


def test_hits_are_gone_through_by_key_and_button_around_the_end(chromium, ferries):
    page, complaints = opened(chromium, f"{ferries}/2015/03/14/ferry-pilots-strike/?q=ferry&n=1")
    assert axe_finds(page) == []
    page.keyboard.press("p")
    page.get_by_text("3 of 3 hits").wait_for()
    assert page.locator("#hit-3").is_visible()
    assert page.evaluate("scrollY") > 500
    page.get_by_role("button", name="Next hit").click()
    page.get_by_text("1 of 3 hits").wait_for()
    page.keyboard.press("n")
    page.wait_for_url(re.compile("#hit-2$"))
    assert complaints == []
    page.context.close()


def test_without_scripts_every_hit_leads_to_the_next_and_the_last_to_the_beginning(
    chromium, ferries
):
    address = f"{ferries}/2015/03/14/ferry-pilots-strike/?q=ferry&n=1"
    page, _ = opened(chromium, address, width=390, scripts=False)
    assert not page.get_by_role("button", name="Next hit").is_visible()
    page.get_by_role("link", name="First").click()
    for number in (2, 3, 4):
        page.locator(f"#hit-{number - 1} a").click()
        assert page.url.endswith(f"#hit-{number}")
    page.get_by_role("link", name="Back to the list").click()
    assert page.url.startswith(f"{ferries}/articles/?q=ferry#a-")
    page.context.close()
