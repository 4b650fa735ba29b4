"""A ready register as an Excel file, for people without Google: empty, or filled with rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from handbook.errors import OutputError
from handbook.findings import Cell, quoted
from handbook.own_sheets import INSTRUCTIONS, RESULTS_NAME
from handbook.provisioning.blueprint import Blueprint, Part, draw
from handbook.provisioning.instructions import write_instructions
from handbook.provisioning.template_layout import Layout, lay_out
from handbook.provisioning.template_lists import list_columns, write_lists
from handbook.provisioning.template_styles import Styles
from handbook.provisioning.template_tab import TabWriter
from handbook.rendering.translations import fill_words
from handbook.schema import Schema
from handbook.workbook import Manifest, Workbook

ROW_COUNT = 1000
"""Records a template has room for, where nobody asks for more."""
_MADE_ON = date(2000, 1, 1)
"""Day of creation in the file's properties; the day of writing would change its bytes."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Written:
    """What became of a template.

    Attributes:
        sheets: Number of sheets of the register.
        cut: Cells whose text is longer than Excel can hold; they keep the first 32,767
            characters.
    """

    sheets: int
    cut: tuple[Cell, ...]


def write_template(
    schema: Schema,
    language: str,
    path: Path,
    *,
    rows: int = ROW_COUNT,
    part: Part = Part.WHOLE,
    workbook: Workbook | None = None,
) -> Written:
    """Write a register with drop-downs, date checks, locked headers, notes and instructions.

    Texts are never formulas, days are real dates, and numbers are numbers where they show exactly
    as typed. Same input, same bytes. Pulled again, a filled template checks as the workbook
    it was filled from.

    Args:
        schema: What the register consists of.
        language: Language of titles, labels, notes and instructions.
        path: File to write; one that exists is replaced.
        rows: Records drop-downs, date checks and stripes reach to.
        part: Which columns it holds.
        workbook: Rows to fill in, at their places, with the columns they have; None for an
            empty template. The day its manifest pins is pinned in the file.

    Raises:
        OutputError: The file cannot be written there.
    """
    blueprint = draw(schema, language, part)
    layouts = lay_out(blueprint, schema, workbook)
    lists = list_columns(blueprint, layouts, rows)
    cut: list[Cell] = []
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        styles = Styles(book)
        _describe(book, schema, language, workbook.manifest if workbook else None)
        guide = book.add_worksheet(INSTRUCTIONS[language])
        write_instructions(guide, schema, layouts, blueprint.results_title, language, styles)
        writer = TabWriter(book, styles, lists, language, rows)
        for layout in layouts:
            cut.extend(_cells(layout, writer.write(layout)))
        _write_results(book.add_worksheet(blueprint.results_title), blueprint, styles)
        book.define_name(RESULTS_NAME, f"={quoted(blueprint.results_title)}!$A$1")
        write_lists(book, blueprint.lists_title, lists)
    _write(content.getvalue(), path)
    return Written(len(layouts), tuple(cut))


def _write(content: bytes, path: Path) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutputError(path) from error


def _cells(layout: Layout, places: Iterable[tuple[int, int]]) -> list[Cell]:
    return [Cell(layout.key, layout.title, row, column) for row, column in places]


def _describe(
    book: xlsxwriter.Workbook, schema: Schema, language: str, manifest: Manifest | None
) -> None:
    """Say in the file's properties what it is: language, schema version, pinned day."""
    as_of = manifest.as_of if manifest else None
    made_on = datetime.combine(as_of or _MADE_ON, time())
    book.set_properties(
        {"title": fill_words(language, "挂职登记表"), "created": made_on, "modified": made_on}
    )
    book.set_custom_property("language", language, "text")
    book.set_custom_property("schema_version", schema.version, "number")
    if as_of:
        book.set_custom_property("as_of", as_of.isoformat(), "text")


def _write_results(tab: Worksheet, blueprint: Blueprint, styles: Styles) -> None:
    """Say what will stand in the result sheet, so that nobody keeps anything there."""
    tab.set_column(0, 0, 100)
    tab.write_string(0, 0, blueprint.results_title, styles.title)
    text = fill_words(
        blueprint.language,
        "检查以后，发现的问题逐条列在这张表里。表里的内容由程序整张重写，请不要在这里记别的事。",
    )
    tab.write_string(2, 0, text, styles.prose)
