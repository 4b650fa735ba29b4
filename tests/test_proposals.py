"""Proposals to a register: what a returned sheet asks for, who contradicts whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from builders import real_schema
from handbook.proposals import (
    Origin,
    Place,
    Proposal,
    Rival,
    Scope,
    apply_proposals,
    compare,
    merge,
    places_of,
)
from handbook.saving import save_csv_folder
from handbook.sources import pull
from handbook.workbook import Manifest, Sheet, Workbook, grid

HEADER = ("挂职编号", "挂职干部", "计划开始", "计划结束", "住宿安排", "备注")
FIRST = ("S-0001", "C-00001 顾清禾", "2025-09-01", "2026-08-31", "周转房", "")
SECOND = ("S-0002", "C-00002", "2025-09-01", "2026-08-31", "", "")
FIELDS = ("start_planned", "end_planned", "housing", "remark", "cadre_id")

Row = Sequence[str]


def workbook(title: str, *rows: Row) -> Workbook:
    """Give a workbook with one sheet."""
    return Workbook((Sheet(title, grid(rows)),), Manifest("test"))


def place(*rows: Row, title: str = "挂职", header: Row = HEADER) -> Place:
    """Give a sheet of a register."""
    book = workbook(title, header, *rows)
    (only,) = places_of(book, real_schema(), "zh").values()
    return only


def wished(
    register: Place, returned: Place, sent: Place | None, scope: Scope | None = None
) -> list[Proposal]:
    """Compare, with every column allowed."""
    return list(
        compare(
            register, returned, sent, scope or Scope(FIELDS),
            lambda row: Origin("a.xlsx", "挂职", row, "云泽县"),
        )
    )  # fmt: skip


def in_short(proposals: Sequence[Proposal]) -> list[tuple[str, ...]]:
    """Give kind, record, field, texts, and what contradicts them."""
    return [
        (each.kind.value, each.record, each.field, each.before, each.after,
         *(f"{rival.sender or '总表'}：{rival.text}" for rival in each.rivals))
        for each in proposals
    ]  # fmt: skip


def edited(row: Row, column: str, text: str) -> tuple[str, ...]:
    """Give a row with another text in one column."""
    at = HEADER.index(column)
    return (*row[:at], text, *row[at + 1 :])


CASES: dict[str, tuple[list[Row], list[Row], list[Row], list[tuple[str, ...]]]] = {
    "nothing touched": ([FIRST, SECOND], [FIRST, SECOND], [FIRST, SECOND], []),
    "a cell filled in": (
        [SECOND],
        [SECOND],
        [edited(SECOND, "住宿安排", "宿舍")],
        [("change", "S-0002", "housing", "", "宿舍")],
    ),
    "a cell cleared": (
        [FIRST],
        [FIRST],
        [edited(FIRST, "住宿安排", "")],
        [("change", "S-0001", "housing", "周转房", "")],
    ),
    "the same day typed in another way": (
        [FIRST],
        [FIRST],
        [edited(FIRST, "计划结束", "2026年8月31日")],
        [],
    ),
    "a reference typed without its name": (
        [FIRST],
        [FIRST],
        [edited(FIRST, "挂职干部", "C-00001")],
        [],
    ),
    "rows in another order": ([FIRST, SECOND], [FIRST, SECOND], [SECOND, FIRST], []),
    "a row not returned": ([FIRST, SECOND], [FIRST, SECOND], [FIRST], []),
    "the register was changed meanwhile, the sender changed nothing": (
        [FIRST],
        [edited(FIRST, "计划结束", "2026-12-31")],
        [FIRST],
        [],
    ),
    "both changed the same cell": (
        [FIRST],
        [edited(FIRST, "计划结束", "2026-12-31")],
        [edited(FIRST, "计划结束", "2026-10-31")],
        [("change", "S-0001", "end_planned", "2026-12-31", "2026-10-31", "总表：2026-12-31")],
    ),
    "both changed it alike": (
        [FIRST],
        [edited(FIRST, "计划结束", "2026-12-31")],
        [edited(FIRST, "计划结束", "2026.12.31")],
        [],
    ),
    "a new row": (
        [FIRST],
        [FIRST],
        [FIRST, ("", "C-00003", "2026-01-01", "2026-06-30", "", "")],
        [("add", "", "", "", "C-00003 | 2026-01-01 | 2026-06-30")],
    ),
    "a new row the register has got already": (
        [FIRST],
        [FIRST, ("S-0009", "C-00003", "2026-01-01", "2026-06-30", "", "改过")],
        [FIRST, ("", "C-00003 韩知远", "2026年1月1日", "2026-06-30", "", "")],
        [],
    ),
    "an id borne twice": ([FIRST], [FIRST, FIRST], [edited(FIRST, "住宿安排", "宿舍")], []),
}


@pytest.mark.parametrize(("sent", "now", "returned", "expected"), CASES.values(), ids=CASES)
def test_what_a_returned_sheet_asks_for(
    sent: list[Row], now: list[Row], returned: list[Row], expected: list[tuple[str, ...]]
) -> None:
    assert in_short(wished(place(*now), place(*returned), place(*sent))) == expected


def test_without_what_was_sent_every_difference_is_a_wish() -> None:
    returned = place(edited(FIRST, "住宿安排", "宿舍"))
    assert in_short(wished(place(FIRST), returned, None)) == [
        ("change", "S-0001", "housing", "周转房", "宿舍")
    ]


def test_a_sender_asks_only_for_its_columns_and_its_rows() -> None:
    returned = place(
        edited(edited(FIRST, "住宿安排", "甲"), "备注", "甲"), edited(SECOND, "住宿安排", "乙")
    )
    scope = Scope(("housing",), records={"S-0001"}, may_add=False)
    assert in_short(wished(place(FIRST, SECOND), returned, None, scope)) == [
        ("change", "S-0001", "housing", "周转房", "甲")
    ]


def test_columns_in_another_order_and_with_other_titles_are_the_same_columns() -> None:
    returned = place(
        ("宿舍", "S-0001"), header=("housing", "Mã lượt biệt phái"), title="Lượt biệt phái"
    )
    assert [each.after for each in wished(place(FIRST), returned, place(FIRST))] == ["宿舍"]


def proposal(after: str, sender: str, record: str = "S-0001") -> Proposal:
    """Give a wish for one cell."""
    (only,) = compare(
        place(edited(FIRST, "挂职编号", record)),
        place(edited(edited(FIRST, "挂职编号", record), "计划结束", after)),
        None,
        Scope(FIELDS),
        lambda row: Origin(f"{sender}.xlsx", "挂职", row, sender),
    )
    return only


def meaning(sheet_key: str, field: str, text: str) -> str:
    """Read a text as the postings sheet does."""
    assert sheet_key == "postings"
    return place(FIRST).meaning(field, text)


def test_contrary_wishes_name_each_other() -> None:
    merged = merge([proposal("2026-10-31", "甲县"), proposal("2026-12-31", "乙县")], meaning)
    assert [each.rivals for each in merged] == [
        (Rival("2026-12-31", "乙县"),),
        (Rival("2026-10-31", "甲县"),),
    ]


def test_the_same_wish_of_two_is_one_with_both_names() -> None:
    (merged,) = merge([proposal("2026-10-31", "甲县"), proposal("2026.10.31", "乙县")], meaning)
    assert [each.sender for each in merged.origins] == ["甲县", "乙县"]
    assert not merged.is_conflict


def test_wishes_for_different_records_do_not_meet() -> None:
    wishes = [proposal("2026-10-31", "甲县"), proposal("2026-12-31", "乙县", "S-0002")]
    assert not any(each.is_conflict for each in merge(wishes, meaning))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Give a register with two postings on disk."""
    folder = tmp_path / "register"
    save_csv_folder(workbook("挂职", HEADER, FIRST, SECOND), folder)
    return folder


