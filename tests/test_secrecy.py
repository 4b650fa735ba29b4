"""What stands above a reader's class changes nothing that the reader is told.

Every value of class `org` and `sealed` is replaced by another one that is as valid, blanks among
them; the findings of class `unit` and below must stay the same, word for word and in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from random import Random

import pandas as pd
import pytest

from demos import checked_demo
from handbook.checking import Checked, check_workbook
from handbook.findings import SHARED_CLASS, Finding
from handbook.schema import Field
from handbook.tables import Table
from handbook.workbook import Workbook
from showcases import BOOKS, checked
from small_workbooks import AS_OF, SCHEMA

SECRET = {
    key: [field for field in table.fields if field.visibility > SHARED_CLASS]
    for key, table in SCHEMA.tables.items()
}
WORDS = ("已阅", "情况属实", "另行研究", "待补充", "按方案办理", "暂无")
SEEDS = (1, 2, pytest.param(3, marks=pytest.mark.soak))


def dice_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - for the same draw in every run, not for secrets


def drawn(field: Field, dice: Random, ids: Mapping[str, list[str]]) -> str:
    """Give a value a clerk might as well have typed into a column; now and then none."""
    if dice.random() < 0.2:
        return ""
    draw = DRAWS.get(field.kind)
    return draw(field, dice) if draw else dice.choice(ids.get(field.target) or [""])


def choice(field: Field, dice: Random) -> str:
    assert field.enumeration is not None
    return dice.choice(list(field.enumeration.labels))


def whole_number(field: Field, dice: Random) -> str:
    least, most = int(field.minimum or 0), int(field.maximum or 100)
    return str(dice.randint(least, most))


def day(field: Field, dice: Random) -> str:
    del field
    return f"{dice.randint(2024, 2027)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"


def month(field: Field, dice: Random) -> str:
    first = 2028 if "end" in field.name else 1970
    return f"{dice.randint(first, first + 25)}-{dice.randint(1, 12):02d}"


def words(field: Field, dice: Random) -> str:
    del field
    return dice.choice(WORDS)


def address(field: Field, dice: Random) -> str:
    del field
    return f"https://files.example.org/reports/{dice.randint(1, 9999)}.pdf"


DRAWS: Mapping[str, Callable[[Field, Random], str]] = {
    "enum": choice, "integer": whole_number, "number": whole_number, "date": day, "month": month,
    "text": words, "url": address,
}  # fmt: skip


def disguised(checked: Checked, dice: Random) -> Workbook:
    """Replace everything above the shared class; ids stay, so that references still hold."""
    tables = checked.register.tables
    ids = {key: [str(each) for each in table.keys if each] for key, table in tables.items()}
    sheets = {id(table.located.sheet): table for table in tables.values()}
    changed = []
    for sheet in checked.workbook.sheets:
        table = sheets.get(id(sheet))
        changed.append(sheet if table is None else replace(sheet, text=_text(table, dice, ids)))
    return replace(checked.workbook, sheets=tuple(changed))


def _text(table: Table, dice: Random, ids: Mapping[str, list[str]]) -> pd.DataFrame:
    text = table.located.sheet.text.copy()
    for field in SECRET[table.schema.key]:
        column = table.located.columns.get(field.name)
        if column is None or field.kind == "id":
            continue
        rows = list(table.located.row_numbers)
        text.loc[rows, column] = [drawn(field, dice, ids) for _ in rows]
    return text


def shared(checked: Checked) -> Iterator[Finding]:
    """Give the findings that may be told in a shared sheet, as they would be told."""
    for each in checked.findings:
        if each.visibility <= SHARED_CLASS:
            related = (other for other in each.related if other.visibility <= SHARED_CLASS)
            yield replace(each, related=tuple(related))


def in_disguise(name: str, seed: int) -> Checked:
    """Check a register that comes with the project with other secret values."""
    before = checked_demo(name)
    return check_workbook(disguised(before, dice_of(seed)), SCHEMA, before.register.as_of)


@cache
def mistakes_in_disguise() -> Checked:
    return in_disguise("demo_mistakes", 1)


@pytest.mark.parametrize(
    ("name", "disguise"),
    [
        pytest.param("demo_mistakes", mistakes_in_disguise, id="demo_mistakes-1"),
        *(
            pytest.param(name, partial(in_disguise, name, seed), id=f"{name}-{seed}", marks=marks)
            for name, seed, marks in (
                ("demo", 2, ()),
                ("demo", 1, pytest.mark.soak),
                ("demo", 3, pytest.mark.soak),
                ("demo_mistakes", 2, pytest.mark.soak),
                ("demo_mistakes", 3, pytest.mark.soak),
            )
        ),
    ],
)
def test_secret_values_of_the_demo_change_no_shared_finding(
    name: str, disguise: Callable[[], Checked]
) -> None:
    checked, again = checked_demo(name), disguise()
    assert [each for each in again.findings if each.visibility > SHARED_CLASS] != [
        each for each in checked.findings if each.visibility > SHARED_CLASS
    ]
    assert list(shared(again)) == list(shared(checked))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_secret_values_change_no_shared_finding_of_any_rule(book: Workbook, seed: int) -> None:
    before = checked(book)
    again = check_workbook(disguised(before, dice_of(seed)), SCHEMA, AS_OF)
    assert list(shared(again)) == list(shared(before))


def test_a_rule_that_reads_more_than_its_entry_says_would_be_noticed() -> None:
    checked = checked_demo("demo_mistakes")
    laid_open = [replace(each, visibility=SHARED_CLASS) for each in checked.findings]
    again = mistakes_in_disguise()
    also = [replace(each, visibility=SHARED_CLASS) for each in again.findings]
    assert list(shared(replace(again, findings=tuple(also)))) != list(
        shared(replace(checked, findings=tuple(laid_open)))
    )
