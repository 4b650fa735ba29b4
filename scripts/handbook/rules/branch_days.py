"""The weekly day that the lead campus spends at a branch."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Param
from handbook.register import Register
from handbook.rules.belonging import begun_postings, rows_of
from handbook.rules.counting import first_few
from handbook.rules.cycles import later_of
from handbook.rules.telling import tell
from handbook.workdays import is_announced, is_workday

WORKDAYS_LEAST = 2  # R74: in a week with a single working day nobody is expected
_WEEK = 7
_MONDAY = np.datetime64("1970-01-05", "D")
_BREAKS = ((121, 229), (701, 831))  # month and day: winter and summer holidays of schools


def check_lead_campus_comes_weekly(register: Register) -> Iterator[Finding]:
    """Whoever the lead campus sends to a branch works there on a day of every week of term.

    Weeks run from Monday to Sunday and lie wholly within the posting. Not looked at are weeks that
    are not over, weeks with fewer than two working days or of a year not announced, and weeks
    that touch the holidays: 21 January to the end of February, July and August.

    Yields:
        POL-R74 at the key of the posting.
    """
    if not register.has("postings", "batches", "programmes", "units", "work_log"):
        return
    fields = ["home_unit_id", "receiving_unit_id"]
    postings = begun_postings(register, "POL-R74", ["country", "checked_from"], fields)
    postings = postings[postings["start"].notna() & postings["end"].notna()]
    postings = postings[_is_from_lead_to_branch(register, postings)]
    log = rows_of(register, "work_log", ["log_on", "entry_type"], postings[["key"]])
    log = log[(log["entry_type"] == "lead_campus_day") & log["log_on"].notna()]
    been = pd.MultiIndex.from_arrays([log["posting"], _week_of(log["log_on"].to_numpy())])
    weeks = _weeks_of_term(register, postings)
    missed = weeks[~pd.MultiIndex.from_frame(weeks).isin(been)]
    lacking = missed.groupby("posting")["week"].agg(list)
    found = postings.loc[lacking.index].assign(weeks=lacking)

    def params(posting: Mapping[Hashable, Any]) -> Mapping[str, Param]:
        mondays = [str(_MONDAY + _WEEK * int(week)) for week in posting["weeks"]]
        return {"weeks": first_few(mondays), "count": len(mondays)}

    yield from tell(register, "POL-R74", found, "posting_id", params)


def _is_from_lead_to_branch(register: Register, postings: pd.DataFrame) -> NDArray[np.bool_]:
    home = postings["home_unit_id"].to_numpy(dtype=object)
    branch = postings["receiving_unit_id"].to_numpy(dtype=object)
    is_lead = register.look_up("units", home, "is_lead_campus") == "yes"
    is_campus = register.look_up("units", branch, "unit_type") == "campus"
    chosen: NDArray[np.bool_] = is_lead & is_campus
    return chosen


def _week_of(days: NDArray[Any]) -> NDArray[Any]:
    """Number the weeks from the first Monday of 1970."""
    since: NDArray[Any] = (days.astype("datetime64[D]") - _MONDAY).astype(int) // _WEEK
    return since


def _weeks_of_term(register: Register, postings: pd.DataFrame) -> pd.DataFrame:
    """List the weeks in which a day is expected, as posting and week."""
    since = later_of(postings["start"], postings["checked_from"]).to_numpy()
    until = np.minimum(postings["end"].to_numpy(), np.datetime64(register.as_of, "s"))
    first = _week_of(since + np.timedelta64(_WEEK - 1, "D"))
    after = _week_of(until + np.timedelta64(1, "D"))
    count = np.maximum(after - first, 0)
    posting = np.repeat(postings.index.to_numpy(), count)
    offset = np.arange(len(posting)) - np.repeat(np.cumsum(count) - count, count)
    weeks = pd.DataFrame({"posting": posting, "week": np.repeat(first, count) + offset})
    country = postings["country"].loc[weeks["posting"]].to_numpy(dtype=object)
    return weeks[_is_in_term(weeks["week"].to_numpy(), country)]


def _is_in_term(weeks: NDArray[Any], country: NDArray[Any]) -> NDArray[np.bool_]:
    days = (_MONDAY + _WEEK * weeks)[:, None] + np.arange(_WEEK)
    in_term = np.zeros(len(weeks), dtype=bool)
    for name in ("cn", "vn"):
        here = (country == "vn") == (name == "vn")
        worked = is_workday(days[here], name) & is_announced(days[here], name)
        in_term[here] = worked.sum(axis=1) >= WORKDAYS_LEAST
    months = days.astype("datetime64[M]")
    of_month = (days - months.astype("datetime64[D]")).astype(int) + 1
    month_day = (months.astype(int) % 12 + 1) * 100 + of_month
    for begins, ends in _BREAKS:
        in_term &= ~((month_day >= begins) & (month_day <= ends)).any(axis=1)
    return in_term
