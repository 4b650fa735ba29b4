"""Numbers written in words, in three languages, as far as written pages use them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise


def _in_order(words: str) -> list[str]:
    return re.findall(r"\S+", words)


_CHINESE_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")} | {"两": 2}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile("[零一二三四五六七八九十百千两]+")

_ENGLISH_ONES = _in_order(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ENGLISH_ORDINALS = _in_order(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)
_ENGLISH_TENS = _in_order("twenty thirty forty fifty sixty seventy eighty ninety")
_MONTHS = _in_order(
    "january february march april may june july august september october november december"
)
_ENGLISH_MORE = {
    "once": 1, "twice": 2, "both": 2, "half": 2, "halves": 2, "quarter": 4, "quarterly": 3,
    "dozen": 12, "hundred": 100, "single": 1, "thirds": 3,
}  # fmt: skip

_VIETNAMESE_ONES = _in_order("không một hai ba bốn năm sáu bảy tám chín mười")
_VIETNAMESE_MORE = {"tư": 4, "nhất": 1, "đầu": 1, "rưỡi": 2, "nửa": 2, "mốt": 1, "lăm": 5}


def said_in_words(text: str, language: str) -> set[str]:
    """Give the numbers a text may say in words, as digits.

    It is generous, because it only excuses a number that is missing in digits: a word that is
    also an ordinary word counts as a number.

    Args:
        text: Of a page.
        language: zh, vi or en.
    """
    readers = {"zh": _in_chinese, "vi": _in_vietnamese, "en": _in_english}
    return {str(number) for number in readers[language](text)}


def _in_chinese(text: str) -> Iterable[int]:
    numbers = [_chinese(word) for word in _CHINESE.findall(text)]
    return [*numbers, *([2] if "半" in text else [])]


def _chinese(word: str) -> int:
    total, digit = 0, 0
    for each in word:
        if each in _CHINESE_UNITS:
            total += (digit or 1) * _CHINESE_UNITS[each]
            digit = 0
        else:
            digit = _CHINESE_DIGITS[each]
    return total + digit


def _in_english(text: str) -> Iterable[int]:
    words = re.findall(r"[a-z]+", text.lower())
    values = {word: value for value, word in enumerate(_ENGLISH_ONES)} | _ENGLISH_MORE
    for names, first in ((_ENGLISH_ORDINALS, 1), (_MONTHS, 1)):
        values |= {word: value for value, word in enumerate(names, start=first)}
    values |= {word: 10 * value for value, word in enumerate(_ENGLISH_TENS, start=2)}
    single = [values[word] for word in words if word in values]
    pairs = [
        values[ten] + values[one]
        for ten, one in pairwise(words)
        if ten in _ENGLISH_TENS and values.get(one, 10) < 10
    ]
    return [*single, *pairs]


def _in_vietnamese(text: str) -> Iterable[int]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    values = {word: value for value, word in enumerate(_VIETNAMESE_ONES)} | _VIETNAMESE_MORE
    single = [values[word] for word in words if word in values]
    teens = [10 + values[one] for ten, one in pairwise(words) if ten == "mười" and one in values]
    tens = [
        10 * values[ten] + values.get(one, 0)
        for ten, ten_word, one in zip(words, words[1:], [*words[2:], ""], strict=False)
        if ten in values and ten_word in ("mươi", "chục")
    ]
    hundreds = [
        100 * values[ten] for ten, hundred in pairwise(words) if ten in values and hundred == "trăm"
    ]
    return [*single, *teens, *tens, *hundreds]
