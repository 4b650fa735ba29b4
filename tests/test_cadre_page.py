"""The page of a cadre: what each audience reads on it, and what it says of careers of all kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from html import unescape
from typing import Any

import pytest

from builders import build_publishable, one_programme
from demos import checked_demo, shown_demo
from environments import environment_of
from handbook.pages import open_book
from handbook.pages.cadre import CadrePage, cadre_pages
from handbook.pages.five_haves import five_haves
from handbook.pages.papers import PaperState
from handbook.pages.talks_due import talks_due
from handbook.pages.work_months import work_logs
from handbook.publishable import (
    INTERNAL,
    ORG,
    PUBLIC,
    Audience,
    HeldRow,
    Publishable,
    State,
    make_publishable,
    unit_audience,
)
from handbook.rendering.fragments import render_page
from small_workbooks import POSTING, PROGRAMME, UNITS, check, workbook

HOME, HOST, OTHER = "U-0001", "U-0002", "U-0003"
ASKS = PROGRAMME | {
    "party_transfer": "required",
    "salary_home": "yes",
    "personnel_home": "yes",
    "talk_cycle_months": "3",
    "assess_cycle_months": "6",
    "site_days_min_year": "100",
    "log_min_per_month": "1",
    "household_min": "40",
    "reports_required": "plan;study_note",
    "rules_on": "R60；R63；R75",
}
SHEETS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "units": [
        UNITS[0] | {"contact_post": "干部科科长"},
        UNITS[1] | {"contact_post": "党政办主任"},
        UNITS[2],
    ],
    "programmes": [ASKS],
    "postings": [
        POSTING
        | {
            "title": "镇长助理",
            "home_post_at_sending": "综合科副科长",
            "home_post_status": "retained",
            "home_post_checked_on": "2026-03-01",
            "party_relation": "transferred",
            "party_transfer_on": "2026-01-10",
            "housing": "arranged",
            "outcome": "promoted",
            "extension_to": "2027-02-28",
            "extension_doc_number": "栖组干〔2026〕9号",
            "status": "extended",
        }
    ],
    "mentors": [
        {"posting_id": "S-0001", "role": "leader_contact", "mentor_name": "景砚秋",
         "unit_id": HOST, "level": "leader", "start_on": "2026-01-05"},
        {"posting_id": "S-0001", "role": "home_contact", "mentor_name": "祁慕白",
         "unit_id": HOME, "start_on": "2026-01-05"},
    ],
    "reports": [
        {"posting_id": "S-0001", "type": "plan", "period": "2026", "due_on": "2026-01-31",
         "submitted_on": "2026-02-03", "link": "https://files.example.org/plan"},
        {"posting_id": "S-0001", "type": "quarterly", "period": "2026-Q1",
         "due_on": "2026-04-10"},
    ],
    "assessments": [
        {"assessment_id": "X-0001", "posting_id": "S-0001", "kind": "baseline",
         "due_on": "2026-02-01", "done_on": "2026-01-20", "assessor": "org_dept",
         "grade": "competent"},
    ],
    "engagements": [
        {"engagement_id": "G-0001", "kind": "heart_talk", "held_on": "2026-03-05",
         "posting_ids": "S-0001", "with_party": "cadre", "topic": "到岗两个月情况"},
    ],
    "absences": [
        {"posting_id": "S-0001", "kind": "leave", "start_on": "2026-05-04",
         "end_on": "2026-05-08", "asked_on": "2026-04-28", "approved_by": "receiving",
         "approved_on": "2026-04-29", "returned_on": "2026-05-09"},
    ],
    "work_log": [
        {"posting_id": "S-0001", "log_on": day, "entry_type": kind, "what": "入户走访",
         "site_days": days, "quantity": number}
        for day, kind, days, number in (
            ("2026-01-31", "site_day", "12", ""),
            ("2026-02-28", "site_day", "9", ""),
            ("2026-03-31", "site_day", "15.5", ""),
            ("2026-05-12", "household_link", "", "38"),
            ("2026-06-02", "study", "", ""),
        )
    ],
}  # fmt: skip


def register(**others: Sequence[Mapping[str, str]]) -> Any:
    return check(workbook(**(SHEETS | others)))  # type: ignore[arg-type]


@cache
def checked() -> Any:
    return register()


def page_of(publishable: Publishable, key: str = "C-00001", language: str = "zh") -> CadrePage:
    return next(iter(cadre_pages(open_book(publishable, language), (key,))))


def html_of(publishable: Publishable, key: str = "C-00001", language: str = "zh") -> str:
    environment = environment_of(language, publishable.audience.visibility)
    return render_page(page_of(publishable, key, language), environment)


def text_of(html: str) -> list[str]:
    """Give the text of a page, a line for each block, cells and values set apart."""
    html = re.sub(r"(?s)<svg.*?</svg>", "", html)
    html = re.sub(r"</(?:dt|th|td)>", "|", html.replace("<br>", " · "))
    lines = (unescape(re.sub(r"<[^>]+>", "", line)) for line in html.splitlines())
    return [" ".join(line.split()).strip("|") for line in lines if line.strip(" |")]


def sections(html: str) -> dict[str, list[str]]:
    """Sort the text of a page by its headings."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"(?=<h[1234][ >])", html.partition("<footer")[0]):
        lines = [line for line in text_of(part) if line]
        if lines:
            found.setdefault(lines[0], []).extend(lines[1:])
    return found


