"""Rules about nominations: who had to nominate, when it came in, how many copies."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from handbook.findings import Finding, Related
from handbook.register import Register, to_date
from handbook.rules.intakes import batches_with, rows_of
from handbook.rules.model import Rule


def check_units_nominated(register: Register) -> Iterator[Finding]:
    """A unit that must nominate has sent as many nominations as the programme asks of each.

    Looked at from the day after the nomination deadline; every nomination of the unit counts, also
    one that was withdrawn. Passed over: batches without a deadline or with one before the
    programme's `checked_from`, and batches with a nomination whose unit is unknown.

    Yields:
        POL-R15 at 必须推荐 in the allocations.
    """
    if not register.has("batches", "programmes", "allocations", "applications"):
        return
    frame = batches_with(
        register, "POL-R15", ["min_nominations_per_unit", "checked_from"], ["nomination_deadline"]
    )
    closed = frame["nomination_deadline"] < pd.Timestamp(register.as_of)
    closed &= ~(frame["nomination_deadline"] < frame["checked_from"])
    frame = frame[closed & (frame["min_nominations_per_unit"] > 0)]
    table = register.tables["allocations"]
    short = _short_units(register, frame)
    for facts in short.to_dict("records"):
        unit = str(facts["unit_id"])
        yield register.make(
            "POL-R15",
            table.cell("must_nominate", facts["row"]),
            record=str(table.keys[facts["row"]]),
            batch=str(facts["batch_id"]),
            unit=f"{unit} {facts['unit_name']}".strip(),
            required=int(facts["min_nominations_per_unit"]),
            there=int(facts["there"]),
            deadline=to_date(facts["nomination_deadline"]),
            count=int(facts["min_nominations_per_unit"]),
        )


def _short_units(register: Register, batches: pd.DataFrame) -> pd.DataFrame:
    """Give the allocations of units that must nominate and sent too few."""
    sent = rows_of(register, "applications", ["batch_id", "unit_at_time_id"])
    unclear = sent.loc[sent["unit_at_time_id"] == "", "batch_id"]
    batches = batches[~batches["batch_id"].isin(unclear)]
    counts = sent.groupby(["batch_id", "unit_at_time_id"]).size().rename("there").reset_index()
    frame = register.frame("allocations", ["batch_id", "unit_id", "must_nominate"])
    frame = frame[(frame["must_nominate"] == "yes") & (frame["unit_id"] != "")]
    frame = frame.assign(row=frame.index).merge(batches, on="batch_id")
    counts = counts.rename(columns={"unit_at_time_id": "unit_id"})
    frame = frame.merge(counts, on=["batch_id", "unit_id"], how="left").fillna({"there": 0})
    frame = frame[frame["there"] < frame["min_nominations_per_unit"]]
    names = register.look_up("units", frame["unit_id"].to_numpy(dtype=object), "unit_name")
    return frame.assign(unit_name=names)


def check_nominations_in_time(register: Register) -> Iterator[Finding]:
    """A nomination came in on the day of the deadline at the latest.

    Withdrawn nominations and those of cancelled batches are passed over.

    Yields:
        POL-R16 at the day it was submitted.
    """
    if not register.has("batches", "applications"):
        return
    table, batches = register.tables["applications"], register.tables["batches"]
    frame = register.frame("applications", ["batch_id", "submitted_on", "decision"])
    if frame.empty:
        return
    frame = frame[frame["decision"] != "withdrawn"].rename_axis("row").reset_index()
    frame = frame.merge(
        batches_with(register, "POL-R16", [], ["nomination_deadline"])
        .rename_axis("place")
        .reset_index(),
        on="batch_id",
    )
    frame = frame[frame["submitted_on"] > frame["nomination_deadline"]]
    for facts in frame.to_dict("records"):
        submitted, deadline = to_date(facts["submitted_on"]), to_date(facts["nomination_deadline"])
        place = batches.cell("nomination_deadline", facts["place"])
        yield register.make(
            "POL-R16",
            table.cell("submitted_on", facts["row"]),
            record=str(table.keys[facts["row"]]),
            batch=str(facts["batch_id"]),
            related=(Related(place, str(deadline)),),
            submitted=submitted,
            deadline=deadline,
            count=(submitted - deadline).days,
        )


def check_copies(register: Register) -> Iterator[Finding]:
    """The registration form came in as many copies as the programme asks for.

    A blank number of copies says nothing, withdrawn nominations are passed over.

    Yields:
        POL-R17 at the number of copies received.
    """
    if not register.has("batches", "programmes", "applications"):
        return
    table = register.tables["applications"]
    frame = register.frame("applications", ["batch_id", "form_copies_received", "decision"])
    frame = frame[frame["decision"] != "withdrawn"].rename_axis("row").reset_index()
    frame = frame.merge(batches_with(register, "POL-R17", ["form_copies"], []), on="batch_id")
    frame = frame[frame["form_copies_received"] < frame["form_copies"]]
    for facts in frame.to_dict("records"):
        required, received = int(facts["form_copies"]), int(facts["form_copies_received"])
        yield register.make(
            "POL-R17",
            table.cell("form_copies_received", facts["row"]),
            record=str(table.keys[facts["row"]]),
            batch=str(facts["batch_id"]),
            required=required,
            received=received,
            count=required - received,
        )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R15", check_units_nominated),
    ("POL-R16", check_nominations_in_time),
    ("POL-R17", check_copies),
)
