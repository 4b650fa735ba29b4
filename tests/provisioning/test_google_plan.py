"""What a plan says and asks for; nothing is read or written here."""

import dataclasses
import json

import pytest

from handbook.google import metadata
from handbook.provisioning.blueprint import draw
from handbook.provisioning.cell_rules import note_of, rule_of
from handbook.provisioning.google_plan import plan
from handbook.provisioning.live import LiveCell, Protection, Rule
from handbook.provisioning.plan_text import plan_json, plan_text
from handbook.provisioning.steps import Change, Kind
from handbook.workbook import Merged
from live_sheets import SMALL, sheet, small_schema, spreadsheet

BLUEPRINT = draw(SMALL, "zh")
UNITS, CADRES = BLUEPRINT.tabs

OWN_RULE = Rule("ONE_OF_LIST", ("省", "市"), "照文件填")


def steps(blueprint, *sheets):
    """List the steps of a plan as (kind, change, sheet, column)."""
    return [
        (step.kind.word, step.change.value, step.sheet, step.column)
        for step in plan(blueprint, spreadsheet(*sheets)).steps
    ]


def about(kind, *sheets, blueprint=BLUEPRINT):
    return [each[1:] for each in steps(blueprint, *sheets) if each[0] == kind.word]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param(
            "zh",
            """\
栖川市挂职登记
  + 记下登记表的语言：中文
  + 记下架构版本：1
  + 记下这份表格放哪些列：全部列

检查结果
  + 新建工作表，用来写检查结果

单位
  + 新建工作表，共 3 列
  + 在标题上写填写说明：3 列
  + 下拉列表、日期校验：1 列
  + 单元格格式（日期、文本）：3 列
  + 改动标题行之前先提醒
  + 隔行底色

干部
  + 新建工作表，共 5 列
  + 在标题上写填写说明：5 列
  + 下拉列表、日期校验：2 列
  + 单元格格式（日期、文本）：5 列
  + 改动标题行之前先提醒
  + 隔行底色

_下拉选项
  + 新建隐藏的工作表，用来存放下拉选项
  + 列出可选的记录：单位 (A)

共添加 39 处，更新 0 处，保留 0 处。
""",
            id="Chinese",
        ),
        pytest.param(
            "vi",
            """\
栖川市挂职登记
  + Ghi nhớ ngôn ngữ của sổ đăng ký: Tiếng Việt
  + Ghi nhớ phiên bản lược đồ: 1
  + Ghi nhớ bảng tính này chứa những cột nào: tất cả các cột

Kết quả kiểm tra
  + Tạo bảng mới để ghi kết quả kiểm tra

Cơ quan, đơn vị
  + Tạo bảng mới, gồm 3 cột
  + Ghi hướng dẫn điền ở tiêu đề cột: 3 cột
  + Danh sách chọn, kiểm tra ngày: 1 cột
  + Định dạng ô (ngày, văn bản): 3 cột
  + Nhắc trước khi sửa hàng tiêu đề
  + Tô nền xen kẽ các hàng

Cán bộ
  + Tạo bảng mới, gồm 5 cột
  + Ghi hướng dẫn điền ở tiêu đề cột: 5 cột
  + Danh sách chọn, kiểm tra ngày: 2 cột
  + Định dạng ô (ngày, văn bản): 5 cột
  + Nhắc trước khi sửa hàng tiêu đề
  + Tô nền xen kẽ các hàng

_Danh sách chọn
  + Tạo bảng ẩn để chứa các mục của danh sách chọn
  + Liệt kê các bản ghi để chọn: Cơ quan, đơn vị (A)

Tổng cộng thêm 39 chỗ, cập nhật 0 chỗ, giữ nguyên 0 chỗ.
""",
            id="Vietnamese",
        ),
        pytest.param(
            "en",
            """\
栖川市挂职登记
  + Note the language of the register: English
  + Note the version of the schema: 1
  + Note which columns this spreadsheet holds: all of them

Check results
  + Add this sheet, for what the check finds

Units
  + Add this sheet, with 3 columns
  + Explain columns in a note on the header: 3 columns
  + Drop-downs and date validation: 1 column
  + Cell formats (dates, plain text): 3 columns
  + Warn before the header is edited
  + Shade every second row

Cadres
  + Add this sheet, with 5 columns
  + Explain columns in a note on the header: 5 columns
  + Drop-downs and date validation: 2 columns
  + Cell formats (dates, plain text): 5 columns
  + Warn before the header is edited
  + Shade every second row

_Choices
  + Add this hidden sheet, for what the drop-downs offer
  + List the records to choose from: Units (A)

In all 39 to add, 0 to update, 0 kept.
""",
            id="English",
        ),
    ],
)
def test_an_empty_spreadsheet_gets_everything(language, expected):
    live = spreadsheet(sheet("工作表1", gid=0))
    assert plan_text(plan(draw(SMALL, language), live), language) == expected


