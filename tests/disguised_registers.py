"""Registers in which everything an audience may not see is another valid value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.checking import Checked
from handbook.publishable import Audience
from handbook.publishable.embargo import embargoed_rows
from handbook.publishable.own import own_rows
from handbook.schema import Field
from handbook.tables import Table
from handbook.workbook import Workbook
from test_secrecy import drawn

EMBARGO = frozenset({"outcome_on", "outcome_doc_number", "outcome_doc_id"})
"""Whether these are there decides by itself what may be known."""

Column = tuple[str, str]
"""Key of a sheet, name of a field."""


def disguised(
    checked: Checked, audience: Audience, seed: int, only: Collection[Column] | None = None
) -> Workbook:
    """Replace every value the audience may not see by another valid one.

    Args:
        checked: The register.
        audience: Who may not see them.
        seed: Decides which values.
        only: Columns to replace; None for all of them.
    """
    dice = Random(seed)  # noqa: S311 - the same draw in every run, not for secrets
    register = checked.register
    own = own_rows(register, audience.unit, embargoed_rows(register)) if audience.unit else {}
    sheets = {id(table.located.sheet): table for table in register.tables.values()}
    changed = []
    for sheet in checked.workbook.sheets:
        table = sheets.get(id(sheet))
        is_meant = table is not None and (only is None or table.schema.key in dict(only))
        if table is None or not is_meant:
            changed.append(sheet)
        else:
            keys = {key: _keys(each, own) for key, each in register.tables.items()}
            changed.append(replace(sheet, text=_text(table, audience, own, dice, only, keys)))
    return replace(checked.workbook, sheets=tuple(changed))


def _keys(table: Table, own: Mapping[str, NDArray[np.bool_]]) -> list[str]:
    """Give the ids of the records of a sheet that are not the audience's own."""
    mine = own.get(table.schema.key, np.zeros(table.row_count, dtype=bool))
    return [key for key in table.keys[~mine] if key]


def _text(
    table: Table,
    audience: Audience,
    own: Mapping[str, NDArray[np.bool_]],
    dice: Random,
    only: Collection[Column] | None,
    keys: Mapping[str, list[str]],
) -> pd.DataFrame:
    text = table.located.sheet.text.copy()
    mine = own.get(table.schema.key, np.zeros(table.row_count, dtype=bool))
    for field, column in _columns(table, only):
        hidden = [not audience.sees(field.visibility, is_own=bool(each)) for each in mine]
        rows = [row for row, is_hidden in zip(table.located.row_numbers, hidden, strict=True)
                if is_hidden]  # fmt: skip
        if rows:
            text.loc[rows, column] = _others(field, text.loc[rows, column].tolist(), dice, keys)
    return text


def _columns(table: Table, only: Collection[Column] | None) -> Iterator[tuple[Field, int]]:
    """Give the columns of a sheet that can be disguised, with their places."""
    for field in table.schema.fields:
        column = table.located.columns.get(field.name)
        is_meant = only is None or (table.schema.key, field.name) in only
        if column is not None and field.kind != "id" and is_meant:
            yield field, column


def _others(
    field: Field, values: list[str], dice: Random, keys: Mapping[str, list[str]]
) -> list[str]:
    if field.name in EMBARGO:
        return [value and (drawn(field, dice, {}) or value) for value in values]
    if field.target and len(set(values)) > 1:
        dice.shuffle(values)  # another record that is not the audience's own either
        return values
    if field.target:
        return [dice.choice(keys[field.target]) for _ in values]
    return [drawn(field, dice, {}) for _ in values]
