"""Days worked on site, posting year by posting year."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Param, Severity
from handbook.register import Register, add_months, to_date
from handbook.rules.belonging import begun_postings, rows_of
from handbook.rules.counting import month_end, sums_between
from handbook.rules.telling import tell

_ONE_DAY = np.timedelta64(1, "D")
_DAYS_OF_A_YEAR = 365


def check_site_days(register: Register) -> Iterator[Finding]:
    """In every year of a posting as many days are worked on site as its programme requires.

    Years run from the planned start; part of a year requires its share of 365 days, in whole days.
    A running year is judged by the months that are over, because days may be entered by the month:
    below its share so far is a warning, below the minimum at its end an error. Days the receiving
    unit does not bear out do not count, days before `checked_from` are not asked for.

    Yields:
        POL-R65 at the key of the posting; variants `forecast` and main.
    """
    if not register.has("postings", "batches", "programmes", "work_log"):
        return
    parameters = ["site_days_min_year", "checked_from"]
    postings = begun_postings(register, "POL-R65", parameters)
    postings = postings[(postings["site_days_min_year"] > 0) & postings["end"].notna()]
    years = posting_years(postings, np.datetime64(register.as_of, "s"))
    years = years.assign(days=_days_on_site(register, postings, years))
    short = years[years["days"] < years["required"]]
    is_over = short["is_over"].astype(bool)
    code, field = "POL-R65", "posting_id"
    yield from tell(register, code, short[is_over], field, _year)
    yield from tell(register, code, short[~is_over], field, _year, variant="forecast",
                    severity=Severity.WARNING)  # fmt: skip


def posting_years(postings: pd.DataFrame, today: np.datetime64) -> pd.DataFrame:
    """Cut postings into their years and say how many days each requires so far.

    Args:
        postings: With start_planned, end, checked_from and site_days_min_year.
        today: The day years are judged by.

    Returns:
        As they were given, once for every year that has begun, with first, last, until (the day up
        to which it is judged), is_over and required (days on site).
    """
    start = postings["start_planned"].to_numpy()
    years, number = [], 0
    while True:
        first = add_months(start, np.full(len(postings), 12.0 * number))
        begun = (first <= postings["end"].to_numpy()) & (first <= today)
        if not begun.any():
            break
        last = add_months(start, np.full(len(postings), 12.0 * number + 12)) - _ONE_DAY
        years.append(postings.assign(first=first, full=last)[begun])
        number += 1
    none = postings.assign(first=postings["start_planned"], full=postings["end"]).iloc[:0]
    return _required(pd.concat([none, *years]), today)


def _required(frame: pd.DataFrame, today: np.datetime64) -> pd.DataFrame:
    last = frame["full"].where(frame["full"] < frame["end"], frame["end"])
    checked = frame["checked_from"]
    first = frame["first"].where(~(checked > frame["first"]), checked)
    is_over = last < today
    until = last.where(is_over, _last_month_end(today))
    elapsed = ((until - first).dt.days + 1).clip(lower=0)
    minimum = frame["site_days_min_year"]
    share = np.floor(minimum * elapsed / _DAYS_OF_A_YEAR)
    whole = (first == frame["first"]) & (until == frame["full"])
    required = share.where(~whole & (share < minimum), minimum)
    frame = frame.assign(first=first, last=last, until=until, is_over=is_over, required=required)
    return frame[first <= last]


def _last_month_end(today: np.datetime64) -> np.datetime64:
    """Give the last day of the last month that is over; today if the month ends today."""
    tomorrow = (today + _ONE_DAY).astype("datetime64[M]")
    last: np.datetime64 = (tomorrow.astype("datetime64[D]") - _ONE_DAY).astype("datetime64[s]")
    return last


def _days_on_site(register: Register, postings: pd.DataFrame, years: pd.DataFrame) -> NDArray[Any]:
    log = rows_of(register, "work_log", ["log_on", "site_days", "verified"], postings[["key"]])
    log = log[log["log_on"].notna() & log["site_days"].notna() & (log["verified"] != "no")]
    entries = (log["posting"].to_numpy(), log["log_on"].to_numpy(), log["site_days"].to_numpy())
    last = years["last"].to_numpy()
    # A month's sum stands on the last day of the month, even where the posting ended before it.
    is_last_year = (years["last"] == years["end"]).to_numpy()
    last = np.where(is_last_year, month_end(last).astype("datetime64[s]"), last)
    last = np.minimum(last, np.datetime64(register.as_of, "s"))
    return sums_between(entries, years.index.to_numpy(), years["first"].to_numpy(), last)


def _year(year: Mapping[Hashable, Any]) -> Mapping[str, Param]:
    return {
        "first": to_date(year["first"]),
        "last": to_date(year["last"]),
        "until": to_date(year["until"]),
        "days": f"{year['days']:g}",
        "required": int(year["required"]),
        "minimum": int(year["site_days_min_year"]),
        "count": int(np.ceil(year["required"] - year["days"])),
    }
