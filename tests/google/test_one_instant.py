"""Whatever the network and a second editor do: a pull is the state at one instant, or an error."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from google_stand_in import Google
from handbook.errors import GoogleError
from sheets_server import Fault, Served

FAULTS = [
    Fault.rate_limited(1),
    Fault.rate_limited(),
    Fault.error(500),
    Fault.error(503, html=True),
    Fault.error(200, html=True),
    Fault.reset(),
    Fault.reset_midway(),
    Fault.truncated(),
    Fault.empty_values(),
]


class Editor:
    """Somebody who inserts, deletes, sorts and types while others read.

    Attributes:
        states: Texts of the sheet after each edit, the first state included.
    """

    def __init__(self, google: Google, seed: int) -> None:
        self._google = google
        self._random = Random(seed)  # noqa: S311 - makes up edits, keeps no secret
        self.states = [self._state()]

    def before(self, _: Served) -> Fault | None:
        """Edit now and then, and let the network fail now and then."""
        if self._random.random() < 0.25:
            self._edit()
        return self._random.choice(FAULTS) if self._random.random() < 0.25 else None

    def _edit(self) -> None:
        row = self._random.randint(1, 3)
        rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
        block = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 6, "endColumnIndex": 2}
        order = {"dimensionIndex": 0, "sortOrder": "DESCENDING"}
        requests: list[dict[str, Any]] = [
            {"insertDimension": {"range": rows}},
            {"deleteDimension": {"range": rows}},
            {"sortRange": {"range": block, "sortSpecs": [order]}},
        ]
        if self._random.random() < 0.5:
            self._google.batch(self._random.choice(requests))
        else:
            text = f"S-{self._random.randint(1, 9999):04}"
            cell = f"'挂职'!A{row + 1}"
            self._google.store.write(self._google.id, cell, [[text]], user_entered=False)
        self.states.append(self._state())

    def _state(self) -> list[list[str]]:
        return padded(self._google.store.values(self._google.id, "'挂职'"))


def padded(rows: list[list[Any]]) -> list[list[str]]:
    """Fill rows up to the same width."""
    width = max(map(len, rows), default=0)
    return [[*map(str, row), *[""] * (width - len(row))] for row in rows]


@pytest.mark.parametrize("seed", range(25))
def test_a_pull_is_the_state_at_one_instant(google: Google, seed: int):
    editor = Editor(google, seed)
    google.server.before = editor.before
    try:
        pulled = google.pull().sheets[0]
    except GoogleError as error:
        assert error.reason in ("restless", "network", "not_json")  # noqa: PT017 - either will do
    else:
        assert [[*row] for row in pulled.text.to_numpy()] in editor.states
    google.server.before = None
    calm = google.pull().sheets[0]
    assert [[*row] for row in calm.text.to_numpy()] == editor.states[-1]
