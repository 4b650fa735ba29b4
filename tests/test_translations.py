"""The Vietnamese and the English pages say what the Chinese ones say, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from number_words import said_in_words
from page_structure import blocks, drift, links, numbers, sections
from small_workbooks import SCHEMA
from written_pages import CHINESE, DOCS, front_matter, read

TITLES = frozenset(
    title
    for table in SCHEMA.tables.values()
    for field in table.fields
    for title in field.titles.values()
)
PAGES = sorted(page.relative_to(CHINESE).as_posix() for page in CHINESE.rglob("*.md"))
OTHERS = ("vi", "en")
OF_THEIR_OWN: Mapping[str, str] = {
    "about/hosting.md": "the configurations say in each language what they do",
    "about/operating.md": "the English page is the full one, for maintainers",
    "editing/connect.md": "each language shows its own settings and its own column titles",
    "editing/excel.md": "vi and en have to say how to get titles in their language",
    "index.md": "each language leads to what its readers look for first",
}
"""Pages that are written for each language rather than translated, and why."""
OTHER_SECTIONS = (("about/operating.md", "en"), ("about/hosting.md", "vi"))
"""Pages that have more sections than their original, or fewer: configurations stand in two."""
ENGLISH_ONLY = ("architecture.md", "benchmarks.md")
"""Pages for maintainers that no other language has."""
IN_WORDS = {"owner", "title"}
"""What the front matter says in the language of the page."""
TRANSLATED = [page for page in PAGES if page not in OF_THEIR_OWN]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_page_exists_in_every_language(page: str, language: str):
    assert (DOCS / language / page).is_file(), f"docs/{language}/{page}"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", TRANSLATED)
def test_translation_has_the_structure_of_the_original(page: str, language: str):
    original, translation = read(CHINESE / page), read(DOCS / language / page)
    found = list(drift(original, translation, ("zh", language), TITLES))
    assert found == [], f"docs/{language}/{page} differs from docs/zh/{page}"


@pytest.mark.parametrize(
    ("page", "language"),
    [
        (page, each)
        for page in OF_THEIR_OWN
        for each in OTHERS
        if (page, each) not in OTHER_SECTIONS
    ],
)
def test_pages_written_for_a_language_have_the_anchors_of_the_original(page: str, language: str):
    own, other = (sections(read(folder / page)) for folder in (CHINESE, DOCS / language))
    assert [each.anchor for each in other] == [each.anchor for each in own]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", TRANSLATED)
def test_translation_has_the_front_matter_of_the_original(page: str, language: str):
    facts = [front_matter(folder / page) for folder in (CHINESE, DOCS / language)]
    assert list(facts[0]) == list(facts[1])
    same = [{name: each[name] for name in each if name not in IN_WORDS} for each in facts]
    assert same[0] == same[1]


@pytest.mark.parametrize("language", OTHERS)
def test_no_page_is_there_without_an_original(language: str):
    translated = {page.relative_to(DOCS / language) for page in (DOCS / language).rglob("*.md")}
    english_only = {"decisions", "screens"} if language == "en" else set()
    known = {Path(page) for page in PAGES} | {Path("about") / name for name in ENGLISH_ONLY}
    assert {page for page in translated - known if page.parent.name not in english_only} == set()


@pytest.mark.parametrize("page", ["guidance/leave.md", "guidance/personal-data.md"])
@pytest.mark.parametrize("language", OTHERS)
def test_no_line_of_an_article_can_go_unnoticed(page: str, language: str):
    original = read(CHINESE / page)
    lines = read(DOCS / language / page).split("\n")
    begin = next(number for number, line in enumerate(lines) if line.startswith("# ")) + 1
    unnoticed = [
        lines[number]
        for number in range(begin, len(lines))
        if lines[number].strip()
        and not any(
            drift(
                original,
                "\n".join((*lines[:number], *lines[number + 1 :])),
                ("zh", language),
                TITLES,
            )
        )
    ]
    assert unnoticed == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_not_depart_from_itself(page: str):
    text = read(CHINESE / page)
    assert list(drift(text, text, ("zh", "zh"), TITLES)) == []


ORIGINAL = """---
number: 1
---
# 请假

**一句话：** 先批后走。

## 几天谁批 {#levels}

| 天数 | 谁批 |
|---|---|
| 3天 | 接收单位 |
| 7天 | 组织部门 |

