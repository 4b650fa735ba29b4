"""One line per posting, the same on the page of the cadre, of both units and of the batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handbook.findings import Visibility
from handbook.pages.index import Index
from handbook.pages.values import BLANK, ShowKey, Shown
from handbook.publishable import State


class Phase(StrEnum):
    """Where a posting stands on the day the register speaks about."""

    CURRENT = "current"
    COMING = "coming"
    PAST = "past"
    CANCELLED = "cancelled"


_PHASES = {
    "planned": Phase.COMING,
    "active": Phase.CURRENT,
    "extended": Phase.CURRENT,
    "suspended": Phase.CURRENT,
    "awaiting": Phase.CURRENT,
    "completed": Phase.PAST,
    "ended_early": Phase.PAST,
    "cancelled": Phase.CANCELLED,
}
_STARTS = ("reported_on", "start_planned")
_ENDS = ("end_actual", "extension_to", "end_planned")


@dataclass(frozen=True, slots=True, eq=False)
class PostingLine:
    """A posting in one line; the same object on every page that lists it.

    Attributes:
        key: Its id.
        phase: Where it stands.
        cadre: Who, linked.
        batch: In which batch, linked.
        home_unit: Sent by, linked.
        receiving_unit: Received by, linked.
        title: Title held during the posting.
        status: Status in words.
        start: Day of reporting in, else the planned one.
        end: Actual end, else the extended, else the planned one.
        starts_on: The same as a date; None where it is blank or held.
        ends_on: The same as a date; None where it is blank or held.
        days: Days from the day of the register to the end of a current posting, or to the start
            of a coming one; negative when it has passed; None otherwise.
    """

    key: str
    phase: Phase
    cadre: Shown
    batch: Shown
    home_unit: Shown
    receiving_unit: Shown
    title: Shown
    status: Shown
    start: Shown
    end: Shown
    starts_on: date | None
    ends_on: date | None
    days: int | None


def line_maker(index: Index) -> Callable[[str], PostingLine]:
    """Give the function that puts a visible posting into one line, by its id."""
    show = {name: index.brief("postings", name) for name in _SHOWN}
    starts = [index.brief("postings", name) for name in _STARTS]
    ends = [index.brief("postings", name) for name in _ENDS]
    as_of = index.as_of

    def make(key: str) -> PostingLine:
        start, end = _first(starts, key), _first(ends, key)
        starts_on, ends_on = _day(start), _day(end)
        status = index.value("postings", key, "status") or ""
        phase = _PHASES.get(status) or _phase_of_dates(starts_on, ends_on, as_of)
        return PostingLine(
            key,
            phase,
            show["cadre_id"](key),
            show["batch_id"](key),
            show["home_unit_id"](key),
            show["receiving_unit_id"](key),
            show["title"](key),
            show["status"](key),
            start,
            end,
            starts_on,
            ends_on,
            _days(phase, starts_on, ends_on, as_of),
        )

    return make


_SHOWN = ("cadre_id", "batch_id", "home_unit_id", "receiving_unit_id", "title", "status")


def _first(showers: Iterable[ShowKey], key: str) -> Shown:
    for show in showers:
        shown = show(key)
        if shown.text or shown.state:
            return shown
    return BLANK


def _day(shown: Shown) -> date | None:
    is_trusted = shown.iso and shown.state is not State.HELD
    return date.fromisoformat(shown.iso) if is_trusted else None


def _phase_of_dates(start: date | None, end: date | None, as_of: date) -> Phase:
    if start and start > as_of:
        return Phase.COMING
    return Phase.PAST if end and end < as_of else Phase.CURRENT


def _days(phase: Phase, start: date | None, end: date | None, as_of: date) -> int | None:
    if phase is Phase.CURRENT and end:
        return (end - as_of).days
    return (start - as_of).days if phase is Phase.COMING and start else None


def is_own(index: Index, posting: str) -> bool:
    """Say whether the audience sees class `unit` of a posting: its readers' own, or any.

    Args:
        index: Looks values up.
        posting: Its id.
    """
    audience = index.audience
    if not audience.unit:
        return audience.visibility >= Visibility.UNIT
    return any(
        index.value("postings", posting, name) == audience.unit
        and index.show("postings", posting, name).state is not State.HELD
        for name in ("home_unit_id", "receiving_unit_id")
    )
