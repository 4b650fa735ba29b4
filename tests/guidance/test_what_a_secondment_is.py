"""The worked examples of docs/zh/guidance/what-a-secondment-is.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import rule_says
from small_workbooks import POSTING, Row

BUREAU: Row = {"unit_id": "U-0004", "unit_name": "禾望区教育局", "level": "county"}
TOWN: Row = {"unit_id": "U-0002", "unit_name": "杏坞镇", "level": "township"}
LEAD: Row = {"unit_id": "U-0005", "unit_name": "禾望区第一学校主校区", "legal_parent_id": "U-0004"}
BRANCH: Row = {
    "unit_id": "U-0006",
    "unit_name": "禾望区第一学校分校区",
    "legal_parent_id": "U-0004",
}
CADRE: Row = {"cadre_id": "C-00001", "name": "唐若溪", "home_unit_id": "U-0004"}


# docs/zh/guidance/what-a-secondment-is.md#two-units-example
@pytest.mark.parametrize(
    ("home", "receiving", "expected"),
    [
        pytest.param("U-0004", "U-0002", [], id="bureau to town"),
        pytest.param("U-0004", "U-0004", [("", "error")], id="both are the bureau"),
        pytest.param("", "U-0004", [("", "error")], id="home unit left blank is the cadre's"),
        pytest.param("U-0006", "U-0005", [], id="branch campus to lead campus"),
    ],
)
def test_two_units(home: str, receiving: str, expected: list):
    posting = POSTING | {"home_unit_id": home, "receiving_unit_id": receiving}
    units = [BUREAU, TOWN, LEAD, BRANCH]
    assert rule_says("POL-R33", units=units, cadres=[CADRE], postings=[posting]) == expected


def test_cancelled_posting_is_not_looked_at():
    posting = POSTING | {"receiving_unit_id": "U-0001", "status": "cancelled"}
    assert rule_says("POL-R33", postings=[posting]) == []
