"""What is begun in a process of its own is waited for once, and tells where it failed."""

from __future__ import annotations

import os
import threading

import pytest

from handbook.forking import begun

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
