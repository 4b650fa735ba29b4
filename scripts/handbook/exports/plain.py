"""Rows as CSV that any spreadsheet opens, and none takes a cell of for a formula.

UTF-8 with a mark at the start, because Excel takes it for another encoding without; lines end in
CR LF. A text that begins with `=`, `+`, `-`, `@` (half or full width) or a control character gets
an apostrophe in front, and so does what follows a semicolon, a tab or a line break in a text:
where those part columns, a program would see a cell begin there. Numbers are left alone.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from io import StringIO

from handbook.exports.lists import Listing, as_text

BYTE_ORDER_MARK = "\ufeff"
_BEGINS_A_FORMULA = re.compile(r"(?:\A|(?<=[;\t\r\n]))(?=[ \u00a0\u3000]*[=+\-@＝＋－＠\t\r])")


def csv_bytes(listing: Listing) -> bytes:
    """Write a list as CSV.

    Args:
        listing: The list.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(guarded, listing.columns))
    guard = cache(guarded)  # most texts are repeated
    writer.writerows(
        [guard(value) if isinstance(value, str) else as_text(value) for value in row]
        for row in listing.rows
    )
    return f"{BYTE_ORDER_MARK}{text.getvalue()}".encode()


def guarded(text: str) -> str:
    """Put an apostrophe wherever a spreadsheet could see a formula begin.

    Args:
        text: Any text.

    Source: OWASP, CSV Injection.
    """
    return _BEGINS_A_FORMULA.sub("'", text) if text else text
