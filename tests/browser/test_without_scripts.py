"""Everything but filters and search works where scripts are off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from page_kinds import every_kind, kinds, size

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Give one page without scripts for all."""
    context = chromium.new_context(java_script_enabled=False, **size(1280))
    yield context.new_page()
    context.close()


@every_kind
def test_a_page_can_be_read(page: Page, url: str) -> None:
    page.goto(url)

    assert page.locator("h1").count() == 1
    assert page.locator("main h1").is_visible()
    assert page.locator("#search").is_hidden()
    assert page.locator("[data-search-open]").get_attribute("href").endswith("index.html")
    assert page.locator("form:not(.md-header__option):visible").count() == 0
    assert all(
        table.locator("tbody tr :is(th, td)").first.is_visible()
        for table in page.locator("main table:visible").all()[:3]
    )


@kinds("list of cadres", "list of postings", "list of units")
def test_a_directory_is_lists_that_lead_to_every_record(page: Page, url: str) -> None:
    page.goto(url)
    links = page.locator("main :is(.hb-letters, .hb-months, .hb-links, .hb-tree, table) a")

    assert links.count() > 3
    links.last.click()
    assert page.url != url
    assert page.locator("main h1").is_visible()


def test_the_list_of_cadres_leads_to_a_person(page: Page, demo: str) -> None:
    page.goto(demo + "cadres/y.html")
    page.locator("main table a").first.click()

    assert page.url.startswith(demo + "cadres/C-")


def test_folded_parts_open(page: Page, mistakes: str) -> None:
    page.goto(mistakes + "findings/index.html")
    folded = page.locator("main details:not([open])").first.element_handle()
    assert not folded.query_selector(":scope > :not(summary)").is_visible()
    folded.query_selector("summary").click()

    assert folded.query_selector(":scope > :not(summary)").is_visible()


def test_the_menu_of_a_telephone_opens(page: Page, demo: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(demo + "cadres/index.html")
    page.locator("label.md-header__button[for=__drawer]").click()
    page.locator(".md-nav--primary").get_by_role("link", name="单位").click()
    page.set_viewport_size({"width": 1280, "height": 800})

    assert page.url == demo + "units/index.html"
