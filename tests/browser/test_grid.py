"""The grid page of the stand-in for Google Sheets: looking, editing, and what others change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from grid_spreadsheet import POSTINGS, RESULTS, UNITS, block, make_spreadsheet, note
from looking_over import COLOUR_RULES, violations
from page_kinds import Watched, watched
from sheets_server import Fault, Server, Store, running

pytestmark = pytest.mark.browser

_DESK = ViewportSize(width=1280, height=800)
_TELEPHONE = ViewportSize(width=360, height=740)


@dataclass
class Grid:
    """The page with the spreadsheet, and the store behind it."""

    page: Page
    server: Server
    id: str
    said: list[str]

    def go(self, a1: str) -> None:
        """Go to a cell by its address."""
        self.page.locator("#address").fill(a1)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#address")).to_have_value(a1)

    def cell(self, row: int, column: int) -> Locator:
        """Give a cell, counted from 0."""
        return self.page.locator(f'[data-row="{row}"] > td[data-column="{column}"]')

    def type(self, text: str) -> None:
        """Type a text and press Enter; gives back when it is stored."""
        with self.page.expect_response(lambda answer: "/values/" in answer.url):
            self.page.keyboard.type(text)
            self.page.keyboard.press("Enter")

    def value(self, a1: str, render: str = "FORMATTED_VALUE") -> object:
        """Give what the store holds in a cell."""
        values = self.server.store.values(self.id, f"'挂职'!{a1}", render)
        return values[0][0] if values else ""

    def change(self, *requests: dict[str, object]) -> None:
        """Change the spreadsheet as somebody else would."""
        self.server.store.batch_update(self.id, {"requests": list(requests)})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Let one server listen for all tests; each has a spreadsheet of its own."""
    with running(Store()) as server:
        yield server


@pytest.fixture(scope="module")
def seen(chromium: Browser) -> Iterator[Watched]:
    """Give one page on a desk, in Chinese, for all tests."""
    context = chromium.new_context(viewport=_DESK, locale="zh-CN")
    yield watched(context)
    context.close()


@contextmanager
def _opened(
    seen: Watched,
    server: Server,
    rows: int = 30,
    fragment: str = "",
    size: ViewportSize = _DESK,
) -> Iterator[Grid]:
    """Open a new spreadsheet, and fail if the page asks another origin or complains."""
    made = make_spreadsheet(server.store, rows)
    server.log.clear()
    server.before = None
    seen.page.mouse.move(0, 0)
    seen.page.set_viewport_size(size)
    seen.forget()
    seen.page.goto(f"{server.url}/grid/{made}{fragment}")
    seen.page.wait_for_selector("body[data-ready]")
    yield Grid(seen.page, server, made, seen.said)
    assert seen.faults(server.url) == []


@pytest.fixture
def grid(seen: Watched, server: Server) -> Iterator[Grid]:
    """The page on a desk, in Chinese."""
    with _opened(seen, server) as opened:
        yield opened


