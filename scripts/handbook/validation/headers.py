"""Titles of columns: missing, unknown, twice there, or not there at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from handbook.findings import Finding, Related, column_letters
from handbook.schema import Field, TableSchema, fold
from handbook.tables import LocatedSheet
from handbook.validation.header_rows import Header
from handbook.validation.making import Maker
from handbook.validation.rows import ORDINALS, filled, record_rows
from handbook.workbook import Sheet


def locate(table: TableSchema, sheet: Sheet, header: Header) -> LocatedSheet:
    """Say which column holds which field, and which rows are records.

    Args:
        table: What the sheet is read as.
        sheet: As pulled.
        header: The best reading of its first rows.
    """
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    doubled: dict[str, int] = {}
    for column, field in header.fields.items():
        if field.name in columns:
            doubled.setdefault(field.name, column)
        else:
            columns[field.name] = column
            labels[field.name] = header.texts[column]
    return LocatedSheet(
        schema=table,
        sheet=sheet,
        header_row=header.last_row,
        columns=columns,
        labels=labels,
        doubled=doubled,
        row_numbers=record_rows(table, sheet, header, columns),
    )


def check_header(
    place: LocatedSheet, header: Header, make: Maker, elsewhere: Collection[str] = ()
) -> Iterator[Finding]:
    """Every column has a title the schema knows, and every field that must be there has a column.

    Args:
        place: The sheet with its columns.
        header: The reading they come from.
        make: Makes findings.
        elsewhere: Fields that have their column in the other spreadsheet.

    Yields:
        HDR201 to HDR206, at the header or at the first value without one.
    """
    strangers = {
        column: text
        for column, text in header.texts.items()
        if text and column not in header.fields and fold(text) not in ORDINALS
    }
    meant = _meant_by(place, strangers)
    yield from _missing_columns(place, strangers, meant, make, elsewhere)
    yield from _unknown_columns(place, strangers, meant, make)
    yield from _doubled_columns(place, make)
    yield from _untitled_columns(place, header, make)


def _meant_by(place: LocatedSheet, strangers: Mapping[int, str]) -> dict[int, Field]:
    """Guess, for headers nobody knows, which absent field each was meant to be."""
    guesses: dict[int, Field] = {}
    for column, text in strangers.items():
        field = place.schema.nearest_header(text)
        taken = {guess.name for guess in guesses.values()}
        if field and field.name not in place.columns and field.name not in taken:
            guesses[column] = field
    return guesses


def _must_have(field: Field) -> bool:
    return field.required and not (field.derived or field.default)


def _missing_columns(
    place: LocatedSheet,
    strangers: Mapping[int, str],
    meant: Mapping[int, Field],
    make: Maker,
    elsewhere: Collection[str],
) -> Iterator[Finding]:
    near = {field.name: column for column, field in meant.items()}
    for field in place.schema.fields:
        if field.name in place.columns or field.name in elsewhere or not _must_have(field):
            continue
        is_key = field.name == place.schema.primary_key and place.schema.is_core
        code = "HDR201" if is_key else "HDR202"
        title = make.text(field.titles)
        column = near.get(field.name)
        cell = place.sheet.cell(place.schema.key, place.header_row, column, field.name)
        if column:
            yield make(
                code,
                cell,
                variant="near",
                field=title,
                sheet=place.sheet.title,
                found=strangers[column],
            )
        else:
            yield make(code, cell, field=title, sheet=place.sheet.title)


def _unknown_columns(
    place: LocatedSheet,
    strangers: Mapping[int, str],
    meant: Mapping[int, Field],
    make: Maker,
) -> Iterator[Finding]:
    for column, text in strangers.items():
        cell = place.sheet.cell(place.schema.key, place.header_row, column)
        field = meant.get(column)
        if field is None:
            yield make("HDR203", cell, found=text, sheet=place.sheet.title)
        elif not _must_have(field):
            suggestion = make.text(field.titles)
            yield make(
                "HDR203",
                cell,
                variant="near",
                found=text,
                sheet=place.sheet.title,
                suggestion=suggestion,
            )


def _doubled_columns(place: LocatedSheet, make: Maker) -> Iterator[Finding]:
    for name, column in place.doubled.items():
        code = "HDR205" if name == place.schema.primary_key else "HDR204"
        first = place.columns[name]
        cell = place.sheet.cell(place.schema.key, place.header_row, column, name)
        yield make(
            code,
            cell,
            related=(Related(place.sheet.cell(place.schema.key, place.header_row, first)),),
            field=place.labels[name],
            sheet=place.sheet.title,
            first=column_letters(first),
        )


def _untitled_columns(place: LocatedSheet, header: Header, make: Maker) -> Iterator[Finding]:
    for column in range(1, place.sheet.column_count + 1):
        if header.texts.get(column):
            continue
        values = filled(place.sheet.column(column)[place.row_numbers - 1])
        if values.any():
            first_row = int(place.row_numbers[np.argmax(values)])
            cell = place.sheet.cell(place.schema.key, first_row, column)
            yield make(
                "HDR206",
                cell,
                count=int(values.sum()),
                column=column_letters(column),
                sheet=place.sheet.title,
            )
