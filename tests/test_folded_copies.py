"""Folds in the result sheet of an annotated copy: outlined rows below the line that tells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl

from handbook.annotating.results import HEADER_ROW
from handbook.annotating.xlsx import write_annotated
from handbook.findings import Visibility
from handbook.sources import pull
from handbook.workbook import Workbook
from overdue import overdue
from small_workbooks import MESSAGES, check


def copied(tmp_path: Path, count: int, limit: Visibility = Visibility.SEALED) -> Path:
    """Write a register and its annotated copy."""
    source, target = tmp_path / "register.xlsx", tmp_path / "register.checked.xlsx"
    save(overdue(count), source)
    write_annotated(source, target, check(pull(source)), MESSAGES, "zh", limit)
    return target


def save(book: Workbook, path: Path) -> None:
    """Save a workbook as an Excel file."""
    excel = openpyxl.Workbook()
    excel.remove(excel.active)
    for sheet in book.sheets:
        tab = excel.create_sheet(sheet.title)
        for row in sheet.text.to_numpy().tolist():
            tab.append(row)
    excel.save(path)


def looks(path: Path) -> list[tuple[str, bool, int, bool]]:
    """Give place, whether hidden, level and whether collapsed of each line about R40."""
    tab = openpyxl.load_workbook(path)["检查结果"]
    return [
        (
            tab.cell(number, 4).value,
            bool(tab.row_dimensions[number].hidden),
            tab.row_dimensions[number].outlineLevel or 0,
            bool(tab.row_dimensions[number].collapsed),
        )
        for number in range(HEADER_ROW + 1, tab.max_row + 1)
        if tab.cell(number, 2).value == "POL-R40"
    ]


def test_members_are_outlined_and_folded_away_below_their_line(tmp_path: Path) -> None:
    path = copied(tmp_path, 3)
    assert looks(path) == [
        ("3 处", False, 0, True),
        ("postings!G2", True, 1, False),
        ("postings!G3", True, 1, False),
        ("postings!G4", True, 1, False),
    ]
    tab = openpyxl.load_workbook(path)["检查结果"]
    assert tab.sheet_properties.outlinePr.summaryBelow is False


def test_two_of_a_kind_stand_open(tmp_path: Path) -> None:
    assert looks(copied(tmp_path, 2)) == [
        ("postings!G2", False, 0, False),
        ("postings!G3", False, 0, False),
    ]


def test_the_line_of_a_fold_links_to_its_first_cell(tmp_path: Path) -> None:
    tab = openpyxl.load_workbook(copied(tmp_path, 3))["检查结果"]
    row = next(n for n in range(1, tab.max_row + 1) if tab.cell(n, 4).value == "3 处")
    assert tab.cell(row, 4).hyperlink.location == "'postings'!G2"


def test_a_copy_of_a_copy_has_the_same_result_sheet(tmp_path: Path) -> None:
    first = copied(tmp_path, 4)
    second = tmp_path / "again.xlsx"
    checked = check(pull(first))
    write_annotated(first, second, checked, MESSAGES, "zh")
    assert looks(second) == looks(first)
    texts = [
        [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["检查结果"].rows]
        for path in (first, second)
    ]
    assert texts[0][HEADER_ROW:] == texts[1][HEADER_ROW:]


def test_whoever_may_not_know_the_batches_gets_no_fold(tmp_path: Path) -> None:
    source, target = tmp_path / "r.xlsx", tmp_path / "r.checked.xlsx"
    save(overdue(3), source)
    checked = check(pull(source))
    public = [replace(each, visibility=Visibility.PUBLIC) for each in checked.findings]
    told = replace(checked, findings=tuple(public))
    write_annotated(source, target, told, MESSAGES, "zh", Visibility.PUBLIC)
    assert [place for place, *_ in looks(target)] == ["postings!G2", "postings!G3", "postings!G4"]
