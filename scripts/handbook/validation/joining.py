"""Columns that few may see stand in a second spreadsheet: the two are joined by the record's id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import SHARED_CLASS, Finding, Related, Visibility
from handbook.schema import Schema
from handbook.tables import Beside, LocatedSheet, Table, blank_column, is_blank
from handbook.validation.cells import record_name
from handbook.validation.making import Maker
from handbook.validation.sheets import locate_sheet, no_header, table_of
from handbook.workbook import RESTRICTED, Sheet, Workbook


def part_books(workbook: Workbook, schema: Schema) -> tuple[Workbook, dict[str, Sheet]]:
    """Set apart the sheets of the second spreadsheet that add columns to one of the first.

    A sheet that only the second has is a sheet of the register like any other.

    Args:
        workbook: As pulled.
        schema: What the register consists of.

    Returns:
        The workbook without those sheets, and the sheets by key.
    """
    keys = {sheet: table.key for sheet in workbook.sheets if (table := table_of(sheet, schema))}
    own = {key for sheet, key in keys.items() if not sheet.book}
    added: dict[str, list[Sheet]] = {}
    for sheet, key in keys.items():
        if sheet.book == RESTRICTED and key in own:
            added.setdefault(key, []).append(sheet)
    beside = {key: sheets[0] for key, sheets in added.items() if len(sheets) == 1}
    kept = tuple(sheet for sheet in workbook.sheets if sheet not in beside.values())
    return replace(workbook, sheets=kept), beside


def locate_beside(
    sheets: Mapping[str, Sheet], schema: Schema, make: Maker
) -> tuple[dict[str, LocatedSheet], list[Finding]]:
    """Find headers and records of the sheets that add columns; a blank sheet adds none.

    Args:
        sheets: Sheet key → sheet of the second spreadsheet.
        schema: What the register consists of.
        make: Makes findings.

    Returns:
        Sheet key → located sheet, and the findings SRC105, SRC106, SRC111 to SRC113 and HDR201 to
        HDR206.
    """
    located: dict[str, LocatedSheet] = {}
    findings: list[Finding] = []
    for key, sheet in sheets.items():
        table = schema.tables[key]
        others = {field.name for field in table.fields} - {table.primary_key}
        if table.rows_apart:
            others = set()
        place, said = locate_sheet(table, sheet, make, others)
        findings.extend(said)
        if place is not None:
            located[key] = place
        elif sheet.row_count:
            findings.append(no_header(table, sheet, make))
    return located, findings


def check_misplaced(
    tables: Mapping[str, Table], workbook: Workbook, make: Maker
) -> Iterator[Finding]:
    """Where there is a second spreadsheet, the first holds no column only few may see.

    Yields:
        HDR208 at the header, or at the sheet where it is confidential as a whole.
    """
    if not any(sheet.book == RESTRICTED for sheet in workbook.sheets):
        return
    for table in tables.values():
        place = table.located
        if place.sheet.book:
            continue
        if table.schema.field(table.schema.primary_key).visibility > SHARED_CLASS:
            where = place.sheet.cell(table.schema.key)
            yield make("HDR208", where, variant="sheet", sheet=place.sheet.title)
            continue
        for name in place.columns:
            if table.schema.field(name).visibility > SHARED_CLASS:
                where = place.cell(name, place.header_row)
                title = place.label(name, make.language)
                variant = "rows" if table.schema.rows_apart else ""
                yield make("HDR208", where, variant=variant, field=title, sheet=place.sheet.title)


def set_apart(
    tables: dict[str, Table], beside: Mapping[str, Table]
) -> tuple[dict[str, Table], dict[str, Table]]:
    """Tell sheets of the second spreadsheet with rows of their own from those with more columns.

    Args:
        tables: Typed tables of the register; those that have further rows are given them. A sheet
            that could be read in the second spreadsheet alone becomes one of them.
        beside: Typed tables of the second spreadsheet that are also in the first.

    Returns:
        Sheet key → table that adds columns, and sheet key → table that adds rows.
    """
    columns = {key: table for key, table in beside.items() if not table.schema.rows_apart}
    rows = {key: table for key, table in beside.items() if table.schema.rows_apart}
    for key, table in rows.items():
        if key in tables:
            tables[key].apart = table
        else:
            tables[key] = table
    return columns, {key: table for key, table in rows.items() if tables[key] is not table}


def as_secret_as_their_book(
    findings: Iterable[Finding], apart: Mapping[str, Table]
) -> Iterator[Finding]:
    """Make what is said of rows the second spreadsheet has for itself as secret as the spreadsheet.

    Args:
        findings: In any order.
        apart: Sheet key → table of such rows.
    """
    for finding in findings:
        is_apart = finding.cell.book == RESTRICTED and finding.cell.sheet in apart
        if is_apart and finding.visibility <= SHARED_CLASS:
            yield replace(finding, visibility=Visibility(SHARED_CLASS + 1))
        else:
            yield finding


def join_tables(
    tables: Mapping[str, Table], beside: Mapping[str, Table], make: Maker
) -> Iterator[Finding]:
    """Take the columns of the second spreadsheet over, each to the record of the same id.

    A column both have is read from the first. An id that stands twice in the second tells nothing
    about its record: its values there cannot be trusted.

    Args:
        tables: Typed tables of the register; changed in place.
        beside: Typed tables of the sheets that add columns to one of them.
        make: Makes findings.

    Yields:
        KEY413 at the id of a row in the second spreadsheet that cannot be joined, and KEY414 at a
        sheet of it that lacks records of the first.
    """
    for key, other in beside.items():
        if other.has_column(other.schema.primary_key):
            yield from _join(tables[key], other, make)


def _join(table: Table, other: Table, make: Maker) -> Iterator[Finding]:
    keys = pd.Series(other.keys)
    twice = (keys.duplicated(keep=False) & (keys != "")).to_numpy()
    there = np.flatnonzero(~twice & ~is_blank(other.keys))
    found = pd.Index(other.keys[there]).get_indexer(pd.Index(table.keys))
    here = np.flatnonzero((found >= 0) & ~is_blank(table.keys))
    there = there[found[here]]
    doubtful = np.flatnonzero(np.isin(table.keys.astype(str), keys[twice].astype(str).unique()))
    for field in other.schema.fields:
        if field.name in other.located.columns and not table.has_column(field.name):
            column = blank_column(field, table.row_count)
            column[here] = other.values(field.name)[there]
            table.set_values(field.name, column)
            table.distrust(field.name, here[other.is_untrusted(field.name)[there]])
            table.distrust(field.name, doubtful)
    table.located = replace(table.located, beside=_beside(table, other, here, there))
    yield from _strays(table, other, twice, make)
    yield from _lacking(table, other, make)


def _beside(table: Table, other: Table, here: NDArray[np.intp], there: NDArray[np.intp]) -> Beside:
    rows = zip(
        table.located.row_numbers[here].tolist(),
        other.located.row_numbers[there].tolist(),
        strict=True,
    )
    return Beside(other.located, dict(rows))


def _strays(table: Table, other: Table, twice: NDArray[np.bool_], make: Maker) -> Iterator[Finding]:
    """Tell of rows whose id is blank, stands twice, or names no record of the first spreadsheet."""
    key = other.schema.primary_key
    known = {str(each) for each in table.keys if each}
    malformed = other.is_untrusted(key)
    first: dict[str, int] = {}
    for row, value in enumerate(map(str, other.keys)):
        if malformed[row]:
            continue
        related: tuple[Related, ...] = ()
        variant = "" if value else "blank"
        if twice[row] and value in known:
            if value not in first:
                first[value] = row
                continue
            variant, related = "twice", (Related(other.cell(key, first[value]), value),)
        elif value in known:
            continue
        yield make(
            "KEY413",
            other.cell(key, row),
            record=record_name(other, row),
            variant=variant,
            visibility=_strictest(other),
            related=related,
            value=value,
            first=related[0].cell.a1 if related else "",
            field=other.located.label(key, make.language),
            sheet=table.located.sheet.title,
        )


def _lacking(table: Table, other: Table, make: Maker) -> Iterator[Finding]:
    """Tell once how many records have no row in a sheet of the second spreadsheet that has any."""
    lacking = {str(key) for key in table.keys if key} - {str(key) for key in other.keys}
    # A row whose id is malformed, which is told at its cell, may be that of any of them.
    count = len(lacking) - int(other.is_untrusted(other.schema.primary_key).sum())
    if count > 0 and other.row_count:
        title = other.located.sheet.title
        where = other.located.sheet.cell(other.schema.key)
        yield make("KEY414", where, visibility=_strictest(other), sheet=title, count=count)


def _strictest(other: Table) -> Visibility:
    return max(other.schema.field(name).visibility for name in other.located.columns)
