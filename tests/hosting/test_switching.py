"""A release that is switched to is seen at once, whole, by whoever is signed in."""

from __future__ import annotations

import os
import threading
from datetime import date
from pathlib import Path

import pytest

from handbook.declaring import Declaration, declare
from handbook.publishing import publish, rollback
from handbook.stamping import stamp
from hosting.offices import Office
from hosting.requests_in_tls import Answer, ask, sign_in
from sites import LISTS, person, small_shells

HOST = "org.handbook.example.org"
SWITCHES = 20


def make_site(folder: Path, word: str) -> Path:
    """Make a finished site that says a word."""
    site = folder / f"site-{word}"
    shells = small_shells(folder / f"zh-{word}", f"<p>{word}</p>")
    search = {"search/register.js": b"register()", "search/pages.js": b"pages()"}
    stamp(shells, site, (*LISTS, person(1), person(2)), search.items())
    records = {"cadres": ("C-00001", "C-00002"), "units": ("U-0001",)}
    declare(site, Declaration("org", date(2026, 6, 30), ("zh",), records))
    return site


@pytest.fixture
def target(office: Office) -> Path:
    """Give the folder of the site, as it was before anybody published to it."""
    folder = office.place.sites / "org"
    (folder / "handbook-target.yaml").write_text("access: login\naudience: org\n", "utf-8")
    return folder


def pretend_written(target: Path, microsecond: int) -> None:
    """Have the page written in one and the same second, whatever the release."""
    written_ns = 1_782_777_600_000_000_000 + microsecond * 1000
    os.utime(target / "current" / "guidance" / "term.html", ns=(written_ns, written_ns))


class Reader(threading.Thread):
    """Asks for one page again and again until told to stop."""

    def __init__(self, office: Office, cookie: str) -> None:
        super().__init__(daemon=True)
        self.office = office
        self.cookie = cookie
        self.answers: list[Answer] = []
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            self.answers.append(read(self.office, self.cookie))


def read(office: Office, cookie: str, *headers: tuple[str, str]) -> Answer:
    """Read the page that differs from release to release."""
    target = "/guidance/term.html"
    return ask(office.port, HOST, target, headers=(("Cookie", cookie), *headers))


def word_of(answer: Answer) -> str:
    """Give the word a page says."""
    text = answer.body.decode()
    assert answer.status == 200
    assert text.rstrip().endswith("</html>")
    return text.partition("<p>")[2].partition("</p>")[0]


def test_a_switch_is_seen_at_once_and_whole(office: Office, target: Path, tmp_path: Path):
    sites = {word: make_site(tmp_path, word) for word in ("甲甲", "乙乙")}
    publish(sites["甲甲"], target)
    cookie = sign_in(office.port, HOST, "org")
    reader = Reader(office, cookie)
    reader.start()
    for count in range(SWITCHES):
        word = ("乙乙", "甲甲")[count % 2]
        publish(sites[word], target)
        assert word_of(read(office, cookie)) == word
    rollback(target)
    assert word_of(read(office, cookie)) == "乙乙"
    reader.enough.set()
    reader.join()
    assert len(reader.answers) > SWITCHES
    assert {word_of(answer) for answer in reader.answers} == set(sites)


def test_a_page_of_the_same_size_is_not_taken_for_the_old_one(
    office: Office, target: Path, tmp_path: Path
):
    publish(make_site(tmp_path, "丙丙"), target)
    pretend_written(target, microsecond=1)
    cookie = sign_in(office.port, HOST, "org")
    old = read(office, cookie)
    publish(make_site(tmp_path, "丁丁"), target)
    pretend_written(target, microsecond=2)
    etag = (("If-None-Match", old.header("etag")),) if old.header("etag") else ()
    since = ("If-Modified-Since", old.header("last-modified"))
    for known in (etag, (*etag, since)):
        assert word_of(read(office, cookie, *known)) == "丁丁"
