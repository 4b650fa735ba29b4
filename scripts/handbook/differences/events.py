"""What happened, told from the values that tell it: arrivals, extensions, moves and so on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from handbook.differences.model import Change, Kind
from handbook.differences.sides import Pair, Side
from handbook.publishable import State

_IN_POST = ("active", "extended", "suspended", "awaiting")
_OVER = ("completed", "ended_early")

_OUTCOME = (
    "outcome", "outcome_unit_id", "outcome_post", "outcome_rank", "outcome_on",
    "outcome_doc_number", "outcome_doc_id", "outcome_reason",
)  # fmt: skip
TOLD_WITH: Mapping[Kind, tuple[str, ...]] = {
    Kind.ARRIVED: ("reported_on", "status", "duty_doc_on"),
    Kind.EXTENDED: ("extension_to", "extension_doc_number", "extension_doc_id", "status"),
    Kind.ENDED: (
        "end_actual", "status", "removal_doc_number", "removed_on", "returned_on", *_OUTCOME,
    ),
    Kind.CANCELLED: ("status",),
    Kind.MOVED: ("home_unit_id", "home_post", "rank_level", "rank_grade"),
    Kind.RENAMED: ("unit_name", "short_names", "valid_from"),
    Kind.CLOSED: ("status", "merged_into_id", "valid_to"),
}  # fmt: skip
"""Kind → fields whose changes are told with it and not once more as changes."""

TELLING = frozenset(name for names in TOLD_WITH.values() for name in names)
"""Fields that tell of something that happened, even where their column is new."""

_NEW: Mapping[str, Kind] = {
    "postings": Kind.NEW_POSTING,
    "cadres": Kind.NEW_CADRE,
    "units": Kind.NEW_UNIT,
}


def kind_of_new(side: Side, sheet: str, key: str) -> Kind:
    """Say which section a new record belongs to; a posting with somebody in it is an arrival.

    Args:
        side: The register it is new in.
        sheet: Sheet key.
        key: Key of the record.
    """
    if sheet == "postings" and _stages(side, key, if_unsure=False, by_status=not side.is_kept) == {
        Kind.ARRIVED
    }:
        return Kind.ARRIVED
    return _NEW.get(sheet, Kind.ADDED)


def events(pair: Pair, changes: tuple[Change, ...]) -> list[Kind]:
    """Say what happened to a record, in the order of `Kind`.

    Some of it happens without an edit, because a day has come that stood in the sheet already.
    What may have happened before, for all one can know, is not told as news.

    Args:
        pair: The record.
        changes: Of its values, without corrections and what cannot be trusted now.
    """
    telling = _TOLD_BY.get(pair.sheet, {})
    told = (
        telling[change.field.name](change.old, change.new)
        for change in changes
        if change.field.name in telling
    )
    happened = {kind for kind in told if kind}
    if pair.sheet == "postings":
        happened |= _new_stages(pair)
    return sorted(happened, key=list(Kind).index)


def _new_stages(pair: Pair) -> set[Kind]:
    by_status = not (pair.old.is_kept or pair.new.is_kept)
    before = _stages(pair.old, pair.old_key, if_unsure=True, by_status=by_status)
    return _stages(pair.new, pair.new_key, if_unsure=False, by_status=by_status) - before


def _stages(side: Side, key: str, *, if_unsure: bool, by_status: bool) -> set[Kind]:
    """Give how far a posting has come: nobody yet, arrived, over, or cancelled.

    Whoever has left has arrived before. A status that only follows from dates says nothing new.

    Args:
        side: The register.
        key: Key of the posting.
        if_unsure: What to take for true where a value cannot be trusted.
        by_status: Whether the status tells anything; in the history it may be a default.
    """
    reported, ended, status = (
        side.value("postings", key, name) for name in ("reported_on", "end_actual", "status")
    )
    if not by_status or side.is_default("postings", key, "status"):
        status = ""

    def come(day: Any) -> bool:  # noqa: ANN401 - a date, None or a state
        return if_unsure if day is State.HELD else isinstance(day, date) and day <= side.day

    def stands(*choices: str) -> bool:
        return if_unsure if status is State.HELD else status in choices

    reached = {
        Kind.CANCELLED: stands("cancelled"),
        Kind.ENDED: come(ended) or stands(*_OVER),
        Kind.ARRIVED: come(reported) or stands(*_IN_POST),
    }
    return {kind for kind, is_reached in reached.items() if is_reached}


def _extended(old: date | None, new: date | None) -> Kind | None:
    return Kind.EXTENDED if new and (old is None or new > old) else None


def _closed(_: str, new: str) -> Kind | None:
    return Kind.CLOSED if new in ("merged", "abolished") else None


_TOLD_BY: Mapping[str, Mapping[str, Callable[[Any, Any], Kind | None]]] = {
    "postings": {"extension_to": _extended},
    "cadres": {"home_unit_id": lambda old, new: Kind.MOVED if old and new else None},
    "units": {
        "unit_name": lambda old, new: Kind.RENAMED if old and new else None,
        "merged_into_id": lambda _, new: Kind.CLOSED if new else None,
        "status": _closed,
    },
}
"""Sheet key → field → what a change of its value tells, or None where it tells nothing."""
