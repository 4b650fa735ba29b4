"""Science and technology commissioners: 10 in model villages and 60 others, 100 days on site."""

from __future__ import annotations

from datetime import date

from handbook.demo.accompany import add_assessments, add_mentors, add_reports
from handbook.demo.book import AS_OF, Book
from handbook.demo.contacts import add_contact, add_contacts
from handbook.demo.daily import add_log
from handbook.demo.intakes import Intake, add_application, add_batch, add_position
from handbook.demo.months import days, months_between, working_day
from handbook.demo.people import TECHNICIAN, add_cadre
from handbook.demo.postings import add_posting
from handbook.demo.programmes import add_document
from handbook.demo.texts import FIELD_DAYS
from handbook.demo.units import TOWNS

_INTAKE = Intake(
    "S07", "2025年度", 70, date(2025, 1, 1), date(2025, 12, 31), date(2024, 11, 30), "岚科组", 2
)
_IN_VILLAGES = 10
_TOWNS_FOR_OTHERS, _QUOTA_PER_TOWN = 15, 4
_HOMES = (
    "农业农村局",
    "林业局",
    "水务局",
    "科学技术局",
    "university",
    "市场监督管理局",
    "文化和旅游局",
)
_DUTIES = (
    "协管粮食种植技术",
    "协管果茶栽培技术",
    "协管水产养殖技术",
    "协管设施蔬菜技术",
    "协管畜禽防疫技术",
)
_TOO_FEW_DAYS = {12: 68, 24: 75, 36: 83, 48: 90, 60: 96}
_LATE_IN_AUTUMN = (15, 33, 51)
_HOUSEHOLDS = 40
_AGENCIES = 10


def add_technicians(book: Book) -> None:
    """Write 70 commissioners with a year of reports, site days and linked households."""
    batch_id = add_batch(book, _INTAKE, sendoff_on=date(2024, 12, 27), report_by=date(2025, 1, 6))
    add_document(
        book, "S07", "科技服务协议（范本）", "agreement", "岚科发〔2024〕27号", date(2024, 11, 18)
    )
    villages = [_village_position(book, batch_id, town) for town in TOWNS[:_IN_VILLAGES]]
    others = [_town_position(book, batch_id, town) for town in TOWNS[:_TOWNS_FOR_OTHERS]]
    for number in range(_INTAKE.quota):
        is_in_village = number < _IN_VILLAGES
        position_id = villages[number] if is_in_village else others[number % len(others)]
        _send(book, batch_id, position_id, number)
    add_contacts(book, batch_id)
    add_contact(
        book,
        batch_id,
        "forum",
        date(2025, 3, 12),
        "科技特派员工作领导小组会议，组长、副组长和10个成员单位参加",
        participants=2 + _AGENCIES,
        with_party="all",
    )


def _village_position(book: Book, batch_id: str, town: str) -> str:
    return add_position(
        book,
        batch_id,
        book.id_of(town),
        "示范村包扶书记",
        "包扶一个示范村，联系四十户农户",
        duty_mode="full_duty",
        demand_source="village_firm_survey",
    )


def _town_position(book: Book, batch_id: str, town: str) -> str:
    duty = book.dice.pick(_DUTIES, "duty", town)
    return add_position(
        book,
        batch_id,
        book.id_of(town),
        "科技特派员",
        duty,
        quota=_QUOTA_PER_TOWN,
        demand_source="village_firm_survey",
    )


def _send(book: Book, batch_id: str, position_id: str, number: int) -> None:
    home = book.id_of(_HOMES[number % len(_HOMES)])
    cadre_id = add_cadre(book, home, TECHNICIAN, f"technician {number}")
    application_id = add_application(
        book,
        batch_id,
        cadre_id,
        route=("self", "expert", "organisation")[number % 3],
        position_id=position_id,
    )
    posting_id = add_posting(
        book,
        batch_id,
        cadre_id,
        book.text(position_id, "receiving_unit_id"),
        book.text(position_id, "title"),
        book.text(position_id, "duty_area"),
        direction="village" if number < _IN_VILLAGES else "down",
        duty_mode=book.text(position_id, "duty_mode"),
        position_id=position_id,
        application_id=application_id,
        reported_on=date(2025, 1, 2) + days(number % 3 // 2),
    )
    add_mentors(book, posting_id)
    add_reports(book, posting_id)
    add_assessments(book, posting_id)
    _add_site_days(book, posting_id, number)
    if number in _LATE_IN_AUTUMN:
        _hand_in_late(book, posting_id)


def _add_site_days(book: Book, posting_id: str, number: int) -> None:
    total = _TOO_FEW_DAYS.get(number, 100 + book.dice.number(0, 18, "site days", number))
    months = list(months_between(_INTAKE.start, _INTAKE.end))
    for position, (_, last) in enumerate(months):
        share = total // len(months) + (position < total % len(months))
        what = FIELD_DAYS[(number + position) % len(FIELD_DAYS)]
        add_log(book, posting_id, working_day(last), "site_day", what, site_days=share)
    add_log(
        book,
        posting_id,
        date(2025, 4, 18),
        "household_link",
        "签订联系服务卡，建立农户需求清单",
        quantity=_HOUSEHOLDS,
        unit_of_measure="户",
        contribution_role="lead",
    )


def _hand_in_late(book: Book, posting_id: str) -> None:
    report = next(book.where("reports", posting_id=posting_id, period="2025-Q3"))
    due = book.day(str(report["report_id"]), "due_on")
    report["submitted_on"] = report["delivered_on"] = min(due + days(13), AS_OF)
