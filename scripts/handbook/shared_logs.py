"""Keep what somebody typed out of logs that others read, even when the program breaks."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType


def hide_values_in_tracebacks() -> None:
    """Print errors of ours by kind and place only, because their words may repeat a cell."""
    sys.excepthook = _print_places


def _print_places(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    sys.stderr.write(bare_traceback(error))


def bare_traceback(error: BaseException) -> str:
    """Write a traceback without the words of any error in it.

    Args:
        error: As caught.

    Returns:
        Files, lines and kinds of the error and of those behind it, first cause first; ends with
        a newline.
    """
    behind = error.__cause__ or error.__context__
    before = f"{bare_traceback(behind)}\n" if behind else ""
    places = "".join(traceback.format_tb(error.__traceback__))
    name = type(error).__qualname__
    return f"{before}Traceback (values are left out of shared logs):\n{places}{name}\n"
