"""The watch acts on what it has not seen yet, and outlives what goes wrong meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handbook.errors import HandbookError, PullError
from handbook.watching import watch

DOWN = PullError({"zh": "断网", "vi": "mất mạng", "en": "offline"}, "x")
GONE = PullError({"zh": "没有", "vi": "không có", "en": "gone"}, "x")


@pytest.mark.parametrize(
    ("looks", "acts", "told"),
    [
        pytest.param(["1"], ["1"], [], id="acts at once"),
        pytest.param(["1", "1", "1"], ["1"], [], id="the same version is acted on once"),
        pytest.param(["1", "2", "2", "3"], ["1", "2", "3"], [], id="each new version"),
        pytest.param(["1", DOWN, "1"], ["1"], [DOWN], id="an outage without an edit"),
        pytest.param(["1", DOWN, DOWN, "2"], ["1", "2"], [DOWN], id="an outage is told once"),
        pytest.param(["1", DOWN, GONE], ["1"], [DOWN, GONE], id="another error is told"),
        pytest.param([DOWN, "1", DOWN], ["1"], [DOWN, DOWN], id="an outage that comes back"),
    ],
)
def test_watch_acts_on_every_new_version(
    looks: list[str | HandbookError], acts: list[str], told: list[HandbookError]
) -> None:
    seen: list[str] = []
    heard: list[HandbookError] = []
    coming = Looks(looks)
    watch(coming.version, lambda: seen.append(coming.now), coming.wait, heard.append)
    assert (seen, heard) == (acts, told)


class Looks:
    """Gives one version, or one error, a look."""

    def __init__(self, looks: list[str | HandbookError]) -> None:
        self.left: Iterator[str | HandbookError] = iter(looks)
        self.number = len(looks)
        self.now = ""

    def version(self) -> str:
        self.number -= 1
        look = next(self.left)
        if isinstance(look, HandbookError):
            raise look
        self.now = look
        return look

    def wait(self) -> bool:
        return self.number > 0


def test_a_failed_act_is_tried_again() -> None:
    tries: list[int] = []

    def act() -> None:
        tries.append(len(tries))
        if len(tries) == 1:
            raise DOWN

    looks = Looks(["1", "1", "1"])
    watch(looks.version, act, looks.wait, lambda _: None)
    assert tries == [0, 1]
