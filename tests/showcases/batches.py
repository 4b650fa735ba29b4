"""Rules about programmes, batches and positions."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import BATCH, POSTING, PROGRAMME, UNITS, workbook

_PROGRAMME = PROGRAMME | {
    "rules_on": "全部；R41",
    "intakes_per_year": "1",
    "min_nominations_per_unit": "1",
    "form_copies": "3",
    "basis_doc_ids": "D-001",
}
_BATCH = BATCH | {
    "status": "running",
    "kickoff_on": "2025-08-01",
    "nomination_deadline": "2025-07-08",
    "report_by": "2025-09-05",
    "window_start": "2026-01-01",
    "window_end": "2026-12-31",
    "quota": "",
}
_POSITION = {
    "batch_id": "B-001",
    "receiving_unit_id": "U-0002",
    "title": "乡镇长助理",
    "quota": "1",
    "status": "open",
}
_DOCUMENT = {"doc_id": "D-001", "title": "选派方案", "repealed_on": "2026-01-01"}
_APPLICATION = {
    "application_id": "A-0001",
    "batch_id": "B-001",
    "cadre_id": "C-00001",
    "unit_at_time_id": "U-0001",
    "submitted_on": "2025-07-09",
    "form_copies_received": "2",
}

_BOOK = workbook(
    units=[UNITS[0], UNITS[1] | {"leadership_slots_full": "yes"}, UNITS[2]],
    programmes=[_PROGRAMME],
    batches=[_BATCH, _BATCH | {"batch_id": "B-002", "title": "第二批"}],
    postings=[POSTING],
    positions=[_POSITION | {"position_id": "N-0001"}, _POSITION | {"position_id": "N-0002"}],
    applications=[_APPLICATION],
    documents=[
        _DOCUMENT,
        {
            "doc_id": "D-002",
            "title": "原方案",
            "replaced_by_id": "D-001",
            "issued_on": "2020-01-01",
            "effective_on": "2020-02-01",
        },
    ],
    allocations=[
        {"allocation_id": "Q-0001", "batch_id": "B-001", "unit_id": "U-0002", "must_nominate": "是"}
    ],
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    (
        "POL-R12",
        "POL-R13",
        "POL-R14",
        "POL-R15",
        "POL-R16",
        "POL-R17",
        "POL-R18",
        "POL-R57",
        "POL-R105",
        "POL-R106",
    ),
    _BOOK,
)
