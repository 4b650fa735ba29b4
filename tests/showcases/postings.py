"""Rules about the posting itself and about mentors."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import CADRES, POSTING, PROGRAMME, workbook

MENTOR = {
    "mentor_id": "M-0001",
    "posting_id": "S-0001",
    "role": "leader_contact",
    "mentor_name": "景砚秋",
    "level": "party_gov_leader",
    "start_on": "2026-03-01",
    "end_on": "2026-04-01",
}
POSTINGS = [
    POSTING | {"receiving_unit_id": "U-0001"},
    POSTING | {"posting_id": "S-0002", "end_planned": "2027-06-30"},
    POSTING | {"posting_id": "S-0003", "cadre_id": "C-00002", "end_planned": "2026-03-31",
               "extension_to": "2026-05-01"},
]  # fmt: skip

_BOOK = workbook(
    cadres=CADRES,
    programmes=[dict(PROGRAMME) | {"mentor_min": "1", "mentor_level": "party_gov_leader"}],
    postings=POSTINGS,
    mentors=[MENTOR],
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    ("POL-R33", "POL-R34", "POL-R36", "POL-R40", "POL-R44"), _BOOK
)
