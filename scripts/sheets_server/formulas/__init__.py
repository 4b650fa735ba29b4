"""Formulas of Google Sheets, as far as registers use them: working out and rewriting."""

from sheets_server.formulas.blocks import Area, Block
from sheets_server.formulas.context import CircularReference, Context
from sheets_server.formulas.evaluating import evaluate, link
from sheets_server.formulas.rewriting import moved, renamed, shift, without_sheet
from sheets_server.formulas.values import ErrorValue, Value

__all__ = [
    "Area",
    "Block",
    "CircularReference",
    "Context",
    "ErrorValue",
    "Value",
    "evaluate",
    "link",
    "moved",
    "renamed",
    "shift",
    "without_sheet",
]
