"""Run what the hosting page prints, as it stands there: only ports, folders and secrets differ.

The main file that Debian puts around such a configuration is ours here: it loads the modules that
the page says to switch on, and keeps everything in one folder, so that no rights are needed.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from builders import PROJECT
from hosting.provider import Provider

PAGE = PROJECT / "docs" / "en" / "about" / "hosting.md"
MODULES = Path("/usr/lib/apache2/modules")
BASE_MODULES = (
    "mpm_event", "authn_core", "authz_core", "authz_user", "alias", "dir", "mime", "filter",
    "setenvif", "socache_shmcb",
)  # fmt: skip
"""What Debian's Apache has switched on from the start, as far as the page needs it."""
START_S = 15

_BLOCK = re.compile(r"^```\w+\n# (/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_UNPRIVILEGED = "nobody" if os.geteuid() == 0 else None


@dataclass(frozen=True)
class Place:
    """Where servers run: a folder of their own with the files of the page, and ports.

    Attributes:
        folder: Holds `etc`, `srv` and `run`.
        port: Of the server readers speak to.
        plain_port: Of the same, without TLS.
        inner_port: Of the server behind it.
    """

    folder: Path
    port: int
    plain_port: int
    inner_port: int

    @property
    def sites(self) -> Path:
        """Stands for the folder of the published sites."""
        return self.folder / "srv" / "handbook"

    @property
    def run(self) -> Path:
        """For logs, locks and process ids."""
        return self.folder / "run"

    def file(self, path: str) -> Path:
        """Where a file stands that the page calls by an absolute path."""
        return self.folder / path.removeprefix("/")

    def adapt(self, text: str, provider: Provider) -> str:
        """Put ports, folders and secrets into the text of a configuration."""
        for old, new in self._changes(provider).items():
            text = text.replace(old, new)
        return text

    def _changes(self, provider: Provider) -> Mapping[str, str]:
        return {
            "https://login.example.org": provider.address,
            "put-the-secret-of-the-client-here": provider.secret,
            "127.0.0.1:8081": f"127.0.0.1:{self.inner_port}",
            "*:443": f"*:{self.port}",
            "*:80": f"*:{self.plain_port}",
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "/srv/": f"{self.folder}/srv/",
            "/etc/ssl/": f"{self.folder}/etc/ssl/",
            "/etc/apache2/": f"{self.folder}/etc/apache2/",
            "/etc/nginx/snippets/": f"{self.folder}/etc/nginx/snippets/",
        }


def configurations(page: Path = PAGE) -> dict[str, str]:
    """Give path → text of every file that the page prints."""
    return dict(_BLOCK.findall(page.read_text(encoding="utf-8")))


def make_place(folder: Path, provider: Provider) -> Place:
    """Lay the files of the page out below a folder, with a certificate."""
    place = Place(folder, *free_ports(3))
    for path, text in configurations().items():
        file = place.file(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(place.adapt(text, provider), encoding="utf-8")
    (place.folder / "srv" / "handbook-sign-in").mkdir(parents=True)
    (place.folder / "srv" / "handbook-sign-in" / "signed-in").touch()
    place.run.mkdir()
    _write_certificate(place.file("/etc/ssl/handbook"))
    return place


def free_ports(count: int) -> tuple[int, ...]:
    """Give ports nobody listens at."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = tuple(each.getsockname()[1] for each in sockets)
    for each in sockets:
        each.close()
    return ports


@contextmanager
def apache(place: Place, configuration: str, modules: tuple[str, ...]) -> Iterator[None]:
    """Run Apache with one file of the page and the modules it names."""
    main = place.file("/etc/apache2/main.conf")
    is_inner = "sign-in" in configuration
    ports = () if is_inner else (place.port, place.plain_port)
    loaded = dict.fromkeys((*BASE_MODULES, *modules))
    lines = [
        *(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in loaded),
        f"DefaultRuntimeDir {place.run}",
        f"PidFile {place.run}/apache.pid",
        f"Mutex file:{place.run}",
        f"ErrorLog {place.run}/apache-error.log",
        "LogLevel warn auth_openidc:warn",
        "TypesConfig /etc/mime.types",
        "ServerName localhost",
        "<Directory />\nRequire all denied\nAllowOverride None\n</Directory>",
        f"<Directory {place.folder}/srv>\nRequire all granted\n</Directory>",  # as Debian has it
        *(f"Listen 127.0.0.1:{port}" for port in ports),
        f"Include {place.file(configuration)}",
    ]
    main.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["apache2", "-f", str(main), "-DFOREGROUND"]
    with _process(place, command, place.inner_port if is_inner else place.port):
        yield


@contextmanager
def nginx(place: Place) -> Iterator[None]:
    """Run nginx with the files of the page."""
    main = place.file("/etc/nginx/main.conf")
    main.write_text(
        f"""
daemon off;
pid {place.run}/nginx.pid;
error_log {place.run}/nginx-error.log warn;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    access_log off;
    client_body_temp_path {place.run}/body;
    proxy_temp_path {place.run}/proxy;
    fastcgi_temp_path {place.run}/fastcgi;
    uwsgi_temp_path {place.run}/uwsgi;
    scgi_temp_path {place.run}/scgi;
    include {place.file("/etc/nginx/conf.d/handbook.conf")};
}}
""",
        encoding="utf-8",
    )
    command = ["nginx", "-e", f"{place.run}/nginx-error.log", "-p", f"{place.run}", "-c", f"{main}"]
    with _process(place, command, place.port):
        yield


@contextmanager
def _process(place: Place, command: list[str], port: int) -> Iterator[None]:
    """Run a server without any rights until it is no longer needed."""
    if _UNPRIVILEGED:
        _give_away(place.folder)
    program = find_server(command[0])
    assert program is not None
    with (place.run / f"{command[0]}.out").open("wb") as out:
        server = subprocess.Popen(
            [program, *command[1:]],
            stdout=out,
            stderr=subprocess.STDOUT,
            user=_UNPRIVILEGED,
        )
    try:
        _await(port, server, place)
        yield
    finally:
        server.terminate()
        server.wait(timeout=START_S)


def find_server(name: str) -> str | None:
    """Find a server, also where only an administrator's search path leads to it."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def _give_away(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, _UNPRIVILEGED)


def _await(port: int, server: subprocess.Popen[bytes], place: Place) -> None:
    """Wait until a server takes connections."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError("\n".join(said(place)))


def said(place: Place) -> list[str]:
    """Give the lines of all logs."""
    return [
        line
        for file in sorted(place.run.glob("*"))
        if file.suffix in {".log", ".out"}
        for line in file.read_text("utf-8", "replace").splitlines()
    ]


def _write_certificate(folder: Path) -> None:
    """Write a certificate for all hosts of the page, signed by itself."""
    folder.mkdir(parents=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "handbook.example.org")])
    now = datetime.now(UTC)
    hosts = [x509.DNSName(each) for each in ("*.example.org", "*.handbook.example.org")]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "privkey.pem").write_bytes(private)
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
