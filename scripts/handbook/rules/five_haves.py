"""The five haves: a plan, notes, time set aside, a special topic, a reflection."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from handbook.findings import Finding, Param, Plain
from handbook.register import Register, to_date
from handbook.rules.belonging import begun_postings, rows_of
from handbook.rules.telling import tell

PATIENCE_DAYS = 30  # R71: as long as for the final report
PAPERS = ("plan", "study_note", "special", "reflection")
_TIME = "time"


def check_five_haves(register: Register) -> Iterator[Finding]:
    """Thirty days after a posting, every paper of the five haves its programme asks for is in.

    Asked for are those of plan, notes, special topic and reflection that stand among the
    programme's required reports. Where notes are, time was set aside for study as well: the work
    log has an entry of it. Postings that began before `checked_from` are left alone, and nothing
    is said of time where there is no work log.

    Yields:
        POL-R71 at the key of the posting.
    """
    if not register.has("postings", "batches", "programmes", "reports"):
        return
    postings = begun_postings(register, "POL-R71", ["reports_required", "checked_from"])
    over = (pd.Timestamp(register.as_of) - postings["end"]).dt.days > PATIENCE_DAYS
    over &= postings["start"].notna()
    postings = postings[over & ~(postings["start"] < postings["checked_from"])]
    missing = _missing(register, postings)
    lacking = missing.groupby("posting")["item"].agg(list)
    found = postings.loc[lacking.index].assign(lacking=lacking)

    def params(posting: Mapping[Hashable, Any]) -> Mapping[str, Param]:
        return {
            "missing": _named(register, posting["lacking"]),
            "end": to_date(posting["end"]),
            "count": len(posting["lacking"]),
        }

    yield from tell(register, "POL-R71", found, "posting_id", params)


def _missing(register: Register, postings: pd.DataFrame) -> pd.DataFrame:
    """List what each posting owes and has not handed in, in the order of the five haves.

    Returns:
        Columns posting and item.
    """
    there = _handed_in(register, postings)
    items = [*PAPERS[:2], *([_TIME] if register.has("work_log") else []), *PAPERS[2:]]
    parts = [pd.DataFrame({"posting": postings.index[:0], "item": ""})]
    for item in items:
        needs = "study_note" if item == _TIME else item
        asked = np.array([needs in each for each in postings["reports_required"]], dtype=bool)
        has = postings.index.isin(there.loc[there["item"] == item, "posting"])
        parts.append(pd.DataFrame({"posting": postings.index[asked & ~has], "item": item}))
    return pd.concat(parts)


def _handed_in(register: Register, postings: pd.DataFrame) -> pd.DataFrame:
    """List what was handed in, as posting and item."""
    reports = rows_of(register, "reports", ["type", "submitted_on"], postings[["key"]])
    reports = reports[reports["submitted_on"].notna()]
    parts = [pd.DataFrame({"posting": reports["posting"], "item": reports["type"]})]
    if register.has("work_log"):
        log = rows_of(register, "work_log", ["entry_type"], postings[["key"]])
        studied = log.loc[log["entry_type"] == "study", "posting"].unique()
        parts.append(pd.DataFrame({"posting": studied, "item": _TIME}))
    return pd.concat(parts)


def _named(register: Register, items: list[str]) -> Plain:
    choices = register.schema.field("reports.type").enumeration
    kinds = register.schema.field("work_log.entry_type").enumeration
    labels = [
        (kinds.labels["study"] if kinds else {})
        if item == _TIME
        else (choices.labels[item] if choices else {})
        for item in items
    ]
    return Plain(
        {
            language: mark.join(each[language] for each in labels)
            for language, mark in (("zh", "、"), ("vi", ", "), ("en", ", "))
        }
    )
