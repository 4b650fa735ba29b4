"""Rules about being there: leave, loans, site days, the work log."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import POSTING, workbook
from small_workbooks import PROGRAMME as PLAIN

PROGRAMME = dict(PLAIN) | {
    "rules_on": "R65;R66;R67;R68;R69;R70;R71;R72;R74;R110;R111",
    "site_days_min_year": "100",
    "leave_receiving_max_days": "3",
    "leave_org_max_days": "7",
    "absence_share_max": "5",
    "log_min_per_month": "1",
    "observation_min": "10",
    "reports_required": "plan;study_note",
    "household_min": "40",
}
_UNITS = [
    {"unit_id": "U-0001", "unit_name": "主校区", "unit_type": "campus", "is_lead_campus": "是"},
    {"unit_id": "U-0002", "unit_name": "渡口校区", "unit_type": "campus"},
]
_POSTINGS = [
    POSTING
    | {"start_planned": "2026-02-09", "reported_on": "2026-02-09", "end_planned": "2026-08-08"},
    POSTING
    | {
        "posting_id": "S-0002",
        "cadre_id": "C-00002",
        "batch_id": "B-002",
        "start_planned": "2025-09-01",
        "reported_on": "2025-09-01",
        "end_planned": "2025-12-31",
        "end_actual": "2026-01-09",
        "status": "completed",
        "outcome": "same_post",
    },
]
_BATCHES = [
    {"batch_id": "B-001", "programme_id": "P-01", "title": "第二批"},
    {"batch_id": "B-002", "programme_id": "P-01", "title": "第一批"},
]
_LEAVE = {
    "absence_id": "L-0001",
    "posting_id": "S-0001",
    "kind": "leave",
    "start_on": "2026-03-02",
    "end_on": "2026-03-20",
    "days": "19",
    "approved_by": "receiving",
    "approved_on": "2026-02-28",
    "returned_on": "",
}
_LOG = [
    {"log_id": "W-0001", "posting_id": "S-0001", "log_on": "2026-03-03", "entry_type": "site_day",
     "site_days": "1", "verified": "yes", "quantity": ""},
    {"log_id": "W-0002", "posting_id": "S-0001", "log_on": "2026-01-03", "entry_type": "task"},
    {"log_id": "W-0003", "posting_id": "S-0002", "log_on": "2025-10-03",
     "entry_type": "lesson_observed", "quantity": "9"},
]  # fmt: skip
_REPORT = {
    "report_id": "R-0001",
    "posting_id": "S-0002",
    "type": "plan",
    "period": "2025-H2",
    "submitted_on": "2025-09-20",
}

_BOOK = workbook(
    units=_UNITS,
    programmes=[PROGRAMME],
    batches=_BATCHES,
    postings=_POSTINGS,
    absences=[_LEAVE],
    work_log=_LOG,
    reports=[_REPORT],
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    ("POL-R65", "POL-R66", "POL-R67", "POL-R68", "POL-R69", "POL-R70", "POL-R71", "POL-R72",
     "POL-R74", "POL-R110", "POL-R111"),
    _BOOK,
)  # fmt: skip
