"""Rules about talks, visits, opinions and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import CADRES, POSTING, PROGRAMME, workbook

_PROGRAMME = {"rules_on": "R62；R63；R64；R104；R109",
              "opinion_cycle_months": "3", "talk_cycle_months": "2",
              "checked_from": "2025-01-01"}  # fmt: skip
_GROUP = {"group_no": "第一组", "group_role": "member"}
_ENGAGEMENTS = [
    {"engagement_id": "G-0001", "kind": "opinion", "held_on": "2026-02-02", "batch_id": "B-001",
     "with_party": "receiving", "follow_up_due": "2026-03-01"},
    {"engagement_id": "G-0002", "kind": "heart_talk", "held_on": "2026-02-03",
     "posting_ids": "S-0001"},
    {"engagement_id": "G-0003", "kind": "group_activity", "held_on": "2026-02-04",
     "posting_ids": "S-0001；S-0002"},
]  # fmt: skip

_BOOK = workbook(
    cadres=CADRES,
    programmes=[dict(PROGRAMME) | _PROGRAMME],
    postings=[
        dict(POSTING) | _GROUP,
        dict(POSTING) | _GROUP | {"posting_id": "S-0002", "cadre_id": "C-00002"},
    ],
    engagements=_ENGAGEMENTS,
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    ("POL-R62", "POL-R63", "POL-R64", "POL-R104", "POL-R109"), _BOOK
)
