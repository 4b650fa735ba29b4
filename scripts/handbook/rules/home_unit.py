"""Rules about what the home unit owes: the post kept, no work given, no move."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from handbook.findings import Finding, Related
from handbook.register import Register, add_months, to_date
from handbook.rules.away import absences_of
from handbook.rules.belonging import are_trusted, begun_postings
from handbook.rules.cycles import later_of
from handbook.rules.home_contact import check_home_unit_keeps_in_touch
from handbook.rules.home_use import check_home_use_in_total
from handbook.rules.model import Rule
from handbook.rules.terms import CLOSED, is_running

CHECK_EVERY_DAYS = 180  # R51: half a year
CHECK_BEFORE_END_DAYS = 60  # R51: two months before the end, in a short term a quarter of it
LENDING_DAYS = 30  # R52: a month of help elsewhere is no lending
_MAY_APPROVE = ("org_dept", "higher")
_LOST = ("replaced", "abolished")
SETTLED = (*_LOST, "cadre_promoted")  # R51: home posts that need not be looked at again
_ONE_DAY = np.timedelta64(1, "D")


def check_home_use_is_approved(register: Register) -> Iterator[Finding]:
    """The home unit uses a secondee only with the approval it needs, obtained before the start.

    It needs the approval of the organisation department and an opinion of the receiving unit; an
    opinion that disagrees was asked for all the same. Only where the programme releases people
    from home duties, from the day the use begins, and from `checked_from` on.

    Yields:
        POL-R48 at what is missing or late; variants `late`, `undated`, `opinion` and main.
    """
    if not register.has("postings", "batches", "programmes", "absences"):
        return
    postings = begun_postings(register, "POL-R48", ["home_work_ban", "checked_from"])
    fields = ["receiving_opinion", "approved_by", "approved_on"]
    frame = absences_of(register, postings[postings["home_work_ban"] == "yes"], fields)
    frame = frame[(frame["kind"] == "home_use") & _is_due(register, frame)]
    frame = frame[are_trusted(register, "absences", fields, frame)]
    unapproved = ~frame["approved_by"].isin(_MAY_APPROVE)
    late = frame["approved_on"] > frame["start_on"]
    undated = frame["approved_on"].isna()
    unasked = ~frame["receiving_opinion"].isin(["agree", "disagree"])
    choices = [unapproved, late, undated, unasked]
    names = ["", "late", "undated", "opinion"]
    frame = frame.assign(variant=np.select(choices, names, default="fine"))
    for row, each in frame[frame["variant"] != "fine"].to_dict("index").items():
        yield _unapproved(register, row, each)


def _is_due(register: Register, frame: pd.DataFrame) -> pd.Series[bool]:
    """Say which absences have begun, and not before the programme is checked."""
    begun = frame["start_on"] <= pd.Timestamp(register.as_of)
    return begun & ~(frame["start_on"] < frame["checked_from"])


_APPROVAL_FIELDS = {
    "": "approved_by",
    "late": "approved_on",
    "undated": "approved_on",
    "opinion": "receiving_opinion",
}


def _unapproved(register: Register, row: Hashable, use: Mapping[Hashable, Any]) -> Finding:
    table = register.tables["absences"]
    position, variant = int(str(row)), str(use["variant"])
    approved_on = use["approved_on"]
    return register.make(
        "POL-R48",
        table.cell(_APPROVAL_FIELDS[variant], position),
        record=str(table.keys[position]),
        variant=variant,
        batch=str(use["batch_id"]),
        related=(Related(table.cell("start_on", position), str(to_date(use["start_on"]))),),
        start=to_date(use["start_on"]),
        last=to_date(use["last"]),
        more={} if pd.isna(approved_on) else {"approved": to_date(approved_on)},
    )


def check_home_post_is_kept(register: Register) -> Iterator[Finding]:
    """A home post that is filled or abolished while its holder is away was settled beforehand.

    Settled means: opinions were asked, and a post or an outcome for the return is entered. Nothing
    is said of postings that ended before `checked_from`.

    Yields:
        POL-R50 at the state of the home post; variants `no_arrangement` and main.
    """
    if not register.has("postings"):
        return
    fields = ["home_post_status", "home_post_change_consulted", "outcome", "outcome_post"]
    frame = begun_postings(register, "POL-R50", ["checked_from"], fields)
    frame = frame[frame["home_post_status"].isin(_LOST) & ~(frame["end"] < frame["checked_from"])]
    frame = frame[are_trusted(register, "postings", fields, frame)]
    unasked = frame["home_post_change_consulted"] != "yes"
    unplaced = (frame["outcome_post"] == "") & frame["outcome"].isin(["", "pending"])
    table = register.tables["postings"]
    for row, is_unasked, batch in zip(
        frame.index[unasked | unplaced],
        unasked[unasked | unplaced],
        frame["batch_id"][unasked | unplaced],
        strict=True,
    ):
        yield register.make(
            "POL-R50",
            table.cell("home_post_status", row),
            record=str(table.keys[row]),
            variant="" if is_unasked else "no_arrangement",
            batch=batch,
            related=(Related(table.cell("home_post_change_consulted", row)),),
        )


def check_home_post_is_looked_at(register: Register) -> Iterator[Finding]:
    """While a posting runs, the home post is looked at every 180 days and again before the end.

    Before the end means in its last 60 days, in a short term in the last quarter of it. A post
    that is known to be lost, or left for promotion, need not be looked at again.

    Yields:
        POL-R51 at the day the home post was last checked; variants `never`, `before_end` and main.
    """
    if not register.has("postings"):
        return
    fields = ["home_post_status", "home_post_checked_on"]
    frame = begun_postings(register, "POL-R51", ["checked_from"], fields)
    settled = frame["home_post_status"].isin(SETTLED)
    running = is_running(frame, register.as_of) & ~frame["status"].isin(CLOSED)
    frame = frame[running & ~settled & are_trusted(register, "postings", fields, frame)]
    today, checked = pd.Timestamp(register.as_of), frame["home_post_checked_on"]
    since = later_of(later_of(frame["start"], frame["checked_from"]), checked)
    opens = last_look_opens(frame)
    before_end = (today >= opens) & ~(checked >= opens)
    stale = (today - since).dt.days > CHECK_EVERY_DAYS
    variants = np.select([before_end, checked.isna()], ["before_end", "never"], default="")
    frame = frame.assign(variant=variants, since=since)[before_end | stale]
    for row, each in frame.to_dict("index").items():
        yield _unchecked(register, int(str(row)), each)


def last_look_opens(frame: pd.DataFrame) -> pd.Series[Any]:
    """Give the day from which the home post is looked at before the end of a posting.

    Args:
        frame: Postings with start and end.
    """
    quarter = ((frame["end"] - frame["start"]).dt.days + 1) // 4
    lead = quarter.clip(upper=CHECK_BEFORE_END_DAYS)
    return frame["end"] - pd.to_timedelta(lead, unit="D")


def _unchecked(register: Register, row: int, posting: Mapping[Hashable, Any]) -> Finding:
    table = register.tables["postings"]
    today = pd.Timestamp(register.as_of)
    before_end = posting["variant"] == "before_end"
    days = posting["end"] - today if before_end else today - posting["since"]
    return register.make(
        "POL-R51",
        table.cell("home_post_checked_on", row),
        record=str(table.keys[row]),
        variant=str(posting["variant"]),
        batch=str(posting["batch_id"]),
        since=to_date(posting["since"]),
        end=to_date(posting["end"]),
        count=days.days,
    )


def check_nobody_is_moved_in_the_lock_period(register: Register) -> Iterator[Finding]:
    """Nobody is transferred, or lent for more than 30 days, in the programme's lock period.

    The period runs in calendar months from the first day of the posting. A transfer is a posting
    that ended inside it with the outcome of a third unit. Lending counts by its first day.

    Yields:
        POL-R52 at the start of the lending or the actual end; variants `moved` and main.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    postings = begun_postings(register, "POL-R52", ["lock_months", "checked_from"], ["outcome"])
    months = postings["lock_months"].to_numpy(dtype=float)
    lock_end = add_months(postings["start"].to_numpy(), months) - _ONE_DAY
    postings = postings.assign(lock_end=lock_end)[~np.isnat(lock_end)]
    if register.has("absences"):
        yield from _lendings(register, postings)
    ended = postings["end_actual"]
    moved = (postings["outcome"] == "third_unit") & (ended <= postings["lock_end"])
    moved &= ~(ended < postings["checked_from"])
    for row, each in postings[moved].to_dict("index").items():
        yield _moved(register, "postings", "end_actual", int(str(row)), each, each["end_actual"])


