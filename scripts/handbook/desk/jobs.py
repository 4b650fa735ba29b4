"""Long work of the desk: one job after the other, each in a process of its own.

A process can be stopped in the middle, and a file that makes a library fail takes nothing else
along.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Queue
from typing import Any, TypeAlias

from handbook.errors import HandbookError

Say: TypeAlias = Callable[[str], None]
Work: TypeAlias = Callable[..., Any]
"""Takes `say` first, to tell how far it is, then its own arguments; gives something picklable."""


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass
class Job:
    """One piece of work.

    Attributes:
        number: From 1, in the order of asking.
        title: What is being done, in the reader's language.
        state: How far it is.
        said: What it told last.
        result: What it gave; None until it is done.
        problem: One sentence per language when it failed; empty for a mistake of ours.
    """

    number: int
    title: str
    state: State = State.WAITING
    said: str = ""
    result: Any = None
    problem: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (State.DONE, State.FAILED, State.STOPPED)


class Jobs:
    """All jobs of one desk; a thread works them off in order."""

    def __init__(self) -> None:
        """Start waiting for work."""
        self._jobs: dict[int, Job] = {}
        self._numbers = count(1)
        self._queue: Queue[tuple[Job, Work, tuple[Any, ...]]] = Queue()
        self._running: BaseProcess | None = None
        self._changed = threading.Condition()
        threading.Thread(target=self._work_off, daemon=True).start()

    def start(self, title: str, work: Work, *arguments: Any) -> Job:  # noqa: ANN401
        """Queue a job.

        Args:
            title: What is being done.
            work: A function of a module; it runs in another process.
            *arguments: Its arguments after `say`; they are pickled.
        """
        job = Job(next(self._numbers), title)
        self._jobs[job.number] = job
        self._queue.put((job, work, arguments))
        return job

    def get(self, number: int) -> Job | None:
        """Give a job by its number; None where there is none."""
        return self._jobs.get(number)

    def newest_first(self) -> list[Job]:
        """List all jobs."""
        return list(reversed(self._jobs.values()))

    @property
    def is_busy(self) -> bool:
        """Whether any job waits or runs."""
        return not all(job.is_over for job in self._jobs.values())

    def stop_all(self) -> None:
        """Stop every job, as when the desk ends."""
        for job in self.newest_first():
            self.stop(job)

    def stop(self, job: Job) -> None:
        """Stop a job, whether it waits or runs; one that is over stays as it is."""
        with self._changed:
            if job.is_over:
                return
            is_running = job.state is State.RUNNING
            job.state = State.STOPPED
            if is_running and self._running is not None:
                _kill(self._running)
            self._changed.notify_all()

    def wait(self, job: Job, seconds: float) -> None:
        """Wait until a job is over, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: job.is_over, seconds)

    def _work_off(self) -> None:
        while True:
            job, work, arguments = self._queue.get()
            if job.state is State.WAITING:
                self._run(job, work, arguments)

    def _run(self, job: Job, work: Work, arguments: tuple[Any, ...]) -> None:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_in_process, args=(there, work, arguments), daemon=False)
        with self._changed:
            job.state, self._running = State.RUNNING, process
            process.start()
        there.close()
        self._listen(job, here)
        process.join()
        with self._changed:
            self._running = None
            if job.state is State.RUNNING:
                job.state = State.FAILED  # it ended without a word
            self._changed.notify_all()

    def _listen(self, job: Job, here: Connection) -> None:
        """Take down what the process tells until it closes its end."""
        while True:
            try:
                kind, content = here.recv()
            except (EOFError, OSError):
                return
            with self._changed:
                if job.state is not State.RUNNING:
                    return
                if kind == "said":
                    job.said = content
                elif kind == "done":
                    job.state, job.result = State.DONE, content
                else:
                    job.state, job.problem = State.FAILED, content
                self._changed.notify_all()


def _kill(process: BaseProcess) -> None:
    """End a process and those it has started itself."""
    try:
        if process.pid is not None and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, OSError):  # a system without groups, or it has just ended
        return
    finally:
        process.kill()


def _in_process(pipe: Connection, work: Work, arguments: tuple[Any, ...]) -> None:
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own, so that all of it can be ended at once
    try:
        result = work(lambda said: pipe.send(("said", said)), *arguments)
    except HandbookError as error:
        pipe.send(("failed", error.texts))
    else:
        pipe.send(("done", result))
    finally:
        pipe.close()
