"""Pages without the blanks that templates leave between their tags, a third of what they weigh.

The register's pages inherit it from their shells, thirty thousand times at ten thousand people.
"""

from __future__ import annotations

import re

_AS_WRITTEN_OR_BLANK = re.compile(
    r"(<(pre|script|style|textarea)\b.*?</\2>)|[ \t]*\n\s*", re.DOTALL | re.ASCII
)


def shortened_page(page: str) -> str:
    """Leave of blanks with a line break in them only the break; a browser shows the same.

    Args:
        page: HTML; what stands in `pre`, `script`, `style` and `textarea` stays as it is.
    """
    return _AS_WRITTEN_OR_BLANK.sub(lambda match: match[1] or "\n", page)
