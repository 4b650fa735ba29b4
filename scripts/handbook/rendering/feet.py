"""The foot of a page: the day of the register, whom the page is for, and where its data stands.

Written in Python and not as a template for the reason `tables` gives: every page has one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from markupsafe import Markup, escape

from handbook.pages.book import Source
from handbook.pages.past import RecordPast


class FootWriter:
    """Writes the feet of the pages of one language."""

    def __init__(
        self,
        words: Callable[[str], str],
        day: Callable[[date], Markup],
        report_link: Callable[[str], str] | None,
        readers: str,
        past: Callable[[RecordPast], str],
    ) -> None:
        """Prepare the words.

        Args:
            words: Translates a word of the interface.
            day: Writes a day.
            report_link: Gives the link to report a mistake in a record by its id; None without an
                address to report it to.
            readers: Whom the pages are for; blank to leave it unsaid.
            past: Writes what is told of earlier days.
        """
        self._source = f" · {escape(words('来源'))}{escape(words('：'))}"
        self._row = escape(words("在表格里打开这一行"))
        self._mistake = escape(words("信息有误？告诉我们"))
        self._report_link = report_link
        self._past = past
        until = escape(words("数据截至"))
        told = f" · <strong>{escape(readers)}</strong>" if readers else ""
        self._begin = cache(
            lambda as_of: f'<footer class="hb-source">\n<p>{until} {day(as_of)}{told}'
        )

    def write(self, source: Source) -> Markup:
        """Write a foot, and before it what is told of earlier days.

        Args:
            source: Where the data of the page stands.
        """
        past = self._past(source.past) if source.past.items else ""
        record = self._record(source) if source.key else ""
        html = f"{past}{self._begin(source.as_of)}{record}</p>\n</footer>\n"
        return Markup(html)  # noqa: S704 - built from escaped pieces

    def _record(self, source: Source) -> str:
        html = f"{self._source}{escape(source.sheet)} {escape(source.key)}"
        if source.link:
            row = f"{escape(source.folder)}/{escape(source.key)}"
            link = f'href="{escape(source.link)}" data-row="{row}" rel="noreferrer"'
            html += f" · <a {link}>{self._row}</a>"
        if self._report_link:
            report = escape(self._report_link(source.key))
            html += f' · <a href="{report}">{self._mistake}</a>'
        return html
