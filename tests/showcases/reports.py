"""Rules about reports and who receives them."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import PROGRAMME, workbook

_PROGRAMME = {"rules_on": "R60；R61", "report_cycle_months": "3", "report_to": "home；org_dept",
              "reports_required": "half_year", "checked_from": "2025-01-01"}  # fmt: skip
_REPORTS = [
    {"report_id": "R-0001", "posting_id": "S-0001", "type": "quarterly", "period": "2026-Q1",
     "due_on": "2026-04-10", "submitted_on": "2026-04-09", "delivered_to": "home"},
    {"report_id": "R-0002", "posting_id": "S-0001", "type": "special", "period": "2026-06",
     "due_on": "2026-06-20"},
]  # fmt: skip
_BEGUN_IN_AUTUMN = {"start_planned": "2025-09-01", "reported_on": "2025-09-01"}

_BOOK = workbook(
    programmes=[dict(PROGRAMME) | _PROGRAMME],
    postings=[
        {
            "posting_id": "S-0001",
            "cadre_id": "C-00001",
            "batch_id": "B-001",
            "receiving_unit_id": "U-0002",
            "end_planned": "2026-08-31",
            "status": "active",
        }
        | _BEGUN_IN_AUTUMN
    ],
    reports=_REPORTS,
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(("POL-R59", "POL-R60", "POL-R61"), _BOOK)
