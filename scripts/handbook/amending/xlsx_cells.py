"""Cells of one worksheet set anew in its XML, the rest of it left as it was written."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from handbook.amending.xlsx_formats import Shape
from handbook.annotating.xlsx_markup import (
    Edit,
    Element,
    append_to,
    prefixed,
    read_markup,
    splice,
    with_attribute,
    written_text,
)
from handbook.findings import column_letters
from handbook.sources.addresses import position

_ISO_DAY = re.compile(r"(19|[2-9]\d)\d{2}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
_DAY_ZERO = date(1899, 12, 30)
_AREA = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
_MOST_COLUMNS = 16_384
_ALIKE = 2
_AREAS = ("dataValidation", "conditionalFormatting")


@dataclass
class _Row:
    number: int
    element: Element
    cells: dict[int, Element] = field(default_factory=dict)


class SheetCells:
    """The cells of a worksheet part, and how new ones are written among them."""

    def __init__(self, content: bytes, shapes: Mapping[int, Shape]) -> None:
        """Learn where rows and cells lie.

        Args:
            content: The part, UTF-8.
            shapes: Number of a cell style → what it is for; those absent hold anything.
        """
        self._content = content
        self._shapes = shapes
        self._root = read_markup(content, 4)
        data = self._root.child("sheetData")
        self._data = data if data is not None else self._root
        self._rows = {row.number: row for row in _numbered(self._data)}
        self._numbers = sorted(self._rows)
        self._column_styles = _column_styles(self._root)

    def with_texts(self, texts: Mapping[tuple[int, int], str]) -> bytes:
        """Give the part with other texts in some cells.

        Args:
            texts: Row and column number, from 1 → text; blank clears the cell, its format stays.
        """
        edits: list[Edit] = []
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), text in sorted(texts.items()):
            by_row.setdefault(row, {})[column] = text
        for number, cells in by_row.items():
            present = self._rows.get(number)
            edits += [self._new_row(number, cells)] if present is None else self._in(present, cells)
        last = max(by_row, default=0)
        return splice(self._content, [*edits, *self._grown(last)])

    def _in(self, row: _Row, cells: Mapping[int, str]) -> Iterator[Edit]:
        behind = sorted(row.cells)
        for column, text in cells.items():
            old = row.cells.get(column)
            if old is not None:
                written = self._written(row.number, column, text, _style(old))
                yield Edit(old.start, old.end, written)
                continue
            written = self._written(row.number, column, text, self._style_for(row.number, column))
            after = next((each for each in behind if each > column), None)
            if after is None:
                yield append_to(self._content, row.element, written)
            else:
                place = row.cells[after].start
                yield Edit(place, place, written)

    def _new_row(self, number: int, cells: Mapping[int, str]) -> Edit:
        inner = b"".join(
            self._written(number, column, text, self._style_for(number, column))
            for column, text in sorted(cells.items())
        )
        prefix = self._data.prefix
        whole = prefixed(f'<row r="{number}">', prefix) + inner + prefixed("</row>", prefix)
        at = bisect(self._numbers, number)
        if at == len(self._numbers):
            return append_to(self._content, self._data, whole)
        place = self._rows[self._numbers[at]].element.start
        return Edit(place, place, whole)

    def _style_for(self, row_number: int, column: int) -> int:
        """Give the style of the column, else the one that the two cells above share.

        One cell above may be a header, whose style no record should bear.
        """
        if column in self._column_styles:
            return self._column_styles[column]
        at = bisect(self._numbers, row_number - 1)
        above = [self._rows[number].cells.get(column) for number in self._numbers[:at][-2:]]
        styles = {_style(cell) if cell is not None else 0 for cell in above}
        return styles.pop() if len(above) == _ALIKE and len(styles) == 1 else 0

    def _written(self, row: int, column: int, text: str, style: int) -> bytes:
        opening = f'<c r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
        if not text:
            return prefixed(f"{opening}/>", self._data.prefix)
        number = _as_number(text, self._shapes.get(style, Shape.ANYTHING))
        if number:
            return prefixed(f"{opening}><v>{number}</v></c>", self._data.prefix)
        # the text goes in last: `prefixed` would take a `<` in it for an element
        head = prefixed(f'{opening} t="inlineStr"><is><t xml:space="preserve">', self._data.prefix)
        tail = prefixed("</t></is></c>", self._data.prefix)
        return head + written_text(text).encode("utf-8", "replace") + tail

    def _grown(self, last: int) -> Iterator[Edit]:
        """Let drop-downs, date checks and colours reach down to rows that are new."""
        old_last = max(self._rows, default=0)
        dimension = self._root.child("dimension")
        if last <= old_last:
            return
        if dimension is not None:
            yield Edit(dimension.start, dimension.end, b"")  # optional, and no longer true
        for element in _with_areas(self._root):
            areas = element.attribute("sqref")
            grown = _AREA.sub(lambda found: _down_to(found, last, old_last), areas)
            if grown != areas:
                yield with_attribute(self._content, element, "sqref", grown)


def _numbered(data: Element) -> Iterator[_Row]:
    """Give the rows with their numbers; where none are written they count on."""
    number = 0
    for element in data.named("row"):
        number = int(element.attribute("r") or number + 1)
        row = _Row(number, element)
        column = 0
        for cell in element.named("c"):
            address = cell.attribute("r")
            column = position(address)[1] if address else column + 1
            row.cells[column] = cell
        yield row


def _column_styles(root: Element) -> dict[int, int]:
    styles: dict[int, int] = {}
    columns = root.child("cols")
    for each in columns.named("col") if columns is not None else ():
        style = int(each.attribute("style") or 0)
        first, last = int(each.attribute("min") or 0), int(each.attribute("max") or 0)
        if style and last - first < _MOST_COLUMNS:
            styles |= dict.fromkeys(range(first, last + 1), style)
    return styles


def _style(cell: Element) -> int:
    return int(cell.attribute("s") or 0)


def _as_number(text: str, shape: Shape) -> str:
    """Give the number to store for a text the cell is formatted for; blank to store the text."""
    if shape is Shape.DAY and _ISO_DAY.fullmatch(text):
        try:
            return str((datetime.fromisoformat(text).date() - _DAY_ZERO).days)
        except ValueError:
            return ""
    if shape in (Shape.NUMBER, Shape.ANYTHING) and _NUMBER.fullmatch(text):
        shown = repr(float(text) + 0.0).removesuffix(".0")
        return text if shown == text else ""
    return ""


def _with_areas(root: Element) -> Iterator[Element]:
    for element in root.children:
        if element.name in _AREAS:
            yield element
        elif element.name == "dataValidations":
            yield from element.named("dataValidation")


def _down_to(found: re.Match[str], last: int, old_last: int) -> str:
    """Lengthen an area that reaches the last old row; others stay."""
    first_column, first, last_column, end = found.groups()
    if not old_last <= int(end or first) < last:
        return found[0]
    return f"{first_column}{first}:{last_column or first_column}{last}"
