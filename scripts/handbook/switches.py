"""Which rules are on for which programme.

Out of the box the rules nobody should have to ask for are on; every other one is switched on in
the column 启用规则 of a programme, by number, or all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from handbook.schema.words import fold
from handbook.tables import Table

ALWAYS_ON = frozenset(
    f"POL-R{number}"
    for number in ("01", "02", "03", "04", "09", "16", "19", "24", "33", "34", "36", "40", "44",
                   "59", "89")
)  # fmt: skip
"""On without being asked for.

Source: domain decision 17, explained in `docs/en/about/architecture.md#switches`.
"""

_ALL = frozenset(map(fold, ("全部", "所有", "all", "tất cả")))
_SEPARATORS = re.compile(r"[\s;；,，、]+")
_NUMBER = re.compile(r"(?:pol-?)?r?0*(\d{1,3})")


@dataclass(frozen=True, eq=False)
class Switches:
    """What the programmes of a register ask for.

    Attributes:
        programmes: Typed table of the programmes; None where the sheet is absent.
    """

    programmes: Table | None

    def is_on(self, code: str) -> bool:
        """Say whether a rule is on for any programme at all."""
        return code in ALWAYS_ON or bool(self._of_code(code))

    def on_for(self, code: str, programmes: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Say for every programme id whether a rule is on for it.

        Args:
            code: `POL-R35`.
            programmes: Ids; a blank or unknown one has the rules that are always on.
        """
        if code in ALWAYS_ON:
            return np.ones(len(programmes), dtype=bool)
        wanted = self._of_code(code)
        return np.fromiter(map(wanted.__contains__, programmes), bool, len(programmes))

    def _of_code(self, code: str) -> frozenset[str]:
        """Give the ids of the programmes that ask for a rule."""
        number = code.removeprefix("POL-R").lstrip("0")
        if number not in self._by_number:
            self._by_number[number] = frozenset(
                programme
                for programme, asked in self._asked.items()
                if number in asked or not _ALL.isdisjoint(asked)
            )
        return self._by_number[number]

    @cached_property
    def _by_number(self) -> dict[str, frozenset[str]]:
        """Number of a rule → ids of the programmes that ask for it, of the rules asked about."""
        return {}

    @cached_property
    def _asked(self) -> Mapping[str, frozenset[str]]:
        """Programme id → numbers asked for, without leading zeros, and words for all of them."""
        if self.programmes is None:
            return {}
        texts = self.programmes.values("rules_on")
        keys = self.programmes.keys
        return {
            str(key): frozenset(asked_for(str(text)))
            for key, text in zip(keys, texts, strict=True)
            if key
        }


def is_asked_for(code: str, text: str) -> bool:
    """Say whether a rule is on for a programme, by what stands in its column 启用规则.

    Args:
        code: `POL-R35`.
        text: As typed; blank where the programme asks for nothing.
    """
    asked = asked_for(text)
    number = code.removeprefix("POL-R").lstrip("0")
    return code in ALWAYS_ON or number in asked or not _ALL.isdisjoint(asked)


def means_all(part: str) -> bool:
    """Say whether a part of what was asked for, folded, means every rule."""
    return part in _ALL


def asked_for(text: str) -> tuple[str, ...]:
    """Split what stands in 启用规则: numbers without leading zeros, other words folded.

    Args:
        text: As typed, such as `R41；R48` or `全部`.
    """
    folded = fold(text)
    if folded in _ALL:
        return (folded,)
    parts = (fold(part) for part in _SEPARATORS.split(text) if part)
    return tuple(match[1] if (match := _NUMBER.fullmatch(part)) else part for part in parts)
