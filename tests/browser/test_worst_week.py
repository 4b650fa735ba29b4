"""Threat 13 as readers see it: a wrong cell, a lost sheet, a publisher nobody minds, day by day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page

from handbook.cli import main
from handbook.config import Project
from handbook.saving import save_csv_folder
from handbook.workbook import Workbook
from sites import built_copy
from small_workbooks import AS_OF, CADRES, POSTING, Row, workbook

pytestmark = pytest.mark.browser

PEOPLE: list[Row] = [
    *CADRES,
    *({"cadre_id": f"C-{number:05d}", "name": f"顾{number}", "home_unit_id": "U-0001"}
      for number in range(3, 20)),
]  # fmt: skip
BROKEN = {"end_planned": "2026-13-40"}


def register(day: int, people: list[Row], change: Row | None = None) -> Workbook:
    """Give the register as it was pulled on a morning."""
    book = workbook(cadres=people, postings=[POSTING | (change or {})])
    pulled = f"{AS_OF + timedelta(days=day)}T08:10:00+08:00"
    return replace(book, manifest=replace(book.manifest, pulled_at=pulled))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project of its own."""
    project = Project(built_copy(tmp_path / "project"))
    monkeypatch.chdir(project.root)
    return project.root


def build(day: int, book: Workbook, *options: str) -> tuple[int, str]:
    save_csv_folder(book, Path("register"))
    arguments = ["build", "--source", "register", "--lang", "zh"]
    as_of = ["--as-of", str(AS_OF + timedelta(days=day))]
    done = CliRunner().invoke(main, [*arguments, *as_of, *options])
    return done.exit_code, done.output


def read(page: Page, site: str, day: int) -> Locator:
    """Open the page of a cadre in the afternoon of a day."""
    page.clock.set_fixed_time(f"{AS_OF + timedelta(days=day)}T15:00:00+08:00")
    page.goto(f"{site}cadres/C-00001.html")
    page.locator("[data-standing]").wait_for()
    return page.locator("article > .hb-stale[role=status]")


def test_the_worst_week_of_the_year(
    office: Path, chromium: Browser, serving: Callable[[Path], AbstractContextManager[str]]
) -> None:
    page = chromium.new_page(locale="zh-CN", timezone_id="Asia/Shanghai")
    assert build(0, register(0, PEOPLE))[0] == 0
    with serving(office / "site") as site:
        assert read(page, site, 0).count() == 0
        for day in (1, 2):  # a day that is none: the last good one stays, with a mark
            assert build(day, register(day, PEOPLE, BROKEN))[0] == 0
            assert read(page, site, day).count() == 0
            assert page.locator('time[datetime="2026-12-31"]').count() > 0
            assert page.get_by_text("待核").count() > 0
        for day in (3, 4):  # most people gone: nothing is published, twice
            code, said = build(day, register(day, PEOPLE[:2]))
            assert (code, "CNT501" in said) == (10, True)
        assert read(page, site, 4).count() == 0
        assert len(list((office / "site" / "cadres").glob("C-*.html"))) == len(PEOPLE)
        told = read(page, site, 6).inner_text()  # and readers are told that nobody minded it
        assert "已经 4 天没有更新" in told
        assert build(7, register(7, PEOPLE[:2]), "--accept-loss", "换届，组织部同意")[0] == 0
        assert read(page, site, 7).count() == 0
        assert len(list((office / "site" / "cadres").glob("C-*.html"))) == len(PEOPLE[:2])
    page.close()
