"""Encrypted files: what goes in comes out, and nothing else ever does."""

from __future__ import annotations

import base64
import io
import tarfile
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from handbook import vault
from handbook.schema import LANGUAGES
from handbook.vault import SENTENCES, VaultError, new_key, pack, read_keys, unpack

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
HEAD = b"HBVAULT\x01" + vault._key_mark(KEY)


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its name."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def written(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def sealed(archive: bytes, key: bytes = KEY) -> bytes:
    """Encrypt what is no ordinary archive, as somebody with the key could."""
    nonce = bytes(12)
    return HEAD + nonce + AESGCM(key).encrypt(nonce, zlib.compress(archive), HEAD)


def archive_of(*members: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return buffer.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    info.size = 1 if kind == tarfile.REGTYPE else 0
    return info


def refused(data: bytes, key: bytes, to: Path, **options: int) -> str:
    """Give the reason for which a vault is refused; nothing may have been written."""
    with pytest.raises(VaultError) as caught:
        unpack(data, [key], to, **options)
    assert contents(to) == {}
    return caught.value.reason


def test_files_and_folders_come_back_under_their_own_names(tmp_path: Path) -> None:
    source = written(
        tmp_path / "source",
        {
            "history/a/1.json.gz": b"\x1f\x8b",
            "history/登记.csv": "挂职".encode(),
            "edition.json": b"",
        },
    )
    data = pack([source / "history", source / "edition.json"], KEY)
    files = unpack(data, [KEY], tmp_path / "to")
    assert contents(tmp_path / "to") == contents(source)
    assert files == sorted(files)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


@given(st.dictionaries(st.from_regex(r"(in/)?[a-z0-9]{3,8}", fullmatch=True), st.binary()))
def test_any_bytes_come_back(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "all").mkdir()
        unpack(pack([written(folder / "all", files)], KEY), [KEY], folder / "to")
        assert contents(folder / "to" / "all") == files


def test_the_same_files_differ_by_nothing_but_the_nonce(tmp_path: Path) -> None:
    source = written(tmp_path / "source", {"b": b"2", "a/c": b"1"})
    first, second = (pack([source], KEY) for _ in range(2))
    assert first != second
    assert vault._decrypted(first, [KEY]) == vault._decrypted(second, [KEY])


def test_nothing_of_a_file_can_be_read_without_the_key(tmp_path: Path) -> None:
    source = written(tmp_path / "顾清禾", {"顾清禾.csv": "顾清禾，任职".encode() * 50})
    data = pack([source], KEY)
    assert "顾清禾".encode() not in data
    assert len(data) < 1000


def test_links_are_not_followed_into_a_vault(tmp_path: Path) -> None:
    outside = written(tmp_path / "outside", {"secret": b"s"})
    source = written(tmp_path / "source", {"a": b"1"})
    (source / "link").symlink_to(outside / "secret")
    unpack(pack([source], KEY), [KEY], tmp_path / "to")
    assert contents(tmp_path / "to") == {"source/a": b"1"}


def test_a_link_in_the_way_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    outside = written(tmp_path / "outside", {"file": b"untouched"})
    to = tmp_path / "to"
    to.mkdir()
    (to / "a").symlink_to(outside / "file")
    unpack(pack([written(tmp_path / "s", {"a": b"1"}) / "a"], KEY), [KEY], to)
    assert (contents(outside), contents(to)) == ({"file": b"untouched"}, {"a": b"1"})


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(member("/etc/passwd"), id="absolute"),
        pytest.param(member("../outside"), id="parent"),
        pytest.param(member("a/../../outside"), id="parent further down"),
        pytest.param(member("..\\outside"), id="parent on Windows"),
        pytest.param(member("C:outside"), id="drive"),
        pytest.param(member("."), id="the folder itself"),
        pytest.param(member("a", tarfile.SYMTYPE, "/etc/passwd"), id="symbolic link"),
        pytest.param(member("a", tarfile.LNKTYPE, "../outside"), id="hard link"),
        pytest.param(member("a", tarfile.FIFOTYPE), id="pipe"),
        pytest.param(member("a", tarfile.CHRTYPE), id="device"),
        pytest.param(member("a", tarfile.DIRTYPE), id="folder"),
    ],
)
def test_what_is_no_plain_file_below_the_folder_is_refused(
    cell: tarfile.TarInfo, tmp_path: Path
) -> None:
    data = sealed(archive_of(member("good"), cell))
    assert refused(data, KEY, tmp_path / "to") == "unsafe"


