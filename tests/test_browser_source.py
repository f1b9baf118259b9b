"""The source and its index in a real Chromium: each leads to the other, without scripts too."""

# ruff: noqa: F811

from __future__ import annotations

import pytest
from factory import content
from test_browser_pages import chromium, failed, pytestmark  # noqa: F401 - fixture and marks

from archive import store
from archive.record.content import ImageContent, ParagraphContent
from archive.record.evidence import FieldReading, LeftOut, SourceReading
from archive.record.incoming import Incoming, Source

STORY = [f"Paragraph {n}: the ferry went out and came back again. " * 4 for n in range(12)]
HEAD = (
    "Skip to content\n\nSecond ferry for the outer islands\n\n"
    "The ferry at its berth. (Ivo Stone/Alder Press)\n\nby Mara Quill14 Mar 2016\n\n"
    "<script>document.title = 'taken over'</script><img src=/nowhere.png>\n\n"
)
TEXT = HEAD + "\n\n".join(STORY) + "\n\nShare this story\n" + "wide" * 300
PLACES = {
    "headline": "Second ferry for the outer islands",
    "images.0.caption": "The ferry at its berth. (Ivo Stone/Alder Press)",
    "images.0.photographer": "Ivo Stone",
    "authors.0": "Mara Quill",
    "date": "14 Mar 2016",
    **{f"paragraphs.{n}": text for n, text in enumerate(STORY)},
}
LEFT_OUT = {"Skip to content": "site navigation", "Share this story": "share bar"}


def span(words):
    return TEXT.index(words), TEXT.index(words) + len(words)


@pytest.fixture
def address(live_server):
    """The page of an article whose source is lit from end to end."""
    reading = SourceReading(
        {name: FieldReading((span(words),), 0.9, "a reason") for name, words in PLACES.items()},
        tuple(LeftOut(span(words), why) for words, why in LEFT_OUT.items()),
    )
    record = content(
        paragraphs=tuple(map(ParagraphContent, STORY)),
        images=(ImageContent("The ferry at its berth.", photographer="Ivo Stone"),),
    )
    own = Source.of("ferry.txt", TEXT.encode(), "utf-8", reading, "1")
    with store.writing():
        [pk] = store.add([Incoming(record, own)])
    return f"{live_server.url}/a/{pk}/source/"


def opened(browser, address, *, width=1280, scheme="light", scripts=True):
    """A page, and what the browser complained of while it opened."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    )
    page = context.new_page()
    # Colours are measured at rest.
    page.emulate_media(reduced_motion="reduce")
    complaints = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("requestfailed", lambda request: complaints.extend(failed(request)))
    page.goto(address)
    return page, complaints


def in_view(page, selector):
    return page.evaluate(
        """selector => {
            const box = document.querySelector(selector).getBoundingClientRect();
            return box.height > 0 && box.top >= 0 && box.top < innerHeight;
        }""",
        selector,
    )


def focused(page):
    return page.evaluate("document.activeElement.closest('[id]').id")


@pytest.mark.parametrize("scripts", [True, False])
def test_choosing_a_field_shows_its_span(chromium, address, scripts):
    page, _ = opened(chromium, address, scripts=scripts)
    page.locator("#group-text summary").click()
    page.get_by_role("link", name="Paragraph 12").click()
    assert page.locator("#sheet :target").text_content() == STORY[11]
    assert in_view(page, "#span-paragraphs-11")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_choosing_a_span_shows_its_field(chromium, address, scripts, width):
    page, _ = opened(chromium, address, scripts=scripts, width=width)
    page.locator("#span-date a").click()
    assert "2016-03-14" in page.locator("#index :target").inner_text()
    assert in_view(page, "#field-date")


@pytest.mark.parametrize("scripts", [True, False])
def test_choosing_a_span_of_a_folded_group_opens_it(chromium, address, scripts):
    page, _ = opened(chromium, address, scripts=scripts)
    page.locator("#span-paragraphs-3 a").click()
    assert page.locator("#field-paragraphs-3").is_visible()
    assert in_view(page, "#field-paragraphs-3")


def test_the_source_stays_in_place_when_its_field_is_shown(chromium, address):
    page, _ = opened(chromium, address)
    page.locator("#span-paragraphs-9 a").scroll_into_view_if_needed()
    before = page.locator("#span-paragraphs-9").bounding_box()
    page.locator("#span-paragraphs-9 a").click()
    page.wait_for_function("document.activeElement.closest('#field-paragraphs-9')")
    assert page.locator("#span-paragraphs-9").bounding_box() == before
    assert in_view(page, "#field-paragraphs-9")


def test_a_part_leads_to_its_own_field_and_not_to_its_whole(chromium, address):
    page, _ = opened(chromium, address, scripts=False)
    page.locator("#span-images-0-photographer a").click()
    assert page.url.endswith("#field-images-0-photographer")


def test_what_is_under_the_pointer_is_lit_on_the_other_side(chromium, address):
    page, _ = opened(chromium, address)
    page.locator("#span-headline a").hover()
    assert "is-lit" in page.locator("#field-headline").get_attribute("class")
    page.locator("#field-date .entry-name").hover()
    assert page.locator("#sheet .is-lit").get_attribute("id") == "span-date"
    page.locator("h1").hover()
    assert page.locator(".is-lit").count() == 0


def test_the_arrow_keys_go_from_stretch_to_stretch(chromium, address):
    page, _ = opened(chromium, address)
    page.locator("#out-1 a").focus()
    ids = []
    for _ in range(4):
        page.keyboard.press("ArrowDown")
        ids.append(focused(page))
    assert ids == [
        "span-headline", "span-images-0-caption", "span-images-0-photographer", "span-authors-0"
    ]  # fmt: skip
    page.keyboard.press("End")
    assert focused(page) == "out-2"
    assert in_view(page, "#out-2")


def test_the_tab_key_passes_the_source_in_one_step(chromium, address):
    page, _ = opened(chromium, address)
    page.locator("#out-1 a").focus()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.getElementById('sheet').contains(document.activeElement)")


def test_enter_leads_to_the_field_and_escape_back(chromium, address):
    page, _ = opened(chromium, address)
    page.locator("#span-authors-0 a").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.closest('#field-authors-0')")
    page.keyboard.press("Escape")
    assert focused(page) == "span-authors-0"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_keyboard_is_told_why_something_was_left_out(chromium, address, scripts):
    page, _ = opened(chromium, address, scripts=scripts)
    page.locator("#index .source-left-out a").last.focus()
    page.keyboard.press("Tab")
    told = page.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert told == '"Left out: site navigation"'


@pytest.mark.parametrize("width", [390, 1280])
def test_the_source_fits_and_nothing_of_it_runs(chromium, address, width):
    page, complaints = opened(chromium, address, width=width)
    assert complaints == []
    assert page.title().startswith("How this was read")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sheet, index = (page.locator(name).bounding_box() for name in ("#sheet", "#index"))
    beside = sheet["x"] >= index["x"] + index["width"]
    assert beside == (width == 1280)


def test_what_is_selected_is_what_the_file_says(chromium, address):
    page, _ = opened(chromium, address)
    assert page.evaluate("document.getElementById('sheet').textContent") == TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_barrier(chromium, address, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, _ = opened(chromium, f"{address}#span-headline", width=width, scheme=scheme)
    page.locator("#span-images-0-photographer a").hover()
    found = axe.run(page).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["target"]) for violation in found] == []
