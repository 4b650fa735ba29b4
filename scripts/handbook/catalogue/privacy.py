"""Rules about personal data that must not stand in the register."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, TELL, WARNING, Entry
from handbook.findings import Party

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "POL-R89",
        "identity-number",
        (ERROR,),
        TELL,
        None,
        policy="guidance/personal-data#identity-numbers",
        each_cell=True,
    ),
    Entry(
        "POL-R90",
        "confidential-column-shared",
        (ERROR,),
        TELL,
        None,
        policy="guidance/personal-data#who-sees",
        covers=("HDR208",),
    ),
    Entry(
        "POL-R91",
        "private-text",
        (WARNING,),
        TELL,
        None,
        policy="guidance/personal-data#private-texts",
        each_cell=True,
    ),
    Entry(
        "POL-R92",
        "real-name-in-samples",
        (ERROR,),
        TELL,
        Party.MAINTAINER,
        policy="guidance/personal-data#made-up-people",
        page_only=True,
    ),
    Entry(
        "POL-R93",
        "kept-too-long",
        (WARNING,),
        TELL,
        Party.ORG_DEPT,
        policy="guidance/personal-data#retention",
        reads=(
            "cadres.base_experience",
            "cadres.birth_ym",
            "cadres.born_after",
            "cadres.party_status",
            "cadres.political_theory",
            "cadres.in_plan",
            "cadres.plan_title",
            "cadres.plan_period",
            "cadres.service_end_ym",
            "cadres.remark",
            "postings.cadre_id",
            "postings.status",
            "postings.end_actual",
            "postings.outcome_on",
        ),
    ),
)
