"""Notice that a spreadsheet was edited, and act on it within seconds."""

from __future__ import annotations

from collections.abc import Callable

from handbook.errors import HandbookError


def watch(
    version: Callable[[], str],
    act: Callable[[], None],
    wait: Callable[[], bool],
    told: Callable[[HandbookError], None],
) -> None:
    """Act at once, and again whenever the version has changed, until the wait says to stop.

    The version is noted before acting, so that an edit made meanwhile is seen at the next look;
    what acting itself writes is seen too, and costs one look that finds nothing new. After an
    error a person can put right, the next look tries again; the same error is told once.

    Args:
        version: Asks the spreadsheet for its version.
        act: Does what is to be done about the present state.
        wait: Waits for the next look; False ends the watch.
        told: Is given each error when it first occurs.
    """
    seen = failure = ""
    while True:
        try:
            now = version()
            if now != seen:
                act()
                seen = now
            failure = ""
        except HandbookError as error:
            if str(error) != failure:
                told(error)
            failure = str(error)
        if not wait():
            return
