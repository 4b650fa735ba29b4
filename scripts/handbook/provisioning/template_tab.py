"""One sheet of the register in an Excel template: header, rows, drop-downs, protection, print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handbook.provisioning.blueprint import Column, Form
from handbook.provisioning.template_layout import Layout
from handbook.provisioning.template_lists import ListColumn, list_key
from handbook.provisioning.template_styles import Styles
from handbook.rendering.translations import fill_words

LONGEST_TEXT = 32_767
"""Characters a cell of Excel can hold."""
_LONGEST_MESSAGE, _LONGEST_HEADING = 255, 32
_FREE_COLUMNS = 30
"""Unlocked columns behind those of the register, for an office's own."""
_HEADER_HEIGHT = 32
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
_ISO_DAY = re.compile(r"(19|[2-9]\d)\d{2}-\d{2}-\d{2}")
_PAPER_A4 = 9
_WIDTH_OF_A_PAGE = 150  # characters on A4 across, in the smallest type one can read
_MAY = dict.fromkeys(
    (
        "format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows",
        "insert_hyperlinks", "delete_columns", "delete_rows", "sort", "autofilter",
        "pivot_tables", "objects", "scenarios",
    ),
    True,
)  # fmt: skip
"""What stays allowed on a protected sheet; only the header cells themselves are locked."""


@dataclass(frozen=True)
class TabWriter:
    """Writes the sheets of a register into one file.

    Attributes:
        book: Being written.
        styles: Its formats.
        lists: Columns of the list sheet by key.
        language: zh, vi or en.
        row_count: Records drop-downs and stripes reach to, at least.
    """

    book: xlsxwriter.Workbook
    styles: Styles
    lists: Mapping[str, ListColumn]
    language: str
    row_count: int

    def write(self, layout: Layout) -> Iterator[tuple[int, int]]:
        """Write one sheet.

        Args:
            layout: What stands where.

        Yields:
            Row and column number, from 1, of each cell whose text is too long for Excel and was
            cut to 32,767 characters.
        """
        tab = self.book.add_worksheet(layout.title)
        yield from self._write_rows(tab, layout)
        if layout.header_row:
            self._write_header(tab, layout)
            self._shape_columns(tab, layout)
            for index, column in enumerate(layout.columns):
                if column is not None:
                    self._validate(tab, layout, index, column)
            self._finish(tab, layout)

    def _write_rows(self, tab: Worksheet, layout: Layout) -> Iterator[tuple[int, int]]:
        write = [_writer(tab, column, self.styles) for column in layout.columns]
        for row, texts in enumerate(layout.rows):
            is_record = row >= layout.header_row > 0
            for index, text in enumerate(texts):
                if len(text) > LONGEST_TEXT:
                    yield row + 1, index + 1
                if text and is_record:
                    write[index](row, index, text)
                elif text:
                    tab.write_string(row, index, text[:LONGEST_TEXT], self.styles.free)

    def _write_header(self, tab: Worksheet, layout: Layout) -> None:
        row = layout.header_row - 1
        tab.set_row(row, _HEADER_HEIGHT)
        for index, column in enumerate(layout.columns):
            tab.write_string(row, index, layout.rows[row][index], self._header_style(column))
            if column is not None:
                size = {"width": 240, "height": 40 + 18 * (1 + len(column.note) // 16)}
                tab.write_comment(row, index, column.note, size)

    def _header_style(self, column: Column | None) -> Format:
        if column is None:
            return self.styles.stranger
        # an id is required in the end, but the check hands it out
        must_fill = column.field.required and column.field.kind != "id"
        return self.styles.required if must_fill else self.styles.optional

    def _shape_columns(self, tab: Worksheet, layout: Layout) -> None:
        """Set widths, formats and folded groups; a group's button stands at the column after."""
        was_collapsed = False
        for index, column in enumerate(layout.columns):
            is_collapsed = column is not None and column.is_collapsed
            options = {"level": 1, "hidden": True} if is_collapsed else {}
            if was_collapsed and not is_collapsed:
                options["collapsed"] = True
            width = column.width if column else 16
            tab.set_column(index, index, width, self.styles.cells[_form(column)], options)
            was_collapsed = is_collapsed
        rest = len(layout.columns)
        tab.set_column(rest, rest, None, self.styles.free, {"collapsed": was_collapsed})
        tab.set_column(rest + 1, rest + _FREE_COLUMNS, None, self.styles.free)

    def _validate(self, tab: Worksheet, layout: Layout, index: int, column: Column) -> None:
        rule = self.rule(column)
        note, title = column.note, column.title
        rule |= {"input_title": title[:_LONGEST_HEADING], "input_message": note[:_LONGEST_MESSAGE]}
        rule |= {"error_title": title[:_LONGEST_HEADING], "ignore_blank": True}
        tab.data_validation(layout.header_row, index, self._last_row(layout), index, rule)

    def rule(self, column: Column) -> dict[str, Any]:
        """Give what a column's cells are checked by as one types, in the words of xlsxwriter.

        Args:
            column: Any.
        """
        key = list_key(column)
        if key in self.lists:
            rule: dict[str, Any] = {"validate": "list", "source": f"={self.lists[key].name}"}
            return rule | self._advice(column, "information")
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices)}
            return rule | self._advice(column, "warning")
        if column.form is Form.DATE:
            return _day_rule(column) | {
                "error_type": "warning",
                "error_message": fill_words(
                    self.language, "这里填日期，例如 2025-09-01。要照您填的保留吗？"
                ),
            }
        return {"validate": "any"}

    def _advice(self, column: Column, style: str) -> dict[str, Any]:
        """Say what happens to a value that is not on the list: never refused, see the check."""
        if column.takes_several:
            return {"show_error": False}
        return {
            "error_type": style,
            "error_message": fill_words(
                self.language, "下拉选项里没有这一项。要照您填的保留吗？检查时会再核对一遍。"
            ),
        }

    def _finish(self, tab: Worksheet, layout: Layout) -> None:
        first, last = layout.header_row, self._last_row(layout)
        last_column = max(len(layout.columns) - 1, 0)
        tab.freeze_panes(first, 1)
        tab.autofilter(first - 1, 0, last, last_column)
        band = {"type": "formula", "criteria": "=MOD(ROW(),2)=1", "format": self.styles.band}
        tab.conditional_format(first, 0, last, last_column, band)
        tab.protect("", _MAY)
        tab.set_landscape()
        tab.set_paper(_PAPER_A4)
        tab.repeat_rows(first - 1)
        tab.repeat_columns(0)
        tab.fit_to_pages(_pages_wide(layout), 0)
        tab.set_footer("&L&A&R&P / &N")

    def _last_row(self, layout: Layout) -> int:
        """Give the index of the last row that is set up, counted from 0."""
        return max(layout.header_row + self.row_count, len(layout.rows)) - 1


