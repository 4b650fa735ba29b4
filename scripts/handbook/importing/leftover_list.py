"""The list of what was not understood: as a workbook, and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter

from handbook.errors import OutputError
from handbook.importing.model import Imported, Leftover, Target, sorted_leftovers
from handbook.rendering.translations import fill_words
from handbook.schema import Schema

_HEADER = ("工作表", "单元格", "内容", "说明", "放在登记表的")
_WIDTHS = (18, 10, 44, 40, 34)
_A4 = 9
_LONGEST_TEXT = 32_767
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def leftover_lines(
    imported: Imported, schema: Schema, language: str
) -> list[tuple[str, str, str, str, str]]:
    """Put the leftovers into words.

    Args:
        imported: From `import_ledger`.
        schema: Knows titles.
        language: zh, vi or en.

    Returns:
        For each: sheet of the ledger, cell, text, why, and where it was put.
    """
    return [_line(each, imported, schema, language) for each in sorted_leftovers(imported)]


def _line(
    each: Leftover, imported: Imported, schema: Schema, language: str
) -> tuple[str, str, str, str, str]:
    why = fill_words(language, each.reason, **each.values)
    placed = _placed(each.placed, imported, schema, language) if each.placed else ""
    return each.at.title, each.at.name, each.text, why, placed


def _placed(target: Target, imported: Imported, schema: Schema, language: str) -> str:
    table = schema.tables[target.sheet]
    key = imported.records[target.sheet][target.record][table.primary_key]
    return f"{table.titles[language]} {key} {table.field(target.field).titles[language]}"


def write_leftovers(imported: Imported, schema: Schema, language: str, path: Path) -> None:
    """Write the list as an Excel file, and beside it as text.

    Args:
        imported: From `import_ledger`.
        schema: Knows titles.
        language: zh, vi or en.
        path: The Excel file; the text has the same name with `.txt`.

    Raises:
        OutputError: It cannot be written there.
    """
    lines = leftover_lines(imported, schema, language)
    header = [fill_words(language, title) for title in _HEADER]
    try:
        path.write_bytes(_workbook(header, lines, fill_words(language, "没有带入的内容")))
        text = "\n".join("\t".join(map(_one_line, line)) for line in (header, *lines))
        path.with_suffix(".txt").write_bytes(f"{text}\n".encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise OutputError(path) from error


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _workbook(header: Sequence[str], lines: Sequence[Sequence[str]], title: str) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        tab = book.add_worksheet(title)
        for column, width in enumerate(_WIDTHS):
            tab.set_column(column, column, width)
            tab.write_string(0, column, header[column], head)
        for row, line in enumerate(lines, start=1):
            for column, text in enumerate(line):
                tab.write_string(row, column, text[:_LONGEST_TEXT], plain)
        tab.freeze_panes(1, 0)
        tab.autofilter(0, 0, max(len(lines), 1), len(header) - 1)
        tab.set_landscape()
        tab.set_paper(_A4)
        tab.repeat_rows(0)
        tab.fit_to_pages(1, 0)
    return content.getvalue()
