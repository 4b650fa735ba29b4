"""Rules of the Vietnamese programmes: luân chuyển, biệt phái, tăng cường."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, TELL, WARNING, Entry
from handbook.findings import Party

_POSTING = ("postings.batch_id", "postings.status", "batches.programme_id")
_TERM = (
    *_POSTING,
    "postings.start_planned",
    "postings.end_planned",
    "postings.extension_to",
    "postings.end_actual",
)

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "POL-R94",
        "rotation-too-short",
        (ERROR, WARNING),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/vietnam#rotation-term",
        reads=(
            *_TERM,
            "postings.removal_doc_number",
            "postings.outcome_doc_number",
            "postings.outcome_doc_id",
        ),
        parameters=("kind",),
    ),
    Entry(
        "POL-R95",
        "too-few-working-years-left",
        (ERROR, WARNING),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/vietnam#service-left",
        reads=(
            *_POSTING,
            "postings.cadre_id",
            "postings.start_planned",
            "cadres.service_end_ym",
        ),
        parameters=("kind", "min_service_left_months", "checked_from"),
    ),
    Entry(
        "POL-R96",
        "rotated-outside-the-plan",
        (ERROR,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/vietnam#in-plan",
        schemes=("S28",),
        reads=(*_POSTING, "postings.cadre_id", "postings.start_planned", "cadres.in_plan"),
        parameters=("kind", "checked_from"),
    ),
    Entry(
        "POL-R97",
        "biet-phai-too-long",
        (ERROR,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/vietnam#secondment-term",
        reads=_TERM,
        parameters=("kind",),
    ),
    Entry(
        "POL-R99",
        "title-created-for-a-rotation",
        (WARNING,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/vietnam#no-new-title",
        reads=(
            "positions.batch_id",
            "positions.newly_created",
            "positions.title",
            "positions.status",
            "batches.programme_id",
        ),
        parameters=("kind",),
    ),
    Entry(
        "POL-R101",
        "nobody-answers-for-the-person",
        (WARNING,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/vietnam#both-sides",
        schemes=("S28",),
        reads=(
            *_POSTING,
            "postings.start_planned",
            "mentors.posting_id",
            "mentors.role",
            "mentors.start_on",
            "mentors.end_on",
        ),
        parameters=("kind", "mentor_min"),
    ),
    Entry(
        "POL-R114",
        "rotated-to-a-lower-post",
        (WARNING,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/vietnam#equivalent-post",
        reads=(
            *_POSTING,
            "postings.position_id",
            "postings.rank_at_sending",
            "postings.doc_id",
            "postings.appointment_doc_number",
            "positions.rank_required",
        ),
        parameters=("kind",),
    ),
)
