"""A pull over real HTTP: three reads, one instant, texts as displayed, everything remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from google_stand_in import PULLED_AT, Google, stand_in
from handbook.errors import GoogleError
from handbook.google import Access, FileVersion, Render
from handbook.google.access import Lines
from handbook.own_sheets import LISTS, RESULTS
from handbook.saving import save_csv_folder
from handbook.sources import pull
from handbook.sources.names import Spreadsheet
from handbook.workbook import Manifest, Merged, Sheet, Workbook
from sheets_server import Fault

ROWS = [["挂职编号", "干部"], ["S-0001", "C-00001"], ["S-0002", "C-00002"]]


def rows(sheet: Sheet) -> list[list[str]]:
    """Give the texts of a sheet, row by row."""
    return [[str(text) for text in row] for row in sheet.text.to_numpy()]


def texts(workbook: Workbook) -> dict[str, list[list[str]]]:
    """Give all texts of a workbook by title."""
    return {sheet.title: rows(sheet) for sheet in workbook.sheets}


def remember(key: str, value: str, location: dict[str, Any]) -> dict[str, Any]:
    """Make the request that lets a spreadsheet or a sheet remember something."""
    entry = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": entry | {"location": location}}}


def test_a_pull_takes_three_reads_whatever_the_number_of_sheets(google: Google):
    for number in range(20):
        google.lay(f"表 {number}", [[f"{number}"]])
    access = google.open()
    workbook = google.pull(access)
    assert len(workbook.sheets) == 21
    assert (access.reads, access.writes) == (3, 0)
    assert google.kinds() == ["drive.read", *["sheets.read"] * 3, "drive.read"]


def test_many_sheets_with_long_titles_do_not_make_an_address_too_long(google: Google):
    title = "二〇二六年度市直机关和企事业单位年轻干部挂职锻炼报名登记表之"
    for number in range(60):
        google.lay(f"{title}{number}", [[f"{number}"]])
    access = google.open()
    workbook = google.pull(access)
    assert access.reads == 3
    assert [rows(sheet) for sheet in workbook.sheets[1:]] == [[[f"{n}"]] for n in range(60)]


def test_the_manifest_tells_where_the_workbook_comes_from(google: Google):
    book = {"spreadsheet": True}
    google.batch(
        remember("handbook.language", "vi", book),
        remember("handbook.as_of", "2026-06-30", book),
        remember("handbook.schema_version", "3", book),
        remember("handbook.sample", "yes", book),
    )
    version = google.open().version().version
    assert google.pull().manifest == Manifest(
        source=google.id,
        pulled_at=PULLED_AT,
        version=version,
        as_of=date(2026, 6, 30),
        schema_version=3,
        language="vi",
        is_sample=True,
    )


def test_what_strangers_let_a_spreadsheet_remember_counts_for_nothing(google: Google):
    book = {"spreadsheet": True}
    google.batch(
        remember("handbook.language", "fr", book),
        remember("handbook.as_of", "someday", book),
        remember("handbook.schema_version", "III", book),
        remember("row_id", "17", book),
    )
    manifest = google.pull().manifest
    assert (manifest.language, manifest.as_of, manifest.schema_version) == ("", None, None)


def test_a_sheet_is_known_by_what_it_remembers(google: Google):
    google.batch(remember("handbook.sheet", "postings", {"sheetId": 0}))
    (sheet,) = google.pull().sheets
    assert (sheet.title, sheet.key, sheet.gid, sheet.book) == ("挂职", "postings", 0, "")


def test_own_sheets_are_left_out(google: Google):
    for title in (*RESULTS.values(), *LISTS.values()):
        google.lay(title, [["S-0001"]])
    assert texts(google.pull()) == {"挂职": ROWS}


def test_a_title_with_an_apostrophe_and_one_like_a_cell_are_read(google: Google):
    google.lay("it's", [["a"]])
    google.lay("D3", [["b"]])
    assert texts(google.pull()) == {"挂职": ROWS, "it's": [["a"]], "D3": [["b"]]}


def test_a_blank_sheet_has_no_cells(google: Google):
    google.lay("空", [])
    sheet = google.pull().sheets[1]
    assert (sheet.row_count, sheet.column_count) == (0, 0)


def test_merged_cells_hidden_rows_and_hidden_sheets_are_told(google: Google):
    google.lay("隐藏", [["x"], ["y"], ["z"]])
    gid = google.store.sheet(google.id, "隐藏").gid
    block = {"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    hide = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    second = {"sheetId": gid, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    far = second | {"startIndex": 500, "endIndex": 501}
    google.batch(
        {"mergeCells": {"range": block | {"sheetId": 0}, "mergeType": "MERGE_ALL"}},
        {"updateDimensionProperties": hide | {"range": second}},
        {"updateDimensionProperties": hide | {"range": far}},
        {
            "updateSheetProperties": {
                "properties": {"sheetId": gid, "hidden": True},
                "fields": "hidden",
            }
        },
    )
    shown, hidden = google.pull().sheets
    assert shown.merged == (Merged(2, 3, 1, 2),)
    assert (shown.is_hidden, shown.hidden_rows) == (False, frozenset())
    assert (hidden.is_hidden, hidden.hidden_rows) == (True, frozenset({2}))


TYPED = [
    pytest.param("zh_CN", "2024年3月15日", "2024-03-15", id="Chinese date"),
    pytest.param("zh_CN", "2024/3/15", "2024-03-15", id="Chinese date with slashes"),
    pytest.param("zh_CN", "2024-03-15", "2024-03-15", id="ISO date in Chinese"),
    pytest.param("vi_VN", "15/3/2024", "2024-03-15", id="Vietnamese date"),
    pytest.param("vi_VN", "15/03/2024", "2024-03-15", id="padded Vietnamese date"),
    pytest.param("en_US", "3/15/2024", "2024-03-15", id="American date"),
    pytest.param("zh_CN", "1,000", "1000", id="separators"),
    pytest.param("vi_VN", "1.000", "1000", id="Vietnamese separators"),
    pytest.param("vi_VN", "12,5", "12.5", id="decimal comma"),
    pytest.param("zh_CN", "12%", "12%", id="percentage"),
    pytest.param("zh_CN", "TRUE", "TRUE", id="true"),
    pytest.param("zh_CN", "'007", "007", id="text by an apostrophe"),
    pytest.param("zh_CN", "是", "是", id="yes in Chinese"),
    pytest.param("zh_CN", "2025.09", "2025.09", id="month as in an appointment table"),
]


@pytest.mark.parametrize(("locale", "typed", "expected"), TYPED)
def test_what_is_typed_in_a_locale_reads_the_same_everywhere(
    google: Google, locale: str, typed: str, expected: str
):
    google.id = google.store.create("登记", locale=locale, time_zone="Asia/Shanghai")
    google.lay("表", [[typed]], typed=True)
    assert texts(google.pull())["表"] == [[expected]]


def test_formulas_and_their_results_are_both_told(google: Google):
    google.lay("表", [["=1+1", "=1/0", '="S-"&"0001"'], ["a", "b", "c"]], typed=True)
    sheet = google.pull().sheets[1]
    assert rows(sheet) == [["2", "#DIV/0!", "S-0001"], ["a", "b", "c"]]
    assert sheet.formulas == {(1, 1): "=1+1", (1, 2): "=1/0", (1, 3): '="S-"&"0001"'}


def test_a_formula_without_a_text_keeps_its_place(google: Google):
    google.lay("表", [["a"], ['=""']], typed=True)
    sheet = google.pull().sheets[1]
    assert rows(sheet) == [["a"], [""]]
    assert sheet.formulas == {(2, 1): '=""'}


def test_text_that_looks_like_a_formula_is_text(google: Google):
    google.lay("表", [["=1+1", "+84 912", "1,000", "1e5", "007", " a "]])
    sheet = google.pull().sheets[1]
    assert rows(sheet) == [["=1+1", "+84 912", "1,000", "1e5", "007", " a "]]
    assert sheet.formulas == {}


CELLS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=6
) | st.sampled_from(
    ["007", "1,000", "1e5", "=A1", "2024-03-01", "TRUE", "nan", "#REF!", "\n", "'x"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_every_text_comes_back_as_it_was_stored(stored: list[list[str]]):
    with stand_in() as google:
        google.lay("表", stored)
        pulled = rows(google.pull().sheets[1])
    width = max((n for row in stored for n, text in enumerate(row, start=1) if text), default=0)
    expected = [[*row, *[""] * width][:width] for row in stored]
    while expected and not any(expected[-1]):
        expected.pop()
    assert pulled == expected


def rename(google: Google) -> None:
    """Give the first sheet another title."""
    properties = {"sheetId": 0, "title": "挂职登记"}
    google.batch({"updateSheetProperties": {"properties": properties, "fields": "title"}})


def insert(google: Google) -> None:
    """Put a new record above the others."""
    where = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    google.batch({"insertDimension": {"range": where}})
    google.store.write(google.id, "'挂职'!A2", [["S-0003", "C-00003"]], user_entered=False)


def remove(google: Google) -> None:
    """Delete a second sheet."""
    google.batch({"deleteSheet": {"sheetId": google.store.sheet(google.id, "二").gid}})


EDITS = [
    pytest.param(rename, {"挂职登记": ROWS, "二": [["x"]]}, id="a sheet is renamed"),
    pytest.param(
        insert,
        {"挂职": [ROWS[0], ["S-0003", "C-00003"], *ROWS[1:]], "二": [["x"]]},
        id="a row is inserted",
    ),
    pytest.param(remove, {"挂职": ROWS}, id="a sheet is deleted"),
]


@pytest.mark.parametrize("request_number", [2, 3, 4, 5])
@pytest.mark.parametrize(("edit", "expected"), EDITS)
def test_an_edit_during_the_pull_does_not_tear_it(
    google: Google,
    edit: Callable[[Google], None],
    expected: dict[str, list[list[str]]],
    request_number: int,
):
    google.lay("二", [["x"]])
    google.edit_before(request_number, lambda: edit(google))
    workbook = google.pull()
    assert texts(workbook) == expected
    assert workbook.manifest.version == google.open().version().version
    assert google.naps == [0.5]


def test_a_spreadsheet_edited_without_pause_is_given_up(google: Google):
    count = iter(range(1000))

    def edit(_: object) -> None:
        google.store.write(google.id, "'挂职'!C1", [[f"{next(count)}"]], user_entered=False)

    google.server.before = edit
    access = google.open()
    with pytest.raises(GoogleError) as caught:
        google.pull(access)
    assert caught.value.reason == "restless"
    assert google.naps == [0.5, 1.0, 2.0, 4.0]
    assert access.reads == 15


FAULTS = [
    pytest.param(Fault.rate_limited(3), id="429"),
    pytest.param(Fault.error(500), id="500"),
    pytest.param(Fault.error(503, html=True), id="503 as a page"),
    pytest.param(Fault.reset(), id="reset"),
    pytest.param(Fault.reset_midway(), id="reset in the body"),
    pytest.param(Fault.truncated(), id="cut JSON"),
    pytest.param(Fault.empty_values(), id="200 without values"),
    pytest.param(Fault.error(200, html=True), id="200 with a page"),
]


@pytest.mark.parametrize("request_number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_request_changes_nothing(google: Google, fault: Fault, request_number: int):
    google.lay("数", [["1,000", "2024-03-01"], ["7", "8"]], typed=True)
    google.answer(*[None] * (request_number - 1), fault)
    assert texts(google.pull()) == {"挂职": ROWS, "数": [["1000", "2024-03-01"], ["7", "8"]]}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_gives_an_error_never_a_wrong_workbook(google: Google, fault: Fault):
    google.server.before = lambda served: fault if "FORMATTED_VALUE" in str(served.query) else None
    with pytest.raises(GoogleError):
        google.pull(google.open(attempts=3))


class Numbered(Access):
    """A spreadsheet whose number format for texts, `"第"@`, shows more than was typed."""

    def values(
        self, ranges: Sequence[str], render: Render = Render.FORMATTED, by: str = "ROWS"
    ) -> list[Lines]:
        found = super().values(ranges, render, by)
        if render is not Render.FORMATTED:
            return found
        return [[[f"第{text}" for text in line] for line in lines] for lines in found]


def test_a_number_format_for_texts_is_told_from_an_edit(google: Google):
    access = Numbered(google.open().client, google.id)
    assert rows(google.pull(access).sheets[0])[1] == ["第S-0001", "第C-00001"]
    assert access.reads == 6


class Lagging(Access):
    """A spreadsheet whose version in Drive lags behind its edits."""

    def version(self) -> FileVersion:
        return FileVersion("1", "登记", "")


@pytest.mark.parametrize("edit", [insert, rename, remove])
def test_an_edit_the_version_does_not_show_yet_does_not_tear_the_pull(
    google: Google, edit: Callable[[Google], None]
):
    google.lay("二", [["x"]])
    google.edit_before(3, lambda: edit(google))
    torn = google.pull(Lagging(google.open().client, google.id))
    assert texts(torn) == texts(google.pull())


def test_the_address_of_a_stand_in_comes_from_the_environment(
    google: Google, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HANDBOOK_SHEETS_URL", google.server.url)
    workbook = pull(Spreadsheet(google.id))
    assert texts(workbook) == {"挂职": ROWS}
    assert workbook.manifest.pulled_at[10:11] == "T"


def test_a_pulled_workbook_kept_as_csv_comes_back_the_same(google: Google, tmp_path: Path):
    second = google.store.create("保密", locale="zh_CN", time_zone="Asia/Shanghai")
    google.lay("挂职", [["挂职编号", "备注"], ["S-0001", "x"]], id=second)
    workbook = google.pull(restricted_id=second)
    save_csv_folder(workbook, tmp_path)
    kept = pull(tmp_path)
    assert kept.manifest == workbook.manifest
    assert [(each.title, each.gid, each.key, each.book) for each in kept.sheets] == [
        (each.title, each.gid, each.key, each.book) for each in workbook.sheets
    ]
    assert kept.content_hash() == workbook.content_hash()


def test_both_spreadsheets_are_pulled_in_three_reads_each(google: Google):
    second = google.store.create("保密", locale="zh_CN", time_zone="Asia/Shanghai")
    google.lay("挂职", [["挂职编号", "备注"], ["S-0001", "x"]], id=second)
    access = google.open()
    workbook = google.pull(access, restricted_id=second)
    assert [(sheet.title, sheet.book) for sheet in workbook.sheets] == [
        ("挂职", ""),
        ("Sheet1", "restricted"),
        ("挂职", "restricted"),
    ]
    assert (access.reads, access.beside(second).reads) == (3, 3)
    first, other = (google.store.file(each).version for each in (google.id, second))
    assert workbook.manifest.version == f"{first}+{other}"
    assert workbook.manifest.source == google.id
