"""A small register with places, mentors, applications and outcomes, and its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from environments import environment_of
from handbook.pages import entries, open_book
from handbook.publishable import AUDIENCES, Publishable, make_publishable, unit_audience
from handbook.rendering.fragments import render_entry
from section_texts import section_texts
from small_workbooks import BATCH, POSTING, PROGRAMME, Row, check, workbook

UNITS: tuple[Row, ...] = (
    {"unit_id": "U-0001", "unit_name": "栖川市发展规划局", "level": "prefecture"},
    {
        "unit_id": "U-0002", "unit_name": "杏坞镇", "short_names": "杏坞", "level": "township",
        "contact_post": "党建办主任", "region_code": "990301",
    },
    {
        "unit_id": "U-0003", "unit_name": "梨坪渡社区", "level": "grassroots",
        "admin_parent_id": "U-0002", "region_code": "990401",
    },
    {
        "unit_id": "U-0004", "unit_name": "东片中心校", "cluster_code": "东片",
        "is_lead_campus": "yes",
    },
    {"unit_id": "U-0005", "unit_name": "东片二小", "cluster_code": "东片"},
)  # fmt: skip
CADRES: tuple[Row, ...] = tuple(
    {"cadre_id": f"C-{number:05d}", "name": name, "home_unit_id": "U-0001", "birth_ym": born}
    for number, (name, born) in enumerate(
        (("顾清禾", "1992-05"), ("陆予安", "1985-01"), ("苏棠", "1990-11")), start=1
    )
)
PROGRAMMES: tuple[Row, ...] = (
    PROGRAMME | {"mentor_min": "1", "mentor_load_max": "1", "rules_on": "R11 R102"},
)
BATCHES: tuple[Row, ...] = (
    BATCH
    | {
        "status": "running", "quota": "4", "nomination_deadline": "2025-11-20",
        "report_by": "2026-01-05", "window_start": "2026-01-01", "window_end": "2026-08-31",
        "declared_units": "1", "declared_applicants": "9", "declared_selected": "3",
    },
)  # fmt: skip
POSTINGS: tuple[Row, ...] = (
    POSTING | {"position_id": "N-0001", "end_planned": "2026-08-31"},
    POSTING
    | {
        "posting_id": "S-0002", "cadre_id": "C-00002", "position_id": "N-0001",
        "end_planned": "2026-08-31",
    },
    POSTING
    | {
        "posting_id": "S-0003", "cadre_id": "C-00003", "receiving_unit_id": "U-0003",
        "start_planned": "2025-01-01", "end_planned": "2025-06-30", "reported_on": "2025-01-01",
        "appointed_on": "2024-12-20", "end_actual": "2025-06-30", "status": "completed",
        "removed_on": "2025-06-30", "removal_doc_number": "栖组干〔2025〕9号",
        "home_post_status": "replaced", "outcome": "other_post", "outcome_on": "2025-07-05",
        "outcome_doc_number": "栖组干〔2025〕10号", "rank_at_sending": "section",
        "outcome_rank": "deputy_section",
    },
)  # fmt: skip
OTHERS: Mapping[str, Sequence[Row]] = {
    "positions": (
        {"position_id": "N-0001", "batch_id": "B-001", "receiving_unit_id": "U-0002",
         "title": "镇长助理", "quota": "2"},
        {"position_id": "N-0002", "batch_id": "B-001", "receiving_unit_id": "U-0003",
         "title": "主任助理", "quota": "1"},
        {"position_id": "N-0003", "batch_id": "B-001", "receiving_unit_id": "U-0003",
         "title": "书记助理", "quota": "5", "status": "withdrawn"},
    ),
    "allocations": (
        {"allocation_id": "Q-0001", "batch_id": "B-001", "unit_id": "U-0001", "quota": "3",
         "must_nominate": "yes"},
    ),
    "applications": tuple(
        {"application_id": f"A-{number:05d}", "batch_id": "B-001", "cadre_id": f"C-{number:05d}",
         "unit_at_time_id": "U-0001", "eligibility": "pass", "decision": decision}
        for number, decision in ((1, "selected"), (2, "selected"), (3, "not_selected"))
    ),
    "mentors": tuple(
        {"mentor_id": f"M-{number:04d}", "posting_id": f"S-{number:04d}",
         "role": "leader_contact", "mentor_name": name, "unit_id": "U-0002",
         "level": "party_gov_leader", "start_on": "2026-01-01"}
        for number, name in ((1, "庄以宁"), (2, "庄以宁（书记）"))
    ),
    "reports": (
        {"report_id": "R-00001", "posting_id": "S-0001", "type": "quarterly", "period": "2026-Q1",
         "due_on": "2026-04-10", "submitted_on": "2026-04-09"},
        {"report_id": "R-00002", "posting_id": "S-0002", "type": "quarterly", "period": "2026-Q1",
         "due_on": "2026-04-10", "submitted_on": "2026-04-20"},
        {"report_id": "R-00003", "posting_id": "S-0001", "type": "quarterly", "period": "2026-Q2",
         "due_on": "2026-06-10"},
    ),
}  # fmt: skip


@cache
def seen_by(audience: str) -> Publishable:
    """Give the register as an audience may see it.

    Args:
        audience: public, internal, org, or unit: and the id of a unit.
    """
    book = workbook(
        units=UNITS, cadres=CADRES, programmes=PROGRAMMES, batches=BATCHES, postings=POSTINGS,
        **OTHERS,
    )  # fmt: skip
    unit = audience.removeprefix("unit:")
    whom = AUDIENCES.get(audience) or unit_audience(unit)
    return make_publishable(check(book), whom)


def sections_of(address: str, audience: str, language: str = "zh") -> dict[str, list[str]]:
    """Give the lines of every section of one page.

    Args:
        address: From the root of the site, such as `units/U-0001.html`.
        audience: As in `seen_by`.
        language: zh, vi or en.
    """
    publishable = seen_by(audience)
    book = open_book(publishable, language)
    environment = environment_of(language, publishable.audience.visibility)
    [entry] = [each for each in entries(book) if each.name == address.removesuffix(".html")]
    [page] = [
        each for each in render_entry(entry, book, environment).fragments if each.address == address
    ]
    return section_texts(page.html)
