"""Formulas rewritten when the cells they speak of move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from sheets_server.formulas.references import Reference, parse_reference, shifted
from sheets_server.formulas.references import moved as moved_reference
from sheets_server.formulas.tokens import FormulaError, Kind, tokens

_Change: TypeAlias = Callable[[Reference], Reference | None]
_DEAD = "#REF!"


def _rewritten(formula: str, change: _Change) -> str:
    """Write a formula again with each reference changed; None is a dead one.

    What is text, not a formula, or cannot be read stays as it is.
    """
    if not formula.startswith("="):
        return formula
    try:
        pieces = list(tokens(formula))
    except FormulaError:
        return formula
    return "".join(
        _changed(piece.text, change) if piece.kind is Kind.REFERENCE else piece.text
        for piece in pieces
    )


def _changed(text: str, change: _Change) -> str:
    """Write one reference again, in its own spelling where nothing changes."""
    reference = parse_reference(text)
    if reference is None:
        return text
    new = change(reference)
    if new is None:
        return _DEAD
    return text if new == reference else new.text


def shift(
    formula: str, sheet_title: str, *, is_rows: bool, start: int, count: int, own_title: str
) -> str:
    """Rewrite a formula after rows or columns of a sheet were inserted or deleted.

    Ranges grow and shrink; a reference whose cells are all gone becomes `#REF!`.
    Text that spells a reference (for INDIRECT) is left alone, as Google leaves it.

    Args:
        formula: With the equals sign; any other text comes back unchanged.
        sheet_title: The sheet whose rows or columns moved.
        is_rows: Whether rows moved; columns otherwise.
        start: The first row or column inserted or deleted, counted from 1.
        count: How many were inserted before `start`; negative: deleted from `start` on.
        own_title: The sheet in which the formula stands.
    """

    def change(reference: Reference) -> Reference | None:
        if _fold(reference.sheet or own_title) != _fold(sheet_title):
            return reference
        span = shifted(reference.rows if is_rows else reference.columns, start, count)
        if span is None:
            return None
        return replace(reference, rows=span) if is_rows else replace(reference, columns=span)

    return _rewritten(formula, change)


def renamed(formula: str, old_title: str, new_title: str) -> str:
    """Rewrite a formula after a sheet got another title.

    Args:
        formula: With the equals sign; any other text comes back unchanged.
        old_title: The title before.
        new_title: The title now.
    """

    def change(reference: Reference) -> Reference:
        if reference.sheet is None or _fold(reference.sheet) != _fold(old_title):
            return reference
        return replace(reference, sheet=new_title)

    return _rewritten(formula, change)


def moved(formula: str, rows: int, columns: int) -> str:
    """Rewrite a formula for a copy of it some rows and columns further.

    Relative references move along, `$` ones do not; one that leaves the sheet becomes `#REF!`.

    Args:
        formula: With the equals sign; any other text comes back unchanged.
        rows: How far down; negative is up.
        columns: How far to the right; negative is to the left.
    """
    return _rewritten(formula, lambda reference: moved_reference(reference, rows, columns))


def without_sheet(formula: str, title: str) -> str:
    """Rewrite a formula after a sheet was deleted: references to it become `#REF!`.

    Args:
        formula: With the equals sign; any other text comes back unchanged.
        title: The title the deleted sheet had.
    """

    def change(reference: Reference) -> Reference | None:
        is_gone = reference.sheet is not None and _fold(reference.sheet) == _fold(title)
        return None if is_gone else reference

    return _rewritten(formula, change)


def _fold(title: str) -> str:
    """Give what titles are compared by: capitals do not matter."""
    return title.casefold()
