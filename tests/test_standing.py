"""Where the data stands: the same for the same data, and nothing of what readers may not see."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from builders import PROJECT
from environments import environment_of
from handbook.checking import Checked
from handbook.history import History, publication_of
from handbook.pages import open_book
from handbook.pages.cadre import cadre_pages
from handbook.pages.leaves import register_prints
from handbook.past import with_past
from handbook.publishable import INTERNAL, ORG, PUBLIC, Audience, make_publishable, unit_audience
from handbook.rendering.fragments import render_page
from handbook.schema import LANGUAGES
from handbook.standing import Standing, render_standing, standing_files, standing_of
from handbook.workbook import Manifest, Workbook
from small_workbooks import CADRES, POSTING, Row, check, workbook

SPREADSHEET = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefg"
PULLED = "2026-06-30T08:10:00+08:00"


def register(change: Row | None = None, manifest: Manifest | None = None) -> Checked:
    book = workbook(postings=[{**POSTING, **(change or {})}], cadres=CADRES)
    sheets = tuple(replace(each, gid=number) for number, each in enumerate(book.sheets))
    return check(Workbook(sheets, manifest or book.manifest))


def standing(
    change: Row | None = None, audience: Audience = INTERNAL, made_with: tuple[str, ...] = ("a",)
) -> Standing:
    publishable = make_publishable(register(change), audience)
    roots = register_prints(publishable).roots
    return standing_of(publishable, roots, PROJECT / "docs", made_with)


def test_the_same_register_has_the_same_versions() -> None:
    assert standing() == standing()


@pytest.mark.parametrize(
    ("change", "audience", "is_another"),
    [
        pytest.param({"title": "副主任"}, INTERNAL, True, id="what every reader sees"),
        pytest.param({"housing": "arranged"}, INTERNAL, False, id="class unit, any reader"),
        pytest.param({"housing": "arranged"}, unit_audience("U-0002"), True, id="class unit, own"),
        pytest.param({"housing": "arranged"}, unit_audience("U-0003"), False, id="another unit"),
        pytest.param({"remark": "家里有事"}, INTERNAL, False, id="class org, any reader"),
        pytest.param({"remark": "家里有事"}, ORG, True, id="class org, organisation department"),
        pytest.param({"title": "副主任"}, PUBLIC, False, id="postings, the public"),
    ],
)
def test_only_what_may_be_seen_makes_another_version(
    change: Row, audience: Audience, *, is_another: bool
) -> None:
    before, after = standing(None, audience), standing(change, audience)
    assert (before.data != after.data, before.build != after.build) == (is_another, is_another)


def test_a_change_of_the_program_changes_the_build_and_not_the_data() -> None:
    one, other = standing(), standing(made_with=("b",))
    assert (one.data, one.guidance) == (other.data, other.guidance)
    assert one.build != other.build


GOOGLE = Manifest(SPREADSHEET, PULLED, version="42")


@pytest.mark.parametrize(
    ("audience", "manifest", "files"),
    [
        pytest.param(ORG, GOOGLE, ["publication.json", "source_rows.json"], id="editors, Google"),
        pytest.param(
            unit_audience("U-0001"), GOOGLE, ["publication.json", "source_rows.json"], id="a unit"
        ),
        pytest.param(ORG, Manifest("register.xlsx"), ["publication.json"], id="editors, Excel"),
        pytest.param(INTERNAL, GOOGLE, ["publication.json"], id="any reader"),
        pytest.param(PUBLIC, GOOGLE, ["publication.json"], id="the public"),
    ],
)
def test_only_editors_are_led_to_the_sheet(
    audience: Audience, manifest: Manifest, files: list[str]
) -> None:
    checked = register(manifest=manifest)
    history, now = History(), publication_of(checked.register, "")
    publishable = with_past(make_publishable(checked, audience), checked, history, now)
    found = standing_files(standing(), publishable, "zh", 72)
    assert sorted(found) == files
    told = json.loads(found["publication.json"])
    assert sorted(told) == [
        "after", "as_of", "audience", "build", "data", "guidance", "pulled_at", "sample", "stale",
        "words",
    ]  # fmt: skip
    is_for_editors = len(files) == 2
    link = f"https://docs.google.com/spreadsheets/d/{SPREADSHEET}/edit#gid=1"
    assert publishable.sheet_links.get("cadres", "") == (link if is_for_editors else "")
    assert (SPREADSHEET in repr(publishable.sheet_links)) == is_for_editors
    if is_for_editors:
        rows = json.loads(found["source_rows.json"])
        assert rows["cadres"] == {"C-00001": 2, "C-00002": 3}
        assert rows["postings"] == {"S-0001": 2}


def _page_of_first_cadre(audience: Audience, cadres: Sequence[Row]) -> str:
    book = workbook(postings=[POSTING], cadres=cadres)
    sheets = tuple(replace(each, gid=number) for number, each in enumerate(book.sheets))
    checked = check(Workbook(sheets, GOOGLE))
    now = publication_of(checked.register, "")
    told = with_past(make_publishable(checked, audience), checked, History(), now)
    [page] = cadre_pages(open_book(told, "zh"), ["C-00001"])
    return render_page(page, environment_of("zh", audience.visibility))


def test_a_page_leads_editors_to_its_sheet_and_names_no_row() -> None:
    html = _page_of_first_cadre(ORG, CADRES)
    assert f'/{SPREADSHEET}/edit#gid=1" data-row="cadres/C-00001"' in html
    assert re.search(rf'/{SPREADSHEET}/edit#gid=\d" data-row="postings/S-0001"', html)
    assert "range=" not in html
    assert html == _page_of_first_cadre(ORG, CADRES[::-1])
    assert SPREADSHEET not in _page_of_first_cadre(INTERNAL, CADRES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_file_says(language: str) -> None:
    publishable = make_publishable(register(manifest=GOOGLE), INTERNAL)
    roots = register_prints(publishable).roots
    told = standing_of(publishable, roots, PROJECT / "docs", ())
    book = open_book(publishable, language)
    page = render_standing(told, book, environment_of(language), 72)
    assert page.address == "changes/publication.html"
    assert page.html.startswith(f"<h1>{page.title}</h1>")
    for each in (told.data, told.guidance, told.build, "2026-06-30 08:10"):
        assert each in page.html
    assert SPREADSHEET not in page.html
    assert ("发布说明" in page.title) == (language == "zh")


def test_the_next_update_is_due_when_the_data_would_be_stale() -> None:
    publishable = make_publishable(register(), INTERNAL)
    book = open_book(publishable, "zh")
    environment = environment_of("zh")
    html = render_standing(standing(), book, environment, 30).html
    assert "应在 2026-07-02 以前；超过 30 小时没有更新" in html
