"""A finding in words: values, plural forms, hidden values, awkward text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handbook.catalogue import CATALOGUE
from handbook.explaining import explain_code, fold_text
from handbook.findings import Cell, Finding, Param, Party, Plain, Severity, Visibility
from handbook.rendering.messages import Example, Explained, Messages, cell_text, load_messages
from small_workbooks import SCHEMA

ROOT = Path(__file__).parents[1]

FILE = """
KEY404:
  name: {zh: 编号对不上, vi: Mã không khớp, en: Unknown reference}
  message:
    zh: "“{value}”不在“{target}”表里"
    vi: "“{value}” không có trong “{target}”"
    en: "“{value}” is not in “{target}”"
  expected: {zh: 表里已有的编号, vi: mã đã có, en: an id that exists}
  help: {zh: 改成表里有的编号, vi: sửa mã, en: type an id that exists}
  variants:
    near:
      help:
        zh: "是不是“{suggestion}”？"
        vi: "có phải “{suggestion}”?"
        en: "did you mean “{suggestion}”?"
  about: {zh: "第一段。\\n第二段。", vi: a, en: b}
  example:
    broken: {zh: U-0099, vi: U-0099, en: U-0099}
    mended: {zh: U-0009, vi: U-0009, en: U-0009}
POL-R40:
  name: {zh: 到期, vi: Hết hạn, en: Past its end}
  message:
    zh: "{end} 到期，已过 {count} 天"
    vi: "hết hạn {end}, quá {count} ngày"
    en: {one: "ended {end}, {count} day ago", other: "ended {end}, {count} days ago"}
