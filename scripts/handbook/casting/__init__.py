"""Text to typed columns: each distinct text of a column is read once, by what its field holds.

A reading never guesses: what could mean two things, or nothing, is left blank and reported.
"""

from handbook.casting.characters import clean
from handbook.casting.columns import CastColumn, cast_column, read_cell
from handbook.casting.readings import Reading
from handbook.casting.texts import fold_id

__all__ = ["CastColumn", "Reading", "cast_column", "clean", "fold_id", "read_cell"]