def _lendings(register: Register, postings: pd.DataFrame) -> Iterator[Finding]:
    frame = absences_of(register, postings)
    length = (frame["last"] - frame["start_on"]).dt.days + 1
    lent = (frame["kind"] == "lent") & (length > LENDING_DAYS)
    inside = (frame["start_on"] >= frame["start"]) & (frame["start_on"] <= frame["lock_end"])
    lent &= inside & ~(frame["start_on"] < frame["checked_from"])
    for row, each in frame.assign(length=length)[lent].to_dict("index").items():
        yield _moved(register, "absences", "start_on", int(str(row)), each, each["start_on"])


def _moved(
    register: Register,
    sheet: str,
    field: str,
    row: int,
    facts: Mapping[Hashable, Any],
    on: pd.Timestamp,
) -> Finding:
    table = register.tables[sheet]
    return register.make(
        "POL-R52",
        table.cell(field, row),
        record=str(table.keys[row]),
        variant="" if sheet == "absences" else "moved",
        batch=str(facts["batch_id"]),
        on=to_date(on),
        end=to_date(facts["lock_end"]),
        months=f"{facts['lock_months']:g}",
        count=int(facts.get("length", 0)),
    )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R48", check_home_use_is_approved),
    ("POL-R49", check_home_use_in_total),
    ("POL-R50", check_home_post_is_kept),
    ("POL-R51", check_home_post_is_looked_at),
    ("POL-R52", check_nobody_is_moved_in_the_lock_period),
    ("POL-R73", check_home_unit_keeps_in_touch),
)
