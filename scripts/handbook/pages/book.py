"""What all pages of one build share, made once: index, posting lines, notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeAlias, TypeVar

from handbook.dues import Due, all_dues, by_calendar
from handbook.pages.index import Index, make_index
from handbook.pages.notices import NoticeBoard, Notices, make_board
from handbook.pages.pagers import ROWS_PER_PAGE
from handbook.pages.past import NO_PAST, RecordPast, record_pasts
from handbook.pages.postings import PostingLine, line_maker
from handbook.pages.reads import Noted, Read, Reads, coarsened
from handbook.pages.values import BLANK, Column, Fact, Table
from handbook.publishable import Publishable
from handbook.todo import Task, tasks_of

Part = TypeVar("Part")
Made = TypeVar("Made")
_Shared: TypeAlias = tuple[Noted[Part], frozenset[Read]]
_Columns: TypeAlias = tuple[tuple[Column, ...], Callable[[str], tuple[Any, ...]]]
"""Columns, and what reads the typed values of a record in all of them at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the data of a page stands.

    Attributes:
        sheet: Title of the sheet as the editor typed it; blank for a page without a record.
        row_number: Row in it, counted from 1; 0 for a page without a record. Shown to nobody who
            has no link to the sheet: sorting the sheet must not change a page.
        key: Id of the record, to search for in the sheet.
        as_of: The day the register speaks about.
        folder: Sheet key of the record; blank for a page without one.
        link: Address of the sheet, for editors; blank without one.
        past: What is told of earlier days.
    """

    sheet: str
    row_number: int
    key: str
    as_of: date
    folder: str = ""
    link: str = ""
    past: RecordPast = NO_PAST


@dataclass(frozen=True, eq=False)
class Book:
    """Everything the pages of one audience and language are made from.

    Attributes:
        index: Looks values and references up, and notes what is read.
    """

    index: Index

    @property
    def board(self) -> NoticeBoard:
        """Notices by page; whoever looks has read what all of it was made from."""
        return self._noting(self._board)

    @cached_property
    def _board(self) -> tuple[NoticeBoard, frozenset[Read]]:
        return self._gathering(lambda: make_board(self.index), by_column=True)

    @property
    def board_reads(self) -> frozenset[Read]:
        """What the notices were made from."""
        return self._board[1]

    def notices(self, sheet: str, key: str) -> Notices:
        """Give what the page of a record has to say about open findings and rows left out.

        Args:
            sheet: Sheet key of the record.
            key: Its id.
        """
        self.index.reads.note("notices", sheet, key)
        return self._board[0].on(sheet, key)

    def notices_of_sheet(self, sheet: str) -> Mapping[str, Notices]:
        """Give the same for all records of a sheet whose pages have anything to say; not noted."""
        return self._board[0].of_sheet(sheet)

    def _gathering(
        self, make: Callable[[], Made], *, by_column: bool = False
    ) -> tuple[Made, frozenset[Read]]:
        """Make what many pages share, and gather what is read for it."""
        with self.index.reads.gathered(by_column=by_column) as reads:
            made = make()
        return made, coarsened(reads)

    def _noting(self, made: tuple[Made, frozenset[Read]]) -> Made:
        """Give what many pages share; whoever takes it has read what it was made from."""
        self.index.reads.note_all(made[1])
        return made[0]

    @cached_property
    def _columns(self) -> dict[tuple[str, frozenset[str], frozenset[str] | None], _Columns]:
        return {}

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is to be done, the longest overdue first; nothing where nobody may know."""
        return self.index.worked(tasks_of) if self.index.names_people else ()

    @property
    def dues(self) -> tuple[Due, ...]:
        """What falls due, by day."""
        return self.index.worked(all_dues)

    @property
    def calendars(self) -> Mapping[str, list[Due]]:
        """What falls due by calendar, as `by_calendar` sorts it."""
        return self._noting(self._calendars)

    @cached_property
    def _calendars(self) -> tuple[Mapping[str, list[Due]], frozenset[Read]]:
        return self._gathering(lambda: by_calendar(self.index.publishable, self.dues))

    def shared(self, make: Callable[[Book], Mapping[str, Part]]) -> Noted[Part]:
        """Give what many pages take a part of; each is said to have read only its part.

        Args:
            make: Makes all the parts; a function of a module, called once.
        """
        return self._share(make)[0]

    def whole(self, make: Callable[[Book], Mapping[str, Part]]) -> Mapping[str, Part]:
        """Give all that is shared; whoever takes it has read what it was made from.

        Args:
            make: As for `shared`.
        """
        made, reads = self._share(make)
        self.index.reads.note_all(reads)
        return made.parts

    def shared_reads(self, make: Callable[[Book], Mapping[str, Any]]) -> frozenset[Read]:
        """Say what was read to make what many pages take a part of.

        Args:
            make: As for `shared`.
        """
        return self._share(make)[1]

    def _share(self, make: Callable[[Book], Mapping[str, Part]]) -> _Shared[Part]:
        known = self._shared.get(make)
        if known is None:
            name = f"{make.__module__}.{make.__name__}"
            parts, reads = self._gathering(lambda: make(self), by_column=True)
            note = partial(self.index.reads.note, "shared", name)
            known = self._shared[make] = (Noted(note, parts), reads)
        return known

    @cached_property
    def _shared(self) -> dict[Callable[[Book], Mapping[str, Any]], _Shared[Any]]:
        return {}

    @property
    def postings(self) -> Mapping[str, PostingLine]:
        """Posting id → its line, for all of them."""
        return {key: self.line(key) for key in self.index.keys("postings")}

    def line(self, key: str) -> PostingLine:
        """Give the line of a posting.

        Args:
            key: Its id.
        """
        known = self._lines.get(key)
        if known is None:
            known = self._lines[key] = self._gathering(lambda: self._make_line(key))
        return self._noting(known)

    @cached_property
    def _lines(self) -> dict[str, tuple[PostingLine, frozenset[Read]]]:
        return {}

    @cached_property
    def _make_line(self) -> Callable[[str], PostingLine]:
        return line_maker(self.index)

    def lines(self, field: str, key: str) -> tuple[PostingLine, ...]:
        """Give the postings that refer to a record by one of their columns, by start.

        Args:
            field: Reference field of the sheet of postings.
            key: Id of the record.
        """
        found = self.index.keys_by("postings", field).get(key, ())
        lines = tuple(map(self.line, found))
        return lines if len(lines) < 2 else tuple(sorted(lines, key=_by_start))

    def source(self, sheet: str, key: str) -> Source:
        """Say where a record stands; its row is not noted as read, because no page shows it."""
        table = self.index.table(sheet)
        past = self.shared(_record_pasts).get(f"{sheet}/{key}", NO_PAST)
        number, link = table.row_numbers[key], self.index.sheet_link(sheet)
        return Source(table.title, number, key, self.index.as_of, sheet, link, past)

    @property
    def no_source(self) -> Source:
        """Say the day of the register for a page without a record."""
        return Source("", 0, "", self.index.as_of)

    def facts(
        self, sheet: str, key: str, without: frozenset[str], among: frozenset[str] | None = None
    ) -> tuple[Fact, ...]:
        """Show the visible values of a record in the order of its columns, blank ones left out.

        Args:
            sheet: Sheet key.
            key: Id of the record.
            without: Field names the page shows elsewhere.
            among: Field names that are wanted; None for all others.
        """
        self.index.reads.note("record", sheet, key)
        columns, read = self._filled(sheet, without, among)
        facts = []
        for column, typed in zip(columns, read(key), strict=True):
            state = column.states.get(key)
            if typed or typed == 0 or state:  # most cells are blank
                fact = column.told.get((typed, state)) or column.fact_of(key, typed)
                if fact:
                    facts.append(fact)
        return tuple(facts)

    def _filled(
        self, sheet: str, without: frozenset[str], among: frozenset[str] | None = None
    ) -> _Columns:
        filled = self.index.filled(sheet)
        known = self._columns.get((sheet, without, among))
        if known is None:
            columns = tuple(
                self.index.column(sheet, field.name)
                for field in self.index.fields(sheet)
                if field.name in filled and field.name not in without
                if among is None or field.name in among
            )
            known = self._columns[sheet, without, among] = columns, self.index.cells(sheet, columns)
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
        for key in kept:
            self.index.reads.note("record", sheet, key)
        filled = [
            (column.title, values)
            for column in self._filled(sheet, without)[0]
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


def _record_pasts(book: Book) -> Mapping[str, RecordPast]:
    return record_pasts(book.index)


def _by_start(line: PostingLine) -> tuple[str, str]:
    return line.start.iso, line.key


def open_book(publishable: Publishable, language: str, reads: Reads | None = None) -> Book:
    """Gather what all pages need, once per build.

    Args:
        publishable: The register as the audience may see it.
        language: Language of the pages: zh, vi or en.
        reads: Notes what is read; new if not given.
    """
    return Book(make_index(publishable, language, reads))
