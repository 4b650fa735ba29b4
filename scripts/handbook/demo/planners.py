"""Planning instructors for base towns: age limit 45, names in by 8 July, in post by 31 July."""

from __future__ import annotations

from datetime import date

from handbook.demo.book import Book
from handbook.demo.contacts import add_contacts
from handbook.demo.daily import accompany
from handbook.demo.intakes import Intake, add_application, add_batch, add_position
from handbook.demo.people import DEPUTY, SECTION_HEAD, add_cadre
from handbook.demo.postings import add_posting
from handbook.demo.units import ORGANS, TOWNS

_NOW = Intake(
    "S06", "2025年第一批", 22, date(2025, 7, 31), date(2026, 7, 31), date(2025, 7, 8), "岚建组", 6
)
_NEXT = Intake(
    "S06", "2026年第二批", 16, date(2026, 7, 31), date(2027, 7, 30), date(2026, 7, 8), "岚建组", 0
)
_FROM_SELECTION = 16
_NEWCOMERS = (
    ("1981-02", SECTION_HEAD),
    ("1983-11", SECTION_HEAD),
    ("1984-06", SECTION_HEAD),
    ("1980-01", SECTION_HEAD),
    ("1979-05", SECTION_HEAD),  # 46 at the deadline: over the limit
    ("1979-07", DEPUTY),  # turns 46 in the month of the deadline: the day decides
)
_DUTY = "协管村镇规划建设、危房改造和清洁工程"


def add_planners(book: Book) -> None:
    """Write 22 instructors in 16 base towns, and the next batch asking for names."""
    batch_id = add_batch(
        book,
        _NOW,
        decided_on=date(2025, 7, 18),
        announced_on=date(2025, 7, 20),
        report_by=date(2025, 7, 31),
        kickoff_on=date(2025, 5, 20),
    )
    for number, cadre_id in enumerate(_instructors(book)):
        _send(book, batch_id, cadre_id, TOWNS[number % len(TOWNS)])
    add_contacts(book, batch_id)
    add_batch(book, _NEXT, kickoff_on=date(2026, 5, 20), report_by=date(2026, 7, 31))


def _instructors(book: Book) -> list[str]:
    """Take deputies who applied to the towns and were not chosen, and add six others."""
    chosen = {each["cadre_id"] for each in book.sheets["postings"]}
    deputies = [
        str(each["cadre_id"])
        for each in book.where("cadres", rank_level="deputy_section")
        if each["cadre_id"] not in chosen
    ]
    newcomers = [
        add_cadre(
            book,
            book.id_of(ORGANS[number * 2]),
            profile,
            f"planner {number}",
            birth_ym=born,
            specialty="城乡规划",
            party_status="none" if number == 0 else "member",
        )
        for number, (born, profile) in enumerate(_NEWCOMERS)
    ]
    return deputies[:_FROM_SELECTION] + newcomers


def _send(book: Book, batch_id: str, cadre_id: str, town: str) -> None:
    is_member = book.text(cadre_id, "party_status") == "member"
    is_head = book.text(cadre_id, "rank_level") == "section"
    deputy = "副镇长" if town.endswith("镇") else "副乡长"
    title = f"党委委员、{deputy}" if is_head and is_member else deputy
    position_id = add_position(
        book,
        batch_id,
        book.id_of(town),
        title,
        _DUTY,
        rank_required=book.text(cadre_id, "rank_level"),
        party_member_only=is_head and is_member,
        demand_source="plan",
    )
    application_id = add_application(book, batch_id, cadre_id, position_id=position_id)
    posting_id = add_posting(
        book,
        batch_id,
        cadre_id,
        book.id_of(town),
        title,
        _DUTY,
        position_id=position_id,
        application_id=application_id,
        reported_on=_NOW.start,
    )
    accompany(book, posting_id)