CONTACT = "帮带联系人：祁慕白 派出单位联系人 · 2026-01-05 起"
LEADER = "帮带联系人：景砚秋 党政领导帮带 · 单位或部门负责人 · 2026-01-05 起"
NOW = {
    "顾清禾 C-00001": [
        "已延期 杏坞镇 · 镇长助理 · 还有 243 天到期 ·",
        "派出单位：栖川市发展规划局 · 2026-01-01 – 2027-02-28",
    ],
    "现在的挂职": [],
    "镇长助理 S-0001": [],
    "两边找谁": [
        f"派出单位|栖川市发展规划局 · 联系岗位：干部科科长 · {CONTACT}",
        f"接收单位|杏坞镇 · 联系岗位：党政办主任 · {LEADER}",
    ],
}
EXTENDED = ["延长至|2027-02-28", "延期批准文号|栖组干〔2026〕9号"]
APPOINTED = [
    "批次|公开选派 第一批",
    "计划开始|2026-01-01",
    "计划结束|2026-12-31",
    "任职文号|栖组干〔2025〕18号",
    "任职日期|2025-12-20",
    "报到日期|2026-01-01",
    "方向|下派 按项目默认",
]
CAREER = [
    "挂职经历",
    "派出单位|接收单位|挂任职务|起|止|状态",
    "栖川市发展规划局|杏坞镇|镇长助理|2026-01-01|2027-02-28|已延期 还有 243 天到期",
]
OF_ANY_READER = NOW | {
    "任职情况": APPOINTED + EXTENDED,
    "三个关系": ["人事关系|原单位 按项目默认", "工资关系|原单位 按项目默认"],
    "原岗位": ["派出时职务|综合科副科长"],
    "汇报、考核、谈话": [
        "已经登记的（4 条）",
        "已经登记的（4 条）",
        "事项|所属期间|办结日期|其他",
        "谈心谈话||2026-03-05",
        "工作计划|2026",
        "季度汇报|2026-Q1",
        "初始评估|||考核主体：组织部门",
    ],
    "挂职经历": ["延长的一段", *CAREER],
    "基本情况": ["原单位|栖川市发展规划局", "记录状态|正常 按项目默认"],
}
OVERDUE = [
    "汇报、考核、谈话",
    "事项|所属期间|应办日期|状态",
    "季度汇报|2026-Q1|2026-04-10|已过 81 天",
    "谈心谈话||2026-06-05|已过 25 天 没有登记，按项目周期",
    "考核||2026-07-01|还有 1 天 没有登记，按项目周期",
    "已经登记的（3 条）",
    "事项|所属期间|应办日期|办结日期|状态|其他",
]
SHARE = "到上月底应有 49 天，全年要求 100 天，还差 12.5 天"
OF_ITS_UNIT = OF_ANY_READER | {
    "接下来的三件事": [
        "已过 81 天 2026-04-10交汇报：季度汇报：杏坞镇 · 联系岗位 党政办主任",
        "还有 1 天 2026-07-01考核：杏坞镇 · 联系岗位 党政办主任",
    ],
    "任职情况": [*APPOINTED, "食宿安排|已安排", *EXTENDED],
    "原岗位": ["派出时职务|综合科副科长", "原岗位状态|保留", "原岗位核对日期|2026-03-01"],
    "五有": [
        "有学习计划|✓ 已有 2026-02-03",
        "有学习笔记|还没有",
        "有时间保证|✓ 已有 2026-06-02",
        "有专题学习内容|项目没有要求",
        "有心得体会文章|项目没有要求",
    ],
    "汇报、考核、谈话": [
        *OVERDUE,
        "初始评估||2026-02-01|2026-01-20|已办|考核主体：组织部门",
        "工作计划|2026|2026-01-31|2026-02-03|已办，晚 3 天",
        "谈心谈话|||2026-03-05",
    ],
    "工作纪实": [
        "共 5 条纪实，驻点 36.5 天",
        f"2026-01-01 至 2026-12-31：已驻点 36.5 天，{SHARE}",
        "联系户：38，要求 40",
        "没有纪实的月份：2026-04",
        "按月看（6 个月）",
        "月份|纪实条数|驻点天数",
        "2026-01|1|12",
        "2026-02|1|9",
        "2026-03|1|15.5",
        "2026-04|没有",
        "2026-05|1",
        "2026-06|1",
        "请销假与占用",
        "类别|开始日期|结束日期|天数|申请日期|批准机关|批准日期|销假日期",
        "请假|2026-05-04|2026-05-08|5 按项目默认|2026-04-28|接收单位|2026-04-29|2026-05-09",
    ],
    "挂职经历": ["延长的一段 请假、借用 汇报 考核 空心的还没有办", *CAREER],
}
OF_THE_OFFICE = OF_ITS_UNIT | {
    "三个关系": [
        "人事关系|原单位 按项目默认",
        "组织关系|已转接",
        "工资关系|原单位 按项目默认",
        "组织关系转接日期|2026-01-10",
    ],
    "结束和去向": ["期满去向|提任"],
    "汇报、考核、谈话": [
        *OVERDUE,
        "初始评估||2026-02-01|2026-01-20|已办|考核主体：组织部门 · 等次：称职",
        "工作计划|2026|2026-01-31|2026-02-03|已办，晚 3 天",
        "谈心谈话|||2026-03-05||主题：到岗两个月情况",
    ],
}
ELSEWHERE = {"本人要办的事", "待核与问题"}
"""Sections whose words are those of the findings, which tests of their own compare."""


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        pytest.param(INTERNAL, OF_ANY_READER, id="any reader of the handbook"),
        pytest.param(unit_audience(OTHER), OF_ANY_READER, id="a unit that has no part in it"),
        pytest.param(unit_audience(HOST), OF_ITS_UNIT, id="the receiving unit"),
        pytest.param(unit_audience(HOME), OF_ITS_UNIT, id="the sending unit"),
        pytest.param(ORG, OF_THE_OFFICE, id="the organisation department"),
    ],
)
def test_each_audience_reads_what_it_may(
    audience: Audience, expected: Mapping[str, list[str]]
) -> None:
    read = sections(html_of(make_publishable(checked(), audience)))
    assert {name: lines for name, lines in read.items() if name not in ELSEWHERE} == expected


