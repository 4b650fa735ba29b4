"""Rules that count: what was announced against what is entered, parts against the whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from handbook.findings import Finding
from handbook.register import Register
from handbook.rules.intakes import batches_with, rows_of
from handbook.rules.model import Rule

_GONE = ("withdrawn", "abolished")
_ANNOUNCED = {
    "declared_units": "units",
    "declared_applicants": "applicants",
    "declared_selected": "selected",
}


def check_announced_numbers(register: Register) -> Iterator[Finding]:
    """The numbers announced for a batch equal the rows entered: units, applicants, selected.

    Every nomination counts, also one that was withdrawn. Passed over: batches without a single
    nomination entered or from before the programme's `checked_from`, and a number that cannot be
    counted because a unit or a decision is unknown. More people selected than the quota allows is
    left to R24.

    Yields:
        POL-R10 at the announced number.
    """
    if not register.has("batches", "programmes", "applications"):
        return
    fields = [*_ANNOUNCED, "quota", "window_start"]
    frame = batches_with(register, "POL-R10", ["checked_from"], fields)
    frame = frame[~(frame["window_start"] < frame["checked_from"])]
    frame = frame.rename_axis("row").reset_index().merge(_nominations(register), on="batch_id")
    frame["selected"] = frame["selected"].mask(frame["selected"] > frame["quota"])
    table = register.tables["batches"]
    for field, counts in _ANNOUNCED.items():
        known = frame[field].notna() & frame[counts].notna()
        for facts in frame[known & (frame[field] != frame[counts])].to_dict("records"):
            yield register.make(
                "POL-R10",
                table.cell(field, facts["row"]),
                record=str(facts["batch_id"]),
                batch=str(facts["batch_id"]),
                variant=counts if counts != "applicants" else "",
                announced=int(facts[field]),
                counted=int(facts[counts]),
                count=int(facts[counts]),
            )


def _nominations(register: Register) -> pd.DataFrame:
    """Count the nominations of every batch; NaN where something needed is unknown."""
    table = register.tables["applications"]
    rows = rows_of(register, "applications", ["batch_id", "unit_at_time_id", "decision"])
    unit = rows["unit_at_time_id"]
    unsure = table.is_untrusted("decision") | (rows["decision"] == "")
    rows = rows.assign(
        unit=unit.mask(unit == ""), no_unit=unit == "", unsure=unsure,
        selected=rows["decision"] == "selected",
    )  # fmt: skip
    groups = rows[rows["batch_id"] != ""].groupby("batch_id")
    counts = groups.agg(
        units=("unit", "nunique"), applicants=("decision", "size"), selected=("selected", "sum")
    ).astype(float)
    counts.loc[groups["no_unit"].any(), "units"] = np.nan
    counts.loc[groups["unsure"].any(), "selected"] = np.nan
    return counts


def check_places_add_up(register: Register) -> Iterator[Finding]:
    """The places of a batch's positions add up to its quota.

    Withdrawn and abolished positions do not count. Passed over: batches that offer more posts than
    places on purpose, without positions, or with a number of places that cannot be read.

    Yields:
        POL-R11 at the quota of the batch.
    """
    if not register.has("batches", "programmes", "positions"):
        return
    frame = batches_with(register, "POL-R11", [], ["quota", "more_posts_than_places"])
    frame = frame[(frame["more_posts_than_places"] != "yes") & frame["quota"].notna()]
    places = frame["batch_id"].map(places_offered(register))
    wrong = places.notna() & (places != frame["quota"])
    table = register.tables["batches"]
    frame = frame.assign(places=places)[wrong].rename_axis("row").reset_index()
    for facts in frame.to_dict("records"):
        yield register.make(
            "POL-R11",
            table.cell("quota", facts["row"]),
            record=str(facts["batch_id"]),
            batch=str(facts["batch_id"]),
            quota=int(facts["quota"]),
            places=int(facts["places"]),
            count=int(facts["places"]),
        )


def places_offered(register: Register) -> pd.Series:
    """Add up the places of the positions of every batch that were not given up.

    Returns:
        Batch id → places; NaN where one of them cannot be read.
    """
    rows = rows_of(register, "positions", ["batch_id", "quota", "status"])
    rows = rows[~rows["status"].isin(_GONE) & (rows["batch_id"] != "")]
    sums: pd.Series = rows.groupby("batch_id")["quota"].agg(lambda each: each.sum(skipna=False))
    return sums


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R10", check_announced_numbers),
    ("POL-R11", check_places_add_up),
)