第七十二条，见[期限](term.md#how)。

- 一
- 二

## 例子 {#example}

1. 2026年3月1日请假，“能力水平(1–5)”不看。
"""
TWO_BY_TWO = "['table of 2 columns, 2 rows']"
TRANSLATION = """---
number: 1
---
# Leave

**In short:** first approved, then away.

## Who approves how many days {#levels}

| Days | Who |
|---|---|
| 3 days | receiving unit |
| seven days | organisation department |

Article 72, see [the term](term.md#how).

- one
- two

## Example {#example}

1. Away on 1 March 2026; “Ability level (1–5)” does not count.
"""


def test_faithful_translation_is_left_alone():
    assert list(drift(ORIGINAL, TRANSLATION, ("zh", "en"), TITLES)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "{#example}",
            "{#examples}",
            ["headings: zh has ## #example, en has ## #examples in its place"],
            id="another anchor",
        ),
        pytest.param(
            "## Example",
            "### Example",
            ["headings: zh has ## #example, en has ### #example in its place"],
            id="another level",
        ),
        pytest.param(
            "\n## Example {#example}\n\n1. Away on 1 March 2026; “Ability level (1–5)” does not "
            "count.\n",
            "",
            ["headings: only zh has #example"],
            id="section left out",
        ),
        pytest.param(
            "| 3 days | receiving unit |\n",
            "",
            [
                f"#levels: blocks: zh has {TWO_BY_TWO}; en has ['table of 2 columns, 1 rows']",
                "#levels: numbers: en lacks 3 of “几天谁批”",
            ],
            id="row left out",
        ),
        pytest.param(
            "| Days | Who |\n|---|---|",
            "| Days | Who | When |\n|---|---|---|",
            [f"#levels: blocks: zh has {TWO_BY_TWO}; en has ['table of 3/2 columns, 2 rows']"],
            id="column too many",
        ),
        pytest.param(
            "- one\n- two\n",
            "- one, two\n",
            ["#levels: blocks: zh has ['list of 2']; en has ['list of 1']"],
            id="points run together",
        ),
        pytest.param(
            "term.md#how",
            "term.md#who",
            ["#levels: links: zh has ['term.md#how']; en has ['term.md#who']"],
            id="another link",
        ),
        pytest.param(
            "Article 72",
            "Article 27",
            [
                "#levels: numbers: en lacks 72 of “第七十二条，见[期限](term.md#how)”",
                "#levels: numbers: zh lacks 27 of “Article 27, see [the ter”",
            ],
            id="transposed digits",
        ),
        pytest.param(
            "1 March 2026",
            "1 May 2026",
            [
                "#example: numbers: en lacks 2026-03-01 of “1. 2026年3月1日请假，“能力水平(1–5”",
                "#example: numbers: zh lacks 2026-05-01 of “1. Away on 1 May 2026; “”",
            ],
            id="another month",
        ),
        pytest.param(
            "**In short:** first approved, then away.\n\n",
            "",
            ["请假: blocks: zh has ['text']; en has []"],
            id="paragraph left out",
        ),
    ],
)
def test_drift_is_told_with_its_section(old: str, new: str, expected: list[str]):
    assert old in TRANSLATION
    changed = TRANSLATION.replace(old, new, 1)
    assert list(drift(ORIGINAL, changed, ("zh", "en"), TITLES)) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("第七十二条、第一百条", "zh", {"72", "100"}, id="articles of a law"),
        pytest.param("共1,000人，1.5天", "zh", {"1000", "1.5"}, id="Chinese separators"),
        pytest.param("1.000 người, 1,5 ngày", "vi", {"1000", "1.5"}, id="Vietnamese separators"),
        pytest.param("18万元", "zh", {"180000"}, id="ten thousands"),
        pytest.param("18 vạn", "vi", {"180000"}, id="ten thousands in Vietnamese"),
        pytest.param("CNY 12 million", "en", {"12000000"}, id="millions"),
        pytest.param("2018年12月29日", "zh", {"2018-12-29"}, id="a day in Chinese"),
        pytest.param(
            "ngày 29 tháng 12 năm 2018, 1/3/2026",
            "vi",
            {"2018-12-29", "2026-03-01"},
            id="days in Vietnamese",
        ),
        pytest.param("8 Jan 2026, 29 December 2018", "en", {"2026-01-08", "2018-12-29"}, id="days"),
        pytest.param("S-0012 [x](y9.md) {#a7}", "en", {"12"}, id="no targets, no anchors"),
    ],
)
def test_numbers_are_compared_by_value(text: str, language: str, expected: set[str]):
    assert numbers(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("三十四篇、十五问、两次", "zh", {"34", "15", "2"}, id="Chinese"),
        pytest.param("mười lăm câu, ba mươi ngày, hai trăm", "vi", {"15", "30", "200"}, id="vi"),
        pytest.param("Twenty-five days in the third month", "en", {"25", "3"}, id="English"),
    ],
)
def test_numbers_in_words_are_understood(text: str, language: str, expected: set[str]):
    assert expected <= said_in_words(text, language)


def test_a_page_is_split_at_its_headings_and_not_inside_a_fence():
    page = "# A\n\n```sh\n# no heading\n```\n\n## B {#b}\n\ntext\n"
    assert [(each.level, each.name) for each in sections(page)] == [
        (0, "top of the page"),
        (1, "A"),
        (2, "#b"),
    ]


def test_shapes_of_blocks():
    page = "| a | b |\n|---|---|\n| 1 | 2 |\n\ntext\n\n- x\n- y\n\n1. z\n\n```\n- no\n```"
    assert blocks(page.splitlines()) == [
        "table of 2 columns, 1 rows",
        "text",
        "list of 2",
        "numbered list of 1",
        "code of 1 lines",
    ]


def test_links_are_compared_without_the_folder_of_a_language():
    assert links("[a](../../vi/x.md) [b](y.md)") == links("[b](y.md) [a](../../en/x.md)")
