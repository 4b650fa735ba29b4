"""What readers who are signed in get: the right files, the right headers, in few bytes."""

from __future__ import annotations

import gzip
import re
import socket

import pytest

from hosting.offices import CANARY, HOSTS, Office, modules
from hosting.requests_in_tls import Answer, ask, sign_in
from hosting.servers import MODULES, PAGE, configurations, said

HOST = "org.handbook.example.org"
GUARDS = {
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "frame-ancestors 'none'",
}
NOT_KEPT = "private, no-store"
KEPT_AN_HOUR = "private, max-age=3600"


@pytest.fixture(scope="session")
def cookie(office: Office) -> str:
    """Sign in once."""
    return sign_in(office.port, HOST, "org")


def get(office: Office, cookie: str, target: str, *headers: tuple[str, str]) -> Answer:
    """Ask for something as somebody who may see it."""
    return ask(office.port, HOST, target, headers=(("Cookie", cookie), *headers))


@pytest.mark.parametrize(
    ("target", "status", "kept"),
    [
        pytest.param("/", 200, NOT_KEPT, id="home page"),
        pytest.param("/cadres/", 200, NOT_KEPT, id="list"),
        pytest.param("/cadres/C-00001.html", 200, NOT_KEPT, id="page of a person"),
        pytest.param("/search/register.js", 200, NOT_KEPT, id="search data"),
        pytest.param("/assets/handbook.css", 200, KEPT_AN_HOUR, id="style sheet"),
        pytest.param("/assets/none.css", 404, NOT_KEPT, id="no such style sheet"),
        pytest.param("/cadres/C-99999.html", 404, NOT_KEPT, id="no such page"),
    ],
)
def test_every_answer_carries_the_guards(
    office: Office, cookie: str, target: str, status: int, kept: str
):
    answer = get(office, cookie, target)
    assert answer.status == status
    assert {name: answer.header(name) for name in GUARDS} == GUARDS
    assert answer.header("cache-control") == kept


def test_refusals_carry_the_guards(office: Office):
    for headers in ((), (("Accept", "text/html"),)):
        answer = ask(office.port, HOST, "/", headers=headers)
        assert {name: answer.header(name) for name in GUARDS} == GUARDS
        assert "no-store" in answer.header("cache-control")


def test_a_missing_page_is_answered_with_the_page_for_that(office: Office, cookie: str):
    answer = get(office, cookie, "/cadres/C-99999.html")
    assert (answer.status, CANARY in answer.body.decode()) == (404, True)


@pytest.mark.parametrize(
    "target",
    ["/.handbook-release.json", "/../handbook-target.yaml", "/oidc/", "/signed-in", "/cadres/.x"],
)
def test_what_is_not_a_page_is_for_nobody(office: Office, cookie: str, target: str):
    answer = get(office, cookie, target)
    assert answer.status in {400, 403, 404}
    assert f'"{CANARY}'.encode() not in answer.body
    assert b"access: login" not in answer.body


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "(?:text|application)/javascript; charset=utf-8"),
        ("a.json", "application/json(?:; charset=utf-8)?"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.ics", "text/calendar; charset=utf-8"),
        ("a.svg", r"image/svg\+xml"),
        ("a.png", "image/png"),
        ("a.xlsx", r"application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet"),
        ("a.docx", r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.document"),
    ],
)
def test_every_kind_of_file_is_named_for_what_it_is(
    office: Office, cookie: str, name: str, kind: str
):
    (office.place.sites / "org" / "current" / name).write_text("挂职" * 1000, "utf-8")
    answer = get(office, cookie, f"/{name}", ("Accept-Encoding", "gzip"))
    assert re.fullmatch(kind, answer.header("content-type"))
    is_text = not name.endswith(("png", "xlsx", "docx"))
    assert answer.header("content-encoding") == ("gzip" if is_text else "")
    body = gzip.decompress(answer.body) if is_text else answer.body
    assert body.decode() == "挂职" * 1000


def test_a_page_is_read_and_never_written(office: Office, cookie: str):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
        answer = ask(office.port, HOST, "/", method, (("Cookie", cookie),))
        assert answer.status == 405
    head = ask(office.port, HOST, "/", "HEAD", (("Cookie", cookie),))
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize("host", sorted(HOSTS))
def test_without_tls_there_is_only_the_way_to_it(office: Office, host: str):
    with socket.create_connection(("127.0.0.1", office.place.plain_port), timeout=10) as plain:
        plain.sendall(f"GET /cadres/?a HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: plain.recv(65536), b"")).decode()
    assert answer.split()[1] == "301"
    assert f"\r\nLocation: https://{host}/cadres/?a\r\n" in answer
    assert CANARY not in answer


def test_the_logs_say_nothing_of_a_page_and_hold_no_cookie(office: Office, cookie: str):
    get(office, cookie, "/cadres/C-00001.html")
    lines = "\n".join(said(office.place))
    assert lines
    assert CANARY not in lines
    assert cookie.partition("=")[2] not in lines
    assert office.provider.secret not in lines


def test_the_page_prints_the_same_files_in_both_languages():
    chinese = configurations(PAGE.parents[2] / "zh" / "about" / "hosting.md")
    english = configurations()
    assert len(english) == 6
    assert {path: bare(text) for path, text in chinese.items()} == {
        path: bare(text) for path, text in english.items()
    }


def bare(text: str) -> str:
    """Leave out what is explained in the language of the page."""
    return re.sub(r"(?m)^\s*#.*\n", "", text)


@pytest.mark.parametrize("section", ["apache", "nginx"])
def test_the_modules_that_are_switched_on_exist(section: str):
    if not MODULES.is_dir():
        pytest.skip("no Apache on this machine")
    names = modules(section)
    assert names
    assert [name for name in names if not (MODULES / f"mod_{name}.so").exists()] == []
