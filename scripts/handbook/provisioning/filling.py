"""The rows of a workbook put into a spreadsheet that was set up and still is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from handbook.casting.characters import screen
from handbook.errors import HandbookError
from handbook.findings import quoted
from handbook.google import metadata
from handbook.google.access import Access
from handbook.provisioning import google_requests as make
from handbook.provisioning.blueprint import Blueprint, Form, form_of
from handbook.provisioning.cell_rules import format_of
from handbook.provisioning.google_requests import Request
from handbook.provisioning.live import Live, LiveSheet
from handbook.provisioning.placing import NEW_SHEET_ROWS
from handbook.provisioning.reading import read_live
from handbook.schema import Schema, TableSchema
from handbook.validation.header_rows import find_header
from handbook.workbook import Sheet, Workbook

_DAY_ZERO = date(1899, 12, 30)  # Spec: Sheets API v4, DateTimeRenderOption.SERIAL_NUMBER
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{0,5}[1-9])?")  # reads back as it was written
_ROWS_A_REQUEST = 1_000
_CELLS_A_BATCH = 60_000  # about two megabytes, what Google recommends at most


@dataclass(frozen=True)
class _Target:
    """A sheet of the workbook and where it goes.

    Attributes:
        sheet: What is written.
        gid: Number of the sheet it goes to.
        index: Place among the tabs if it is new, from 0.
        live: As it stands; None where it is new.
        forms: Column number → how its cells are typed.
    """

    sheet: Sheet
    gid: int
    index: int
    live: LiveSheet | None
    forms: dict[int, Form]

    @property
    def first_row(self) -> int:
        """First row that is written: below the header where that is there already."""
        header = [str(text) for text in self.sheet.text.loc[1]] if self.sheet.row_count else []
        there = [cell.text for cell in self.live.top[0]] if self.live and self.live.top else []
        return 2 if there and there == header else 1


def fill(access: Access, workbook: Workbook, blueprint: Blueprint) -> None:
    """Write a workbook into a spreadsheet that `apply` has set up and nobody has typed in.

    Days become real days and numbers numbers, where their column is one of days or numbers; all
    else becomes text, never a formula. A sheet that the workbook lays out in another way than the
    schema is laid out as the workbook has it.

    Args:
        access: To the spreadsheet, for writing.
        workbook: What to write.
        blueprint: What the spreadsheet was set up with.

    Raises:
        HandbookError: Something stands in the sheets already.
        GoogleError: Google refuses or cannot be reached.
    """
    live = read_live(access, blueprint.schema)
    targets = list(_targets(workbook, live, blueprint.schema))
    _refuse_filled(access, [each.live for each in targets if each.live], live.title)
    requests = (request for each in targets for request in _requests(each))
    for batch in _batches(chain(_remembered(workbook, live), requests)):
        access.batch_update(batch)


def _remembered(workbook: Workbook, live: Live) -> Iterator[Request]:
    """Note what the workbook knows about itself: the day it speaks about, whether it is made up."""
    as_of, is_sample = workbook.manifest.as_of, workbook.manifest.is_sample
    if as_of and metadata.AS_OF not in live.metadata:
        yield make.mark_spreadsheet(metadata.AS_OF, as_of.isoformat())
    if is_sample and metadata.SAMPLE not in live.metadata:
        yield make.mark_spreadsheet(metadata.SAMPLE, "yes")


def _targets(workbook: Workbook, live: Live, schema: Schema) -> Iterator[_Target]:
    named = {sheet.title: sheet for sheet in live.sheets}
    titles = {sheet.title for sheet in workbook.sheets}
    marked = {
        sheet.metadata.get(metadata.SHEET): sheet
        for sheet in live.sheets
        if sheet.title not in titles
    }
    gid, index = max(sheet.gid for sheet in live.sheets), len(live.sheets)
    for sheet in workbook.sheets:
        table = schema.table_of_title(screen(sheet.title).text)
        found = named.get(sheet.title) or (marked.pop(table.key, None) if table else None)
        if found is None:
            gid, index = gid + 1, index + 1
        yield _Target(sheet, found.gid if found else gid, index - 1, found, _forms(sheet, table))


def _forms(sheet: Sheet, table: TableSchema | None) -> dict[int, Form]:
    header = find_header(table, sheet) if table else None
    fields = header.fields if header else {}
    return {number: form_of(field) for number, field in fields.items()}


def _refuse_filled(access: Access, sheets: Sequence[LiveSheet], title: str) -> None:
    found = access.values([quoted(sheet.title) for sheet in sheets]) if sheets else []
    filled = [sheet.title for sheet, rows in zip(sheets, found, strict=True) if len(rows) > 1]
    if filled:
        raise HandbookError(
            {
                "zh": f"表格“{title}”的工作表“{filled[0]}”里已有内容，没有写入。"
                "请换一个空白的表格。",
                "vi": f"Trang tính “{filled[0]}” của bảng tính “{title}” đã có nội dung "
                "nên không ghi gì. Hãy dùng một bảng tính trống.",
                "en": f"The sheet “{filled[0]}” of the spreadsheet “{title}” already holds "
                "something, so nothing was written. Use an empty spreadsheet.",
            }
        )


def _requests(target: _Target) -> Iterator[Request]:
    sheet, gid = target.sheet, target.gid
    rows, columns = max(sheet.row_count, 2), max(sheet.column_count, 1)
    if target.live is None:
        size = max(rows, NEW_SHEET_ROWS)
        yield make.add_sheet(gid, sheet.title, target.index, rows=size, columns=columns)
    else:
        if rows > target.live.row_count:
            yield make.insert_rows(gid, target.live.row_count, rows - target.live.row_count + 1)
        if columns > target.live.column_count:
            yield make.add_columns(gid, columns - target.live.column_count)
    if target.first_row == 1:
        yield from _laid_out_anew(target, columns)
    for first in range(target.first_row, sheet.row_count + 1, _ROWS_A_REQUEST):
        yield _rows(target, first, min(first + _ROWS_A_REQUEST - 1, sheet.row_count))


def _laid_out_anew(target: _Target, columns: int) -> Iterator[Request]:
    """Take our header away and give each column the format of what will stand in it."""
    if target.live is not None:
        columns = max(columns, target.live.column_count)
        yield make.clear_row(target.gid, 1)
    for number in range(1, columns + 1):
        number_format = format_of(target.forms.get(number, Form.TEXT))
        yield make.set_rule(target.gid, number, 1, None)
        yield make.set_format(target.gid, number, 1, number_format)


def _rows(target: _Target, first: int, last: int) -> Request:
    texts = target.sheet.text.loc[first:last].to_numpy(dtype=object)
    forms = [target.forms.get(number, Form.TEXT) for number in range(1, texts.shape[1] + 1)]
    rows = [list(map(_value, line, forms)) for line in texts.tolist()]
    return make.write_values(target.gid, first, rows)


def _value(text: str, form: Form) -> str | float:
    """Type a text the way an editor would have: a day, a number, else the text."""
    if form is Form.DATE and _ISO_DAY.fullmatch(text):
        return _serial(text)
    if form in (Form.INTEGER, Form.NUMBER) and _PLAIN_NUMBER.fullmatch(text):
        return float(text)
    return text


def _serial(text: str) -> float | str:
    """Count the days to an ISO day; the text itself where there is no such day."""
    try:
        days = (date.fromisoformat(text) - _DAY_ZERO).days
    except ValueError:
        return text
    return float(days) if days > 0 else text


def _batches(requests: Iterator[Request]) -> Iterator[list[Request]]:
    batch: list[Request] = []
    cells = 0
    for request in requests:
        batch.append(request)
        cells += sum(len(row["values"]) for row in request.get("updateCells", {}).get("rows", ()))
        if cells > _CELLS_A_BATCH:
            yield batch
            batch, cells = [], 0
    if batch:
        yield batch
