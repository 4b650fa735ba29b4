"""Lists of facts and tables, the bulk of every page; each distinct value is escaped once.

Written in Python and not as templates: at ten thousand pages these are two million values, and a
template escapes every one of them every time (measured: 6 s against 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from handbook.pages.postings import PostingLine
from handbook.pages.values import Fact, Shown, Table, list_mark
from handbook.publishable import State
from handbook.shared_words import html_in_each, told

Words = Callable[[str], str]

_LINE_TITLES: Mapping[str, str] = {
    "cadre": "姓名",
    "home_unit": "派出单位",
    "receiving_unit": "接收单位",
    "title": "挂任职务",
    "start": "起",
    "end": "止",
    "status": "状态",
}
"""Attribute of a posting line → title of its column."""
_TAIL = ("title", "start", "end", "status")


class Tables:
    """Writes values, facts and tables of one language."""

    def __init__(
        self,
        language: str,
        words: Words,
        days: Callable[[PostingLine], str],
        more: Callable[[int], str],
        *,
        lists_findings: bool = True,
    ) -> None:
        """Prepare the words that stand beside values.

        Args:
            language: zh, vi or en.
            words: Translates a word of the interface.
            days: Says how far off the end or start of a posting is.
            more: Says how many older rows a table leaves out.
            lists_findings: Whether the audience has a list of findings that explains a held value.
        """
        held = escape(words("待核"))
        self._separator = list_mark(language)
        self._language = language
        self._states = {
            State.HELD: (
                f'<a class="hb-held" href="../findings/index.html">{held}</a>'
                if lists_findings
                else f'<span class="hb-held">{held}</span>'
            ),
            State.DEFAULT: f'<small class="hb-default">{escape(words("按项目默认"))}</small>',
        }
        self._titles = {name: words(title) for name, title in _LINE_TITLES.items()}
        self._days = days
        self._more = more
        self._values: dict[Shown, str] = {}
        self._facts: dict[Fact, str] = {}
        self._columns: dict[tuple[str, bool], Callable[[Shown], str]] = {}
        self._heads: dict[tuple[str, tuple[str, ...]], str] = {}
        self._tails: dict[PostingLine, str] = {}
        self._cells: dict[tuple[tuple[str, ...], bool], list[Callable[[Shown], str]]] = {}

    def value(self, shown: Shown) -> Markup:
        """Write one value: its text, escaped, with link, date, language and state around it."""
        return Markup(self.html(shown))  # noqa: S704 - built from escaped pieces

    def html(self, shown: Shown) -> str:
        """Write the same for whoever puts it into more HTML."""
        html = self._values.get(shown)
        if html is None:
            html = self._values[shown] = self._write(shown)
        return html

    def _write(self, shown: Shown) -> str:
        html = (
            self._separator.join(map(self._write, shown.items))
            if shown.items
            else str(escape(shown.text))
        )
        if shown.language:
            html = self._named(html, shown.language)
        if shown.iso:
            html = f'<time datetime="{escape(shown.iso)}">{html}</time>'
        if shown.link:
            html = f'<a href="{escape(shown.link)}">{html}</a>'
        if shown.state:
            html = f"{html} {self._states[shown.state]}".lstrip()
        return html

    def named(self, text: str, language: str) -> Markup:
        """Write a text, with what language it is in where that is not the language of the page.

        Args:
            text: Plain.
            language: As in `Shown`.
        """
        html = str(escape(text))
        return Markup(self._named(html, language) if language else html)  # noqa: S704 - escaped

    def _named(self, html: str, language: str) -> str:
        def begin(each: str) -> str:
            name = told(language, each)
            return f'<span lang="{escape(name)}">' if name else ""

        def end(each: str) -> str:
            return "</span>" if told(language, each) else ""

        return html_in_each(self._language, begin) + html + html_in_each(self._language, end)

    def links(self, items: Iterable[Shown]) -> Markup:
        """Write values as a list that flows like a line of text."""
        inside = "".join([f"<li>{self.html(each)}</li>" for each in items])
        return Markup(f'<ul class="hb-links">{inside}</ul>')  # noqa: S704 - built from escaped pieces

    def facts(self, items: Iterable[Fact]) -> Markup:
        """Write facts as the inside of a `<dl>`."""
        known = self._facts
        parts = []
        for fact in items:
            html = known.get(fact)
            if html is None:
                title, value = escape(fact.title), self.html(fact.value)
                html = known[fact] = f"<div><dt>{title}</dt><dd>{value}</dd></div>\n"
            parts.append(html)
        return Markup("".join(parts))  # noqa: S704 - built from escaped pieces

    def table(
        self, data: Table, caption: str, *, anchored: bool = False, named: bool = False
    ) -> Markup:
        """Write rows of a sheet as a table that stacks on a narrow screen.

        Args:
            data: The rows.
            caption: Says what the table holds.
            anchored: Whether every row gets its key as an anchor.
            named: Whether the first column names the row.
        """
        html = self._table(data, caption, anchored=anchored, named=named)
        return Markup(html)  # noqa: S704 - built from escaped pieces

    def _table(
        self, data: Table, caption: str, *, anchored: bool = False, named: bool = False
    ) -> str:
        rows = self._rows(data, named=named)
        if anchored:
            by_key = zip(data.keys, rows, strict=True)
            rows = [f'<tr id="{escape(key)}">{row.removeprefix("<tr>")}' for key, row in by_key]
        more = f'<p class="hb-more">{escape(self._more(data.more))}</p>\n' if data.more else ""
        return self._framed(data.columns, rows, caption) + more

    def grouped(
        self, groups: Sequence[tuple[str, str, Table]], caption: str, others: str
    ) -> Markup:
        """Write tables of the same columns as one, every group under a heading of its own.

        Args:
            groups: (anchor, heading, rows); without an anchor there is no heading.
            caption: Says what the table holds.
            others: Heading of a group without one.
        """
        columns = groups[0][2].columns
        body = "</tbody>\n<tbody>\n".join(
            self._group(anchor, heading or others, data) for anchor, heading, data in groups
        )
        return Markup(self._framed(columns, [body], caption))  # noqa: S704 - built from escaped pieces

    def _group(self, anchor: str, heading: str, data: Table) -> str:
        head = (
            f'<tr id="{escape(anchor)}" class="hb-letter">'
            f'<th scope="rowgroup" colspan="{len(data.columns)}">{escape(heading)}</th></tr>\n'
        )
        return (head if anchor else "") + "".join(self._rows(data, named=True))

    def _rows(self, data: Table, *, named: bool) -> list[str]:
        cells = self._cells.get((data.columns, named))
        if cells is None:
            cells = self._cells[data.columns, named] = [
                self._column(title, names=named and place == 0)
                for place, title in enumerate(data.columns)
            ]
        return [
            f"<tr>{''.join([cell(value) for cell, value in zip(cells, row, strict=True)])}</tr>\n"
            for row in data.rows
        ]

    def lines(self, lines: Iterable[PostingLine], caption: str, columns: Sequence[str]) -> Markup:
        """Write postings in one line each.

        Args:
            lines: The postings.
            caption: Says what the table holds.
            columns: Which of cadre, home_unit and receiving_unit stand before the other columns.
        """
        parties = [
            (name, self._column(self._titles[name], names=name == "cadre")) for name in columns
        ]
        rows = [
            f"<tr>{''.join([cell(getattr(line, name)) for name, cell in parties])}"
            f"{self._tail(line)}</tr>\n"
            for line in lines
        ]
        titles = tuple([self._titles[name] for name in (*columns, *_TAIL)])
        html = self._framed(titles, rows, caption, "hb-table hb-postings")
        return Markup(html)  # noqa: S704 - built from escaped pieces

    def _tail(self, line: PostingLine) -> str:
        """Write the columns that every list of postings has."""
        html = self._tails.get(line)
        if html is None:
            cells = [self._column(self._titles[name])(getattr(line, name)) for name in _TAIL]
            if line.days is not None:
                days = escape(self._days(line))
                cells[-1] = f"{cells[-1].removesuffix('</td>')} <small>{days}</small></td>"
            html = self._tails[line] = "".join(cells)
        return html

    def _column(self, title: str, *, names: bool = False) -> Callable[[Shown], str]:
        column = self._columns.get((title, names))
        if column is None:
            column = self._columns[title, names] = self._new_column(title, names=names)
        return column

    def _new_column(self, title: str, *, names: bool) -> Callable[[Shown], str]:
        """Make the function that writes a cell; one that names its row is a header."""
        known: dict[Shown, str] = {}
        begin, end = (
            ('<th scope="row">', "</th>")
            if names
            else (f'<td data-label="{escape(title)}">', "</td>")
        )

        def cell(shown: Shown) -> str:
            html = known.get(shown)
            if html is None:
                html = known[shown] = f"{begin}{self.html(shown)}{end}"
            return html

        return cell

    def _framed(
        self, titles: tuple[str, ...], rows: Iterable[str], caption: str, kind: str = "hb-table"
    ) -> str:
        head = self._heads.get((caption, titles))
        if head is None:
            cells = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
            head = self._heads[caption, titles] = (
                f'<table class="{kind}">\n<caption>{escape(caption)}</caption>\n'
                f"<thead><tr>{cells}</tr></thead>\n<tbody>\n"
            )
        return f"{head}{''.join(rows)}</tbody>\n</table>\n"
