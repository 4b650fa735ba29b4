"""Things that are made one after the other, by one process, or by two that begin at both ends."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from handbook.forking import can_fork

Item = TypeVar("Item")

WORTH_TWO = 4_000
"""Makers from which a second process saves more than it costs."""
_AT_ONCE = 8  # makers taken together


class FromBothEnds(Generic[Item]):
    """Makes things when they are taken, each of them once.

    Who takes them from the front and who takes them from the back stop where they meet. They may
    be two processes, one forked from the other: whichever is faster makes more.
    """

    def __init__(self, makers: Sequence[Callable[[], Iterable[Item]]]) -> None:
        """Make nothing yet.

        Args:
            makers: Each makes some of the things; neighbours should need much the same for it.
        """
        self._makers = makers
        self._taken = multiprocessing.Array("l", [0, 0])  # makers, from the front and from the back

    @property
    def are_worth_two(self) -> bool:
        """Whether two processes make them sooner than one, and this one can have a second."""
        return len(self._makers) >= WORTH_TWO and can_fork()

    def __iter__(self) -> Iterator[Item]:
        """Make them from the front."""
        while several := self._next(0):
            end = self._taken[0]
            for make in self._makers[end - several : end]:
                yield from make()

    def from_back(self) -> Iterator[Item]:
        """Make them from the back; those of one maker in their order."""
        while several := self._next(1):
            begin = len(self._makers) - self._taken[1]
            for make in reversed(self._makers[begin : begin + several]):
                yield from make()

    def _next(self, end: int) -> int:
        """Take the next makers at an end; give how many, 0 where none is left."""
        with self._taken:
            front, back = self._taken[:]
            several: int = min(_AT_ONCE, len(self._makers) - front - back)
            self._taken[end] += several
        return several
