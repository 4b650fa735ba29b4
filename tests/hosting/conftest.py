"""Servers that stay up for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hosting.offices import SITES, Office, run_office


@pytest.fixture(scope="session", params=sorted(SITES))
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """Run one kind of server with all three sites."""
    with run_office(request.param) as running:
        yield running
