"""A finished site on a loopback port, and a Chromium to look at it with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, sync_playwright

from builders import PROJECT
from handbook.building import Request, build_site
from handbook.config import Project
from handbook.publishable import ORG
from handbook.saving import save_csv_folder
from handbook.sources.csv_folder import pull_csv_folder
from handbook.workbook import Sheet, Workbook, grid
from once_a_run import folder_once
from page_kinds import KINDS, Watched, fullest, watched
from served_sites import find_chromium, served
from sites import built_copy
from small_site import make_demo_site, make_site

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *localhost",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine; without one the test is skipped, or fails in CI."""
    path = find_chromium()
    if path is None:
        if os.environ.get("HANDBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium on this machine, and HANDBOOK_REQUIRE_BROWSER=1")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site_folder() -> Path:
    """Build a small but whole site."""
    return _site_once("small", make_site)


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    """Build the site of the demo register."""
    return _site_once("demo", make_demo_site)


@pytest.fixture(scope="session")
def mistakes_folder() -> Path:
    """Build the demo register with its planted mistakes for the organisation department.

    Those that stop the site are left out.
    """
    return _site_once("mistakes", _make_mistakes)


def _site_once(name: str, make: Callable[[Path], Path]) -> Path:
    """Give the folder of a site, built once for all workers; nobody may change it."""

    def build(folder: Path) -> None:
        with TemporaryDirectory() as work:
            shutil.copytree(make(Path(work)), folder, dirs_exist_ok=True)

    return folder_once(f"sites/{name}", build)


def _make_mistakes(folder: Path) -> Path:
    project = Project(built_copy(folder / "project"))
    book = pull_csv_folder(PROJECT / "sheets_schema" / "demo_mistakes")
    sheets = tuple(_once(sheet) for sheet in book.sheets if sheet.title != "Waivers")
    save_csv_folder(Workbook(sheets, book.manifest), folder / "source")
    built = build_site(project, Request(source=folder / "source", audience=ORG))
    assert built.problems == ()
    return built.site


def _once(sheet: Sheet) -> Sheet:
    """Leave out the second column of numbers of the sheet of allocations."""
    if sheet.title != "名额分配":
        return sheet
    rows = sheet.text.to_numpy(dtype=object).tolist()
    width = rows[0].index("分配编号", 1)
    return Sheet(sheet.title, grid([row[:width] for row in rows]))


Serving = Callable[[Path], AbstractContextManager[str]]
"""Serves a folder; gives its address, with a slash at the end."""


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """Serve the small site; gives its address, with a slash at the end."""
    with served(site_folder) as address:
        yield address


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> Iterator[str]:
    """Serve the demo site; gives its address, with a slash at the end."""
    with served(demo_folder) as address:
        yield address


@pytest.fixture(scope="session")
def mistakes(mistakes_folder: Path) -> Iterator[str]:
    """Serve the site with mistakes; gives its address, with a slash at the end."""
    with served(mistakes_folder) as address:
        yield address


@pytest.fixture(scope="module")
def seen(chromium: Browser) -> Iterator[Watched]:
    """Give one page for all that is looked over, because a new one takes longer than a look."""
    context = chromium.new_context(reduced_motion="reduce")
    yield watched(context)
    context.close()


@pytest.fixture
def serving() -> Serving:
    """Give a function that serves a folder while it is needed."""
    return served


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """Give where a kind of page stands."""
    site, pattern = KINDS[request.param]
    folder: Path = request.getfixturevalue(f"{site}_folder")
    page = fullest(folder, pattern)
    return str(request.getfixturevalue(site)) + page.relative_to(folder).as_posix()
