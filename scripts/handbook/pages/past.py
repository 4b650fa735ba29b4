"""What a record's page and the pages of past publications tell of earlier days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handbook.findings import Visibility
from handbook.pages.index import FOLDERS, Index
from handbook.pages.values import BLANK, HELD, Shown, date_text, listed, plain_value, title_of
from handbook.publishable import PastChange, PastEntry, PastStep
from handbook.schema import Field

_SHOWN = 60  # of one record; pages stay small


@dataclass(frozen=True, slots=True)
class PastValue:
    """One value before and afterwards.

    Attributes:
        column: Title of the column.
        old: Blank where nothing stood.
        new: The same, afterwards.
        is_told: Whether the audience may see both.
    """

    column: str
    old: Shown
    new: Shown
    is_told: bool


@dataclass(frozen=True, slots=True)
class PastItem:
    """What happened to one record on one day.

    Attributes:
        day: The day of the publication that told it first.
        kind: As in `differences.Kind`.
        sheet: Title of the sheet.
        record: The record, linked; blank on its own page.
        values: What changed; none where it is new, or a day came.
    """

    day: Shown
    kind: str
    sheet: str
    record: Shown
    values: tuple[PastValue, ...]


@dataclass(frozen=True, slots=True)
class RecordPast:
    """Everything told of one record.

    Attributes:
        items: The newest first.
        more: How many older ones are left out.
    """

    items: tuple[PastItem, ...] = ()
    more: int = 0


NO_PAST = RecordPast()


def record_pasts(index: Index) -> Mapping[str, RecordPast]:
    """Tell the past of every record that has a page, with that of the rows shown on it.

    Told to those who may know what stood in a cell before; to others nothing of it.

    Args:
        index: Of the language of the pages.

    Returns:
        Sheet key and id, such as `cadres/C-00012` → its past; records without one are absent.
    """
    found: dict[str, list[PastItem]] = defaultdict(list)
    knows_all = index.audience.visibility >= Visibility.UNIT
    for step in reversed(index.past.steps):
        for whole in step.entries:
            entry = _told(whole)
            is_told = bool(entry.changes) or (knows_all and not whole.changes)
            page = _page_of(index, entry.sheet, entry.key) if is_told else None
            if page:
                found["/".join(page)].append(_on_page(item_of(index, step.day, entry), page, entry))
    return {
        name: RecordPast(tuple(items[:_SHOWN]), max(0, len(items) - _SHOWN))
        for name, items in found.items()
    }


def _on_page(item: PastItem, page: tuple[str, str], entry: PastEntry) -> PastItem:
    """Tell of a record on a page: the page's own is not named, and nothing leads to the page."""
    if page == (entry.sheet, entry.key):
        return replace(item, record=BLANK)
    if item.record.link == f"../{page[0]}/{page[1]}.html":
        return replace(item, record=replace(item.record, link=""))
    return item


def _told(entry: PastEntry) -> PastEntry:
    """Leave out the values that may not be told."""
    return replace(entry, changes=tuple(each for each in entry.changes if each.is_told))


_OWNERS: Mapping[str, str] = {
    "postings": "cadre_id",
    "mentors": "posting_id",
    "reports": "posting_id",
    "assessments": "posting_id",
    "absences": "posting_id",
    "work_log": "posting_id",
    "positions": "batch_id",
    "allocations": "batch_id",
    "documents": "programme_id",
}
"""Sheets without pages → the reference that leads to the page their rows are told on."""


def _page_of(index: Index, sheet: str, key: str) -> tuple[str, str] | None:
    while sheet not in FOLDERS:
        name = _OWNERS.get(sheet, "")
        if not name or not index.has(sheet, key):
            return None
        target = index.schema.tables[sheet].field(name).target
        sheet, key = target, index.value(sheet, key, name)
    return (sheet, key) if key and index.has(sheet, key) else None


def item_of(index: Index, day: date, entry: PastEntry) -> PastItem:
    """Tell of one record.

    Args:
        index: Of the language of the page.
        day: When it was told first.
        entry: What happened.
    """
    fields = index.schema.tables[entry.sheet]
    return PastItem(
        Shown(date_text(day, index.language), iso=day.isoformat()),
        entry.kind,
        index.sheet_title(entry.sheet),
        _named(index, entry),
        tuple(_value(index, fields.field(each.field), each) for each in entry.changes),
    )


def _named(index: Index, entry: PastEntry) -> Shown:
    shown = index.reference(entry.sheet, entry.key)
    text = shown.text if entry.key in shown.text else f"{entry.key} {shown.text}"
    page = _page_of(index, entry.sheet, entry.key)
    link = shown.link or (f"../{page[0]}/{page[1]}.html" if page else "")
    return Shown(text, link=link, language=shown.language)


def _value(index: Index, field: Field, change: PastChange) -> PastValue:
    title = title_of(field, index.language)
    old, new = (_shown(index, field, each) for each in (change.old, change.new))
    return PastValue(title, old, new, change.is_told)


def _shown(index: Index, field: Field, text: str | None) -> Shown:
    """Show a value as the history keeps it; names are those of today."""
    if text is None:
        return HELD
    if not text:
        return BLANK
    if field.target:
        items = (_referred(index, field.target, key) for key in text.split(";"))
        return listed(tuple(items), index.language)
    try:
        return plain_value(field, index.language)(_typed(field, text))
    except (KeyError, ValueError):  # a choice today's schema does not know any more
        return Shown(text)


def _referred(index: Index, sheet: str, key: str) -> Shown:
    shown = index.reference(sheet, key)
    return shown if shown.text.endswith(key) else Shown(f"{shown.text} {key}", link=shown.link)


def _typed(field: Field, text: str) -> Any:  # noqa: ANN401 - typed by the field
    match field.kind:
        case "date":
            return date.fromisoformat(text)
        case "number" | "integer":
            return float(text)
        case "enums":
            return tuple(text.split(";"))
        case _:
            return text


def sections_of(index: Index, step: PastStep) -> Iterator[tuple[str, tuple[PastItem, ...]]]:
    """Sort what happened between two publications by what kind of thing it is.

    Args:
        index: Of the language of the page.
        step: The way from one publication to the next.

    Yields:
        Kind, what happened; in the order of the kinds.
    """
    found: dict[str, list[PastItem]] = defaultdict(list)
    for entry in step.entries:
        found[entry.kind].append(item_of(index, step.day, entry))
    yield from ((kind, tuple(items)) for kind, items in found.items())
