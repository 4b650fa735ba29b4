"""An old flat ledger read into a register: columns recognised, cells split, nothing lost.

What cannot be understood is left on a list, with the place its text was put; what a register never
holds (numbers of identity cards, telephones, addresses, health) is named there without its text.
"""

from handbook.importing.filling import import_ledger
from handbook.importing.leftover_list import leftover_lines, write_leftovers
from handbook.importing.map_file import write_map
from handbook.importing.mapping import LedgerMap, draft_map, read_map, with_map
from handbook.importing.model import At, Imported, Leftover, What, sorted_leftovers
from handbook.importing.register_book import register_workbook
from handbook.importing.source import read_ledger
from handbook.importing.updating import propose_update

__all__ = [
    "At",
    "Imported",
    "LedgerMap",
    "Leftover",
    "What",
    "draft_map",
    "import_ledger",
    "leftover_lines",
    "propose_update",
    "read_ledger",
    "read_map",
    "register_workbook",
    "sorted_leftovers",
    "with_map",
    "write_leftovers",
    "write_map",
]
