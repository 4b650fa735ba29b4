"""Regions: every comment in a written page names one, stamping fills it, the gate misses none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builders import PROJECT, build_publishable
from handbook.gate import GateProblem, Problem, check_site
from handbook.pages import open_book
from handbook.rendering.environment import make_environment
from handbook.rendering.flow_charts import load_flows
from handbook.rendering.messages import load_messages
from handbook.rendering.regions import render_regions
from handbook.schema import LANGUAGES
from handbook.schemes import load_schemes
from handbook.stamping import REGION_MARK, Region, stamp
from handbook.texts import Texts
from sites import LISTS, person, small_shells

SCHEMA = PROJECT / "sheets_schema"
MESSAGES = load_messages(SCHEMA / "messages")
SCHEMES = load_schemes(SCHEMA / "schemes.yaml")
FLOWS = load_flows(SCHEMA / "flows.yaml")


def regions(language: str) -> dict[str, str]:
    book = open_book(build_publishable({}), language)
    environment = make_environment(language, MESSAGES)
    return dict(render_regions(book, environment, SCHEMES, FLOWS[language]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_language_ask_for_every_region_and_for_no_other(language: str) -> None:
    asked = {
        name.decode()
        for path in (PROJECT / "docs" / language).rglob("*.md")
        for name in REGION_MARK.findall(path.read_bytes())
    }
    assert asked == regions(language).keys()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_region_of_an_empty_register_is_left_in_chinese(language: str) -> None:
    left = {
        name: found
        for name, html in regions(language).items()
        if (found := re.findall(r"[\u4e00-\u9fff]+", re.sub(r"<svg.*?</svg>", "", html)))
    }
    assert left == {}


def test_an_empty_register_has_a_sentence_for_a_calendar() -> None:
    assert regions("zh")["calendar: year"] == (
        "<p>从 2026-06-01 到 2027-05-31，登记表里没有一个批次有要办的日子。"
        "在“批次”表里填上各个日子，这里就有了。</p>\n"
    )


def test_stamping_puts_a_region_in_the_place_of_its_comment(tmp_path: Path) -> None:
    shells = small_shells(tmp_path / "zh", "<p>先</p>\n<!-- flow: leave -->\n<p>后</p>")
    region = Region("flow: leave", '<svg><a href="../units/U-0001.html">x</a></svg>\n')
    stamp(shells, tmp_path / "site", [*LISTS, region])
    text = (tmp_path / "site" / "guidance" / "term.html").read_text("utf-8")
    assert '<p>先</p>\n<svg><a href="../units/U-0001.html">x</a></svg>\n<p>后</p>' in text


def test_a_comment_that_names_no_region_is_refused_by_the_gate(tmp_path: Path) -> None:
    shells = small_shells(tmp_path / "zh", "<!-- flow: nowhere -->")
    stamp(shells, tmp_path / "site", [*LISTS, person(1)])
    register = build_publishable(
        {"cadres": {"C-00001": {"name": "顾清禾"}}, "units": {"U-0001": {"unit_name": "市发规局"}}}
    )
    problems = check_site(tmp_path / "site", register)
    assert problems == [GateProblem("guidance/term.html", Problem.PLACEHOLDER)]


def test_other_comments_stay(tmp_path: Path) -> None:
    shells = small_shells(tmp_path / "zh", "<!-- theme: dark --><!-- flow leave -->")
    stamp(shells, tmp_path / "site", [*LISTS])
    text = (tmp_path / "site" / "guidance" / "term.html").read_text("utf-8")
    assert "<!-- theme: dark --><!-- flow leave -->" in text


def test_texts_without_schemes_and_charts_still_make_a_site() -> None:
    texts = Texts(build_publishable({}).schema, MESSAGES)
    assert (texts.schemes, texts.flows) == ((), {})
