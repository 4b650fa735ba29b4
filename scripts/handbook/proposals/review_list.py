"""The list of proposals as a workbook: one line each, and a column in which to say yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from handbook.errors import HandbookError, OutputError
from handbook.proposals.wording import Line
from handbook.rendering.translations import fill_words
from handbook.schema import LANGUAGES, fold
from handbook.sources import pull_xlsx

_HEADER = ("采纳吗", "谁提的", "表", "记录", "栏目", "现在是", "改为", "请留意", "来自", "条目号")
_WIDTHS = (8, 16, 10, 26, 14, 22, 26, 34, 30, 12)
_YES, _NO = "采纳", "不采纳"
_TOKEN_COLUMN = len(_HEADER) - 1
_A4 = 9
_LONGEST_TEXT = 32_767
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Decisions:
    """What somebody said of a list.

    Attributes:
        accepted: Tokens of the proposals to apply.
        refused: Tokens of those refused.
        unclear: Row numbers, from 1, in which neither yes nor no can be read.
    """

    accepted: frozenset[str]
    refused: frozenset[str]
    unclear: tuple[int, ...]


def write_review_list(
    lines: Sequence[Line], path: Path, language: str, decided: Mapping[str, bool] | None = None
) -> None:
    """Write proposals as an Excel file that opens on the column to fill in.

    Args:
        lines: The proposals in words.
        path: File to write; one that exists is replaced.
        language: Of the titles.
        decided: Token → what is filled in beforehand; nothing by default.

    Raises:
        OutputError: It cannot be written there.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        tab = book.add_worksheet(fill_words(language, "待采纳的改动"))
        _write_header(book, tab, language)
        _write_lines(book, tab, lines, language, decided or {})
        _finish(tab, len(lines), language)
    try:
        path.write_bytes(content.getvalue())
    except OSError as error:
        raise OutputError(path) from error


def _write_header(book: Any, tab: Any, language: str) -> None:  # noqa: ANN401 - untyped library
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True})
    for place, (title, width) in enumerate(zip(_HEADER, _WIDTHS, strict=True)):
        tab.set_column(place, place, width)
        tab.write_string(0, place, fill_words(language, title), head)


def _write_lines(
    book: Any,  # noqa: ANN401 - untyped library
    tab: Any,  # noqa: ANN401
    lines: Sequence[Line],
    language: str,
    decided: Mapping[str, bool],
) -> None:
    wrapped = {"text_wrap": True, "valign": "top"}
    plain = book.add_format(wrapped)
    conflict = book.add_format({**wrapped, "bg_color": "#FDECEA"})
    open_cell = book.add_format({**wrapped, "locked": False, "bg_color": "#FFFBE6"})
    words = {True: fill_words(language, _YES), False: fill_words(language, _NO)}
    for row, line in enumerate(lines, start=1):
        answer = words[decided[line.token]] if line.token in decided else ""
        tab.write(row, 0, answer, open_cell)
        shape = conflict if line.is_conflict else plain
        for place, text in enumerate(_texts(line), start=1):
            tab.write_string(row, place, text[:_LONGEST_TEXT], shape)


def _texts(line: Line) -> tuple[str, ...]:
    return (
        line.sender,
        line.sheet,
        line.record,
        line.column,
        line.before,
        line.after,
        line.remark,
        line.source,
        line.token,
    )


def _finish(tab: Any, count: int, language: str) -> None:  # noqa: ANN401 - untyped library
    last = max(count, 1)
    answers = [fill_words(language, _YES), fill_words(language, _NO)]
    tab.data_validation(1, 0, last, 0, {"validate": "list", "source": answers})
    tab.freeze_panes(1, 1)
    tab.autofilter(0, 0, last, _TOKEN_COLUMN)
    tab.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    tab.set_landscape()
    tab.set_paper(_A4)
    tab.repeat_rows(0)
    tab.fit_to_pages(1, 0)
    tab.set_footer("&L&A&R&P / &N")


def read_decisions(path: Path) -> Decisions:
    """Read what somebody filled in, whatever the order of the lines, in any of the languages.

    Args:
        path: The list, as saved by whatever program.

    Raises:
        PullError: It is no workbook.
        HandbookError: It is no list of proposals.
    """
    words = {
        fold(fill_words(language, word)): word is _YES
        for language in LANGUAGES
        for word in (_YES, _NO)
    }
    accepted: set[str] = set()
    refused: set[str] = set()
    unclear: list[int] = []
    for number, row in _rows(path):
        answer, token = fold(row[0]), row[_TOKEN_COLUMN].strip()
        if answer and answer not in words:
            unclear.append(number)
        elif answer:
            (accepted if words[answer] else refused).add(token)
    doubly = accepted & refused
    return Decisions(frozenset(accepted - doubly), frozenset(refused), tuple(unclear))


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    heads = [[fill_words(language, title) for title in _HEADER] for language in LANGUAGES]
    for sheet in pull_xlsx(path).sheets:
        rows = [list(map(str, row)) for row in sheet.text.to_numpy()]
        if rows and rows[0][: len(_HEADER)] in heads:
            return list(enumerate(rows[1:], start=2))
    raise HandbookError(
        {
            "zh": f"{path.name} 不是程序写出的改动清单：第一行的栏目对不上。"
            "请选当时写出的那一份，只填“采纳吗”一栏。",
            "vi": f"{path.name} không phải danh sách thay đổi do phần mềm ghi ra: "
            "dòng tiêu đề không khớp. Hãy chọn đúng tệp đó và chỉ điền cột đầu.",
            "en": f"{path.name} is no list of changes written by the program: "
            "its first row has other titles. Choose the list itself and fill in its first column.",
        }
    )
