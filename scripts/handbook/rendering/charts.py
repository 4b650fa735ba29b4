"""Small charts with their numbers in text: lying bars and standing columns, readable uncoloured.

Positions are percentages and sizes pixels, as in the timeline, so that text keeps its size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from handbook.pages.overview import Flow

_ROW = 34  # pixels: the upper half holds the text, the lower half the bar
_BAR = 9
_HIGH = 90  # pixels of the highest column
_TOP = 16  # pixels above it, for its number
_LONGEST = 16  # characters of a name beside a bar; the description holds all of it


def flows_svg(flows: Sequence[Flow], title: str) -> Markup:
    """Draw flows between units as lying bars; blank without any.

    Args:
        flows: The largest first.
        title: What the chart shows, in words.
    """
    if not flows:
        return Markup("")
    most = max(flow.count for flow in flows)
    bars = "".join(_flow(flow, row, most) for row, flow in enumerate(flows))
    told = "; ".join(f"{flow.home} → {flow.host} {flow.count}" for flow in flows)
    return _drawing("flows", title, told, len(flows) * _ROW, bars)


def _flow(flow: Flow, row: int, most: int) -> str:
    y = row * _ROW
    text = f"{_cut(flow.home)} → {_cut(flow.host)} · {flow.count}"
    width = round(flow.count * 100 / most, 1)
    return (
        f'<text x="0" y="{y + 14}">{escape(text)}</text>'
        f'<rect class="hb-bar" x="0" y="{y + 20}" width="{width}%" height="{_BAR}"/>\n'
    )


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def funnel_svg(steps: Mapping[str, int], words: Mapping[str, str], title: str) -> Markup:
    """Draw how many are left after each step as lying bars; blank without any.

    Args:
        steps: Step → how many, in order.
        words: Step → what it is called.
        title: What the chart shows, in words.
    """
    if not steps:
        return Markup("")
    most = max(steps.values()) or 1
    bars = "".join(
        f'<text x="0" y="{row * _ROW + 14}">{escape(words[step])} · {count}</text>'
        f'<rect class="hb-bar" x="0" y="{row * _ROW + 20}"'
        f' width="{round(count * 100 / most, 1)}%" height="{_BAR}"/>\n'
        for row, (step, count) in enumerate(steps.items())
    )
    told = "; ".join(f"{words[step]} {count}" for step, count in steps.items())
    return _drawing("funnel", title, told, len(steps) * _ROW, bars)


def trend_svg(months: Mapping[str, int], title: str) -> Markup:
    """Draw a number for each month as standing columns; blank without any.

    Args:
        months: Month as `2026-06` → number, the oldest first.
        title: What the chart shows, in words.
    """
    if not months:
        return Markup("")
    most, step = max(months.values()) or 1, 100 / len(months)
    columns = "".join(
        _column(month, count, round(place * step, 2), step, most)
        for place, (month, count) in enumerate(months.items())
    )
    axis = f'<line class="hb-axis" x1="0" x2="100%" y1="{_TOP + _HIGH}" y2="{_TOP + _HIGH}"/>\n'
    told = "; ".join(f"{month} {count}" for month, count in months.items())
    return _drawing("trend", title, told, _TOP + _HIGH + 32, columns + axis)


def _column(month: str, count: int, x: float, step: float, most: int) -> str:
    """Draw one month: its number above, its name below, the year under January and the first."""
    height = round(count * _HIGH / most)
    middle = round(x + step / 2, 2)
    base = _TOP + _HIGH
    year = month[:4] if month.endswith("-01") or x == 0 else ""
    return (
        f'<rect class="hb-bar" x="{round(x + step * 0.2, 2)}%" y="{base - height}"'
        f' width="{round(step * 0.6, 2)}%" height="{height}"/>'
        f'<text x="{middle}%" y="{base - height - 4}" text-anchor="middle">{count}</text>'
        f'<text class="hb-year" x="{middle}%" y="{base + 13}" text-anchor="middle">'
        f"{int(month[5:])}</text>"
        + (f'<text class="hb-year" x="{x}%" y="{base + 28}">{year}</text>' * bool(year))
        + "\n"
    )


def _drawing(name: str, title: str, told: str, height: int, inside: str) -> Markup:
    return Markup(  # noqa: S704 - built from escaped pieces
        f'<svg class="hb-timeline" role="img" aria-labelledby="{name}-title {name}-desc"'
        f' width="100%" height="{height}">\n<title id="{name}-title">{escape(title)}</title>\n'
        f'<desc id="{name}-desc">{escape(told)}</desc>\n'
        f'<g aria-hidden="true">{inside}</g>\n</svg>\n'
    )
