"""What changed between two registers, in the words of the field."""

from handbook.differences.comparing import compare
from handbook.differences.model import Change, Difference, Entry, Kind, Section
from handbook.differences.sides import Side, side_of

__all__ = [
    "Change",
    "Difference",
    "Entry",
    "Kind",
    "Section",
    "Side",
    "compare",
    "side_of",
]
