"""Rows as a spreadsheet for Excel: texts that stay texts, real days, a head that stays in sight."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from handbook.exports.lists import Listing, Value, as_text

_LONGEST_TEXT = 32_767  # characters of a cell; Excel's own limit
_FIRST_DAY = date(1900, 3, 1)  # earlier ones are a day off in Excel, or no days at all
_DAY_ZERO = date(1899, 12, 30)  # from which days are counted, as if 1900 had been a leap year
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
        sheet = book.add_worksheet(title, _Worksheet)
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        widths = tuple(_widths(listing))
        _lay_out(sheet, listing, widths, note, wrapped)
        for place, column in enumerate(listing.columns):
            sheet.write_string(0, place, column, head)
        sheet.fill(listing, widths, wrapped)
    return content.getvalue()


def _lay_out(
    sheet: Any,  # noqa: ANN401 - untyped library
    listing: Listing,
    widths: Iterable[int],
    note: str,
    wrapped: Any,  # noqa: ANN401 - untyped library
) -> None:
    """Set widths, the head that stays, and how it is printed."""
    last = max(len(listing.columns) - 1, 0)
    for place, width in enumerate(widths):
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


class _Worksheet(Worksheet):  # type: ignore[misc] # untyped library
    """A worksheet whose rows below the head are written at once: several times as quick."""

    rows = ""

    def fill(self, listing: Listing, widths: Iterable[int], wrapped: Any) -> None:  # noqa: ANN401 - untyped library
        """Write every cell by its type; nothing is guessed from what a text looks like."""
        dates = self.default_date_format._get_xf_index()
        plain, wide = (_Cells(self.str_table, style, dates) for style in (0, _index(wrapped)))
        columns = [
            (f'<c r="{xl_col_to_name(place)}', wide if width == _WIDTHS[1] else plain)
            for place, width in enumerate(widths)
        ]
        self.rows = "".join(_row(*each, columns) for each in enumerate(listing.rows, start=2))
        self._check_dimensions(len(listing.rows), max(len(columns) - 1, 0))

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write(self.rows)


def _row(number: int, row: tuple[Value, ...], columns: list[tuple[str, _Cells]]) -> str:
    cells = [
        f'{start}{number}"{cells[value]}'
        for (start, cells), value in zip(columns, row, strict=True)
        if value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


class _Cells(dict[Value, str]):
    """Value → its cell from behind the address on, made once; in the style of its columns."""

    def __init__(self, texts: Any, style: int, date_style: int) -> None:  # noqa: ANN401 - untyped
        self._texts = texts
        self._style = f' s="{style}"' if style else ""
        self._date_style = f' s="{date_style}"'

    def __missing__(self, value: Value) -> str:
        if isinstance(value, date) and value >= _FIRST_DAY:
            cell = f"{self._date_style}><v>{(value - _DAY_ZERO).days}</v></c>"
        elif isinstance(value, str | date):
            number = self._texts._get_shared_string_index(_fitting(as_text(value)))
            cell = f'{self._style} t="s"><v>{number}</v></c>'
        else:
            cell = f"{self._style}><v>{value:.16G}</v></c>"
        self[value] = cell
        return cell


def _index(style: Any) -> int:  # noqa: ANN401 - untyped library
    index: int = style._get_xf_index()
    return index


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _widths(listing: Listing) -> Iterator[int]:
    """Give the width of every column, from its title and its first rows."""
    rows = listing.rows[:_LOOKED_AT]
    for place, title in enumerate(listing.columns):
        longest = max((_width(row[place]) for row in rows), default=0)
        yield min(max(longest, _width(title) + 3, _WIDTHS[0]), _WIDTHS[1])


@lru_cache(maxsize=4096)
def _width(value: Value) -> int:
    """Measure a text as it is set: a Chinese character is as wide as two letters."""
    text = as_text(value)[: _WIDTHS[1]]
    return len(text) + sum(unicodedata.east_asian_width(each) in "WF" for each in text)