HUMAN = sheet(
    "干部",
    [["挂职干部名册"], ["姓名", "手机", "干部编号", "出生不早于"]],
    gid=7,
    merged=[Merged(1, 1, 1, 2)],
    cells={
        (2, 1): LiveCell("姓名", note="照身份证写"),
        (3, 4): LiveCell("1980-07-01", rule=OWN_RULE, format="DATE yyyy/m/d", is_number=True),
    },
)


def test_a_sheet_of_an_office_is_completed_and_what_is_theirs_is_kept():
    assert (
        plan_text(plan(BLUEPRINT, spreadsheet(HUMAN)), "zh")
        == """\
栖川市挂职登记
  + 记下登记表的语言：中文
  + 记下架构版本：1
  + 记下这份表格放哪些列：全部列

检查结果
  + 新建工作表，用来写检查结果

单位
  + 新建工作表，共 3 列
  + 在标题上写填写说明：3 列
  + 下拉列表、日期校验：1 列
  + 单元格格式（日期、文本）：3 列
  + 改动标题行之前先提醒
  + 隔行底色

干部
  + 认作登记表里的“干部”表
  + 添加列：原单位 (C)、出生年月 (D)
  = 保留标题上已有的批注，不写填写说明：姓名 (A)
  + 在标题上写填写说明：原单位 (C)、出生年月 (D)、干部编号 (E)、出生不早于 (F)
  + 下拉列表、日期校验：原单位 (C)
  = 保留已有的数据验证，不另设下拉列表、日期校验：出生不早于 (F)
  + 单元格格式（日期、文本）：姓名 (A)、原单位 (C)、出生年月 (D)、干部编号 (E)、出生不早于 (F)
  + 冻结标题行和首列
  + 改动标题行之前先提醒
  + 隔行底色

_下拉选项
  + 新建隐藏的工作表，用来存放下拉选项
  + 列出可选的记录：单位 (A)

共添加 35 处，更新 0 处，保留 2 处。
"""
    )


def test_a_plan_for_programs_has_the_same_steps():
    proposed = plan(BLUEPRINT, spreadsheet(HUMAN))
    told = json.loads(plan_json(proposed))
    assert told["version"] == 1
    assert told["counts"] == {"add": 35, "renew": 0, "keep": 2}
    assert len(told["steps"]) == 37
    assert told["steps"][-1] == {
        "kind": "list",
        "change": "add",
        "sheet": "_下拉选项",
        "column": "单位",
        "letters": "A",
        "old": "",
        "new": """=ARRAYFORMULA(IF('单位'!A1:A="";"";TRIM('单位'!A1:A&" "&'单位'!B1:B)))""",
    }


READY = {
    metadata.LANGUAGE: (1, "zh"),
    metadata.SCHEMA_VERSION: (2, str(SMALL.version)),
    metadata.PART: (4, "whole"),
}


def ready(schema=SMALL, language="zh", **changes):
    """Give a spreadsheet as it stands after `schema` was applied to an empty one."""
    blueprint = draw(schema, language)
    lists = sheet(
        blueprint.lists_title,
        [[each.title for each in blueprint.choices]],
        gid=99,
        row_count=1002,
        cells={
            (2, 1): LiveCell(
                formula='=ARRAYFORMULA(IF(单位!A1:A="","",TRIM(单位!A1:A&" "&单位!B1:B)))'
            )
        },
        metadata={metadata.LISTS: language},
    )
    results = sheet(blueprint.results_title, gid=98, metadata={metadata.RESULTS: language})
    tabs = [ready_tab(tab, gid, language) for gid, tab in enumerate(blueprint.tabs, start=1)]
    return dataclasses.replace(
        spreadsheet(results, *tabs, lists), metadata=READY | {"other": (3, "x")}, **changes
    )


