"""What is told of the past to one audience: no more than it may see today and might have then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class PastChange:
    """One value of a record before and afterwards.

    Attributes:
        field: Field name.
        old: As the history keeps it; blank where nothing stood, None where it was in doubt.
        new: The same, afterwards.
        is_told: Whether the audience may see what stood there; else both are blank.
    """

    field: str
    old: str | None
    new: str | None
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class PastEntry:
    """What happened to one record.

    Attributes:
        kind: As in `differences.Kind`.
        sheet: Sheet key.
        key: Its id; it is published today.
        changes: In the order of the columns; none where it is new, or a day came.
    """

    kind: str
    sheet: str
    key: str
    changes: tuple[PastChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PastStep:
    """What led from one publication to the next.

    Attributes:
        number: Of the later publication, from 1 since the register began.
        since: The day the earlier one spoke about.
        day: The day the later one spoke about.
        entries: Those the audience may know of, with what it may see of them.
    """

    number: int
    since: date
    day: date
    entries: tuple[PastEntry, ...]


@dataclass(frozen=True, eq=False)
class Past:
    """The past as one audience may know of it.

    Attributes:
        steps: Oldest first.
        open: Day → code → how many findings every reader of the handbook was told, oldest first;
            the last of each day.
    """

    steps: tuple[PastStep, ...] = ()
    open: Mapping[date, Mapping[str, int]] = field(default_factory=dict)
