"""Reports, assessments and talks of a posting: those entered, and those that are expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handbook.dues import Due, Kind
from handbook.pages.answers import dues_of
from handbook.pages.book import Book
from handbook.pages.talks_due import talks_due
from handbook.pages.values import BLANK, Fact, Shown, date_text, label_of
from handbook.publishable import State


class PaperState(StrEnum):
    """How it stands with one of them."""

    DONE = "done"
    LATE = "late"
    """Done after the day it was due."""
    OVERDUE = "overdue"
    DUE = "due"
    """To come."""
    UNKNOWN = ""
    """The audience may not know, a day cannot be trusted, nothing is expected, or it is a talk."""


WAITING = frozenset({PaperState.OVERDUE, PaperState.DUE})
"""States of what is still to be done."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One report, assessment or talk.

    Attributes:
        sheet: Sheet key: reports, assessments or engagements.
        what: Its type, linked to the paper; blank where the cycle names none.
        period: What it is about; blank for most.
        due: Day by which it is due, with the days of grace where nobody has entered it.
        done: Day on which it was done.
        state: How it stands.
        days: From the day of the register to the day due, negative once it has passed; days late
            for what was done late; None where no day decides.
        notes: What else the register says.
        is_entered: Whether it has a row; else the cycle of the programme asks for it.
    """

    sheet: str
    what: Shown
    period: Shown
    due: Shown
    done: Shown
    state: PaperState
    days: int | None
    notes: tuple[Fact, ...]
    is_entered: bool = True


@dataclass(frozen=True, slots=True)
class Papers:
    """Reports, assessments and talks of one posting.

    Attributes:
        rows: By day; what is to come stands last.
        more: Number of older ones left out.
    """

    rows: tuple[Paper, ...]
    more: int = 0

    @property
    def waiting(self) -> tuple[Paper, ...]:
        """Those that are to be done, the longest overdue first."""
        return tuple(row for row in self.rows if row.state in WAITING)

    @property
    def entered(self) -> tuple[Paper, ...]:
        """Those that are done, or of which nobody waits."""
        return tuple(row for row in self.rows if row.state not in WAITING)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a sheet says what a page shows in columns of their own; blank for nowhere."""

    kind: str
    period: str
    due: str
    done: str
    without: frozenset[str]


_SHEETS: Mapping[str, _Columns] = {
    "reports": _Columns(
        "type", "period", "due_on", "submitted_on",
        frozenset(
            {"report_id", "posting_id", "type", "period", "due_on", "submitted_on", "link"}
        ),
    ),
    "assessments": _Columns(
        "kind", "", "due_on", "done_on",
        frozenset({"assessment_id", "posting_id", "kind", "due_on", "done_on"}),
    ),
    "engagements": _Columns(
        "kind", "", "", "held_on",
        frozenset(
            {
                "engagement_id", "kind", "held_on", "batch_id", "posting_ids", "with_party",
                "participants", "speakers",
            }
        ),
    ),
}  # fmt: skip
_KINDS = {Kind.REPORT: "reports", Kind.ASSESSMENT: "assessments"}


def papers_of(book: Book, posting: str, limit: int) -> Papers:
    """Give the reports, assessments and talks of a posting.

    Args:
        book: What all pages share.
        posting: Its id.
        limit: Most that are shown, the latest ones.
    """
    waiting = _Waiting.of(book, posting)
    rows = [
        _entered(book, sheet, key, waiting)
        for sheet in ("reports", "assessments")
        for key in book.index.keys_by(sheet, "posting_id").get(posting, ())
    ]
    rows += [_entered(book, "engagements", key, waiting) for key in _engagements(book, posting)]
    rows += waiting.expected()
    rows.sort(key=_day)
    more = max(len(rows) - limit, 0)
    return Papers(tuple(rows[more:]), more)


def _day(paper: Paper) -> tuple[bool, str]:
    return not paper.done.iso, paper.done.iso or paper.due.iso


