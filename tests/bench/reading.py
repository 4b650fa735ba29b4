"""What a reader waits for at many people, in the Chromium of this machine: search, filter, page."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from served_sites import served

_VISITS = 5
_TYPED = ("王", "王小", "王", "顾清", "林", "市教育局", "市", "13", "z", "陈")
_FIELDS = ("name", "home")
_FIRST_RESULT = """async (typed) => {
  const input = document.querySelector(".hb-search__input");
  const list = document.getElementById("search-results");
  const begun = performance.now();
  document.querySelector("[data-search-open]").click();
  input.value = typed;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  while (!list.children.length) await new Promise((done) => setTimeout(done));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}"""
"""From the opening of the box, when nothing is loaded yet, to the first result on the screen."""
_PAINTED = """async ([field, typed]) => {
  const input = document.querySelector(`form[data-directory] [name=${field}]`);
  const begun = performance.now();
  input.value = typed;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}"""
"""From a stroke in a filter to the next picture."""
_LARGEST = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint",
  buffered: true }))"""


def read_as_readers_do(site: Path, chromium: str) -> dict[str, Any]:
    """Measure in milliseconds, at the speed of this machine and slowed down four times.

    Args:
        site: A finished site of one language.
        chromium: Path of the browser.
    """
    told: dict[str, Any] = {}
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for rate in (1, 4):
            searched = [_first_result(browser, address, rate) for _ in range(_VISITS)]
            filtered = _filtered(browser, address, rate)
            largest = [_largest_paint(browser, address, rate) for _ in range(_VISITS)]
            told |= {
                f"search_ms_{rate}x": _median_and_most(searched),
                f"filter_ms_{rate}x": _median_and_most(filtered),
                f"largest_paint_ms_{rate}x": _median_and_most(largest),
            }
        browser.close()
    return told


def _median_and_most(values: list[float]) -> tuple[int, int]:
    return round(statistics.median(values)), round(max(values))


@contextmanager
def _opened(browser: Browser, address: str, rate: int) -> Iterator[Page]:
    """Open a page as on a first visit, on a telephone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.goto(address, wait_until="load")
    yield page
    context.close()


def _first_result(browser: Browser, address: str, rate: int) -> float:
    with _opened(browser, f"{address}units/index.html", rate) as page:
        return float(page.evaluate(_FIRST_RESULT, "顾清"))


def _filtered(browser: Browser, address: str, rate: int) -> list[float]:
    with _opened(browser, f"{address}cadres/index.html", rate) as page:
        page.locator("form[data-directory] [name=name]").focus()
        page.locator("form[data-directory] [type=submit]").click()
        page.locator(".hb-results tbody tr").first.wait_for()
        return [
            float(page.evaluate(_PAINTED, [field, typed])) for field in _FIELDS for typed in _TYPED
        ]


def _largest_paint(browser: Browser, address: str, rate: int) -> float:
    with _opened(browser, f"{address}index.html", rate) as page:
        return float(page.evaluate(_LARGEST))
