"""What readers and editors expect of a directory and a handbook: one test for each expectation.

The thirty-six were gathered from staff directories, handbooks and HR systems before anything was
built. Where something else than a page has to be looked at, `ELSEWHERE` says which test does it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from builders import PROJECT, build_publishable
from handbook.pages import all_pages, open_book
from handbook.rendering.environment import make_environment
from handbook.rendering.fragments import render_page
from handbook.rendering.messages import load_messages
from page_kinds import KINDS, Watched, fullest, opened, size, until, watched
from small_site import REGISTER

pytestmark = pytest.mark.browser

EXPECTED: Mapping[int, str] = {
    1: "one directory with instant filters that hold together",
    2: "filters stand in the address",
    3: "search by full name, given name, pinyin, initials, id",
    4: "units by what people call them",
    5: "sort by column with the keyboard",
    6: "number of results, and help where there are none",
    7: "index by pinyin",
    8: "the first page answers the top tasks in one click",
    9: "the status is said in words",
    10: "from where, to where, post, first and last day, days left",
    11: "whom to turn to at both ends, linked",
    12: "timeline with extensions and earlier secondments",
    13: "a unit tells who is here and who is away",
    14: "tree of units, as text",
    15: "the policy beside the data",
    16: "contact by role and work channel only",
    17: "ending in 30, 60 and 90 days",
    18: "what is coming up",
    19: "a calendar to subscribe for each unit",
    20: "what changed since the last publication",
    21: "archive of ended secondments by year",
    22: "day, data version, policy version and build on every page",
    23: "old data is said",
    24: "link to the row of the sheet, for editors only",
    25: "report a mistake, with the id filled in",
    26: "open problems by whom they concern",
    27: "who looks after a page and when it is reviewed",
    28: "links and headings that stay",
    29: "paper",
    30: "the view as a spreadsheet and as CSV",
    31: "dark colours",
    32: "a small telephone, without scrolling sideways",
    33: "everything readable without scripts",
    34: "terms are explained where they stand",
    35: "findings say in plain words where, what, and what to type instead",
    36: "drop-downs and date checks in the sheet, and a template",
}
_CHANGES = "tests/test_latest_changes.py"
_PRINTING = "tests/browser/test_printing.py"
ELSEWHERE: Mapping[int, tuple[str, ...]] = {
    20: (f"{_CHANGES}::test_before_the_second_publication_there_is_nothing_to_compare_with",),
    23: ("tests/browser/test_standing.py::test_old_data_is_said",),
    24: ("tests/browser/test_standing.py::test_an_editor_is_led_to_the_row",),
    29: (
        f"{_PRINTING}::test_a_long_table_has_its_head_on_every_sheet_and_no_row_in_two",
        f"{_PRINTING}::test_sheets_are_numbered",
        "tests/browser/test_every_kind.py::test_paper_holds_the_page_and_nothing_around_it",
    ),
    32: ("tests/browser/test_every_kind.py::test_no_page_is_wider_than_a_small_telephone",),
    33: ("tests/browser/test_without_scripts.py::test_a_page_can_be_read",),
    35: ("tests/test_corpus.py::test_the_report_is_exactly_the_one_written_by_hand",),
    36: (
        "tests/test_template.py::test_drop_downs_and_days_advise_and_never_refuse",
        "tests/test_template.py::test_filled_template_checks_as_the_demo_does",
    ),
}  # fmt: skip
"""Expectation → the tests that hold it, where this file does not."""

_HELD: set[int] = set()


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> int:
    """Give the number of the expectation a test holds."""
    return int(request.param)


def expectation(number: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Name a test after the expectation it holds."""
    _HELD.add(number)
    named = pytest.param(number, id=f"{number} {EXPECTED[number]}")
    parametrized = pytest.mark.parametrize("expected", [named], indirect=True)
    return lambda test: pytest.mark.usefixtures("expected")(parametrized(test))


@pytest.fixture(scope="module")
def reader(chromium: Browser, demo: str) -> Iterator[Watched]:
    """Give one page for all expectations; addresses count from the demo site."""
    context = chromium.new_context(base_url=demo, **size(1280))
    yield watched(context)
    context.close()


