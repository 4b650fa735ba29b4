"""The postings of a cadre as a small drawing: bars over the years, every bar named in text.

Extensions and absences lie on the bars, reports and assessments are marked below them, each in a
shape of its own, which a key names. All of it stands in the tables of the page as well.

Positions are percentages and sizes are pixels, so that the text stays readable at any width. The
upright lines are drawn beside the bars only, so that none runs through a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate

from markupsafe import Markup, escape

from handbook.pages.career import Stretch
from handbook.pages.names import is_han
from handbook.pages.postings import Phase, PostingLine
from handbook.shared_words import in_each, told

_ROWS = 8  # newest postings drawn; the table below holds them all
_ROW_HEIGHT = 34  # pixels: the upper half holds the name, the lower half the bar
_HALF = _ROW_HEIGHT // 2
_MARK_HEIGHT = 12  # pixels more for a row with marks below its bar
_SHAPES = {"reports": "M-4 8 0 0 4 8z", "assessments": "M-4 4 0 0 4 4 0 8z"}
"""Sheet → outline of its marks: a triangle, a diamond."""
_SAMPLE = '<rect class="{}" x="1" y="1" width="18" height="8"/>'
_TOP = 18  # pixels above the first row, for the day of the register
_LONGEST_TEXT = 32  # half-widths beside a bar; the description and the table hold all of it
_SHORTEST_NAME = 14  # half-widths a name keeps beside its status; else the status gives way
_MOST_YEARS = 6  # more would make the labels of the years touch on a phone
_MARGIN = 20  # percent of the width beyond which a text turns round, to have room on a phone
_LAST_LABEL = 88  # percent of the width beyond which a year would run out of the picture
_OPEN_END = timedelta(days=365)  # drawn length of a posting whose end nobody has entered


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
        begin, finish = _ends(self.first, self.last)
        return round((day.toordinal() - begin) * 100 / (finish - begin), 1)


@cache
def _ends(first: int, last: int) -> tuple[int, int]:
    """Give the first day of a year and the first after another, counted from the year 1."""
    return date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal()


def timeline_words(words: Callable[[str], str]) -> Mapping[str, str]:
    """Give what the key of the drawing says.

    Args:
        words: Translates a word of the interface.
    """
    return {
        "extension": words("延长的一段"),
        "absences": words("请假、借用"),
        "reports": words("汇报"),
        "assessments": words("考核"),
        "open": words("空心的还没有办"),
    }


def timeline_svg(
    language: str,
    words: Mapping[str, str],
    stretches: Sequence[Stretch],
    title: str,
    as_of: date,
    today: str,
) -> Markup:
    """Write the drawing with a title, a description and a key; blank where nothing has a start.

    Args:
        language: Of the page: zh, vi or en, or several together.
        words: What the key calls an extension, an absence, a report, an assessment, and what is
            still to be done; from `timeline_words`.
        stretches: By start.
        title: What the drawing shows, in words.
        as_of: The day of the register.
        today: The same day in words.
    """
    rows = [
        row
        for each in stretches
        if each.line.phase is not Phase.CANCELLED
        for row in (_row(each),)
        if row
    ][-_ROWS:]
    if not rows:
        return Markup("")
    days = [as_of, *(day for row in rows for day in row.days())]
    scale = Scale(min(days).year, max(days).year)
    heights = tuple(row.height for row in rows)
    tops = [_TOP, *(_TOP + below for below in accumulate(heights))]
    bars = [_row_svg(row, scale, top, language) for row, top in zip(rows, tops, strict=False)]
    description = "; ".join([_told(row.stretch, words) for row in rows])
    behind, before = _frame(scale, heights, as_of, today)
    return Markup(  # noqa: S704 - built from escaped pieces
        '<svg class="hb-timeline" role="img" aria-labelledby="tl-title tl-desc"'
        f' width="100%" height="{tops[-1] + 18}">\n'
        f'<title id="tl-title">{escape(title)}</title>\n'
        f'<desc id="tl-desc">{escape(description)}</desc>\n{_shapes(rows)}'
        f'<g aria-hidden="true">{behind}\n'
        f"{''.join(bars)}{before}</g>\n</svg>\n{_key(rows, words)}"
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One posting in the drawing."""

    stretch: Stretch
    start: date
    end: date

    @property
    def height(self) -> int:
        return _ROW_HEIGHT + (_MARK_HEIGHT if self.stretch.marks else 0)

    def days(self) -> Iterator[date]:
        yield self.start
        yield self.end
        yield from (mark.day for mark in self.stretch.marks)


def _row(stretch: Stretch) -> _Row | None:
    start = stretch.line.starts_on
    if start is None:
        return None
    return _Row(stretch, start, max(stretch.line.ends_on or start + _OPEN_END, start))


