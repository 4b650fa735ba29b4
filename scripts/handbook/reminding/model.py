"""What one office is reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handbook.findings import Party


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to be done, in words.

    Attributes:
        name: What it is, short: the same for everybody it is said of.
        who: Whom it is about.
        told: The fact.
        help: What to do; blank where the name says it.
        due: Deadline, or the day it fell due; None where no day decides.
        days: Days from the day of the register to `due`, negative once it has passed; None
            without one.
    """

    name: str
    who: str
    told: str
    help: str
    due: date | None
    days: int | None

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.days is not None and self.days < 0


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is reminded of in one of its roles, or the organisation department.

    Attributes:
        party: The role.
        unit: Id of the unit; blank for the organisation department.
        unit_name: Its name; blank for the organisation department.
        office: Office of the unit to turn to; blank where the register does not say.
        sender: Who asks, and whom to answer to.
        as_of: The day of the register.
        address: Of the list of what is to be done on the site; blank where it has none.
        matters: The longest overdue first, then by day, then those without one.
    """

    party: Party
    unit: str
    unit_name: str
    office: str
    sender: str
    as_of: date
    address: str
    matters: tuple[Matter, ...]

    @property
    def name(self) -> str:
        """Name of its files without the ending: an id and a role, no text of the register."""
        role = self.party.value.replace("_", "-")
        return f"{self.unit}-{role}" if self.unit else role

    @property
    def overdue(self) -> int:
        """How many of the matters are overdue."""
        return sum(each.is_overdue for each in self.matters)
