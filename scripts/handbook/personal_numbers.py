"""Numbers that belong to one person: identity numbers and mobile phones of China and Viet Nam.

Only what validates is meant: the province, the date of birth and the check character of a Chinese
identity number (GB 11643, and the 15 digits of before 1999), the province and century of a
Vietnamese one (Circular 59/2021/TT-BCA), the prefixes in use of mobile numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from re import Match
from unicodedata import normalize

from stdnum.iso7064 import mod_11_2

_GAP = r"[ \-]?"
_ALONE, _END = r"(?<![0-9a-f.])", r"(?![0-9a-f]|\.\d)"  # not a piece of a digest or a decimal
_CITIZEN = rf"(?<!\d)(?P<citizen>[1-8]\d{{5}}{_GAP}[12]\d{{7}}{_GAP}\d{{3}}[\dXx])(?![\dXx])"
_OLD = rf"(?P<old>[1-8]\d{{5}}{_GAP}\d{{6}}{_GAP}\d{{3}})"
_VIETNAMESE = rf"(?P<vietnamese>0\d{{2}}{_GAP}[0-3]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{3}})"
_MOBILE = rf"(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}"
_DI_DONG = r"(?:\+84[ .\-]?|0)(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d[ .\-]?\d{3}[ .\-]?\d{3}"
_PHONE = rf"(?P<phone>{_MOBILE}|{_DI_DONG})"
_NUMBER = re.compile(rf"{_CITIZEN}|{_ALONE}(?:{_OLD}|{_VIETNAMESE}|{_PHONE}){_END}")
_DIGITS = re.compile(r"[0-9+][0-9 .\-]{8,}[0-9Xx]")
_BEHIND = 2  # characters that tell whether a number ends where its digits do
_SHORTEST = 10  # digits
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
     *range(61, 66), 71, 81, 82, 83)
)  # fmt: skip
_TINH = range(1, 97)


def has_personal_number(text: str) -> bool:
    """Say whether a text holds an identity number or the number of a mobile phone.

    Args:
        text: In any width of digits.
    """
    if len(text) < _SHORTEST:
        return False
    return next(personal_numbers(normalize("NFKC", text)), None) is not None


def personal_numbers(text: str) -> Iterator[Match[str]]:
    """Give every identity number and every number of a mobile phone in a text.

    Args:
        text: In NFKC or NFKD, so that digits of full width are found.

    Yields:
        Where it stands; the group that matched says what it is: `citizen`, `old`, `vietnamese` or
        `phone`.
    """
    for digits in _DIGITS.finditer(text):
        for match in _NUMBER.finditer(text, digits.start(), digits.end() + _BEHIND):
            if _is_valid(match):
                yield match


def _is_valid(match: Match[str]) -> bool:
    digits = re.sub(r"[ \-]", "", match[0]).upper()
    if match["citizen"]:
        return _is_citizen(digits)
    if match["old"]:
        return int(digits[:2]) in _PROVINCES and _is_day(f"19{digits[6:12]}")
    return int(digits[:3]) in _TINH if match["vietnamese"] else True


def _is_citizen(digits: str) -> bool:
    is_placed = int(digits[:2]) in _PROVINCES
    return is_placed and _is_day(digits[6:14]) and mod_11_2.is_valid(digits)


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
