"""Where the header of a sheet stands, and which column is which field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.casting import clean
from handbook.casting.characters import screen
from handbook.schema import Field, TableSchema
from handbook.workbook import Sheet

HEADER_ROWS_SEARCHED = 10  # offices put titles and notes above the header, never more than a few
_REMARK = re.compile(r"[(（].*[)）]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Header:
    """One reading of the first rows.

    Attributes:
        last_row: Row number of the last header row.
        texts: Column number → title; that of a group stands before the one below it where only
            both together name a field.
        fields: Column number → field.
        words: Column number → what stands in each of its header rows.
        score: Number of fields named, without those that leave a text below them unexplained.
    """

    last_row: int
    texts: Mapping[int, str]
    fields: Mapping[int, Field]
    words: Mapping[int, frozenset[str]]
    score: int

    def repeats(self, column: int, text: str) -> bool:
        """Say whether a cell holds its column's title once more, as on every printed page."""
        return _title(text) in self.words.get(column, ())


def find_header(table: TableSchema, sheet: Sheet) -> Header | None:
    """Find the header among the first rows: the row, or pair of rows, naming most fields.

    Args:
        table: Whose fields are looked for.
        sheet: As pulled.

    Returns:
        The best reading, or None where no row names two fields (or the only field it has).
    """
    best: Header | None = None
    for reading in _readings(table, sheet):
        if best is None or reading.score > best.score:
            best = reading
    if best is None or best.score < min(2, sheet.column_count):
        return None
    return best


def _readings(table: TableSchema, sheet: Sheet) -> Iterator[Header]:
    above: list[str] = []
    first_rows = sheet.text.iloc[:HEADER_ROWS_SEARCHED].to_numpy(dtype=object)
    for number, texts in enumerate(first_rows, start=1):
        row = [_title(str(text)) for text in texts]
        yield _read_header(table, number, [""] * len(row), [""] * len(row), row)
        if above:
            yield _read_header(table, number, above, _groups(sheet, number - 1, above), row)
        above = row


def _title(text: str) -> str:
    """Put a title on one line and take out invisible characters that came with a paste."""
    return clean(screen(text).text)


def _groups(sheet: Sheet, row_number: int, titles: Sequence[str]) -> list[str]:
    """Spread the titles of groups over the columns below them.

    Merged cells say how far a title reaches; where a row has none, it reaches to the next title.
    """
    reach = {
        block.first_column: block.last_column
        for block in sheet.merged
        if block.first_row <= row_number <= block.last_row
    }
    is_merged = any(first < last for first, last in reach.items())
    groups: list[str] = []
    title, last = "", 0
    for column, text in enumerate(titles, start=1):
        if text:
            title = text
            last = reach.get(column, column) if is_merged else len(titles)
        groups.append(title if column <= last else "")
    return groups


def _read_header(
    table: TableSchema,
    last_row: int,
    above: Sequence[str],
    groups: Sequence[str],
    row: Sequence[str],
) -> Header:
    texts: dict[int, str] = {}
    fields: dict[int, Field] = {}
    certain: set[str] = set()
    for column, (upper, group, lower) in enumerate(zip(above, groups, row, strict=True), start=1):
        texts[column] = lower or upper
        for text in (group + lower if lower else upper, lower, upper):
            field = table.field_of_header(text) if text else None
            if field is not None:
                fields[column], texts[column] = field, text
                if text != upper or not lower or _REMARK.fullmatch(lower):
                    certain.add(field.name)
                break
    words = {
        column: frozenset(word for word in (upper, lower) if word)
        for column, (upper, lower) in enumerate(zip(above, row, strict=True), start=1)
    }
    return Header(last_row, texts, fields, words, len(certain))
