"""On A4: heads again on every sheet, numbers, no row cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from page_kinds import size

pytestmark = pytest.mark.browser

A4 = (595, 842)  # in points
ROWS = 120
LONG = """
const body = document.querySelector('main table tbody');
const row = body.querySelector('tr:not(.hb-letter)');
body.replaceChildren(...Array.from({ length: %d }, (_, number) => {
  const copy = row.cloneNode(true);
  for (const [place, cell] of [...copy.children].entries())
    cell.textContent = 'row' + number + 'cell' + place + ' 字要多一些，这样一格里就有两三行。';
  return copy;
}));
"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Give one page for all."""
    context = chromium.new_context(**size(1280))
    yield context.new_page()
    context.close()


def _sheets(page: Page) -> list[str]:
    """Print a page and give the text of every sheet; each is A4, upright."""
    page.emulate_media(media="print")
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    for sheet in reader.pages:
        assert tuple(round(float(each)) for each in sheet.mediabox[2:]) == A4
    # Fonts hold some characters under the numbers of their radicals.
    return [normalize("NFKC", sheet.extract_text()) for sheet in reader.pages]


def test_a_long_table_has_its_head_on_every_sheet_and_no_row_in_two(page: Page, demo: str) -> None:
    page.goto(demo + "cadres/y.html")
    heads = page.locator("main table thead th").all_inner_texts()
    page.evaluate(LONG % ROWS)

    sheets = _sheets(page)

    assert len(sheets) > 3
    for sheet in sheets:
        assert all(head in sheet for head in heads)
    for number in range(ROWS):
        on = [
            index
            for index, sheet in enumerate(sheets)
            if re.search(rf"row{number}cell", sheet.replace("\n", ""))
        ]
        assert len(on) == 1


def test_sheets_are_numbered(page: Page, demo: str) -> None:
    page.goto(demo + "guidance/leave.html")

    sheets = _sheets(page)

    for number, sheet in enumerate(sheets, start=1):
        assert re.search(rf"\b{number}\s*/\s*{len(sheets)}\b", sheet)


def test_the_dark_colours_of_the_screen_are_not_printed(page: Page, mistakes: str) -> None:
    page.goto(mistakes)
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.emulate_media(media="print")

    shades = page.locator("summary, th, .hb-facts dd, h1").evaluate_all(
        """all => {
            const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
            const light = ([red, green, blue]) => (red + green + blue) / 3;
            const ground = (colour) => parts(colour)[3] === 0 ? 255 : light(parts(colour));
            return all.map((each) => getComputedStyle(each))
                .map((style) => [light(parts(style.color)), ground(style.backgroundColor)]);
        }"""
    )
    page.emulate_media(media="screen")
    assert shades
    assert all(text < 120 and ground > 200 for text, ground in shades)


def test_what_is_folded_on_the_screen_is_open_on_paper(page: Page, mistakes: str) -> None:
    page.goto(mistakes + "findings/index.html")
    page.emulate_media(media="print")
    inside = page.locator("main details:not([open]) li").first
    height = inside.evaluate("each => each.getBoundingClientRect().height")
    page.emulate_media(media="screen")

    assert height > 0
