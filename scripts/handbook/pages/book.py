"""What all pages of one build share, made once: index, posting lines, notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from handbook.pages.index import Index, make_index
from handbook.pages.notices import NoticeBoard, make_board
from handbook.pages.postings import PostingLine, posting_lines
from handbook.pages.values import BLANK, Column, Fact, Shown, Table
from handbook.publishable import Publishable

ROWS_PER_PAGE = 200

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the data of a page stands.

    Attributes:
        sheet: Title of the sheet as the editor typed it; blank for a page without a record.
        row_number: Row in it, counted from 1; 0 for a page without a record. Shown to nobody who
            has no link to the sheet: sorting the sheet must not change a page.
        key: Id of the record, to search for in the sheet.
        as_of: The day the register speaks about.
    """

    sheet: str
    row_number: int
    key: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a long list a page holds.

    Attributes:
        number: This part, from 1.
        links: Links to all parts in order; one part means there is nothing to turn.
    """

    number: int
    links: tuple[Shown, ...]


@dataclass(frozen=True, eq=False)
class Book:
    """Everything the pages of one audience and language are made from.

    Attributes:
        index: Looks values and references up.
        postings: Posting id → its line.
        board: Notices by page.
    """

    index: Index
    postings: Mapping[str, PostingLine]
    board: NoticeBoard

    @cached_property
    def _columns(self) -> dict[tuple[str, frozenset[str]], tuple[Column, ...]]:
        return {}

    @cached_property
    def _facts(self) -> dict[tuple[Column, Shown], Fact]:
        return {}

    def lines(self, field: str, key: str) -> tuple[PostingLine, ...]:
        """Give the postings that refer to a record by one of their columns, by start.

        Args:
            field: Reference field of the sheet of postings.
            key: Id of the record.
        """
        found = self.index.keys_by("postings", field).get(key)
        if not found:
            return ()
        lines = tuple(self.postings[each] for each in found)
        return lines if len(lines) == 1 else tuple(sorted(lines, key=_by_start))

    def source(self, sheet: str, key: str) -> Source:
        """Say where a record stands."""
        publishable = self.index.publishable
        table = publishable.tables[sheet]
        return Source(table.title, table.row_numbers[key], key, publishable.as_of)

    @property
    def no_source(self) -> Source:
        """Say the day of the register for a page without a record."""
        return Source("", 0, "", self.index.publishable.as_of)

    def facts(self, sheet: str, key: str, without: frozenset[str]) -> tuple[Fact, ...]:
        """Show the visible values of a record in the order of its columns, blank ones left out.

        Args:
            sheet: Sheet key.
            key: Id of the record.
            without: Field names the page shows elsewhere.
        """
        known = self._facts
        facts = []
        for column in self._filled(sheet, without):
            shown = column.show(key)
            if shown is BLANK:
                continue
            fact = known.get((column, shown))
            if fact is None:
                fact = known[column, shown] = Fact(column.title, shown)
            facts.append(fact)
        return tuple(facts)

    def _filled(self, sheet: str, without: frozenset[str]) -> tuple[Column, ...]:
        known = self._columns.get((sheet, without))
        if known is None:
            columns = (
                self.index.columns[sheet, field.name]
                for field in self.index.fields(sheet)
                if field.name not in without
            )
            known = tuple(column for column in columns if column.is_filled)
            self._columns[sheet, without] = known
        return known

    def table(
        self, sheet: str, keys: Sequence[str], without: frozenset[str], limit: int = ROWS_PER_PAGE
    ) -> Table | None:
        """Show records of one sheet in a table; columns blank in every row are left out.

        Args:
            sheet: Sheet key.
            keys: Keys of the records, in order.
            without: Field names not shown.
            limit: Most rows shown, the last ones where there are more.

        Returns:
            None without any record or column.
        """
        kept = tuple(keys[-limit:])
        filled = [
            (column.title, values)
            for column in self._filled(sheet, without)
            for values in (list(map(column.show, kept)),)
            if any(each is not BLANK for each in values)
        ]
        if not filled:
            return None
        return Table(
            sheet,
            self.index.sheet_title(sheet),
            tuple(title for title, _ in filled),
            tuple(zip(*(values for _, values in filled), strict=True)),
            kept,
            len(keys) - len(kept),
        )


def _by_start(line: PostingLine) -> tuple[str, str]:
    return line.start.iso, line.key


def open_book(publishable: Publishable, language: str) -> Book:
    """Gather what all pages need, once per build.

    Args:
        publishable: The register as the audience may see it.
        language: Language of the pages: zh, vi or en.
    """
    index = make_index(publishable, language)
    return Book(index, posting_lines(index), make_board(index))


def parts(rows: Sequence[Row], size: int = ROWS_PER_PAGE) -> list[Sequence[Row]]:
    """Cut a list into parts of a page each; an empty list is one empty part."""
    return [rows[start : start + size] for start in range(0, len(rows), size)] or [rows]


def part_address(address: str, number: int) -> str:
    """Give the address of a part of a long list.

    Args:
        address: Address of the first part, such as `cadres/a.html`.
        number: The part, from 1.

    Returns:
        `cadres/a.html`, `cadres/a-2.html`, …; of an index page `units/page-2.html`.
    """
    if number == 1:
        return address
    stem = address.removesuffix(".html")
    folder, _, name = stem.rpartition("/")
    return f"{folder}/page-{number}.html" if name == "index" else f"{stem}-{number}.html"


def pager(address: str, number: int, count: int) -> Pager:
    """Link the parts of a long list.

    Args:
        address: Address of the first part.
        number: This part, from 1.
        count: How many parts there are.
    """
    links = (
        Shown(str(each), link=f"../{part_address(address, each)}") for each in range(1, count + 1)
    )
    return Pager(number, tuple(links))
