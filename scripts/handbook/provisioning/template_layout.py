"""What stands where in an Excel template: the blueprint alone, or with the rows of a register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handbook.own_sheets import is_own
from handbook.provisioning.blueprint import Blueprint, Column, Part, Tab
from handbook.schema import Schema
from handbook.tables import LocatedSheet
from handbook.validation import Maker
from handbook.validation.sheets import locate_sheets
from handbook.workbook import RESTRICTED, Sheet, Workbook

_LONGEST_TITLE = 31
_REFUSED_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Layout:
    """One sheet of the file to be written.

    Attributes:
        key: Sheet key of the schema; blank for a sheet the schema does not know.
        title: Title of the tab, fit for Excel.
        header_row: Row number of the header, from 1; 0 where none was recognised.
        columns: What each column is, from A on; None where the schema does not know it.
        rows: Texts from row 1 on, title and header rows included.
    """

    key: str
    title: str
    header_row: int
    columns: tuple[Column | None, ...]
    rows: tuple[tuple[str, ...], ...]

    def column_number(self, field: str) -> int:
        """Give the number of the first column of a field, from 1; 0 where it has none."""
        names = [column.field.name if column else "" for column in self.columns]
        return names.index(field) + 1 if field in names else 0


def lay_out(blueprint: Blueprint, schema: Schema, workbook: Workbook | None) -> tuple[Layout, ...]:
    """Arrange the sheets of a template.

    A workbook keeps its sheets, and a sheet its rows, its columns and their order; nothing is
    added. In a part of the register, columns and sheets that do not belong to it or that nobody
    knows are left out.

    Args:
        blueprint: What there should be.
        schema: What the register consists of.
        workbook: Rows to fill in; None for an empty template.
    """
    if workbook is None:
        return tuple(map(_empty, blueprint.tabs))
    book = replace(workbook, sheets=tuple(_sheets_of(workbook, blueprint.part)))
    located, _ = locate_sheets(book, schema, Maker.for_workbook(schema, workbook), {})
    places = {id(place.sheet): place for place in located.values()}
    tabs = {tab.key: tab for tab in blueprint.tabs}
    layouts: list[Layout] = []
    for sheet in book.sheets:
        place = places.get(id(sheet))
        if place is not None and place.schema.key in tabs:
            layouts.append(_filled(tabs[place.schema.key], place, blueprint.part))
        elif place is None and blueprint.part is Part.WHOLE:
            layouts.append(_kept(sheet))
    return tuple(_with_fit_titles(layouts))


def _sheets_of(workbook: Workbook, part: Part) -> Iterator[Sheet]:
    book = RESTRICTED if part is Part.RESTRICTED else ""
    for sheet in workbook.sheets:
        if sheet.book == book and not is_own(sheet.title):
            yield sheet


def _empty(tab: Tab) -> Layout:
    header = tuple(column.title for column in tab.columns)
    return Layout(tab.key, tab.title, 1, tab.columns, (header,))


def _kept(sheet: Sheet) -> Layout:
    return Layout("", sheet.title, 0, (None,) * sheet.column_count, tuple(_rows(sheet)))


def _filled(tab: Tab, place: LocatedSheet, part: Part) -> Layout:
    known = {column.field.name: column for column in tab.columns}
    fields = {number: name for name, number in (*place.doubled.items(), *place.columns.items())}
    numbers = [
        number
        for number in range(1, place.sheet.column_count + 1)
        if part is Part.WHOLE or fields.get(number) in known
    ]
    columns = tuple(known.get(fields.get(number, "")) for number in numbers)
    rows = tuple(_rows(place.sheet, numbers))
    return Layout(tab.key, place.sheet.title, place.header_row, columns, rows)


def _rows(sheet: Sheet, numbers: Sequence[int] | None = None) -> Iterator[tuple[str, ...]]:
    wanted = range(1, sheet.column_count + 1) if numbers is None else numbers
    return zip(*(sheet.column(number).tolist() for number in wanted), strict=True)


def _with_fit_titles(layouts: Sequence[Layout]) -> Iterator[Layout]:
    """Make titles fit for Excel: short, without signs it refuses, each once whatever its case."""
    taken: set[str] = set()
    for layout in layouts:
        title = _cut(_REFUSED_IN_TITLES.sub("_", layout.title), _LONGEST_TITLE).strip("'") or "_"
        number = 1
        while title.casefold() in taken or is_own(title):
            number += 1
            title = f"{_cut(title, _LONGEST_TITLE - 4)}_{number}"
        taken.add(title.casefold())
        yield Layout(layout.key, title, layout.header_row, layout.columns, layout.rows)


def _cut(title: str, length: int) -> str:
    """Cut a title as Excel counts: a character beyond the basic plane is two."""
    return title.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")
