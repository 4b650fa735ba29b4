"""Pages without the blanks that templates leave between their tags, a third of what they weigh.

The register's pages inherit it from their shells, thirty thousand times at ten thousand people.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_AS_WRITTEN = re.compile(r"<(pre|script|style|textarea)\b.*?</\1>", re.DOTALL)
_BREAK_AND_INDENT = re.compile(r"\n\s+", re.ASCII)
_HAN = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BREAK_BETWEEN = re.compile(rf"(?<={_HAN})\n(?={_HAN})")


def shortened_page(page: str) -> str:
    """Leave of blanks with a break only the break, and nothing between Chinese characters.

    Args:
        page: HTML; what stands in `pre`, `script`, `style` and `textarea` stays as it is.
    """
    return _changed(page, lambda text: _joined(_shortened(text)))


def joined_lines(html: str) -> str:
    """Join lines that break between Chinese characters; browsers would show a space there.

    Args:
        html: As for `shortened_page`.
    """
    return _changed(html, _joined)


def _changed(html: str, change: Callable[[str], str]) -> str:
    parts, end = [], 0
    for kept in _AS_WRITTEN.finditer(html):
        parts += [change(html[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join((*parts, change(html[end:])))


def _joined(text: str) -> str:
    return _BREAK_BETWEEN.sub("", text)


def _shortened(text: str) -> str:
    """Drop indents and empty lines, then what stands at the ends of lines.

    One expression for both takes three times as long: it has to try every blank of a page.
    """
    *lines, last = _BREAK_AND_INDENT.sub("\n", text).split("\n")
    return "\n".join((*(line.rstrip(" \t") for line in lines), last))
