"""What a program that annotates a sheet depends on, over real HTTP with the real gspread."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.utils import ExportFormat, ValidationConditionType, ValueRenderOption

from emulated import connect
from sheets_server import Server, Store

UNFORMATTED = ValueRenderOption.unformatted
FORMULA = ValueRenderOption.formula
Json = dict[str, Any]


def grid(book: gspread.Spreadsheet, fields: str, **params: Any) -> Any:
    """Give what a masked `spreadsheets.get` answers."""
    return book.fetch_sheet_metadata({"fields": fields, **params})


def cells(book: gspread.Spreadsheet, fields: str) -> Any:
    """Give masked cells of the first sheet, row by row."""
    data = grid(book, f"sheets.data.rowData.values({fields})")["sheets"][0]["data"][0]
    return [row.get("values", []) for row in data.get("rowData", [])]


def test_a_note_leaves_the_value_alone(book, sheet):
    sheet.update([["007", "邦德"]])
    sheet.update_notes({"A1": "看这里"})
    assert cells(book, "note,userEnteredValue") == [
        [
            {"userEnteredValue": {"stringValue": "007"}, "note": "看这里"},
            {"userEnteredValue": {"stringValue": "邦德"}},
        ]
    ]


def test_a_format_leaves_value_and_note_alone(book, sheet):
    sheet.update([["007"]])
    sheet.update_notes({"A1": "看这里"})
    sheet.format("A1", {"textFormat": {"bold": True}})
    assert cells(book, "note,formattedValue,userEnteredFormat") == [
        [
            {
                "formattedValue": "007",
                "userEnteredFormat": {"textFormat": {"bold": True}},
                "note": "看这里",
            }
        ]
    ]


def test_a_validation_can_be_read_back(book, sheet):
    sheet.add_validation(
        "B2:B3", ValidationConditionType.one_of_list, ["是", "否"], "选一个", showCustomUi=True
    )
    rule = {
        "condition": {
            "type": "ONE_OF_LIST",
            "values": [{"userEnteredValue": "是"}, {"userEnteredValue": "否"}],
        },
        "inputMessage": "选一个",
        "showCustomUi": True,
    }
    assert cells(book, "dataValidation") == [
        [],
        [{}, {"dataValidation": rule}],
        [{}, {"dataValidation": rule}],
    ]


def test_raw_is_not_parsed_and_user_entered_is(sheet):
    texts = [["007", "=4/2", "2024-03-01", "TRUE", "50%"]]
    sheet.update(texts, "A1", raw=True)
    sheet.update(texts, "A2", raw=False)
    assert sheet.get("A1:E2", value_render_option=UNFORMATTED) == [
        ["007", "=4/2", "2024-03-01", "TRUE", "50%"],
        [7, 2, 45352, True, 0.5],
    ]
    assert sheet.get("A1:E2") == [
        ["007", "=4/2", "2024-03-01", "TRUE", "50%"],
        ["7", "2", "2024-03-01", "TRUE", "50%"],
    ]


def test_a_merge_clears_covered_values(book, sheet):
    sheet.update([["甲", "乙"], ["丙", "丁"]])
    sheet.merge_cells("A1:B2")
    assert sheet.get_all_values() == [["甲"]]
    assert grid(book, "sheets.merges") == {
        "sheets": [
            {
                "merges": [
                    {
                        "startRowIndex": 0,
                        "endRowIndex": 2,
                        "startColumnIndex": 0,
                        "endColumnIndex": 2,
                    }
                ]
            }
        ]
    }


def test_a_merge_of_rows_gives_way_to_a_larger_merge(book, sheet):
    sheet.merge_cells("A1:B2", "MERGE_ROWS")
    assert len(grid(book, "sheets.merges")["sheets"][0]["merges"]) == 2
    sheet.merge_cells("A1:B2")
    assert len(grid(book, "sheets.merges")["sheets"][0]["merges"]) == 1


def test_a_batch_is_all_or_nothing(book, sheet, store):
    sheet.update([["甲"]])
    before = store.spreadsheet(book.id)
    requests = [
        {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "改"}, "fields": "title"}},
        {"deleteSheet": {"sheetId": 99}},
    ]
    with pytest.raises(gspread.exceptions.APIError) as refused:
        book.batch_update({"requests": requests})
    assert refused.value.error == {
        "code": 400,
        "message": "Invalid requests[1].deleteSheet: No grid with id: 99",
        "status": "INVALID_ARGUMENT",
    }
    assert store.spreadsheet(book.id) is before


@pytest.mark.parametrize(
    ("reach", "message"),
    [
        pytest.param(
            "A1001",
            "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26",
            id="below",
        ),
        pytest.param(
            "AA1:AB2",
            "Range (Sheet1!AA1:AB2) exceeds grid limits. Max rows: 1000, max columns: 26",
            id="to the right",
        ),
        pytest.param("A1:", "Unable to parse range: 'Sheet1'!A1:", id="no range"),
    ],
)
def test_reading_past_the_grid_is_refused(sheet, reach, message):
    with pytest.raises(gspread.exceptions.APIError) as refused:
        sheet.get(reach)
    assert refused.value.response.status_code == 400
    assert refused.value.error["message"] == message


def test_clearing_values_keeps_notes_formats_and_validation(book, sheet):
    sheet.update([["甲"]])
    sheet.update_notes({"A1": "注"})
    sheet.format("A1", {"textFormat": {"bold": True}})
    sheet.clear()
    assert sheet.get_all_values() == [[]]
    assert cells(book, "note,userEnteredFormat,userEnteredValue") == [
        [{"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "注"}]
    ]


def test_booleans_come_back_as_booleans_when_unformatted(sheet):
    sheet.update([[True, False]], raw=True)
    assert sheet.get("A1:B1", value_render_option=UNFORMATTED) == [[True, False]]
    assert sheet.get("A1:B1") == [["TRUE", "FALSE"]]


def test_trailing_blanks_are_trimmed_and_inner_ones_kept(server, book, sheet):
    sheet.update(
        [["A1", "B1", "", "D1"], ["", "b2", "", ""], ["", "", "", ""], ["A4", "", "", "d4"]]
    )
    sheet.get_all_values()
    assert server.log[-1].response == {
        "range": "Sheet1!A1:Z1000",
        "majorDimension": "ROWS",
        "values": [["A1", "B1", "", "D1"], ["", "b2"], [], ["A4", "", "", "d4"]],
    }
    book.values_get("Sheet1!A1:D4", {"majorDimension": "COLUMNS"})
    assert server.log[-1].response["values"] == [
        ["A1", "", "", "A4"],
        ["B1", "b2"],
        [],
        ["D1", "", "", "d4"],
    ]


def test_values_are_absent_for_a_blank_range(server, book):
    book.values_batch_get(["Sheet1!A1:B2", "Sheet1"])
    assert server.log[-1].response == {
        "spreadsheetId": book.id,
        "valueRanges": [
            {"range": "Sheet1!A1:B2", "majorDimension": "ROWS"},
            {"range": "Sheet1!A1:Z1000", "majorDimension": "ROWS"},
        ],
    }


def test_sheet_id_0_is_left_out_of_ranges_but_not_of_properties(book, sheet):
    sheet.add_protected_range("A1:B2", warning_only=True)
    found = grid(book, "sheets(properties.sheetId,protectedRanges.range)")
    assert found["sheets"] == [
        {
            "properties": {"sheetId": 0},
            "protectedRanges": [
                {
                    "range": {
                        "startRowIndex": 0,
                        "endRowIndex": 2,
                        "startColumnIndex": 0,
                        "endColumnIndex": 2,
                    }
                }
            ],
        }
    ]


def test_serial_dates_count_from_30_december_1899(book, sheet):
    sheet.update([["1999-01-02", "2020-01-01", "1900-03-01"]], raw=False)
    assert sheet.get("A1:C1", value_render_option=UNFORMATTED) == [[36162, 43831, 61]]
    params = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert book.values_get("Sheet1!B1", params)["values"] == [["2020-01-01"]]


def test_appending_with_gaps_drifts_to_the_right(sheet):
    first = sheet.append_row(["x", "", "y"])
    second = sheet.append_row(["x", "", "y"])
    assert "tableRange" not in first
    assert first["updates"]["updatedRange"] == "Sheet1!A1:C1"
    assert second["tableRange"] == "Sheet1!C1"
    assert second["updates"]["updatedRange"] == "Sheet1!C2:E2"


def test_appending_with_a_table_range_does_not_drift(sheet):
    for _ in range(3):
        sheet.append_row(["x", "", "y"], table_range="A1")
    assert sheet.get_all_values() == [["x", "", "y"]] * 3


def test_a_write_counts_the_cells_it_touched(sheet):
    values: list[list[Any]] = [[None] * 4 for _ in range(6)]
    values[1][1], values[4][3] = "x", "y"
    reply = sheet.update(values, "A1:D6")
    assert reply["updatedRange"] == "Sheet1!A1:D6"
    assert (reply["updatedRows"], reply["updatedColumns"], reply["updatedCells"]) == (2, 2, 2)


def test_null_skips_a_cell_and_a_blank_text_clears_it(sheet):
    sheet.update([["甲", "乙"]])
    sheet.update([[None, ""]])
    assert sheet.get_all_values() == [["甲"]]


def test_numbers_read_back_as_they_were_typed(sheet):
    sheet.update([["2,000,000.01"]], raw=False)
    assert sheet.acell("A1").value == "2,000,000.01"
    assert sheet.acell("A1", value_render_option=UNFORMATTED).value == 2000000.01


def test_a_leading_apostrophe_is_not_part_of_the_value(sheet):
    sheet.update([["'123"]], raw=False)
    assert sheet.acell("A1", value_render_option=UNFORMATTED).value == "123"


@pytest.mark.parametrize(
    ("title", "echo"),
    [
        pytest.param("Sheet2", "Sheet2!A1", id="plain"),
        pytest.param("D3", "'D3'!A1", id="looks like a cell"),
        pytest.param("挂职", "'挂职'!A1", id="chinese"),
        pytest.param("挂 职", "'挂 职'!A1", id="space"),
        pytest.param("it's", "'it''s'!A1", id="apostrophe"),
        pytest.param("a!b", "'a!b'!A1", id="exclamation mark"),
        pytest.param("a/b", "'a/b'!A1", id="slash"),
    ],
)
def test_ranges_are_echoed_canonically(book, title, echo):
    sheet = book.add_worksheet(title, 10, 5)
    assert sheet.update([["甲"]])["updatedRange"] == echo
    assert sheet.get_all_values() == [["甲"]]


def test_colours_come_back_in_eight_bits(book, sheet):
    sheet.format("A1", {"backgroundColor": {"red": 0.5, "green": 1, "blue": 0}})
    colour = {"red": 0.49803922, "green": 1}
    assert cells(book, "userEnteredFormat") == [
        [
            {
                "userEnteredFormat": {
                    "backgroundColor": colour,
                    "backgroundColorStyle": {"rgbColor": colour},
                }
            }
        ]
    ]


def test_a_deleted_note_leaves_no_row_data(book, sheet):
    sheet.update_notes({"C3": "注"})
    assert cells(book, "note") == [[], [], [{}, {}, {"note": "注"}]]
    sheet.update_notes({"C3": ""})
    assert grid(book, "sheets.data.rowData.values.note") == {"sheets": [{"data": [{}]}]}


@pytest.mark.parametrize(
    "mask",
    [
        "sheets.properties.title,sheets.properties.sheetId",
        "sheets/properties/title,sheets/properties/sheetId",
        "sheets(properties(title,sheetId))",
        "sheets.properties(sheetId,title)",
        "sheets(properties/title,properties/sheetId)",
    ],
)
def test_masks_are_understood_in_every_spelling(book, mask):
    assert grid(book, mask) == {"sheets": [{"properties": {"sheetId": 0, "title": "Sheet1"}}]}


def test_cells_come_only_when_they_are_asked_for(book):
    assert "data" not in book.fetch_sheet_metadata()["sheets"][0]
    assert "data" in book.fetch_sheet_metadata({"includeGridData": "True"})["sheets"][0]
    assert "data" not in grid(book, "sheets.properties", includeGridData="true")["sheets"][0]


def test_a_protection_says_that_the_caller_may_edit_and_who_else(sheet, book):
    sheet.add_protected_range("A1:B2", editor_users_emails=["an@example.org"])
    sheet.add_protected_range("C1", warning_only=True, description="表头")
    first, second = book.list_protected_ranges(0)
    assert first["editors"]["users"] == ["an@example.org", "register@example.org"]
    assert {"requestingUserCanEdit", "warningOnly", "description"} <= second.keys()
    assert "editors" not in second
    sheet.delete_protected_range(first["protectedRangeId"])
    assert [one["protectedRangeId"] for one in book.list_protected_ranges(0)] == [
        second["protectedRangeId"]
    ]


def test_formula_errors_read_as_text_and_are_told_apart_only_in_cells(book, sheet):
    sheet.update([["=1/0", "#DIV/0!"]], raw=False)
    assert sheet.get("A1:B1", value_render_option=UNFORMATTED) == [["#DIV/0!", "#DIV/0!"]]
    first, second = cells(book, "effectiveValue")[0]
    assert first["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert second["effectiveValue"] == {"stringValue": "#DIV/0!"}


def test_update_cells_clears_the_masked_fields_of_what_rows_do_not_reach(book, sheet):
    sheet.update([["甲", "乙"], ["丙", "丁"]])
    sheet.update_notes({"A1": "一", "B1": "二", "A2": "三", "B2": "四"})
    block = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2}
    block |= {"startColumnIndex": 0, "endColumnIndex": 2}
    request = {"range": block, "rows": [{"values": [{"note": "新"}]}], "fields": "note"}
    book.batch_update({"requests": [{"updateCells": request}]})
    assert sheet.get_notes() == [["新"]]
    assert sheet.get_all_values() == [["甲", "乙"], ["丙", "丁"]]


def test_update_cells_from_a_start_clears_nothing_else(book, sheet):
    sheet.update_notes({"A1": "一", "B1": "二", "A2": "三"})
    request = {
        "start": {"sheetId": 0, "rowIndex": 0, "columnIndex": 0},
        "rows": [{"values": [{"note": "新"}]}],
        "fields": "note",
    }
    book.batch_update({"requests": [{"updateCells": request}]})
    assert sheet.get_notes() == [["新", "二"], ["三"]]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        pytest.param(
            {"updateCells": {"range": {}, "x": 1}},
            'Invalid JSON payload received. Unknown name "x" at '
            "'requests[0].update_cells': Cannot find field.",
            id="unknown field",
        ),
        pytest.param(
            {"paintCells": {}},
            'Invalid JSON payload received. Unknown name "paintCells" at '
            "'requests[0]': Cannot find field.",
            id="unknown kind",
        ),
        pytest.param(
            {"deleteSheet": {"sheetId": "eins"}},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"eins\"",
            id="text for a number",
        ),
        pytest.param(
            {"updateCells": {"range": "A1"}},
            "Invalid value at 'requests[0].update_cells.range' "
            '(type.googleapis.com/google.apps.sheets.v4.GridRange), "A1"',
            id="text for a message",
        ),
        pytest.param(
            {"insertDimension": {"range": {"dimension": "LINES"}}},
            "Invalid value at 'requests[0].insert_dimension.range.dimension' "
            '(type.googleapis.com/google.apps.sheets.v4.Dimension), "LINES"',
            id="unknown word of a list",
        ),
    ],
)
def test_what_the_api_does_not_know_is_refused_in_googles_words(book, request_, message):
    with pytest.raises(gspread.exceptions.APIError) as refused:
        book.batch_update({"requests": [request_]})
    assert refused.value.error["message"] == message
    assert refused.value.error["status"] == "INVALID_ARGUMENT"


def test_an_unknown_query_parameter_is_refused(book):
    with pytest.raises(gspread.exceptions.APIError, match="Cannot bind query parameter"):
        book.fetch_sheet_metadata({"includeCells": "true"})


def test_field_names_with_underscores_are_understood(book, sheet, store):
    request = {"update_cells": {"start": {"row_index": 1}, "rows": [{"values": [{"note": "注"}]}]}}
    request["update_cells"]["fields"] = "note"
    store.batch_update(book.id, {"requests": [request]})
    assert sheet.get_note("A2") == "注"


def test_the_validation_of_filtered_rows_is_skipped_unless_asked_for(book, sheet):
    sheet.update([["状态"], ["在"], ["走"], ["在"]])
    column = {"sheetId": 0, "startColumnIndex": 0, "endColumnIndex": 1}
    whole = {"range": column, "criteria": {"0": {"hiddenValues": ["走"]}}}
    rule = {"condition": {"type": "NOT_BLANK"}}
    body = {"range": {**column, "startRowIndex": 1, "endRowIndex": 4}, "rule": rule}
    book.batch_update({"requests": [{"setBasicFilter": {"filter": whole}}]})
    hidden = grid(book, "sheets.data.rowMetadata.hiddenByFilter")["sheets"][0]["data"][0]
    assert hidden["rowMetadata"][:4] == [{}, {}, {"hiddenByFilter": True}, {}]
    book.batch_update({"requests": [{"setDataValidation": body}]})
    held = [{}, {"dataValidation": rule}]
    assert cells(book, "dataValidation") == [[], [held[1]], [], [held[1]]]
    book.batch_update({"requests": [{"setDataValidation": {**body, "filteredRowsIncluded": True}}]})
    assert cells(book, "dataValidation") == [[], [held[1]], [held[1]], [held[1]]]


def test_drive_finds_makes_copies_exports_and_deletes(server, book, sheet):
    client = connect(server.url)
    sheet.update([["编号", "姓名"], ["007", "a,b"]])
    assert sheet.spreadsheet.export(ExportFormat.CSV).decode() == '编号,姓名\r\n007,"a,b"\r\n'
    assert client.open("栖川市挂职登记").id == book.id
    copy = client.copy(book.id, "副本")
    assert copy.sheet1.get_all_values() == sheet.get_all_values()
    new = client.create("新表")
    new.share("an@example.org", perm_type="user", role="reader")
    assert [one["role"] for one in new.list_permissions()] == ["owner", "reader"]
    client.del_spreadsheet(new.id)
    assert [one["name"] for one in client.list_spreadsheet_files()] == ["副本", "栖川市挂职登记"]


def test_drive_lists_page_by_page_and_ends_without_a_token(book, store):
    for number in range(4):
        store.create(f"表{number}")
    files, token = [], ""
    url = "https://www.googleapis.com/drive/v3/files"
    while token is not None:
        params = {"pageSize": 2, "fields": "nextPageToken,files(name)"}
        params |= {"pageToken": token} if token else {}
        page = book.client.request("get", url, params=params).json()
        files += page["files"]
        token = page.get("nextPageToken")
    assert [one["name"] for one in files] == ["表3", "表2", "表1", "表0", "栖川市挂职登记"]


def test_every_change_moves_version_and_time_of_the_file(book, sheet):
    url = f"https://www.googleapis.com/drive/v3/files/{book.id}"

    def state() -> Json:
        params = {"fields": "id,name,version,modifiedTime"}
        found: Json = book.client.request("get", url, params=params).json()
        return found

    before = state()
    assert state() == before
    sheet.update([["甲"]])
    after = state()
    assert int(after["version"]) > int(before["version"])
    assert after["modifiedTime"] > before["modifiedTime"]


def test_metadata_is_hung_searched_read_changed_and_deleted(book, sheet):
    def created(location: Json, key: str) -> Json:
        wanted = {"metadataKey": key, "metadataValue": "v", "visibility": "DOCUMENT"}
        request = {
            "createDeveloperMetadata": {"developerMetadata": {**wanted, "location": location}}
        }
        reply: Json = book.batch_update({"requests": [request]})["replies"][0]
        found: Json = reply["createDeveloperMetadata"]["developerMetadata"]
        return found

    row = {"dimension": "ROWS", "startIndex": 4, "endIndex": 5}
    whole = created({"spreadsheet": True}, "handbook.language")
    own = created({"sheetId": 0}, "handbook.sheet")
    fifth = created({"dimensionRange": {"sheetId": 0, **row}}, "row_id")
    assert [one["location"]["locationType"] for one in (whole, own, fifth)] == [
        "SPREADSHEET",
        "SHEET",
        "ROW",
    ]
    assert fifth["location"] == {"locationType": "ROW", "dimensionRange": row}
    root = f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}/developerMetadata"
    call = book.client.request
    lookup = {"developerMetadataLookup": {"metadataKey": "row_id"}}
    found = call("post", f"{root}:search", json={"dataFilters": [lookup]}).json()
    assert found == {
        "matchedDeveloperMetadata": [{"developerMetadata": fifth, "dataFilters": [lookup]}]
    }
    assert call("get", f"{root}/{own['metadataId']}").json() == own
    sheet.insert_row(["新"], 1)
    sheet.update([["第五"]], "A6")
    read = call(
        "post",
        f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}/values:batchGetByDataFilter",
        json={"dataFilters": [lookup]},
    ).json()
    assert read["valueRanges"] == [
        {
            "valueRange": {
                "range": "Sheet1!A6:Z6",
                "majorDimension": "ROWS",
                "values": [["第五"]],
            },
            "dataFilters": [lookup],
        }
    ]
    change = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": "w"}}
    book.batch_update(
        {"requests": [{"updateDeveloperMetadata": {**change, "fields": "metadataValue"}}]}
    )
    gone = book.batch_update({"requests": [{"deleteDeveloperMetadata": {"dataFilter": lookup}}]})
    assert [
        one["metadataValue"]
        for one in gone["replies"][0]["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]
    ] == ["w"]
    assert call("post", f"{root}:search", json={"dataFilters": [lookup]}).json() == {}
    fields = grid(book, "developerMetadata.metadataKey,sheets.developerMetadata.metadataKey")
    assert fields == {
        "developerMetadata": [{"metadataKey": "handbook.language"}],
        "sheets": [{"developerMetadata": [{"metadataKey": "handbook.sheet"}]}],
    }


def test_requests_are_logged_with_what_was_asked_and_answered(server: Server, book, sheet):
    sheet.update([["甲"]], "A1")
    served = server.log[-1]
    assert (served.method, served.kind, served.status) == ("PUT", "sheets.write", 200)
    assert served.path == f"/v4/spreadsheets/{book.id}/values/'Sheet1'!A1"
    assert served.query == {"valueInputOption": ["RAW"]}
    assert served.body == {"values": [["甲"]], "majorDimension": None}
    assert served.response["updatedCells"] == 1


def test_two_stores_give_the_same_ids():
    first, second = Store(), Store()
    assert [first.create("甲"), first.create("乙")] == [second.create("甲"), second.create("乙")]
    assert len(first.create("丙")) == 44
