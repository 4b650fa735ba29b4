"""What one build keeps for the next comes back whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.kept_data import load_kept, save_kept

CONTENT = {"cadres": [b"\x00\xff", "顾清禾", 3, None, ("a", 1.5)], "": {}}


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    save_kept(tmp_path / "a.kept", ["key", 1], CONTENT)
    assert load_kept(tmp_path / "a.kept", ["key", 1]) == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["a.kept"]


def test_nothing_comes_back_under_another_key(tmp_path: Path) -> None:
    save_kept(tmp_path / "a.kept", "key", CONTENT)
    assert load_kept(tmp_path / "a.kept", "other key") is None


def test_nothing_comes_back_where_nothing_was_kept(tmp_path: Path) -> None:
    assert load_kept(tmp_path / "none.kept", "key") is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda data: data[:7], id="torn within the checksum"),
        pytest.param(lambda data: data[:-1], id="torn"),
        pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 1]), id="one bit"),
        pytest.param(lambda data: data + b"x", id="longer"),
        pytest.param(lambda _: b"[1, 2]", id="of an earlier version"),
    ],
)
def test_a_damaged_file_is_the_same_as_none(damage, tmp_path: Path) -> None:
    file = tmp_path / "a.kept"
    save_kept(file, "key", CONTENT)
    file.write_bytes(damage(file.read_bytes()))
    assert load_kept(file, "key") is None
