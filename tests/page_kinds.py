"""Every kind of page a site has, and how the tests of a real browser come to one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

KINDS: Mapping[str, tuple[str, str]] = {  # name → site and address; of a pattern, the fullest page
    "home": ("demo", "index.html"),
    "list of cadres": ("demo", "cadres/index.html"),
    "cadres of one letter": ("demo", "cadres/y.html"),
    "cadre": ("demo", "cadres/C-*.html"),
    "list of postings": ("demo", "postings/index.html"),
    "postings of a month": ("demo", "postings/month-*.html"),
    "list of units": ("demo", "units/index.html"),
    "unit": ("demo", "units/U-*.html"),
    "list of programmes": ("demo", "programmes/index.html"),
    "programme": ("demo", "programmes/P-*.html"),
    "list of batches": ("demo", "batches/index.html"),
    "batch": ("demo", "batches/B-*.html"),
    "list of rules": ("demo", "rules/index.html"),
    "rule": ("demo", "rules/POL-*.html"),
    "no findings": ("demo", "findings/index.html"),
    "questions": ("demo", "questions/index.html"),
    "question": ("demo", "questions/[a-h,j-z]*.html"),
    "guidance": ("demo", "guidance/index.html"),
    "policy article": ("demo", "guidance/leave.html"),
    "calendar of the year": ("demo", "guidance/year-calendar.html"),
    "schemes": ("demo", "schemes/index.html"),
    "scheme": ("demo", "schemes/S*.html"),
    "glossary": ("demo", "glossary.html"),
    "forms": ("demo", "forms/index.html"),
    "form": ("demo", "forms/leave-request.html"),
    "how to fill in": ("demo", "editing/sheets.html"),
    "how to connect": ("demo", "editing/connect.html"),
    "about": ("demo", "about/index.html"),
    "error page": ("demo", "404.html"),
    "home with findings": ("mistakes", "index.html"),
    "findings": ("mistakes", "findings/index.html"),
    "findings of one rule": ("mistakes", "findings/POL-*.html"),
    "rule with findings": ("mistakes", "rules/POL-R40.html"),
    "cadre with findings": ("mistakes", "cadres/C-00012.html"),
    "unit for the department": ("mistakes", "units/U-*.html"),
    "list with rows held back": ("mistakes", "cadres/index.html"),
    "to-do lists": ("mistakes", "todo/index.html"),
    "to-do list": ("mistakes", "todo/[a-h,j-z]*.html"),
    "question for the department": ("mistakes", "questions/[a-h,j-z]*.html"),
    "changes": ("mistakes", "changes/index.html"),
}
REPORTS = """window.reports = [];
document.addEventListener(
  "securitypolicyviolation", (event) => reports.push(event.effectiveDirective));
"""
"""Script that notes what the policy of a page refuses."""

every_kind = pytest.mark.parametrize("url", KINDS, indirect=True, ids=str)


def kinds(*names: str) -> pytest.MarkDecorator:
    """Run a test for some kinds of page only."""
    return pytest.mark.parametrize("url", names, indirect=True, ids=str)


def fullest(folder: Path, pattern: str) -> Path:
    """Give the largest of the pages a pattern names."""
    return max(sorted(folder.glob(pattern)), key=lambda path: path.stat().st_size)


@dataclass(eq=False)
class Watched:
    """A page, and what it said and asked for while it was looked at.

    Attributes:
        page: Of Playwright.
        said: Lines of the console and errors, those of the Content-Security-Policy among them.
        asked: Addresses of all requests.
    """

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def faults(self, own: str) -> list[str]:
        """Give what was said and which other origins were asked since the last time."""
        foreign = [each for each in self.asked if each.split("/")[2] != own.split("/")[2]]
        found = [*self.said, *foreign]
        self.forget()
        return found

    def forget(self) -> None:
        """Begin anew."""
        self.said.clear()
        self.asked.clear()


def watched(context: BrowserContext) -> Watched:
    """Make a page in a context that remembers what happens to it."""
    seen = Watched(context.new_page())
    seen.page.on("console", lambda message: seen.said.append(message.text))
    seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    return seen


@contextmanager
def opened(chromium: Browser, url: str, **options) -> Iterator[Page]:
    """Open a page, and fail if it asks another origin or complains on the console."""
    context = chromium.new_context(**options)
    seen = watched(context)
    seen.page.goto(url)
    yield seen.page
    context.close()
    assert seen.faults(url) == []


def until(page: Page, condition: str, seconds: int = 30) -> None:
    """Wait until something is true; Playwright's own way needs `eval`, which pages forbid.

    Args:
        page: Of Playwright.
        condition: In JavaScript.
        seconds: After which it fails.
    """
    page.evaluate(
        f"""async () => {{
            const end = performance.now() + {seconds * 1000};
            while (!({condition})) {{
                if (performance.now() > end) throw new Error("never came true");
                await new Promise((done) => setTimeout(done, 10));
            }}
        }}"""
    )


def size(width: int, height: int = 800) -> dict[str, dict[str, int]]:
    """Give the option for a window of a width in pixels."""
    return {"viewport": {"width": width, "height": height}}