@lru_cache(maxsize=4096)
def _frame(scale: Scale, heights: tuple[int, ...], as_of: date, today: str) -> tuple[str, str]:
    """Write what stands behind the bars, the years, and before them, the day of the register.

    The upright lines leave the half of every row out in which a name stands.
    """
    axis = _TOP + sum(heights)
    beside = " ".join(f"{_HALF} {height - _HALF}" for height in heights)
    dashes = f'stroke-dasharray="0 {beside} 0"'
    step = -(-(scale.last - scale.first + 1) // _MOST_YEARS)
    years = range(scale.first, scale.last + 1, step)
    ticks = [_tick(year, scale.percent(date(year, 1, 1)), axis) for year in years]
    x = scale.percent(as_of)
    anchor, shift = ("start", 4) if x <= 50 else ("end", -4)
    place = f'x="{x}%" y="12" dx="{shift}" text-anchor="{anchor}"'
    base = f'<line class="hb-axis" x1="0" x2="100%" y1="{axis}" y2="{axis}"/>'
    return f"{base}<g {dashes}>{''.join(ticks)}</g>", (
        f'<line class="hb-today" x1="{x}%" x2="{x}%" y1="0" y2="{_TOP}"/>'
        f'<line class="hb-today" x1="{x}%" x2="{x}%" y1="{_TOP}" y2="{axis}" {dashes}/>'
        f'<text class="hb-year" {place}>{escape(today)}</text>'
    )


def _tick(year: int, x: float, axis: int) -> str:
    line = f'<line class="hb-tick" x1="{x}%" x2="{x}%" y1="{_TOP}" y2="{axis}"/>'
    has_room = x <= _LAST_LABEL
    return line + (f'<text class="hb-year" x="{x}%" y="{axis + 14}">{year}</text>' * has_room)


def _told(stretch: Stretch, words: Mapping[str, str]) -> str:
    line = stretch.line
    counts = [
        (words["absences"], len(stretch.absences)),
        *((words[sheet], sum(m.sheet == sheet for m in stretch.marks)) for sheet in _SHAPES),
    ]
    parts = [f"{line.start.text} – {line.end.text} {line.receiving_unit.text} {line.status.text}"]
    if stretch.extended_from:
        parts.append(words["extension"])
    return ", ".join(parts + [f"{name} {count}" for name, count in counts if count])


def _row_svg(row: _Row, scale: Scale, top: int, language: str) -> str:
    """Write a row: its name, its bar, what lies on the bar, and the marks below it."""
    stretch, y = row.stretch, top + _HALF + 4
    x, width = _span(scale, row.start, row.end)
    parts = [
        _name(stretch.line, x, width, top, language),
        _bar(f"hb-bar hb-{stretch.line.phase}", x, width, y),
    ]
    if stretch.extended_from:
        begin, rest = _span(scale, stretch.extended_from + timedelta(days=1), row.end)
        parts.append(_bar("hb-extended", begin, rest, y))
        parts.append(
            f'<rect x="{begin}%" y="{y}" width="{rest}%" height="9" fill="url(#tl-hatch)"/>'
        )
    parts += [_bar("hb-away", *_span(scale, *away), y) for away in stretch.absences]
    places = {(mark.sheet, mark.is_done, scale.percent(mark.day)): None for mark in stretch.marks}
    parts += [
        f'<use class="hb-mark{"" if is_done else " hb-open"}" href="#tl-{sheet}" x="{place}%"'
        f' y="{y + 12}"/>'
        for sheet, is_done, place in places
    ]
    return "".join(parts) + "\n"


def _span(scale: Scale, first: date, last: date) -> tuple[float, float]:
    x = scale.percent(first)
    return x, round(max(scale.percent(last) - x, 0.6), 1)


def _bar(kind: str, x: float, width: float, y: int) -> str:
    return f'<rect class="{kind}" x="{x}%" y="{y}" width="{width}%" height="9"/>'


def _name(line: PostingLine, x: float, width: float, top: int, language: str) -> str:
    """Write the name of a row where it has room on a phone."""
    if x <= _MARGIN:
        anchor, place = "start", x
    elif x + width >= 100 - _MARGIN:
        anchor, place = "end", round(x + width, 1)
    else:
        middle = round(x + width / 2, 1)
        anchor, place = "middle", min(max(middle, 2 * _MARGIN), 100 - 2 * _MARGIN)
    name, status = line.receiving_unit.text, line.status.text
    label = escape(in_each(language, lambda each: _label(told(name, each), told(status, each))))
    return f'<text x="{place}%" y="{top + 13}" text-anchor="{anchor}">{label}</text>'


def _shapes(rows: Sequence[_Row]) -> str:
    """Define the shapes that the rows and the key use."""
    used = {mark.sheet for row in rows for mark in row.stretch.marks}
    shapes = [f'<path id="tl-{sheet}" d="{_SHAPES[sheet]}"/>' for sheet in sorted(used)]
    if any(row.stretch.extended_from for row in rows):
        shapes.append(
            '<pattern id="tl-hatch" width="4" height="4" patternUnits="userSpaceOnUse"'
            ' patternTransform="rotate(45)"><rect class="hb-hatch" width="1.6" height="4"/>'
            "</pattern>"
        )
    return f"<defs>{''.join(shapes)}</defs>\n" if shapes else ""


def _key(rows: Sequence[_Row], words: Mapping[str, str]) -> str:
    """Say what the shapes mean, as far as they are used."""
    marks = [mark for row in rows for mark in row.stretch.marks]
    shown = []
    if any(row.stretch.extended_from for row in rows):
        hatched = '<rect x="1" y="1" width="18" height="8" fill="url(#tl-hatch)"/>'
        shown.append(_entry(f"{_SAMPLE.format('hb-extended')}{hatched}", words["extension"]))
    if any(row.stretch.absences for row in rows):
        shown.append(_entry(_SAMPLE.format("hb-away"), words["absences"]))
    shown += [
        _entry(f'<use class="hb-mark" href="#tl-{sheet}" x="10" y="1"/>', words[sheet])
        for sheet in _SHAPES
        if any(mark.sheet == sheet for mark in marks)
    ]
    if open_sheets := [mark.sheet for mark in marks if not mark.is_done]:
        shape = f'<use class="hb-mark hb-open" href="#tl-{open_sheets[0]}" x="10" y="1"/>'
        shown.append(_entry(shape, words["open"]))
    return f'<p class="hb-key">{" ".join(shown)}</p>\n' if shown else ""


def _entry(shape: str, text: str) -> str:
    sample = f'<svg class="hb-timeline" width="20" height="10" aria-hidden="true">{shape}</svg>'
    return f"<span>{sample} {escape(text)}</span>"


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
