"""Rules about what the home unit owes: the post kept, no work given, no move."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, INFO, TELL, WARNING, Entry
from handbook.findings import Party

_SPAN = (
    "postings.batch_id",
    "postings.start_planned",
    "postings.reported_on",
    "postings.end_planned",
    "postings.extension_to",
    "postings.end_actual",
    "postings.status",
    "batches.programme_id",
)
_ABSENCE = (
    "absences.posting_id",
    "absences.kind",
    "absences.start_on",
    "absences.end_on",
    "absences.days",
    "absences.returned_on",
)

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "POL-R48",
        "home-use-not-approved",
        (ERROR,),
        TELL,
        Party.HOME,
        policy="guidance/home-unit-use#asking",
        schemes=("S02",),
        due="start",
        reads=(
            *_SPAN,
            *_ABSENCE,
            "absences.receiving_opinion",
            "absences.approved_by",
            "absences.approved_on",
        ),
        parameters=("home_work_ban", "checked_from"),
    ),
    Entry(
        "POL-R49",
        "too-much-home-use",
        (WARNING, INFO),
        TELL,
        Party.HOME,
        policy="guidance/home-unit-use#limit",
        schemes=("S02",),
        reads=(*_SPAN, *_ABSENCE),
        parameters=("home_use_max_days", "country", "checked_from"),
    ),
    Entry(
        "POL-R50",
        "home-post-lost",
        (ERROR,),
        TELL,
        Party.HOME,
        policy="guidance/home-post#when-it-changes",
        schemes=("S27",),
        reads=(
            *_SPAN,
            "postings.home_post_status",
            "postings.home_post_change_consulted",
            "postings.outcome",
            "postings.outcome_post",
        ),
        parameters=("checked_from",),
    ),
    Entry(
        "POL-R51",
        "home-post-not-checked",
        (WARNING,),
        TELL,
        Party.HOME,
        policy="guidance/home-post#checking",
        schemes=("S27",),
        due="end",
        reads=(*_SPAN, "postings.home_post_status", "postings.home_post_checked_on"),
        parameters=("checked_from",),
    ),
    Entry(
        "POL-R52",
        "moved-in-lock-period",
        (ERROR,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/home-unit-use#lock-period",
        schemes=("S26",),
        reads=(*_SPAN, *_ABSENCE, "postings.outcome"),
        parameters=("lock_months", "checked_from"),
    ),
    Entry(
        "POL-R73",
        "no-contact-from-home-unit",
        (INFO,),
        TELL,
        Party.HOME,
        policy="guidance/talks-and-visits#home-unit",
        schemes=("S14",),
        reads=(
            *_SPAN,
            "postings.home_unit_id",
            "engagements.kind",
            "engagements.held_on",
            "engagements.batch_id",
            "engagements.posting_ids",
            "engagements.by_unit_id",
        ),
        parameters=("talk_cycle_months", "checked_from"),
    ),
)