def test_the_public_has_no_page_of_anybody() -> None:
    assert list(cadre_pages(open_book(make_publishable(checked(), PUBLIC), "zh"))) == []


@pytest.mark.parametrize(
    "audience", [INTERNAL, unit_audience(HOME), unit_audience(HOST)], ids=lambda each: each.name
)
def test_nothing_of_a_posting_is_read_before_its_appointment(audience: Audience) -> None:
    early = [SHEETS["postings"][0] | {"appointed_on": "2026-07-15"}]
    read = html_of(make_publishable(register(postings=early), audience))
    assert [name for name in sections(read) if name not in ELSEWHERE] == [
        "顾清禾 C-00001",
        "基本情况",
    ]
    assert [word for word in ("杏坞镇", "景砚秋", "S-0001", "镇长助理") if word in read] == []


def test_an_outcome_is_read_once_it_has_its_document() -> None:
    settled = {"outcome_on": "2026-06-20", "outcome_doc_number": "栖组干〔2026〕20号"}
    postings = [SHEETS["postings"][0] | settled]
    publishable = make_publishable(register(postings=postings), INTERNAL)
    assert sections(html_of(publishable))["结束和去向"] == ["期满去向|提任"]


def described(publishable: Publishable) -> str:
    html = html_of(publishable)
    return html.partition("<desc")[2].partition(">")[2].partition("</desc>")[0]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (INTERNAL, "2026-01-01 – 2027-02-28 杏坞镇 已延期, 延长的一段"),
        (
            unit_audience(HOST),
            "2026-01-01 – 2027-02-28 杏坞镇 已延期, 延长的一段, 请假、借用 1, 汇报 2, 考核 2",
        ),
    ],
    ids=["any reader", "its unit"],
)
def test_the_drawing_tells_no_more_than_the_page(audience: Audience, expected: str) -> None:
    assert described(make_publishable(checked(), audience)) == expected


