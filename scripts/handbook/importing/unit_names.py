"""Every name of a unit in a ledger, gathered before any row is read.

A name known from one row splits the cell of another, and sheets or groups of rows may be named
after a unit that has no column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.importing import roles
from handbook.importing.blocks import Kind
from handbook.importing.headings import bare_heading
from handbook.importing.mapping import LedgerMap, Table
from handbook.importing.matching import Units
from handbook.importing.splitting import (
    closed_up,
    names_several_units,
    split_unit_and_post,
    unit_of_heading,
)


@dataclass(frozen=True)
class Names:
    """The units of a ledger before its rows are read.

    Attributes:
        units: Which names mean one unit.
        known: Every way of writing one that stands in a cell.
        of_sheets: Title of a sheet → the unit it is named after.
    """

    units: Units
    known: Collection[str]
    of_sheets: Mapping[str, str]


def learn_names(ledger_map: LedgerMap) -> Names:
    """Gather the names of units, and join those that are safely one.

    Args:
        ledger_map: The ledger and what its columns mean.
    """
    tables, language = ledger_map.tables, ledger_map.language
    known = dict.fromkeys([*ledger_map.units, *ledger_map.units.values()])
    for is_both in (False, True):
        for text in dict.fromkeys(_cells(tables, is_both=is_both)):
            split = split_unit_and_post(text, known, language)
            if split and split.unit and (split.post or is_both):
                known.setdefault(split.unit)
            elif not is_both and not names_several_units(text):
                known.setdefault(closed_up(text))
    of_sheets = _of_sheets(tables, language)
    units = Units(ledger_map.units)
    for name in (*known, *of_sheets.values(), *_of_groups(tables, language)):
        units.learn(name)
    units.settle(filter(None, (table.region for table in tables)))
    return Names(units, frozenset(known), of_sheets)


def _cells(tables: Iterable[Table], *, is_both: bool) -> Iterator[str]:
    wanted = (roles.HOME_BOTH, roles.HOST_BOTH) if is_both else (roles.HOME_UNIT, roles.HOST_UNIT)
    for table in tables:
        numbers = [column.number for column in table.columns if column.role in wanted]
        for line in table.block.lines:
            if line.kind is Kind.DATA:
                yield from (line.cells[number][1] for number in numbers if number in line.cells)


def _of_sheets(tables: Iterable[Table], language: str) -> dict[str, str]:
    """Give the units sheets are named after; one alone may be whoever keeps the ledger."""
    titles = dict.fromkeys(table.block.sheet for table in tables)
    units = {title: unit_of_heading(bare_heading(title), language) for title in titles}
    named = {title: unit for title, unit in units.items() if unit}
    return named if len(named) > 1 else {}


def _of_groups(tables: Iterable[Table], language: str) -> Iterator[str]:
    """Give the units that groups of rows are named after."""
    for table in tables:
        for line in table.block.lines:
            if line.kind is Kind.SECTION:
                yield unit_of_heading(bare_heading(line.text), language)
