"""Batches, their positions, and the applications for them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from handbook.demo.book import AS_OF, Book, Value
from handbook.demo.months import days
from handbook.demo.programmes import add_document


class Intake(NamedTuple):
    """One batch as the shapes describe it.

    Attributes:
        scheme: Key of the scheme (`S02`).
        title: Name of the batch.
        quota: Places.
        start: First day of the term.
        end: Last day of the term.
        deadline: Last day for nominations.
        issuer: Letters of the appointment document (`岚组干`).
        number: Number of the appointment document in its year.
    """

    scheme: str
    title: str
    quota: int
    start: date
    end: date
    deadline: date
    issuer: str
    number: int


def add_batch(book: Book, intake: Intake, **values: Value) -> str:
    """Write one batch with milestones in their order, and its appointment document.

    Args:
        book: Register to write to.
        intake: What is particular about it.
        **values: What is to stand instead of the usual.

    Returns:
        Its id; a batch that has begun has its document under the key `appointment B-001`.
    """
    has_begun = intake.start <= AS_OF
    is_over = intake.end < AS_OF
    decided = intake.start - days(24)
    usual: dict[str, Value] = {
        "programme_id": book.id_of(intake.scheme),
        "title": intake.title,
        "status": "closed" if is_over else "running" if has_begun else "nominating",
        "quota": intake.quota,
        "kickoff_on": intake.deadline - days(40),
        "nomination_deadline": intake.deadline,
        "decided_on": decided if has_begun else None,
        "announced_on": decided + days(3) if has_begun else None,
        "sendoff_on": intake.start - days(3) if has_begun else None,
        "report_by": intake.start + days(5),
        "window_start": intake.start,
        "window_end": intake.end,
    }
    batch_id = book.add("batches", **{**usual, **values})
    if has_begun:
        _add_appointment(book, intake, batch_id)
    return batch_id


def _add_appointment(book: Book, intake: Intake, batch_id: str) -> None:
    issued = intake.start - days(10)
    title = f"关于{intake.title}{intake.quota}名同志挂职任职的通知"
    number = f"{intake.issuer}〔{issued.year}〕{intake.number}号"
    if book.text(book.id_of(intake.scheme), "country") == "vn":
        title = f"Quyết định cử {intake.quota} cán bộ, {intake.title}"
        number = f"{intake.number}-{intake.issuer}"
    doc_id = add_document(book, intake.scheme, title, "decision", number, issued)
    book.name(f"appointment {batch_id}", doc_id)


def add_position(
    book: Book, batch_id: str, unit_id: str, title: str, duty: str, **values: Value
) -> str:
    """Write one position of a batch.

    Args:
        book: Register to write to.
        batch_id: Batch it is offered in.
        unit_id: Receiving unit.
        title: Title to be borne there.
        duty: What the person will do.
        **values: What is to stand instead of the usual.
    """
    usual: dict[str, Value] = {
        "batch_id": batch_id,
        "receiving_unit_id": unit_id,
        "title": title,
        "duty_area": duty,
        "duty_mode": "assist",
        "quota": 1,
        "demand_source": "unit_request",
        "outside_quota": True,
        "newly_created": False,
        "status": "filled",
    }
    return book.add("positions", **{**usual, **values})


def add_application(book: Book, batch_id: str, cadre_id: str, **values: Value) -> str:
    """Write one application; out of the box it went well and its person was selected.

    Args:
        book: Register to write to.
        batch_id: Batch applied for.
        cadre_id: Who applied.
        **values: What is to stand instead of the usual.
    """
    deadline = book.day(batch_id, "nomination_deadline")
    programme_id = book.text(batch_id, "programme_id")
    programme = book.record(programme_id)
    is_reviewed = "expert_review" in book.words(programme_id, "steps_required")
    usual: dict[str, Value] = {
        "batch_id": batch_id,
        "cadre_id": cadre_id,
        "unit_at_time_id": book.text(cadre_id, "home_unit_id"),
        "route": "unit",
        "submitted_on": deadline - days(book.dice.number(1, 20, "submitted", batch_id, cadre_id)),
        "form_copies_received": programme.get("form_copies"),
        "conditions_confirmed": "yes",
        "avoidance_declared": "none",
        "limit_checked": "clear",
        "eligibility": "pass",
        "expert_review": "pass" if is_reviewed else None,
        "decision": "selected",
        "decided_by": programme["decision_body"],
        "decided_on": book.record(batch_id).get("decided_on"),
    }
    return book.add("applications", **{**usual, **values})
