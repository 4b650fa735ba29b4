"""Rules about talks, visits, opinions and what follows from them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from handbook.findings import Finding, Related
from handbook.register import Register, to_date
from handbook.rules.cycles import later_of, next_due, running_postings
from handbook.rules.engagements import batches_of, latest
from handbook.rules.model import Rule
from handbook.rules.taking_part import taking_part
from handbook.rules.telling import each_row
from handbook.rules.terms import days_since

GRACE_DAYS = 15  # R62, R63, R104: how long after its cycle a talk may still be arranged
FEEDBACK_DAYS = 30  # R64: how long what was heard may take to be passed on
GROUP_MONTHS = 3  # R104: a group does something together once in so many months
AT_RECEIVING = ("receiving", "public", "all", "")  # R62: blank is not held against anybody

_Facts: TypeAlias = Mapping[Hashable, Any]


def check_opinions(register: Register) -> Iterator[Finding]:
    """Opinions are asked at the receiving unit once in every cycle its programme states.

    Counted from the start of the posting, the programme's `checked_from`, or the last time,
    whichever is latest; missing when the cycle was over more than fifteen days ago. Only postings
    that run on the register's day are looked at.

    Yields:
        POL-R62 at the key of the posting; variant `never` where it has not happened yet.
    """
    if register.has("postings", "batches", "programmes", "engagements"):
        asked = taking_part(register, ("opinion",), ("with_party",))
        asked = asked[asked["with_party"].isin(AT_RECEIVING)]
        yield from _overdue(register, "POL-R62", "opinion_cycle_months", asked)


def check_talks(register: Register) -> Iterator[Finding]:
    """A heart-to-heart talk is held once in every cycle its programme states.

    Counted as opinions are.

    Yields:
        POL-R63 at the key of the posting; variant `never` where it has not happened yet.
    """
    if register.has("postings", "batches", "programmes", "engagements"):
        talks = taking_part(register, ("heart_talk",))
        yield from _overdue(register, "POL-R63", "talk_cycle_months", talks)


def _overdue(
    register: Register, rule: str, cycle: str, engagements: pd.DataFrame
) -> Iterator[Finding]:
    """Tell of running postings whose last engagement is longer ago than a cycle."""
    frame = running_postings(register, rule, [cycle])
    last = latest(engagements).reindex(frame["key"])
    frame = frame.assign(
        months=frame[cycle], last=last["held_on"].to_numpy(), event=last["row"].to_numpy()
    )
    frame["last"] = frame["last"].where(frame["last"] >= frame["start"])
    frame["due"] = next_due(later_of(frame["since"], frame["last"]), frame["months"])
    told = frame[days_since(frame["due"], register.as_of) > GRACE_DAYS]
    for row, posting in each_row(told):
        yield _long_ago(register, rule, int(row), posting)


def _long_ago(register: Register, rule: str, row: int, posting: _Facts) -> Finding:
    table = register.tables["postings"]
    has_last = not pd.isna(posting["last"])
    related: tuple[Related, ...] = ()
    if has_last:
        event = int(posting["event"])
        engagements = register.tables["engagements"]
        cell = engagements.cell("held_on", event)
        related = (Related(cell, str(engagements.keys[event])),)
    return register.make(
        rule,
        table.cell(table.schema.primary_key, row),
        record=str(table.keys[row]),
        variant="" if has_last else "never",
        batch=str(posting["batch_id"]),
        related=related,
        last=to_date(posting["last"] if has_last else posting["since"]),
        due=to_date(posting["due"]),
        months=f"{posting['months']:g}",
        count=(register.as_of - to_date(posting["due"])).days,
    )


def check_opinions_passed_on(register: Register) -> Iterator[Finding]:
    """What was heard when opinions were asked is passed on to the home unit and the cadre.

    Missing when more than thirty days have passed. Opinions asked before the programme's
    `checked_from` are left alone.

    Yields:
        POL-R64 at the first of the two days that is missing; variants `cadre` and `home` where
        only that one is.
    """
    if not register.has("engagements", "postings", "batches", "programmes"):
        return
    frame = _engagements(
        register, "POL-R64", ["kind", "held_on", "fed_back_home_on", "fed_back_cadre_on"]
    )
    table = register.tables["engagements"]
    late = days_since(frame["held_on"], register.as_of) > FEEDBACK_DAYS
    home = _lacks(register, frame, "fed_back_home_on")
    cadre = _lacks(register, frame, "fed_back_cadre_on")
    told = (frame["kind"] == "opinion") & late & (home | cadre)
    told &= ~(frame["held_on"] < frame["checked_from"])
    for row in frame.index[told]:
        variant = "" if home[row] and cadre[row] else "home" if home[row] else "cadre"
        held_on = to_date(frame.at[row, "held_on"])
        yield register.make(
            "POL-R64",
            table.cell("fed_back_home_on" if home[row] else "fed_back_cadre_on", row),
            record=str(table.keys[row]),
            variant=variant,
            batch=str(frame.at[row, "batch"]),
            held_on=held_on,
            count=(register.as_of - held_on).days,
        )


def check_follow_ups(register: Register) -> Iterator[Finding]:
    """What came up in a talk or a visit is settled by the day set for it.

    Those due before the programme's `checked_from` are left alone.

    Yields:
        POL-R109 at the day of settling.
    """
    if not register.has("engagements", "postings", "batches", "programmes"):
        return
    frame = _engagements(register, "POL-R109", ["follow_up_due", "follow_up_done_on"])
    table = register.tables["engagements"]
    frame = frame.assign(past=days_since(frame["follow_up_due"], register.as_of))
    told = (frame["past"] > 0) & _lacks(register, frame, "follow_up_done_on")
    told &= ~(frame["follow_up_due"] < frame["checked_from"])
    for row in frame.index[told]:
        yield register.make(
            "POL-R109",
            table.cell("follow_up_done_on", row),
            record=str(table.keys[row]),
            batch=str(frame.at[row, "batch"]),
            due=to_date(frame.at[row, "follow_up_due"]),
            count=int(frame["past"][row]),
        )


def _engagements(register: Register, rule: str, fields: list[str]) -> pd.DataFrame:
    """Give engagements of programmes that have a rule on, with their batch and `checked_from`."""
    frame = register.frame("engagements", ["batch_id", "posting_ids", *fields])
    batch = batches_of(register, frame)
    programme = register.look_up("batches", batch, "programme_id").astype(object)
    checked_from = register.look_up("programmes", programme, "checked_from")
    frame = frame.assign(batch=batch, checked_from=checked_from)
    return frame[register.switches.on_for(rule, programme)]


def _lacks(register: Register, frame: pd.DataFrame, field: str) -> pd.Series[bool]:
    """Say where a day is blank, and not because somebody mistyped it."""
    untrusted = register.tables["engagements"].is_untrusted(field)[frame.index]
    return frame[field].isna() & ~untrusted


def check_groups(register: Register) -> Iterator[Finding]:
    """A group of cadres has a leader, and does something together every three months.

    A group is who carries the same group number in a batch and is posted on the register's day; one
    alone is no group. Activities are counted as talks are, with fifteen days of grace.

    Yields:
        POL-R104 at the group number of the first member; variants main (no leader) and `idle`.
    """
    if not register.has("postings", "batches", "programmes", "engagements"):
        return
    frame = running_postings(register, "POL-R104", [], ("group_no", "group_role"))
    frame = frame[(frame["group_no"] != "") & (frame["batch_id"] != "")]
    groups = _groups(frame, latest(taking_part(register, ("group_activity",))))
    groups["due"] = next_due(groups["since"], pd.Series(float(GROUP_MONTHS), groups.index))
    idle = days_since(groups["due"], register.as_of) > GRACE_DAYS
    for row in groups.index[~groups["is_led"]]:
        yield _group(register, int(row), groups.loc[row], "")
    for row in groups.index[idle]:
        yield _group(register, int(row), groups.loc[row], "idle")


def _groups(members: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """Give the groups of two and more, indexed by position of their first member."""
    members = members.assign(
        row=members.index,
        leads=members["group_role"] == "leader",
        last=last["held_on"].reindex(members["key"]).to_numpy(),
    ).sort_values("key")
    groups: pd.DataFrame = members.groupby(["batch_id", "group_no"], as_index=False).agg(
        row=("row", "first"),
        size=("row", "size"),
        is_led=("leads", "any"),
        since=("since", "min"),
        last=("last", "max"),
    )
    groups["since"] = later_of(groups["since"], groups["last"])
    return groups[groups["size"] > 1].set_index("row")


def _group(register: Register, row: int, group: pd.Series[Any], variant: str) -> Finding:
    table = register.tables["postings"]
    facts: dict[str, int | str | date]
    if variant:
        due = to_date(group["due"])
        facts = {"since": to_date(group["since"]), "count": (register.as_of - due).days}
    else:
        facts = {"count": int(group["size"])}
    return register.make(
        "POL-R104",
        table.cell("group_no", row),
        record=str(table.keys[row]),
        variant=variant,
        batch=str(group["batch_id"]),
        more={"group": str(group["group_no"]), **facts},
    )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R62", check_opinions),
    ("POL-R63", check_talks),
    ("POL-R64", check_opinions_passed_on),
    ("POL-R104", check_groups),
    ("POL-R109", check_follow_ups),
)