@pytest.fixture
def page(reader: Watched, demo: str) -> Iterator[Page]:
    """Give the page, wherever it is; nothing may go wrong on the way from there."""
    reader.forget()
    yield reader.page
    assert reader.faults(demo) == []


@pytest.fixture
def home(page: Page) -> Page:
    """Give the home page of the demo site."""
    page.goto("")
    return page


def _open(page: Page, folder: Path, kind: str) -> Page:
    """Go to a kind of page of the demo site."""
    page.goto(fullest(folder, KINDS[kind][1]).relative_to(folder).as_posix())
    return page


def _found(page: Page) -> int:
    """Give the number of results, once it is said."""
    status = page.locator("form [role=status]")
    expect(status).to_have_text(re.compile(r"^共 \d+ "))
    return int(re.search(r"\d+", status.inner_text())[0])


def _searched(page: Page, words: str) -> Locator:
    """Give the first three results of the search box."""
    page.keyboard.press("/")
    until(page, "window.handbookPages")
    page.get_by_role("combobox").fill(words)
    return page.get_by_role("option").locator("nth=0 >> xpath=../*[position() <= 3]")


def test_every_expectation_is_held_somewhere() -> None:
    assert set(EXPECTED) == set(range(1, 37))
    assert _HELD | set(ELSEWHERE) == set(EXPECTED)


@pytest.mark.parametrize("test", [each for tests in ELSEWHERE.values() for each in tests])
def test_what_is_held_elsewhere_is_there(test: str) -> None:
    file, name = test.split("::")
    tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@expectation(1)
def test_filters(page: Page) -> None:
    page.goto("cadres/index.html")
    counts = []
    for name, choice in (("status", "active"), ("host", "镇"), ("year", "2025")):
        control = page.locator(f"form [name={name}]")
        if not control.is_visible():
            page.locator(".hb-directory__more summary").click()
        tag = control.evaluate("each => each.tagName")
        _ = control.select_option(choice) if tag == "SELECT" else control.fill(choice)
        counts.append(_found(page))

    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0
    assert {"home", "host", "status", "programme", "batch", "year"} <= {
        each.get_attribute("name") for each in page.locator("form [name]").all()
    }


@expectation(2)
def test_address(page: Page) -> None:
    page.goto("cadres/index.html")
    page.locator("form [name=status]").select_option("active")
    found, address = _found(page), page.url
    page.goto("about:blank")
    page.goto(address)

    assert _found(page) == found
    assert address.endswith("#status=active")


@expectation(3)
@pytest.mark.parametrize("typed", ["顾清禾", "清禾", "guqinghe", "gu qing he", "gqh", "C-00001"])
def test_search(home: Page, typed: str) -> None:
    expect(_searched(home, typed).filter(has_text="顾清禾")).not_to_have_count(0)


@expectation(4)
def test_aliases(home: Page) -> None:
    expect(_searched(home, "区委组织部").filter(has_text="中共岚屿区委组织部")).not_to_have_count(0)
    home.keyboard.press("Escape")
    home.goto("cadres/index.html")
    home.locator("form [name=home]").fill("区委组织部")

    assert _found(home) > 0


@expectation(5)
def test_sorting(page: Page) -> None:
    page.goto("cadres/index.html")
    page.locator("form [name=status]").select_option("active")
    _found(page)
    head = page.locator("th[data-column=end]")
    head.locator("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    days = head.evaluate(
        """head => [...head.closest("table").tBodies[0].rows]
        .flatMap(row => [...row.cells[head.cellIndex].querySelectorAll("time")])
        .map(each => each.dateTime)"""
    )
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")

    assert head.locator("button").evaluate("each => each === document.activeElement")
    assert days
    assert days == sorted(days)


@expectation(6)
def test_results(page: Page) -> None:
    page.goto("cadres/index.html")
    page.locator("form [name=name]").fill("没有这个人")
    expect(page.locator("form [role=status]")).to_have_text(re.compile("^没有符合"))

    expect(page.locator("form [role=status]")).to_contain_text("简称或编号")


