"""A form as a .docx file, laid out as offices expect it: A4, merged cells, room to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.parts.story import StoryPart
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from handbook.forms.layout import Placed, lay_out
from handbook.forms.model import Cell, CellKind, Form, Row
from handbook.forms.word_styles import LABEL, SMALL, TEXT, TITLE, WIDTH, prepare, repack

Write = Callable[[Cell], str]
"""Gives what stands in a box; blank for one that stays empty."""

_LINE = Mm(5)
_PADDING = Mm(3)
_SIDE_MARGIN_TWIPS = 70
_BETWEEN_SIGNATURES = Mm(3)
_EMPTY_SQUARE, _TICKED_SQUARE = "□", "☑"


def word_bytes(form: Form, language: str, write: Write = lambda _: "") -> bytes:
    """Write a form as a .docx file; the same form and values give the same bytes on any day.

    Args:
        form: The form.
        language: zh, vi or en.
        write: Gives what stands in a box, printable characters only.
    """
    document = Document()
    prepare(document, form.titles[language], language)
    document.add_paragraph(form.titles[language], TITLE)
    _add_head(document, [each[language] for each in form.head])
    _add_tables(document, form, language, write)
    _add_notes(document, [each[language] for each in form.notes])
    content = BytesIO()
    document.save(content)
    return repack(content.getvalue())


def _add_head(document: WordDocument, parts: list[str]) -> None:
    """Write the words above the table: the first at the left edge, the last at the right."""
    if not parts:
        return
    paragraph = document.add_paragraph("\t".join(parts), TEXT)
    paragraph.paragraph_format.space_after = Pt(3)
    if len(parts) > 1:
        paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _add_notes(document: WordDocument, notes: Iterable[str]) -> None:
    for number, note in enumerate(notes, 1):
        paragraph = document.add_paragraph(f"{number}. {note}", SMALL)
        if number == 1:
            paragraph.paragraph_format.space_before = Pt(4)


def _add_tables(document: WordDocument, form: Form, language: str, write: Write) -> None:
    """Write one table for every sheet of paper: not every program breaks a table where told to."""
    sheets: list[list[Row]] = [[]]
    for row in form.rows:
        if row.is_new_page:
            sheets.append([])
        sheets[-1].append(row)
    widths = [Length(int(WIDTH * width / sum(form.widths))) for width in form.widths]
    for number, rows in enumerate(sheets):
        if number:
            document.add_paragraph(style=SMALL).paragraph_format.page_break_before = True
        _add_table(document, rows, widths, lambda cell: _Content(cell, language, write(cell)))


def _add_table(
    document: WordDocument,
    rows: list[Row],
    widths: list[Length],
    content: Callable[[Cell], _Content],
) -> None:
    table = document.add_table(len(rows), len(widths), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _set_margins(table)
    grid = [list(row.cells) for row in table.rows]
    _set_rows(table, rows)
    for placed in lay_out(rows, len(widths)):
        cell = _merged(grid, placed)
        cell.width = Length(sum(widths[placed.column : placed.column + placed.cell.across]))
        covered = rows[placed.row : placed.row + placed.cell.down]
        _fill_cell(cell, content(placed.cell), Mm(sum(row.height for row in covered)))


def _set_rows(table: Table, rows: Iterable[Row]) -> None:
    """Give the rows their heights; no row is torn apart by the end of a page."""
    for row, said in zip(table.rows, rows, strict=True):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        row.height, row.height_rule = Mm(said.height), WD_ROW_HEIGHT_RULE.AT_LEAST


def _set_margins(table: Table) -> None:
    """Keep the text a little closer to the lines than the program that opens it would."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_SIDE_MARGIN_TWIPS))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # The standard gives the properties of a table an order, and Word insists on it.
    table._tblPr.find(qn("w:tblLook")).addprevious(margins)


def _merged(grid: list[list[_Cell]], placed: Placed) -> _Cell:
    first: _Cell = grid[placed.row][placed.column]
    if placed.cell.across == placed.cell.down == 1:
        return first
    *_, (row, column) = placed.places
    merged: _Cell = first.merge(grid[row][column])
    return merged


@dataclass(frozen=True)
class _Content:
    """What stands in a cell, in one language."""

    cell: Cell
    language: str
    value: str

    @property
    def printed(self) -> str:
        return self.cell.texts[self.language]

    @property
    def written(self) -> str:
        """The answers to tick, the one the register gives ticked; else the value itself."""
        texts = [each.texts[self.language] for each in self.cell.choices]
        if not texts:
            return self.value
        return "  ".join(
            f"{_TICKED_SQUARE if text == self.value else _EMPTY_SQUARE}\u00a0{text}"
            for text in texts
        )

    @property
    def sign(self) -> list[str]:
        return [each[self.language] for each in self.cell.sign]


_STYLES = {CellKind.LABEL: LABEL, CellKind.TEXT: TEXT, CellKind.BOX: SMALL}


def _fill_cell(cell: _Cell, content: _Content, height: Length) -> None:
    """Write what is printed in a cell, what stands in it, and where to sign."""
    kind = content.cell.kind
    paragraphs = _Paragraphs(cell)
    for text, style in ((content.printed, _STYLES[kind]), (content.written, TEXT)):
        if text:
            paragraphs.add(text, style)
    if kind is CellKind.BOX and not content.value and (content.printed or content.sign):
        paragraphs.add("", TEXT)  # where one goes on typing, in the type of what is written
    paragraphs.sign(content.sign, height)
    is_prose = kind is not CellKind.LABEL and (content.printed or content.sign)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.TOP if is_prose else WD_ALIGN_VERTICAL.CENTER


class _Paragraphs:
    """The paragraphs of a cell; the first one is there from the start."""

    def __init__(self, cell: _Cell) -> None:
        self._cell = cell
        _set_style(self._cell.paragraphs[0], TEXT)
        self._lines = 0

    def add(self, text: str, style: str) -> Paragraph:
        """Write a paragraph; a line feed in the text begins a new line."""
        there, cell = self._lines > 0, self._cell
        paragraph: Paragraph = cell.add_paragraph() if there else cell.paragraphs[0]
        _set_style(paragraph, style)
        paragraph.add_run(text)
        self._lines += 1 + text.count("\n")
        return paragraph

    def sign(self, lines: list[str], height: Length) -> None:
        """Write the lines to sign at the foot of the cell, the room for a seal above them."""
        between = _BETWEEN_SIGNATURES * (len(lines) - 1)
        room = height - _LINE * (self._lines + len(lines)) - between - _PADDING
        for position, line in enumerate(lines):
            paragraph = self.add(line, TEXT)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            before = max(room, 0) if position == 0 else _BETWEEN_SIGNATURES
            paragraph.paragraph_format.space_before = Length(before)


def _set_style(paragraph: Paragraph, name: str) -> None:
    paragraph._p.style = _style_id(paragraph.part, name)


@lru_cache(maxsize=8)
def _style_id(part: StoryPart, name: str) -> str | None:
    """Give the id of a style, looked up once: the library reads all styles for every paragraph."""
    style: str | None = part.get_style_id(name, WD_STYLE_TYPE.PARAGRAPH)
    return style
