"""The schemes: their pages in three languages, and what the register adds to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from builders import PROJECT, build_publishable, one_programme, real_schema
from handbook.catalogue import BY_CODE, CATALOGUE
from handbook.catalogue.schemes import SCHEMES
from handbook.demo.names import load_forbidden, name_hash
from handbook.demo.schemes import COMMON, SELECTION
from handbook.demo.schemes_more import GROUNDWORK, VIETNAM
from handbook.pages import open_book
from handbook.pages.scheme import SchemePart, programmes_of_schemes, scheme_parts
from handbook.publishable import INTERNAL, PUBLIC, Audience
from handbook.schema import LANGUAGES
from handbook.schemes import load_schemes

DOCS = PROJECT / "docs"
ALL = load_schemes(PROJECT / "sheets_schema" / "schemes.yaml")
BY_NUMBER = {scheme.number: scheme for scheme in ALL}
DEMO: Mapping[str, Mapping[str, Any]] = {**SELECTION, **GROUNDWORK, **VIETNAM}
OF_ONE_REGISTER = {
    "name", "country", "time_zone", "status", "checked_from", "rules_on", "owner_unit_id", "remark",
}  # fmt: skip
SECTIONS = ("what", "calendar", "who", "differences", "reading", "parameters")


def page(language: str, number: str) -> str:
    return (DOCS / language / "schemes" / f"{number}.md").read_text(encoding="utf-8")


def part(number: str, register: Mapping[str, Any], audience: Audience = INTERNAL) -> SchemePart:
    book = open_book(build_publishable(register, audience=audience), "zh")
    (found,) = scheme_parts(book, [BY_NUMBER[number]])
    return found


def values(of: SchemePart) -> dict[str, str]:
    return {each.title: each.value.text for group in of.groups for each in group.parameters}


def typed(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


# The data.


def test_there_are_twenty_eight() -> None:
    assert [scheme.number for scheme in ALL] == sorted(SCHEMES)
    assert len(ALL) == 28


@pytest.mark.parametrize("scheme", ALL, ids=lambda scheme: scheme.number)
def test_a_scheme_lays_down_what_its_programme_of_the_demo_register_does(scheme: Any) -> None:
    demo = {**COMMON, **DEMO[scheme.number]}
    assert scheme.programme == demo["name"]
    assert scheme.parameters == {
        name: typed(value) for name, value in demo.items() if name not in OF_ONE_REGISTER
    }


def test_every_parameter_is_a_column_of_the_programmes() -> None:
    columns = {field.name for field in real_schema().tables["programmes"].fields}
    assert {name for scheme in ALL for name in scheme.parameters} <= columns


@pytest.mark.parametrize("scheme", ALL, ids=lambda scheme: scheme.number)
def test_a_scheme_names_the_rules_drawn_from_it_and_only_rules_with_a_page(scheme: Any) -> None:
    drawn = {entry.code for entry in CATALOGUE if scheme.number in entry.schemes}
    assert drawn <= set(scheme.rules) <= BY_CODE.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_to_read_first_is_there(language: str) -> None:
    named = {article for scheme in ALL for article in scheme.articles}
    assert [each for each in sorted(named) if not (DOCS / language / f"{each}.md").is_file()] == []


# The pages.


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scheme_has_a_page_and_a_line_in_the_list(language: str) -> None:
    pages = {path.stem for path in (DOCS / language / "schemes").glob("*.md")}
    assert pages == {"index", *SCHEMES}
    linked = re.findall(r"\| \[(S\d\d) (.+?)\]\((S\d\d)\.md\) \|", page(language, "index"))
    assert sorted(linked) == [(each, SCHEMES[each][language], each) for each in sorted(SCHEMES)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", sorted(SCHEMES))
def test_a_page_is_called_as_the_catalogue_calls_the_scheme(number: str, language: str) -> None:
    text = page(language, number)
    assert f"\n# {number} {SCHEMES[number][language]}\n" in text
    assert tuple(re.findall(r"^## .+ \{#([a-z]+)\}$", text, re.MULTILINE)) == SECTIONS
    assert re.findall(r"^<!-- (.+) -->$", text, re.MULTILINE) == [
        f"reading: {number}",
        f"scheme: {number}",
    ]


def shape(text: str) -> list[tuple[str, int, int, list[str]]]:
    """Give for every section its anchor, its list items, its lines and where its links lead."""
    cut = re.split(r"^## .+ \{#([a-z-]+)\}$", text, flags=re.MULTILINE)
    bodies = zip(["", *cut[1::2]], cut[::2], strict=True)
    return [
        (
            anchor,
            len(re.findall(r"^- ", body, re.MULTILINE)),
            len(re.findall(r"^(?=\S)", body, re.MULTILINE)),
            re.findall(r"\]\(([^)]+)\)", body),
        )
        for anchor, body in bodies
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("number", [*sorted(SCHEMES), "index"])
def test_a_translation_has_the_shape_of_the_original(number: str, language: str) -> None:
    assert shape(page(language, number)) == shape(page("zh", number))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_and_number_of_days_of_a_scheme_is_the_same_everywhere(language: str) -> None:
    """Limits that the register checks; words for numbers are no digits and are not compared."""
    limits = {"S01": "6", "S06": "45", "S07": "100", "S10": "60", "S26": "12", "S28": "120"}
    assert [number for number, limit in limits.items() if limit not in page(language, number)] == []


def test_no_page_holds_a_forbidden_name() -> None:
    forbidden = load_forbidden(PROJECT / "sheets_schema" / "deny-names.sha256")
    runs = [
        run
        for path in sorted((DOCS / "zh" / "schemes").glob("*.md"))
        for run in re.findall(r"[\u4e00-\u9fff]{2,}", path.read_text(encoding="utf-8"))
    ]
    pieces = {
        run[start : start + size]
        for run in runs
        for size in (2, 3, 4)
        for start in range(len(run) - size + 1)
    }
    assert [each for each in sorted(pieces) if name_hash(each) in forbidden] == []


# What the register adds.


def test_a_register_without_the_programme_shows_what_is_usual() -> None:
    found = part("S05", {})
    assert found.programme.text == ""
    assert (found.kind.text, found.batches) == ("上派", None)
    usual = values(found)
    assert (usual["期限上限(月)"], usual["帮带人数"]) == ("3", "2")
    assert usual["汇报对象"] == "接收单位、组织部门"
    assert usual["派前谈话"] == "是"


def test_a_programme_of_that_name_is_shown_with_its_own_provisions_and_batches() -> None:
    register = one_programme()
    register["programmes"] = {
        "P-01": {**register["programmes"]["P-01"], "name": BY_NUMBER["S05"].programme}
    }
    found = part("S05", register)
    assert (found.programme.text, found.programme.link) == (
        "乡镇干部到人社部门跟班学习",
        "../programmes/P-01.html",
    )
    assert values(found)["期限上限(月)"] == "12"
    assert found.batches is not None
    assert [row[0].text for row in found.batches.rows] == ["第一批"]


@pytest.mark.parametrize(
    ("name", "kind", "is_taken"),
    [
        pytest.param("{name}（2025年度）", "other", True, id="dated in brackets"),
        pytest.param("2026年 {name} 第二批", "other", True, id="spaced, with year and batch"),
        pytest.param("栖川市{name}", "{kind}", True, id="with the place before it"),
        pytest.param("栖川市{name}", "other", False, id="the same words, another kind"),
        pytest.param("下派", "{kind}", False, id="too short to tell"),
    ],
)
def test_a_programme_is_known_under_another_spelling(name: str, kind: str, is_taken: bool) -> None:
    scheme = BY_NUMBER["S05"]
    programme = {
        "name": name.format(name=scheme.programme),
        "kind": kind.format(kind=scheme.parameters["kind"]),
    }
    register = one_programme() | {"programmes": {"P-01": programme}}
    assert part("S05", register).programme.link == ("../programmes/P-01.html" if is_taken else "")


def test_a_programme_stands_for_one_scheme_and_the_one_that_runs_goes_first() -> None:
    scheme = BY_NUMBER["S05"]
    named = {"name": scheme.programme, "kind": scheme.parameters["kind"]}
    register = one_programme() | {
        "programmes": {"P-01": {**named, "status": "closed"}, "P-02": {**named, "status": "active"}}
    }
    book = open_book(build_publishable(register), "zh")
    taken = programmes_of_schemes(book, ALL)
    assert taken["S05"] == "P-02"
    assert len(set(taken.values())) == len(taken)


def test_another_programme_is_not_taken_for_the_scheme() -> None:
    assert part("S05", one_programme()).programme.text == ""


def test_the_public_sees_the_same_parameters() -> None:
    register = {"programmes": {"P-01": {"name": BY_NUMBER["S05"].programme, "mentor_min": 2.0}}}
    assert values(part("S05", register, PUBLIC)) == {"帮带人数": "2"}
