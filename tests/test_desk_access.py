"""Who may speak to the desk."""

from __future__ import annotations

import pytest

from handbook.desk.access import Keys, comes_from_ours, is_ours


def test_the_first_key_opens_once() -> None:
    keys = Keys()
    once = keys.once
    assert [keys.use_once("wrong"), keys.use_once(once), keys.use_once(once)] == [
        False,
        True,
        False,
    ]
    assert not keys.use_once("")


def test_a_new_key_takes_the_place_of_the_old_one() -> None:
    keys = Keys()
    old = keys.once
    new = keys.renew()
    assert (keys.use_once(old), keys.use_once(new)) == (False, True)


def test_no_two_desks_share_a_secret() -> None:
    assert len({key for _ in range(20) for key in (Keys().path, Keys().once)}) == 40


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:8123", True),
        ("localhost:8123", True),
        ("127.0.0.1", False),
        ("127.0.0.1:80", False),
        ("127.0.0.1.example.org:8123", False),
        ("evil.example:8123", False),
        ("127.0.0.1:8123@evil.example", False),
        ("", False),
    ],
)
def test_a_request_must_name_this_machine(host: str, expected: bool) -> None:
    assert is_ours(host, 8123) is expected


@pytest.mark.parametrize(
    ("origin", "fetch_site", "expected"),
    [
        ("http://127.0.0.1:8123", "same-origin", True),
        ("http://127.0.0.1:8123", "", True),
        ("http://127.0.0.1:8124", "same-site", False),
        ("http://127.0.0.1:8123", "cross-site", False),
        ("https://127.0.0.1:8123", "", False),
        ("http://evil.example", "cross-site", False),
        ("null", "", False),
        ("", "", False),
    ],
)
def test_a_change_must_come_from_a_page_of_the_desk(
    origin: str, fetch_site: str, expected: bool
) -> None:
    assert comes_from_ours(origin, fetch_site, "127.0.0.1:8123") is expected
