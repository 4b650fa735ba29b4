"""The written pages and what the program says keep to the style guide, `docs/zh/about/style.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from prose_style import Slip, Spacing, slips_in_page, slips_in_text
from small_workbooks import SCHEMA
from written_pages import CHINESE, DOCS, PROJECT, read, rows_under

LANGUAGES = ("zh", "vi", "en")
PAGES = sorted(page.relative_to(CHINESE).as_posix() for page in CHINESE.rglob("*.md"))
CASES = [
    (language, page)
    for language in LANGUAGES
    for page in PAGES
    if (DOCS / language / page).is_file()  # tests/test_translations.py says which are missing
]
PROSE_FOLDERS = frozenset({"guidance", "forms", "schemes"})
"""Folders whose Chinese is set without spaces around Latin letters and digits."""

UNWANTED: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "旁听": "列席",
        "总辖": "总负责",
        "(?:挂职|起止|时间|固定)窗口|窗口期": "挂职起止时间",
        "全面履职": "分管",
        "接受单位": "接收单位",
        "派遣单位|选派单位": "派出单位",
        "(?<!指)导师|带教|帮扶联系人": "帮带联系人",
        "登记册": "登记表",
        "台帐|帐号|帐户": "账",
        "登陆": "登录",
        "其它": "其他",
        "做为": "作为",
        "签定": "签订",
    },
    "vi": {
        "đỡ đầu|cố vấn": "người hướng dẫn",
        "đơn vị chủ nhà": "đơn vị tiếp nhận",
        "\\b(?:xoá|khoá|hoá|toà)\\b": "xóa, khóa, hóa, tòa",
    },
    "en": {
        "seconded (?:cadre|officer|official)s?|detachees?": "secondee",
        "host(?:ing)? unit|accepting unit": "receiving unit",
        "dispatching unit|delegating unit": "home unit",
        "\\b(?:tutor|coach)(?:s|es)?\\b": "mentor",
        "organiz\\w+": "organis…",
        "\\blabor\\b|\\bcolor\\b|\\bcenter\\b": "British spelling",
    },
}
"""Language → pattern → what to write instead."""
ROTATION = {"luân chuyển": "biệt phái"}
"""挂职 is no luân chuyển, so Vietnamese says it only where the Chinese page speaks of rotation."""

NAMES_AS_THEY_ARE = ("设置…", "表名!列行", "副乡(镇)长")
LABELS = frozenset(NAMES_AS_THEY_ARE) | {
    label
    for table in SCHEMA.tables.values()
    for field in table.fields
    for label in (
        *field.titles.values(),
        *(
            each
            for labels in (field.enumeration.labels.values() if field.enumeration else ())
            for each in labels.values()
        ),
    )
    if re.search(r"[(（,]", label)
}
"""Titles and choices with marks of their own, which are quoted as they stand."""
SHOW_CHINESE = dict.fromkeys(
    ("about/operating.md", "editing/connect.md"), "nothing left in Chinese"
)
"""Pages that lead through the demo register, or quote what the program writes in Chinese."""
SHOW_REFUSED_DATES = frozenset({"CEL305", "POL-R04"})
"""Codes whose pages list how dates may be typed."""


def spacing_of(page: str) -> Spacing:
    return Spacing.NONE if page.split("/")[0] in PROSE_FOLDERS else Spacing.SPACE


def unwanted_in(language: str, page: str) -> Mapping[str, str]:
    speaks_of_rotation = re.search("luân chuyển|轮换|轮岗", read(CHINESE / page))
    is_exempt = language != "vi" or speaks_of_rotation or page.endswith("glossary.md")
    return {**UNWANTED[language], **({} if is_exempt else ROTATION)}


@pytest.mark.parametrize(("language", "page"), CASES)
def test_written_pages_keep_to_the_style(language: str, page: str):
    unwanted = unwanted_in(language, page)
    text = read(DOCS / language / page)
    slips = slips_in_page(text, language, spacing_of(page), unwanted, LABELS)
    wanted = SHOW_CHINESE.get(page, "")
    assert [str(slip) for slip in slips if slip.rule != wanted] == []


def spoken(text: str) -> str:
    """Give a text of the program without its placeholders and what it quotes from a cell."""
    text = re.sub(r"\{[^}]*\}", "□", text.strip())
    return re.sub("“[^”]*”", "“列”", re.sub(r"`[^`]*`", "\ufffc", text))


def sentences(node: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Give every text below a node of a YAML file: where it is, its language, the text."""
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in LANGUAGES and isinstance(value, str):
            yield path, key, value
        elif key != "example":  # shows what stands in a cell, as it was typed
            yield from sentences(value, f"{path}.{key}" if path else str(key))


def messages() -> Iterator[tuple[str, str, str]]:
    for file in sorted((PROJECT / "sheets_schema" / "messages").glob("*.yaml")):
        yield from sentences(yaml.load(read(file), Loader=yaml.CSafeLoader), "")


def descriptions() -> Iterator[tuple[str, str, str]]:
    for table in SCHEMA.tables.values():
        for language, text in table.descriptions.items():
            yield table.key, language, text
        for field in table.fields:
            for language, text in field.descriptions.items():
                yield f"{table.key}.{field.name}", language, text


def catalogue_texts() -> Iterator[tuple[str, str, str]]:
    locales = PROJECT / "scripts" / "handbook" / "rendering" / "locales"
    for language in LANGUAGES:
        catalogue = read(locales / language / "handbook.po").split("\n\n", 1)[1]
        for match in re.finditer(r'^msgstr(?:\[\d\])? "(.+)"$', catalogue, re.MULTILINE):
            yield "handbook.po", language, match[1].replace("\\n", "\n").replace('\\"', "“”")


