"""The boxes that comments are shown in: a drawing in VML, one shape for each comment.

Excel opens a file whose comments have no shapes, and shows none of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from handbook.sources.addresses import position

_EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml"'
    b' xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%b"/></o:shapelayout></xml>'
)
_BLOCK_OF_NUMBERS = 1024
"""Shapes are numbered in blocks of so many, and a drawing names the blocks it uses."""
_BOX = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    b' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    'width:240pt;height:96pt;z-index:1;visibility:hidden" fillcolor="#ffffe1"'
    ' o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False"
    "</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_DRAWN = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_NOTE = re.compile(rb"""ObjectType\s*=\s*["']Note["']""")
_ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
_COLUMN = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_COLUMNS_WIDE = 4
_LEAST_HIGH, _MOST_HIGH = 5, 18  # rows
_CHARACTERS_A_LINE = 26
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_NEAR = 2_000  # rows or columns looked at to find some that can be seen


@dataclass(frozen=True)
class Hidden:
    """What cannot be seen of a sheet; a box over it would be a line.

    Attributes:
        rows: Row numbers.
        columns: Column numbers.
    """

    rows: Collection[int]
    columns: Collection[int]


def with_shapes(
    drawing: bytes, added: Mapping[str, str], removed: Iterable[str], hidden: Hidden
) -> bytes:
    """Draw boxes for new comments and take those of removed ones away.

    Args:
        drawing: The part; blank where the sheet has none.
        added: Address → text of the comment, which says how large its box must be.
        removed: Addresses.
        hidden: Rows and columns no box is laid over.

    Returns:
        The part; blank where nothing is drawn in it any more.
    """
    gone = {position(place) for place in removed}
    kept = _DRAWN.sub(lambda match: b"" if _cell(match[0]) in gone else match[0], drawing)
    if not added:
        return kept if _DRAWN.search(kept) or kept == drawing else b""
    blocks = range(1, 2 + len(added) // _BLOCK_OF_NUMBERS)
    kept = kept or _EMPTY % ",".join(map(str, blocks)).encode()
    numbers = [_BLOCK_OF_NUMBERS, *(int(each) for each in _NUMBER.findall(kept))]
    shapes = [
        _shape(number, place, text, hidden)
        for number, (place, text) in enumerate(added.items(), start=max(numbers) + 1)
    ]
    box = b"" if b"_x0000_t202" in kept else _BOX
    end = kept.rindex(b"</xml>")
    return kept[:end] + box + b"".join(shapes) + kept[end:]


def _cell(shape: bytes) -> tuple[int, int] | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row is None or column is None or not _NOTE.search(shape):
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _shape(number: int, place: str, text: str, hidden: Hidden) -> bytes:
    row, column = position(place)
    lines = sum(1 + len(line) // _CHARACTERS_A_LINE for line in text.split("\n"))
    high = max(_LEAST_HIGH, min(_MOST_HIGH, lines + 1))
    left, right = _span(column + 1, _COLUMNS_WIDE, hidden.columns, _LAST_COLUMN)
    top, bottom = _span(max(row - 1, 1), high, hidden.rows, _LAST_ROW)
    anchor = f"{left - 1}, 15, {top - 1}, 2, {right - 1}, 15, {bottom - 1}, 4"
    shape = _SHAPE.format(number=number, anchor=anchor, row=row - 1, column=column - 1)
    return shape.encode()


def _span(first: int, count: int, hidden: Collection[int], limit: int) -> tuple[int, int]:
    """Give the first and the last of so many lines that can be seen, near a line.

    Those behind the line are taken, else those before it as well: offices like to hide everything
    to the right of their columns.
    """
    behind = _seen(range(first, min(limit, first + _NEAR) + 1), count + 1, hidden)
    before = _seen(range(first - 1, max(0, first - _NEAR), -1), count + 1 - len(behind), hidden)
    lines = [*reversed(before), *behind]
    return (lines[0], lines[-1]) if lines else (first, first + count)


def _seen(numbers: Iterable[int], count: int, hidden: Collection[int]) -> list[int]:
    """Give the first few numbers of what is not hidden."""
    return list(islice((number for number in numbers if number not in hidden), count))
