"""The worked examples of docs/zh/guidance/before-departure.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING

PLANNED = POSTING | {
    "start_planned": "2026-07-15",
    "end_planned": "2027-07-14",
    "reported_on": "",
    "status": "待到岗",
}
ARRIVED = PLANNED | {"reported_on": "2026-07-15", "status": "在挂"}
ENDED = ARRIVED | {"end_actual": "2027-07-14", "status": "已结束"}
WARNED, SOON, LATE = [("", "warning")], [("soon", "info")], [("late", "info")]
ELSEWHERE = {"engagement_id": "G-0009", "kind": "座谈会", "held_on": "2026-07-10"}


def held(kind: str, day: str, **whom: str) -> list[dict[str, str]]:
    """Give the one engagement of a kind, or one that is none of them where no day is given."""
    engagement = {"engagement_id": "G-0001", "kind": kind, "held_on": day, **whom}
    return [engagement if day else ELSEWHERE | {"posting_ids": "S-0001"}]


# docs/zh/guidance/before-departure.md#talk-example
@pytest.mark.parametrize(
    ("posting", "talk", "as_of", "expected"),
    [
        pytest.param(PLANNED, "", "2026-07-07", [], id="eight days ahead"),
        pytest.param(PLANNED, "", "2026-07-08", SOON, id="seven days ahead"),
        pytest.param(ARRIVED, "", "2026-07-15", WARNED, id="arrived"),
        pytest.param(ARRIVED, "2026-07-15", "2026-08-01", [], id="on the day"),
        pytest.param(ARRIVED, "2026-07-20", "2026-08-01", LATE, id="five days late"),
        pytest.param(ENDED, "", "2027-08-01", [], id="ended"),
        pytest.param(PLANNED, "", "2026-07-16", [], id="planned, the day has passed"),
    ],
)
@pytest.mark.parametrize(
    ("code", "kind"),
    [("POL-R54", "任前谈话"), ("POL-R54", "集体谈话"), ("POL-R55", "培训")],
)
def test_talk_and_training(code: str, kind: str, posting, talk: str, as_of: str, expected: list):
    programmes = asking("R54；R55", pre_talk="是", pre_training="是")
    sheets = {"postings": [posting], "engagements": held(kind, talk, posting_ids="S-0001")}
    assert rule_says(code, as_of, programmes=programmes, **sheets) == expected


def test_collective_talk_counts_for_the_batch():
    engagements = held("集体谈话", "2026-07-10", batch_id="B-001")
    sheets = {"postings": [ARRIVED], "engagements": engagements}
    programmes = asking("R54", pre_talk="是")
    assert rule_says("POL-R54", "2026-08-01", programmes=programmes, **sheets) == []


# docs/zh/guidance/before-departure.md#information-pack
@pytest.mark.parametrize(
    ("posting", "given", "as_of", "expected"),
    [
        (PLANNED, "", "2026-07-08", SOON),
        (ARRIVED, "", "2026-07-15", WARNED),
        (ARRIVED, "2026-07-15", "2026-08-01", []),
        (ARRIVED, "2026-07-18", "2026-08-01", LATE),
    ],
)
def test_information_pack(posting: dict, given: str, as_of: str, expected: list):
    postings = [posting | {"info_pack_on": given}]
    found = rule_says("POL-R100", as_of, programmes=asking("R100"), postings=postings)
    assert found == expected


# docs/zh/guidance/before-departure.md#document
@pytest.mark.parametrize(
    ("document", "as_of", "expected"),
    [
        ("", "2026-06-29", []),
        ("", "2026-06-30", WARNED),
        ("D-001", "2026-06-30", []),
    ],
)
def test_appointment_document(document: str, as_of: str, expected: list):
    posting = POSTING | {
        "start_planned": "2026-05-30",
        "reported_on": "2026-05-30",
        "end_planned": "2027-05-29",
        "appointment_doc_number": "",
        "doc_id": document,
    }
    documents = [{"doc_id": "D-001", "title": "关于挂职的通知"}]
    sheets = {"postings": [posting], "documents": documents}
    assert rule_says("POL-R108", as_of, programmes=asking("R108"), **sheets) == expected
