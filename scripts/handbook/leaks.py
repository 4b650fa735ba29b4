"""Look through every byte of a site for what must not be in it.

What stands in many files is looked at once: a file is taken line by line, and a line that was in
one before it is passed over; so is what stands between two tags of a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handbook.normal_forms import BETWEEN, decoded, letters_of_plain, plain
from handbook.outgoing import frame_and_own
from handbook.page_pieces import Pieces
from handbook.personal_numbers import personal_numbers
from handbook.secret_texts import SecretTexts
from handbook.taken_along import lines_of

_BETWEEN = BETWEEN.encode()
_AT_ONCE = 1_000_000  # bytes that are searched together


@dataclass(frozen=True, order=True, slots=True)
class Leak:
    """Something in a file that must not be there; not what it says.

    Attributes:
        file: Address of the first file it was found in.
        place: Where a text stands in the register, in words; blank for a personal number.
    """

    file: str
    place: str


class LeakFinder:
    """Searches files that are given to it one after the other."""

    def __init__(self, secrets: SecretTexts) -> None:
        """Begin with nothing found.

        Args:
            secrets: Texts to look for beside personal numbers.
        """
        self._secrets = secrets
        self._leaks: set[Leak] = set()
        self._lines: set[bytes] = set()
        self._pieces = Pieces()
        self._frames: set[bytes] = set()
        self._waiting: list[tuple[str, set[bytes]]] = []
        self._size = 0

    def read(self, address: str, content: bytes) -> None:
        """Look through a file and its name.

        Args:
            address: From the root of the site.
            content: The whole file.
        """
        if address.endswith(".html"):
            self.read_part(address, self._unframed(content))
        else:
            new = lines_of(address, content) - self._lines
            self._lines |= new
            self._take(address, new)

    def read_part(self, address: str, part: bytes) -> bool:
        """Look through a part of a page, all of it but a frame that was read with another.

        Args:
            address: From the root of the site; its name is looked through too.
            part: All the rest of it.

        Returns:
            Whether it is written as our templates write.
        """
        new, is_ordinary = self._pieces.new_in(set(part.split(b"\n")))
        self._take(address, new)
        return is_ordinary

    def _take(self, address: str, texts: set[bytes]) -> None:
        texts.add(address.encode())
        self._waiting.append((address, texts))
        self._size += sum(map(len, texts))
        if self._size > _AT_ONCE:
            self._search()

    def leaks(self) -> list[Leak]:
        """Give what was found in all files read so far, in order."""
        self._search()
        return sorted(self._leaks)

    def _unframed(self, content: bytes) -> bytes:
        """Leave out what stands around a page and was searched with another."""
        frame, own = frame_and_own(content)
        if frame in self._frames:
            return own
        self._frames.add(frame)
        return content

    def _search(self) -> None:
        waiting, self._waiting, self._size = self._waiting, [], 0
        if self._found(text for _, texts in waiting for text in texts):
            for address, texts in waiting:
                self._leaks.update(Leak(address, place) for place in self._found(texts))

    def _found(self, texts: Iterable[bytes]) -> list[str]:
        text = plain(decoded(_BETWEEN.join(texts)))
        found = self._secrets.found_in(letters_of_plain(text))
        return [*found, ""] if any(personal_numbers(text)) else found
