"""Who may speak to the desk: the person who started it, from the page it opened, nobody else.

The address is the key. Cookies are no use here: a browser sends those of `127.0.0.1` to every
port, and so to whatever another user of this machine listens with. The secret is therefore part
of the path; it is asked for with a second one that works once and stands in a file only the owner
can read, because what a program is started with can be seen by all users of a machine.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlsplit

_BYTES = 24
_HOSTS = ("127.0.0.1", "localhost")
_OWN_FETCHES = ("same-origin", "none")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with none at all a browser says `Origin: null` of forms
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer of the desk."""


@dataclass
class Keys:
    """The two secrets of one desk.

    Attributes:
        path: First part of every address of the desk.
    """

    path: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES))
    _once: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES))
    _lock: Lock = field(default_factory=Lock)

    @property
    def once(self) -> str:
        """Give the key that opens the desk once; blank when it has been used."""
        return self._once

    def use_once(self, key: str) -> bool:
        """Say whether a key opens the desk, which it does a single time."""
        with self._lock:
            fits = bool(self._once) and hmac.compare_digest(self._once.encode(), key.encode())
            if fits:
                self._once = ""
            return fits

    def renew(self) -> str:
        """Give a new key that works once, for whoever starts the desk while it runs already."""
        with self._lock:
            self._once = secrets.token_urlsafe(_BYTES)
            return self._once


def is_ours(host: str, port: int) -> bool:
    """Say whether a request was addressed to this machine by name.

    A page elsewhere can let its own name point to 127.0.0.1 and so pass for the same origin.

    Args:
        host: The header `Host`.
        port: The desk's port.
    """
    return host in {f"{name}:{port}" for name in _HOSTS}


def comes_from_ours(origin: str, fetch_site: str, host: str) -> bool:
    """Say whether a request that changes something was sent by a page of the desk.

    Args:
        origin: The header `Origin`; every browser sends it with a form.
        fetch_site: The header `Sec-Fetch-Site`; blank from older browsers.
        host: The header `Host`, found to be ours.
    """
    parts = urlsplit(origin)
    same = parts.scheme == "http" and parts.netloc == host
    return same and (not fetch_site or fetch_site in _OWN_FETCHES)
