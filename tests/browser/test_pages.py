"""What the theme gives: the menu, the colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from page_kinds import opened, size

pytestmark = pytest.mark.browser


def test_the_colours_follow_the_system_until_they_are_chosen(chromium: Browser, demo: str) -> None:
    for system, scheme in (("dark", "slate"), ("light", "default")):
        with opened(chromium, demo, color_scheme=system) as page:
            assert page.locator("body").get_attribute("data-md-color-scheme") == scheme


def test_the_menu_of_a_telephone_leads_to_every_part(chromium: Browser, demo: str) -> None:
    with opened(chromium, demo + "cadres/index.html", **size(320)) as page:
        page.locator("label.md-header__button[for=__drawer]").click()
        page.locator(".md-nav--primary").get_by_role("link", name="单位").click()
        assert page.url == demo + "units/index.html"
