"""What the grid page shows of a sheet, as JSON: a window of its rows, and how they look.

Rows and columns are counted from 0 here and in the page's script, as in Google's API.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheets_server.calculation import place
from sheets_server.colours import hexadecimal
from sheets_server.entering import entered
from sheets_server.fills import Backgrounds
from sheets_server.formats import is_date_type, iso, locale_of, plain_number
from sheets_server.formulas import link
from sheets_server.grid import Row, Sheet, Value
from sheets_server.looks import Look
from sheets_server.ranges import Box, box_of
from sheets_server.refusals import Refusal
from sheets_server.requests.grouping import groups
from sheets_server.spreadsheet import Spreadsheet
from sheets_server.values import FORMATTED, Reader, number_format, read

Json = dict[str, Any]
_ALIGNMENTS = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_KEPT_INSIDE = {"CLIP", "WRAP", "LEGACY_WRAP"}
_KINDS = {
    "ONE_OF_LIST": "list",
    "ONE_OF_RANGE": "range",
    "BOOLEAN": "list",
    "DATE_IS_VALID": "date",
    "DATE_BETWEEN": "date",
    "DATE_AFTER": "date",
    "DATE_BEFORE": "date",
    "DATE_ON_OR_AFTER": "date",
    "DATE_ON_OR_BEFORE": "date",
}


def view(spreadsheet: Spreadsheet, sheet: Sheet, rows: range) -> Json:
    """Give a sheet and the cells of some of its rows.

    Args:
        spreadsheet: A finished version.
        sheet: Of that version.
        rows: Which rows; frozen ones come with them.
    """
    wanted = sorted({*range(_frozen(sheet)[0]), *rows} & {*range(len(sheet.rows))})
    window = _Window(spreadsheet, sheet, wanted)
    cells = {index: window.cells(index) for index in wanted}
    return {
        "version": spreadsheet.version,
        "title": spreadsheet.title,
        "sheets": [_tab(each) for each in spreadsheet.sheets],
        "sheet": {**_shape(sheet), "cells": cells, "rules": window.rules},
    }


def _tab(sheet: Sheet) -> Json:
    """Give what the tab of a sheet says."""
    is_hidden = bool(sheet.properties.get("hidden"))
    return {"gid": sheet.gid, "title": sheet.title, "isHidden": is_hidden}


def _shape(sheet: Sheet) -> Json:
    """Give what concerns a sheet as a whole."""
    rows, columns = len(sheet.rows), len(sheet.columns)
    frozen_rows, frozen_columns = _frozen(sheet)
    return {
        "gid": sheet.gid,
        "title": sheet.title,
        "rows": rows,
        "columns": columns,
        "frozenRows": frozen_rows,
        "frozenColumns": frozen_columns,
        "widths": [column.size for column in sheet.columns],
        "hiddenRows": [
            index for index, row in enumerate(sheet.rows) if row.is_hidden or row.is_filtered
        ],
        "hiddenColumns": [
            index
            for index, column in enumerate(sheet.columns)
            if column.is_hidden and not column.depth
        ],
        "groups": list(_groups(sheet)),
        "merges": [_sides(box_of(merge, rows, columns)) for merge in sheet.merges],
        "protected": [
            _sides(box_of(each.get("range", {}), rows, columns)) for each in sheet.protected
        ],
    }


def _frozen(sheet: Sheet) -> tuple[int, int]:
    """Give how many rows and columns stay in sight."""
    grid = sheet.properties.get("gridProperties", {})
    return grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)


def _sides(box: Box) -> list[int]:
    return [box.top, box.bottom, box.left, box.right]


def _groups(sheet: Sheet) -> Iterator[Json]:
    """Give the outermost groups of columns; the end is not included."""
    for group in groups(sheet, is_rows=False):
        if group.get("depth") == 1:
            span = group["range"]
            is_closed = bool(group.get("collapsed"))
            yield {"start": span["startIndex"], "end": span["endIndex"], "isClosed": is_closed}


class _Window:
    """Cells of a sheet, row by row, and the validation rules that occur in them."""

    def __init__(self, spreadsheet: Spreadsheet, sheet: Sheet, rows: list[int]) -> None:
        self._spreadsheet = spreadsheet
        self._sheet = sheet
        self._locale = locale_of(spreadsheet.locale)
        self._reader = Reader(spreadsheet, sheet, FORMATTED)
        self._backgrounds = Backgrounds(spreadsheet, sheet, rows)
        self.rules: list[Json] = []

    def cells(self, index: int) -> dict[int, Json]:
        """Give the cells of a row that hold or show anything, by column."""
        width = len(self._sheet.columns)
        lists = self._reader.lists(Box(index, index + 1, 0, width))
        texts = dict(enumerate(map(str, lists[0]))) if lists else {}
        fills = self._backgrounds.row(index)
        cells = {}
        for column in range(width):
            cell = self._cell(index, column, texts.get(column, ""), fills.get(column, ""))
            if cell:
                cells[column] = cell
        return cells

    def _cell(self, index: int, column: int, text: str, fill: str) -> Json:
        """Give what a cell holds and shows, without what is plain."""
        row = self._sheet.rows[index]
        look = self._sheet.palette[row.look(column)]
        cell = {
            "text": text,
            "typed": self._typed(row, column, look, text),
            "note": row.notes.get(column, ""),
            "link": self._link(row, index, column, look),
            "fill": fill,
            **_style(look, row.value(column)),
        }
        shown: Json = {name: value for name, value in cell.items() if value}
        rule = self._rule(look.validation)
        return shown if rule is None else {**shown, "rule": rule}

    def _typed(self, row: Row, column: int, look: Look, text: str) -> str | None:
        """Give what would have to be typed for what the cell holds; None if it is what it shows."""
        if column in row.formulas:
            return row.formulas[column]
        value = row.value(column)
        is_text = number_format(look)[0] == "TEXT"
        if value is None or entered(text, self._locale, is_text=is_text).value == value:
            return None
        return f"'{value}" if isinstance(value, str) else self._spelled(value, look)

    def _spelled(self, value: Value, look: Look) -> str:
        """Spell a number or a date in full."""
        if not isinstance(value, int | float):
            return str(value)
        kind = number_format(look)[0]
        if is_date_type(kind):
            return str(iso(value, kind))
        return str(plain_number(value)).replace(".", self._locale.decimal)

    def _link(self, row: Row, index: int, column: int, look: Look) -> str:
        """Give where a cell leads; blank if nowhere."""
        formula = row.formulas.get(column)
        if formula:
            calculation = self._spreadsheet.calculation
            there = place(calculation, self._spreadsheet, self._sheet, index, column)
            return link(formula, there) or ""
        text_format = (look.format or {}).get("textFormat", {})
        return str(text_format.get("link", {}).get("uri", ""))

    def _rule(self, validation: Json | None) -> int | None:
        """Give the position of a validation rule in the list of them."""
        kind = _KINDS.get((validation or {}).get("condition", {}).get("type", ""))
        if validation is None or kind is None:
            return None
        condition = validation["condition"]
        values = [each.get("userEnteredValue", "") for each in condition.get("values", ())]
        rule = {
            "kind": kind,
            "choices": ["TRUE", "FALSE"] if condition["type"] == "BOOLEAN" else values,
            "isStrict": bool(validation.get("strict")),
            "message": validation.get("inputMessage", ""),
        }
        if rule not in self.rules:
            self.rules.append(rule)
        return self.rules.index(rule)


def _style(look: Look, value: Value) -> Json:
    """Give type and alignment of a cell, without what is usual."""
    chosen = look.format or {}
    text = chosen.get("textFormat", {})
    usual = "right" if isinstance(value, int | float) and not isinstance(value, bool) else ""
    return {
        "isBold": text.get("bold"),
        "isItalic": text.get("italic"),
        "isStruck": text.get("strikethrough"),
        "ink": hexadecimal(text["foregroundColor"]) if text.get("foregroundColor") else "",
        "align": _ALIGNMENTS.get(chosen.get("horizontalAlignment", ""), usual),
        "isKeptInside": chosen.get("wrapStrategy") in _KEPT_INSIDE,
    }


def choices(spreadsheet: Spreadsheet, reference: str) -> list[str]:
    """Give what a drop-down over a range offers: every text once, blanks left out.

    Args:
        spreadsheet: A finished version.
        reference: As the validation rule has it, `='单位'!A2:A`.
    """
    try:
        rows = read(spreadsheet, reference.removeprefix("=").replace("$", ""))
    except Refusal:
        return []
    return list(dict.fromkeys(str(text) for row in rows for text in row if text != ""))
