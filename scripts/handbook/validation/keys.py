"""Primary keys: present, well-formed, unique; blank ones are handed out, not punished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

import numpy as np
import pandas as pd

from handbook.findings import Finding, Related, Visibility
from handbook.schema import TableSchema
from handbook.tables import Table, is_blank
from handbook.validation.making import Maker

_LARGEST_NUMBER = 99_999_999  # ids have at most eight digits


def check_keys(tables: Mapping[str, Table], make: Maker) -> Iterator[Finding]:
    """Every record bears its own well-formed id; all rows whose id cannot be trusted are held.

    A duplicated id holds every row that bears it: which row was meant cannot depend on the order
    in which they stand. Without the column no record of the sheet can be told from another.

    Yields:
        KEY401 for blank, KEY403 for repeated ids, at the key cell.
    """
    for table in tables.values():
        if table.has_column(table.schema.primary_key):
            yield from _blank_keys(table, make)
            yield from _repeated_keys(table, make)
        elif table.schema.key_required:
            table.held[:] = True


def free_ids(table: Table) -> Iterator[str]:
    """Propose ids of a sheet that nobody bears yet, one after the other without end.

    Args:
        table: The sheet; malformed ids do not count.
    """
    return ids_beside(table.schema, table.keys)


def ids_beside(schema: TableSchema, keys: Iterable[str]) -> Iterator[str]:
    """Propose ids beside others, one after the other without end.

    Args:
        schema: Whose ids they are.
        keys: Well-formed ids that are borne already; blank ones do not count.
    """
    taken = {int(key.rsplit("-", 1)[1]) for key in keys if key}
    example = schema.field(schema.primary_key).example
    width = len(example.rsplit("-", 1)[-1]) if example else 4
    last = max(taken, default=0)
    # Whoever typed the largest number there is has used up none of those below it.
    numbers = count(last + 1 if last < _LARGEST_NUMBER else 1)
    return (f"{schema.id_prefix}-{n:0{width}d}" for n in numbers if n not in taken)


def _blank_keys(table: Table, make: Maker) -> Iterator[Finding]:
    key = table.schema.primary_key
    blank = is_blank(table.keys)
    untrusted = table.is_untrusted(key)
    if not table.schema.key_required:
        table.held |= untrusted
        return
    table.held |= blank
    for row, proposal in zip(np.flatnonzero(blank & ~untrusted), free_ids(table), strict=False):
        yield make(
            "KEY401",
            table.cell(key, int(row)),
            field=table.located.label(key, make.language),
            sheet=table.located.sheet.title,
            proposal=proposal,
        )


def _repeated_keys(table: Table, make: Maker) -> Iterator[Finding]:
    key = table.schema.primary_key
    keys = pd.Series(table.keys)
    repeated = (keys.duplicated(keep=False) & (keys != "")).to_numpy()
    if not repeated.any():
        return
    table.held |= repeated
    proposal = next(free_ids(table))
    for value, rows in keys[repeated].groupby(keys[repeated], sort=False).groups.items():
        first, *others = (int(row) for row in rows)
        for row in others:
            yield make(
                "KEY403",
                table.cell(key, row),
                record=str(value),
                related=(Related(table.cell(key, first), str(value), Visibility.PUBLIC),),
                value=str(value),
                field=table.located.label(key, make.language),
                sheet=table.located.sheet.title,
                first=table.cell(key, first).a1,
                count=len(others) + 1,
                proposal=proposal,
            )


def improve_malformed(
    findings: Sequence[Finding], tables: Mapping[str, Table]
) -> Iterator[Finding]:
    """Tell of a malformed id what it was probably meant to be, now that all ids are known.

    Yields:
        The findings as they were; KEY402 with an example and a proposal, and as its variant
        `taken` where the well-formed spelling already belongs to another row.
    """
    sheets = {finding.cell.sheet for finding in findings if finding.code == "KEY402"}
    proposals = {sheet: next(free_ids(tables[sheet])) for sheet in sheets}
    rows = {sheet: _rows_by_key(tables[sheet]) for sheet in sheets}
    for finding in findings:
        if finding.code != "KEY402":
            yield finding
            continue
        sheet = finding.cell.sheet
        # In the second spreadsheet the id is to be the one of the row in the first.
        is_own = finding.cell.book == tables[sheet].located.sheet.book
        suggestion = str(finding.params.get("suggestion", ""))
        row = rows[sheet].get(suggestion) if is_own else None
        yield _improved(finding, tables[sheet], proposals[sheet], row)


def _rows_by_key(table: Table) -> dict[str, int]:
    return {str(key): row for row, key in enumerate(table.keys) if key}


def _improved(finding: Finding, table: Table, proposal: str, row: int | None) -> Finding:
    key = table.schema.primary_key
    params = {**finding.params, "proposal": proposal, "example": table.schema.field(key).example}
    if row is None:
        return replace(finding, params=params)
    other = Related(table.cell(key, row), str(params["suggestion"]))
    params["other"] = other.cell.a1
    return replace(finding, variant="taken", params=params, related=(other,))


def check_combinations(tables: Mapping[str, Table], make: Maker) -> Iterator[Finding]:
    """A combination the schema declares unique stands once only; blanks are not compared.

    Yields:
        KEY409 at the last field of the combination, in all rows but the one with the smallest id.
    """
    for table in tables.values():
        for fields in table.schema.unique_together:
            if all(table.has_column(field) for field in fields):
                yield from _repeated_combinations(table, fields, make)


def _repeated_combinations(table: Table, fields: tuple[str, ...], make: Maker) -> Iterator[Finding]:
    usable = ~table.held
    for field in fields:
        usable &= ~is_blank(table.values(field))
    if not usable.any():
        return
    frame = pd.DataFrame({field: table.values(field) for field in fields})[usable]
    frame = frame[frame.duplicated(keep=False)]
    keys = table.keys
    for rows in frame.groupby(list(fields), sort=False).groups.values():
        first, *others = sorted(map(int, rows), key=lambda row: (str(keys[row]), row))
        for row in others:
            yield make(
                "KEY409",
                table.cell(fields[-1], row),
                record=str(keys[row]),
                related=(Related(table.cell(fields[-1], first), str(keys[first])),),
                fields=make.listed([table.located.label(field, make.language) for field in fields]),
                sheet=table.located.sheet.title,
                first=table.cell(fields[-1], first).a1,
                id=str(keys[first]),
            )
