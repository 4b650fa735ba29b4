"""What goes with a posting while it runs: mentors, reports, assessments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from handbook.demo.book import AS_OF, Book
from handbook.demo.months import add_months, days, working_day

_MENTORS = {
    "party_gov_leader": ("leader_contact", "party_gov_leader"),
    "leader": ("leader_contact", "leader"),
    "any": ("instructor", "staff"),
}
_CYCLES = {3: "quarterly", 6: "half_year", 12: "annual"}
_ON_FILE = ("plan", "study_note", "special", "reflection")
_FIRST_GAP = {"cn": "对接收地情况还不够熟", "vn": "Chưa nắm chắc tình hình nơi đến"}
_GRADED_AS_STAFF = ("teacher", "principal_reserve", "tech_staff", "institution_staff")


class Term(NamedTuple):
    """The part of a posting the register speaks about.

    Attributes:
        first: First day of the posting.
        last: Last day there is anything to tell of: its end, or `AS_OF`.
        is_over: Whether the posting has ended.
    """

    first: date
    last: date
    is_over: bool


def term_of(book: Book, posting_id: str) -> Term:
    """Give the elapsed part of a posting that has begun."""
    end = book.record(posting_id).get("end_actual")
    first = book.day(posting_id, "start_planned")
    return Term(first, end, True) if isinstance(end, date) else Term(first, AS_OF, False)


def programme_of(book: Book, posting_id: str) -> str:
    """Give the id of the programme a posting belongs to."""
    return book.text(book.text(posting_id, "batch_id"), "programme_id")


def country_of(book: Book, posting_id: str) -> str:
    """Give the key of the country a posting belongs to."""
    return book.text(programme_of(book, posting_id), "country")


def add_mentor(book: Book, posting_id: str, role: str, level: str, unit_id: str = "") -> str:
    """Write one mentor for the whole posting.

    Args:
        book: Register to write to.
        posting_id: Whom the mentor looks after.
        role: Key of the enumeration of roles.
        level: Key of the enumeration of levels.
        unit_id: Where the mentor works; blank for the receiving unit.
    """
    unit_id = unit_id or book.text(posting_id, "receiving_unit_id")
    taken = sum(1 for each in book.where("mentors", posting_id=posting_id, role=role))
    return book.add(
        "mentors",
        posting_id=posting_id,
        role=role,
        mentor_name=book.names.name(f"{unit_id} {role} {taken}", country_of(book, posting_id)),
        unit_id=unit_id,
        level=level,
        start_on=book.day(posting_id, "start_planned"),
        end_on=book.record(posting_id).get("end_actual"),
    )


def add_mentors(book: Book, posting_id: str) -> None:
    """Write as many mentors as the programme demands, all from the receiving unit."""
    programme_id = programme_of(book, posting_id)
    role, level = _MENTORS[book.text(programme_id, "mentor_level")]
    for _ in range(book.number(programme_id, "mentor_min")):
        add_mentor(book, posting_id, role, level)


def _cycle_ends(first: date, last: date, months: int) -> Iterator[date]:
    count = 1
    while months and (end := add_months(first, count * months) - days(1)) <= last:
        yield end
        count += 1


def period_name(report_type: str, end: date, number: int) -> str:
    """Name the period of a report the way the register writes it.

    Args:
        report_type: Key of the enumeration of report types.
        end: Last day of the period.
        number: Which one of its kind, from 1.
    """
    if report_type == "quarterly":
        return f"{end.year}-Q{(end.month + 2) // 3}"
    if report_type == "half_year":
        return f"{end.year}-H{(end.month + 5) // 6}"
    if report_type == "stage":
        return f"stage-{number}"
    return f"{end.year}" if report_type in ("annual", "final") else f"{end:%Y-%m}"


def add_reports(book: Book, posting_id: str) -> None:
    """Write every report that is due by `AS_OF`, handed in on time."""
    programme_id = programme_of(book, posting_id)
    required = book.words(programme_id, "reports_required")
    term = term_of(book, posting_id)
    checked_from = book.day(programme_id, "checked_from")
    cycle = book.number(programme_id, "report_cycle_months")
    regular = "stage" if "stage" in required else _CYCLES.get(cycle, "")
    for number, end in enumerate(_cycle_ends(term.first, term.last, cycle), start=1):
        if end >= checked_from:
            _add_report(book, posting_id, regular, end, 10, number)
    for extra, months in (("half_year", 6), ("annual", 12)):
        if extra in required and extra != regular:
            for end in _cycle_ends(term.first, term.last, months):
                if extra != "half_year" or (end - term.first).days < 200:
                    _add_report(book, posting_id, extra, end, 15)
    for position, paper in enumerate(_ON_FILE):
        if paper in required:
            _add_report(book, posting_id, paper, term.first + days(12 + 25 * position), 5)
    if "final" in required and term.is_over:
        _add_report(book, posting_id, "final", term.last, 15)


def _add_report(
    book: Book, posting_id: str, report_type: str, end: date, grace: int, number: int = 1
) -> None:
    due = end + days(grace)
    if due > AS_OF:
        return
    submitted = working_day(
        due - days(book.dice.number(1, 4, "handed in", posting_id, report_type, end))
    )
    book.add(
        "reports",
        posting_id=posting_id,
        type=report_type,
        period=period_name(report_type, end, number),
        due_on=due,
        submitted_on=submitted,
        delivered_to=book.words(programme_of(book, posting_id), "report_to"),
        delivered_on=submitted,
    )


def add_assessments(book: Book, posting_id: str) -> None:
    """Write the first look at the start, those of the cycle, and the final one after the end."""
    programme_id = programme_of(book, posting_id)
    term = term_of(book, posting_id)
    _add_assessment(book, posting_id, "baseline", term.first)
    cycle = book.number(programme_id, "assess_cycle_months")
    checked_from = book.day(programme_id, "checked_from")
    for end in _cycle_ends(term.first, term.last, cycle):
        if end >= checked_from:
            _add_assessment(book, posting_id, _CYCLES[cycle], end)
    if term.is_over:
        _add_assessment(book, posting_id, "final", term.last)


def _add_assessment(book: Book, posting_id: str, kind: str, end: date) -> None:
    done = working_day(end + days(9))
    if done > AS_OF:
        return
    is_baseline = kind == "baseline"
    fed_back = done + days(9)
    archived = done + days(30)
    book.add(
        "assessments",
        posting_id=posting_id,
        kind=kind,
        due_on=end + days(15),
        done_on=done,
        assessor=book.text(programme_of(book, posting_id), "assessor"),
        grade="ungraded" if is_baseline else _grade(book, posting_id),
        ability_level=book.dice.number(2, 3, "level", posting_id) + (0 if is_baseline else 1),
        gap_note=_FIRST_GAP[country_of(book, posting_id)] if is_baseline else "",
        fed_back_receiving_on=fed_back,
        fed_back_cadre_on=fed_back,
        fed_back_home_on=fed_back,
        archived_on=archived if archived <= AS_OF else None,
    )


def _grade(book: Book, posting_id: str) -> str:
    if country_of(book, posting_id) == "vn":
        return "vn_good"
    category = book.text(book.text(posting_id, "cadre_id"), "category")
    return "qualified" if category in _GRADED_AS_STAFF else "competent"
