"""Averages of a batch or programme, each only where the audience may see all it is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.pages.book import Book
from handbook.pages.figures import Figures, Placed, placed, tabled
from handbook.pages.postings import Phase
from handbook.pages.values import Shown
from handbook.publishable import State

_DAYS_PER_MONTH = 365.2425 / 12
_YOUNGEST_BAND, _OLDEST_BAND, _BAND = 30, 50, 5  # years: under 30, five by five, 50 and over


@dataclass(frozen=True, slots=True)
class Average:
    """One average.

    Attributes:
        kind: term, site_days, entries or on_time.
        value: Months, days or entries of one posting; of reports the share in percent.
        count: Of how many postings, or reports, it is made.
    """

    kind: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Averages:
    """What is usual in one batch or programme.

    Attributes:
        averages: Those that can be made, in a fixed order.
        ages: How many people were how old when they began; None where nobody may know.
    """

    averages: tuple[Average, ...] = ()
    ages: Figures | None = None


NO_AVERAGES = Averages()


def batch_averages(book: Book) -> dict[str, Averages]:
    """Give the averages of every batch.

    Args:
        book: What all pages share.
    """
    return _averages(book, lambda each: each.batch)


def programme_averages(book: Book) -> dict[str, Averages]:
    """Give the averages of every programme.

    Args:
        book: What all pages share.
    """
    return _averages(book, lambda each: each.programme)


def _averages(book: Book, whose: Callable[[Placed], str]) -> dict[str, Averages]:
    groups: dict[str, list[Placed]] = {}
    for each in placed(book):
        if each.phase is not Phase.CANCELLED:
            groups.setdefault(whose(each), []).append(each)
    days, entries, reports = _logged_days(book), _logged_entries(book), _reports(book)
    born = _born(book)

    def averages(many: Sequence[Placed]) -> Iterator[Average | None]:
        yield _mean("term", [_months(each) for each in many])
        yield _mean("site_days", [days.get(each.key) for each in many])
        yield _mean("entries", [entries.get(each.key) for each in many])
        yield _share("on_time", [reports.get(each.key) for each in many])

    return {
        key: Averages(tuple(filter(None, averages(groups[key]))), _ages(groups[key], born))
        for key in sorted(groups)
        if key
    }


def sees_all(book: Book, sheet: str, *fields: str) -> bool:
    """Say whether the audience may see columns of every record, and not only of its own.

    Args:
        book: What all pages share.
        sheet: Sheet key.
        fields: Names of the columns.
    """
    index = book.index
    return index.has_sheet(sheet) and all(
        index.has_column(sheet, name)
        and index.schema.field(f"{sheet}.{name}").visibility <= index.audience.elsewhere
        for name in fields
    )


def _trusted(book: Book, sheet: str, *fields: str) -> Iterator[Any]:
    """Give the records of a sheet none of whose values in question is held back."""
    if not sees_all(book, sheet, *fields):
        return
    table = book.index.table(sheet)
    held = {key for (key, name), state in table.states.items()
            if state is State.HELD and name in fields}  # fmt: skip
    for key, record in table.records.items():
        if key not in held:
            yield record


def _months(each: Placed) -> float | None:
    """Give the length of a posting in months, both days counted."""
    if each.starts_on is None or each.ends_on is None or each.ends_on < each.starts_on:
        return None
    return ((each.ends_on - each.starts_on).days + 1) / _DAYS_PER_MONTH


def _logged_days(book: Book) -> dict[str, float]:
    found: dict[str, float] = {}
    for record in _trusted(book, "work_log", "posting_id", "site_days"):
        if record.site_days is not None:
            found[record.posting_id] = found.get(record.posting_id, 0) + record.site_days
    return found


def _logged_entries(book: Book) -> Mapping[str, int]:
    return Counter(record.posting_id for record in _trusted(book, "work_log", "posting_id"))


def _reports(book: Book) -> dict[str, tuple[int, int]]:
    """Give by posting how many reports were due by today and how many of them came in time."""
    today, found = book.index.as_of, dict[str, tuple[int, int]]()
    for record in _trusted(book, "reports", "posting_id", "due_on", "submitted_on"):
        if record.due_on is None or (record.submitted_on is None and record.due_on >= today):
            continue
        due, in_time = found.get(record.posting_id, (0, 0))
        came = record.submitted_on is not None and record.submitted_on <= record.due_on
        found[record.posting_id] = (due + 1, in_time + came)
    return found


def _mean(kind: str, values: Sequence[float | None]) -> Average | None:
    known = [value for value in values if value is not None]
    return Average(kind, round(sum(known) / len(known), 1), len(known)) if known else None


def _share(kind: str, pairs: Sequence[tuple[int, int] | None]) -> Average | None:
    due = sum(pair[0] for pair in pairs if pair)
    in_time = sum(pair[1] for pair in pairs if pair)
    return Average(kind, round(in_time * 100 / due), due) if due else None


def _born(book: Book) -> dict[str, int]:
    """Give by cadre the month of birth, counted from the year 0."""
    if not sees_all(book, "cadres", "birth_ym"):
        return {}
    table = book.index.table("cadres")
    return {
        key: int(record.birth_ym[:4]) * 12 + int(record.birth_ym[5:7]) - 1
        for key, record in table.records.items()
        if record.birth_ym and table.states.get((key, "birth_ym")) is not State.HELD
    }


def _ages(postings: Sequence[Placed], born: Mapping[str, int]) -> Figures | None:
    """Count how old people were in the month they began, by bands of five years."""
    bands = Counter(
        _band((each.starts_on.year * 12 + each.starts_on.month - 1 - born[each.cadre]) // 12)
        for each in postings
        if each.starts_on and each.cadre in born
    )
    return tabled(
        "ages",
        ("age", "postings"),
        [(Shown(_band_text(band)), (bands[band],)) for band in sorted(bands)],
    )


def _band(age: int) -> int:
    """Give the first year of the band; 0 for the youngest."""
    return 0 if age < _YOUNGEST_BAND else min(age // _BAND * _BAND, _OLDEST_BAND)


def _band_text(band: int) -> str:
    if not band:
        return f"< {_YOUNGEST_BAND}"
    return f"≥ {band}" if band == _OLDEST_BAND else f"{band}–{band + _BAND - 1}"
