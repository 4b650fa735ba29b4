"""Rules about what is left when a posting is over: to be shared, summed up, and closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from handbook.findings import Finding, Param
from handbook.register import Register, to_date
from handbook.rules.belonging import are_trusted, begun_postings, rows_of
from handbook.rules.cycles import later_of
from handbook.rules.taking_part import taking_part
from handbook.rules.telling import Facts, tell
from handbook.rules.terms import days_since

SHARING_DAYS = 60  # R85: catalogue of rules
SUMMARY_DAYS = 30  # R86: catalogue of rules
_SHARING = ("exchange", "share_lecture")


def check_experience_shared(register: Register) -> Iterator[Finding]:
    """A batch that is over has met to exchange what it learned within sixty days.

    A batch is over when all of its postings have ended and its window, where one is known, has
    closed; an exchange meeting or a lecture of the batch or of anyone in it will do, on whatever
    day. Batches that were over before the programme's `checked_from` are not looked at.

    Yields:
        POL-R85 at the key of the batch.
    """
    if not register.has("postings", "batches", "programmes", "engagements"):
        return
    frame = _batches_with_postings(register)
    end = later_of(frame["last"], frame["window_end"])
    frame = frame.assign(end=end, days=days_since(end, register.as_of))
    silent = ~frame["open"] & ~frame["shared"] & (frame["days"] > SHARING_DAYS)
    silent &= ~(frame["end"] < frame["checked_from"])
    key = register.tables["batches"].schema.primary_key
    yield from tell(register, "POL-R85", frame[silent], key, _since_end, sheet="batches")


def _batches_with_postings(register: Register) -> pd.DataFrame:
    """Give the batches that have postings: the last end, whether one is open, one has shared."""
    postings = register.postings_with(["checked_from"], ["end_actual"], rule="POL-R85")
    keys = pd.Series(register.tables["postings"].keys[postings.index], postings.index)
    shared = keys.isin(taking_part(register, _SHARING)["posting_id"])
    postings = postings.assign(shared=shared, open=postings["end_actual"].isna())
    facts = postings.groupby("batch_id").agg(
        last=("end_actual", "max"),
        open=("open", "any"),
        shared=("shared", "any"),
        checked_from=("checked_from", "first"),
    )
    batches = register.frame("batches", ["window_end"])
    batches = batches.assign(batch_id=register.tables["batches"].keys[batches.index])
    return batches.join(facts, on="batch_id", how="inner")


def _since_end(row: Facts) -> Mapping[str, Param]:
    return {"end": to_date(row["end"]), "count": int(row["days"])}


def check_final_summary(register: Register) -> Iterator[Finding]:
    """A final report has come in thirty days after the end where the programme asks for one.

    Yields:
        POL-R86 at the key of the posting; where a report is entered with the day it was due and
        that has passed, R59 speaks.
    """
    if not register.has("postings", "batches", "programmes", "reports"):
        return
    frame = begun_postings(register, "POL-R86", ["reports_required", "checked_from"])
    frame = frame[frame["end_actual"].notna()]
    frame = frame.assign(days=days_since(frame["end_actual"], register.as_of))
    asked = np.array(["final" in each for each in frame["reports_required"]], dtype=bool)
    late = asked & (frame["days"] > SUMMARY_DAYS) & ~(frame["end_actual"] < frame["checked_from"])
    reports = register.frame("reports", ["posting_id", "type", "due_on", "submitted_on"])
    unsure = register.tables["reports"].is_untrusted("submitted_on")[reports.index]
    settled = reports["submitted_on"].notna() | unsure
    settled |= reports["due_on"] < pd.Timestamp(register.as_of)
    there = reports.loc[(reports["type"] == "final") & settled, "posting_id"]
    missing = frame[late & ~frame["key"].isin(there)]
    key = register.tables["postings"].schema.primary_key
    yield from tell(register, "POL-R86", missing, key, _actual_end, beside=("end_actual",))


def _actual_end(row: Facts) -> Mapping[str, Param]:
    return {"end": to_date(row["end_actual"]), "count": int(row["days"])}


def check_nothing_left_open(register: Register) -> Iterator[Finding]:
    """Nothing stays open after a posting has ended: mentors, loans, what was promised.

    A mentor without a last day, an absence other than leave without a day of return, and a
    follow-up that is not done. Leave is R66's, a follow-up past its day R109's. A posting has
    ended when its actual end has passed; ends before `checked_from` are not looked at.

    Yields:
        POL-R112 at the last day of the mentor; variants `absence` and `follow_up`.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    postings = begun_postings(register, "POL-R112", ["checked_from"])
    postings = postings[postings["end_actual"] < pd.Timestamp(register.as_of)]
    postings = postings[~(postings["end_actual"] < postings["checked_from"])]
    for sheet, field, variant, find in (
        ("mentors", "end_on", "", _mentoring),
        ("absences", "returned_on", "absence", _away),
        ("engagements", "follow_up_done_on", "follow_up", _promised),
    ):
        if not register.has(sheet):
            continue
        found = find(register, postings)
        found = found[are_trusted(register, sheet, [field], found)]
        yield from tell(register, "POL-R112", found, field, _its_end, sheet=sheet, variant=variant)


def _mentoring(register: Register, postings: pd.DataFrame) -> pd.DataFrame:
    """Give the mentors of ended postings who have no last day."""
    frame = rows_of(register, "mentors", ["end_on"], postings)
    return frame[frame["end_on"].isna()]


def _away(register: Register, postings: pd.DataFrame) -> pd.DataFrame:
    """Give the absences during ended postings from which nobody has returned, leave apart."""
    frame = rows_of(register, "absences", ["kind", "returned_on"], postings)
    return frame[frame["returned_on"].isna() & ~frame["kind"].isin(["", "leave"])]


def _promised(register: Register, postings: pd.DataFrame) -> pd.DataFrame:
    """Give the engagements about ended postings alone whose follow-up is open and not yet due."""
    fields = ["batch_id", "posting_ids", "follow_up", "follow_up_due", "follow_up_done_on"]
    frame = register.frame("engagements", fields)
    undone = (frame["follow_up"] != "") & frame["follow_up_done_on"].isna()
    undone &= ~(frame["follow_up_due"] < pd.Timestamp(register.as_of))
    undone &= are_trusted(register, "engagements", ["follow_up_due"], frame)
    frame = frame[undone]
    ends = dict(zip(postings["key"], postings["end_actual"], strict=True))
    last = [_last_end(each, ends) for each in frame["posting_ids"]]
    return frame.assign(end_actual=pd.Series(last, frame.index, dtype="datetime64[s]")).dropna(
        subset=["end_actual"]
    )


def _last_end(postings: tuple[str, ...], ends: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Give the day the last of some postings ended; NaT where one has not, or none is named."""
    if not postings or any(each not in ends for each in postings):
        return pd.NaT
    return max(ends[each] for each in postings)


def _its_end(row: Facts) -> Mapping[str, Param]:
    return {"end": to_date(row["end_actual"])}
