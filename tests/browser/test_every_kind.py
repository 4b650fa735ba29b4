"""What holds on every kind of page: each is opened once, and everything is asked of it there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from looking_over import EVERY_LOOK, FEW_LOOKS, look_over
from page_kinds import KINDS, REPORTS, Watched, every_kind, fullest, size, watched

pytestmark = pytest.mark.browser

CLOSELY = (
    "home", "list of cadres", "cadre", "unit", "programme", "batch", "rule", "policy article",
    "error page", "findings",
)  # fmt: skip
"""Kinds looked over at every width in both colours each time; the others are by `make soak`."""
ELEMENT_LIMIT = 3000
LONGEST, ITS_LIMIT = "how to fill in", 3500  # every column of every sheet
AROUND = ".md-header, .md-tabs, .md-sidebar, .md-footer, .headerlink, .hb-search, .hb-directory"
UNSCOPED = """() => [...document.querySelectorAll("main table:not(.hb-form__table)")]
  .filter((table) => !(table.caption || table.matches(".hb-written"))
    || [...table.querySelectorAll("th")].some((head) => !head.scope))
  .map((table) => table.outerHTML.slice(0, 80))"""


@dataclass
class Opened:
    """A kind of page as it was opened; every test leaves it as wide as it was, on the screen."""

    kind: str
    url: str
    seen: Watched

    @property
    def page(self) -> Page:
        return self.seen.page


@pytest.fixture(scope="module")
def browsing(chromium: Browser) -> Iterator[Watched]:
    """Give one page for all."""
    context = chromium.new_context(reduced_motion="reduce", **size(1280))
    context.add_init_script(REPORTS)
    yield watched(context)
    context.close()


@pytest.fixture(scope="module", params=KINDS)
def opened(request: pytest.FixtureRequest, browsing: Watched) -> Opened:
    """Open a kind of page once for all tests of this file."""
    site, pattern = KINDS[request.param]
    folder: Path = request.getfixturevalue(f"{site}_folder")
    address = fullest(folder, pattern).relative_to(folder).as_posix()
    url = str(request.getfixturevalue(site)) + address
    browsing.forget()
    browsing.page.set_viewport_size(size(1280)["viewport"])
    browsing.page.emulate_media(media="screen")
    browsing.page.goto(url)
    return Opened(request.param, url, browsing)


def test_a_page_keeps_to_its_own_policy_and_its_own_origin(opened: Opened) -> None:
    opened.page.mouse.move(640, 400)

    assert opened.page.evaluate("reports") == []
    assert opened.seen.faults(opened.url) == []


def test_the_first_key_leads_past_the_menu(opened: Opened) -> None:
    page = opened.page
    if page.locator(".md-skip").count() == 0:
        assert opened.kind == "error page"
        return
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Enter")
    target = page.evaluate(
        "document.getElementById(decodeURIComponent(location.hash.slice(1))).tagName"
    )

    assert target == "H1"


def test_tables_say_what_they_are_and_whom_each_head_is_for(opened: Opened) -> None:
    assert opened.page.evaluate(UNSCOPED) == []
    assert opened.page.evaluate("document.documentElement.lang") == "zh-Hans"


def test_a_page_has_few_elements(opened: Opened) -> None:
    count = opened.page.evaluate("document.querySelectorAll('*').length")

    assert count <= (ITS_LIMIT if opened.kind == LONGEST else ELEMENT_LIMIT)


def test_paper_holds_the_page_and_nothing_around_it(opened: Opened) -> None:
    opened.page.emulate_media(media="print")
    around = opened.page.locator(AROUND).evaluate_all(
        "all => all.filter(each => each.checkVisibility() && !each.matches('.hb-directory'))"
        ".map(each => each.className)"
    )
    heads = opened.page.locator("main :is(h1, caption):visible").count()
    opened.page.emulate_media(media="screen")

    assert around == []
    assert heads > 0


def test_no_page_is_wider_than_a_small_telephone(opened: Opened) -> None:
    opened.page.set_viewport_size(size(320)["viewport"])
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    opened.page.set_viewport_size(size(1280)["viewport"])

    assert width == 320


def test_axe_finds_nothing_in_either_colours(opened: Opened) -> None:
    """The last one, because it takes away what is there many times."""
    looks = EVERY_LOOK if opened.kind in CLOSELY else FEW_LOOKS

    assert look_over(opened.page, looks) == []
    assert opened.seen.faults(opened.url) == []


@pytest.mark.soak
@every_kind
def test_axe_finds_nothing_at_any_width_in_either_colours_nor_on_paper(
    seen: Watched, url: str
) -> None:
    seen.page.goto(url)

    assert look_over(seen.page) == []
