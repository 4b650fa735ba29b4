"""Rules about personal data that must not stand in the register."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import CADRES, POSTING, PROGRAMME, workbook

_BOOK = workbook(
    cadres=[
        CADRES[0] | {"birth_ym": "1992-05", "remark": "证件号440524188001010014"},
        CADRES[1] | {"remark": "电话 13800000000"},
    ],
    programmes=[PROGRAMME | {"rules_on": "全部"}],
    postings=[
        POSTING
        | {
            "start_planned": "2022-01-01",
            "reported_on": "2022-01-01",
            "appointed_on": "2021-12-20",
            "end_planned": "2022-12-31",
            "end_actual": "2022-12-31",
            "status": "completed",
            "outcome_on": "2023-01-10",
        }
    ],
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(("POL-R89", "POL-R91", "POL-R93"), _BOOK)
