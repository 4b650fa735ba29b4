"""`handbook serve --sandbox`, as somebody tries it who has no account: edit, answer, page, mend."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from builders import PROJECT
from sites import built_copy

pytestmark = pytest.mark.browser

PERSON, POSTING_ROW = "C-00024", 2
PATIENCE_MS = 60_000  # a loaded machine is slow; nothing is waited for longer than it takes


@dataclass(frozen=True)
class Sandbox:
    """Addresses of a running sandbox."""

    grid: str
    handbook: str


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Start the command in a project of its own."""
    folder = built_copy(tmp_path_factory.mktemp("sandbox") / "project")
    command = [sys.executable, "-m", "handbook.cli", "serve", "--sandbox", "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "scripts"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Sandbox(*_addresses(process))
        process.terminate()


def _addresses(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        found = re.findall(r"http://127\.0\.0\.1:\d+\S*", said)
        if len(found) == 2:
            return found[0], found[1]
    raise AssertionError(said)


def _go(page: Page, a1: str) -> None:
    page.locator("#address").fill(a1)
    page.keyboard.press("Enter")
    expect(page.locator("#address")).to_have_value(a1)


def _type(page: Page, a1: str, text: str) -> None:
    _go(page, a1)
    with page.expect_response(lambda answer: "/values/" in answer.url):
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def test_an_edit_is_answered_at_its_cell_and_seen_on_the_page(
    chromium: Browser, sandbox: Sandbox, tmp_path: Path
) -> None:
    context = chromium.new_context(locale="zh-CN")
    grid, handbook = context.new_page(), context.new_page()
    grid.goto(sandbox.grid)
    grid.locator("#tabs").get_by_role("button", name="挂职", exact=True).click()
    first = grid.locator(f'[data-row="{POSTING_ROW - 1}"] > td[data-column="0"]')
    expect(first).to_have_text("S-0001", timeout=PATIENCE_MS)
    handbook.goto(f"{sandbox.handbook}cadres/{PERSON}.html")
    expect(handbook.get_by_text("2026-08-31").first).to_be_visible()

    _type(grid, f"H{POSTING_ROW}", "2025-09-31")
    _go(grid, f"H{POSTING_ROW}")
    answer = grid.get_by_text("CEL303").first
    expect(answer).to_be_visible(timeout=PATIENCE_MS)
    expect(handbook.locator("dd", has_text="待核").first).to_be_visible(timeout=PATIENCE_MS)
    grid.screenshot(path=tmp_path / "answered.png")

    _type(grid, f"H{POSTING_ROW}", "2026-08-31")
    _go(grid, f"H{POSTING_ROW}")
    seen = grid.get_by_text("CEL303").locator("visible=true")
    expect(seen).to_have_count(0, timeout=PATIENCE_MS)
    expect(handbook.locator("dd", has_text="待核")).to_have_count(0, timeout=PATIENCE_MS)
    context.close()
