"""The worked examples of docs/zh/guidance/talks-and-visits.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

YEAR: Row = POSTING | {
    "start_planned": "2025-09-01",
    "reported_on": "2025-09-01",
    "end_planned": "2026-08-31",
}
TALK: Row = {
    "engagement_id": "G-0001",
    "kind": "heart_talk",
    "held_on": "2026-01-15",
    "posting_ids": "S-0001",
}
BEFORE: Row = TALK | {"kind": "pre_talk", "held_on": "2025-08-28"}


# docs/zh/guidance/talks-and-visits.md#talks-example
@pytest.mark.parametrize(
    ("as_of", "talk", "expected"),
    [
        pytest.param("2025-12-16", BEFORE, [], id="fifteen days after the first cycle"),
        pytest.param("2025-12-17", BEFORE, [("never", "warning")], id="sixteen days after"),
        pytest.param("2026-04-30", TALK, [], id="fifteen days after the second cycle"),
        pytest.param("2026-05-01", TALK, [("", "warning")], id="sixteen days after it"),
        pytest.param(
            "2026-05-01",
            TALK | {"held_on": "2026-04-14", "posting_ids": "", "batch_id": "B-001"},
            [],
            id="with all of the batch",
        ),
        pytest.param(
            "2026-05-01",
            TALK | {"kind": "phone_check", "held_on": "2026-04-14"},
            [("never", "warning")],
            id="call is no talk",
        ),
    ],
)
def test_talks_in_cycles(as_of: str, talk: Row, expected: list):
    programmes = asking("R63", talk_cycle_months="3")
    found = rule_says("POL-R63", as_of, programmes=programmes, postings=[YEAR], engagements=[talk])
    assert found == expected


CALL: Row = {**TALK, "kind": "phone_check", "held_on": "2025-12-10", "by_unit_id": "U-0001"}


# docs/zh/guidance/talks-and-visits.md#home-unit
@pytest.mark.parametrize(
    ("as_of", "contact", "expected"),
    [
        pytest.param("2025-12-01", BEFORE, [], id="last day of the cycle"),
        pytest.param("2025-12-02", BEFORE, [("", "info")], id="next day"),
        pytest.param("2026-03-10", CALL, [], id="three months after a call"),
        pytest.param("2026-03-11", CALL, [("", "info")], id="the day after that"),
    ],
)
def test_home_unit_keeps_in_touch(as_of: str, contact: Row, expected: list):
    programmes = asking("R73", talk_cycle_months="3")
    found = rule_says(
        "POL-R73", as_of, programmes=programmes, postings=[YEAR], engagements=[contact]
    )
    assert found == expected


# docs/zh/guidance/talks-and-visits.md#follow-up
@pytest.mark.parametrize(
    ("as_of", "done", "expected"),
    [
        pytest.param("2026-05-31", "", [], id="on the day"),
        pytest.param("2026-06-01", "", [("", "warning")], id="the day after"),
        pytest.param("2026-06-01", "2026-05-28", [], id="settled"),
    ],
)
def test_what_was_to_be_settled(as_of: str, done: str, expected: list):
    talk = TALK | {
        "follow_up": "协调周转房一间", "follow_up_due": "2026-05-31", "follow_up_done_on": done,
    }  # fmt: skip
    found = rule_says(
        "POL-R109", as_of, programmes=asking("R109"), postings=[YEAR], engagements=[talk]
    )
    assert found == expected


# docs/zh/guidance/talks-and-visits.md#groups
@pytest.mark.parametrize(
    ("as_of", "roles", "expected"),
    [
        pytest.param("2025-12-16", ["组长", "组员", "组员"], [], id="fifteen days after"),
        pytest.param(
            "2025-12-17", ["组长", "组员", "组员"], [("idle", "info")], id="sixteen days after"
        ),
        pytest.param("2025-10-01", ["副组长", "组员"], [("", "info")], id="deputy does not lead"),
        pytest.param("2025-12-17", ["组员"], [], id="one alone is no group"),
    ],
)
def test_groups(as_of: str, roles: list[str], expected: list):
    postings = [
        YEAR | {"posting_id": f"S-{place:04}", "group_no": "第一组", "group_role": role}
        for place, role in enumerate(roles, 1)
    ]
    found = rule_says(
        "POL-R104", as_of, programmes=asking("R104"), postings=postings, engagements=[BEFORE]
    )
    assert found == expected
