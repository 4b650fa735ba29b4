"""Pages without the blanks that templates leave between their tags, a third of what they weigh.

The register's pages inherit it from their shells, thirty thousand times at ten thousand people.
"""

from __future__ import annotations

import re

_AS_WRITTEN = re.compile(r"<(pre|script|style|textarea)\b.*?</\1>", re.DOTALL)
_BREAK_AND_INDENT = re.compile(r"\n\s+", re.ASCII)


def shortened_page(page: str) -> str:
    """Leave of blanks with a line break in them only the break; a browser shows the same.

    Args:
        page: HTML; what stands in `pre`, `script`, `style` and `textarea` stays as it is.
    """
    parts, end = [], 0
    for kept in _AS_WRITTEN.finditer(page):
        parts += [_shortened(page[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join((*parts, _shortened(page[end:])))


def _shortened(text: str) -> str:
    """Drop indents and empty lines, then what stands at the ends of lines.

    One expression for both takes three times as long: it has to try every blank of a page.
    """
    *lines, last = _BREAK_AND_INDENT.sub("\n", text).split("\n")
    return "\n".join((*(line.rstrip(" \t") for line in lines), last))
