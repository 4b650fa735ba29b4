"""Texts of ours in other people's cells: signed, so that they can be told from people's own."""

from __future__ import annotations

import hashlib
import re

_WORDS = {"zh": "手册", "vi": "Sổ tay", "en": "Handbook"}
_SIGNED = re.compile(
    rf"(?P<text>.*?)\s*⟦(?:{'|'.join(_WORDS.values())}) (?P<sum>[0-9a-f]{{4}})⟧", re.DOTALL
)


def sign(text: str, language: str, about: str = "") -> str:
    """Put our signature under a text.

    Args:
        text: In the workbook's language.
        language: zh, vi or en.
        about: What else the signature vouches for, such as the items of a drop-down.
    """
    return f"{text.rstrip()}\n⟦{_WORDS[language]} {_checksum(text, about)}⟧"


def is_signed(text: str, about: str = "") -> bool:
    """Say whether a text is wholly ours and nobody has changed it since.

    Args:
        text: As it stands now.
        about: What else the signature vouched for, as it stands now.
    """
    ours, rest = split_signed(text, about)
    return bool(ours) and not rest


def split_signed(text: str, about: str = "") -> tuple[str, str]:
    """Part our text from what stands below it.

    A text of ours that a person changed is that person's: its checksum no longer fits.

    Args:
        text: As it stands now.
        about: What else the signature vouched for, as it stands now.

    Returns:
        Our text with its signature, or blank where there is none, and all the rest.
    """
    match = _SIGNED.match(text)
    if match is None or match["sum"] != _checksum(match["text"], about):
        return "", text
    return match[0], text[match.end() :]


def _checksum(text: str, about: str) -> str:
    """Sum up a text apart from its white space, which may come back from Google in another way."""
    words = " ".join(text.split())
    return hashlib.sha256(f"{words}\0{about}".encode("utf-8", "surrogatepass")).hexdigest()[:4]
