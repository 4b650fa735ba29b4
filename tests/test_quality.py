"""How good the data is: by rule, by unit, since when, and compared with earlier publications."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders import AS_OF, build_publishable, one_programme
from environments import environment_of
from handbook.findings import Cell, Finding, Party, Severity, Visibility
from handbook.pages import FindingsPage, open_book
from handbook.pages.finding_lists import finding_lists
from handbook.pages.week import week_of
from handbook.publishable import INTERNAL, ORG, PUBLIC, Audience, Past
from handbook.rendering.fragments import render_page


def finding(code: str, record: str, severity: Severity, party: Party) -> Finding:
    cell = Cell("cadres", "干部", field="home_post")
    params = dict.fromkeys(("field", "last", "unknown", "example", "target", "value"), "x")
    return Finding(code, cell, record, severity, party, Visibility.INTERNAL, params=params)


FINDINGS = (
    finding("CEL316", "C-00001", Severity.WARNING, Party.HOME),
    finding("CEL316", "C-00002", Severity.WARNING, Party.ORG_DEPT),
    finding("KEY404", "C-00003", Severity.ERROR, Party.HOME),
)
EARLIER = {
    AS_OF - timedelta(days=7): {"CEL316": 3, "KEY404": 1},
    AS_OF - timedelta(days=1): {"CEL316": 3},
    AS_OF: {"CEL316": 2, "KEY404": 1},
}


def page(
    audience: Audience = INTERNAL, told: dict[date, dict[str, int]] | None = None
) -> FindingsPage:
    publishable = build_publishable(one_programme(), audience=audience, findings=FINDINGS)
    first_told = {FINDINGS[1].matter: AS_OF - timedelta(days=5)}
    past = Past(open=EARLIER if told is None else told)
    book = open_book(replace(publishable, first_told=first_told, past=past), "zh")
    return next(each for each in finding_lists(book) if isinstance(each, FindingsPage))


def test_each_rule_says_how_many_since_when_and_how_many_more_than_before() -> None:
    found = [
        (each.code, each.count, each.since.iso, each.change, each.parties)
        for each in page().quality.codes
    ]
    assert found == [
        ("KEY404", 1, "2026-06-30", 1, (Party.HOME,)),
        ("CEL316", 2, "2026-06-25", -1, (Party.HOME, Party.ORG_DEPT)),
    ]


def test_the_trend_tells_the_newest_publication_first() -> None:
    trend = [(each.day.iso, each.count, each.change) for each in page().quality.trend]
    assert trend == [("2026-06-30", 3, 0), ("2026-06-29", 3, -1), ("2026-06-23", 4, None)]


@pytest.mark.parametrize(
    ("audience", "is_partial", "change"), [(INTERNAL, False, 1), (ORG, True, None)]
)
def test_who_sees_more_is_told_that_the_trend_counts_less(
    audience: Audience, change: int | None, *, is_partial: bool
) -> None:
    quality = page(audience).quality
    assert (quality.is_partial, quality.codes[0].change) == (is_partial, change)


def test_without_a_history_nothing_is_compared() -> None:
    quality = page(told={}).quality
    assert ([each.change for each in quality.codes], quality.trend) == ([None, None], ())
    assert "比上一次发布" not in render_page(page(told={}), environment_of("zh"))


def test_the_page_leads_to_the_list_the_rule_and_the_policy() -> None:
    html = render_page(page(), environment_of("zh"))
    for link in ('href="CEL316.html"', 'href="../rules/CEL316.html"', 'href="#trend"'):
        assert link in html
    assert "少 1 条" in html


def test_the_public_is_told_of_no_week() -> None:
    publishable = build_publishable(one_programme(), audience=PUBLIC)
    assert week_of(open_book(publishable, "zh")).count == 0
