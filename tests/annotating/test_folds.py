"""Folds in the result sheet of a spreadsheet: one line, and the list behind it folded away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotating_office import Office, Open, expected_marks
from handbook.annotating.google import clear
from handbook.annotating.results import Manner
from handbook.findings import Visibility
from overdue import overdue
from small_workbooks import SCHEMA


def shape(office: Office) -> list[tuple[str, str, str, str]]:
    """List the lines of folds and their members: code, place, record and mark."""
    rows = [[*row, *[""] * 12][:12] for row in office.results()[4:]]
    return [(row[1], row[3], row[4], row[10]) for row in rows if row[1] == "POL-R40"]


def groups(office: Office) -> list[tuple[int, int, bool]]:
    """Give first and last row of the groups of rows, and whether they are folded away."""
    mask = "sheets(properties(title),rowGroups)"
    sheets = office.access().structure(mask)["sheets"]
    found = next(each for each in sheets if each["properties"]["title"] == "检查结果")
    return [
        (each["range"]["startIndex"] + 1, each["range"]["endIndex"], each.get("collapsed", False))
        for each in found.get("rowGroups", [])
    ]


def hidden(office: Office) -> list[int]:
    """Give the numbers of the rows of the result sheet that do not show."""
    rows = office.store.sheet(office.spreadsheet_id, "检查结果").rows
    return [number for number, row in enumerate(rows, start=1) if row.is_hidden]


def first_line(office: Office) -> int:
    """Give the row number of the first line that folds others."""
    return next(n for n, row in enumerate(office.results(), start=1) if row[3:4] == ["3 处"])


def write(office: Office, address: str, text: str) -> None:
    office.store.write(office.spreadsheet_id, address, [[text]])


def settle(office: Office) -> int:
    """Answer, and say how many requests wrote something."""
    outcome = office.annotate()
    assert outcome.is_settled
    return outcome.shared.settled.writes


def test_a_fold_is_one_line_with_its_members_folded_away_below(open_office: Open) -> None:
    office = open_office(overdue(3))
    settle(office)
    assert shape(office) == [
        ("POL-R40", "3 处", "B-001", ""),
        ("POL-R40", "postings!G2", "S-0001", "postings/S-0001/end_planned"),
        ("POL-R40", "postings!G3", "S-0002", "postings/S-0002/end_planned"),
        ("POL-R40", "postings!G4", "S-0003", "postings/S-0003/end_planned"),
    ]
    row = first_line(office)
    assert groups(office) == [(row + 1, row + 3, True)]
    assert hidden(office) == [row + 1, row + 2, row + 3]


def test_the_line_of_a_fold_in_full(open_office: Open) -> None:
    office = open_office(overdue(3))
    settle(office)
    assert office.results()[first_line(office) - 1] == [
        "错误",
        "POL-R40",
        "期满安排",
        "3 处",
        "B-001",
        "批次 B-001（第1批），共 3 处，逐条列在下面，点左边的加号展开",
        "到期后有去向，或有批准的延长",
        "填上“实际结束”和“期满去向”；批准延长的，填“延长至”；去向未定的，状态改为“期满待安排”",
        "组织部门",
        "2026-06-30",
    ]


def test_saying_it_again_writes_nothing(open_office: Open) -> None:
    office = open_office(overdue(3, batches=2))
    assert settle(office) == 1
    assert len(groups(office)) == 2
    assert settle(office) == 0


def test_two_of_a_kind_are_not_folded(open_office: Open) -> None:
    office = open_office(overdue(2))
    settle(office)
    assert [place for _, place, _, _ in shape(office)] == ["postings!G2", "postings!G3"]
    assert groups(office) == hidden(office) == []


def test_cells_are_noted_and_coloured_each_by_itself(open_office: Open) -> None:
    office = open_office(overdue(3))
    checked = office.check()
    office.annotate(checked, manner=Manner.CELLS_TOO)
    assert office.marks() == expected_marks(checked)
    assert set(office.store.colours(office.spreadsheet_id, "postings")) == {(2, 7), (3, 7), (4, 7)}
    assert len(office.marks("postings")) == 3


def test_since_when_is_kept_for_each_and_the_fold_has_the_earliest(open_office: Open) -> None:
    office = open_office(overdue(4))
    settle(office)
    row = next(n for n, line in enumerate(office.results(), start=1) if line[3:4] == ["4 处"])
    write(office, f"'检查结果'!J{row + 2}", "2026-05-02")
    assert settle(office) == 1
    assert [line[9] for line in office.results()[row - 1 : row + 4]] == [
        "2026-05-02", "2026-06-30", "2026-05-02", "2026-06-30", "2026-06-30",
    ]  # fmt: skip


def test_a_fold_that_somebody_opened_stays_open_while_it_shrinks(open_office: Open) -> None:
    office = open_office(overdue(4, batches=2))
    settle(office)
    (first, last, _), *_ = groups(office)
    office.batch(opened(office, first, last))
    assert settle(office) == 0
    write(office, "postings!K4", "cancelled")
    assert settle(office) == 1
    assert groups(office) == [(first, last - 1, False), (last + 1, last + 4, True)]
    assert hidden(office) == list(range(last + 1, last + 5))


def opened(office: Office, first: int, last: int) -> dict[str, Any]:
    span = rows_of(office, first, last)
    group = {"range": span, "depth": 1, "collapsed": False}
    return {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}


def rows_of(office: Office, first: int, last: int) -> dict[str, Any]:
    gid = office.store.sheet(office.spreadsheet_id, "检查结果").gid
    return {"sheetId": gid, "dimension": "ROWS", "startIndex": first - 1, "endIndex": last}


def test_a_fold_that_is_mended_leaves_no_group_and_no_hidden_row(open_office: Open) -> None:
    office = open_office(overdue(3))
    settle(office)
    write(office, "postings!K2", "cancelled")
    assert settle(office) == 1
    assert groups(office) == hidden(office) == []
    assert len(shape(office)) == 2


EDITS = {
    "a row inserted above": lambda office: {
        "insertDimension": {"range": rows_of(office, 5, 5), "inheritFromBefore": False}
    },
    "a row inserted among the members": lambda office: {
        "insertDimension": {
            "range": rows_of(office, first_line(office) + 2, first_line(office) + 2),
            "inheritFromBefore": True,
        }
    },
    "a member deleted": lambda office: {
        "deleteDimension": {
            "range": rows_of(office, first_line(office) + 1, first_line(office) + 1)
        }
    },
    "the group taken away": lambda office: {
        "deleteDimensionGroup": {
            "range": rows_of(office, first_line(office) + 1, first_line(office) + 3)
        }
    },
    "a group within the group": lambda office: {
        "addDimensionGroup": {
            "range": rows_of(office, first_line(office) + 1, first_line(office) + 2)
        }
    },
    "a group around everything": lambda office: {
        "addDimensionGroup": {"range": rows_of(office, 5, first_line(office) + 3)}
    },
    "the lines of two folds grouped together": lambda office: {
        "addDimensionGroup": {"range": rows_of(office, first_line(office), first_line(office) + 5)}
    },
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_what_people_do_to_the_groups_is_put_right_once(open_office: Open, edit: Any) -> None:
    office = open_office(overdue(3, batches=2))
    settle(office)
    before, lines = groups(office), office.results()
    office.batch(edit(office))
    assert settle(office) == 1
    assert [(first, last) for first, last, _ in groups(office)] == [
        (first, last) for first, last, _ in before
    ]
    assert office.results() == lines
    assert settle(office) == 0
    shown = [n for first, last, away in groups(office) if away for n in range(first, last + 1)]
    assert hidden(office) == shown


def test_a_fold_counts_nothing_its_readers_may_not_know_of(open_office: Open) -> None:
    office = open_office(overdue(6))
    checked = office.check()
    about = [each for each in checked.findings if each.code == "POL-R40"]
    secret = [replace(each, visibility=Visibility.ORG) for each in about[3:]]
    outcome = office.annotate(replace(checked, findings=(*about[:3], *secret)))
    assert outcome.kept_back == 3
    assert [place for _, place, _, _ in shape(office)] == [
        "3 处", "postings!G2", "postings!G3", "postings!G4",
    ]  # fmt: skip


def test_nothing_is_folded_for_readers_who_may_not_know_the_batches(open_office: Open) -> None:
    office = open_office(overdue(3))
    checked = office.check()
    public = [replace(each, visibility=Visibility.PUBLIC) for each in checked.findings]
    office.annotate(replace(checked, findings=tuple(public)), limit=Visibility.PUBLIC)
    assert len(shape(office)) == 3
    assert groups(office) == []


def test_clearing_takes_the_groups_along(open_office: Open) -> None:
    office = open_office(overdue(3))
    settle(office)
    clear(office.access(), office.pull(), SCHEMA)
    assert groups(office) == hidden(office) == []


def test_the_register_does_not_notice_the_groups(open_office: Open) -> None:
    office = open_office(overdue(3))
    before = office.check()
    settle(office)
    after = office.check()
    assert after.findings == before.findings
    assert after.workbook.content_hash() == before.workbook.content_hash()
