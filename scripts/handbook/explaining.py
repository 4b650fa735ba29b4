"""The page of a code for a terminal: what it says, why, an example, who acts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from handbook.articles import name_policy
from handbook.catalogue import BY_CODE, Entry
from handbook.rendering.environment import EFFECTS, PARTIES, SEVERITIES
from handbook.rendering.messages import Messages
from handbook.rendering.translations import fill_words, translations
from handbook.schema import LIST_SEPARATORS, Schema

_WIDTH = 78
_CJK = r"\u2e80-\u9fff\uff00-\uffef\u3000-\u303f"
# A line breaks between two Chinese characters or after a blank, and never before a closing mark.
_PIECE = re.compile(
    rf"[“（〔]*(?:[^\s{_CJK}“”]+|[{_CJK}])?[”，。；：、？！）〕]*\s*",
)


def explain_code(
    code: str,
    schema: Schema,
    messages: Messages,
    language: str,
    articles: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Write what the catalogue and the message files know of a code.

    Args:
        code: Entry in the catalogue.
        schema: For titles of columns.
        messages: The texts.
        language: zh, vi or en.
        articles: Page and section of the guidance → title; what is not there is named by address.

    Returns:
        Paragraphs and a list of facts, in the words of the page of the rule; ends with a newline.
    """
    entry = BY_CODE[code]
    paragraphs = [f"{code} {messages.name(code, language)}"]
    paragraphs.extend(fold_text(part, _WIDTH) for part in messages.about(code, language))
    paragraphs.append(_told(_facts(entry, schema, language, articles), language))
    example = messages.example(code, language)
    if example:
        words = translations(language).gettext
        lines = [(words("有问题的写法"), example.broken), (words("改好以后"), example.mended)]
        paragraphs.append(_told(lines, language))
    return "\n\n".join(paragraphs) + "\n"


def fold_text(text: str, width: int) -> str:
    """Break a paragraph into lines of a terminal.

    Args:
        text: One paragraph, Chinese or not.
        width: In columns; a Chinese character takes two.
    """
    lines = [""]
    for piece in filter(None, _PIECE.findall(text)):
        if lines[-1] and _columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _told(facts: Iterable[tuple[str, str]], language: str) -> str:
    return "\n".join(
        fill_words(language, "{word}：{text}", word=word, text=text) for word, text in facts
    )


def _facts(
    entry: Entry, schema: Schema, language: str, articles: Mapping[str, str]
) -> list[tuple[str, str]]:
    words = translations(language).gettext
    separator = LIST_SEPARATORS[language]
    responsible = PARTIES[entry.responsible] if entry.responsible else "填写这一列的人或单位"
    facts = [
        (words("谁来处理"), words(responsible)),
        (words("轻重"), separator.join(words(SEVERITIES[each]) for each in entry.severities)),
        (words("对网站的影响"), words(EFFECTS[entry.effect])),
        *_columns_read(entry, schema, language),
    ]
    if entry.policy:
        facts.append((words("指南里的规定"), name_policy(entry.policy, articles)))
    if entry.covers:
        facts.append((words("包括"), separator.join(entry.covers)))
    return facts


def _columns_read(entry: Entry, schema: Schema, language: str) -> list[tuple[str, str]]:
    sheets: dict[str, list[str]] = {}
    for path in entry.reads:
        title = schema.field(path).titles[language]
        sheets.setdefault(path.split(".")[0], []).append(title)
    separator = LIST_SEPARATORS[language]
    read = [
        (
            fill_words(language, "用到“{sheet}”表的列", sheet=schema.tables[name].titles[language]),
            separator.join(titles),
        )
        for name, titles in sheets.items()
    ]
    settings = [schema.field(f"programmes.{name}").titles[language] for name in entry.parameters]
    if settings:
        read.append((translations(language).gettext("项目的规定"), separator.join(settings)))
    return read
