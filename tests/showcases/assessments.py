"""Rules about assessments."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import CADRES, POSTING, PROGRAMME, workbook

_PROGRAMME = {"rules_on": "R75；R76；R77；R78；R79；R80；R81",
              "assess_cycle_months": "3", "assessor": "org_dept",
              "archive_required": "yes", "excellent_share_max": "20",
              "checked_from": "2025-01-01"}  # fmt: skip
_ENDED = {"start_planned": "2025-03-01", "reported_on": "2025-03-01", "end_planned": "2026-02-28",
          "end_actual": "2026-02-28", "status": "completed", "outcome": "same_post"}  # fmt: skip
_ASSESSMENTS = [
    {"assessment_id": "X-0001", "posting_id": "S-0002", "kind": "final", "done_on": "2026-03-05",
     "assessor": "receiving", "grade": "excellent"},
    {"assessment_id": "X-0002", "posting_id": "S-0002", "kind": "final", "done_on": "2026-03-05",
     "assessor": "org_dept", "grade": "excellent"},
    {"assessment_id": "X-0003", "posting_id": "S-0003", "kind": "half_year",
     "due_on": "2025-08-31"},
]  # fmt: skip

_BOOK = workbook(
    cadres=CADRES,
    programmes=[dict(PROGRAMME) | _PROGRAMME],
    postings=[
        dict(POSTING),
        dict(POSTING) | _ENDED | {"posting_id": "S-0002", "cadre_id": "C-00002"},
        dict(POSTING) | _ENDED | {"posting_id": "S-0003"},
    ],
    assessments=_ASSESSMENTS,
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    ("POL-R75", "POL-R76", "POL-R77", "POL-R78", "POL-R79", "POL-R80", "POL-R81"), _BOOK
)
