"""Rules about the posting itself: its units, its term, its end."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, INFO, TELL, WARNING, Entry
from handbook.findings import Party

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "POL-R33",
        "sent-to-own-unit",
        (ERROR,),
        TELL,
        Party.ORG_DEPT,
        schemes=("S08",),
        policy="guidance/what-a-secondment-is#two-units",
        reads=(
            "postings.batch_id",
            "postings.home_unit_id",
            "postings.receiving_unit_id",
            "postings.status",
            "units.unit_name",
        ),
    ),
    Entry(
        "POL-R34",
        "overlapping-postings",
        (ERROR,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/term-and-extension#one-at-a-time",
        reads=(
            "postings.batch_id",
            "postings.cadre_id",
            "postings.start_planned",
            "postings.end_planned",
            "postings.extension_to",
            "postings.end_actual",
            "postings.status",
        ),
    ),
    Entry(
        "POL-R36",
        "term-too-long",
        (ERROR,),
        TELL,
        Party.ORG_DEPT,
        schemes=("S01",),
        policy="guidance/term-and-extension#maximum",
        reads=(
            "postings.batch_id",
            "postings.start_planned",
            "postings.end_planned",
            "postings.end_actual",
            "postings.extension_to",
            "postings.extension_doc_id",
            "postings.extension_doc_number",
            "postings.term_basis",
            "postings.appointed_on",
            "postings.reported_on",
            "postings.status",
            "batches.programme_id",
            "programmes.name",
        ),
        parameters=("term_max_months",),
    ),
    Entry(
        "POL-R40",
        "active-past-its-end",
        (INFO, WARNING, ERROR),
        TELL,
        Party.ORG_DEPT,
        schemes=("S02",),
        due="end",
        policy="guidance/end-and-return#when-the-term-ends",
        reads=(
            "postings.batch_id",
            "postings.end_planned",
            "postings.extension_to",
            "postings.end_actual",
            "postings.status",
            "postings.outcome",
        ),
    ),
)
