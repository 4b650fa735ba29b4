"""Waivers: what a granted one silences, what it needs, who hears of it, and what it never does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.annotating.answers import share_out
from handbook.building import Request, build_site
from handbook.catalogue import BY_CODE, CATALOGUE
from handbook.checking import Checked, check_workbook
from handbook.cli import main
from handbook.config import Project
from handbook.differences.kept import workbook_of
from handbook.findings import SHARED_CLASS, Effect, Visibility
from handbook.history import load_history, publication_of
from handbook.provisioning.blueprint import Part, draw
from handbook.publishable import AUDIENCES, Audience, make_publishable
from handbook.reporters import REPORTERS, Report
from handbook.saving import save_csv_folder
from handbook.schema import LANGUAGES
from handbook.waivers.model import LOSS_DAYS, MOST_DAYS
from handbook.waivers.reading import can_be_waived, class_of
from handbook.workbook import RESTRICTED, Sheet, Workbook
from small_workbooks import (
    AS_OF,
    BATCH,
    CADRES,
    MESSAGES,
    POSTING,
    PROGRAMME,
    ROOT,
    SCHEMA,
    TEXTS,
    Row,
    check,
    said,
    sheet,
    workbook,
)
from test_corpus import CASES, lay_over_base
from written_pages import DOCS, blocks, rows_under

LONG: Row = POSTING | {"end_planned": "2027-03-31"}
"""Fifteen months where twelve are allowed: POL-R36."""

GRANTED: Row = {
    "waiver_id": "V-0001",
    "code": "POL-R36",
    "record_id": "S-0001",
    "reason": "项目验收推迟",
    "owner": "杏坞镇",
    "expires_on": "2026-10-31",
    "approved_by": "市委组织部干部科",
    "approved_on": "2026-06-20",
}
TOLD = ("POL-R36", "S-0001", "postings!G2")


def with_waivers(*waivers: Row, postings: Sequence[Row] = (LONG,), **others: object) -> Checked:
    """Check a register with one posting that is too long, and some waivers."""
    book = workbook(postings=postings, waivers=waivers, **others)  # type: ignore[arg-type]
    return check(book)


def silenced(checked: Checked) -> list[tuple[str, str]]:
    """List code and record of the findings that are waived."""
    return [(each.code, each.record) for each in checked.waived]


def test_a_granted_waiver_silences_the_finding_of_its_code_on_its_record():
    checked = with_waivers(GRANTED)
    assert said(checked) == []
    assert silenced(checked) == [("POL-R36", "S-0001")]
    assert checked.waived[0].related[-1].note == "V-0001"
    assert not checked.has_errors


def test_a_waiver_silences_no_other_code_and_no_other_record():
    other = LONG | {"posting_id": "S-0002", "cadre_id": "C-00002", "end_planned": "2027-04-30"}
    checked = with_waivers(GRANTED, postings=[LONG, other])
    assert said(checked) == [("POL-R36", "S-0002", "postings!G3")]


JUDGED = [
    pytest.param({"code": "POL-R136"}, ("WVR601", "B2"), id="unknown code"),
    pytest.param({"code": "KEY404"}, ("WVR602", "B2"), id="a broken reference has to be mended"),
    pytest.param({"code": "CNT502"}, ("WVR602", "B2"), id="an emptied core sheet"),
    pytest.param({"code": "POL-R01"}, ("WVR602", "B2"), id="a page that lists other codes"),
    pytest.param({"code": "WVR604"}, ("WVR602", "B2"), id="a finding about waivers"),
    pytest.param({"record_id": "S-0009"}, ("WVR603", "C2"), id="unknown record"),
    pytest.param({"record_id": "S-0001、S-0002"}, ("WVR603", "C2"), id="two records"),
    pytest.param({"record_id": "Y-0001"}, ("WVR603", "C2"), id="a number of no sheet"),
    pytest.param({"record_id": "全批"}, ("WVR603", "C2"), id="everybody"),
    pytest.param(
        {"approved_by": "", "approved_on": ""}, ("WVR604", "G2"), id="asked for, not granted"
    ),
    pytest.param({"approved_on": ""}, ("WVR605", "H2"), id="no day of approval"),
    pytest.param({"approved_by": ""}, ("WVR605/person", "G2"), id="nobody approved"),
    pytest.param({"approved_on": "2026-07-01"}, ("WVR605/early", "H2"), id="approved tomorrow"),
    pytest.param({"expires_on": ""}, ("WVR607", "F2"), id="no end"),
    pytest.param({"expires_on": "2026-06-29"}, ("WVR606", "F2"), id="ended yesterday"),
    pytest.param(
        {"approved_on": "2025-06-29", "expires_on": "2030-12-31"},
        ("WVR606", "F2"),
        id="too long, and its 366 days are over",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), JUDGED)
def test_a_waiver_that_does_not_hold_is_told_once_and_silences_nothing(
    changes: Row, expected: tuple[str, str]
):
    checked = with_waivers(GRANTED | changes)
    code, cell = expected
    assert said(checked) == [TOLD, (code, "V-0001", f"waivers!{cell}")]
    assert checked.waived == ()


HOLDING = [
    pytest.param({"expires_on": "2026-06-30"}, [], id="ends today"),
    pytest.param({"approved_on": "2026-06-30"}, [], id="granted today"),
    pytest.param({"expires_on": "2027-06-20"}, [], id="the 366th day"),
    pytest.param({"expires_on": "2027-06-21"}, ["WVR607/far"], id="the 367th day"),
    pytest.param(
        {"approved_on": "2025-06-30", "expires_on": "2030-12-31"}, ["WVR607/far"],
        id="too long, on its last day",
    ),
    pytest.param({"record_id": "S-0001 顾清禾"}, [], id="number and name as a drop-down offers"),
    pytest.param({"record_id": "Ｓ－０００１"}, [], id="full-width number"),
    pytest.param({"owner": "", "reason": "批准"}, [], id="nobody named who asked"),
    pytest.param({"reason": ""}, ["CEL301"], id="no reason, which is told at its cell"),
    pytest.param({"waiver_id": ""}, ["KEY401"], id="a new row without a number"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "codes"), HOLDING)
def test_a_waiver_holds_from_its_approval_to_its_end_both_days_counted(
    changes: Row, codes: list[str]
):
    checked = with_waivers(GRANTED | changes)
    assert [code for code, _, _ in said(checked)] == codes
    assert silenced(checked) == [("POL-R36", "S-0001")]


HOLES = [
    pytest.param({"code": ""}, "CEL301", id="no code"),
    pytest.param({"code": "超期那条"}, "CEL309", id="a code in words"),
    pytest.param({"record_id": ""}, "CEL301", id="no record"),
    pytest.param({"expires_on": "明年"}, "CEL305/word", id="an end in words"),
    pytest.param({"approved_on": "2026-02-30"}, "CEL303/month_end", id="a day there is not"),
    pytest.param({"expires_on": "2026-06-01"}, "CEL307", id="ends before it was granted"),
    pytest.param({"approved_by": "科" * 81}, "CEL311", id="a name that is too long"),
    pytest.param({"waiver_id": "V1"}, "KEY402", id="a malformed number"),
    pytest.param({"code": "#REF!"}, "SRC107", id="a formula error"),
]


@pytest.mark.parametrize(("changes", "code"), HOLES)
def test_a_row_with_a_hole_waives_nothing_and_is_told_once(changes: Row, code: str):
    checked = with_waivers(GRANTED | changes)
    about = [each for each in said(checked) if each != TOLD]
    assert TOLD in said(checked)
    assert [each.split("/")[0] for each, _, _ in about] == [code.split("/")[0]]
    assert checked.waived == ()


def test_rows_of_one_number_waive_nothing():
    checked = with_waivers(GRANTED, GRANTED | {"record_id": "S-0002"})
    assert [code for code, _, _ in said(checked)] == ["POL-R36", "KEY403"]


cell_texts = st.one_of(
    st.sampled_from(["", "POL-R36", "S-0001", "CNT501", "干部", "2026-06-20", "V-0001", "#REF!"]),
    st.text(max_size=12),
)


@settings(max_examples=30)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(GRANTED, cell_texts)), max_size=4))
def test_whatever_stands_in_the_sheet_nothing_crashes_and_nothing_else_is_silenced(
    waivers: list[Mapping[str, str]],
):
    checked = with_waivers(*waivers)
    told = [each for each in said(checked) if each[0] == "POL-R36"]
    assert len(told) + len(checked.waived) == 1
    assert all(finding.code == "POL-R36" for finding in checked.waived)


@given(st.permutations(range(4)))
def test_the_order_of_rows_changes_nothing(order: list[int]):
    rows = [
        GRANTED | {"waiver_id": "V-0004", "approved_by": "", "approved_on": ""},
        GRANTED | {"waiver_id": "V-0003"},
        GRANTED,
        GRANTED | {"waiver_id": "V-0002", "expires_on": "2026-06-21"},
    ]
    checked = with_waivers(*(rows[at] for at in order))
    about = sorted((each.code, each.record) for each in checked.findings if each.code[:3] == "WVR")
    assert about == [("WVR609", "V-0003"), ("WVR609", "V-0004")]
    assert checked.waived[0].related[-1].note == "V-0001"


# Which findings belong to a record

REPORT: Row = {
    "report_id": "R-0001",
    "posting_id": "S-0001",
    "type": "quarterly",
    "due_on": "2026-04-01",
    "submitted_on": "",
}
CHILDREN = [
    pytest.param("R-0001", [], id="the report itself"),
    pytest.param("S-0001", [], id="its posting"),
    pytest.param("C-00001", ["POL-R59", "WVR608"], id="not the cadre"),
    pytest.param("B-001", ["POL-R59", "WVR608"], id="not the batch"),
]


@pytest.mark.parametrize(("record", "codes"), CHILDREN)
def test_a_waiver_for_a_posting_covers_the_rows_that_name_it(record: str, codes: list[str]):
    checked = with_waivers(
        GRANTED | {"code": "POL-R59", "record_id": record}, postings=[POSTING], reports=[REPORT]
    )
    assert [code for code, _, _ in said(checked)] == codes
    assert len(checked.waived) == 1 - len(codes[:1])


def test_a_report_without_a_number_goes_by_its_posting():
    checked = with_waivers(
        GRANTED | {"code": "POL-R59"}, postings=[POSTING], reports=[REPORT | {"report_id": ""}]
    )
    assert said(checked) == []
    assert silenced(checked) == [("POL-R59", "")]


def test_what_is_due_and_not_typed_belongs_to_its_posting():
    programme = PROGRAMME | {
        "rules_on": "R60",
        "report_cycle_months": "3",
        "reports_required": "quarterly",
    }
    posting = POSTING | {"start_planned": "2025-12-01", "reported_on": "2025-12-01",
                         "end_planned": "2026-11-30"}  # fmt: skip
    book = workbook(programmes=[programme], postings=[posting], reports=[REPORT])
    loud = [(each.code, each.record) for each in check(book).findings if each.code == "POL-R60"]
    waiver = sheet("waivers", [GRANTED | {"code": "POL-R60"}])
    assert loud == [("POL-R60", "S-0001")]
    assert silenced(check(replace(book, sheets=(*book.sheets, waiver)))) == loud


def test_a_batch_is_a_record_like_any_other():
    programme = PROGRAMME | {"rules_on": "R14"}
    batch = BATCH | {"status": "running"}
    waiver = GRANTED | {"code": "POL-R14", "record_id": "B-001"}
    checked = with_waivers(waiver, postings=[POSTING], programmes=[programme], batches=[batch])
    assert (said(checked), silenced(checked)) == ([], [("POL-R14", "B-001")])


# Unused, over, twice


def test_a_waiver_with_nothing_to_silence_is_told():
    assert said(with_waivers(GRANTED, postings=[POSTING])) == [("WVR608", "V-0001", "waivers!B2")]


SILENT = [
    pytest.param("POL-R41", "S-0001", id="a rule nobody switched on"),
    pytest.param("POL-R59", "S-0001", id="a rule whose sheet is not there"),
    pytest.param("POL-R41", "B-001", id="a rule that is off for the programme of the batch"),
]


@pytest.mark.parametrize(("code", "record"), SILENT)
def test_nothing_is_said_of_a_rule_that_was_not_applied(code: str, record: str):
    other = PROGRAMME | {"programme_id": "P-02", "name": "另一项目", "rules_on": "R41"}
    checked = with_waivers(
        GRANTED | {"code": code, "record_id": record},
        postings=[POSTING],
        programmes=[PROGRAMME, other],
    )
    assert said(checked) == []


def test_a_record_of_a_sheet_that_is_not_there_is_not_called_unknown():
    waiver = GRANTED | {"code": "POL-R59", "record_id": "R-0001"}
    assert said(with_waivers(waiver, postings=[POSTING])) == []


def test_a_waiver_that_is_over_and_settled_is_left_in_peace():
    over = GRANTED | {"expires_on": "2026-06-21"}
    assert said(with_waivers(over, postings=[POSTING])) == []


def test_of_several_that_are_over_the_last_is_told():
    older = GRANTED | {
        "waiver_id": "V-0002",
        "approved_on": "2025-06-20",
        "expires_on": "2025-10-31",
    }
    newer = GRANTED | {"expires_on": "2026-06-21"}
    assert said(with_waivers(newer, older))[1:] == [("WVR606", "V-0001", "waivers!F2")]


def test_a_renewal_that_was_asked_for_is_told_in_place_of_the_end():
    over = GRANTED | {"expires_on": "2026-06-21"}
    renewal = GRANTED | {"waiver_id": "V-0002", "approved_by": "", "approved_on": ""}
    assert said(with_waivers(over, renewal))[1:] == [("WVR604", "V-0002", "waivers!G3")]


# Mass loss

ELEVEN = [{"cadre_id": f"C-{number:05d}", "name": f"人{number}"} for number in range(3, 14)]
LOSS: Row = GRANTED | {
    "waiver_id": "V-0009",
    "code": "CNT501",
    "record_id": "干部",
    "reason": "重复录入的已合并",
    "expires_on": "2026-12-31",
    "approved_on": "2026-06-24",
}
PUBLISHED = {"cadres": {row["cadre_id"] for row in (*CADRES, *ELEVEN)}}


def after_loss(*waivers: Row, as_of: date = AS_OF, waivers_before: Sequence[str] = ()) -> Checked:
    """Check a register that has lost eleven of thirteen cadres."""
    published = PUBLISHED | {"waivers": set(waivers_before)}
    return check_workbook(workbook(waivers=waivers), SCHEMA, as_of, published)


NAMES = ["干部", "cadres", "Cán bộ", "Cadres", "人员"]


@pytest.mark.parametrize("name", NAMES)
def test_a_mass_loss_is_acknowledged_by_any_name_of_the_sheet(name: str):
    if SCHEMA.table_of_title(name) is None:
        pytest.fail(f"{name} is no title of the sheet")
    checked = after_loss(LOSS | {"record_id": name})
    assert (said(checked), checked.stops) == ([], ())
    assert checked.accepted_loss == f"{name}: 重复录入的已合并 (市委组织部干部科, 2026-06-24)"


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        pytest.param(date(2026, 6, 23), ["CNT501", "WVR605/early"], id="the day before"),
        pytest.param(date(2026, 6, 24), [], id="the day of approval"),
        pytest.param(date(2026, 6, 30), [], id="the seventh day"),
        pytest.param(date(2026, 7, 1), ["CNT501", "WVR606/loss"], id="the eighth day"),
    ],
)
def test_an_acknowledgement_holds_for_seven_days_whatever_end_is_typed(day: date, codes: list[str]):
    assert [code for code, _, _ in said(after_loss(LOSS, as_of=day))] == codes


@pytest.mark.parametrize("end", ["", "2026-06-23", "2099-12-31", "年底"])
def test_the_end_that_was_typed_decides_nothing_about_a_loss(end: str):
    checked = after_loss(LOSS | {"expires_on": end})
    assert silenced(checked) == [("CNT501", "")]


NOT_ACKNOWLEDGED = [
    pytest.param({"record_id": "挂职"}, [], id="of another sheet"),
    pytest.param({"record_id": "C-00003"}, ["WVR603/sheet"], id="of a record"),
    pytest.param({"approved_by": "", "approved_on": ""}, ["WVR604"], id="asked for only"),
    pytest.param({"code": "CNT502"}, ["WVR602"], id="of an emptied sheet"),
]


@pytest.mark.parametrize(("changes", "codes"), NOT_ACKNOWLEDGED)
def test_a_loss_stays_where_nobody_granted_just_it(changes: Row, codes: list[str]):
    checked = after_loss(LOSS | changes)
    assert [code for code, _, _ in said(checked)] == ["CNT501", *codes]
    assert (len(checked.stops), checked.accepted_loss) == (1, "")


def test_a_sheet_of_waivers_that_lost_rows_acknowledges_nothing():
    checked = after_loss(LOSS, waivers_before=["V-0001", "V-0002", "V-0009"])
    assert [code for code, _, _ in said(checked)] == ["CNT501", "WVR611"]
    assert len(checked.stops) == 1


def test_a_single_row_taken_out_does_not_void_the_others():
    assert said(after_loss(LOSS, waivers_before=["V-0001", "V-0009"])) == []


def test_a_sheet_of_waivers_that_is_gone_acknowledges_nothing_and_stops_nothing_itself():
    published = PUBLISHED | {"waivers": {"V-0001", "V-0009"}}
    checked = check_workbook(workbook(), SCHEMA, AS_OF, published)
    assert [code for code, _, _ in said(checked)] == ["CNT501"]


def test_an_acknowledgement_is_no_burden_once_the_loss_is_published():
    assert said(check(workbook(waivers=[LOSS]))) == []


def test_a_build_goes_on_and_keeps_the_reason_in_the_history(tmp_path: Path):
    register, history = tmp_path / "register", tmp_path / "history"
    request = Request(
        register, languages=("zh",), history=history, output=tmp_path / "site", as_of=AS_OF
    )

    def is_built(book: Workbook) -> bool:
        shutil.rmtree(register, ignore_errors=True)
        save_csv_folder(book, register)
        return build_site(Project(ROOT), request, TEXTS).report is not None

    assert is_built(workbook(cadres=[*CADRES, *ELEVEN]))
    assert not is_built(workbook())
    assert is_built(workbook(waivers=[LOSS]))
    assert is_built(workbook())
    (folder,) = history.iterdir()
    _, acknowledged, later = load_history(folder).publications
    assert acknowledged.accepted == "干部: 重复录入的已合并 (市委组织部干部科, 2026-06-24)"
    assert acknowledged.records["waivers"] == {"V-0009": {}}
    assert later.accepted == ""


# Who may know

APPLICATION: Row = {
    "application_id": "A-0001",
    "batch_id": "B-001",
    "cadre_id": "C-00001",
    "decision": "selected",
    "limit_checked": "not_checked",
}
SECRET: Row = GRANTED | {"code": "POL-R107", "record_id": "A-0001"}
WITH_R107: Row = PROGRAMME | {"rules_on": "R107"}


def restricted(each: Sheet) -> Sheet:
    """Put a sheet into the second spreadsheet."""
    return replace(each, book=RESTRICTED)


def pair(here: Sequence[Row], there: Sequence[Row] | None, **others: Sequence[Row]) -> Workbook:
    """Make a register of two spreadsheets with waivers in either; None for no sheet there."""
    postings = others.pop("postings", [POSTING])
    book = workbook(programmes=[WITH_R107], postings=postings, **others)
    columns = list(dict.fromkeys(name for row in (GRANTED, *here) for name in row))
    first = sheet("waivers", here, columns)
    second = [restricted(sheet("applications", [APPLICATION]))]
    if there is not None:
        second.append(restricted(sheet("waivers", there, list(GRANTED))))
    return replace(book, sheets=(*book.sheets, first, *second))


def classes(checked: Checked) -> dict[str, Visibility]:
    """Give the class of every finding about waivers."""
    return {each.code: each.visibility for each in checked.findings if each.code[:3] == "WVR"}


def test_what_waives_a_confidential_rule_is_as_secret_as_the_rule():
    waiver = SECRET | {"approved_by": "", "approved_on": ""}
    checked = check(workbook(programmes=[WITH_R107], applications=[APPLICATION], waivers=[waiver]))
    (rule,) = (each for each in checked.findings if each.code == "POL-R107")
    assert classes(checked) == {"WVR604": rule.visibility}
    assert rule.visibility > SHARED_CLASS


def test_a_waived_finding_is_as_secret_as_the_rule():
    checked = check(workbook(programmes=[WITH_R107], applications=[APPLICATION], waivers=[SECRET]))
    assert [(each.code, each.visibility > SHARED_CLASS) for each in checked.waived] == [
        ("POL-R107", True)
    ]


@pytest.mark.parametrize("code", [entry.code for entry in CATALOGUE if can_be_waived(entry)])
def test_a_waiver_is_never_less_secret_than_a_finding_of_its_rule(code: str):
    strictest = max(
        [Visibility.PUBLIC, *(SCHEMA.field(path).visibility for path in BY_CODE[code].reads)]
    )
    assert class_of(code, SCHEMA.tables["cadres"], SCHEMA) >= max(strictest, BY_CODE[code].at_least)


def test_what_can_be_waived_are_rules_that_only_tell_and_the_mass_loss():
    codes = {entry.code for entry in CATALOGUE if can_be_waived(entry)}
    assert "CNT501" in codes
    rest = [BY_CODE[code] for code in codes - {"CNT501"}]
    assert {(entry.family, entry.effect, entry.is_page) for entry in rest} == {
        ("POL", Effect.TELL, False)
    }


def test_a_rule_that_looks_at_every_column_may_mean_the_most_secret_one():
    assert class_of("POL-R89", SCHEMA.tables["engagements"], SCHEMA) is Visibility.SEALED
    assert class_of("POL-R89", None, SCHEMA) is Visibility.ORG


def test_rows_of_both_spreadsheets_are_heard():
    checked = check(pair([GRANTED], [SECRET], postings=[LONG]))
    assert said(checked) == []
    assert sorted(silenced(checked)) == [("POL-R107", "A-0001"), ("POL-R36", "S-0001")]


def test_a_confidential_waiver_in_the_shared_spreadsheet_holds_nothing_and_only_the_other_tells():
    checked = check(pair([SECRET], []))
    shares = share_out(checked.findings, SHARED_CLASS, has_restricted=True)
    assert [each.code for each in shares.restricted] == ["POL-R107", "WVR610"]
    assert [each.code for each in shares.shared if each.code != "SRC102"] == []
    assert checked.waived == ()


def test_without_a_second_spreadsheet_no_waiver_is_misplaced():
    checked = check(workbook(programmes=[WITH_R107], applications=[APPLICATION], waivers=[SECRET]))
    assert said(checked) == []


def test_what_stands_in_the_restricted_spreadsheet_is_not_told_below_its_class():
    rows = [
        SECRET | {"record_id": ""},
        GRANTED | {"waiver_id": "V-0002", "record_id": "S-0009"},
        GRANTED | {"waiver_id": "V-0003", "code": "x"},
        GRANTED | {"waiver_id": ""},
    ]
    checked = check(pair([], rows))
    about = [each for each in checked.findings if each.cell.sheet == "waivers"]
    assert {each.code for each in about} == {"CEL301", "CEL309", "KEY401", "WVR603", "WVR608"}
    assert {each.cell.book for each in about} == {RESTRICTED}
    assert min(each.visibility for each in about) is Visibility.ORG


def test_the_same_number_in_both_spreadsheets_is_no_mistake():
    assert said(check(pair([GRANTED], [SECRET], postings=[LONG]))) == []


def test_a_place_among_the_restricted_rows_belongs_to_no_row_of_the_shared_sheet():
    checked = check(pair([GRANTED], [SECRET | {"waiver_id": ""}], postings=[LONG]))
    (finding,) = (each for each in checked.findings if each.code == "KEY401")
    located = checked.register.tables["waivers"].located
    assert (finding.cell.book, finding.cell.row_number) == (RESTRICTED, 2)
    assert located.row_of(finding.cell) is None
    assert located.row_of(replace(finding.cell, book="")) == 2


def test_a_row_of_the_shared_sheet_does_not_tell_of_its_twin_in_the_other():
    asked = GRANTED | {"approved_by": "", "approved_on": ""}
    checked = check(pair([asked], [GRANTED], postings=[LONG]))
    assert classes(checked) == {"WVR609": Visibility.ORG}
    assert [each.visibility for each in checked.waived] == [Visibility.ORG]


def test_a_restricted_sheet_alone_is_read():
    book = pair([], [SECRET])
    without = replace(
        book, sheets=tuple(each for each in book.sheets if each.title != "waivers" or each.book)
    )
    assert silenced(check(without)) == [("POL-R107", "A-0001")]


def test_a_restricted_sheet_is_read_where_the_shared_one_has_no_header():
    book = pair([], [SECRET])
    broken = replace(sheet("waivers", []), title="waivers")
    sheets = [broken if each.title == "waivers" and not each.book else each for each in book.sheets]
    assert ("POL-R107", "A-0001") in silenced(check(replace(book, sheets=tuple(sheets))))


def test_a_restricted_sheet_lacking_columns_is_told():
    book = pair([], None)
    there = restricted(sheet("waivers", [{"waiver_id": "V-0001", "reason": "x"}]))
    checked = check(replace(book, sheets=(*book.sheets, there)))
    codes = [(each.code, each.cell.field) for each in checked.findings if each.cell.book]
    assert ("HDR202", "code") in codes
    assert ("HDR202", "record_id") in codes


def test_a_remark_in_the_shared_spreadsheet_is_told_to_leave():
    checked = check(pair([GRANTED | {"remark": "x"}], [], postings=[LONG]))
    assert said(checked, "HDR") == [("HDR208/rows", "", "waivers!I1")]


def test_both_spreadsheets_are_set_up_with_waivers_of_their_own():
    fields = {
        part: [column.field.name for tab in draw(SCHEMA, "zh", part).tabs
               if tab.key == "waivers" for column in tab.columns]
        for part in Part
    }  # fmt: skip
    every = [field.name for field in SCHEMA.tables["waivers"].fields]
    assert fields[Part.WHOLE] == fields[Part.RESTRICTED] == every
    assert fields[Part.SHARED] == every[:-1]


BELOW = [each for each in AUDIENCES.values() if each.visibility < Visibility.ORG]


@pytest.mark.parametrize("audience", [*BELOW, Audience("unit", Visibility.UNIT)])
def test_no_audience_below_the_organisation_department_sees_anything_of_the_sheet(
    audience: Audience,
):
    waivers = [GRANTED | {"reason": "墨绿色的理由"}, GRANTED | {"waiver_id": "V1"},
               GRANTED | {"waiver_id": "V-0003", "record_id": "S-0009"}]  # fmt: skip
    shown = make_publishable(with_waivers(*waivers), audience)
    assert "waivers" not in shown.tables
    assert [row for row in shown.held if row.sheet == "waivers"] == []
    assert [each for each in shown.findings if each.cell.sheet == "waivers"] == []


def test_a_sheet_the_schema_does_not_publish_is_not_published():
    hidden = replace(SCHEMA.tables["mentors"], is_published=False)
    schema = replace(SCHEMA, tables={**SCHEMA.tables, "mentors": hidden})
    book = workbook(
        mentors=[{"mentor_id": "M-0001", "posting_id": "S-0001", "mentor_name": "沈牧之"}]
    )
    checked = check_workbook(book, schema, AS_OF)
    assert "mentors" not in make_publishable(checked, AUDIENCES["internal"]).tables
    assert "mentors" in make_publishable(check(book), AUDIENCES["internal"]).tables


def test_the_history_keeps_of_waivers_that_they_were_there_and_no_more():
    checked = with_waivers(GRANTED | {"reason": "墨绿色的理由"})
    kept = publication_of(checked.register, "")
    assert kept.records["waivers"] == {"V-0001": {}}
    assert "waivers" not in [each.key for each in workbook_of(kept, SCHEMA, "x").sheets]


OTHER_TEXTS = {"reason": "别的理由", "owner": "白枥乡", "remark": "别的备注"}


@pytest.mark.parametrize("column", OTHER_TEXTS)
@pytest.mark.parametrize("changes", [{}, {"expires_on": "2026-06-29"}, {"approved_on": ""}])
def test_no_confidential_column_of_the_sheet_changes_what_is_found(column: str, changes: Row):
    waiver = GRANTED | {"remark": "x"} | changes
    one, other = with_waivers(waiver), with_waivers(waiver | {column: OTHER_TEXTS[column]})
    assert other.findings == one.findings
    assert other.waived == one.waived


# Reports


def report(checked: Checked, language: str, limit: Visibility, style: str) -> str:
    """Write a report of what was found and waived."""
    return REPORTERS[style](
        Report(checked.findings, SCHEMA, MESSAGES, language, limit, waived=checked.waived)
    )


@pytest.mark.parametrize(
    ("language", "closing"),
    [
        ("zh", "另有 1 条已获豁免，不再提示。"),
        ("vi", "Ngoài ra 1 mục đã được miễn trừ, không nhắc nữa."),
        ("en", "1 more is waived and not listed."),
    ],
)
@pytest.mark.parametrize("style", ["text", "markdown"])
def test_a_report_ends_with_how_many_are_waived(language: str, closing: str, style: str):
    lines = report(with_waivers(GRANTED), language, Visibility.SEALED, style).splitlines()
    assert lines[-1 if style == "text" else 2] == closing


@pytest.mark.parametrize("style", list(REPORTERS))
def test_who_may_not_know_of_a_finding_hears_of_no_waiver_for_it(style: str):
    checked = check(workbook(programmes=[WITH_R107], applications=[APPLICATION], waivers=[SECRET]))
    without = replace(checked, waived=())
    seen = [report(each, "zh", SHARED_CLASS, style) for each in (checked, without)]
    assert seen[0] == seen[1]


def test_json_lists_what_is_waived_with_the_waiver():
    content = json.loads(report(with_waivers(GRANTED), "zh", Visibility.SEALED, "json"))
    (waived,) = content["waived"]
    assert (waived["code"], waived["record"]) == ("POL-R36", "S-0001")
    assert waived["related"][-1] == {"cell": "waivers!B2", "note": "V-0001"}


def test_json_has_its_keys_where_nothing_is_waived():
    content = json.loads(report(check(workbook()), "zh", Visibility.SEALED, "json"))
    assert content["waived"] == []


# The page for clerks


def waivers_page(language: str) -> Path:
    return DOCS / language / "editing" / "waivers.md"


def filled(page: Path) -> list[str]:
    """Give the two lines of a CSV file with the row the page fills in."""
    row = {title: value for title, _, value in rows_under(page, "row")}
    return [",".join(f'"{text}"' for text in line) + "\n" for line in (row, row.values())]


def what_check_says(folder: Path, waivers: str, language: str) -> str:
    """Give what the command prints about the posting the page speaks of, with some waivers."""
    (case,) = (each for each in CASES if each.name == "POL-R36-thirteen-months-planned")
    register = lay_over_base(case, folder)
    (register / "豁免.csv").write_text(waivers, encoding="utf-8")
    return CliRunner().invoke(main, ["check", str(register), "--lang", language]).output


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_what_check_says_before_and_after(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(ROOT)
    page = waivers_page(language)
    header, row = filled(page)
    before, after = blocks(page, "text")
    assert what_check_says(tmp_path / "before", header, language) == before
    assert what_check_says(tmp_path / "after", header + row, language) == after


@pytest.mark.parametrize(
    ("language", "longest", "loss"),
    [
        ("zh", "从批准当天起 {} 天", "批准当天算起管七天"),
        ("vi", "{} ngày kể từ ngày duyệt", "Có hiệu lực bảy ngày kể từ ngày duyệt"),
        ("en", "{} days from the day of approval", "seven days from the day of approval"),
    ],
)
def test_the_page_names_the_limits_as_they_are(language: str, longest: str, loss: str):
    text = waivers_page(language).read_text(encoding="utf-8")
    assert longest.format(MOST_DAYS) in text
    assert loss in text
    assert LOSS_DAYS == 7
