"""A server for all tests of setting up, and spreadsheets on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from discovery import attach
from handbook.google.access import Access, open_spreadsheet
from sheets_server import Server, Store, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Serve a store; whatever went over the wire must be as Google describes it."""
    with running(Store()) as server, attach(server):
        yield server


@pytest.fixture(scope="session")
def new_spreadsheet(server: Server) -> Callable[..., Access]:
    """Give a maker of empty spreadsheets."""

    def make(locale: str = "zh_CN") -> Access:
        created = server.store.create("栖川市挂职登记", locale, time_zone="Asia/Shanghai")
        return open_spreadsheet(created, writing=True, base_url=server.url)

    return make