def ready_tab(tab, gid, language):
    rules = [
        rule_of(column, language, "='_下拉选项'!$A$3:$A" if column.offers == "units" else "")
        for column in tab.columns
    ]
    formats = ["DATE yyyy-mm-dd" if column.form == "date" else "TEXT" for column in tab.columns]
    cells = {
        (1, number): LiveCell(column.title, note=note_of(column, language))
        for number, column in enumerate(tab.columns, start=1)
    }
    body = [LiveCell(rule=rule, format=look) for rule, look in zip(rules, formats, strict=True)]
    cells |= {(2, number): cell for number, cell in enumerate(body, start=1)}
    return sheet(tab.title, [], gid=gid, cells=cells, last=body, metadata={metadata.SHEET: tab.key})


def test_a_finished_spreadsheet_needs_nothing():
    proposed = plan(BLUEPRINT, ready())
    assert proposed.steps == ()
    assert plan_text(proposed, "zh") == "没有要做的事：表格“栖川市挂职登记”已经设置好。\n"
    assert (
        plan_text(proposed, "en")
        == "Nothing to do: the spreadsheet “栖川市挂职登记” is already set up.\n"
    )


def schema_with(name, **changes):
    """Change one field of the small schema's cadres, or of its units."""

    def change(table):
        fields = tuple(
            dataclasses.replace(each, **changes) if each.name == name else each
            for each in table.fields
        )
        return dataclasses.replace(table, fields=fields)

    return dataclasses.replace(
        SMALL, tables={key: change(table) for key, table in SMALL.tables.items()}
    )


LEVEL = SMALL.tables["units"].field("level").enumeration
assert LEVEL is not None
MORE_LEVELS = dataclasses.replace(
    LEVEL,
    labels=LEVEL.labels | {"village": {"zh": "村", "vi": "Thôn", "en": "Village"}},
)
OTHER_LABEL = dataclasses.replace(
    LEVEL, labels=LEVEL.labels | {"township": {"zh": "乡", "vi": "Xã", "en": "Commune"}}
)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param(
            schema_with("level", enumeration=MORE_LEVELS),
            [("rule", "~", "单位", "层级")],
            id="another choice",
        ),
        pytest.param(
            schema_with("level", enumeration=OTHER_LABEL),
            [("rule", "~", "单位", "层级")],
            id="another label for a choice",
        ),
        pytest.param(
            schema_with("name", descriptions={"zh": "照身份证写。", "vi": "", "en": ""}),
            [("note", "~", "干部", "姓名")],
            id="another description",
        ),
        pytest.param(
            small_schema(
                units=("unit_id", "unit_name", "short_names", "level"),
                cadres=("cadre_id", "name", "home_unit_id", "birth_ym", "born_after"),
            ),
            [
                ("column", "+", "单位", "简称"),
                ("note", "+", "单位", "简称"),
                ("format", "+", "单位", "简称"),
            ],
            id="another column",
        ),
        pytest.param(
            dataclasses.replace(SMALL, version=SMALL.version + 1),
            [("version", "~", "", "")],
            id="another version",
        ),
        pytest.param(
            schema_with(
                "name",
                titles={"zh": "全名", "vi": "Tên", "en": "Full name"},
                aliases=("姓名",),
            ),
            [],
            id="another title, the old one an alias: a header is never renamed",
        ),
    ],
)
def test_a_change_of_the_schema_gives_the_small_steps_only(schema, expected):
    proposed = plan(draw(schema, "zh"), ready())
    assert [
        (step.kind.word, step.change.value, step.sheet, step.column) for step in proposed.steps
    ] == expected


OFFICE = ["干部编号", "姓名", "原单位", "出生年月", "出生不早于"]


def office(rows=(OFFICE,), **more):
    return dataclasses.replace(sheet("干部", rows, gid=7, merged=more.pop("merged", ())), **more)


