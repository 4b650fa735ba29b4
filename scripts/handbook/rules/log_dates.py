"""Whether the days of work log and absences fit the posting and each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from handbook.findings import Finding, Param, Related
from handbook.register import Register, to_date
from handbook.rules.away import absences_of, days_away
from handbook.rules.belonging import are_trusted, begun_postings, rows_of
from handbook.rules.counting import month_end
from handbook.rules.telling import tell
from handbook.rules.terms import CLOSED


def check_dates_inside_posting(register: Register) -> Iterator[Finding]:
    """Work log and absences are dated within the posting, first and last day included.

    The first day is that of reporting in or the planned start, whichever is earlier. While nobody
    has ended a posting that has passed its end, that is what R40 tells of, and dates after the end
    are left alone. A sum on the last day of the month in which the posting ended is inside.

    Yields:
        POL-R110 at the date; variants `absence` and main.
    """
    if not register.has("postings"):
        return
    postings = _bounds(register)[["key", "batch_id", "lower", "upper", "end"]]
    if register.has("work_log"):
        log = rows_of(register, "work_log", ["log_on"], postings)
        final = pd.Series(month_end(log["upper"].to_numpy()).astype("datetime64[s]"), log.index)
        monthly = (log["log_on"] == final) & (log["upper"] < final)
        outside = (log["log_on"] < log["lower"]) | ((log["log_on"] > log["upper"]) & ~monthly)
        yield from _outside(register, "work_log", "log_on", log[outside], "")
    if register.has("absences"):
        away = rows_of(register, "absences", ["start_on", "end_on"], postings)
        early = (away["start_on"] < away["lower"]) | (away["start_on"] > away["upper"])
        late = (away["end_on"] > away["upper"]) & ~early
        yield from _outside(register, "absences", "start_on", away[early], "absence")
        yield from _outside(register, "absences", "end_on", away[late], "absence")


def _bounds(register: Register) -> pd.DataFrame:
    """Give the postings with the first and last day that may be entered; NaT for no bound."""
    postings = begun_postings(register, "POL-R110", [])
    start, planned = postings["start"], postings["start_planned"]
    lower = start.where(~(planned < start), planned)
    lower = lower.where(are_trusted(register, "postings", ["reported_on"], postings))
    today = pd.Timestamp(register.as_of)
    nobody_ended_it = postings["end_actual"].isna() & ~postings["status"].isin(CLOSED)
    upper = postings["end"].mask(nobody_ended_it & (postings["end"] < today))
    return postings.assign(lower=lower, upper=upper)


def _outside(
    register: Register, sheet: str, field: str, found: pd.DataFrame, variant: str
) -> Iterator[Finding]:
    def params(row: Mapping[Hashable, Any]) -> Mapping[str, Param]:
        start, end = row["lower"], row["end"]
        return {
            "on": to_date(row[field]),
            "start": "?" if pd.isna(start) else to_date(start),
            "end": "?" if pd.isna(end) else to_date(end),
            "posting": str(row["key"]),
        }

    yield from tell(register, "POL-R110", found, field, params, sheet=sheet, variant=variant)


def check_no_site_day_while_away(register: Register) -> Iterator[Finding]:
    """Nobody logs a day on site on a day of approved absence.

    Looked at where an entry stands for a single day and the absence for whole days: entries of
    more than one day are monthly sums, and half days of both fit together.

    Yields:
        POL-R111 at the date of the entry.
    """
    if not register.has("postings", "work_log", "absences"):
        return
    postings = begun_postings(register, "POL-R111", [])
    away = absences_of(register, postings, ["approved_by", "approved_on"])
    approved = (away["approved_by"] != "") | away["approved_on"].notna()
    whole = away["days"].isna() | (away["days"] % 1 == 0)
    days = days_away(away[approved & whole]).drop_duplicates(["posting", "day"])
    log = rows_of(
        register, "work_log", ["log_on", "entry_type", "site_days"], postings[["key", "batch_id"]]
    )
    one_day = (log["entry_type"] == "site_day") & ~(log["site_days"] > 1)
    log = log[one_day & ~(log["site_days"] == 0)].rename_axis("row").reset_index()
    both = log.merge(days, left_on=["posting", "log_on"], right_on=["posting", "day"])
    absences, entries = register.tables["absences"], register.tables["work_log"]
    for each in both.sort_values("row").to_dict("records"):
        row, absence = int(each["row"]), int(each["absence"])
        start, last = away.loc[absence, ["start_on", "last"]]
        yield register.make(
            "POL-R111",
            entries.cell("log_on", row),
            record=str(entries.keys[row]),
            batch=str(each["batch_id"]),
            related=(Related(absences.cell("start_on", absence), str(to_date(start))),),
            on=to_date(each["log_on"]),
            start=to_date(start),
            last=to_date(last),
        )
