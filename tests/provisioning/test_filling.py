"""A register put into a ready spreadsheet is the same register when it is pulled."""

import dataclasses
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from handbook.checking import Checked, check_workbook
from handbook.errors import HandbookError
from handbook.google.access import Access, Render
from handbook.provisioning.applying import apply, propose
from handbook.provisioning.blueprint import Blueprint, draw
from handbook.provisioning.filling import fill
from handbook.sources import pull
from handbook.sources.google import pull_spreadsheet
from handbook.sources.names import Spreadsheet
from handbook.workbook import Manifest, Sheet, Workbook, grid
from live_sheets import small_schema
from small_workbooks import AS_OF, ROOT, SCHEMA, workbook

CUT = small_schema(batches=("batch_id", "title", "quota", "kickoff_on"))
DEMO = ROOT / "sheets_schema" / "demo"
MISTAKES = ROOT / "sheets_schema" / "demo_mistakes"


@pytest.fixture
def access(new_spreadsheet):
    return new_spreadsheet()


def blueprint_of(book):
    """Draw the register with the sheets a workbook has."""
    whole = draw(SCHEMA, "zh")
    keys = {table.key for each in book.sheets if (table := SCHEMA.table_of_title(each.title))}
    return dataclasses.replace(whole, tabs=tuple(tab for tab in whole.tabs if tab.key in keys))


def found(checked):
    """List what a check finds; a spreadsheet has no encoding to find fault with."""
    return [each for each in checked.findings if each.code != "SRC113"]


class Filled(NamedTuple):
    """A register in a spreadsheet; nobody may change it."""

    access: Access
    book: Workbook
    blueprint: Blueprint
    checked: Checked


@pytest.fixture(scope="module")
def filled(new_spreadsheet):
    """Give a function that puts the register of a folder into a spreadsheet, once each."""

    @cache
    def fill_in(folder):
        access, book = new_spreadsheet(), pull(folder)
        blueprint = blueprint_of(book)
        apply(access, blueprint)
        fill(access, book, blueprint)
        return Filled(access, book, blueprint, check_workbook(book, SCHEMA, AS_OF))

    return fill_in


def texts(book):
    return {each.title: each.text.to_numpy().tolist() for each in book.sheets if each.row_count}


@pytest.mark.parametrize("folder", [DEMO, MISTAKES], ids=["demo", "demo with mistakes"])
def test_a_filled_spreadsheet_checks_as_the_folder_it_came_from(filled, folder: Path):
    access, book, _, checked = filled(folder)
    pulled = pull_spreadsheet(Spreadsheet(access.spreadsheet_id), access, "2026-07-01T08:00:00Z")
    assert texts(pulled) == texts(book)
    assert found(check_workbook(pulled, SCHEMA, AS_OF)) == found(checked)
    assert pulled.manifest.as_of == book.manifest.as_of
    assert pulled.manifest.is_sample


def test_a_filled_spreadsheet_needs_no_further_step(filled):
    demo = filled(DEMO)
    assert propose(demo.access, draw(SCHEMA, "zh")).is_empty


def test_nothing_is_written_where_something_stands(access):
    book, blueprint = workbook(), draw(SCHEMA, "zh")
    apply(access, blueprint)
    fill(access, dataclasses.replace(book, sheets=book.sheets[:1]), blueprint)
    writes = access.writes
    with pytest.raises(HandbookError) as refused:
        fill(access, book, blueprint)
    assert refused.value.texts == {
        "zh": "表格“栖川市挂职登记”的工作表“单位”里已有内容，没有写入。请换一个空白的表格。",
        "vi": "Trang tính “单位” của bảng tính “栖川市挂职登记” đã có nội dung nên không ghi gì. "
        "Hãy dùng một bảng tính trống.",
        "en": "The sheet “单位” of the spreadsheet “栖川市挂职登记” already holds something, "
        "so nothing was written. Use an empty spreadsheet.",
    }
    assert access.writes == writes


def test_every_choice_the_list_offers_is_understood(filled):
    """Each reference of the demo register is typed as its drop-down offers it."""
    access, book, blueprint, checked = filled(DEMO)
    titles, _, *rows = access.values([f"'{blueprint.lists_title}'"])[0]
    offered = {
        SCHEMA.table_of_title(title).key: {
            row[number].split(" ")[0]: row[number] for row in rows if any(row[number : number + 1])
        }
        for number, title in enumerate(titles)
    }
    assert {key: len(items) for key, items in offered.items()} == {
        each.sheet: len(checked.register.tables[each.sheet].frame) for each in blueprint.choices
    }
    again = check_workbook(as_offered(book, offered), SCHEMA, AS_OF)
    assert found(again) == found(checked)


def as_offered(book, offered):
    sheets = []
    for sheet in book.sheets:
        text = sheet.text.copy()
        for number, field in enumerate(SCHEMA.table_of_title(sheet.title).fields, start=1):
            if field.kind == "reference":
                items = offered[field.target]
                text[number] = [items.get(each.split(" ")[0], each) for each in text[number]]
        sheets.append(dataclasses.replace(sheet, text=text))
    return dataclasses.replace(book, sheets=tuple(sheets))


@pytest.mark.parametrize(
    ("locale", "shown"), [("zh_CN", "3.5"), ("vi_VN", "3,5"), ("en_US", "3.5")]
)
def test_values_are_typed_by_their_column_and_read_back_as_they_were(
    new_spreadsheet, locale, shown
):
    access = new_spreadsheet(locale)
    blueprint = draw(CUT, "zh")
    apply(access, blueprint)
    rows = [
        ["批次编号", "名称", "名额", "启动日期"],
        ["B-001", "=1+1", "12", "2026-02-28"],
        ["B-002", "'引号", "007", "2026-02-30"],
        ["B-003", "2026-03-01", "3.5", "1899-12-29"],
        ["B-004", "TRUE", "1,000", "2026年3月1日"],
        ["", "1e5", "8人", "2026.03"],
    ]
    fill(access, Workbook((Sheet("批次", grid(rows)),), Manifest("test")), blueprint)
    rows[3][2] = shown
    assert access.values(["'批次'"])[0] == rows
    typed = access.values(["'批次'!C2:D"], Render.UNFORMATTED)[0]
    assert typed == [
        [12, 46081],
        ["007", "2026-02-30"],
        [3.5, "1899-12-29"],
        ["1,000", "2026年3月1日"],
        ["8人", "2026.03"],
    ]
