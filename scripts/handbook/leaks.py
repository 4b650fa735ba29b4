"""Look through every byte of a site for what must not be in it.

What stands in many files is looked at once: a file is taken line by line, and a line that was in
one before it is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.normal_forms import BETWEEN, decoded, letters_of_plain, plain
from handbook.outgoing import frame_and_body, without_switch
from handbook.personal_numbers import personal_numbers
from handbook.secret_texts import SecretTexts
from handbook.taken_along import lines_of

_BETWEEN = BETWEEN.encode()
_AT_ONCE = 4_000_000  # bytes that are searched together


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
        self._seen: set[bytes] = set()
        self._frames: set[bytes] = set()
        self._waiting: list[tuple[str, list[bytes]]] = []
        self._size = 0

    def read(self, address: str, content: bytes) -> None:
        """Look through a file and its name.

        Args:
            address: From the root of the site.
            content: The whole file.
        """
        if address.endswith(".html"):
            content = self._unframed(content)
        self.read_piece(address, content)

    def read_piece(self, address: str, content: bytes) -> None:
        """Look through a file of which all that it shares with others has been read.

        Args:
            address: From the root of the site; its name is looked through too.
            content: The rest of it.
        """
        new = lines_of(address, content)
        new.add(address.encode())
        new -= self._seen
        self._seen |= new
        self._waiting.append((address, sorted(new)))
        self._size += len(content)
        if self._size > _AT_ONCE:
            self._search()

    def leaks(self) -> list[Leak]:
        """Give what was found in all files read so far, in order."""
        self._search()
        return sorted(self._leaks)

    def _unframed(self, content: bytes) -> bytes:
        """Leave out what stands around a page and was searched with another, but for its title."""
        frame, body = frame_and_body(content)
        plain_frame, switch = without_switch(frame)
        if plain_frame not in self._frames:
            self._frames.add(plain_frame)
            return content
        title = content[content.find(b"<title>") : content.find(b"</title>")]
        return b"\n".join((title, switch, body))

    def _search(self) -> None:
        waiting, self._waiting, self._size = self._waiting, [], 0
        if list(self._found(line for _, lines in waiting for line in lines)):
            for address, lines in waiting:
                self._leaks.update(Leak(address, place) for place in self._found(lines))

    def _found(self, lines: Iterator[bytes] | list[bytes]) -> Iterator[str]:
        text = plain(decoded(_BETWEEN.join(lines)))
        yield from self._secrets.found_in(letters_of_plain(text))
        if any(personal_numbers(text)):
            yield ""
