"""A posting in full, as the page of its cadre tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.pages.book import Book
from handbook.pages.career import Stretch, stretch_of
from handbook.pages.contacts import Side, mentors_now, sides_of
from handbook.pages.five_haves import Have, five_haves
from handbook.pages.papers import Papers, papers_of
from handbook.pages.postings import Phase, PostingLine, is_own
from handbook.pages.values import BLANK, Fact, Table
from handbook.pages.work_months import WorkLog, work_logs

_RELATIONS = ("personnel_relation", "party_relation", "salary_relation")
_HOME_POST = frozenset(
    {
        "home_post_at_sending", "rank_at_sending", "home_post_status", "home_post_checked_on",
        "home_post_change_consulted",
    }
)  # fmt: skip
_OUTCOME = frozenset(
    {
        "end_actual", "removal_doc_number", "removed_on", "returned_on", "outcome",
        "outcome_unit_id", "outcome_post", "outcome_rank", "outcome_on", "outcome_doc_number",
        "outcome_doc_id", "archived_on",
    }
)  # fmt: skip
_ELSEWHERE = frozenset(
    {"posting_id", "cadre_id", "title", "status", *_RELATIONS, "party_transfer_on"}
)
_OF_OTHERS = _ELSEWHERE | _HOME_POST | _OUTCOME
_BESIDE_SIDES = _OF_OTHERS | {"home_unit_id", "receiving_unit_id"}
_IN_SHORT = frozenset({"batch_id", "duty_area", "appointment_doc_number", "extension_to"})
_CHILDREN = {
    "mentors": frozenset({"mentor_id", "posting_id"}),
    "absences": frozenset({"absence_id", "posting_id"}),
}
"""Sheet → columns not shown."""
_NOW = frozenset({Phase.CURRENT, Phase.COMING})


@dataclass(frozen=True, slots=True)
class PostingDetail:
    """A posting in full.

    Attributes:
        line: The posting in one line.
        facts: Values that stand in no group of their own.
        sides: Both ends and who looks after it there, of one that runs or is to come; else none.
        relations: The three relations; while it runs, one nobody has entered is there with a blank.
        home_post: The post at the home unit, and when it was last looked at.
        is_home_post_unchecked: Whether it never was, as far as the audience may know.
        outcome: How it ended and what came after.
        haves: The five haves; none where nobody asks for them or the audience may not see.
        papers: Reports, assessments and talks.
        work: The work log by month; None without one.
        tables: Mentors and absences in the register.
        stretch: What is drawn of it.
        sheet_link: Address of the sheet of postings, for editors; blank without one.
    """

    line: PostingLine
    facts: tuple[Fact, ...]
    sides: tuple[Side, ...]
    relations: tuple[Fact, ...]
    home_post: tuple[Fact, ...]
    is_home_post_unchecked: bool
    outcome: tuple[Fact, ...]
    haves: tuple[Have, ...]
    papers: Papers
    work: WorkLog | None
    tables: tuple[Table, ...]
    stretch: Stretch
    sheet_link: str = ""


def posting_detail(book: Book, line: PostingLine, most: int) -> PostingDetail:
    """Tell everything about a posting that its audience may know.

    Args:
        book: What all pages share.
        line: The posting.
        most: Rows of one kind that are shown, the newest ones.
    """
    key, is_now = line.key, line.phase in _NOW
    papers = papers_of(book, key, most)
    sees_all = is_own(book.index, key)
    return PostingDetail(
        line=line,
        facts=book.facts("postings", key, _BESIDE_SIDES if is_now else _OF_OTHERS),
        sides=sides_of(book, line) if is_now else (),
        relations=_relations(book, line),
        home_post=book.facts("postings", key, _ELSEWHERE, _HOME_POST),
        is_home_post_unchecked=sees_all and _is_unchecked(book, line),
        outcome=book.facts("postings", key, _ELSEWHERE, _OUTCOME),
        haves=five_haves(book, key) if sees_all else (),
        papers=papers,
        work=book.shared(work_logs).get(key, None),
        tables=tuple(_children(book, line, most)),
        stretch=stretch_of(book, line, papers.rows),
        sheet_link=book.index.sheet_link("postings"),
    )


def posting_in_short(book: Book, line: PostingLine) -> PostingDetail:
    """Tell of a posting of long ago what matters still.

    Args:
        book: What all pages share.
        line: The posting.
    """
    return PostingDetail(
        line=line,
        facts=book.facts("postings", line.key, _ELSEWHERE, _IN_SHORT),
        sides=(),
        relations=(),
        home_post=(),
        is_home_post_unchecked=False,
        outcome=book.facts("postings", line.key, _ELSEWHERE, _OUTCOME),
        haves=(),
        papers=Papers(()),
        work=None,
        tables=(),
        stretch=Stretch(line),
        sheet_link=book.index.sheet_link("postings"),
    )


def _relations(book: Book, line: PostingLine) -> tuple[Fact, ...]:
    """Show the relations the audience may know of, blank ones too while the posting runs."""
    names = [name for name in _RELATIONS if book.index.has_column("postings", name)]
    if book.index.value("postings", line.key, "party_transfer_on"):
        names.append("party_transfer_on")
    columns = [book.index.column("postings", name) for name in names]
    facts = [column.fact(column.show(line.key)) for column in columns]
    return tuple([fact for fact in facts if line.phase in _NOW or fact.value is not BLANK])


def _is_unchecked(book: Book, line: PostingLine) -> bool:
    shown = book.index.show("postings", line.key, "home_post_checked_on")
    return line.phase is Phase.CURRENT and not shown.text and not shown.state


def _children(book: Book, line: PostingLine, most: int) -> Iterator[Table]:
    for sheet, without in _CHILDREN.items():
        keys = book.index.keys_by(sheet, "posting_id").get(line.key, ())
        is_told = sheet == "mentors" and line.phase in _NOW
        if is_told and keys == mentors_now(book, line.key):
            continue  # all of them stand among the contacts
        table = book.table(sheet, keys, without, most) if keys else None
        if table:
            yield table
