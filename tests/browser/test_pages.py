"""What a reader meets in a real browser: accessible, alone on the network, readable anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ADDRESSES = {  # name → site and address; of a pattern, the fullest page
    "home": ("demo", "index.html"),
    "list of cadres": ("demo", "cadres/index.html"),
    "cadres of one letter": ("demo", "cadres/y.html"),
    "list of units": ("demo", "units/index.html"),
    "list of rules": ("demo", "rules/index.html"),
    "cadre": ("demo", "cadres/C-*.html"),
    "unit": ("demo", "units/U-*.html"),
    "programme": ("demo", "programmes/P-*.html"),
    "batch": ("demo", "batches/B-*.html"),
    "rule": ("demo", "rules/POL-*.html"),
    "guidance": ("demo", "guidance/term-and-extension.html"),
    "error page": ("demo", "404.html"),
    "no findings": ("demo", "findings/index.html"),
    "home with findings": ("mistakes", "index.html"),
    "findings": ("mistakes", "findings/index.html"),
    "findings of one rule": ("mistakes", "findings/POL-*.html"),
    "rule with findings": ("mistakes", "rules/POL-R40.html"),
    "cadre with findings": ("mistakes", "cadres/C-00012.html"),
    "list with rows held back": ("mistakes", "cadres/index.html"),
}
every_page = pytest.mark.parametrize(
    "url", [pytest.param(each, id=name) for name, each in ADDRESSES.items()], indirect=True
)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """Give where a page stands."""
    site, pattern = request.param
    folder: Path = request.getfixturevalue(f"{site}_folder")
    found = sorted(folder.glob(pattern))
    fullest = max(found, key=lambda path: path.stat().st_size)
    return request.getfixturevalue(site) + fullest.relative_to(folder).as_posix()


every_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


@contextmanager
def _opened(chromium: Browser, url: str, **options) -> Iterator[Page]:
    """Open a page, and fail if it asks another origin or complains on the console."""
    context = chromium.new_context(**options)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    yield page
    context.close()
    own = url.split("/")[2]
    assert said == []
    assert [each for each in asked if each.split("/")[2] != own] == []


def _size(width: int) -> dict[str, dict[str, int]]:
    return {"viewport": {"width": width, "height": 800}}


def _violations(page: Page) -> list[str]:
    """Give axe's violations as text, all rules on."""
    found = Axe().run(page).response["violations"]
    return [json.dumps([each["id"], [node["target"] for node in each["nodes"]]]) for each in found]


@every_page
@every_scheme
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(chromium: Browser, url: str, scheme: str, width: int) -> None:
    with _opened(chromium, url, color_scheme=scheme, **_size(width)) as page:
        assert page.locator("body").get_attribute("data-md-color-scheme") == (
            "slate" if scheme == "dark" else "default"
        )
        assert _violations(page) == []


@every_scheme
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("typed", ["", "清", "zzzz"])
def test_axe_finds_nothing_in_the_open_search_box(
    chromium: Browser, demo: str, scheme: str, width: int, typed: str
) -> None:
    with _opened(chromium, demo, color_scheme=scheme, **_size(width)) as page:
        page.keyboard.press("/")
        page.keyboard.type(typed)
        page.wait_for_function("window.handbookPages")
        assert _violations(page) == []


@every_page
def test_nothing_is_wider_than_a_small_telephone(chromium: Browser, url: str) -> None:
    with _opened(chromium, url, **_size(320)) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 320


@every_page
def test_a_page_can_be_read_without_javascript(chromium: Browser, url: str) -> None:
    with _opened(chromium, url, java_script_enabled=False, **_size(1280)) as page:
        assert page.locator("h1").count() == 1
        assert page.locator("main h1").is_visible()
        assert page.locator("#search").is_hidden()
        assert page.locator("[data-search-open]").get_attribute("href").endswith("index.html")


def test_the_list_of_cadres_is_a_table_without_javascript(chromium: Browser, demo: str) -> None:
    url = demo + "cadres/y.html"
    with _opened(chromium, url, java_script_enabled=False, **_size(1280)) as page:
        page.locator("main table a").first.click()
        assert page.url.startswith(demo + "cadres/C-")


@every_page
def test_paper_holds_the_page_and_nothing_around_it(chromium: Browser, url: str) -> None:
    with _opened(chromium, url, **_size(1280)) as page:
        page.emulate_media(media="print")
        around = ".md-header, .md-tabs, .md-sidebar, .md-footer, .headerlink"
        assert (
            page.locator(around).evaluate_all(
                "all => all.filter(each => each.checkVisibility()).map(each => each.className)"
            )
            == []
        )
        assert page.locator("main h1").is_visible()


@every_page
def test_the_first_key_leads_past_the_menu(chromium: Browser, url: str) -> None:
    with _opened(chromium, url, **_size(1280)) as page:
        if page.locator(".md-skip").count() == 0:
            assert url.endswith("/404.html")
            return
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.md-skip')")
        page.keyboard.press("Enter")
        target = page.evaluate("document.querySelector(decodeURIComponent(location.hash)).tagName")
        assert target == "H1"


def test_the_colours_can_be_switched_and_stay(chromium: Browser, demo: str) -> None:
    with _opened(chromium, demo, color_scheme="light", **_size(1280)) as page:
        page.get_by_title("换成深色").click()
        page.goto(demo + "units/index.html")
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_the_menu_of_a_telephone_leads_to_every_part(chromium: Browser, demo: str) -> None:
    with _opened(chromium, demo + "cadres/index.html", **_size(320)) as page:
        page.locator("label.md-header__button[for=__drawer]").click()
        page.locator(".md-nav--primary").get_by_role("link", name="单位").click()
        assert page.url == demo + "units/index.html"
