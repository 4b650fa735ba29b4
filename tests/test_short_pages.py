"""Blanks between tags are left out, and nothing a reader would miss."""

import pytest

from handbook.short_pages import shortened_page

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


@pytest.mark.parametrize(("page", "short"), CASES.values(), ids=CASES)
def test_what_is_left(page: str, short: str) -> None:
    assert shortened_page(page) == short
