"""Talks and inquiries that fall due in running postings, by the cycles of their programmes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from handbook.dues.frames import Days, frame_of
from handbook.publishable import Publishable
from handbook.register import to_date
from handbook.rules.contacts import AT_RECEIVING
from handbook.rules.cycles import later_of, next_due

_CYCLES = (
    ("heart_talk", "POL-R63", "talk_cycle_months"),
    ("opinion", "POL-R62", "opinion_cycle_months"),
)
"""Kind of engagement, the rule that asks for it, and the column that says how often."""


def coming_talks(publishable: Publishable) -> Mapping[str, tuple[tuple[str, date], ...]]:
    """Give the next talk and inquiry of every running posting, as the rules on them count.

    Args:
        publishable: The register as the audience may see it.

    Returns:
        Posting id → kind of engagement and the day by which it is to be held; absent where no
        cycle is stated, where the posting ends before, and where the audience may not see what is
        overdue.
    """
    if "postings" not in publishable.tables or "engagements" not in publishable.tables:
        return {}
    days = Days(publishable)
    held = _taking_part(days)
    found = dict[str, list[tuple[str, date]]]()
    for kind, code, column in _CYCLES:
        for posting, day in _due(days, held[held["kind"] == kind], code, column):
            found.setdefault(posting, []).append((kind, day))
    return {posting: tuple(each) for posting, each in found.items()}


def _due(days: Days, held: pd.DataFrame, code: str, column: str) -> Iterator[tuple[str, date]]:
    frame = days.asking(code, days.at_work)
    frame = frame[frame["is_own"]]
    cycles = frame_of(days.publishable, "programmes", [column])[column]
    months = cycles.reindex(frame["programme_id"].to_numpy()).set_axis(frame.index)
    last = held.groupby("posting_id")["held_on"].max().reindex(frame.index)
    last = last.where(last >= frame["start"])
    due = next_due(later_of(frame["since"], last), months)
    due = due[due.notna() & (due <= frame["end"])]
    yield from zip(due.index, map(to_date, due), strict=True)


def _taking_part(days: Days) -> pd.DataFrame:
    """Spread talks and inquiries over the postings they concern: kind, held_on, posting_id."""
    fields = ["kind", "held_on", "batch_id", "posting_ids", "with_party"]
    frame = frame_of(days.publishable, "engagements", fields)
    is_asked = frame["kind"].isin([kind for kind, _, _ in _CYCLES]) & frame["held_on"].notna()
    is_there = (frame["kind"] != "opinion") | frame["with_party"].isin(AT_RECEIVING)
    frame = frame[is_asked & is_there]
    named = frame["posting_ids"].str.len() > 0
    one_by_one = frame[named].explode("posting_ids").rename(columns={"posting_ids": "posting_id"})
    members = days.postings[["batch_id"]].rename_axis("posting_id").reset_index()
    everybody = frame[~named & (frame["batch_id"] != "")].merge(members, on="batch_id")
    columns = ["kind", "held_on", "posting_id"]
    return pd.concat([one_by_one[columns], everybody[columns]], ignore_index=True)
