"""A register in the stand-in for Google Sheets, for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

import discovery
from annotating_office import Open, open_on
from sheets_server import Store, running


@pytest.fixture
def open_office() -> Iterator[Open]:
    """Give a function that puts a register on a server; every exchange is validated at the end."""
    with running(Store()) as server:
        yield partial(open_on, server)
        if hasattr(discovery, "assert_all_valid"):
            discovery.assert_all_valid(server.log)
