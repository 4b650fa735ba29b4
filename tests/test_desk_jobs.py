"""Long work of the desk: in order, in processes of their own, to be stopped at any time."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from handbook.desk.jobs import Job, Jobs, Say, State
from handbook.errors import HandbookError

SECONDS = 60.0


def counting(say: Say, last: int) -> int:
    """Count, and say each number."""
    for number in range(1, last + 1):
        say(f"{number} / {last}")
    return last


def refusing(_say: Say) -> None:
    """Fail with a sentence."""
    raise HandbookError({"zh": "不行", "vi": "không", "en": "no"})


def dying(_say: Say) -> None:
    """End without a word, as after a crash of a library."""
    os._exit(9)


def endless(say: Say) -> None:
    """Wait for ever."""
    say("begun")
    threading.Event().wait()


def begetting(say: Say) -> None:
    """Start a process, name it, and wait for ever with it."""
    child = os.fork()
    if child:
        say(str(child))
    threading.Event().wait()


@pytest.fixture(scope="module")
def jobs() -> Jobs:
    """Give one desk's jobs."""
    return Jobs()


def finished(jobs: Jobs, job: Job) -> Job:
    """Wait for a job."""
    jobs.wait(job, SECONDS)
    return job


def test_a_job_tells_how_far_it_is_and_gives_its_result(jobs: Jobs) -> None:
    job = finished(jobs, jobs.start("数数", counting, 3))
    assert (job.state, job.said, job.result) == (State.DONE, "3 / 3", 3)
    assert jobs.get(job.number) is job


def test_a_refusal_arrives_as_its_sentence(jobs: Jobs) -> None:
    job = finished(jobs, jobs.start("出错", refusing))
    assert (job.state, job.problem["zh"]) == (State.FAILED, "不行")


def test_a_crash_fails_the_job_and_nothing_else(jobs: Jobs) -> None:
    crashed = finished(jobs, jobs.start("崩溃", dying))
    assert (crashed.state, crashed.problem) == (State.FAILED, {})
    assert finished(jobs, jobs.start("数数", counting, 1)).state is State.DONE


def test_a_job_is_stopped_whether_it_runs_or_waits(jobs: Jobs) -> None:
    running, waiting = jobs.start("没完", endless), jobs.start("数数", counting, 1)
    jobs.stop(waiting)
    jobs.stop(running)
    after = finished(jobs, jobs.start("数数", counting, 2))
    assert [running.state, waiting.state, after.state] == [
        State.STOPPED,
        State.STOPPED,
        State.DONE,
    ]
    jobs.stop(after)
    assert after.state is State.DONE


def is_there(process: str) -> bool:
    """Say whether a process runs; one that has ended may still be listed."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="nothing lists processes here")
def test_a_job_that_is_stopped_takes_the_processes_it_has_started_along(jobs: Jobs) -> None:
    job = jobs.start("生子", begetting)
    looks = int(SECONDS / 0.05)
    assert any(job.said or jobs.wait(job, 0.05) for _ in range(looks))
    assert is_there(job.said)
    jobs.stop(job)
    assert any(not is_there(job.said) or threading.Event().wait(0.05) for _ in range(looks))


def test_all_jobs_are_stopped_when_the_desk_ends(jobs: Jobs) -> None:
    started = [jobs.start("没完", endless), jobs.start("数数", counting, 1)]
    assert jobs.is_busy
    jobs.stop_all()
    assert [each.state for each in started] == [State.STOPPED, State.STOPPED]
    assert not jobs.is_busy
    assert jobs.newest_first()[0] is started[1]
