"""The tables in a ledger: where each begins, and what every row under it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handbook.importing.model import At
from handbook.importing.roles import NAME, SERIAL, UNKNOWN, role_of_title
from handbook.importing.splitting import closed_up, read_people
from handbook.schema import Schema, fold
from handbook.workbook import Sheet

_TOTAL = re.compile(r"^(?:合计|总计|小计|共计|总数|人数合计|cộng|tổngcộng|tổngsố)")
_NOTE = re.compile(
    r"^(?:注|备注|说明|附注|填表|制表|审核|报送|填报|经办|联系人|截至|统计时间|单位负责人|负责人|"
    r"ghichú|ngườilập|lậpbiểu|thủtrưởng)[^|]*?[:：\d]|^(?:注|\*|※)|^(?:nơinhận|ngày\d)"
)
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十\d]+[批期部]|"
    r"[IVX]+[.、)]|[A-Z][.)] ?)"
)
_FEWEST_TITLES = 3
_LONGEST_TITLE = 30
_WIDE = 3  # merged columns of a line that is a heading


def is_note(text: str) -> bool:
    """Say whether a line says something about the list, such as who filled it in."""
    return bool(_NOTE.match(fold(text)))


class Kind(StrEnum):
    """What a row of a ledger is."""

    DATA = "data"
    SECTION = "section"
    TOTAL = "total"
    NOTE = "note"
    NAMELESS = "nameless"


@dataclass(frozen=True)
class Line:
    """A row under a header.

    Attributes:
        kind: What it is.
        row: Row number, from 1.
        cells: Column number → (where it stands, text); with what a merged cell holds for several
            rows.
    """

    kind: Kind
    row: int
    cells: Mapping[int, tuple[At, str]]

    @property
    def text(self) -> str:
        """Everything in it."""
        return " ".join(text for _, text in self.cells.values())


@dataclass(frozen=True)
class Column:
    """A column as its heading tells it.

    Attributes:
        number: From 1.
        title: The heading; of two rows the lower one.
        above: The upper heading; blank where there is none.
    """

    number: int
    title: str
    above: str = ""

    @property
    def words(self) -> str:
        """Both headings."""
        return " ".join(dict.fromkeys(filter(None, (self.above, self.title))))


@dataclass
class Block:
    """One table of a sheet.

    Attributes:
        sheet: Title of the sheet.
        columns: As the heading tells them.
        header: Cells of the heading.
        titles: Cells above it, with their text.
        lines: Rows under it.
    """

    sheet: str
    columns: tuple[Column, ...]
    header: tuple[At, ...]
    titles: list[tuple[At, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass
class Tables:
    """What a sheet holds.

    Attributes:
        blocks: Its tables, from above.
        loose: Cells that belong to none, because no header was recognised.
    """

    blocks: list[Block] = field(default_factory=list)
    loose: list[tuple[At, str]] = field(default_factory=list)


def tables_of(sheet: Sheet, schema: Schema) -> Tables:
    """Find the tables of a sheet and say what each row is.

    Args:
        sheet: As it stands.
        schema: Knows what columns can be called.
    """
    return _Reader(sheet, schema).tables()


class _Reader:
    def __init__(self, sheet: Sheet, schema: Schema) -> None:
        self._title = sheet.title
        self._schema = schema
        self._rows = [[str(text) for text in row] for row in sheet.text.itertuples(index=False)]
        self._tops: dict[tuple[int, int], tuple[int, int]] = {}
        self._widths: dict[tuple[int, int], int] = {}
        self._heights: dict[tuple[int, int], int] = {}
        for merged in sheet.merged:
            top = merged.first_row, merged.first_column
            self._widths[top] = merged.last_column - merged.first_column + 1
            self._heights[top] = merged.last_row - merged.first_row + 1
            if merged.first_row != merged.last_row:
                last = min(merged.last_row, len(self._rows))
                for row in range(merged.first_row + 1, last + 1):
                    self._tops[row, merged.first_column] = top
        self._roles: dict[tuple[str, str], str] = {}

    def tables(self) -> Tables:
        headers = list(self._headers())
        found = Tables()
        if not headers:
            found.loose = [cell for row in self._numbers() for cell in self._own(row)]
            return found
        previous_end = 1
        for (first, last), after in zip(headers, [*headers[1:], None], strict=True):
            block = Block(self._title, self._columns(first, last), self._header_cells(first, last))
            block.titles = [c for row in range(previous_end, first) for c in self._own(row)]
            previous_end = self._titles_begin(last + 1, after[0]) if after else len(self._rows) + 1
            block.lines = list(self._lines(block, last + 1, previous_end))
            found.blocks.append(block)
        return found

    def _numbers(self) -> range:
        return range(1, len(self._rows) + 1)

    def _text(self, row: int, column: int) -> str:
        texts = self._rows[row - 1] if row <= len(self._rows) else []
        return texts[column - 1].strip() if column <= len(texts) else ""

    def _own(self, row: int) -> list[tuple[At, str]]:
        """Give the cells of a row that hold anything themselves."""
        return [
            (At(self._title, row, number), text.strip())
            for number, text in enumerate(self._rows[row - 1], start=1)
            if text.strip()
        ]

    def _headers(self) -> Iterator[tuple[int, int]]:
        """Give first and last row of every header."""
        row = 1
        while row <= len(self._rows):
            if self._is_header(row):
                last = row + 1 if self._goes_on(row) else row
                yield row, last
                row = last
            row += 1

    def _role(self, title: str, above: str = "") -> str:
        if (title, above) not in self._roles:
            self._roles[title, above] = role_of_title(title, above, self._schema)
        return self._roles[title, above]

    def _is_header(self, row: int) -> bool:
        texts = [text for _, text in self._own(row)]
        if len(texts) < _FEWEST_TITLES or any(len(text) > _LONGEST_TITLE for text in texts):
            return False
        roles = [self._role(text) for text in texts]
        known = sum(role != UNKNOWN for role in roles)
        return NAME in roles and known >= _FEWEST_TITLES and 2 * known >= len(texts)

    def _goes_on(self, row: int) -> bool:
        """Say whether the heading has a second row: something under a wide or blank title."""
        below = self._own(row + 1) if row < len(self._rows) else []
        if not below or any(len(text) > _LONGEST_TITLE for _, text in below):
            return False
        for at, text in below:
            above = self._text(row, at.column)
            if above and not self._is_split(row, at.column):
                return False
            if text.isdigit() or self._role(text, self._above(row, at.column)) == NAME:
                return False
        return any(self._role(text, self._above(row, at.column)) != UNKNOWN for at, text in below)

    def _is_split(self, row: int, column: int) -> bool:
        """Say whether a title stands over several columns; a CSV file knows no merged cells."""
        beside = not self._text(row, column + 1) and bool(self._text(row + 1, column + 1))
        return beside or self._widths.get((row, column), 1) > 1

    def _above(self, row: int, column: int) -> str:
        """Give the upper heading of a column: its own, or the one that reaches over it."""
        for number in range(column, 0, -1):
            if self._text(row, number):
                return self._text(row, number)
        return ""

    def _columns(self, first: int, last: int) -> tuple[Column, ...]:
        numbers = range(1, len(self._rows[first - 1]) + 1)
        columns = []
        for number in numbers:
            lower = self._text(last, number) if last > first else ""
            upper = self._text(first, number)
            if lower:
                above = self._above(first, number)
                columns.append(Column(number, closed_up(lower), closed_up(above)))
            elif upper:
                columns.append(Column(number, closed_up(upper)))
        return tuple(columns)

    def _header_cells(self, first: int, last: int) -> tuple[At, ...]:
        return tuple(at for row in range(first, last + 1) for at, _ in self._own(row))

    def _titles_begin(self, first: int, header: int) -> int:
        """Give the row from which on the lines before a later header are its titles."""
        row = header
        while row > first and self._is_lone(row - 1):
            row -= 1
        return row

    def _is_lone(self, row: int) -> bool:
        own = self._own(row)
        if not own:
            return True
        text = fold(own[0][1])
        return len(own) == 1 and not _NOTE.match(text) and not _TOTAL.match(text)

    def _lines(self, block: Block, first: int, end: int) -> Iterator[Line]:
        roles = {c.number: self._role(c.title, c.above) for c in block.columns}
        name = next(number for number, role in roles.items() if role == NAME)
        for row in range(first, end):
            own = self._own(row)
            if own:
                cells = {at.column: (at, text) for at, text in own}
                kind = self._kind(row, own, name, roles)
                filled = self._filled(row, cells) if kind is Kind.DATA else cells
                yield Line(kind, row, filled)

    def _filled(self, row: int, cells: Mapping[int, tuple[At, str]]) -> dict[int, tuple[At, str]]:
        """Add what cells merged downwards hold for this row."""
        every = dict(cells)
        for column in range(1, len(self._rows[row - 1]) + 1):
            top = self._tops.get((row, column))
            if column not in every and top and (text := self._text(*top)):
                every[column] = (At(self._title, *top), text)
        return dict(sorted(every.items()))

    def _kind(
        self, row: int, own: Sequence[tuple[At, str]], name: int, roles: Mapping[int, str]
    ) -> Kind:
        texts = [fold(text) for _, text in own]
        in_name = self._text(row, name)
        if any(_TOTAL.match(text) for text in texts[:3]) and not (in_name and read_people(in_name)):
            return Kind.TOTAL
        if _NOTE.match(texts[0]) and roles.get(own[0][0].column) != NAME:
            return Kind.NOTE
        if len(own) == 1 and self._is_heading(row, own[0], name):
            return Kind.SECTION
        if in_name or (row, name) in self._tops:
            return Kind.DATA
        is_row = any(roles.get(at.column) not in (SERIAL, None) for at, _ in own)
        return Kind.NAMELESS if is_row or len(own) > 1 else Kind.NOTE

    def _is_heading(self, row: int, cell: tuple[At, str], name: int) -> bool:
        at, text = cell
        if self._widths.get((row, at.column), 1) >= _WIDE:
            return True
        if at.column > name or (at.column == name and read_people(text)):
            return False
        return bool(_SECTION.match(text)) or (at.column < name and not text.isdigit())
