"""Everything that falls due for one audience: ends, gaps, looks at the home post, milestones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pandas as pd

from handbook.dues.frames import Days, frame_of
from handbook.dues.model import KEPT_DAYS, Due, Kind, Subject
from handbook.dues.papers import assessment_dues, report_dues
from handbook.publishable import Publishable, State
from handbook.rules.cycles import later_of
from handbook.rules.home_unit import CHECK_EVERY_DAYS, SETTLED, last_look_opens
from handbook.rules.mentor_days import counted_days, short_stretches
from handbook.rules.mentors import GAP_DAYS
from handbook.rules.terms import CLOSED

MILESTONES = (
    "kickoff_on",
    "nomination_deadline",
    "decided_on",
    "announced_on",
    "sendoff_on",
    "report_by",
    "window_start",
    "window_end",
)
"""Columns of `batches` that hold a day of the batch, in the order of its course."""


def all_dues(publishable: Publishable) -> tuple[Due, ...]:
    """Give everything that falls due as far as an audience may know.

    Ends and milestones that have passed stay for ninety days; what somebody has to do stays until
    it is done.

    Args:
        publishable: The register as the audience may see it.

    Returns:
        By day, then by subject, kind and detail.
    """
    days = Days(publishable)
    found = list(_milestones(publishable))
    if "postings" in publishable.tables:
        for part in _PARTS:
            found += part(days)
    return tuple(sorted(found, key=_order))


def _order(due: Due) -> tuple[object, ...]:
    return due.day, due.subject.batch, due.subject.posting, due.kind, due.detail, due.period


def _milestones(publishable: Publishable) -> Iterator[Due]:
    """Give the days of all batches that were not cancelled."""
    table = publishable.tables.get("batches")
    first = publishable.as_of - timedelta(days=KEPT_DAYS)
    for key, record in table.records.items() if table else ():
        if record.status == "cancelled":
            continue
        subject = Subject(batch=key, programme=record.programme_id)
        for name in MILESTONES:
            day = getattr(record, name, None)
            if day and day >= first:
                is_held = table is not None and table.states.get((key, name)) is State.HELD
                yield Due(Kind.MILESTONE, day, subject, name, is_held=is_held)


def _term_ends(days: Days) -> Iterator[Due]:
    """Give the last day of every posting, as the register has it today."""
    frame = days.postings
    frame = frame[frame["end"] >= days.today - pd.Timedelta(days=KEPT_DAYS)]
    held = np.zeros(len(frame), dtype=bool)
    is_open = np.ones(len(frame), dtype=bool)
    for name in ("end_actual", "extension_to", "end_planned"):
        held |= is_open & days.held("postings", name, frame.index)
        is_open &= frame[name].isna().to_numpy()
    yield from days.told(
        Kind.TERM_END, frame.assign(posting_id=frame.index, day=frame["end"]), held
    )


def _mentor_gaps(days: Days) -> Iterator[Due]:
    """Give the first day from today on which mentors are lacking, until the end of a posting.

    A change of mentors may take a week, as in the rule on mentors.
    """
    if "mentors" not in days.publishable.tables:
        return
    frame = days.postings
    frame = frame.assign(since=frame["since"].where(frame["since"] > days.today, days.today))
    frame = frame.assign(until=frame["end"], today=days.today)
    frame = frame[(frame["mentor_min"] > 0) & (frame["since"] <= frame["until"])]
    frame = frame[~frame["status"].isin(CLOSED)]
    if frame.empty:
        return
    mentors = frame_of(
        days.publishable, "mentors", ["posting_id", "role", "level", "start_on", "end_on"]
    )
    doubtful = days.held("mentors", "start_on", mentors.index)
    doubtful |= days.held("mentors", "end_on", mentors.index)
    known = frame[~frame["key"].isin(mentors["posting_id"][doubtful])]
    gaps = short_stretches(known, counted_days(mentors[~doubtful], known))
    gaps = gaps[(gaps["next_day"] - gaps["day"]).dt.days > GAP_DAYS]
    first = gaps.groupby("posting").first().reset_index()
    yield from days.told(Kind.MENTOR_GAP, first.rename(columns={"posting": "posting_id"}))


def _home_posts(days: Days) -> Iterator[Due]:
    """Give the day by which the home post of every running posting is to be looked at again."""
    frame = days.asking("POL-R51", days.running)
    doubtful = days.held("postings", "home_post_checked_on", frame.index)
    doubtful |= days.held("postings", "home_post_status", frame.index)
    frame = frame[frame["is_own"] & ~frame["home_post_status"].isin(SETTLED) & ~doubtful]
    checked, opens = frame["home_post_checked_on"], last_look_opens(frame)
    due = later_of(frame["since"], checked) + pd.Timedelta(days=CHECK_EVERY_DAYS)
    due = due.where((due <= opens) | (checked >= opens), opens)
    found = pd.DataFrame({"posting_id": frame.index, "day": due.to_numpy()})
    yield from days.told(Kind.HOME_POST, found[(due <= frame["end"]).to_numpy()])


_PARTS = (_term_ends, report_dues, assessment_dues, _mentor_gaps, _home_posts)
