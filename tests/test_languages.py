"""One register, three sites: each whole, and each page leading to itself in the others."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from handbook.building import Built, Request, build_site
from handbook.config import Project
from handbook.gate import GateProblem, Problem, check_site
from handbook.languages import elsewhere, path_between, site_languages
from handbook.publishable import INTERNAL, make_publishable
from handbook.saving import save_csv_folder
from handbook.site import WrittenPagesError, build_all_shells
from handbook.site_folder import MARKER
from once_a_run import folder_once
from sites import SITE_LANGUAGES as LANGUAGES
from sites import small_project
from small_workbooks import AS_OF, workbook
from test_building import TEXTS, bytes_of


def built_project(folder: Path) -> Project:
    """Write the small project with its hand-written pages as MkDocs builds them."""
    shells = folder_once("small-shells", _small_shells)
    project = small_project(folder)
    shutil.copytree(shells, folder / ".build" / "shells")
    return project


def _small_shells(folder: Path) -> None:
    with TemporaryDirectory() as work:
        project = small_project(Path(work) / "project").root
        for languages in (LANGUAGES, ("zh",), ("vi",)):
            build_all_shells(languages, project)
        shutil.copytree(project / ".build" / "shells", folder, dirs_exist_ok=True)


def build(folder: Path, **changes: object) -> Built:
    """Build the small project, made on first use, from a register of two people."""
    project = Project(folder) if (folder / "mkdocs.yml").is_file() else built_project(folder)
    source = folder / "register"
    source.mkdir(exist_ok=True)
    save_csv_folder(workbook(), source)
    request = Request(**({"source": source, "as_of": AS_OF} | changes))  # type: ignore[arg-type]
    return build_site(project, request, TEXTS)


def page(site: Path, address: str) -> str:
    return (site / address).read_text(encoding="utf-8")


def switch(html: str) -> dict[str, str]:
    """Give language → address of the switch of a page."""
    found = re.findall(r'href="([^"]*)" data-switch hreflang="([^"]*)"', html)
    return {language: address for address, language in found}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("languages") / "project")


@pytest.fixture(scope="module")
def site(built: Built) -> Path:
    # Rules lead to articles the small project has not.
    unwritten = re.compile("(guidance|editing|schemes)/")
    others = [each for each in built.problems if not unwritten.search(each.link)]
    assert others == []
    return built.site


@pytest.mark.parametrize("folder", ["", "en/", "vi/"])
def test_every_record_has_its_page_in_every_language(site: Path, folder: str) -> None:
    names = {path.name for path in (site / folder / "cadres").glob("C-*.html")}
    assert names == {"C-00001.html", "C-00002.html"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(
            "cadres/C-00001.html",
            {"zh-Hans": "../cadres/C-00001.html", "en": "../en/cadres/C-00001.html",
             "vi": "../vi/cadres/C-00001.html"},
            id="record, from Chinese",
        ),
        pytest.param(
            "en/cadres/C-00001.html",
            {"zh-Hans": "../../cadres/C-00001.html", "en": "../../en/cadres/C-00001.html",
             "vi": "../../vi/cadres/C-00001.html"},
            id="record, from English",
        ),
        pytest.param(
            "vi/rules/POL-R34.html",
            {"zh-Hans": "../../rules/POL-R34.html", "en": "../../en/rules/POL-R34.html",
             "vi": "../../vi/rules/POL-R34.html"},
            id="rule, from Vietnamese",
        ),
        pytest.param(
            "guidance/term.html",
            {"zh-Hans": "../guidance/term.html", "en": "../en/guidance/term.html",
             "vi": "../vi/index.html"},
            id="article that one language lacks, and its index too",
        ),
        pytest.param(
            "index.html",
            {"zh-Hans": "./index.html", "en": "./en/index.html", "vi": "./vi/index.html"},
            id="home page",
        ),
        pytest.param(
            "vi/404.html",
            {"zh-Hans": "/vi/../index.html", "en": "/vi/../en/index.html",
             "vi": "/vi/../vi/index.html"},
            id="error page",
        ),
    ],
)  # fmt: skip
def test_the_switch_stays_on_the_page(site: Path, address: str, expected: dict[str, str]) -> None:
    assert switch(page(site, address)) == expected


@pytest.mark.parametrize(("folder", "tag"), [("", "zh-Hans"), ("en/", "en"), ("vi/", "vi")])
@pytest.mark.parametrize("name", ["index.html", "404.html", "cadres/C-00001.html"])
def test_a_page_says_its_language(site: Path, folder: str, tag: str, name: str) -> None:
    assert re.findall(r"<html lang=\"([^\"]*)\"", page(site, folder + name)) == [tag]


def test_dates_are_written_as_their_readers_write_them(site: Path) -> None:
    found = {
        folder: re.findall(r'<time datetime="2026-12-31">([^<]*)', page(site, address))[0]
        for folder in ("", "en/", "vi/")
        for address in (f"{folder}cadres/C-00001.html",)
    }
    assert found == {"": "2026-12-31", "en/": "31 Dec 2026", "vi/": "31/12/2026"}


def test_each_language_searches_its_own_words(site: Path) -> None:
    written = {folder: page(site, f"{folder}search/register.js") for folder in ("", "en/", "vi/")}
    assert "C-00001" in written[""]
    assert len(set(written.values())) == 3  # the names of the rules


def test_languages_come_and_go(tmp_path: Path) -> None:
    """One story, because every build takes a second: all languages, all again, one."""
    build(tmp_path)
    again = build(tmp_path)
    assert again.report is not None
    assert (again.report.written, again.report.removed) == (0, 0)

    (again.site / "en" / MARKER).touch()  # as a plain MkDocs build of one language leaves it
    only = build(tmp_path, languages=("vi",))
    names = bytes_of(only.site).keys()
    assert {name for name in names if not name.startswith("vi/")} == {MARKER}
    assert switch(page(only.site, "vi/cadres/C-00001.html")) == {}


def test_the_gate_misses_a_record_in_one_language(built: Built, tmp_path: Path) -> None:
    site = shutil.copytree(built.site, tmp_path / "site")
    (site / "vi" / "cadres" / "C-00002.html").unlink()
    publishable = make_publishable(built.checked, INTERNAL)
    found = check_site(site, publishable, ["", "en/", "vi/"])
    assert GateProblem("vi/cadres/C-00002.html", Problem.RECORD_WITHOUT_PAGE) in found
    dead = GateProblem("cadres/C-00002.html", Problem.DEAD_LINK, "../vi/cadres/C-00002.html")
    assert [each for each in found if each.file == "cadres/C-00002.html"] == [dead]


def test_a_mistake_in_any_language_stops(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    (tmp_path / "docs" / "vi" / "editing" / "index.md").write_text("[无](none.md)", "utf-8")
    with pytest.raises(WrittenPagesError) as caught:
        build_all_shells(LANGUAGES, project.root)
    assert caught.value.problems == (
        (
            "docs/vi: Doc file 'editing/index.md' contains a link 'none.md', but the target "
            "'editing/none.md' is not found among documentation files."
        ),
    )


def test_a_project_of_one_language_is_built_in_that_language(tmp_path: Path) -> None:
    built_project(tmp_path)
    for name in ("mkdocs.en.yml", "mkdocs.vi.yml"):
        (tmp_path / name).unlink()
    assert site_languages(tmp_path) == ("zh",)
    assert switch(page(build(tmp_path).site, "cadres/C-00001.html")) == {}


@pytest.mark.parametrize(
    ("language", "languages", "expected"),
    [
        pytest.param("vi", LANGUAGES, {"guidance/term": "../guidance/term",
                                       "guidance/index": "../guidance/index"}, id="lacking"),
        pytest.param("vi", ("vi",), {"guidance/term": "guidance/index",
                                     "guidance/index": "guidance/index"}, id="without Chinese"),
        pytest.param("en", LANGUAGES, {}, id="complete"),
        pytest.param("zh", LANGUAGES, {}, id="Chinese"),
    ],
)  # fmt: skip
def test_what_a_language_lacks_is_read_in_chinese(
    language: str, languages: tuple[str, ...], expected: dict[str, str], tmp_path: Path
) -> None:
    project = small_project(tmp_path)
    assert elsewhere(project.root / "docs", language, languages) == expected


@pytest.mark.parametrize(
    ("language", "other", "path"),
    [("zh", "en", "en/"), ("en", "zh", "../"), ("en", "vi", "../vi/"), ("zh", "zh", "")],
)
def test_the_way_from_one_language_to_another(language: str, other: str, path: str) -> None:
    assert path_between(language, other) == path


def test_a_page_says_whom_it_is_for_and_who_looks_after_it(site: Path) -> None:
    html = page(site, "en/guidance/term.html")
    assert '<p class="hb-audience">For: secondees, sending units</p>' in html
    assert "Responsible: 干部科 · Reviewed 1 Nov 2025 · Next review by 29 Jun 2026" in html


def test_an_overdue_review_is_said_from_the_day_after(tmp_path: Path) -> None:
    for day in (28, 29, 30):
        built = build(tmp_path, as_of=date(2026, 6, day), languages=("zh",)).site
        article, reviews = page(built, "guidance/term.html"), page(built, "about/reviews.html")
        assert ("本页应在 2026-06-29 以前复核" in article) is (day > 29)
        assert ("已过期" in reviews) is (day > 29)
        assert '<a href="../guidance/term.html">期限</a>' in reviews
        assert "data-stamp" not in article + reviews
        assert "以前复核" not in page(built, "search/pages.js")
