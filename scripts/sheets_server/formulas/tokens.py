"""A formula cut into tokens; together they are the formula again, spaces included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from sheets_server.formulas.references import DEAD_PATTERN, PATTERN


class FormulaError(ValueError):
    """Raised where a formula cannot be read."""


class Kind(Enum):
    """What a token is; the value is its pattern, and the order is that of trying."""

    SPACE = r"\s+"
    TEXT = r'"(?:[^"]|"")*"'
    DEAD = DEAD_PATTERN
    REFERENCE = PATTERN
    NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
    ERROR = r"#(?:N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|ERROR!)"
    NAME = r"[^\W\d][\w.]*"
    OPERATOR = r"<=|>=|<>|[-+*/^&=<>%(),;{}]"


_TOKEN = re.compile("|".join(f"(?P<{kind.name}>{kind.value})" for kind in Kind))


@dataclass(frozen=True)
class Token:
    """One piece of a formula."""

    kind: Kind
    text: str


def tokens(formula: str) -> Iterator[Token]:
    """Cut a formula into its tokens.

    Args:
        formula: With or without the equals sign in front.

    Yields:
        The tokens, spaces and the leading equals sign included.

    Raises:
        FormulaError: At the first character that begins no token.
    """
    position = 0
    while position < len(formula):
        found = _TOKEN.match(formula, position)
        if found is None or found.lastgroup is None:
            raise FormulaError(f"no token at {position} of {formula!r}")
        yield Token(Kind[found.lastgroup], found.group())
        position = found.end()
