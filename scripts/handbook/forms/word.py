"""A form as a .docx file, laid out as offices expect it: A4, merged cells, room to sign.

What stands on the paper is written as markup: as objects of the library it takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx.shared import Length, Mm, Pt

from handbook.forms.layout import Placed, lay_out
from handbook.forms.model import Cell, CellKind, Form, Row
from handbook.forms.word_styles import LABEL, SMALL, TEXT, TITLE, WIDTH, form_file

Write = Callable[[Cell], str]
"""Gives what stands in a box; blank for one that stays empty."""

_LINE = Mm(5)
_PADDING = Mm(3)
_SIDE_MARGIN_TWIPS = 70
_BETWEEN_SIGNATURES = Mm(3)
_EMPTY_SQUARE, _TICKED_SQUARE = "□", "☑"
_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_BREAK = re.compile("([\n\t])")


def word_bytes(form: Form, language: str, write: Write = lambda _: "") -> bytes:
    """Write a form as a .docx file; the same form and values give the same bytes on any day.

    Args:
        form: The form.
        language: zh, vi or en.
        write: Gives what stands in a box, printable characters only.
    """
    title = form.titles[language]
    pieces = (
        _paragraph(title, TITLE),
        _head([each[language] for each in form.head]),
        *_tables(form, lambda cell: _Content(cell, language, write(cell))),
        *_notes(each[language] for each in form.notes),
    )
    return form_file(title, "".join(pieces), language)


def _head(parts: Sequence[str]) -> str:
    """Write the words above the table: the first at the left edge, the last at the right."""
    if not parts:
        return ""
    stop = f'<w:tabs><w:tab w:pos="{WIDTH.twips}" w:val="right"/></w:tabs>'
    space = f'<w:spacing w:after="{Pt(3).twips}"/>'
    return _paragraph("\t".join(parts), TEXT, (stop if len(parts) > 1 else "") + space)


def _notes(notes: Iterable[str]) -> Iterator[str]:
    for number, note in enumerate(notes, 1):
        yield _paragraph(f"{number}. {note}", SMALL, _space_before(Pt(4)) if number == 1 else "")


def _tables(form: Form, content: Callable[[Cell], _Content]) -> Iterator[str]:
    """Write one table for every sheet of paper: not every program breaks a table where told to."""
    sheets: list[list[Row]] = [[]]
    for row in form.rows:
        if row.is_new_page:
            sheets.append([])
        sheets[-1].append(row)
    widths = [Length(int(WIDTH * width / sum(form.widths))) for width in form.widths]
    for number, rows in enumerate(sheets):
        if number:
            yield _paragraph(None, SMALL, "<w:pageBreakBefore/>")
        yield _table(rows, widths, content)


def _table(
    rows: Sequence[Row], widths: Sequence[Length], content: Callable[[Cell], _Content]
) -> str:
    columns = "".join(f'<w:gridCol w:w="{width.twips}"/>' for width in widths)
    placed = lay_out(rows, len(widths))
    body = "".join(
        _row(row, [_cell(each, position, rows, widths, content) for each in _met(placed, position)])
        for position, row in enumerate(rows)
    )
    return f"<w:tbl>{_TABLE_PROPERTIES}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


_TABLE_PROPERTIES = (
    '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/>'
    '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
    # The text a little closer to the lines than the program that opens it would keep it.
    f'<w:tblCellMar><w:left w:w="{_SIDE_MARGIN_TWIPS}" w:type="dxa"/>'
    f'<w:right w:w="{_SIDE_MARGIN_TWIPS}" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0"'
    ' w:noVBand="1" w:val="04A0"/></w:tblPr>'
)


def _row(row: Row, cells: Iterable[str]) -> str:
    """Write a row with its height; it is not torn apart by the end of a page."""
    height = f'<w:trHeight w:val="{Mm(row.height).twips}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{''.join(cells)}</w:tr>"


def _met(placed: Iterable[Placed], row: int) -> list[Placed]:
    """Give the cells that begin in a row or reach into it, from left to right."""
    met = (each for each in placed if each.row <= row < each.row + each.cell.down)
    return sorted(met, key=lambda each: each.column)


def _cell(
    placed: Placed,
    position: int,
    rows: Sequence[Row],
    widths: Sequence[Length],
    content: Callable[[Cell], _Content],
) -> str:
    """Write a cell in one of its rows; all that stands in it stands in the first of them."""
    across, down = placed.cell.across, placed.cell.down
    width = Length(sum(widths[placed.column : placed.column + across]))
    size = f'<w:tcW w:type="dxa" w:w="{width.twips}"/>'
    if across > 1:
        size += f'<w:gridSpan w:val="{across}"/>'
    if position > placed.row:
        return f"<w:tc><w:tcPr>{size}<w:vMerge/></w:tcPr><w:p/></w:tc>"
    if down > 1:
        size += '<w:vMerge w:val="restart"/>'
    shown = content(placed.cell)
    height = Mm(sum(row.height for row in rows[placed.row : placed.row + down]))
    align = f'<w:vAlign w:val="{"top" if shown.is_prose else "center"}"/>'
    return f"<w:tc><w:tcPr>{size}{align}</w:tcPr>{''.join(_paragraphs(shown, height))}</w:tc>"


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

    @property
    def is_prose(self) -> bool:
        return self.cell.kind is not CellKind.LABEL and bool(self.printed or self.sign)

    @property
    def is_typed_on(self) -> bool:
        """Whether one goes on typing below what is printed, in the type of what is written."""
        is_open = self.cell.kind is CellKind.BOX and not self.value
        return is_open and bool(self.printed or self.sign)


_STYLES = {CellKind.LABEL: LABEL, CellKind.TEXT: TEXT, CellKind.BOX: SMALL}


def _paragraphs(content: _Content, height: Length) -> Iterator[str]:
    """Write what is printed in a cell, what stands in it, and where to sign."""
    parts = [(content.printed, _STYLES[content.cell.kind]), (content.written, TEXT)]
    parts = [part for part in parts if part[0]]
    if content.is_typed_on:
        parts.append(("", TEXT))
    for text, style in parts:
        yield _paragraph(text, style)
    lines = sum(1 + text.count("\n") for text, _ in parts)
    yield from _signatures(content.sign, lines, height)
    if not parts and not content.sign:
        yield _paragraph(None, TEXT)


def _signatures(signatures: Sequence[str], lines: int, height: Length) -> Iterator[str]:
    """Write the lines to sign at the foot of a cell, the room for a seal above them."""
    between = _BETWEEN_SIGNATURES * (len(signatures) - 1)
    room = height - _LINE * (lines + len(signatures)) - between - _PADDING
    for position, line in enumerate(signatures):
        space = _space_before(_BETWEEN_SIGNATURES if position else Length(max(room, 0)))
        yield _paragraph(line, TEXT, f'{space}<w:jc w:val="right"/>')


def _space_before(space: Length) -> str:
    return f'<w:spacing w:before="{space.twips}"/>'


def _paragraph(text: str | None, style: str, properties: str = "") -> str:
    """Write a paragraph; None is one in which nothing stands."""
    run = "" if text is None else _run(text)
    style_id = style.replace(" ", "")  # as the library names it
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{properties}</w:pPr>{run}</w:p>'


def _run(text: str) -> str:
    """Write a text; a line feed in it begins a new line, a tab goes on to the next stop."""
    pieces = "".join(_BREAKS.get(each) or _piece(each) for each in _BREAK.split(text) if each)
    return f"<w:r>{pieces}</w:r>" if pieces else "<w:r/>"


def _piece(text: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:t{kept}>{escape(text)}</w:t>"
