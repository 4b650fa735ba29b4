"""The worked examples of docs/zh/guidance/choosing-a-form.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, UNITS

ONE_WAY = [("", "info")]


def posting(number: int, home: str, receiving: str, status: str = "active") -> dict[str, str]:
    return {
        **POSTING,
        "posting_id": f"S-000{number}",
        "cadre_id": f"C-0000{number}",
        "home_unit_id": home,
        "receiving_unit_id": receiving,
        "status": status,
    }


DOWN, DOWN_TOO = posting(1, "U-0001", "U-0002"), posting(2, "U-0001", "U-0003")
UP, UP_LATER = posting(3, "U-0003", "U-0001"), posting(3, "U-0003", "U-0001", "planned")
TO_BRANCH, TO_LEAD = posting(1, "U-0005", "U-0006"), posting(2, "U-0006", "U-0005")


# docs/zh/guidance/choosing-a-form.md#two-way
@pytest.mark.parametrize(
    ("postings", "expected"),
    [
        pytest.param([DOWN], [], id="one person down"),
        pytest.param([DOWN, DOWN_TOO], ONE_WAY, id="two down"),
        pytest.param([DOWN, UP], [], id="one down, one up"),
        pytest.param([TO_BRANCH, TO_LEAD], [], id="two campuses exchange"),
        pytest.param([DOWN, DOWN_TOO, UP_LATER], ONE_WAY, id="the one up has not arrived"),
    ],
)
def test_exchange_goes_both_ways(postings: list[dict[str, str]], expected: list):
    campuses = [
        {"unit_id": "U-0005", "unit_name": "主校区", "level": "county"},
        {"unit_id": "U-0006", "unit_name": "分校区", "level": "county"},
    ]
    cadres = [
        {"cadre_id": f"C-0000{number}", "name": name, "home_unit_id": "U-0001"}
        for number, name in enumerate(("程栎", "苏棠", "韩知行"), start=1)
    ]
    programmes = asking("R88", two_way="是")
    sheets = {"units": [*UNITS, *campuses], "cadres": cadres, "postings": postings}
    assert rule_says("POL-R88", programmes=programmes, **sheets) == expected
