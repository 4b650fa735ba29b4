"""The people nominated in a batch, with what their programme asks of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Plain
from handbook.register import Register
from handbook.rules.telling import each_row
from handbook.schema import LANGUAGES, LIST_SEPARATORS

SHEETS = ("applications", "batches", "programmes", "cadres")
_OUT = ("not_selected", "withdrawn")

Facts: TypeAlias = Mapping[Hashable, Any]


def applications_with(
    register: Register,
    rule: str,
    parameters: list[str],
    fields: list[str],
    milestones: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Join live applications, those of cancelled batches apart, with batch and programme.

    Args:
        register: It has the sheets named in `SHEETS`.
        rule: Code of a rule; only applications of programmes that have it on are given.
        parameters: Columns of `programmes`; blank where batch or programme is unknown.
        fields: Columns of `applications` besides `batch_id`, `cadre_id` and `decision`.
        milestones: Columns of `batches`, given as `batch_…`.

    Returns:
        One row per application, indexed by position.
    """
    frame = register.frame("applications", ["batch_id", "cadre_id", "decision", *fields])
    batch = frame["batch_id"].to_numpy(dtype=object)
    programme = register.look_up("batches", batch, "programme_id").astype(object)
    wanted = register.switches.on_for(rule, programme)
    wanted &= register.look_up("batches", batch, "status") != "cancelled"
    frame, batch, programme = frame[wanted], batch[wanted], programme[wanted]
    places = register.positions("programmes", programme)
    joined = {name: register.at("programmes", places, name) for name in parameters}
    dates = {f"batch_{name}": register.look_up("batches", batch, name) for name in milestones}
    return frame.assign(**joined, **dates)


def of_cadre(register: Register, frame: pd.DataFrame, field: str) -> NDArray[Any]:
    """Fetch a field of the cadres of some rows; blank where the cadre is unknown."""
    return register.look_up("cadres", frame["cadre_id"].to_numpy(dtype=object), field)


def is_candidate(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which applications are still in the running: not turned down, withdrawn or ineligible.

    Args:
        frame: With `decision` and `eligibility`.
    """
    out = frame["decision"].isin(_OUT) | (frame["eligibility"] == "fail")
    return ~out.to_numpy()


def is_selected(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which applications were decided in favour of the person."""
    selected: NDArray[np.bool_] = (frame["decision"] == "selected").to_numpy()
    return selected


def is_looked_at(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which applications were not decided before the programme's checks begin.

    Args:
        frame: With `decided_on`, `batch_decided_on` and `checked_from`.
    """
    decided = frame["decided_on"].fillna(frame["batch_decided_on"])
    return ~(decided < frame["checked_from"]).to_numpy()


def is_trusted(
    register: Register, sheet: str, keys: Iterable[Any], *fields: str
) -> NDArray[np.bool_]:
    """Say which keys lead to a record whose values in some fields were not turned down."""
    table = register.tables[sheet]
    doubtful = table.held.copy()
    for field in fields:
        doubtful |= table.is_untrusted(field)
    known: NDArray[np.bool_] = pd.Index(keys).isin(table.keys[~doubtful])
    known &= np.asarray(keys, dtype=object) != ""
    return known


def rows_of(register: Register, sheet: str, keys: Iterable[Any]) -> dict[str, int]:
    """Give the position of every record that some keys lead to."""
    table = register.tables[sheet]
    wanted = np.flatnonzero(np.isin(table.keys.astype(str), np.unique(np.array([*keys], str))))
    return {str(table.keys[row]): int(row) for row in wanted}


def labels_of(register: Register, path: str, codes: Iterable[str]) -> Plain:
    """Name some choices of a field, as a list in each language."""
    choices = register.schema.field(path).enumeration
    labels = {} if choices is None else choices.labels
    chosen = [labels[code] for code in codes if code in labels]
    return Plain(
        {each: LIST_SEPARATORS[each].join(label[each] for label in chosen) for each in LANGUAGES}
    )


def hits_of(frame: pd.DataFrame, hits: NDArray[np.bool_]) -> Iterator[tuple[int, Facts]]:
    """Go through the rows that are findings.

    Yields:
        Position in the table, and the values of the row by column.
    """
    if hits.any():
        yield from each_row(frame[hits])