def rows_of(register: Path) -> list[list[str]]:
    """Give the texts of its only sheet."""
    return [list(row) for row in pull(register).sheets[0].text.to_numpy()]


def test_accepted_proposals_are_written_in_the_register_s_own_form(register: Path) -> None:
    returned = place(
        edited(FIRST, "计划结束", "2026年12月31日"), SECOND, ("", "C-00003", "2026.1.1", "", "", "")
    )
    now = places_of(pull(register), real_schema(), "zh")["postings"]
    outcome = apply_proposals(register, wished(now, returned, None), real_schema(), "zh")
    assert rows_of(register) == [
        list(HEADER),
        list(edited(FIRST, "计划结束", "2026-12-31")),
        list(SECOND),
        ["", "C-00003", "2026-01-01", "", "", ""],
    ]
    assert (len(outcome.applied), outcome.outdated, outcome.homeless) == (2, (), ())


def test_a_cell_somebody_changed_after_the_decision_is_left_alone(register: Path) -> None:
    decided = wished(place(FIRST), place(edited(FIRST, "住宿安排", "宿舍")), None)
    save_csv_folder(workbook("挂职", HEADER, edited(FIRST, "住宿安排", "自租")), register)
    outcome = apply_proposals(register, decided, real_schema(), "zh")
    assert (outcome.outdated, rows_of(register)[1][4]) == (tuple(decided), "自租")


def test_what_has_no_column_in_the_register_is_said(register: Path) -> None:
    save_csv_folder(workbook("挂职", HEADER[:4], FIRST[:4]), register)
    decided = wished(place(FIRST), place(edited(FIRST, "住宿安排", "宿舍")), None)
    outcome = apply_proposals(register, decided, real_schema(), "zh")
    assert (outcome.homeless, outcome.amended.backup) == (tuple(decided), None)


def test_asking_again_for_what_was_accepted_asks_for_nothing(register: Path) -> None:
    returned = place(
        edited(FIRST, "住宿安排", "宿舍"), SECOND, ("", "C-00003", "2026.1.1", "", "", "")
    )
    sent = place(FIRST, SECOND)
    for expected in (2, 0):
        now = places_of(pull(register), real_schema(), "zh")["postings"]
        proposals = wished(now, returned, sent)
        assert len(proposals) == expected
        apply_proposals(register, proposals, real_schema(), "zh")
