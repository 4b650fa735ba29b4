"""Words of the desk's pages that are chosen while it runs; the templates hold all others."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.desk.jobs import State
from handbook.rendering.environment import SEVERITIES

STATES: Mapping[State, str] = {
    State.WAITING: "等着",
    State.RUNNING: "正在做",
    State.DONE: "做完了",
    State.FAILED: "没有做成",
    State.STOPPED: "停下了",
}
RETURNED: Mapping[str, str] = {
    "changed": "有改动",
    "unchanged": "没有填",
    "repeated": "重复",
    "refused": "不能用",
}
"""State of a file that came back → what it is called."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "severities": {str(key): word for key, word in SEVERITIES.items()},
    "states": {str(key): word for key, word in STATES.items()},
    "returned": RETURNED,
}
"""Tables the templates look into."""
