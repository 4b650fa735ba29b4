"""Hands over what one process makes to processes that are forked from it, as it goes along.

What is handed over lies in a file without a name, which all of them have open; through a pipe goes
only where it lies. So whoever makes it never waits for those who take it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Relay(Generic[Item]):
    """Opened before the forks; then one process sends, and each of the others receives all."""

    def __init__(self, takers: Iterable[str], folder: Path) -> None:
        """Open what is needed.

        Args:
            takers: Names of those who receive.
            folder: Where the file lies, on a disk with room for all that is sent.
        """
        fork = multiprocessing.get_context("fork")
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - open until all have read it
        self._pipes = {each: fork.Pipe(duplex=False) for each in takers}

    def send_all(self, items: Iterable[Item]) -> None:
        """Send things one by one, and then that there are no more; to be called once.

        Args:
            items: Anything that passes between processes.
        """
        for receiving, _ in self._pipes.values():
            receiving.close()
        try:
            for item in items:
                self._tell(self._put(item))
            self._tell(None)
        finally:
            self.close()

    def _put(self, item: Item) -> tuple[int, int]:
        """Write a thing into the file; give where it begins and how many bytes it has."""
        place = self._file.seek(0, os.SEEK_END)
        self._file.write(pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
        self._file.flush()
        return place, self._file.tell() - place

    def close(self) -> None:
        """Close what this process has of it; those who receive have their own."""
        self._file.close()
        for ends in self._pipes.values():
            for end in ends:
                end.close()

    def _tell(self, place: tuple[int, int] | None) -> None:
        for _, sending in self._pipes.values():
            try:
                sending.send(place)
            except BrokenPipeError:  # that process died; whoever waits for it says why
                continue

    def received(self, taker: str) -> Iterator[Item]:
        """Give everything that is sent; to be called in the process of the taker.

        Args:
            taker: Its name.
        """
        for name, (receiving, sending) in self._pipes.items():
            sending.close()
            if name != taker:
                receiving.close()  # else nobody would notice that its taker has died
        own, _ = self._pipes[taker]
        while place := own.recv():
            begin, length = place
            yield pickle.loads(os.pread(self._file.fileno(), length, begin))  # noqa: S301 - ours
