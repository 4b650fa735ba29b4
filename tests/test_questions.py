"""The questions of an ordinary Monday: who is told, who is not, and to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from builders import Rows, build_publishable
from environments import environment_of
from handbook.pages import QuestionPage, QuestionsPage, all_pages, open_book
from handbook.pages.answers import Row, next_duties
from handbook.pages.questions import QUESTIONS, asked, question_pages
from handbook.publishable import INTERNAL, ORG, PUBLIC, Audience, unit_audience
from handbook.rendering.fragments import render_page, title_of
from handbook.rendering.question_words import ANSWERS, ASKED, QUESTION_WORDS, TASKS
from handbook.schema import LANGUAGES

TUESDAY = date(2026, 6, 30)
RUNNING = {
    "cadre_id": "C-00001",
    "batch_id": "B-001",
    "home_unit_id": "U-0001",
    "receiving_unit_id": "U-0002",
    "start_planned": date(2026, 1, 1),
    "end_planned": date(2026, 12, 31),
    "status": "active",
}
UNITS = {
    "U-0001": {"unit_name": "栖川市财政局", "contact_post": "人事科科长", "status": "active"},
    "U-0002": {"unit_name": "杏坞镇", "contact_post": "党政办主任", "status": "active"},
}
CADRES = {
    "C-00001": {"name": "陆予安", "home_unit_id": "U-0001", "rank_level": "section"},
    "C-00002": {
        "name": "苏棠",
        "home_unit_id": "U-0001",
        "rank_level": "section",
        "party_status": "none",
        "record_status": "active",
    },
}


def sheets(posting: Mapping[str, Any] | None = None, **more: Rows) -> dict[str, Rows]:
    kind = more.pop("kind", "post_down")
    return {
        "units": UNITS,
        "cadres": CADRES,
        "programmes": {"P-01": {"name": "下派", "kind": kind, "status": "active"}},
        "batches": {"B-001": {"programme_id": "P-01", "title": "第一批"}},
        "postings": {"S-0001": RUNNING | (posting or {})},
        **more,
    }


def answer(name: str, register: Mapping[str, Rows], audience: Audience = ORG) -> list[Row]:
    book = open_book(build_publishable(register, audience=audience, as_of=TUESDAY), "zh")
    pages = [page for page in question_pages(book) if isinstance(page, QuestionPage)]
    return [row for page in pages if page.title == name for row in page.rows]


def texts(rows: list[Row]) -> list[dict[str, str]]:
    return [{name: shown.text for name, shown in row.cells.items()} for row in rows]


LATE = {"end_planned": date(2026, 6, 29)}
RELEASED = [
    pytest.param({}, 0, id="still running"),
    pytest.param({"end_planned": TUESDAY}, 0, id="last day is today"),
    pytest.param(LATE, 1, id="ended yesterday"),
    pytest.param(LATE | {"status": "completed"}, 1, id="called completed, no document"),
    pytest.param(LATE | {"status": "cancelled"}, 0, id="cancelled"),
    pytest.param(LATE | {"extension_to": date(2026, 9, 30)}, 0, id="extended"),
    pytest.param(LATE | {"removal_doc_number": "栖组〔2026〕7号"}, 0, id="document"),
    pytest.param(LATE | {"removed_on": date(2026, 6, 29)}, 0, id="day of removal"),
    pytest.param(LATE | {"outcome": "same_post"}, 0, id="outcome"),
]


@pytest.mark.parametrize(("posting", "count"), RELEASED)
def test_who_has_ended_and_not_been_released(posting: Mapping[str, Any], count: int) -> None:
    rows = answer("unreleased", sheets(posting), INTERNAL)
    assert [row.days for row in rows] == [-1] * count


MOVED = [
    pytest.param({}, {}, id="nothing changed"),
    pytest.param(
        {"home_unit_id": "U-0002"}, {"home_then": "杏坞镇", "home_now": "栖川市财政局"}, id="unit"
    ),
    pytest.param(
        {"rank_at_sending": "deputy_section"},
        {"rank_then": "副科", "rank_now": "正科"},
        id="rank",
    ),
    pytest.param({"rank_at_sending": "deputy_section", "status": "completed"}, {}, id="is back"),
]


@pytest.mark.parametrize(("posting", "changed"), MOVED)
def test_what_changed_at_home_while_away(
    posting: Mapping[str, Any], changed: dict[str, str]
) -> None:
    told = texts(answer("moved", sheets(posting), INTERNAL))
    expected = [{"name": "陆予安", "host": "杏坞镇"} | changed] if changed else []
    assert told == expected


def report(day: date | None) -> dict[str, Rows]:
    return {"reports": {"R-0001": {"posting_id": "S-0001", "submitted_on": day}}}


SILENT = [
    pytest.param(None, [""], id="never"),
    pytest.param(date(2026, 3, 31), ["2026-03-31"], id="last quarter"),
    pytest.param(date(2026, 4, 1), [], id="first day of the quarter"),
    pytest.param(date(2026, 7, 1), [""], id="a day that has not come"),
]


@pytest.mark.parametrize(("day", "last"), SILENT)
def test_a_unit_is_silent_until_its_first_report_of_the_quarter(
    day: date | None, last: list[str]
) -> None:
    told = texts(answer("silent", sheets(**report(day))))
    assert [row.get("last", "") for row in told] == last
    assert all(row["office"] == "党政办主任" and row["people"] == "1" for row in told)


ROTATIONS = [
    pytest.param({}, 1, id="reaches 36 months in 180 days"),
    pytest.param({"start_planned": date(2024, 1, 1)}, 0, id="half a year more to go"),
    pytest.param({"outcome": "same_post"}, 0, id="an outcome"),
    pytest.param({"extension_to": date(2026, 12, 31)}, 0, id="extended beyond"),
    pytest.param({"extension_to": date(2026, 12, 26)}, 1, id="extended to that very day"),
]


@pytest.mark.parametrize(("posting", "count"), ROTATIONS)
def test_who_nears_36_months_without_a_plan(posting: Mapping[str, Any], count: int) -> None:
    started = {"start_planned": date(2023, 12, 27)} | posting
    register = sheets(started, kind="vn_luan_chuyen")
    assert [row.days for row in answer("rotations", register, INTERNAL)] == [179] * count


def test_a_posting_that_follows_is_a_plan() -> None:
    register = sheets({"start_planned": date(2023, 12, 27)}, kind="vn_luan_chuyen")
    follows = RUNNING | {"succeeds_posting_id": "S-0001", "status": "planned"}
    register["postings"] = {**register["postings"], "S-0002": follows}
    assert answer("rotations", register, INTERNAL) == []


POSTS = [
    pytest.param({}, "1", id="any rank"),
    pytest.param({"rank_required": "section"}, "1", id="their rank"),
    pytest.param({"rank_required": "county"}, "0", id="another rank"),
    pytest.param({"party_member_only": "yes"}, "0", id="members only"),
    pytest.param({"receiving_unit_id": "U-0001"}, "0", id="their own unit"),
]


@pytest.mark.parametrize(("post", "people"), POSTS)
def test_who_fits_a_post_was_never_seconded(post: Mapping[str, Any], people: str) -> None:
    open_post = {"batch_id": "B-001", "receiving_unit_id": "U-0002", "title": "副镇长"} | post
    told = texts(answer("fitting", sheets(positions={"N-0001": open_post | {"status": "open"}})))
    named = "苏棠" if people == "1" else ""
    assert [(row["people"], row.get("named", "")) for row in told] == [(people, named)]


def test_a_filled_post_is_not_matched() -> None:
    register = sheets(positions={"N-0001": {"batch_id": "B-001", "status": "filled"}})
    assert answer("fitting", register) == []


def due(day: date) -> dict[str, Rows]:
    return {
        "reports": {
            "R-0001": {"posting_id": "S-0001", "type": "quarterly", "due_on": day},
        }
    }


OWED = [
    pytest.param(date(2026, 7, 5), [5], id="on Sunday"),
    pytest.param(date(2026, 7, 6), [], id="on Monday next"),
    pytest.param(date(2026, 6, 1), [-29], id="overdue"),
]


@pytest.mark.parametrize(("day", "days"), OWED)
def test_what_is_owed_by_sunday_and_which_office_to_ask(day: date, days: list[int]) -> None:
    rows = [row for row in answer("owed", sheets(**due(day))) if row.task == "report"]
    assert [row.days for row in rows] == days
    assert all(row.cells["office"].text == "党政办主任" for row in rows)
    assert all(row.cells["name"].text == "陆予安" for row in rows)


def test_a_person_sees_three_things_at_most_the_longest_overdue_first() -> None:
    reports = {
        f"R-000{number}": {
            "posting_id": "S-0001",
            "type": "monthly",
            "period": f"2026-0{number}",
            "due_on": date(2026, number, 1),
        }
        for number in range(5, 0, -1)
    }
    book = open_book(build_publishable(sheets(reports=reports), audience=ORG, as_of=TUESDAY), "zh")
    days = [row.cells["day"].text for row in next_duties(book)["C-00001"]]
    assert days == ["2026-01-01", "2026-02-01", "2026-03-01"]


MAY_ASK = [
    pytest.param(PUBLIC, [], id="public"),
    pytest.param(INTERNAL, ["unreleased", "moved", "on-a-day"], id="internal"),
    pytest.param(
        unit_audience("U-0002"), ["owed", "unreleased", "moved", "silent", "on-a-day"], id="unit"
    ),
    pytest.param(
        ORG, ["owed", "unreleased", "moved", "silent", "fitting", "on-a-day"], id="department"
    ),
]


@pytest.mark.parametrize(("audience", "names"), MAY_ASK)
def test_an_audience_is_offered_what_it_may_know(audience: Audience, names: list[str]) -> None:
    book = open_book(build_publishable(sheets(), audience=audience, as_of=TUESDAY), "zh")
    assert [each.name for each in asked(book)] == names
    pages = [page.address for page in question_pages(book)]
    expected = [f"questions/{name}.html" for name in names if name != "on-a-day"]
    assert pages == (["questions/index.html", *expected] if names else [])


def test_the_readers_of_a_unit_are_told_of_no_other_unit_s_silence() -> None:
    assert answer("silent", sheets(), unit_audience("U-0009")) == []
    [row] = texts(answer("silent", sheets(), unit_audience("U-0001")))
    assert row["unit"] == "杏坞镇"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_a_page_in_words(language: str) -> None:
    register = sheets(
        LATE, kind="vn_biet_phai", **due(date(2026, 7, 1)),
        positions={"N-0001": {"batch_id": "B-001", "title": "副镇长", "status": "open"}},
    )  # fmt: skip
    book = open_book(build_publishable(register, audience=ORG, as_of=TUESDAY), language)
    environment = environment_of(language, ORG.visibility)
    pages = [page for page in all_pages(book) if isinstance(page, QuestionPage | QuestionsPage)]
    assert len(pages) == len(QUESTIONS) + 1
    for page in pages:
        html = render_page(page, environment)
        assert f"<h1>{title_of(page, environment)}</h1>" in html
        assert (language == "zh") or not re.search("[满谁哪该]", html)


def test_every_question_and_column_has_its_words() -> None:
    names = {question.name for question in QUESTIONS} | {"on-a-day"}
    assert names == QUESTION_WORDS["questions"].keys() == ANSWERS.keys()
    assert {name for question in QUESTIONS for name in question.columns} <= ASKED.keys()
    assert TASKS.keys() == {"report", "assessment", "mentor-gap", "home-post"}
