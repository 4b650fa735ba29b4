"""Indicators over many postings: patterns of units, balance, retention."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import POSTING, PROGRAMME, UNITS, workbook

_PROGRAMME = {"rules_on": "R88；R102；R103；R115", "kind": "graduate_base", "two_way": "yes",
              "post_loss_alert": "2"}  # fmt: skip
_ENDED = {"start_planned": "2025-03-01", "reported_on": "2025-03-01", "end_planned": "2026-02-28",
          "end_actual": "2026-02-28", "status": "completed", "outcome": "left_service",
          "home_post_status": "replaced", "rank_at_sending": "section",
          "outcome_rank": "section"}  # fmt: skip
_NUMBERS = range(1, 11)

_BOOK = workbook(
    units=[*UNITS, *({"unit_id": f"U-001{each}", "unit_name": f"{each}号村"} for each in range(5))],
    cadres=[{"cadre_id": f"C-0001{each}", "name": "顾清禾", "home_unit_id": "U-0001"}
            for each in range(10)],
    programmes=[dict(PROGRAMME) | _PROGRAMME],
    postings=[
        dict(POSTING) | _ENDED
        | {"posting_id": f"S-00{each:02}", "cadre_id": f"C-0001{each - 1}",
           "receiving_unit_id": "U-0002" if each < 7 else f"U-001{each - 7}"}
        for each in _NUMBERS
    ],
    positions=[{"position_id": "N-0001", "batch_id": "B-001", "receiving_unit_id": "U-0003",
                "title": "主任助理", "quota": "1", "status": "open"}],
)  # fmt: skip

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    ("POL-R88", "POL-R102", "POL-R103", "POL-R115"), _BOOK
)
