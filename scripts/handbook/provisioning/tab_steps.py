"""The steps that make one sheet of the register ready."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handbook.findings import column_letters
from handbook.google import metadata
from handbook.provisioning import google_requests as make
from handbook.provisioning.cell_rules import format_of, is_same_rule, note_of, rule_of
from handbook.provisioning.google_requests import Request
from handbook.provisioning.list_sheet import ListSheet
from handbook.provisioning.placing import NEW_SHEET_ROWS, Arrival, Place, Placed
from handbook.provisioning.signing import split_signed
from handbook.provisioning.steps import Change, Kind, Step, Touched
from handbook.rendering.translations import fill_words


def tab_steps(place: Place, index: int, lists: ListSheet | None, language: str) -> Iterator[Step]:
    """Work out what a sheet lacks.

    Args:
        place: The sheet and its columns.
        index: Place among the tabs if it is new, from 0.
        lists: The list sheet, or None.
        language: Language of the workbook.

    Yields:
        Steps in reading order.
    """
    yield from _sheet(place, index)
    for placed in place.columns:
        if placed.arrival is not Arrival.PRESENT:
            yield _added(place, placed)
    for placed in place.columns:
        yield from _note(place, placed, language)
    for placed in place.columns:
        source = lists.source(placed.column.offers) if lists else ""
        yield from _rule(place, placed, source, language)
    for placed in place.columns:
        yield from _format(place, placed)
    if _is_first_met(place):
        yield from _look(place, language)


def _is_first_met(place: Place) -> bool:
    return place.live is None or metadata.SHEET not in place.live.metadata


def _sheet(place: Place, index: int) -> Iterator[Step]:
    gid, live = place.gid, place.live
    mark = make.mark_sheet(gid, metadata.SHEET, place.tab.key)
    count = len(place.columns)
    if live is None:
        add = make.add_sheet(
            gid, place.title, index, rows=NEW_SHEET_ROWS, columns=count, frozen=True
        )
        yield Step(Kind.SHEET, Change.ADD, place.title, new=str(count), requests=(add, mark))
        return
    if _is_first_met(place):
        yield Step(Kind.MARK, Change.ADD, place.title, new=place.tab.title, requests=(mark,))
    if live.row_count <= place.header_row:
        rows = make.add_rows(gid, NEW_SHEET_ROWS - live.row_count)
        yield Step(Kind.ROWS, Change.ADD, place.title, requests=(rows,))
    if live.is_empty and live.column_count < count:
        columns = make.add_columns(gid, count - live.column_count)
        yield Step(Kind.ROWS, Change.ADD, place.title, requests=(columns,))


def _added(place: Place, placed: Placed) -> Step:
    gid, number = place.gid, placed.number
    requests: list[Request] = []
    if placed.arrival is Arrival.INSERTED:
        requests.append(make.insert_column(gid, number))
        # Google lets a new column inherit these from its neighbour.
        requests.append(make.set_rule(gid, number, place.header_row, None))
        requests.append(make.set_format(gid, number, place.header_row, ""))
    if placed.arrival is Arrival.WITH_SHEET:
        requests.append(make.style_header(gid, place.header_row, number))
    requests.append(make.write_text(gid, place.header_row, number, placed.title))
    requests.append(make.set_width(gid, number, placed.column.width))
    return _step(Kind.COLUMN, Change.ADD, place, placed, requests)


def _note(place: Place, placed: Placed, language: str) -> Iterator[Step]:
    now = ""
    if place.live is not None and placed.arrival is not Arrival.INSERTED:
        number = placed.old_number or placed.number
        now = place.live.cell(place.header_row, number).note
    wanted = note_of(placed.column, language)
    ours, rest = split_signed(now)
    if ours == wanted:
        return
    if now and not ours:
        yield _step(Kind.NOTE, Change.KEEP, place, placed)
        return
    request = make.write_note(place.gid, place.header_row, placed.number, wanted + rest)
    yield _step(Kind.NOTE, Change.RENEW if ours else Change.ADD, place, placed, [request])


def _rule(place: Place, placed: Placed, source: str, language: str) -> Iterator[Step]:
    wanted = rule_of(placed.column, language, source)
    rules = place.state(placed).rules
    if wanted is None or all(is_same_rule(rule, wanted) for rule in rules):
        return
    if any(rule is not None and not rule.is_ours for rule in rules):
        yield _step(Kind.RULE, Change.KEEP, place, placed)
        return
    change = Change.RENEW if any(rules) else Change.ADD
    request = make.set_rule(place.gid, placed.number, place.header_row, wanted)
    yield _step(Kind.RULE, change, place, placed, [request])


def _format(place: Place, placed: Placed) -> Iterator[Step]:
    wanted = format_of(placed.column.form)
    state = place.state(placed)
    if not wanted or state.last_format or state.busy_until >= place.row_count:
        return
    below = max(place.header_row, state.busy_until)
    request = make.set_format(place.gid, placed.number, below, wanted)
    yield _step(Kind.FORMAT, Change.ADD, place, placed, [request])


def _step(
    kind: Kind, change: Change, place: Place, placed: Placed, requests: list[Request] | None = None
) -> Step:
    old_number = placed.old_number or placed.number
    is_old = place.live is not None and placed.arrival is not Arrival.INSERTED
    is_wide = kind in (Kind.RULE, Kind.FORMAT) and bool(requests)
    return Step(
        kind,
        change,
        place.title,
        placed.title,
        column_letters(placed.number),
        requests=tuple(requests or ()),
        touches=Touched(place.gid, old_number, place.header_row) if is_old and is_wide else None,
    )


def _look(place: Place, language: str) -> Iterator[Step]:
    live, header, gid = place.live, place.header_row, place.gid
    if live is not None:
        yield from _freeze(place)
    protected = live.protections if live else ()
    if not any(each.first_row <= header <= each.last_row for each in protected):
        words = fill_words(language, "标题行：改动前请先问管理员（由手册设置）")
        request = make.protect_header(gid, header, words)
        yield Step(Kind.PROTECT, Change.ADD, place.title, requests=(request,))
    if live is None or not live.has_banding:
        band = make.band_rows(gid, header, max(place.numbers.values()))
        yield Step(Kind.BAND, Change.ADD, place.title, requests=(band,))
    if live is None or not live.has_groups:
        yield from _fold(place)


def _freeze(place: Place) -> Iterator[Step]:
    """Freeze header and first column, where nobody did and no merged block lies across."""
    live, header = place.live, place.header_row
    if live is None:
        return
    blocks = list(place.merged_after())
    requests: list[Request] = []
    if not live.frozen_rows and not any(b.first_row <= header < b.last_row for b in blocks):
        requests.append(make.freeze_rows(place.gid, header))
    is_torn = any(block.first_column == 1 < block.last_column for block in blocks)
    if not live.frozen_columns and not is_torn and len(place.numbers) > 1:
        requests.append(make.freeze_columns(place.gid, 1))
    if requests:
        yield Step(Kind.FREEZE, Change.ADD, place.title, requests=tuple(requests))


def _fold(place: Place) -> Iterator[Step]:
    """Fold away runs of columns that are new and seldom needed; people's own stay in sight."""
    numbers = [
        each.number
        for each in place.columns
        if each.column.is_collapsed and each.arrival is not Arrival.PRESENT
    ]
    runs: list[tuple[int, int]] = [(number, number) for number in numbers[:1]]
    for before, number in pairwise(numbers):
        if number == before + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    requests = [each for run in runs for each in make.fold_columns(place.gid, *run)]
    if requests:
        yield Step(Kind.FOLD, Change.ADD, place.title, requests=tuple(requests))
