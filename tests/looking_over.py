"""Looking a page over: with axe, and with what `browser/looking_over.js` asks besides."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from page_kinds import until

Looks: TypeAlias = Mapping[tuple[int, str], Sequence[tuple[str, str]]]
"""Width and medium → schemes of colours, and which of axe's rules are asked."""

EVERY_LOOK: Looks = {
    (320, "screen"): (("slate", "whole"), ("default", "colours")),
    (360, "screen"): (("default", "places"),),
    (1280, "screen"): (("slate", "colours"), ("default", "whole")),
    (1280, "print"): (("slate", "colours"), ("default", "colours")),
}
FEW_LOOKS: Looks = {
    (320, "screen"): (("slate", "whole"),),
    (1280, "screen"): (("default", "visible"),),
}
"""All rules once; what depends on colours or width in both schemes and at both ends."""

ACCEPTED: dict[str, str] = {
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

COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""Rules of axe that say something else of a page in other colours."""

_AXE = Axe().axe_script
_SCRIPT = (Path(__file__).parent / "browser" / "looking_over.js").read_text(encoding="utf-8")
_REACHED = """[...document.querySelectorAll("pre > code")].every(
  (each) => each.scrollWidth <= each.clientWidth || each.tabIndex >= 0)"""
"""Whether every listing that is too wide can be reached by keyboard, which the theme sees to a
moment after the width has changed."""
_VIOLATIONS = """async (rules) => {
  document.getAnimations().forEach((each) => each.finish());
  const options = { preload: false, resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  return (await axe.run(document, options)).violations
    .map((each) => [each.id, each.nodes.map((node) => node.target)]);
}"""


def look_over(
    page: Page, looks: Looks = EVERY_LOOK, accepted: Mapping[str, str] = ACCEPTED
) -> list[str]:
    """Give what is wrong with a page of a site at some widths, in both colours, and on paper."""
    page.evaluate(_AXE)
    page.evaluate(_SCRIPT)
    page.evaluate("lookingOver.shorten()")
    found: list[str] = []
    for (width, medium), schemes in looks.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media="print" if medium == "print" else "screen")
        until(page, _REACHED)
        faults = page.evaluate("args => lookingOver.faults(...args)", [schemes, accepted])
        found.extend(f"{width} px, {medium}: {each}" for each in faults)
    page.emulate_media(media="screen")
    return found


def violations(page: Page, rules: Sequence[str] | None = None) -> list[str]:
    """Give what axe finds wrong with any page as it stands.

    Args:
        page: Of Playwright.
        rules: Only these; None for all.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_AXE)
    return [json.dumps(each) for each in page.evaluate(_VIOLATIONS, rules)]
