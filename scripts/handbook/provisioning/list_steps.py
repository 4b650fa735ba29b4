"""The steps that make the hidden list sheet."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.findings import column_letters
from handbook.google import metadata
from handbook.provisioning import google_requests as make
from handbook.provisioning.list_sheet import FORMULA_ROW, TITLE_ROW, ListSheet
from handbook.provisioning.steps import Change, Kind, Step


def list_steps(lists: ListSheet, free_gid: int, index: int, language: str) -> Iterator[Step]:
    """Work out what the list sheet lacks.

    Args:
        lists: As it should be, and as it stands.
        free_gid: Number it gets if it is new.
        index: Place among the tabs if it is new, from 0.
        language: Language of the workbook.

    Yields:
        Steps in reading order.
    """
    gid = lists.live.gid if lists.live else free_gid
    if lists.live is None:
        requests = (
            make.add_sheet(
                gid, lists.title, index, rows=lists.row_count, columns=lists.column_count
            ),
            make.hide_sheet(gid),
            make.mark_sheet(gid, metadata.LISTS, language),
        )
        yield Step(Kind.LIST_SHEET, Change.ADD, lists.title, requests=requests)
    else:
        yield from _growth(lists, gid)
    for sheet in lists.numbers:
        yield from _column(lists, sheet, gid)


def _growth(lists: ListSheet, gid: int) -> Iterator[Step]:
    live = lists.live
    if live is None:
        return
    rows, columns = lists.row_count - live.row_count, lists.column_count - live.column_count
    requests = [make.add_rows(gid, rows)] if rows > 0 else []
    requests += [make.add_columns(gid, columns)] if columns > 0 else []
    if requests:
        yield Step(Kind.ROWS, Change.ADD, lists.title, requests=tuple(requests))


def _column(lists: ListSheet, sheet: str, gid: int) -> Iterator[Step]:
    if lists.has_formula(sheet):
        return
    number, title = lists.numbers[sheet], lists.titles[sheet]
    is_listed = lists.is_listed(sheet)
    requests = [make.write_formula(gid, FORMULA_ROW, number, lists.formulas[sheet])]
    if not is_listed:
        requests.insert(0, make.write_text(gid, TITLE_ROW, number, title))
    yield Step(
        Kind.LIST,
        Change.RENEW if is_listed else Change.ADD,
        lists.title,
        title,
        column_letters(number),
        new=lists.formulas[sheet],
        requests=tuple(requests),
    )
