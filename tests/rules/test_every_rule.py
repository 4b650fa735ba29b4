"""What holds for every rule, tried on the small workbook in which each finds something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pandas as pd
import pytest

from cut_registers import cut_book
from demos import checked_demo
from handbook.checking import check_workbook
from handbook.findings import Finding
from handbook.register import Register
from handbook.rules import RULES
from handbook.validation import Maker, validate
from handbook.workbook import Sheet, Workbook, grid
from showcases import BOOKS, checked, codes_of
from small_workbooks import AS_OF, SCHEMA, check

every_book = pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
RUBBISH = ("", "", "", "？", "2026-02-30", "1", "U-0099", "C-99999", "S-9999", "全批", "是", "0")
SEEDS = (0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 6)))


every_register = pytest.mark.parametrize(
    "register",
    [
        pytest.param(cut_book, id="some of the demo register"),
        pytest.param(lambda: checked_demo().workbook, id="all of it", marks=pytest.mark.soak),
    ],
)


def dice_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - for the same draw in every run, not for secrets


def changed(book: Workbook, change: Callable[[list[list[str]]], list[list[str]]]) -> Workbook:
    """Change the records of every sheet; the header stays."""

    def turned(sheet: Sheet) -> Sheet:
        header, *records = sheet.text.to_numpy().tolist()
        return replace(sheet, text=grid([header, *change(records)]))

    return replace(book, sheets=tuple(map(turned, book.sheets)))


def places(findings: Iterator[Finding]) -> Counter[tuple[str, str, str, str, str]]:
    return Counter(
        (each.code, each.variant, each.record, each.cell.field, each.severity) for each in findings
    )


@every_book
def test_the_order_of_rows_changes_no_finding(book: Workbook) -> None:
    turned = changed(book, lambda records: records[::-1])
    assert places(check(turned).findings) == places(checked(book).findings)


def shuffled(records: list[list[str]]) -> list[list[str]]:
    return dice_of(7).sample(records, len(records))


def test_the_order_of_rows_changes_nothing_in_the_demo_either() -> None:
    before = checked_demo("demo_mistakes")
    turned = changed(before.workbook, shuffled)
    again = check_workbook(turned, SCHEMA, before.register.as_of)
    assert places(again.findings) == places(before.findings)


@every_book
def test_a_rule_leaves_the_register_as_it_is(book: Workbook) -> None:
    register = checked(book).register
    rules = [rule for code, rule in RULES if code in codes_of(book)]
    before = {key: table.frame.copy(deep=True) for key, table in register.tables.items()}
    told = [list(rule(register)) for rule in rules]
    assert all(told)
    for key, table in register.tables.items():
        pd.testing.assert_frame_equal(table.frame, before[key])
    assert [list(rule(register)) for rule in rules] == told


@every_book
def test_a_column_blank_in_every_sheet_breaks_no_rule(book: Workbook) -> None:
    rules = [rule for code, rule in RULES if code in codes_of(book)]
    widest = max(len(sheet.text.columns) for sheet in book.sheets)
    for number in range(widest):

        def without(records: list[list[str]], number: int = number) -> list[list[str]]:
            return [[*record[:number], "", *record[number + 1 :]] for record in records]

        register = register_of(changed(book, without))
        for rule in rules:
            list(rule(register))


def register_of(book: Workbook) -> Register:
    """Read a workbook as a check does, and apply no rule to it yet."""
    tables, _ = validate(book, SCHEMA, AS_OF)
    return Register(SCHEMA, tables, AS_OF, Maker.for_workbook(SCHEMA, book))


@pytest.mark.parametrize("seed", SEEDS)
@every_book
def test_no_rule_breaks_on_rubbish(book: Workbook, seed: int) -> None:
    dice = dice_of(seed)

    def spoil(records: list[list[str]]) -> list[list[str]]:
        return [
            [dice.choice(RUBBISH) if dice.random() < 0.25 else cell for cell in record]
            for record in records
        ]

    assert check(changed(book, spoil)).findings


@every_register
@pytest.mark.parametrize("seed", range(3))
def test_no_rule_breaks_on_a_demo_full_of_holes(
    seed: int, register: Callable[[], Workbook]
) -> None:
    dice, book = dice_of(seed), register()

    def spoil(records: list[list[str]]) -> list[list[str]]:
        return [
            [dice.choice(RUBBISH) if dice.random() < 0.1 else cell for cell in record]
            for record in records
        ]

    findings = check_workbook(changed(book, spoil), SCHEMA, AS_OF).findings
    assert {each.code[:3] for each in findings} >= {"CEL", "KEY"}


@every_register
@pytest.mark.parametrize("field", ["start_planned", "end_planned", "reported_on", "end_actual"])
@pytest.mark.parametrize("day", ["1999-12-31", "2026-06-30", "2099-01-01"])
def test_no_rule_breaks_on_a_day_far_away(
    field: str, day: str, register: Callable[[], Workbook]
) -> None:
    book = register()
    sheets = [set_column(sheet, field, day) for sheet in book.sheets]
    findings = check_workbook(replace(book, sheets=tuple(sheets)), SCHEMA, AS_OF).findings
    assert any(each.code.startswith("POL") for each in findings)


def set_column(sheet: Sheet, field: str, value: str) -> Sheet:
    """Write one value into a column of the postings sheet, in every record."""
    table = SCHEMA.table_of_title(sheet.title)
    if table is None or table.key != "postings":
        return sheet
    title = table.field(field).titles["zh"]
    column = [str(each) for each in sheet.text.iloc[0]].index(title)
    text = sheet.text.copy()
    text.iloc[1:, column] = value
    return replace(sheet, text=text)
