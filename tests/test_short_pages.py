"""Blanks between tags are left out, and nothing a reader would miss."""

import pytest

from handbook.short_pages import joined_lines, shortened_page

CASES = {
    "blank lines and indents go": (
        "<ul>\n\n   \n  <li>甲\n  </li></ul>",
        "<ul>\n<li>甲\n</li></ul>",
    ),
    "blanks within a line stay": ("<b>a</b>  <i>b</i>", "<b>a</b>  <i>b</i>"),
    "code stays": ("<p>\n  <pre>a\n\n  b</pre>", "<p>\n<pre>a\n\n  b</pre>"),
    "a script stays, or its hash would be another": (
        "<div>\n <script>x\n\n  y</script>",
        "<div>\n<script>x\n\n  y</script>",
    ),
    "an indent of Chinese paragraphs stays": ("<p>\n　　文</p>", "<p>\n　　文</p>"),
}
JOINED = {
    "a break between Chinese characters goes": ("<p>先写。\n再查。</p>", "<p>先写。再查。</p>"),
    "a break after a letter stays": ("<p>写 a\n再查</p>", "<p>写 a\n再查</p>"),
    "a break before a tag stays": ("<p>先写\n<b>再</b></p>", "<p>先写\n<b>再</b></p>"),
    "a break in a listing stays": ("<pre>错误\n位置</pre>", "<pre>错误\n位置</pre>"),
}


@pytest.mark.parametrize(("page", "short"), CASES.values(), ids=CASES)
def test_what_is_left(page: str, short: str) -> None:
    assert shortened_page(page) == short


@pytest.mark.parametrize(("html", "joined"), JOINED.values(), ids=JOINED)
def test_lines_of_chinese_are_joined(html: str, joined: str) -> None:
    assert joined_lines(html) == joined
    assert shortened_page(html) == joined
