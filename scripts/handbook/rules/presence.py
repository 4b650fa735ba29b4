"""Rules about being there: leave, loans, site days, the work log."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from handbook.findings import Finding, Param, Plain
from handbook.register import Register, to_date
from handbook.rules.away import absences_of, days_away
from handbook.rules.belonging import are_trusted, begun_postings, rows_of
from handbook.rules.branch_days import check_lead_campus_comes_weekly
from handbook.rules.five_haves import check_five_haves
from handbook.rules.log_dates import check_dates_inside_posting, check_no_site_day_while_away
from handbook.rules.log_duties import (
    check_households,
    check_lessons_observed,
    check_log_every_month,
)
from handbook.rules.model import Rule
from handbook.rules.site_days import check_site_days
from handbook.rules.telling import tell

LEAVE_CLOSING_DAYS = 3  # R66
ABSENCE_SHARE = 100 / 6  # R68: percent of the term, where the programme names none
_AWAY = ("leave", "home_use", "lent")
_LEVELS = {"receiving": 1, "org_dept": 2, "office": 2, "higher": 3}


def check_leave_is_closed(register: Register) -> Iterator[Finding]:
    """Whoever comes back from leave reports it within three days of its last day.

    Leave that ended before the programme's `checked_from` is left alone.

    Yields:
        POL-R66 at the day of return.
    """
    if not register.has("postings", "batches", "programmes", "absences"):
        return
    postings = begun_postings(register, "POL-R66", ["checked_from"])
    frame = rows_of(register, "absences", ["kind", "end_on", "returned_on"], postings)
    overdue = (pd.Timestamp(register.as_of) - frame["end_on"]).dt.days
    is_open = (frame["kind"] == "leave") & frame["returned_on"].isna()
    is_open &= (overdue > LEAVE_CLOSING_DAYS) & ~(frame["end_on"] < frame["checked_from"])
    is_open &= are_trusted(register, "absences", ["returned_on"], frame)

    def params(leave: Mapping[Hashable, Any]) -> Mapping[str, Param]:
        return {"end": to_date(leave["end_on"]), "count": int(leave["overdue"])}

    found = frame.assign(overdue=overdue)[is_open]
    yield from tell(
        register, "POL-R66", found, "returned_on", params, sheet="absences", beside=("end_on",)
    )


def check_leave_is_approved(register: Register) -> Iterator[Finding]:
    """Leave is approved before it begins, by a level high enough for its length.

    The receiving unit and the organisation department approve up to as many days as the programme
    says, that many included; where it says nothing, any level will do. Approval is missed from the
    first day of leave. Leave that began before `checked_from` is left alone.

    Yields:
        POL-R67 at the approver or the day of approval; variants `late`, `missing` and main.
    """
    if not register.has("postings", "batches", "programmes", "absences"):
        return
    parameters = ["leave_receiving_max_days", "leave_org_max_days", "checked_from"]
    fields = ["kind", "start_on", "days", "approved_by", "approved_on"]
    frame = rows_of(register, "absences", fields, begun_postings(register, "POL-R67", parameters))
    begun = frame["start_on"] <= pd.Timestamp(register.as_of)
    due = (frame["kind"] == "leave") & begun & ~(frame["start_on"] < frame["checked_from"])
    frame = frame[due & are_trusted(register, "absences", ["approved_by", "approved_on"], frame)]
    missing = (frame["approved_by"] == "") & frame["approved_on"].isna()
    given = frame["approved_by"].map(_LEVELS)
    late = frame["approved_on"] > frame["start_on"]
    low = (given < _level_needed(frame)) & ~late

    def params(leave: Mapping[Hashable, Any]) -> Mapping[str, Param]:
        return _leave(register, leave)

    for found, field, variant in (
        (frame[missing], "approved_by", "missing"),
        (frame[late], "approved_on", "late"),
        (frame[low], "approved_by", ""),
    ):
        yield from tell(
            register, "POL-R67", found, field, params, sheet="absences", variant=variant,
            beside=("start_on", "days"),
        )  # fmt: skip


def _level_needed(frame: pd.DataFrame) -> pd.Series[Any]:
    """Give the level each leave needs: 1 receiving unit, 2 organisation department, 3 higher."""
    needs = 1 + (frame["days"] > frame["leave_receiving_max_days"]).astype(int)
    return needs.mask(frame["days"] > frame["leave_org_max_days"], 3)


def _leave(register: Register, leave: Mapping[Hashable, Any]) -> Mapping[str, Param]:
    is_long = leave["days"] > leave["leave_org_max_days"]
    limit = leave["leave_org_max_days" if is_long else "leave_receiving_max_days"]
    facts: dict[str, Param] = {
        "start": to_date(leave["start_on"]),
        "days": f"{leave['days']:g}",
        "limit": f"{limit:g}",
        "level": _approver(register, "higher" if is_long else "org_dept"),
    }
    if leave["approved_by"]:
        facts["approver"] = _approver(register, leave["approved_by"])
    if not pd.isna(leave["approved_on"]):
        facts["approved"] = to_date(leave["approved_on"])
    return facts


def _approver(register: Register, key: str) -> Plain:
    choices = register.schema.field("absences.approved_by").enumeration
    return Plain({} if choices is None else choices.labels[key])


def check_share_of_absence(register: Register) -> Iterator[Finding]:
    """Leave, home use and lending together take no more than their share of the term.

    A sixth of the days from the first to the last where the programme names no share. Days are
    calendar days up to the register's day, none before `checked_from`; where fewer days are
    entered than the dates span, those entered count.

    Yields:
        POL-R68 at the key of the posting.
    """
    if not register.has("postings", "batches", "programmes", "absences"):
        return
    postings = begun_postings(register, "POL-R68", ["absence_share_max", "checked_from"])
    term = (postings["end"] - postings["start"]).dt.days + 1
    away = _days_missed(register, postings)
    postings = postings.assign(term=term, away=postings.index.to_series().map(away))
    share = postings["away"] / term * 100
    limit = postings["absence_share_max"].fillna(ABSENCE_SHARE)
    found = postings.assign(share=share, limit=limit)[(term > 0) & (share > limit)]
    yield from tell(register, "POL-R68", found, "posting_id", _share)


def _days_missed(register: Register, postings: pd.DataFrame) -> pd.Series[Any]:
    """Add up the days away inside each posting, a day that stands in two rows once."""
    frame = absences_of(register, postings)
    frame = frame[frame["kind"].isin(_AWAY)]
    days = days_away(frame)
    of = postings.loc[days["posting"], ["start", "end", "checked_from"]].set_axis(days.index)
    day = days["day"]
    inside = (day >= of["start"]) & (day <= of["end"]) & ~(day < of["checked_from"])
    inside &= day <= pd.Timestamp(register.as_of)
    length = (frame["last"] - frame["start_on"]).dt.days + 1
    part = (frame["days"] / length).clip(upper=1).fillna(1)
    days = days.assign(part=part.loc[days["absence"]].to_numpy())[inside]
    per_day = days.groupby(["posting", "day"])["part"].max()
    return per_day.groupby("posting").sum().round(6)


def _share(posting: Mapping[Hashable, Any]) -> Mapping[str, Param]:
    return {
        "days": f"{posting['away']:g}",
        "term": int(posting["term"]),
        "share": f"{posting['share']:.1f}",
        "limit": f"{posting['limit']:.3g}",
        "count": int(np.ceil(posting["away"])),
    }


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R65", check_site_days),
    ("POL-R66", check_leave_is_closed),
    ("POL-R67", check_leave_is_approved),
    ("POL-R68", check_share_of_absence),
    ("POL-R69", check_log_every_month),
    ("POL-R70", check_lessons_observed),
    ("POL-R71", check_five_haves),
    ("POL-R72", check_households),
    ("POL-R74", check_lead_campus_comes_weekly),
    ("POL-R110", check_dates_inside_posting),
    ("POL-R111", check_no_site_day_while_away),
)
