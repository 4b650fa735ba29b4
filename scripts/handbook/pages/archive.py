"""All postings: who is in post, the archive of ended ones by year, who was in post in a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.pages.book import Book, Source
from handbook.pages.directory import Directory, people_directory
from handbook.pages.directory_rows import in_post
from handbook.pages.lists import ListGroup
from handbook.pages.pagers import ROWS_PER_PAGE, Pager, pager, part_address, parts
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.values import Shown

DATES_ADDRESS = "postings/on-a-date.html"
"""Who was in post on a given date."""

_MONTHS_BACK, _MONTHS_AHEAD = 180, 36  # a slip of the pen in a date makes no more months than these
_NAMED = ("current", "coming")
_LAST = ("undated", "cancelled")

Month = tuple[int, int]
"""Year and month, from 1."""


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """Postings of one phase or one year, or the page that leads to them.

    Attributes:
        address: From the root of the site.
        title: Title of the sheet.
        group: current, coming, undated, cancelled or a year; blank on the page that leads to all.
        count: How many postings the group has on all its parts; all there are where it is blank.
        groups: All groups in order; the text of a label is the name of the group.
        lines: Those on this part.
        directory: What can be filtered; only on the page that leads to all.
        pager: Which part this is.
        source: The day of the register.
    """

    address: str
    title: str
    group: str
    count: int
    groups: tuple[ListGroup, ...]
    lines: tuple[PostingLine, ...]
    directory: Directory | None
    pager: Pager
    source: Source


@dataclass(frozen=True, slots=True)
class DatesPage:
    """Where to ask who was in post on a date; without a script by month.

    Attributes:
        address: From the root of the site.
        title: Title of the sheet.
        years: Year → its months and how many were in post on any day of each; from this year back,
            then the years ahead.
        undated: How many postings have no start, or no end although they are over.
        directory: The form with the date.
        source: The day of the register.
    """

    address: str
    title: str
    years: Mapping[int, tuple[ListGroup, ...]]
    undated: int
    directory: Directory | None
    source: Source


@dataclass(frozen=True, slots=True)
class MonthPage:
    """Who was in post on any day of a month; a month with many is told by receiving unit.

    Attributes:
        address: From the root of the site.
        title: Title of the sheet.
        first: First day of the month.
        count: How many were in post.
        lines: Their postings by start; empty where there are too many for one page.
        units: Receiving units and how many were there, instead of the lines.
        before: The month before, linked; None where nobody was in post in it.
        after: The month after, linked; None likewise.
        pager: Which part of the units this is.
        source: The day of the register.
    """

    address: str
    title: str
    first: date
    count: int
    lines: tuple[PostingLine, ...]
    units: tuple[ListGroup, ...]
    before: Shown | None
    after: Shown | None
    pager: Pager
    source: Source


def archive_pages(book: Book) -> Iterator[ArchivePage | DatesPage | MonthPage]:
    """Make the pages of all postings; none where the audience may see nobody."""
    if not book.index.has_sheet("postings"):
        return
    lines = sorted(book.postings.values(), key=_by_end)
    yield from _groups(book, lines)
    months = _by_month(book.index.as_of, lines)
    yield _dates_page(book, lines, months)
    for month in months:
        yield from _month_pages(book, month, months)


def group_of(line: PostingLine) -> str:
    """Give the part of the archive a posting stands in.

    Returns:
        current, coming, cancelled, the year of its end, or undated for one that is over on a day
        nobody knows.
    """
    if line.phase is Phase.PAST:
        return str(line.ends_on.year) if line.ends_on else "undated"
    return line.phase.value


def _by_end(line: PostingLine) -> tuple[date, str]:
    return line.ends_on or date.max, line.key


def _groups(book: Book, lines: Sequence[PostingLine]) -> Iterator[ArchivePage]:
    found: dict[str, list[PostingLine]] = {}
    for line in lines:
        found.setdefault(group_of(line), []).append(line)
    years = sorted((name for name in found if name.isdigit()), reverse=True)
    names = [name for name in (*_NAMED, *years, *_LAST) if name in found]
    groups = tuple(
        ListGroup(Shown(name, link=f"../postings/{name}.html"), len(found[name])) for name in names
    )
    index = "postings/index.html"
    directory = people_directory(book, "postings")
    yield _archive_page(book, (index, "", len(lines)), groups, (), directory, pager(index, 1, 1))
    for name in names:
        address, pieces = f"postings/{name}.html", parts(found[name])
        frame = (address, name, len(found[name]))
        for number, piece in enumerate(pieces, start=1):
            turn = pager(address, number, len(pieces))
            yield _archive_page(book, frame, groups, piece, None, turn)


def _archive_page(
    book: Book,
    frame: tuple[str, str, int],
    groups: tuple[ListGroup, ...],
    lines: Iterable[PostingLine],
    directory: Directory | None,
    turn: Pager,
) -> ArchivePage:
    address, group, count = frame
    return ArchivePage(
        address=part_address(address, turn.number),
        title=book.index.sheet_title("postings"),
        group=group,
        count=count,
        groups=groups,
        lines=tuple(lines),
        directory=directory,
        pager=turn,
        source=book.no_source,
    )


def _by_month(as_of: date, lines: Iterable[PostingLine]) -> dict[Month, list[PostingLine]]:
    """Sort postings by every month they ran in, months in order."""
    now = _number((as_of.year, as_of.month))
    found: dict[int, list[PostingLine]] = {}
    for line in lines:
        span = in_post(line, as_of)
        if span is None:
            continue
        first, last = (_number((day.year, day.month)) for day in span)
        for number in range(max(first, now - _MONTHS_BACK), min(last, now + _MONTHS_AHEAD) + 1):
            found.setdefault(number, []).append(line)
    return {_month(number): found[number] for number in sorted(found)}


def _number(month: Month) -> int:
    return month[0] * 12 + month[1] - 1


def _month(number: int) -> Month:
    return number // 12, number % 12 + 1


def _address(month: Month) -> str:
    return f"postings/month-{month[0]:04d}-{month[1]:02d}.html"


def _dates_page(
    book: Book, lines: Iterable[PostingLine], months: Mapping[Month, Sequence[PostingLine]]
) -> DatesPage:
    years: dict[int, list[ListGroup]] = {}
    now = book.index.as_of.year

    def nearest_first(month: Month) -> tuple[bool, int, int]:
        is_ahead = month[0] > now
        return (is_ahead, *month) if is_ahead else (is_ahead, -month[0], -month[1])

    for month in sorted(months, key=nearest_first):
        label = Shown(f"{month[0]:04d}-{month[1]:02d}", link=f"../{_address(month)}")
        years.setdefault(month[0], []).append(ListGroup(label, len(months[month])))
    undated = [
        line
        for line in lines
        if line.phase is not Phase.CANCELLED and in_post(line, book.index.as_of) is None
    ]
    return DatesPage(
        address=DATES_ADDRESS,
        title=book.index.sheet_title("postings"),
        years={year: tuple(groups) for year, groups in years.items()},
        undated=len(undated),
        directory=people_directory(book, "dates"),
        source=book.no_source,
    )


def _month_pages(
    book: Book, month: Month, months: Mapping[Month, Sequence[PostingLine]]
) -> Iterator[MonthPage]:
    lines = sorted(months[month], key=lambda line: (line.starts_on or date.max, line.key))
    is_short = len(lines) <= ROWS_PER_PAGE
    pieces: Sequence[Sequence[ListGroup]] = [()] if is_short else parts(_by_unit(lines))
    address, number = _address(month), _number(month)

    def near(step: int) -> Shown | None:
        other = _month(number + step)
        text = f"{other[0]:04d}-{other[1]:02d}"
        return Shown(text, link=f"../{_address(other)}") if other in months else None

    for place, piece in enumerate(pieces, start=1):
        yield MonthPage(
            address=part_address(address, place),
            title=book.index.sheet_title("postings"),
            first=date(*month, 1),
            count=len(lines),
            lines=tuple(lines) if is_short else (),
            units=tuple(piece),
            before=near(-1),
            after=near(1),
            pager=pager(address, place, len(pieces)),
            source=book.no_source,
        )


def _by_unit(lines: Iterable[PostingLine]) -> list[ListGroup]:
    """Count postings by receiving unit, most first; the same unit is the same value."""
    counts = Counter(line.receiving_unit for line in lines)

    def order(unit: Shown) -> tuple[int, str, str]:
        return -counts[unit], unit.text, unit.link

    return [ListGroup(unit, counts[unit]) for unit in sorted(counts, key=order)]
