"""From a checked register to what one audience may see and can trust."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from handbook.catalogue import CATALOGUE
from handbook.checking import Checked
from handbook.findings import Cell, Effect, Finding, Param, Visibility, in_record_order
from handbook.history import History
from handbook.personal_numbers import has_personal_number
from handbook.publishable.embargo import embargoed_rows, places_of
from handbook.publishable.model import Audience, HeldRow, Publishable, PublishedTable
from handbook.publishable.own import own_rows
from handbook.publishable.records import published_table
from handbook.publishable.small_cells import without_small_cells
from handbook.register import Register
from handbook.schema import TableSchema
from handbook.validation.cells import record_name

_NO_HISTORY = History()
_A1 = ("first", "other", "range")
_HIDDEN = "‹hidden›"  # as messages print what their reader may not see
_ADDRESS = re.compile(r"!?[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?$")


def make_publishable(
    checked: Checked, audience: Audience, history: History = _NO_HISTORY
) -> Publishable:
    """Strip a checked register down to what an audience may see and can trust.

    In this order: sheets and columns above the class go; postings without an appointment, and
    what hangs on them, go while their audience is below `org`; rows that cannot be trusted are
    held; cells that cannot be trusted show their last published value or nothing; for the readers
    of one unit, what is of class `unit` goes from all records but their own; for the public,
    numbers go that may tell of single persons.

    Args:
        checked: Outcome of the check.
        audience: Whom it is for.
        history: Where last good values come from.
    """
    register = checked.register
    embargoed = embargoed_rows(register) if audience.visibility < Visibility.ORG else {}
    own = own_rows(register, audience.unit, embargoed) if audience.unit else {}
    tables = {
        key: without_small_cells(
            published_table(table, audience, embargoed.get(key), history, own.get(key)), audience
        )
        for key, table in register.tables.items()
        if may_see(table.schema, audience)
    }
    places = places_of(register, embargoed)
    told = list(_told(checked, audience, places, own, tables))
    return Publishable(
        audience=audience,
        schema=register.schema,
        as_of=register.as_of,
        manifest=checked.workbook.manifest,
        content_hash=checked.workbook.content_hash(),
        tables=tables,
        held=tuple(
            sorted(
                _held_rows(register, audience, embargoed, own, checked.findings),
                key=lambda row: (row.sheet, row.key, row.code, sorted(row.references.items())),
            )
        ),
        findings=tuple(in_record_order((each for each, _ in told), register.schema.tables)),
        first_told={
            published.matter: day
            for published, finding in told
            if (day := history.first_told(finding)) is not None and day < register.as_of
        },
    )


def may_see(table: TableSchema, audience: Audience) -> bool:
    """Say whether an audience may know anything of a sheet.

    Args:
        table: The sheet.
        audience: Whom something is for.
    """
    is_open = table.is_published or audience.visibility >= Visibility.ORG
    return is_open and table.field(table.primary_key).visibility <= audience.visibility


def _told(
    checked: Checked,
    audience: Audience,
    embargoed: set[tuple[str, int | None]],
    own: Mapping[str, NDArray[np.bool_]],
    tables: Mapping[str, PublishedTable],
) -> Iterator[tuple[Finding, Finding]]:
    """Give the findings about records the audience may know of, named by published key.

    Yields:
        The finding as it is published, and as the check made it.
    """
    names: dict[tuple[str, int | None], str] = {
        (sheet, row_number): key
        for sheet, table in tables.items()
        for key, row_number in table.row_numbers.items()
    }
    own_places = places_of(checked.register, own)
    for finding in checked.findings:
        place, *others = _places(finding, checked.register)
        is_own = own_places.issuperset((place, *others))
        if (
            audience.sees(finding.visibility, is_own=is_own)
            and not finding.code.startswith("HDR")  # about the sheet, not about a record
            and finding.cell.field
            and finding.cell.row_number
            and finding.cell.sheet in tables
            and not embargoed.intersection((place, *others))
        ):
            record = finding.record or names.get(place, "")
            yield _without_addresses(finding, record), finding


def _without_addresses(finding: Finding, record: str) -> Finding:
    """Take row and column numbers out, so that sorting the sheet does not change the site."""
    return replace(
        finding,
        cell=_unaddressed(finding.cell),
        record=record,
        related=tuple(replace(each, cell=_unaddressed(each.cell)) for each in finding.related),
        params={name: _publishable_param(name, each) for name, each in finding.params.items()},
    )


def _publishable_param(name: str, value: Param) -> Param:
    if not isinstance(value, str):
        return value
    if has_personal_number(value):
        return _HIDDEN
    return _without_address(value) if name in _A1 else value


def _without_address(text: str) -> str:
    """Turn `干部!B13` into `“干部”`; a text that is no address stays."""
    title, found = _ADDRESS.subn("", text)
    return f"“{title}”" if found else text


def _unaddressed(cell: Cell) -> Cell:
    return replace(cell, row_number=None, column_number=None)


def _places(finding: Finding, register: Register) -> list[tuple[str, int | None]]:
    """Give sheet key and row number of every place a finding names, its own first."""
    cells = [finding.cell, *(related.cell for related in finding.related)]
    return [(cell.sheet, _row_of(cell, register)) for cell in cells]


def _row_of(cell: Cell, register: Register) -> int | None:
    table = register.tables.get(cell.sheet)
    return table.located.row_of(cell) if table is not None else cell.row_number


def _held_rows(
    register: Register,
    audience: Audience,
    embargoed: Mapping[str, NDArray[np.bool_]],
    own: Mapping[str, NDArray[np.bool_]],
    findings: Sequence[Finding],
) -> Iterator[HeldRow]:
    codes: dict[tuple[str, int | None], str] = {}
    for finding in findings:
        if finding.code in _WITHHOLDING:
            for place in _places(finding, register):
                codes.setdefault(place, finding.code)
    for key, table in register.tables.items():
        if not may_see(table.schema, audience):
            continue
        held = table.held & ~embargoed.get(key, np.zeros(len(table.held), dtype=bool))
        mine = own.get(key, np.zeros(len(table.held), dtype=bool))
        primary = table.schema.field(table.schema.primary_key)
        references = [field for field in table.schema.fields if field.kind == "reference"]
        for row in np.flatnonzero(held):
            if not audience.sees(primary.visibility, is_own=mine[row]):
                continue
            number = int(table.located.row_numbers[row])
            yield HeldRow(
                sheet=key,
                key=record_name(table, int(row)),
                row_number=number,
                code=codes.get((key, number), "KEY402"),
                references={
                    field.name: str(table.values(field.name)[row])
                    for field in references
                    if audience.sees(field.visibility, is_own=mine[row])
                    and table.values(field.name)[row]
                },
            )


_WITHHOLDING = frozenset(
    entry.code for entry in CATALOGUE if entry.effect is Effect.WITHHOLD and entry.family == "KEY"
)
