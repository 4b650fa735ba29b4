"""The worked examples of docs/zh/guidance/using-the-register.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from handbook.switches import ALWAYS_ON
from small_workbooks import CADRES, POSTING, ROOT, UNITS, Row, check, said, workbook

PAGE = ROOT / "docs" / "zh" / "guidance" / "using-the-register.md"


def told_of(**changes: str) -> list[str]:
    """Give the codes of the findings of one posting."""
    return [code for code, _, _ in said(check(workbook(postings=[POSTING | changes])))]


# docs/zh/guidance/using-the-register.md#numbers
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param("S-0001", [], id="right"),
        pytest.param("S－0001", [], id="full width"),
        pytest.param("s-0001", ["KEY402/case"], id="small letter"),
        pytest.param("S-12", ["KEY402/digits"], id="too few digits"),
        pytest.param("12", ["KEY402/number"], id="no letter"),
        pytest.param("", ["KEY401"], id="blank"),
    ],
)
def test_numbers(number: str, expected: list[str]):
    assert told_of(posting_id=number) == expected


def test_number_used_twice():
    book = workbook(postings=[POSTING, POSTING | {"cadre_id": "C-00002"}])
    assert [code for code, _, _ in said(check(book))] == ["KEY403"]


# docs/zh/guidance/using-the-register.md#references
@pytest.mark.parametrize(
    ("cadre", "expected"),
    [
        pytest.param("C-00001 顾清禾", [], id="number and name"),
        pytest.param("顾清禾", ["KEY406"], id="name alone"),
        pytest.param("C-00001 陆予安", ["KEY405"], id="name of somebody else"),
        pytest.param("C-99999", ["KEY404"], id="nobody"),
        pytest.param("顾清禾、陆予安", ["CEL315"], id="two in a cell"),
    ],
)
def test_references(cadre: str, expected: list[str]):
    assert told_of(cadre_id=cadre) == expected


# docs/zh/guidance/using-the-register.md#choices
@pytest.mark.parametrize(
    ("status", "expected"),
    [("在挂", []), ("在岗", []), ("Đang công tác", []), ("active", []), ("挂着", ["CEL308"])],
)
def test_choices(status: str, expected: list[str]):
    assert told_of(status=status) == expected


# docs/zh/guidance/using-the-register.md#dates
@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2026-12-31", []),
        ("2026/12/31", []),
        ("2026年12月31日", []),
        ("20261231", []),
        ("2026.12", ["CEL314"]),
        ("2026-02-30", ["CEL303/month_end"]),
        ("3/4/2026", ["CEL304"]),
        ("1899-12-31", ["CEL306"]),
        pytest.param("2025-12-31", ["CEL307"], id="before the planned start"),
    ],
)
def test_dates(end: str, expected: list[str]):
    assert told_of(end_planned=end) == expected


# docs/zh/guidance/using-the-register.md#unit-codes
@pytest.mark.parametrize(
    ("code", "rule", "facts", "expected"),
    [
        pytest.param("11980101T0000001XY", "R05", {}, [], id="right"),
        pytest.param("11980101T0000001XX", "R05", {}, [("", "warning")], id="wrong last one"),
        pytest.param("11980101T000000X1Y", "R05", {}, [("", "warning")], id="two turned round"),
        pytest.param("1198", "R05", {}, [], id="another length is another mistake"),
        pytest.param("", "R06", {"region_code": "110101"}, [], id="a province"),
        pytest.param("", "R06", {"region_code": "980102"}, [("", "warning")], id="made-up one"),
    ],
)
def test_codes_of_units(code: str, rule: str, facts: Row, expected: list):
    units = [UNITS[0] | {"uscc": code} | facts, *UNITS[1:]]
    assert rule_says(f"POL-{rule}", programmes=asking(rule), units=units) == expected


# docs/zh/guidance/using-the-register.md#doubles
@pytest.mark.parametrize(
    ("name", "born", "expected"),
    [
        pytest.param("顾 清 禾", "1992-05", [("", "warning")], id="spaces apart"),
        pytest.param("顾清禾", "1992-06", [], id="another month"),
        pytest.param("顾清禾", "", [], id="month not entered"),
    ],
)
def test_the_same_person_twice(name: str, born: str, expected: list):
    first = CADRES[0] | {"birth_ym": "1992-05"}
    second = CADRES[1] | {"name": name, "birth_ym": born}
    assert rule_says("POL-R08", programmes=asking("R08"), cadres=[first, second]) == expected


# docs/zh/guidance/using-the-register.md#units-gone
@pytest.mark.parametrize(
    ("unit", "posting", "expected"),
    [
        pytest.param(
            {"status": "已并入其他单位", "merged_into_id": "U-0003"}, {}, [("merged", "error")],
            id="merged",
        ),
        pytest.param({"valid_to": "2026-06-29"}, {}, [("ended", "error")], id="past its last day"),
        pytest.param({"valid_to": "2026-06-30"}, {}, [], id="last day"),
        pytest.param(
            {"status": "已撤销", "valid_to": "2026-12-31"}, {}, [], id="last day still to come"
        ),
        pytest.param(
            {"status": "已并入其他单位", "merged_into_id": "U-0003"},
            {"status": "已结束", "end_actual": "2026-05-31"},
            [],
            id="posting is over",
        ),
    ],
)  # fmt: skip
def test_units_that_are_gone(unit: Row, posting: Row, expected: list):
    units = [UNITS[0], UNITS[1] | unit, UNITS[2]]
    assert rule_says("POL-R09", units=units, postings=[POSTING | posting]) == expected


# docs/zh/guidance/using-the-register.md#switches
def test_rules_that_are_on_out_of_the_box():
    listed = PAGE.read_text(encoding="utf-8").split("开箱就查的有十五条：")[1].split("。")[0]
    assert {f"POL-{number}" for number in listed.split("、")} == ALWAYS_ON
