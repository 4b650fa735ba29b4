"""Headers, keys, references and what records must say together, on workbooks built in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handbook.findings import Finding, Plain
from handbook.schema import LANGUAGES
from handbook.tables import look_up
from handbook.validation.header_rows import find_header
from handbook.validation.keys import free_ids
from handbook.workbook import Merged, Sheet, Workbook, grid
from small_workbooks import (
    CADRES,
    MESSAGES,
    POSTING,
    SCHEMA,
    Row,
    check,
    said,
    sheet,
    workbook,
)


def only(book: Workbook, code: str) -> Finding:
    """Give the one finding of a code."""
    (finding,) = (each for each in check(book).findings if each.code == code)
    return finding


# Which rows are the header, and which column is which.

HEADERS = [
    pytest.param([["挂职编号", "干部"]], 1, {1: "posting_id", 2: "cadre_id"}, id="one row"),
    pytest.param(
        [["登记表"], ["挂职编号", "干部"]], 2, {1: "posting_id", 2: "cadre_id"}, id="below a title"
    ),
    pytest.param(
        [["干部", "计划", ""], ["", "开始", "结束"]],
        2,
        {1: "cadre_id", 2: "start_planned", 3: "end_planned"},
        id="groups above",
    ),
    pytest.param(
        [["干部", "计划开始", "计划结束"], ["", "(年月日)", "（年月日）"]],
        1,
        {1: "cadre_id", 2: "start_planned", 3: "end_planned"},
        id="hints below are no titles",
    ),
    pytest.param(
        [["干部", "情况", "接收单位"], ["C-00001", "备注", "U-0001"]],
        1,
        {1: "cadre_id", 3: "receiving_unit_id"},
        id="a record with a title's word is no title",
    ),
    pytest.param([["干部"]], 1, {1: "cadre_id"}, id="the only column there is"),
]


@pytest.mark.parametrize(("rows", "last_row", "fields"), HEADERS)
def test_the_header_is_found(
    rows: Sequence[Sequence[str]], last_row: int, fields: dict[int, str]
) -> None:
    header = find_header(SCHEMA.tables["postings"], Sheet("挂职", grid(rows)))
    assert header is not None
    assert header.last_row == last_row
    assert {column: field.name for column, field in header.fields.items()} == fields


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([], id="nothing"),
        pytest.param([["干部", "x"]], id="one title among two columns"),
        pytest.param([["x"]] * 10 + [["挂职编号", "干部"]], id="below row 10"),
    ],
)
def test_what_names_no_two_fields_is_no_header(rows: Sequence[Sequence[str]]) -> None:
    assert find_header(SCHEMA.tables["postings"], Sheet("挂职", grid(rows))) is None


def test_a_merged_group_reaches_as_far_as_its_cells() -> None:
    rows = [["干部", "计划", "", ""], ["", "开始", "结束", "开始"]]
    merged = (Merged(1, 1, 2, 3),)
    header = find_header(SCHEMA.tables["postings"], Sheet("挂职", grid(rows), merged=merged))
    assert header is not None
    assert header.texts == {1: "干部", 2: "计划开始", 3: "计划结束", 4: "开始"}


# Ids


def test_blank_ids_are_proposed_one_after_the_other() -> None:
    cadres = [*CADRES, {"name": "宋砚舟"}, {"name": "景砚秋"}]
    findings = check(workbook(cadres=cadres)).findings
    proposals = [each.params["proposal"] for each in findings if each.code == "KEY401"]
    assert proposals == ["C-00003", "C-00004"]


def test_the_largest_id_there_is_does_not_use_up_those_below_it() -> None:
    cadres = [{"cadre_id": key, "name": "甲"} for key in ("C-00001", "C-99999999", "C-00003")]
    ids = free_ids(check(workbook(cadres=cadres)).register.tables["cadres"])
    assert [next(ids) for _ in range(3)] == ["C-00002", "C-00004", "C-00005"]


def test_every_row_that_bears_a_repeated_id_is_held() -> None:
    checked = check(workbook(cadres=[*CADRES, CADRES[0] | {"name": "宋砚舟"}]))
    assert checked.register.tables["cadres"].held.tolist() == [True, False, True]


def test_without_a_column_of_ids_no_record_is_told_from_another() -> None:
    cadres = [{"name": "顾清禾"}, {"name": "陆予安"}]
    table = check(workbook(cadres=cadres)).register.tables["cadres"]
    assert table.held.tolist() == [True, True]


def test_a_blank_reference_finds_no_record_with_a_blank_id() -> None:
    table = check(workbook(mentors=[{"mentor_name": "景砚秋", "posting_id": "S-0001"}])).register
    assert table.look_up("mentors", table.tables["postings"].keys * 0, "mentor_name").tolist() == [
        ""
    ]
    assert look_up(None, table.tables["postings"].keys, "mentor_name").tolist() == [""]


# References


NAMESAKE = {"cadre_id": "C-00003", "name": "陆予安"}
REFERENCES = [
    pytest.param("C-00002", "C-00002", "", id="id"),
    pytest.param(" C-00002　陆予安 ", "C-00002", "", id="id and name"),
    pytest.param("C-00002：陆予安", "C-00002", "", id="id, colon, name"),
    pytest.param("C-00002,", "C-00002", "", id="comma left over"),
    pytest.param("Ｃ－００００２", "C-00002", "", id="full width"),
    pytest.param("顾清禾", "C-00001", "KEY406", id="name of one"),
    pytest.param("陆予安", "", "KEY407", id="name of two"),
    pytest.param("C-00002 顾清禾", "C-00002", "KEY405", id="name of somebody else"),
    pytest.param("C-00002, 顾清禾", "C-00002", "KEY405", id="name of somebody else after a comma"),
    pytest.param("C-00001、C-00002", "", "CEL315", id="two ids"),
    pytest.param("C-00001 和 C-00002", "", "CEL315", id="two ids and a word"),
    pytest.param("C-00001 顾清禾、C-00002 陆予安", "", "CEL315", id="two ids with names"),
    pytest.param("C-00001 顾清禾、陆予安", "", "CEL315", id="id and name, then a name"),
    pytest.param("顾清禾及陆予安", "", "CEL315", id="two names and a word"),
    pytest.param("C-00001、顾清禾", "C-00001", "KEY405", id="one person twice"),
    pytest.param("C-1", "", "KEY404/near", id="zeros left out"),
    pytest.param("c-00001", "", "KEY404/near", id="small letter"),
    pytest.param("顾清和", "", "KEY404/near", id="name misspelt"),
    pytest.param("U-0001", "", "KEY404/kind", id="id of a unit"),
    pytest.param("C-00099", "", "KEY404", id="nobody's id"),
    pytest.param("顾清禾等8人", "", "KEY404", id="one of several named"),
]


@pytest.mark.parametrize(("text", "key", "code"), REFERENCES)
def test_a_reference_is_understood_or_told(text: str, key: str, code: str) -> None:
    cadres = [*CADRES, NAMESAKE]
    checked = check(workbook(cadres=cadres, postings=[POSTING | {"cadre_id": text}]))
    assert checked.register.tables["postings"].values("cadre_id").tolist() == [key]
    assert said(checked) == ([(code, "S-0001", "postings!B2")] if code else [])


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("党政办公室、人大办公室", id="two names, one of them another's"),
        pytest.param("2025—2026学年支教队", id="a dash"),
        pytest.param("发展规划局（栖川）", id="full-width brackets"),
    ],
)
def test_what_the_drop_down_offers_is_understood(name: str) -> None:
    units = [
        {"unit_id": "U-0001", "unit_name": name, "level": "township"},
        {"unit_id": "U-0002", "unit_name": "人大办公室", "level": "township"},
    ]
    cadre = {"cadre_id": "C-00001", "name": "顾清禾", "home_unit_id": f"U-0001 {name}"}
    checked = check(workbook(units=units, cadres=[cadre], postings=[]))
    assert checked.register.tables["cadres"].values("home_unit_id").tolist() == ["U-0001"]
    assert said(checked, "CEL", "KEY") == []


def test_several_records_in_one_cell_are_counted_as_the_editor_counts_them() -> None:
    posting = POSTING | {"cadre_id": "C-00001 顾清禾、C-00002 陆予安"}
    finding = only(workbook(postings=[posting]), "CEL315")
    assert finding.params["items"] == ("C-00001 顾清禾", "C-00002 陆予安")
    assert finding.params["count"] == 2


@pytest.mark.parametrize("cadres", [CADRES, CADRES[::-1]], ids=["as listed", "the other way"])
def test_either_name_of_an_id_borne_twice_will_do(cadres: Sequence[Row]) -> None:
    same = [cadre | {"cadre_id": "C-00001"} for cadre in cadres]
    postings = [
        POSTING | {"cadre_id": "C-00001 顾清禾"},
        POSTING | {"cadre_id": "C-00001 陆予安", "posting_id": "S-0002", "status": "cancelled"},
    ]
    assert said(check(workbook(cadres=same, postings=postings)), "KEY405", "KEY404") == []


def test_a_reference_to_a_sheet_that_is_absent_is_left_as_it_is() -> None:
    posting = POSTING | {"position_id": "镇长助理岗", "doc_id": "D-001 任职通知"}
    checked = check(workbook(postings=[posting]))
    table = checked.register.tables["postings"]
    assert said(checked) == []
    assert [*table.values("position_id"), *table.values("doc_id")] == ["镇长助理岗", "D-001"]


def test_an_id_of_another_sheet_is_named_in_the_language_of_the_report() -> None:
    finding = only(workbook(postings=[POSTING | {"cadre_id": "U-0001"}]), "KEY404")
    assert finding.params["actual"] == Plain(SCHEMA.tables["units"].titles)
    texts = [MESSAGES.explain(finding, language).message for language in LANGUAGES]
    titles = [SCHEMA.tables["units"].titles[language] for language in LANGUAGES]
    assert [title in text for title, text in zip(titles, texts, strict=True)] == [True] * 3


# What records say together


def above(*parents: str) -> list[Row]:
    """Units U-0001 and on, each with the unit above it."""
    return [
        {
            "unit_id": f"U-{n:04d}",
            "unit_name": f"单位{n}",
            "level": "county",
            "admin_parent_id": parent,
        }
        for n, parent in enumerate(parents, start=1)
    ]


CIRCLES = [
    pytest.param(("", "U-0001", "U-0002"), [], id="a line"),
    pytest.param(("U-0001",), [("KEY410/self", "U-0001", "units!D2")], id="above itself"),
    pytest.param(("U-0002", "U-0001"), [("KEY410", "U-0001", "units!D2")], id="two"),
    pytest.param(
        ("U-0002", "U-0003", "U-0002"),
        [("KEY410", "U-0002", "units!D3")],
        id="a line into a circle",
    ),
    pytest.param(
        ("U-0002", "U-0001", "U-0004", "U-0003"),
        [("KEY410", "U-0001", "units!D2"), ("KEY410", "U-0003", "units!D4")],
        id="two circles",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parents", "expected"), CIRCLES)
def test_a_circle_is_told_once(
    parents: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    assert said(check(workbook(units=above(*parents))), "KEY410") == expected


def test_a_long_circle_is_told_in_a_line_one_can_read() -> None:
    size = 3_000
    parents = [f"U-{n % size + 1:04d}" for n in range(1, size + 1)]
    finding = only(workbook(units=above(*parents)), "KEY410")
    path = str(finding.params["path"]).split(" → ")
    assert path[:2] == ["U-0001", "U-0002"]
    assert path[-2:] == ["…", "U-0001"]
    assert len(path) < 20
    assert len(finding.related) < 20


POSITIONS = [
    {"position_id": "N-0001", "batch_id": "B-002", "receiving_unit_id": "U-0002", "title": "助理"}
]
BATCHES = [
    {"batch_id": "B-001", "programme_id": "P-01", "title": "第一批"},
    {"batch_id": "B-002", "programme_id": "P-01", "title": "第二批"},
]


def test_records_that_disagree_are_told_though_others_left_the_cell_blank() -> None:
    postings = [
        POSTING | {"position_id": "N-0001"},
        POSTING
        | {"posting_id": "S-0002", "cadre_id": "C-00002", "batch_id": "", "position_id": "N-0001"},
    ]
    book = workbook(batches=BATCHES, postings=postings, positions=POSITIONS)
    assert said(check(book), "KEY412") == [("KEY412", "S-0001", "postings!C2")]


def test_a_required_value_that_follows_from_another_record_is_not_missing() -> None:
    posting = POSTING | {"batch_id": "", "receiving_unit_id": "", "position_id": "N-0001"}
    checked = check(workbook(batches=BATCHES, postings=[posting], positions=POSITIONS))
    table = checked.register.tables["postings"]
    assert said(checked) == []
    assert [*table.values("batch_id"), *table.values("receiving_unit_id")] == ["B-002", "U-0002"]


# Tabs


def test_three_tabs_for_one_sheet_are_one_finding() -> None:
    book = workbook()
    copies = [replace(book.sheets[-1], title=title) for title in ("挂职", "挂职一览表")]
    assert said(check(replace(book, sheets=(*book.sheets, *copies)))) == [("SRC104", "", "挂职")]


def test_a_blank_tab_beside_the_filled_one_is_left_alone() -> None:
    book = workbook()
    blank = sheet("挂职", [])
    before = replace(book, sheets=(replace(blank, text=grid([])), *book.sheets))
    assert said(check(before)) == []
