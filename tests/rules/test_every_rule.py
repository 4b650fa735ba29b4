"""What holds for every rule, tried on the small workbook in which each finds something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pandas as pd
import pytest

from handbook.checking import check_workbook
from handbook.config import day_of
from handbook.findings import Finding
from handbook.rules import RULES
from handbook.sources import pull
from handbook.workbook import Sheet, Workbook, grid
from showcases import SHOWCASES
from small_workbooks import ROOT, SCHEMA, check

BOOKS = {id(book): pytest.param(book, id=code) for code, book in SHOWCASES.items()}.values()
RUBBISH = ("", "", "", "？", "2026-02-30", "1", "U-0099", "C-99999", "S-9999", "全批", "是", "0")
SEEDS = range(6)


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


@pytest.mark.parametrize("book", BOOKS)
def test_the_order_of_rows_changes_no_finding(book: Workbook) -> None:
    turned = changed(book, lambda records: records[::-1])
    assert places(check(turned).findings) == places(check(book).findings)


def shuffled(records: list[list[str]]) -> list[list[str]]:
    return dice_of(7).sample(records, len(records))


def test_the_order_of_rows_changes_nothing_in_the_demo_either() -> None:
    book = pull(ROOT / "sheets_schema" / "demo_mistakes")
    as_of = day_of(book.manifest)
    findings = [
        each.findings
        for each in (
            check_workbook(book, SCHEMA, as_of),
            check_workbook(changed(book, shuffled), SCHEMA, as_of),
        )
    ]
    assert places(findings[0]) == places(findings[1])


@pytest.mark.parametrize("book", BOOKS)
def test_a_rule_leaves_the_register_as_it_is(book: Workbook) -> None:
    register = check(book).register
    before = {key: table.frame.copy(deep=True) for key, table in register.tables.items()}
    told = [list(rule(register)) for _, rule in RULES]
    for key, table in register.tables.items():
        pd.testing.assert_frame_equal(table.frame, before[key])
    assert [list(rule(register)) for _, rule in RULES] == told


@pytest.mark.parametrize("book", BOOKS)
def test_a_column_blank_in_every_sheet_breaks_no_rule(book: Workbook) -> None:
    widest = max(len(sheet.text.columns) for sheet in book.sheets)
    for number in range(widest):

        def without(records: list[list[str]], number: int = number) -> list[list[str]]:
            return [[*record[:number], "", *record[number + 1 :]] for record in records]

        assert check(changed(book, without)).workbook.sheets


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("book", BOOKS)
def test_no_rule_breaks_on_rubbish(book: Workbook, seed: int) -> None:
    dice = dice_of(seed)

    def spoil(records: list[list[str]]) -> list[list[str]]:
        return [
            [dice.choice(RUBBISH) if dice.random() < 0.25 else cell for cell in record]
            for record in records
        ]

    assert check(changed(book, spoil)).findings


@pytest.mark.parametrize("seed", range(3))
def test_no_rule_breaks_on_a_demo_full_of_holes(seed: int) -> None:
    dice = dice_of(seed)
    book = pull(ROOT / "sheets_schema" / "demo")

    def spoil(records: list[list[str]]) -> list[list[str]]:
        return [
            [dice.choice(RUBBISH) if dice.random() < 0.1 else cell for cell in record]
            for record in records
        ]

    checked = check_workbook(changed(book, spoil), SCHEMA, day_of(book.manifest))
    assert {each.code[:3] for each in checked.findings} >= {"CEL", "KEY"}


@pytest.mark.parametrize("field", ["start_planned", "end_planned", "reported_on", "end_actual"])
@pytest.mark.parametrize("day", ["1999-12-31", "2026-06-30", "2099-01-01"])
def test_no_rule_breaks_on_a_day_far_away(field: str, day: str) -> None:
    book = pull(ROOT / "sheets_schema" / "demo")
    sheets = [set_column(sheet, field, day) for sheet in book.sheets]
    changed_book = replace(book, sheets=tuple(sheets))
    checked = check_workbook(changed_book, SCHEMA, day_of(book.manifest))
    assert any(each.code.startswith("POL") for each in checked.findings)


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
