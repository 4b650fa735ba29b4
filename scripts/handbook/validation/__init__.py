"""Headers, cells, keys and references: from a workbook to typed tables and findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from handbook.derivations import fill_blanks
from handbook.findings import Cell, Finding
from handbook.schema import Schema
from handbook.switches import Switches
from handbook.tables import LocatedSheet, Table, blank_column
from handbook.validation.absent import tell_absent
from handbook.validation.asked import check_asked
from handbook.validation.cells import type_sheet
from handbook.validation.joining import (
    as_secret_as_their_book,
    check_misplaced,
    join_tables,
    locate_beside,
    part_books,
    set_apart,
)
from handbook.validation.keys import check_combinations, check_keys, improve_malformed
from handbook.validation.making import Maker
from handbook.validation.records import (
    check_agreement,
    check_circles,
    check_order,
    check_required,
)
from handbook.validation.references import resolve_references
from handbook.validation.sheets import absent_sheets, locate_sheets
from handbook.workbook import Workbook

__all__ = ["APPOINTMENT", "Maker", "validate"]

APPOINTMENT = ("appointment_doc_number", "appointed_on")


def validate(
    workbook: Workbook, schema: Schema, as_of: date
) -> tuple[dict[str, Table], list[Finding]]:
    """Read every sheet against its schema.

    Args:
        workbook: As pulled.
        schema: What the register consists of.
        as_of: The day statuses are judged by where nobody typed one.

    Returns:
        Sheet key → typed table for every sheet that could be read, references resolved and
        blanks filled, and the findings of the families SRC, HDR, CEL and KEY in no order.
    """
    make = Maker.for_workbook(schema, workbook)
    own, added = part_books(workbook, schema)
    beside, findings = locate_beside(added, schema, make)
    elsewhere = {
        key: place.columns.keys() for key, place in beside.items() if not place.schema.rows_apart
    }
    located, said = locate_sheets(own, schema, make, elsewhere)
    findings.extend(said)
    tables: dict[str, Table] = _type_sheets(located, make, findings)
    switches = Switches(tables.get("programmes"))
    findings.extend(tell_absent(absent_sheets(own, schema), switches, make))
    findings.extend(check_asked(tables.get("programmes"), make))
    findings.extend(check_keys(tables, make))
    findings.extend(check_misplaced(tables, workbook, make))
    there = {
        key: place for key, place in beside.items() if key in tables or place.schema.rows_apart
    }
    typed, apart = set_apart(tables, _type_sheets(there, make, findings))
    findings.extend(_check_apart(apart, make))
    findings.extend(join_tables(tables, typed, make))
    findings = list(improve_malformed(findings, tables))
    findings.extend(resolve_references(tables, schema, make))
    findings.extend(check_order(tables, make))
    fill_blanks(tables, as_of)
    findings.extend(check_required(tables, make))
    findings.extend(check_combinations(tables, make))
    findings.extend(check_circles(tables, make))
    findings.extend(check_agreement(tables, make))
    findings.extend(_about_embargo(tables, make))
    for table in (*tables.values(), *apart.values()):
        _blank_untrusted(table)
    return tables, list(as_secret_as_their_book(findings, apart))


def _check_apart(apart: Mapping[str, Table], make: Maker) -> Iterator[Finding]:
    """Check rows the second spreadsheet has for itself; their numbers are counted apart.

    That a number stands in both is not told: it would tell in one of a row in the other.
    """
    yield from check_keys(apart, make)
    yield from check_order(apart, make)
    yield from check_required(apart, make)
    yield from check_combinations(apart, make)


def _type_sheets(
    located: Mapping[str, LocatedSheet], make: Maker, findings: list[Finding]
) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for key, place in located.items():
        tables[key], said = type_sheet(place, make)
        findings.extend(said)
    return tables


def _about_embargo(tables: dict[str, Table], make: Maker) -> list[Finding]:
    postings = tables.get("postings")
    if postings is None or any(postings.has_column(name) for name in APPOINTMENT):
        return []
    place = postings.located.sheet.cell("postings", postings.located.header_row)
    return [make("HDR207", place, visibility=make.visibility_of("HDR207", Cell("", "")))]


def _blank_untrusted(table: Table) -> None:
    """Take untrusted values out, so that nothing behind this line reads them by mistake."""
    for name, mask in table.untrusted.items():
        if mask.any():
            column = table.values(name).copy()
            column[mask] = blank_column(table.schema.field(name), len(mask))[mask]
            table.set_values(name, column)
