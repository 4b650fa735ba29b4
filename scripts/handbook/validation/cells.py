"""From the texts of a sheet to typed columns, with a finding for every cell that says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.casting import Reading, cast_column
from handbook.findings import Finding, Param, column_letters
from handbook.schema import Field
from handbook.tables import LocatedSheet, Table, blank_column
from handbook.validation.making import Maker
from handbook.workbook import Merged

FORMULA_ERRORS = (
    "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!",
    "#CALC!", "#GETTING_DATA", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#CONNECT!",
)  # fmt: skip
_FORMULA_ERRORS = frozenset(FORMULA_ERRORS)
_CHOICES_SHOWN = 12


def type_sheet(place: LocatedSheet, make: Maker) -> tuple[Table, list[Finding]]:
    """Cast every column of a sheet.

    Args:
        place: The sheet with its header and record rows.
        make: Makes findings.

    Returns:
        The typed table, not yet linked to others, and the findings SRC107 to SRC110 and the CEL
        and KEY402 findings that one cell alone gives.
    """
    findings: list[Finding] = []
    length = len(place.row_numbers)
    table = Table(
        located=place,
        columns={},
        untrusted={},
        derived={},
        held=np.zeros(length, dtype=bool),
    )
    spoken = _spoken_for(place, make, findings)
    for field in place.schema.fields:
        if field.name not in place.columns:
            table.set_values(field.name, blank_column(field, length))
            continue
        silent = spoken.get(place.columns[field.name], np.zeros(length, dtype=bool))
        table.set_values(field.name, _cast(table, field, silent, make, findings))
    return table, findings


def _cast(
    table: Table, field: Field, silent: NDArray[np.bool_], make: Maker, findings: list[Finding]
) -> NDArray[Any]:
    place = table.located
    texts = place.texts(field.name)
    if _FORMULA_ERRORS.isdisjoint(texts):
        errors = np.zeros(len(texts), dtype=bool)
    else:
        errors = np.fromiter(map(_FORMULA_ERRORS.__contains__, texts), bool, len(texts))
    findings.extend(
        _at(table, field, int(row), "SRC107", make, {"value": texts[row]})
        for row in np.flatnonzero(errors & ~silent)
    )
    silent = silent | errors
    if field.name in place.doubled:
        silent = np.ones(len(texts), dtype=bool)
    if silent.any():
        texts = np.where(silent, "", texts)
        table.distrust(field.name, np.flatnonzero(silent))
    cast = cast_column(field, texts, make.language)
    for rows, reading in cast.problems:
        if reading.value is None:
            table.distrust(field.name, rows)
        findings.extend(_explain(table, field, rows, reading, texts, make))
    return cast.values


def _explain(
    table: Table,
    field: Field,
    rows: NDArray[np.intp],
    reading: Reading,
    texts: NDArray[np.object_],
    make: Maker,
) -> Iterator[Finding]:
    params = dict(reading.params)
    if reading.code == "CEL308" and field.enumeration is not None:
        labels = [field.enumeration.label(key, make.language) for key in field.enumeration.labels]
        params["choices"] = tuple(labels[:_CHOICES_SHOWN]) + ("…",) * (len(labels) > _CHOICES_SHOWN)
        if reading.variant == "near":
            key = str(params["suggestion"])
            params["suggestion"] = field.enumeration.label(key, make.language)
    for row in rows:
        said = {"value": params.get("item", texts[row]), "example": field.example} | params
        yield _at(table, field, int(row), reading.code, make, said, reading.variant)


def _at(
    table: Table,
    field: Field,
    row: int,
    code: str,
    make: Maker,
    params: Mapping[str, Param],
    variant: str = "",
) -> Finding:
    return make(
        code,
        table.cell(field.name, row),
        record=record_name(table, row),
        variant=variant,
        more=params,
        field=table.located.label(field.name, make.language),
        sheet=table.located.sheet.title,
    )


def record_name(table: Table, row: int) -> str:
    """Give the key of a record as the editor typed it; blank where none was typed.

    Args:
        table: The sheet.
        row: Position of the record, from 0.
    """
    located = table.located
    column = located.columns.get(located.schema.primary_key)
    if column is None:
        return ""
    return str(located.sheet.text.iat[int(located.row_numbers[row]) - 1, column - 1]).strip()


def _spoken_for(
    place: LocatedSheet, make: Maker, findings: list[Finding]
) -> dict[int, NDArray[np.bool_]]:
    """Report merged cells and formulas, and mark the cells that need no second word.

    Returns:
        Column number → True per record where the cell has been spoken for.
    """
    spoken: dict[int, NDArray[np.bool_]] = {}
    if not place.sheet.merged and not place.sheet.formulas:
        return spoken
    position = {int(number): index for index, number in enumerate(place.row_numbers)}

    def silence(row: int, column: int) -> None:
        spoken.setdefault(column, np.zeros(len(position), dtype=bool))[row] = True

    for block in place.sheet.merged:
        swallowed = _swallowed(place, block)
        if swallowed and place.sheet.text.at[block.first_row, block.first_column]:
            findings.append(_merged(place, block, block.first_row in position, make))
            for row, column in swallowed:
                silence(row, column)
    findings.extend(_formulas(place, position, silence, make))
    return spoken


def _swallowed(place: LocatedSheet, block: Merged) -> list[tuple[int, int]]:
    """Give the cells of records that a merged block leaves blank: row from 0, column from 1.

    A block over one field of one record swallows nothing, however many rows or columns of the
    sheet that record takes up.
    """
    first, last = np.searchsorted(place.row_numbers, [block.first_row, block.last_row + 1])
    columns = [
        column
        for column in place.columns.values()
        if block.first_column <= column <= block.last_column
    ]
    return [
        (row, column)
        for row in range(first, last)
        for column in columns
        if (place.row_numbers[row], column) != (block.first_row, block.first_column)
    ]


def _formulas(
    place: LocatedSheet,
    position: Mapping[int, int],
    silence: Callable[[int, int], None],
    make: Maker,
) -> Iterator[Finding]:
    by_column = {column: name for name, column in place.columns.items()}
    for (row_number, column), formula in sorted(place.sheet.formulas.items()):
        if row_number not in position or column not in by_column:
            continue
        result = str(place.sheet.text.at[row_number, column])
        if result in FORMULA_ERRORS:
            continue
        field = by_column[column]
        yield make(
            "SRC108" if result else "SRC109",
            place.cell(field, row_number),
            record=_key_text(place, row_number),
            field=place.label(field, make.language),
            sheet=place.sheet.title,
            formula=formula,
            value=result,
        )
        if not result:
            silence(position[row_number], column)


def _merged(place: LocatedSheet, block: Merged, is_in_record: bool, make: Maker) -> Finding:
    first = f"{column_letters(block.first_column)}{block.first_row}"
    last = f"{column_letters(block.last_column)}{block.last_row}"
    by_column = {number: name for name, number in place.columns.items()}
    field = by_column.get(block.first_column, "")
    cells = (block.last_row - block.first_row + 1) * (block.last_column - block.first_column + 1)
    return make(
        "SRC110",
        place.sheet.cell(place.schema.key, block.first_row, block.first_column, field),
        record=_key_text(place, block.first_row) if is_in_record else "",
        range=f"{first}:{last}",
        count=cells,
        sheet=place.sheet.title,
    )


def _key_text(place: LocatedSheet, row_number: int) -> str:
    column = place.columns.get(place.schema.primary_key)
    return str(place.sheet.text.at[row_number, column]).strip() if column else ""
