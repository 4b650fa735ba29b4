"""Small tables of numbers under words of the interface, and what they are counted from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from handbook.pages.book import Book
from handbook.pages.postings import Phase
from handbook.pages.values import BLANK, Shown, date_text, number_text

MOST_ROWS = 40  # of a table of numbers; the lists and exports have all


Row: TypeAlias = tuple[Shown, Sequence[float | None]]
"""What a row is about, and its numbers."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of numbers.

    Attributes:
        kind: Names its caption.
        columns: Names of its columns; the first one names the rows.
        rows: Cells of each row.
        total: Cells of the last row but its first; empty without one.
        more: Rows left out; the total counts them too.
        notes: What is said below the name of each row; empty without any.
    """

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    total: tuple[Shown, ...] = ()
    more: int = 0
    notes: tuple[tuple[Shown, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """What the tables count of a posting; ids are blank where there is none.

    Attributes:
        key: Its id.
        phase: Where it stands.
        status: Key of its status.
        cadre: Who.
        batch: In which batch.
        programme: In which programme, by the batch.
        position: On which position.
        home: Sent by.
        host: Received by.
        starts_on: Day of reporting in, else the planned one; None where it cannot be trusted.
        ends_on: Actual end, else the extended, else the planned one; None likewise.
        has_reported: Whether the day of reporting in is known.
    """

    key: str
    phase: Phase
    status: str
    cadre: str
    batch: str
    programme: str
    position: str
    home: str
    host: str
    starts_on: date | None
    ends_on: date | None
    has_reported: bool

    @property
    def takes_a_place(self) -> bool:
        """Whether the place it was given is taken: not where it was cancelled or broken off."""
        return self.phase is not Phase.CANCELLED and self.status != "ended_early"


def placed(book: Book) -> tuple[Placed, ...]:
    """Give every posting the audience may see, ready to be counted, in order of the ids.

    Args:
        book: What all pages share.
    """
    return book.shared(_all_placed).get("", ())


def _all_placed(book: Book) -> Mapping[str, tuple[Placed, ...]]:
    index = book.index
    if not index.has_sheet("postings"):
        return {}
    programmes = {key: index.value("batches", key, "programme_id") for key in index.keys("batches")}
    records = index.table("postings").records
    return {"": tuple(_place(book, key, record, programmes) for key, record in records.items())}


def _place(book: Book, key: str, record: object, programmes: Mapping[str, str]) -> Placed:
    def value(name: str) -> str:
        return getattr(record, name, "") or ""

    line, batch = book.line(key), value("batch_id")
    return Placed(
        key,
        line.phase,
        value("status"),
        value("cadre_id"),
        batch,
        programmes.get(batch, ""),
        value("position_id"),
        value("home_unit_id"),
        value("receiving_unit_id"),
        line.starts_on,
        line.ends_on,
        getattr(record, "reported_on", None) is not None,
    )


@lru_cache(maxsize=8192)
def number(count: float | None) -> Shown:
    """Show a number; the same number is the same object on every page.

    Args:
        count: None is shown as a blank.
    """
    return BLANK if count is None else Shown(number_text(count))


@lru_cache(maxsize=8192)
def shown_day(day: date, language: str) -> Shown:
    """Show a day; the same day is the same object on every page.

    Args:
        day: Any.
        language: zh, vi or en.
    """
    return Shown(date_text(day, language), iso=day.isoformat())


def tabled(
    kind: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    leaves_out_zeros: bool = False,
) -> Figures | None:
    """Make a table of counts with their sums; columns without any number are left out.

    Args:
        kind: Names its caption.
        columns: Names of the columns; the first one names the rows.
        rows: What a row is about, and its numbers; None for unknown.
        leaves_out_zeros: Whether columns of nothing but zeros are left out too, but the first.

    Returns:
        None without any row; one row alone has no sums.
    """
    if not rows:
        return None
    numbers = list(zip(*(cells for _, cells in rows), strict=True))
    kept = [
        place
        for place, cells in enumerate(numbers)
        if any(cells if leaves_out_zeros and place else map(_is_known, cells))
    ]
    sums = [sum(filter(None, numbers[place])) for place in kept]
    return Figures(
        kind,
        (columns[0], *(columns[place + 1] for place in kept)),
        tuple(
            (name, *(number(cells[place]) for place in kept)) for name, cells in rows[:MOST_ROWS]
        ),
        tuple(map(number, sums)) if len(rows) > 1 else (),
        max(0, len(rows) - MOST_ROWS),
    )


def _is_known(count: float | None) -> bool:
    return count is not None


def by_unit(book: Book, counts: Mapping[str, Sequence[float | None]]) -> Iterator[Row]:
    """Name the units of a table, those with the largest first numbers first.

    Args:
        book: What all pages share.
        counts: Id of a unit → its numbers.
    """
    for unit in sorted(counts, key=lambda each: (-(counts[each][0] or 0), each)):
        yield book.index.reference("units", unit), counts[unit]