def _violations(page: Page) -> list[str]:
    """Give what axe finds in light colours, and in dark ones where colours are asked for."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, COLOUR_RULES)
    page.emulate_media(color_scheme="light")
    return found


# Looking


def test_the_sheet_shows_what_the_store_holds(grid: Grid):
    rows = [
        [cell.inner_text() for cell in line.locator("td[data-column]").all()]
        for line in grid.page.locator("[data-row]").all()[:3]
    ]
    assert rows == [
        ["挂职编号", "干部", "接收单位", "起", "状态", "备注"],
        ["P-0001", "C-00001 顾清禾", "U-0001 栖川市发展和改革局", "2024-03-01", "在岗", ""],
        ["P-0002", "C-00002 陆予安", "青岚", "2024-09-01", "在岗", ""],
    ]


def test_colours_come_from_rules_formats_and_banding(grid: Grid):
    def fill(row: int, column: int) -> str:
        cell = grid.cell(row, column)
        return str(cell.evaluate("cell => getComputedStyle(cell).backgroundColor"))

    assert fill(0, 1) == "rgb(29, 64, 99)"
    assert fill(2, 2) == "rgb(253, 226, 196)"
    assert fill(2, 1) == "rgb(238, 243, 248)"
    assert fill(1, 1) == "rgb(255, 255, 255)"


def test_the_headers_stay_in_sight(seen: Watched, server: Server):
    with _opened(seen, server, rows=2000) as grid:
        before = grid.cell(0, 1).bounding_box()
        grid.page.locator("#scroller").evaluate("frame => { frame.scrollTop = 20000; }")
        expect(grid.cell(790, 1)).to_be_visible()
        assert grid.cell(0, 1).bounding_box() == before


def test_only_rows_near_the_window_are_drawn(seen: Watched, server: Server):
    with _opened(seen, server, rows=10_000) as grid:
        grid.server.store.write(grid.id, "'挂职'!A9000", [["P-9000"]])
        grid.go("A9000")
        expect(grid.cell(8999, 0)).to_have_text("P-9000")
        assert grid.page.locator("[data-row]").count() < 150


def test_scrolling_fast_asks_for_one_window_at_a_time(seen: Watched, server: Server):
    with _opened(seen, server, rows=10_000) as grid:
        grid.server.store.write(grid.id, "'挂职'!A9990", [["P-9990"]])
        asked: list[str] = []
        grid.page.on("request", lambda request: asked.append(request.url))
        grid.page.locator("#scroller").evaluate(
            """async frame => {
                for (let step = 1; step <= 40; step += 1) {
                    frame.scrollTop = step * 6700;
                    await new Promise(requestAnimationFrame);
                }
            }"""
        )
        expect(grid.cell(9989, 0)).to_have_text("P-9990")
        assert len([url for url in asked if "/sheet?" in url]) < 40


def test_a_hidden_sheet_waits_behind_its_switch(grid: Grid):
    tabs = grid.page.locator("#tabs")
    assert tabs.inner_text().split() == ["挂职", "检查结果"]
    grid.page.get_by_role("button", name="显示隐藏的表").click()
    assert tabs.inner_text().split() == ["挂职", "检查结果", "_下拉选项"]
    tabs.get_by_role("button", name="_下拉选项").click()
    expect(grid.cell(1, 0)).to_have_text(UNITS[0])


def test_collapsed_columns_open_and_close(grid: Grid):
    expect(grid.cell(0, 5)).to_have_count(0)
    grid.page.get_by_role("button", name="展开 F 至 G 列").click()
    expect(grid.cell(0, 5)).to_have_text("学历")
    grid.page.get_by_role("button", name="收起 F 至 G 列").click()
    expect(grid.cell(0, 5)).to_have_count(0)


def test_a_link_jumps_to_its_cell(grid: Grid):
    grid.page.get_by_role("button", name="检查结果").click()
    grid.page.get_by_role("link", name="挂职!C3").first.click()
    expect(grid.page.locator("#address")).to_have_value("C3")
    expect(grid.page.locator("#content")).to_have_text("青岚")


def test_nothing_is_typed_into_the_sheet_one_is_leaving(grid: Grid):
    before = grid.server.store.values(grid.id, "'挂职'!A1:H10", "FORMATTED_VALUE")
    waiting: list[Route] = []
    grid.page.route("**/sheet?gid=*", lambda route: waiting.append(route))
    with grid.page.expect_request("**/sheet?gid=*"):
        grid.page.get_by_role("button", name="检查结果").click()
    expect(grid.page.locator("#tabs [aria-current]")).to_have_text("检查结果")
    grid.cell(4, 1).click(force=True)
    grid.page.keyboard.type("写在哪里")
    grid.page.keyboard.press("Enter")
    grid.page.locator("#address").fill("B2")
    grid.page.keyboard.press("Enter")
    for route in waiting:
        route.continue_()
    grid.page.unroute("**/sheet?gid=*")
    expect(grid.page.locator("#content")).to_have_text("没有这个单位")
    assert grid.server.store.values(grid.id, "'挂职'!A1:H10", "FORMATTED_VALUE") == before


def test_an_address_with_a_cell_opens_there(seen: Watched, server: Server):
    with _opened(seen, server, fragment=f"#gid={RESULTS}&range=B2:C2") as grid:
        expect(grid.page.locator("#address")).to_have_value("B2")
        expect(grid.page.locator("#content")).to_have_text("没有这个单位")


def test_an_address_as_google_has_it_leads_to_the_page(grid: Grid):
    grid.page.goto(f"{grid.server.url}/spreadsheets/d/{grid.id}/edit#gid={POSTINGS}&range=B3")
    expect(grid.page.locator("#content")).to_have_text("C-00002 陆予安")


def test_a_long_text_is_read_above_the_sheet(grid: Grid):
    text = "没有这个单位，请从下拉框选择。" * 20
    grid.server.store.write(grid.id, "'挂职'!H2", [[text]])
    grid.go("H2")
    content = grid.page.locator("#content")
    expect(content).to_have_text(text, timeout=3000)
    before = content.bounding_box()
    content.focus()
    after = content.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > 2 * before["height"]


def _room(cell: Locator) -> float:
    """Give how far a text reaches beyond its cell; below 0 where it ends within."""
    return float(
        cell.evaluate(
            """cell => {
                const reach = document.createRange();
                reach.selectNodeContents(cell);
                const clipped = cell.querySelector(".spill") ?? cell;
                const end = Math.min(
                    reach.getBoundingClientRect().right, clipped.getBoundingClientRect().right);
                return end - cell.getBoundingClientRect().right;
            }"""
        )
    )


@pytest.mark.parametrize(
    ("beside", "format_", "runs_on"),
    [
        pytest.param(["", ""], {}, True, id="blank neighbours"),
        pytest.param(["", "满"], {}, True, id="one blank neighbour"),
        pytest.param(["满", ""], {}, False, id="a neighbour that holds something"),
        pytest.param(["", ""], {"wrapStrategy": "WRAP"}, False, id="wrapped"),
        pytest.param(["", ""], {"wrapStrategy": "CLIP"}, False, id="clipped"),
        pytest.param(["", ""], {"horizontalAlignment": "RIGHT"}, False, id="right-aligned"),
    ],
)
def test_a_long_text_runs_on_over_blank_cells(
    grid: Grid, beside: list[str], format_: dict[str, str], runs_on: bool
):
    text = "截至 2026-06-30 的检查结果（内容版本 50baf966）。没有发现问题。"
    grid.page.get_by_role("button", name="检查结果").click()
    rows = [{"values": [{"userEnteredFormat": format_}]}]
    cells = {"range": block(9, 10, 0, 1, RESULTS), "rows": rows, "fields": "userEnteredFormat"}
    grid.change({"updateCells": cells})
    grid.server.store.write(grid.id, "'检查结果'!A10:C10", [[text, *beside]])
    expect(grid.cell(9, 0)).to_have_text(text, timeout=3000)
    assert (_room(grid.cell(9, 0)) > 50) is runs_on
    if beside[1]:
        box = grid.cell(9, 1).bounding_box()
        assert box is not None
        assert _room(grid.cell(9, 0)) < box["width"]


def test_a_text_that_runs_on_is_no_hindrance_to_its_neighbour(grid: Grid):
    grid.page.get_by_role("button", name="检查结果").click()
    grid.server.store.write(grid.id, "'检查结果'!A10", [["很长的一句话" * 10]])
    expect(grid.cell(9, 0)).to_have_class(re.compile("runs-on"), timeout=3000)
    box = grid.cell(9, 1).bounding_box()
    assert box is not None
    grid.page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(grid.page.locator("#address")).to_have_value("B10")


def test_an_address_that_is_none_is_said(grid: Grid):
    grid.page.locator("#address").fill("B99")
    grid.page.keyboard.press("Enter")
    expect(grid.page.get_by_role("alert")).to_have_text(
        "没有 B99 这个单元格。请写成 B12 这样的地址。"
    )


# Editing


def test_typing_over_a_cell_stores_it_and_goes_on_below(grid: Grid):
    grid.go("B2")
    grid.type("C-00009 祁慕白")
    expect(grid.page.locator("#address")).to_have_value("B3")
    expect(grid.cell(1, 1)).to_have_text("C-00009 祁慕白")
    assert grid.value("B2") == "C-00009 祁慕白"


def test_a_typed_date_becomes_a_date(grid: Grid):
    grid.go("D2")
    grid.type("2024/5/1")
    assert grid.value("D2", "UNFORMATTED_VALUE") == 45413


def test_a_double_click_edits_what_is_there(grid: Grid):
    grid.cell(1, 1).dblclick()
    grid.type("！")
    assert grid.value("B2") == "C-00001 顾清禾！"


def test_escape_leaves_a_cell_as_it_was(grid: Grid):
    grid.go("B2")
    grid.page.keyboard.type("不要")
    grid.page.keyboard.press("Escape")
    expect(grid.cell(1, 1)).to_have_text("C-00001 顾清禾")
    assert [served.kind for served in grid.server.log] == []


def test_a_cell_left_unchanged_is_not_written(grid: Grid):
    grid.go("B2")
    grid.page.keyboard.press("Enter")
    grid.page.keyboard.press("Tab")
    expect(grid.page.locator("#address")).to_have_value("C2")
    assert grid.server.log == []


def test_text_that_looks_like_a_number_stays_text_when_edited(grid: Grid):
    grid.server.store.write(grid.id, "'挂职'!H2", [["007"]])
    grid.go("H2")
    expect(grid.cell(1, 7)).to_have_text("007")
    grid.page.keyboard.press("F2")
    grid.type("8")
    assert grid.value("H2", "UNFORMATTED_VALUE") == "0078"


def test_a_formula_is_shown_as_typed_and_worked_out(grid: Grid):
    grid.go("H2")
    grid.type('=A2&"/"&COUNTA(A2:A)')
    expect(grid.cell(1, 7)).to_have_text("P-0001/3")
    grid.go("H2")
    expect(grid.page.locator("#content")).to_have_text('=A2&"/"&COUNTA(A2:A)')


def test_several_cells_are_pasted_at_once(grid: Grid):
    grid.go("A6")
    grid.page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData, bubbles: true });
            document.activeElement.dispatchEvent(event);
        }""",
        "P-0005\tC-00005\nP-0006\tC-00006\n",
    )
    expect(grid.cell(6, 1)).to_have_text("C-00006")
    assert grid.server.store.values(grid.id, "'挂职'!A6:B7") == [
        ["P-0005", "C-00005"],
        ["P-0006", "C-00006"],
    ]


