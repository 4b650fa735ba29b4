"""Rules about the posts of a batch: how many were taken up, and whether the unit has room."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from handbook.findings import Finding, Related
from handbook.register import Register
from handbook.rules.intakes import UNDER_WAY, batches_with, rows_of
from handbook.rules.integrity_counts import places_offered
from handbook.rules.model import Rule

FILL_RATE_MIN = 80  # R18, percent, where the programme states none
_IN_USE = ("open", "filled")
_BATCH_OVER = ("closed", "cancelled")


def check_fill_rate(register: Register) -> Iterator[Finding]:
    """Of the posts of a batch at least the programme's share was taken up, else four in five.

    Taken up means reported in. Posts are the places of the positions that were not given up; the
    quota where more posts than places are offered on purpose or no positions are entered. Looked at
    from the day after 到岗期限, else after the batch's first day, for batches under way or closed
    that began on `checked_from` or later. The share itself is enough.

    Yields:
        POL-R18 at the quota of the batch.
    """
    if not register.has("batches", "programmes", "postings"):
        return
    fields = ["quota", "more_posts_than_places", "report_by", "window_start"]
    frame = batches_with(register, "POL-R18", ["fill_rate_min", "checked_from"], fields)
    due = frame["report_by"].fillna(frame["window_start"])
    frame = frame[
        (due < pd.Timestamp(register.as_of))
        & frame["status"].isin(UNDER_WAY)
        & ~(frame["window_start"] < frame["checked_from"])
    ]
    frame = frame.assign(
        posts=_posts(register, frame),
        arrived=frame["batch_id"].map(_arrived(register)).fillna(0),
        minimum=frame["fill_rate_min"].fillna(FILL_RATE_MIN),
    )
    frame = frame[frame["arrived"] * 100 < frame["minimum"] * frame["posts"]]
    table = register.tables["batches"]
    for batch in frame.rename_axis("row").reset_index().to_dict("records"):
        yield register.make(
            "POL-R18",
            table.cell("quota", batch["row"]),
            record=str(batch["batch_id"]),
            batch=str(batch["batch_id"]),
            posts=int(batch["posts"]),
            arrived=int(batch["arrived"]),
            share=f"{batch['arrived'] / batch['posts'] * 100:.3g}",
            minimum=f"{batch['minimum']:g}",
            count=int(batch["posts"]),
        )


def _posts(register: Register, batches: pd.DataFrame) -> pd.Series:
    """Give the number of posts of each batch; NaN where it is unknown."""
    if not register.has("positions"):
        return batches["quota"]
    offered = batches["batch_id"].map(places_offered(register))
    chosen = batches["more_posts_than_places"] == "yes"
    return offered.mask(chosen | offered.isna(), batches["quota"])


def _arrived(register: Register) -> pd.Series:
    """Count the people who reported in for each batch."""
    rows = rows_of(register, "postings", ["batch_id", "reported_on", "status"])
    there = rows["reported_on"].notna() & (rows["status"] != "cancelled")
    return rows[there & (rows["batch_id"] != "")].groupby("batch_id").size()


def check_leadership_slots(register: Register) -> Iterator[Finding]:
    """A post at a unit whose leadership posts are all taken is one that does not count as one.

    Withdrawn and abolished positions and those of batches that are over are passed over.

    Yields:
        POL-R57 at 不占职数 of the position.
    """
    if not register.has("batches", "positions", "units"):
        return
    table, units = register.tables["positions"], register.tables["units"]
    fields = ["batch_id", "receiving_unit_id", "outside_quota", "status"]
    frame = register.frame("positions", fields).rename(columns={"status": "state"})
    frame = frame[frame["state"].isin(_IN_USE) & (frame["outside_quota"] != "yes")]
    frame = frame[~table.is_untrusted("outside_quota")[frame.index]]
    frame = frame.rename_axis("row").reset_index()
    frame = frame.merge(batches_with(register, "POL-R57", [], []), on="batch_id")
    unit_ids = frame["receiving_unit_id"].to_numpy(dtype=object)
    frame = frame.assign(
        full=register.look_up("units", unit_ids, "leadership_slots_full"),
        name=register.look_up("units", unit_ids, "unit_name"),
    )
    frame = frame[(frame["full"] == "yes") & ~frame["status"].isin(_BATCH_OVER)]
    places = {key: row for row, key in enumerate(units.keys)}
    for facts in frame.to_dict("records"):
        unit = str(facts["receiving_unit_id"])
        yield register.make(
            "POL-R57",
            table.cell("outside_quota", facts["row"]),
            record=str(table.keys[facts["row"]]),
            batch=str(facts["batch_id"]),
            related=(Related(units.cell("leadership_slots_full", places[unit]), unit),),
            unit=f"{unit} {facts['name']}".strip(),
        )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R18", check_fill_rate),
    ("POL-R57", check_leadership_slots),
)