def test_every_shape_of_the_drawing_is_defined_and_named() -> None:
    html = html_of(make_publishable(checked(), ORG))
    used = set(re.findall(r'href="#(tl-[a-z]+)"', html)) | set(re.findall(r"url\(#([^)]+)\)", html))
    assert used == {"tl-reports", "tl-assessments", "tl-hatch"}
    assert all(html.count(f'id="{name}"') == 1 for name in used)


def career(*postings: Mapping[str, Any], **others: Any) -> Publishable:
    """Give a register in which one person has some postings; for the organisation department."""
    usual = {
        "cadre_id": "C-00003",
        "batch_id": "B-001",
        "home_unit_id": "U-0001",
        "receiving_unit_id": "U-0002",
    }
    rows = {f"S-{number:04d}": usual | each for number, each in enumerate(postings, start=1)}
    sheets = one_programme() | {"postings": rows, "mentors": {}, "reports": {}}
    return build_publishable(sheets | others.pop("sheets", {}), audience=ORG, **others)


RUNNING = {"start_planned": date(2026, 1, 1), "end_planned": date(2026, 12, 31)}
COMING = {"start_planned": date(2026, 9, 1), "end_planned": date(2027, 8, 31)}
ENDED = {
    "start_planned": date(2024, 1, 1),
    "end_planned": date(2024, 12, 31),
    "end_actual": date(2024, 12, 31),
}


