"""Rules about reports."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, TELL, WARNING, Entry
from handbook.findings import Party

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "POL-R59",
        "report-overdue",
        (
            WARNING,
            ERROR,
        ),
        TELL,
        None,
        policy="guidance/three-party-reports#deadlines",
        schemes=("S07",),
        due="due",
        reads=(
            "reports.posting_id",
            "reports.type",
            "reports.due_on",
            "reports.submitted_on",
            "postings.status",
            "postings.end_actual",
            "postings.batch_id",
            "batches.programme_id",
        ),
        parameters=("checked_from",),
    ),
    Entry(
        "POL-R60",
        "too-few-reports",
        (WARNING,),
        TELL,
        Party.CADRE,
        policy="guidance/three-party-reports#how-many",
        schemes=("S07",),
        reads=(
            "reports.posting_id",
            "reports.type",
            "reports.due_on",
            "reports.submitted_on",
            "postings.start_planned",
            "postings.reported_on",
            "postings.end_planned",
            "postings.extension_to",
            "postings.end_actual",
            "postings.status",
            "postings.batch_id",
            "batches.programme_id",
        ),
        parameters=(
            "report_cycle_months",
            "reports_required",
            "checked_from",
        ),
    ),
    Entry(
        "POL-R61",
        "report-not-delivered",
        (WARNING,),
        TELL,
        None,
        policy="guidance/three-party-reports#whom",
        schemes=("S02",),
        due="submitted",
        reads=(
            "reports.posting_id",
            "reports.type",
            "reports.submitted_on",
            "reports.delivered_to",
            "postings.status",
            "postings.end_actual",
            "postings.batch_id",
            "batches.programme_id",
        ),
        parameters=(
            "report_to",
            "checked_from",
        ),
    ),
)