def test_a_vault_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = sealed(bytes(2_000_000))
    assert len(bomb) < 5_000
    assert refused(bomb, KEY, tmp_path / "to", largest=1_000_000) == "too_large"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(lambda data: data[:0], "not_a_vault", id="empty"),
        pytest.param(lambda data: b"PK\x03\x04" + data, "not_a_vault", id="zip around it"),
        pytest.param(lambda data: data[:20], "not_a_vault", id="header only"),
        pytest.param(lambda data: b"HBVAULT\x02" + data[8:], "newer", id="later version"),
        pytest.param(lambda data: data[:-1], "damaged", id="cut short"),
        pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 1]), "damaged", id="last bit"),
        pytest.param(lambda data: data[:40] + b"?" + data[41:], "damaged", id="in the middle"),
        pytest.param(lambda data: data[:16] + bytes(12) + data[28:], "damaged", id="other nonce"),
        pytest.param(lambda data: data[:8] + bytes(8) + data[16:], "other_key", id="key mark"),
    ],
)
def test_a_vault_that_was_altered_gives_nothing(change, reason: str, tmp_path: Path) -> None:
    data = pack([written(tmp_path / "source", {"a": b"1" * 100})], KEY)
    assert refused(change(data), KEY, tmp_path / "to") == reason


def test_another_key_is_told_from_damage(tmp_path: Path) -> None:
    data = pack([written(tmp_path / "source", {"a": b"1"})], KEY)
    assert refused(data, OTHER_KEY, tmp_path / "to") == "other_key"


def test_an_older_key_still_opens_what_it_closed(tmp_path: Path) -> None:
    data = pack([written(tmp_path / "source", {"a": b"1"})], OTHER_KEY)
    unpack(data, [KEY, OTHER_KEY], tmp_path / "to")
    assert contents(tmp_path / "to") == {"source/a": b"1"}


def test_what_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(VaultError) as caught:
        pack([tmp_path / "history"], KEY)
    assert caught.value.text("en") == (
        "The file or folder “history” to be kept was not found. Check its name."
    )


def test_every_key_is_new_and_can_be_read() -> None:
    keys = {new_key() for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in read_keys("\n".join(keys))} == {32}
    assert len(set(read_keys(" ".join(keys)))) == 20


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "no_key", id="not set"),
        pytest.param(" \n", "no_key", id="only spaces"),
        pytest.param("correct horse battery staple", "bad_key", id="a password"),
        pytest.param(base64.urlsafe_b64encode(KEY[:31]).decode(), "bad_key", id="too short"),
        pytest.param(base64.urlsafe_b64encode(KEY * 2).decode(), "bad_key", id="too long"),
        pytest.param(base64.urlsafe_b64encode(KEY).decode()[:-1], "bad_key", id="cut when copying"),
        pytest.param(f'"{base64.urlsafe_b64encode(KEY).decode()}"', "bad_key", id="in quotes"),
        pytest.param("密钥" * 22, "bad_key", id="not ASCII"),
    ],
)
def test_what_is_no_key_is_refused_without_being_repeated(text: str, reason: str) -> None:
    with pytest.raises(VaultError) as caught:
        read_keys(text)
    assert caught.value.reason == reason
    assert not text.strip() or text not in "".join(caught.value.texts.values())


def test_every_refusal_is_told_in_every_language() -> None:
    assert {tuple(texts) for texts in SENTENCES.values()} == {LANGUAGES}
