"""The page of a cadre: where they are now, where they have been, who looks after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from handbook.pages.answers import Row, next_duties
from handbook.pages.book import Book, Source
from handbook.pages.calendar_links import calendar_link
from handbook.pages.notices import Notices
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.todo import TaskLine, cadre_tasks
from handbook.pages.values import Fact, Table

_CHILD_SHEETS = {
    "mentors": frozenset({"mentor_id", "posting_id"}),
    "reports": frozenset({"report_id", "posting_id"}),
    "assessments": frozenset({"assessment_id", "posting_id"}),
}  # sheet → columns not shown
_NOW = frozenset({Phase.CURRENT, Phase.COMING})
_EARLIER = frozenset({Phase.PAST, Phase.CANCELLED})
_PAPER_DAYS = 60  # for so long after its start the papers of a posting are at hand
_NEWEST = 60  # rows of one child sheet a page shows
_NOT_CADRE_FACTS = frozenset({"cadre_id", "name"})
_NOT_POSTING_FACTS = frozenset({"posting_id", "cadre_id", "title", "status"})


@dataclass(frozen=True, slots=True)
class PostingDetail:
    """A posting in full.

    Attributes:
        line: The posting in one line.
        facts: Its other values.
        tables: Mentors, reports and assessments in the register.
    """

    line: PostingLine
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class CadrePage:
    """What the page of one cadre shows.

    Attributes:
        address: From the root of the site.
        title: Name of the cadre.
        language: `vi` where the name is Vietnamese and the page is not; else blank.
        facts: Values of the cadre's own row.
        current: Postings that are running or about to begin.
        earlier: Postings that are over or cancelled.
        postings: All of them in one line each, by start.
        tasks: What they have to do themselves, the longest overdue first.
        notices: Rows held back and open findings.
        source: Where the data stands.
        calendar: Link to their calendar; blank where there is none.
        duties: The three things that are due first, the longest overdue first.
        is_sent_off: Whether they are about to leave or have just left, and carry the page on paper.
    """

    address: str
    title: str
    language: str
    facts: tuple[Fact, ...]
    current: tuple[PostingDetail, ...]
    earlier: tuple[PostingDetail, ...]
    postings: tuple[PostingLine, ...]
    tasks: tuple[tuple[TaskLine, ...], ...]
    notices: Notices
    source: Source
    calendar: str = ""
    duties: tuple[Row, ...] = ()
    is_sent_off: bool = False

    @property
    def has_held_posting(self) -> bool:
        """Whether a posting of this person is left out, so that nobody can say they have none."""
        return self.notices.holds("postings")

    @property
    def as_of(self) -> date:
        """The day the page speaks about."""
        return self.source.as_of


def cadre_pages(book: Book, keys: Iterable[str] | None = None) -> Iterator[CadrePage]:
    """Make the page of every cadre the audience may see, in order of their ids.

    Args:
        book: What all pages share.
        keys: Which of them; all by default.
    """
    index = book.index
    name = index.shower("cadres", "name")
    tasks, duties = book.shared(cadre_tasks), book.shared(next_duties)
    for key in index.keys("cadres") if keys is None else keys:
        postings = book.lines("cadre_id", key)
        yield CadrePage(
            address=f"cadres/{key}.html",
            title=name(key).text or key,
            language=index.language_of("cadres", key),
            facts=book.facts("cadres", key, _NOT_CADRE_FACTS),
            current=_details(book, postings, _NOW),
            earlier=_details(book, postings, _EARLIER),
            postings=postings,
            tasks=tasks.get(key, ()),
            notices=book.notices("cadres", key),
            source=book.source("cadres", key),
            calendar=calendar_link(book, key),
            duties=duties.get(key, ()),
            is_sent_off=any(_is_sent_off(line, book.index.as_of) for line in postings),
        )


def _is_sent_off(line: PostingLine, today: date) -> bool:
    """Say whether a posting is about to begin, or began so lately that its papers are in use."""
    if line.phase is Phase.COMING:
        return True
    is_new = line.starts_on is not None and (today - line.starts_on).days <= _PAPER_DAYS
    return line.phase is Phase.CURRENT and is_new


def _details(
    book: Book, postings: tuple[PostingLine, ...], phases: frozenset[Phase]
) -> tuple[PostingDetail, ...]:
    return tuple(
        PostingDetail(
            line,
            book.facts("postings", line.key, _NOT_POSTING_FACTS),
            tuple(_children(book, line.key)),
        )
        for line in postings
        if line.phase in phases
    )


def _children(book: Book, posting: str) -> Iterator[Table]:
    for sheet, without in _CHILD_SHEETS.items():
        keys = book.index.keys_by(sheet, "posting_id").get(posting, ())
        table = book.table(sheet, keys, without, _NEWEST) if keys else None
        if table:
            yield table
