"""However a file is asked for, whoever may not read the site gets nothing of it.

Every spelling of an address with every method, and with every header that has ever opened a door
somewhere; by nobody, and by somebody who may read another site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import NamedTuple

import pytest

from builders import PROJECT
from hosting.offices import CANARY, HOSTS, PEOPLE, Office
from hosting.requests_in_tls import Answer, ask, sign_in

FILE = "cadres/C-00001.html"
REFUSALS = frozenset({0, 302, 400, 401, 403, 404, 405, 414, 421, 431, 501, 505})
"""What a request that was let in nowhere may be answered with; 0 is hanging up."""
SECRETS = tuple(
    word.encode(encoding) for word in (CANARY, "handbook(") for encoding in ("utf-8", "utf-16-le")
)

TARGETS: tuple[bytes, ...] = tuple(
    target if isinstance(target, bytes) else target.encode()
    for target in (
        "/",
        f"/{FILE}",
        f"//{FILE}",
        f"///{FILE}",
        f"/./{FILE}",
        f"/x/../{FILE}",
        f"/%2e/{FILE}",
        f"/x/%2e%2e/{FILE}",
        f"/.%2e/current/{FILE}",
        f"/%252e%252e/{FILE}",
        "/cadres%2fC-00001.html",
        "/cadres%252fC-00001.html",
        "/cadres%5cC-00001.html",
        "/cadres\\C-00001.html",
        f"/{FILE};a=b",
        f"/;/{FILE}",
        f"/{FILE}.",
        f"/{FILE}%20",
        f"/{FILE}/",
        f"/{FILE}%00",
        f"/{FILE}%00.css",
        f"/{FILE}/x.css",
        "/CADRES/C-00001.HTML",
        "/cadres/C-0000%31.html",
        "/cadres/\uff23-00001.html",
        b"/cadres/C-00001.html%c0%ae",
        b"/%c0%af/cadres/C-00001.html",
        b"/cadres/C-00001.html\xff",
        f"/{FILE}?x=1",
        f"/{FILE}?/oidc/callback",
        f"/{FILE}#/oidc/callback",
        f"/oidc/callback/../../{FILE}",
        f"/oidc/callback/%2e%2e/%2e%2e/{FILE}",
        f"/oidc/callback%2f..%2f..%2f{FILE}",
        f"/oidc/callback;/../../{FILE}",
        f"/signed-in/../{FILE}",
        "/signed-in",
        f"/assets/../{FILE}",
        f"/assets/%2e%2e/{FILE}",
        "/assets/handbook.css",
        "/search/register.js",
        "/404.html",
        "/.handbook-release.json",
        "/%2ehandbook-release.json",
        "/../handbook-target.yaml",
        "/%2e%2e/handbook-target.yaml",
        "/../../org/current/index.html",
        "/%2e%2e/%2e%2e/org/current/index.html",
        "/..%2f..%2forg%2fcurrent%2findex.html",
        "/..;/..;/org/current/index.html",
        f"https://handbook.example.org/{FILE}",
        f"https://unknown.example.org/{FILE}",
        f"http://127.0.0.1/{FILE}",
        f"file:///{FILE}",
        f"{FILE}",
        "*",
        "",
    )
)
METHODS = (
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND",
    "MKCOL", "COPY", "MOVE", "LOCK", "SEARCH", "PURGE", "get", "GETX",
)  # fmt: skip
HEADERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("X-Original-URL", f"/{FILE}"),),
    (("X-Rewrite-URL", "/oidc/callback"),),
    (("X-Original-URI", "/oidc/callback"),),
    (("X-Forwarded-For", "127.0.0.1"),),
    (("X-Real-IP", "127.0.0.1"), ("Client-IP", "127.0.0.1"), ("True-Client-IP", "127.0.0.1")),
    (("X-Forwarded-Host", "unknown.example.org"),),
    (("X-Forwarded-Proto", "http"), ("X-Forwarded-Port", "8081")),
    (("Forwarded", "for=127.0.0.1;host=handbook.example.org;proto=https"),),
    (("Via", "1.1 127.0.0.1"), ("X-Custom-IP-Authorization", "127.0.0.1")),
    (("X-Remote-User", "org"), ("Remote-User", "org"), ("REMOTE_USER", "org")),
    (("X-Auth-Request-User", "org"), ("X-Forwarded-User", "org"), ("X-Forwarded-Groups", "org")),
    (("OIDC_CLAIM_groups", "handbook-internal"), ("OIDC-CLAIM-groups", "handbook-internal")),
    (("X-HTTP-Method-Override", "GET"), ("X-Method-Override", "GET")),
    (("Authorization", "Basic b3JnOm9yZw=="),),
    (("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcmcifQ."),),
    (("Cookie", "__Host-handbook=1; mod_auth_openidc_session=1"),),
    (("Cookie", "__Host-handbook=../../../../x"), ("Cookie", "__Host-handbook=")),
    (("X-Requested-With", "XMLHttpRequest"),),
    (("Accept", "application/json"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "script")),
    (("Accept", "text/html"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")),
    (("Range", "bytes=0-10"), ("If-None-Match", "*")),
    (("If-Modified-Since", "Fri, 31 Dec 2100 00:00:00 GMT"),),
    (("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQAAP__")),
    (("Expect", "100-continue"), ("Content-Length", "0")),
    (("Host", "unknown.example.org"),),
    (("Host", "127.0.0.1"),),
    (("Host", "org.handbook.example.org"),),
    (("Host", "HANDBOOK.EXAMPLE.ORG"),),
    (("Host", "HANDBOOK.EXAMPLE.ORG."),),
    (("Host", "handbook.example.org:8081"),),
    (("Host", "handbook.example.org@unknown.example.org"),),
    (("Host", ""),),
    (("Host", "handbook.example.org"), ("Host", "unknown.example.org")),
)


class Try(NamedTuple):
    """One request.

    Attributes:
        host: Whose site is wanted.
        target: As it is sent.
        method: As it is sent.
        headers: In addition.
    """

    host: str
    target: bytes
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()


def every_way() -> tuple[Try, ...]:
    """Every address with every method, and with every header."""
    host = next(iter(HOSTS))
    methods = (Try(host, *each) for each in product(TARGETS, METHODS))
    headers = (Try(host, target, "GET", each) for target, each in product(TARGETS[:2], HEADERS))
    others = (Try(other, target) for other, target in product(HOSTS, TARGETS))
    return tuple(dict.fromkeys((*methods, *headers, *others)))


def every_way_with_everything() -> Iterator[Try]:
    """Every address with every method and every header, on every host."""
    for host, target, method, headers in product(HOSTS, TARGETS, METHODS, ((), *HEADERS)):
        yield Try(host, target, method, headers)


def elsewhere(person: str) -> tuple[str, ...]:
    """Give the hosts that are not for somebody."""
    return tuple(
        host
        for host, folder in HOSTS.items()
        if f"handbook-{folder.removeprefix('unit-')}" not in PEOPLE[person]
    )


def every_way_elsewhere(person: str, host: str, cookie: tuple[str, str]) -> tuple[Try, ...]:
    """Every address and every header, for one reader with every method too."""
    tries = [Try(host, target, "GET", (cookie,)) for target in TARGETS]
    tries += [Try(host, TARGETS[1], "GET", (*each, cookie)) for each in HEADERS]
    if person == "unit":
        tries += [Try(host, *each, (cookie,)) for each in product(TARGETS, METHODS)]
    return tuple(dict.fromkeys(tries))


def let_in(office: Office, tries: Iterable[Try]) -> list[tuple[Try, int]]:
    """Give the requests that were answered with more than a refusal."""

    def one(each: Try) -> Answer:
        is_told = any(name == "Accept" for name, _ in each.headers)
        headers = each.headers if is_told else (("Accept", "text/html"), *each.headers)
        return ask(office.port, each.host, each.target, each.method, headers)

    tries = list(tries)
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(one, tries)
        return [
            (each, answer.status)
            for each, answer in zip(tries, answers, strict=True)
            if not is_refusal(office, answer, each)
        ]


def is_refusal(office: Office, answer: Answer, asked: Try) -> bool:
    """Whether an answer gives away nothing: a refusal, or the way to the provider."""
    said = answer.body + repr(answer.headers).encode()
    if any(secret in said for secret in SECRETS):
        return False
    if answer.status == 302:
        return answer.header("location").startswith(f"{office.provider.address}/authorize?")
    if answer.status == 500:  # where the way back cannot be written down, nobody is sent on it
        return b"\xff" in asked.target
    is_about_the_server = asked.method == "OPTIONS" and asked.target == b"*"
    if is_about_the_server and answer.status == 200:
        return answer.body == b""
    return answer.status in REFUSALS


def test_nobody_gets_a_byte_of_any_site(office: Office):
    assert let_in(office, every_way()) == []


@pytest.mark.soak
def test_nobody_gets_a_byte_with_any_combination(office: Office):
    assert let_in(office, every_way_with_everything()) == []


def test_the_answers_would_be_noticed_if_they_were_let_in(office: Office):
    inside = sign_in(office.port, "handbook.example.org", "inner")
    tries = (
        Try("handbook.example.org", target, "GET", (("Cookie", inside),))
        for target in (b"/", b"//404.html", b"/x/../index.html", b"/assets/handbook.css")
    )
    assert [status for _, status in let_in(office, tries)] == [200] * 4


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_nobody_gets_a_byte_of_a_site_of_another_group(office: Office, person: str):
    for host in elsewhere(person):
        cookie = ("Cookie", sign_in(office.port, host, person))
        assert let_in(office, every_way_elsewhere(person, host, cookie)) == []
        # Whoever is signed in is told so, and not sent round in circles.
        assert ask(office.port, host, "/", headers=(cookie,)).status == 403


@pytest.mark.parametrize("person", ["inner", "unit", "org"])
def test_a_group_gets_its_own_site(office: Office, person: str):
    (host,) = HOSTS.keys() - elsewhere(person)
    cookie = ("Cookie", sign_in(office.port, host, person))
    answer = ask(office.port, host, "/", headers=(cookie,))
    assert (answer.status, f"{CANARY} {HOSTS[host]}" in answer.body.decode()) == (200, True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_counts_what_was_tried(language: str):
    text = (PROJECT / "docs" / language / "about" / "hosting.md").read_text(encoding="utf-8")
    table = text.partition("{#tried}")[2].partition("\n## ")[0]
    combinations = len(HOSTS) * len(TARGETS) * len(METHODS) * (1 + len(HEADERS))
    strangers = sum(
        len(every_way_elsewhere(person, host, ("Cookie", "")))
        for person in PEOPLE
        for host in elsewhere(person)
    )
    counts = (len(TARGETS), len(METHODS), len(HEADERS), len(every_way()), strangers, combinations)
    rows = re.findall(r"^\| .* \| ([\d,]+) \|$", table, re.MULTILINE)
    assert rows == [*(f"{count:,}" for count in counts), "0"]


def test_a_cookie_of_one_site_opens_no_other(office: Office):
    cookie = sign_in(office.port, "u-0007.handbook.example.org", "unit")
    for host in ("handbook.example.org", "org.handbook.example.org"):
        tries = [Try(host, target, "GET", (("Cookie", cookie),)) for target in TARGETS]
        assert let_in(office, tries) == []


@pytest.mark.parametrize(
    "query",
    [
        "logout=https%3A%2F%2Felsewhere.example.net%2F",
        "logout=%2F%2Felsewhere.example.net%2F",
        "logout=https%3A%2F%2Fhandbook.example.org%40elsewhere.example.net%2F",
        "iss={provider}&target_link_uri=https%3A%2F%2Felsewhere.example.net%2F",
        "iss=https%3A%2F%2Felsewhere.example.net&target_link_uri=https%3A%2F%2Fhandbook.example.org",
        "code=1&state=1",
        "info=json",
        "jwks=rsa",
        "session=logout",
        "request_uri=1",
        "remove_at_cache=1",
        "revoke_session=1",
    ],
)
def test_the_return_address_sends_nobody_elsewhere(office: Office, query: str):
    target = f"/oidc/callback?{query.format(provider=office.provider.address)}"
    answer = ask(office.port, "handbook.example.org", target)
    assert "elsewhere.example.net" not in answer.header("location").split("?")[0]
    assert answer.status not in {200, 500} or CANARY.encode() not in answer.body