def test_a_refused_edit_is_said_and_kept(grid: Grid):
    grid.go("B2")
    grid.server.before = lambda served: Fault.error(503) if served.method == "PUT" else None
    grid.page.keyboard.type("新")
    grid.page.keyboard.press("Enter")
    expect(grid.page.get_by_role("alert")).to_contain_text("没有保存")
    expect(grid.page.locator("#text-field")).to_have_value("新")
    grid.server.before = None
    grid.type("")
    assert grid.value("B2") == "新"
    grid.said.clear()


# Drop-downs, dates, protection


def test_a_list_offers_the_cells_of_its_range(grid: Grid):
    grid.go("C3")
    grid.page.keyboard.press("Enter")
    expect(grid.page.get_by_role("option")).to_have_text(UNITS)


def test_a_list_is_narrowed_by_typing_and_taken_by_keyboard(grid: Grid):
    grid.go("C3")
    grid.page.keyboard.type("青岚")
    expect(grid.page.get_by_role("option")).to_have_text([UNITS[1]])
    grid.page.keyboard.press("ArrowDown")
    grid.type("")
    assert grid.value("C3") == UNITS[1]


def test_a_list_is_taken_by_pointer(grid: Grid):
    grid.cell(1, 4).click(position={"x": 92, "y": 12})
    with grid.page.expect_response(lambda answer: "/values/" in answer.url):
        grid.page.get_by_role("option", name="已结束").click()
    assert grid.value("E2") == "已结束"


