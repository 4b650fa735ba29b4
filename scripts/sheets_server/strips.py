"""Rows in strips, so that an answer is worked out anew only where rows have changed.

Rows are shared between versions and copied when first written to, so the same rows in the same
order hold the same cells, whichever version they are met in.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
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
    """

    __slots__ = ("known", "rows")

    def __init__(self, rows: Sequence[Row]) -> None:
        """Begin without anything worked out.

        Args:
            rows: In the order of the sheet.
        """
        self.rows = rows
        self.known: dict[Hashable, Any] = {}


def in_strips(rows: list[Row], before: Sequence[Strip]) -> list[Strip]:
    """Cut rows into strips.

    Args:
        rows: All rows of a sheet.
        before: Its strips in an earlier version; those whose rows are the same are kept.
    """
    strips = []
    for place, top in enumerate(range(0, len(rows), STRIP_ROWS)):
        cut = rows[top : top + STRIP_ROWS]
        is_same = place < len(before) and before[place].rows == cut
        strips.append(before[place] if is_same else Strip(cut))
    return strips
