"""The postings of a cadre as a small drawing: bars over the years, every bar named in text.

Positions are percentages and sizes are pixels, so that the text stays readable at any width. The
upright lines are drawn beside the bars only, so that none runs through a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from markupsafe import Markup, escape

from handbook.pages.names import is_han
from handbook.pages.postings import Phase, PostingLine

_ROWS = 8  # newest postings drawn; the table below holds them all
_ROW_HEIGHT = 34  # pixels: the upper half holds the name, the lower half the bar
_HALF = _ROW_HEIGHT // 2
_BESIDE_BARS = f'stroke-dasharray="{_HALF}" stroke-dashoffset="{_HALF}"'
_TOP = 18  # pixels above the first row, for the day of the register
_LONGEST_TEXT = 32  # half-widths beside a bar; the description and the table hold all of it
_SHORTEST_NAME = 14  # half-widths a name keeps beside its status; else the status gives way
_MOST_YEARS = 6  # more would make the labels of the years touch on a phone
_MARGIN = 20  # percent of the width beyond which a text turns round, to have room on a phone
_LAST_LABEL = 88  # percent of the width beyond which a year would run out of the picture
_OPEN_END = timedelta(days=365)  # drawn length of a posting whose end nobody has entered


@dataclass(frozen=True, slots=True)
class Bar:
    """One posting in the drawing; x and width in percent, y in pixels.

    Attributes:
        line: The posting.
        x: Left end.
        width: Length.
        y: Upper edge of its row.
        anchor: `start`, `middle` or `end`: which part of its text stands at `text_x`, chosen so
            that the text has room on a phone.
        text_x: Where its text stands.
    """

    line: PostingLine
    x: float
    width: float
    y: int
    anchor: str
    text_x: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole years laid out from 0 to 100 percent.

    Attributes:
        first: First year drawn.
        last: Last year drawn.
    """

    first: int
    last: int

    def percent(self, day: date) -> float:
        """Give the place of a day, to a tenth of a percent."""
        begin, finish = date(self.first, 1, 1).toordinal(), date(self.last + 1, 1, 1).toordinal()
        return round((day.toordinal() - begin) * 100 / (finish - begin), 1)


def timeline_svg(postings: Sequence[PostingLine], title: str, as_of: date, today: str) -> Markup:
    """Write the drawing with a title and a description; blank where no posting has a start.

    Args:
        postings: By start.
        title: What the drawing shows, in words.
        as_of: The day of the register.
        today: The same day in words.
    """
    spans = [
        (line, line.starts_on, max(line.ends_on or line.starts_on + _OPEN_END, line.starts_on))
        for line in postings
        if line.starts_on and line.phase is not Phase.CANCELLED
    ][-_ROWS:]
    if not spans:
        return Markup("")
    first = min(as_of, *[start for _, start, _ in spans])
    last = max(as_of, *[end for _, _, end in spans])
    scale = Scale(first.year, last.year)
    bars = [
        _bar_svg(_bar(line, scale.percent(start), scale.percent(end), row))
        for row, (line, start, end) in enumerate(spans)
    ]
    axis = _TOP + len(bars) * _ROW_HEIGHT
    told = "; ".join([_told(line) for line, _, _ in spans])
    behind, before = _frame(scale, axis, as_of, today)
    return Markup(  # noqa: S704 - built from escaped pieces
        '<svg class="hb-timeline" role="img" aria-labelledby="tl-title tl-desc"'
        f' width="100%" height="{axis + 18}">\n'
        f'<title id="tl-title">{escape(title)}</title>\n'
        f'<desc id="tl-desc">{escape(told)}</desc>\n<g aria-hidden="true">{behind}\n'
        f"{''.join(bars)}{before}</g>\n</svg>\n"
    )


@lru_cache(maxsize=4096)
def _frame(scale: Scale, axis: int, as_of: date, today: str) -> tuple[str, str]:
    """Write what stands behind the bars, the years, and before them, the day of the register."""
    step = -(-(scale.last - scale.first + 1) // _MOST_YEARS)
    years = range(scale.first, scale.last + 1, step)
    ticks = [_tick(year, scale.percent(date(year, 1, 1)), axis) for year in years]
    x = scale.percent(as_of)
    anchor, shift = ("start", 4) if x <= 50 else ("end", -4)
    place = f'x="{x}%" y="12" dx="{shift}" text-anchor="{anchor}"'
    base = f'<line class="hb-axis" x1="0" x2="100%" y1="{axis}" y2="{axis}"/>'
    return f"{base}<g {_BESIDE_BARS}>{''.join(ticks)}</g>", (
        f'<line class="hb-today" x1="{x}%" x2="{x}%" y1="0" y2="{_TOP}"/>'
        f'<line class="hb-today" x1="{x}%" x2="{x}%" y1="{_TOP}" y2="{axis}" {_BESIDE_BARS}/>'
        f'<text class="hb-year" {place}>{escape(today)}</text>'
    )


def _tick(year: int, x: float, axis: int) -> str:
    line = f'<line class="hb-tick" x1="{x}%" x2="{x}%" y1="{_TOP}" y2="{axis}"/>'
    has_room = x <= _LAST_LABEL
    return line + (f'<text class="hb-year" x="{x}%" y="{axis + 14}">{year}</text>' * has_room)


def _told(line: PostingLine) -> str:
    return f"{line.start.text} – {line.end.text} {line.receiving_unit.text} {line.status.text}"


def _bar_svg(bar: Bar) -> str:
    label = escape(_label(bar.line.receiving_unit.text, bar.line.status.text))
    return (
        f'<text x="{bar.text_x}%" y="{bar.y + 13}" text-anchor="{bar.anchor}">{label}</text>'
        f'<rect class="hb-bar hb-{bar.line.phase}" x="{bar.x}%" y="{bar.y + _HALF + 4}"'
        f' width="{bar.width}%" height="9"/>\n'
    )


@lru_cache(maxsize=16384)
def _label(name: str, status: str) -> str:
    """Cut a name so that it has room beside its status on a phone, or stands there alone."""
    rest = f" · {status}" if status else ""
    room = _LONGEST_TEXT - _widths(rest)[-1] if rest else _LONGEST_TEXT
    if room < _SHORTEST_NAME:
        room, rest = _LONGEST_TEXT, ""
    widths = _widths(name)
    kept = sum(width <= room for width in widths)
    return f"{name if kept == len(widths) else name[:kept] + '…'}{rest}"


def _widths(text: str) -> list[int]:
    """Give the width up to every character; a Chinese one is two half-widths wide."""
    return list(accumulate(2 if is_han(character) else 1 for character in text))


def _bar(line: PostingLine, x: float, end: float, row: int) -> Bar:
    width = round(max(end - x, 0.6), 1)
    if x <= _MARGIN:
        anchor, text_x = "start", x
    elif end >= 100 - _MARGIN:
        anchor, text_x = "end", round(x + width, 1)
    else:
        anchor, text_x = "middle", min(max(round(x + width / 2, 1), 2 * _MARGIN), 100 - 2 * _MARGIN)
    return Bar(line, x, width, _TOP + row * _ROW_HEIGHT, anchor, text_x)