@pytest.mark.parametrize(
    ("postings", "held", "expected"),
    [
        pytest.param([], [], ["目前没有挂职"], id="none"),
        pytest.param([ENDED], [], ["目前没有挂职"], id="ended"),
        pytest.param(
            [COMING],
            [],
            ["杏坞镇 · 还有 63 天开始 ·", "派出单位：栖川市财政局 · 2026-09-01 – 2027-08-31"],
            id="to come",
        ),
        pytest.param(
            [ENDED, RUNNING, COMING],
            [],
            [
                "杏坞镇 · 还有 184 天到期 ·",
                "派出单位：栖川市财政局 · 2026-01-01 – 2026-12-31",
                "杏坞镇 · 还有 63 天开始 ·",
                "派出单位：栖川市财政局 · 2026-09-01 – 2027-08-31",
            ],
            id="several",
        ),
        pytest.param([], ["S-0009"], ["挂职记录待核"], id="one held back"),
    ],
)
def test_the_first_lines_say_where_a_person_is(
    postings: list[Mapping[str, Any]], held: list[str], expected: list[str]
) -> None:
    rows = [
        HeldRow("postings", key, number, "KEY403", {"cadre_id": "C-00003"})
        for number, key in enumerate(held, start=5)
    ]
    html = html_of(career(*postings, held=rows), "C-00003")
    assert sections(html)["苏棠 C-00003"] == expected


def test_a_cell_that_is_held_decides_nothing() -> None:
    reports = {
        "R-00001": {"posting_id": "S-0001", "type": "plan", "due_on": date(2026, 2, 1)},
        "R-00002": {"posting_id": "S-0001", "type": "final", "submitted_on": date(2026, 5, 1)},
    }
    states = {
        ("reports", "R-00001", "due_on"): State.HELD,
        ("reports", "R-00002", "submitted_on"): State.HELD,
        ("postings", "S-0001", "extension_to"): State.HELD,
    }
    posting = RUNNING | {"extension_to": date(2027, 3, 31)}
    publishable = career(posting, states=states, sheets={"reports": reports})
    detail = page_of(publishable, "C-00003").current[0]
    assert {row.state for row in detail.papers.rows} == {PaperState.UNKNOWN}
    assert (detail.stretch.extended_from, detail.stretch.marks) == (None, ())
    read = sections(html_of(publishable, "C-00003"))["汇报、考核、谈话"]
    assert read[-2:] == ["期满总结||2026-05-01 待核", "工作计划|2026-02-01 待核"]


def test_a_career_of_twenty_postings_fits_on_a_page_and_each_has_its_place() -> None:
    postings, reports, log = [], {}, {}
    for number in range(20):
        first = date(2008, 1, 1) + timedelta(days=300 * number)
        last = first + timedelta(days=199)
        postings.append(
            {"start_planned": first, "end_planned": last, "end_actual": last, "title": "镇长助理",
             "duty_area": "协管乡村规划和资金监管", "appointment_doc_number": "栖组〔2020〕1号"}
        )  # fmt: skip
        for month in range(6):
            key, day = f"{number:02d}{month}", first + timedelta(days=30 * month)
            of = {"posting_id": f"S-{number + 1:04d}"}
            reports[f"R-{key}"] = of | {
                "type": "monthly", "due_on": day, "submitted_on": day, "delivered_on": day,
                "delivered_to": ("home", "receiving"),
            }  # fmt: skip
            log[f"W-{key}"] = of | {"log_on": day, "entry_type": "task", "site_days": 3.0}
    publishable = career(*postings, sheets={"reports": reports, "work_log": log})
    html = html_of(publishable, "C-00003")
    assert len(html.encode()) < 40_000  # the shell around it takes twenty thousand more
    assert re.findall(r'<details class="hb-group" id="(S-\d+)"', html) == [
        f"S-{number:04d}" for number in range(1, 21)
    ]


