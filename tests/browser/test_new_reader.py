"""Twenty people, units and dates, looked for on a telephone by somebody who was never here.

Seconds are counted, not measured, so that they are the same on every machine: what hands and eyes
need for a tap, a letter and a look. Source: Card, Moran and Newell, The Keystroke-Level Model for
User Performance Time (1980), with the slower letters of a touch screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from page_kinds import until

pytestmark = pytest.mark.browser

LOOK, TAP, LETTER = 1.35, 1.1, 0.4
SECONDS = 10.0


@dataclass
class Hand:
    """Does what a reader does, and counts it."""

    page: Page
    seconds: float = field(default=0.0)

    def tap(self, thing: Locator) -> None:
        """Look for something on the screen, and tap it."""
        expect(thing).to_be_visible()
        thing.click()
        self.seconds += LOOK + TAP

    def write(self, text: str) -> None:
        """Write where the cursor stands."""
        self.page.keyboard.type(text)
        self.seconds += LETTER * len(text)

    def choose(self, field_: Locator, value: str) -> None:
        """Choose from a list, or set a date: a tap to open, a look, and a tap for every part."""
        field_.fill(value)
        self.seconds += LOOK + TAP * (1 + len(value.split("-")))

    def read(self, thing: Locator, expected: str) -> None:
        """Read the answer."""
        expect(thing.first).to_contain_text(expected)
        self.seconds += LOOK


@pytest.fixture(scope="module")
def telephone(chromium: Browser) -> Iterator[Page]:
    """Give one page of a telephone for all readers."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def hand(telephone: Page, demo: str) -> Hand:
    """A reader with a telephone, at the home page."""
    telephone.goto(demo)
    return Hand(telephone)


PEOPLE_AND_UNITS = [
    pytest.param("顾清禾", "顾清禾", id="name"),
    pytest.param("guqinghe", "顾清禾", id="pinyin"),
    pytest.param("gqh", "顾清禾", id="initials"),
    pytest.param("望舒", "岑望舒", id="given name"),
    pytest.param("薄秋实", "薄秋实", id="a surname of two readings"),
    pytest.param("boqiushi", "薄秋实", id="its reading"),
    pytest.param("C-00039", "薄秋实", id="number"),
    pytest.param("39", "薄秋实", id="its digits"),
    pytest.param("Lộc", "Trần Minh Lộc", id="Vietnamese given name"),
    pytest.param("tran minh", "Trần Minh Lộc", id="Vietnamese without marks"),
    pytest.param("庄以宁", "庄以宁", id="another name"),
    pytest.param("杏坞镇", "岚屿区杏坞镇", id="town"),
    pytest.param("民政", "岚屿区民政局", id="two characters of a unit"),
    pytest.param("岚屿财政", "岚屿区财政局", id="a short name of one's own"),
    pytest.param("栖川学院", "栖川学院", id="college"),
    pytest.param("团市委", "共青团栖川市委", id="short name"),
]


@pytest.mark.parametrize(("typed", "expected"), PEOPLE_AND_UNITS)
def test_a_person_or_a_unit_is_found_in_ten_seconds(hand: Hand, typed: str, expected: str) -> None:
    hand.tap(hand.page.locator("[data-search-open]"))
    until(hand.page, "window.handbookPages")
    hand.write(typed)
    hand.tap(hand.page.get_by_role("option").filter(has_text=expected).first)
    hand.read(hand.page.locator("main h1"), expected)

    assert hand.seconds <= SECONDS


@pytest.mark.parametrize("day", ["2025-03-01", "2024-12-31", "2026-06-30", "2025-09-01"])
def test_who_was_in_post_on_a_day_is_found_in_ten_seconds(hand: Hand, day: str) -> None:
    hand.tap(hand.page.locator("main a[href='postings/on-a-date.html']").first)
    hand.choose(hand.page.get_by_label("日期"), day)
    hand.read(hand.page.locator("form [role=status]"), "共 ")

    assert hand.seconds <= SECONDS
