"""Requests as bytes, over TLS, to any host name: what no browser would send is sent as it is."""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TIMEOUT_S = 10

_NO_CHECK = ssl.create_default_context()
_NO_CHECK.check_hostname = False
_NO_CHECK.verify_mode = ssl.CERT_NONE


@dataclass(frozen=True)
class Answer:
    """What a server sent until it was done.

    Attributes:
        status: Of the answer; 0 where the server hung up without one.
        headers: Name in small letters and value, as they came.
        body: What follows.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """All values of a header, with commas between; blank where there is none."""
        return ", ".join(value for key, value in self.headers if key == name)

    def cookies(self) -> dict[str, str]:
        """The cookies it sets."""
        return {
            name: morsel.value
            for key, value in self.headers
            if key == "set-cookie"
            for name, morsel in SimpleCookie(value).items()
        }


def ask(
    port: int,
    host: str,
    target: str | bytes,
    method: str = "GET",
    headers: Iterable[tuple[str, str]] = (),
) -> Answer:
    """Send one request and read the answer to its end.

    Args:
        port: On the loopback.
        host: For TLS and for the header, unless `headers` has one of its own.
        target: What stands behind the method, sent as it is.
        method: Sent as it is.
        headers: Name and value.
    """
    given = list(headers)
    if not any(name.lower() == "host" for name, _ in given):
        given.insert(0, ("Host", host))
    lines = [f"{name}: {value}" for name, value in (*given, ("Connection", "close"))]
    raw = target if isinstance(target, bytes) else target.encode()
    head = method.encode() + b" " + raw + b" HTTP/1.1\r\n" + "\r\n".join(lines).encode()
    return _exchange(port, host, head + b"\r\n\r\n", method)


def _exchange(port: int, host: str, sent: bytes, method: str) -> Answer:
    address = ("127.0.0.1", port)
    with (
        socket.create_connection(address, timeout=TIMEOUT_S) as plain,
        _NO_CHECK.wrap_socket(plain, server_hostname=host) as secure,
    ):
        secure.sendall(sent)
        answer = http.client.HTTPResponse(secure, method=method)
        try:
            answer.begin()
            body = answer.read()
        except (http.client.HTTPException, ConnectionError, ssl.SSLError):
            return Answer(0)
    return Answer(answer.status, tuple((k.lower(), v) for k, v in answer.getheaders()), body)


def sign_in(port: int, host: str, person: str, target: str = "/") -> str:
    """Sign somebody in as a browser would.

    Returns:
        The Cookie header that a browser would send from then on; to be seen as somebody who is
        signed in, whether or not the host is open to them.
    """
    start = ask(port, host, target, headers=(("Accept", "text/html"),))
    assert start.status == 302, start
    back = _press_button(start.header("location"), person)
    kept = "; ".join(f"{name}={value}" for name, value in start.cookies().items())
    parts = urlsplit(back)
    assert parts.hostname == host
    end = ask(port, host, f"{parts.path}?{parts.query}", headers=(("Cookie", kept),))
    assert end.status == 302, end
    cookies = {name: value for name, value in end.cookies().items() if value}
    assert list(cookies) == ["__Host-handbook"]
    return f"__Host-handbook={cookies['__Host-handbook']}"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow nothing."""

    def http_error_302(self, _request: object, answer: object, *_: object) -> object:
        """Give the answer that says where to go."""
        return answer


def _press_button(address: str, person: str) -> str:
    """Say at the provider who one is; gives the address it sends people back to."""
    form = urlencode({"person": person}).encode()
    with urllib.request.build_opener(_Stay).open(address, form, timeout=TIMEOUT_S) as answer:
        return str(answer.headers["Location"])
