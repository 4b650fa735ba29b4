"""Graduates in streets and towns: 24 selected ones over three intakes, and a service scheme."""

from __future__ import annotations

from datetime import date

from handbook.demo.accompany import add_assessments, add_mentors
from handbook.demo.book import AS_OF, Book, Value
from handbook.demo.contacts import add_contacts
from handbook.demo.daily import add_monthly_log
from handbook.demo.intakes import Intake, add_batch, add_position
from handbook.demo.months import add_months, days
from handbook.demo.people import Profile, add_cadre
from handbook.demo.postings import add_posting
from handbook.demo.texts import DUTIES
from handbook.demo.units import COMMUNITIES, STREETS, TOWNS

_LETTERS = "岚组干"
_SELECTED = (
    Intake(
        "S26", "2020年度", 8, date(2020, 7, 1), date(2023, 6, 30), date(2020, 4, 30), _LETTERS, 21
    ),
    Intake(
        "S26", "2022年度", 8, date(2022, 7, 1), date(2025, 6, 30), date(2022, 4, 29), _LETTERS, 19
    ),
    Intake(
        "S26", "2025年度", 8, date(2025, 7, 1), date(2028, 6, 30), date(2025, 4, 30), _LETTERS, 14
    ),
)
_GRADUATE = Profile("selected_graduate", "一级科员", "staff", 24, 26, ("21", "14"))
_PER_INTAKE = 8
_AT_STREETS = 13
_PARTY = ("member",) * 7 + ("probationary",) * 10 + ("applicant",) * 6 + ("undisclosed",)
_PROMOTED = (0, 1, 2, 3, 4, 8, 9)
_TRANSFERRED = (5, 6, 7, 10, 11, 12)
_LENT = {
    0: (14, "抽调到区纪委专案组"),
    2: (16, "抽调到区委组织部"),
    5: (20, "抽调到区委宣传部"),
    6: (15, "抽调到区委组织部"),
    8: (14, "抽调到区纪委专案组"),
    10: (18, "抽调到区委宣传部"),
    13: (21, "抽调到区委组织部"),
    16: (9, "抽调到区委宣传部"),  # inside the twelve months in which nobody is lent
    1: (24, "抽调到主题教育办公室"),
    9: (26, "抽调到主题教育办公室"),
    14: (28, "抽调到主题教育办公室"),
}
_DAYS_LENT = 61


def add_graduates(book: Book) -> None:
    """Write 24 graduates: 13 at streets, 7 promoted, 6 transferred, 11 lent for a while."""
    for cohort, intake in enumerate(_SELECTED):
        batch_id = add_batch(book, intake)
        for number in range(cohort * _PER_INTAKE, (cohort + 1) * _PER_INTAKE):
            _place(book, batch_id, number)
        add_contacts(book, batch_id)


def _place(book: Book, batch_id: str, number: int) -> None:
    start = book.day(batch_id, "window_start")
    is_street = number * _AT_STREETS % 24 < _AT_STREETS
    seats = STREETS if is_street else TOWNS
    unit_id = book.id_of(seats[number % len(seats)])
    duty = f"{DUTIES[number % len(DUTIES)]},联系一个社区"
    title = "党政办主任助理"
    position_id = add_position(book, batch_id, unit_id, title, duty, demand_source="plan")
    cadre_id = add_cadre(
        book,
        book.id_of("district_org"),
        _GRADUATE,
        f"graduate {number}",
        birth_ym=f"{start.year - 24 - number % 2}-{1 + number % 12:02d}",
        party_status=_PARTY[number * 7 % 24],
    )
    posting_id = add_posting(
        book, batch_id, cadre_id, unit_id, title, duty, position_id=position_id
    )
    if book.text(posting_id, "status") == "completed":
        _settle(book, posting_id, number)
    add_mentors(book, posting_id)
    add_assessments(book, posting_id)
    add_monthly_log(book, posting_id)
    if number in _LENT:
        _lend(book, posting_id, *_LENT[number])


def _settle(book: Book, posting_id: str, number: int) -> None:
    outcome: dict[str, Value] = {"outcome": "equal_post"}
    if number in _PROMOTED:
        receiving = book.text(posting_id, "receiving_unit_id")
        post = "党政办主任"
        outcome = {"outcome": "promoted", "outcome_unit_id": receiving, "outcome_post": post}
        outcome["outcome_rank"] = "deputy_section"
    if number in _TRANSFERRED:
        outcome = {"outcome": "third_unit", "outcome_unit_id": book.id_of("财政局")}
    book.record(posting_id).update(outcome)


def _lend(book: Book, posting_id: str, after_months: int, remark: str) -> None:
    start = add_months(book.day(posting_id, "start_planned"), after_months)
    end = start + days(_DAYS_LENT - 1)
    book.add(
        "absences",
        posting_id=posting_id,
        kind="lent",
        start_on=start,
        end_on=end,
        days=_DAYS_LENT,
        asked_on=start - days(20),
        receiving_opinion="agree",
        approved_by="org_dept",
        approved_on=start - days(7),
        returned_on=end + days(1) if end < AS_OF else None,
        remark=remark,
    )


_SERVICE = Intake(
    "S11", "2025年三支一扶", 16, date(2025, 9, 1), date(2027, 8, 31), date(2025, 6, 10), "松人社", 8
)
_OTHERS = Intake(
    "S11",
    "2025年社区、选调和志愿服务",
    11,
    date(2025, 9, 1),
    date(2027, 8, 31),
    date(2025, 6, 20),
    "松人社",
    9,
)
_SERVICE_POSTS = (
    ("茶坞岭镇", 5, 3),
    ("栈桥湾乡", 5, 3),
    (COMMUNITIES[0], 3, 2),
    (COMMUNITIES[1], 3, 2),
)
_OTHER_POSTS = (
    (COMMUNITIES[0], "社区工作者", 3),
    ("茶坞岭镇", "选调生", 2),
    ("栈桥湾乡", "志愿者", 6),
)
_SERVICE_GRADUATE = Profile("scheme_graduate", "", "", 22, 25, ("21", "31"))


def add_service(book: Book) -> None:
    """Write 16 posts of which 10 were taken up, and 3 + 2 + 6 in the sister schemes."""
    batch_id = add_batch(book, _SERVICE)
    for unit, quota, arrived in _SERVICE_POSTS:
        _fill(book, batch_id, unit, "三支一扶服务岗", quota, arrived)
    add_contacts(book, batch_id)
    batch_id = add_batch(book, _OTHERS)
    for unit, title, quota in _OTHER_POSTS:
        _fill(book, batch_id, unit, title, quota, quota)
    add_contacts(book, batch_id)


def _fill(book: Book, batch_id: str, unit: str, title: str, quota: int, arrived: int) -> None:
    duty = "协管便民服务和基层治理"
    position_id = add_position(
        book,
        batch_id,
        book.id_of(unit),
        title,
        duty,
        quota=quota,
        demand_source="plan",
        status="filled" if arrived == quota else "open",
    )
    for number in range(arrived):
        key = f"service {unit} {title} {number}"
        cadre_id = add_cadre(book, book.id_of("songzhan_hr"), _SERVICE_GRADUATE, key)
        posting_id = add_posting(
            book, batch_id, cadre_id, book.id_of(unit), title, duty, position_id=position_id
        )
        add_mentors(book, posting_id)
        add_monthly_log(book, posting_id)
