"""To-do lists: one for each party, one for each unit, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handbook.findings import Party
from handbook.folding import folded
from handbook.pages.book import Book, Source
from handbook.pages.notices import FindingLine
from handbook.pages.pagers import Pager, pager, part_address, parts
from handbook.pages.values import BLANK, Shown, date_text
from handbook.todo import Task, by_cadre, by_party, by_unit, overdue

TODO_TITLE = "待办清单"
"""Word of the interface, translated where it is rendered."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as a page lists it.

    Attributes:
        line: The finding and its record, linked to the person where it has no page of its own.
        unit: The unit that has to act, linked; blank where no single unit does.
        due: The day it is or fell due; blank where no day decides.
        days: Days from the day of the register to that day, negative once it has passed; None
            without one.
        first_told: Day since which it has been told; blank where it is new or a day has passed.
    """

    line: FindingLine
    unit: Shown
    due: Shown
    days: int | None
    first_told: Shown


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to do on one list.

    Attributes:
        name: The unit, linked to its list; blank for a party, which the templates name.
        party: The party; None for a unit.
        count: Number of tasks.
        overdue: How many of them are overdue.
    """

    name: Shown
    party: Party | None
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class TodoPage:
    """A to-do list, or a part of a long one.

    Attributes:
        address: From the root of the site.
        title: Name of the unit; blank for the list of a party, which the templates name.
        language: `vi` where the name is Vietnamese and the page is not; else blank.
        party: Whose list it is; None for the list of one unit.
        unit: The unit, linked to its page; blank for the list of a party.
        count: Number of tasks on all parts.
        overdue: How many of them are overdue.
        tasks: Those on this part, the longest overdue first; what many rows of a batch have in
            common stands together.
        pager: Which part this is.
        source: The day of the register.
    """

    address: str
    title: str
    language: str
    party: Party | None
    unit: Shown
    count: int
    overdue: int
    tasks: tuple[tuple[TaskLine, ...], ...]
    pager: Pager
    source: Source


@dataclass(frozen=True, slots=True)
class TodoIndexPage:
    """The page that leads to all to-do lists.

    Attributes:
        address: From the root of the site.
        title: Word of the interface.
        parties: Every party, in the fixed order.
        units: Units that have something to do, those with most overdue first.
        source: The day of the register.
    """

    address: str
    title: str
    parties: tuple[Load, ...]
    units: tuple[Load, ...]
    source: Source


def todo_address(name: str) -> str:
    """Give the address of a to-do list.

    Args:
        name: Id of a unit, or a party.
    """
    return f"todo/{name.replace('_', '-')}.html"


def todo_pages(book: Book) -> Iterator[TodoIndexPage | TodoPage]:
    """Make every to-do list and the page that leads there; none where nobody may know."""
    index = book.index
    if not index.names_people:
        return
    lists = _Lists.of(book)
    parties, units = by_party(book.tasks), by_unit(book.tasks)
    yield TodoIndexPage(
        todo_address("index"),
        TODO_TITLE,
        tuple(Load(BLANK, party, len(each), overdue(each)) for party, each in parties.items()),
        tuple(unit_loads(book).values()),
        book.no_source,
    )
    for party, each in parties.items():
        yield from lists.pages(each, party=party)
    for unit, each in units.items():
        if index.has("units", unit):
            yield from lists.pages(each, unit=unit)


def unit_loads(book: Book) -> dict[str, Load]:
    """Give how much every unit has to do, those with most overdue first.

    Args:
        book: What all pages share.

    Returns:
        Unit id → its load; units without a page or a task are absent.
    """
    index, units = book.index, by_unit(book.tasks)
    return {
        unit: Load(
            Shown(
                index.label("units", unit),
                link=f"../{todo_address(unit)}",
                language=index.language_of("units", unit),
            ),
            None,
            len(tasks),
            overdue(tasks),
        )
        for unit, tasks in sorted(units.items(), key=lambda each: (-overdue(each[1]), each[0]))
        if index.has("units", unit)
    }


def cadre_tasks(book: Book) -> dict[str, tuple[tuple[TaskLine, ...], ...]]:
    """Give what every cadre has to do, by cadre, each task on its own.

    Args:
        book: What all pages share.
    """
    if not book.tasks:
        return {}
    lists = _Lists.of(book)
    return {
        cadre: tuple((lists.line(task),) for task in tasks)
        for cadre, tasks in by_cadre(book.tasks).items()
    }


@dataclass(frozen=True, eq=False)
class _Lists:
    """Makes the pages of to-do lists.

    Attributes:
        book: What all pages share.
        lines: Identity of a finding → its line.
    """

    book: Book
    lines: dict[int, FindingLine]

    @classmethod
    def of(cls, book: Book) -> _Lists:
        findings = map(id, book.index.publishable.findings)
        return cls(book, dict(zip(findings, book.board.lines, strict=True)))

    def pages(
        self, tasks: Sequence[Task], *, party: Party | None = None, unit: str = ""
    ) -> Iterator[TodoPage]:
        book, address = self.book, todo_address(party or unit)
        pieces = parts(tasks)
        for number, piece in enumerate(pieces, start=1):
            yield TodoPage(
                address=part_address(address, number),
                title=book.index.label("units", unit) if unit else "",
                language=book.index.language_of("units", unit) if unit else "",
                party=party,
                unit=book.index.reference("units", unit) if unit else BLANK,
                count=len(tasks),
                overdue=overdue(tasks),
                tasks=tuple(folded(map(self.line, piece), lambda each: each.line.finding)),
                pager=pager(address, number, len(pieces)),
                source=book.no_source,
            )

    def line(self, task: Task) -> TaskLine:
        index = self.book.index
        line, day = self.lines[id(task.finding)], task.due
        if task.cadre and not line.record.link:
            person = index.reference("cadres", task.cadre)
            line = replace(line, record=replace(line.record, link=person.link))
        told = None if task.is_overdue else task.first_told
        return TaskLine(
            line,
            index.reference("units", task.unit) if task.unit else BLANK,
            Shown(date_text(day, index.language), iso=day.isoformat()) if day else BLANK,
            task.days,
            BLANK if told is None else Shown(date_text(told, index.language), iso=told.isoformat()),
        )
