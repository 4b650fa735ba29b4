"""The spreadsheet's menu recognises what the check recognises, on every workbook there is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from handbook.provisioning.apps_script import SCRIPT_FILE, apps_script_schema
from handbook.schema import TableSchema
from handbook.sources.csv_folder import pull_csv_folder
from handbook.sources.xlsx import pull_xlsx
from handbook.validation.header_rows import find_header
from handbook.validation.headers import locate
from handbook.workbook import Sheet, Workbook, grid
from menu_scripts import CADRES, SCRIPTS, Json, Script, fresh, page_with_scripts, tab
from small_workbooks import SCHEMA
from written_pages import DOCS, PROJECT, rows_under

pytestmark = pytest.mark.browser

WORKBOOKS = PROJECT / "tests" / "workbooks"


@pytest.fixture(scope="module")
def loaded(chromium: Browser) -> Iterator[Page]:
    with page_with_scripts(chromium) as page:
        yield page


@pytest.fixture
def script(loaded: Page) -> Script:
    return fresh(loaded)


def test_schema_file_is_what_the_schema_gives():
    kept = (PROJECT / "sheets_schema" / SCRIPT_FILE).read_text(encoding="utf-8")
    made = apps_script_schema(SCHEMA)
    assert kept == made, "run: .venv/bin/python -m handbook.provisioning.apps_script"


def test_manifest_asks_for_no_more_than_this_spreadsheet():
    manifest = json.loads((SCRIPTS / "appsscript.json").read_text(encoding="utf-8"))
    assert (manifest["timeZone"], manifest["runtimeVersion"]) == ("Asia/Shanghai", "V8")
    assert sorted(scope.rpartition("/")[2] for scope in manifest["oauthScopes"]) == [
        "script.container.ui",
        "script.external_request",
        "script.scriptapp",
        "spreadsheets.currentonly",
    ]


def test_texts_are_there_in_every_language_with_the_same_places(script: Script):
    texts = script.page.evaluate("() => TEXTS")
    places = {
        language: {name: sorted(re.findall(r"\{(\w+)\}", text)) for name, text in each.items()}
        for language, each in texts.items()
    }
    assert set(places) == {"zh", "vi", "en"}
    assert places["vi"] == places["zh"]
    assert places["en"] == places["zh"]
    assert [name for each in texts.values() for name, text in each.items() if not text] == []


def test_every_text_is_said_somewhere(script: Script):
    source = "".join(
        path.read_text("utf-8") for path in SCRIPTS.glob("*.gs") if path.name != "texts.gs"
    )
    names = script.page.evaluate("() => Object.keys(TEXTS.zh)")
    by_status = {"failed401", "failed403", "failed404", "failed422"}
    assert [name for name in names if f"'{name}'" not in source and name not in by_status] == []


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("zh_CN", "挂职登记"),
        ("vi_VN", "Sổ biệt phái"),
        ("en_US", "Secondments"),
        ("", "Secondments"),
    ],
)
def test_menu_speaks_the_language_of_the_spreadsheet(script: Script, locale: str, title: str):
    script.put(locale=locale)
    script.call("onOpen")
    [[said, items]] = script.logged("menu")
    assert said == title
    assert [handler for _, handler in items] == [
        "checkNow",
        "openHandbook",
        "numberThisSheet",
        "numberAllSheets",
        "showSettings",
        "installTriggers",
        "showAbout",
    ]
    assert [script.page.evaluate(f"() => typeof {handler}") for _, handler in items] == (
        ["function"] * 7
    )


MENU = ["checkNow", "openHandbook", "numberThis", "numberAll", "settings", "install", "about"]


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
def test_pages_name_the_items_of_the_menu_as_the_menu_does(script: Script, language: str):
    page = DOCS / language / "editing" / "apps-script.md"
    told = " ".join(row[0] for row in rows_under(page, "menu"))
    words = script.page.evaluate("(language) => TEXTS[language]", language)
    assert [words[name] for name in MENU if words[name] not in told] == []
    assert f"**{words['menu']}**" in page.read_text(encoding="utf-8")


def all_workbooks() -> Iterator[tuple[str, Callable[[], Workbook]]]:
    """Give every workbook of the project by name, and how it is pulled."""
    yield "office", lambda: pull_xlsx(WORKBOOKS / "office" / "register.xlsx")
    for name in ("demo", "demo_mistakes"):
        yield name, lambda name=name: pull_csv_folder(PROJECT / "sheets_schema" / name)
    for folder in sorted({path.parent for path in WORKBOOKS.rglob("*.csv")}):
        yield folder.name, lambda folder=folder: pull_csv_folder(folder)


def read_by_the_check(table: TableSchema, sheet: Sheet) -> Json:
    header = find_header(table, sheet)
    if header is None:
        return None
    place = locate(table, sheet, header)
    key = place.columns.get(table.primary_key, 0)
    return [header.last_row, key, [int(row) for row in place.row_numbers]]


READ_BY_THE_MENU = """({title, texts, merges}) => {
  const sheet = sheetOfTitle(REGISTER_SCHEMA, title, '');
  if (!sheet) return [null, null];
  const header = findHeader(sheet, REGISTER_SCHEMA.ordinals, texts, merges);
  const read = header && [
    header.lastRow, header.keyColumn, recordRows(sheet, header, texts, merges)];
  return [sheet.key, read];
}"""


def as_merges(sheet: Sheet) -> Json:
    return [
        {
            "row": block.first_row,
            "column": block.first_column,
            "rows": block.last_row - block.first_row + 1,
            "columns": block.last_column - block.first_column + 1,
        }
        for block in sheet.merged
    ]


@pytest.mark.parametrize("pull", [pytest.param(pull, id=name) for name, pull in all_workbooks()])
def test_header_column_and_records_are_those_of_the_check(
    script: Script, pull: Callable[[], Workbook]
):
    for sheet in pull().sheets:
        table = SCHEMA.table_of_title(sheet.title)
        texts = sheet.text.to_numpy(dtype=object).tolist()
        given = {"title": sheet.title, "texts": texts, "merges": as_merges(sheet)}
        by_menu = script.page.evaluate(READ_BY_THE_MENU, given)
        by_check = [table.key, read_by_the_check(table, sheet)] if table else [None, None]
        assert (sheet.title, by_menu) == (sheet.title, by_check)


@pytest.mark.parametrize(
    ("rows", "merges", "expected"),
    [
        pytest.param([CADRES, ["", "顾清禾"]], [], [1, 1, [2]], id="header in the first row"),
        pytest.param(
            [["栖川市挂职干部名册"], ["填报：组织部"], CADRES, ["", "顾清禾"]],
            [[1, 1, 1, 3]],
            [3, 1, [4]],
            id="two title rows above",
        ),
        pytest.param(
            [["姓 名", "Ｍã cán bộ", "XX"], ["顾清禾", ""]], [], [1, 2, [2]], id="other spellings"
        ),
        pytest.param(
            [["编号", "基本情况", ""], ["", "姓名", "性别"], ["", "顾清禾", "女"]],
            [[1, 1, 2, 1], [1, 2, 1, 2]],
            [2, 1, [3]],
            id="header of two rows",
        ),
        pytest.param(
            [["序号", *CADRES], ["1", "", "顾清禾"], ["2"], ["合计", "", "1人"]],
            [],
            [1, 2, [2]],
            id="counted rows without a person, and a total",
        ),
        pytest.param(
            [CADRES, ["一、市直单位"], ["", "顾清禾"], CADRES, ["", "陆予安"], ["注：以上为拟派"]],
            [],
            [1, 1, [3, 5]],
            id="heading, header again, note",
        ),
        pytest.param([["姓名", "性别"], ["顾清禾", "女"]], [], [1, 0, [2]], id="no number column"),
        pytest.param([["张三", "李四"]], [], None, id="no header"),
    ],
)
def test_an_office_sheet_is_read_as_the_check_reads_it(
    script: Script, rows: list[list[str]], merges: list[list[int]], expected: Json
):
    texts = tab("干部", *rows)["rows"]
    names = ("row", "column", "rows", "columns")
    blocks = [dict(zip(names, block, strict=True)) for block in merges]
    given = {"title": "干部", "texts": texts, "merges": blocks}
    assert script.page.evaluate(READ_BY_THE_MENU, given) == ["cadres", expected]


FEET_AND_NAMES = [
    "合计", "合 计：", "总计（人）", "共 12 人", "共同富裕办公室", "合计划科", "注：以上为拟派",
    "注册中心", "备 注 1：", "填表说明：", "填表人：纪明远", "审核人 签字", "审核中心",
    "经办（盖章）", "联系单位", "负责人", "Tổng cộng: 3", "Tổng số", "Tổng công ty Suối Bạc",
    "Total 5", "Subtotal:", "Totally", "Notes: a", "Người lập biểu:", "一、市直单位",
    "（二）乡镇", "三江镇", " 十二．学校", "干部编号", "姓名", "编号\u200b",
]  # fmt: skip


def test_feet_headings_and_names_are_told_apart_as_the_check_does(script: Script):
    rows = [CADRES, *(["", text, ""] for text in FEET_AND_NAMES)]
    expected = read_by_the_check(SCHEMA.tables["cadres"], Sheet("干部", grid(rows)))
    given = {"title": "干部", "texts": rows, "merges": []}
    assert script.page.evaluate(READ_BY_THE_MENU, given) == ["cadres", expected]


def test_a_renamed_tab_is_known_by_what_was_remembered_there(script: Script):
    renamed = tab("本市干部", CADRES, ["", "顾清禾"], metadata={"handbook.sheet": "cadres"})
    script.put(sheets=[renamed])
    script.call("numberThisSheet")
    assert script.rows()[1][0] == "C-00001"
