"""The table of threats is complete, and every test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hostile_register import own_payloads

PROJECT = Path(__file__).parents[2]
PAGES = [PROJECT / "docs" / language / "about" / "threat-model.md" for language in ("en", "zh")]
THREATS = range(1, 21)


def rows(page: Path) -> dict[int, list[str]]:
    """Give number of a threat → tests named for it."""
    lines = re.findall(r"^\| (\d+) \|.*\|.*\|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == len(set(lines))
    return {
        int(number): re.findall(r"`(tests/[^`]+)`", tests)
        for number, tests in re.findall(
            r"^\| (\d+) \|[^|]*\|(.*)\|$", page.read_text(encoding="utf-8"), re.MULTILINE
        )
    }


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_every_threat_has_a_test_that_exists(page: Path) -> None:
    named = rows(page)
    assert list(named) == list(THREATS)
    missing = [
        test
        for tests in named.values()
        for test in tests
        if not re.search(
            rf"^(?:async )?def {test.partition('::')[2]}\(",
            (PROJECT / test.partition("::")[0]).read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    ]
    assert missing == []
    assert all(named.values())


def test_both_languages_name_the_same_tests() -> None:
    assert rows(PAGES[0]) == rows(PAGES[1])


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_the_page_counts_the_payloads_as_they_are(page: Path) -> None:
    assert f"| {len(own_payloads())} |" in page.read_text(encoding="utf-8")


def test_no_payload_stands_twice() -> None:
    payloads = own_payloads()
    assert len(payloads) == len(set(payloads))
