"""Run one piece of work in a fresh process, a few times, and keep what it cost.

The measuring process itself stays small: what a child has cost is counted from the moment it is
started, and a large parent would be counted with it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TIME_LIMIT_S = 300
LONG_S = 30  # whatever takes longer is measured once
DISTURBED_SHARE = 0.1  # of the wall time
TRIES = 3  # runs that were disturbed are made again, but not for ever
_CLOCK_TICK_S = 0.05  # the system counts processor time in hundredths of a second
_BYTES_PER_KB = 1024
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one task.

    Attributes:
        seconds: Wall time of the timed part.
        cpu_seconds: Processor time of the timed part, all its processes together.
        others_seconds: Processor time other programs took meanwhile.
        peak_mb: Most memory the largest process ever held, preparation included, in millions of
            bytes.
        facts: What the task has to say beside: numbers of pages, bytes, findings.
    """

    seconds: float
    cpu_seconds: float
    others_seconds: float
    peak_mb: float
    facts: Mapping[str, Any]

    @property
    def is_disturbed(self) -> bool:
        """Whether other programs had a noticeable part of the machine."""
        return self.others_seconds > DISTURBED_SHARE * self.seconds + _CLOCK_TICK_S


@dataclass(frozen=True, slots=True)
class Figure:
    """All runs of one task at one size.

    Attributes:
        task: Name of the task.
        cadres: Size of the register.
        runs: At least one, unless the task gave up.
        gave_up: Why there are no runs; blank otherwise.
    """

    task: str
    cadres: int
    runs: tuple[Run, ...]
    gave_up: str = ""

    @property
    def seconds(self) -> float:
        """Shortest wall time."""
        return min(run.seconds for run in self.runs)

    @property
    def median_seconds(self) -> float:
        """Median of the wall times."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def cpu_seconds(self) -> float:
        """Least processor time."""
        return min(run.cpu_seconds for run in self.runs)

    @property
    def peak_mb(self) -> float:
        """Most memory any run held."""
        return max(run.peak_mb for run in self.runs)

    @property
    def is_disturbed(self) -> bool:
        """Whether every run was disturbed by other programs."""
        return all(run.is_disturbed for run in self.runs)

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the shortest run said."""
        return min(self.runs, key=lambda run: run.seconds).facts


class TaskError(Exception):
    """A task could not be done; says why."""


def measure(task: str, cadres: int, runs: int, **arguments: object) -> Figure:
    """Run a task several times, each time in a fresh process.

    Args:
        task: Name in `bench.tasks`.
        cadres: Size of the register.
        runs: How often, unless one run takes longer than 30 seconds. Runs during which other
            programs were busy are left out and made again, as long as there is hope.
        **arguments: For the task; JSON must be able to carry them.
    """
    done: list[Run] = []
    try:
        for _ in range(runs * TRIES):
            done.append(run_once(task, cadres=cadres, **arguments))
            if _is_enough(done, runs):
                break
    except TaskError as error:
        return Figure(task, cadres, (), str(error))
    quiet = tuple(run for run in done if not run.is_disturbed)
    return Figure(task, cadres, quiet or tuple(done))


def _is_enough(done: Sequence[Run], runs: int) -> bool:
    quiet = [run for run in done if not run.is_disturbed]
    return len(quiet) >= runs or (bool(quiet) and quiet[-1].seconds > LONG_S)


def run_once(task: str, **arguments: object) -> Run:
    """Run a task once in a fresh process.

    Args:
        task: Name in `bench.tasks`.
        **arguments: For the task.

    Raises:
        TaskError: It took too long, or a tool it needs is not there.
        RuntimeError: It failed.
    """
    command = [sys.executable, "-m", "bench.tasks", task, json.dumps(arguments)]
    output, exit_code, peak_kb = _run(command, TIME_LIMIT_S)
    if exit_code < 0:
        raise TaskError(f"not done after {TIME_LIMIT_S} s")
    if exit_code:
        raise RuntimeError(f"the task {task} failed with exit code {exit_code}")
    told = json.loads(output.splitlines()[-1])
    if "missing" in told:
        raise TaskError(told["missing"])
    peak_mb = told.pop("peak_kb", peak_kb) * _BYTES_PER_KB / _MB
    costs = {name: told.pop(name) for name in ("seconds", "cpu_seconds", "others_seconds")}
    return Run(**costs, peak_mb=peak_mb, facts=told)


def _run(command: Sequence[str], limit_s: float) -> tuple[str, int, int]:
    """Give output, exit code and peak memory in KB of a process and those it waited for."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    timer = threading.Timer(limit_s, os.killpg, (process.pid, 9))
    timer.start()
    try:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return output.decode(), process.returncode, usage.ru_maxrss
