"""Colours as Google keeps them: eight bits a channel, and said in two fields at once."""

from __future__ import annotations

import struct
from typing import Any

Json = dict[str, Any]
_CHANNELS = ("red", "green", "blue", "alpha")


def settled(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Give JSON with its colours as they come back from Google.

    Channels are rounded to eight bits and zeros left out; `xColor` is repeated in `xColorStyle`
    and the other way round, where the style names no theme colour.

    Args:
        value: JSON; not changed.
    """
    if isinstance(value, list):
        return [settled(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {name: settled(item) for name, item in value.items()}
    for name, item in value.items():
        if name.endswith(("Color", "color")) and isinstance(item, dict) and name != "rgbColor":
            result[name] = _rounded(item)
            result[f"{name}Style"] = {"rgbColor": _rounded(item)}
        elif name.endswith("ColorStyle") and "rgbColor" in item:
            result[name.removesuffix("Style")] = _rounded(item["rgbColor"])
            result[name] = {"rgbColor": _rounded(item["rgbColor"])}
    return result


def _rounded(colour: Json) -> Json:
    channels = {name: _channel(float(colour[name])) for name in _CHANNELS if colour.get(name)}
    return {name: channel for name, channel in channels.items() if channel}


def _channel(share: float) -> float:
    # A millionth more, so that a share that was rounded once stays as it is.
    step = int(min(max(share, 0.0), 1.0) * 255 + 1e-4)
    return _shortest(step / 255)


def _shortest(number: float) -> float:
    """Give the shortest decimal of a single-precision number, as Google prints it."""
    packed = struct.pack("f", number)
    for digits in range(1, 10):
        short = float(f"{number:.{digits}g}")
        if struct.pack("f", short) == packed:
            return int(short) if short == int(short) else short
    return number


def hexadecimal(colour: Json) -> str:
    """Write a colour as `#rrggbb`."""
    steps = (round(float(colour.get(name, 0)) * 255) for name in _CHANNELS[:3])
    return "#" + "".join(f"{step:02x}" for step in steps)
