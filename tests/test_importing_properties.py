"""Whatever a ledger looks like, nothing of it is lost, and once imported it asks for nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import real_schema
from handbook.importing import (
    At,
    draft_map,
    import_ledger,
    propose_update,
    register_workbook,
    roles,
)
from handbook.proposals import places_of
from handbook.workbook import Manifest, Merged, Sheet, Workbook, grid

TITLE_WORDS = """
序号 性别 出生年月 年龄 民族 身份证号 学历 政治面貌 原单位及职务 原单位 职务 单位 挂职单位
挂职单位及职务 挂任职务 挂职时间 起 止 期限 批次 项目 帮带联系人 联系电话 备注 驻点情况
"""
CELL_WORDS = """
1 顾清禾 陆予安、程栎 苏棠（女） 空缺 合计 注：略 男 1990.05 88.3 36 汉 13812345678 本科 党员
11010519491231002X — 栖川市财政局 市财政局 财政局 栖川市财政局预算科科长 杏坞镇 杏坞镇/白枥乡
杏坞镇人民政府 镇长助理 2025.09-2026.08 自2025年9月起一年 2025年9月至今 2025年 一年 第一批
2025年第二批 公开选派挂职 沈牧之（副书记） 电话13812345678 因病住院 一、市直单位 姓名 =1+1
（二）上派挂职 ² 2025-09-01
"""
TITLES = (*TITLE_WORDS.split(), "")
CELLS = (*CELL_WORDS.split(), "", "", "", "顾 清禾", "甲" * 501, "\u202e", "说明：\n两行")
ROWS = st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=7), max_size=9)


@st.composite
def ledgers(draw: st.DrawFn) -> Workbook:
    """Draw a workbook of one or two sheets that look like ledgers, some of them hardly."""
    sheets = []
    for number in range(draw(st.integers(1, 2))):
        others = draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=6, unique=True))
        above = draw(st.sampled_from([[], [["栖川市2025年挂职干部台账"]], [["附件"], ["名单"]]]))
        rows = [*above, ["姓名", *others], *draw(ROWS)]
        again = draw(st.booleans())
        rows += [["姓名", *others], *draw(ROWS)] if again else []
        sheets.append(Sheet(f"表{number}", grid(rows), merged=tuple(draw(merges(len(rows))))))
    return Workbook(tuple(sheets), Manifest(source="台账.xlsx"))


@st.composite
def merges(draw: st.DrawFn, height: int) -> list[Merged]:
    """Draw at most one merged block, anywhere."""
    if not draw(st.booleans()):
        return []
    row, column = draw(st.integers(1, height)), draw(st.integers(1, 6))
    down, right = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    return [Merged(row, row + down, column, column + right)]


def filled_cells(book: Workbook) -> set[At]:
    """Give every cell that holds anything."""
    return {
        At(sheet.title, int(row), int(column))
        for sheet in book.sheets
        for column in sheet.text.columns
        for row, text in sheet.text[column].items()
        if str(text).strip()
    }


@settings(max_examples=25, deadline=None)
@given(ledgers(), st.data())
def test_a_map_may_say_anything_of_any_column(book: Workbook, data: st.DataObject) -> None:
    schema = real_schema()
    drafted = draft_map(book, schema)
    every = st.sampled_from((*roles.ROLE_WORDS, *roles.fields_for_maps(schema)))
    tables = tuple(
        replace(
            table,
            columns=tuple(replace(column, role=data.draw(every)) for column in table.columns),
        )
        for table in drafted.tables
    )
    imported = import_ledger(replace(drafted, tables=tables), schema)
    assert imported.accounts.keys() == filled_cells(book)
    assert places_of(register_workbook(imported, schema), schema, "zh")


@settings(max_examples=25, deadline=None)
@given(ledgers())
def test_every_cell_is_accounted_for_and_the_same_again_asks_for_nothing(book: Workbook) -> None:
    schema = real_schema()
    imported = import_ledger(draft_map(book, schema), schema)
    assert imported.accounts.keys() == filled_cells(book)
    for each in imported.leftovers:
        assert "13812345678" not in each.text
        assert "11010519491231002X" not in each.text
    places = places_of(register_workbook(imported, schema), schema, "zh")
    again = import_ledger(draft_map(book, schema), schema)
    assert propose_update(again, schema, places, "台账.xlsx") == []