def _pages_wide(layout: Layout) -> int:
    """Count the pages a row is printed on, so that it can still be read; folded columns are not."""
    wide = sum(each.width for each in layout.columns if each and not each.is_collapsed)
    return max(1, round(wide / _WIDTH_OF_A_PAGE))


def _form(column: Column | None) -> Form:
    return column.form if column else Form.TEXT


def _day_rule(column: Column) -> dict[str, Any]:
    least, most = column.field.minimum, column.field.maximum
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date.fromisoformat(least) if isinstance(least, str) else _EARLIEST,
        "maximum": date.fromisoformat(most) if isinstance(most, str) else _LATEST,
    }


def _writer(
    tab: Worksheet, column: Column | None, styles: Styles
) -> Callable[[int, int, str], None]:
    """Give the function that writes a cell of a column: a day, a number, or plain text."""
    form = _form(column)
    style = styles.cells[form]

    def write(row: int, index: int, text: str) -> None:
        write_cell(tab, (row, index), text, form, style)

    return write


def write_cell(
    tab: Worksheet, place: tuple[int, int], text: str, form: Form, style: Format
) -> None:
    """Write a cell as what it is: a day, a number, or plain text; never a formula.

    Args:
        tab: Its sheet.
        place: Row and column, from 0.
        text: As it should be shown; cut to 32,767 characters.
        form: How the cells of its column are typed.
        style: How it looks.
    """
    if form is Form.DATE and (moment := _moment(text)):
        tab.write_datetime(*place, moment, style)
    elif form in (Form.INTEGER, Form.NUMBER) and _is_number(text, form):
        tab.write_number(*place, float(text), style)
    else:
        tab.write_string(*place, text[:LONGEST_TEXT], style)


def _is_number(text: str, form: Form) -> bool:
    """Say whether a text is a number that will be shown exactly as it was typed."""
    if not _NUMBER.fullmatch(text):
        return False
    shown = repr(float(text) + 0.0).removesuffix(".0")
    return shown == text and (form is Form.NUMBER or "." not in text)


def _moment(text: str) -> datetime | None:
    """Read an ISO day that Excel can hold; None for anything else."""
    if not _ISO_DAY.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
