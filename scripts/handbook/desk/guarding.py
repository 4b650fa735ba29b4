"""What stands before every page of the desk: nobody without the key learns that there is one."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from handbook.desk.access import Keys, comes_from_ours, is_ours

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_READING = ("GET", "HEAD")
_OPEN = "open"
_OPENED = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={address}">
<title>{title}</title>
<p><a href="{address}">{title}</a></p>
</html>
"""


class Guard:
    """Lets those through who know the path, and opens the desk to whoever has the key for once.

    Attributes:
        keys: The two secrets.
        port: Where the server listens; known once it does.
    """

    def __init__(
        self,
        inside: WSGIApplication,
        keys: Keys,
        headers: Mapping[str, str],
        used: Callable[[], None],
        opening: tuple[str, str] = ("", ""),
    ) -> None:
        """Stand before an application.

        Args:
            inside: Sees addresses without the secret.
            keys: The two secrets.
            headers: Sent with every answer, instead of the application's own of these names.
            used: Told of every request that is let through.
            opening: Language and words of the page that leads in.
        """
        self.keys = keys
        self.port = 0
        self._inside = inside
        self._headers = headers
        self._used = used
        self._opening = opening

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        first, _, rest = environ["PATH_INFO"].lstrip("/").partition("/")
        if not is_ours(environ.get("HTTP_HOST", ""), self.port):
            return _nothing(start)
        if first == _OPEN and environ["REQUEST_METHOD"] == "GET" and self.keys.use_once(rest):
            return self._open(start)
        if not hmac.compare_digest(first.encode(), self.keys.path.encode()):
            return _nothing(start)
        if not _may_ask(environ):
            return _nothing(start)
        self._used()
        inner = {
            **environ,
            "SCRIPT_NAME": f"{environ.get('SCRIPT_NAME', '')}/{first}",
            "PATH_INFO": f"/{rest}",
        }
        return self._inside(inner, self._with_headers(start))

    def _open(self, start: StartResponse) -> Iterable[bytes]:
        language, title = map(escape, self._opening)
        address = f"/{self.keys.path}/{language}/"
        page = _OPENED.format(language=language, title=title, address=address).encode()
        self._with_headers(start)(
            "200 OK",
            [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))],
        )
        return [page]

    def _with_headers(self, start: StartResponse) -> Callable[..., Any]:
        ours = {name.casefold() for name in self._headers}

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:  # noqa: ANN401
            kept = [each for each in headers if each[0].casefold() not in ours]
            return start(status, [*kept, *self._headers.items()], *rest)

        return begin


def _may_ask(environ: WSGIEnvironment) -> bool:
    if environ["REQUEST_METHOD"] in _READING:
        return True
    return environ["REQUEST_METHOD"] == "POST" and comes_from_ours(
        environ.get("HTTP_ORIGIN", ""),
        environ.get("HTTP_SEC_FETCH_SITE", ""),
        environ["HTTP_HOST"],
    )


def _nothing(start: StartResponse) -> Iterable[bytes]:
    start("404 Not Found", [("Content-Length", "0"), ("Cache-Control", "no-store")])
    return []