@pytest.mark.parametrize("texts", [messages, descriptions, catalogue_texts])
def test_what_the_program_says_keeps_to_the_style(texts):
    found = []
    for where, language, text in texts():
        plain = spoken(text)
        slips = slips_in_text(plain, language, Spacing.SPACE, UNWANTED[language], LABELS)
        found += [
            f"{where} ({language}): {slip}"
            for slip in slips
            if not (slip.rule.startswith("dates") and where.split(".")[0] in SHOW_REFUSED_DATES)
        ]
    assert found == []


CLEAN = """---
owner: x,y
---
# 期限 {#term}

**一句话：** 期限12个月，见[期限](a,b.md)；`2026.9.1`不算。

| 列 | 说明 |
|---|---|
| “能力水平(1–5)” | 2026年3月1日——不是“待定” |

```sh
两个  空格 , 没关系
```
"""


def style(text: str, language: str = "zh", spacing: Spacing = Spacing.NONE) -> list[str]:
    slips = slips_in_page(text, language, spacing, UNWANTED[language], LABELS)
    return [f"{slip.line}: {slip.rule}" for slip in slips]


def test_clean_page_is_left_alone():
    assert style(CLEAN) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("先批,后走", "full-width , ; : ? !", id="comma"),
        pytest.param("看“状态”:空着", "full-width , ; : ? !", id="colon behind a quotation"),
        pytest.param("请假(事假)", "full-width （ ）", id="brackets"),
        pytest.param("先批后走.", "full-width 。", id="full stop"),
        pytest.param('选"在挂"', "“ ” for quotation marks", id="straight marks"),
        pytest.param("选「在挂」", "“ ” for quotation marks", id="corner marks"),
        pytest.param("选“在挂", "“ ” in pairs", id="mark left open"),
        pytest.param("依《公务员法", "《 》 in pairs", id="title left open"),
        pytest.param("不是—而是", "—— for a dash", id="half a dash"),
        pytest.param("等等...", "…… for an ellipsis", id="dots"),
        pytest.param("先批，，后走", "one mark at a time", id="comma twice"),
        pytest.param("先批， 后走", "no space beside full-width marks", id="space behind a comma"),
        pytest.param("先批  后走", "no two spaces in a row", id="two spaces"),
        pytest.param("先批后走 ", "no space at the end of a line", id="space at the end"),
        pytest.param("先批\u3000后走", "no wide space", id="wide space"),
        pytest.param("2026/3/1起", "dates as 2026-03-01 or 2026年3月1日", id="slashes"),
        pytest.param("2026.03.01起", "dates as 2026-03-01 or 2026年3月1日", id="points"),
        pytest.param("2026-3-1起", "dates as 2026-03-01 or 2026年3月1日", id="no noughts"),
        pytest.param("3月1号起", "no day called 号", id="spoken date"),
        pytest.param(
            "期限 12个月", "no space between Chinese and Latin letters or digits", id="spaced"
        ),
        pytest.param("只旁听一个月", "列席, not 旁听", id="word of an older draft"),
        pytest.param("挂职窗口太短", "挂职起止时间, not 挂职窗口", id="word for a term"),
    ],
)
def test_slips_in_chinese_are_told(text: str, rule: str):
    assert style(f"# 题目\n\n{text}\n") == [f"3: {rule}"]


@pytest.mark.parametrize("text", ["用Excel 填", "期限12 个月", "写成`-`就行", "共12个月"])
def test_texts_about_the_program_have_spaces_around_latin(text: str):
    found = set(style(text, spacing=Spacing.SPACE))
    assert found == {"1: a space between Chinese and Latin letters or digits"}


@pytest.mark.parametrize("text", ["用 Excel 填", "从2026年3月1日起", "写成 `-`，就行", "50%"])
def test_spaces_are_not_asked_for_in_dates_and_beside_marks(text: str):
    assert style(text, spacing=Spacing.SPACE) == []


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        pytest.param("vi", "nghỉ phép，ba ngày", "no Chinese punctuation", id="Chinese comma"),
        pytest.param("vi", "người đỡ đầu", "người hướng dẫn, not đỡ đầu", id="Vietnamese word"),
        pytest.param(
            "vi",
            "nghi\u0309 phép",
            "letters with their accents in one character (NFC)",
            id="accent apart",
        ),
        pytest.param("en", "the host unit", "receiving unit, not host unit", id="English word"),
        pytest.param("en", 'a "leave"', "“ ” for quotation marks", id="straight marks"),
        pytest.param("en", "three 天", "nothing left in Chinese", id="word left over"),
        pytest.param("en", "three days , then", "no space before a mark", id="space and comma"),
    ],
)
def test_slips_in_other_languages_are_told(language: str, text: str, rule: str):
    assert style(text, language) == [f"1: {rule}"]


def test_a_slip_is_told_with_its_line_and_what_stands_around_it():
    assert str(Slip(3, "列席, not 旁听", "只旁听一个月")) == (
        "line 3: 列席, not 旁听: …只旁听一个月…"
    )


def test_style_guide_lists_the_unwanted_words():
    listed = {row[0] for row in rows_under(Path(CHINESE / "about" / "style.md"), "terms")}
    samples = {"zh": listed, "vi": listed, "en": listed}
    missing = [
        pattern
        for language, words in UNWANTED.items()
        for pattern in words
        if not any(re.search(pattern, word) for word in samples[language])
    ]
    assert missing == []
