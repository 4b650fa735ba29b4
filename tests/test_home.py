"""The home page: who comes and goes, how far batches are, flows and trend as text and drawing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from builders import Rows, build_publishable
from environments import environment_of
from handbook.pages import HomePage, open_book
from handbook.pages.cadre import cadre_pages
from handbook.pages.home import home_page
from handbook.publishable import INTERNAL, ORG, PUBLIC, Audience
from handbook.rendering.fragments import render_page
from handbook.rendering.page_codes import page_code
from handbook.schema import LANGUAGES

TODAY = date(2026, 6, 30)


def posting(number: int, status: str, start: date, end: date) -> tuple[str, dict[str, Any]]:
    return f"S-{number:04d}", {
        "cadre_id": "C-00001",
        "batch_id": "B-001",
        "home_unit_id": "U-0001",
        "receiving_unit_id": "U-0002",
        "start_planned": start,
        "end_planned": end,
        "status": status,
    }


def register(**more: Rows) -> dict[str, Rows]:
    """Give a batch with two people in post, two to come and one who never went."""
    long_ago, far = date(2025, 7, 1), date(2027, 12, 31)
    return {
        "units": {"U-0001": {"unit_name": "栖川市财政局"}, "U-0002": {"unit_name": "杏坞镇"}},
        "cadres": {"C-00001": {"name": "陆予安", "home_unit_id": "U-0001"}},
        "programmes": {"P-01": {"name": "下派", "status": "active"}},
        "batches": {"B-001": {"programme_id": "P-01", "title": "第一批", "status": "running"}},
        "postings": dict(
            [
                posting(1, "active", long_ago, TODAY + timedelta(days=30)),
                posting(2, "active", date(2026, 6, 1), TODAY + timedelta(days=31)),
                posting(3, "planned", TODAY + timedelta(days=90), far),
                posting(4, "planned", TODAY + timedelta(days=91), far),
                posting(5, "cancelled", date(2026, 6, 2), far),
            ]
        ),
        **more,
    }


def home(sheets: dict[str, Rows], audience: Audience = INTERNAL) -> HomePage:
    return home_page(open_book(build_publishable(sheets, audience=audience, as_of=TODAY), "zh"))


def test_ends_and_starts_stand_in_the_span_of_their_day() -> None:
    page = home(register())
    assert [(span.days, [line.key for line in span.lines]) for span in page.endings] == [
        (30, ["S-0001"]),
        (60, ["S-0002"]),
    ]
    assert [(span.days, [line.key for line in span.lines]) for span in page.arrivals] == [
        (90, ["S-0003"])
    ]


def test_flows_count_people_in_post_and_the_trend_what_has_begun() -> None:
    page = home(register())
    assert [(flow.home, flow.host, flow.count) for flow in page.flows] == [
        ("栖川市财政局", "杏坞镇", 2)
    ]
    assert list(page.trend) == [f"{m // 12}-{m % 12 + 1:02d}" for m in range(24306, 24318)]
    assert {month: count for month, count in page.trend.items() if count} == {
        "2025-07": 1,
        "2026-06": 1,
    }


APPLICATIONS = {
    "E-0001": {"batch_id": "B-001", "eligibility": "pass", "exam_score": 71.0,
               "interview_score": 80.0, "inspection": "pass", "decision": "selected"},
    "E-0002": {"batch_id": "B-001", "eligibility": "pass", "exam_score": 52.5},
    "E-0003": {"batch_id": "B-001", "eligibility": "fail"},
}  # fmt: skip
ALL_STEPS = {
    "reported": 3, "eligible": 2, "exam": 2, "interview": 1, "inspection": 1, "selected": 1,
}  # fmt: skip
FUNNELS = [
    pytest.param(ORG, 3.0, 1.0, ALL_STEPS, id="the department counts"),
    pytest.param(INTERNAL, 3.0, 1.0, {"reported": 3, "selected": 1}, id="announced numbers"),
    pytest.param(PUBLIC, 90.0, 5.0, {"reported": 90, "selected": 5}, id="five are not too few"),
    pytest.param(PUBLIC, 90.0, 4.0, {}, id="the public gets no breakdown with a small number"),
    pytest.param(INTERNAL, None, None, {}, id="nothing announced"),
]


@pytest.mark.parametrize(("audience", "applied", "selected", "expected"), FUNNELS)
def test_the_funnel_of_a_batch(
    audience: Audience, applied: float | None, selected: float | None, expected: dict[str, int]
) -> None:
    sheets = register(applications=APPLICATIONS)
    batch = sheets["batches"]["B-001"]
    declared = {"declared_applicants": applied, "declared_selected": selected}
    sheets["batches"] = {"B-001": {**batch, **declared}}
    [running] = home(sheets, audience).batches
    assert running.funnel == expected


def test_the_public_sees_no_postings_in_any_form() -> None:
    page = home(register(), PUBLIC)
    assert (page.endings, page.arrivals, page.flows, page.trend, page.questions) == (
        (), (), (), {}, (),
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_drawings_say_in_text_what_they_show(language: str) -> None:
    sheets = register(applications=APPLICATIONS)
    book = open_book(build_publishable(sheets, audience=ORG, as_of=TODAY), language)
    html = render_page(home_page(book), environment_of(language, ORG.visibility))
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(drawings) == 2
    assert "栖川市财政局 → 杏坞镇 2</desc>" in drawings[0]
    assert "2025-07 1; " in drawings[1]
    assert all("fill=" not in each and "<title " in each for each in drawings)
    assert 'href="../' not in html  # it stands at the root of the site


def test_a_page_code_holds_the_address_and_says_it() -> None:
    code = page_code("https://handbook.example.org/vi/", "cadres/C-00012.html")
    assert "<figcaption>https://handbook.example.org/vi/cadres/C-00012.html</figcaption>" in code
    assert 'viewBox="0 0 41 41"' in code  # version 4 and four modules of white on every side
    assert page_code("", "cadres/C-00012.html") == ""


SENT_OFF = [
    pytest.param("planned", TODAY + timedelta(days=9), True, id="about to leave"),
    pytest.param("active", TODAY - timedelta(days=60), True, id="left sixty days ago"),
    pytest.param("active", TODAY - timedelta(days=61), False, id="left before that"),
    pytest.param("completed", TODAY - timedelta(days=9), False, id="is back"),
]


@pytest.mark.parametrize(("status", "start", "has_code"), SENT_OFF)
@pytest.mark.parametrize("site_url", ["https://handbook.example.org/", ""])
def test_who_is_sent_off_has_the_address_on_the_page(
    status: str, start: date, site_url: str, *, has_code: bool
) -> None:
    sheets = register(postings=dict([posting(1, status, start, date(2027, 12, 31))]))
    book = open_book(build_publishable(sheets, as_of=TODAY), "zh")
    [page] = cadre_pages(book)
    environment = environment_of("zh", site_url=site_url)
    assert ("<figure>" in render_page(page, environment)) == (has_code and bool(site_url))


def test_the_week_is_told_by_unit_with_the_office_to_ring() -> None:
    sunday = TODAY + timedelta(days=7 - TODAY.isoweekday())
    due = {
        f"R-{number:04d}": {"posting_id": f"S-{place:04d}", "type": "quarterly", "due_on": day}
        for number, (place, day) in enumerate(
            [
                (1, TODAY),
                (2, sunday),
                (1, sunday + timedelta(days=1)),
                (1, TODAY - timedelta(days=1)),
            ]
        )
    }
    sheets = register(reports=due)
    sheets["units"] = {
        **sheets["units"],
        "U-0002": {"unit_name": "杏坞镇", "contact_post": "党政办"},
    }
    page = home(sheets, ORG)
    [office] = page.week.offices
    assert (office.unit.text, office.office.text, office.count) == ("杏坞镇", "党政办", 2)
    assert [row.cells["day"].iso for row in office.rows] == [TODAY.isoformat(), sunday.isoformat()]
    assert home(sheets, PUBLIC).week.count == 0
    html = render_page(page, environment_of("zh", ORG.visibility))
    assert 'href="units/U-0002.html"' in html
    assert "本周要办" in html
