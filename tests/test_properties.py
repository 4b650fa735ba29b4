"""What holds for every workbook there could be, tried on workbooks nobody would write down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.checking import Checked
from handbook.findings import Cell, Finding
from handbook.reporters import REPORTERS, Report
from handbook.schema import LANGUAGES
from handbook.workbook import Manifest, Merged, Sheet, Workbook, grid
from small_workbooks import (
    BATCH,
    CADRES,
    MESSAGES,
    POSTING,
    PROGRAMME,
    SCHEMA,
    UNITS,
    Row,
    check,
    workbook,
)

few = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

WORDS = [word for table in SCHEMA.tables.values() for each in table.fields for word in each.words]
LABELS = [
    label
    for table in SCHEMA.tables.values()
    for each in table.fields
    if each.enumeration
    for labels in each.enumeration.labels.values()
    for label in labels.values()
]
TYPICAL = [
    "", " ", "\u00a0", "\u200b", "\u202e", "U-0001", "C-00001", "C-00001 顾清禾", "S-0001", "s-1",
    "007", "1e5", "NaN", "45.0", "8人", "9999999999999999", "#REF!", "#N/A", "2026-02-30",
    "2026年1月1日", "1/3/2026", "2026.9", "45901", "20260101", "=1+1", "<script>", "{{ x }}",
    "[a](b)", "../index", "合计", "注：", "全批", "顾清禾、陆予安", "、；,;\n", "🈳", "\U0002a6d6",
]  # fmt: skip
IN_RECORDS = [text for text in TYPICAL if text not in ("合计", "注：")]
"""A total or a note is known by what stands first in its row, and so by the order of columns."""
cells = st.one_of(
    st.sampled_from(TYPICAL), st.sampled_from(WORDS), st.sampled_from(LABELS), st.text(max_size=12)
)
titles = st.one_of(
    st.sampled_from([word for table in SCHEMA.tables.values() for word in table.words]),
    st.text(max_size=8),
)
rows = st.lists(st.lists(cells, max_size=7), max_size=7)
numbers = st.integers(min_value=1, max_value=9)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet of anything, with merged blocks, formulas and hidden rows anywhere in it."""
    text = grid(draw(rows))
    merged = [
        Merged(min(a, b), max(a, b), min(c, d), max(c, d))
        for a, b, c, d in draw(st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=2))
        if max(a, b) <= len(text) and max(c, d) <= len(text.columns)
    ]
    places = draw(st.lists(st.tuples(numbers, numbers), max_size=2))
    formulas = {
        (row, column): "=A1"
        for row, column in places
        if row <= len(text) and column <= len(text.columns)
    }
    hidden = frozenset(draw(st.lists(numbers, max_size=2)))
    return Sheet(draw(titles), text, None, formulas, tuple(merged), hidden, draw(st.booleans()))


@st.composite
def books(draw: st.DrawFn) -> Workbook:
    """A workbook of anything."""
    some = tuple(draw(st.lists(sheets(), max_size=5)))
    return Workbook(some, Manifest("x", language=draw(st.sampled_from(["", *LANGUAGES]))))


def reports(checked: Checked) -> list[str]:
    """Every report of a check, in every language."""
    return [
        write(Report(checked.findings, SCHEMA, MESSAGES, language))
        for write in REPORTERS.values()
        for language in LANGUAGES
    ]


@few
@given(books())
def test_whatever_is_in_it_a_workbook_is_answered_and_left_as_it_is(book: Workbook) -> None:
    before = [sheet.text.copy() for sheet in book.sheets]
    checked = check(book)
    told = reports(checked)
    assert all(sheet.text.equals(text) for sheet, text in zip(book.sheets, before, strict=True))
    assert reports(check(book)) == told


def column(name: str) -> st.SearchStrategy[str]:
    """Values that make one column interesting: the clean one mostly, and others now and then."""
    clean = {"posting_id": ["S-0001", "S-0002", "S-0003"], "cadre_id": ["C-00001", "C-00002"]}
    usual = clean.get(name, [POSTING[name]])
    return st.one_of(st.sampled_from(usual), st.sampled_from(usual), st.sampled_from(IN_RECORDS))


