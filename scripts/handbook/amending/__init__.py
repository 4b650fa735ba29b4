"""Cells of a register changed in place, and rows added: in an Excel file or a CSV folder.

Only what was agreed to is written; everything else in the file stays byte for byte. What was
there before is kept beside it, and what was written is read back before it counts.
"""

from handbook.amending.edits import Amended, CellEdit, NewRow
from handbook.amending.files import amend

__all__ = ["Amended", "CellEdit", "NewRow", "amend"]
