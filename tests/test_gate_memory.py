"""The quick look while pages are written: what is only in one page of many is seen there too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handbook.gate_memory import Looker, _compacted, _Memory, _packed, _used, are_clean
from handbook.secret_texts import SecretTexts, secret_texts
from handbook.site_folder import SiteFolder
from handbook.stamping import LanguageSite, RenderedPage, stamp_language
from sites import LISTS, person, small_shells

SECRETS = secret_texts([("不该公开的一段文字", "here")])


def _is_clean(folder: Path, pages: list[RenderedPage], secrets: SecretTexts = SECRETS) -> bool:
    shells, site = small_shells(folder / "zh"), folder / "site"
    looker = Looker(site, folder / "gate.kept", "program", secrets)
    with SiteFolder(site, folder / "stamp.json") as written:
        written.on_write = looker.judge
        stamp_language(written, LanguageSite("", shells, pages, {}), None)
        looked = looker.look(written.digests)
    return are_clean([looked], site)


def _with(page: RenderedPage, html: str) -> RenderedPage:
    return replace(page, html=page.html + html)


@pytest.mark.parametrize(
    ("html", "is_clean"),
    [
        pytest.param('<a href="C-00002.html">', True, id="link beside"),
        pytest.param('<a href="C-00002.html#content">', True, id="place on a page"),
        pytest.param('<a href="#content">', True, id="place on the page itself"),
        pytest.param("<p>别的一段文字</p>", True, id="another text"),
        pytest.param('<a href="C-00009.html">', False, id="no such page"),
        pytest.param('<a href="C-00002.html#none">', False, id="no such place"),
        pytest.param('<a href="#none">', False, id="no such place on the page itself"),
        pytest.param('<img src="https://example.org/a.png">', False, id="foreign picture"),
        pytest.param("<script>alert(1)</script>", False, id="script nobody listed"),
        pytest.param('<b data-stamp="home">', False, id="placeholder"),
        pytest.param("<p>不该公开的一段文字</p>", False, id="secret"),
        pytest.param(
            "<p>不该&#20844;开的<b>一段</b>文字</p>", False, id="secret written otherwise"
        ),
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_what_one_page_of_many_holds(
    html: str, is_clean: bool, number: int, tmp_path: Path
) -> None:
    pages = [*LISTS, person(1), person(2)]
    pages[-3 + number] = _with(pages[-3 + number], html)
    assert _is_clean(tmp_path, pages) is is_clean


@pytest.mark.parametrize("number", [1, 2])
def test_a_secret_in_the_title_of_one_page_is_seen(number: int, tmp_path: Path) -> None:
    pages = [*LISTS, person(1), person(2)]
    pages[-3 + number] = replace(pages[-3 + number], title="不该公开的一段文字")
    assert not _is_clean(tmp_path, pages)


def test_what_was_clean_is_clean_when_it_is_recalled(tmp_path: Path) -> None:
    pages = [*LISTS, person(1), person(2)]
    assert [_is_clean(tmp_path, pages), _is_clean(tmp_path, pages)] == [True, True]


def test_what_is_wrong_is_found_again_when_nothing_was_written(tmp_path: Path) -> None:
    pages = [*LISTS, person(1), _with(person(2), '<a href="C-00009.html">')]
    assert [_is_clean(tmp_path, pages), _is_clean(tmp_path, pages)] == [False, False]


def test_targets_nothing_leads_to_any_more_are_forgotten_in_time() -> None:
    targets = [("a.html", ""), ("b.html", ""), ("c.html", "x"), ("d.html", ""), ("e.html", "")]
    memory = _Memory({"f.html": ("d", "", _packed([2, 4]))}, {}, {}, targets)
    kept = _compacted(memory)
    assert (kept.targets, _used(kept)) == ([("c.html", "x"), ("e.html", "")], [0, 1])
    assert kept.files == {"f.html": ("d", "", _packed([0, 1]))}
    assert _compacted(kept) is kept
    assert _used(_Memory()) == []
