"""Reading in a real Chromium: type and colours, places and lists that stay, scripts or not."""

# ruff: noqa: F811

from __future__ import annotations

import pytest
from page_factory import add_indexed, content
from test_browser_pages import (  # noqa: F401 - fixtures and marks
    archive,
    chromium,
    opened,
    pytestmark,
)

ARTICLE = "/2015/03/14/bridge-stays-open/"


def paper(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def text_size(page):
    return page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.reading-body')).fontSize)"
    )


def test_type_and_colours_change_at_once_and_stay(chromium, archive):
    page, complaints = opened(chromium, archive + ARTICLE)
    light, medium = paper(page), text_size(page)
    page.get_by_text("Aa", exact=True).click()
    with page.expect_response("**/choices/"):
        page.get_by_label("Dark").check(force=True)
    with page.expect_response("**/choices/"):
        page.get_by_label("Largest").check(force=True)
    assert paper(page) != light
    assert text_size(page) > 1.4 * medium
    page.goto(f"{archive}/articles/")
    assert paper(page) != light
    page.goto(archive + ARTICLE)
    assert text_size(page) > 1.4 * medium
    assert complaints == []


def test_type_and_colours_can_be_chosen_without_scripts(chromium, archive):
    page, _ = opened(chromium, archive + ARTICLE, scripts=False)
    page.get_by_text("Aa", exact=True).click()
    page.get_by_label("Sepia").check(force=True)
    page.get_by_role("button", name="Apply").click()
    assert page.url == archive + ARTICLE
    assert page.locator("html").get_attribute("data-scheme") == "sepia"


def test_the_panel_of_type_and_colours_is_worked_by_keys_alone(chromium, archive):
    page, _ = opened(chromium, archive + ARTICLE)
    page.get_by_text("Aa", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "scheme"
    with page.expect_response("**/choices/"):
        page.keyboard.press("ArrowRight")
    assert page.locator("html").get_attribute("data-scheme") == "light"
    page.keyboard.press("Escape")
    assert not page.get_by_label("Sepia").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_what_was_chosen_is_also_there_when_going_back(chromium, archive):
    page, _ = opened(chromium, archive + ARTICLE)
    page.goto(f"{archive}/articles/")
    page.get_by_text("Aa", exact=True).click()
    with page.expect_response("**/choices/"):
        page.get_by_label("Dark").check(force=True)
    page.go_back()
    page.wait_for_function("document.documentElement.dataset.scheme === 'dark'")


def test_print_is_black_on_white_whatever_was_chosen(chromium, archive):
    page, _ = opened(chromium, archive + ARTICLE)
    page.context.add_cookies([{"name": "choices", "value": "scheme:dark", "url": archive}])
    page.reload()
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.querySelector('.headline')).color")
    assert ink == "rgb(0, 0, 0)"


def test_an_article_is_kept_by_button_let_go_by_key_and_never_left(chromium, archive):
    page, complaints = opened(chromium, archive + ARTICLE)
    link = page.get_by_role("link", name="Kept", exact=True)
    assert not link.is_visible()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="Kept", exact=True).wait_for()
    assert link.is_visible()
    page.reload()
    page.get_by_role("button", name="Kept", exact=True).wait_for()
    page.keyboard.press("s")
    page.get_by_role("button", name="Keep", exact=True).wait_for()
    assert not link.is_visible()
    assert page.url == archive + ARTICLE
    assert complaints == []


