"""The list on which somebody accepts or refuses what was proposed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from builders import real_schema
from handbook.errors import HandbookError
from handbook.proposals import (
    Kind,
    Line,
    Origin,
    Proposal,
    Rival,
    lines_of,
    places_of,
    read_decisions,
    write_review_list,
)
from small_workbooks import CADRES, POSTING, UNITS, workbook

ORIGIN = Origin("杏坞镇.xlsx", "挂职", 7, "杏坞镇")
CHANGE = Proposal(
    Kind.CHANGE, "postings", "S-0001", "end_planned", "2026-12-31", "2026-10-31", (ORIGIN,)
)
CONTRARY = Proposal(
    Kind.CHANGE, "postings", "S-0001", "housing", "周转房", "", (ORIGIN,),
    rivals=(Rival("自租", ""), Rival("宿舍", "栖川市发展规划局")),
)  # fmt: skip
NEW = Proposal(
    Kind.ADD, "absences", "", "", "", "…", (ORIGIN,),
    {"posting_id": "S-0001", "start_on": "=HYPERLINK(1)"},
)  # fmt: skip


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """Give three proposals in Chinese."""
    book = workbook(cadres=CADRES, units=UNITS, postings=(POSTING,))
    places = places_of(book, real_schema(), "zh")
    return lines_of([CHANGE, CONTRARY, NEW], places, real_schema(), "zh")


def test_a_proposal_is_told_like_a_sentence_across_the_row(lines: list[Line]) -> None:
    cadre = next(row["name"] for row in CADRES if row["cadre_id"] == POSTING["cadre_id"])
    assert lines[0] == Line(
        token=CHANGE.token,
        sender="杏坞镇",
        sheet="挂职",
        record=f"S-0001 {cadre}",
        column="计划结束",
        before="2026-12-31",
        after="2026-10-31",
        remark="",
        source="杏坞镇.xlsx “挂职”第 7 行",
        is_conflict=False,
    )


def test_a_conflict_names_both_texts_and_who_wants_them(lines: list[Line]) -> None:
    assert lines[1].remark.split("、") == [
        "会把这一格清空",
        "冲突：发出以后，总表里已改为“自租”",
        "冲突：栖川市发展规划局要改为“宿舍”",
    ]


def test_a_new_row_says_each_text_under_its_title(lines: list[Line]) -> None:
    assert lines[2].record == "新增一行"
    assert [part.split("：")[-1] for part in lines[2].after.split("\n")] == [
        "S-0001",
        "=HYPERLINK(1)",
    ]


def filled(path: Path, answers: dict[int, str]) -> Path:
    """Fill the first column in, as a person would."""
    book = openpyxl.load_workbook(path)
    tab = book.worksheets[0]
    for row, answer in answers.items():
        tab.cell(row, 1).value = answer
    book.save(path)
    return path


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
def test_what_was_filled_in_is_read_back(lines: list[Line], tmp_path: Path, language: str) -> None:
    path = tmp_path / "review.xlsx"
    write_review_list(lines, path, language)
    words = {"zh": ("采纳", "不采纳"), "vi": ("Chấp nhận", "Không chấp nhận")}
    yes, no = words.get(language, ("Accept", " do not accept "))
    decisions = read_decisions(filled(path, {2: yes, 3: no, 4: "?"}))
    assert decisions.accepted == {CHANGE.token}
    assert decisions.refused == {CONTRARY.token}
    assert decisions.unclear == (4,)


def test_texts_are_never_formulas(lines: list[Line], tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    write_review_list(lines, path, "zh", {CHANGE.token: True})
    tab = openpyxl.load_workbook(path).worksheets[0]
    assert {cell.data_type for row in tab.iter_rows() for cell in row} <= {"s", "n"}
    assert tab["A2"].value == "采纳"


def test_another_workbook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(HandbookError, match="不是程序写出的改动清单"):
        read_decisions(path)
