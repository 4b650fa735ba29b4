"""Rules about the people at the receiving unit who guide a cadre."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeAlias

import pandas as pd

from handbook.findings import Finding, Param, Plain
from handbook.register import Register
from handbook.rules.mentor_days import counted_days, short_stretches
from handbook.rules.mentors_people import check_mentor_belongs, check_mentor_load
from handbook.rules.model import Rule
from handbook.rules.terms import effective_end

GAP_DAYS = 7  # R44: a change of mentors may take a week
AHEAD_DAYS = 14  # R44: a planned posting needs its mentors named two weeks before it starts
_ONE_DAY = pd.Timedelta(days=1)

_Facts: TypeAlias = Mapping[Hashable, Any]


def check_mentors(register: Register) -> Iterator[Finding]:
    """Every posting has as many mentors of the right level as its programme requires.

    Looked at on the register's day while the posting runs, and for stretches of more than seven
    days before that; a planned posting from fourteen days before its start. Contacts at the home
    unit do not count. A mentor without a start counts from the start of the posting, one without
    an end until its end. Days before the programme's `checked_from` are not looked at.

    Yields:
        POL-R44 at the key of the posting; variants `gap`, `soon` and main.

    Policy: docs/zh/guidance/mentors.md#how-many
    """
    if not register.has("postings", "batches", "programmes", "mentors"):
        return
    postings = _windows(register)
    if postings.empty:
        return
    stretches = short_stretches(postings, _mentor_spans(register, postings))
    facts = postings.loc[stretches["posting"].unique()].to_dict("index")
    long = (stretches["next_day"] - stretches["day"]).dt.days > GAP_DAYS
    gaps = stretches[long].groupby("posting").first().to_dict("index")
    last = stretches.groupby("posting").last().to_dict("index")
    for row, stretch in last.items():
        finding = _judge(register, int(str(row)), facts[row], stretch, gaps.get(row))
        if finding is not None:
            yield finding


def _windows(register: Register) -> pd.DataFrame:
    """Give the postings that need mentors, each with the days to look at (`since` to `until`)."""
    fields = ["start_planned", "end_planned", "extension_to", "end_actual"]
    frame = register.postings_with(["mentor_min", "mentor_level", "checked_from"], fields)
    today = pd.Timestamp(register.as_of)
    keys = register.tables["postings"].keys
    start = frame["start_planned"]
    frame = frame.assign(
        key=keys[frame.index],
        planned=start > today,
        since=start.where(~(frame["checked_from"] > start), frame["checked_from"]),
        until=pd.Series(effective_end(frame), frame.index),
    )
    frame["until"] = frame["until"].where(frame["until"] < today, today)
    frame["until"] = frame["until"].where(~frame["planned"], start)
    wanted = (frame["mentor_min"] > 0) & (frame["since"] <= frame["until"])
    return frame[wanted & (start <= today + AHEAD_DAYS * _ONE_DAY)]


def _mentor_spans(register: Register, postings: pd.DataFrame) -> pd.DataFrame:
    """Give the days each mentor counts for, clipped to the window of the posting."""
    table = register.tables["mentors"]
    mentors = register.frame("mentors", ["posting_id", "role", "level", "start_on", "end_on"])
    unknown = table.is_untrusted("start_on") | table.is_untrusted("end_on")
    return counted_days(mentors[~unknown[mentors.index]], postings)


def _judge(
    register: Register, row: int, posting: _Facts, last: _Facts, gap: _Facts | None
) -> Finding | None:
    """Tell of what is short at the end, else of the first gap before it."""
    table = register.tables["postings"]
    today = pd.Timestamp(register.as_of)
    params: dict[str, Param] = {}
    if posting["planned"]:
        variant = "soon"
        params = {"start": posting["since"].date(), "count": (posting["since"] - today).days}
        present = int(last["present"])
    elif last["next_day"] > today:
        variant, present = "", int(last["present"])
    elif gap is not None:
        variant, present = "gap", int(gap["present"])
        params = {
            "first": gap["day"].date(),
            "last": (gap["next_day"] - _ONE_DAY).date(),
            "count": (gap["next_day"] - gap["day"]).days,
        }
    else:
        return None
    required = int(posting["mentor_min"])
    return register.make(
        "POL-R44",
        table.cell(table.schema.primary_key, row),
        record=str(table.keys[row]),
        batch=str(posting["batch_id"]),
        variant=variant,
        required=required,
        present=present,
        on=register.as_of,
        level=_level_words(register, str(posting["mentor_level"])),
        more={"count": required - present} | params,
    )


def _level_words(register: Register, level: str) -> Plain:
    choices = register.schema.field("programmes.mentor_level").enumeration
    return Plain({} if choices is None else choices.labels[level or "any"])


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R44", check_mentors),
    ("POL-R45", check_mentor_belongs),
    ("POL-R46", check_mentor_load),
)
