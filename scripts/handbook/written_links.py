"""Links of hand-written pages to records, rules and lists, which are known once these are made."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WRITTEN_LINK = re.compile(
    rb'<a\b[^>]*?\bhref="(record|rule|list):([^"#]*)(#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL
)


class Published:
    """Which records, rules and lists have a page, by the words written pages link to them with."""

    def __init__(self, addresses: Iterable[str]) -> None:
        """Sort the pages by the words.

        Args:
            addresses: Of the pages of the register, from the root of their language.
        """
        self._targets: dict[tuple[str, str], str] = {}
        for address in addresses:
            folder, _, name = address.rpartition("/")
            stem = name.removesuffix(".html")
            if stem == "index":
                self._targets["list", folder] = address
            else:
                self._targets["rule" if folder == "rules" else "record", stem] = address

    def resolve(self, address: str, content: bytes) -> bytes:
        """Turn `record:`, `rule:` and `list:` links into addresses, or into their bare text.

        Args:
            address: Of a written page, from the root of its language.
            content: The whole page.
        """
        up = b"../" * address.count("/")

        def link(match: re.Match[bytes]) -> bytes:
            kind, name, anchor, text = match.groups()
            target = self._targets.get((kind.decode(), name.decode()))
            if target is None:
                return text
            return b'<a href="%b%b%b">%b</a>' % (up, target.encode(), anchor or b"", text)

        return _WRITTEN_LINK.sub(link, content)
