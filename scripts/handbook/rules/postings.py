"""Rules about the posting itself: its units, its term, its end."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Related, Severity
from handbook.register import Register, months_between, term_end, to_date
from handbook.rules.model import Rule
from handbook.rules.telling import each_row
from handbook.rules.terms import OPEN, effective_end
from handbook.tables import is_blank

TERM_TOLERANCE_DAYS = 7  # catalogue of rules, R36: a term counted generously is not an error
SOON_DAYS = 30  # R40: how long before the end the office is reminded
PATIENCE_DAYS = 30  # R40: how long after the end a warning stays a warning


def check_two_units(register: Register) -> Iterator[Finding]:
    """A cadre is posted to another unit than the home unit; campuses count as units of their own.

    Yields:
        POL-R33 at the receiving unit.

    Policy: docs/zh/guidance/what-a-secondment-is.md#two-units
    """
    if not register.has("postings"):
        return
    table = register.tables["postings"]
    frame = register.frame("postings", ["batch_id", "home_unit_id", "receiving_unit_id", "status"])
    same = (frame["home_unit_id"] == frame["receiving_unit_id"]) & (frame["home_unit_id"] != "")
    frame = frame[same & (frame["status"] != "cancelled")]
    names = register.look_up("units", frame["home_unit_id"].to_numpy(dtype=object), "unit_name")
    for row, batch, unit, name in zip(
        frame.index, frame["batch_id"], frame["home_unit_id"], names, strict=True
    ):
        yield register.make(
            "POL-R33",
            table.cell("receiving_unit_id", row),
            record=str(table.keys[row]),
            batch=str(batch),
            related=(Related(table.cell("home_unit_id", row), unit),),
            unit=f"{unit} {name}".strip(),
        )


def check_one_at_a_time(register: Register) -> Iterator[Finding]:
    """No cadre holds two postings on the same day; first and last days count, cancelled ones not.

    A posting is held against the one that ends last among those that began before it.

    Yields:
        POL-R34 at the start of the later posting.

    Policy: docs/zh/guidance/term-and-extension.md#one-at-a-time
    """
    if not register.has("postings"):
        return
    fields = [
        "cadre_id", "batch_id", "start_planned", "end_planned", "extension_to", "end_actual",
        "status",
    ]  # fmt: skip
    frame = register.frame("postings", fields)
    frame = frame[(frame["status"] != "cancelled") & (frame["cadre_id"] != "")]
    frame = frame[frame["cadre_id"].duplicated(keep=False)]
    if frame.empty:
        return
    frame = frame.assign(start=frame["start_planned"], end=effective_end(frame))
    frame = frame.dropna(subset=["start", "end"])
    keys = register.tables["postings"].keys
    frame = frame.assign(key=keys[frame.index]).sort_values(["cadre_id", "start", "key"])
    for row, other in _overlapping(frame):
        yield _overlap(register, frame, row, other)


def _overlapping(frame: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Pair each posting that starts too early with the one still running then."""
    again = frame["cadre_id"].duplicated(keep=False)
    latest: dict[str, tuple[np.datetime64, int]] = {}
    some = frame[again]
    for row, cadre, start, end in zip(
        some.index, some["cadre_id"], some["start"], some["end"], strict=True
    ):
        running = latest.get(cadre)
        if running is not None and start <= running[0]:
            yield int(row), running[1]
        if running is None or end > running[0]:
            latest[cadre] = (end, int(row))


def _overlap(register: Register, frame: pd.DataFrame, row: int, other: int) -> Finding:
    table = register.tables["postings"]
    start, end = to_date(frame.at[row, "start"]), to_date(frame.at[row, "end"])
    other_start, other_end = to_date(frame.at[other, "start"]), to_date(frame.at[other, "end"])
    days = (min(end, other_end) - start).days + 1
    return register.make(
        "POL-R34",
        table.cell("start_planned", row),
        record=str(table.keys[row]),
        batch=str(frame.at[row, "batch_id"]),
        related=(Related(table.cell("start_planned", other), str(table.keys[other])),),
        other=str(table.keys[other]),
        start=start,
        end=end,
        other_start=other_start,
        other_end=other_end,
        overlap_days=days,
        count=days,
    )


