"""What our marks need in the part of a worksheet: one colour rule, and the tie to its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from handbook.annotating.colours import formula
from handbook.annotating.outlines import Outline
from handbook.annotating.xlsx_markup import Edit, Element, read_markup, splice
from handbook.findings import column_letters

MARKS_NAME = "handbook_marks"
"""Defined name of the marks in the result sheet; it also tells our colour rule from others."""
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""Spec: ECMA-376 part 1, 18.3.1.99 worksheet: the elements come in this order."""
_PRIORITY = re.compile(rb"""(<(?:\w+:)?cfRule\b[^<>]*?\bpriority\s*=\s*)(["'])(\d+)\2""")


@dataclass(frozen=True)
class Rule:
    """Our colour rule for one sheet.

    Attributes:
        area: The records, as `A4:T16`.
        formula: True where the cell is named in the marks.
        format: Number of the differential format.
    """

    area: str
    formula: str
    format: int


def colour_rule(outline: Outline, mark: int) -> Rule | None:
    """Make the rule that colours the cells named in the result sheet.

    It looks a cell up by its row's id and its column's header, so that a colour follows its row
    when the sheet is sorted. Rows without an id are not coloured.

    Args:
        outline: The sheet.
        mark: Number of the differential format.

    Returns:
        None where the sheet has no header, no ids, or no row below the header.
    """
    first, last = outline.header_row + 1, outline.sheet.row_count
    if outline.schema is None or not outline.key_column or last < first:
        return None
    rows = (outline.first_header_row, outline.header_row)
    condition = formula(outline.schema.key, outline.key_column, rows, results=MARKS_NAME)
    area = f"A{first}:{column_letters(outline.sheet.column_count)}{last}"
    return Rule(area, condition.removeprefix("="), mark)


def with_rule(content: bytes, rule: Rule | None) -> bytes:
    """Put our colour rule into a sheet, replacing the one of an earlier run.

    It goes before the rules of others, which keep their order, or stripes would cover it.

    Args:
        content: The part.
        rule: None to take ours away.

    Returns:
        The part itself where it already has exactly this rule.
    """
    root = read_markup(content, 1)
    blocks = list(root.named("conditionalFormatting"))
    ours = [each for each in blocks if MARKS_NAME.encode() in content[each.start : each.end]]
    written = _written(root, rule) if rule else b""
    if [content[each.start : each.end] for each in ours] == ([written] if written else []):
        return content
    content = splice(content, [Edit(each.start, each.end, b"") for each in ours])
    if not written:
        return content
    content = _with_first_priority_free(content)
    place = _place_of(read_markup(content, 1), "conditionalFormatting")
    return content[:place] + written + content[place:]


def _written(root: Element, rule: Rule) -> bytes:
    p = root.prefix
    return (
        f'<{p}conditionalFormatting sqref="{rule.area}"><{p}cfRule type="expression"'
        f' dxfId="{rule.format}" priority="1"><{p}formula>{escape(rule.formula)}</{p}formula>'
        f"</{p}cfRule></{p}conditionalFormatting>"
    ).encode()


def _with_first_priority_free(content: bytes) -> bytes:
    start = content.rfind(b"sheetData")
    head, tail = content[:start], content[start:]
    if not any(int(found[3]) <= 1 for found in _PRIORITY.finditer(tail)):
        return content

    def later(found: re.Match[bytes]) -> bytes:
        return found[1] + found[2] + str(int(found[3]) + 1).encode() + found[2]

    return head + _PRIORITY.sub(later, tail)


def _place_of(root: Element, name: str) -> int:
    """Give the offset where an element may stand: behind all that must come before it."""
    before = _ORDER[: _ORDER.index(name) + 1]
    return max((each.end for each in root.children if each.name in before), default=root.inner)


def drawing_of(content: bytes) -> str:
    """Give the relationship id of the drawing its comments are shown in; blank without one."""
    element = read_markup(content, 1).child("legacyDrawing")
    return element.attribute("id") if element else ""


def with_drawing(content: bytes, relationship: str) -> bytes:
    """Tie a sheet to the drawing its comments are shown in, or untie it.

    Args:
        content: The part.
        relationship: Id of the relationship; blank to untie.
    """
    root = read_markup(content, 1)
    present = root.child("legacyDrawing")
    if present is not None:
        return splice(content, [] if relationship else [Edit(present.start, present.end, b"")])
    place = _place_of(root, "legacyDrawing")
    tie = f'<{root.prefix}legacyDrawing xmlns:r="{RELATIONSHIPS}" r:id="{relationship}"/>'
    return splice(content, [Edit(place, place, tie.encode())] if relationship else [])


def hidden_columns(content: bytes) -> Iterator[int]:
    """Give the numbers of the columns that are hidden or folded away."""
    columns = read_markup(content, 2).child("cols")
    for each in columns.children if columns else ():
        if each.attribute("hidden") in ("1", "true") or each.attribute("width") == "0":
            yield from range(int(each.attribute("min")), int(each.attribute("max")) + 1)
