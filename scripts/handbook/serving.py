"""Show the site on this machine and build it again whenever a source of it is saved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from mkdocs.livereload import LiveReloadServer

from handbook.errors import HandbookError

HOST = "127.0.0.1"


def serve(
    site: Path,
    build: Callable[[], None],
    watch: Iterable[Path],
    port: int,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Build, show the site and keep it fresh until the program is interrupted.

    A build that fails, perhaps because a workbook was only half saved, says why and leaves the
    site as it was; the next save tries again.

    Args:
        site: The finished site.
        build: Makes it; raises `HandbookError` for what a person can put right.
        watch: Files and folders whose change asks for a new build; missing ones are passed over.
        port: Port on this machine; 0 takes a free one.
        ready: Told the address of the site once it can be opened.

    Raises:
        HandbookError: The very first build failed.
        OSError: The port is taken.
    """
    build()
    server = SiteServer(site, build, watch, port, ready)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        logging.getLogger(__name__).debug("interrupted")
    finally:
        server.shutdown()


class SiteServer(LiveReloadServer):
    """MkDocs' own server for this machine, with our build behind it."""

    def __init__(
        self,
        site: Path,
        build: Callable[[], None],
        watch: Iterable[Path],
        port: int,
        ready: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare a server that is not running yet.

        Args:
            site: The finished site.
            build: Makes it again.
            watch: Files and folders to watch.
            port: Port on this machine; 0 takes a free one.
            ready: Told the address of the site once it can be opened.
        """
        super().__init__(lambda: _build_or_say_why(build), HOST, port, str(site))
        self._ready = ready
        self.error_handler = lambda code: _error_page(site, code)
        for path in watch:
            if path.exists():
                # Programs save by putting a new file in place, so the folder of a file is watched.
                self.watch(str(path if path.is_dir() else path.parent), recursive=path.is_dir())

    def server_activate(self) -> None:
        """Open the port, and say so."""
        super().server_activate()
        if self._ready:
            self._ready(f"http://{HOST}:{self.server_port}/")


def _build_or_say_why(build: Callable[[], None]) -> None:
    try:
        build()
    except HandbookError as error:
        click.echo(str(error), err=True)


def _error_page(site: Path, code: int) -> bytes | None:
    page = site / f"{code}.html"
    return page.read_bytes() if page.is_file() else None
