"""The worked examples of docs/zh/guidance/mentors.md, as the register tells them.

Those of #how-many-example are in tests/test_guidance.py.
"""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

YEAR: Row = POSTING | {
    "start_planned": "2025-09-01",
    "reported_on": "2025-09-01",
    "end_planned": "2026-08-31",
}
MENTOR: Row = {
    "mentor_id": "M-0001",
    "posting_id": "S-0001",
    "role": "leader_contact",
    "mentor_name": "邵闻笛",
    "unit_id": "U-0002",
    "start_on": "2025-09-01",
    "end_on": "2026-08-31",
}


# docs/zh/guidance/mentors.md#who-example
@pytest.mark.parametrize(
    ("mentor", "expected"),
    [
        pytest.param({"start_on": "2025-08-02"}, [], id="named 30 days before"),
        pytest.param({"start_on": "2025-08-01"}, [("early", "warning")], id="named 31 days before"),
        pytest.param({"end_on": "2026-09-07"}, [], id="seven days after"),
        pytest.param({"end_on": "2026-09-08"}, [("late", "warning")], id="eight days after"),
        pytest.param(
            {"role": "instructor", "unit_id": "U-0001"}, [("", "warning")], id="from the home unit"
        ),
        pytest.param({"role": "home_contact", "unit_id": "U-0001"}, [], id="as contact at home"),
        pytest.param({"role": "dept_liaison", "unit_id": "U-0001"}, [], id="liaison officer"),
        pytest.param({"unit_id": ""}, [], id="no unit given"),
    ],
)
def test_who_may_be_a_mentor(mentor: dict[str, str], expected: list):
    found = rule_says(
        "POL-R45", programmes=asking("R45"), postings=[YEAR], mentors=[MENTOR | mentor]
    )
    assert found == expected


# docs/zh/guidance/mentors.md#load
@pytest.mark.parametrize(
    ("names", "limit", "expected"),
    [
        pytest.param(["景砚秋"] * 5, "", [], id="five people"),
        pytest.param(["景砚秋"] * 6, "", [("", "info")], id="six people"),
        pytest.param(
            ["景砚秋"] * 5 + ["景砚秋（镇长）"], "", [("spellings", "info")], id="two spellings"
        ),
        pytest.param(["景砚秋"] * 3, "2", [("", "info")], id="more than the programme allows"),
    ],
)
def test_how_many_one_person_guides(names: list[str], limit: str, expected: list):
    postings = [YEAR | {"posting_id": f"S-{place:04}"} for place in range(1, len(names) + 1)]
    mentors = [
        MENTOR | {"mentor_id": f"M-{place:04}", "posting_id": f"S-{place:04}", "mentor_name": name}
        for place, name in enumerate(names, 1)
    ]
    programmes = asking("R46", mentor_load_max=limit)
    found = rule_says("POL-R46", programmes=programmes, postings=postings, mentors=mentors)
    assert found == expected
