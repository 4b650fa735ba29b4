"""Headers, cells, keys and references: from a workbook to typed tables and findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handbook.derivations import fill_blanks
from handbook.findings import Cell, Finding
from handbook.schema import Schema
from handbook.tables import LocatedSheet, Table, blank_column
from handbook.validation.cells import type_sheet
from handbook.validation.joining import check_misplaced, join_tables, locate_beside, part_books
from handbook.validation.keys import check_combinations, check_keys, improve_malformed
from handbook.validation.making import Maker
from handbook.validation.records import (
    check_agreement,
    check_circles,
    check_order,
    check_required,
)
from handbook.validation.references import resolve_references
from handbook.validation.sheets import locate_sheets
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
    elsewhere = {key: place.columns.keys() for key, place in beside.items()}
    located, said = locate_sheets(own, schema, make, elsewhere)
    findings.extend(said)
    tables: dict[str, Table] = _type_sheets(located, make, findings)
    findings.extend(check_keys(tables, make))
    findings.extend(check_misplaced(tables, workbook, make))
    joined = {key: place for key, place in beside.items() if key in tables}
    findings.extend(join_tables(tables, _type_sheets(joined, make, findings), make))
    findings = list(improve_malformed(findings, tables))
    findings.extend(resolve_references(tables, schema, make))
    findings.extend(check_order(tables, make))
    fill_blanks(tables, as_of)
    findings.extend(check_required(tables, make))
    findings.extend(check_combinations(tables, make))
    findings.extend(check_circles(tables, make))
    findings.extend(check_agreement(tables, make))
    findings.extend(_about_embargo(tables, make))
    for table in tables.values():
        _blank_untrusted(table)
    return tables, findings


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
            table.frame[name] = column
