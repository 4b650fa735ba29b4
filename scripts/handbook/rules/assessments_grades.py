"""How the grades of a batch are spread."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from handbook.findings import Finding, Plain
from handbook.register import Register

_EXCELLENT = ("excellent", "vn_excellent")
_NO_GRADE = ("", "ungraded")
_GRADED_KINDS = ("annual", "final")


def check_share_of_excellent(register: Register) -> Iterator[Finding]:
    """No more of a batch are graded excellent than the share its programme allows.

    Annual and final assessments are counted apart, among those with a grade; part of a person
    is rounded down, and one person may always be excellent. Without a share nothing is checked.

    Yields:
        POL-R81 at the batch, once for each kind of assessment.
    """
    if not register.has("assessments", "postings", "batches", "programmes"):
        return
    counts = _counts(register)
    programme = register.look_up(
        "batches", counts["batch_id"].to_numpy(dtype=object), "programme_id"
    ).astype(object)
    share = register.look_up("programmes", programme, "excellent_share_max").astype(float)
    most = np.maximum(np.floor(counts["size"] * share / 100), 1)
    told = (counts["excellent"] > most) & register.switches.on_for("POL-R81", programme)
    counts = counts.assign(limit=share, most=most)[told]
    table, live = register.tables["batches"], register.live("batches")
    rows = live[pd.Index(table.keys[live]).get_indexer(pd.Index(counts["batch_id"]))]
    choices = register.schema.field("assessments.kind").enumeration
    for row, facts in zip(rows, counts.to_dict("records"), strict=True):
        yield register.make(
            "POL-R81",
            table.cell(table.schema.primary_key, int(row)),
            record=str(facts["batch_id"]),
            batch=str(facts["batch_id"]),
            kind=Plain({} if choices is None else choices.labels[str(facts["kind"])]),
            size=int(facts["size"]),
            limit=f"{facts['limit']:g}",
            most=int(facts["most"]),
            count=int(facts["excellent"]),
        )


def _counts(register: Register) -> pd.DataFrame:
    """Count the graded and the excellent of every batch and kind of assessment."""
    frame = register.frame("assessments", ["posting_id", "kind", "grade"])
    postings = frame["posting_id"].to_numpy(dtype=object)
    frame = frame.assign(
        batch_id=register.look_up("postings", postings, "batch_id").astype(object),
        excellent=frame["grade"].isin(_EXCELLENT),
    )
    graded = ~frame["grade"].isin(_NO_GRADE) & frame["kind"].isin(_GRADED_KINDS)
    groups = frame[graded & (frame["batch_id"] != "")].groupby(["batch_id", "kind"])
    counts: pd.DataFrame = groups.agg(size=("excellent", "size"), excellent=("excellent", "sum"))
    return counts.reset_index()
