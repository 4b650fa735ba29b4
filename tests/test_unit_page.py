"""The page of a unit, section by section, for every audience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from builders import Rows, build_publishable
from environments import environment_of
from handbook.pages import Book, UnitPage, open_book
from handbook.pages.unit import unit_pages
from handbook.publishable import INTERNAL, ORG, Audience
from handbook.rendering.fragments import render_page
from placed_register import sections_of

_LINES = [
    "姓名 接收单位 挂任职务 起 止 状态",
    "顾清禾 杏坞镇 镇长助理 2026-01-01 2026-08-31 在挂 还有 62 天到期",
    "陆予安 杏坞镇 镇长助理 2026-01-01 2026-08-31 在挂 还有 62 天到期",
]
AWAY = ["派出在外 2 人次", "去往：杏坞镇 2 人次。", "派出在外：2 人次", *_LINES]
COMING_DUE = [
    "90 天以内 3 件",
    "2026-08-31 还有 62 天 · 挂职结束时间 · 公开选派 第一批",
    "2026-08-31 还有 62 天 · 挂职期满 · 顾清禾",
    "2026-08-31 还有 62 天 · 挂职期满 · 陆予安",
]
OVERDUE = ["已经逾期 1 件", "2026-06-10 已过 20 天 · 交汇报（季度汇报） · 顾清禾"]
DUE = ["近期要办的事", *COMING_DUE]
ALL_DUE = ["近期要办的事", *OVERDUE, *COMING_DUE]
MENTORS = [
    "帮带联系人 1 人",
    "1 人带的人超过上限。",
    "帮带联系人和他们带的人",
    "姓名 角色 带几人 带的人",
    "庄以宁 党政领导帮带 2（上限 1） 超过上限 顾清禾、陆予安",
]
POSTS = ["岗位和名额", "提供的岗位", "岗位 名额 已配备 空缺", "镇长助理 · 公开选派 第一批 2 2 0"]
QUOTAS = ["岗位和名额", "选派名额", "批次 名额 已派出", "公开选派 第一批 3 3"]
OUTCOMES = [
    "派出的人期满以后 1 人次",
    "原岗位已另行配备或撤并 1 人次",
    "期满后层次低于派出时 1 人次",
    "涉及的人 苏棠",
    "期满去向",
    "期满去向 人次",
    "回原单位其他岗位 1",
    "同一派出单位多人原岗位变动：这条规则说什么",
]
SECTIONS = [
    pytest.param(
        "U-0001", "public", {"places": None, "away": None, "due": None, "outcomes": None},
        id="the public learns of nobody",
    ),
    pytest.param(
        "U-0001", "internal", {"away": AWAY, "places": QUOTAS, "due": DUE, "outcomes": None},
        id="every reader learns where people are, nothing overdue",
    ),
    pytest.param(
        "U-0001", "unit:U-0001", {"away": AWAY, "places": QUOTAS, "due": ALL_DUE, "outcomes": None},
        id="the unit learns what is overdue, no indicator",
    ),
    pytest.param(
        "U-0001", "unit:U-0003", {"away": AWAY, "places": QUOTAS, "due": DUE, "outcomes": None},
        id="another unit learns as much as every reader",
    ),
    pytest.param(
        "U-0001",
        "org",
        {
            "away": AWAY,
            "places": [*QUOTAS[:2], "批次 名额 已推荐 已派出", "公开选派 第一批 3 3 3"],
            "due": ALL_DUE,
            "outcomes": OUTCOMES,
        },
        id="the department learns how those who were sent fared",
    ),
    pytest.param(
        "U-0002",
        "public",
        {"places": [*POSTS[:2], "岗位 名额", "镇长助理 · 公开选派 第一批 2"], "mentors": None},
        id="the public learns what is offered, not what is filled",
    ),
    pytest.param(
        "U-0002", "internal", {"places": POSTS, "mentors": MENTORS, "due": DUE},
        id="every reader learns of mentors and places",
    ),
    pytest.param(
        "U-0002", "unit:U-0002", {"places": POSTS, "mentors": MENTORS, "due": ALL_DUE},
        id="the receiving unit learns what is overdue",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "audience", "expected"), SECTIONS)
def test_sections_of_a_unit(
    unit: str, audience: str, expected: Mapping[str, list[str] | None]
) -> None:
    found = sections_of(f"units/{unit}.html", audience)
    assert {anchor: found.get(anchor) for anchor in expected} == expected


def test_a_unit_says_whom_to_ask_what_it_is_called_and_where_it_stands() -> None:
    host = sections_of("units/U-0002.html", "internal")
    assert host[""] == ["杏坞镇 U-0002", "正在这里挂职 2 人次", "有事请找：党建办主任"]
    assert host["facts"][1] == "简称 杏坞"
    below = sections_of("units/U-0003.html", "internal")
    assert below[""][:2] == ["梨坪渡社区 U-0003", "杏坞镇 › 梨坪渡社区"]
    school = sections_of("units/U-0005.html", "internal")
    assert school["facts"][-3:] == ["片区“东片”的其他单位", "牵头单位：东片中心校", "东片中心校"]
    assert "有事请找：党建办主任" not in sections_of("units/U-0002.html", "public")[""]


@pytest.mark.parametrize(("language", "expected"), [
    ("en", ["Mentors 1 person", "1 mentor has more people than allowed.",
            "Mentors and the people they guide", "Name Role People Who they are",
            "庄以宁 Leader contact 2 (at most 1) too many 顾清禾, 陆予安"]),
    ("vi", ["Người hướng dẫn 1 người", "1 người hướng dẫn quá số quy định.",
            "Người hướng dẫn và những người được hướng dẫn",
            "Họ và tên Vai trò Số người Những người được hướng dẫn",
            "庄以宁 Lãnh đạo kèm cặp 2 (tối đa 1) Quá số quy định 顾清禾, 陆予安"]),
])  # fmt: skip
def test_the_load_of_mentors_in_other_languages(language: str, expected: list[str]) -> None:
    assert sections_of("units/U-0002.html", "internal", language)["mentors"] == expected


def _unit(book: Book, key: str) -> UnitPage:
    return next(unit_pages(book, (key,)))


def _open(sheets: Mapping[str, Rows], audience: Audience = INTERNAL) -> Book:
    return open_book(build_publishable(sheets, audience=audience), "zh")


def _posting(home: str, host: str, status: str = "active", **more: Any) -> dict[str, Any]:
    return {"home_unit_id": home, "receiving_unit_id": host, "status": status, **more}


def test_a_circle_of_units_ends() -> None:
    units = {
        "U-0001": {"unit_name": "甲", "admin_parent_id": "U-0002"},
        "U-0002": {"unit_name": "乙", "admin_parent_id": "U-0001"},
    }
    page = _unit(_open({"units": units}), "U-0001")
    assert [each.text for each in page.kin.above] == ["乙"]


def test_those_who_broke_off_or_never_came_leave_their_place_open() -> None:
    sheets: dict[str, Rows] = {
        "units": {"U-0001": {"unit_name": "甲"}, "U-0002": {"unit_name": "乙"}},
        "batches": {"B-001": {"title": "一", "status": "running"},
                    "B-002": {"title": "二", "status": "closed"}},
        "positions": {
            "N-0001": {"batch_id": "B-001", "receiving_unit_id": "U-0002", "quota": 3.0},
            "N-0002": {"batch_id": "B-002", "receiving_unit_id": "U-0002", "quota": 3.0},
            "N-0003": {"batch_id": "B-001", "receiving_unit_id": "U-0002", "quota": 3.0,
                       "status": "abolished"},
        },
        "postings": {
            "S-0001": _posting("U-0001", "U-0002", position_id="N-0001"),
            "S-0002": _posting("U-0001", "U-0002", "ended_early", position_id="N-0001"),
            "S-0003": _posting("U-0001", "U-0002", "cancelled", position_id="N-0001"),
            "S-0004": _posting("U-0001", "U-0002", "completed", position_id="N-0002"),
        },
    }  # fmt: skip
    posts = _unit(_open(sheets), "U-0002").places.posts
    assert posts is not None
    assert [[cell.text for cell in row] for row in posts.rows] == [
        ["N-0001 · 一", "3", "1", "2"],
        ["N-0002 · 二", "3", "1", "0"],
    ]
    assert [cell.text for cell in posts.total] == ["6", "2", "2"]


def test_a_mentor_without_a_limit_is_never_over_it_and_those_without_one_are_counted() -> None:
    sheets: dict[str, Rows] = {
        "units": {"U-0001": {"unit_name": "甲"}, "U-0002": {"unit_name": "乙"}},
        "programmes": {"P-01": {"name": "派", "mentor_min": 1.0, "mentor_load_max": 1.0}},
        "batches": {"B-001": {"programme_id": "P-01", "title": "一"}},
        "postings": {
            f"S-{number:04d}": _posting("U-0001", "U-0002", batch_id="B-001")
            for number in range(1, 5)
        },
        "mentors": {
            f"M-{number:04d}": {"posting_id": f"S-{number:04d}", "role": role,
                                "mentor_name": "苏棠"}
            for number, role in ((1, "dept_liaison"), (2, "dept_liaison"), (3, "home_contact"))
        },
    }  # fmt: skip
    mentors = _unit(_open(sheets), "U-0002").mentors
    assert [(each.count, each.limit, each.is_over) for each in mentors.loads] == [(2, None, False)]
    assert (mentors.count, mentors.over, mentors.without) == (1, 0, 2)


def test_a_unit_of_a_thousand_people_stays_below_60_kilobytes_a_page() -> None:
    sheets: dict[str, Rows] = {
        "units": {
            "U-0001": {"unit_name": "栖川市发展规划局"},
            **{
                f"U-{number:04d}": {
                    "unit_name": f"杏坞镇第{number}中心",
                    "admin_parent_id": "U-0001",
                }
                for number in range(2, 300)
            },
        },
        "cadres": {
            f"C-{number:05d}": {"name": f"苏棠{number}", "home_unit_id": "U-0001"}
            for number in range(1, 1001)
        },
        "postings": {
            f"S-{number:04d}": _posting(
                "U-0001", f"U-{number % 298 + 2:04d}", cadre_id=f"C-{number:05d}", title="镇长助理"
            )
            for number in range(1, 1001)
        },
    }
    book = _open(sheets, ORG)
    pages = list(unit_pages(book, ("U-0001",)))
    environment = environment_of("zh", ORG.visibility)
    rendered = [render_page(page, environment) for page in pages]
    assert max(len(html.encode()) for html in rendered) < 60_000
    shown = [line.key for page in pages for section in page.sections for line in section.lines]
    assert shown == sorted(sheets["postings"])
    [people] = pages[0].cadres
    assert (len(people.items), people.more) == (120, 880)
    directory = "%E6%A0%96%E5%B7%9D%E5%B8%82%E5%8F%91%E5%B1%95%E8%A7%84%E5%88%92%E5%B1%80"
    assert f'<a href="../cadres/index.html#home={directory}">另有 880 条，看全部</a>' in rendered[0]
    assert len(pages[0].exchange.goals) + pages[0].exchange.more_goals == 298
