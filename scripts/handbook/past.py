"""The past of a register stripped for its readers: by today's classes, and by whose own it was.

What happened is told of records that are published today. Before the eyes of one unit's readers,
class `unit` is told of what is its own today and was its own then. What a cell said before is
itself of class `unit`, so readers below it learn what happened and not from which value to which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from handbook.checking import Checked
from handbook.findings import Visibility
from handbook.history import History, Publication
from handbook.links import sheet_links
from handbook.publishable import Publishable
from handbook.publishable.embargo import embargoed_rows
from handbook.publishable.own import own_rows
from handbook.publishable.past import Past, PastChange, PastEntry, PastStep
from handbook.steps import Step, Told, steps_to


def with_past(
    publishable: Publishable,
    checked: Checked,
    history: History,
    now: Publication,
    *,
    is_kept: bool = True,
) -> Publishable:
    """Add to the register of an audience what it is told of the past, and where its sheets are.

    Args:
        publishable: As the audience may see it.
        checked: The register of today.
        history: What was published before.
        now: What will be kept of the register of today.
        is_kept: Whether a history is kept at all; without one there is no past.
    """
    is_for_editors = publishable.audience.visibility >= Visibility.UNIT
    links = _sheet_links(checked) if is_for_editors else {}
    steps = steps_to(history, now, publishable.schema) if is_kept else ()
    past = past_of(steps, checked, publishable)
    return replace(publishable, past=past, sheet_links=links)


def _sheet_links(checked: Checked) -> dict[str, str]:
    """Give the addresses of the sheets records stand in; empty where they are in no spreadsheet."""
    links = sheet_links(checked.workbook)
    found = {}
    for key, table in checked.register.tables.items():
        sheet = table.located.sheet
        if address := links.get((sheet.book, sheet.title)):
            found[key] = address
    return found


def past_of(steps: Sequence[Step], checked: Checked, publishable: Publishable) -> Past:
    """Say what an audience is told of the past.

    Args:
        steps: As kept.
        checked: The register of today.
        publishable: The same as the audience may see it.
    """
    audience = publishable.audience
    if audience.visibility < Visibility.INTERNAL:
        return Past()
    stripped = _Stripped(checked, publishable)
    return Past(
        tuple(
            PastStep(step.number, step.since, step.day, tuple(stripped.entries(step.told)))
            for step in steps
        ),
        _last_of_each_day(steps),
    )


def _last_of_each_day(steps: Iterable[Step]) -> dict[date, dict[str, int]]:
    return {step.day: dict(step.open) for step in steps if step.open}


class _Stripped:
    """Leaves out what an audience may not know of."""

    def __init__(self, checked: Checked, publishable: Publishable) -> None:
        self._publishable = publishable
        self._unit = publishable.audience.unit
        self._own = _own_places(checked, self._unit) if self._unit else frozenset()
        self._classes = {
            (sheet, field.name): field.visibility
            for sheet, table in publishable.tables.items()
            for field in table.fields
        }

    def entries(self, told: Iterable[Told]) -> Iterator[PastEntry]:
        """Give what may be told, with the values that may be seen."""
        for each in told:
            entry = each.entry
            if not self._publishable.has(entry.sheet, entry.key):
                continue
            seen = tuple(self._seen(each))
            if seen or not entry.changes:
                yield PastEntry(entry.kind, entry.sheet, entry.key, seen)

    def _seen(self, told: Told) -> Iterator[PastChange]:
        """Give the changes of columns the audience may see, with values where it may know them."""
        sheet, audience = told.entry.sheet, self._publishable.audience
        is_own = (sheet, told.entry.key) in self._own and self._unit in told.units
        for change in told.entry.changes:
            visibility = self._classes.get((sheet, change.field))
            if visibility is None or not audience.sees(visibility, is_own=is_own):
                continue
            history = _history_class(visibility)
            if audience.sees(history, is_own=is_own):
                yield change
            else:
                yield PastChange(change.field, "", "", is_told=False)


def _history_class(visibility: Visibility) -> Visibility:
    """Give the class of what a cell said before; what is public has a public past."""
    is_public = visibility is Visibility.PUBLIC
    return Visibility.PUBLIC if is_public else max(visibility, Visibility.UNIT)


def _own_places(checked: Checked, unit: str) -> frozenset[tuple[str, str]]:
    register = checked.register
    return frozenset(
        (sheet, str(key))
        for sheet, mask in own_rows(register, unit, embargoed_rows(register)).items()
        for key in register.tables[sheet].keys[mask]
    )