postings = st.lists(st.fixed_dictionaries({name: column(name) for name in POSTING}), max_size=5)
units = st.lists(
    st.fixed_dictionaries(
        {
            "unit_id": st.sampled_from([*(unit["unit_id"] for unit in UNITS), "U-0009", "", "u1"]),
            "unit_name": st.sampled_from(["杏坞镇", "白枥乡", "一、乡镇", ""]),
            "level": st.sampled_from(["乡镇", "county", "不详", ""]),
            "admin_parent_id": st.sampled_from(["U-0001", "U-0002", "U-0009", "杏坞镇", ""]),
        }
    ),
    max_size=5,
)


def places(findings: Sequence[Finding]) -> Counter[tuple[str, str, str, str]]:
    """Count findings by what they say of which record, wherever it stands."""
    return Counter((each.code, each.variant, each.record, each.cell.field) for each in findings)


@few
@given(postings, units, st.data())
def test_the_order_of_rows_columns_and_sheets_changes_nothing(
    some: list[Row], others: list[Row], data: st.DataObject
) -> None:
    book = workbook(units=[*UNITS, *others], postings=[POSTING, *some])
    turned = tuple(turn(sheet, data) for sheet in data.draw(st.permutations(list(book.sheets))))
    findings = check(replace(book, sheets=turned)).findings
    assert places(findings) == places(check(book).findings)


def turn(sheet: Sheet, data: st.DataObject) -> Sheet:
    """Shuffle columns and records; the header stays on top."""
    header, *records = sheet.text.to_numpy().tolist()
    order = data.draw(st.permutations(range(len(header))))
    mixed = [header, *data.draw(st.permutations(records))]
    return replace(sheet, text=grid([[row[position] for position in order] for row in mixed]))


@few
@given(postings, st.integers(0, 3))
def test_lines_above_move_the_addresses_down_and_nothing_else(some: list[Row], lines: int) -> None:
    above = [["挂职干部登记表"], ["填报单位：栖川市"], [""]][:lines]
    assert_moved(some, lambda rows: [*above, *rows], lambda row, column: (row + lines, column))


@few
@given(postings, st.integers(0, 5))
def test_a_blank_row_moves_what_stands_below_it_and_nothing_else(some: list[Row], at: int) -> None:
    at = min(at, len(some))
    assert_moved(
        some,
        lambda rows: [*rows[: at + 1], [], *rows[at + 1 :]],
        lambda row, column: (row + (row > at + 1), column),
    )


@few
@given(postings, st.integers(0, len(POSTING)))
def test_a_blank_column_moves_what_stands_right_of_it_and_nothing_else(
    some: list[Row], at: int
) -> None:
    assert_moved(
        some,
        lambda rows: [[*row[:at], "", *row[at:]] for row in rows],
        lambda row, column: (row, column + (column > at)),
    )


def assert_moved(
    some: list[Row],
    change: Callable[[list[list[Any]]], list[list[Any]]],
    move: Callable[[int, int], tuple[int, int]],
) -> None:
    """Check a workbook before and after a change of layout of the postings sheet."""
    book = workbook(postings=[POSTING, *some])
    *others, last = book.sheets
    moved = replace(last, text=grid(change(last.text.to_numpy().tolist())))
    findings = check(replace(book, sheets=(*others, moved))).findings
    assert [told(each) for each in findings] == [told(each, move) for each in check(book).findings]


def told(
    finding: Finding, move: Callable[[int, int], tuple[int, int]] | None = None
) -> tuple[str, str, str, str, list[str]]:
    """Give what a finding says and where, after a move."""
    cells = [finding.cell, *(related.cell for related in finding.related)]
    addresses = [(moved(cell, move) if move else cell).a1 for cell in cells]
    return finding.code, finding.variant, finding.record, finding.cell.field, addresses


def moved(cell: Cell, move: Callable[[int, int], tuple[int, int]]) -> Cell:
    """Move a cell of the postings sheet."""
    if cell.sheet != "postings" or not cell.row_number or not cell.column_number:
        return cell
    row, column = move(cell.row_number, cell.column_number)
    return replace(cell, row_number=row, column_number=column)


@few
@given(postings, units)
def test_findings_come_in_reading_order(some: list[Row], others: list[Row]) -> None:
    book = workbook(
        units=[*UNITS, *others], cadres=CADRES, programmes=[PROGRAMME], batches=[BATCH],
        postings=some,
    )  # fmt: skip
    order = {key: number for number, key in enumerate(SCHEMA.tables)}
    keys = [
        (order.get(each.cell.sheet, -1), each.cell.row_number or 0, each.cell.column_number or 0)
        for each in check(book).findings
    ]
    assert keys == sorted(keys)