def test_a_list_that_only_warns_takes_other_text(grid: Grid):
    grid.go("C3")
    grid.type("U-0099 云外新区")
    assert grid.value("C3") == "U-0099 云外新区"


def test_a_strict_list_takes_nothing_else(grid: Grid):
    grid.go("E2")
    grid.page.keyboard.type("休假")
    grid.page.keyboard.press("Enter")
    expect(grid.page.get_by_role("alert")).to_contain_text("只能填写列表中的选项")
    assert grid.value("E2") == "在岗"


def test_a_date_is_picked(grid: Grid):
    grid.go("D2")
    grid.page.keyboard.press("F2")
    grid.page.get_by_label("选择日期").fill("2024-12-31")
    grid.type("")
    assert grid.value("D2") == "2024-12-31"


def test_what_a_column_wants_is_said_while_editing(grid: Grid):
    grid.go("D2")
    hint = grid.page.get_by_text("写成 2024-03-01")
    expect(hint).to_be_hidden()
    grid.page.keyboard.press("F2")
    expect(hint).to_be_visible()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param("仍要修改", "单位!", id="yes"),
        pytest.param("取消", "接收单位", id="no"),
    ],
)
def test_protected_cells_are_asked_about(grid: Grid, answer: str, expected: str):
    grid.go("C1")
    expect(grid.page.locator("#content")).to_contain_text("受保护")
    grid.page.keyboard.press("F2")
    grid.page.get_by_role("button", name=answer).click()
    if answer == "仍要修改":
        expect(grid.page.locator("#text-field")).to_have_value("接收单位")
        grid.page.keyboard.press("Control+a")
        grid.type("单位!")
    expect(grid.cell(0, 2)).to_have_text(expected)
    assert grid.value("C1") == expected


