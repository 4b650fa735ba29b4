"""A built page that register pages are filled into, cut once where their titles and bodies go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

from handbook.site_folder import Framed

SHELL_MARK = b'<div data-stamp="page"></div>'
"""Where the body of a register page goes; a built page that holds it is a shell."""

_CUTS = re.compile(
    rb"(?P<start>.*?<title>)[^<]*?(?P<site> - [^<]*</title>.*?"
    rb'data-md-component="header-topic">\s*<span class="md-ellipsis">\s*)[^<]*?'
    rb"(?P<topic>\s*</span>.*?)<h1 [^>]*>(?:(?!</h1>).)*</h1>\s*" + SHELL_MARK + rb"(?P<end>.*)",
    re.DOTALL,
)
_SWITCH = b'" data-switch'
"""What follows the address of a page in another language."""


@dataclass(frozen=True, slots=True)
class PageShell:
    """A built page in the pieces between which a register page's title and body go.

    Attributes:
        digest: Of the built page; hexadecimal.
    """

    _start: bytes
    _site: bytes
    _topic: tuple[bytes, ...]  # parted where the switch names the same page in another language
    _end: bytes
    digest: str

    def fill(self, title: bytes, file: bytes, body: bytes) -> bytes:
        """Give a whole page.

        Args:
            title: Escaped.
            file: Its name, without the folder.
            body: What stands in the place of the mark, its heading included.
        """
        topic = (b"%b%b" % (file, _SWITCH)).join(self._topic)
        return b"".join((self._start, title, self._site, title, topic, body, self._end))

    def framed(self, title: bytes, file: bytes, body: bytes, *, is_seen: bool) -> Framed:
        """Give what a page has of its own: all that `fill` puts into the shell.

        Args:
            title: As there.
            file: As there.
            body: As there.
            is_seen: As in `Framed`.
        """
        switch = (each[each.rfind(b"<") :] + file + b'">' for each in self._topic[:-1])
        return Framed(self.digest, b"\n".join((title, *switch, body)), is_seen)


def cut(content: bytes) -> PageShell | None:
    """Cut a built page at its title and at the mark.

    Args:
        content: The built page.

    Returns:
        None where it lacks either.
    """
    match = _CUTS.fullmatch(content)
    if match is None:
        return None
    topic = tuple(match["topic"].split(b"index.html" + _SWITCH))
    digest = blake2b(content, digest_size=8).hexdigest()
    return PageShell(match["start"], match["site"], topic, match["end"], digest)
