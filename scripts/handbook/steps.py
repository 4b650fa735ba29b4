"""What led from each publication of the history to the next, worked out once and kept beside it.

Two publications never change, so neither does what lies between them. What is kept is of class
`unit` and is stripped for its readers whenever it is read (`past.py`).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from handbook.checking import Checked
from handbook.differences import Change, Entry
from handbook.differences.narrowing import compare_kept
from handbook.findings import Visibility
from handbook.history import KEPT, History, value_text
from handbook.publications import (
    STEP_FORMAT,
    KeptPublications,
    Publication,
    digest_at,
    kept_step,
    lost_values,
    next_file,
    read_step,
    step_file,
)
from handbook.publishable import Audience, State
from handbook.publishable.embargo import embargoed_rows, places_of
from handbook.publishable.own import own_rows
from handbook.publishable.past import PastChange, PastEntry
from handbook.schema import Schema

_READERS = Audience("unit", KEPT)
_FIRST_NUMBER = slice(0, 6)  # 000042-2026-06-30-0123456789abcdef.json.gz


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to one record, as far as the history keeps it.

    Attributes:
        entry: Everything up to class `unit`.
        units: Units whose own the record was, before and afterwards.
    """

    entry: PastEntry
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What led from one publication to the next.

    Attributes:
        number: Of the later publication, from 1 since the register began.
        since: The day the earlier one spoke about.
        day: The day the later one spoke about.
        told: What happened to which record.
        open: Code → how many findings every reader was told of the later one.
    """

    number: int
    since: date
    day: date
    told: tuple[Told, ...]
    open: Mapping[str, int]


def steps_to(history: History, now: Publication, schema: Schema) -> tuple[Step, ...]:
    """Give every step of a history and the one to the register of today, oldest first.

    A step that is not kept yet is worked out and kept, so that no build compares more than one
    pair that has not been compared before.

    Args:
        history: What was published before.
        now: What will be kept of the register of today; it may be the last of the history.
        schema: Today's.
    """
    publications = history.publications
    steps = [
        _from_json(_kept_or_made(publications, place, schema), _number(publications, place))
        for place in range(1, len(publications))
    ]
    last = len(publications) - 1
    if last >= 0 and digest_at(publications, last) != now.digest:
        made = _step_to(publications, now, schema)
        steps.append(_from_json(made, _number(publications, last) + 1))
    return tuple(steps)


def _step_to(publications: Sequence[Publication], now: Publication, schema: Schema) -> Any:  # noqa: ANN401 - JSON
    """Give the step to a publication not kept yet; it is kept under the name it will have."""
    before = digest_at(publications, len(publications) - 1)
    if not isinstance(publications, KeptPublications):
        return _step(publications[-1], now, schema, before)
    folder, files = publications.files[-1].parent, publications.files
    file = step_file(next_file(folder, files, now))
    known = read_step(file, before)
    if known is None:
        for old in folder.glob(f"{file.name[_FIRST_NUMBER]}-*.step.gz"):
            old.unlink()  # led to what was never published
        known = _step(publications[-1], now, schema, before)
        _keep(known, file)
    return known


def _number(publications: Sequence[Publication], place: int) -> int:
    if isinstance(publications, KeptPublications):
        return int(publications.files[place].name[_FIRST_NUMBER])
    return place + 1


def _kept_or_made(publications: Sequence[Publication], place: int, schema: Schema) -> Any:  # noqa: ANN401 - JSON
    known = kept_step(publications, place)
    if known is not None:
        return known
    before = digest_at(publications, place - 1)
    made = _step(publications[place - 1], publications[place], schema, before)
    if isinstance(publications, KeptPublications):
        _keep(made, step_file(publications.files[place]))
    return made


def _keep(content: Any, file: Path) -> None:  # noqa: ANN401 - JSON
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    part = file.with_suffix(".part")
    part.write_bytes(gzip.compress(data, compresslevel=6, mtime=0))
    part.replace(file)


def _step(old: Publication, new: Publication, schema: Schema, before: str) -> Any:  # noqa: ANN401 - JSON
    return {
        "format": STEP_FORMAT,
        "old": before,
        "since": old.as_of.isoformat(),
        "day": new.as_of.isoformat(),
        "open": new.open,
        "lost": list(lost_values(old.records, new.records)),
        "told": list(_told(old, new, schema)),
    }


def _told(old: Publication, new: Publication, schema: Schema) -> Iterator[list[Any]]:
    """Give what happened to records that are there afterwards."""
    difference, before, after = compare_kept(old, new, schema, _READERS)
    owners = [_owners(each) for each in (before, after)]
    for section in difference.sections:
        for entry in section.entries:
            if entry.key and not entry.is_old:
                place = (entry.sheet, entry.key)
                known = [each[place] for each in owners if place in each]
                units = sorted(set.intersection(*known)) if known else []
                yield [section.kind.value, entry.sheet, entry.key, _changes(entry), units]


def _changes(entry: Entry) -> list[list[str | None]]:
    return [[each.field.name, *map(_text, _values(each))] for each in entry.changes]


def _values(change: Change) -> tuple[Any, Any]:
    return change.old, change.new


def _text(value: Any) -> str | None:  # noqa: ANN401 - typed by the field
    if value is State.HELD:
        return None
    return "" if value is None else value_text(value)


def _owners(checked: Checked) -> Mapping[tuple[str, str], set[str]]:
    """Say whose own each record is: place → units; a record of nobody's own has none."""
    register = checked.register
    postings = register.tables.get("postings")
    owners: dict[tuple[str, str], set[str]] = {
        (sheet, str(key)): set() for sheet, table in register.tables.items() for key in table.keys
    }
    if postings is None:
        return owners
    embargoed = embargoed_rows(register)
    sides = (postings.values(name) for name in ("home_unit_id", "receiving_unit_id"))
    for unit in sorted({str(each) for side in sides for each in side if each}):
        for sheet, mask in own_rows(register, unit, embargoed).items():
            for key in register.tables[sheet].keys[mask]:
                owners[sheet, str(key)].add(unit)
    return owners


def _from_json(content: Any, number: int) -> Step:  # noqa: ANN401 - JSON
    told = tuple(
        Told(
            PastEntry(kind, sheet, key, tuple(PastChange(*each) for each in changes)), tuple(units)
        )
        for kind, sheet, key, changes, units in content["told"]
    )
    since, day = (date.fromisoformat(content[name]) for name in ("since", "day"))
    return Step(number, since, day, told, content["open"])


def open_counts(checked: Checked) -> dict[str, int]:
    """Count by code the findings that every reader of the handbook may know of.

    Args:
        checked: The register of today.
    """
    register = checked.register
    hidden = places_of(register, embargoed_rows(register))
    seen = {
        key
        for key, table in register.schema.tables.items()
        if table.is_published and table.field(table.primary_key).visibility <= Visibility.INTERNAL
    }
    found = Counter(
        finding.code
        for finding in checked.findings
        if finding.visibility <= Visibility.INTERNAL
        and finding.cell.field
        and finding.cell.row_number
        and finding.cell.sheet in seen
        and not finding.code.startswith("HDR")
        and not any(_place(each) in hidden for each in (finding, *finding.related))
    )
    return dict(sorted(found.items()))


def _place(named: Any) -> tuple[str, int | None]:  # noqa: ANN401 - a finding, or what is related to one
    return named.cell.sheet, named.cell.row_number
