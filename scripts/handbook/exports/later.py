"""Files of a list that are made only where those of the last build are not the same."""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from handbook.exports.lists import Listing
from handbook.exports.plain import csv_bytes
from handbook.exports.workbooks import xlsx_bytes
from handbook.site_folder import MadeLater


def later_files(listing: Listing, created: date, note: str) -> dict[str, MadeLater]:
    """Give both forms of a list, by their endings.

    Args:
        listing: The list.
        created: Day the Excel file says it was made on.
        note: What stands at the top of every printed page of it.
    """
    digest = blake2b(_way_of_making(), digest_size=16)
    digest.update(repr((listing, created, note)).encode("utf-8", "surrogatepass"))
    return {
        "csv": MadeLater(digest.hexdigest(), partial(csv_bytes, listing)),
        "xlsx": MadeLater(digest.hexdigest(), partial(xlsx_bytes, listing, created, note)),
    }


@cache
def _way_of_making() -> bytes:
    """Tell this version of the program from others that would make other files of the same list."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return b"".join([version("xlsxwriter").encode(), *(each.read_bytes() for each in sources)])
