"""What the cells of a column should hold, as a data validation that helps and never insists."""

from __future__ import annotations

import re

from handbook.findings import column_letters, quoted
from handbook.provisioning.blueprint import Column, Form
from handbook.provisioning.live import DATE_FORMAT, TEXT_FORMAT, Rule
from handbook.provisioning.signing import sign
from handbook.rendering.translations import fill_words
from handbook.schema import LIST_SEPARATORS

LIST_FIRST_ROW = 3
"""First row of the list sheet with a choice: row 1 holds titles, row 2 formula and header."""

_RANGE = re.compile(r"=?(?P<title>.*)!\$?(?P<first>[A-Z]+)\$?(?P<row>\d+)?:\$?(?P<last>[A-Z]+).*")


def rule_of(column: Column, language: str, source: str) -> Rule | None:
    """Give the data validation a column should have, or None.

    Several values in one cell are no single item of a list, and Google would mark every such cell.
    They get a rule that is always met and only shows what can be chosen.

    Args:
        column: As it should be.
        language: Language of the workbook.
        source: Range of the list sheet with the records it may refer to; blank where there is none.
    """
    if column.takes_several:
        return _signed("CUSTOM_FORMULA", ("=TRUE",), _several(column, language), language)
    if column.choices:
        words = fill_words(language, "请从下拉列表中选一项。")
        return _signed("ONE_OF_LIST", column.choices, words, language)
    if column.offers and source:
        words = fill_words(language, "请从下拉列表中选，或直接填编号；刚添加的记录也可以填。")
        return _signed("ONE_OF_RANGE", (source,), words, language)
    if column.form is Form.DATE:
        words = fill_words(language, "请填日期，写成 2024-03-01。")
        return _signed("DATE_IS_VALID", (), words, language)
    return None


def _several(column: Column, language: str) -> str:
    if column.choices:
        choices = LIST_SEPARATORS[language].join(column.choices)
        return fill_words(language, "可以填几项，用分号隔开。可选：{choices}", choices=choices)
    example = column.field.example
    return fill_words(language, "可以填几个编号，用分号隔开，例如：{example}", example=example)


def _signed(kind: str, values: tuple[str, ...], words: str, language: str) -> Rule:
    return Rule(kind, values, sign(words, language, Rule(kind, values).about))


def list_range(title: str, column_number: int) -> str:
    """Name the choices in one column of the list sheet, open to the bottom.

    Args:
        title: Of the list sheet.
        column_number: From 1.
    """
    letters = column_letters(column_number)
    return f"={quoted(title)}!${letters}${LIST_FIRST_ROW}:${letters}"


def is_same_rule(live: Rule | None, wanted: Rule | None) -> bool:
    """Say whether a live rule is what is wanted, however Google spells range, formula and spaces.

    Args:
        live: As read back.
        wanted: As it should be.
    """
    if live is None or wanted is None:
        return live is wanted
    return (
        live.about == wanted.about
        and live.message.split() == wanted.message.split()
        and (live.kind != "ONE_OF_RANGE" or _columns_named(live) == _columns_named(wanted))
    )


def _columns_named(rule: Rule) -> tuple[str, ...] | None:
    match = _RANGE.fullmatch(rule.values[0]) if rule.values else None
    if match is None:
        return None
    title = match["title"]
    if title.startswith("'"):
        title = title[1:-1].replace("''", "'")
    return title, match["first"], match["last"]


def format_of(form: Form) -> str:
    """Give the number format of cells, as `LiveCell.format` writes it; may be blank.

    Numbers get none: a format would hide decimals that are there.

    Args:
        form: How the cells are typed.
    """
    if form is Form.DATE:
        return DATE_FORMAT
    return TEXT_FORMAT if form is Form.TEXT else ""


def note_of(column: Column, language: str) -> str:
    """Give the note of a column's header, signed.

    Args:
        column: As it should be.
        language: Language of the workbook.
    """
    return sign(column.note, language)
