"""All rows that a directory filters, in compact columns: people with their postings, and units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import TypeAlias

from handbook.pages.book import Book
from handbook.pages.names import counted_key, sort_key
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.values import BLANK, HELD, Shown

NO_POSTING = "none"
"""Stands for the status of a person who has no posting at all."""

_SEVERAL = re.compile(r"[;；、,，\n]+")
_PHASES = (Phase.CURRENT, Phase.COMING, Phase.PAST, Phase.CANCELLED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One distinct value of a column.

    Attributes:
        key: Id of the record or key of the choice; the text itself where there is neither.
        value: As shown.
        others: Other names it is found by.
    """

    key: str
    value: Shown
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataColumn:
    """One column of all rows.

    Attributes:
        folder: Folder of the pages its values lead to; blank for none.
        entries: Distinct values in their order; the first is the blank one.
        places: For every row the place of its value among them, from 0.
    """

    folder: str
    entries: tuple[Entry, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DirectoryData:
    """All rows of a directory.

    Attributes:
        columns: Name → column.
        days: Name → the day in every row; None where it is blank or not to be trusted.
        until: Row, from 0 → last day in post, where it is not the end; None for rows that are not
            counted when somebody asks who was in post.
    """

    columns: Mapping[str, DataColumn]
    days: Mapping[str, tuple[date | None, ...]]
    until: Mapping[int, date | None]


Row: TypeAlias = tuple[str, PostingLine | None]
"""A cadre and one of their postings; None for somebody without any."""
_Rank: TypeAlias = Callable[[Entry], object]


def people_data(book: Book) -> DirectoryData | None:
    """Give one row per posting and one per person without any, people by the sound of their names.

    The rows of one person stand together, the present posting first. None where the audience may
    see nobody.
    """
    if not book.index.has_sheet("cadres"):
        return None
    return book.whole(_all_people)["people"]


def _all_people(book: Book) -> Mapping[str, DirectoryData]:
    rows = list(_rows(book))
    lines = [line for _, line in rows]
    return {
        "people": DirectoryData(
            dict(_people_columns(book, rows)),
            {
                "start": tuple(line.starts_on if line else None for line in lines),
                "end": tuple(line.ends_on if line else None for line in lines),
            },
            dict(_exceptions(book, lines)),
        )
    }


def _exceptions(
    book: Book, lines: Iterable[PostingLine | None]
) -> Iterator[tuple[int, date | None]]:
    for place, line in enumerate(lines):
        span = in_post(line, book.index.as_of) if line else None
        last = span[1] if span else None
        if line and last != line.ends_on:
            yield place, last


def _rows(book: Book) -> Iterator[Row]:
    index = book.index
    for cadre in cadres_by_name(book):
        lines = sorted(book.lines("cadre_id", cadre), key=_latest_first)
        yield from ((cadre, line) for line in lines)
        if not lines:
            yield cadre, None
    for key in index.keys("postings"):
        cadre = index.value("postings", key, "cadre_id") or ""
        if not index.has("cadres", cadre):
            yield cadre, book.line(key)


def in_post(line: PostingLine, as_of: date) -> tuple[date, date] | None:
    """Give the first and the last day in post, as far as anybody knows.

    A posting that runs and has no end yet lasts until the day of the register.

    Args:
        line: The posting.
        as_of: The day the register speaks about.

    Returns:
        None for one that was cancelled, has no start, or is over on a day nobody knows.
    """
    if line.phase is Phase.CANCELLED or line.starts_on is None:
        return None
    end = line.ends_on
    if end is None and line.phase is not Phase.PAST:
        end = max(as_of, line.starts_on)
    return (line.starts_on, end) if end and end >= line.starts_on else None


def cadres_by_name(book: Book) -> list[str]:
    """Give the ids of all cadres by the sound of their names, those of one name by their ids."""
    name = book.index.shower("cadres", "name")
    return sorted(book.index.keys("cadres"), key=lambda key: (sort_key(name(key).text), key))


def _latest_first(line: PostingLine) -> tuple[int, int, str]:
    start = line.starts_on.toordinal() if line.starts_on else 0
    return _PHASES.index(line.phase), -start, line.key


def _people_columns(book: Book, rows: Sequence[Row]) -> Iterator[tuple[str, DataColumn]]:
    index = book.index
    names = {cadre: place for place, (cadre, _) in reversed(list(enumerate(rows)))}
    yield (
        "name",
        _column(
            "cadres",
            (Entry(cadre, index.reference("cadres", cadre)) for cadre, _ in rows),
            lambda each: names[each.key],
        ),
    )
    unit_cell = cache(lambda key, shown: Entry(key, shown, _short_names(book, key)))
    for name, field in (("home", "home_unit_id"), ("host", "receiving_unit_id")):
        cells = (unit_cell(*_unit(book, row, field)) for row in rows)
        yield name, _column("units", cells, _by_sound)
    titles = (line.title if line else BLANK for _, line in rows)
    yield "title", _column("", map(cache(_title), titles), _by_sound)
    cell = cache(Entry)
    statuses = (cell(*_status(book, row)) for row in rows)
    yield "status", _column("", statuses, _ranks(book, "postings.status"))
    yield from _batch_columns(book, rows)
    direction = partial(_choice, book, "postings", "direction")
    cells = (direction(line.key if line else "") for _, line in rows)
    yield "direction", _column("", cells, _ranks(book, "postings.direction"))
    for name, field in (("cluster", "cluster_code"), ("region", "region_code")):
        choice = cache(partial(_choice, book, "units", field))
        hosts = (_host_of(book, line) for _, line in rows)
        yield name, _column("", map(choice, hosts), _by_sound)


def _unit(book: Book, row: Row, field: str) -> tuple[str, Shown]:
    index, (cadre, line) = book.index, row
    if line:
        shown = line.home_unit if field == "home_unit_id" else line.receiving_unit
        return index.value("postings", line.key, field) or "", shown
    key = index.value("cadres", cadre, field) or "" if field == "home_unit_id" else ""
    return key, index.brief("cadres", field)(cadre) if key else BLANK


def _short_names(book: Book, unit: str) -> tuple[str, ...]:
    known = book.index.has("units", unit) if unit else False
    names = book.index.value("units", unit, "short_names") or "" if known else ""
    return tuple(part.strip() for part in _SEVERAL.split(names) if part.strip())


def _title(shown: Shown) -> Entry:
    return Entry(shown.text, shown)


def _status(book: Book, row: Row) -> tuple[str, Shown]:
    cadre, line = row
    if line is None:
        is_held = book.notices("cadres", cadre).holds("postings")
        return ("held", HELD) if is_held else (NO_POSTING, BLANK)
    return book.index.value("postings", line.key, "status") or "", line.status


def _batch_columns(book: Book, rows: Sequence[Row]) -> Iterator[tuple[str, DataColumn]]:
    reference = cache(partial(_reference, book))
    batches, programmes = [], []
    for _, line in rows:
        batch = (book.index.value("postings", line.key, "batch_id") or "") if line else ""
        batches.append(reference("batches", batch))
        known = batch and book.index.has("batches", batch)
        programme = (book.index.value("batches", batch, "programme_id") or "") if known else ""
        programmes.append(reference("programmes", programme))
    yield "programme", _column("programmes", programmes, _by_key)
    yield "batch", _column("batches", batches, _by_key)


def _reference(book: Book, sheet: str, key: str) -> Entry:
    return Entry(key, book.index.reference(sheet, key) if key else BLANK)


def _choice(book: Book, sheet: str, field: str, key: str) -> Entry:
    if not key or not book.index.has(sheet, key):
        return Entry("", BLANK)
    shown = book.index.brief(sheet, field)(key)
    value = book.index.value(sheet, key, field)
    return Entry(value if isinstance(value, str) else shown.text, shown)


def _host_of(book: Book, line: PostingLine | None) -> str:
    return (book.index.value("postings", line.key, "receiving_unit_id") or "") if line else ""


def unit_data(book: Book) -> DirectoryData | None:
    """Give one row per unit, by the sound of their names; None where there is no unit."""
    if not book.index.keys("units"):
        return None
    return book.whole(_all_units)["units"]


def _all_units(book: Book) -> Mapping[str, DirectoryData]:
    index = book.index
    label = {key: index.reference("units", key) for key in index.keys("units")}
    keys = sorted(label, key=lambda key: (sort_key(label[key].text), key))
    places = {key: place for place, key in enumerate(keys)}
    parents = [index.value("units", key, "admin_parent_id") or "" for key in keys]
    names = (Entry(key, label[key], _short_names(book, key)) for key in keys)
    columns = {
        "name": _column("units", names, lambda each: places[each.key]),
        "parent": _column("units", map(partial(_reference, book, "units"), parents), _by_sound),
    }
    for name, field in _UNIT_CHOICES.items():
        cells = [_choice(book, "units", field, key) for key in keys]
        columns[name] = _column("", cells, _ranks(book, f"units.{field}"))
    return {"units": DirectoryData(columns, {}, {})}


_UNIT_CHOICES = {
    "level": "level",
    "kind": "unit_type",
    "cluster": "cluster_code",
    "region": "region_code",
    "status": "status",
}


def _by_key(entry: Entry) -> object:
    return entry.key


def _by_sound(entry: Entry) -> object:
    return counted_key(entry.value.text), entry.key


def _ranks(book: Book, field: str) -> _Rank:
    """Order the choices of a closed list as the list does, other values by sound after them."""
    enumeration = book.index.schema.field(field).enumeration
    ranks = {key: place for place, key in enumerate(enumeration.labels)} if enumeration else {}
    return lambda entry: (
        ranks.get(entry.key, len(ranks)),
        counted_key(entry.value.text),
        entry.key,
    )


def _column(folder: str, cells: Iterable[Entry], rank: _Rank) -> DataColumn:
    """Keep every distinct value once, told apart by key, text and state.

    Most cells are the same few objects again, which are looked at once.
    """
    rows = list(cells)
    tellings = {
        each: (entry.key, entry.value.text, str(entry.value.state or ""))
        for each, entry in {id(entry): entry for entry in rows}.items()
    }
    distinct = {tellings[id(entry)]: entry for entry in rows}
    distinct.pop(_BLANK_CELL, None)
    ordered = sorted(distinct, key=lambda told: (rank(distinct[told]), told))
    places = {told: place for place, told in enumerate(ordered, start=1)}
    of_cell = {each: places.get(told, 0) for each, told in tellings.items()}
    entries = (Entry("", BLANK), *(distinct[told] for told in ordered))
    return DataColumn(folder, entries, tuple([of_cell[id(entry)] for entry in rows]))


_BLANK_CELL = ("", "", "")
