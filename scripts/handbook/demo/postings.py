"""Postings with all the papers that belong to them."""

from __future__ import annotations

from datetime import date

from handbook.demo.book import AS_OF, Book, Value
from handbook.demo.months import days, working_day

_PARTY_MEMBERS = ("member", "probationary")
_LAST_CHECK_DAYS = 60  # before the end the home post is looked at once more
_RECHECK_DAYS = 25


def add_posting(
    book: Book,
    batch_id: str,
    cadre_id: str,
    unit_id: str,
    title: str,
    duty: str,
    /,
    **values: Value,
) -> str:
    """Write one posting as its dates demand: planned, running or ended.

    Args:
        book: Register to write to.
        batch_id: Batch it belongs to; gives the term and the appointment document.
        cadre_id: Who goes.
        unit_id: Where to.
        title: Title borne there.
        duty: What the person does there.
        **values: What is to stand instead of the usual.

    Returns:
        The id.
    """
    start = _day(values.get("start_planned"), book.day(batch_id, "window_start"))
    end = _day(values.get("end_planned"), book.day(batch_id, "window_end"))
    last = _day(values.get("end_actual") or values.get("extension_to"), end)
    facts: dict[str, Value] = {
        "cadre_id": cadre_id,
        "batch_id": batch_id,
        "receiving_unit_id": unit_id,
        "title": title,
        "duty_area": duty,
        "start_planned": start,
        "end_planned": end,
        "home_unit_id": book.text(cadre_id, "home_unit_id"),
        "home_post_at_sending": book.text(cadre_id, "home_post"),
        "rank_at_sending": book.text(cadre_id, "rank_level"),
        "direction": "down",
        "cross_region": False,
        "duty_mode": "assist",
        "status": "planned",
        **_relations(book, batch_id, cadre_id, start),
    }
    if start <= AS_OF:
        facts |= _begun(book, batch_id, cadre_id, start) | {"status": "active"}
        checked = min(last - days(_RECHECK_DAYS), AS_OF - days(_RECHECK_DAYS))
        last_checks = last - days(min(_LAST_CHECK_DAYS, ((last - start).days + 1) // 4))
        if last_checks <= AS_OF:
            checked = max(checked, last_checks)
        facts["home_post_checked_on"] = working_day(max(checked, start))
    if last < AS_OF:
        facts |= _ended(book, batch_id, cadre_id, last)
    return book.add("postings", **{**facts, **values})


def _day(value: Value, default: date) -> date:
    return value if isinstance(value, date) else default


def _relations(book: Book, batch_id: str, cadre_id: str, start: date) -> dict[str, Value]:
    programme = book.record(book.text(batch_id, "programme_id"))
    is_member = book.text(cadre_id, "party_status") in _PARTY_MEMBERS
    by_rule = {"required": "transferred", "temporary": "temporary"}
    party = by_rule.get(str(programme["party_transfer"]), "not_transferred") if is_member else "na"
    is_moved = party in by_rule.values() and start <= AS_OF
    return {
        "party_relation": party if is_moved or not is_member else "not_transferred",
        "party_transfer_on": working_day(start + days(12)) if is_moved else None,
        "salary_relation": "home" if programme["salary_home"] else "receiving",
        "personnel_relation": "home" if programme["personnel_home"] else "moved",
    }


def _begun(book: Book, batch_id: str, cadre_id: str, start: date) -> dict[str, Value]:
    doc_id = book.id_of(f"appointment {batch_id}")
    return {
        "appointment_doc_number": book.text(doc_id, "doc_number"),
        "appointed_on": book.day(doc_id, "issued_on"),
        "term_basis": "fixed",
        "reported_on": start + days(book.dice.number(0, 2, "reported", cadre_id, batch_id)),
        "duty_doc_on": start + days(6),
        "doc_id": doc_id,
        "home_post_status": "retained",
        "info_pack_on": start - days(8),
        "housing": "arranged",
    }


def _ended(book: Book, batch_id: str, cadre_id: str, last: date) -> dict[str, Value]:
    programme = book.record(book.text(batch_id, "programme_id"))
    letters = book.text(book.id_of(f"appointment {batch_id}"), "doc_number").split("〔")[0]
    settled = working_day(last + days(14))
    number = f"{letters}〔{settled.year}〕{100 + book.number(batch_id, 'quota')}号"
    return {
        "status": "completed",
        "end_actual": last,
        "removal_doc_number": number,
        "removed_on": last,
        "returned_on": last + days(1),
        "outcome": "same_post",
        "outcome_unit_id": book.text(cadre_id, "home_unit_id"),
        "outcome_post": book.text(cadre_id, "home_post"),
        "outcome_rank": book.text(cadre_id, "rank_level"),
        "outcome_on": settled,
        "outcome_doc_number": number,
        "archived_on": working_day(last + days(45)) if programme["archive_required"] else None,
    }