def _engagements(book: Book, posting: str) -> Iterable[str]:
    """Give the talks that name a posting, and those of its batch that name nobody."""
    index = book.index
    yield from index.keys_by("engagements", "posting_ids").get(posting, ())
    batch = index.value("postings", posting, "batch_id")
    if batch and index.value("postings", posting, "status") != "cancelled":
        for key in index.keys_by("engagements", "batch_id").get(batch, ()):
            if not index.value("engagements", key, "posting_ids"):
                yield key


def _entered(book: Book, sheet: str, key: str, waiting: _Waiting) -> Paper:
    index, columns = book.index, _SHEETS[sheet]
    notes = book.facts(sheet, key, columns.without)  # which also notes that the record is read
    due = index.plain(sheet, columns.due)(key)
    done = index.plain(sheet, columns.done)(key)
    state, days = _state(index.as_of, due, done)
    if not columns.due:  # a talk is entered once it was held
        state, days = PaperState.UNKNOWN, None
    if state in WAITING:
        kind = index.value(sheet, key, columns.kind)
        if not waiting.take(sheet, kind, index.value(sheet, key, columns.due)):
            state, days = PaperState.UNKNOWN, None
    what, period = _linked(book, sheet, key, columns.kind), index.plain(sheet, columns.period)(key)
    return Paper(sheet, what, period, due, done, state, days, notes)


def _linked(book: Book, sheet: str, key: str, field: str) -> Shown:
    """Show the type of a paper, linked where the register says where it is kept."""
    what = book.index.plain(sheet, field)(key)
    link = book.index.plain(sheet, "link")(key).link if sheet == "reports" else ""
    return Shown(what.text, what.state, link) if link else what


def _state(today: date, due: Shown, done: Shown) -> tuple[PaperState, int | None]:
    if State.HELD in (due.state, done.state):
        return PaperState.UNKNOWN, None
    day = date.fromisoformat(due.iso) if due.iso else None
    if done.iso:
        late = (date.fromisoformat(done.iso) - day).days if day else 0
        return (PaperState.LATE, late) if late > 0 else (PaperState.DONE, None)
    if day is None:
        return PaperState.UNKNOWN, None
    days = (day - today).days
    return (PaperState.OVERDUE if days < 0 else PaperState.DUE), days


@dataclass(frozen=True, eq=False)
class _Waiting:
    """What is waited for in one posting; whatever is found entered is taken out."""

    book: Book
    dues: list[Due]
    talks: tuple[tuple[str, date], ...]

    @classmethod
    def of(cls, book: Book, posting: str) -> _Waiting:
        dues = book.shared(dues_of_postings).get(posting, ())
        return cls(book, list(dues), book.shared(talks_due).get(posting, ()))

    def take(self, sheet: str, kind: str, day: date) -> bool:
        """Say whether a row is waited for, and wait for it no longer."""
        for place, due in enumerate(self.dues):
            if (_KINDS[due.kind], due.detail, due.day) == (sheet, kind, day):
                del self.dues[place]
                return True
        return False

    def expected(self) -> Iterator[Paper]:
        """Give what the cycles ask for and nobody has entered."""
        for due in self.dues:
            yield self._paper(_KINDS[due.kind], due.detail, due.day)
        for kind, day in self.talks:
            yield self._paper("engagements", kind, day)

    def _paper(self, sheet: str, kind: str, day: date) -> Paper:
        index = self.book.index
        choices = index.schema.field(f"{sheet}.{_SHEETS[sheet].kind}").enumeration
        label = label_of(choices, kind, index.language) if choices and kind else ""
        shown = Shown(date_text(day, index.language), iso=day.isoformat())
        state, days = _state(index.as_of, shown, BLANK)
        return Paper(sheet, Shown(label), BLANK, shown, BLANK, state, days, (), is_entered=False)


def dues_of_postings(book: Book) -> Mapping[str, tuple[Due, ...]]:
    """Sort the reports and assessments that fall due by posting; a held day decides nothing.

    Args:
        book: What all pages share.
    """
    found = defaultdict[str, list[Due]](list)
    for due in dues_of(book):
        if due.kind in _KINDS and not due.is_held:
            found[due.subject.posting].append(due)
    return {posting: tuple(dues) for posting, dues in found.items()}
