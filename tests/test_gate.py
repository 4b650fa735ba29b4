"""The gate: what it refuses, and that its fast scan sees what a parser sees."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builders import build_publishable
from handbook.gate import GateProblem, Link, Problem, check_site, links_of
from handbook.outgoing import resolve
from handbook.publishable import PUBLIC, Publishable
from handbook.site import build_shells
from handbook.stamping import stamp
from sites import LISTS, SHELL, person, project_copy, small_shells, write_files

REGISTER = {
    "cadres": {"C-00001": {"name": "顾清禾"}, "C-00002": {"name": "陆予安"}},
    "units": {"U-0001": {"unit_name": "市发规局"}},
}


def _site(folder: Path) -> Path:
    stamp(small_shells(folder / "zh"), folder / "site", [*LISTS, person(1), person(2)])
    return folder / "site"


def _register() -> Publishable:
    return build_publishable(REGISTER)


def test_a_good_site_passes(tmp_path: Path) -> None:
    assert check_site(_site(tmp_path), _register()) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param('<a href="C-00002.html">', [], id="link beside"),
        pytest.param('<a href="../units/U-0001.html#content">', [], id="place on another page"),
        pytest.param('<a href="#content">', [], id="place on this page"),
        pytest.param('<a href="#">', [], id="top"),
        pytest.param('<a href="">', [], id="itself"),
        pytest.param('<a href="../">', [], id="home"),
        pytest.param('<a href="/units/U-0001.html">', [], id="from the root"),
        pytest.param('<a href="../units/U%2D0001.html?x=1">', [], id="encoded, with a query"),
        pytest.param('<a href="https://example.org/a">', [], id="plain link to the web"),
        pytest.param('<a href="mailto:a@example.org">', [], id="mail"),
        pytest.param('<img alt="" src="data:image/png;base64,AAAA">', [], id="picture in the page"),
        pytest.param(
            '<a href="C-00003.html">', [(Problem.DEAD_LINK, "C-00003.html")], id="no such page"
        ),
        pytest.param('<img src="x.png">', [(Problem.DEAD_LINK, "x.png")], id="no such picture"),
        pytest.param(
            "<a href='../units/'>",
            [],
            id="folder, single quotes",
        ),
        pytest.param("<a href=../guidance/>", [(Problem.DEAD_LINK, "../guidance/")], id="unquoted"),
        pytest.param(
            '<a href="../../site/units/U-0001.html">',
            [(Problem.DEAD_LINK, "../../site/units/U-0001.html")],
            id="out of the site and back",
        ),
        pytest.param(
            '<a href="../units/U-0001.html#none">',
            [(Problem.DEAD_ANCHOR, "../units/U-0001.html#none")],
            id="no such place there",
        ),
        pytest.param('<a href="#none">', [(Problem.DEAD_ANCHOR, "#none")], id="no such place here"),
        pytest.param(
            '<script src="https://example.org/a.js"></script>',
            [(Problem.FOREIGN_ORIGIN, "https://example.org/a.js")],
            id="script",
        ),
        pytest.param(
            '<img alt="a > b" SRC=//example.org/a.png>',
            [(Problem.FOREIGN_ORIGIN, "//example.org/a.png")],
            id="picture without scheme",
        ),
        pytest.param(
            '<img srcset="content.png 1x, https://example.org/a.png 2x">',
            [
                (Problem.DEAD_LINK, "content.png"),
                (Problem.FOREIGN_ORIGIN, "https://example.org/a.png"),
            ],
            id="picture set",
        ),
        pytest.param(
            '<form action="http://example.org/">',
            [(Problem.FOREIGN_ORIGIN, "http://example.org/")],
            id="form",
        ),
        pytest.param(
            '<svg><use xlink:href="https://example.org/a.svg#b"/></svg>',
            [(Problem.FOREIGN_ORIGIN, "https://example.org/a.svg#b")],
            id="drawing",
        ),
        pytest.param(
            '<p style="background: URL( https://example.org/a.png )">',
            [(Problem.FOREIGN_ORIGIN, "https://example.org/a.png")],
            id="style",
        ),
        pytest.param(
            '<meta http-equiv="Refresh" content="0; url=https://example.org/">',
            [(Problem.UNSAFE_LINK, "refresh:")],
            id="refresh",
        ),
        pytest.param(
            '<a href="java&#x09;script:alert(1)">',
            [(Problem.UNSAFE_LINK, "java\N{REPLACEMENT CHARACTER}script:alert(1)")],
            id="hidden script",
        ),
        pytest.param('<a href="file:///etc">', [(Problem.UNSAFE_LINK, "file:///etc")], id="file"),
        pytest.param('<a href="data:,x">', [(Problem.UNSAFE_LINK, "data:,x")], id="data page"),
        pytest.param(
            '<a href="record:C-00001">', [(Problem.PLACEHOLDER, "record:C-00001")], id="record link"
        ),
        pytest.param('<b data-stamp="home">', [(Problem.PLACEHOLDER, "")], id="placeholder"),
        pytest.param(f'<a href="{"x" * 99}">', [(Problem.DEAD_LINK, "x" * 80 + "…")], id="long"),
    ],
)  # fmt: skip
def test_what_a_page_may_hold(
    body: str, expected: list[tuple[Problem, str]], tmp_path: Path
) -> None:
    site = _site(tmp_path)
    page = site / "cadres" / "C-00001.html"
    page.write_text(page.read_text("utf-8").replace("</article>", f"{body}\n</article>"), "utf-8")

    found = check_site(site, _register())

    assert found == [GateProblem("cadres/C-00001.html", *each) for each in sorted(expected)]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        pytest.param("a { src: url(handbook.css) }", [], id="beside"),
        pytest.param("a { src: url('data:image/svg+xml,x') }", [], id="in the sheet"),
        pytest.param(
            "a { src: url(none.woff2) }", [(Problem.DEAD_LINK, "none.woff2")], id="missing"
        ),
        pytest.param(
            '@import "https://example.org/a.css";',
            [(Problem.FOREIGN_ORIGIN, "https://example.org/a.css")],
            id="import",
        ),
    ],
)
def test_what_a_style_sheet_may_hold(style: str, expected, tmp_path: Path) -> None:
    site = write_files(_site(tmp_path), {"assets/handbook.css": style})

    assert check_site(site, _register()) == [
        GateProblem("assets/handbook.css", *each) for each in expected
    ]


def test_what_frames_a_page_is_looked_at_too(tmp_path: Path) -> None:
    """All pages of a folder share their frame; one that differs is read whole."""
    site = _site(tmp_path)
    page = site / "cadres" / "C-00002.html"
    page.write_text(page.read_text("utf-8").replace("../index.html", "../home.html"), "utf-8")

    assert check_site(site, _register()) == [
        GateProblem("cadres/C-00002.html", Problem.DEAD_LINK, "../home.html")
    ]


def test_markup_in_a_title_is_seen(tmp_path: Path) -> None:
    site = _site(tmp_path)
    page = site / "cadres" / "C-00002.html"
    evil = '</title><script src="https://example.org/x.js"></script>'
    page.write_text(page.read_text("utf-8").replace("顾清禾 - ", f"顾清禾{evil} - "), "utf-8")

    assert check_site(site, _register()) == [
        GateProblem("cadres/C-00002.html", Problem.FOREIGN_ORIGIN, "https://example.org/x.js")
    ]


def test_pages_and_records_belong_together(tmp_path: Path) -> None:
    site = _site(tmp_path)
    register = build_publishable({**REGISTER, "cadres": {"C-00001": {}, "C-00003": {}}})

    assert check_site(site, register) == [
        GateProblem("cadres/C-00002.html", Problem.PAGE_WITHOUT_RECORD),
        GateProblem("cadres/C-00003.html", Problem.RECORD_WITHOUT_PAGE),
    ]


def test_persons_do_not_pass_for_the_public(tmp_path: Path) -> None:
    found = check_site(_site(tmp_path), build_publishable(REGISTER, audience=PUBLIC))

    assert found == [
        GateProblem("cadres/C-00001.html", Problem.PAGE_WITHOUT_RECORD),
        GateProblem("cadres/C-00002.html", Problem.PAGE_WITHOUT_RECORD),
    ]


class _Parser(HTMLParser):
    """Finds links the slow way."""

    NAMES = frozenset(
        {"href", "src", "srcset", "action", "formaction", "poster", "data", "background"}
    )
    OTHERS = frozenset({"abbr", "p", "nav", "span", "body", "html", "div", "meta"})

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.OTHERS:
            found = [value for name, value in attrs if name in self.NAMES]
            self.links += [Link(tag, (value or "").strip()) for value in found]


def test_the_scan_finds_what_a_parser_finds(tmp_path: Path) -> None:
    """On every page MkDocs builds from the hand-written ones."""
    shells = build_shells("zh", project_copy(tmp_path))
    pages = sorted(shells.rglob("*.html"))

    found, expected = {}, {}
    for page in pages:
        parser = _Parser()
        parser.feed(page.read_text(encoding="utf-8"))
        found[page.name] = list(links_of(page.read_bytes()))
        expected[page.name] = parser.links

    assert found == expected
    assert len(found) >= 5


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<a\nhref\n=\n"x.html"\n>', id="over several lines"),
        pytest.param("<A HREF='x.html'>", id="capitals"),
        pytest.param('<a data-href="no" href="x.html">', id="beside a look-alike"),
        pytest.param('<a title="a > b" href="x.html">', id="after a bracket in a value"),
        pytest.param("<a title='\"' href=x.html>", id="after a quote in a value"),
        pytest.param('<a href="a.html?b=1&amp;c=2">', id="entities"),
        pytest.param("<p>href='x' 1 < 2 and src=\"y\"</p>", id="words in the text"),
        pytest.param('<img src="a.png"/><a href="b.html">', id="closed at once"),
        pytest.param("<abbr href='x'>", id="another element"),
        pytest.param(SHELL.format(title="干部"), id="a shell"),
    ],
)
def test_the_scan_agrees_with_a_parser(html: str) -> None:
    parser = _Parser()
    parser.feed(html)
    parser.close()

    assert list(links_of(html.encode())) == parser.links


@given(
    address=st.sampled_from(["index.html", "cadres/C-00001.html", "en/units/U-0001.html"]),
    target=st.lists(
        st.sampled_from(
            ["../", "a", "b.html", "units/", "C-1.html", "#x", "#", "..", ".", "/", "?q", "_x", "-"]
        ),
        max_size=5,
    ).map("".join),
)
def test_a_plain_link_leads_where_any_link_does(address: str, target: str) -> None:
    path, _, anchor = target.partition("#")
    longer = f"{path}?q{'#' if '#' in target else ''}{anchor}"  # a query makes it less than plain
    assume(path and "?" not in target and "//" not in target)
    assert resolve(address, target) == resolve(address, longer)