"""


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Messages:
    folder: Path = tmp_path_factory.mktemp("messages")
    (folder / "key.yaml").write_text(FILE, encoding="utf-8")
    return load_messages(folder)


def finding(
    code: str,
    params: dict[str, Param],
    variant: str = "",
    visibility: Visibility = Visibility.INTERNAL,
) -> Finding:
    cell = Cell("postings", "挂职", 11, 7, "receiving_unit_id")
    return Finding(code, cell, "S-0008", Severity.ERROR, Party.HOME, visibility, variant, params)


TARGET = Plain({"zh": "单位", "vi": "Đơn vị", "en": "Units"})
UNKNOWN = {"value": "U-0099", "target": TARGET, "suggestion": "U-0009"}
ENDED = {"end": date(2026, 6, 1), "count": 29}

WORDS = [
    pytest.param(
        finding("KEY404", UNKNOWN),
        "zh",
        Explained("编号对不上", "“U-0099”不在“单位”表里", "表里已有的编号", "改成表里有的编号"),
        id="main text",
    ),
    pytest.param(
        finding("KEY404", UNKNOWN, "near"),
        "zh",
        Explained("编号对不上", "“U-0099”不在“单位”表里", "表里已有的编号", "是不是“U-0009”？"),
        id="a variant says only what differs",
    ),
    pytest.param(
        finding("KEY404", UNKNOWN, "near"),
        "en",
        Explained(
            "Unknown reference",
            "“U-0099” is not in “Units”",
            "an id that exists",
            "did you mean “U-0009”?",
        ),
        id="another language",
    ),
    pytest.param(
        finding("POL-R40", ENDED),
        "en",
        Explained("Past its end", "ended 2026-06-01, 29 days ago", "", ""),
        id="several days",
    ),
    pytest.param(
        finding("POL-R40", ENDED | {"count": 1}),
        "en",
        Explained("Past its end", "ended 2026-06-01, 1 day ago", "", ""),
        id="one day",
    ),
    pytest.param(
        finding("POL-R40", ENDED | {"count": 1}),
        "zh",
        Explained("到期", "2026-06-01 到期，已过 1 天", "", ""),
        id="a language without plural forms",
    ),
    pytest.param(
        finding("KEY404", UNKNOWN | {"value": "{target}"}),
        "zh",
        Explained("编号对不上", "“{target}”不在“单位”表里", "表里已有的编号", "改成表里有的编号"),
        id="braces in a cell stay as they are",
    ),
    pytest.param(
        finding("KEY404", UNKNOWN | {"value": ("甲", "乙")}),
        "zh",
        Explained("编号对不上", "“甲、乙”不在“单位”表里", "表里已有的编号", "改成表里有的编号"),
        id="several values",
    ),
    pytest.param(
        finding("KEY404", UNKNOWN | {"value": 12.0}),
        "zh",
        Explained("编号对不上", "“12”不在“单位”表里", "表里已有的编号", "改成表里有的编号"),
        id="whole number without a decimal point",
    ),
]


@pytest.mark.parametrize(("found", "language", "expected"), WORDS)
def test_a_finding_is_put_into_words(
    messages: Messages, found: Finding, language: str, expected: Explained
) -> None:
    assert messages.explain(found, language) == expected


HIDDEN = [
    pytest.param(Visibility.UNIT, Visibility.INTERNAL, True, id="class above the reader's"),
    pytest.param(Visibility.PUBLIC, Visibility.SEALED, False, id="no values wanted"),
]


@pytest.mark.parametrize(("visibility", "limit", "show_values"), HIDDEN)
def test_hidden_values_leave_the_words_of_the_schema(
    messages: Messages, visibility: Visibility, limit: Visibility, show_values: bool
) -> None:
    found = finding("KEY404", UNKNOWN, "near", visibility)
    told = messages.explain(found, "zh", limit, show_values=show_values)
    assert told == Explained(
        "编号对不上", "“‹hidden›”不在“单位”表里", "表里已有的编号", "是不是“‹hidden›”？"
    )


def test_a_hidden_count_does_not_show_through_the_plural(messages: Messages) -> None:
    found = finding("POL-R40", ENDED | {"count": 1})
    told = messages.explain(found, "en", show_values=False)
    assert told.message == "ended ‹hidden›, ‹hidden› days ago"


CELL_TEXTS = [
    pytest.param("陆予安", "陆予安", id="plain"),
    pytest.param("a\u200bb", "a\\u200bb", id="zero width"),
    pytest.param("a\nb\x1b[31m", "a\\u000ab\\u001b[31m", id="line break and terminal escape"),
    pytest.param("\u202egnp", "\\u202egnp", id="right to left"),
    pytest.param("\U000e0041", "\\U000e0041", id="beyond the first plane"),
    pytest.param("字" * 60, "字" * 60, id="sixty characters"),
    pytest.param("字" * 61, "字" * 60 + "…", id="longer"),
    pytest.param("", "", id="blank"),
]


@pytest.mark.parametrize(("text", "expected"), CELL_TEXTS)
def test_cell_text_fits_one_line(text: str, expected: str) -> None:
    assert cell_text(text) == expected


def test_a_missing_value_names_the_code(messages: Messages) -> None:
    with pytest.raises(KeyError) as caught:
        messages.explain(finding("KEY404", {"value": "U-0099"}), "zh")
    assert caught.value.__notes__ == ["KEY404, variant '', language zh"]


def test_the_page_of_a_rule_has_paragraphs_and_an_example(messages: Messages) -> None:
    assert messages.about("KEY404", "zh") == ("第一段。", "第二段。")
    assert messages.example("KEY404", "zh") == Example("U-0099", "U-0009")
    assert messages.example("POL-R40", "zh") is None


REAL = load_messages(ROOT / "sheets_schema" / "messages")
CODES = [entry.code for entry in CATALOGUE]


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
@pytest.mark.parametrize("code", CODES)
def test_paragraphs_fit_a_terminal_and_lose_nothing(code: str, language: str) -> None:
    for paragraph in REAL.about(code, language):
        lines = fold_text(paragraph, 78).split("\n")
        assert [line for line in lines if line[0] in "，。；：、？！”）"] == []
        assert "".join("".join(lines).split()) == "".join(paragraph.split())


BROKEN_INTO_LINES = [
    pytest.param("请填写编号。", 10, "请填写编\n号。", id="a full stop stays with its character"),
    pytest.param("写成2024-03-01。", 8, "写成\n2024-03-01。", id="a date is one piece"),
    pytest.param("写“在挂”即可", 6, "写“在\n挂”即\n可", id="quotes stay with their word"),
    pytest.param("fill in the number", 11, "fill in the\nnumber", id="words"),
    pytest.param("", 10, "", id="blank"),
]


@pytest.mark.parametrize(("text", "width", "expected"), BROKEN_INTO_LINES)
def test_a_line_breaks_where_a_reader_would_break_it(text: str, width: int, expected: str) -> None:
    assert fold_text(text, width) == expected


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", ["POL-R36", "KEY402", "POL-R01"])
def test_the_page_of_a_code_is_in_the_language_asked_for(code: str, language: str) -> None:
    told = explain_code(code, SCHEMA, REAL, language)
    assert [each for each in told if "\u4e00" <= each <= "\u9fff"] == []
