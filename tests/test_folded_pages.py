"""Folds on pages: one line that opens, with the list behind it; nothing is counted twice."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from environments import environment_of
from handbook.findings import Cell, Finding, Party, Severity, Visibility
from handbook.pages import all_pages, open_book
from handbook.pages.finding_lists import CodeFindingsPage, finding_lists
from handbook.pages.notices import FindingLine, fold_lines, fold_parts, grouped
from handbook.pages.values import Shown
from handbook.publishable import INTERNAL, Publishable, make_publishable
from handbook.rendering.fragments import render_page
from overdue import overdue
from small_workbooks import check


def published(count: int, *, batches: int = 1, language: str = "zh") -> Publishable:
    """Publish a register of people whose term is over."""
    return make_publishable(check(overdue(count, batches=batches, language=language)), INTERNAL)


def page(publishable: Publishable, address: str, language: str = "zh") -> str:
    """Render one page."""
    environment = environment_of(language, INTERNAL.visibility)
    pages = all_pages(open_book(publishable, language))
    return render_page(next(each for each in pages if each.address == address), environment)


def summaries(html: str) -> list[str]:
    """Give the lines that open, as text."""
    found = re.findall(r"<summary>(.*?)</summary>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", "", each).split()) for each in found]


def test_the_list_of_a_rule_folds_by_batch() -> None:
    html = page(published(4, batches=2), "findings/POL-R40.html")
    assert summaries(html) == [
        "错误 批次 公开选派 第1批，共 4 处",
        "错误 批次 公开选派 第2批，共 4 处",
    ]
    assert html.count("<details") == html.count("</details>") == 2
    assert len(re.findall(r"S-\d{4}", re.sub(r"<[^>]*>", "", html))) == 8
    assert "共 8 条" in html


def test_the_lines_behind_a_fold_in_full(snapshot: SnapshotAssertion) -> None:
    html = page(published(3, batches=2), "findings/POL-R40.html")
    assert html.split("</details>")[0] == snapshot


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("zh", "错误 批次 公开选派 第1批，共 3 处", id="Chinese"),
        pytest.param("vi", "lỗi đợt 公开选派 第1批, tất cả 3 chỗ", id="Vietnamese"),
        pytest.param("en", "error 3 places in batch 公开选派 第1批", id="English"),
    ],
)
def test_a_fold_speaks_the_language_of_the_page(language: str, expected: str) -> None:
    html = page(published(3, language=language), "findings/POL-R40.html", language)
    assert summaries(html) == [expected]


def test_the_page_of_a_batch_tells_its_fold_once() -> None:
    html = page(published(5), "batches/B-001.html")
    assert summaries(html) == ["错误 期满安排 5 条"]
    assert html.count("<li>") >= 5


def test_the_list_of_findings_folds_within_a_rule_of_several_batches() -> None:
    lines = summaries(page(published(4, batches=2), "findings/index.html"))
    assert lines == [
        "错误 期满安排 8 条",
        "错误 批次 公开选派 第1批，共 4 处",
        "错误 批次 公开选派 第2批，共 4 处",
    ]


def test_three_of_a_batch_are_folded_where_three_others_stand_open() -> None:
    html = page(published(3), "batches/B-001.html")
    assert summaries(html) == ["错误 期满安排 3 条"]
    apart = published(1, batches=3)
    assert summaries(page(apart, "findings/index.html")) == []


def test_a_batch_that_is_not_published_is_not_named_and_not_folded() -> None:
    whole = published(4)
    tables = {key: table for key, table in whole.tables.items() if key != "batches"}
    html = page(replace(whole, tables=tables), "findings/POL-R40.html")
    assert summaries(html) == []
    assert "B-001" not in html
    assert html.count('class="hb-severity') == 4


def line(number: int, batch: str) -> FindingLine:
    place = Cell("postings", "", None, None, "status")
    found = Finding(
        "POL-R40", place, f"S-{number:04}", Severity.ERROR, Party.ORG_DEPT, Visibility.INTERNAL,
        batch=batch,
    )  # fmt: skip
    return FindingLine(found, Shown(found.record), Shown(batch))


lists = st.lists(st.builds(line, st.integers(1, 99), st.sampled_from(["", "B-001", "B-002"])))


@given(lists, st.integers(1, 9))
def test_parts_hold_every_finding_once_and_no_more_than_asked(
    lines: list[FindingLine], size: int
) -> None:
    parts = fold_parts(fold_lines(lines), size)
    held = [each for part in parts for entry in part for each in entry.lines]
    assert sorted(map(id, held)) == sorted(map(id, lines))
    assert all(sum(len(entry.lines) for entry in part) <= size for part in parts)
    assert len(parts) == max(1, -(-len(lines) // size))


@given(lists, st.integers(0, 9))
def test_a_group_counts_what_it_does_not_show(lines: list[FindingLine], limit: int) -> None:
    for group in grouped(lines, limit):
        assert group.count == len(lines)
        assert group.shown == min(limit, group.count)


def test_a_fold_that_goes_on_says_how_many_stand_on_this_part() -> None:
    publishable = published(230)
    parts = [
        each
        for each in finding_lists(open_book(publishable, "zh"))
        if isinstance(each, CodeFindingsPage) and each.title == "POL-R40"
    ]
    assert [[(len(e.lines), e.count) for e in part.entries] for part in parts] == [
        [(200, 230)],
        [(30, 230)],
    ]
    html = page(publishable, "findings/POL-R40-2.html")
    assert summaries(html) == ["错误 批次 公开选派 第1批，共 230 处，本页列出 30 处"]
