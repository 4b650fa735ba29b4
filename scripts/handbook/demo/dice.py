"""Choices that look random and never change: each is a hash of a seed and a key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws that depend on the seed and the key alone, not on how many were drawn before.

    Adding a row to the demo register so leaves all other rows as they were.
    """

    def __init__(self, seed: str) -> None:
        """Fix the seed.

        Args:
            seed: Any text; the same text gives the same draws for ever.
        """
        self._seed = seed

    def number(self, low: int, high: int, *key: object) -> int:
        """Draw a whole number, both ends included.

        Args:
            low: Smallest number.
            high: Largest number.
            *key: What is drawn for.
        """
        text = "\x1f".join((self._seed, *map(str, key)))
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        return low + int.from_bytes(digest, "big") % (high - low + 1)

    def pick(self, options: Sequence[T], *key: object) -> T:
        """Draw one of several.

        Args:
            options: At least one.
            *key: What is drawn for.
        """
        return options[self.number(0, len(options) - 1, *key)]