@pytest.mark.parametrize(
    ("live", "expected"),
    [
        pytest.param(
            office(),
            {"freeze": ["frozenRowCount 1", "frozenColumnCount 1"], "protect": 1, "band": 1},
            id="an office's plain sheet",
        ),
        pytest.param(
            office([["名册"], OFFICE]),
            {"freeze": ["frozenRowCount 2", "frozenColumnCount 1"], "protect": 1, "band": 1},
            id="below a title",
        ),
        pytest.param(
            office([["名册"], OFFICE], merged=[Merged(1, 1, 1, 5)]),
            {"freeze": ["frozenRowCount 2"], "protect": 1, "band": 1},
            id="a title over the first columns forbids freezing one of them",
        ),
        pytest.param(
            office([OFFICE], merged=[Merged(1, 2, 3, 3)]),
            {"freeze": ["frozenColumnCount 1"], "protect": 1, "band": 1},
            id="a header cell that reaches into the rows forbids freezing the header",
        ),
        pytest.param(
            office(frozen_rows=3, frozen_columns=2, has_banding=True, has_groups=True),
            {"protect": 1},
            id="what the office set is left as it is",
        ),
        pytest.param(
            office(protections=(Protection(1, 5),)),
            {"freeze": ["frozenRowCount 1", "frozenColumnCount 1"], "band": 1},
            id="a protection of the office's over the header",
        ),
        pytest.param(
            office(metadata={metadata.SHEET: "cadres"}), {}, id="met before: no matter of taste"
        ),
    ],
)
def test_what_is_a_matter_of_taste_is_offered_once(live, expected):
    found = {}
    for step in plan(BLUEPRINT, spreadsheet(live)).steps:
        if step.sheet == "干部" and step.kind in (Kind.FREEZE, Kind.PROTECT, Kind.BAND):
            found[step.kind.word] = (
                [frozen(each) for each in step.requests]
                if (step.kind is Kind.FREEZE)
                else len(step.requests)
            )
    assert found == expected


def frozen(request):
    ((name, count),) = request["updateSheetProperties"]["properties"]["gridProperties"].items()
    return f"{name} {count}"


@pytest.mark.parametrize(
    ("live", "expected"),
    [
        pytest.param(
            [sheet("检查结果", [["x"]], gid=3)], [("own-title", "检查结果")], id="results"
        ),
        pytest.param([sheet("_Choices", [["x"]], gid=3)], [("own-title", "_下拉选项")], id="lists"),
        pytest.param([sheet("干部", [["值班"]], gid=3)], [("no-header", "干部")], id="no header"),
        pytest.param(
            [sheet("干部", [OFFICE], gid=3), sheet("cadres", [OFFICE], gid=4)],
            [("doubled", "干部")],
            id="two sheets",
        ),
    ],
)
def test_what_stands_in_the_way_is_told_and_left_alone(live, expected):
    proposed = plan(BLUEPRINT, spreadsheet(*live))
    assert [
        (step.kind.word, step.sheet) for step in proposed.steps if step.change is Change.KEEP
    ] == expected
    gids = {each.gid for each in live}
    assert not gids & set(mentioned_sheets(proposed.requests()))


def mentioned_sheets(thing):
    """List every sheetId in the requests."""
    if isinstance(thing, dict):
        if "sheetId" in thing:
            yield thing["sheetId"]
        for value in thing.values():
            yield from mentioned_sheets(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from mentioned_sheets(value)


@pytest.mark.parametrize(
    ("cell", "last", "expected"),
    [
        pytest.param(LiveCell(), LiveCell(), 1, id="blank cells"),
        pytest.param(LiveCell("1980", is_number=True), LiveCell(), 2, id="below a number"),
        pytest.param(LiveCell(), LiveCell(format="DATE yyyy/m/d"), None, id="a format to the end"),
        pytest.param(LiveCell(), LiveCell(formula="=1"), None, id="a formula at the end"),
        pytest.param(LiveCell("1980-07-01"), LiveCell(), 1, id="text"),
    ],
)
def test_a_format_goes_only_where_it_changes_nothing(cell, last, expected):
    live = sheet("干部", [OFFICE], gid=7, cells={(2, 5): cell}, last=[*[LiveCell()] * 4, last])
    starts = [
        step.requests[0]["repeatCell"]["range"]["startRowIndex"]
        for step in plan(BLUEPRINT, spreadsheet(live)).steps
        if step.kind is Kind.FORMAT and step.column == "出生不早于"
    ]
    assert starts == ([] if expected is None else [expected])
