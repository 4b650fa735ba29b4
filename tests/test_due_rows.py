"""Rows for what the cycles ask for: as many as the rules would miss, and never twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from handbook.due_rows import USUAL, Wanted, propose_due_rows, unasked_for
from handbook.proposals import apply_proposals, places_of
from handbook.publishable import ORG, make_publishable
from handbook.saving import save_csv_folder
from handbook.sources import pull
from handbook.workbook import Workbook
from small_workbooks import BATCH, POSTING, PROGRAMME, SCHEMA, Row, check, workbook

ASKING = {
    **PROGRAMME,
    "report_cycle_months": "3",
    "assess_cycle_months": "6",
    "talk_cycle_months": "6",
    "checked_from": "2026-01-01",
    "rules_on": "R60、R63、R75、R76",
}
REPORT = {
    "report_id": "",
    "posting_id": "S-0001",
    "type": "季度汇报",
    "period": "2026-Q1",
    "due_on": "2026-04-15",
    "submitted_on": "2026-04-10",
}
ASSESSMENT = {"posting_id": "", "kind": "", "due_on": "", "done_on": ""}
TALK = {"kind": "", "posting_ids": "", "held_on": "", "with_party": "", "remark": ""}
YEAR_END = date(2026, 12, 31)


def register(
    *,
    reports: Sequence[Row] = (REPORT,),
    assessments: Sequence[Row] = (ASSESSMENT,),
    posting: Row = POSTING,
    **programme: str,
) -> Workbook:
    """Give a register of one posting in a programme that asks for everything."""
    return workbook(
        programmes=({**ASKING, **programme},),
        batches=(BATCH,),
        postings=(posting,),
        reports=reports,
        assessments=assessments,
        engagements=(TALK,),
    )


def rows(book: Workbook, until: date = YEAR_END, wanted: Sequence[Wanted] = USUAL) -> list[tuple]:
    """Give the texts of every row that is proposed."""
    publishable = make_publishable(check(book), ORG)
    places = places_of(book, SCHEMA, "zh")
    found = propose_due_rows(publishable, places, until, "register", wanted)
    return [tuple(each.texts.values()) for each in found]


def test_every_cycle_without_a_report_gets_a_row():
    assert [row for row in rows(register()) if "季度汇报" in row] == [
        ("S-0001", "季度汇报", "2026-Q2", "2026-07-15"),
        ("S-0001", "季度汇报", "2026-Q3", "2026-10-15"),
    ]


def test_assessments_follow_the_cycle_and_the_end_gets_its_final_one():
    found = [row for row in rows(register(), date(2027, 1, 31)) if "考核" in row[1]]
    assert found == [
        ("S-0001", "半年考核", "2026-07-01"),
        ("S-0001", "期满考核", "2027-01-30"),
    ]


def test_what_is_due_after_the_last_day_gets_no_row():
    assert rows(register(), date(2026, 6, 30)) == []


def test_a_missing_period_is_filled_before_a_later_one_is_doubled():
    late = {**REPORT, "period": "2026-Q2", "due_on": "2026-07-15", "submitted_on": ""}
    assert rows(register(reports=(late,)), date(2026, 7, 31), [Wanted.REPORTS]) == [
        ("S-0001", "季度汇报", "2026-Q1", "2026-04-15")
    ]


def test_a_row_that_stands_there_without_a_day_is_not_doubled():
    bare = {**REPORT, "period": "2026-Q2", "due_on": "", "submitted_on": ""}
    found = rows(register(reports=(REPORT, bare)), date(2026, 7, 31), [Wanted.REPORTS])
    assert found == []


def test_offices_that_ask_for_stages_get_stages():
    book = register(reports_required="阶段小结", report_cycle_months="6")
    assert ("S-0001", "阶段小结", "stage-1", "2026-07-15") in rows(book)


@pytest.mark.parametrize("status", ["suspended", "planned", "cancelled"])
def test_nothing_is_written_for_a_posting_that_does_not_run(status: str):
    assert rows(register(posting={**POSTING, "status": status})) == []


def test_a_programme_that_has_the_rules_off_gets_no_rows():
    assert rows(register(rules_on="-R60 -R75 -R76")) == []


def unasked(wanted: Sequence[Wanted] = USUAL, **programme: str) -> list[str]:
    """Give what is said of rows no programme asks for."""
    publishable = make_publishable(check(register(**programme)), ORG)
    return list(unasked_for(publishable, "zh", wanted))


def test_a_register_that_asks_for_rows_is_told_nothing():
    assert unasked(wanted=list(Wanted)) == []


def test_rules_that_no_programme_has_on_are_named():
    assert unasked(list(Wanted), rules_on="R41") == [
        "“汇报与材料”没有要补的：没有一个项目启用 R60。要用，请填在“项目”表的“启用规则”里。",
        "“考核”没有要补的：没有一个项目启用 R75、R76。要用，请填在“项目”表的“启用规则”里。",
        "“联系记录”没有要补的：没有一个项目启用 R63、R62。要用，请填在“项目”表的“启用规则”里。",
    ]


def test_a_cycle_that_no_programme_states_is_named():
    blank = {"report_cycle_months": "", "assess_cycle_months": "", "talk_cycle_months": ""}
    assert unasked(list(Wanted), rules_on="R60、R63、R75", **blank) == [
        "“汇报与材料”没有要补的：启用了规则的项目没有填“汇报周期(月)”。请在“项目”表里填上。",
        "“考核”没有要补的：启用了规则的项目没有填“考核周期(月)”。请在“项目”表里填上。",
        "“联系记录”没有要补的：启用了规则的项目没有填“谈心谈话周期(月)”。请在“项目”表里填上。",
    ]


def test_reports_required_by_name_need_no_cycle():
    assert unasked([Wanted.REPORTS], report_cycle_months="", reports_required="年度总结") == []


def test_talks_are_written_only_when_asked_for():
    talk = ("谈心谈话", "S-0001", "挂职干部本人", "应在 2026-07-01 前进行")
    assert talk not in rows(register())
    assert talk in rows(register(), YEAR_END, [Wanted.TALKS])


def test_a_sheet_that_is_not_there_gets_no_rows():
    book = register()
    kept = tuple(sheet for sheet in book.sheets if sheet.title != "reports")
    assert not any("季度汇报" in row for row in rows(Workbook(kept, book.manifest)))


def test_a_sheet_without_the_column_that_says_when_gets_no_rows():
    short = {name: text for name, text in REPORT.items() if name != "due_on"}
    assert not any("季度汇报" in row for row in rows(register(reports=(short,))))


def test_once_written_nothing_is_proposed_any_more(tmp_path: Path):
    save_csv_folder(register(), tmp_path / "register")
    book = pull(tmp_path / "register")
    publishable, places = make_publishable(check(book), ORG), places_of(book, SCHEMA, "zh")
    proposals = list(propose_due_rows(publishable, places, YEAR_END, "register", list(Wanted)))
    outcome = apply_proposals(tmp_path / "register", proposals, SCHEMA, "zh")
    assert outcome.amended.added == len(proposals) > 0
    assert rows(pull(tmp_path / "register"), YEAR_END, list(Wanted)) == []


def test_each_names_the_row_of_its_posting():
    book = register()
    publishable, places = make_publishable(check(book), ORG), places_of(book, SCHEMA, "zh")
    first = next(propose_due_rows(publishable, places, YEAR_END, "register.xlsx"))
    assert (first.origins[0].file, first.origins[0].row_number) == ("register.xlsx", 2)
