"""The worked examples of docs/zh/guidance/personal-data.md, as the register tells them."""

from __future__ import annotations

import pytest
from stdnum.iso7064 import mod_11_2

from guidance.telling import asking, rule_says
from small_workbooks import CADRES, POSTING, Row

_FIRST = "98010119920501001"
_LAST = mod_11_2.calc_check_digit(_FIRST)
IDENTITY = _FIRST + _LAST
MISPRINT = _FIRST + str((int(_LAST) + 1) % 10)


def rule_says_of(code: str, remark: str) -> list[tuple[str, str]]:
    return rule_says(code, programmes=asking("R91"), postings=[POSTING | {"remark": remark}])


# docs/zh/guidance/personal-data.md#identity-numbers
@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        pytest.param(IDENTITY, [("", "error")], id="identity number"),
        pytest.param(MISPRINT, [], id="wrong last one"),
        pytest.param("CCCD 079123456789", [("", "error")], id="twelve digits after the word"),
        pytest.param("079123456789", [], id="twelve digits alone"),
    ],
)
def test_identity_numbers(remark: str, expected: list):
    assert rule_says_of("POL-R89", remark) == expected


# docs/zh/guidance/personal-data.md#private-texts
@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        pytest.param("电话13800001234", [("", "warning")], id="telephone"),
        pytest.param("联系办公室主任", [], id="a post"),
        pytest.param("病假两周", [("health", "warning")], id="health"),
        pytest.param("4111111111111111", [("card", "warning")], id="bank card"),
        pytest.param("残疾人联合会座谈", [], id="name of an institution"),
        pytest.param("Sick leave for two weeks", [("health", "warning")], id="health in English"),
        pytest.param("Meeting with the Disabled Persons' Federation", [], id="the same in English"),
    ],
)
def test_private_texts(remark: str, expected: list):
    assert rule_says_of("POL-R91", remark) == expected


ENDED: Row = POSTING | {
    "start_planned": "2022-01-01",
    "reported_on": "2022-01-01",
    "end_planned": "2022-12-31",
    "end_actual": "2022-12-31",
    "status": "completed",
    "outcome": "same_post",
}
AGAIN: Row = POSTING | {"posting_id": "S-0002"}


# docs/zh/guidance/personal-data.md#retention
@pytest.mark.parametrize(
    ("as_of", "postings", "facts", "expected"),
    [
        pytest.param("2025-12-31", [ENDED], {"birth_ym": "1992-05"}, [], id="36 months"),
        pytest.param(
            "2026-01-01", [ENDED], {"birth_ym": "1992-05"}, [("", "warning")], id="the day after"
        ),
        pytest.param("2026-01-01", [ENDED], {"party_status": "不详"}, [], id="says nothing"),
        pytest.param("2026-01-01", [ENDED, AGAIN], {"birth_ym": "1992-05"}, [], id="away again"),
        pytest.param(
            "2026-01-01", [ENDED | {"outcome_on": "2023-01-20"}], {"birth_ym": "1992-05"}, [],
            id="outcome came later",
        ),
    ],
)  # fmt: skip
def test_retention(as_of: str, postings: list[Row], facts: Row, expected: list):
    sheets = {"cadres": [CADRES[0] | facts], "postings": postings}
    assert rule_says("POL-R93", as_of, programmes=asking("R93"), **sheets) == expected
