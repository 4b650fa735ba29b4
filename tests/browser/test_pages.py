"""What every page of the theme gives: the way past the menu, the menu itself, the colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from page_kinds import Watched, every_kind, opened, size, watched

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seen(chromium: Browser) -> Iterator[Watched]:
    """Give one page for all."""
    context = chromium.new_context(**size(1280))
    yield watched(context)
    context.close()


@every_kind
def test_the_first_key_leads_past_the_menu(seen: Watched, url: str) -> None:
    seen.page.goto("about:blank")
    seen.page.goto(url)
    if seen.page.locator(".md-skip").count() == 0:
        assert url.endswith("/404.html")
        return
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.matches('.md-skip')")
    seen.page.keyboard.press("Enter")
    target = seen.page.evaluate(
        "document.getElementById(decodeURIComponent(location.hash.slice(1))).tagName"
    )

    assert target == "H1"


def test_the_colours_follow_the_system_until_they_are_chosen(chromium: Browser, demo: str) -> None:
    for system, scheme in (("dark", "slate"), ("light", "default")):
        with opened(chromium, demo, color_scheme=system) as page:
            assert page.locator("body").get_attribute("data-md-color-scheme") == scheme


def test_the_menu_of_a_telephone_leads_to_every_part(chromium: Browser, demo: str) -> None:
    with opened(chromium, demo + "cadres/index.html", **size(320)) as page:
        page.locator("label.md-header__button[for=__drawer]").click()
        page.locator(".md-nav--primary").get_by_role("link", name="单位").click()
        assert page.url == demo + "units/index.html"
