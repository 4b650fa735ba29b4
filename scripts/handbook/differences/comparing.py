"""Two registers in, what changed out; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from handbook.differences.corrections import is_correction, says_so
from handbook.differences.events import TELLING, TOLD_WITH, events, kind_of_new
from handbook.differences.matching import is_nameless, match_records, own_key
from handbook.differences.model import OF_PERSONS, Change, Difference, Entry, Kind, Section
from handbook.differences.sides import Pair, Side
from handbook.publishable import PublishedTable, State
from handbook.schema import Field

Told: TypeAlias = Iterator[tuple[Kind, Entry]]


def compare(old: Side, new: Side) -> Difference:
    """Say what changed from one register to another.

    Every changed value is told once, in the section that says most about it: a date of reporting
    in as an arrival, a value that was wrong as a correction, the rest as changes. Of a record that
    came or went no single values are told, of a sheet or column that did no records, except where
    they tell of something that happened. A value that nobody typed on either side is not told:
    what it follows from is.

    Args:
        old: The register before.
        new: The register afterwards, for the same audience.
    """
    told: dict[Kind, list[Entry]] = defaultdict(list)
    sheets = new.shown.schema.tables
    for sheet in sheets:
        for kind, entry in _sheet(old, new, sheet):
            told[kind].append(entry)
    order = {sheet: position for position, sheet in enumerate(sheets)}
    sections = tuple(
        Section(kind, tuple(sorted(told[kind], key=lambda entry: _place(entry, order))))
        for kind in Kind
        if kind in told
    )
    return Difference(old.shown, new.shown, sections)


def _place(entry: Entry, order: dict[str, int]) -> tuple[Any, ...]:
    """Order entries by what they tell; the counter in the key of a nameless record is no order."""
    changes = [(each.field.name, str(each.old), str(each.new)) for each in entry.changes]
    return order[entry.sheet], own_key(entry.key), changes


def _sheet(old: Side, new: Side, sheet: str) -> Told:
    before, after = old.shown.tables.get(sheet), new.shown.tables.get(sheet)
    if before is None and after is None:
        return
    if before is None or after is None:
        present, kind = (after, Kind.NEW_SHEET) if after else (before, Kind.LOST_SHEET)
        count = len(present.records) if present else 0
        yield kind, Entry(sheet, is_old=after is None, count=count)
        return
    yield from _columns(old, new, before)
    yield from _records(old, new, before, after)


def _columns(old: Side, new: Side, table: PublishedTable) -> Told:
    if old.is_kept or new.is_kept:
        return
    for field in table.fields:
        is_before = field.name in old.columns[table.key]
        if is_before is not (field.name in new.columns[table.key]):
            kind = Kind.LOST_COLUMN if is_before else Kind.NEW_COLUMN
            yield kind, Entry(table.key, is_old=is_before, field=field)


def _records(old: Side, new: Side, before: PublishedTable, after: PublishedTable) -> Told:
    sheet, schema = before.key, new.shown.schema.tables[before.key]
    matched = match_records(before, after, schema.keyed_by, schema.primary_key)
    fields = _compared(old, new, before)
    for old_key, new_key in matched.pairs:
        pair = Pair(old, new, sheet, old_key, new_key)
        is_same = before.records[old_key] == after.records[new_key] and not pair.is_unsure
        if not is_same or sheet == "postings":  # days come for postings nobody edits
            yield from _pair(pair, () if is_same else tuple(_changes(pair, fields)))
    for key in _known_to(new, matched.gone):
        kind = Kind.UNSURE if (sheet, key) in new.withheld else Kind.GONE
        yield kind, _entry(old, sheet, key, kind, is_old=True)
    for key in _known_to(old, matched.added):
        was_withheld = (sheet, key) in old.withheld
        kind = Kind.CORRECTED if was_withheld else kind_of_new(new, sheet, key)
        yield kind, _entry(new, sheet, key, kind)


def _compared(old: Side, new: Side, table: PublishedTable) -> list[Field]:
    """Give the columns that are compared record by record: those both sheets have.

    A column somebody added to enter the first extension, or the first arrival, is one of them.
    """
    before, after = old.columns[table.key], new.columns[table.key]
    names = before & after | after & TELLING
    return [field for field in table.fields if field.name in names]


def _known_to(side: Side, keys: list[str]) -> list[str]:
    """Leave out records without a number where the other register never holds any."""
    return [key for key in keys if not is_nameless(key)] if side.is_kept else keys


def _changes(pair: Pair, fields: Iterable[Field]) -> Iterator[Change]:
    for field in fields:
        old, new = pair.values(field.name)
        if _comparable(old) == _comparable(new):
            continue
        if not (pair.follows_from_others(field.name) or pair.is_unknown(field.name)):
            yield Change(field, old, new)


def _comparable(value: Any) -> Any:  # noqa: ANN401 - typed by the field
    """Make lists of the same things equal, in whatever order they were typed."""
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def _pair(pair: Pair, changes: tuple[Change, ...]) -> Told:
    """Sort the changes of one record into sections, each of them once."""
    left = list(changes)

    def tell(kind: Kind, chosen: list[Change]) -> tuple[Kind, Entry]:
        left[:] = [change for change in left if change not in chosen]
        return kind, _entry(pair.new, pair.sheet, pair.new_key, kind, tuple(chosen))

    if unsure := [change for change in left if change.new is State.HELD]:
        yield tell(Kind.UNSURE, unsure)
    all_wrong = says_so(changes)
    if wrong := [change for change in left if all_wrong or is_correction(change, pair)]:
        yield tell(Kind.CORRECTED, wrong)
    for kind in [] if all_wrong else events(pair, tuple(left)):
        fields = TOLD_WITH[kind]
        yield tell(kind, [change for change in left if change.field.name in fields])
    if left:
        yield tell(Kind.CHANGED, left[:])


def _entry(
    side: Side,
    sheet: str,
    key: str,
    kind: Kind,
    changes: tuple[Change, ...] = (),
    *,
    is_old: bool = False,
) -> Entry:
    cadre = side.value(sheet, key, "cadre_id") if kind in OF_PERSONS else ""
    is_known = bool(cadre) and cadre is not State.HELD
    return Entry(sheet, key, is_old, changes, subject=cadre if is_known else key)
