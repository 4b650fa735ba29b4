"""The worked examples of docs/zh/guidance/nominating.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import BATCH, POSTING, UNITS

WARNED = [("", "warning")]
JULY = BATCH | {"nomination_deadline": "2026-07-08"}


def application(number: int, **more: str) -> dict[str, str]:
    return {
        "application_id": f"A-{number:05d}",
        "batch_id": "B-001",
        "cadre_id": f"C-{number:05d}",
        "unit_at_time_id": "U-0001",
        **more,
    }


def people(count: int) -> list[dict[str, str]]:
    return [
        {"cadre_id": f"C-{number:05d}", "name": f"干部{number}", "home_unit_id": "U-0001"}
        for number in range(1, count + 1)
    ]


def ended(number: int, state: str, end: str = "2026-05-31", **more: str) -> dict[str, str]:
    return {
        **POSTING,
        "posting_id": f"S-000{number}",
        "cadre_id": f"C-0000{number}",
        "start_planned": "2025-06-01",
        "reported_on": "2025-06-01",
        "end_planned": "2026-05-31",
        "end_actual": end,
        "status": "已结束" if end else "在挂",
        "home_post_status": state,
        **more,
    }


# docs/zh/guidance/nominating.md#who-to-send
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (ended(1, "已另行配备人员"), ended(2, "保留"), []),
        (ended(1, "已另行配备人员"), ended(2, "已另行配备人员"), WARNED),
        (
            ended(1, "已撤并"),
            ended(2, "保留", rank_at_sending="正科", outcome_rank="副科"),
            WARNED,
        ),
        (ended(1, "由他人代管"), ended(2, "本人已提任"), []),
        (ended(1, "已另行配备人员"), ended(2, "已另行配备人员", end=""), []),
    ],
    ids=["one kept", "both filled", "one abolished, one lower", "nothing lost", "one still away"],
)
def test_unit_whose_people_lose_their_posts(first: dict, second: dict, expected: list):
    found = rule_says("POL-R102", programmes=asking("R102"), postings=[first, second])
    assert found == expected


# docs/zh/guidance/nominating.md#must-nominate-example
@pytest.mark.parametrize(
    ("sent", "as_of", "expected"),
    [
        pytest.param([], "2026-07-08", [], id="last day"),
        pytest.param([], "2026-07-09", WARNED, id="day after"),
        pytest.param([application(1)], "2026-07-09", [], id="one sent"),
        pytest.param([application(1, decision="已退出")], "2026-07-09", [], id="one withdrawn"),
    ],
)
def test_unit_that_must_nominate(sent: list[dict[str, str]], as_of: str, expected: list):
    sheets = {
        "batches": [JULY],
        "allocations": [{
            "allocation_id": "Q-0001", "batch_id": "B-001", "unit_id": "U-0001",
            "must_nominate": "是",
        }],
        "applications": [*sent, application(2, unit_at_time_id="U-0003")],
        "postings": [],
    }  # fmt: skip
    programmes = asking("R15", min_nominations_per_unit="1")
    assert rule_says("POL-R15", as_of, programmes=programmes, **sheets) == expected


# docs/zh/guidance/nominating.md#deadline
@pytest.mark.parametrize(
    ("code", "sent", "expected"),
    [
        ("POL-R16", {"submitted_on": "2026-07-08"}, []),
        ("POL-R16", {"submitted_on": "2026-07-09"}, [("", "error")]),
        ("POL-R16", {"submitted_on": "2026-07-09", "decision": "已退出"}, []),
        ("POL-R17", {"form_copies_received": "2"}, [("", "info")]),
        ("POL-R17", {"form_copies_received": "3"}, []),
        ("POL-R17", {"form_copies_received": ""}, []),
    ],
)
def test_deadline_and_copies(code: str, sent: dict[str, str], expected: list):
    sheets = {"batches": [JULY], "applications": [application(1, **sent)], "postings": []}
    programmes = asking("R16；R17", form_copies="3")
    assert rule_says(code, "2026-07-31", programmes=programmes, **sheets) == expected


# docs/zh/guidance/nominating.md#within-quota
@pytest.mark.parametrize(
    ("selected", "reserve", "expected"), [(20, 3, []), (21, 0, [("", "error")])]
)
def test_quota_of_a_batch(selected: int, reserve: int, expected: list):
    decisions = ["入选"] * selected + ["候补"] * reserve
    applications = [application(n, decision=each) for n, each in enumerate(decisions, start=1)]
    sheets = {"cadres": people(len(decisions)), "applications": applications, "postings": []}
    assert rule_says("POL-R24", batches=[BATCH | {"quota": "20"}], **sheets) == expected


# docs/zh/guidance/nominating.md#one-batch
@pytest.mark.parametrize(
    ("second_from", "first_decision", "expected"),
    [
        ("2026-03-01", "入选", [("", "error")]),
        ("2026-08-31", "入选", [("", "error")]),
        ("2026-09-01", "入选", []),
        ("2026-03-01", "已退出", []),
        ("", "入选", []),
    ],
)
def test_selected_twice(second_from: str, first_decision: str, expected: list):
    first = BATCH | {"window_start": "2025-09-01", "window_end": "2026-08-31"}
    second = BATCH | {
        "batch_id": "B-002", "title": "第二批", "window_start": second_from,
        "window_end": "2027-08-31",
    }  # fmt: skip
    applications = [
        application(1, decision=first_decision),
        application(2, batch_id="B-002", cadre_id="C-00001", decision="入选"),
    ]
    sheets = {"batches": [first, second], "applications": applications, "postings": []}
    assert rule_says("POL-R30", programmes=asking("R30"), **sheets) == expected


# docs/zh/guidance/nominating.md#announced-numbers
@pytest.mark.parametrize(
    ("announced", "is_entered", "expected"),
    [
        pytest.param((2, 4, 2), True, [], id="as entered"),
        pytest.param((2, 5, 2), True, WARNED, id="one applicant more"),
        pytest.param((3, 4, 2), True, [("units", "warning")], id="one unit more"),
        pytest.param((2, 4, 2), False, [], id="nothing entered"),
    ],
)
def test_announced_numbers(announced: tuple[int, int, int], is_entered: bool, expected: list):
    names = ("declared_units", "declared_applicants", "declared_selected")
    batch = BATCH | dict(zip(names, map(str, announced), strict=True))
    rows = [
        application(1, decision="入选"),
        application(2, decision="入选"),
        application(3, decision="未入选", unit_at_time_id="U-0003"),
        application(4, decision="已退出", unit_at_time_id="U-0003"),
    ]
    elsewhere = [application(5, batch_id="B-002")]
    other = BATCH | {"batch_id": "B-002", "title": "第二批"}
    sheets = {
        "units": UNITS, "cadres": people(5), "postings": [],
        "applications": rows if is_entered else elsewhere,
    }  # fmt: skip
    found = rule_says("POL-R10", programmes=asking("R10"), batches=[batch, other], **sheets)
    assert found == expected
