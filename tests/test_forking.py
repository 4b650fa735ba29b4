"""What is begun in a process of its own is waited for once, and tells where it failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from handbook.forking import begun
from sites import PROJECT, project_copy

DEMO = PROJECT / "sheets_schema" / "demo"

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pass over threads that tests with a browser have left in this process; none holds a lock."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.mark.usefixtures("alone")
def test_the_outcome_of_another_process_is_given_as_often_as_it_is_asked() -> None:
    outcome = begun(os.getpid)
    assert outcome() == outcome() != os.getpid()


@pytest.mark.usefixtures("alone")
def test_a_failure_is_told_when_the_outcome_is_asked_for() -> None:
    def fails() -> None:
        raise ValueError("no such sheet")

    outcome = begun(fails)
    with pytest.raises(ChildProcessError, match="no such sheet"):
        outcome()


@pytest.mark.usefixtures("alone")
def test_whoever_presses_ctrl_c_is_answered_by_one_process_only() -> None:
    def pressed() -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "still at work"

    assert begun(pressed)() == "still at work"


def test_ctrl_c_during_a_build_prints_no_traceback(tmp_path: Path) -> None:
    project = project_copy(tmp_path / "project")
    command = [sys.executable, "-m", "handbook.cli", "build", "--source", str(DEMO)]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    ) as build:  # fmt: skip
        while build.poll() is None and not (project / ".build").is_dir():
            os.sched_yield()  # until the pages are being built in another process
        os.killpg(build.pid, signal.SIGINT)
        said, _ = build.communicate(timeout=60)

    assert (build.returncode, "Traceback" in said, "Process" in said) == (130, False, False), said


def test_beside_another_thread_it_is_called_here_and_once() -> None:
    done, calls = threading.Event(), list[int]()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        outcome = begun(lambda: calls.append(os.getpid()))
        outcome()
        outcome()
    finally:
        done.set()
        other.join()
    assert calls == [os.getpid()]