def test_the_list_is_downloaded_and_brought_back_in_another_browser(chromium, archive, tmp_path):
    page, _ = opened(chromium, archive + ARTICLE)
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("link", name="Kept", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all lists as a file").click()
    file = tmp_path / "kept.txt"
    download.value.save_as(file)
    other, _ = opened(chromium, f"{archive}/kept/")
    other.get_by_label("A list you downloaded earlier").set_input_files(file)
    other.get_by_role("button", name="Restore").click()
    assert other.get_by_role("status").inner_text() == "1 article was added."
    assert other.locator(".row").count() == 1


def test_an_article_is_kept_and_removed_without_scripts(chromium, archive):
    page, _ = opened(chromium, archive + ARTICLE, scripts=False)
    page.get_by_role("button", name="Keep").click()
    assert page.url.startswith(f"{archive}/kept/")
    assert page.get_by_role("link", name="Kept", exact=True).is_visible()
    page.get_by_role("button", name="Remove Bridge stays open").click()
    assert page.get_by_text("Nothing is kept yet").is_visible()


def test_the_citation_is_copied_by_a_button_and_selectable_without_scripts(chromium, archive):
    page, _ = opened(chromium, archive + ARTICLE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Ada Lindqvist and Bram Otterby: “Bridge stays open”. Harbour Echo, ")
    plain, _ = opened(chromium, archive + ARTICLE, scripts=False)
    assert plain.get_by_text(copied).is_visible()
    assert not plain.get_by_role("button", name="Copy").is_visible()


def test_print_has_the_citation_and_the_address_and_no_buttons(chromium, archive):
    page, _ = opened(chromium, archive + ARTICLE)
    page.emulate_media(media="print")
    assert page.locator("#citation").is_visible()
    assert page.get_by_text("Permanent address").is_visible()
    assert page.locator("button:visible, nav:visible").count() == 0


@pytest.fixture
def long_read(live_server):
    """The address of an article of many screens."""
    paragraphs = [
        f"Paragraph {n}. " + "The ferry went out and came in again. " * 12 for n in range(60)
    ]
    [article] = add_indexed(content("A long read", paragraphs=paragraphs))
    return live_server.url + article.get_absolute_url()


def read_to(page, paragraph):
    """Scroll it to the top of the window, and let the page take notice."""
    page.get_by_text(f"Paragraph {paragraph}.").evaluate("element => element.scrollIntoView()")
    page.wait_for_timeout(500)


def offer(page):
    return page.get_by_role("link", name="Continue where you left off")


def test_a_long_text_offers_to_go_on_where_it_was_left_and_does_not_jump(chromium, long_read):
    page, complaints = opened(chromium, long_read)
    assert not offer(page).is_visible()
    read_to(page, 30)
    page.goto("about:blank")
    page.goto(long_read)
    assert page.evaluate("scrollY") == 0
    offer(page).click()
    top = page.get_by_text("Paragraph 30.").evaluate(
        "element => element.getBoundingClientRect().top"
    )
    assert -2 < top < 100
    assert not offer(page).is_visible()
    assert complaints == []


def test_a_glance_at_the_beginning_does_not_lose_the_place(chromium, long_read):
    page, _ = opened(chromium, long_read)
    read_to(page, 30)
    page.goto("about:blank")
    page.goto(long_read)
    read_to(page, 3)
    page.goto("about:blank")
    page.goto(long_read)
    offer(page).click()
    assert page.get_by_text("Paragraph 30.").evaluate(
        "element => element === document.activeElement"
    )


def test_what_was_read_to_the_end_or_dismissed_is_forgotten(chromium, long_read):
    page, _ = opened(chromium, long_read)
    read_to(page, 30)
    page.goto("about:blank")
    page.goto(long_read)
    page.get_by_role("button", name="Dismiss").click()
    page.goto("about:blank")
    page.goto(long_read)
    assert not offer(page).is_visible()
    read_to(page, 30)
    read_to(page, 59)
    page.goto("about:blank")
    page.goto(long_read)
    assert not offer(page).is_visible()


def test_a_short_text_remembers_nothing(chromium, archive):
    page, _ = opened(chromium, archive + ARTICLE)
    page.evaluate("scrollTo(0, 9999)")
    page.wait_for_timeout(500)
    assert page.evaluate("localStorage.getItem('places')") is None


@pytest.mark.parametrize("scheme", ["light", "sepia", "dark"])
def test_no_chosen_colours_are_a_barrier(chromium, archive, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, _ = opened(chromium, archive + ARTICLE)
    cookies = {"choices": f"scheme:{scheme}", "kept": "1.zzz"}
    page.context.add_cookies([{"name": n, "value": v, "url": archive} for n, v in cookies.items()])
    for path in (ARTICLE, ARTICLE + "?q=bridge&n=1", "/articles/?q=bridge", "/kept/", "/2015/03/"):
        page.goto(archive + path)
        page.get_by_text("Aa", exact=True).click()
        found = axe.run(page).response["violations"]
        assert [(violation["id"], violation["nodes"][0]["target"]) for violation in found] == [], (
            path
        )


@pytest.mark.parametrize("width", [320, 640])
def test_the_largest_type_fits_a_screen_at_four_and_two_times_its_size(chromium, archive, width):
    page, _ = opened(chromium, archive + ARTICLE, width=width)
    chosen = {"name": "choices", "value": "size:largest|measure:wide", "url": archive}
    page.context.add_cookies([chosen])
    for path in (ARTICLE, "/articles/?q=bridge", "/kept/", "/choices/"):
        page.goto(archive + path)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, path


def test_from_the_first_page_to_the_next_article_by_keys_alone(chromium, archive):
    page, _ = opened(chromium, f"{archive}/")
    page.keyboard.press("/")
    page.keyboard.type("brief")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/?q=brief")
    for key in "jjk":
        page.keyboard.press(key)
    page.keyboard.press("o")
    page.wait_for_url("**n=1")
    page.keyboard.press("n")
    assert page.evaluate("location.hash") == "#hit-1"
    page.keyboard.press("j")
    page.wait_for_url("**n=2")
    page.keyboard.press("s")
    page.get_by_role("button", name="Kept", exact=True).wait_for()
    page.keyboard.press("u")
    page.wait_for_url("**/articles/?q=brief#a-*")
