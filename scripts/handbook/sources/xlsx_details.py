"""What a fast reader of values leaves out of a worksheet: formulas, hidden rows, merged blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import product

from handbook.findings import column_letters
from handbook.sources.addresses import area, column_number, position
from handbook.sources.layout import Position
from handbook.sources.xlsx_package import Package, local
from handbook.workbook import Merged

_NEAR_COLUMN = column_number("BZ")
_NEAR_ROW = 199_999
"""Plain cells up to BZ199999 are cut out before parsing; a sheet within is never too large."""
_LARGEST_BLOCK = 1_000_000
"""Cells; a formula over a larger block is noted at its first cell only."""


@dataclass(slots=True)
class Details:
    """What stands in a worksheet beside its values.

    Attributes:
        formulas: Formula text by (row number, column number), with its `=`.
        merged: Merged blocks, in reading order.
        hidden_rows: Row numbers hidden by hand, by a filter, or by a height of nothing.
        styles: Number of the cell style by cell, for the styles asked for.
        last_row: Last row with a cell that was parsed and holds something.
        last_column: Last column with such a cell.
    """

    formulas: dict[Position, str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    hidden_rows: set[int] = field(default_factory=set)
    styles: dict[Position, str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0

    @property
    def is_near(self) -> bool:
        """Whether every cell that was parsed lies where plain cells are cut out."""
        return self.last_row <= _NEAR_ROW and self.last_column <= _NEAR_COLUMN


def read_details(package: Package, content: bytes, styles: Collection[str]) -> Details:
    """Read everything but the values.

    Args:
        package: Holds the worksheet.
        content: The worksheet's part, unpacked.
        styles: Numbers of the cell styles whose cells are wanted.

    Raises:
        PullError: It is no XML.
    """
    thinned = _plain_cell(styles).sub(b"", content)
    details = _parse(package, thinned, styles)
    return details if details.is_near else _parse(package, content, styles)


def _plain_cell(styles: Collection[str]) -> re.Pattern[bytes]:
    """Match cells with a value and nothing else, which is nearly all of them.

    Parsing them would take ten times as long as reading the values. In well-formed XML `<` is
    always markup, so the pattern cannot match inside a text; cells written in any other way
    are parsed.
    """
    wanted = "|".join(sorted(styles))
    unwanted = f'(?!(?:{wanted})")' if wanted else ""
    return re.compile(
        rb'<c r="[AB]?[A-Z]1?[0-9]{1,5}"(?: s="' + unwanted.encode() + rb'[0-9]+")?'
        rb'(?: ?/>|(?: t="[A-Za-z]+")?>'
        rb"(?:<v>[^<]*</v>|<is><t[^<>]*>[^<]*</t></is>)</c>)"
    )


def _parse(package: Package, content: bytes, styles: Collection[str]) -> Details:
    reader = _Reader(styles)
    package.parse(content, reader.start, reader.end, reader.text)
    return reader.finished()


class _Shared:
    """A formula written once for all the cells it was filled into."""

    def __init__(self, formula: str, origin: str) -> None:
        # Imported here because it takes a tenth of a second and few registers hold such formulas.
        from openpyxl.formula.tokenizer import TokenizerError
        from openpyxl.formula.translate import Translator

        self._formula = formula
        self._translator: Translator | None
        try:
            self._translator = Translator(formula, origin)
        except TokenizerError:
            self._translator = None

    def at(self, place: str) -> str:
        """Give the formula as it reads in one cell, or as first written if it is past parsing."""
        if self._translator is None:
            return self._formula
        return str(self._translator.translate_formula(place))


class _Reader:
    """Follows one worksheet from start to end, one element at a time."""

    def __init__(self, styles: Collection[str]) -> None:
        self._details = Details()
        self._styles = styles
        self._row = self._column = 0
        self._formula: Mapping[str, str] | None = None
        self._pieces: list[str] = []
        self._shared: dict[str, _Shared] = {}
        self._blocks: list[tuple[str, str]] = []
        self._merged: list[Merged] = []
        self._starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "v": self._note_content,
            "is": self._note_content,
            "mergeCell": self._note_merged,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        handler = self._starts.get(local(tag))
        if handler is not None:
            handler(attributes)

    def end(self, tag: str) -> None:
        if self._formula is not None and local(tag) == "f":
            self._end_formula(self._formula, "".join(self._pieces))
            self._formula = None

    def text(self, piece: str) -> None:
        if self._formula is not None:
            self._pieces.append(piece)

    def finished(self) -> Details:
        details = self._details
        details.merged = tuple(sorted(self._merged, key=_reading_order))
        for reference, formula in self._blocks:
            self._spread(reference, formula)
        return details

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        is_hidden = attributes.get("hidden") in ("1", "true")
        if is_hidden or attributes.get("ht") in ("0", "0.0"):
            self._details.hidden_rows.add(self._row)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = position(attributes["r"])
        else:
            self._column += 1
        style = attributes.get("s", "0")
        if style in self._styles:
            self._details.styles[self._row, self._column] = style

    def _note_content(self, _attributes: Mapping[str, str]) -> None:
        details = self._details
        details.last_row = max(details.last_row, self._row)
        details.last_column = max(details.last_column, self._column)

    def _note_merged(self, attributes: Mapping[str, str]) -> None:
        self._merged.append(Merged(*area(attributes.get("ref", ""))))

    def _start_formula(self, attributes: Mapping[str, str]) -> None:
        self._note_content(attributes)
        self._formula = attributes
        self._pieces = []

    def _end_formula(self, attributes: Mapping[str, str], text: str) -> None:
        place, formula = (self._row, self._column), f"={text}"
        kind, reference = attributes.get("t", ""), attributes.get("ref", "")
        if kind == "shared":
            formula = self._shared_formula(attributes.get("si", ""), text)
        elif kind in ("array", "dataTable") and ":" in reference:
            self._blocks.append((reference, formula))
        self._details.formulas[place] = formula

    def _shared_formula(self, number: str, text: str) -> str:
        """Give a formula that was filled down or across as it reads in this cell."""
        place = f"{column_letters(self._column)}{self._row}"
        if text or number not in self._shared:
            self._shared[number] = _Shared(f"={text}", place)
        return self._shared[number].at(place)

    def _spread(self, reference: str, formula: str) -> None:
        """Note a formula that fills a block at every cell of the block."""
        first_row, last_row, first_column, last_column = area(reference)
        rows, columns = range(first_row, last_row + 1), range(first_column, last_column + 1)
        if len(rows) * len(columns) <= _LARGEST_BLOCK:
            self._details.formulas.update(dict.fromkeys(product(rows, columns), formula))


def _reading_order(merged: Merged) -> tuple[int, int]:
    return merged.first_row, merged.first_column