@expectation(7)
def test_letters(page: Page) -> None:
    page.goto("cadres/index.html")
    page.locator(".hb-letters a", has_text="Y").first.click()

    names = page.locator("article table tbody th a").all_inner_texts()
    assert names
    assert page.locator("h1").inner_text().endswith("Y")


@expectation(8)
@pytest.mark.parametrize(
    "address",
    [
        "cadres/index.html", "units/index.html", "programmes/index.html", "batches/index.html",
        "findings/index.html", "todo/index.html", "questions/index.html", "forms/index.html",
        "guidance/term-and-extension.html", "guidance/end-and-return.html",
    ],
)  # fmt: skip
def test_one_click(home: Page, address: str) -> None:
    link = home.locator(f"article a[href^='{address}']").first

    assert link.is_visible()
    link.click()
    assert home.locator("main h1").is_visible()


@expectation(9)
def test_status(page: Page, demo_folder: Path) -> None:
    badge = _open(page, demo_folder, "cadre").locator(".hb-badge").first

    assert badge.inner_text() in {"在挂", "已结束", "待到岗", "延期中"}


@expectation(10)
def test_posting(page: Page, demo_folder: Path) -> None:
    text = _open(page, demo_folder, "cadre").locator("article").inner_text()

    for word in ("派出单位", "接收单位", "分工"):
        assert word in text
    assert re.search(r"还有 \d+ 天到期", text)
    assert len(set(re.findall(r"\d{4}-\d\d-\d\d", text))) >= 2


@expectation(11)
def test_both_ends(page: Page, demo_folder: Path) -> None:
    _open(page, demo_folder, "cadre")
    ends = [page.locator("article dt", has_text=end).first for end in ("派出单位", "接收单位")]

    for end in ends:
        assert end.locator("xpath=../dd").locator("a[href*='units/']").count() >= 1
    assert "帮带联系人" in page.locator("article").inner_text()
    assert "联系岗位" in page.locator("article").inner_text()


@expectation(12)
def test_timeline(page: Page, demo_folder: Path) -> None:
    _open(page, demo_folder, "cadre")
    drawing = page.locator("svg.hb-timeline")

    assert drawing.get_attribute("role") == "img"
    assert drawing.locator("title").text_content()
    assert drawing.locator(".hb-bar").count() >= 1
    assert page.locator("#history ~ table").first.locator("tbody tr").count() >= 1


@expectation(13)
def test_unit(page: Page, demo_folder: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((demo_folder / "units").glob("U-*.html"))]

    assert any('id="here"' in text for text in texts)
    assert any('id="away"' in text for text in texts)
    assert _open(page, demo_folder, "unit").locator("article table tbody tr").count() > 0


@expectation(14)
def test_tree(page: Page) -> None:
    page.goto("units/tree.html")

    assert page.locator(".hb-tree ul ul li a").count() > 10


@expectation(15)
def test_policy(page: Page, demo_folder: Path) -> None:
    links = _open(page, demo_folder, "programme").locator(
        "article a[href*='guidance/'], article a[href*='rules/']"
    )
    assert links.count() > 0
    _open(page, demo_folder, "rule")
    page.locator("article a[href*='guidance/']").first.click()

    assert page.locator("main h1").is_visible()


@expectation(16)
@pytest.mark.parametrize("site", ["demo_folder", "mistakes_folder"])
def test_contacts(request: pytest.FixtureRequest, site: str) -> None:
    folder: Path = request.getfixturevalue(site)
    mobile = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
    personal = [
        path.name
        for kind in ("cadres", "units")
        for path in folder.glob(f"{kind}/*.html")
        if mobile.search(path.read_text("utf-8"))
    ]

    assert personal == []


@expectation(17)
def test_ending(home: Page) -> None:
    ending = home.locator("#ending").locator("xpath=following-sibling::details/summary")

    assert [re.search(r"(\d+) 天内到期", text)[1] for text in ending.all_inner_texts()[:2]] == [
        "60", "90",
    ]  # fmt: skip


@expectation(18)
def test_coming(home: Page) -> None:
    assert home.locator("#arriving").is_visible()
    home.goto("questions/index.html")

    assert home.locator("article a[href$='.html']").count() >= 3


