"""Rules of the Vietnamese programmes: luân chuyển, biệt phái, tăng cường."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import POSTING, PROGRAMME, Row, workbook

ROTATION: Row = dict(PROGRAMME) | {
    "kind": "vn_luan_chuyen",
    "country": "vn",
    "rules_on": "全部",
    "term_max_months": "",
}
SECONDMENT: Row = ROTATION | {"kind": "vn_biet_phai"}
LEADER: Row = {
    "cadre_id": "C-00001",
    "name": "Trần Minh Lộc",
    "home_unit_id": "U-0001",
    "in_plan": "no",
    "service_end_ym": "2033-06",
}
POSITION: Row = {
    "position_id": "N-0001",
    "batch_id": "B-001",
    "receiving_unit_id": "U-0002",
    "title": "Phó Chủ tịch",
    "rank_required": "vn_deputy_division",
    "newly_created": "yes",
}
ROTATED: Row = POSTING | {
    "position_id": "N-0001",
    "rank_at_sending": "vn_division",
    "appointment_doc_number": "",
    "title": "Phó Chủ tịch",
}
HOST: Row = {
    "mentor_id": "M-0001",
    "posting_id": "S-0001",
    "role": "leader_contact",
    "mentor_name": "Lê Thanh Hà",
    "start_on": "2026-01-01",
}

_ROTATIONS = workbook(
    cadres=[LEADER],
    programmes=[ROTATION],
    postings=[ROTATED],
    positions=[POSITION],
    mentors=[HOST],
)
_SECONDMENTS = workbook(
    cadres=[LEADER], programmes=[SECONDMENT], postings=[POSTING | {"end_planned": "2029-01-08"}]
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    ("POL-R94", "POL-R95", "POL-R96", "POL-R99", "POL-R101", "POL-R114"), _ROTATIONS
) | {"POL-R97": _SECONDMENTS}
