"""Rows that belong to a posting, joined with what the posting and its programme say."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.register import Register
from handbook.rules.terms import SPAN, with_span

_NOT_BEGUN = ("planned",)


def begun_postings(
    register: Register, rule: str, parameters: list[str], fields: list[str] | None = None
) -> pd.DataFrame:
    """Give the postings that have begun, with their first and last day and programme parameters.

    Args:
        register: Read only.
        rule: Code; only postings of programmes that have it on are given.
        parameters: Columns of `programmes`.
        fields: Further columns of `postings`.

    Returns:
        One row per posting, indexed by position, with `key`, `start` and `end` (NaT where unknown).
    """
    frame = register.postings_with(parameters, [*SPAN, *(fields or [])], rule=rule)
    frame = with_span(register, frame[~frame["status"].isin(_NOT_BEGUN)])
    return frame.assign(key=register.tables["postings"].keys[frame.index])


def rows_of(
    register: Register, sheet: str, fields: list[str], postings: pd.DataFrame
) -> pd.DataFrame:
    """Join the live rows of a sheet with the postings they belong to.

    Args:
        register: Read only.
        sheet: A sheet with a column `posting_id`.
        fields: Its columns besides that one; none that `postings` has too.
        postings: From `begun_postings`.

    Returns:
        One row per row of the sheet that belongs to one of the postings, indexed by position in
        the sheet, with the columns of both and `posting`, the position of the posting.
    """
    frame = register.frame(sheet, ["posting_id", *fields])
    found = pd.Index(postings["key"]).get_indexer(pd.Index(frame["posting_id"]))
    frame, found = frame[found >= 0], found[found >= 0]
    facts = postings.iloc[found].assign(posting=postings.index[found])
    joined: pd.DataFrame = pd.concat([frame, facts.set_axis(frame.index)], axis=1)
    return joined


def are_trusted(
    register: Register, sheet: str, fields: list[str], frame: pd.DataFrame
) -> NDArray[np.bool_]:
    """Say for every row whether all of some cells can be trusted, so that a blank is a blank.

    Args:
        register: Read only.
        sheet: Sheet the frame is of.
        fields: Field names.
        frame: Indexed by position in the sheet.
    """
    table = register.tables[sheet]
    trusted = np.ones(len(frame), dtype=bool)
    for field in fields:
        trusted &= ~table.is_untrusted(field)[frame.index]
    return trusted
