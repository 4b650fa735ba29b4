"""The roster and what it adds up to: everybody once in every table, nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import build_publishable
from handbook.office_paper import Mark
from handbook.publishable import ORG, Publishable, State
from handbook.roster import Choice, roster_of, roster_paper, roster_workbook, sections_of
from handbook.schema import LANGUAGES

MARK = Mark("li", datetime(2026, 6, 30, 9, 30, tzinfo=UTC))
UNITS = {
    "U-0001": {"unit_name": "栖川市财政局"},
    "U-0002": {"unit_name": "杏坞镇"},
    "U-0003": {"unit_name": "白枥乡"},
}
CADRES = {
    "C-00001": {
        "name": "顾清禾",
        "gender": "2",
        "birth_ym": "1996-06",
        "party_status": "member",
        "education_code": "14",
        "rank_level": "deputy_section",
        "home_unit_id": "U-0001",
    },
    "C-00002": {
        "name": "陆予安",
        "gender": "1",
        "birth_ym": "1995-07",
        "party_status": "none",
        "education_code": "21",
        "home_unit_id": "U-0001",
    },
    "C-00003": {"name": "苏棠"},
    "C-00004": {"name": "单秋实", "birth_ym": "1960-01"},
}


def posting(number: int, cadre: str, **facts: Any) -> tuple[str, dict[str, Any]]:
    """Give a posting that runs."""
    return f"S-{number:04}", {
        "cadre_id": cadre,
        "batch_id": "B-001",
        "home_unit_id": "U-0001",
        "receiving_unit_id": "U-0002",
        "start_planned": date(2025, 9, 1),
        "end_planned": date(2026, 8, 31),
        "status": "active",
        **facts,
    }


POSTINGS = dict(
    [
        posting(1, "C-00001"),
        posting(2, "C-00002", receiving_unit_id="U-0003", batch_id=""),
        posting(3, "C-00003", status="suspended"),
        posting(4, "C-00004", status="completed"),
    ]
)
ASSESSMENTS = {
    "X-0001": {"posting_id": "S-0001", "kind": "annual", "grade": "competent",
               "done_on": date(2025, 1, 1)},
    "X-0002": {"posting_id": "S-0001", "kind": "annual", "grade": "excellent",
               "done_on": date(2026, 1, 1)},
    "X-0003": {"posting_id": "S-0002", "kind": "half_year", "grade": "excellent"},
    "X-0004": {"posting_id": "S-0003", "kind": "final", "grade": "ungraded"},
}  # fmt: skip


def register(
    cadres: Mapping[str, Any] = CADRES,
    postings: Mapping[str, Any] = POSTINGS,
    states: Mapping[tuple[str, str, str], State] | None = None,
) -> Publishable:
    return build_publishable(
        {
            "units": UNITS,
            "cadres": cadres,
            "programmes": {"P-01": {"name": "公开选派"}},
            "batches": {"B-001": {"programme_id": "P-01", "title": "第一批"}},
            "postings": postings,
            "assessments": ASSESSMENTS,
        },
        audience=ORG,
        states=states,
    )


def counted(title: str, **facts: Any) -> dict[str, int]:
    """Give how many people stand in each row of a table."""
    roster = roster_of(register(**facts), "zh")
    (section,) = (each for each in sections_of(roster) if each.title == title)
    return {name: counts.people for name, counts in section.rows}


# Who is on it


@pytest.mark.parametrize(
    ("choice", "people"),
    [
        (Choice(), ["C-00001", "C-00003", "C-00002"]),
        (Choice(programme="P-01"), ["C-00001", "C-00003"]),
        (Choice(batch="B-001"), ["C-00001", "C-00003"]),
        (Choice(unit="U-0003"), ["C-00002"]),
        (Choice(is_past_too=True), ["C-00001", "C-00003", "C-00004", "C-00002"]),
    ],
    ids=["everybody in post", "one programme", "one batch", "one unit", "those who left too"],
)
def test_who_is_wanted_stands_there(choice: Choice, people: list[str]):
    assert [each.cadre for each in roster_of(register(), "zh", choice).people] == people


def test_who_has_two_postings_stands_there_once_with_the_later():
    later = dict([posting(9, "C-00001", start_planned=date(2026, 1, 1), title="镇长助理")])
    roster = roster_of(register(postings=POSTINGS | later), "zh", Choice(batch="B-001"))
    titles = [each.texts[10] for each in roster.people if each.cadre == "C-00001"]
    assert titles == ["镇长助理"]


def test_the_line_of_a_person_says_what_the_register_says():
    first = roster_of(register(), "zh").people[0]
    assert first.texts == (
        "顾清禾", "女", "1996.06", "30", "中共党员", "硕士研究生毕业", "栖川市财政局", "", "副科",
        "杏坞镇", "", "公开选派 第一批", "2025.09.01", "2026.08.31", "优秀",
    )  # fmt: skip


# What it adds up to


def test_ages_are_counted_in_whole_years_on_the_day_and_blank_ones_said():
    assert counted("年龄") == {"30 岁及以下": 2, "未填": 1}


def test_a_month_of_birth_that_cannot_be_trusted_is_in_no_band():
    held = {("cadres", "C-00001", "birth_ym"): State.HELD}
    assert counted("年龄", states=held) == {"30 岁及以下": 1, "待核": 1, "未填": 1}


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("性别", {"男": 1, "女": 1, "未填": 1}),
        ("政治面貌", {"中共党员": 1, "群众": 1, "未填": 1}),
        ("学历", {"研究生": 1, "大学本科": 1, "未填": 1}),
        ("职务层次", {"副科": 1, "未填": 2}),
        ("项目", {"公开选派": 2, "未填": 1}),
        ("批次", {"公开选派 第一批": 2, "未填": 1}),
        ("接收单位", {"杏坞镇": 2, "白枥乡": 1}),
        ("派出单位", {"栖川市财政局": 3}),
    ],
)
def test_everybody_is_in_one_row(title: str, wanted: dict[str, int]):
    assert counted(title) == wanted


def test_the_last_annual_or_final_grade_counts_and_no_other():
    total = sections_of(roster_of(register(), "zh"))[0].total
    assert (total.people, total.graded, total.excellent) == (3, 1, 1)


facts = st.fixed_dictionaries(
    {
        "name": st.just("某"),
        "gender": st.sampled_from(["", "0", "1", "2", "9"]),
        "birth_ym": st.sampled_from(["", "1950-01", "1975-12", "1990-06", "1990-07", "2004-02"]),
        "party_status": st.sampled_from(["", "member", "probationary", "none", "undisclosed"]),
        "education_code": st.sampled_from(["", "10", "14", "21", "31", "41", "90"]),
        "rank_level": st.sampled_from(["", "staff", "county", "vn_division", "other"]),
    }
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(facts, st.sampled_from(["U-0002", "U-0003", "", "U-0999"])), max_size=12))
def test_every_table_adds_up_to_everybody(drawn: list[tuple[dict[str, str], str]]):
    cadres = {f"C-{number:05}": each for number, (each, _) in enumerate(drawn, start=1)}
    postings = dict(
        posting(number, f"C-{number:05}", receiving_unit_id=host)
        for number, (_, host) in enumerate(drawn, start=1)
    )
    for section in sections_of(roster_of(register(cadres, postings), "en")):
        for name in ("people", "women", "young", "members", "graded", "excellent"):
            parts = [getattr(counts, name) for _, counts in section.rows]
            assert sum(parts) == getattr(section.total, name), (section.title, name)
        assert section.total.people == len(drawn)


# The files


def opened(publishable: Publishable, language: str = "zh") -> openpyxl.Workbook:
    content = roster_workbook(roster_of(publishable, language), MARK)
    return openpyxl.load_workbook(BytesIO(content))


def test_the_workbook_holds_every_line_of_the_roster():
    tab = opened(register()).worksheets[0]
    assert [tab["A1"].value, tab["A2"].value] == ["挂职干部花名册", "截至2026年6月30日，共 3 人"]
    assert [cell.value for cell in tab[3]][:5] == ["序号", "姓名", "性别", "出生年月", "年龄"]
    assert [[cell.value for cell in row][:3] for row in tab.iter_rows(min_row=4)] == [
        [1, "顾清禾", "女"],
        [2, "苏棠", ""],
        [3, "陆予安", "男"],
    ]


def test_the_workbook_counts_in_numbers():
    tab = opened(register()).worksheets[1]
    rows = [[cell.value for cell in row] for row in tab.iter_rows(min_row=3, max_row=7)]
    assert rows[0][0] == "年龄"
    assert rows[2] == ["30 岁及以下", 2, pytest.approx(2 / 3), 1, 2, 1, 1, 1, 1]
    assert rows[4][:3] == ["合计", 3, 1]


def test_it_prints_on_a4_with_its_head_repeated_and_says_who_took_it_out():
    for tab in opened(register()).worksheets:
        assert (tab.page_setup.paperSize, tab.page_setup.orientation) == (9, "landscape")
        assert tab.oddHeader.right.text == tab.oddFooter.left.text == "内部资料 li 2026-06-30 09:30"
        assert tab.print_area
    assert opened(register()).worksheets[0].print_title_rows == "$3:$3"


def test_texts_of_cells_never_become_formulas():
    cadres = {**CADRES, "C-00001": {"name": "=HYPERLINK(1)", "home_post": "@SUM(A1)"}}
    tab = opened(register(cadres=cadres)).worksheets[0]
    assert (tab["B4"].value, tab["B4"].data_type) == ("=HYPERLINK(1)", "s")


def test_the_paper_bears_its_mark_across_and_at_head_and_foot():
    paper = docx.Document(BytesIO(roster_paper(roster_of(register(), "zh"), MARK)))
    section, text = paper.sections[0], "内部资料 li 2026-06-30 09:30"
    assert section.page_width > section.page_height
    assert section.header.paragraphs[0].text == text
    assert section.footer.paragraphs[0].text.startswith(text)
    assert f'string="{text}"' in section.header.paragraphs[0]._p.xml


def test_the_paper_has_the_roster_and_every_table():
    roster = roster_of(register(), "zh")
    people, *sections = docx.Document(BytesIO(roster_paper(roster, MARK))).tables
    assert [row.cells[1].text for row in people.rows] == ["姓名", "顾清禾", "苏棠", "陆予安"]
    assert len(sections) == len(sections_of(roster)) == 9
    assert [cell.text for cell in sections[0].rows[-1].cells][:3] == ["合计", "3", "100.0%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_months_of_birth_stand_on_one_line(language: str):
    paper = docx.Document(BytesIO(roster_paper(roster_of(register(), language), MARK)))
    people, size = paper.tables[0], paper.styles["Paper Table"].font.size.pt
    both_margins, widest_figure = 6, 0.6
    for column in (3, 13, 14):
        longest = max(len(row.cells[column].text) for row in people.rows[1:])
        assert people.columns[column].width.pt - both_margins >= longest * widest_figure * size


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_roster_gives_the_same_files(language: str):
    roster = roster_of(register(), language)
    for write in (roster_workbook, roster_paper):
        assert write(roster, MARK) == write(roster_of(register(), language), MARK)


def test_nobody_in_post_gives_an_empty_roster():
    roster = roster_of(register(postings={}), "vi")
    assert roster.people == ()
    assert all(section.rows == () for section in sections_of(roster))
    assert roster_workbook(roster, MARK)
