"""The ledgers of `tests/ledgers/`: each as a real file, with the register and leftovers expected.

A file there tells what it is like, then lays the ledger out: cells between bars, `<<` for one
merged with its left neighbour, `^^` for one merged with the cell above, `#` before a number, `@`
before a day. The sheets of the register and the list of leftovers that should come of it were
written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent / "ledgers"
NAMES = sorted(path.name.removesuffix(".txt") for path in FOLDER.glob("*.txt"))
_LEFT, _ABOVE = "<<", "^^"


@dataclass(frozen=True)
class Ledger:
    """One ledger of the corpus.

    Attributes:
        sheets: Title → lines as written.
        expected: Sheet key → records without blanks, and `leftovers` → (cell, text, why, place).
        is_csv: Whether it is a CSV file.
    """

    sheets: Mapping[str, list[str]]
    expected: Mapping[str, list[dict[str, str]]]
    leftovers: list[tuple[str, ...]]
    is_csv: bool

    def write(self, folder: Path) -> Path:
        """Write it as a real file, named after its first sheet."""
        title = next(iter(self.sheets))
        if self.is_csv:
            path = folder / f"{title}.csv"
            path.write_text("\n".join(self.sheets[title]) + "\n", encoding="utf-8")
            return path
        path = folder / f"{title}.xlsx"
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, lines in self.sheets.items():
            _fill(book.create_sheet(name), [_cells(line) for line in lines])
        book.save(path)
        return path


def load(name: str) -> Ledger:
    """Read a ledger of the corpus."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    parts = re.split(r"^=== (.+)$", text, flags=re.M)
    sections = [
        (title, body.strip("\n").split("\n"))
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    ]
    sheets = {
        title.removeprefix("sheet "): lines for title, lines in sections if title[:6] == "sheet "
    }
    tables = {title: lines for title, lines in sections if title[:6] != "sheet "}
    leftovers = [tuple(_cells(line)) for line in tables.pop("leftovers") if line]
    expected = {key: _records(lines) for key, lines in tables.items()}
    return Ledger(sheets, expected, leftovers, name.endswith(".csv"))


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\n", "\n") for cell in f"{line} ".split(" | ")]


def _records(lines: list[str]) -> list[dict[str, str]]:
    header, *rows = map(_cells, lines)
    return [{name: text for name, text in zip(header, row, strict=True) if text} for row in rows]


def _fill(tab: Worksheet, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if text not in ("", _LEFT, _ABOVE):
                tab.cell(number, column).value = _value(text)
                last = _reach(rows, number, column)
                if last != (number, column):
                    tab.merge_cells(None, number, column, *last)


def _value(text: str) -> str | int | datetime:
    if text.startswith("#"):
        return int(text[1:])
    return datetime.fromisoformat(text[1:]) if text.startswith("@") else text


def _reach(rows: list[list[str]], number: int, column: int) -> tuple[int, int]:
    last_row, last_column = number, column
    while last_column < len(rows[number - 1]) and rows[number - 1][last_column] == _LEFT:
        last_column += 1
    while last_row < len(rows) and rows[last_row][column - 1] == _ABOVE:
        last_row += 1
    return last_row, last_column
