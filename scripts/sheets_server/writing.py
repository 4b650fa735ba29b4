"""Values written into ranges, as they are or understood as if typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sheets_server.entering import Entry, entered
from sheets_server.formats import is_date_type, locale_of
from sheets_server.grid import Row, Sheet
from sheets_server.limits import check_text
from sheets_server.looks import Look
from sheets_server.ranges import Box, canonical, column_letters
from sheets_server.refusals import bad_request
from sheets_server.spreadsheet import Spreadsheet
from sheets_server.values import Plain, number_format


@dataclass
class Written:
    """What a write touched.

    Attributes:
        rows: Rows in which a cell was written.
        columns: Columns in which a cell was written.
        cells: Number of cells written.
    """

    rows: set[int]
    columns: set[int]
    cells: int = 0


def write_values(
    spreadsheet: Spreadsheet, gid: int, box: Box, lists: list[list[Any]], *, user_entered: bool
) -> Written:
    """Write rows of values from the first cell of a block on.

    Args:
        spreadsheet: A draft.
        gid: Sheet.
        box: Only its first cell counts; the rows must lie in the grid.
        lists: Rows; None skips a cell, a blank text clears it.
        user_entered: Whether texts are understood as if typed.
    """
    sheet = spreadsheet.edit(gid)
    written = Written(set(), set())
    for index, values in enumerate(lists, start=box.top):
        for column, value in enumerate(values, start=box.left):
            if value is not None:
                _write_cell(spreadsheet, sheet, (index, column), value, user_entered=user_entered)
                written.rows.add(index)
                written.columns.add(column)
                written.cells += 1
    return written


def _write_cell(
    spreadsheet: Spreadsheet,
    sheet: Sheet,
    at: tuple[int, int],
    value: Plain,
    *,
    user_entered: bool,
) -> None:
    row = sheet.row(at[0])
    if isinstance(value, str):
        check_text(value)
    if isinstance(value, str) and user_entered:
        look = sheet.palette[row.look(at[1])]
        is_text = number_format(look)[0] == "TEXT"
        enter(sheet, row, at[1], entered(value, locale_of(spreadsheet.locale), is_text=is_text))
    elif isinstance(value, str | bool):
        row.put(at[1], value if value != "" else None)
    else:
        row.put(at[1], float(value))


def enter(sheet: Sheet, row: Row, column: int, entry: Entry) -> None:
    """Put an understood text into a cell.

    Args:
        sheet: May be written to.
        row: A row of it that may be written to.
        column: From 0.
        entry: What was typed.
    """
    if entry.formula:
        row.put_formula(column, entry.formula)
    else:
        row.put(column, entry.value)
    if entry.number_format:
        look = sheet.palette[row.look(column)]
        if _takes_on(number_format(look)[0], entry.number_format["type"]):
            new = {**(look.format or {}), "numberFormat": entry.number_format}
            row.put_look(column, sheet.palette.number(Look(new, look.validation)))


def _takes_on(kind: str, typed: str) -> bool:
    return not kind or (is_date_type(typed) and not is_date_type(kind))


def check_fits(sheet: Sheet, box: Box, lists: list[list[Any]], text: str, *, is_open: bool) -> None:
    """Refuse values that reach beyond their range or the grid.

    Args:
        sheet: Written to.
        box: The range, kept in the grid.
        lists: Rows to be written.
        text: The range as it came, for the message.
        is_open: Whether the range is a single cell, which only says where to begin.

    Raises:
        Refusal: In Google's words.
    """
    bottom = box.top + len(lists)
    right = box.left + max((len(values) for values in lists), default=0)
    if bottom > len(sheet.rows) or right > len(sheet.columns):
        reached = Box(box.top, max(bottom, box.top + 1), box.left, max(right, box.left + 1))
        raise bad_request(
            f"Range ({canonical(sheet.title, reached)}) exceeds grid limits. "
            f"Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
        )
    if is_open:
        return
    if bottom > box.bottom:
        raise bad_request(
            f"Requested writing within range [{text}], but tried writing to row [{box.bottom + 1}]"
        )
    if right > box.right:
        raise bad_request(
            f"Requested writing within range [{text}], "
            f"but tried writing to column [{column_letters(box.right)}]"
        )
