"""What nobody outside the organisation department may know of yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.register import Register
from handbook.schema import Field
from handbook.tables import Table, is_blank
from handbook.validation import APPOINTMENT

_OUTCOME_FIELDS = ("outcome", "outcome_unit_id", "outcome_post", "outcome_rank")
_OUTCOME_DOCUMENTS = ("outcome_doc_number", "outcome_doc_id")


def embargoed_rows(register: Register) -> dict[str, NDArray[np.bool_]]:
    """Mark the rows nobody outside the organisation department may know of yet.

    A posting is free once its appointment document and date are entered and the date has come.
    Where the workbook has neither column, a posting is free once its cadre has reported in
    (HDR207 says so). What points to an embargoed posting shares its fate.
    """
    postings = register.tables.get("postings")
    if postings is None:
        return {}
    today = np.datetime64(register.as_of, "s")
    if any(postings.has_column(name) for name in APPOINTMENT):
        free = ~is_blank(postings.values("appointment_doc_number"))
        free &= postings.values("appointed_on") <= today
    else:
        free = postings.values("reported_on") <= today
    hidden = {"postings": ~free}
    secret = set(postings.keys[~free])
    for key, table in register.tables.items():
        for field in table.schema.fields:
            if field.target == "postings" and field.kind == "reference" and key != "postings":
                mask = np.isin(table.values(field.name).astype(str), list(map(str, secret)))
                hidden[key] = hidden.get(key, np.zeros(len(mask), dtype=bool)) | (
                    mask & ~is_blank(table.values(field.name))
                )
    return hidden


def is_wholly_embargoed(register: Register) -> bool:
    """Say whether there are postings, and nobody outside may know of a single one yet.

    Args:
        register: As checked.
    """
    hidden = embargoed_rows(register).get("postings")
    return hidden is not None and bool(len(hidden)) and bool(hidden.all())


def places_of(
    register: Register, marked: Mapping[str, NDArray[np.bool_]]
) -> set[tuple[str, int | None]]:
    """Give the places of rows that were marked: sheet key and row number.

    Args:
        register: As checked.
        marked: Sheet key → True for every row that is meant.
    """
    return {
        (key, int(number))
        for key, mask in marked.items()
        for number in register.tables[key].located.row_numbers[mask]
    }


def hide_pending_outcomes(
    table: Table, fields: Sequence[Field], rows: NDArray[np.intp], columns: list[list[Any]]
) -> None:
    """Blank what became of a cadre until the document and date of the outcome are entered."""
    settled = ~is_blank(table.values("outcome_on")) & (table.values("outcome") != "pending")
    documented = np.zeros(len(settled), dtype=bool)
    for name in _OUTCOME_DOCUMENTS:
        documented |= ~is_blank(table.values(name))
    pending = np.flatnonzero(~(settled & documented)[rows])
    for field, column in zip(fields, columns, strict=True):
        if field.name in _OUTCOME_FIELDS:
            for position in pending:
                column[position] = ""
