"""Things that are made one after the other, by one process, or by two that begin at both ends."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from handbook.forking import with_helper

Item = TypeVar("Item")


class FromBothEnds(Generic[Item]):
    """Makes things when they are taken, each of them once.

    Who takes them from the front and who takes them from the back stop where they meet. They may
    be two processes, one forked from the other: whichever is faster makes more.
    """

    def __init__(self, makers: Sequence[Callable[[], Iterable[Item]]], *, at_once: int = 1) -> None:
        """Make nothing yet.

        Args:
            makers: Each makes some of the things; neighbours should need much the same for it.
            at_once: How many makers are taken together: more of those that have little to do.
        """
        self._makers, self._at_once = makers, at_once
        self._taken = multiprocessing.Array("l", [0, 0])  # makers, from the front and from the back

    def __len__(self) -> int:
        """Give the number of makers."""
        return len(self._makers)

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
            several: int = min(self._at_once, len(self._makers) - front - back)
            self._taken[end] += several
        return several

    def made_by_two(self) -> list[Item]:
        """Make all of them, with the help of a forked process; those made here come first.

        Raises:
            ChildProcessError: The other process failed or died; says where.
        """
        here, there = with_helper(lambda: list(iter(self)), lambda: list(self.from_back()))
        return here + there
