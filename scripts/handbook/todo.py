"""What is to be done, by whom and by when: findings as tasks of parties, units and cadres. Pure.

A task belongs to the unit that has to act: the sending unit of the posting where the sending side
acts, the receiving unit where the receiving side does. The organisation department, the maintainers
and the cadres themselves have one list each.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handbook.catalogue import BY_CODE
from handbook.findings import Finding, Party, Severity
from handbook.publishable import Publishable


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done.

    Attributes:
        finding: Why.
        cadre: Id of the person it is about; blank where it is about no one person.
        unit: Id of the unit that has to act; blank where no single unit does.
        due: Deadline, or the day the matter fell due; None where no day decides.
        days: Days from the day of the register to `due`, negative once it has passed; None
            without one.
        first_told: Day since which it has been told, before the day of the register; else None.
    """

    finding: Finding
    cadre: str
    unit: str
    due: date | None
    days: int | None
    first_told: date | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed; a task is in time on the day itself."""
        return self.days is not None and self.days < 0

    @property
    def since(self) -> date | None:
        """The day it has been waiting from: the deadline that has passed, else when first told."""
        return self.due if self.is_overdue else self.first_told


def tasks_of(publishable: Publishable) -> tuple[Task, ...]:
    """Turn what an audience may know of into tasks.

    Args:
        publishable: The register as the audience may see it.

    Returns:
        The longest overdue first, then by deadline, then those without one, the worst first;
        otherwise in reading order.
    """
    tasks = [_task(publishable, finding) for finding in publishable.findings]
    return tuple(sorted(tasks, key=_urgency))


def by_unit(tasks: Iterable[Task]) -> dict[str, list[Task]]:
    """Sort tasks by the unit that has to act; those of no single unit are left out.

    Args:
        tasks: In any order, which is kept.

    Returns:
        Unit id → its tasks, in order of the ids.
    """
    found = dict[str, list[Task]]()
    for task in tasks:
        if task.unit:
            found.setdefault(task.unit, []).append(task)
    return dict(sorted(found.items()))


def by_party(tasks: Iterable[Task]) -> dict[Party, list[Task]]:
    """Sort tasks by the party that has to act, in the fixed order of parties.

    Args:
        tasks: In any order, which is kept.

    Returns:
        Every party → its tasks; none for one that has nothing to do.
    """
    found: dict[Party, list[Task]] = {party: [] for party in Party}
    for task in tasks:
        found[task.finding.responsible].append(task)
    return found


def by_cadre(tasks: Iterable[Task]) -> dict[str, list[Task]]:
    """Sort the tasks the cadres have to do themselves by cadre.

    Args:
        tasks: In any order, which is kept.
    """
    found = dict[str, list[Task]]()
    for task in tasks:
        if task.cadre and task.finding.responsible is Party.CADRE:
            found.setdefault(task.cadre, []).append(task)
    return found


def overdue(tasks: Iterable[Task]) -> int:
    """Count the tasks whose day has passed."""
    return sum(task.is_overdue for task in tasks)


_WORST_FIRST = list(Severity)


def _urgency(task: Task) -> tuple[date, int]:
    return task.due or date.max, _WORST_FIRST.index(task.finding.severity)


def _task(publishable: Publishable, finding: Finding) -> Task:
    row = _Row.of(publishable, finding)
    due = finding.params.get(BY_CODE[finding.code].due)
    day = due if isinstance(due, date) else None
    return Task(
        finding,
        cadre=row.cadre(),
        unit=row.unit(finding.responsible),
        due=day,
        days=(day - publishable.as_of).days if day else None,
        first_told=publishable.first_told.get(finding.matter),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """The row of a finding; every value is blank where the audience may not see it."""

    publishable: Publishable
    sheet: str
    key: str

    @classmethod
    def of(cls, publishable: Publishable, finding: Finding) -> _Row:
        key = unicodedata.normalize("NFKC", finding.record).strip()
        return cls(publishable, finding.cell.sheet, key)

    def value(self, name: str) -> Any:  # noqa: ANN401 - typed by the field
        record = self.publishable.records_of(self.sheet).get(self.key)
        return (record and self.publishable.reader(self.sheet, name)(record)) or ""

    def posting(self) -> _Row:
        """Give the posting the row is about; a row without values where there is no single one."""
        if self.sheet == "postings":
            return self
        several = self.value("posting_ids")
        key = several[0] if len(several) == 1 else self.value("posting_id")
        return _Row(self.publishable, "postings", key)

    def cadre(self) -> str:
        return str(self.value("cadre_id") or self.posting().value("cadre_id"))

    def unit(self, party: Party) -> str:
        return next(filter(None, self._units(party)), "")

    def _units(self, party: Party) -> Iterator[str]:
        if party not in _ROLES:
            return
        yield str(self.posting().value(_ROLES[party]))
        for name in _NAMED[party]:
            yield str(self.value(name))


_ROLES: Mapping[Party, str] = {
    Party.HOME: "home_unit_id",
    Party.RECEIVING: "receiving_unit_id",
}
"""Party that is a unit → the column of a posting that names it."""
_NAMED: Mapping[Party, tuple[str, ...]] = {
    Party.HOME: ("home_unit_id", "unit_id", "unit_at_time_id"),
    Party.RECEIVING: ("receiving_unit_id", "unit_id"),
}
"""Party → columns that name it in rows that belong to no posting, such as allocations."""
