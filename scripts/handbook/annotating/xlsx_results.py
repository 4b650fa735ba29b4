"""The result sheet as a part of a workbook, and its place in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from handbook.annotating.results import (
    HEADER_ROW,
    IDENTITY_COLUMN,
    MARK_COLUMN,
    PLACE_COLUMN,
    WIDTHS,
    ResultSheet,
)
from handbook.annotating.xlsx_markup import (
    Edit,
    Element,
    append_to,
    read_markup,
    splice,
    written_text,
)
from handbook.annotating.xlsx_sheet import MARKS_NAME, RELATIONSHIPS
from handbook.annotating.xlsx_styles import Formats
from handbook.findings import Cell, column_letters, quoted
from handbook.own_sheets import RESULTS_NAME

LONGEST_TEXT = 32_767
"""Characters a cell of Excel can hold."""
_SHOWN = MARK_COLUMN - 1
_LINE_HEIGHT = 16.5
_LAST_NARROW = 0x2E7F
_BEFORE_NAMES = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences",
)  # fmt: skip
"""Spec: ECMA-376 part 1, 18.2.27 workbook: what comes before the defined names."""
_OWN_NAMES = (RESULTS_NAME, MARKS_NAME)
_OWN_SETTINGS = ("_xlnm.Print_Titles", "_xlnm._FilterDatabase", "_xlnm.Print_Area")


def results_part(results: ResultSheet, formats: Formats) -> bytes:
    """Write the result sheet: texts only, links to the cells, a filter, ready to print.

    Args:
        results: What it says.
        formats: Numbers of the cell formats.
    """
    last = _last_row(len(results.rows))
    pieces = [
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<sheetPr><tabColor rgb="FFC00000"/><outlinePr summaryBelow="0"/>'
            '<pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{column_letters(IDENTITY_COLUMN)}{last}"/>'
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
            f'<pane ySplit="{HEADER_ROW}" topLeftCell="A{HEADER_ROW + 1}" activePane="bottomLeft"'
            ' state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"'
            f"{_deepest(results)}/><cols>"
        ),
        *_columns(),
        "</cols><sheetData>",
        *_rows(results, formats),
        f'</sheetData><autoFilter ref="A{HEADER_ROW}:{column_letters(_SHOWN)}{last}"/>',
        *_links(results),
        (
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
            "</worksheet>"
        ),
    ]
    return "".join(pieces).encode()


def _last_row(row_count: int) -> int:
    """Give the last row of the filter and the marks; one row at least, or they name nothing."""
    return HEADER_ROW + max(row_count, 1)


def _columns() -> Iterator[str]:
    for number, width in enumerate(WIDTHS, start=1):
        hidden = ' hidden="1"' if number > _SHOWN else ""
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"{hidden}/>'


def _rows(results: ResultSheet, formats: Formats) -> Iterator[str]:
    folds = _folds(results.groups)
    above, lines = results.texts()[:HEADER_ROW], results.texts()[HEADER_ROW:]
    for number, texts in enumerate(above, start=1):
        style = {1: formats.title, HEADER_ROW: formats.head}.get(number, 0)
        yield _row(number, "", [(text, style) for text in texts if text])
    for number, (texts, cell) in enumerate(zip(lines, results.cells, strict=True), HEADER_ROW + 1):
        styles = [formats.text] * len(texts)
        if cell.title:
            styles[PLACE_COLUMN - 1] = formats.link
        looks = f' ht="{_height(texts)}" customHeight="1"{folds.get(number, "")}'
        yield _row(number, looks, list(zip(texts, styles, strict=True)))


def _deepest(results: ResultSheet) -> str:
    return ' outlineLevelRow="1"' if results.groups else ""


def _folds(groups: Iterable[tuple[int, int]]) -> dict[int, str]:
    """Give the attributes of rows that are folded away, and of the row above them."""
    folds = dict[int, str]()
    for first, last in groups:
        folds[first - 1] = ' collapsed="1"'
        folds |= dict.fromkeys(range(first, last + 1), ' hidden="1" outlineLevel="1"')
    return folds


def _row(number: int, looks: str, cells: Sequence[tuple[str, int]]) -> str:
    written = (
        _cell(f"{column_letters(column)}{number}", text, style)
        for column, (text, style) in enumerate(cells, start=1)
    )
    return f'<row r="{number}"{looks}>{"".join(written)}</row>'


def _height(texts: Sequence[str]) -> float:
    """Estimate how high wrapped texts stand, in points; not every program fits rows itself."""
    shown = zip(texts[:_SHOWN], WIDTHS[:_SHOWN], strict=True)
    return _LINE_HEIGHT * max(1 + (_wide(text) - 1) // (width - 1) for text, width in shown)


def _wide(text: str) -> int:
    """Count the width of a text in Latin characters; Chinese ones are twice as wide."""
    return max(1, sum(2 if ord(each) > _LAST_NARROW else 1 for each in text))


def _cell(place: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    written = written_text(text[:LONGEST_TEXT])
    return (
        f'<c r="{place}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{written}</t></is></c>'
    )


def _links(results: ResultSheet) -> Iterator[str]:
    links = [
        f'<hyperlink ref="{column_letters(PLACE_COLUMN)}{number}" location={quoteattr(place)}/>'
        for number, cell in enumerate(results.cells, start=HEADER_ROW + 1)
        if (place := _location(cell))
    ]
    if links:
        yield f"<hyperlinks>{''.join(links)}</hyperlinks>"


def _location(cell: Cell) -> str:
    """Give the place a link leads to; blank for the workbook as a whole."""
    if not cell.title:
        return ""
    letters = column_letters(cell.column_number or 1)
    return f"{quoted(cell.title)}!{letters}{cell.row_number or 1}"


@dataclass(frozen=True)
class Tab:
    """A tab of the workbook.

    Attributes:
        title: As it stands on the tab.
        index: Place among the tabs, from 0.
        relationship: Id of the relationship to its part.
    """

    title: str
    index: int
    relationship: str


def tabs_of(workbook: bytes) -> list[Tab]:
    """List the tabs of a workbook, charts and hidden ones included.

    Args:
        workbook: The part `xl/workbook.xml`.
    """
    sheets = read_markup(workbook, 2).child("sheets")
    return [
        Tab(each.attribute("name"), index, each.attribute("id"))
        for index, each in enumerate(sheets.children if sheets else ())
    ]


def is_ours(workbook: bytes, title: str) -> bool:
    """Say whether a sheet is a result sheet of ours: the defined name points at it.

    Args:
        workbook: The part `xl/workbook.xml`.
        title: Of the sheet.
    """
    return any(
        each.attribute("name") == RESULTS_NAME and each.text.rpartition("!")[0].strip("'") == title
        for each in _names(read_markup(workbook, 2))
    )


def with_tab(workbook: bytes, title: str, relationship: str) -> bytes:
    """Add the tab of the result sheet behind the others.

    Args:
        workbook: The part `xl/workbook.xml`.
        title: Of the sheet.
        relationship: Id of the relationship to its part.
    """
    root = read_markup(workbook, 2)
    sheets = root.child("sheets") or root
    numbers = [int(each.attribute("sheetId") or 0) for each in sheets.children]
    tab = (
        f"<{root.prefix}sheet name={quoteattr(title)}"
        f' sheetId="{max(numbers, default=0) + 1}"'
        f' xmlns:r="{RELATIONSHIPS}" r:id="{relationship}"/>'
    )
    return splice(workbook, [append_to(workbook, sheets, tab.encode())])


def with_names(workbook: bytes, tab: Tab, row_count: int) -> bytes:
    """Name the result sheet, its marks, its filter and what is repeated on every page.

    Args:
        workbook: The part `xl/workbook.xml`.
        tab: The result sheet's.
        row_count: Lines below its header.
    """
    root = read_markup(workbook, 2)
    earlier = [each for each in _names(root) if _is_own_name(each, tab)]
    written = "".join(_written_names(root.prefix, tab, _last_row(row_count)))
    edits = [Edit(each.start, each.end, b"") for each in earlier]
    workbook = splice(workbook, edits)
    root = read_markup(workbook, 2)
    names = root.child("definedNames")
    if names is not None:
        return splice(workbook, [append_to(workbook, names, written.encode())])
    place = max(each.end for each in root.children if each.name in _BEFORE_NAMES)
    tag = f"{root.prefix}definedNames"
    return splice(workbook, [Edit(place, place, f"<{tag}>{written}</{tag}>".encode())])


def _names(root: Element) -> Iterable[Element]:
    names = root.child("definedNames")
    return list(names.named("definedName")) if names else []


def _is_own_name(name: Element, tab: Tab) -> bool:
    if name.attribute("name") in _OWN_NAMES:
        return True
    is_here = name.attribute("localSheetId") == str(tab.index)
    return is_here and name.attribute("name") in _OWN_SETTINGS


def _written_names(prefix: str, tab: Tab, last: int) -> Iterator[str]:
    sheet = escape(quoted(tab.title))
    marks, shown = column_letters(MARK_COLUMN), column_letters(_SHOWN)
    local = f' localSheetId="{tab.index}"'
    filtered = f"{sheet}!$A${HEADER_ROW}:${shown}${last}"
    for name, more, place in (
        ("_xlnm._FilterDatabase", f'{local} hidden="1"', filtered),
        ("_xlnm.Print_Titles", local, f"{sheet}!${HEADER_ROW}:${HEADER_ROW}"),
        (MARKS_NAME, ' hidden="1"', f"{sheet}!${marks}${HEADER_ROW + 1}:${marks}${last}"),
        (RESULTS_NAME, ' hidden="1"', f"{sheet}!$A$1"),
    ):
        yield f'<{prefix}definedName name="{name}"{more}>{place}</{prefix}definedName>'
