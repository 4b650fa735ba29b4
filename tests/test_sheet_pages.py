"""The pages that tell who fills in what, and when, say what the schema says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import markdown
import pytest

from handbook.findings import Party
from handbook.schema import Field, TableSchema
from handbook.sheet_list import PLACEHOLDER, SheetsExtension, sheets_markdown
from small_workbooks import SCHEMA
from written_pages import DOCS, anchors, read, rows_under

LANGUAGES = ("zh", "vi", "en")
PARTIES = {
    "zh": {
        "派出单位": Party.HOME,
        "接收单位": Party.RECEIVING,
        "组织部门": Party.ORG_DEPT,
        "挂职干部": Party.CADRE,
        "维护人员": Party.MAINTAINER,
    },
    "vi": {
        "đơn vị cử đi": Party.HOME,
        "đơn vị tiếp nhận": Party.RECEIVING,
        "ban tổ chức": Party.ORG_DEPT,
        "cán bộ được biệt phái": Party.CADRE,
        "người bảo trì": Party.MAINTAINER,
    },
    "en": {
        "home unit": Party.HOME,
        "receiving unit": Party.RECEIVING,
        "organisation department": Party.ORG_DEPT,
        "secondee": Party.CADRE,
        "maintainers": Party.MAINTAINER,
    },
}
CALENDAR = "calendar-of-filling.md"


def section(language: str, key: str) -> str:
    """Give what is generated of one sheet, without its heading."""
    text = sheets_markdown(SCHEMA, language)
    return text.split(f"{{#{key}}}\n")[1].split("\n## ")[0].strip()


def test_a_sheet_is_described_with_its_columns():
    assert section("zh", "allocations") == (
        "每一批分给各派出单位的名额，一批一单位一行；没有分配名额的可以不用这张表。\n"
        "\n"
        "- 谁来填：组织部门\n"
        "- 编号以 `Q-` 开头\n"
        "\n"
        "| 列 | 填什么 | 谁填<br><small>谁看得到</small> |\n"
        "|---|---|---|\n"
    ) + "\n".join(allocation_rows())


def allocation_rows() -> Iterator[str]:
    """Give the expected rows of the shortest sheet, whose columns need no more than this."""
    for field in SCHEMA.tables["allocations"].fields:
        needed = "<br><small>必填</small>" if field.required and field.kind != "id" else ""
        example = f"例如 `{field.example}`。" if field.example else ""
        seen = {"internal": "内部", "org": "组织部门"}[field.visibility.name.lower()]
        yield (
            f"| **{field.titles['zh']}**{needed} | {field.descriptions['zh']}{example} "
            f"| 组织部门<br><small>{seen}</small> |"
        )


@pytest.mark.parametrize(
    ("language", "key", "fact"),
    [
        pytest.param("zh", "units", "- 核心表，缺了它不能生成手册", id="core sheet"),
        pytest.param(
            "en",
            "postings",
            "- On most days fill in only: “Cadre”, “Batch”, “Receiving unit”, “Secondment title”, "
            "“Duties”, “Planned start”, “Planned end”, “Appointment document no.”",
            id="everyday columns",
        ),
        pytest.param(
            "zh",
            "postings",
            "“状态”选“在挂”或者“已延期”的，必填。",
            id="needed with some choices",
        ),
        pytest.param("zh", "batches", "不小于 1。", id="lower limit"),
        pytest.param("vi", "work_log", "Từ 0 đến 31.", id="limits"),
        pytest.param("en", "postings", "Term over, awaiting assignment; Completed;", id="choices"),
    ],
)
def test_facts_of_a_sheet_are_told(language: str, key: str, fact: str):
    assert fact in section(language, key)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_generated_text_of_other_languages_shows_no_chinese(language: str):
    quoted = re.sub("“[^”]*”", "", sheets_markdown(SCHEMA, language))
    found = re.findall("[^|]*[\u4e00-\u9fff][^|]*", quoted)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_sheets_holds_every_column_of_every_sheet(language: str):
    source = read(DOCS / language / "editing" / "sheets.md")
    extension = SheetsExtension(lambda: SCHEMA, language)
    html = markdown.markdown(source, extensions=["attr_list", "tables", "toc", extension])
    assert PLACEHOLDER not in html
    for table in SCHEMA.tables.values():
        part = html.split(f'<h2 id="{table.key}">')[1].split("<h2")[0]
        listed = re.findall(r"<tr>\s*<td><strong>(.*?)</strong>", part)
        assert listed == [field.titles[language] for field in table.fields]


def test_a_page_without_the_placeholder_is_left_alone():
    extension = SheetsExtension(lambda: pytest.fail("nobody asked"), "zh")
    assert markdown.markdown("# 一\n\n文", extensions=[extension]) == "<h1>一</h1>\n<p>文</p>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_reached_from_the_top_of_the_page(language: str):
    page = DOCS / language / "editing" / "sheets.md"
    assert set(re.findall(r"\(#([a-z_]+)\)", read(page))) == set(SCHEMA.tables)
    assert set(SCHEMA.tables) < anchors(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_index_says_who_fills_a_sheet_in_as_the_schema_does(language: str):
    rows = rows_under(DOCS / language / "editing" / "index.md", "sheets")
    assert [row[0] for row in rows] == [each.titles[language] for each in SCHEMA.tables.values()]
    for (title, _, who, _), table in zip(rows, SCHEMA.tables.values(), strict=True):
        if table.key == "waivers":
            continue  # whoever needs an exception
        parties = {PARTIES[language][name] for name in re.split("、|, ", who)}
        assert parties == filling(table), title


def filling(table: TableSchema) -> set[Party]:
    return {field.filled_by for field in table.fields if field.name != "remark"}


def calendar_rows(language: str) -> Iterator[tuple[Party, list[TableSchema], list[str]]]:
    """Give party, sheets and what is quoted of every row of the page by events."""
    titles = {table.titles[language]: table for table in SCHEMA.tables.values()}
    parties = {name.lower(): party for name, party in PARTIES[language].items()}
    for line in read(DOCS / language / "editing" / CALENDAR).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| ") or len(cells) != 3:
            continue
        if cells[1].lower() in parties:  # the table of absences, with the sheet in its head
            yield parties[cells[1].lower()], [SCHEMA.tables["absences"]], quoted(cells[2])
        elif cells[0].lower() in parties and quoted(cells[1]):
            tables = [titles[each] for each in quoted(cells[1])]
            yield parties[cells[0].lower()], tables, quoted(cells[2])


def quoted(text: str) -> list[str]:
    return re.findall("“([^”]+)”", text)


def labels(field: Field, language: str) -> set[str]:
    choices = field.enumeration.labels.values() if field.enumeration else ()
    return {each[language] for each in choices} | set(field.whole_batch)


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_named_for_an_event_belong_to_the_sheet_and_the_party(language: str):
    wrong = []
    for party, tables, words in calendar_rows(language):
        fields = {field.titles[language]: field for table in tables for field in table.fields}
        choices = {word for field in fields.values() for word in labels(field, language)}
        for word in words:
            field = fields.get(word)
            if field is None and word not in choices:
                wrong.append(f"“{word}” is no column of {[table.key for table in tables]}")
            elif field is not None and field.filled_by is not party:
                wrong.append(f"“{word}” is filled in by {field.filled_by}, not {party}")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_but_waivers_has_its_moment(language: str):
    named = {table.key for _, tables, _ in calendar_rows(language) for table in tables}
    assert set(SCHEMA.tables) - named == {"waivers"}
