"""A server on this machine that stands in for Google."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from discovery import assert_all_valid
from google_stand_in import Google, stand_in


@pytest.fixture
def google() -> Iterator[Google]:
    """Serve a spreadsheet of one sheet, 挂职, with two records; judge every request in the end."""
    with stand_in() as running:
        yield running
        assert_all_valid(running.server.log)
