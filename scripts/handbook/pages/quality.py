"""How good the data is: open problems by rule and by unit, since when, and how that has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.catalogue import BY_CODE
from handbook.findings import Party, Severity, Visibility
from handbook.pages.book import Book
from handbook.pages.notices import FindingLine
from handbook.pages.todo import Load, unit_loads
from handbook.pages.values import Shown, date_text

_DAYS_TOLD = 12  # publications; a quarter of weekly ones
_UNITS_TOLD = 20
_WORST_FIRST = list(Severity)


@dataclass(frozen=True, slots=True)
class CodeState:
    """The open problems of one rule.

    Attributes:
        code: The rule.
        severity: The worst among them.
        parties: Who has to act, in the fixed order.
        count: How many there are.
        since: The day the oldest of them was told first.
        change: How many more there are than in the publication before; None where that is not
            known.
        policy: Page and anchor of the guidance; blank without one.
    """

    code: str
    severity: Severity
    parties: tuple[Party, ...]
    count: int
    since: Shown
    change: int | None
    policy: str


@dataclass(frozen=True, slots=True)
class DayState:
    """How many problems one publication told every reader of.

    Attributes:
        day: Its day.
        count: How many.
        change: How many more than the one before; None for the first.
    """

    day: Shown
    count: int
    change: int | None


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the data is.

    Attributes:
        codes: By rule, the worst and most frequent first.
        units: Units that have something to do, those with most overdue first.
        more_units: How many more of them there are.
        trend: The last publications, the newest first; none without a history.
        is_partial: Whether the trend counts less than the audience sees.
    """

    codes: tuple[CodeState, ...]
    units: tuple[Load, ...]
    more_units: int
    trend: tuple[DayState, ...]
    is_partial: bool


def quality_of(book: Book, by_code: Mapping[str, Sequence[FindingLine]]) -> Quality:
    """Say how good the data is.

    Args:
        book: What all pages share.
        by_code: Code → its open findings.
    """
    loads = tuple(unit_loads(book).values())
    is_partial = book.index.audience.visibility > Visibility.INTERNAL
    before = {} if is_partial else _before(book)
    states = (_state(book, code, lines, before) for code, lines in by_code.items())
    return Quality(
        tuple(sorted(states, key=lambda each: (_WORST_FIRST.index(each.severity), -each.count))),
        loads[:_UNITS_TOLD],
        max(0, len(loads) - _UNITS_TOLD),
        tuple(reversed(tuple(_trend(book))))[:_DAYS_TOLD],
        is_partial,
    )


def _before(book: Book) -> Mapping[str, int] | None:
    """Give what the publication before told of; None where it is not known."""
    earlier = [told for day, told in book.index.past.open.items() if day < book.index.as_of]
    return earlier[-1] if earlier else None


def _state(
    book: Book, code: str, lines: Sequence[FindingLine], before: Mapping[str, int] | None
) -> CodeState:
    index = book.index
    told = index.publishable.first_told
    since = min(told.get(each.finding.matter, index.as_of) for each in lines)
    parties = {each.finding.responsible for each in lines}
    return CodeState(
        code,
        min((each.finding.severity for each in lines), key=_WORST_FIRST.index),
        tuple(each for each in Party if each in parties),
        len(lines),
        Shown(date_text(since, index.language), iso=since.isoformat()),
        len(lines) - before.get(code, 0) if before else None,
        BY_CODE[code].policy,
    )


def _trend(book: Book) -> Iterator[DayState]:
    last: int | None = None
    for day, told in book.index.past.open.items():
        count = sum(told.values())
        shown = Shown(date_text(day, book.index.language), iso=day.isoformat())
        yield DayState(shown, count, None if last is None else count - last)
        last = count
