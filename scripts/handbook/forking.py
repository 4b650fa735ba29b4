"""Do several things at once in forked processes; one after the other where that is not safe."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar, cast

Result = TypeVar("Result")
Here = TypeVar("Here")
There = TypeVar("There")


def can_fork() -> bool:
    """Say whether the system can fork this process, and no other thread of it is running.

    A process that only helps another, and ends with it, has no helpers of its own.
    """
    is_helper = multiprocessing.current_process().daemon
    return hasattr(os, "fork") and threading.active_count() == 1 and not is_helper


def side_by_side(
    calls: Sequence[Callable[[], Result]], meanwhile: Callable[[], None] | None = None
) -> list[Result]:
    """Call functions at once, each in a process of its own that begins as a copy of this one.

    Args:
        calls: What they give back passes between processes; what they change stays with them.
        meanwhile: What this process does while they run; only where it `can_fork`.

    Returns:
        What they gave back, in their order.

    Raises:
        ChildProcessError: One of the processes failed or died; says where.
    """
    if meanwhile is None and (len(calls) < 2 or not can_fork()):
        return [call() for call in calls]
    gc.freeze()  # a process would copy every page of memory the collector marks
    try:
        return _forked(calls, meanwhile)
    finally:
        gc.unfreeze()


def with_helper(here: Callable[[], Here], there: Callable[[], There]) -> tuple[Here, There]:
    """Call a function while a process of its own calls another.

    Args:
        here: What this process calls; only where it `can_fork`.
        there: What it gives back passes between processes; what it changes stays with it.

    Returns:
        What both gave back.

    Raises:
        ChildProcessError: The other process failed or died; says where.
    """
    given: list[Here] = []
    [other] = side_by_side([there], lambda: given.append(here()))
    return given[0], other


def begun(call: Callable[[], Result]) -> Callable[[], Result]:
    """Begin to call a function in a process of its own, where that is safe.

    Args:
        call: What it gives back passes between processes; what it changes stays with it.

    Returns:
        What waits for the outcome, and gives it as often as it is asked.

    Raises:
        ChildProcessError: When the outcome is asked for: the process failed or died; says where.
    """
    if not can_fork():
        return cache(call)
    helper, receiving = _started(call, is_daemon=True)

    def outcome() -> Result:
        try:
            return cast("Result", _received(receiving))
        finally:
            receiving.close()
            helper.join()

    return cache(outcome)


def _forked(
    calls: Sequence[Callable[[], Result]], meanwhile: Callable[[], None] | None
) -> list[Result]:
    helpers: list[tuple[BaseProcess, Connection]] = []
    try:
        for call in calls:
            helpers.append(_started(call))  # noqa: PERF401 - those begun must be ended
        if meanwhile is not None:
            meanwhile()
        return [_received(receiving) for _, receiving in helpers]
    except BaseException:
        for helper, _ in helpers:  # nobody waits for what they have to say any more
            helper.terminate()
        raise
    finally:
        for _, receiving in helpers:
            receiving.close()
        for helper, _ in helpers:
            helper.join()


def _started(call: Callable[[], Any], *, is_daemon: bool = False) -> tuple[BaseProcess, Connection]:
    """Start a process that calls a function; give it, and where its answer arrives."""
    fork = multiprocessing.get_context("fork")
    receiving, sending = fork.Pipe(duplex=False)
    helper = fork.Process(target=_call, args=(call, sending), daemon=is_daemon)
    helper.start()
    sending.close()
    return helper, receiving


def _call(call: Callable[[], Result], sending: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever waits for this process ends it
    try:
        answer: tuple[bool, Result | str] = (True, call())
    except Exception:
        answer = (False, traceback.format_exc())
    sending.send(answer)
    sending.close()


def _received(receiving: Connection) -> Any:  # noqa: ANN401 - whatever was called gives
    try:
        is_good, answer = receiving.recv()
    except EOFError as error:
        raise ChildProcessError("a helper process died") from error
    if not is_good:
        raise ChildProcessError(answer)
    return answer
