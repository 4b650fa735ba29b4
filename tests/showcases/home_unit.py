"""Rules about what the home unit owes: the post kept, no work given, no move."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from small_workbooks import POSTING, workbook
from small_workbooks import PROGRAMME as PLAIN

PROGRAMME = dict(PLAIN) | {
    "rules_on": "R48;R49;R50;R51;R52;R73",
    "home_work_ban": "是",
    "home_use_max_days": "5",
    "lock_months": "12",
    "talk_cycle_months": "3",
}
_ABSENCE = {
    "absence_id": "L-0001",
    "posting_id": "S-0001",
    "kind": "home_use",
    "start_on": "2026-03-02",
    "end_on": "2026-03-13",
    "days": "12",
    "returned_on": "2026-03-14",
    "receiving_opinion": "pending",
    "approved_by": "receiving",
    "approved_on": "2026-03-01",
}
_LENT = _ABSENCE | {
    "absence_id": "L-0002",
    "kind": "lent",
    "start_on": "2026-04-01",
    "end_on": "2026-05-31",
    "days": "61",
    "returned_on": "2026-06-01",
}
_POSTINGS = [
    POSTING | {"home_post_status": "retained", "end_planned": "2026-07-31"},
    POSTING
    | {
        "posting_id": "S-0002",
        "cadre_id": "C-00002",
        "home_post_status": "replaced",
        "home_post_change_consulted": "no",
        "extension_to": "2027-01-31",
        "extension_doc_number": "栖组〔2026〕3号",
    },
]
_ENGAGEMENT = {
    "engagement_id": "G-0001",
    "kind": "home_visit",
    "held_on": "2026-02-02",
    "batch_id": "B-001",
    "posting_ids": "S-0001",
    "by_unit_id": "U-0001",
}

_BOOK = workbook(
    programmes=[PROGRAMME],
    postings=_POSTINGS,
    absences=[_ABSENCE, _LENT],
    engagements=[_ENGAGEMENT],
)

SHOWCASES: Mapping[str, Workbook] = dict.fromkeys(
    ("POL-R48", "POL-R49", "POL-R50", "POL-R51", "POL-R52", "POL-R73"), _BOOK
)
