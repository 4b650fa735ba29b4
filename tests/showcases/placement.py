"""Rules about how somebody is placed, and about who the mentors are."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import CADRES, POSTING, PROGRAMME, UNITS, workbook

_CODES = (
    "POL-R35", "POL-R37", "POL-R38", "POL-R39", "POL-R41", "POL-R42", "POL-R43", "POL-R47",
    "POL-R53", "POL-R54", "POL-R55", "POL-R100", "POL-R108", "POL-R45", "POL-R46",
)  # fmt: skip
_PROGRAMME = dict(PROGRAMME) | {
    "rules_on": "；".join(_CODES),
    "owner_unit_id": "U-0001",
    "term_min_months": "15",
    "term_max_months": "24",
    "extension_max_months": "1",
    "party_transfer": "required",
    "salary_home": "yes",
    "personnel_home": "yes",
    "pre_talk": "yes",
    "pre_training": "yes",
    "mentor_load_max": "1",
}
_BATCH = {
    "batch_id": "B-001",
    "programme_id": "P-01",
    "title": "第一批",
    "report_by": "2026-01-01",
    "window_start": "2026-02-01",
    "window_end": "2026-12-31",
}
_ALONE = {
    "party_relation": "not_transferred",
    "cross_region": "yes",
    "salary_relation": "receiving",
    "personnel_relation": "moved",
    "duty_mode": "observe",
    "reported_on": "2026-01-20",
    "appointment_doc_number": "",
}
_EXTENDED = {
    "posting_id": "S-0002",
    "cadre_id": "C-00002",
    "status": "extended",
    "extension_to": "2027-02-28",
}
_MENTOR = {
    "mentor_id": "M-0001",
    "posting_id": "S-0001",
    "role": "leader_contact",
    "mentor_name": "景砚秋",
    "unit_id": "U-0004",
    "start_on": "2026-01-01",
    "end_on": "",
}

_BOOK = workbook(
    units=[*UNITS, {"unit_id": "U-0004", "unit_name": "雪栎县民政局"}],
    cadres=[dict(each) | {"party_status": "member"} for each in CADRES],
    programmes=[_PROGRAMME],
    batches=[_BATCH],
    postings=[POSTING | _ALONE, POSTING | _EXTENDED],
    engagements=[{"kind": "heart_talk", "held_on": "2026-03-01", "batch_id": "B-001"}],
    mentors=[_MENTOR, _MENTOR | {"mentor_id": "M-0002", "posting_id": "S-0002"}],
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(_CODES, _BOOK)
