"""Criteria of COUNTIF and its kin, such as `>5`, `<>`, `张*`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sheets_server.formulas.blocks import Block
from sheets_server.formulas.values import AnswerError, ErrorValue, Key, Value, as_number, key

_SIGNS: Mapping[str, Callable[[Key, Key], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_SIGN = re.compile(r"<=|>=|<>|<|>|=")


@dataclass(frozen=True)
class Criterion:
    """What a cell has to be.

    Attributes:
        sign: One of `= <> < > <= >=`.
        keys: What it is compared with; more than one where text spells a number.
        pattern: Text with wildcards; None where there are none.
        wants_blank: Whether blank cells are equal to what it is compared with.
    """

    sign: str
    keys: tuple[Key, ...]
    pattern: re.Pattern[str] | None = None
    wants_blank: bool = False

    def fits(self, value: Value) -> bool:
        """Say whether a cell fits.

        Args:
            value: What it holds.
        """
        if self.sign in _SIGNS:
            return self._is_beyond(value)
        return self._is_equal(value) == (self.sign == "=")

    def _is_equal(self, value: Value) -> bool:
        """Say whether a value is what the criterion names."""
        if value is None:
            return self.wants_blank
        if isinstance(value, ErrorValue):
            return False
        if self.pattern is not None:
            return isinstance(value, str) and self.pattern.fullmatch(value) is not None
        return key(value) in self.keys

    def _is_beyond(self, value: Value) -> bool:
        """Say whether a value of the same kind is larger or smaller than the criterion."""
        if value is None or isinstance(value, ErrorValue):
            return False
        found, wanted = key(value), self.keys[0]
        return found[0] == wanted[0] and _SIGNS[self.sign](found, wanted)

    def count(self, block: Block) -> int:
        """Count the cells that fit, from what is known of the block where that is enough.

        Args:
            block: The cells.
        """
        if self.pattern is None and self.sign == "=" and not self.wants_blank:
            return sum(block.counts[wanted] for wanted in self.keys)
        return sum(map(self.fits, block.cells))


def criterion(value: Value) -> Criterion:
    """Read a criterion.

    Args:
        value: Text such as `>5`, `<>`, `张*`, `~*`, or a value to be equal to; blank counts 0.

    Raises:
        AnswerError: The error itself for an error.
    """
    if isinstance(value, str):
        return _spelled(value)
    return Criterion("=", (key(0.0 if value is None else value),))


@lru_cache(maxsize=1024)
def _spelled(text: str) -> Criterion:
    """Read a criterion written as text."""
    found = _SIGN.match(text)
    sign = found.group() if found else "="
    operand = text[found.end() :] if found else text
    if sign in ("=", "<>") and re.search(r"[*?~]", operand):
        return Criterion(sign, (), _wildcards(operand))
    return Criterion(sign, _keys(operand), wants_blank=not operand)


def _keys(operand: str) -> tuple[Key, ...]:
    """Give what a text means: the number or the truth that it spells, and the text itself."""
    if operand.upper() in ("TRUE", "FALSE"):
        return (key(operand.upper() == "TRUE"), key(operand))
    try:
        return (key(as_number(operand)), key(operand))
    except AnswerError:
        return (key(operand),)


def _wildcards(operand: str) -> re.Pattern[str]:
    """Read `*` as any text, `?` as any character, and either literally behind `~`."""
    pieces = re.findall(r"~.|.", operand, re.DOTALL)
    signs = {"*": ".*", "?": "."}
    pattern = "".join(signs.get(piece) or re.escape(piece[-1]) for piece in pieces)
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
