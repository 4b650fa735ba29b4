"""Rules about the end of a posting and what comes after."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import POSTING, PROGRAMME, workbook

_CODES = (
    "POL-R82", "POL-R83", "POL-R84", "POL-R85", "POL-R86", "POL-R87", "POL-R112", "POL-R113",
)  # fmt: skip
_PROGRAMME = dict(PROGRAMME) | {"rules_on": "；".join(_CODES), "reports_required": "final"}
_ENDED = POSTING | {
    "start_planned": "2025-05-01",
    "end_planned": "2026-04-30",
    "reported_on": "2025-05-01",
    "end_actual": "2026-04-20",
    "status": "completed",
}
_LESS = {"outcome": "other_post", "rank_at_sending": "section", "outcome_rank": "staff"}
_POSTINGS = [
    _ENDED | {"status": "ended_early", "outcome": ""},
    _ENDED | {"posting_id": "S-0002", "cadre_id": "C-00002", "outcome": "promoted"},
    _ENDED | {"posting_id": "S-0003", "cadre_id": "C-00003"} | _LESS,
    _ENDED | {"posting_id": "S-0004", "cadre_id": "C-00004", "outcome": "stayed_receiving",
              "status": "active"},
]  # fmt: skip
_MENTOR = {
    "mentor_id": "M-0001",
    "posting_id": "S-0002",
    "mentor_name": "景砚秋",
    "role": "leader_contact",
    "start_on": "2025-05-01",
}
_ABSENCE = {
    "absence_id": "L-0001",
    "posting_id": "S-0002",
    "kind": "lent",
    "start_on": "2026-03-02",
    "end_on": "2026-03-20",
}
_TALK = {
    "kind": "heart_talk",
    "held_on": "2026-03-01",
    "posting_ids": "S-0002",
    "follow_up": "解决住宿",
}
_FINAL = {"assessment_id": "X-0001", "posting_id": "S-0001", "kind": "final", "grade": "competent"}

_BOOK = workbook(
    cadres=[
        {"cadre_id": f"C-0000{number}", "name": name, "home_unit_id": "U-0001"}
        for number, name in enumerate(("顾清禾", "陆予安", "单秋实", "苏棠"), start=1)
    ],
    programmes=[_PROGRAMME],
    postings=_POSTINGS,
    mentors=[_MENTOR],
    absences=[_ABSENCE],
    engagements=[_TALK],
    assessments=[_FINAL],
    reports=[{"report_id": "R-0001", "posting_id": "S-0001", "type": "plan"}],
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(_CODES, _BOOK)
