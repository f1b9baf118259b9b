"""The list in a real Chromium: refreshed in place, dragged, set dense, with scripts and without."""

# ruff: noqa: F811

from __future__ import annotations

import re

import pytest
from page_factory import add_indexed, content
from test_browser_pages import chromium, opened, pytestmark  # noqa: F401 - fixture and marks
from test_browser_search import axe_finds

YEARS = range(2008, 2018)


@pytest.fixture
def town(live_server):
    """Ten years, three papers, three authors; 65 articles, and one that has no neighbour."""
    add_indexed(
        *(
            content(
                f"Council sits {year}-{month}",
                date=f"{year}-{month:02d}-14",
                publication=("Harbour Echo", "Saltby Post", "Fog Bell")[month % 3],
                authors=[("Ada Lindqvist", "Bram Otterby")[month % 2]],
                section="Town Hall",
            )
            for year in YEARS
            for month in range(1, 7)
        ),
        *(content(f"Herring {n}", date="2012-03-01", authors=["Cora Venn"]) for n in range(5)),
    )
    return live_server.url


def total(page):
    return " ".join(page.locator("#total").inner_text().split())


def wait_for_total(page, text):
    page.locator("#total", has_text=re.compile(rf"(?<!\d){text}")).wait_for()
    page.locator("#found:not(.htmx-request)").wait_for()


def stay(page):
    """A mark that only a page drawn anew would lose."""
    page.evaluate("window.stayed = true")


def stayed(page):
    return page.evaluate("window.stayed === true")


def test_filters_refresh_the_list_in_place_and_back_undoes_them_one_by_one(chromium, town):
    page, complaints = opened(chromium, f"{town}/articles/")
    stay(page)
    page.get_by_label("Harbour Echo").check()
    wait_for_total(page, "20 articles")
    page.get_by_label("Saltby Post").check()
    wait_for_total(page, "40 articles")
    assert page.url.endswith("/articles/?publication=harbour-echo&publication=saltby-post")
    page.get_by_label("From").fill("2015")
    page.get_by_label("From").press("Enter")
    wait_for_total(page, "12 articles")
    for expected in ("40 articles", "20 articles", "65 articles"):
        page.go_back()
        wait_for_total(page, expected)
    assert page.url == f"{town}/articles/"
    assert not page.get_by_label("Harbour Echo").is_checked()
    page.go_forward()
    wait_for_total(page, "20 articles")
    assert page.get_by_label("Harbour Echo").is_checked()
    assert stayed(page)
    assert complaints == []


