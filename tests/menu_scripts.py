"""The menu's scripts in a browser page, over a stand-in for Google's services.

They are loaded as people paste them: all in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from playwright.sync_api import Browser, Page

from written_pages import PROJECT

SCRIPTS = PROJECT / "sheets_schema" / "apps_script"
SERVICES = PROJECT / "tests" / "browser" / "google_services.js"
START = "2026-06-30T08:00:00Z"
SETTINGS = {
    "repository": "qichuan/handbook",
    "token": "T-CANARY",
    "handbook": "https://example.org",
}
CADRES = ["干部编号", "姓名", "性别"]

Json = Any


class Script:
    """The scripts in a page, and the world they act on."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def put(self, **world: Json) -> None:
        self.page.evaluate("(given) => { Object.assign(world, given); }", world)

    def call(self, function: str, *arguments: Json) -> Json:
        return self.page.evaluate(f"(given) => {function}(...given)", list(arguments))

    def world(self, name: str) -> Json:
        return self.page.evaluate(f"() => world.{name}")

    def logged(self, kind: str) -> list[list[Json]]:
        return [entry[1:] for entry in self.world("log") if entry[0] == kind]

    def rows(self, sheet: int = 0) -> list[list[str]]:
        return self.world("sheets")[sheet]["rows"]

    def pass_seconds(self, seconds: int) -> None:
        now = self.page.evaluate("() => Date.now()")
        self.page.clock.set_fixed_time(now / 1000 + seconds)


@contextmanager
def page_with_scripts(chromium: Browser) -> Iterator[Page]:
    """Open a page with the stand-in and the scripts; the clock stands."""
    context = chromium.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(START)
    page.add_script_tag(path=SERVICES)
    pasted = "\n".join(path.read_text("utf-8") for path in sorted(SCRIPTS.glob("*.gs")))
    page.add_script_tag(content=pasted)
    yield page
    context.close()


def fresh(page: Page) -> Script:
    """Give the scripts in a world with nothing in it but the settings."""
    page.clock.set_fixed_time(START)
    script = Script(page)
    script.put(
        locale="zh_CN", sheets=[], active=0, properties=SETTINGS, triggers=[], log=[],
        answers=[], heldLocks=[], page="",
    )  # fmt: skip
    return script


def tab(name: str, *rows: list[str], **more: Json) -> Json:
    """Make a tab; rows are filled up to the longest."""
    width = max(map(len, rows))
    return {
        "name": name,
        "gid": crc32(name.encode()),
        "rows": [[*row, *[""] * (width - len(row))] for row in rows],
        **more,
    }
