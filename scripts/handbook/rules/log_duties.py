"""What the work log must hold: entries every month, lessons observed, households linked."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from handbook.findings import Finding, Param
from handbook.register import Register, to_date
from handbook.rules.belonging import begun_postings, rows_of
from handbook.rules.counting import first_few, month_end, sums_between
from handbook.rules.cycles import later_of
from handbook.rules.telling import tell

HOUSEHOLD_DAYS = 90  # R72: a quarter to get to know the village before it is counted
_ONE_MONTH = np.timedelta64(1, "M")
_ONE_DAY = np.timedelta64(1, "D")


def check_log_every_month(register: Register) -> Iterator[Finding]:
    """Every whole calendar month of a posting has as many log entries as its programme requires.

    Months that are not over, begun or ended within the posting, or before `checked_from` are not
    looked at; suspended postings neither. All months of a posting are told in one finding.

    Yields:
        POL-R69 at the key of the posting.
    """
    if not register.has("postings", "batches", "programmes", "work_log"):
        return
    postings = begun_postings(register, "POL-R69", ["log_min_per_month", "checked_from"])
    known = postings["start"].notna() & postings["end"].notna()
    wanted = (postings["log_min_per_month"] > 0) & known
    postings = postings[wanted & (postings["status"] != "suspended")]
    months = _whole_months(register, postings)
    log = rows_of(register, "work_log", ["log_on"], postings[["key"]])
    log = log[log["log_on"].notna()]
    entries = (log["posting"].to_numpy(), log["log_on"].to_numpy(), np.ones(len(log)))
    first = months["month"].to_numpy().astype("datetime64[M]")
    entered = sums_between(entries, months["posting"].to_numpy(), first, month_end(first))
    required = postings["log_min_per_month"].loc[months["posting"]].to_numpy()
    short = months[entered < required].groupby("posting")["month"].agg(list)
    found = postings.loc[short.index].assign(short=short)

    def params(posting: Mapping[Hashable, Any]) -> Mapping[str, Param]:
        names = [str(np.datetime64(int(each), "M")) for each in posting["short"]]
        return {
            "months": first_few(names),
            "required": int(posting["log_min_per_month"]),
            "count": len(names),
        }

    yield from tell(register, "POL-R69", found, "posting_id", params)


def _whole_months(register: Register, postings: pd.DataFrame) -> pd.DataFrame:
    """List the whole months of postings that are over, as posting and month since 1970.

    Args:
        register: Its day decides.
        postings: With known first and last days.
    """
    since = later_of(postings["start"], postings["checked_from"]).to_numpy()
    until = np.minimum(postings["end"].to_numpy(), np.datetime64(register.as_of, "s"))
    first = (since - _ONE_DAY).astype("datetime64[M]") + _ONE_MONTH
    after = (until + _ONE_DAY).astype("datetime64[M]")
    count = np.maximum((after - first).astype(int), 0)
    posting = np.repeat(postings.index.to_numpy(), count)
    offset = np.arange(len(posting)) - np.repeat(np.cumsum(count) - count, count)
    return pd.DataFrame({"posting": posting, "month": np.repeat(first.astype(int), count) + offset})


def check_lessons_observed(register: Register) -> Iterator[Finding]:
    """When all of a batch have ended, they observed on average as many lessons as required.

    An entry without a number is one lesson. Batches that began before `checked_from` are left
    alone, and so are those with a posting whose days are unknown.

    Yields:
        POL-R70 at the key of the batch.
    """
    if not register.has("postings", "batches", "programmes", "work_log"):
        return
    postings = begun_postings(register, "POL-R70", ["observation_min", "checked_from"])
    postings = postings[(postings["observation_min"] > 0) & (postings["batch_id"] != "")]
    log = rows_of(register, "work_log", ["entry_type", "quantity"], postings[["key"]])
    lessons = _quantity_of(log[log["entry_type"] == "lesson_observed"])
    late = pd.Timestamp.max.floor("s")
    batches = postings.assign(
        lessons=postings.index.to_series().map(lessons).fillna(0),
        end=postings["end"].fillna(late),
        since=postings["start"].fillna(pd.Timestamp.min.ceil("s")),
    ).groupby("batch_id").agg(
        people=("key", "size"), lessons=("lessons", "sum"), end=("end", "max"),
        since=("since", "min"), minimum=("observation_min", "first"),
        checked_from=("checked_from", "first"),
    )  # fmt: skip
    average = batches["lessons"] / batches["people"]
    short = (average < batches["minimum"]) & (batches["end"] < pd.Timestamp(register.as_of))
    short &= ~(batches["since"] < batches["checked_from"])
    table = register.tables["batches"]
    found = batches.assign(average=average)[short].reset_index()
    rows = pd.Index(table.keys).get_indexer_for(pd.Index(found["batch_id"]))
    yield from tell(
        register, "POL-R70", found.set_axis(rows), "batch_id", _lessons, sheet="batches"
    )


def _lessons(batch: Mapping[Hashable, Any]) -> Mapping[str, Param]:
    return {
        "average": f"{batch['average']:.1f}",
        "minimum": int(batch["minimum"]),
        "people": int(batch["people"]),
        "lessons": f"{batch['lessons']:g}",
        "end": to_date(batch["end"]),
        "count": int(batch["people"]),
    }


def _quantity_of(log: pd.DataFrame) -> pd.Series[Any]:
    """Add up the quantities of log entries by posting; an entry without one counts as one."""
    return log["quantity"].fillna(1).groupby(log["posting"]).sum()


def check_households(register: Register) -> Iterator[Finding]:
    """From the ninetieth day on, a posting is linked with as many households as required.

    The numbers of all entries of linked households are added up; an entry without one is one
    household. Postings that began before `checked_from` are left alone.

    Yields:
        POL-R72 at the key of the posting.
    """
    if not register.has("postings", "batches", "programmes", "work_log"):
        return
    postings = begun_postings(register, "POL-R72", ["household_min", "checked_from"])
    postings = postings[(postings["household_min"] > 0) & postings["end"].notna()]
    log = rows_of(register, "work_log", ["entry_type", "quantity"], postings[["key"]])
    linked = _quantity_of(log[log["entry_type"] == "household_link"])
    postings = postings.assign(linked=postings.index.to_series().map(linked).fillna(0))
    days = (pd.Timestamp(register.as_of) - postings["start"]).dt.days
    short = (postings["linked"] < postings["household_min"]) & (days >= HOUSEHOLD_DAYS)
    found = postings[short & ~(postings["start"] < postings["checked_from"])]
    yield from tell(register, "POL-R72", found, "posting_id", _households)


def _households(posting: Mapping[Hashable, Any]) -> Mapping[str, Param]:
    linked, minimum = posting["linked"], int(posting["household_min"])
    return {
        "linked": f"{linked:g}",
        "minimum": minimum,
        "count": int(np.ceil(minimum - linked)),
        "start": to_date(posting["start"]),
    }
