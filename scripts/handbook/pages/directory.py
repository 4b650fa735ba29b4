"""The forms above lists: what a list can be filtered and sorted by, and what there is to choose.

The rows stand in a file of their own, which is loaded when a reader first filters, so that ten
thousand people cost nobody anything who does not look for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handbook.pages.book import Book
from handbook.pages.directory_rows import DirectoryData, Entry, people_data, unit_data

POSTING_COLUMNS = ("name", "home", "host", "title", "start", "end", "status")
"""Columns of the table of people and postings, in order."""
UNIT_COLUMNS = ("name", "level", "kind", "parent", "status")
"""Columns of the table of units, in order."""
_CONDITIONS = (
    *("name", "home", "host", "status"),
    *("title", "programme", "batch", "direction", "cluster", "region"),
)
_MAIN = frozenset({"day", "name", "home", "host", "status", "level", "kind"})
_YEARS_BACK, _YEARS_AHEAD = 30, 5  # a slip of the pen in a date makes no list of years longer


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition a reader can set.

    Attributes:
        name: Column it looks at.
        choices: Key → label of what can be chosen; empty where words are typed.
    """

    name: str
    choices: Mapping[str, str]

    @property
    def is_main(self) -> bool:
        """Whether it stands in view, and not among the further conditions."""
        return self.name in _MAIN


@dataclass(frozen=True, slots=True)
class Directory:
    """The form above a list.

    Attributes:
        data: Which file holds the rows: people or units.
        counts: What is asked: cadres, postings, units, or dates for who was in post on a day.
        columns: Columns of the answer, in order.
        filters: Conditions that make a difference in this register.
    """

    data: str
    counts: str
    columns: tuple[str, ...]
    filters: tuple[Filter, ...]


def people_directory(book: Book, counts: str) -> Directory | None:
    """Give the form over people or over postings; None where the audience may see nobody.

    Args:
        book: What all pages share.
        counts: cadres for one row per person, postings for one per posting, dates likewise but
            with a day to ask about.
    """
    data = people_data(book)
    if data is None:
        return None
    filters = _filters(data, _CONDITIONS, {"name", "home", "host", "title"})
    if counts == "dates":
        return Directory("people", counts, POSTING_COLUMNS, (Filter("day", {}), *filters))
    years = {str(year): str(year) for year in _years(book, data)}
    return Directory("people", counts, POSTING_COLUMNS, (*filters, Filter("year", years)))


def unit_directory(book: Book) -> Directory | None:
    """Give the form over units; None where there is no unit."""
    data = unit_data(book)
    if data is None:
        return None
    names = ("name", "level", "kind", "cluster", "region", "status")
    return Directory("units", "units", UNIT_COLUMNS, _filters(data, names, {"name"}))


def _filters(data: DirectoryData, names: Iterable[str], typed: set[str]) -> tuple[Filter, ...]:
    """Give a filter for every column where one types, and for others that hold several values."""
    return tuple(
        Filter(name, {} if name in typed else _choices(entries))
        for name in names
        for entries in (data.columns[name].entries[1:],)
        if len(entries) > 1 or (entries and name in typed)
    )


def _choices(entries: Sequence[Entry]) -> dict[str, str]:
    """Give key → label; of a value that is trusted and one that is not, the first label."""
    choices = dict[str, str]()
    for each in entries:
        choices[each.key] = choices.get(each.key) or each.value.text
    return choices


def _years(book: Book, data: DirectoryData) -> list[int]:
    """Give every year in which a posting ran, the latest first."""
    years = set[int]()
    for start, end in zip(data.days["start"], data.days["end"], strict=True):
        if start:
            years.update(range(start.year, (end or start).year + 1))
    now = book.index.as_of.year
    kept = range(now - _YEARS_BACK, now + _YEARS_AHEAD + 1)
    return sorted((year for year in years if year in kept), reverse=True)
