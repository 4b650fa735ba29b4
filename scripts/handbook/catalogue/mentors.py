"""Rules about mentors."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, TELL, Entry
from handbook.findings import Party

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "POL-R44",
        "too-few-mentors",
        (ERROR,),
        TELL,
        Party.RECEIVING,
        policy="guidance/mentors#how-many",
        reads=(
            "postings.batch_id",
            "postings.start_planned",
            "postings.end_planned",
            "postings.extension_to",
            "postings.end_actual",
            "postings.status",
            "batches.programme_id",
            "mentors.posting_id",
            "mentors.role",
            "mentors.level",
            "mentors.start_on",
            "mentors.end_on",
        ),
        parameters=("mentor_min", "mentor_level", "checked_from"),
    ),
)
