"""The worked examples of docs/vi/guidance/vietnam.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import CADRES, POSTING, Row

ROTATED: Row = POSTING | {
    "start_planned": "2025-07-01",
    "reported_on": "2025-07-01",
    "end_planned": "2028-06-30",
}
LEADER: Row = {"cadre_id": "C-00001", "name": "Trần Minh Lộc", "home_unit_id": "U-0001"}


def programme(code: str, kind: str = "luân chuyển", **parameters: str) -> list[Row]:
    return asking(code, kind=kind, country="vn", **parameters)


# docs/vi/guidance/vietnam.md#rotation-term
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="exactly 36 months"),
        pytest.param({"end_planned": "2028-06-23"}, [], id="seven days less"),
        pytest.param({"end_planned": "2028-06-22"}, [("", "error")], id="eight days less"),
        pytest.param(
            {"end_actual": "2027-06-30", "status": "completed"}, [("", "error")],
            id="ended without a decision",
        ),
        pytest.param(
            {"end_actual": "2027-06-30", "status": "completed", "removal_doc_number": "12-QĐ"},
            [("", "warning")],
            id="ended by a decision",
        ),
    ],
)  # fmt: skip
def test_rotation_of_36_months(changes: Row, expected: list):
    found = rule_says(
        "POL-R94", "2027-12-31", programmes=programme("R94"), postings=[ROTATED | changes]
    )
    assert found == expected


# docs/vi/guidance/vietnam.md#service-left
@pytest.mark.parametrize(
    ("retires", "least", "expected"),
    [
        pytest.param("2035-07", "", [], id="120 months"),
        pytest.param("2035-06", "", [("", "error")], id="119 months"),
        pytest.param("2033-06", "60", [], id="one term is enough here"),
        pytest.param("", "", [("unknown", "warning")], id="not entered"),
    ],
)
def test_ten_years_of_work_left(retires: str, least: str, expected: list):
    sheets = {
        "programmes": programme("R95", min_service_left_months=least),
        "cadres": [LEADER | {"service_end_ym": retires}],
        "postings": [ROTATED],
    }
    assert rule_says("POL-R95", **sheets) == expected


# docs/vi/guidance/vietnam.md#in-plan
@pytest.mark.parametrize(
    ("in_plan", "expected"),
    [
        pytest.param("Có", [], id="in the plan"),
        pytest.param("Không", [("", "error")], id="not in it"),
        pytest.param("", [("unknown", "error")], id="blank"),
        pytest.param("Không áp dụng", [("unknown", "error")], id="not applicable"),
    ],
)
def test_rotation_is_for_those_in_the_plan(in_plan: str, expected: list):
    cadres = [LEADER | {"in_plan": in_plan}]
    found = rule_says("POL-R96", programmes=programme("R96"), cadres=cadres, postings=[ROTATED])
    assert found == expected


def position(**facts: str) -> list[Row]:
    named = {"position_id": "N-0001", "batch_id": "B-001", "receiving_unit_id": "U-0002"}
    return [named | {"title": "Phó Chủ tịch"} | facts]


# docs/vi/guidance/vietnam.md#no-new-title
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"newly_created": "Có"}, [("", "warning")], id="created for it"),
        pytest.param({"newly_created": "Không"}, [], id="there before"),
        pytest.param({"newly_created": "Có", "status": "Đã rút"}, [], id="withdrawn"),
    ],
)
def test_no_title_is_added(facts: dict[str, str], expected: list):
    found = rule_says("POL-R99", programmes=programme("R99"), positions=position(**facts))
    assert found == expected


# docs/vi/guidance/vietnam.md#equivalent-post
@pytest.mark.parametrize(
    ("asked", "number", "expected"),
    [
        pytest.param("Trưởng phòng và tương đương", "", [], id="same"),
        pytest.param("Phó trưởng phòng và tương đương", "", [("", "warning")], id="lower"),
        pytest.param("Phó trưởng phòng và tương đương", "12-QĐ", [], id="lower by a decision"),
        pytest.param("Cấp trưởng xã, phường", "", [], id="not compared"),
    ],
)
def test_equivalent_post(asked: str, number: str, expected: list):
    posting = ROTATED | {
        "position_id": "N-0001",
        "rank_at_sending": "Trưởng phòng và tương đương",
        "appointment_doc_number": number,
    }
    sheets = {"positions": position(rank_required=asked), "postings": [posting]}
    assert rule_says("POL-R114", programmes=programme("R114"), **sheets) == expected


# docs/vi/guidance/vietnam.md#secondment-term
@pytest.mark.parametrize(
    ("end", "expected"),
    [
        pytest.param("2026-12-31", [], id="36 months"),
        pytest.param("2027-01-07", [], id="seven days more"),
        pytest.param("2027-01-08", [("", "error")], id="eight days more"),
    ],
)
def test_secondment_of_36_months(end: str, expected: list):
    posting = POSTING | {"start_planned": "2024-01-01", "end_planned": end}
    found = rule_says("POL-R97", programmes=programme("R97", "biệt phái"), postings=[posting])
    assert found == expected


# docs/vi/guidance/vietnam.md#excluded-cases
@pytest.mark.parametrize(
    ("checked", "expected"),
    [
        pytest.param("", [("", "error")], id="blank"),
        pytest.param("Chưa kiểm tra", [("", "error")], id="not checked"),
        pytest.param("Thuộc trường hợp loại trừ", [("blocked", "error")], id="excluded"),
        pytest.param("Không thuộc trường hợp loại trừ", [], id="clear"),
    ],
)
def test_excluded_cases_are_checked(checked: str, expected: list):
    application = {
        "application_id": "A-00001",
        "batch_id": "B-001",
        "cadre_id": "C-00001",
        "decision": "Được chọn",
        "limit_checked": checked,
    }
    sheets = {"programmes": programme("R98", "biệt phái"), "applications": [application]}
    assert rule_says("POL-R98", **sheets) == expected


HERE: Row = {
    "mentor_id": "M-0001",
    "posting_id": "S-0001",
    "role": "Lãnh đạo kèm cặp",
    "mentor_name": "Phạm Gia Khánh",
}
HOME: Row = HERE | {
    "mentor_id": "M-0002",
    "role": "Đầu mối nơi cử đi",
    "mentor_name": CADRES[1]["name"],
}


# docs/vi/guidance/vietnam.md#both-sides
@pytest.mark.parametrize("kind", ["luân chuyển", "biệt phái", "tăng cường"])
@pytest.mark.parametrize(
    ("mentors", "wanted", "expected"),
    [
        pytest.param([HERE, HOME], "", [], id="both"),
        pytest.param([HERE], "", [("", "warning")], id="nobody at home"),
        pytest.param([HOME], "", [("receiving", "warning")], id="nobody there"),
        pytest.param([HOME], "1", [], id="mentors are asked for, which is another rule's"),
    ],
)
def test_both_sides_answer(kind: str, mentors: list[Row], wanted: str, expected: list):
    sheets = {"postings": [ROTATED], "mentors": mentors}
    programmes = programme("R101", kind, mentor_min=wanted)
    assert rule_says("POL-R101", programmes=programmes, **sheets) == expected
