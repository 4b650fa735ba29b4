"""The formats our marks need, added behind those a workbook has."""

from __future__ import annotations

from typing import NamedTuple

from handbook.annotating.colours import COLOUR
from handbook.annotating.xlsx_markup import (
    Element,
    append_to,
    prefixed,
    read_markup,
    splice,
    with_attribute,
)

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
"""Spec: ECMA-376 part 1, 18.8.39 styleSheet: the blocks come in this order."""
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b"</styleSheet>"
)
"""For a workbook without styles: the least one must have before anything can be added."""
_AMBER = "FF{:02X}{:02X}{:02X}".format(*(round(255 * share) for share in COLOUR.values()))
_MARK = (
    f'<dxf><fill><patternFill patternType="solid"><fgColor rgb="{_AMBER}"/>'
    f'<bgColor rgb="{_AMBER}"/></patternFill></fill></dxf>'
)
_TITLE_FONT = '<font><b/><sz val="14"/><name val="Calibri"/></font>'
_HEAD_FONT = '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>'
_LINK_FONT = '<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/></font>'
_TEXT_FONT = '<font><sz val="11"/><name val="Calibri"/></font>'
_HEAD_FILL = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F4E79"/>'
    '<bgColor indexed="64"/></patternFill></fill>'
)
_LINE = (
    "<border><left/><right/><top/>"
    '<bottom style="thin"><color rgb="FFD9D9D9"/></bottom><diagonal/></border>'
)
_NO_LINE = "<border><left/><right/><top/><bottom/><diagonal/></border>"
_NO_FILL = '<fill><patternFill patternType="none"/></fill>'


class Formats(NamedTuple):
    """Numbers of the formats in one workbook.

    Attributes:
        mark: Differential format of a marked cell.
        title: Cell format of the first line of the result sheet.
        head: Of its column titles.
        text: Of its texts.
        link: Of the addresses that lead to the cells.
    """

    mark: int
    title: int
    head: int
    text: int
    link: int


def with_formats(content: bytes) -> tuple[bytes, Formats]:
    """Add our formats to the styles of a workbook; what is there already is used again.

    Args:
        content: The part; blank where the workbook has none.
    """
    styles = _Styles(content or EMPTY)
    mark = styles.number_of("dxfs", _MARK)
    line, no_line = styles.number_of("borders", _LINE), styles.number_of("borders", _NO_LINE)
    no_fill = styles.number_of("fills", _NO_FILL)
    head_fill = styles.number_of("fills", _HEAD_FILL)

    def cell(font: str, fill: int, border: int, wrap: int) -> int:
        number = styles.number_of("fonts", font)
        return styles.number_of(
            "cellXfs",
            f'<xf numFmtId="49" fontId="{number}" fillId="{fill}" borderId="{border}" xfId="0"'
            ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"'
            f' applyAlignment="1"><alignment vertical="top" wrapText="{wrap}"/></xf>',
        )

    formats = Formats(
        mark=mark,
        title=cell(_TITLE_FONT, no_fill, no_line, 0),
        head=cell(_HEAD_FONT, head_fill, no_line, 1),
        text=cell(_TEXT_FONT, no_fill, line, 1),
        link=cell(_LINK_FONT, no_fill, line, 1),
    )
    return styles.content, formats


class _Styles:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def number_of(self, block: str, fragment: str) -> int:
        """Give the number of a format in its block, adding it where it is not there."""
        root = read_markup(self.content, 2)
        written = prefixed(fragment, root.prefix)
        place = root.child(block)
        if place is None:
            self._add_block(root, block, written)
            return 0
        present = [self.content[each.start : each.end] for each in place.children]
        if written in present:
            return present.index(written)
        count = with_attribute(self.content, place, "count", str(len(present) + 1))
        if place.is_closed_at_once:
            self.content = splice(self.content, [count])
            return self._append(block, written, len(present))
        addition = append_to(self.content, place, written)
        self.content = splice(self.content, [count, addition])
        return len(present)

    def _append(self, block: str, written: bytes, number: int) -> int:
        place = read_markup(self.content, 1).child(block)
        if place is not None:
            self.content = splice(self.content, [append_to(self.content, place, written)])
        return number

    def _add_block(self, root: Element, block: str, written: bytes) -> None:
        later = _ORDER[_ORDER.index(block) + 1 :]
        place = next((each.start for each in root.children if each.name in later), root.close)
        tag = f"{root.prefix}{block}"
        whole = f'<{tag} count="1">'.encode() + written + f"</{tag}>".encode()
        self.content = self.content[:place] + whole + self.content[place:]