def check_term_not_too_long(register: Register) -> Iterator[Finding]:
    """A term is not longer than its programme allows, unless an extension was approved.

    Measured in days against start plus the maximum number of months less one day plus seven days
    of tolerance. An extension counts as approved when its document is named. The planned end is
    judged first; then the actual end, counted from the day the programme's terms run from, or
    against the day an approved extension lasts to, whichever is later.

    Yields:
        POL-R36 at the planned end, the extension (variant `no_document`), or the actual end
        (variants `actual` and, after an approved extension, `past_extension`).

    Policy: docs/zh/guidance/term-and-extension.md#maximum
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = [
        "start_planned", "end_planned", "end_actual", "extension_to", "extension_doc_id",
        "extension_doc_number", "term_basis", "appointed_on", "reported_on",
    ]  # fmt: skip
    frame = register.postings_with(["term_max_months", "name"], fields)
    frame = frame[frame["term_max_months"].notna()]
    months = frame["term_max_months"].to_numpy(dtype=float)
    tolerance = np.timedelta64(TERM_TOLERANCE_DAYS, "D")
    planned_start = frame["start_planned"].to_numpy()
    planned_limit = term_end(planned_start, months)
    actual_start = _term_start(frame)
    actual_limit = term_end(actual_start, months)
    approved = (frame["extension_doc_id"] != "") | (frame["extension_doc_number"] != "")
    approved &= frame["extension_to"].notna()
    planned = frame["end_planned"].to_numpy() > planned_limit + tolerance
    unapproved = (frame["extension_to"].to_numpy() > planned_limit + tolerance) & ~approved
    extended = frame["extension_to"].to_numpy()
    actual = frame["end_actual"].to_numpy() > actual_limit + tolerance
    past_extension = actual & approved & (frame["end_actual"].to_numpy() > extended + tolerance)
    cases = (
        ("end_planned", "", planned & ~approved, planned_start, planned_limit),
        ("extension_to", "no_document", unapproved, planned_start, planned_limit),
        ("end_actual", "actual", actual & ~approved, actual_start, actual_limit),
        ("end_actual", "past_extension", past_extension, actual_start, extended),
    )
    told = np.zeros(len(frame), dtype=bool)
    for field, variant, hits, starts, limits in cases:
        news = np.flatnonzero(np.asarray(hits) & ~told)
        if not news.size:
            continue
        told[news] = True
        for position, (row, posting) in zip(news, each_row(frame.iloc[news]), strict=True):
            start, limit = to_date(starts[position]), to_date(limits[position])
            yield _too_long(register, {**posting, "row": row}, field, variant, start, limit)


def _term_start(frame: pd.DataFrame) -> NDArray[Any]:
    """Give the day a term runs from: appointment, report, or the planned start."""
    basis, start = frame["term_basis"].to_numpy(), frame["start_planned"].to_numpy()
    for name, day in (("issue", "appointed_on"), ("report", "reported_on")):
        known = frame[day].to_numpy()
        start = np.where((basis == name) & ~np.isnat(known), known, start)
    return start


def _too_long(
    register: Register,
    posting: Mapping[Hashable, Any],
    field: str,
    variant: str,
    start: date,
    limit: date,
) -> Finding:
    table = register.tables["postings"]
    row = int(posting["row"])
    end = to_date(posting[field])
    return register.make(
        "POL-R36",
        table.cell(field, row),
        record=str(table.keys[row]),
        variant=variant,
        batch=str(posting["batch_id"]),
        related=(Related(table.cell("start_planned", row), str(start)),),
        months=_number(months_between(start, end)),
        limit=_number(float(posting["term_max_months"])),
        programme=str(posting["name"]),
        start=start,
        actual=end,
        end=limit,
        count=round(months_between(start, end)),
    )


def _number(value: float) -> str:
    return f"{value:g}"


def check_not_past_its_end(register: Register) -> Iterator[Finding]:
    """A posting whose term is over has been ended, extended, or given an outcome.

    Information from 30 days before the end, a warning after it, an error 30 days after; a posting
    marked 期满待安排 is left alone for those 30 days.

    Yields:
        POL-R40 at the end date the posting runs to.

    Policy: docs/zh/guidance/end-and-return.md#when-the-term-ends
    """
    if not register.has("postings"):
        return
    fields = ["end_planned", "extension_to", "end_actual", "status", "outcome"]
    frame = register.frame("postings", fields)
    open_ended = frame["end_actual"].isna() & frame["outcome"].isin(["", "pending"])
    open_ended &= frame["status"].isin(OPEN)
    frame = frame[open_ended]
    end = frame["extension_to"].fillna(frame["end_planned"])
    past = (pd.Timestamp(register.as_of) - end).dt.days
    told = ((past >= -SOON_DAYS) & end.notna()).to_numpy()
    for row, status, last, days in zip(
        frame.index[told], frame["status"][told], end[told], past[told], strict=True
    ):
        finding = _past_end(register, int(row), status, to_date(last), int(days))
        if finding is not None:
            yield finding


def _past_end(register: Register, row: int, status: str, end: date, past: int) -> Finding | None:
    table = register.tables["postings"]
    if status == "awaiting":
        if past <= PATIENCE_DAYS:
            return None
        severity, variant = Severity.ERROR, "awaiting"
    elif past <= 0:
        severity, variant = Severity.INFO, "soon"
    else:
        severity = Severity.WARNING if past <= PATIENCE_DAYS else Severity.ERROR
        variant = ""
    extended = not is_blank(table.values("extension_to"))[row]
    return register.make(
        "POL-R40",
        table.cell("extension_to" if extended else "end_planned", row),
        record=str(table.keys[row]),
        batch=str(table.values("batch_id")[row]),
        severity=severity,
        variant=variant,
        end=end,
        count=abs(past),
    )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R33", check_two_units),
    ("POL-R34", check_one_at_a_time),
    ("POL-R36", check_term_not_too_long),
    ("POL-R40", check_not_past_its_end),
)
