"""The worked examples of docs/zh/guidance/first-week.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import BATCH, POSTING

WARNING = [("", "warning")]


# docs/zh/guidance/first-week.md#reporting-in-example
@pytest.mark.parametrize(
    ("start", "reported", "expected"),
    [
        pytest.param("2025-07-21", "2025-07-30", [], id="in time"),
        pytest.param("2025-07-21", "2025-08-05", [], id="five days late"),
        pytest.param("2025-07-21", "2025-08-06", WARNING, id="six days late"),
        pytest.param("2025-08-04", "2025-08-09", [], id="five days after a later start"),
        pytest.param("2025-08-04", "2025-08-10", WARNING, id="six days after a later start"),
    ],
)
def test_reporting_in(start: str, reported: str, expected: list):
    posting = POSTING | {"start_planned": start, "reported_on": reported}
    batch = BATCH | {"report_by": "2025-07-31"}
    found = rule_says("POL-R39", programmes=asking("R39"), batches=[batch], postings=[posting])
    assert found == expected


# docs/zh/guidance/first-week.md#reporting-in-example
@pytest.mark.parametrize(
    ("as_of", "status", "expected"),
    [
        pytest.param("2025-08-05", "planned", [], id="five days late"),
        pytest.param("2025-08-06", "planned", [("missing", "warning")], id="six days late"),
        pytest.param("2025-08-06", "cancelled", [], id="not coming"),
        pytest.param("2025-08-06", "completed", [], id="ended"),
    ],
)
def test_not_reported_in_yet(as_of: str, status: str, expected: list):
    posting = POSTING | {"start_planned": "2025-07-21", "reported_on": "", "status": status}
    batch = BATCH | {"report_by": "2025-07-31"}
    found = rule_says(
        "POL-R39", as_of, programmes=asking("R39"), batches=[batch], postings=[posting]
    )
    assert found == expected


# docs/zh/guidance/first-week.md#dates-example
@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        pytest.param({"start_planned": "2025-09-08"}, [], id="seven days early"),
        pytest.param({"start_planned": "2025-09-07"}, WARNING, id="eight days early"),
        pytest.param({"end_planned": "2026-01-06"}, [], id="seven days late"),
        pytest.param({"end_planned": "2026-01-07"}, [("end", "warning")], id="eight days late"),
        pytest.param(
            {"end_planned": "2026-01-07", "extension_to": "2026-02-07"}, [], id="extended"
        ),
        pytest.param(
            {"end_planned": "2026-01-07", "end_actual": "2025-12-01"}, [], id="came home early"
        ),
    ],
)
def test_dates_inside_the_window_of_a_batch(dates: dict[str, str], expected: list):
    batch = BATCH | {"window_start": "2025-09-15", "window_end": "2025-12-30"}
    window = {"start_planned": "2025-09-15", "reported_on": "", "end_planned": "2025-12-30"}
    posting = POSTING | window | dates
    found = rule_says("POL-R38", programmes=asking("R38"), batches=[batch], postings=[posting])
    assert found == expected
