"""Rules about the register itself: codes, doubles, counts, units in use."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import BATCH, POSTING, PROGRAMME, UNITS, workbook

_UNITS = [
    UNITS[0] | {"uscc": "11980101T0000001XX", "region_code": "990102"},
    UNITS[1] | {"status": "merged", "merged_into_id": "U-0003", "valid_to": "2026-05-31"},
    UNITS[2],
]
_CADRE = {"name": "顾清禾", "home_unit_id": "U-0001", "birth_ym": "1992-05", "education_code": "20"}
_BATCH = BATCH | {
    "quota": "20",
    "status": "running",
    "declared_applicants": "3",
    "more_posts_than_places": "否",
    "window_start": "2026-01-01",
}
_POSITION = {
    "position_id": "N-0001",
    "batch_id": "B-001",
    "receiving_unit_id": "U-0002",
    "title": "乡镇长助理",
    "quota": "1",
    "status": "withdrawn",
}

_BOOK = workbook(
    units=_UNITS,
    cadres=[_CADRE | {"cadre_id": "C-00001"}, _CADRE | {"cadre_id": "C-00002"}],
    programmes=[PROGRAMME | {"rules_on": "全部", "edu_min": "bachelor"}],
    batches=[_BATCH],
    postings=[POSTING | {"position_id": "N-0001"}],
    positions=[_POSITION, _POSITION | {"position_id": "N-0002", "status": "open"}],
    applications=[
        {
            "application_id": "A-0001",
            "batch_id": "B-001",
            "cadre_id": "C-00001",
            "decision": "pending",
        }
    ],
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    ("POL-R05", "POL-R06", "POL-R07", "POL-R08", "POL-R09", "POL-R10", "POL-R11", "POL-R56"), _BOOK
)
