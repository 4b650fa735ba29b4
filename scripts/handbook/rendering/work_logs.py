"""The work log of a posting in words, and month by month with a bar for the days on site."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from markupsafe import escape

from handbook.pages.values import date_text, list_mark, number_text
from handbook.pages.work_months import Quantity, SiteYear, WorkLog
from handbook.rendering.translations import fill_words, words_of

_NAMED = 12  # months named in a sentence; the table below has them all
_QUANTITIES = {"household_link": "联系户", "lesson_observed": "听课"}

_YEAR_OVER = "{first} 至 {last}：驻点 {days} 天，要求 {required} 天"
_YEAR_RUNNING = (
    "{first} 至 {last}：已驻点 {days} 天，到上月底应有 {required} 天，全年要求 {minimum} 天"
)


class WorkLogs:
    """Writes work logs of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the words.

        Args:
            language: zh, vi or en.
        """
        self._language = language
        self._t = words_of(language)
        self._fill = partial(fill_words, language)
        self._titles = [str(escape(self._t(each))) for each in ("月份", "纪实条数", "驻点天数")]
        self._none = str(escape(self._t("没有")))

    def write(self, log: WorkLog) -> str:
        """Say what the log adds up to, what is lacking, and show every month.

        Args:
            log: Of one posting.
        """
        said = "".join(f"<li>{escape(line)}</li>\n" for line in self._lines(log))
        return f'<ul class="hb-work">\n{said}</ul>\n{self._months(log)}'

    def _lines(self, log: WorkLog) -> Iterator[str]:
        days = number_text(round(sum(log.days), 6))
        text = "共 {count} 条纪实，驻点 {days} 天" if any(log.days) else "共 {count} 条纪实"
        yield self._fill(text, count=sum(log.entries), days=days)
        for year in log.years:
            yield self._year(year)
        yield from map(self._quantity, log.quantities)
        if log.short:
            yield self._short(log)

    def _year(self, year: SiteYear) -> str:
        text = _YEAR_OVER if year.is_over else _YEAR_RUNNING
        said = self._fill(
            text,
            first=date_text(year.first, self._language),
            last=date_text(year.last, self._language),
            days=number_text(year.days),
            required=year.required,
            minimum=year.minimum,
        )
        if not year.missing:
            return said
        return said + self._fill("，还差 {days} 天", days=number_text(round(year.missing, 6)))

    def _quantity(self, each: Quantity) -> str:
        name, total = self._t(_QUANTITIES[each.kind]), number_text(each.total)
        if not each.minimum:
            return self._fill("{name}：{total}", name=name, total=total)
        return self._fill(
            "{name}：{total}，要求 {minimum}", name=name, total=total, minimum=each.minimum
        )

    def _short(self, log: WorkLog) -> str:
        mark = list_mark(self._language)
        months = mark.join([*log.short[:_NAMED], *(["…"] if len(log.short) > _NAMED else [])])
        if log.minimum > 1:
            return self._fill(
                "不到 {minimum} 条的月份：{months}", minimum=log.minimum, months=months
            )
        return self._fill("没有纪实的月份：{months}", months=months)

    def _months(self, log: WorkLog) -> str:
        most = max(log.days, default=0)
        rows = "".join(
            self._month(month, entries, days, most, is_short=month in log.short)
            for month, entries, days in zip(log.months, log.entries, log.days, strict=True)
        )
        titles = self._titles if most else self._titles[:2]
        head = "".join(f'<th scope="col">{title}</th>' for title in titles)
        name = escape(self._fill("按月看（{count} 个月）", count=len(log.months)))
        return (
            f'<details class="hb-group"><summary>{name}</summary>\n<table class="hb-log">\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</details>\n"
        )

    def _month(self, month: str, entries: int, days: float, most: float, *, is_short: bool) -> str:
        """Write a month; days on site only where any month has some."""
        count = str(entries) if entries else self._none
        told = f"<strong>{count}</strong>" if is_short else count
        on_site = f"{number_text(days)}{_bar(days / most)}" if days else ""
        last = f"<td>{on_site}</td>" if most else ""
        return f'<tr><th scope="row">{month}</th><td>{told}</td>{last}</tr>\n'


def _bar(share: float) -> str:
    """Draw a share of the widest bar; its height is that of the style sheet."""
    return (
        f'<svg aria-hidden="true"><rect class="hb-bar" width="{round(share * 100)}%" height="9"/>'
        "</svg>"
    )
