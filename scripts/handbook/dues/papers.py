"""Reports and assessments that are to come: those entered, and those the cycles ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.dues.frames import Days, frame_of
from handbook.dues.model import Due, Kind
from handbook.register import term_end
from handbook.rules import assessments, reports
from handbook.rules.cycles import later_of, next_due, whole_cycles

_ONE_DAY = np.timedelta64(1, "D")


def report_dues(days: Days) -> Iterator[Due]:
    """Give the reports that are to be handed in, and are not.

    Those entered with the day they are due, and the next one of every cycle for which no row
    stands, with the days of grace the rule on missing reports gives. What is due before the
    programme's `checked_from` is left alone, and regular reports after an early end.

    Args:
        days: Of one audience; of postings in which it may not see what is overdue, nothing.
    """
    if "reports" not in days.publishable.tables or not days.postings["is_own"].any():
        return
    entered = _of_own(days, "reports", ["type", "period", "due_on", "submitted_on"])
    yield from days.told(Kind.REPORT, *_open(days, "reports", _wanted(entered), "type"))
    frame = days.asking("POL-R60", days.postings)
    frame = frame[frame["is_own"] & ~frame["status"].isin(["planned", "suspended"])]
    for kind, months in reports.required_cycles(frame) if len(frame) else ():
        if not np.isnan(months).all():
            counted = entered[entered["type"].isin(reports.COUNTING[kind])]
            yield from days.told(Kind.REPORT, _missing(days, frame, months, counted, kind))


def _wanted(entered: pd.DataFrame) -> pd.DataFrame:
    """Keep reports the rule on overdue ones would ask for once their day has passed."""
    after = (entered["due_on"] - entered["end_actual"]).dt.days > reports.AFTER_THE_END_DAYS
    return entered[
        entered["submitted_on"].isna() & ~(after & entered["type"].isin(reports.REGULAR))
    ]


def _missing(
    days: Days, frame: pd.DataFrame, months: NDArray[Any], counted: pd.DataFrame, kind: str
) -> pd.DataFrame:
    """Give the cycles without a report, up to the one that is running, each with its last day."""
    start, until = frame["start_planned"].to_numpy(), days.today.to_numpy()
    before = whole_cycles(start, frame["checked_from"].to_numpy() - _ONE_DAY, months)
    over = whole_cycles(start, np.full(len(frame), until), months)
    when = counted["due_on"].fillna(counted["submitted_on"])
    counted = counted[when.notna() & ~(when < counted["checked_from"])]
    present = counted.groupby("posting_id").size().reindex(frame.index, fill_value=0).to_numpy()
    lacking = np.where(np.isnan(months), 0, np.maximum(over + 1 - before - present, 0))
    rows = np.repeat(np.arange(len(frame)), lacking)
    number = (before + present + 1)[rows] + _places_in_runs(lacking)
    last = term_end(start[rows], number * months[rows])
    found = pd.DataFrame(
        {
            "posting_id": frame.index.to_numpy()[rows],
            "day": last + reports.GRACE_DAYS * _ONE_DAY,
            "detail": kind,
            "period": number,
        }
    )
    return found[last <= frame["end"].to_numpy()[rows]]


def _places_in_runs(lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    """Count 0, 1, 2 … within each run of some lengths."""
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    places: NDArray[np.intp] = np.arange(len(starts)) - starts
    return places


def assessment_dues(days: Days) -> Iterator[Due]:
    """Give the assessments that are to be held, and are not.

    Those entered with the day they are due, the next one of the programme's cycle where none is
    entered, and the final one after an end.

    Args:
        days: Of one audience; of postings in which it may not see what is overdue, nothing.
    """
    if "assessments" not in days.publishable.tables or not days.postings["is_own"].any():
        return
    entered = _of_own(days, "assessments", ["kind", "due_on", "done_on"])
    waiting = entered[entered["done_on"].isna() & entered["due_on"].notna()]
    yield from days.told(Kind.ASSESSMENT, *_open(days, "assessments", waiting, "kind"))
    yield from days.told(Kind.ASSESSMENT, _next_assessments(days, entered, waiting))
    yield from days.told(Kind.ASSESSMENT, _final_assessments(days, entered))


def _next_assessments(days: Days, entered: pd.DataFrame, waiting: pd.DataFrame) -> pd.DataFrame:
    """Give running postings in which nobody has entered when the next assessment is."""
    frame = days.asking("POL-R75", days.at_work)
    frame = frame[frame["is_own"] & ~frame["key"].isin(waiting["posting_id"])]
    cyclic = entered[entered["kind"].isin(assessments.OF_CYCLES)]
    last = cyclic.groupby("posting_id")["done_on"].max().reindex(frame.index)
    due = next_due(later_of(frame["since"], last), frame["assess_cycle_months"])
    found = pd.DataFrame({"posting_id": frame.index, "day": due.to_numpy()})
    return found[due.notna().to_numpy() & (due <= frame["end"]).to_numpy()].assign(period="next")


def _final_assessments(days: Days, entered: pd.DataFrame) -> pd.DataFrame:
    """Give postings that have ended without a final assessment entered."""
    frame = days.asking("POL-R76", days.postings)
    final = entered[entered["kind"] == "final"]
    ended = frame["is_own"] & frame["end_actual"].notna() & (frame["status"] != "planned")
    ended &= ~(frame["end_actual"] < frame["checked_from"])
    frame = frame[ended & ~frame["key"].isin(final["posting_id"])]
    day = frame["end_actual"] + pd.Timedelta(days=assessments.GRACE_DAYS)
    return pd.DataFrame({"posting_id": frame.index, "day": day.to_numpy(), "detail": "final"})


def _of_own(days: Days, sheet: str, fields: list[str]) -> pd.DataFrame:
    """Give rows of postings in which the audience may see what is overdue, with their ends."""
    frame = frame_of(days.publishable, sheet, ["posting_id", *fields])
    own = days.postings[days.postings["is_own"]]
    frame = frame[frame["posting_id"].isin(own.index)]
    facts = own[["end_actual", "checked_from"]].reindex(frame["posting_id"].to_numpy())
    return pd.concat([frame, facts.set_axis(frame.index)], axis=1)


def _open(
    days: Days, sheet: str, waiting: pd.DataFrame, detail: str
) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Give rows with a day on which they are due, and whether that day can be trusted."""
    done = {"reports": "submitted_on", "assessments": "done_on"}[sheet]
    due = waiting["due_on"]
    waiting = waiting[due.notna() & ~(due < waiting["checked_from"])]
    waiting = waiting[~days.held(sheet, done, waiting.index)]
    found = waiting.assign(day=waiting["due_on"], detail=waiting[detail], period=_periods(waiting))
    return found, days.held(sheet, "due_on", waiting.index)


def _periods(waiting: pd.DataFrame) -> pd.Series[Any]:
    """Give what tells rows of one posting and type apart: the period, else the month they are due.

    Two rows that agree in that too are numbered.
    """
    period = waiting["due_on"].dt.strftime("%Y-%m")
    if "period" in waiting:
        period = waiting["period"].where(waiting["period"] != "", period)
    kind = waiting["type"] if "type" in waiting else waiting["kind"]
    number = period.groupby([waiting["posting_id"], kind, period]).cumcount()
    numbered: pd.Series[Any] = period.where(number == 0, period + "-" + (number + 1).astype(str))
    return numbered
