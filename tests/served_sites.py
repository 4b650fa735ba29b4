"""A folder on a loopback port, and the Chromium of this machine, for tests and benchmarks."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str | None:
    """Give the path of a Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


class _QuietHandler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Send a file whole: its time of change cannot tell two builds of one second apart."""
        del self.headers["If-Modified-Since"]
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests' own output is enough."""


class _QuietServer(ThreadingHTTPServer):
    """Says nothing when a page is left before all of it was sent."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; gives its address, with a slash at the end."""
    handler = partial(_QuietHandler, directory=str(folder))
    with _QuietServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
