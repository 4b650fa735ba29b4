"""What one process makes reaches all that were forked from it, even where one of them dies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from handbook.forking import side_by_side
from handbook.relay import Relay

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
ITEMS = ["x" * 70_000, "顾清禾", *map(str, range(5000))]  # more than a pipe holds at once


def taken(relay: Relay[str], name: str) -> tuple[str, list[str]]:
    return name, list(relay.received(name))


def test_everybody_receives_everything_in_order(tmp_path: Path) -> None:
    relay = Relay[str](("zh", "en"), tmp_path)
    calls = [partial(taken, relay, name) for name in ("zh", "en")]
    assert side_by_side(calls, lambda: relay.send_all(ITEMS)) == [("zh", ITEMS), ("en", ITEMS)]
    assert list(tmp_path.iterdir()) == []


def test_one_that_dies_keeps_nobody_waiting(tmp_path: Path) -> None:
    relay = Relay[str](("zh", "en"), tmp_path)

    def dies() -> tuple[str, list[str]]:
        next(iter(relay.received("zh")))
        raise ValueError("no room")

    with pytest.raises(ChildProcessError, match="no room"):
        side_by_side([dies, partial(taken, relay, "en")], lambda: relay.send_all(ITEMS))


def test_a_mistake_of_the_sender_is_told(tmp_path: Path) -> None:
    relay = Relay[str](("zh",), tmp_path)

    def items() -> Iterator[str]:
        yield "x"
        raise ValueError("no such page")

    with pytest.raises(ValueError, match="no such page"):
        side_by_side([partial(taken, relay, "zh")], lambda: relay.send_all(items()))
