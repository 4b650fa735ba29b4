"""The roster as an Excel file: 花名册 and 结构分析, ready to print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from handbook.forms.filling import day_on_paper, plain_text
from handbook.office_paper import Mark
from handbook.rendering.translations import fill_words
from handbook.roster.adding_up import COLUMNS as SECTION_COLUMNS
from handbook.roster.adding_up import Section, lines_of, sections_of
from handbook.roster.people import COLUMNS, Roster

TITLE, STRUCTURE = "挂职干部花名册", "挂职干部结构分析"
WIDTHS = (5, 9, 6, 9, 6, 10, 11, 16, 12, 10, 16, 13, 17, 11, 11, 8)
"""Of the columns of the roster, in characters."""
_SECTION_WIDTHS = (34, 8, 8, 8, 12, 10, 10, 8, 10)
_A4, _MARK_EVERY = 9, 28
_LONGEST_HEAD = 100  # characters; Excel takes 255 with their marks
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def roster_workbook(roster: Roster, mark: Mark) -> bytes:
    """Write a roster as an .xlsx file; same roster and mark, same bytes.

    Args:
        roster: Who is in post.
        mark: Who took it out, and when.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        day = roster.as_of
        made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day, no time
        title = fill_words(roster.language, TITLE)
        book.set_properties({"title": title, "created": made})
        writer = _Writer(book, roster, mark)
        writer.write_people()
        writer.write_structure()
    return content.getvalue()


def subtitle(roster: Roster) -> str:
    """Say of which day a roster is and how many people stand on it.

    Args:
        roster: Who is in post.
    """
    day = day_on_paper(roster.as_of, roster.language)
    count = len(roster.people)
    return fill_words(roster.language, "截至{day}，共 {count} 人", day=day, count=count)


class _Writer:
    """Writes the two sheets of one workbook."""

    def __init__(self, book: Any, roster: Roster, mark: Mark) -> None:  # noqa: ANN401 - untyped library
        self._book, self._roster = book, roster
        self._mark = mark.text(roster.language)
        ruled = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_size": 9}
        head = {**ruled, "bold": True, "align": "center", "bg_color": "#E8EEF4"}
        self._title = book.add_format({"bold": True, "font_size": 18, "align": "center"})
        self._note = book.add_format({"font_size": 10, "align": "right"})
        self._head, self._cell = book.add_format(head), book.add_format(ruled)
        self._total = book.add_format({**ruled, "bold": True})
        self._share = book.add_format({**ruled, "num_format": "0.0%"})
        self._total_share = book.add_format({**ruled, "num_format": "0.0%", "bold": True})
        self._heading = book.add_format({"bold": True, "font_size": 11, "top": 0})

    def _words(self, msgid: str) -> str:
        return fill_words(self._roster.language, msgid)

    def write_people(self) -> None:
        tab = self._tab(TITLE, WIDTHS)
        tab.set_row(2, 2 * _LINE)
        for place, title in enumerate(COLUMNS):
            tab.write_string(2, place, self._words(title), self._head)
        for row, person in enumerate(self._roster.people, start=3):
            tab.set_row(row, _LINE * _lines(person.texts))
            tab.write_number(row, 0, row - 2, self._cell)
            for place, text in enumerate(person.texts, start=1):
                tab.write_string(row, place, plain_text(text), self._cell)
        last = 2 + max(len(self._roster.people), 1)
        tab.freeze_panes(3, 2)
        tab.autofilter(2, 0, last, len(COLUMNS) - 1)
        tab.repeat_rows(2)
        self._finish(tab, last, len(COLUMNS) - 1)

    def write_structure(self) -> None:
        tab = self._tab(STRUCTURE, _SECTION_WIDTHS)
        row = 2
        for section in sections_of(self._roster):
            row = self._section(tab, row, section)
        self._finish(tab, row, len(SECTION_COLUMNS) - 1)

    def _section(self, tab: Any, row: int, section: Section) -> int:  # noqa: ANN401
        tab.write_string(row, 0, section.title, self._heading)
        for place, title in enumerate(SECTION_COLUMNS):
            tab.write_string(row + 1, place, self._words(title), self._head)
        lines = lines_of(section, self._words("合计"))
        for at, line in enumerate(lines, start=row + 2):
            is_last = line is lines[-1]
            for place, value in enumerate(line):
                self._value(tab, (at, place), value, is_last=is_last)
        return row + len(lines) + 3

    def _value(
        self,
        tab: Any,  # noqa: ANN401 - untyped library
        place: tuple[int, int],
        value: str | int | float | None,
        *,
        is_last: bool,
    ) -> None:
        shape = self._total if is_last else self._cell
        if value is None:
            tab.write_blank(*place, None, shape)
        elif isinstance(value, str):
            tab.write_string(*place, plain_text(value), shape)
        elif isinstance(value, int):
            tab.write_number(*place, value, shape)
        else:
            tab.write_number(*place, value, self._total_share if is_last else self._share)

    def _tab(self, title: str, widths: Sequence[int]) -> Any:  # noqa: ANN401 - untyped library
        tab = self._book.add_worksheet(self._words(title)[:31])
        for place, width in enumerate(widths):
            tab.set_column(place, place, width)
        last = len(widths) - 1
        tab.set_row(0, 30)
        tab.merge_range(0, 0, 0, last, self._words(title), self._title)
        tab.merge_range(1, 0, 1, last, subtitle(self._roster), self._note)
        return tab

    def _finish(self, tab: Any, last_row: int, last_column: int) -> None:  # noqa: ANN401
        tab.set_landscape()
        tab.set_paper(_A4)
        tab.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        tab.fit_to_pages(1, 0)
        tab.print_area(0, 0, last_row, last_column)
        text = self._mark.replace("&", "&&")[:_LONGEST_HEAD]
        tab.set_header(f"&R&9{text}")
        tab.set_footer(f"&L&9{text}&C&9&P / &N")
        for row in range(6, last_row + 1, _MARK_EVERY):
            tab.insert_textbox(row, 1, self._mark, _MARK_SHAPE)


def _lines(texts: Sequence[str]) -> int:
    """Count the lines of the tallest cell; a Chinese character is as wide as two letters."""
    return max(
        -(-(len(text) + sum(ord(each) > 0x2E80 for each in text)) // max(width - 1, 1)) or 1
        for text, width in zip(texts, WIDTHS[1:], strict=True)
    )


_LINE = 13
"""Points of a line; not every program makes rows as high as their texts."""
_MARK_SHAPE = {
    "width": 900,
    "height": 60,
    "object_position": 3,
    "fill": {"none": True},
    "line": {"none": True},
    "font": {"size": 30, "color": "#DDDDDD"},
    "align": {"vertical": "middle", "horizontal": "center"},
}
