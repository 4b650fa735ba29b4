"""How cells look and what may be typed into them, each combination kept once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """Format and validation of a cell; both are JSON that is never changed in place."""

    format: Json | None = None
    validation: Json | None = None


class Palette:
    """The looks that occur in a spreadsheet, so that a cell needs only a number; 0 is plain."""

    def __init__(self) -> None:
        """Begin with the plain look."""
        self._looks = [Look()]
        self._numbers = {_spelled(Look()): 0}

    def __getitem__(self, number: int) -> Look:
        """Give a look by its number."""
        return self._looks[number]

    def number(self, look: Look) -> int:
        """Give the number of a look, a new one if it has not occurred yet."""
        spelled = _spelled(look)
        if spelled not in self._numbers:
            self._numbers[spelled] = len(self._looks)
            self._looks.append(look)
        return self._numbers[spelled]


def _spelled(look: Look) -> str:
    return json.dumps([look.format, look.validation], sort_keys=True)


Looks = tuple[int, ...]
"""Numbers of looks from the first column on; what is missing at the end is plain."""
