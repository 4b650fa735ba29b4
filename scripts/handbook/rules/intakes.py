"""Batches as rules look at them: not cancelled, joined with the parameters of their programme."""

from __future__ import annotations

import pandas as pd

from handbook.register import Register

UNDER_WAY = ("selecting", "running", "closed")


def batches_with(
    register: Register, rule: str, parameters: list[str], fields: list[str]
) -> pd.DataFrame:
    """Join live batches that were not cancelled with parameters of their programme.

    Args:
        register: With batches.
        rule: Code of a rule; only batches of programmes that have it on are given.
        parameters: Columns of `programmes`; blank where the programme is unknown.
        fields: Columns of `batches` besides `programme_id` and `status`.

    Returns:
        One row per batch, indexed by position, with `batch_id` and one column each.
    """
    frame = register.frame("batches", ["programme_id", "status", *fields])
    frame = frame[frame["status"] != "cancelled"]
    programme = frame["programme_id"].to_numpy(dtype=object)
    is_on = register.switches.on_for(rule, programme)
    frame, programme = frame[is_on], programme[is_on]
    places = register.positions("programmes", programme)
    joined = {name: register.at("programmes", places, name) for name in parameters}
    keys = register.tables["batches"].keys
    return frame.assign(batch_id=keys[frame.index], **joined)


def rows_of(register: Register, sheet: str, fields: list[str]) -> pd.DataFrame:
    """Give typed columns of every row of a sheet, rows without a usable number included.

    For counting: a row that still lacks its number is a person all the same.
    """
    table = register.tables[sheet]
    return pd.DataFrame({field: table.values(field) for field in fields})