# Notes


def test_a_note_is_shown_where_one_is_and_where_one_points(grid: Grid):
    bubble = grid.page.get_by_role("tooltip")
    expect(bubble).to_be_hidden()
    grid.cell(2, 2).hover()
    expect(bubble).to_have_text("没有“青岚”这个单位")
    grid.cell(5, 1).hover()
    expect(bubble).to_be_hidden()
    grid.go("C3")
    expect(bubble).to_have_text("没有“青岚”这个单位")


def test_a_note_is_written_by_keyboard(grid: Grid):
    grid.go("B2")
    grid.page.keyboard.press("Shift+F2")
    grid.page.keyboard.type("请核实")
    with grid.page.expect_response(re.compile("batchUpdate")):
        grid.page.get_by_role("button", name="保存").click()
    assert grid.server.store.note(grid.id, POSTINGS, 2, 2) == "请核实"


def test_a_note_written_by_others_appears(grid: Grid):
    grid.change(note(1, 1, "编号与姓名不一致"))
    expect(grid.cell(1, 1)).to_have_class(re.compile("has-note"), timeout=3000)
    expect(grid.cell(1, 1)).to_have_class(re.compile("is-changed"))
    grid.go("B2")
    expect(grid.page.get_by_role("tooltip")).to_have_text("编号与姓名不一致")


# Rows


def test_a_row_is_inserted_from_the_menu(grid: Grid):
    grid.cell(2, 1).click(button="right")
    grid.page.get_by_role("menuitem", name="在上方插入一行").click()
    expect(grid.cell(3, 0)).to_have_text("P-0002")
    assert grid.value("A3") == ""


