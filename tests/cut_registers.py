"""The demo register cut down to some of its postings, and all that hangs on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from demos import checked_demo
from handbook.checking import Checked, check_workbook
from handbook.tables import Table
from handbook.workbook import Sheet, Workbook
from once_a_run import once
from small_workbooks import SCHEMA

_EVERY = 16
"""So many postings of the demo register stand for one that is kept."""
_HANGING = ("mentors", "reports", "assessments", "applications")
_FIRST = ("engagements", "absences", "allocations", "waivers")
_MOST = 3  # of one kind on one posting

Ids = dict[str, set[str]]


def demo() -> Checked:
    """Check the demo register."""
    return checked_demo()


@cache
def cut_register() -> Checked:
    """Check the demo register cut down."""
    checked = demo()
    tables = checked.register.tables
    kept: Ids = {key: set() for key in tables}
    kept["postings"].update(tables["postings"].keys[::_EVERY])
    for key in _FIRST:
        kept[key].update(tables[key].keys[:_MOST])
    kept["work_log"].update(tables["work_log"].keys[:: 16 * _EVERY])
    _reach_up(checked, kept)
    for key in _HANGING:
        kept[key].update(_hanging(tables[key], kept))
    _reach_up(checked, kept)
    sheets = {id(table.located.sheet): table for table in tables.values()}
    book = checked.workbook
    cut = [_cut(each, sheets.get(id(each)), kept) for each in book.sheets]
    return check_workbook(replace(book, sheets=tuple(cut)), SCHEMA, checked.register.as_of)


def cut_book() -> Workbook:
    """Give the demo register cut down as it would be pulled, cut once for all workers."""
    return once("cut register", lambda: cut_register().workbook)


def _cut(sheet: Sheet, table: Table | None, kept: Ids) -> Sheet:
    if table is None:
        return sheet
    numbers = table.located.row_numbers
    gone = [row for row, key in zip(numbers, table.keys, strict=True)
            if key not in kept[table.schema.key]]  # fmt: skip
    text = sheet.text.drop(index=gone)
    text.index = range(1, len(text) + 1)
    return replace(sheet, text=text)


def _reach_up(checked: Checked, kept: Ids) -> None:
    """Keep whatever a kept record refers to."""
    known = -1
    while known != (known := sum(map(len, kept.values()))):
        for key, table in checked.register.tables.items():
            for target, row, ids in _references(table):
                if table.keys[row] in kept[key]:
                    kept[target].update(ids)


def _references(table: Table) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Give (sheet referred to, row, ids) for every reference that is filled in."""
    for field in table.schema.fields:
        if field.target and table.located.has_column(field.name):
            for row, value in enumerate(table.values(field.name)):
                if value:
                    yield field.target, row, value if isinstance(value, tuple) else (str(value),)


def _hanging(table: Table, kept: Ids) -> Iterator[str]:
    """Give some records that refer to a kept posting or cadre."""
    counted: dict[str, int] = {}
    for target, row, ids in _references(table):
        if target in {"postings", "cadres"} and kept[target].issuperset(ids):
            counted[ids[0]] = counted.get(ids[0], 0) + 1
            if counted[ids[0]] <= _MOST:
                yield table.keys[row]


def as_checked(book: Workbook) -> Checked:
    """Check another form of one of these registers, on the same day."""
    return check_workbook(book, SCHEMA, demo().register.as_of)
