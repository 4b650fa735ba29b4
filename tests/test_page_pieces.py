"""What is passed over because it was in a page before, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.building import load_texts, render_pages
from handbook.config import Project
from handbook.leaks import LeakFinder
from handbook.outgoing import Link, addresses_in, has_placeholder, policy_problems
from handbook.page_pieces import Pieces, References
from handbook.publishable import ORG, make_publishable
from handbook.secret_texts import secret_texts
from hostile_register import hostile_workbook
from small_workbooks import ROOT, check

ADDRESS = "cadres/C-00001.html"
HIDDEN = "不该公开的一段文字"
SECRETS = secret_texts([(HIDDEN, "here"), ("年龄<三十五岁以下的优先安排", "there")])


def _new_in(pieces: Pieces, page: str) -> tuple[set[bytes], bool]:
    return pieces.new_in(set(page.encode().split(b"\n")))


def test_a_piece_is_new_once() -> None:
    pieces = Pieces()
    assert _new_in(pieces, "<p>甲</p>\n<p>乙</p>")[0] == {
        b"\n",
        "p>甲".encode(),
        "p>乙".encode(),
        b"/p>",
    }
    assert _new_in(pieces, "<p>甲</p><p>丙</p>")[0] == {"p>丙".encode()}
    assert _new_in(pieces, "<p>丙</p><p>甲</p>")[0] == set()


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("<p>甲</p>", id="element"),
        pytest.param('<a class="x" href="U-0001.html#here">甲</a>', id="link"),
        pytest.param('<td data-label="名额（人）">1 > 0</td>', id="attribute and text"),
        pytest.param("甲<br>乙<strong>丙</strong>", id="elements within words"),
        pytest.param('<rect x1="1" width="20%"/>', id="drawing"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_templates_write_is_ordinary(part: str) -> None:
    assert _new_in(Pieces(), part)[1]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param('<a\nhref="x.html">', id="element over two lines"),
        pytest.param('<a title="a\nb" href="x.html">', id="attribute over two lines"),
        pytest.param('<a title="a > b\n" href="x.html">', id="end of an element in an attribute"),
        pytest.param("<a href='x.html'>", id="single quotes"),
        pytest.param("<a href=x.html>", id="no quotes"),
        pytest.param('<a href = "x.html">', id="blanks around the sign"),
        pytest.param('<a title="x"href="x.html">', id="no blank between attributes"),
        pytest.param('<A HREF="x.html">', id="capitals"),
        pytest.param('<img alt="" src="x.png">', id="picture"),
        pytest.param('<form action="x">', id="form"),
        pytest.param('<button formaction="x">', id="button"),
        pytest.param('<use href="x.svg">', id="drawing from elsewhere"),
        pytest.param('<a xlink:href="x.html">', id="link of a drawing"),
        pytest.param('<link href="x.css">', id="style sheet"),
        pytest.param('<meta content="0; url=x">', id="what the head says"),
        pytest.param('<base href="x">', id="base"),
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("<style>a {}</style>", id="style"),
        pytest.param('<p style="color: red">', id="style of an element"),
        pytest.param('<rect fill="url(#x)"/>', id="address in a style"),
        pytest.param('<p data-stamp="home">', id="placeholder"),
        pytest.param("<!-- flow: leave -->", id="region"),
        pytest.param("1 < 2", id="bare sign"),
    ],
)
def test_all_else_is_never_passed_over(part: str) -> None:
    pieces = Pieces()
    assert [_new_in(pieces, part)[1] for _ in range(2)] == [False, False]
    assert not _new_in(pieces, f"{part}<p>乙</p>\n<p>丙</p>")[1]


def test_pages_of_the_register_are_ordinary_but_for_a_hatched_bar() -> None:
    shown = make_publishable(check(hostile_workbook(["协助分管农业农村工作"])), ORG)
    pieces, others = Pieces(), []
    for page in render_pages(shown, "vi", load_texts(Project(ROOT))):
        new, is_ordinary = _new_in(pieces, page.html)
        others += [] if is_ordinary or any(b"url(#tl-hatch)" in each for each in new) else [page]
    assert [page.address for page in others] == []


_FRAGMENTS = st.sampled_from(
    [
        "<", ">", "/>", '"', "'", "=", " ", "\n", "a", "img", "script", "</", "br>", "<b>",
        "</span>", " style=", " fill=", "URL(x)", "?data=", 'href="', "(", "@",
        '<a href="', '<a class="x" href="y.html#z">', "<p>", "</p>", ' href="#x"', ' src="',
        "url(", 'style="', "<style>", "<!--", "-->", ' data-stamp="', "<script>", "</script>",
        "text", "&lt;",
        ' title="a > b"', '<td data-label="x">', "http://example.org/", "javascript:", "@import ",
    ]
)  # fmt: skip


@given(st.lists(_FRAGMENTS, max_size=12).map("".join))
def test_an_ordinary_part_refers_to_what_is_found_quickly(part: str) -> None:
    content = part.encode()
    links = set(References(lambda _, link: link).of(ADDRESS, content))
    if _new_in(Pieces(), part)[1]:
        assert {replace(each, tag="a") for each in addresses_in(ADDRESS, content)} <= links
        assert not has_placeholder(ADDRESS, content)
        assert list(policy_problems(ADDRESS, content, is_whole=False)) == []


def test_references_are_judged_once_for_a_folder_and_those_of_the_page_for_each() -> None:
    judged: list[tuple[str, str]] = []

    def judge(address: str, link: Link) -> str:
        judged.append((address, link.target))
        return link.target

    references = References(judge)
    for address in ("cadres/a.html", "cadres/b.html", "units/c.html"):
        found = references.of(address, b'<a href="x.html?a&amp;b"><a href="#y"><a href="">')
        assert set(found) == {"x.html?a&b", "#y", ""}
    assert sorted(judged) == [
        ("cadres/a.html", ""), ("cadres/a.html", "#y"), ("cadres/a.html", "x.html?a&b"),
        ("cadres/b.html", ""), ("cadres/b.html", "#y"),
        ("units/c.html", ""), ("units/c.html", "#y"), ("units/c.html", "x.html?a&b"),
    ]  # fmt: skip


def _leaks(*pages: str) -> Iterator[tuple[str, str]]:
    finder = LeakFinder(SECRETS)
    for number, page in enumerate(pages):
        finder.read_part(f"{number}.html", page.encode())
    return ((leak.file, leak.place) for leak in finder.leaks())


@pytest.mark.parametrize(
    "markup",
    ["<br>", "<BR/>", "<wbr>", "</span>", "</strong>", "<b>", "</b >", "<em>", "<i></i>", "<mark>"],
)
@given(st.integers(1, len(HIDDEN) - 1))
def test_a_text_goes_on_across_markup_within_words(markup: str, at: int) -> None:
    page = f"<td>{HIDDEN[:at]}{markup}{HIDDEN[at:]}</td>"
    known = f"<td>{HIDDEN[:at]}</td><td>{HIDDEN[at:]}</td>{markup}"
    assert list(_leaks(known, page)) == [("1.html", "here")]


@given(st.integers(1, len(HIDDEN) - 1), st.sampled_from(["</td><td>", "\n", '<span id="x">']))
def test_a_text_does_not_go_on_across_other_markup(at: int, markup: str) -> None:
    assert list(_leaks(f"<td>{HIDDEN[:at]}{markup}{HIDDEN[at:]}</td>")) == []


def test_what_is_in_many_pages_is_told_of_the_first() -> None:
    assert list(_leaks("<p>甲</p>", *[f"<p title='x'>{HIDDEN}</p>"] * 3)) == [("1.html", "here")]


def test_a_text_that_looks_like_an_element_is_found_where_a_page_does_not_escape_it() -> None:
    assert list(_leaks("<p>年龄<三十五岁以下的优先安排</p>")) == [("0.html", "there")]
    assert list(_leaks("<p>年龄&lt;三十五岁以下的优先安排</p>")) == [("0.html", "there")]