def test_a_row_is_deleted_after_a_question(grid: Grid):
    grid.go("A2")
    grid.page.keyboard.press("Shift+F10")
    grid.page.get_by_role("menuitem", name="删除这一行").click()
    grid.page.get_by_role("button", name="删除", exact=True).click()
    expect(grid.cell(1, 0)).to_have_text("P-0002")


def test_rows_are_sorted_below_the_header(grid: Grid):
    grid.go("D2")
    grid.page.get_by_role("button", name="行", exact=True).click()
    grid.page.get_by_role("menuitem", name="按 D 列升序排列全部行").click()
    expect(grid.cell(1, 0)).to_have_text("P-0003")
    assert grid.value("A1") == "挂职编号"


# Others


def test_a_cell_being_edited_is_not_lost(grid: Grid):
    grid.go("B3")
    grid.page.keyboard.type("正在写")
    grid.server.store.write(grid.id, "'挂职'!H2", [["他人"]])
    expect(grid.cell(1, 7)).to_have_text("他人", timeout=3000)
    expect(grid.page.locator("#text-field")).to_have_value("正在写")
    grid.type("完")
    assert grid.value("B3") == "正在写完"


def test_an_edit_follows_its_row(grid: Grid):
    grid.go("B3")
    grid.page.keyboard.type("正在写")
    rows = {"sheetId": POSTINGS, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    grid.change({"insertDimension": {"range": rows, "inheritFromBefore": False}})
    expect(grid.cell(3, 0)).to_have_text("P-0002", timeout=3000)
    grid.type("")
    assert grid.value("B4") == "正在写"
    assert grid.value("B3") == "C-00001 顾清禾"


def test_an_edit_whose_row_is_gone_is_kept_from_harm(grid: Grid):
    grid.go("B3")
    grid.page.keyboard.type("正在写")
    rows = {"sheetId": POSTINGS, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    grid.change({"deleteDimension": {"range": rows}})
    expect(grid.page.get_by_role("alert")).to_contain_text("已被移动或删除", timeout=3000)
    grid.page.keyboard.press("Enter")
    expect(grid.page.locator("#text-field")).to_have_value("正在写")
    assert grid.value("B3") == "C-00003 单若溪"


def test_a_sheet_deleted_by_others_gives_way_to_the_first(grid: Grid):
    grid.page.get_by_role("button", name="检查结果").click()
    expect(grid.page.locator("#tabs [aria-current]")).to_have_text("检查结果")
    grid.change({"deleteSheet": {"sheetId": RESULTS}})
    expect(grid.page.locator("#tabs [aria-current]")).to_have_text("挂职", timeout=3000)
    expect(grid.cell(1, 0)).to_have_text("P-0001")


def test_a_lost_connection_is_said_until_it_is_back(grid: Grid):
    grid.page.route("**/state", lambda route: route.abort())
    expect(grid.page.locator("#connection")).to_contain_text("连接中断", timeout=3000)
    grid.page.unroute("**/state")
    expect(grid.page.locator("#connection")).to_have_text("已同步", timeout=3000)
    grid.said.clear()


# Languages, widths, access


@pytest.mark.parametrize(
    ("language", "button"),
    [
        pytest.param("zh-CN", "批注", id="Chinese"),
        pytest.param("vi-VN", "Ghi chú", id="Vietnamese"),
        pytest.param("en-GB", "Note", id="English"),
        pytest.param("fr-FR", "批注", id="any other"),
    ],
)
def test_the_page_speaks_the_language_of_the_browser(
    chromium: Browser, server: Server, language: str, button: str
):
    context = chromium.new_context(locale=language)
    with _opened(watched(context), server) as grid:
        expect(grid.page.locator("#note")).to_have_text(button)
    context.close()


def test_the_language_can_be_chosen(grid: Grid):
    grid.page.goto(f"{grid.server.url}/grid/{grid.id}?lang=vi")
    expect(grid.page.locator("#edit")).to_have_text("Sửa")
    assert grid.page.locator("html").get_attribute("lang") == "vi"


def test_the_list_of_spreadsheets_leads_to_each(seen: Watched):
    with running(Store()) as alone, _opened(seen, alone) as grid:
        grid.page.goto(alone.url)
        assert _violations(grid.page) == []
        grid.page.get_by_role("link", name="栖川市挂职登记").click()
        expect(grid.cell(1, 0)).to_have_text("P-0001")
        grid.page.goto("about:blank")  # before nobody answers any more


@pytest.mark.parametrize("size", [_DESK, _TELEPHONE], ids=["desk", "telephone"])
def test_axe_finds_nothing(seen: Watched, server: Server, size: ViewportSize):
    with _opened(seen, server, size=size) as grid:
        assert _violations(grid.page) == []
        grid.go("C3")
        grid.page.keyboard.press("Enter")
        expect(grid.page.get_by_role("option").first).to_be_visible()
        assert _violations(grid.page) == []
        grid.page.keyboard.press("Escape")
        grid.page.keyboard.press("Shift+F10")
        assert _violations(grid.page) == []
        grid.page.keyboard.press("Enter")
        assert _violations(grid.page) == []


def test_nothing_is_wider_than_a_telephone(seen: Watched, server: Server):
    with _opened(seen, server, size=_TELEPHONE) as grid:
        assert grid.page.evaluate("document.documentElement.scrollWidth") == 360
        box = grid.page.locator("#scroller").bounding_box()
        assert box is not None
        assert box["height"] > 400


def test_a_finger_edits_by_touching_twice(chromium: Browser, server: Server):
    context = chromium.new_context(viewport=_TELEPHONE, has_touch=True, locale="zh-CN")
    with _opened(watched(context), server, size=_TELEPHONE) as grid:
        grid.cell(1, 1).tap()
        expect(grid.cell(1, 1)).to_have_class("is-active")
        field = grid.page.locator("#text-field")
        expect(field).to_have_attribute("inputmode", "none")
        grid.cell(1, 1).tap()
        expect(field).to_have_attribute("inputmode", "text")
        grid.type("!")
        assert grid.value("B2") == "C-00001 顾清禾!"
    context.close()


def test_all_is_done_by_keyboard(grid: Grid):
    keyboard = grid.page.keyboard
    keyboard.press("ArrowDown")
    keyboard.press("Tab")
    expect(grid.page.locator("#address")).to_have_value("B2")
    keyboard.press("Control+End")
    expect(grid.page.locator("#address")).to_have_value("H30")
    keyboard.press("Control+Home")
    expect(grid.page.locator("#address")).to_have_value("A1")
    keyboard.press("Escape")
    expect(grid.page.locator("#edit")).to_be_focused()
    keyboard.press("Tab")
    expect(grid.page.locator("#note")).to_be_focused()


def test_closed_columns_are_not_written_when_only_looked_at(grid: Grid):
    grid.page.get_by_role("button", name="展开 F 至 G 列").click()
    assert grid.server.log == []


def test_markup_in_a_cell_is_only_text(grid: Grid):
    hostile = '<img src=x onerror="document.title=1"><b>粗</b>'
    grid.server.store.write(grid.id, "'挂职'!H2", [[hostile]])
    grid.change(note(1, 7, hostile))
    expect(grid.cell(1, 7)).to_have_text(hostile, timeout=3000)
    grid.go("H2")
    expect(grid.page.get_by_role("tooltip")).to_have_text(hostile)


def test_a_link_that_runs_script_is_no_link(grid: Grid):
    link = {"textFormat": {"link": {"uri": "javascript:alert(1)"}}}
    rows = [{"values": [{"userEnteredFormat": link, "userEnteredValue": {"stringValue": "点我"}}]}]
    fields = "userEnteredFormat,userEnteredValue"
    cells = {"range": block(1, 2, 7, 8), "rows": rows, "fields": fields}
    grid.change({"updateCells": cells})
    expect(grid.cell(1, 7)).to_have_text("点我", timeout=3000)
    expect(grid.cell(1, 7).get_by_role("link")).to_have_count(0)
