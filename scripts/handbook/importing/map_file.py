"""The map of a ledger as a file, to be looked over and put right by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handbook.findings import column_letters
from handbook.importing import reporting_in
from handbook.importing.mapping import LedgerMap, Table
from handbook.importing.privacy import without_private
from handbook.importing.recognising import Recognised, Why
from handbook.importing.roles import ROLE_WORDS, WITHHELD, fields_for_maps, role_words
from handbook.rendering.translations import fill_words
from handbook.schema import Schema

_EXAMPLE = "#   市财政局: 栖川市财政局"
_LONGEST_SAMPLE = 24
_UNFIT = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Characters that YAML does not read as they stand."""


def write_map(ledger_map: LedgerMap, schema: Schema, language: str) -> str:
    """Write a map as YAML with explanations, for a person to look over.

    Args:
        ledger_map: As drafted.
        schema: Knows what the register's columns are called.
        language: Of the explanations and of the names of columns.
    """
    return "\n".join(_lines(ledger_map, schema, language)) + "\n"


def _lines(ledger_map: LedgerMap, schema: Schema, language: str) -> Iterator[str]:
    say = _Speaker(language)
    yield say(
        "# 这份对照表说明“{ledger}”的每一列要放到登记表的哪里。",
        ledger=on_one_line(ledger_map.ledger),
    )
    yield say("# 请看一遍；不对的，只改 as 后面的词，存盘以后再运行一次同样的命令。")
    words = (each[language] for each in ROLE_WORDS.values())
    yield say("# 可以写的词：{words}", words=say.listed(words))
    yield say("# 也可以写登记表的栏目：{words}", words=say.listed(_field_words(schema, language)))
    yield f"ledger: {_quoted(ledger_map.ledger)}"
    yield f"language: {ledger_map.language}"
    yield ""
    yield say("# 同一个单位有几种写法的，一行写一种，后面写全称，写成下面这样：")
    yield _EXAMPLE
    yield "units:" if ledger_map.units else "units: {}"
    for name, full in ledger_map.units.items():
        yield f"  {_quoted(name)}: {_quoted(full)}"
    if ledger_map.is_open:
        yield from _question(ledger_map, say)
    yield "tables:"
    for table in ledger_map.tables:
        yield from _table_lines(table, schema, say)


def _question(ledger_map: LedgerMap, say: _Speaker) -> Iterator[str]:
    yield ""
    yield say(
        "# 台账里没有任职文号和任职日期，谁已经到岗只能看报到日期。"
        "没有报到日期的人，发给单位的表、提醒和网页里都还没有他。"
    )
    yield say(
        "# 挂职已经开始的人，都报到了吗？都报到了，写 from start："
        "报到日期按起始日期填，清单里逐条列出，还没有开始的不填。"
    )
    yield say("# 说不准，写 unknown：报到日期空着，以后自己填。")
    if ledger_map.is_reported:
        yield say("# 起草时先当作都报到了。")
    is_reported = ledger_map.is_reported
    yield f"reported: {reporting_in.FROM_START if is_reported else reporting_in.UNKNOWN}"


def _table_lines(table: Table, schema: Schema, say: _Speaker) -> Iterator[str]:
    yield ""
    yield f"- sheet: {_quoted(table.block.sheet)}"
    yield f"  title: {_quoted(table.title[1] if table.title else '')}"
    yield f"  programme: {_quoted(table.heading.programme)}  " + say("# 项目名称")
    yield f"  batch: {_quoted(table.heading.batch)}  " + say("# 批次名称")
    yield "  columns:"
    for column in table.columns:
        yield f"  - column: {column_letters(column.number)}"
        yield f"    title: {_quoted(column.title)}"
        words = role_words(column.role, schema, say.language)
        yield f"    as: {_quoted(words)}  # {say.why(column)}"
        if column.samples:
            shown = (_sample(each, schema) for each in column.samples)
            yield "    " + say("# 例如 {samples}", samples=say.listed(shown))


def _field_words(schema: Schema, language: str) -> list[str]:
    return [role_words(path, schema, language) for path in fields_for_maps(schema)]


def _sample(text: str, schema: Schema) -> str:
    kept = on_one_line(without_private(text, schema).text)
    return kept if len(kept) <= _LONGEST_SAMPLE else f"{kept[:_LONGEST_SAMPLE]}…"


def _quoted(text: str) -> str:
    """Write a text as YAML reads it back, whatever stands in it."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def on_one_line(text: str) -> str:
    """Put a text on one line, without letters that do not show.

    Args:
        text: As it stands in a cell.
    """
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


@dataclass(frozen=True)
class _Speaker:
    language: str

    def __call__(self, msgid: str, **values: object) -> str:
        return fill_words(self.language, msgid, **values)

    def listed(self, words: Any) -> str:  # noqa: ANN401
        return ("、" if self.language == "zh" else ", ").join(words)

    def why(self, column: Recognised) -> str:
        if column.role == WITHHELD:
            return self("登记表不收，不会带入")
        sentences = {
            Why.TITLE: "按标题认出",
            Why.CONTENT: "按内容认出",
            Why.MAP: "按对照表",
            Why.NOTHING: "没有认出；不改的话，内容写进“备注”",
        }
        return self(sentences[column.why])
