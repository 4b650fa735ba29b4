"""How the written texts are to look: punctuation, spacing, words, dates.

The rules stand in `docs/zh/about/style.md`; this is what of them a program can look after.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

HAN = "\u4e00-\u9fff"
_CODE = "\ufffc"
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n.*?^---$", re.MULTILINE | re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|</?\w[^>]*>|\{[^{}\n]*\}", re.DOTALL)
_EXCERPT = 12  # characters on either side


class Spacing(Enum):
    """What stands between Chinese characters and Latin letters or digits."""

    NONE = "none"
    """As in `期限12个月`: guidance, forms and schemes, which are read as prose."""
    SPACE = "space"
    """As in `用 Excel 填报`: texts about the program, and what the program says."""


@dataclass(frozen=True)
class Slip:
    """One place that departs from the style.

    Attributes:
        line: Counted from 1.
        rule: What it departs from.
        excerpt: The place with a few characters around it.
    """

    line: int
    rule: str
    excerpt: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.rule}: …{self.excerpt}…"


_ALWAYS: Mapping[str, str] = {
    "no space at the end of a line": r"[ \t]+$",
    "no two spaces in a row": r"(?<=\S)[ \u00a0]{2,}(?=\S)",
    "no tab": r"\t",
    "dates as 2026-03-01 or 2026年3月1日": r"(?<![\d./-])\d{4}[./]\d{1,2}(?:[./]\d{1,2})(?![\d./-])"
    r"|(?<![\d-])\d{4}-(?:\d-\d{1,2}|\d\d-\d)(?![\d-])",
}
_CHINESE: Mapping[str, str] = {
    "full-width , ; : ? !": rf"[{HAN}”》）][,;:?!]|[,;:?!][{HAN}“《（]",
    "full-width （ ）": rf"[{HAN}]\(|\([^()]*[{HAN}]|[{HAN}][^()]*\)",
    "full-width 。": rf"[{HAN}”》）]\.(?![\w.])",
    "“ ” for quotation marks": r"[\"「」『』]|(?<!\w)'|'(?!\w)",
    "—— for a dash": rf"[{HAN}](?:--|—(?!—)|–)[{HAN}]|(?<!—)—(?:——)*(?!—)(?=[{HAN}])",
    "…… for an ellipsis": r"\.{3}|(?<!…)…(?!…)|。{2,}",
    "one mark at a time": r"[，。；：、][，。；：、]",
    "no space beside full-width marks": " [，。；：？！、）》”]"
    rf"|[，。；：？！、（《] (?=[{HAN}\w])",
    "no day called 号": r"\d月\d{1,2}号",
    "no wide space": "\u3000",
}
_OTHERS: Mapping[str, str] = {
    "no Chinese punctuation": r"[，。；：？！、（）《》「」【】]",
    "“ ” for quotation marks": r'"',
    "… for an ellipsis": r"\.{3}",
    "no space before a mark": r" [,;:?!.](?![\w.])",
}
_MIXED: Mapping[Spacing, tuple[str, str]] = {
    Spacing.NONE: (
        "no space between Chinese and Latin letters or digits",
        rf"[{HAN}] (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) [{HAN}]",
    ),
    Spacing.SPACE: (
        "a space between Chinese and Latin letters or digits",
        rf"[{HAN}](?=[A-Za-z0-9{_CODE}])|(?<=[A-Za-z0-9%{_CODE}])[{HAN}]",
    ),
}
_NUMBERED = re.compile(r"(?<![A-Za-z])([A-Z]-?\d{2,}) (?=[\w“])")  # an id and the name behind it
_LEFT_OVER = {"nothing left in Chinese": rf"[{HAN}]+"}
_ASIDE = re.compile(r"\([^()]*\)|“[^”]*”|挂职(?:锻炼)?|\w+〔\d{4}〕\d+号|身份证")
"""Where Chinese may stand in other languages: in brackets and quotations, and a few words."""
_DAY_PARTS = re.compile(r"\d+(?=[年月日])")  # these three keep to their numbers


def slips_in_page(
    text: str,
    language: str,
    spacing: Spacing,
    unwanted: Mapping[str, str],
    labels: Iterable[str] = (),
) -> list[Slip]:
    """Give all departures of a Markdown page from the style, in reading order.

    Code, addresses, comments and the front matter are passed over.

    Args:
        text: Of the page.
        language: zh, vi or en.
        spacing: Between Chinese and Latin; no matter in other languages.
        unwanted: Word → what to write instead.
        labels: Titles and choices of the register, which are quoted as they stand.
    """
    trailing = list(_found(text, {each: _ALWAYS[each] for each in _WHOLE}))
    plain = _prose(text)
    return sorted(
        {*trailing, *slips_in_text(plain, language, spacing, unwanted, labels)},
        key=lambda slip: (slip.line, slip.rule),
    )


_WHOLE = ("no space at the end of a line", "no tab")


def slips_in_text(
    text: str,
    language: str,
    spacing: Spacing,
    unwanted: Mapping[str, str],
    labels: Iterable[str] = (),
) -> list[Slip]:
    """Give the departures of a text without markup, such as a message; see `slips_in_page`."""
    plain = _without_labels(text, labels, "列" if language == "zh" else "x")
    rules = {**_ALWAYS, **(_CHINESE if language == "zh" else _OTHERS)}
    found = [*_found(plain, rules), *_words(plain, unwanted), *_unpaired(plain)]
    if language == "zh":
        found += _found(_settled(plain, spacing), dict([_MIXED[spacing]]))
    else:
        found += _found(_ASIDE.sub("", plain), _LEFT_OVER)
    if unicodedata.normalize("NFC", text) != text:
        found.append(Slip(1, "letters with their accents in one character (NFC)", text[:_EXCERPT]))
    return sorted(set(found), key=lambda slip: (slip.line, slip.rule))


def _settled(text: str, spacing: Spacing) -> str:
    """Leave out what is written in one way everywhere: `3月1日`, and `C-00012 顾清禾`."""
    if spacing is Spacing.SPACE:
        return _DAY_PARTS.sub("列", text)
    return _NUMBERED.sub(r"\1，", text)


def _prose(text: str) -> str:
    """Give a page without what is not prose, every line where it was."""
    for pattern in (_FRONT_MATTER, _FENCE):
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = re.sub(r"`[^`\n]*`", _CODE, text)
    text = _TAG.sub("", text)
    text = re.sub(r"(?<=[：。？！])\*\* ", "", text)  # the words a paragraph begins with
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"^[ >]*(?:[-*+]|\d+\.) +|^#+ +|^ {4,}|\*\*|[ \t]+$", "", text, flags=re.M)


def _without_labels(text: str, labels: Iterable[str], instead: str) -> str:
    """Put one letter in the place of every title or choice with marks of its own."""
    for label in sorted(labels, key=len, reverse=True):
        text = text.replace(label, instead)
    return text


def _found(text: str, rules: Mapping[str, str]) -> Iterator[Slip]:
    for rule, pattern in rules.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            yield _slip(text, match.start(), rule)


def _words(text: str, unwanted: Mapping[str, str]) -> Iterator[Slip]:
    for word, instead in unwanted.items():
        for match in re.finditer(word, text, re.IGNORECASE):
            yield _slip(text, match.start(), f"{instead}, not {match[0]}")


def _unpaired(text: str) -> Iterator[Slip]:
    """Name every line whose quotation marks or brackets do not come in pairs."""
    for number, line in enumerate(text.split("\n"), start=1):
        for opening, closing in ("“”", "《》", "（）"):
            if line.count(opening) != line.count(closing):
                yield Slip(number, f"{opening} {closing} in pairs", line.strip()[: 4 * _EXCERPT])


def _slip(text: str, start: int, rule: str) -> Slip:
    line = text.count("\n", 0, start) + 1
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    end = len(text) if last < 0 else last
    excerpt = text[max(first, start - _EXCERPT) : min(end, start + _EXCERPT)]
    return Slip(line, rule, excerpt.replace(_CODE, "`…`").strip())
