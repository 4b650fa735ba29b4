"""Tables of numbers and lists of what falls due, as HTML of one language.

Written in Python and not as templates for the reason `tables` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial

from markupsafe import Markup, escape

from handbook.dues import Kind
from handbook.pages.due_lists import DueLine
from handbook.pages.figures import Figures
from handbook.pages.values import Shown
from handbook.rendering.figure_words import CAPTIONS, DUE_KINDS, FIGURES
from handbook.rendering.tables import Tables
from handbook.rendering.translations import fill_html, fill_words, words_of


class FigureWriter:
    """Writes tables of numbers, and what falls due, of one language."""

    def __init__(self, language: str, tables: Tables) -> None:
        """Prepare the words that stand beside values.

        Args:
            language: zh, vi or en.
            tables: Writes values of the same language.
        """
        gettext = words_of(language)
        self._language = language
        self._fill = partial(fill_words, language)
        self._value = tables.html
        self._captions = _escaped(gettext, CAPTIONS)
        self._titles = _escaped(gettext, FIGURES)
        self._kinds = _escaped(gettext, DUE_KINDS)
        self._total = escape(gettext("合计"))
        self._today = escape(gettext("就是今天"))
        self._head = cache(self._write_head)
        self._cell = lru_cache(maxsize=65536)(self._write_cell)
        self._days = lru_cache(maxsize=4096)(self._write_days)
        self._what = lru_cache(maxsize=4096)(self._write_what)

    def figures(self, data: Figures) -> Markup:
        """Write a table of numbers with its caption and its sums.

        Args:
            data: The numbers.
        """
        html = self._noted(data) if data.notes else self._plain(data)
        return Markup(html + self._more(data.more))  # noqa: S704 - built from escaped pieces

    def _plain(self, data: Figures) -> str:
        rows = "".join(map(self._row, data.rows))
        sums = f"<tfoot><tr>{self._sums(data)}</tr></tfoot>\n" if data.total else ""
        head = self._head("hb-figures", data.kind, data.columns)
        return f"{head}{rows}</tbody>\n{sums}</table>\n"

    def _noted(self, data: Figures) -> str:
        """Write a table with notes as one that stacks on a narrow screen, with the sums below."""
        names = [
            f"{self._value(row[0])}{self._note(notes)}"
            for row, notes in zip(data.rows, data.notes, strict=True)
        ]
        titles = [self._titles[name] for name in data.columns[1:]]
        numbers = [row[1:] for row in data.rows] + [data.total] * bool(data.total)
        rows = "".join(
            f'<tr><th scope="row">{name}</th>{self._labelled(titles, row)}</tr>\n'
            for name, row in zip([*names, self._total], numbers, strict=False)
        )
        return f"{self._head('hb-table', data.kind, data.columns)}{rows}</tbody>\n</table>\n"

    def _note(self, notes: Sequence[Shown]) -> str:
        return f"<br><small>{' · '.join(map(self._value, notes))}</small>" if notes else ""

    def _labelled(self, titles: Sequence[str], row: Sequence[Shown]) -> str:
        return "".join(
            f'<td data-label="{title}">{self._value(shown)}</td>'
            for title, shown in zip(titles, row, strict=True)
        )

    def _write_head(self, look: str, kind: str, columns: tuple[str, ...]) -> str:
        cells = "".join(f'<th scope="col">{self._titles[name]}</th>' for name in columns)
        return (
            f'<table class="{look}">\n<caption>{self._captions[kind]}</caption>\n'
            f"<thead><tr>{cells}</tr></thead>\n<tbody>\n"
        )

    def _row(self, row: tuple[Shown, ...]) -> str:
        numbers = "".join(map(self._cell, row[1:]))
        return f'<tr><th scope="row">{self._value(row[0])}</th>{numbers}</tr>\n'

    def _sums(self, data: Figures) -> str:
        return f'<th scope="row">{self._total}</th>{"".join(map(self._cell, data.total))}'

    def _write_cell(self, shown: Shown) -> str:
        return f"<td>{self._value(shown)}</td>"

    def _more(self, count: int) -> str:
        if not count:
            return ""
        told = self._fill("另有 {count} 行没有列出，合计已经包括。", count=count)
        return f'<p class="hb-more">{escape(told)}</p>\n'

    def dues(self, lines: Iterable[DueLine]) -> Markup:
        """Write what falls due as the items of a list.

        Args:
            lines: What falls due, in order.
        """
        return Markup("".join(map(self._due, lines)))  # noqa: S704 - built from escaped pieces

    def _due(self, line: DueLine) -> str:
        subject = f" · {self._value(line.subject)}" if line.subject.text else ""
        day = f"{self._value(line.day)} <small>{self._days(line.days)}</small>"
        return f"<li>{day} · {self._what(line.kind, line.detail)}{subject}</li>\n"

    def _write_what(self, kind: str, detail: Shown) -> str:
        told = self._value(detail)
        if kind == Kind.MILESTONE:
            return told
        return self._kinds[kind] + (
            fill_html(self._language, "（{what}）", what=told) if detail.text else ""
        )

    def _write_days(self, days: int) -> str:
        if days == 0:
            return self._today
        text = "已过 {count} 天" if days < 0 else "还有 {count} 天"
        return str(escape(self._fill(text, count=abs(days))))


def _escaped(gettext: Callable[[str], str], words: Mapping[str, str]) -> dict[str, str]:
    return {key: str(escape(gettext(word))) for key, word in words.items()}
