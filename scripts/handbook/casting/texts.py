"""Texts, codes, record numbers and links."""

from __future__ import annotations

import re

from handbook.casting.characters import clean, clean_lines, compose, half_width
from handbook.casting.readings import Reading, untrusted
from handbook.schema import Field

_POINT_ZERO = re.compile(r"([0-9]+)\.0+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_NUMBER_LIKE = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]*)?(E[+-]?[0-9]+)?|NAN|[+-]?INF(INITY)?")
_ID_PARTS = re.compile(r"([A-Z]{1,2})-([0-9]+)")
_ID_DIGITS_MAX = 8

_WEB_ADDRESS = re.compile(
    r"https?://[^\W_](?:[\w.-]*[^\W_])?(?::[0-9]{1,5})?(?:[/?#][^\s\\<>\"]*)?", re.IGNORECASE
)
_STORE_PATH = re.compile(
    r"""(?!www\.)                              # an address without https:// is no path
        (?:[^\\/:*?"<>|]+/)*                   # folders
        [^\\/:*?"<>|]*[^\\/:*?"<>|.\s]         # file name
        (?:/|\.(?!(?:cn|com|edu|gov|net|org|vn)$)[A-Za-z0-9]{1,5})""",
    re.IGNORECASE | re.VERBOSE,
)


def read_text(field: Field, text: str, locale: str) -> Reading:
    """Read running text: lines trimmed and kept apart, nothing else changed.

    Args:
        field: The column.
        text: As typed, screened.
        locale: Language of the workbook; unused.

    Returns:
        A str; CEL311 or CEL309 where a limit is broken.
    """
    del locale
    return _within_limits(field, compose(clean_lines(text)))


def read_code(field: Field, text: str, locale: str) -> Reading:
    """Read a code: half-width, leading zeros kept, the `.0` of a number cell dropped.

    Args:
        field: The column.
        text: As typed, screened.
        locale: Language of the workbook; unused.

    Returns:
        A str; CEL311 or CEL309 where a limit is broken.
    """
    del locale
    return _within_limits(field, without_point_zero(half_width(text)))


def without_point_zero(text: str) -> str:
    """Drop the `.0` that a spreadsheet adds to a code it took for a number.

    Args:
        text: Folded.
    """
    found = _POINT_ZERO.fullmatch(text)
    return found[1] if found else text


def _within_limits(field: Field, text: str) -> Reading:
    if field.max_length and len(text) > field.max_length:
        return untrusted("CEL311", limit=field.max_length, length=len(text))
    if field.pattern and not re.fullmatch(field.pattern, text):
        return untrusted("CEL309")
    return Reading(text)


def read_reference(field: Field, text: str, locale: str) -> Reading:
    """Read what names another record, as typed; finding the record is the caller's.

    Args:
        field: The column; unused.
        text: As typed, screened.
        locale: Language of the workbook; unused.
    """
    del field, locale
    return Reading(clean(compose(text)))


def fold_id(text: str) -> str:
    """Make a record number comparable: half-width, trimmed, every kind of dash a hyphen.

    Args:
        text: As typed.
    """
    return half_width(text) if text.isascii() else half_width(text).translate(_DASHES)


def read_id(field: Field, text: str, locale: str) -> Reading:
    """Read the number of a record.

    Args:
        field: The column; its pattern decides.
        text: As typed, screened.
        locale: Language of the workbook; unused.

    Returns:
        A str; KEY402 where it does not match the pattern, with what was probably meant.
    """
    del locale
    folded = fold_id(text)
    if not field.pattern or re.fullmatch(field.pattern, folded, re.ASCII):
        return Reading(folded)
    capital = folded.upper()
    if _NUMBER_LIKE.fullmatch(capital):
        return untrusted("KEY402", "number")
    if re.fullmatch(field.pattern, capital, re.ASCII):
        return untrusted("KEY402", "case", suggestion=capital)
    padded = _padded(field.pattern, capital)
    return untrusted("KEY402", "digits", suggestion=padded) if padded else untrusted("KEY402")


def _padded(pattern: str, text: str) -> str:
    parts = _ID_PARTS.fullmatch(text)
    if not parts:
        return ""
    number = parts[2].lstrip("0") or "0"
    widths = range(len(number), _ID_DIGITS_MAX + 1)
    candidates = (f"{parts[1]}-{number.zfill(width)}" for width in widths)
    return next((one for one in candidates if re.fullmatch(pattern, one)), "")


def read_url(field: Field, text: str, locale: str) -> Reading:
    """Read a link: a web address, or the path of a file below the file store.

    Args:
        field: The column.
        text: As typed, screened.
        locale: Language of the workbook; unused.

    Returns:
        A str; CEL317 for anything else, such as `javascript:`, a path upward, or a remark.
    """
    del locale
    link = clean(compose(text))
    if not (_WEB_ADDRESS.fullmatch(link) or _is_store_path(link)):
        return untrusted("CEL317")
    return _within_limits(field, link)


def _is_store_path(link: str) -> bool:
    return bool(_STORE_PATH.fullmatch(link)) and not {".", ".."} & set(link.split("/"))
