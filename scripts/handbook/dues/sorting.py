"""Which calendars something stands in: of the cadre, both units, the programme, the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handbook.dues.model import Due, Kind
from handbook.publishable import ORG, Publishable

ORG_DEPARTMENT = "org-dept"
"""Name of the calendar of the organisation department, which only its own build has."""


def calendar_address(name: str) -> str:
    """Give the address of a calendar from the root of the site.

    Args:
        name: Id of a cadre, unit or programme, or `org-dept`.
    """
    return f"calendars/{name}.ics"


def by_calendar(publishable: Publishable, dues: Iterable[Due]) -> dict[str, list[Due]]:
    """Sort what falls due by calendar.

    A day of a posting concerns the cadre, both units and the programme; a day of a batch its
    programme and every unit that sends, receives or has places in it.

    Args:
        publishable: The register as the audience may see it; what it does not show has no calendar.
        dues: In any order, which is kept.

    Returns:
        Id of a cadre, unit or programme, or `org-dept` → what stands in its calendar; a calendar
        without anything in it is absent.
    """
    found = dict[str, list[Due]]()
    units = _units_of_batches(publishable)
    for due in dues:
        for name in _names(publishable, due, units):
            found.setdefault(name, []).append(due)
    return dict(sorted(found.items()))


def _names(
    publishable: Publishable, due: Due, units: Mapping[str, Iterable[str]]
) -> dict[str, None]:
    """Give the calendars of one day, each once and in a fixed order."""
    subject = due.subject
    sides = (subject.home_unit, subject.receiving_unit)
    concerned = units.get(subject.batch, ()) if due.kind is Kind.MILESTONE else sides
    keys = [("cadres", subject.cadre), ("programmes", subject.programme)]
    keys += [("units", unit) for unit in concerned]
    names = dict.fromkeys(key for sheet, key in keys if key and publishable.has(sheet, key))
    if publishable.audience.name == ORG.name:
        names[ORG_DEPARTMENT] = None
    return names


_CONCERNED = (
    ("postings", ("home_unit_id", "receiving_unit_id")),
    ("positions", ("receiving_unit_id",)),
    ("allocations", ("unit_id",)),
)
"""Sheet whose rows belong to a batch → columns that name a unit the batch concerns."""


def _units_of_batches(publishable: Publishable) -> dict[str, list[str]]:
    """Give the units every batch concerns, sorted, as far as the audience may see."""
    found = dict[str, set[str]]()
    for sheet, columns in _CONCERNED:
        table = publishable.tables.get(sheet)
        shown = [name for name in columns if table and table.shows(name)]
        if table and shown and table.shows("batch_id"):
            for record in table.records.values():
                units = found.setdefault(record.batch_id, set())
                units.update(getattr(record, name) for name in shown)
    return {batch: sorted(units) for batch, units in found.items()}
