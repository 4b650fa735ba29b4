"""Giving out numbers from the menu: the next one, once, and never over anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from handbook.sources.csv_folder import pull_csv_folder
from menu_scripts import CADRES, Json, Script, fresh, page_with_scripts, tab
from small_workbooks import SCHEMA
from written_pages import PROJECT

pytestmark = pytest.mark.browser

LANGUAGES = {"zh": "zh_CN", "vi": "vi_VN", "en": "en_GB"}


@pytest.fixture(scope="module")
def loaded(chromium: Browser) -> Iterator[Page]:
    with page_with_scripts(chromium) as page:
        yield page


@pytest.fixture
def script(loaded: Page) -> Script:
    return fresh(loaded)


def test_filled_rows_of_all_sheets_get_the_next_numbers(script: Script):
    script.put(
        sheets=[
            tab(
                "干部",
                CADRES,
                ["C-00007", "顾清禾"],
                ["", "陆予安"],
                ["", ""],
                ["C-00012", "单若溪"],
                ["", "沈牧之"],
                hidden=[5],
            ),
            tab("单位", ["单位编号", "单位名称"], ["", "杏坞镇"]),
            tab("项目", ["项目编号", "项目名称"], ["P-02", "公开选派"], ["", "下派锻炼"]),
            tab("食堂排班", ["编号", "姓名"], ["", "顾清禾"]),
        ]
    )
    script.call("numberAllSheets")
    assert [[row[0] for row in each["rows"]] for each in script.world("sheets")] == [
        ["干部编号", "C-00007", "C-00013", "", "C-00012", "C-00014"],
        ["单位编号", "U-0001"],
        ["项目编号", "P-02", "P-03"],
        ["编号", ""],
    ]
    assert script.logged("alert") == [
        ["补了 4 个编号：\n干部：2 个，C-00013 至 C-00014\n单位：U-0001\n项目：P-03"]
    ]


def test_only_the_sheet_that_is_open_gets_numbers(script: Script):
    units = tab("单位", ["单位编号", "单位名称"], ["", "杏坞镇"])
    script.put(sheets=[units, tab("干部", CADRES, ["", "顾清禾"])], active=1)
    script.call("numberThisSheet")
    assert (script.rows(0)[1][0], script.rows(1)[1][0]) == ("", "C-00001")


def test_a_sheet_that_may_go_without_numbers_gets_them_only_when_asked(script: Script):
    script.put(sheets=[tab("帮带联系人", ["帮带编号", "挂职", "姓名"], ["", "S-0001", "纪明远"])])
    script.call("numberAllSheets")
    assert script.rows()[1][0] == ""
    script.call("numberThisSheet")
    assert script.rows()[1][0] == "M-0001"


def test_numbers_are_written_as_text_under_a_lock_and_before_it_is_let_go(script: Script):
    script.put(sheets=[tab("干部", CADRES, ["", "顾清禾"], ["", "陆予安"])], properties={})
    script.call("numberThisSheet")
    assert [entry for entry in script.world("log") if entry[0] != "alert"] == [
        ["lock", "document"],
        ["format", "干部", 2, 1, 2, 1, "@"],
        ["write", "干部", 2, 1, "C-00001"],
        ["write", "干部", 3, 1, "C-00002"],
        ["flush"],
        ["unlock", "document"],
    ]


def test_nobody_gets_a_number_while_somebody_else_gives_them_out(script: Script):
    script.put(sheets=[tab("干部", CADRES, ["", "顾清禾"])], heldLocks=["document"])
    script.call("numberAllSheets")
    assert script.rows()[1][0] == ""
    assert script.logged("alert") == [["别人正在补编号或者安装，请过一会儿再点。"]]
    assert script.world("heldLocks") == ["document"]


def test_two_people_at_once_never_get_the_same_number(script: Script):
    script.put(sheets=[tab("干部", CADRES, ["", "顾清禾"], ["", "陆予安"])], properties={})
    script.page.evaluate("""() => {
      const flush = SpreadsheetApp.flush;
      SpreadsheetApp.flush = () => {
        SpreadsheetApp.flush = flush;
        world.sheets[0].rows.push(['', '沈牧之', '']);
        numberAllSheets(); // the other person, while the first still holds the lock
        flush();
      };
      numberAllSheets();
      numberAllSheets(); // the other person again, when told to wait a moment
    }""")
    assert [row[0] for row in script.rows()[1:]] == ["C-00001", "C-00002", "C-00003"]
    assert [text.splitlines()[0] for [text] in script.logged("alert")] == [
        "别人正在补编号或者安装，请过一会儿再点。",
        "补了 2 个编号：",
        "补了 1 个编号：",
    ]


def test_the_lock_is_let_go_when_google_fails(script: Script):
    script.put(sheets=[tab("干部", CADRES, ["", "顾清禾"])])
    failed = script.page.evaluate("""() => {
      const flush = SpreadsheetApp.flush;
      SpreadsheetApp.flush = () => { throw new Error('Service error: Spreadsheets'); };
      try { numberThisSheet(); } catch (error) { return error.message; }
      finally { SpreadsheetApp.flush = flush; }
    }""")
    assert (failed, script.world("heldLocks")) == ("Service error: Spreadsheets", [])


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"rows": [" "]}, id="space"),
        pytest.param({"rows": ["—"]}, id="dash"),
        pytest.param({"formulas": {"2,1": '=IF(B2="","",A1)'}}, id="formula that shows nothing"),
        pytest.param({"unseen": {"2,1": 12}}, id="value hidden by its format"),
        pytest.param({"merges": [[1, 1, 2, 1]]}, id="covered by a merged block"),
    ],
)
def test_a_cell_that_holds_anything_is_left_alone(script: Script, more: Json):
    typed = more.pop("rows", [""])[0]
    header = CADRES if "merges" not in more else ["编号", "姓名", "性别"]
    script.put(sheets=[tab("干部", header, [typed, "顾清禾"], ["", "陆予安"], **more)])
    script.call("numberThisSheet")
    assert [row[0] for row in script.rows()[1:]] == [typed, "C-00001"]
    assert "有 1 行的编号格里是空格、横线、公式或者合并的格" in script.logged("alert")[0][0]


@pytest.mark.parametrize(
    ("title", "typed", "expected"),
    [
        pytest.param("干部", ["C-00012", "C-100000"], "C-100001", id="more digits than usual"),
        pytest.param("干部", ["c-00012", "Ｃ－００００３"], "C-00013", id="small and full width"),
        pytest.param("干部", ["C00020", "C-15"], "C-00021", id="without hyphen, too few digits"),
        pytest.param("干部", ["U-0099", "99", "C-"], "C-00001", id="no number of this sheet"),
        pytest.param("干部", ["C-99999999", "C-00002"], "C-00003", id="the largest number typed"),
        pytest.param("批次", ["B-009"], "B-010", id="three digits"),
        pytest.param("项目", ["P-99"], "P-100", id="two digits are full"),
    ],
)
def test_next_number(script: Script, title: str, typed: list[str], expected: str):
    sheet = script.page.evaluate("(title) => sheetOfTitle(REGISTER_SCHEMA, title, '')", title)
    taken = [
        number
        for text in typed
        if (number := script.page.evaluate("([s, t]) => numberOf(s, t)", [sheet, text]))
    ]
    assert script.call("nextIds", sheet, taken, 0, 1) == [expected]


def test_a_number_is_not_given_again_after_its_row_is_gone(script: Script):
    script.put(sheets=[tab("干部", CADRES, ["C-00001", "顾清禾"], ["", "陆予安"])])
    script.call("numberThisSheet")
    gone = tab("干部", CADRES, ["C-00001", "顾清禾"], ["", "沈牧之"])
    script.put(sheets=[gone])
    script.call("numberThisSheet")
    assert script.rows()[2][0] == "C-00003"


def test_two_tabs_of_one_sheet_share_their_numbers(script: Script):
    first = tab("干部", CADRES, ["C-00005", "顾清禾"], ["", "陆予安"])
    second = tab("干部名册", CADRES, ["C-00008", "单若溪"], ["", "沈牧之"])
    script.put(sheets=[first, second])
    script.call("numberAllSheets")
    assert (script.rows(0)[2][0], script.rows(1)[2][0]) == ("C-00009", "C-00010")


def test_a_second_time_there_is_nothing_to_number(script: Script):
    script.put(sheets=[tab("干部", CADRES, ["", "顾清禾"])])
    script.call("numberAllSheets")
    before = script.rows()
    script.put(log=[])
    script.call("numberAllSheets")
    assert script.rows() == before
    assert script.logged("alert") == [["没有缺编号的行。"]]
    assert script.logged("write") == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", "“干部”里没有找到编号列，没有动。"),
        ("vi", "Không thấy cột mã trong “干部”, không thay đổi gì."),
        ("en", "No column for the number was found in “干部”; nothing was changed there."),
    ],
)
def test_a_sheet_without_a_number_column_is_said(script: Script, language: str, expected: str):
    sheets = [tab("干部", ["姓名", "性别"], ["顾清禾", "女"])]
    script.put(locale=LANGUAGES[language], sheets=sheets)
    script.call("numberThisSheet")
    assert script.logged("alert")[0][0].splitlines()[1:] == [expected]


def test_a_sheet_of_ones_own_is_refused(script: Script):
    script.put(sheets=[tab("食堂排班", ["编号", "姓名"], ["", "顾清禾"])])
    script.call("numberThisSheet")
    assert script.logged("alert") == [["这张表不是登记表里的表，没有动。"]]


def test_demo_register_with_its_numbers_blanked_gets_new_ones_everywhere(script: Script):
    book = pull_csv_folder(PROJECT / "sheets_schema" / "demo")
    sheets, expected = [], []
    for sheet in book.sheets:
        table = SCHEMA.table_of_title(sheet.title)
        rows = sheet.text.to_numpy(dtype=object).tolist()
        if not table.key_required or len(rows) < 3:
            continue
        key = next(
            at for at, text in enumerate(rows[0])
            if table.field_of_header(text) is table.field(table.primary_key)
        )  # fmt: skip
        numbers = [int(row[key].split("-")[1]) for row in rows[1:]]
        width = len(table.field(table.primary_key).example.split("-")[1])
        rows[1][key] = rows[-1][key] = ""
        highest = max(numbers[1:-1], default=0)
        made = [f"{table.id_prefix}-{highest + step:0{width}d}" for step in (1, 2)]
        expected.append([sheet.title, made])
        title_rows = [["栖川市"], *rows]
        sheets.append({**tab(sheet.title, *title_rows), "hidden": [2]} | {"at": key})
    script.put(sheets=sheets)
    script.call("numberAllSheets")
    given = [
        [each["name"], [each["rows"][2][each["at"]], each["rows"][-1][each["at"]]]]
        for each in script.world("sheets")
    ]
    assert given == expected
    assert len(given) >= 8
