"""On which days a posting has how many mentors that count; pure, for the rule and for calendars."""

from __future__ import annotations

import numpy as np
import pandas as pd

_HIGH_ENOUGH = {
    "party_gov_leader": ("party_gov_leader",),
    "leader": ("party_gov_leader", "leader"),
}
_NOT_MENTORS = ("home_contact",)
_ONE_DAY = pd.Timedelta(days=1)


def counted_days(mentors: pd.DataFrame, postings: pd.DataFrame) -> pd.DataFrame:
    """Give the days each mentor counts for, clipped to the days looked at.

    Contacts at the home unit and mentors below the level asked for do not count. A mentor without
    a start counts from the first day looked at, one without an end until the last.

    Args:
        mentors: With posting_id, role, level, start_on and end_on.
        postings: With key, since and until (the days looked at) and mentor_level.

    Returns:
        Columns posting (index in `postings`), first and last.
    """
    windows = postings.rename_axis("posting").reset_index()
    windows = windows[["key", "posting", "since", "until", "mentor_level"]]
    mentors = mentors[~mentors["role"].isin(_NOT_MENTORS)]
    spans = mentors.merge(windows, left_on="posting_id", right_on="key")
    enough = np.ones(len(spans), dtype=bool)
    for level, satisfying in _HIGH_ENOUGH.items():
        needs = (spans["mentor_level"] == level).to_numpy()
        enough &= ~needs | spans["level"].isin(satisfying).to_numpy()
    first = spans["start_on"].fillna(spans["since"])
    last = spans["end_on"].fillna(spans["until"])
    spans["first"] = first.where(first > spans["since"], spans["since"])
    spans["last"] = last.where(last < spans["until"], spans["until"])
    return spans.loc[enough & (spans["first"] <= spans["last"]), ["posting", "first", "last"]]


def short_stretches(postings: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Sweep the days of every posting and keep the stretches with too few mentors.

    Args:
        postings: With since and until (the days looked at) and mentor_min.
        spans: From `counted_days`.

    Returns:
        Columns posting, day (first of the stretch), next_day (first after it), present (fewest
        mentors in it), in order of posting and day; neighbouring stretches are one.
    """
    rows = postings.index.to_series()
    events = pd.concat(
        [
            pd.DataFrame({"posting": rows, "day": postings["since"], "change": 0}),
            pd.DataFrame({"posting": rows, "day": postings["until"] + _ONE_DAY, "change": 0}),
            pd.DataFrame({"posting": spans["posting"], "day": spans["first"], "change": 1}),
            pd.DataFrame(
                {"posting": spans["posting"], "day": spans["last"] + _ONE_DAY, "change": -1}
            ),
        ]
    )
    days = events.groupby(["posting", "day"])["change"].sum().reset_index()
    days["present"] = days.groupby("posting")["change"].cumsum()
    days["next_day"] = days.groupby("posting")["day"].shift(-1)
    days = days[days["next_day"].notna()]
    days["short"] = days["present"] < days["posting"].map(postings["mentor_min"])
    turn = (days["short"] != days["short"].shift()) | (days["posting"] != days["posting"].shift())
    grouped = days.assign(stretch=turn.cumsum())[days["short"]].groupby("stretch")
    stretches: pd.DataFrame = grouped.agg(
        posting=("posting", "first"),
        day=("day", "first"),
        next_day=("next_day", "last"),
        present=("present", "last"),
    )
    return stretches
