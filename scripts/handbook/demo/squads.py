"""Office staff sent to base squads: 14 offices, 17 nominations, 8 places an intake."""

from __future__ import annotations

from datetime import date

from handbook.demo.book import Book, Value
from handbook.demo.contacts import add_contacts
from handbook.demo.daily import accompany
from handbook.demo.intakes import Intake, add_application, add_batch, add_position
from handbook.demo.people import Profile, add_cadre
from handbook.demo.postings import add_posting
from handbook.demo.programmes import add_document
from handbook.demo.texts import SQUAD_TASKS
from handbook.demo.units import OFFICES, SQUADS

_LETTERS = "禾城管组"
_INTAKES = (
    Intake(
        "S01",
        "2025年第二期",
        8,
        date(2025, 12, 1),
        date(2026, 5, 31),
        date(2025, 10, 20),
        _LETTERS,
        15,
    ),
    Intake(
        "S01",
        "2026年第一期",
        8,
        date(2026, 6, 1),
        date(2026, 11, 30),
        date(2026, 4, 20),
        _LETTERS,
        6,
    ),
    Intake(
        "S01",
        "2026年第二期",
        8,
        date(2026, 12, 1),
        date(2027, 5, 31),
        date(2026, 10, 20),
        _LETTERS,
        0,
    ),
)
_OFFICE_CLERK = Profile("civil_servant", "一级科员", "staff", 25, 34, ("21", "31", "21"))
_FIRST_NOMINEES = [f"{office} 0" for office in OFFICES] + [f"{office} 1" for office in OFFICES[:3]]
_SECOND_NOMINEES = [f"{office} 1" for office in OFFICES[:11]] + [
    f"{office} 0" for office in OFFICES[8:]
]
_SECOND_SELECTED = [f"{office} 0" for office in OFFICES[8:]] + [
    f"{office} 1" for office in OFFICES[3:5]
]
_EXTENDED = "环卫科 0"
_EXTENDED_TO = date(2026, 7, 31)


def add_squads(book: Book) -> None:
    """Write two intakes with their people, one extension, and a third intake asking for names."""
    for key in dict.fromkeys((*_FIRST_NOMINEES, *_SECOND_NOMINEES)):
        office = book.id_of(key.split()[0])
        add_cadre(book, office, _OFFICE_CLERK, key, base_experience="no")
    _add_intake(book, _INTAKES[0], _FIRST_NOMINEES, _FIRST_NOMINEES[:8])
    _add_intake(book, _INTAKES[1], _SECOND_NOMINEES, _SECOND_SELECTED)
    _add_allocations(book, add_batch(book, _INTAKES[2], status="planned"))


def _add_intake(book: Book, intake: Intake, nominees: list[str], selected: list[str]) -> None:
    batch_id = add_batch(book, intake)
    _add_allocations(book, batch_id)
    positions = [
        add_position(
            book,
            batch_id,
            book.id_of(squad),
            "中队长助理",
            "协管市容巡查和案卷整理",
            quota=quota,
            demand_source="plan",
        )
        for squad, quota in zip(SQUADS, (3, 3, 2), strict=True)
    ]
    for key in nominees:
        if key in selected:
            _select(book, batch_id, key, positions[selected.index(key) % len(positions)])
        else:
            add_application(book, batch_id, book.id_of(f"cadre {key}"), decision="not_selected")
    add_contacts(book, batch_id)


def _add_allocations(book: Book, batch_id: str) -> None:
    for office in OFFICES:
        book.add(
            "allocations",
            batch_id=batch_id,
            unit_id=book.id_of(office),
            quota=1,
            must_nominate=True,
        )


def _select(book: Book, batch_id: str, key: str, position_id: str) -> None:
    cadre_id = book.id_of(f"cadre {key}")
    application_id = add_application(book, batch_id, cadre_id, position_id=position_id)
    posting_id = add_posting(
        book,
        batch_id,
        cadre_id,
        book.text(position_id, "receiving_unit_id"),
        book.text(position_id, "title"),
        book.text(position_id, "duty_area"),
        position_id=position_id,
        application_id=application_id,
        **_extension(book, key),
    )
    book.name(f"posting {key}", posting_id)
    accompany(book, posting_id, SQUAD_TASKS)


def _extension(book: Book, key: str) -> dict[str, Value]:
    if key != _EXTENDED:
        return {}
    number = "禾城管组〔2026〕9号"
    doc_id = add_document(
        book, "S01", "关于1名同志延长锻炼时间的批复", "decision", number, date(2026, 5, 22)
    )
    return {
        "extension_to": _EXTENDED_TO,
        "extension_doc_id": doc_id,
        "extension_doc_number": number,
        "status": "extended",
    }
