"""Characters: white space, widths, and the invisible ones nobody typed on purpose.

Spec: UTS #55 and Trojan Source (CVE-2021-42574) for why invisible characters are not let through.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

# Not in any "invisible" category of Unicode, yet nothing is seen: fillers and joiners.
_LOOKS_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]")
_LINE_ENDS = frozenset("\t\n\r")
_TURNS_ROUND = "\u202e"  # shows what follows back to front, so taking it out changes what is read
_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Planes 2 and 3 hold nothing but Han characters, some newer than Python's Unicode tables; rare
# family names are among them.
_HAN_PLANES = range(0x20000, 0x3FFFE)
_CJK = re.compile(
    "[\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003fffd]"
)
_KANGXI_RADICAL = re.compile("[\u2f00-\u2fd5]")
_NAMES_MAX = 5  # enough to find the place; a message is not a listing
_LINE_END = re.compile(r"\r\n?|\n")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def clean(text: str) -> str:
    """Put a text on one line: trim it and make every run of white space one space.

    No-break and ideographic spaces, tabs and line ends count as white space.

    Args:
        text: As typed.
    """
    return " ".join(text.split())


def clean_lines(text: str) -> str:
    """Trim every line of a text; lines stay apart, blank ones at both ends go.

    Args:
        text: As typed.
    """
    if "\n" not in text and "\r" not in text:
        return clean(text)
    return "\n".join(clean(line) for line in _LINE_END.split(text)).strip("\n")


def compose(text: str) -> str:
    """Give each letter its one composed form, and Han characters pasted as radicals theirs.

    Vietnamese typed on a Mac comes with loose accents, Chinese copied from a PDF with radicals
    (`⽅` for `方`); both look right and match nothing.

    Args:
        text: As typed.
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return _KANGXI_RADICAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), composed)


def half_width(text: str) -> str:
    """Compose, clean and make full-width letters, digits and signs half-width.

    Weaker than NFKC on purpose: that would also make `10³` a hundred and three.

    Args:
        text: As typed.
    """
    if text.isascii():
        return clean(text)
    return clean(compose(text).translate(_FULL_WIDTH))


@dataclass(frozen=True, slots=True)
class Screened:
    """A text without pasted junk.

    Attributes:
        text: What is left.
        removed: Invisible characters taken out, as `U+200B`; the first few different ones.
        forbidden: Characters that cannot be let through nor taken out, as `U+202E`; likewise.
    """

    text: str
    removed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


def screen(text: str) -> Screened:
    """Take out invisible characters that came along with a paste, and name those that did not.

    Pasted junk stands at the start or end of a word or between Chinese characters. Inside a word
    or number it makes one thing look like another, as do control, private and unassigned
    characters anywhere, and the one that turns the order of letters round.

    Args:
        text: As typed; tabs and line ends are let through.
    """
    if text.isprintable() and not _LOOKS_BLANK.search(text):
        return Screened(text)
    suspects = {character for character in set(text) if _is_forbidden(character)}
    if not suspects:
        return Screened(text)
    invisible = {character for character in suspects if _is_invisible(character)}
    kept, removed, stuck = _without_junk(text, invisible)
    forbidden = (character for character in kept if character in suspects - invisible)
    return Screened(kept, _names(removed), _names(stuck + "".join(forbidden)))


def _is_forbidden(character: str) -> bool:
    if _LOOKS_BLANK.match(character):
        return True
    if character in _LINE_ENDS or ord(character) in _HAN_PLANES:
        return False
    return unicodedata.category(character) in _FORBIDDEN_CATEGORIES


def _is_invisible(character: str) -> bool:
    return bool(_LOOKS_BLANK.match(character)) or unicodedata.category(character) == "Cf"


def _without_junk(text: str, invisible: set[str]) -> tuple[str, str, str]:
    """Give the text without junk, the junk, and the invisible characters that are not junk."""
    if not invisible:
        return text, "", ""
    removed: list[str] = []
    stuck: list[str] = []

    def judge(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        is_junk = _is_edge(before) or _is_edge(after) or (_is_cjk(before) and _is_cjk(after))
        is_junk = is_junk and _TURNS_ROUND not in found[0]
        (removed if is_junk else stuck).append(found[0])
        return "" if is_junk else found[0]

    run = "[" + re.escape("".join(sorted(invisible))) + "]+"
    return re.sub(run, judge, text), "".join(removed), "".join(stuck)


def _is_edge(neighbour: str) -> bool:
    return not neighbour or neighbour.isspace()


def _is_cjk(neighbour: str) -> bool:
    return _CJK.match(neighbour) is not None


def _names(characters: str) -> tuple[str, ...]:
    distinct = islice(dict.fromkeys(characters), _NAMES_MAX)
    return tuple(f"U+{ord(character):04X}" for character in distinct)
