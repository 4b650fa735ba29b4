"""The page of a code for a terminal: what it says, why, an example, who acts."""

from __future__ import annotations

import textwrap

from handbook.catalogue import BY_CODE, Entry
from handbook.rendering.environment import EFFECTS, PARTIES, SEVERITIES
from handbook.rendering.messages import Messages
from handbook.rendering.translations import fill_words, translations
from handbook.schema import LIST_SEPARATORS, Schema

_WIDTH = {"zh": 38, "vi": 78, "en": 78}  # Chinese characters are two columns wide


def explain_code(code: str, schema: Schema, messages: Messages, language: str) -> str:
    """Write what the catalogue and the message files know of a code.

    Args:
        code: Entry in the catalogue.
        schema: For titles of columns.
        messages: The texts.
        language: zh, vi or en.

    Returns:
        Paragraphs and a list of facts; ends with a newline.
    """
    entry = BY_CODE[code]
    paragraphs = [f"{code} {messages.name(code, language)}"]
    paragraphs.extend(
        "\n".join(textwrap.wrap(part, _WIDTH[language])) for part in messages.about(code, language)
    )
    facts = "\n".join(
        fill_words(language, "{word}：{text}", word=word, text=text)
        for word, text in _facts(entry, schema, language)
    )
    example = messages.example(code, language)
    if example:
        words = translations(language).gettext
        facts += f"\n\n{words('错例')}  {example.broken}\n{words('改正')}  {example.mended}"
    return "\n\n".join([*paragraphs, facts]) + "\n"


def _facts(entry: Entry, schema: Schema, language: str) -> list[tuple[str, str]]:
    words = translations(language).gettext
    separator = LIST_SEPARATORS[language]
    facts = [
        (words("级别"), separator.join(words(SEVERITIES[each]) for each in entry.severities)),
        (words("处理"), words(EFFECTS[entry.effect])),
    ]
    if entry.responsible:
        facts.append((words("责任方"), words(PARTIES[entry.responsible])))
    columns = [_column(schema, path, language) for path in entry.reads]
    parameters = [_column(schema, f"programmes.{name}", language) for name in entry.parameters]
    if columns:
        facts.append((words("读取"), separator.join(columns)))
    if parameters:
        facts.append((words("项目参数"), separator.join(parameters)))
    if entry.policy:
        facts.append((words("依据"), entry.policy))
    if entry.covers:
        facts.append((words("包括"), separator.join(entry.covers)))
    return facts


def _column(schema: Schema, path: str, language: str) -> str:
    sheet = schema.tables[path.split(".")[0]]
    return f"{sheet.titles[language]}·{schema.field(path).titles[language]}"
