"""What a person carries on one page: three things due, the forms of the stage, the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from builders import PROJECT, build_publishable
from handbook.articles import article_titles
from handbook.pages import open_book, stages
from handbook.pages.cadre import CadrePage, cadre_pages
from handbook.pages.stages import AT_THE_END, BEFORE_LEAVING, BEFORE_SELECTION, ON_ARRIVAL
from handbook.publishable import INTERNAL, ORG, Audience
from handbook.rendering.environment import make_environment
from handbook.rendering.fragments import render_page
from handbook.schema import LANGUAGES
from small_workbooks import MESSAGES

TODAY = date(2026, 6, 30)
SITE = "https://handbook.example.org/"
TITLES = article_titles(PROJECT / "docs", "zh")
SOON, LONG_AGO = timedelta(days=20), timedelta(days=300)


def person(
    posting: Mapping[str, Any] | None, audience: Audience = INTERNAL, **sheets: Any
) -> CadrePage:
    register = {
        "units": {"U-0001": {"unit_name": "栖川市财政局"}, "U-0002": {"unit_name": "杏坞镇"}},
        "cadres": {"C-00001": {"name": "陆予安", "home_unit_id": "U-0001"}},
        **sheets,
    }
    if posting:
        parties = {"cadre_id": "C-00001", "home_unit_id": "U-0001", "receiving_unit_id": "U-0002"}
        register["postings"] = {"S-0001": {**parties, **posting}}
    publishable = build_publishable(register, audience=audience, as_of=TODAY)
    [page] = cadre_pages(open_book(publishable, "zh"))
    return page


IN_POST = [
    "three-party-report", "leave-request", "home-use-request", "opinion-feedback",
    "assessment-form",
]  # fmt: skip
BEFORE = ["home-post-confirmation", "talk-outline", "mentoring-pledge"]
STAGES = [
    pytest.param(None, [], id="nothing"),
    pytest.param(("planned", TODAY + SOON, TODAY + LONG_AGO), BEFORE, id="about to leave"),
    pytest.param(
        ("active", TODAY - SOON, TODAY + LONG_AGO), ["mentoring-pledge", *IN_POST], id="arrived"
    ),
    pytest.param(("active", TODAY - LONG_AGO, TODAY + LONG_AGO), IN_POST, id="in post"),
    pytest.param(
        ("active", TODAY - LONG_AGO, TODAY + SOON), [*IN_POST, "outcome-registration"],
        id="about to return",
    ),
    pytest.param(
        ("completed", TODAY - LONG_AGO, TODAY - SOON),
        ["assessment-form", "outcome-registration"],
        id="just back",
    ),
    pytest.param(("completed", TODAY - 2 * LONG_AGO, TODAY - LONG_AGO), [], id="long back"),
    pytest.param(("cancelled", TODAY + SOON, TODAY + LONG_AGO), [], id="cancelled"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), STAGES)
def test_forms_fit_the_stage(told: tuple[str, date, date] | None, expected: list[str]) -> None:
    names = ("status", "start_planned", "end_planned")
    posting = dict(zip(names, told, strict=True)) if told else None
    page = person(posting)
    assert list(page.forms) == expected
    html = render_page(page, make_environment("zh", MESSAGES, titles=TITLES))
    assert [f'href="../forms/{each}.html"' in html for each in expected] == [True] * len(expected)
    assert ('id="forms"' in html) == bool(expected)


@pytest.mark.parametrize(
    ("decision", "audience", "expected"),
    [
        pytest.param("pending", ORG, ["registration-form"], id="to be decided"),
        pytest.param("not_selected", ORG, [], id="decided"),
        pytest.param("pending", INTERNAL, [], id="nobody else knows of applications"),
    ],
)
def test_who_has_applied_needs_the_registration_form(
    decision: str, audience: Audience, expected: list[str]
) -> None:
    applications = {"A-00001": {"cadre_id": "C-00001", "decision": decision}}
    assert list(person(None, audience, applications=applications).forms) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_stage_has_its_page(language: str) -> None:
    titles = article_titles(PROJECT / "docs", language)
    forms = {*BEFORE_SELECTION, *BEFORE_LEAVING, *ON_ARRIVAL, *stages.IN_POST, *AT_THE_END}
    assert {each for each in forms if f"forms/{each}" not in titles} == set()
    assert all((PROJECT / f"docs/{language}/forms/{each}.md").is_file() for each in forms)


def test_a_form_without_a_page_is_not_linked() -> None:
    page = person({"status": "planned", "start_planned": TODAY + SOON})
    titles = {"forms/talk-outline": "Đề cương & trao đổi"}
    html = render_page(page, make_environment("vi", MESSAGES, titles=titles))
    item = '<li><a href="../forms/talk-outline.html">Đề cương &amp; trao đổi</a></li>'
    assert f'<ul class="hb-links">{item}</ul>' in html
    assert 'id="forms"' not in render_page(page, make_environment("vi", MESSAGES))


def reports(*days: date) -> dict[str, Any]:
    return {
        f"R-{number:05d}": {"posting_id": "S-0001", "type": "quarterly", "due_on": day}
        for number, day in enumerate(days, start=1)
    }


def test_a_page_taken_along_tells_three_things_and_where_to_read_on() -> None:
    days = [TODAY + timedelta(days=each) for each in (80, -10, 3, 40)]
    posting = {
        "status": "active",
        "start_planned": TODAY - SOON,
        "end_planned": TODAY + LONG_AGO,
    }
    page = person(posting, ORG, reports=reports(*days))
    told = [row.cells["day"].iso for row in page.duties]
    assert told == [(TODAY + timedelta(days=each)).isoformat() for each in (-10, 3, 40)]
    html = render_page(page, make_environment("zh", MESSAGES, ORG.visibility, site_url=SITE))
    duties = html[html.index('id="next"') : html.index("<figure>")]
    assert [duties.count(each) for each in ("<li>", "已过 10 天", "还有 3 天")] == [3, 1, 1]
    assert f"<figcaption>{SITE}cadres/C-00001.html</figcaption>" in html
