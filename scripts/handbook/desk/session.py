"""One desk from its start to its end: two servers, the jobs, and the page that opens it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import requests
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from handbook.config import Project
from handbook.desk.access import HEADERS, Keys
from handbook.desk.folder import WorkFolder, remove, write_private
from handbook.desk.guarding import Guard
from handbook.desk.jobs import Jobs
from handbook.rendering.translations import fill_words

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST = "127.0.0.1"
AGAIN = "again"
"""Address at which a second start asks for a new key."""
_PATIENCE_S = 10  # for a desk that runs already to answer
_SITE_HEADERS = {
    name: HEADERS[name]
    for name in ("Cache-Control", "Cross-Origin-Resource-Policy", "X-Content-Type-Options")
} | {"Referrer-Policy": "no-referrer"}
"""Of the finished site; its pages bring their own policy of content."""
_OPENING = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<title>{title}</title>
<p><a href="{address}">{title}</a></p>
</html>
"""


@dataclass
class Desk:
    """What the pages of one desk share.

    Attributes:
        project: Where schema and written pages stand.
        folder: The work folder.
        language: Of the page that opens.
        keys: Secrets of the desk itself.
        jobs: Its work.
        port: Where it listens; 0 before it does.
        site_address: Address of the folder of sites, with a slash at its end.
    """

    project: Project
    folder: WorkFolder
    language: str
    keys: Keys = field(default_factory=Keys)
    jobs: Jobs = field(default_factory=Jobs)
    port: int = 0
    site_address: str = ""
    _used: threading.Event = field(default_factory=threading.Event)
    _ending: threading.Event = field(default_factory=threading.Event)

    def used(self) -> None:
        """Note that somebody is at the desk."""
        self._used.set()

    def end(self) -> None:
        """Ask the desk to end."""
        self._ending.set()
        self._used.set()

    def wait(self, idle_s: float) -> None:
        """Wait until the desk was asked to end, or nobody was at it for so long.

        Args:
            idle_s: Seconds; a job that runs counts as use.
        """
        while not self._ending.is_set():
            is_used = self._used.wait(idle_s)
            self._used.clear()
            if not is_used and not self.jobs.is_busy:
                return

    def write_opening(self) -> None:
        """Write the page that leads a browser in, with the key that works once.

        Raises:
            OutputError: It cannot be written.
        """
        address = f"http://{HOST}:{self.port}/open/{self.keys.once}"
        title = escape(fill_words(self.language, "打开工作台"))
        page = _OPENING.format(language=self.language, address=address, title=title)
        write_private(self.folder.opening, page)
        where = {"port": self.port, "path": self.keys.path}
        write_private(self.folder.running, json.dumps(where))

    def open_again(self) -> None:
        """Make a new key for once, and a page with it.

        Raises:
            OutputError: It cannot be written.
        """
        self.keys.renew()
        self.write_opening()


def running_desk(folder: WorkFolder) -> Path | None:
    """Ask the desk that already runs in a folder for a page that opens it.

    Args:
        folder: The work folder.

    Returns:
        None where none runs.
    """
    try:
        where = json.loads(folder.running.read_text(encoding="utf-8"))
        address = f"http://{HOST}:{int(where['port'])}"
        with requests.Session() as session:
            session.trust_env = False  # no proxy has a say in what stays on this machine
            answer = session.post(
                f"{address}/{where['path']}/{AGAIN}",
                headers={"Origin": address},
                timeout=_PATIENCE_S,
            )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder.opening if answer.ok else None


@contextmanager
def opened(desk: Desk, pages: WSGIApplication, site: WSGIApplication) -> Iterator[None]:
    """Let a desk listen, and clear up after it.

    Args:
        desk: Is told its port, and where the site is read.
        pages: The desk's own pages.
        site: The finished sites, at an origin of their own.

    Raises:
        OutputError: The work folder cannot be used.
    """
    desk.folder.prepare()
    _empty(desk.folder.taken_in)
    title = fill_words(desk.language, "打开工作台")
    guard = Guard(pages, desk.keys, HEADERS, desk.used, (desk.language, title))
    site_guard = Guard(site, Keys(), _SITE_HEADERS, desk.used)
    with _listening(guard), _listening(site_guard):
        desk.port = guard.port
        desk.site_address = f"http://{HOST}:{site_guard.port}/{site_guard.keys.path}/"
        try:
            desk.write_opening()
            yield
        finally:
            desk.jobs.stop_all()
            remove((desk.folder.opening, desk.folder.running))
            _empty(desk.folder.taken_in)


@contextmanager
def _listening(guard: Guard) -> Iterator[BaseWSGIServer]:
    server = make_server(HOST, 0, guard, threaded=True, request_handler=_Handler)
    guard.port = server.port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(WSGIRequestHandler):
    """Keeps addresses, which hold the key, out of every log, and waits for nobody for ever."""

    timeout = 60
    server_version = "handbook"
    sys_version = ""

    def log(self, *_: object) -> None:
        """Say nothing."""

    def version_string(self) -> str:
        """Do not tell which version of what this is."""
        return self.server_version


def _empty(folder: Path) -> None:
    """Delete what is in a folder of ours."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


Opened = Callable[[Path], None]
"""Told of the page that opens the desk."""
