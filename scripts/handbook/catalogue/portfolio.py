"""Indicators over many postings: for the organisation department alone."""

from __future__ import annotations

from handbook.catalogue.model import INFO, TELL, WARNING, Entry
from handbook.findings import Party, Visibility

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "POL-R88",
        "one-way-exchange",
        (INFO,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/choosing-a-form#two-way",
        schemes=("S03", "S08"),
        reads=(
            "postings.status",
            "postings.direction",
            "postings.home_unit_id",
            "postings.receiving_unit_id",
            "postings.batch_id",
            "batches.programme_id",
        ),
        parameters=("two_way",),
        at_least=Visibility.ORG,
    ),
    Entry(
        "POL-R102",
        "home-posts-lost",
        (WARNING,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/nominating#who-to-send",
        schemes=("S27",),
        reads=(
            "postings.status",
            "postings.home_unit_id",
            "postings.end_actual",
            "postings.home_post_status",
            "postings.rank_at_sending",
            "postings.outcome_rank",
            "postings.batch_id",
            "batches.programme_id",
        ),
        parameters=("post_loss_alert",),
    ),
    Entry(
        "POL-R103",
        "uneven-placement",
        (INFO,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/posts-and-matching#spread",
        schemes=("S22",),
        reads=(
            "postings.status",
            "postings.receiving_unit_id",
            "postings.batch_id",
            "batches.programme_id",
            "batches.more_posts_than_places",
            "positions.batch_id",
            "positions.receiving_unit_id",
            "positions.status",
            "units.unit_name",
        ),
        at_least=Visibility.ORG,
    ),
    Entry(
        "POL-R115",
        "leaving-early",
        (INFO,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/graduates#retention",
        schemes=("S26",),
        reads=(
            "postings.status",
            "postings.start_planned",
            "postings.end_actual",
            "postings.outcome",
            "postings.batch_id",
            "batches.programme_id",
        ),
        parameters=("kind",),
        at_least=Visibility.ORG,
    ),
)
