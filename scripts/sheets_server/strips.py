"""Rows in strips, so that an answer is worked out anew only where rows have changed.

Rows are shared between versions and copied when first written to, so the same rows in the same
order hold the same cells, whichever version they are met in.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from operator import is_
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheets_server.grid import Row

STRIP_ROWS = 128
"""Rows of a strip: few enough to make one anew quickly, many enough to join strips quickly."""


class Strip:
    """Neighbouring rows of a finished version.

    Attributes:
        rows: In the order of the sheet.
        known: What has been worked out of these rows alone, by what was asked.
        texts: The same, worked out of their values, formulas and looks alone.
    """

    __slots__ = ("known", "rows", "texts")

    def __init__(self, rows: Sequence[Row]) -> None:
        """Begin without anything worked out.

        Args:
            rows: In the order of the sheet.
        """
        self.rows = rows
        self.known: dict[Hashable, Any] = {}
        self.texts: dict[Hashable, Any] = {}


def in_strips(rows: list[Row], before: Sequence[Strip]) -> list[Strip]:
    """Cut rows into strips.

    Args:
        rows: All rows of a sheet.
        before: Its strips in an earlier version; those whose rows are the same are kept, and the
            texts of those that have only other notes.
    """
    strips = []
    for place, top in enumerate(range(0, len(rows), STRIP_ROWS)):
        strip = Strip(rows[top : top + STRIP_ROWS])
        if place < len(before):
            if before[place].rows == strip.rows:
                strip = before[place]
            elif _reads_the_same(before[place].rows, strip.rows):
                strip.texts = before[place].texts
        strips.append(strip)
    return strips


def _reads_the_same(before: Sequence[Row], after: Sequence[Row]) -> bool:
    return len(before) == len(after) and all(
        one is other
        or (
            len(one.values) == len(other.values)
            and all(map(is_, one.values, other.values))  # 1 and TRUE would be equal
            and one.looks == other.looks
            and one.formulas == other.formulas
        )
        for one, other in zip(before, after, strict=True)
    )
