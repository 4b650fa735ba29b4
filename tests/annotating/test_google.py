"""Answers in the stand-in for Google Sheets, over real HTTP: nothing of anybody else's changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annotating_office import (
    BOOK,
    Office,
    Open,
    expected_marks,
    other_people_s,
)
from handbook.annotating.google import clear
from handbook.annotating.results import Manner
from handbook.errors import GoogleError, HandbookError
from handbook.google.metadata import RESULTS
from sheets_server import Fault
from small_workbooks import CADRES, POSTING, SCHEMA, UNITS, workbook

CELLS = Manner.CELLS_TOO
POSTINGS = 15
"""Number of the sheet `postings` on the server."""


def marked(open_office: Open) -> Office:
    office = open_office()
    office.annotate(manner=CELLS)
    return office


def test_at_first_only_the_result_sheet_is_written(open_office: Open) -> None:
    office = open_office()
    before = other_people_s(office)
    outcome = office.annotate()
    assert outcome.shared.manner is Manner.RESULTS_ONLY
    assert other_people_s(office) == before
    assert office.results()[1] == ["答复方式", "只写在本表"]
    assert len(office.results()) == 4 + outcome.shared.told


def test_the_choice_in_the_sheet_decides_from_then_on(open_office: Open) -> None:
    office = open_office()
    office.annotate()
    office.store.write(office.spreadsheet_id, "'检查结果'!B2", [["也写批注和颜色"]])
    assert office.annotate().shared.manner is CELLS
    assert office.marks() == expected_marks(office.check())
    office.store.write(office.spreadsheet_id, "'检查结果'!B2", [["只写在本表"]])
    assert office.annotate().shared.manner is Manner.RESULTS_ONLY
    assert office.marks() == set()
    assert office.store.colours(office.spreadsheet_id, "postings") == {}


def test_a_first_answer_is_two_reads_one_write_two_reads(open_office: Open) -> None:
    office = open_office()
    checked, start = office.check(), len(office.server.log)
    office.annotate(checked, manner=CELLS)
    kinds = [each.kind for each in office.server.log[start:] if each.kind != "drive.read"]
    read, write = "sheets.read", "sheets.write"
    assert kinds == [read, read, write, read, read]


def test_saying_it_again_is_two_reads_and_no_write(open_office: Open) -> None:
    office = marked(open_office)
    checked, start = office.check(), len(office.server.log)
    outcome = office.annotate(checked)
    kinds = [each.kind for each in office.server.log[start:] if each.kind != "drive.read"]
    assert kinds == ["sheets.read", "sheets.read"]
    assert outcome.shared.settled.writes == 0


def test_cells_of_records_are_coloured_and_colours_follow_a_sort(open_office: Open) -> None:
    office = marked(open_office)
    with_id = {place for place in office.marks("postings") if place != (4, 1) and place != (4, 7)}
    colours = office.store.colours(office.spreadsheet_id, "postings")
    assert set(colours) == with_id
    office.batch(sort(POSTINGS, 2, 5, column=0))
    again = office.store.colours(office.spreadsheet_id, "postings")
    assert len(again) == len(colours)
    assert set(again) != set(colours)


def sort(gid: int, first: int, last: int, *, column: int) -> dict[str, Any]:
    area = {"sheetId": gid, "startRowIndex": first - 1, "endRowIndex": last}
    specs = [{"dimensionIndex": column, "sortOrder": "DESCENDING"}]
    return {"sortRange": {"range": area, "sortSpecs": specs}}


def test_the_result_sheet_links_to_the_cells(open_office: Open) -> None:
    office = marked(open_office)
    row = next(row for row in office.results() if row[1:2] == ["KEY404"])
    assert row[3] == "postings!B2"
    reply = office.access().structure("sheets.data.rowData.values.hyperlink", ["'检查结果'!D5:D20"])
    links = [
        cell.get("hyperlink")
        for row in reply["sheets"][0]["data"][0].get("rowData", [])
        for cell in row.get("values", [])
    ]
    assert f"#gid={POSTINGS}&range=B2" in links


def test_a_person_s_note_stays_above_ours_and_alone_when_ours_goes(open_office: Open) -> None:
    office = open_office()
    office.write_note("postings", 2, 2, "请老王核对\n")
    office.write_note("postings", 3, 3, "别处的批注")
    office.annotate(manner=CELLS)
    note = office.notes("postings")[2, 2]
    assert note.startswith("请老王核对\n\n⟦检查⟧\n错误[KEY404]")
    office.store.write(office.spreadsheet_id, "postings!B2", [["C-00001"]])
    office.annotate()
    assert office.notes("postings")[2, 2] == "请老王核对\n"
    assert office.notes("postings")[3, 3] == "别处的批注"
    assert office.marks() == expected_marks(office.check())


def test_blocks_of_ours_that_people_copied_elsewhere_are_taken_away(open_office: Open) -> None:
    office = marked(open_office)
    copied = office.notes("postings")[2, 2]
    office.write_note("postings", 3, 5, f"抄来的\n{copied}")
    office.write_note("units", 9, 6, copied)
    office.annotate()
    assert office.notes("postings")[3, 5] == "抄来的"
    assert office.notes("units") == {}
    assert office.marks() == expected_marks(office.check())


def test_a_block_a_person_edited_is_theirs(open_office: Open) -> None:
    office = marked(open_office)
    edited = office.notes("postings")[2, 2].replace("KEY404", "已电话核实")
    office.write_note("postings", 2, 2, edited)
    office.annotate()
    assert office.notes("postings")[2, 2].startswith(f"{edited}\n⟦检查⟧\n错误[KEY404]")


def insert(gid: int, dimension: str, before: int, count: int = 1) -> dict[str, Any]:
    return {"insertDimension": {"range": span(gid, dimension, before, count)}}


def delete(gid: int, dimension: str, first: int, count: int = 1) -> dict[str, Any]:
    return {"deleteDimension": {"range": span(gid, dimension, first, count)}}


def span(gid: int, dimension: str, first: int, count: int) -> dict[str, Any]:
    start = first - 1
    return {
        "sheetId": gid, "dimension": dimension, "startIndex": start, "endIndex": start + count,
    }  # fmt: skip


def move(gid: int, dimension: str, first: int, to: int) -> dict[str, Any]:
    return {"moveDimension": {"source": span(gid, dimension, first, 1), "destinationIndex": to - 1}}


EDITS: dict[str, Callable[[Office], None]] = {
    "nobody edits": lambda office: office.batch(),
    "a row inserted above": lambda office: office.batch(insert(POSTINGS, "ROWS", 2)),
    "three rows inserted between": lambda office: office.batch(insert(POSTINGS, "ROWS", 3, 3)),
    "a row above the header": lambda office: office.batch(insert(POSTINGS, "ROWS", 1)),
    "a clean row deleted": lambda office: office.batch(delete(POSTINGS, "ROWS", 3)),
    "a marked row deleted": lambda office: office.batch(delete(POSTINGS, "ROWS", 2)),
    "the last row deleted": lambda office: office.batch(delete(POSTINGS, "ROWS", 5)),
    "rows sorted": lambda office: office.batch(sort(POSTINGS, 2, 5, column=1)),
    "a row moved to the end": lambda office: office.batch(move(POSTINGS, "ROWS", 2, 6)),
    "a column inserted": lambda office: office.batch(insert(POSTINGS, "COLUMNS", 2)),
    "a column deleted": lambda office: office.batch(delete(POSTINGS, "COLUMNS", 5)),
    "the ids moved to the end": lambda office: office.batch(move(POSTINGS, "COLUMNS", 1, 12)),
    "the result sheet deleted": lambda office: delete_results(office),
    "rows inserted in the result sheet": lambda office: insert_in_results(office),
    "the sheet renamed": lambda office: office.batch(rename(POSTINGS, "挂职")),
    "everything at once": lambda office: office.batch(
        insert(POSTINGS, "ROWS", 2),
        sort(POSTINGS, 2, 6, column=6),
        insert(POSTINGS, "COLUMNS", 3),
        delete(POSTINGS, "ROWS", 4),
    ),
}


WINDOWS = [
    pytest.param(0, id="before our first look"),
    pytest.param(2, id="within our first look"),
    pytest.param(4, id="between our look and our write"),
    pytest.param(5, id="right after our write"),
    pytest.param(7, id="within our second look"),
]


def rename(gid: int, title: str) -> dict[str, Any]:
    return {"updateSheetProperties": {
        "properties": {"sheetId": gid, "title": title}, "fields": "title",
    }}  # fmt: skip


def results_gid(office: Office) -> int | None:
    sheets = office.store.spreadsheet(office.spreadsheet_id).sheets
    return next((sheet.gid for sheet in sheets if sheet.title == "检查结果"), None)


def delete_results(office: Office) -> None:
    gid = results_gid(office)
    if gid is not None:
        office.batch({"deleteSheet": {"sheetId": gid}})


def insert_in_results(office: Office) -> None:
    gid = results_gid(office)
    if gid is not None:
        office.batch(insert(gid, "ROWS", 1, 2), insert(gid, "COLUMNS", 1))


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("request_number", WINDOWS)
def test_marks_are_right_whatever_is_moved_between_any_two_requests(
    open_office: Open, edit: Callable[[Office], None], request_number: int
) -> None:
    office = open_office()
    for row, column in ((2, 1), (2, 2), (3, 2), (4, 7), (5, 6), (9, 2), (1, 3)):
        office.write_note("postings", row, column, f"人写的 {row},{column}")
    checked = office.check()
    texts = office.before_request(request_number, lambda: edit(office))
    outcome = office.annotate(checked, manner=CELLS)
    assert outcome.is_settled
    assert office.marks() == expected_marks(office.check())
    assert office.human_notes() == texts()


FILLERS = [
    POSTING | {"posting_id": f"S-{number}", "cadre_id": "C-00002", "status": "cancelled"}
    for number in range(1001, 3001)
]
SOME_EDITS = (
    "a row inserted above",
    "a marked row deleted",
    "rows sorted",
    "a column inserted",
    "the ids moved to the end",
    "everything at once",
)
LARGE = workbook(
    postings=[
        POSTING | {"cadre_id": "C-00009"},
        POSTING | {"posting_id": "S-0002", "cadre_id": "C-00002", "status": "cancelled"},
        POSTING | {"posting_id": "S-0003", "cadre_id": "C-00002", "end_planned": "明年"},
        POSTING | {"posting_id": "S-0004", "cadre_id": "C-00002", "start_planned": "31/02/2026"},
        *FILLERS,
    ]
)


@pytest.mark.parametrize("edit", [pytest.param(EDITS[name], id=name) for name in SOME_EDITS])
def test_of_a_large_sheet_only_some_columns_are_read_and_marks_are_right_all_the_same(
    open_office: Open, edit: Callable[[Office], None]
) -> None:
    office = open_office(LARGE)
    office.write_note("postings", 3, 2, "人写的")
    office.write_note("postings", 2005, 3, "人写的，在末行")
    checked, start = office.check(), len(office.server.log)
    texts = office.before_request(4, lambda: edit(office))
    assert office.annotate(checked, manner=CELLS).is_settled
    asked = next(each.body for each in office.server.log[start:] if each.method == "POST")
    columns = [block["gridRange"] for block in asked["dataFilters"]]
    assert len([each for each in columns if each["sheetId"] == POSTINGS]) == 5
    assert office.marks() == expected_marks(office.check())
    assert office.human_notes() == texts()


def test_a_row_gone_since_the_pull_is_skipped_and_said(open_office: Open) -> None:
    office = open_office()
    checked = office.check()
    office.batch(delete(POSTINGS, "ROWS", 2))
    outcome = office.annotate(checked, manner=CELLS)
    assert outcome.shared.vanished == 1
    assert office.results()[2] == ["检查期间有 1 条问题所在的行或列被移走或删除，没有写出。"]
    assert "S-0001" not in str(office.results())


def test_a_text_changed_since_the_pull_gets_no_answer_now_and_it_is_said(
    open_office: Open,
) -> None:
    office = open_office()
    checked = office.check()
    office.store.write(office.spreadsheet_id, "postings!B2", [["C-00077"]])
    outcome = office.annotate(checked, manner=CELLS)
    assert outcome.shared.changed == 1
    assert (2, 2) not in office.marks("postings")
    assert office.results()[2] == ["检查期间有 1 条问题所在的内容被改过，没有写出，下次检查再看。"]
    office.annotate()
    assert (2, 2) in office.marks("postings")
    assert office.results()[2] == []


@pytest.mark.parametrize(
    ("language", "title", "first_line"),
    [
        pytest.param("vi", "Kết quả kiểm tra", "lỗi[KEY404]", id="Vietnamese"),
        pytest.param("en", "Check results", "error[KEY404]", id="English"),
    ],
)
def test_it_answers_in_the_language_of_the_spreadsheet(
    open_office: Open, language: str, title: str, first_line: str
) -> None:
    office = open_office(workbook(postings=[POSTING | {"cadre_id": "C-00009"}], language=language))
    office.annotate(manner=CELLS)
    assert office.ours("postings")[2, 2].startswith(first_line)
    assert office.store.values(office.spreadsheet_id, f"'{title}'")
    assert office.store.colours(office.spreadsheet_id, "postings") == {(2, 2): "#ffe5b2"}


def test_a_spreadsheet_that_changes_its_language_gets_its_answers_in_it(open_office: Open) -> None:
    office = marked(open_office)
    office.set_language("vi")
    office.annotate()
    rows = office.store.values(office.spreadsheet_id, "'Kết quả kiểm tra'")
    assert rows[1] == ["Cách trả lời", "Ghi cả ghi chú và tô màu ở ô"]
    assert office.ours("postings")[2, 2].startswith("lỗi[KEY404]")
    assert len(office.store.colours(office.spreadsheet_id, "postings")) > 0


def test_somebody_else_s_sheet_of_that_title_is_left_alone(open_office: Open) -> None:
    office = open_office()
    office.batch({"addSheet": {"properties": {"sheetId": 99, "title": "检查结果"}}})
    office.store.write(office.spreadsheet_id, "'检查结果'!A1", [["别人的"]])
    with pytest.raises(HandbookError, match="改成别的名字"):
        office.annotate()
    assert office.results() == [["别人的"]]
    office.batch(rename(99, "别人的结果"))
    office.annotate()
    assert office.store.values(office.spreadsheet_id, "'别人的结果'") == [["别人的"]]


def test_a_result_sheet_that_was_renamed_gets_its_title_back(open_office: Open) -> None:
    office = marked(open_office)
    gid = results_gid(office)
    assert gid is not None
    office.batch(rename(gid, "旧结果"))
    office.annotate(office.check())
    assert results_gid(office) == gid


def test_clear_leaves_only_what_people_made(open_office: Open) -> None:
    office = open_office()
    office.write_note("postings", 2, 2, "请老王核对")
    before = other_people_s(office)
    office.annotate(manner=CELLS)
    assert other_people_s(office) != before
    clear(office.access(), office.pull(), SCHEMA)
    assert other_people_s(office) == before
    assert office.results() == [[], ["答复方式", "也写批注和颜色"]]
    start = len(office.server.log)
    assert clear(office.access(), office.pull(), SCHEMA).shared.settled.writes == 0
    assert office.since(start, "sheets.write") == []


LOST = {
    "a reset after it was done": Fault.reset(applied=True),
    "a reset before it was done": Fault.reset(),
    "half a reply": Fault.truncated(),
    "an error after it was done": Fault.error(500, applied=True),
    "an error page": Fault.error(502, html=True),
    "a refusal for now": Fault.rate_limited(3),
}


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_after_a_lost_answer_it_goes_on_from_what_is_there(open_office: Open, fault: Fault) -> None:
    office = open_office()
    office.write_note("postings", 2, 2, "人写的")
    faults = [fault]
    office.server.before = lambda served: (
        faults.pop() if faults and served.kind == "sheets.write" else None
    )
    outcome = office.annotate(manner=CELLS)
    assert faults == []
    assert outcome.is_settled
    assert outcome.shared.settled.writes <= 2
    assert office.marks() == expected_marks(office.check())
    assert office.human_notes() == ["人写的"]


def test_a_reply_without_its_values_does_not_look_like_an_emptied_register(
    open_office: Open,
) -> None:
    office = marked(open_office)
    checked, before, start = office.check(), office.results(), len(office.server.log)
    faults = [Fault.empty_values()]
    office.server.before = lambda served: (
        faults.pop() if faults and served.path.endswith("ByDataFilter") else None
    )
    outcome = office.annotate(checked)
    assert faults == []
    assert outcome.shared.manner is CELLS
    assert office.since(start, "sheets.write") == []
    assert office.results() == before


def test_without_the_right_to_write_it_says_so(open_office: Open) -> None:
    office = open_office()
    office.server.before = lambda served: (
        Fault.error(403) if served.kind == "sheets.write" else None
    )
    with pytest.raises(GoogleError, match="不能修改"):
        office.annotate()


def rules(office: Office, title: str) -> list[dict[str, Any]]:
    sheets = office.access().structure("sheets(properties.title,conditionalFormats)")["sheets"]
    return next(
        sheet.get("conditionalFormats", [])
        for sheet in sheets
        if sheet["properties"]["title"] == title
    )


def test_a_rule_of_somebody_s_that_went_in_place_of_ours_is_put_back(open_office: Open) -> None:
    office = open_office()
    theirs = {
        "ranges": [{"sheetId": POSTINGS, "startRowIndex": 1, "endRowIndex": 9}],
        "booleanRule": {
            "condition": {"type": "NOT_BLANK"},
            "format": {"textFormat": {"italic": True}},
        },
    }
    office.batch({"addConditionalFormatRule": {"rule": theirs, "index": 0}})
    before = rules(office, "postings")
    office.annotate(manner=CELLS)
    checked = office.check()
    to_the_top = {"sheetId": POSTINGS, "index": 1, "newIndex": 0}
    office.before_request(4, lambda: office.batch({"updateConditionalFormatRule": to_the_top}))
    office.annotate(checked, manner=Manner.RESULTS_ONLY)
    assert rules(office, "postings") == before


def test_since_when_a_finding_is_there_outlives_other_checks(open_office: Open) -> None:
    office = open_office()
    office.annotate()
    place = f"'检查结果'!J{1 + [row[1:2] for row in office.results()].index(['KEY404'])}"
    office.store.write(office.spreadsheet_id, place, [["2026-05-01"]])
    office.batch(insert(POSTINGS, "ROWS", 2))
    office.annotate()
    days = {row[1]: row[9] for row in office.results()[4:]}
    assert days["KEY404"] == "2026-05-01"
    assert days["CEL305"] == "2026-06-30"


def test_two_thousand_findings_are_one_write(open_office: Open) -> None:
    units = [
        {"unit_id": f"U-{n:04}", "unit_name": f"单位{n}", "level": "没有这一级"}
        for n in range(1, 2001)
    ]
    office = open_office(workbook(units=units, cadres=CADRES[:1], postings=[]))
    checked, start = office.check(), len(office.server.log)
    outcome = office.annotate(checked, manner=CELLS)
    assert outcome.shared.told > 2000
    assert len(office.since(start, "sheets.write")) == 1
    assert len(office.marks("units")) >= 2000


def test_every_unit_of_the_small_register_stays_as_it_was(open_office: Open) -> None:
    office = marked(open_office)
    texts = office.store.values(office.spreadsheet_id, "'units'")
    assert [row[0] for row in texts] == ["unit_id", *(unit["unit_id"] for unit in UNITS)]
    assert RESULTS not in str(texts)
    assert [sheet.title for sheet in BOOK.sheets][:2] == ["units", "cadres"]
