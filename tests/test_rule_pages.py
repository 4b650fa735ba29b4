"""The page of every rule and the list of all: why, for whom, where it is on, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from builders import PROJECT, build_publishable, one_programme
from environments import environment_of
from handbook.articles import article_titles
from handbook.catalogue import BY_CODE, CATALOGUE, CHAPTERS
from handbook.catalogue.schemes import SCHEMES
from handbook.findings import Cell, Finding, Party, Severity, Visibility
from handbook.pages import RuleListPage, RulePage, open_book
from handbook.pages.rule import class_of, rule_pages
from handbook.pages.rule_list import rule_list
from handbook.publishable import INTERNAL, PUBLIC, Audience, Publishable
from handbook.rendering.environment import CLASSES, make_environment
from handbook.rendering.fragments import render_page
from handbook.schema import LANGUAGES
from small_workbooks import MESSAGES, SCHEMA

TITLES = {
    "guidance/mentors": "帮带联系人",
    "guidance/mentors#how-many": "要几名、什么层次",
}
COMPUTED = [entry for entry in CATALOGUE if entry.family == "POL" and not entry.is_page]
ORG = Audience("org", Visibility.ORG)


def register(
    programmes: Mapping[str, Mapping[str, Any]], audience: Audience = INTERNAL
) -> Publishable:
    finding = Finding(
        "POL-R44",
        Cell("postings", "", None, None, "posting_id"),
        "S-0001",
        Severity.ERROR,
        Party.RECEIVING,
        Visibility.INTERNAL,
        params={"on": "2026-06-30", "present": 0, "required": 1, "level": "任意"},
        batch="B-001",
    )
    sheets = one_programme() | {"programmes": programmes}
    findings = [finding] * 4 if audience.visibility >= Visibility.INTERNAL else []
    return build_publishable(sheets, audience=audience, findings=findings)


def page_of(code: str, publishable: Publishable, language: str = "zh") -> RulePage:
    pages = rule_pages(open_book(publishable, language))
    return next(page for page in pages if page.title == code)


PROGRAMMES = {
    "P-01": {"name": "甲", "mentor_min": 2, "mentor_level": "any", "rules_on": "R45；R46"},
    "P-02": {"name": "乙", "rules_on": "全部"},
    "P-03": {"name": "丙", "mentor_load_max": 3},
}


@pytest.mark.parametrize(
    ("code", "settings", "without", "off"),
    [
        pytest.param("POL-R44", ["甲"], ["乙", "丙"], [], id="always on"),
        pytest.param("POL-R46", [], ["甲", "乙"], ["丙"], id="a value counts only where it is on"),
        pytest.param("POL-R33", [], ["甲", "乙", "丙"], [], id="always on without a parameter"),
        pytest.param("POL-R41", [], ["乙"], ["甲", "丙"], id="on for the one that asks for all"),
    ],
)
def test_a_rule_tells_for_which_programmes_it_is_on(
    code: str, settings: list[str], without: list[str], off: list[str]
) -> None:
    use = page_of(code, register(PROGRAMMES)).use
    assert use is not None
    rows = use.settings.rows if use.settings else ()
    assert [row[0].text for row in rows] == settings
    assert [each.text for each in use.without] == without
    assert [each.text for each in use.off] == off


def test_parameters_stand_beside_the_programme_and_blank_ones_are_left_out() -> None:
    use = page_of("POL-R44", register(PROGRAMMES)).use
    assert use is not None
    assert use.settings is not None
    assert use.settings.columns == ("项目", "帮带人数", "帮带层次")
    assert [[cell.text for cell in row] for row in use.settings.rows] == [["甲", "2", "任意"]]


def test_codes_that_are_no_rules_of_a_programme_say_nothing_of_programmes() -> None:
    pages = {page.title: page for page in rule_pages(open_book(register(PROGRAMMES), "zh"))}
    assert {code for code, page in pages.items() if page.use} == {each.code for each in COMPUTED}


@pytest.mark.parametrize("entry", COMPUTED, ids=[entry.code for entry in COMPUTED])
def test_every_rule_shows_an_example_that_breaks_it_and_the_same_mended(entry: Any) -> None:
    for language in LANGUAGES:
        example = MESSAGES.example(entry.code, language)
        assert example is not None
        assert example.broken.strip()
        assert example.mended.strip()
        assert example.broken != example.mended


def test_a_rule_leads_to_the_schemes_it_was_drawn_from() -> None:
    page = page_of("POL-R11", register(PROGRAMMES))
    assert page.schemes
    html = render_page(page, make_environment("zh", MESSAGES, elsewhere={"schemes/S07": "zh/S07"}))
    for number in BY_CODE["POL-R11"].schemes:
        folder = "zh" if number == "S07" else "schemes"
        assert f'<a href="../{folder}/{number}.html">{SCHEMES[number]["zh"]}</a>' in html


def test_every_rule_drawn_from_a_scheme_names_one_there_is() -> None:
    named = {scheme for entry in CATALOGUE for scheme in entry.schemes}
    assert named - SCHEMES.keys() == set()
    assert list(SCHEMES) == [f"S{number:02}" for number in range(1, 29)]
    assert {tuple(names) for names in SCHEMES.values()} == {("zh", "vi", "en")}


@pytest.mark.parametrize(
    ("code", "visibility", "is_told"),
    [
        pytest.param("POL-R44", Visibility.INTERNAL, True, id="every reader"),
        pytest.param("POL-R59", Visibility.UNIT, False, id="the units"),
        pytest.param("POL-R29", Visibility.ORG, False, id="organisation department"),
        pytest.param("POL-R107", Visibility.SEALED, False, id="no page at all"),
        pytest.param("KEY404", None, True, id="as secret as the cell"),
    ],
)
def test_a_reader_is_told_nothing_of_a_rule_above_their_class(
    code: str, visibility: Visibility | None, is_told: bool
) -> None:
    page = page_of(code, register(PROGRAMMES))
    assert (page.visibility, page.says_findings) == (visibility, is_told)
    html = render_page(page, environment_of("zh", INTERNAL.visibility))
    assert ('id="findings"' in html) is is_told
    assert visibility is None or CLASSES[visibility] in html


def test_the_public_is_told_of_no_finding() -> None:
    pages = rule_pages(open_book(register(PROGRAMMES, PUBLIC), "zh"))
    assert not any(page.says_findings or page.count for page in pages)


def test_a_page_says_how_to_ask_for_a_waiver_where_one_can_be_granted() -> None:
    pages = rule_pages(open_book(register(PROGRAMMES), "zh"))
    waivable = {page.title for page in pages if page.is_waivable}
    assert waivable == {entry.code for entry in COMPUTED if entry.effect == "tell"} | {"CNT501"}


def test_findings_of_one_batch_are_folded_and_cut() -> None:
    page = page_of("POL-R44", register(PROGRAMMES))
    assert (page.count, page.shown, len(page.entries)) == (4, 4, 1)


def test_the_list_of_rules_has_every_code_once() -> None:
    [page] = rule_list(open_book(register(PROGRAMMES), "zh"))
    assert isinstance(page, RuleListPage)
    listed = [line.entry.code for _, lines in page.families for line in lines]
    assert sorted(listed) == sorted(BY_CODE)
    assert [family for family, _ in page.families][: len(CHAPTERS)] == list(CHAPTERS)


def test_the_list_of_rules_counts_only_what_its_reader_may_know() -> None:
    counts = {
        audience.name: {
            line.entry.code: line.count
            for page in rule_list(open_book(register(PROGRAMMES, audience), "zh"))
            for _, lines in page.families
            for line in lines
        }
        for audience in (INTERNAL, ORG)
    }
    assert (counts["internal"]["POL-R44"], counts["org"]["POL-R44"]) == (4, 4)
    assert (counts["internal"]["POL-R29"], counts["org"]["POL-R29"]) == (None, 0)
    assert counts["org"]["POL-R107"] is None


def test_the_class_of_a_rule_is_that_of_its_strictest_column() -> None:
    classes = {entry.code: class_of(entry, SCHEMA) for entry in COMPUTED}
    assert all(classes[entry.code] is not None for entry in COMPUTED if entry.reads)
    assert classes["POL-R102"] is Visibility.ORG


class HtmlSnapshot(SingleFileSnapshotExtension):
    """Keeps every snapshot as a page of its own, named after the test."""

    file_extension = "html"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize(
    ("code", "language"),
    [
        pytest.param("POL-R44", "zh", id="rule in Chinese"),
        pytest.param("POL-R44", "vi", id="rule in Vietnamese"),
        pytest.param("POL-R29", "en", id="rule above the reader in English"),
        pytest.param("POL-R02", "zh", id="page that lists codes"),
        pytest.param("POL-R92", "zh", id="page of a rule kept elsewhere"),
    ],
)
def test_rule_page(code: str, language: str, snapshot: SnapshotAssertion) -> None:
    environment = make_environment(language, MESSAGES, INTERNAL.visibility, titles=TITLES)
    html = render_page(page_of(code, register(PROGRAMMES), language), environment)
    assert html == snapshot.use_extension(HtmlSnapshot)


def test_a_rule_links_its_article_and_section_by_their_titles() -> None:
    titles = article_titles(PROJECT / "docs", "zh")
    environment = make_environment("zh", MESSAGES, INTERNAL.visibility, titles=titles)
    html = render_page(page_of("POL-R44", register(PROGRAMMES)), environment)
    section = f"{titles['guidance/mentors']} · {titles['guidance/mentors#how-many']}"
    assert f'<a href="../guidance/mentors.html#how-many">{section}</a>' in html