@expectation(19)
def test_calendar(page: Page, demo_folder: Path) -> None:
    _open(page, demo_folder, "unit")
    address = page.locator("article a[href$='.ics']").first.evaluate("each => each.href")
    answer = page.request.get(address)

    assert answer.text().startswith("BEGIN:VCALENDAR")


@expectation(21)
def test_archive(page: Page) -> None:
    page.goto("postings/index.html")
    years = [
        each.get_attribute("href")
        for each in page.locator("article a").all()
        if re.search(r"/?\d{4}\.html$", each.get_attribute("href") or "")
    ]

    assert years
    page.goto(re.sub(r"[^/]*$", "", page.url) + years[0].rpartition("/")[2])
    assert (
        page.locator("article a[href*='month-']").count() + page.locator("article tbody tr").count()
    )


@expectation(22)
def test_data_stand(page: Page, demo_folder: Path) -> None:
    _open(page, demo_folder, "cadre")
    foot = page.locator("[data-standing]")
    foot.wait_for()

    for word in ("数据版本", "指南版本", "构建"):
        assert re.search(rf"{word} [0-9a-f]{{8}}", foot.inner_text())
    assert re.search(r"数据截至\s*2026-06-30", page.locator(".hb-source").inner_text())


@expectation(25)
def test_mistake() -> None:
    messages = load_messages(PROJECT / "sheets_schema" / "messages")
    book = open_book(build_publishable(REGISTER), "zh")
    environment = make_environment("zh", messages, contact="office@example.org")
    page = next(each for each in all_pages(book) if each.address == "cadres/C-00001.html")

    assert "mailto:office@example.org?subject=" in render_page(page, environment)
    assert re.search(r"mailto:[^\"]*C-00001", render_page(page, environment))


@expectation(26)
def test_owners(chromium: Browser, mistakes: str) -> None:
    with opened(chromium, mistakes + "findings/index.html", **size(1280)) as page:
        heads = page.locator("article h2").all_inner_texts()

        assert sum(bool(re.search(r"\d+ 条", head)) for head in heads) >= 3


@expectation(27)
def test_page_owner(page: Page, demo_folder: Path) -> None:
    text = _open(page, demo_folder, "policy article").locator(".hb-review").inner_text()

    assert re.search(r"负责：.+ · 复核日期 [\d-]{10} · 下次复核 [\d-]{10}", text)


@expectation(28)
@pytest.mark.parametrize("kind", ["cadre", "unit", "programme", "policy article", "rule"])
def test_anchors(page: Page, demo_folder: Path, kind: str) -> None:
    _open(page, demo_folder, kind)
    heads = page.locator("article :is(h1, h2)")

    assert all(heads.evaluate_all("all => all.map(each => Boolean(each.id))"))
    if kind != "policy article":
        assert re.search(r"/(?:[A-Z]{1,3}-?R?\d+)\.html$", page.url)


@expectation(30)
def test_take_along(page: Page) -> None:
    page.goto("cadres/index.html")
    page.locator("form [name=status]").select_option("active")
    found = _found(page)
    with page.expect_download() as taken:
        page.locator("[data-take=csv]").click()
    rows = taken.value.path().read_text("utf-8-sig").splitlines()

    assert len(rows) == found + 1
    assert page.locator("[data-take=xlsx]").is_visible()


@expectation(31)
def test_dark(chromium: Browser, demo: str) -> None:
    with opened(chromium, demo, **size(1280)) as page:  # of somebody else: it is remembered
        page.get_by_title("换成深色").click()
        page.goto(demo + "units/index.html")

        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        assert page.locator("body").evaluate(
            "each => getComputedStyle(each).backgroundColor"
        ) != "rgb(255, 255, 255)"  # fmt: skip


@expectation(34)
def test_terms(page: Page, demo_folder: Path) -> None:
    term = _open(page, demo_folder, "policy article").locator("article abbr[title]").first
    meaning = term.get_attribute("title")
    term.hover()

    expect(page.locator(".md-tooltip, .md-tooltip2").first).to_contain_text(meaning)
