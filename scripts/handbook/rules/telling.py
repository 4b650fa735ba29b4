"""From the rows a rule found to its findings: one each, at the same column."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeAlias

import pandas as pd

from handbook.findings import Finding, Param, Related, Severity
from handbook.register import Register, to_date
from handbook.tables import Table

Facts: TypeAlias = Mapping[Hashable, Any]
"""One row that was found: column → value."""


def _nothing(_row: Facts) -> Mapping[str, Param]:
    return {}


def each_row(found: pd.DataFrame) -> Iterator[tuple[int, Facts]]:
    """Go through rows that were found; most often there are none, and nothing is laid out.

    Args:
        found: Rows of a sheet, indexed by position.

    Yields:
        Position, and the values of the row by column.
    """
    if found.empty:
        return
    for row, facts in zip(found.index, found.to_dict("records"), strict=True):
        yield int(row), facts


def tell(
    register: Register,
    code: str,
    found: pd.DataFrame,
    field: str,
    params: Callable[[Facts], Mapping[str, Param]] = _nothing,
    *,
    sheet: str = "postings",
    variant: str = "",
    severity: Severity | None = None,
    beside: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """Make a finding of every row.

    Args:
        register: Where the rows come from.
        code: Rule.
        found: Rows of a sheet, indexed by position; with `batch_id` where they belong to one.
        field: Column to act in; it gives the place.
        params: Values for the texts, from one row.
        sheet: Sheet key.
        variant: Which of the code's texts to use.
        severity: One of the entry's; the usual one if left out.
        beside: Other columns of the same row that decided it, each told as it stands.
    """
    table = register.tables[sheet]
    for row, facts in each_row(found):
        yield register.make(
            code,
            table.cell(field, row),
            record=str(table.keys[row]),
            variant=variant,
            severity=severity,
            batch=str(facts.get("batch_id", "")),
            related=tuple(
                Related(table.cell(each, row), _note(table, each, facts)) for each in beside
            ),
            more=params(facts),
        )


def _note(table: Table, field: str, facts: Facts) -> str:
    """Say what stands in a cell, where that is a day or somebody's words."""
    kind, value = table.schema.field(field).kind, facts.get(field)
    if kind == "date":
        return "" if value is pd.NaT or value is None else str(to_date(value))
    return str(value) if kind == "text" and value else ""
