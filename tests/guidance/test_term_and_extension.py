"""The worked examples of docs/zh/guidance/term-and-extension.md, as the register tells them.

Overlaps and longest terms are in tests/test_guidance.py.
"""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

SIX_MONTHS: Row = POSTING | {
    "start_planned": "2025-09-01",
    "reported_on": "2025-09-01",
    "end_planned": "2026-02-28",
}
NUMBER = "栖组干〔2026〕3号"


# docs/zh/guidance/term-and-extension.md#minimum-example
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="exactly"),
        pytest.param({"end_planned": "2026-02-21"}, [], id="seven days less"),
        pytest.param({"end_planned": "2026-02-20"}, [("", "warning")], id="eight days less"),
        pytest.param(
            {"end_planned": "2025-12-31", "extension_to": "2026-02-28"}, [], id="extended"
        ),
        pytest.param({"end_actual": "2025-12-31"}, [], id="ended early"),
    ],
)
def test_shortest_term_of_six_months(changes: Row, expected: list):
    programmes = asking("R35", term_min_months="6")
    assert rule_says("POL-R35", programmes=programmes, postings=[SIX_MONTHS | changes]) == expected


def test_short_term_of_a_vietnamese_programme_is_an_error():
    programmes = asking("R35", term_min_months="36", kind="vn_luan_chuyen", country="vn")
    assert rule_says("POL-R35", programmes=programmes, postings=[SIX_MONTHS]) == [("", "error")]


# docs/zh/guidance/term-and-extension.md#extension-example
@pytest.mark.parametrize(
    ("until", "number", "parameters", "expected"),
    [
        pytest.param("2026-04-30", NUMBER, {}, [], id="two months"),
        pytest.param("2026-05-07", NUMBER, {}, [], id="seven days more"),
        pytest.param("2026-05-08", NUMBER, {}, [("", "error")], id="eight days more"),
        pytest.param(
            "2026-03-31", NUMBER, {"extension_max_months": "0"}, [("none_allowed", "error")],
            id="no extension at all",
        ),
        pytest.param(
            "2026-04-30", "", {"term_max_months": "12"}, [("no_document", "error")],
            id="without a document, within the longest term",
        ),
        pytest.param(
            "2026-12-31", NUMBER, {"extension_max_months": "", "term_max_months": ""}, [],
            id="no limit named",
        ),
    ],
)  # fmt: skip
def test_extension_of_two_months(until: str, number: str, parameters: Row, expected: list):
    allowed = {"term_max_months": "6", "extension_max_months": "2"} | dict(parameters)
    posting = SIX_MONTHS | {"extension_to": until, "extension_doc_number": number}
    found = rule_says("POL-R37", programmes=asking("R37", **allowed), postings=[posting])
    assert found == expected


# docs/zh/guidance/term-and-extension.md#maximum
@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        pytest.param("", [("actual", "error")], id="from the planned start"),
        pytest.param("报到之日起", [], id="from the day of reporting in"),
        pytest.param("发文之日起", [("actual", "error")], id="from the day of the document"),
    ],
)
def test_actual_term_runs_from_the_day_named(basis: str, expected: list):
    posting = SIX_MONTHS | {
        "term_basis": basis,
        "appointed_on": "2025-08-25",
        "reported_on": "2025-09-15",
        "end_actual": "2026-03-14",
    }
    programmes = asking("R36", term_max_months="6")
    assert rule_says("POL-R36", programmes=programmes, postings=[posting]) == expected


# docs/zh/guidance/term-and-extension.md#extension-edges
@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        pytest.param("2026-04-30", [], id="on the day approved"),
        pytest.param("2026-05-07", [], id="seven days later"),
        pytest.param("2026-05-08", [("past_extension", "error")], id="eight days later"),
        pytest.param("2026-06-29", [("past_extension", "error")], id="two months later"),
    ],
)
def test_nobody_stays_longer_than_the_extension_approved(ended: str, expected: list):
    posting = SIX_MONTHS | {
        "extension_to": "2026-04-30", "extension_doc_number": NUMBER, "end_actual": ended,
    }  # fmt: skip
    programmes = asking("R36", term_max_months="6")
    assert rule_says("POL-R36", programmes=programmes, postings=[posting]) == expected
