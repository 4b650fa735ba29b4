"""Put the slips of `mistakes.py` into a copy of the demo register."""

from __future__ import annotations

from dataclasses import replace

from handbook.demo.mistakes import (
    ABSENT_SHEET,
    ADDED_COLUMNS,
    DELETED_COLUMNS,
    DOUBLED_SHEET,
    EXTRAS,
    FOREIGN_SHEET,
    HEADLESS_SHEET,
    SLIPS,
    UNKNOWN_SHEET,
)
from handbook.schema import Schema, TableSchema
from handbook.workbook import Sheet, Workbook, grid

_LANGUAGE = "zh"


class _Draft:
    """One sheet being spoilt: header and rows of text, found by record and field."""

    def __init__(self, table: TableSchema, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows: list[list[str]] = [list(map(str, row)) for row in sheet.text.to_numpy()]
        self._fields = [field.name for field in table.fields]
        key = self._fields.index(table.primary_key)
        self._row_of = {row[key]: row for row in self.rows[1:]}

    def change(self, record: str, field: str, text: str) -> None:
        self._row_of[record][self._fields.index(field)] = text

    def append(self, cells: dict[str, str]) -> None:
        self.rows.append([cells.get(field, "") for field in self._fields])

    def add_column(self, title: str, record: str, text: str) -> None:
        target = self._row_of[record]
        for row in self.rows:
            row.append(text if row is target else "")
        self.rows[0][-1] = title

    def delete_column(self, field: str) -> None:
        position = self._fields.index(field)
        del self._fields[position]
        for row in self.rows:
            del row[position]

    def finished(self) -> Sheet:
        return replace(self.sheet, text=grid(self.rows))


def plant_mistakes(schema: Schema, workbook: Workbook) -> Workbook:
    """Give a copy of the demo register with every slip in its place.

    Args:
        schema: Titles and order of the columns.
        workbook: The demo register; stays as it is.
    """
    by_title = {sheet.title: sheet for sheet in workbook.sheets}
    drafts = {
        key: _Draft(table, by_title[table.titles[_LANGUAGE]])
        for key, table in schema.tables.items()
    }
    for slip in SLIPS:
        drafts[slip.sheet].change(slip.record, slip.field, slip.text)
    for extra in EXTRAS:
        drafts[extra.sheet].append(extra.cells)
    _spoil_columns(drafts)
    sheets = _spoil_sheets(drafts)
    manifest = replace(workbook.manifest, source="demo_mistakes")
    return Workbook(sheets, manifest)


def _spoil_columns(drafts: dict[str, _Draft]) -> None:
    for key, title, record, text in ADDED_COLUMNS:
        drafts[key].add_column(title, record, text)
    for key, field in DELETED_COLUMNS:
        drafts[key].delete_column(field)


def _spoil_sheets(drafts: dict[str, _Draft]) -> tuple[Sheet, ...]:
    del drafts[HEADLESS_SHEET].rows[0]
    sheets = {key: draft.finished() for key, draft in drafts.items()}
    key, encoding = FOREIGN_SHEET
    sheets[key] = replace(sheets[key], encoding=encoding)
    del sheets[ABSENT_SHEET]
    doubled, title = DOUBLED_SHEET
    twin = replace(sheets[doubled], title=title)
    name, rows = UNKNOWN_SHEET
    return (*sheets.values(), twin, Sheet(title=name, text=grid(rows)))
