"""The Excel file a unit is sent: white cells to fill in, grey ones locked, drop-downs, print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handbook.own_sheets import INSTRUCTIONS, LISTS
from handbook.provisioning.blueprint import Blueprint, Column, Form
from handbook.provisioning.template_lists import ListColumn, list_key, write_lists
from handbook.provisioning.template_styles import Styles
from handbook.provisioning.template_tab import TabWriter, write_cell
from handbook.rendering.translations import fill_words
from handbook.unit_files.guide import write_guide
from handbook.unit_files.model import FILE_ID, ROW_NAMES, SentFile, SentSheet, row_mark

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NEW_ROWS = 1000
"""Rows below the records that drop-downs and date checks reach to."""
_HEADER_HEIGHT = 32
_A4 = 9
_LONGEST_MESSAGE, _LONGEST_HEADING = 255, 32
_GREY = "#EDEDED"
_MAY = {"format_columns": True, "format_rows": True, "autofilter": True}
_PRINTED_BLANK_ROWS = 8
_WIDTH_OF_A_PAGE = 170  # characters on A4 across, in the smallest type one can read
_WIDEST = 40
_LONGEST_HEAD = 150
_LINE_HEIGHT, _MOST_LINES = 15, 8
_LAST_NARROW = 0x2E7F  # from here on characters are as wide as two Latin letters
_NUMBER_FORMATS: Mapping[Form, str] = {
    Form.TEXT: "@",
    Form.DATE: "yyyy-mm-dd",
    Form.INTEGER: "0",
    Form.NUMBER: "General",
}


def unit_file(sent: SentFile, blueprint: Blueprint, offered: Mapping[str, Sequence[str]]) -> bytes:
    """Write the file of one unit; same input, same bytes.

    Args:
        sent: What it holds.
        blueprint: Titles, notes and choices, in its language.
        offered: Key of a sheet → records the drop-downs offer, as `id name`.
    """
    columns = {(tab.key, each.field.name): each for tab in blueprint.tabs for each in tab.columns}
    tabs = [(sheet, [columns[sheet.key, name] for name in sheet.fields]) for sheet in sent.sheets]
    lists = _lists(tabs, offered)
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        _describe(book, sent)
        styles = Styles(book)
        write_guide(book.add_worksheet(INSTRUCTIONS[sent.language]), sent, blueprint.schema, styles)
        head = f"&L{sent.unit_name.replace('&', '&&')[:_LONGEST_HEAD]}&R{sent.sent_at:%Y-%m-%d}"
        writer = _SheetWriter(book, styles, lists, sent.language, head)
        for sheet, shown in tabs:
            writer.write(sheet, shown)
        write_lists(book, LISTS[sent.language], lists)
        _write_id(book.add_worksheet(FILE_ID), sent)
    return content.getvalue()


def _describe(book: xlsxwriter.Workbook, sent: SentFile) -> None:
    made_on = datetime.combine(sent.sent_at.date(), time())
    title = fill_words(sent.language, "{unit}填报表", unit=sent.unit_name)
    book.set_properties({"title": title, "created": made_on, "modified": made_on})
    book.set_custom_property(FILE_ID, sent.id, "text")
    book.set_custom_property("language", sent.language, "text")
    book.set_custom_property("schema_version", sent.schema_version, "number")


def _write_id(tab: Worksheet, sent: SentFile) -> None:
    tab.write_string(0, 0, FILE_ID)
    tab.write_string(0, 1, sent.id)
    tab.very_hidden()


def _lists(
    tabs: Sequence[tuple[SentSheet, Sequence[Column]]], offered: Mapping[str, Sequence[str]]
) -> dict[str, ListColumn]:
    """Make the lists behind the drop-downs of the columns that somebody fills in."""
    lists: dict[str, ListColumn] = {}
    for sheet, columns in tabs:
        opened = sheet.new_fields.union(*sheet.open_fields)
        for column in columns:
            key = list_key(column)
            texts = offered.get(key, ()) if column.offers else column.choices
            if key and texts and column.field.name in opened:
                lists[key] = ListColumn(f"handbook_{key}", column.title, (), tuple(texts))
    return lists


class _SheetWriter:
    """Writes the sheets of one file."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        styles: Styles,
        lists: Mapping[str, ListColumn],
        language: str,
        head: str,
    ) -> None:
        self._head = head
        self._book = book
        self._styles = styles
        self._language = language
        self._rules = TabWriter(book, styles, lists, language, 0)
        self._open = _formats(book, {"locked": False, "border": 1, "border_color": "#D9D9D9"})
        grey = {"bg_color": _GREY, "font_color": "#404040", "border": 1, "border_color": "#D9D9D9"}
        self._locked = _formats(book, grey)

    def write(self, sheet: SentSheet, columns: Sequence[Column]) -> None:
        tab = self._book.add_worksheet(sheet.title)
        opened = sheet.new_fields.union(*sheet.open_fields)
        widths = [_width(column, at, sheet) for at, column in enumerate(columns)]
        self._write_header(tab, columns, opened)
        for index, (column, width) in enumerate(zip(columns, widths, strict=True)):
            tab.set_column(index, index, width, self._below(sheet, column))
        for at, (name, texts) in enumerate(zip(sheet.names, sheet.rows, strict=True), start=1):
            self._write_row(tab, at, columns, texts, sheet.open_fields[at - 1])
            if (lines := _lines(texts, widths)) > 1:
                tab.set_row(at, _LINE_HEIGHT * lines)
            tab.write_string(at, len(columns), row_mark(name), self._locked[Form.TEXT])
        last = len(sheet.rows) + (_NEW_ROWS if sheet.new_fields else 0)
        for index, column in enumerate(columns):
            if column.field.name in opened:
                self._validate(tab, index, column, max(last, 1))
        _finish(tab, widths, len(sheet.rows), last)
        tab.set_header(self._head)

    def _below(self, sheet: SentSheet, column: Column) -> Format | None:
        """Give how a column looks below the records, where rows may be added; cells cost time."""
        if not sheet.new_fields:
            return None
        styles = self._open if column.field.name in sheet.new_fields else self._locked
        return styles[column.form]

    def _write_header(
        self, tab: Worksheet, columns: Sequence[Column], opened: frozenset[str]
    ) -> None:
        tab.set_row(0, _HEADER_HEIGHT)
        for index, column in enumerate(columns):
            is_open = column.field.name in opened
            style = self._styles.required if is_open else self._styles.stranger
            tab.write_string(0, index, column.title, style)
        tab.write_string(0, len(columns), ROW_NAMES, self._styles.stranger)
        tab.set_column(len(columns), len(columns), 4, None, {"hidden": True})

    def _write_row(
        self,
        tab: Worksheet,
        row: int,
        columns: Sequence[Column],
        texts: Sequence[str],
        opened: frozenset[str],
    ) -> None:
        for index, (column, text) in enumerate(zip(columns, texts, strict=True)):
            styles = self._open if column.field.name in opened else self._locked
            style = styles[column.form]
            if text:
                write_cell(tab, (row, index), text, column.form, style)
            else:
                tab.write_blank(row, index, None, style)

    def _validate(self, tab: Worksheet, index: int, column: Column, last: int) -> None:
        rule = self._rules.rule(column)
        rule |= {
            "input_title": column.title[:_LONGEST_HEADING],
            "input_message": column.note[:_LONGEST_MESSAGE],
            "error_title": column.title[:_LONGEST_HEADING],
            "ignore_blank": True,
        }
        tab.data_validation(1, index, last, index, rule)


