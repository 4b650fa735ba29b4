"""Tables of hand-written pages: their class, scopes, and the head of the column in every cell."""

from __future__ import annotations

import pytest
from markdown import Markdown

from handbook.glossary import GlossaryExtension, Term
from handbook.written_tables import TablesExtension

TERM = Term(
    "mentor",
    {"zh": "帮带", "vi": "kèm cặp", "en": "mentoring"},
    dict.fromkeys(("zh", "vi", "en"), "x"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "| 请几天 | 谁批 |\n|---|---|\n| 3天以内 | 接收单位 |",
            '<table class="hb-table hb-written">\n<thead>\n<tr>\n<th scope="col">请几天</th>\n'
            '<th scope="col">谁批</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
            '<td data-label="请几天">3天以内</td>\n<td data-label="谁批">接收单位</td>\n'
            "</tr>\n</tbody>\n</table>",
            id="plain",
        ),
        pytest.param(
            "| **a** *b* `c` | 帮带 |\n|---|--:|\n| 1 | 2 |",
            '<table class="hb-table hb-written">\n<thead>\n<tr>\n'
            '<th scope="col"><strong>a</strong> <em>b</em> <code>c</code></th>\n'
            '<th align="right" scope="col"><abbr title="x">帮带</abbr></th>\n'
            "</tr>\n</thead>\n<tbody>\n<tr>\n"
            '<td data-label="a b c">1</td>\n<td align="right" data-label="帮带">2</td>\n'
            "</tr>\n</tbody>\n</table>",
            id="markup and a term in the head",
        ),
        pytest.param("无表", "<p>无表</p>", id="no table"),
    ],
)
def test_a_table_is_marked_up(text: str, expected: str) -> None:
    tables = {"tables": {"use_align_attribute": True}}
    extensions = ["tables", GlossaryExtension([TERM], "zh"), TablesExtension()]

    converter = Markdown(extensions=extensions, extension_configs=tables)

    assert converter.convert(text) == expected
