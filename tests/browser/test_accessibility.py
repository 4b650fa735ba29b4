"""Everybody can read and use the pages: axe, and what WCAG 2.2 asks that axe cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from page_kinds import Watched, every_kind, kinds, opened, size, until

pytestmark = pytest.mark.browser

LOOKS = {  # width and medium → schemes of colours, and which of axe's rules are asked
    (320, "screen"): (("slate", "whole"), ("default", "colours")),
    (360, "screen"): (("default", "places"),),
    (1280, "screen"): (("slate", "colours"), ("default", "whole")),
    (1280, "print"): (("slate", "colours"), ("default", "colours")),
}
AXE = Axe().axe_script
REACHED = """[...document.querySelectorAll("pre > code")].every(
  (each) => each.scrollWidth <= each.clientWidth || each.tabIndex >= 0)"""
"""Whether every listing that is too wide can be reached by keyboard, which the theme sees to a
moment after the width has changed."""
LOOKING_OVER = (Path(__file__).parent / "looking_over.js").read_text(encoding="utf-8")

ACCEPTED = {
    # axe cannot tell what is behind a text of a drawing; `paleDrawnTexts` works it out.
    # The caption of a form stands on its white sheet, and the count of results on the search box,
    # which covers the page; their contrast is worked out here.
    "color-contrast": "svg text, .hb-form__table caption, .hb-search__status",
    # A list of results may be empty, and its box is opened by what the reader types.
    "aria-required-children": "#search-results:empty",
    # A column in which no row shown has anything.
    "th-has-data-cells": ".hb-table",
}
"""Rule → elements where axe leaves open whether it is kept, and somebody has looked."""


def _look_over(page: Page) -> list[str]:
    """Give what is wrong with a page at every width, in both colour schemes, and on paper."""
    page.evaluate(AXE)
    page.evaluate(LOOKING_OVER)
    page.evaluate("lookingOver.shorten()")
    found: list[str] = []
    for (width, medium), schemes in LOOKS.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=medium)
        until(page, REACHED)
        faults = page.evaluate("args => lookingOver.faults(...args)", [schemes, ACCEPTED])
        found.extend(f"{width} px, {medium}: {each}" for each in faults)
    page.emulate_media(media="screen")
    return found


@every_kind
def test_axe_finds_nothing_at_any_width_in_either_colours_nor_on_paper(
    seen: Watched, url: str
) -> None:
    seen.page.goto(url)

    assert _look_over(seen.page) == []
    assert seen.faults(url) == []


@pytest.mark.parametrize("typed", ["", "清", "zzzz"], ids=["empty", "found", "not found"])
def test_axe_finds_nothing_in_the_open_search_box(seen: Watched, demo: str, typed: str) -> None:
    seen.page.goto(demo)
    seen.page.keyboard.press("/")
    seen.page.keyboard.type(typed)
    until(seen.page, "window.handbookPages")

    assert _look_over(seen.page) == []
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
UNSCOPED = """() => [...document.querySelectorAll("main table:not(.hb-form__table)")]
  .filter((table) => !(table.caption || table.matches(".hb-written"))
    || [...table.querySelectorAll("th")].some((head) => !head.scope))
  .map((table) => table.outerHTML.slice(0, 80))"""
spaced = kinds("home", "list of cadres", "cadre", "unit", "batch", "policy article", "findings")


@spaced
def test_wider_spacing_of_the_text_cuts_nothing(seen: Watched, url: str) -> None:
    seen.page.set_viewport_size({"width": 320, "height": 700})
    seen.page.goto(url)
    seen.page.evaluate(SPACED)

    assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
    assert seen.page.evaluate(CUT) == []


@every_kind
def test_tables_say_what_they_are_and_whom_each_head_is_for(seen: Watched, url: str) -> None:
    seen.page.goto(url)

    assert seen.page.evaluate(UNSCOPED) == []
    assert seen.page.locator("html").get_attribute("lang") == "zh-Hans"


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
            assert not page.evaluate(OBSCURED)


@kinds("policy article")
def test_going_back_by_keyboard_hides_nothing_under_the_head(chromium: Browser, url: str) -> None:
    with opened(chromium, url, **size(1280, 500)) as page:
        page.keyboard.press("End")
        page.locator("article a").last.focus()
        for _ in range(25):
            page.keyboard.press("Shift+Tab")
            until(page, f"!({OBSCURED})()", seconds=2)  # the page may still be scrolling
            assert not page.evaluate(OBSCURED)


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
