"""Spreadsheets as they might stand, built by hand for tests of planning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from handbook.provisioning.live import Live, LiveCell, LiveSheet
from handbook.schema import Schema
from handbook.workbook import Merged
from small_workbooks import SCHEMA


def sheet(
    title: str,
    rows: Sequence[Sequence[str]] = (),
    *,
    gid: int = 0,
    row_count: int = 1000,
    column_count: int = 26,
    cells: Mapping[tuple[int, int], LiveCell] | None = None,
    last: Sequence[LiveCell] = (),
    merged: Sequence[Merged] = (),
    metadata: Mapping[str, str] | None = None,
    is_empty: bool = False,
) -> LiveSheet:
    """Lay texts out as a live sheet; `cells` replaces single ones, both numbers from 1."""
    special = cells or {}
    height = max(len(rows), *(row for row, _ in special), 0) if special else len(rows)
    width = max([len(row) for row in rows] + [column for _, column in special] + [0])
    top = tuple(
        tuple(
            special.get((number, column), LiveCell(_text(rows, number, column)))
            for column in range(1, width + 1)
        )
        for number in range(1, height + 1)
    )
    return LiveSheet(
        gid=gid,
        title=title,
        row_count=row_count,
        column_count=column_count,
        metadata=metadata or {},
        merged=tuple(merged),
        top=top,
        last=tuple(last),
        is_empty=is_empty,
    )


def _text(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    line = rows[row - 1] if row <= len(rows) else ()
    return line[column - 1] if column <= len(line) else ""


def spreadsheet(*sheets: LiveSheet, title: str = "栖川市挂职登记") -> Live:
    """Put sheets into a spreadsheet."""
    return Live(title, {}, sheets)


def small_schema(**fields: Sequence[str]) -> Schema:
    """Cut the schema of the project down to some fields of some sheets.

    Args:
        **fields: Sheet key → field names, the key first.
    """
    tables = {
        key: dataclasses.replace(
            SCHEMA.tables[key],
            fields=tuple(SCHEMA.tables[key].field(name) for name in names),
            daily=(),
        )
        for key, names in fields.items()
    }
    return dataclasses.replace(SCHEMA, tables=tables)


SMALL = small_schema(
    units=("unit_id", "unit_name", "level"),
    cadres=("cadre_id", "name", "home_unit_id", "birth_ym", "born_after"),
)
"""Units with a choice, cadres with a reference, a month and a day."""
