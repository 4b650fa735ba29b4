"""Primary keys: present, well-formed, unique; blank ones are handed out, not punished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Related, Visibility
from handbook.tables import Table, is_blank
from handbook.validation.making import Maker

_RELATED_AT_MOST = 5


def check_keys(tables: Mapping[str, Table], make: Maker) -> Iterator[Finding]:
    """Every record bears its own well-formed id; all rows whose id cannot be trusted are held.

    A duplicated id holds every row that bears it: which row was meant cannot depend on the order
    in which they stand.

    Yields:
        KEY401 for blank, KEY403 for repeated ids, at the key cell.
    """
    for table in tables.values():
        if table.has_column(table.schema.primary_key):
            yield from _blank_keys(table, make)
            yield from _repeated_keys(table, make)


def next_id(table: Table, after: int = 0) -> str:
    """Propose the next free id of a sheet.

    Args:
        table: The sheet; malformed ids do not count.
        after: How many proposals have been made already.
    """
    numbers = [int(key.rsplit("-", 1)[1]) for key in table.keys if key]
    example = table.schema.field(table.schema.primary_key).example
    width = len(example.rsplit("-", 1)[-1]) if example else 4
    return f"{table.schema.id_prefix}-{max(numbers, default=0) + 1 + after:0{width}d}"


def _blank_keys(table: Table, make: Maker) -> Iterator[Finding]:
    key = table.schema.primary_key
    blank = is_blank(table.keys)
    untrusted = table.is_untrusted(key)
    if not table.schema.key_required:
        table.held |= untrusted
        return
    table.held |= blank
    for after, row in enumerate(np.flatnonzero(blank & ~untrusted)):
        yield make(
            "KEY401",
            table.cell(key, int(row)),
            field=table.located.label(key, make.language),
            sheet=table.located.sheet.title,
            proposal=next_id(table, after),
        )


def _repeated_keys(table: Table, make: Maker) -> Iterator[Finding]:
    key = table.schema.primary_key
    keys = pd.Series(table.keys)
    repeated = (keys.duplicated(keep=False) & (keys != "")).to_numpy()
    if not repeated.any():
        return
    table.held |= repeated
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
                proposal=next_id(table),
            )


def improve_malformed(
    findings: Sequence[Finding], tables: Mapping[str, Table]
) -> Iterator[Finding]:
    """Tell of a malformed id what it was probably meant to be, now that all ids are known.

    Yields:
        The findings as they were; KEY402 with an example and a proposal, and as its variant
        `taken` where the well-formed spelling already belongs to another row.
    """
    rows_by_key: dict[str, dict[str, int]] = {}
    for finding in findings:
        if finding.code != "KEY402":
            yield finding
            continue
        table = tables[finding.cell.sheet]
        known = rows_by_key.setdefault(
            table.schema.key, {str(key): row for row, key in enumerate(table.keys) if key}
        )
        params = dict(finding.params)
        params["proposal"] = next_id(table)
        params["example"] = table.schema.field(table.schema.primary_key).example
        row = known.get(str(params.get("suggestion", "")))
        if row is None:
            yield replace(finding, params=params)
            continue
        other = table.cell(table.schema.primary_key, row)
        params["other"] = other.a1
        note = str(params["suggestion"])
        yield replace(finding, variant="taken", params=params, related=(Related(other, note),))


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
        usable &= ~is_blank(table.frame[field].to_numpy())
    rows = np.flatnonzero(usable)
    groups = table.frame.iloc[rows].groupby(list(fields), sort=False).indices
    for positions in groups.values():
        together = (int(rows[position]) for position in positions)
        first, *others = sorted(together, key=lambda row: (str(table.keys[row]), row))
        for row in others:
            yield make(
                "KEY409",
                table.cell(fields[-1], row),
                record=str(table.keys[row]),
                related=(Related(table.cell(fields[-1], first), str(table.keys[first])),),
                fields=make.listed([table.located.label(field, make.language) for field in fields]),
                sheet=table.located.sheet.title,
                first=table.cell(fields[-1], first).a1,
            )


def first_rows(keys: NDArray[np.object_]) -> dict[str, int]:
    """Map every key to the first row that bears it; blanks are left out.

    Args:
        keys: One per record.
    """
    return {str(keys[row]): row for row in range(len(keys) - 1, -1, -1) if keys[row]}
