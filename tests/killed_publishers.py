"""Publishers that die: run as a program, it kills one after another at random points.

Half of them are killed in front of a random line of the publishing package or of what removes old
releases, every line as likely as any other; half after a random time, wherever they are then.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from handbook import publishing
from handbook.publishing import publish, verify
from handbook.publishing.targets import Target

TRACED = (str(Path(publishing.__file__).parent), shutil.__file__)
Line = tuple[str, int]


def tracing(each_line: Callable[[Line], None]) -> None:
    """Call a function in front of every line of the publishing package and of `shutil`."""

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(TRACED):
            return None
        if event == "line":
            each_line((frame.f_code.co_filename, frame.f_lineno))
        return trace

    sys.settrace(trace)


def lines_of(call: Callable[[], object]) -> list[Line]:
    """Give every line a call runs through, in order."""
    lines: list[Line] = []
    tracing(lines.append)
    try:
        call()
    finally:
        sys.settrace(None)
    return lines


def dying_at(count: int) -> Callable[[Line], None]:
    """Make a function that kills this process when it is called for the so-manieth time."""
    left = count

    def step(_: Line) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def in_child(work: Callable[[], object], patience_s: float | None = None) -> bool:
    """Do work in a process of its own, killed when patience ends; say whether it was killed."""
    ended, ending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ended)
        work()
        os._exit(0)
    os.close(ending)
    if patience_s is not None and not select.select([ended], [], [], patience_s)[0]:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(ended)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def main(sites: list[Path], to: Path, kills: int) -> None:
    """Kill publishers until enough died; after each, what readers see must be whole."""
    dice = random.Random(kills)  # noqa: S311
    for site in sites * 3:  # so that old releases are removed in what is watched
        publish(site, to)
    began = time.perf_counter()
    lines = lines_of(lambda: publish(sites[0], to))
    duration_s = time.perf_counter() - began
    died = turn = 0
    while died < kills:
        turn += 1
        site = sites[turn % 2]
        if turn % 4 < 2:
            line = dice.choice(sorted(set(lines)))
            at = dice.choice([place for place, each in enumerate(lines) if each == line])

            def work(site: Path = site, at: int = at) -> None:
                tracing(dying_at(at))
                publish(site, to)

            died += in_child(work)
        else:
            died += in_child(lambda site=site: publish(site, to), dice.uniform(0, duration_s))
        current = Target(to).current
        assert current is not None
        verify(current)
    print(f"{died} killed")  # noqa: T201


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:3]], Path(sys.argv[3]), int(sys.argv[4]))
