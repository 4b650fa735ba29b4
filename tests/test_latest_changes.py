"""What changed since the last publication: told in words, to nobody who may not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from handbook.building import Request, build_site
from handbook.checking import Checked
from handbook.config import Project
from handbook.history import History, publication_of
from handbook.latest_changes import ChangesPage, changes_page, latest_difference, render_changes
from handbook.pages import open_book
from handbook.publishable import INTERNAL, ORG, PUBLIC, Audience, make_publishable, unit_audience
from handbook.rendering.environment import make_environment
from handbook.saving import save_csv_folder
from handbook.schema import LANGUAGES
from small_workbooks import AS_OF, CADRES, POSTING, ROOT, TEXTS, check, workbook

PROJECT = Project(ROOT)

Row = Mapping[str, str]


def checked(postings: Iterable[Row] = (POSTING,), cadres: Iterable[Row] = CADRES) -> Checked:
    return check(workbook(postings=list(postings), cadres=list(cadres)))


def kept(*registers: Checked) -> History:
    return History(tuple(publication_of(each.register, "") for each in registers))


def page(
    now: Checked, history: History, audience: Audience = INTERNAL, language: str = "zh"
) -> ChangesPage:
    publishable = make_publishable(now, audience)
    records = publication_of(now.register, "")
    difference = latest_difference(now, publishable, history, records)
    return changes_page(difference, open_book(publishable, language))


def told(page: ChangesPage) -> list[tuple[str, tuple[tuple[str, str, str], ...]]]:
    return [(each.record.text, each.lines) for _, records, _ in page.sections for each in records]


def test_before_the_second_publication_there_is_nothing_to_compare_with() -> None:
    assert page(checked(), History()).summary == ""
    assert page(checked(), kept(checked())).summary == ""


MOVED = [CADRES[0] | {"home_post": "新的岗位"}, *CADRES[1:]]


def test_a_value_is_told_before_and_afterwards_with_a_link_and_an_anchor() -> None:
    found = page(checked(cadres=MOVED), kept(checked()))
    [(heading, [record], more)] = found.sections
    assert (heading, more) == ("1 条记录有改动", 0)
    assert (record.anchor, record.record.link) == ("C-00001", "../cadres/C-00001.html")
    assert record.lines == (("原任职务", "（空）", "新的岗位"),)


def test_a_build_that_is_made_again_compares_with_the_same_publication() -> None:
    now = checked(cadres=MOVED)
    assert repr(page(now, kept(checked(), now))) == repr(page(now, kept(checked())))


def test_the_name_of_a_person_who_is_gone_does_not_come_back() -> None:
    before = checked()
    after = checked(cadres=[CADRES[0]])
    name, key = CADRES[1]["name"], CADRES[1]["cadre_id"]
    found = page(after, kept(before))
    assert (key, ()) in told(found)
    assert name not in repr(found)


NOT_TOLD = [
    pytest.param({"housing": "arranged"}, INTERNAL, id="class unit, any reader"),
    pytest.param({"housing": "arranged"}, unit_audience("U-0009"), id="class unit, another unit"),
    pytest.param({"remark": "家里有事"}, ORG, id="class org is not kept"),
    pytest.param({"title": "副主任"}, PUBLIC, id="postings, the public"),
]


@pytest.mark.parametrize(("change", "audience"), NOT_TOLD)
def test_nobody_is_told_what_they_may_not_see(change: Row, audience: Audience) -> None:
    now = checked([POSTING | change])
    assert told(page(now, kept(checked()), audience)) == []


def test_a_unit_is_told_of_its_own_posting() -> None:
    now = checked([POSTING | {"housing": "arranged"}])
    own = page(now, kept(checked()), unit_audience(POSTING["receiving_unit_id"]))
    assert [lines for _, lines in told(own)] == [(("食宿安排", "（空）", "已安排"),)]


def test_a_posting_under_embargo_is_not_told_of_even_where_no_appointment_was_entered() -> None:
    """The columns of the appointment are empty and so are not kept, but they are there."""
    hidden = POSTING | {"appointment_doc_number": "", "appointed_on": ""}
    now = checked([hidden | {"title": "副主任"}], MOVED)
    records = {name for name, _ in told(page(now, kept(checked([hidden]))))}
    assert not any(name.startswith("S-") for name in records)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_language_of_its_readers(language: str) -> None:
    now = checked(cadres=MOVED)
    publishable = make_publishable(now, INTERNAL)
    difference = latest_difference(
        now, publishable, kept(checked()), publication_of(now.register, "")
    )
    book = open_book(publishable, language)
    environment = make_environment(language, TEXTS.messages)
    rendered = render_changes(difference, book, environment)
    assert rendered.address == "changes/index.html"
    assert rendered.html.startswith(f"<h1>{rendered.title}</h1>")
    assert "新的岗位" in rendered.html
    assert (language == "zh") == ("发布" in rendered.html)


def test_the_site_says_what_changed_and_says_the_same_when_built_again(tmp_path: Path) -> None:
    """Built over another, built once more, and built into an empty folder: the same bytes."""
    sites = []
    source = tmp_path / "register"
    source.mkdir()
    for number, (cadres, folder) in enumerate(
        [(CADRES, "site"), (MOVED, "site"), (MOVED, "site"), (MOVED, "clean")]
    ):
        save_csv_folder(workbook(postings=[POSTING], cadres=list(cadres)), source)
        request = Request(
            source=source, output=tmp_path / folder, as_of=AS_OF, languages=("zh",),
            history=tmp_path / "history", audience=unit_audience("U-0001"),
        )  # fmt: skip
        built = build_site(PROJECT, request, TEXTS)
        assert built.problems == (), number
        sites.append({path.name: path.read_bytes() for path in built.site.rglob("*.*")})
    _, second, again, clean = sites
    assert second == again
    assert second == clean
    assert "新的岗位" in second["2026-06-30-2.html"].decode()
    assert "登记以来的变化" in second["C-00001.html"].decode()
    assert "登记以来的变化" not in second["C-00002.html"].decode()