LOGGED = [
    pytest.param(
        RUNNING, {}, ["2026-01-10"], ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"],
        id="months that are over without an entry",
    ),
    pytest.param(
        RUNNING | {"start_planned": date(2026, 4, 20)}, {}, ["2026-05-02"], ["2026-06"],
        id="the first month is not whole",
    ),
    pytest.param(
        RUNNING, {"checked_from": date(2026, 5, 1)}, ["2026-05-02"], ["2026-06"],
        id="before the programme is checked",
    ),
    pytest.param(RUNNING | {"status": "suspended"}, {}, ["2026-01-10"], [], id="suspended"),
    pytest.param(ENDED, {}, ["2024-01-31"], [f"2024-{month:02d}" for month in range(2, 13)],
                 id="to the end of one that is over"),
    pytest.param(RUNNING, {"log_min_per_month": 2.0}, ["2026-01-10"],
                 [f"2026-{month:02d}" for month in range(1, 7)], id="fewer than asked for"),
]  # fmt: skip


@pytest.mark.parametrize(("posting", "asked", "days", "expected"), LOGGED)
def test_months_without_an_entry_are_named(
    posting: Mapping[str, Any], asked: Mapping[str, Any], days: list[str], expected: list[str]
) -> None:
    programmes = {"P-01": one_programme()["programmes"]["P-01"] | asked}
    log = {
        f"W-{day}": {
            "posting_id": "S-0001", "log_on": date.fromisoformat(day), "entry_type": "task"
        }
        for day in [*days, "2020-01-01"]
    }  # fmt: skip
    publishable = career(posting, sheets={"programmes": programmes, "work_log": log})
    page = page_of(publishable, "C-00003")
    work = [*page.current, *page.earlier][0].work
    assert work is not None
    assert (list(work.short), sum(work.entries)) == (expected, len(days))


def test_days_that_were_not_borne_out_do_not_count() -> None:
    log = {
        f"W-{answer}": {
            "posting_id": "S-0001", "log_on": date(2026, 2, 3), "entry_type": "site_day",
            "site_days": 5.0, "verified": answer,
        }
        for answer in ("yes", "no", "pending")
    }  # fmt: skip
    work = page_of(career(RUNNING, sheets={"work_log": log}), "C-00003").current[0].work
    assert work is not None
    assert (sum(work.entries), sum(work.days)) == (3, 10)


def told(found: Any, code: str) -> Mapping[str, list[Mapping[str, Any]]]:
    """Give the facts of all findings of a rule by posting."""
    facts: dict[str, list[Mapping[str, Any]]] = {}
    for finding in found.findings:
        if finding.code == code:
            facts.setdefault(finding.record, []).append(finding.params)
    assert facts
    return facts


@cache
def demo_logs() -> Mapping[str, Any]:
    return work_logs(open_book(shown_demo(ORG), "zh"))


def test_days_on_site_are_those_the_rule_counts() -> None:
    for posting, findings in told(checked_demo(), "POL-R65").items():
        lacking = [year for year in demo_logs()[posting].years if year.missing]
        assert [(f"{year.days:g}", year.required) for year in lacking] == [
            (each["days"], each["required"]) for each in findings
        ]


def test_months_without_an_entry_are_those_the_rule_names() -> None:
    for posting, (finding,) in told(checked_demo(), "POL-R69").items():
        assert demo_logs()[posting].short == tuple(finding["months"])


def test_talks_are_due_when_the_rule_says() -> None:
    due = talks_due(open_book(make_publishable(checked(), ORG), "zh"))
    for posting, (finding,) in told(checked(), "POL-R63").items():
        assert dict(due[posting])["heart_talk"] == finding["due"]


def test_what_is_lacking_of_the_five_is_what_the_rule_counts() -> None:
    over = {"end_planned": "2026-04-30", "end_actual": "2026-04-30", "status": "completed"}
    asks = ASKS | {"rules_on": "R71", "reports_required": "plan;study_note;reflection"}
    found = register(programmes=[asks], postings=[POSTING | over])
    book = open_book(make_publishable(found, ORG), "zh")
    for posting, (finding,) in told(found, "POL-R71").items():
        haves = five_haves(book, posting)
        lacking = [each.item for each in haves if each.is_asked and not each.is_there]
        assert (lacking, finding["count"]) == (["study_note", "reflection"], 2)
