"""The party school's seven in one county, and township staff learning at the personnel bureau."""

from __future__ import annotations

from datetime import date

from handbook.demo.accompany import add_assessments, add_mentor, add_mentors, add_reports
from handbook.demo.book import Book
from handbook.demo.contacts import add_contact, add_contacts
from handbook.demo.daily import add_leave, add_log, add_monthly_log
from handbook.demo.intakes import Intake, add_batch, add_position
from handbook.demo.months import days
from handbook.demo.people import CIVIL_SERVANT, Profile, add_cadre
from handbook.demo.postings import add_posting
from handbook.demo.texts import STUDIES, TASKS
from handbook.demo.units import TOWNS

_SEVEN = Intake(
    "S15",
    "2025年驻澄湾县",
    7,
    date(2025, 9, 10),
    date(2026, 9, 9),
    date(2025, 7, 25),
    "栖党校组",
    4,
)
_LECTURER = Profile("party_school_staff", "讲师", "", 29, 41, ("14", "11"), "讲师")
_DESKS = (
    ("county_org", "组织科副科长", "协管干部教育培训"),
    ("county_farming", "局长助理", "协管农村改革和集体资产"),
    ("county_culture", "局长助理", "协管乡村旅游和文化服务"),
)
_ROLES = ("leader", "deputy", "member", "member", "member", "member", "member")
_EMPTY_MONTH = "2026-02"


def add_seven(book: Book) -> None:
    """Write seven lecturers in one group, each with three people who look after them."""
    batch_id = add_batch(book, _SEVEN)
    positions = [
        add_position(book, batch_id, book.id_of(desk), title, duty, quota=quota)
        for (desk, title, duty), quota in zip(_DESKS, (3, 2, 2), strict=True)
    ]
    for number, role in enumerate(_ROLES):
        position_id = positions[number % len(positions)]
        cadre_id = add_cadre(book, book.id_of("party_school"), _LECTURER, f"lecturer {number}")
        posting_id = add_posting(
            book,
            batch_id,
            cadre_id,
            book.text(position_id, "receiving_unit_id"),
            book.text(position_id, "title"),
            book.text(position_id, "duty_area"),
            position_id=position_id,
            group_no="第一组",
            group_role=role,
        )
        _look_after(book, posting_id, number)
    add_contacts(book, batch_id)
    for held_on in (date(2025, 11, 20), date(2026, 2, 12), date(2026, 5, 14)):
        add_contact(book, batch_id, "group_activity", held_on, "小组集中调研和交流")


def _look_after(book: Book, posting_id: str, number: int) -> None:
    school = book.id_of("party_school")
    add_mentor(book, posting_id, "chief", "leader", school)
    add_mentor(book, posting_id, "group_leader", "staff", school)
    add_mentor(book, posting_id, "dept_liaison", "leader")
    add_reports(book, posting_id)
    add_assessments(book, posting_id)
    add_monthly_log(book, posting_id, TASKS, skip=(_EMPTY_MONTH,) if number == len(_DESKS) else ())
    if number == 1:
        add_leave(book, posting_id, date(2026, 4, 7), 2)


_TRAINEES = Intake(
    "S05", "2026年第一期", 2, date(2026, 1, 5), date(2026, 4, 4), date(2025, 11, 28), "栖人社组", 1
)
_NEXT = Intake(
    "S05", "2026年第三期", 2, date(2026, 7, 20), date(2026, 10, 19), date(2026, 6, 5), "栖人社组", 0
)
_TOWN_CLERK = CIVIL_SERVANT._replace(post="党政办科员")
_TRAINEE = ("窗口经办员", "协管社保经办和档案整理")


def add_trainees(book: Book) -> None:
    """Write two who learned for three months, and two expected in July, one not yet appointed."""
    batch_id = add_batch(book, _TRAINEES)
    for number in range(2):
        posting_id = _learn(book, batch_id, number)
        add_mentors(book, posting_id)
        add_reports(book, posting_id)
        add_assessments(book, posting_id)
        _study_biweekly(book, posting_id)
    add_contacts(book, batch_id)
    coming = add_batch(book, _NEXT, status="selecting", decided_on=date(2026, 6, 24))
    appointed = _learn(book, coming, 2)
    book.record(appointed)["appointment_doc_number"] = "栖人社组〔2026〕9号"
    book.record(appointed)["appointed_on"] = date(2026, 6, 26)
    _learn(book, coming, 3)


def _learn(book: Book, batch_id: str, number: int) -> str:
    cadre_id = add_cadre(book, book.id_of(TOWNS[3 * number + 1]), _TOWN_CLERK, f"trainee {number}")
    bureau = book.id_of("hr")
    position_id = add_position(book, batch_id, bureau, *_TRAINEE)
    return add_posting(
        book,
        batch_id,
        cadre_id,
        bureau,
        *_TRAINEE,
        direction="up",
        position_id=position_id,
    )


def _study_biweekly(book: Book, posting_id: str) -> None:
    day = date(2026, 1, 9)
    while day <= _TRAINEES.end:
        what = STUDIES[(day - _TRAINEES.start).days // 14 % len(STUDIES)]
        add_log(book, posting_id, day, "study", what)
        day += days(14)