def test_a_ticked_filter_keeps_the_focus_and_the_others_stay_to_be_ticked(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    box = page.get_by_label("Fog Bell")
    box.focus()
    page.keyboard.press("Space")
    wait_for_total(page, "20 articles")
    assert box.evaluate("element => element === document.activeElement")
    assert page.get_by_label("Saltby Post").is_visible()


def test_the_new_count_is_said_to_those_who_cannot_see_it(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    page.evaluate("window.said = document.querySelector('[role=status]#total')")
    page.get_by_label("Cora Venn").check()
    wait_for_total(page, "5 articles")
    assert page.evaluate("said.isConnected && said === document.getElementById('total')")


def test_a_search_is_followed_in_place_and_its_box_keeps_the_suggestions(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    stay(page)
    box = page.get_by_role("combobox", name="Search the archive")
    box.fill("herring")
    box.press("Enter")
    wait_for_total(page, "5 articles")
    assert page.url.endswith("/articles/?q=herring")
    assert page.title().startswith("herring")
    box.fill("")
    box.press_sequentially("coun")
    page.get_by_role("option", name="council", exact=True).click()
    wait_for_total(page, "60 articles")
    page.go_back()
    wait_for_total(page, "5 articles")
    assert box.input_value() == "herring"
    box.fill("")
    box.press_sequentially("coun")
    page.get_by_role("listbox").wait_for()
    assert stayed(page)


def test_a_chip_removes_its_filter_in_place_and_unticks_it(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/?q=council")
    stay(page)
    page.get_by_label("Fog Bell").check()
    wait_for_total(page, "20 articles")
    page.get_by_role("link", name="publication Fog Bell").click()
    wait_for_total(page, "60 articles")
    assert page.url.endswith("/articles/?q=council")
    assert not page.get_by_label("Fog Bell").is_checked()
    assert page.evaluate("document.activeElement.id") == "found"
    assert stayed(page)


def test_an_author_typed_by_name_becomes_a_chip_and_leaves_the_field(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    page.get_by_label("Another author").fill("Cora Venn")
    page.get_by_label("Another author").press("Enter")
    wait_for_total(page, "5 articles")
    page.wait_for_function("document.getElementById('author').value === ''")
    page.get_by_role("link", name="author Cora Venn").click()
    wait_for_total(page, "65 articles")
    assert page.url == f"{town}/articles/"


def test_the_next_page_begins_at_its_top(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    stay(page)
    page.get_by_role("link", name="Next").click()
    wait_for_total(page, "page 2 of 3")
    assert page.locator("#found").evaluate("element => element.getBoundingClientRect().top") >= 0
    page.keyboard.press("j")
    assert page.locator(".rows > li").first.get_attribute("class") == "is-here"
    assert stayed(page)


def test_back_from_an_article_the_whole_page_is_there(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    page.get_by_label("Cora Venn").check()
    wait_for_total(page, "5 articles")
    page.locator(".row .headline a").first.click()
    page.wait_for_url(re.compile("/2012/03/01/herring-"))
    page.go_back()
    wait_for_total(page, "5 articles")
    assert page.get_by_role("navigation", name="Main").is_visible()
    assert page.get_by_label("Cora Venn").is_checked()


def test_with_a_modifier_a_link_is_left_to_the_browser(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    with page.context.expect_page() as new:
        page.get_by_role("link", name="Oldest first").click(modifiers=["Control"])
    new.value.wait_for_url("**sort=oldest")
    assert page.url == f"{town}/articles/"


def test_an_answer_that_is_no_list_is_shown_as_the_page_it_is(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    page.route("**/articles/?*", lambda route: route.fulfill(status=500, body="<h1>Broken</h1>"))
    page.get_by_label("Cora Venn").check()
    page.get_by_role("heading", name="Broken").wait_for()
    assert page.url.endswith("/articles/?author=cora-venn")


def test_a_mistake_is_pointed_at_in_place_and_what_was_typed_stays(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    page.get_by_label("To", exact=True).fill("2015-13")
    page.get_by_label("To", exact=True).press("Enter")
    page.get_by_text("There is no 2015-13 in the calendar.").first.wait_for()
    assert page.get_by_label("To", exact=True).input_value() == "2015-13"
    assert axe_finds(page) == []


def drag(page, start, end):
    """From one share of the histogram's width to another, by mouse; the words on the way."""
    box = page.locator(".bars svg").bounding_box()
    y = box["y"] + 30
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, y)
    page.mouse.move(box["x"] + box["width"] * end, y)
    words = page.locator(".bars-dragged").inner_text()
    page.mouse.up()
    return words


def test_a_span_is_dragged_on_the_histogram_said_in_words_and_narrows_in_place(chromium, town):
    page, complaints = opened(chromium, f"{town}/articles/?q=council&page=2")
    stay(page)
    assert drag(page, 0.25, 0.45) == "2010 to 2012"
    wait_for_total(page, "18 articles")
    assert page.url.endswith("/articles/?q=council&from=2010&to=2012")
    assert drag(page, 0.99, 0.8).endswith("to June 2012")
    wait_for_total(page, "6 articles")
    page.go_back()
    wait_for_total(page, "18 articles")
    assert stayed(page)
    assert complaints == []


def test_a_span_is_dragged_by_finger(chromium, town):
    context = chromium.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{town}/articles/?q=council")
    box = page.locator(".bars svg").bounding_box()
    finger = context.new_cdp_session(page)

    def touch(kind, share):
        at = {"x": box["x"] + box["width"] * share, "y": box["y"] + 30}
        points = [] if kind == "touchEnd" else [at]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.05)
    for share in (0.1, 0.15, 0.2, *(0.25 + step / 1000 for step in range(20))):
        # Moves are handed to the page with its frames; the last of many may wait for the next.
        page.wait_for_timeout(20)
        touch("touchMove", share)
    assert page.locator(".bars-dragged").inner_text() == "2008 to 2010"
    touch("touchEnd", 0.25)
    wait_for_total(page, "18 articles")
    context.close()


def test_a_bar_is_still_a_link_and_escape_gives_a_drag_up(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/?q=council")
    box = page.locator(".bars svg").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 30)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".bars-shade").count() == 0
    assert page.url.endswith("/articles/?q=council")
    page.locator(".bars svg a").first.click()
    wait_for_total(page, "6 articles")
    assert page.url.endswith("&from=2008&to=2008")


def test_dense_rows_stay_dense_and_are_so_before_anything_is_seen(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/")
    tall = page.locator(".rows").bounding_box()["height"]
    page.get_by_role("button", name="Compact").click()
    assert page.locator(".rows").bounding_box()["height"] < 0.75 * tall
    page.get_by_label("Cora Venn").check()
    wait_for_total(page, "5 articles")
    assert page.get_by_role("button", name="Compact", pressed=True).is_visible()
    page.route("**/js/list*.js", lambda route: route.abort())
    page.goto(f"{town}/articles/", wait_until="commit")
    page.locator(".rows").wait_for()
    assert "is-dense" in page.locator("html").get_attribute("class")
    page.get_by_role("button", name="Compact").click()
    page.reload()
    assert page.get_by_role("button", name="Compact", pressed=False).is_visible()


def test_on_a_narrow_screen_the_filters_are_a_sheet_that_says_what_it_leaves(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/", width=390)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Saltby Post").check()
    page.get_by_role("button", name="Show 20 articles").wait_for()
    page.get_by_label("Fog Bell").check()
    page.get_by_role("button", name="Show 40 articles").wait_for()
    assert axe_finds(page) == []
    page.get_by_role("button", name="Show 40 articles").click()
    assert not page.get_by_label("Saltby Post").is_visible()
    assert re.search(r"Filter\s+2", page.locator("#filters summary").first.inner_text())


@pytest.mark.parametrize("how", ["Escape", "beside", "Tab"])
def test_the_sheet_closes_by_key_by_a_touch_beside_it_and_when_it_is_left(chromium, town, how):
    page, _ = opened(chromium, f"{town}/articles/", width=390)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("With a picture").focus()
    if how == "beside":
        page.mouse.click(200, 60)
    else:
        page.keyboard.press(how)
        page.keyboard.press(how)
    page.locator("#filters:not([open])").wait_for(state="attached")
    assert not page.get_by_label("With a picture").is_visible()


def test_a_rare_value_is_unfolded_and_stays_in_sight_once_chosen(chromium, live_server):
    add_indexed(
        *(
            content(f"Item {n}", authors=[f"Writer {n % 12:02d}"], date=f"2015-01-{n % 28 + 1:02d}")
            for n in range(70)
        )
    )
    page, _ = opened(chromium, f"{live_server.url}/articles/")
    assert not page.get_by_label("Writer 11").is_visible()
    page.get_by_text("4 more").click()
    page.get_by_label("Writer 11").check()
    wait_for_total(page, "5 articles")
    page.get_by_text("3 more").wait_for()
    assert page.get_by_label("Writer 11").is_visible()


def test_without_scripts_chips_bars_orders_and_pages_are_links(chromium, town):
    page, _ = opened(chromium, f"{town}/articles/?publication=fog-bell", scripts=False)
    assert not page.get_by_role("button", name="Compact").is_visible()
    assert not page.get_by_text("Drag across the bars").is_visible()
    page.get_by_label("Saltby Post").check()
    page.get_by_role("button", name="Apply filters").click()
    assert total(page) == "40 articles page 1 of 2"
    page.get_by_role("link", name="Oldest first").click()
    page.get_by_role("link", name="Next").click()
    assert total(page) == "40 articles page 2 of 2"
    page.get_by_role("link", name="publication Fog Bell").click()
    assert total(page) == "20 articles"
