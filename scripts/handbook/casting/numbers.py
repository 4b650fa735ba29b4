"""Numbers as people type them."""

from __future__ import annotations

import re

from handbook.casting.characters import half_width
from handbook.casting.readings import Reading, untrusted
from handbook.schema import Field

_MINUS = str.maketrans("−–", "--")
_WHOLE = r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+"
_NUMBER = re.compile(rf"[+-]? ?(?:(?:{_WHOLE})(?:\.[0-9]*)?|\.[0-9]+)")
# Vietnamese: 1.234.567,5. One point before three digits (1.000) could be either and is not read.
_VIETNAMESE = re.compile(
    r"[+-]? ?(?:[0-9]+,[0-9]{1,2}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|"
    r"[0-9]{1,3}(?:\.[0-9]{3}){2,})"
)
_EITHER_IN_VIETNAMESE = re.compile(r"[+-]? ?[1-9][0-9]{0,2}\.[0-9]{3}")
_UNIT = re.compile(r"(.*[0-9.]) ?([^0-9.]+)")
_DIGITS_MAX = 15  # a float keeps no more
_LONGEST = 40  # characters; no number anybody means is longer


def read_number(field: Field, text: str, locale: str) -> Reading:
    """Read a number: thousands separators, full-width digits, a declared unit behind it.

    Args:
        field: The column.
        text: As typed, screened.
        locale: `vi` also reads the decimal comma.

    Returns:
        A float; CEL302 for anything else, CEL310 out of range, CEL313 (value kept) with a unit.
    """
    folded = half_width(text).translate(_MINUS)
    if len(folded) > _LONGEST:
        return untrusted("CEL302")
    number = _number(folded, locale)
    if number is not None:
        return _checked(field, Reading(number))
    number = _number(_without_unit(field, folded), locale)
    if number is None:
        return untrusted("CEL302")
    shown = int(number) if number.is_integer() else number
    return _checked(field, Reading(number, "CEL313", "", {"number": shown}))


def _number(text: str, locale: str) -> float | None:
    if locale == "vi" and _VIETNAMESE.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif not _NUMBER.fullmatch(text) or (locale == "vi" and _EITHER_IN_VIETNAMESE.fullmatch(text)):
        return None
    digits = text.replace(",", "").replace(" ", "")
    return float(digits) if len(digits.split(".")[0].lstrip("+-0")) <= _DIGITS_MAX else None


def _without_unit(field: Field, text: str) -> str:
    found = _UNIT.fullmatch(text)
    units = {half_width(unit).casefold() for unit in field.units_of_measure}
    return found[1] if found and found[2].casefold() in units else ""


def _checked(field: Field, reading: Reading) -> Reading:
    number = reading.value
    if not isinstance(number, float):
        raise TypeError(f"a number was read as {type(number).__name__}")
    if field.kind == "integer" and not number.is_integer():
        return untrusted("CEL302", "integer")
    if field.minimum is not None and number < float(field.minimum):
        return untrusted("CEL310", "minimum", limit=field.minimum)
    if field.maximum is not None and number > float(field.maximum):
        return untrusted("CEL310", "maximum", limit=field.maximum)
    return reading
