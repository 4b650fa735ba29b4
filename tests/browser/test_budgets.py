"""What a page may weigh: bytes, scripts, and what a first visit loads."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response

from builders import PROJECT
from page_kinds import KINDS, kinds, size

pytestmark = pytest.mark.browser

KB = 1024
PAGE_LIMIT = 60 * KB
LIST_LIMIT = 250 * KB
FIRST_VISIT_LIMIT = 250 * KB  # gzipped
WATCH = """window.moved = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
}).observe({ type: "layout-shift", buffered: true });"""
SCRIPT_LIMIT = 20 * KB  # gzipped, all of our own


@pytest.mark.parametrize("kind", ["cadre", "unit", "programme", "batch"])
@pytest.mark.parametrize("site", ["demo_folder", "mistakes_folder"])
def test_the_page_of_a_record_is_light(
    request: pytest.FixtureRequest, site: str, kind: str
) -> None:
    folder: Path = request.getfixturevalue(site)
    sizes = {path.name: path.stat().st_size for path in folder.glob(KINDS[kind][1])}

    assert {name: each for name, each in sizes.items() if each > PAGE_LIMIT} == {}


@pytest.mark.parametrize("site", ["demo_folder", "mistakes_folder"])
def test_no_page_of_the_register_is_heavy(request: pytest.FixtureRequest, site: str) -> None:
    folder: Path = request.getfixturevalue(site)
    sizes = {path.name: path.stat().st_size for path in folder.rglob("*.html")}

    assert {name: each for name, each in sizes.items() if each > LIST_LIMIT} == {}


def test_scripts_of_our_own_are_small() -> None:
    scripts = sorted((PROJECT / "docs" / "overrides" / "assets").glob("*.js"))
    sizes = {each.name: len(gzip.compress(each.read_bytes(), 9, mtime=0)) for each in scripts}

    assert sum(sizes.values()) <= SCRIPT_LIMIT, sizes


@kinds("home", "cadre", "unit", "list of cadres", "batch", "policy article")
def test_a_first_visit_loads_little_and_nothing_moves_meanwhile(
    chromium: Browser, url: str
) -> None:
    loaded: list[Response] = []
    context = chromium.new_context(**size(360, 740))
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("response", lambda response: loaded.append(response))
    page.goto(url, wait_until="networkidle")
    sizes = {each.url: len(gzip.compress(each.body(), 6, mtime=0)) for each in loaded}
    moved = page.evaluate("moved")
    context.close()

    assert sum(sizes.values()) <= FIRST_VISIT_LIMIT, sizes
    assert moved <= 0.05
