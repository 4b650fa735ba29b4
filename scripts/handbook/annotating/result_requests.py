"""Requests of one `batchUpdate` that bring the result sheet up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.annotating.live import LiveBook, LiveSheet, RowGroup
from handbook.annotating.requests import (
    Request,
    block,
    repeat_format,
    set_properties,
    update_cells,
)
from handbook.annotating.results import (
    CHOICE_ROW,
    COLUMNS,
    FOLD_COLUMNS,
    HEADER_ROW,
    HEADING_ROW,
    MARK_COLUMN,
    PLACE_COLUMN,
    REMARKS_ROW,
    WIDTHS,
    ResultSheet,
)
from handbook.findings import Cell
from handbook.google.metadata import RESULTS
from handbook.links import SPREADSHEETS, cell_link
from handbook.provisioning import google_requests as make

LAYOUT = "handbook.results.layout"
"""Developer metadata on a result sheet: which layout it was set up with."""

_LAYOUT_VERSION = "1"
_LABEL_WIDTH, _CHOICE_WIDTH = 13, 26
"""Least widths of the columns the choice stands in; the drop-down has an arrow as well."""
_WIDTHS = (max(WIDTHS[0], _LABEL_WIDTH), max(WIDTHS[1], _CHOICE_WIDTH), *WIDTHS[2:])
_SPARE_ROWS = 100  # so that the grid does not grow with every new finding
_HEADER_COLOUR = {"rgbColor": {"red": 0.93, "green": 0.93, "blue": 0.93}}
_VALUE = "userEnteredValue"
_LINE = f"{_VALUE},userEnteredFormat.textFormat.link"


@dataclass(frozen=True)
class Links:
    """Addresses of cells as a result sheet links to them.

    Attributes:
        gids: (book, title) → number of the sheet.
        book: Spreadsheet the result sheet stands in.
        main_id: Id of the shared spreadsheet, for links to it from the second one.
    """

    gids: Mapping[tuple[str, str], int]
    book: str = ""
    main_id: str = ""

    def to(self, cell: Cell) -> str:
        """Give the link to a cell; blank where it is in no sheet."""
        gid = self.gids.get((cell.book, cell.title))
        if gid is None:
            return ""
        spreadsheet = "" if cell.book == self.book else f"{SPREADSHEETS}/{self.main_id}/edit"
        return cell_link(f"{spreadsheet}#gid={gid}", cell)


def result_requests(
    live: LiveBook, wanted: ResultSheet, links: Links, *, choice_is_new: bool
) -> Iterator[Request]:
    """Bring the result sheet up to date; parts that are right already are left alone.

    Args:
        live: The spreadsheet; a result sheet it lacks is added.
        wanted: What the sheet should say.
        links: To the cells of the lines.
        choice_is_new: Whether the choice has to be written, rather than left to the editor.
    """
    rows = len(wanted.rows) + HEADER_ROW
    sheet = live.results
    gid = sheet.gid if sheet else _free_gid(live.sheets)
    if sheet is None:
        yield make.add_sheet(gid, wanted.title, 0, rows=rows + _SPARE_ROWS, columns=len(COLUMNS))
        yield make.mark_sheet(gid, RESULTS, _LAYOUT_VERSION)
    elif sheet.title != wanted.title:
        yield set_properties(gid, {"title": wanted.title}, "title")
    if sheet and (sheet.rows < rows or sheet.columns < len(COLUMNS)):
        size = {
            "rowCount": max(sheet.rows, rows + _SPARE_ROWS),
            "columnCount": max(sheet.columns, len(COLUMNS)),
        }
        fields = "gridProperties.rowCount,gridProperties.columnCount"
        yield set_properties(gid, {"gridProperties": size}, fields)
    is_set_up = sheet is not None and _layout(wanted) == sheet.metadata.get(LAYOUT, (0, ""))[1]
    if not is_set_up:
        yield from _set_up(gid, sheet, wanted)
    now = live.result_rows
    yield from _heads(gid, now, wanted, choice_is_new)
    yield from _lines(gid, now, wanted, links)
    yield from _folds(gid, sheet.groups if sheet else (), now, wanted)


def clear_results(live: LiveBook) -> Iterator[Request]:
    """Empty the result sheet, apart from the editor's choice.

    Args:
        live: The spreadsheet as it stands; without a result sheet there is nothing to do.
    """
    if live.results is None:
        return
    end = len(live.result_rows)
    for first, last in ((HEADING_ROW, HEADING_ROW), (REMARKS_ROW, end)):
        if any(map(any, live.result_rows[first - 1 : last])):
            place = block(live.results.gid, first, last, 1, len(COLUMNS))
            yield update_cells(place, [], _LINE)
    yield from _unfold(live.results.gid, live.results.groups)


def _layout(wanted: ResultSheet) -> str:
    """Name a layout; it holds words, so it is another in another language."""
    return f"{_LAYOUT_VERSION}/{wanted.title}"


def _free_gid(taken: Iterable[int]) -> int:
    used = set(taken)
    return next(gid for gid in range(1_000_000, 2_000_000) if gid not in used)


def _set_up(gid: int, sheet: LiveSheet | None, wanted: ResultSheet) -> Iterator[Request]:
    """Give the result sheet its looks and its drop-down, once."""
    yield make.colour_results_tab(gid)
    yield make.freeze_rows(gid, HEADER_ROW)
    for number, width in enumerate(_WIDTHS, start=1):
        yield make.set_width(gid, number, width)
    hidden = {"sheetId": gid, "dimension": "COLUMNS", "startIndex": MARK_COLUMN - 1}
    yield {
        "updateDimensionProperties": {
            "range": hidden | {"endIndex": len(COLUMNS)},
            "properties": {"hiddenByUser": True},
            "fields": "hiddenByUser",
        }
    }
    bold = {"textFormat": {"bold": True}}
    yield repeat_format(block(gid, HEADING_ROW, HEADING_ROW, 1, 1), bold, "textFormat.bold")
    header = block(gid, HEADER_ROW, HEADER_ROW, 1, len(COLUMNS))
    shaded = {**bold, "backgroundColorStyle": _HEADER_COLOUR}
    yield repeat_format(header, shaded, "textFormat.bold", "backgroundColorStyle")
    wrapped = {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
    below = block(gid, HEADER_ROW + 1, None, 1, len(COLUMNS))
    yield repeat_format(below, wrapped, "wrapStrategy", "verticalAlignment")
    yield _drop_down(gid, wanted.choices)
    known = sheet.metadata.get(LAYOUT) if sheet else None
    if known:
        yield make.renew_mark(known[0], _layout(wanted))
    else:
        yield make.mark_sheet(gid, LAYOUT, _layout(wanted))


def _drop_down(gid: int, choices: Sequence[str]) -> Request:
    values = [{"userEnteredValue": choice} for choice in choices]
    return {
        "setDataValidation": {
            "range": block(gid, CHOICE_ROW, CHOICE_ROW, 2, 2),
            "rule": {
                "condition": {"type": "ONE_OF_LIST", "values": values},
                "strict": True,
                "showCustomUi": True,
            },
        }
    }


def _heads(
    gid: int, now: Sequence[Sequence[str]], wanted: ResultSheet, choice_is_new: bool
) -> Iterator[Request]:
    label, choice = wanted.choice
    heads = [(HEADING_ROW, 1, wanted.heading), (CHOICE_ROW, 1, label)]
    heads.append((REMARKS_ROW, 1, " ".join(wanted.remarks)))
    if choice_is_new:
        heads.append((CHOICE_ROW, 2, choice))
    heads.extend((HEADER_ROW, column, text) for column, text in enumerate(wanted.header, start=1))
    for row, column, text in heads:
        if _text(now, row, column) != text:
            place = block(gid, row, row, column, column)
            yield update_cells(place, [[_value(text)]], _VALUE)


def _lines(
    gid: int, now: Sequence[Sequence[str]], wanted: ResultSheet, links: Links
) -> Iterator[Request]:
    old = [_stripped(row[: len(COLUMNS)]) for row in now[HEADER_ROW:]]
    if _without_blank_end(old) == [_stripped(row) for row in wanted.rows]:
        return
    last = HEADER_ROW + max(len(old), len(wanted.rows))
    cells = [
        _line(row, links.to(cell)) for row, cell in zip(wanted.rows, wanted.cells, strict=True)
    ]
    place = block(gid, HEADER_ROW + 1, last, 1, len(COLUMNS))
    yield update_cells(place, cells, _LINE)


def _folds(
    gid: int, groups: Sequence[RowGroup], now: Sequence[Sequence[str]], wanted: ResultSheet
) -> Iterator[Request]:
    """Group the lines behind each line that folds them, folded away unless somebody opened them.

    All groups are renewed where one stands wrong: rows a person has moved take groups along.
    """
    there = [(each.first, each.last, each.depth) for each in groups]
    if there == [(first, last, 1) for first, last in wanted.groups]:
        return
    open_now = {_told_of(now, each.first - 1) for each in groups if not each.is_collapsed}
    soon = wanted.texts()
    yield from _unfold(gid, groups)
    for first, last in wanted.groups:
        is_open = _told_of(soon, first - 1) in open_now
        yield from make.fold_rows(gid, first, last, is_open=is_open)


def _told_of(rows: Sequence[Sequence[str]], row: int) -> tuple[str, ...]:
    """Name what a line tells of by what stays the same while one after another is put right."""
    return tuple(_text(rows, row, column) for column in FOLD_COLUMNS)


def _unfold(gid: int, groups: Iterable[RowGroup]) -> Iterator[Request]:
    """Take groups away, the inner ones first, and show the rows that were folded away."""
    for group in sorted(groups, key=lambda each: -each.depth):
        yield from make.ungroup_rows(gid, group.first, group.last)


def _text(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def _stripped(row: Sequence[str]) -> tuple[str, ...]:
    end = next((n for n in range(len(row), 0, -1) if row[n - 1]), 0)
    return tuple(row[:end])


def _without_blank_end(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    end = next((n for n in range(len(rows), 0, -1) if rows[n - 1]), 0)
    return list(rows[:end])


def _line(row: Sequence[str], link: str) -> list[Request]:
    cells = [_value(text) for text in row]
    if link:
        cells[PLACE_COLUMN - 1]["userEnteredFormat"] = {"textFormat": {"link": {"uri": link}}}
    return cells


def _value(text: str) -> Request:
    """Make a cell of text; text is never a formula, whatever it starts with."""
    return {"userEnteredValue": {"stringValue": text}} if text else {}
