"""The server on this machine: shows the site, builds again, survives a half-saved workbook."""

from __future__ import annotations

import http.client
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from handbook.errors import ConfigError, PullError
from handbook.serving import SiteServer, serve
from sites import write_files

TEXTS = {"zh": "工作簿读不出来。", "vi": "Không đọc được.", "en": "Unreadable."}


@contextmanager
def _running(site: Path, build, source: Path) -> Iterator[http.client.HTTPConnection]:
    addresses: queue.Queue[str] = queue.Queue()
    server = SiteServer(site, build, [source], 0, addresses.put)
    runner = threading.Thread(target=server.serve)
    runner.start()
    connection = http.client.HTTPConnection(urlsplit(addresses.get(timeout=30)).netloc, timeout=30)
    try:
        assert _body(connection, "/note.txt") == (200, "old")
        yield connection
    finally:
        connection.close()
        server.shutdown(wait=True)
        runner.join()


def _save_until(noticed: threading.Event, source: Path) -> None:
    """Save a file, each time longer, until the server has looked at it."""
    for times in range(1, 300):
        source.write_text("x" * times, encoding="utf-8")
        if noticed.wait(timeout=0.1):
            return
    pytest.fail("the server never noticed")


def _body(connection: http.client.HTTPConnection, address: str) -> tuple[int, str]:
    connection.request("GET", address)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_a_missing_page_gets_the_error_page_of_the_site(tmp_path: Path) -> None:
    write_files(tmp_path, {"site/note.txt": "old", "site/404.html": "<p>没有这一页"})
    source = write_files(tmp_path / "source", {"register.csv": "1"}) / "register.csv"

    with _running(tmp_path / "site", lambda: None, source) as connection:
        assert _body(connection, "/none.html") == (404, "<p>没有这一页")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        pytest.param(
            PullError(TEXTS, "register.xlsx"), "工作簿读不出来。\n", id="half-saved workbook"
        ),
        pytest.param(ConfigError(TEXTS), "工作簿读不出来。\n", id="a setting"),
    ],
)
def test_a_failed_build_keeps_the_site_and_says_why(failure, said, tmp_path: Path, capsys) -> None:
    site = write_files(tmp_path / "site", {"note.txt": "old"})
    source = write_files(tmp_path / "source", {"register.csv": "1"}) / "register.csv"
    tried = threading.Event()

    def build() -> None:
        tried.set()
        raise failure

    with _running(site, build, source) as connection:
        _save_until(tried, source)
        assert _body(connection, "/note.txt") == (200, "old")

    assert capsys.readouterr().err == said


def test_a_saved_source_is_built_again(tmp_path: Path) -> None:
    site = write_files(tmp_path / "site", {"note.txt": "old"})
    source = write_files(tmp_path / "source", {"register.csv": "1"}) / "register.csv"
    built = threading.Event()

    def build() -> None:
        (site / "note.txt").write_text("new", encoding="utf-8")
        built.set()

    with _running(site, build, source) as connection:
        _save_until(built, source)
        assert _body(connection, "/note.txt") == (200, "new")


def test_a_first_build_that_fails_is_told_to_the_caller(tmp_path: Path) -> None:
    def build() -> None:
        raise PullError(TEXTS, "register.xlsx")

    with pytest.raises(PullError):
        serve(tmp_path, build, [], 0)
