"""Values of ranges, read as they are shown or as they are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sheets_server.formats import is_date_type, iso, locale_of, plain_number, shown_number
from sheets_server.formulas import ErrorValue
from sheets_server.formulas import Value as Shown
from sheets_server.grid import Sheet
from sheets_server.looks import Look
from sheets_server.ranges import Box, canonical
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]
Plain = str | int | float | bool
"""A value as JSON carries it."""
Part = TypeVar("Part")


@dataclass(frozen=True)
class Rendering:
    """How values are asked for.

    Attributes:
        render: `FORMATTED_VALUE`, `UNFORMATTED_VALUE` or `FORMULA`.
        dates: `SERIAL_NUMBER` or `FORMATTED_STRING`.
        is_columns: Whether lists are columns.
    """

    render: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    is_columns: bool = False


FORMATTED = Rendering()


class Reader:
    """Reads one sheet of one version in one rendering."""

    def __init__(self, spreadsheet: Spreadsheet, sheet: Sheet, rendering: Rendering) -> None:
        """Prepare to read.

        Args:
            spreadsheet: A version.
            sheet: Of that version.
            rendering: How values are asked for.
        """
        self._sheet = sheet
        self._rendering = rendering
        self._locale_name = spreadsheet.locale
        self._locale = locale_of(spreadsheet.locale)
        self._known: dict[tuple[float, int], Plain] = {}
        as_written = rendering.render == "FORMULA"
        self._results = {} if as_written else spreadsheet.calculation.results(sheet)

    def lists(self, box: Box) -> list[list[Plain]]:
        """Give the values of a block, trailing blanks and blank lists left out."""
        rows = [self._cells(index, box.left, box.right) for index in box.rows]
        if self._rendering.is_columns:
            rows = _turned(rows)
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def json(self, box: Box) -> bytes:
        """Give the same as JSON in UTF-8; blank if there is no value at all."""
        rows, columns = len(self._sheet.rows), len(self._sheet.columns)
        if (box.top, box.bottom) == (0, rows):
            if self._rendering.is_columns:
                return self._columns_json(box)
            if (box.left, box.right) == (0, columns):
                return self._rows_json()
        lists = self.lists(box)
        return _dumped(lists).encode() if lists else b""

    def _rows_json(self) -> bytes:
        return _listed([row for strip in self._strips(_row_texts) for row in strip])

    def _columns_json(self, box: Box) -> bytes:
        strips = list(self._strips(_column_texts))
        return _listed([_column([strip[column] for strip in strips]) for column in box.columns])

    def _strips(
        self, texts: Callable[[list[list[Plain]], int], list[Part]]
    ) -> Iterator[list[Part]]:
        """Give the JSON of every strip's rows or columns, worked out where it is not known yet."""
        width = len(self._sheet.columns)
        key = (self._rendering, self._locale_name, width)
        top = 0
        for strip in self._sheet.strips():
            span = range(top, top + len(strip.rows))
            top = span.stop
            found: list[Part] | None = strip.texts.get(key)
            has_results = bool(self._results) and not self._results.keys().isdisjoint(span)
            if found is None or has_results:
                found = texts([self._cells(index, 0, width) for index in span], width)
            if not has_results:  # results hang on other rows too
                strip.texts[key] = found
            yield found

    def _cells(self, index: int, left: int, right: int) -> list[Plain]:
        row = self._sheet.rows[index]
        cells: list[Plain] = [
            value
            if value.__class__ is str
            else ""
            if value is None
            else self._plain(value, row.look(column))
            for column, value in enumerate(row.values[left:right], start=left)
        ]
        if row.formulas or index in self._results:
            self._add_formulas(cells, index, left, right)
        while cells and cells[-1] == "":
            cells.pop()
        return cells

    def _add_formulas(self, cells: list[Plain], index: int, left: int, right: int) -> None:
        row = self._sheet.rows[index]
        shown = self._results.get(index, {})
        plain: dict[int, Plain] = {
            column: self._plain(value, row.look(column)) for column, value in shown.items()
        }
        if self._rendering.render == "FORMULA":
            plain = dict(row.formulas)
        for column, value in plain.items():
            if left <= column < right:
                cells.extend([""] * (column - left + 1 - len(cells)))
                cells[column - left] = value

    def _plain(self, value: Shown, look: int) -> Plain:
        if value is None:
            return ""
        if isinstance(value, ErrorValue):
            return str(value.value)
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return shown(value, Look(), self._locale_name) if self._is_formatted else value
        known = self._known.get((value, look))
        if known is None:
            known = self._number(value, self._sheet.palette[look])
            self._known[value, look] = known
        return known

    @property
    def _is_formatted(self) -> bool:
        return self._rendering.render == "FORMATTED_VALUE"

    def _number(self, value: float, look: Look) -> Plain:
        kind, pattern = number_format(look)
        if self._is_formatted:
            return shown_number(value, kind, pattern, self._locale)
        if self._rendering.dates == "FORMATTED_STRING" and is_date_type(kind):
            return iso(value, kind)
        return plain_number(value)


