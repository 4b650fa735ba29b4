"""What the Chinese pages say of columns, labels, dates and terms is what the program does."""

import re
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from handbook.casting import cast_column
from handbook.register import term_end
from handbook.schema import fold
from small_workbooks import SCHEMA
from written_pages import CHINESE, name_of, prose, rows_under

_QUOTED = re.compile(r"“([^”]+)”")
_ORDINARY = frozenset(
    re.split(
        r"\s+",
        "今天 还剩几天 待核 按默认 公开 内部 错误 重复 晚于结束日期 有问题 按哪一天算 依据 参见 "
        "以上 以下 以内 届满 不满 超过 以外 以上、以下、以内、届满 超过、不满、以外 "
        "交流的方式 交流包括调任、转任和挂职",
    )
)
"""Words in quotation marks on the Chinese pages that are no title and no label."""


_OTHERWISE = frozenset({"没有基层工作经历", "已核实的", "已经结束"})
"""Words in quotation marks that come near to a title or a label and are meant as they stand."""


def known_words() -> set[str]:
    """Give all titles, aliases and labels of the schema, folded."""
    words = set()
    for table in SCHEMA.tables.values():
        words |= {table.titles["zh"], *table.aliases}
        for field in table.fields:
            words |= {field.titles["zh"], *field.aliases, *field.whole_batch}
            if field.enumeration:
                words |= {label["zh"] for label in field.enumeration.labels.values()}
    return {fold(word) for word in words}


_STRICT = ("editing", "about", "cadres", "units", "findings", "rules", "todo")
"""Folders in which nothing but titles and labels stands in quotation marks."""


@pytest.mark.parametrize(
    "page", [page for name in _STRICT for page in sorted((CHINESE / name).glob("*.md"))],
    ids=name_of,
)  # fmt: skip
def test_quoted_titles_and_labels_are_those_of_the_register(page: Path):
    known = known_words()
    quoted = [word for word in _QUOTED.findall(prose(page)) if word not in _ORDINARY]
    assert [word for word in quoted if fold(word) not in known] == []


@pytest.mark.parametrize("page", sorted(CHINESE.rglob("*.md")), ids=name_of)
def test_nothing_quoted_is_nearly_a_title_or_a_label(page: Path):
    known = known_words()
    quoted = {fold(word) for word in _QUOTED.findall(prose(page))} - known - _OTHERWISE
    near = {word: extractOne(word, known, scorer=ratio, score_cutoff=85) for word in quoted}
    assert {word: match[0] for word, match in near.items() if match} == {}


def reading_of(field: str, text: str) -> tuple[str, str]:
    """Give what a text is read as in a column, and the code of what is said about it."""
    column = cast_column(SCHEMA.field(field), np.array([text], dtype=object), "zh")
    codes = [reading.code for _, reading in column.problems]
    value = column.values[0]
    return ("" if np.isnat(value) else str(value.astype("datetime64[D]"))), "".join(codes)


def test_accepted_dates_are_read_as_the_page_says():
    rows = rows_under(CHINESE / "editing" / "dates.md", "accepted")
    read_as = [[text, reading_of("postings.reported_on", text)[0]] for text, _ in rows]
    assert read_as == rows


def test_months_are_read_as_the_page_says():
    columns = {"计划开始": "start_planned", "计划结束": "end_planned", "延长至": "extension_to"}
    rows = rows_under(CHINESE / "editing" / "dates.md", "month-only")
    read_as = [
        [title, text, reading_of(f"postings.{columns[title]}", text)[0]] for title, text, _ in rows
    ]
    assert read_as == rows


def test_refused_dates_give_the_code_the_page_says():
    rows = rows_under(CHINESE / "editing" / "dates.md", "refused")
    said = [reading_of("postings.reported_on", text) for text, _, _ in rows]
    assert said == [("", code) for *_, code in rows]


def test_terms_end_as_the_page_says():
    rows = rows_under(CHINESE / "guidance" / "term-and-extension.md", "how-counted")
    starts = np.array([row[0] for row in rows], dtype="datetime64[s]")
    months = np.array([float(row[1].removesuffix("个月")) for row in rows])
    ends = [str(end.astype("datetime64[D]")) for end in term_end(starts, months)]
    assert ends == [row[2].split("（")[0] for row in rows]


def test_table_of_sheets_lists_all_of_them_in_order():
    rows = rows_under(CHINESE / "editing" / "index.md", "sheets")
    listed = [(row[0], row[3] == "是") for row in rows]
    assert listed == [(table.titles["zh"], table.is_core) for table in SCHEMA.tables.values()]
