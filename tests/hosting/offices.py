"""Both servers of the hosting page, each with three sites and a provider people sign in at."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from hosting.provider import Provider, serving
from hosting.servers import MODULES, PAGE, Place, apache, find_server, make_place, nginx

HOSTS = {
    "handbook.example.org": "internal",
    "u-0007.handbook.example.org": "unit-U-0007",
    "org.handbook.example.org": "org",
}
PEOPLE = {
    "inner": ("handbook-internal",),
    "unit": ("staff", "handbook-U-0007"),
    "org": ("handbook-org",),
    "guest": (),
    "similar": ("handbook-internal-2", "xhandbook-internal", "HANDBOOK-INTERNAL"),
}
CANARY = "金丝雀"
"""Stands on every page of every site and in every other file of it."""
SITES = {
    "apache": "/etc/apache2/sites-available/handbook.conf",
    "nginx": "/etc/apache2/sites-available/handbook-sign-in.conf",
}
"""What Apache is run with, alone and behind nginx."""
REQUIRED = "HANDBOOK_REQUIRE_WEB_SERVERS"


@dataclass(frozen=True)
class Office:
    """A server as the page sets it up.

    Attributes:
        kind: `apache` or `nginx`.
        place: Where it runs.
        provider: Where people sign in.
    """

    kind: str
    place: Place
    provider: Provider

    @property
    def port(self) -> int:
        """Where readers reach it."""
        return self.place.port


def require_servers() -> None:
    """Skip where a server is missing, or fail where that may not be."""
    missing = [name for name in ("apache2", "nginx") if find_server(name) is None]
    if not (MODULES / "mod_auth_openidc.so").exists():
        missing.append("mod_auth_openidc")
    if missing and os.environ.get(REQUIRED) == "1":
        pytest.fail(f"not on this machine, and {REQUIRED}=1: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")


@contextmanager
def run_office(kind: str) -> Iterator[Office]:
    """Run one kind of server with all three sites and a provider.

    Args:
        kind: `apache` or `nginx`.
    """
    require_servers()
    with serving(_provider()) as provider, _folder() as folder, ExitStack() as stack:
        place = make_place(folder, provider)
        _lay_out(place)
        stack.enter_context(apache(place, SITES[kind], modules(kind)))
        if kind == "nginx":
            stack.enter_context(nginx(place))
        yield Office(kind, place, provider)


def modules(section: str) -> tuple[str, ...]:
    """Give the modules that a section of the page says to switch on."""
    text = PAGE.read_text(encoding="utf-8")
    part = text.partition(f"{{#{section}}}")[2].partition("\n## ")[0]
    lines = re.findall(r"^sudo a2enmod (.+)$", part, re.MULTILINE)
    assert len(lines) == 1
    return tuple(lines[0].split())


def _provider() -> Provider:
    returns = frozenset(f"https://{host}/oidc/callback" for host in HOSTS)
    return Provider(PEOPLE, "handbook", "the-secret-of-the-client", returns)


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder that an account without rights can get to."""
    with tempfile.TemporaryDirectory(prefix="handbook-hosting-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def _lay_out(place: Place) -> None:
    """Put a site where each host has its own."""
    for folder in HOSTS.values():
        target = place.sites / folder
        release = target / "releases" / "000001"
        _write_site(release, folder)
        (release / ".handbook-release.json").write_text(f'"{CANARY} {folder}"', "utf-8")
        (target / "handbook-target.yaml").write_text(f"# {CANARY}\naccess: login\n", "utf-8")
        (target / "current").symlink_to("releases/000001")


def _write_site(release: Path, folder: str) -> None:
    words = f"{CANARY} {folder}"
    for name in ("index.html", "404.html", "cadres/index.html", "cadres/C-00001.html"):
        file = release / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<!doctype html><meta charset=utf-8><p>{words}</p>", "utf-8")
    (release / "assets").mkdir()
    (release / "assets" / "handbook.css").write_text(f"/* {words} */", "utf-8")
    (release / "search").mkdir()
    (release / "search" / "register.js").write_text(f'handbook("{words}");', "utf-8")
