"""Six rows of a Vietnamese province: rotation for 36 months and secondment for a year."""

from __future__ import annotations

from datetime import date

from handbook.demo.accompany import add_assessments, add_mentor, add_mentors
from handbook.demo.book import AS_OF, Book, Value
from handbook.demo.contacts import add_contacts
from handbook.demo.daily import add_monthly_log
from handbook.demo.intakes import Intake, add_application, add_batch, add_position
from handbook.demo.names import VIETNAMESE
from handbook.demo.people import Profile, add_cadre
from handbook.demo.postings import add_posting
from handbook.demo.texts import VIETNAMESE_TASKS

_ROTATIONS = (
    Intake(
        "S28",
        "Đợt tháng 9/2024",
        1,
        date(2024, 9, 1),
        date(2027, 8, 31),
        date(2024, 6, 15),
        "QĐ/TU",
        142,
    ),
    Intake(
        "S28",
        "Đợt tháng 3/2025",
        1,
        date(2025, 3, 1),
        date(2028, 2, 29),
        date(2024, 12, 20),
        "QĐ/TU",
        58,
    ),
    Intake(
        "S28",
        "Đợt tháng 7/2025",
        2,
        date(2025, 7, 1),
        date(2028, 6, 30),
        date(2025, 4, 25),
        "QĐ/TU",
        171,
    ),
)
_SECONDMENTS = (
    Intake(
        "S28B",
        "Đợt tháng 10/2025",
        1,
        date(2025, 10, 1),
        date(2026, 9, 30),
        date(2025, 8, 20),
        "QĐ-SNV",
        87,
    ),
    Intake(
        "S28B",
        "Đợt tháng 8/2026",
        1,
        date(2026, 8, 1),
        date(2027, 7, 31),
        date(2026, 6, 19),
        "QĐ-SNV",
        0,
    ),
)
_LEADER = Profile("civil_servant", "Phó Trưởng phòng", "vn_deputy_division", 35, 42, ("21", "14"))
_EXPERT = Profile("civil_servant", "Chuyên viên", "vn_none", 29, 36, ("21",))
_VICE_CHAIR = (
    "Phó Chủ tịch Ủy ban nhân dân",
    "Phụ trách kinh tế, nông nghiệp và chỉnh trang khu dân cư",
)
_HELPER = ("Công chức chuyên môn", "Phối hợp phụ trách hồ sơ đất đai và môi trường")
_EIGHT_YEARS_LEFT = "2033-06"
_ENOUGH_YEARS_LEFT = "2043-05"


def add_vietnam(book: Book) -> None:
    """Write four rotations, one too short and one too late in working life, and two secondments."""
    first, second, third = (add_batch(book, intake) for intake in _ROTATIONS)
    _rotate(book, first, 0, "vn_xa")
    _rotate(book, second, 1, "vn_phuong", end_planned=date(2027, 2, 28))
    _rotate(book, third, 2, "vn_xa", service_end=_EIGHT_YEARS_LEFT)
    _rotate(book, third, 3, "vn_phuong")
    now, coming = (add_batch(book, intake) for intake in _SECONDMENTS)
    _second(book, now, 4, "vn_phuong")
    _second(book, coming, 5, "vn_xa")
    for batch_id in (first, second, third, now):
        add_contacts(book, batch_id)


def _rotate(
    book: Book,
    batch_id: str,
    number: int,
    receiving: str,
    service_end: str = _ENOUGH_YEARS_LEFT,
    **facts: Value,
) -> None:
    cadre_id = add_cadre(
        book,
        book.id_of(("vn_home", "vn_farming")[number % 2]),
        _LEADER,
        f"vn {number}",
        name=VIETNAMESE[number],
        in_plan="yes",
        plan_title="Phó Chủ tịch Ủy ban nhân dân xã",
        plan_period="2025-2030",
        political_theory="advanced",
        service_end_ym=service_end,
        party_status="member",
        specialty="Quản lý nhà nước",
    )
    _post(book, batch_id, cadre_id, receiving, *_VICE_CHAIR, duty_mode="full_duty", **facts)


def _second(book: Book, batch_id: str, number: int, receiving: str) -> None:
    cadre_id = add_cadre(
        book,
        book.id_of("vn_farming"),
        _EXPERT,
        f"vn {number}",
        name=VIETNAMESE[number],
        rank_grade="vn_chuyen_vien",
        party_status="member",
        specialty="Quản lý đất đai",
    )
    _post(book, batch_id, cadre_id, receiving, *_HELPER)


def _post(
    book: Book,
    batch_id: str,
    cadre_id: str,
    receiving: str,
    title: str,
    duty: str,
    /,
    **facts: Value,
) -> None:
    unit_id = book.id_of(receiving)
    position_id = add_position(book, batch_id, unit_id, title, duty, demand_source="plan")
    begins = book.day(batch_id, "window_start")
    application_id = add_application(
        book,
        batch_id,
        cadre_id,
        route="organisation",
        position_id=position_id,
        **({} if begins <= AS_OF else {"decision": "pending"}),
    )
    posting_id = add_posting(
        book,
        batch_id,
        cadre_id,
        unit_id,
        title,
        duty,
        position_id=position_id,
        application_id=application_id,
        **facts,
    )
    if begins <= AS_OF:
        add_mentors(book, posting_id)
        home = book.text(posting_id, "home_unit_id")
        add_mentor(book, posting_id, "home_contact", "staff", home)
        add_assessments(book, posting_id)
        add_monthly_log(book, posting_id, VIETNAMESE_TASKS)
