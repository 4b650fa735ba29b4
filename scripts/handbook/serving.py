"""Show the site on this machine and build it again whenever a source of it is saved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from mkdocs.livereload import LiveReloadServer

from handbook.content_policy import with_script_allowed
from handbook.errors import HandbookError
from handbook.languages import NAMES

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
        self._site = site
        for path in watch:
            if path.exists():
                # Programs save by putting a new file in place, so the folder of a file is watched.
                self.watch(str(path if path.is_dir() else path.parent), recursive=path.is_dir())

    def serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request; an error page speaks the language of the address.

        Args:
            environ: Of WSGI.
            start_response: Of WSGI.
        """
        folder = str(environ["PATH_INFO"]).strip("/").partition("/")[0]
        self.error_handler = lambda code: _error_page(self._site, folder, code)
        return super().serve_request(environ, start_response)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Add the lines that reload a page, as MkDocs does, and let its policy allow them."""
        inject = super()._inject_js_into_html
        page: bytes = inject(content, epoch)  # type: ignore[no-untyped-call]
        script = page[page.rindex(b"<script>") + 8 : page.rindex(b"</script>")]
        return with_script_allowed(page, script)

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


def _error_page(site: Path, folder: str, code: int) -> bytes | None:
    pages = [site / f"{code}.html"]
    if folder in NAMES:
        pages.insert(0, site / folder / f"{code}.html")
    return next((page.read_bytes() for page in pages if page.is_file()), None)
