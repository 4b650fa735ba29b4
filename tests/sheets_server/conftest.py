"""A server with one spreadsheet, and the real gspread pointed at it."""

from __future__ import annotations

from collections.abc import Iterator

import gspread
import pytest

import discovery
from emulated import connect
from sheets_server import Server, Store, running


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a running server; all it answered is judged by Google's description."""
    with running(Store()) as running_server, discovery.attach(running_server):
        yield running_server


@pytest.fixture
def store(server: Server) -> Store:
    """Give the server's store."""
    return server.store


@pytest.fixture
def book(server: Server) -> gspread.Spreadsheet:
    """Give an empty spreadsheet as gspread sees it."""
    spreadsheet_id = server.store.create("栖川市挂职登记", "zh_CN", "Asia/Shanghai")
    return connect(server.url).open_by_key(spreadsheet_id)


@pytest.fixture
def sheet(book: gspread.Spreadsheet) -> gspread.Worksheet:
    """Give its only sheet."""
    return book.sheet1
