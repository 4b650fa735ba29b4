"""Rows as a spreadsheet for Excel: texts that stay texts, real days, a head that stays in sight."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from handbook.exports.lists import Listing, Value, as_text

_LONGEST_TEXT = 32_767  # characters of a cell; Excel's own limit
_FIRST_DAY = date(1900, 3, 1)  # earlier ones are a day off in Excel, or no days at all
_LONGEST_TITLE = 31  # characters of the name of a sheet
_NOT_IN_A_TITLE = str.maketrans("[]:*?/\\", "       ")
_WIDTHS = (6, 48)  # narrowest and widest column, in characters
_LOOKED_AT = 200  # rows that decide how wide a column is
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def xlsx_bytes(listing: Listing, created: date, note: str) -> bytes:
    """Write a list as an Excel file; same list and day, same bytes.

    Args:
        listing: The list.
        created: Day the file says it was made on.
        note: What stands at the top of every printed page.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        made = datetime(created.year, created.month, created.day)  # noqa: DTZ001 - a day, no time
        book.set_properties({"title": listing.title, "created": made})
        title = listing.title.translate(_NOT_IN_A_TITLE)[:_LONGEST_TITLE]
        sheet = book.add_worksheet(title)
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        _lay_out(sheet, listing, note, book.add_format({"text_wrap": True, "valign": "top"}))
        for place, column in enumerate(listing.columns):
            sheet.write_string(0, place, column, head)
        _write_rows(sheet, listing)
    return content.getvalue()


def _lay_out(sheet: Any, listing: Listing, note: str, wrapped: Any) -> None:  # noqa: ANN401 - untyped library
    """Set widths, the head that stays, and how it is printed."""
    last = max(len(listing.columns) - 1, 0)
    for place, width in enumerate(_widths(listing)):
        sheet.set_column(place, place, width, wrapped if width == _WIDTHS[1] else None)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(listing.rows), last)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if note:
        sheet.set_header("&L" + note.replace("&", "&&")[:200])
    sheet.set_footer("&C&P / &N")


def _write_rows(sheet: Any, listing: Listing) -> None:  # noqa: ANN401 - untyped library
    """Write every cell by its type; nothing is guessed from what a text looks like."""
    write_text, write_number = sheet.write_string, sheet.write_number
    for number, row in enumerate(listing.rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, date) and value >= _FIRST_DAY:
                sheet.write_datetime(number, place, value)
            elif isinstance(value, str | date):
                if text := as_text(value):
                    write_text(number, place, _fitting(text))
            else:
                write_number(number, place, value)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _widths(listing: Listing) -> Iterator[int]:
    """Give the width of every column, from its title and its first rows."""
    rows = listing.rows[:_LOOKED_AT]
    for place, title in enumerate(listing.columns):
        longest = max((_width(row[place]) for row in rows), default=0)
        yield min(max(longest, _width(title) + 3, _WIDTHS[0]), _WIDTHS[1])


def _width(value: Value) -> int:
    """Measure a text as it is set: a Chinese character is as wide as two letters."""
    text = as_text(value)[: _WIDTHS[1]]
    return len(text) + sum(unicodedata.east_asian_width(each) in "WF" for each in text)