def number_format(look: Look) -> tuple[str, str]:
    """Give type and pattern of a look's number format; both blank for none."""
    chosen = (look.format or {}).get("numberFormat", {})
    return chosen.get("type", ""), chosen.get("pattern", "")


def shown(value: Shown, look: Look, locale: str) -> str:
    """Give the text a cell shows.

    Args:
        value: Of the cell, formula worked out.
        look: Of the cell.
        locale: Of the spreadsheet.
    """
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return shown_number(value, *number_format(look), locale_of(locale))


# Made once: `json.dumps` would make one for every row.
_dumped = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _row_texts(rows: list[list[Plain]], _: int) -> list[bytes]:
    """Give the JSON of each row of a strip."""
    return [_dumped(row).encode() for row in rows]


def _column_texts(rows: list[list[Plain]], width: int) -> list[tuple[bytes, bytes]]:
    """Give the JSON of each column of a strip without brackets: whole, and to its last value."""
    whole = [row + [""] * (width - len(row)) for row in rows]
    texts = [_dumped(column)[1:-1].encode() for column in zip(*whole, strict=True)]
    return [(text, _without_blanks(text)) for text in texts]


def _column(parts: list[tuple[bytes, bytes]]) -> bytes:
    """Join the parts of a column to JSON, without the blank cells at its end."""
    while parts and not parts[-1][1]:
        parts.pop()
    texts = [*(whole for whole, _ in parts[:-1]), *(filled for _, filled in parts[-1:])]
    return b"[%b]" % b",".join(texts)


def _without_blanks(part: bytes) -> bytes:
    """Leave out the blank cells at the end of a part; within a text quotes are escaped."""
    end = len(part)
    while part.endswith(_NEXT_BLANK, 0, end):
        end -= len(_NEXT_BLANK)
    return b"" if part[:end] == _BLANK else part[:end]


_BLANK, _NEXT_BLANK = b'""', b',""'


def _listed(texts: list[bytes]) -> bytes:
    """Write a list of rows or columns as JSON, without the blank ones at its end."""
    while texts and texts[-1] == b"[]":
        texts.pop()
    return b"[%b]" % b",".join(texts) if texts else b""


def _turned(rows: list[list[Plain]]) -> list[list[Plain]]:
    width = max((len(row) for row in rows), default=0)
    columns: list[list[Plain]] = []
    for position in range(width):
        column = [row[position] if position < len(row) else "" for row in rows]
        while column and column[-1] == "":
            column.pop()
        columns.append(column)
    return columns


def read(
    spreadsheet: Spreadsheet, text: str, rendering: Rendering = FORMATTED
) -> list[list[Plain]]:
    """Give the values of a range.

    Args:
        spreadsheet: A version.
        text: The range in A1 notation.
        rendering: How they are asked for.

    Raises:
        Refusal: If the range means nothing here.
    """
    sheet, box = spreadsheet.block(text)
    return Reader(spreadsheet, sheet, rendering).lists(box)


def value_range_json(
    spreadsheet: Spreadsheet, sheet: Sheet, box: Box, rendering: Rendering
) -> bytes:
    """Give the `ValueRange` of a block as JSON in UTF-8.

    Args:
        spreadsheet: A version.
        sheet: Of that version.
        box: In the grid.
        rendering: How values are asked for.
    """
    values = Reader(spreadsheet, sheet, rendering).json(box)
    where = _dumped(canonical(sheet.title, box)).encode()
    dimension = b"COLUMNS" if rendering.is_columns else b"ROWS"
    tail = b',"values":%b' % values if values else b""
    return b'{"range":%b,"majorDimension":"%b"%b}' % (where, dimension, tail)
