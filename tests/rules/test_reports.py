"""R59 to R61: reports handed in, enough of them, delivered to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.findings import Finding, Severity, Visibility
from small_workbooks import CADRES, POSTING, PROGRAMME, check, said, workbook

Row = Mapping[str, str]
ON = {"rules_on": "R60；R61", "report_cycle_months": "3",
      "report_to": "home；receiving；org_dept"}  # fmt: skip
SINCE_AUTUMN = {"start_planned": "2025-09-01", "reported_on": "2025-09-01",
                "end_planned": "2026-08-31"}  # fmt: skip
REPORT = {"report_id": "R-0001", "posting_id": "S-0001", "type": "quarterly",
          "due_on": "2026-06-01"}  # fmt: skip


def findings(
    code: str,
    reports: Sequence[Row],
    programme: Row | None = None,
    posting: Row | None = None,
) -> list[Finding]:
    book = workbook(
        programmes=[dict(PROGRAMME) | dict(programme or {})],
        postings=[dict(POSTING) | SINCE_AUTUMN | dict(posting or {})],
        reports=reports or [{"report_id": ""}],
    )
    return [each for each in check(book).findings if each.code == code]


@pytest.mark.parametrize(
    ("report", "severity"),
    [
        pytest.param({"due_on": "2026-06-30"}, None, id="due today"),
        pytest.param({"due_on": "2026-06-29"}, Severity.WARNING, id="due yesterday"),
        pytest.param({"due_on": "2026-06-15"}, Severity.WARNING, id="fifteen days late"),
        pytest.param({"due_on": "2026-06-14"}, Severity.ERROR, id="sixteen days late"),
        pytest.param({"submitted_on": "2026-06-29"}, None, id="handed in late"),
        pytest.param({"submitted_on": "2026-06-31"}, None, id="day of handing in mistyped"),
        pytest.param({"due_on": ""}, None, id="no due date"),
        pytest.param({"due_on": "2026-06-31"}, None, id="due date mistyped"),
        pytest.param({"posting_id": "S-0009"}, None, id="posting unknown"),
        pytest.param({"posting_id": ""}, None, id="no posting"),
    ],
)
def test_a_report_is_handed_in_by_the_day_it_is_due(report: Row, severity: Severity | None) -> None:
    found = findings("POL-R59", [REPORT | dict(report)])
    assert [each.severity for each in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("programme", "posting", "late"),
    [
        pytest.param({}, {}, True, id="running"),
        pytest.param({"checked_from": "2026-06-01"}, {}, True, id="due on the first day checked"),
        pytest.param({"checked_from": "2026-06-02"}, {}, False, id="due before checking began"),
        pytest.param({}, {"status": "cancelled"}, False, id="cancelled"),
        pytest.param({}, {"status": "planned"}, False, id="planned"),
        pytest.param({}, {"status": "ended_early", "end_actual": "2026-05-02"}, True,
                     id="due thirty days after an early end"),
        pytest.param({}, {"status": "ended_early", "end_actual": "2026-05-01"}, False,
                     id="due thirty-one days after an early end"),
        pytest.param({}, {"batch_id": ""}, True, id="batch unknown"),
    ],
)  # fmt: skip
def test_overdue_reports_are_those_that_are_still_wanted(
    programme: Row, posting: Row, late: bool
) -> None:
    assert bool(findings("POL-R59", [REPORT], programme, posting)) is late


def test_an_overdue_report_is_told_of_at_its_day_of_handing_in() -> None:
    finding = findings("POL-R59", [REPORT | {"submitted_on": ""}])[0]
    assert (finding.cell.a1, finding.record, finding.batch) == ("reports!E2", "R-0001", "B-001")
    assert finding.visibility is Visibility.UNIT


def quarters(*days: str, **changes: str) -> list[Row]:
    return [
        {"report_id": f"R-{number:04}", "posting_id": "S-0001", "type": "quarterly",
         "period": f"2025-{number:02}", "due_on": day, "submitted_on": day} | changes
        for number, day in enumerate(days, start=1)
    ]  # fmt: skip


ALL = ("2025-12-10", "2026-03-10", "2026-06-10")


@pytest.mark.parametrize(
    ("reports", "missing"),
    [
        pytest.param(quarters(*ALL), [], id="three of three"),
        pytest.param(quarters(*ALL[:2]), [1], id="one short"),
        pytest.param([], [3], id="none at all"),
        pytest.param(quarters(*ALL, submitted_on=""), [], id="due and overdue: another rule"),
        pytest.param(quarters(*ALL, submitted_on="", due_on=""), [3], id="empty rows"),
        pytest.param(quarters(*ALL, type="final"), [], id="final reports count"),
        pytest.param(quarters(*ALL, type="plan"), [3], id="plans do not"),
        pytest.param(quarters(*ALL[:2]) + quarters(ALL[2]), [], id="a number used twice"),
        pytest.param(quarters(*ALL, posting_id="S-0009"), [3], id="somebody else's"),
    ],
)
def test_every_cycle_that_is_over_has_a_report(reports: list[Row], missing: list[int]) -> None:
    found = findings("POL-R60", reports, ON)
    assert [each.params["count"] for each in found] == missing


@pytest.mark.parametrize(
    ("programme", "posting", "missing"),
    [
        pytest.param({}, {"start_planned": "2026-03-15"}, [1], id="over on 14 June, sixteen days"),
        pytest.param({}, {"start_planned": "2026-03-16"}, [], id="over on 15 June, fifteen days"),
        pytest.param({}, {"start_planned": "2025-11-30"}, [2], id="month end"),
        pytest.param({}, {"start_planned": ""}, [], id="start unknown"),
        pytest.param({}, {"end_planned": "2026-02-28"}, [2], id="ended after two quarters"),
        pytest.param({}, {"end_actual": "2026-02-27", "status": "ended_early"}, [1],
                     id="ended a day before the second"),
        pytest.param({}, {"end_planned": "2025-08-01"}, [], id="end before start"),
        pytest.param({}, {"end_actual": "2026-02-30"}, [], id="end mistyped"),
        pytest.param({}, {"status": "suspended"}, [], id="suspended"),
        pytest.param({}, {"status": "cancelled"}, [], id="cancelled"),
        pytest.param({}, {"status": "planned"}, [], id="planned"),
        pytest.param({"checked_from": "2025-11-30"}, {}, [3], id="checked from the first end on"),
        pytest.param({"checked_from": "2025-12-01"}, {}, [2], id="checked from the day after"),
        pytest.param({"report_cycle_months": ""}, {}, [], id="no cycle"),
        pytest.param({"report_cycle_months": "", "reports_required": "half_year"}, {}, [1],
                     id="half-year reports required"),
        pytest.param({"report_cycle_months": "2"}, {}, [4], id="a cycle without a name"),
        pytest.param({"report_cycle_months": "2.5"}, {}, [3], id="a cycle with half months"),
        pytest.param({"rules_on": ""}, {}, [], id="switched off"),
        pytest.param({"rules_on": "R61"}, {}, [], id="another rule on"),
    ],
)  # fmt: skip
def test_reports_are_missing_as_the_programme_counts_them(
    programme: Row, posting: Row, missing: list[int]
) -> None:
    found = findings("POL-R60", [], ON | dict(programme), posting)
    assert [each.params["count"] for each in found] == missing


def test_a_summary_stands_for_the_shorter_report() -> None:
    required = ON | {"report_cycle_months": "", "reports_required": "half_year；annual"}
    year = {"start_planned": "2025-03-01", "end_planned": "2026-02-28",
            "end_actual": "2026-02-28", "status": "completed",
            "outcome": "same_post"}  # fmt: skip
    half = quarters("2025-09-10", type="half_year")
    annual = [dict(quarters("2026-03-10", type="annual")[0]) | {"report_id": "R-0009"}]
    assert findings("POL-R60", [*half, *annual], required, year) == []
    assert [each.params["count"] for each in findings("POL-R60", half, required, year)] == [1, 1]


@pytest.mark.parametrize(
    ("report", "programme", "lacking"),
    [
        pytest.param({"delivered_to": "home；receiving；org_dept"}, {}, None, id="all three"),
        pytest.param({"delivered_to": "home；receiving；org_dept；office"}, {}, None, id="more"),
        pytest.param({"delivered_to": "receiving"}, {}, "派出单位、组织部门", id="one of three"),
        pytest.param({"delivered_to": ""}, {}, "派出单位、接收单位、组织部门", id="nobody"),
        pytest.param({"delivered_to": "x"}, {}, None, id="mistyped"),
        pytest.param({"submitted_on": ""}, {}, None, id="not handed in"),
        pytest.param({"type": "reflection"}, {}, None, id="an essay"),
        pytest.param({}, {"report_to": ""}, None, id="programme names nobody"),
        pytest.param({}, {"checked_from": "2026-06-01"}, "派出单位、接收单位、组织部门",
                     id="handed in on the first day checked"),
        pytest.param({}, {"checked_from": "2026-06-02"}, None, id="before checking began"),
        pytest.param({}, {"rules_on": "R60"}, None, id="switched off"),
    ],
)  # fmt: skip
def test_a_report_goes_to_everybody_the_programme_names(
    report: Row, programme: Row, lacking: str | None
) -> None:
    delivered = REPORT | {"submitted_on": "2026-06-01", "delivered_to": ""}
    found = findings("POL-R61", [delivered | dict(report)], ON | dict(programme))
    parties = [getattr(each.params["parties"], "texts", {})["zh"] for each in found]
    assert parties == ([lacking] if lacking else [])


@pytest.mark.parametrize("absent", ["batches", "programmes", "postings", "reports"])
def test_without_a_sheet_the_rules_are_silent(absent: str) -> None:
    book = workbook(programmes=[dict(PROGRAMME) | ON], reports=[REPORT])
    sheets = tuple(each for each in book.sheets if each.title != absent)
    assert said(check(type(book)(sheets, book.manifest)), "POL-R59", "POL-R6") == []


@settings(deadline=None, max_examples=10)
@given(order=st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = [*quarters(*ALL[:2], delivered_to="home"),
            *({**each, "posting_id": "S-0002", "report_id": f"R-010{number}", "submitted_on": ""}
              for number, each in enumerate(quarters(*ALL, "2026-06-20")))]  # fmt: skip
    postings = [dict(POSTING) | SINCE_AUTUMN,
                dict(POSTING) | SINCE_AUTUMN | {"posting_id": "S-0002",
                                                "cadre_id": "C-00002"}]  # fmt: skip
    book = workbook(cadres=CADRES, programmes=[dict(PROGRAMME) | ON], postings=postings,
                    reports=[rows[each] for each in order])  # fmt: skip
    found = check(book).findings
    assert sorted((each.code, each.record) for each in found if each.code.startswith("POL")) == [
        ("POL-R59", "R-0100"), ("POL-R59", "R-0101"), ("POL-R59", "R-0102"),
        ("POL-R59", "R-0103"), ("POL-R60", "S-0001"), ("POL-R61", "R-0001"),
        ("POL-R61", "R-0002"),
    ]  # fmt: skip
