"""The page of a cadre: where they are now, where they have been, who looks after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from handbook.pages.answers import Row, next_duties
from handbook.pages.book import Book, Source
from handbook.pages.calendar_links import calendar_link
from handbook.pages.career import Stretch
from handbook.pages.notices import Notices
from handbook.pages.posting_details import PostingDetail, posting_detail, posting_in_short
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.stages import forms_of
from handbook.pages.todo import TaskLine, cadre_tasks
from handbook.pages.values import Fact

_NOW = frozenset({Phase.CURRENT, Phase.COMING})
_EARLIER = frozenset({Phase.PAST, Phase.CANCELLED})
_PAPER_DAYS = 60  # for so long after its start the papers of a posting are at hand
_NOT_CADRE_FACTS = frozenset({"cadre_id", "name"})
_IN_FULL = 3  # newest postings that are over and told in full; older ones in short
_MOST, _ROWS, _FEWEST = 40, 60, 6
"""Rows of one kind that a posting shows: of one alone, of all together, and of each at least."""


@dataclass(frozen=True, slots=True)
class CadrePage:
    """What the page of one cadre shows.

    Attributes:
        address: From the root of the site.
        title: Name of the cadre.
        language: `vi` where the name is Vietnamese and the page is not; else blank.
        facts: Values of the cadre's own row.
        current: Postings that are running or about to begin.
        earlier: Postings that are over or cancelled, those of long ago in short.
        postings: All of them in one line each, by start.
        stretches: What is drawn of them, by start.
        tasks: What they have to do themselves, the longest overdue first.
        notices: Rows held back and open findings.
        source: Where the data stands.
        calendar: Link to their calendar; blank where there is none.
        duties: The three things that are due first, the longest overdue first.
        forms: Pages of the forms that fit where they stand.
        is_sent_off: Whether they are about to leave or have just left, and carry the page on paper.
    """

    address: str
    title: str
    language: str
    facts: tuple[Fact, ...]
    current: tuple[PostingDetail, ...]
    earlier: tuple[PostingDetail, ...]
    postings: tuple[PostingLine, ...]
    stretches: tuple[Stretch, ...]
    tasks: tuple[tuple[TaskLine, ...], ...]
    notices: Notices
    source: Source
    calendar: str = ""
    duties: tuple[Row, ...] = ()
    forms: tuple[str, ...] = ()
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
        current = _details(book, postings, _NOW)
        earlier = _details(book, postings, _EARLIER)
        yield CadrePage(
            address=f"cadres/{key}.html",
            title=name(key).text or key,
            language=index.language_of("cadres", key),
            facts=book.facts("cadres", key, _NOT_CADRE_FACTS),
            current=current,
            earlier=earlier,
            postings=postings,
            stretches=_by_start(current, earlier),
            tasks=tasks.get(key, ()),
            notices=book.notices("cadres", key),
            source=book.source("cadres", key),
            calendar=calendar_link(book, key),
            duties=duties.get(key, ()),
            forms=forms_of(index, key, postings),
            is_sent_off=any(_is_sent_off(line, index.as_of) for line in postings),
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
    """Tell of postings by start, the newest in full, so that a long career fits on a page."""
    most = min(max(_ROWS // max(len(postings), 1), _FEWEST), _MOST)
    lines = [line for line in postings if line.phase in phases]
    short = max(len(lines) - _IN_FULL, 0)
    return (
        *(posting_in_short(book, line) for line in lines[:short]),
        *(posting_detail(book, line, most) for line in lines[short:]),
    )


def _by_start(*details: tuple[PostingDetail, ...]) -> tuple[Stretch, ...]:
    stretches = (detail.stretch for detail in chain(*details))
    return tuple(sorted(stretches, key=lambda each: (each.line.start.iso, each.line.key)))