def _formats(book: xlsxwriter.Workbook, shape: Mapping[str, Any]) -> Mapping[Form, Format]:
    return {
        form: book.add_format(
            {
                "num_format": code,
                "valign": "top",
                "align": "left",
                "text_wrap": form is Form.TEXT,
                **shape,
            }
        )
        for form, code in _NUMBER_FORMATS.items()
    }


def _width(column: Column, at: int, sheet: SentSheet) -> int:
    """Give a width in which most of what stands in the column can be read."""
    longest = max((_characters(row[at]) for row in sheet.rows), default=0)
    return max(column.width, min(longest + 2, _WIDEST))


def _lines(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Count the lines a row needs; programs for spreadsheets do not all find out by themselves."""
    needed = (
        sum(1 + _characters(line) // width for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
        if text
    )
    return min(max(needed, default=1), _MOST_LINES)


def _characters(text: str) -> int:
    """Count how many Latin letters wide a text is."""
    return sum(2 if ord(each) > _LAST_NARROW else 1 for each in text)


def _finish(tab: Worksheet, widths: Sequence[int], records: int, last: int) -> None:
    columns = len(widths)
    tab.freeze_panes(1, 2)
    tab.autofilter(0, 0, max(last, 1), columns)  # the hidden names must be sorted along
    tab.protect("", _MAY)
    tab.set_landscape()
    tab.set_paper(_A4)
    tab.repeat_rows(0)
    tab.repeat_columns(0, min(1, columns - 1))
    tab.print_area(0, 0, max(min(records + _PRINTED_BLANK_ROWS, last), 1), max(columns - 1, 0))
    tab.fit_to_pages(max(1, round(sum(widths) / _WIDTH_OF_A_PAGE)), 0)
    tab.set_footer("&L&A&R&P / &N")
