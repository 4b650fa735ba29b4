"""A chart of how the time grows with the register, as SVG that needs no colour to be read."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bench.measuring import Figure

_LINES = {
    "check": ("check", ""),
    "stamping": ("stamping, one language", "8 3"),
    "hugo": ("Hugo, the same pages", "2 3"),
    "rebuild": ("one edited row, one language", "10 3 2 3"),
    "gate": ("gate, every byte", "1 4"),
}
"""Task → its name and how its line is dashed."""
_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 400, 16, 280


def growth_svg(figures: Sequence[Figure]) -> str:
    """Draw processor seconds over the number of cadres, a line for each kind of work.

    Args:
        figures: Of all sizes; those without a run are left out.
    """
    series = {task: _points(figures, task) for task in _LINES}
    drawn = {task: points for task, points in series.items() if len(points) > 1}
    most = max((x for points in drawn.values() for x, _ in points), default=1)
    longest = max((y for points in drawn.values() for _, y in points), default=1.0)
    parts = [*_axes(most, longest)]
    ends = _apart({task: _y(points[-1][1], longest) for task, points in drawn.items()})
    for task, points in drawn.items():
        parts.extend(_line(task, points, (most, longest), ends[task]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">\n'
        "<title>Processor seconds by number of cadres</title>\n"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n'
        '<g font-family="sans-serif" font-size="12" fill="#222" stroke-width="1.5">\n'
        + "\n".join(parts)
        + "\n</g>\n</svg>\n"
    )


def _points(figures: Sequence[Figure], task: str) -> list[tuple[int, float]]:
    found = [each for each in figures if each.task == task and each.runs]
    return sorted((each.cadres, each.cpu_seconds) for each in found)


def _x(cadres: int, most: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * cadres / most


def _y(seconds: float, longest: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * seconds / longest


def _axes(most: int, longest: float) -> list[str]:
    return [
        f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" fill="none" stroke="#222"/>',
        f'<text x="{_LEFT}" y="{_BOTTOM + 18}" text-anchor="middle">0</text>',
        f'<text x="{_RIGHT}" y="{_BOTTOM + 18}" text-anchor="middle">{most:,} cadres</text>',
        f'<text x="{_LEFT - 6}" y="{_TOP + 10}" text-anchor="end">{longest:.1f} s</text>',
    ]


def _apart(heights: dict[str, float]) -> dict[str, float]:
    """Move names that would stand on one another apart, from the top down."""
    placed: dict[str, float] = {}
    last = float("-inf")
    for task, height in sorted(heights.items(), key=lambda each: each[1]):
        last = placed[task] = max(height, last + 15)
    return placed


def _line(
    task: str, points: Sequence[tuple[int, float]], top: tuple[int, float], name_y: float
) -> list[str]:
    name, dashes = _LINES[task]
    way = " ".join(f"{_x(x, top[0]):.1f},{_y(y, top[1]):.1f}" for x, y in points)
    return [
        f'<polyline points="{way}" fill="none" stroke="#222" stroke-dasharray="{dashes}"/>',
        f'<text x="{_RIGHT + 8}" y="{name_y + 4:.1f}">{escape(name)} {points[-1][1]:.1f} s</text>',
    ]
