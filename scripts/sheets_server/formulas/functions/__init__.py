"""The one table of functions that a formula can call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sheets_server.formulas.functions import dates, logic, lookups, numbers, texts
from sheets_server.formulas.scope import Operand


@dataclass(frozen=True)
class Function:
    """A function and what it takes.

    Attributes:
        call: Gets a Block for every range, a value for every single one; may raise AnswerError.
        parameters: One letter each: `r` a range, taken whole, `o` one value, spread over arrays.
        optional: How many of the last ones may be left out.
        repeats: How many of the last ones may come again and again.
        is_array: Whether arrays spread in its arguments even outside of ARRAYFORMULA.
        sees_errors: Whether it is called although an argument is an error.
    """

    call: Callable[..., Operand]
    parameters: str
    optional: int = 0
    repeats: int = 0
    is_array: bool = False
    sees_errors: bool = False

    def kinds(self, count: int) -> str | None:
        """Give the letters of so many arguments; None if it does not take so many.

        Args:
            count: Of the arguments given.
        """
        kinds = self.parameters
        while self.repeats and len(kinds) < count:
            kinds += kinds[-self.repeats :]
        least = len(self.parameters) - self.optional
        is_even = count <= len(self.parameters) or len(kinds) == count
        return kinds[:count] if least <= count <= len(kinds) and is_even else None


FUNCTIONS: Mapping[str, Function] = {
    "AND": Function(logic.all_true, "r", repeats=1),
    "OR": Function(logic.any_true, "r", repeats=1),
    "NOT": Function(logic.negated, "o"),
    "ISBLANK": Function(logic.is_blank, "o", sees_errors=True),
    "ISERROR": Function(logic.is_error, "o", sees_errors=True),
    "ISNUMBER": Function(logic.is_number, "o", sees_errors=True),
    "ISTEXT": Function(logic.is_text, "o", sees_errors=True),
    "NA": Function(logic.not_available, ""),
    "SUM": Function(numbers.total, "r", repeats=1),
    "MIN": Function(numbers.smallest, "r", repeats=1),
    "MAX": Function(numbers.largest, "r", repeats=1),
    "COUNT": Function(numbers.count_numbers, "r", repeats=1),
    "COUNTA": Function(numbers.count_filled, "r", repeats=1),
    "ROUND": Function(numbers.rounded, "oo", optional=1),
    "COUNTIF": Function(lookups.count_if, "ro"),
    "COUNTIFS": Function(lookups.count_if, "ro", repeats=2),
    "MATCH": Function(lookups.match, "oro", optional=1),
    "VLOOKUP": Function(lookups.vlookup, "oroo", optional=1),
    "INDEX": Function(lookups.index, "roo", optional=2, is_array=True),
    "FILTER": Function(lookups.filtered, "rr", repeats=1, is_array=True),
    "UNIQUE": Function(lookups.unique, "r", is_array=True),
    "SORT": Function(lookups.in_order, "rro", optional=2, repeats=2, is_array=True),
    "FLATTEN": Function(lookups.flat, "r", repeats=1, is_array=True),
    "TRIM": Function(texts.trimmed, "o"),
    "MID": Function(texts.middle, "ooo"),
    "LEFT": Function(texts.left, "oo", optional=1),
    "RIGHT": Function(texts.right, "oo", optional=1),
    "LEN": Function(texts.length, "o"),
    "FIND": Function(texts.position, "ooo", optional=1),
    "LOWER": Function(texts.lower, "o"),
    "UPPER": Function(texts.upper, "o"),
    "SUBSTITUTE": Function(texts.substituted, "ooo"),
    "CONCATENATE": Function(texts.concatenated, "r", repeats=1),
    "JOIN": Function(texts.joined, "or", repeats=1, is_array=True),
    "TEXTJOIN": Function(texts.joined_filled, "oor", repeats=1, is_array=True),
    "TEXT": Function(texts.formatted, "oo"),
    "REGEXMATCH": Function(texts.regex_match, "oo"),
    "REGEXEXTRACT": Function(texts.regex_extract, "oo"),
    "REGEXREPLACE": Function(texts.regex_replace, "ooo"),
    "HYPERLINK": Function(texts.link_label, "oo", optional=1),
    "DATE": Function(dates.of_parts, "ooo"),
    "EOMONTH": Function(dates.end_of_month, "oo"),
    "YEAR": Function(dates.year, "o"),
    "MONTH": Function(dates.month, "o"),
    "DAY": Function(dates.day, "o"),
}
"""Every function by its name in capitals, but for those that want their arguments unread."""
