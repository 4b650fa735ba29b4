"""Young cadres chosen by open selection for posts in towns: 42 units, 114 applicants, 20 chosen."""

from __future__ import annotations

from datetime import date

from handbook.demo.book import Book, Value
from handbook.demo.contacts import add_contact, add_contacts
from handbook.demo.daily import accompany, add_leave
from handbook.demo.intakes import Intake, add_application, add_batch, add_position
from handbook.demo.months import days
from handbook.demo.names import POOL
from handbook.demo.people import CIVIL_SERVANT, DEPUTY, PRINCIPAL_RESERVE, Profile, add_cadre
from handbook.demo.postings import add_posting
from handbook.demo.texts import DUTIES
from handbook.demo.units import ORGANS, STREETS, TOWNS, school_districts

_INTAKE = Intake(
    "S02",
    "2025年公开选派",
    20,
    date(2025, 9, 1),
    date(2026, 8, 31),
    date(2025, 5, 15),
    "岚组干",
    18,
)
_DECIDED = date(2025, 6, 25)
_APPLICANTS_PER_UNIT = (7, 6, 5, 5, 5, *(4,) * 7, *(3,) * 12, *(2,) * 4, *(1,) * 14)
_ELIGIBLE, _EXAMINED, _INTERVIEWED, _INSPECTED, _SELECTED = 106, 104, 60, 30, 20
_RESERVE = 24  # the four behind the selected stand by
_PASSED_INSPECTION = 26
_USED_AT_HOME = 7  # the place whose home unit asked for three days, and asked properly


def add_open_selection(book: Book) -> None:
    """Write the batch, its 114 applications, and all that belongs to the 20 postings."""
    batch_id = add_batch(
        book,
        _INTAKE,
        decided_on=_DECIDED,
        announced_on=_DECIDED + days(2),
        declared_units=42,
        declared_applicants=114,
        declared_selected=20,
    )
    applicants = [
        f"selection {unit} {number}"
        for unit, count in zip(
            (*ORGANS, *STREETS, *school_districts()), _APPLICANTS_PER_UNIT, strict=True
        )
        for number in range(count)
    ]
    drawn = sorted(applicants, key=lambda key: book.dice.number(0, 10**9, "place", key))
    places = {key: place for place, key in enumerate(drawn)}
    for key in applicants:
        _add_applicant(book, key, places[key])
    for key in applicants:
        _apply(book, batch_id, key, places[key])
    for place in range(_SELECTED):
        _post(book, batch_id, place)
    add_contacts(book, batch_id)
    add_contact(
        book,
        batch_id,
        "forum",
        date(2026, 1, 15),
        "挂职干部座谈会，七名代表发言",
        participants=20,
        speakers=7,
        with_party="all",
    )
    _visit(
        book,
        batch_id,
        date(2026, 4, 16),
        "帮助两名同志解决往返交通",
        date(2026, 5, 15),
        date(2026, 5, 8),
    )
    _visit(book, batch_id, date(2026, 6, 18), "协调一个乡镇明确分工文件", date(2026, 7, 31), None)


def _visit(
    book: Book, batch_id: str, held_on: date, task: str, due: date, done: date | None
) -> None:
    add_contact(
        book,
        batch_id,
        "visit",
        held_on,
        "走访挂职乡镇，了解履职情况",
        follow_up=task,
        follow_up_due=due,
        follow_up_done_on=done,
    )


def _add_applicant(book: Book, key: str, place: int) -> None:
    unit = key.split()[1]
    profile = PRINCIPAL_RESERVE if unit.endswith("学区") else _organ_profile(book, key)
    values: dict[str, Value] = {"name": POOL[place]} if place < _SELECTED else {}
    if unit.endswith("学区"):
        values |= {"in_plan": "yes", "birth_ym": f"{book.dice.number(1987, 1994, key)}-04"}
    book.name(f"place {place}", add_cadre(book, book.id_of(unit), profile, key, **values))


def _organ_profile(book: Book, key: str) -> Profile:
    return book.dice.pick((CIVIL_SERVANT, DEPUTY), "profile", key)


def _apply(book: Book, batch_id: str, key: str, place: int) -> None:
    is_eligible = place < _ELIGIBLE
    town = place if place < _SELECTED else None
    position_id = None if town is None else _add_position(book, batch_id, place)
    application_id = add_application(
        book,
        batch_id,
        book.id_of(f"place {place}"),
        route=book.dice.pick(("self", "unit"), "route", key),
        conditions_confirmed="yes" if is_eligible else "no",
        eligibility="pass" if is_eligible else "fail",
        exam_score=round(91.5 - 0.3 * place, 1) if place < _EXAMINED else None,
        interview_score=round(90.4 - 0.4 * place, 1) if place < _INTERVIEWED else None,
        inspection=_inspection(place),
        decision=_decision(place),
        position_id=position_id,
    )
    book.name(f"application {place}", application_id)


def _inspection(place: int) -> str | None:
    if place >= _INSPECTED:
        return None
    return "pass" if place < _PASSED_INSPECTION else "fail"


def _decision(place: int) -> str:
    if place < _SELECTED:
        return "selected"
    if place < _RESERVE:
        return "reserve"
    return "withdrawn" if _EXAMINED <= place < _ELIGIBLE else "not_selected"


def _add_position(book: Book, batch_id: str, place: int) -> str:
    town = TOWNS[place % len(TOWNS)]
    duty = DUTIES[place % len(DUTIES)]
    return add_position(book, batch_id, book.id_of(town), "乡镇长助理", duty)


def _post(book: Book, batch_id: str, place: int) -> None:
    application_id = book.id_of(f"application {place}")
    position_id = book.text(application_id, "position_id")
    posting_id = add_posting(
        book,
        batch_id,
        book.id_of(f"place {place}"),
        book.text(position_id, "receiving_unit_id"),
        book.text(position_id, "title"),
        book.text(position_id, "duty_area"),
        position_id=position_id,
        application_id=application_id,
    )
    accompany(book, posting_id)
    if place % 5 == 0:
        add_leave(book, posting_id, date(2025, 11, 10) + days(7 * place), 2)
    if place == _USED_AT_HOME:
        _use_at_home(book, posting_id)


def _use_at_home(book: Book, posting_id: str) -> None:
    book.add(
        "absences",
        posting_id=posting_id,
        kind="home_use",
        start_on=date(2026, 3, 16),
        end_on=date(2026, 3, 18),
        days=3,
        asked_on=date(2026, 3, 9),
        receiving_opinion="agree",
        approved_by="org_dept",
        approved_on=date(2026, 3, 12),
        returned_on=date(2026, 3, 19),
    )
