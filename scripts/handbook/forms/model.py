"""A form as data: rows of cells on a grid of columns, with all that is printed on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handbook.schema import LANGUAGES

Texts = Mapping[str, str]
"""Language → text; lines are parted by a line feed."""

NO_TEXTS: Texts = dict.fromkeys(LANGUAGES, "")


def _no_texts() -> Texts:
    return NO_TEXTS


class CellKind(StrEnum):
    """What a cell is for."""

    LABEL = "label"
    """Says what stands in the boxes beside or below it."""
    TEXT = "text"
    """Printed prose: a clause, a question, a pledge."""
    BOX = "box"
    """To write in."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tick.

    Attributes:
        key: Key of the register's closed list it stands for; blank where it stands for none.
        texts: What is printed behind the square.
    """

    key: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a form.

    Attributes:
        kind: What it is for.
        texts: What is printed in it; a box may have a hint, in small type.
        across: Columns of the grid it takes.
        down: Rows it takes.
        fill: Columns of the register that fill a box, as `postings.title`; several are written one
            after the other.
        between: What stands between the values of several columns.
        choices: Answers to tick.
        sign: Lines for a signature at the foot of the cell.
    """

    kind: CellKind
    texts: Texts = field(default_factory=_no_texts)
    across: int = 1
    down: int = 1
    fill: tuple[str, ...] = ()
    between: Texts = field(default_factory=_no_texts)
    choices: tuple[Choice, ...] = ()
    sign: tuple[Texts, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form.

    Attributes:
        cells: From left to right, without the places that cells of rows above reach into.
        height: In millimetres on paper, at least.
        is_header: Whether its labels stand over columns instead of beside boxes.
        is_new_page: Whether it begins a sheet of paper.
    """

    cells: tuple[Cell, ...]
    height: float
    is_header: bool = False
    is_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One form.

    Attributes:
        slug: Name of its page and of its file.
        names: What it is called in short; one may ask for it by this name in any language.
        titles: What is printed over it.
        aliases: Other names one may ask for it by.
        pages: Sheets of paper, A4, it takes when it is blank.
        head: Words above the table, from left to right.
        widths: Relative widths of the columns of the grid.
        rows: From top to bottom.
        notes: How to fill it in, below the table.
        about: Sheet one record of which it is about: `cadres`, `postings`, `reports`,
            `assessments`; blank for a form nothing fills in.
        kinds: Kinds of reports or assessments it is for; empty for all.
    """

    slug: str
    names: Texts
    titles: Texts
    pages: int
    head: tuple[Texts, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    notes: tuple[Texts, ...]
    about: str = ""
    kinds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every name one may ask for it by."""
        return (self.slug, *self.names.values(), *self.titles.values(), *self.aliases)

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells in the order of reading."""
        return (cell for row in self.rows for cell in row.cells)

    @property
    def fills(self) -> tuple[str, ...]:
        """All columns of the register it can be filled from, in the order of reading, each once."""
        return tuple(dict.fromkeys(path for cell in self.cells for path in cell.fill))

    def label_of(self, path: str) -> Texts:
        """Give the label of the box that a column of the register fills.

        Args:
            path: One of `fills`.

        Raises:
            KeyError: No box is filled from it.
        """
        label = NO_TEXTS
        for cell in self.cells:
            if cell.kind is CellKind.LABEL:
                label = cell.texts
            elif path in cell.fill:
                return label
        raise KeyError(path)
