"""Rules about who the mentors are: from which unit, in which time, and for how many at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from handbook.findings import Finding, Param, Related
from handbook.register import Register, to_date
from handbook.rules.belonging import begun_postings, rows_of
from handbook.rules.telling import Facts, tell
from handbook.rules.terms import is_running
from handbook.schema.words import fold

LOAD_MAX = 5  # R46: unless the programme says otherwise
EARLY_DAYS = 30  # R45: mentors are named before somebody comes
LATE_DAYS = 7  # R45: and a handing over may outlast the posting by a week
GUIDES = ("leader_contact", "instructor")
"""Roles of mentors whose load is limited."""
_NOT_MENTORS = ("home_contact",)
_BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")


def check_mentor_belongs(register: Register) -> Iterator[Finding]:
    """A mentor comes from the receiving unit or one close to it, in the time of the posting.

    Close are the unit above it, the units below it, its legal person and those of the same one,
    and the programme's owner. Only leaders and instructors are held to it: liaison officers, group
    leaders and those in overall charge come from elsewhere, and contacts at the home unit are no
    mentors. Where the receiving unit is the home unit R33 speaks. A mentor may be named thirty
    days before the start and stay seven days after the end.

    Yields:
        POL-R45 at the unit of the mentor or, as variant `early` or `late`, at the first or last
        day.
    """
    if not register.has("postings", "batches", "programmes", "units", "mentors"):
        return
    postings = begun_postings(
        register, "POL-R45", ["owner_unit_id"], ["home_unit_id", "receiving_unit_id"]
    )
    fields = ["role", "mentor_name", "unit_id", "start_on", "end_on"]
    frame = rows_of(register, "mentors", fields, postings)
    frame = frame[~frame["role"].isin(_NOT_MENTORS)]
    stranger = frame["role"].isin(GUIDES) & (frame["unit_id"] != "")
    stranger &= (frame["receiving_unit_id"] != "") & ~_close_by(register, frame)
    stranger &= frame["receiving_unit_id"] != frame["home_unit_id"]
    names = {
        name: register.look_up("units", frame[field].to_numpy(dtype=object), "unit_name")
        for name, field in (("unit", "unit_id"), ("receiver", "receiving_unit_id"))
    }
    frame = frame.assign(**names)
    early = frame["start_on"] < frame["start"] - pd.Timedelta(days=EARLY_DAYS)
    late = frame["end_on"] > frame["end"] + pd.Timedelta(days=LATE_DAYS)
    late |= frame["start_on"] > frame["end"]
    yield from tell(register, "POL-R45", frame[stranger], "unit_id", _units, sheet="mentors")
    for variant, field, hits in (
        ("early", "start_on", early & ~stranger),
        ("late", "end_on", late & ~early & ~stranger),
    ):
        yield from tell(
            register, "POL-R45", frame[hits], field, _span, sheet="mentors", variant=variant
        )


def _close_by(register: Register, frame: pd.DataFrame) -> pd.Series[bool]:
    """Say which mentors' units belong with the receiving unit of their posting."""
    unit, receiving = frame["unit_id"], frame["receiving_unit_id"]
    parents = {}
    for name in ("admin_parent_id", "legal_parent_id"):
        for whose, ids in (("unit", unit), ("receiving", receiving)):
            found = register.look_up("units", ids.to_numpy(dtype=object), name)
            parents[whose, name] = pd.Series(found, frame.index)
    close = (unit == receiving) | (unit == frame["owner_unit_id"])
    for name in ("admin_parent_id", "legal_parent_id"):
        above, own = parents["receiving", name], parents["unit", name]
        close |= (unit == above) | (own == receiving)
    legal = parents["unit", "legal_parent_id"]
    return close | ((legal != "") & (legal == parents["receiving", "legal_parent_id"]))


def _units(row: Facts) -> Mapping[str, Param]:
    return {
        "name": str(row["mentor_name"]), "unit": str(row["unit"]), "receiver": str(row["receiver"])
    }  # fmt: skip


def _span(row: Facts) -> Mapping[str, Param]:
    days = {"first": row["start"], "last": row["end"]}
    return {name: to_date(day) for name, day in days.items() if day is not pd.NaT}


def check_mentor_load(register: Register) -> Iterator[Finding]:
    """Nobody guides more people at once than the programme allows, or five.

    Counted on the register's day over leaders and instructors; one person is known by name and
    unit, whatever spaces, width of letters or titles in brackets the name was written with. Where
    programmes differ the smallest limit counts.

    Yields:
        POL-R46 at the name in the mentor's first row; variant `spellings` and main.
    """
    if not register.has("postings", "batches", "programmes", "mentors"):
        return
    postings = begun_postings(register, "POL-R46", ["mentor_load_max"], ["receiving_unit_id"])
    postings = postings[is_running(postings, register.as_of)]
    fields = ["role", "mentor_name", "unit_id", "start_on", "end_on"]
    frame = rows_of(register, "mentors", fields, postings)
    today = pd.Timestamp(register.as_of)
    present = ~(frame["start_on"] > today) & ~(frame["end_on"] < today)
    frame = frame[present & frame["role"].isin(GUIDES) & (frame["mentor_name"] != "")]
    frame = frame.assign(
        person=[person_of(name) for name in frame["mentor_name"]],
        place=frame["unit_id"].where(frame["unit_id"] != "", frame["receiving_unit_id"]),
        limit=frame["mentor_load_max"].fillna(LOAD_MAX),
    )
    grouped = frame.groupby(["person", "place"])
    crowded = grouped["posting"].transform("nunique") > grouped["limit"].transform("min")
    for _, rows in frame[crowded].sort_values("key").groupby(["person", "place"]):
        yield _crowd(register, rows)


def person_of(name: str) -> str:
    """Give what two spellings of the name of one mentor have in common.

    Args:
        name: As typed, perhaps with a title in brackets.
    """
    return fold(_BRACKETED.sub("", name))


def _crowd(register: Register, rows: pd.DataFrame) -> Finding:
    table = register.tables["mentors"]
    first, *others = (int(row) for row in rows.index)
    spellings = tuple(np.unique(rows["mentor_name"].astype(str)))
    params: dict[str, Param] = {
        "name": spellings[0],
        "count": int(rows["posting"].nunique()),
        "limit": int(rows["limit"].min()),
    }
    if len(spellings) > 1:
        params["names"] = spellings
    return register.make(
        "POL-R46",
        table.cell("mentor_name", first),
        record=str(table.keys[first]),
        variant="spellings" if len(spellings) > 1 else "",
        related=tuple(
            Related(table.cell("mentor_name", row), str(key))
            for row, key in zip(others, rows["key"].iloc[1:], strict=True)
        ),
        more=params,
    )
