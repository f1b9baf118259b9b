"""The pages in a real Chromium: nothing refused, nothing cut off, nothing out of reach."""

from __future__ import annotations

import os
import shutil

import pytest
from page_factory import add_indexed, content

from archive.record.content import ImageContent, ParagraphContent

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true", reason="Chromium is not installed"
    ),
]

PAGES = (
    "/", "/articles/", "/articles/?q=bridge", "/articles/help/", "/articles/?q=bridge+nowhere",
    "/2015/03/14/bridge-stays-open/?q=bridge&n=1", "/articles/?from=2015-13&author=nobody&page=9",
    "/calendar/", "/2015/", "/2015/03/", "/2015/03/14/", "/2015/03/14/bridge-stays-open/",
    "/2015/03/14/المجلس-يبقي-على-الجسر/", "/authors/", "/authors/ada-lindqvist/", "/publications/",
    "/publications/harbour-echo/", "/images/", "/images/?place=Saltby&q=barge",
    "/nowhere/", "/choices/", "/kept/",
)  # fmt: skip
#: All that a colour scheme changes.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


@pytest.fixture(scope="module")
def chromium():
    # Playwright's loop runs in this thread; Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    playwright = pytest.importorskip("playwright.sync_api")
    assert CHROMIUM, "CI runs the browser tests: install Chromium"
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def archive(live_server):
    """A small archive with everything in it that is hard to set."""
    add_indexed(
        content(
            "Bridge stays open",
            authors=["Ada Lindqvist", "Bram Otterby"],
            publication="Harbour Echo",
            section="Town Hall",
            standfirst="Eleven to nine, after eleven hours.",
            url="https://echo.example/" + "a-very-long-address-" * 6,
            contacts=("ada@echo.example",),
            paragraphs=[
                ParagraphContent("The board voted on Tuesday."),
                ParagraphContent("What was decided", "subheading"),
                ParagraphContent("Two towns.", "quote"),
                ParagraphContent("The bridge stays.", "list_item"),
                ParagraphContent("x" * 300),
            ],
            images=[ImageContent("SALTBY - JUNE 04: A barge.", place="Saltby", taken="2015-03-14")],
            language="en",
        ),
        content("", publication="Harbour Echo", paragraphs=["The old ferry went out. " * 9]),
        content("A headline that goes on " * 12, authors=["Ada Lindqvist"]),
        content("المجلس يبقي على الجسر", language="ar", paragraphs=["صوّت المجلس يوم الثلاثاء."]),
        content("Fog", date="2015-03"),
        content("Almanac", date="2015"),
        *(content(f"Brief {n}", date=f"20{10 + n % 6}-03-14", section="Town") for n in range(30)),
    )
    return live_server.url


def failed(request):
    """What to complain of: not of what the browser itself gave up, going on to another page."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url}"]


def opened(chromium, address, *, width=1280, scripts=True):
    """A page, and what the browser complained of while it opened."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        # Else axe measures a colour half way between two schemes.
        reduced_motion="reduce",
    )
    page = context.new_page()
    complaints = []
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("requestfailed", lambda request: complaints.extend(failed(request)))
    page.goto(address)
    return page, complaints


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_without_complaint_fits_and_has_no_barrier(chromium, archive, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, complaints = opened(chromium, archive + path)
    assert [line for line in complaints if path != "/nowhere/" or "404" not in line] == []
    for width, scheme, options in (
        (1280, "light", None),
        (390, "light", None),
        (390, "dark", COLOURS),
        (1280, "dark", COLOURS),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        wider = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"{wider} px too wide for {width}"
        found = axe.run(page, options=options).response["violations"]
        assert [(violation["id"], violation["nodes"][0]["target"]) for violation in found] == [], (
            width,
            scheme,
        )
    page.context.close()


def test_filters_work_without_scripts(chromium, archive):
    page, _ = opened(chromium, f"{archive}/articles/", scripts=False)
    page.get_by_label("Search the archive").fill("decided")
    page.get_by_label("From").fill("2015-03")
    page.get_by_label("Ada Lindqvist").check()
    page.get_by_role("button", name="Apply filters").click()
    assert "q=decided" in page.url
    assert "author=ada-lindqvist" in page.url
    assert page.locator(".row").count() == 1
    page.get_by_role("link", name="author Ada Lindqvist").click()
    assert "author" not in page.url
    assert page.get_by_label("From").input_value() == "2015-03"


def test_filters_open_on_a_narrow_screen_without_scripts(chromium, archive):
    page, _ = opened(chromium, f"{archive}/articles/", width=390, scripts=False)
    assert not page.get_by_label("Ada Lindqvist").is_visible()
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Ada Lindqvist").check()
    page.get_by_role("button", name="Apply filters").click()
    assert page.locator(".row").count() == 2


def test_a_bar_of_the_histogram_is_reached_by_keyboard(chromium, archive):
    page, _ = opened(chromium, f"{archive}/articles/?q=brief")
    page.locator(".bars svg a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**from=2010*")
    assert page.locator(".row").count() == 5


def test_the_first_tab_offers_to_skip_to_the_text(chromium, archive):
    page, _ = opened(chromium, f"{archive}/2015/03/14/bridge-stays-open/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_article_prints_its_text_and_not_its_navigation(chromium, archive):
    page, _ = opened(chromium, f"{archive}/2015/03/14/bridge-stays-open/")
    page.emulate_media(media="print")
    assert page.get_by_text("The board voted on Tuesday.").is_visible()
    assert page.get_by_text("Permanent address").is_visible()
    assert not page.get_by_role("navigation", name="Main").is_visible()
