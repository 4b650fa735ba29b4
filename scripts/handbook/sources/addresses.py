"""A1 addresses as files write them, read back to row and column numbers counted from 1."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)


def position(a1: str) -> tuple[int, int]:
    """Give row number and column number of one cell: `F11` is (11, 6).

    Args:
        a1: Address without sheet; dollar signs are ignored.

    Raises:
        ValueError: It is no address of a cell.
    """
    match = _ADDRESS.fullmatch(a1)
    if match is None:
        raise ValueError(f"{a1!r} is not the address of a cell")
    return int(match[2]), column_number(match[1])


def column_number(letters: str) -> int:
    """Count a column from 1: A is 1, AA is 27.

    Args:
        letters: One to three ASCII letters.
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def area(reference: str) -> tuple[int, int, int, int]:
    """Give first row, last row, first column, last column of `A1:C3`, or of the one cell `A1`.

    Args:
        reference: One block, without sheet.

    Raises:
        ValueError: It is no block of cells.
    """
    first, _, last = reference.partition(":")
    rows, columns = zip(position(first), position(last or first), strict=True)
    return min(rows), max(rows), min(columns), max(columns)
