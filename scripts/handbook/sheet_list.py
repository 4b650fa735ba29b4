"""The sheets of the register and their columns, for the page that tells how to fill them in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from handbook.findings import Party, Visibility
from handbook.rendering.environment import PARTIES
from handbook.rendering.translations import fill_words
from handbook.schema import LIST_SEPARATORS, Field, Schema, TableSchema

PLACEHOLDER = "<!-- sheets -->"
"""The line of a page that is replaced by all sheets and their columns."""

CLASSES: Mapping[Visibility, str] = {
    Visibility.PUBLIC: "公开",
    Visibility.INTERNAL: "内部",
    Visibility.UNIT: "单位",
    Visibility.ORG: "组织部门",
    Visibility.SEALED: "封存",
}
_SENTENCE_GAPS: Mapping[str, str] = {"zh": "", "vi": " ", "en": " "}
_CHOICE_GAPS: Mapping[str, str] = {"zh": "、", "vi": "; ", "en": "; "}  # labels hold commas
_TITLE_GAPS: Mapping[str, str] = {"zh": "", "vi": ", ", "en": ", "}
_OR: Mapping[str, str] = {"zh": "或者", "vi": " hoặc ", "en": " or "}
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")
_CHINESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_BEFORE_HTML_BLOCKS = 24


class SheetsExtension(Extension):
    """Lists all sheets with their columns where a page asks for them."""

    def __init__(self, schema: Callable[[], Schema], language: str) -> None:
        """Remember where to get the schema.

        Args:
            schema: Gives it; called only if a page asks.
            language: Language of the pages.
        """
        super().__init__()
        self._schema = schema
        self._language = language

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name Python-Markdown calls
        """Add the list to a converter.

        Args:
            md: The converter.
        """
        lister = _Lister(self._schema, self._language)
        md.preprocessors.register(lister, "sheets", _BEFORE_HTML_BLOCKS)


class _Lister(Preprocessor):
    """Puts the list of all sheets in the place of its placeholder."""

    def __init__(self, schema: Callable[[], Schema], language: str) -> None:
        super().__init__()
        self._schema = schema
        self._language = language

    def run(self, lines: list[str]) -> list[str]:
        return [each for line in lines for each in self._replaced(line)]

    def _replaced(self, line: str) -> list[str]:
        if line.strip() != PLACEHOLDER:
            return [line]
        return sheets_markdown(self._schema(), self._language).split("\n")


def sheets_markdown(schema: Schema, language: str) -> str:
    """Describe every sheet under a heading of its own, whose anchor is the sheet's key.

    Args:
        schema: Of the register.
        language: zh, vi or en.
    """
    return "\n\n".join(_sheet(table, language) for table in schema.tables.values())


def _sheet(table: TableSchema, language: str) -> str:
    """Give heading, purpose, who fills it in, and a table of the columns."""
    heads = [fill_words(language, each) for each in ("列", "填什么", "谁填", "谁看得到")]
    lines = [
        f"## {_plain(table.titles[language])} {{#{table.key}}}",
        "",
        _plain(table.descriptions[language]),
        "",
        *(f"- {each}" for each in _facts(table, language)),
        "",
        _row((*heads[:2], _stacked(*heads[2:]))),
        "|---|---|---|",
        *(_row(_cells(table, field, language)) for field in table.fields),
    ]
    return "\n".join(lines)


def _facts(table: TableSchema, language: str) -> Iterator[str]:
    """Say who fills a sheet in, how its ids begin and what is filled in on most days."""
    parties = LIST_SEPARATORS[language].join(_parties(table, language))
    yield fill_words(language, "谁来填：{parties}", parties=parties)
    if table.is_core:
        yield fill_words(language, "核心表，缺了它不能生成手册")
    if table.id_prefix:
        yield fill_words(language, "编号以 `{prefix}-` 开头", prefix=table.id_prefix)
    if table.daily:
        titles = (table.field(name).titles[language] for name in table.daily)
        names = _TITLE_GAPS[language].join(map(_quoted, titles))
        yield fill_words(language, "平时只填：{columns}", columns=names)


def _parties(table: TableSchema, language: str) -> list[str]:
    """Give who fills a sheet in, the one with most columns first; remarks do not count."""
    counts = Counter(field.filled_by for field in table.fields if field.name != "remark")
    return [_party(party, language) for party, _ in counts.most_common()]


def _party(party: Party, language: str) -> str:
    return fill_words(language, PARTIES[party])


def _cells(table: TableSchema, field: Field, language: str) -> Iterator[str]:
    """Give the cells of one column: title, what to write, by whom and for whom.

    Three cells, because a fourth leaves no room for the text on a phone. An id is never marked as
    required, because a blank one is handed out.
    """
    title = f"**{_plain(field.titles[language])}**"
    needed = field.required and field.kind != "id"
    yield _stacked(title, fill_words(language, "必填")) if needed else title
    yield _SENTENCE_GAPS[language].join(_sentences(table, field, language))
    yield _stacked(
        _party(field.filled_by, language), fill_words(language, CLASSES[field.visibility])
    )


def _sentences(table: TableSchema, field: Field, language: str) -> Iterator[str]:
    """Say what to write, what may be chosen, what is allowed, when it is needed, an example."""
    yield _plain(field.descriptions[language])
    if field.enumeration:
        labels = (each[language] for each in field.enumeration.labels.values())
        choices = _CHOICE_GAPS[language].join(map(_plain, labels))
        yield fill_words(language, "可选：{choices}。", choices=choices)
    yield from _limits(field, language)
    yield from _conditions(table, field, language)
    if field.example and (language == "zh" or not _CHINESE.search(field.example)):
        yield fill_words(language, "例如 `{example}`。", example=field.example)


def _limits(field: Field, language: str) -> Iterator[str]:
    """Say which numbers or days are allowed; that none is below nought goes without saying."""
    low, high = (_number(each) for each in (field.minimum, field.maximum))
    if low and high:
        yield fill_words(language, "从 {low} 到 {high}。", low=low, high=high)
    elif low and low != "0":
        yield fill_words(language, "不小于 {low}。", low=low)


def _number(limit: float | str | None) -> str:
    return "" if limit is None else limit if isinstance(limit, str) else f"{limit:g}"


def _conditions(table: TableSchema, field: Field, language: str) -> Iterator[str]:
    """Say with which choices in another column this one must be filled in."""
    for name, keys in field.required_when.items():
        other = table.field(name)
        labels = (other.enumeration.label(key, language) for key in keys if other.enumeration)
        yield fill_words(
            language,
            "{field}选{choices}的，必填。",
            field=_quoted(other.titles[language]),
            choices=_OR[language].join(map(_quoted, labels)),
        )


def _quoted(word: str) -> str:
    return f"“{_plain(word)}”"


def _stacked(upper: str, lower: str) -> str:
    return f"{upper}<br><small>{lower}</small>"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Give a text with everything escaped that Markdown would take for markup."""
    return _MARKUP.sub(r"\\\1", text)
