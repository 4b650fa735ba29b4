"""Rules about nomination and selection."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import BATCH, POSTING, PROGRAMME, Row, workbook

CADRE: Row = {
    "cadre_id": "C-00001",
    "name": "顾清禾",
    "home_unit_id": "U-0001",
    "rank_level": "section",
    "education_code": "31",
    "specialty": "会计",
    "base_experience": "yes",
    "birth_ym": "1979-05",
    "party_status": "none",
    "in_plan": "no",
}
OTHER: Row = CADRE | {"cadre_id": "C-00002", "name": "陆予安"}
ASKING: Row = dict(PROGRAMME) | {
    "rules_on": "全部",
    "age_max": "45",
    "age_basis": "nomination_deadline",
    "edu_min": "bachelor",
    "edu_strict": "yes",
    "require_no_base_exp": "yes",
    "require_in_plan": "yes",
    "steps_required": "exam",
    "decision_body": "standing_committee",
    "title_by_rank": "yes",
}
BATCHES: tuple[Row, ...] = tuple(
    dict(BATCH) | {
        "batch_id": number,
        "title": number,
        "quota": "1",
        "nomination_deadline": "2025-07-08",
        "decided_on": "2025-07-25",
        "report_by": "2025-09-05",
        "window_start": "2025-09-01",
        "window_end": "2026-08-31",
    }
    for number in ("B-001", "B-002")
)  # fmt: skip
POSITION: Row = {
    "position_id": "N-0001",
    "batch_id": "B-001",
    "receiving_unit_id": "U-0002",
    "title": "党委委员、副镇长",
    "quota": "1",
    "specialty_required": "城乡规划",
    "party_member_only": "yes",
}
APPLICATION: Row = {
    "application_id": "A-0001",
    "batch_id": "B-001",
    "cadre_id": "C-00001",
    "route": "unit",
    "position_id": "N-0001",
    "inspection": "fail",
    "decision": "selected",
    "decided_by": "org_department",
    "decided_on": "2025-07-25",
}
APPLICATIONS: tuple[Row, ...] = (
    APPLICATION,
    APPLICATION | {"application_id": "A-0002", "cadre_id": "C-00002"},
    APPLICATION | {"application_id": "A-0003", "batch_id": "B-002", "position_id": ""},
)
POSTINGS: tuple[Row, ...] = (
    POSTING | {"batch_id": "B-002", "cadre_id": "C-00002", "title": "党委委员、副镇长"},
)

_BOOK = workbook(
    cadres=[CADRE, OTHER],
    programmes=[ASKING],
    batches=BATCHES,
    postings=POSTINGS,
    positions=[POSITION],
    applications=APPLICATIONS,
)
_BIET_PHAI = workbook(
    cadres=[CADRE, OTHER],
    programmes=[ASKING | {"kind": "vn_biet_phai"}],
    batches=BATCHES,
    applications=APPLICATIONS,
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    (
        *(f"POL-R{number}" for number in range(19, 33)),
        "POL-R58",
        "POL-R107",
    ),
    _BOOK,
) | {"POL-R98": _BIET_PHAI}
