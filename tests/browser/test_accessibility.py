"""Everybody can read and use the pages: axe, and what WCAG 2.2 asks that axe cannot tell.

What is asked of every kind of page stands in `test_every_kind.py`.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from looking_over import EVERY_LOOK, FEW_LOOKS, Looks, look_over
from page_kinds import Watched, kinds, opened, size, until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("typed", "looks"),
    [
        pytest.param("", FEW_LOOKS, id="empty"),
        pytest.param("清", EVERY_LOOK, id="found"),
        pytest.param("zzzz", FEW_LOOKS, id="not found"),
    ],
)
def test_axe_finds_nothing_in_the_open_search_box(
    seen: Watched, demo: str, typed: str, looks: Looks
) -> None:
    seen.page.goto(demo)
    seen.page.keyboard.press("/")
    seen.page.keyboard.type(typed)
    until(seen.page, "window.handbookPages")

    assert look_over(seen.page, looks) == []
    assert seen.faults(demo) == []


SPACED = """(() => {
  const style = new CSSStyleSheet();
  style.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [style];
})()"""
CUT = """() => [...document.querySelectorAll("main *")].filter((each) => {
  const style = getComputedStyle(each);
  return each.checkVisibility() && style.overflowX === "hidden" && style.clipPath === "none"
    && style.position !== "absolute" && each.scrollWidth > each.clientWidth + 1;
}).map((each) => each.outerHTML.slice(0, 80))"""
OBSCURED = """() => {
  const at = document.activeElement.getBoundingClientRect();
  const head = document.querySelector(".md-header").getBoundingClientRect();
  return document.activeElement.closest("article") && at.bottom <= head.bottom;
}"""
UNMARKED = """() => {
  const style = getComputedStyle(document.activeElement);
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return marked ? "" : document.activeElement.outerHTML.slice(0, 80);
}"""


@kinds("home", "list of cadres", "cadre", "unit", "batch", "policy article", "findings")
def test_wider_spacing_of_the_text_cuts_nothing(seen: Watched, url: str) -> None:
    seen.page.set_viewport_size({"width": 320, "height": 700})
    seen.page.goto(url)
    seen.page.evaluate(SPACED)

    assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
    assert seen.page.evaluate(CUT) == []


@kinds("home", "cadre", "policy article")
def test_the_keyboard_alone_is_enough(chromium: Browser, url: str) -> None:
    with opened(chromium, url, **size(1280)) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.md-skip')")
        page.keyboard.press("Enter")
        skipped = page.evaluate("document.querySelector(decodeURIComponent(location.hash)).tagName")
        assert skipped == "H1"
        for _ in range(25):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):  # past the last one
                break
            assert page.evaluate(UNMARKED) == ""
            until(page, f"!({OBSCURED})()", seconds=2)  # the page may still be scrolling


@kinds("policy article")
def test_going_back_by_keyboard_hides_nothing_under_the_head(chromium: Browser, url: str) -> None:
    with opened(chromium, url, **size(1280, 500)) as page:
        page.locator("article a").last.focus()
        for _ in range(25):
            page.keyboard.press("Shift+Tab")
            until(page, f"!({OBSCURED})()", seconds=2)  # the page may still be scrolling


def test_the_help_is_at_the_same_place_of_every_page(seen: Watched, demo: str) -> None:
    feet = set()
    for address in ("index.html", "cadres/C-00001.html", "guidance/leave.html", "404.html"):
        seen.page.goto(demo + address)
        links = seen.page.locator(".md-copyright a")
        feet.add(tuple(links.all_inner_texts()))

    assert len(feet) == 1


def test_what_moves_stands_still_where_that_is_asked_for(chromium: Browser, demo: str) -> None:
    with opened(chromium, demo + "units/tree.html", reduced_motion="reduce") as page:
        page.keyboard.press("/")
        moving = page.evaluate(
            "document.getAnimations().filter((each) => each.effect.getTiming().duration > 1).length"
        )

    assert moving == 0


@kinds("cadre")
def test_the_system_s_own_colours_leave_everything_visible(chromium: Browser, url: str) -> None:
    with opened(chromium, url, forced_colors="active", **size(1280)) as page:
        bars = page.locator(".hb-bar").evaluate_all(
            "all => all.map((each) => getComputedStyle(each).stroke)"
        )
        ground = page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")

    assert bars
    assert all(bar not in {"none", ground} for bar in bars)
