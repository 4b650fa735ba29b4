"""The worked examples of docs/zh/guidance/eligibility.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import BATCH, POSTING, Row

JULY = BATCH | {"nomination_deadline": "2026-07-08", "decided_on": "2026-07-20"}
WARNED, WRONG = [("", "warning")], [("", "error")]


def told(
    code: str, cadre: Row, programme: Row, application: Row | None = None
) -> list[tuple[str, str]]:
    """Say what a rule finds about somebody selected in a batch that closed in July."""
    person = {"cadre_id": "C-00001", "name": "程栎", "home_unit_id": "U-0001", **cadre}
    selected = {
        "application_id": "A-00001",
        "batch_id": "B-001",
        "cadre_id": "C-00001",
        "decision": "入选",
        **(application or {}),
    }
    sheets = {"cadres": [person], "batches": [JULY], "applications": [selected], "postings": []}
    return rule_says(code, programmes=asking(code, **programme), **sheets)


# docs/zh/guidance/eligibility.md#age-example
@pytest.mark.parametrize(
    ("cadre", "application", "expected"),
    [
        ({"birth_ym": "1980-08"}, {}, []),
        ({"birth_ym": "1981-07"}, {}, []),
        ({"birth_ym": "1980-06"}, {}, WRONG),
        ({"birth_ym": "1980-07"}, {}, [("day", "warning")]),
        ({"birth_ym": "1980-07", "born_after": "1980-07-09"}, {}, []),
        ({"birth_ym": "1980-07", "born_after": "1980-07-08"}, {}, [("day", "warning")]),
        ({"birth_ym": ""}, {}, [("unknown", "warning")]),
        ({"birth_ym": "1980-06"}, {"eligibility": "不合格"}, []),
        ({"birth_ym": "1980-06"}, {"decision": "未入选"}, []),
        ({"birth_ym": "1980-06"}, {"decision": "已退出"}, []),
        ({"birth_ym": "1980-06"}, {"decision": "候补"}, WRONG),
        ({"birth_ym": "1977-05", "rank_level": "副处"}, {}, []),
    ],
)
def test_age(cadre: dict[str, str], application: dict[str, str], expected: list):
    programme = {"age_max": "45", "age_max_county": "50"}
    assert told("POL-R19", cadre, programme, application) == expected


# docs/zh/guidance/eligibility.md#age-example
@pytest.mark.parametrize(
    ("first", "birth", "expected"),
    [
        ("1980-07-01", "1980-07", []),
        ("1980-07-01", "1980-06", [("born", "error")]),
        ("1980-07-15", "1980-07", [("born_day", "warning")]),
    ],
)
def test_born_on_a_day_or_later(first: str, birth: str, expected: list):
    assert told("POL-R19", {"birth_ym": birth}, {"born_after": first}) == expected


# docs/zh/guidance/eligibility.md#education-example
@pytest.mark.parametrize(
    ("asked", "strict", "education", "expected"),
    [
        ("大专", "是", "中等专科毕业", WRONG),
        ("大专", "", "中等专科毕业", WARNED),
        ("大专", "是", "大学专科毕业", []),
        ("本科", "是", "大学专科毕业", WRONG),
        ("本科", "是", "大学本科结业", []),
        ("本科", "是", "大学本科肄业", WRONG),
        ("大专", "是", "大学本科肄业", []),
        ("大专", "是", "大学专科肄业", WRONG),
        ("本科", "是", "", [("unknown", "warning")]),
    ],
)
def test_education(asked: str, strict: str, education: str, expected: list):
    programme = {"edu_min": asked, "edu_strict": strict}
    assert told("POL-R20", {"education_code": education}, programme) == expected


# docs/zh/guidance/eligibility.md#education
@pytest.mark.parametrize(
    ("asked", "education", "expected"),
    [
        ("本科", "大学本科毕业", []),
        ("本科", "大学本科结业", WARNED),
        ("本科", "大学本科教育", WARNED),
        ("本科", "大学本科肄业", []),
        ("大专", "大学本科肄业", WARNED),
        ("本科", "硕士研究生肄业", WARNED),
        ("大专", "大学专科肄业", []),
        ("本科", "", []),
    ],
)
def test_education_that_does_not_say_whether_finished(asked: str, education: str, expected: list):
    cadre = {
        "cadre_id": "C-00001", "name": "程栎", "home_unit_id": "U-0001",
        "education_code": education,
    }  # fmt: skip
    programmes = asking("R07", edu_min=asked)
    found = rule_says("POL-R07", programmes=programmes, cadres=[cadre], postings=[POSTING])
    assert found == expected


# docs/zh/guidance/eligibility.md#experience
@pytest.mark.parametrize(
    ("experience", "expected"), [("有", WARNED), ("无", []), ("不详", []), ("", [])]
)
def test_base_level_experience(experience: str, expected: list):
    cadre = {"base_experience": experience}
    assert told("POL-R21", cadre, {"require_no_base_exp": "是"}) == expected


# docs/zh/guidance/eligibility.md#reserve-list
@pytest.mark.parametrize(
    ("in_plan", "expected"),
    [
        ("是", []),
        ("否", WRONG),
        ("不适用", [("unknown", "error")]),
        ("", [("unknown", "error")]),
    ],
)
def test_reserve_list(in_plan: str, expected: list):
    assert told("POL-R29", {"in_plan": in_plan}, {"require_in_plan": "是"}) == expected


# docs/zh/guidance/eligibility.md#avoidance
@pytest.mark.parametrize(
    ("declared", "remark", "expected"),
    [
        ("未询问", "", WARNED),
        ("", "", WARNED),
        ("已申报", "", [("declared", "warning")]),
        ("已申报", "已改派渡石镇", []),
        ("无回避关系", "", []),
    ],
)
def test_avoidance(declared: str, remark: str, expected: list):
    asked = {"avoidance_declared": declared, "remark": remark}
    assert told("POL-R58", {}, {}, asked) == expected


# docs/zh/guidance/eligibility.md#limits
@pytest.mark.parametrize(
    ("checked", "expected"),
    [("未核查", WRONG), ("", WRONG), ("有限制", [("blocked", "error")]), ("无限制", [])],
)
def test_limits_of_exchange(checked: str, expected: list):
    assert told("POL-R107", {}, {}, {"limit_checked": checked}) == expected


# docs/zh/guidance/eligibility.md#limits
@pytest.mark.parametrize("code", ["POL-R58", "POL-R107"])
def test_decided_before_the_checks_begin(code: str):
    assert told(code, {}, {"checked_from": "2026-08-01"}) == []
