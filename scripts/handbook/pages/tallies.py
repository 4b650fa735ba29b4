"""Postings counted: by status, by unit and region, and between which units people go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from handbook.pages.book import Book
from handbook.pages.figures import Figures, Placed, Row, by_unit, placed, tabled
from handbook.pages.postings import Phase
from handbook.pages.values import Shown, label_of

_PHASES = (Phase.CURRENT, Phase.COMING, Phase.PAST)
_COLUMNS = ("postings", *_PHASES)
_PROVINCE_AND_CITY = 4  # digits of a region code that people still tell regions apart by
_PARTNERS = 12  # units named in a sentence; the lists below have all


@dataclass(frozen=True, slots=True)
class Partner:
    """A unit at the other end of the postings of a unit.

    Attributes:
        unit: Its name, linked; blank where it is unknown.
        count: Current postings between the two.
    """

    unit: Shown
    count: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """Where the people of a unit in post come from and go to.

    Attributes:
        origins: Units those who are here come from, the largest number first.
        goals: Units those who are away are at.
        more_origins: Further units not named.
        more_goals: Likewise.
    """

    origins: tuple[Partner, ...] = ()
    goals: tuple[Partner, ...] = ()
    more_origins: int = 0
    more_goals: int = 0


NO_EXCHANGE = Exchange()


def unit_exchange(book: Book) -> dict[str, Exchange]:
    """Give for every unit from where the people in post come and where its own are.

    Args:
        book: What all pages share.
    """
    origins: dict[str, Counter[str]] = {}
    goals: dict[str, Counter[str]] = {}
    for each in placed(book):
        if each.phase is Phase.CURRENT and each.home and each.host:
            origins.setdefault(each.host, Counter())[each.home] += 1
            goals.setdefault(each.home, Counter())[each.host] += 1
    return {
        unit: Exchange(
            _partners(book, origins.get(unit, {})),
            _partners(book, goals.get(unit, {})),
            max(0, len(origins.get(unit, ())) - _PARTNERS),
            max(0, len(goals.get(unit, ())) - _PARTNERS),
        )
        for unit in sorted({*origins, *goals})
    }


def _partners(book: Book, counts: Mapping[str, int]) -> tuple[Partner, ...]:
    largest = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_PARTNERS]
    return tuple(Partner(book.index.reference("units", unit), count) for unit, count in largest)


@dataclass(frozen=True, slots=True)
class Tallies:
    """The postings of a batch or programme in numbers; those with one row only are None.

    Attributes:
        by_status: How many have each status.
        by_home: By the unit that sends.
        by_host: By the unit that receives.
        by_region: By the region of the unit that receives.
    """

    by_status: Figures | None = None
    by_home: Figures | None = None
    by_host: Figures | None = None
    by_region: Figures | None = None


NO_TALLIES = Tallies()


def batch_tallies(book: Book) -> dict[str, Tallies]:
    """Count the postings of every batch.

    Args:
        book: What all pages share.
    """
    return _tallies(book, lambda each: each.batch)


def programme_tallies(book: Book) -> dict[str, Tallies]:
    """Count the postings of every programme.

    Args:
        book: What all pages share.
    """
    return _tallies(book, lambda each: each.programme)


def _tallies(book: Book, whose: Callable[[Placed], str]) -> dict[str, Tallies]:
    groups: dict[str, list[Placed]] = {}
    for each in placed(book):
        groups.setdefault(whose(each), []).append(each)
    return {key: _tally(book, many) for key, many in sorted(groups.items()) if key}


def _tally(book: Book, postings: Iterable[Placed]) -> Tallies:
    valid = [each for each in postings if each.phase is not Phase.CANCELLED]
    home, host = (
        {unit: numbers for unit, numbers in _phases(valid, of).items() if unit}
        for of in (_home, _host)
    )
    return Tallies(
        _by_status(book, postings),
        _several("by_home", "home", list(by_unit(book, home))),
        _several("by_host", "host", list(by_unit(book, host))),
        _by_region(book, valid),
    )


def _home(each: Placed) -> str:
    return each.home


def _host(each: Placed) -> str:
    return each.host


def _phases(
    postings: Iterable[Placed], of: Callable[[Placed], str]
) -> dict[str, tuple[int | None, ...]]:
    counts: dict[str, Counter[Phase]] = {}
    for each in postings:
        counts.setdefault(of(each), Counter())[each.phase] += 1
    return {
        key: (found.total(), *(found[phase] for phase in _PHASES)) for key, found in counts.items()
    }


def _by_status(book: Book, postings: Iterable[Placed]) -> Figures | None:
    """Count by status, in the order of its closed list."""
    enumeration = book.index.schema.field("postings.status").enumeration
    found = Counter(each.status for each in postings)
    rows = [
        (Shown(label_of(enumeration, key, book.index.language)), (found[key],))
        for key in (enumeration.labels if enumeration else ())
        if enumeration and found[key]
    ]
    return tabled("by_status", ("status", "postings"), rows)


def _by_region(book: Book, postings: Iterable[Placed]) -> Figures | None:
    index = book.index

    def region(each: Placed) -> str:
        is_known = index.has("units", each.host)
        code = index.value("units", each.host, "region_code") if is_known else ""
        return (code or "")[:_PROVINCE_AND_CITY]

    return _several(
        "by_region",
        "region",
        [
            (Shown(f"{code}××"), numbers)
            for code, numbers in sorted(_phases(postings, region).items())
            if code
        ],
    )


def _several(kind: str, of: str, rows: Sequence[Row]) -> Figures | None:
    """Make a table where it says more than the whole does."""
    columns = (of, *_COLUMNS)
    return tabled(kind, columns, rows, leaves_out_zeros=True) if len(rows) > 1 else None
