"""The hidden sheet behind the drop-downs of an Excel template.

A column lists the records of one sheet as `id name`, by formulas over that sheet, so that a person
added a minute ago is offered at once; a further column holds each closed list that is too long
to stand in the drop-down itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from handbook.findings import column_letters, quoted
from handbook.provisioning.blueprint import Blueprint, Choices, Column
from handbook.provisioning.template_layout import Layout
from handbook.schema import Field

_LONGEST_INLINE_LIST = 255
"""Characters, commas included; Excel takes a file with a longer one for damaged."""


@dataclass(frozen=True)
class ListColumn:
    """One column of the list sheet.

    Attributes:
        name: Defined name the drop-downs refer to.
        title: Header of the column.
        formulas: One per row from row 2 on; empty where the choices are fixed.
        texts: What the formulas give, or the fixed choices.
    """

    name: str
    title: str
    formulas: tuple[str, ...]
    texts: tuple[str, ...]

    def place(self, sheet: str, column_number: int) -> str:
        """Give the formula of the defined name: the list as far as it is filled.

        Without the limit Excel would offer all the blanks behind the last record too.

        Args:
            sheet: Title of the list sheet.
            column_number: From 1.
        """
        letters = column_letters(column_number)
        first = f"{quoted(sheet)}!${letters}$2"
        block = f"{first}:${letters}${len(self.texts) + 1}"
        if not self.formulas:
            return f"={block}"
        last = f'MAX(1,SUMPRODUCT(MAX(({block}<>"")*(ROW({block})-1))))'
        return f"={first}:INDEX({block},{last})"


def list_key(column: Column) -> str:
    """Say which list a column takes its choices from.

    Args:
        column: Any.

    Returns:
        The key of a sheet or of a closed list; blank where the choices fit into the drop-down
        itself, and where there are none.
    """
    if column.offers:
        return column.offers
    fits = len(",".join(column.choices)) <= _LONGEST_INLINE_LIST
    if fits and not any("," in each for each in column.choices):
        return ""
    return column.field.enumeration.name if column.field.enumeration else ""


def list_columns(
    blueprint: Blueprint, layouts: Sequence[Layout], row_count: int
) -> Mapping[str, ListColumn]:
    """Make the columns of the list sheet.

    Args:
        blueprint: Says what is offered.
        layouts: The sheets the records stand in.
        row_count: Records each list has room for, at least.

    Returns:
        Key of a list, as `list_key` gives it → its column, in the order of the list sheet.
    """
    sheets = {layout.key: layout for layout in layouts if layout.key}
    columns = {
        choices.sheet: _records(choices, sheets[choices.sheet], row_count)
        for choices in blueprint.choices
        if choices.sheet in sheets
    }
    for tab in blueprint.tabs:
        for column in tab.columns:
            key = list_key(column)
            if key and not column.offers:
                columns[key] = ListColumn(f"handbook_{key}", column.title, (), column.choices)
    return columns


def write_lists(book: xlsxwriter.Workbook, title: str, columns: Mapping[str, ListColumn]) -> None:
    """Write the list sheet, hidden, and name its columns.

    Args:
        book: Being written; the sheet is added behind the others.
        title: Title of the list sheet.
        columns: As `list_columns` made them.
    """
    tab = book.add_worksheet(title)
    tab.hide()
    tab.freeze_panes(1, 0)
    for index, column in enumerate(columns.values()):
        tab.write_string(0, index, column.title)
        for row, text in enumerate(column.texts, start=1):
            if column.formulas:
                tab.write_formula(row, index, column.formulas[row - 1], None, text)
            else:
                tab.write_string(row, index, text)
        book.define_name(column.name, column.place(title, index + 1))


def _records(choices: Choices, layout: Layout, row_count: int) -> ListColumn:
    numbers = [layout.column_number(name) for name in (choices.key, *_names(choices.label))]
    item = _item_formula(layout, choices, numbers)
    texts = [_item(record, choices, numbers) for record in layout.rows[layout.header_row :]]
    texts += [""] * (row_count - len(texts))
    formulas = (item,) * len(texts)
    return ListColumn(f"handbook_{choices.sheet}", choices.title, formulas, tuple(texts))


def _names(label: Sequence[Field]) -> Iterator[str]:
    return (field.name for field in label)


def _item_formula(layout: Layout, choices: Choices, numbers: Sequence[int]) -> str:
    """Write the formula of one item; INDEX by row, so that a deleted row breaks nothing."""
    row = f"ROW()+{layout.header_row - 1}" if layout.header_row > 1 else "ROW()"

    def at(number: int) -> str:
        letters = column_letters(number)
        return f"INDEX({quoted(layout.title)}!${letters}:${letters},{row})"

    key, words = at(numbers[0]), ""
    for field, number in zip(choices.label, numbers[1:], strict=True):
        if number:
            text = at(number)
            word = f'IFERROR(MID({text},FIND(" ",{text})+1,200),"")' if field.target else text
            words += f'&" "&{word}'
    return f'=IF({key}="","",TRIM({key}{words}))'


def _item(record: Sequence[str], choices: Choices, numbers: Sequence[int]) -> str:
    """Give what the formula of an item will give."""
    texts = [record[number - 1] if number else "" for number in numbers]
    if not texts[0]:
        return ""
    words = [
        text.partition(" ")[2] if field.target else text
        for field, text in zip(choices.label, texts[1:], strict=True)
    ]
    return " ".join(" ".join([texts[0], *words]).split(" ")).strip()
