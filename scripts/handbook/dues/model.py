"""One thing that falls due, and whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

KEPT_DAYS = 90
"""Days for which a day that has passed by itself stays: an end, a milestone. A duty stays till
done."""


class Kind(StrEnum):
    """What falls due."""

    TERM_END = "term-end"
    """The last day of a posting."""
    REPORT = "report"
    """A report is to be handed in."""
    ASSESSMENT = "assessment"
    """An assessment is to be held."""
    MENTOR_GAP = "mentor-gap"
    """From this day there are fewer mentors than the programme asks for."""
    HOME_POST = "home-post"
    """The home post is to be looked at."""
    MILESTONE = "milestone"
    """A day of a batch."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what it is about, by ids; each is blank where there is none or nobody may know."""

    posting: str = ""
    cadre: str = ""
    home_unit: str = ""
    receiving_unit: str = ""
    batch: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due.

    Attributes:
        kind: What.
        day: The day itself, or the last day in time.
        subject: Whom it is about.
        detail: Key of the type of report or kind of assessment, or name of the column of a
            milestone; blank for what has no such thing.
        period: What tells it from others of its kind, subject and detail: a period or a number;
            blank where there is one only.
        is_held: Whether the day is the last published one, because the cell is not to be trusted.
    """

    kind: Kind
    day: date
    subject: Subject
    detail: str = ""
    period: str = ""
    is_held: bool = False
