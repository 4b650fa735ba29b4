"""Rules about what comes before the first day: a talk, a training, the facts about the place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from handbook.findings import Finding, Param, Severity
from handbook.register import Register, to_date
from handbook.rules.taking_part import taking_part
from handbook.rules.telling import Facts, tell
from handbook.rules.terms import CLOSED, SPAN, has_ended, with_span

AHEAD_DAYS = 7  # a planned posting is reminded of in its last week
_TALKS = ("pre_talk", "collective_talk")


def check_talk_before(register: Register) -> Iterator[Finding]:
    """Nobody starts without a talk, alone or together with the batch, where the programme asks.

    See `_prepared` for the days that count.

    Yields:
        POL-R54 at the key of the posting; variants `late`, `soon` and main.
    """
    yield from _engaged(register, "POL-R54", "pre_talk", _TALKS)


def check_training_before(register: Register) -> Iterator[Finding]:
    """Nobody starts without a training where the programme asks for one.

    See `_prepared` for the days that count.

    Yields:
        POL-R55 at the key of the posting; variants `late`, `soon` and main.
    """
    yield from _engaged(register, "POL-R55", "pre_training", ("training",))


def check_information_before(register: Register) -> Iterator[Finding]:
    """Nobody starts without the facts about the place they are going to.

    See `_prepared` for the days that count.

    Yields:
        POL-R100 at the day the pack was given; variants `late`, `soon` and main.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    frame = register.postings_with(["checked_from"], ["info_pack_on", *SPAN], rule="POL-R100")
    unsure = register.tables["postings"].is_untrusted("info_pack_on")[frame.index]
    frame = frame[~unsure]
    frame = frame.assign(done=frame["info_pack_on"])
    yield from _prepared(register, "POL-R100", frame, "info_pack_on")


def _engaged(
    register: Register, code: str, parameter: str, kinds: tuple[str, ...]
) -> Iterator[Finding]:
    if not register.has("postings", "batches", "programmes", "engagements"):
        return
    frame = register.postings_with([parameter, "checked_from"], [*SPAN], rule=code)
    frame = frame[frame[parameter] == "yes"]
    first = taking_part(register, kinds).groupby("posting_id")["held_on"].min()
    table = register.tables["postings"]
    done = first.reindex(table.keys[frame.index]).to_numpy(dtype="datetime64[s]")
    yield from _prepared(register, code, frame.assign(done=done), table.schema.primary_key)


def _prepared(register: Register, code: str, frame: pd.DataFrame, field: str) -> Iterator[Finding]:
    """Something is done by the first day: that of reporting in, else the planned one, included.

    A warning while it has not been done at all; information where it was made up for later, and in
    the last seven days before a planned start. Postings that have ended, starts before the
    programme's `checked_from` and planned postings whose day has passed (R39) are left alone.

    Args:
        register: The day and the cells.
        code: Rule.
        frame: Postings with `SPAN`, checked_from, and `done`, the first day it was done.
        field: Column to act in.
    """
    today = pd.Timestamp(register.as_of)
    frame = with_span(register, frame)
    closed = has_ended(frame, register.as_of) | frame["status"].isin(CLOSED)
    frame = frame[~closed & ~(frame["start"] < frame["checked_from"])]
    days = (frame["start"] - today).dt.days
    frame = frame.assign(days=days, late=(frame["done"] - frame["start"]).dt.days)
    begun = (days <= 0) & (frame["status"] != "planned")
    missing = frame["done"].isna() | (begun & (frame["done"] > today))
    soon = (days > 0) & (days <= AHEAD_DAYS) & missing
    made_up = begun & ~missing & (frame["late"] > 0)
    yield from tell(register, code, frame[begun & missing], field, _started)
    yield from tell(
        register, code, frame[made_up], field, _late, variant="late", severity=Severity.INFO
    )
    yield from tell(
        register, code, frame[soon], field, _soon, variant="soon", severity=Severity.INFO
    )


def _started(row: Facts) -> Mapping[str, Param]:
    return {"start": to_date(row["start"])}


def _late(row: Facts) -> Mapping[str, Param]:
    return {
        "start": to_date(row["start"]), "on": to_date(row["done"]), "count": int(row["late"])
    }  # fmt: skip


def _soon(row: Facts) -> Mapping[str, Param]:
    return {"start": to_date(row["start"]), "count": int(row["days"])}
