"""The pages of batches and programmes: days, funnel, numbers that must agree, averages, places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from builders import Rows, build_publishable
from environments import environment_of
from handbook.pages import Book, open_book
from handbook.pages.batch import batch_pages
from handbook.pages.programme import programme_pages
from handbook.pages.sums import Sum
from handbook.publishable import INTERNAL, ORG, PUBLIC, Audience
from handbook.rendering.fragments import render_page
from placed_register import sections_of
from small_workbooks import MESSAGES

DAYS = [
    "时间安排",
    "推荐截止 2025-11-20 已过 222 天",
    "到岗期限 2026-01-05 已过 176 天 3 人次中 3 人次已报到",
    "挂职起始时间 2026-01-01 已过 180 天",
    "挂职结束时间 2026-08-31 还有 62 天",
]
PUBLIC_DAYS = [line.removesuffix(" 3 人次中 3 人次已报到") for line in DAYS]
PLACES_SUM = [
    "数字对得上吗",
    "写的数和逐行算出来的数",
    "核对什么 写的数 算出来的数 结果",
    "各岗位名额之和应等于批次名额 4 3 少 1：岗位名额加起来不对",
]
ALL_SUMS = [
    *PLACES_SUM,
    "入选人数不能超过批次名额 4 2 对得上",
    "公布的单位数应等于报名的单位数 1 1 对得上",
    "公布的报名数应等于登记的报名数 9 3 少 6：公布数与登记数不一致",
    "公布的入选数应等于登记的入选数 3 2 少 1：公布数与登记数不一致",
]
TALLIES = [
    "人次统计",
    "按状态", "状态 人次", "在挂 2", "已结束 1", "合计 3",
    "按接收单位所在地区", "行政区划 人次 正在挂职 已结束", "9903×× 2 2 0", "9904×× 1 0 1",
    "合计 3 2 1",
    "按接收单位", "按接收单位", "接收单位 人次 正在挂职 已结束", "杏坞镇 2 2 0",
    "梨坪渡社区 1 0 1", "合计 3 2 1",
]  # fmt: skip
HOSTS = ["杏坞镇 2 2 0", "梨坪渡社区 1 0 1", "合计 3 2 1"]
PLACES = [
    "各单位的岗位和名额", "各接收单位的岗位", "各接收单位的岗位", "单位 名额 已配备 空缺", *HOSTS,
    "各派出单位的名额", "各派出单位的名额",
]  # fmt: skip
TERM = "平均挂职时间 7.3 个月（按 3 人次）"
AGES = ["开始挂职时的年龄", "年龄 人次", "30–34 2", "40–44 1", "合计 3"]
SECTIONS = [
    pytest.param(
        "public",
        {
            "milestones": PUBLIC_DAYS,
            "numbers": ["名额和公布的人数", "名额 4"],
            "funnel": None,
            "tallies": None,
            "averages": None,
            "places": [*PLACES[:3], "单位 名额", "杏坞镇 2", "梨坪渡社区 1", "合计 3"],
            "sums": PLACES_SUM,
        },
        id="the public learns of days and places, of no people",
    ),
    pytest.param(
        "internal",
        {
            "milestones": DAYS,
            "funnel": ["选拔到了哪一步", "每一步之后还有多少人", "报名 9; 入选 3", "报名 · 9",
                       "入选 · 3"],
            "tallies": TALLIES,
            "averages": ["平均情况", TERM],
            "places": [*PLACES, "单位 名额 已派出", "栖川市发展规划局 3 3"],
            "sums": PLACES_SUM,
        },
        id="every reader learns what was announced and who is where",
    ),
    pytest.param(
        "unit:U-0001", {"averages": ["平均情况", TERM], "sums": PLACES_SUM},
        id="a unit gets no average of what it sees only its own part of",
    ),
    pytest.param(
        "org",
        {
            "milestones": DAYS,
            "funnel": ["选拔到了哪一步", "每一步之后还有多少人",
                       "报名 3; 资格审查合格 3; 入选 2", "报名 · 3", "资格审查合格 · 3",
                       "入选 · 2"],
            "tallies": TALLIES,
            "averages": ["平均情况", TERM, "按时交汇报 33%（应交 3 份）", *AGES],
            "places": [*PLACES, "单位 名额 已推荐 已派出", "栖川市发展规划局 3 3 3"],
            "sums": ALL_SUMS,
        },
        id="the department counts applications, reports and ages",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("audience", "expected"), SECTIONS)
def test_sections_of_a_batch(audience: str, expected: Mapping[str, list[str] | None]) -> None:
    found = sections_of("batches/B-001.html", audience)
    assert {anchor: found.get(anchor) for anchor in expected} == expected


FIRST = "第一批进行中 · 2026-01-01 – 2026-08-31"
PROGRAMMES = [
    pytest.param("public", "批次 名额", f"{FIRST} 4", ["averages", "tallies"], id="public"),
    pytest.param(
        "internal", "批次 名额 报名 入选 正在挂职 即将到岗 已结束",
        f"{FIRST} 4 9 3 2 0 1", [], id="every reader",
    ),
    pytest.param(
        "org", "批次 名额 报名 入选 正在挂职 即将到岗 已结束", f"{FIRST} 4 3 2 2 0 1", [],
        id="the department",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("audience", "head", "row", "absent"), PROGRAMMES)
def test_a_programme_shows_its_batches_in_numbers(
    audience: str, head: str, row: str, absent: list[str]
) -> None:
    found = sections_of("programmes/P-01.html", audience)
    assert found["batches"] == ["各批次的时间和人数", "各批次的时间和人数", head, row]
    assert [each for each in ("averages", "tallies") if each not in found] == absent
    if not absent:
        assert found["tallies"] == TALLIES


@pytest.mark.parametrize(("language", "expected"), [
    ("en", "The places of the posts must add up to the quota 4 3 1 fewer: "),
    ("vi", "Tổng chỉ tiêu các vị trí phải bằng chỉ tiêu của đợt 4 3 Thiếu 1: "),
])  # fmt: skip
def test_a_sum_that_does_not_add_up_in_other_languages(language: str, expected: str) -> None:
    line = sections_of("batches/B-001.html", "internal", language)["sums"][-1]
    assert line == expected + MESSAGES.name("POL-R11", language)


def _open(sheets: Mapping[str, Rows], audience: Audience = INTERNAL) -> Book:
    return open_book(build_publishable(sheets, audience=audience), "zh")


def _batch(quota: float | None, places: list[float | None], **more: Any) -> dict[str, Rows]:
    return {
        "batches": {"B-001": {"title": "一", "quota": quota, **more}},
        "positions": {
            f"N-{number:04d}": {"batch_id": "B-001", "quota": each}
            for number, each in enumerate(places, start=1)
        },
    }


SUMS = [
    pytest.param(_batch(3.0, [1.0, 2.0]), [(3, 3, True)], id="they add up"),
    pytest.param(_batch(3.0, [2.0, 2.0]), [(3, 4, False)], id="too many places"),
    pytest.param(_batch(3.0, []), [], id="no post"),
    pytest.param(_batch(3.0, [1.0, None]), [], id="a place that cannot be read"),
    pytest.param(_batch(None, [1.0]), [], id="no quota"),
    pytest.param(
        _batch(3.0, [2.0, 2.0], more_posts_than_places="yes"), [], id="more posts on purpose"
    ),
]


@pytest.mark.parametrize(("sheets", "expected"), SUMS)
def test_places_are_added_up(
    sheets: dict[str, Rows], expected: list[tuple[int, int, bool]]
) -> None:
    [page] = batch_pages(_open(sheets))
    assert [(each.stated, each.counted, each.agrees) for each in page.sums] == expected


def test_fewer_selected_than_the_quota_are_no_mistake() -> None:
    assert Sum("chosen", 4, 2, is_limit=True, code="POL-R24", is_told=False).agrees
    assert not Sum("chosen", 4, 5, is_limit=True, code="POL-R24", is_told=False).agrees


def test_a_sum_leads_to_the_finding_on_the_page_or_to_its_rule() -> None:
    [page] = batch_pages(_open(_batch(3.0, [1.0])))
    html = render_page(page, environment_of("zh"))
    assert '<a href="../rules/POL-R11.html">岗位名额加起来不对</a>' in html
    found = sections_of("batches/B-001.html", "internal")
    assert found["open"][1].startswith("警告 岗位名额加起来不对")


def test_the_funnels_of_batches_are_added_over_the_steps_all_of_them_have() -> None:
    numbers = {"declared_applicants": 50.0, "declared_selected": 10.0}
    batches: Rows = {
        "B-001": {"programme_id": "P-01", "title": "一", **numbers},
        "B-002": {"programme_id": "P-01", "title": "二", "declared_applicants": 7.0},
        "B-003": {"programme_id": "P-01", "title": "三"},
    }
    sheets: dict[str, Rows] = {"programmes": {"P-01": {"name": "派"}}, "batches": batches}
    [page] = programme_pages(_open(sheets))
    assert page.funnel == {"reported": 57}
    assert page.batches is not None
    assert [cell.text for cell in page.batches.total] == ["57", "10", "0", "0", "0"]


def test_a_large_batch_is_cut_into_parts_that_hold_everybody_below_60_kilobytes() -> None:
    people = range(1, 401)
    sheets: dict[str, Rows] = {
        "units": {"U-0001": {"unit_name": "甲"}, "U-0002": {"unit_name": "乙"}},
        "cadres": {f"C-{each:05d}": {"name": f"苏棠{each}"} for each in people},
        "batches": {"B-001": {"title": "第一批", "window_end": date(2026, 8, 31)}},
        "postings": {
            f"S-{each:04d}": {
                "cadre_id": f"C-{each:05d}", "batch_id": "B-001", "home_unit_id": "U-0001",
                "receiving_unit_id": "U-0002", "title": "镇长助理", "status": "active",
                "position_id": f"N-{each:04d}",
            }
            for each in people
        },
        "positions": {
            f"N-{each:04d}": {
                "batch_id": "B-001", "receiving_unit_id": "U-0002", "title": "镇长助理",
                "duty_area": "协助抓乡村振兴和农业农村工作", "quota": 1.0,
            }
            for each in people
        },
        "applications": {
            f"A-{each:05d}": {
                "batch_id": "B-001", "cadre_id": f"C-{each:05d}", "unit_at_time_id": "U-0001",
                "eligibility": "pass", "decision": "selected", "exam_score": 71.5,
            }
            for each in people
        },
    }  # fmt: skip
    book = _open(sheets, ORG)
    pages = list(batch_pages(book))
    environment = environment_of("vi", ORG.visibility)
    assert max(len(render_page(page, environment).encode()) for page in pages) < 60_000
    assert [line.key for page in pages for line in page.postings] == sorted(sheets["postings"])
    told = [key for page in pages if page.applications for key in page.applications.keys]
    assert told == sorted(sheets["applications"])
    offered = {key: page.address for page in pages if page.positions for key in page.positions.keys}
    assert list(offered) == sorted(sheets["positions"])
    links = {key: book.index.address("positions", key) for key in offered}
    assert links == {key: f"{address}#{key}" for key, address in offered.items()}
    assert links["N-0400"] == "batches/B-001-27.html#N-0400"


def test_the_funnel_is_told_in_text_and_needs_no_colour() -> None:
    sheets = _batch(20.0, [], declared_applicants=114.0, declared_selected=20.0)
    [page] = batch_pages(_open(sheets, PUBLIC))
    html = render_page(page, environment_of("en", PUBLIC.visibility))
    [drawing] = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert "Applied 114; Selected 20</desc>" in drawing
    assert "fill=" not in drawing
