"""Files that may leave one's own premises only encrypted: kept history and raw backups.

A vault is one file: `HBVAULT`, a version byte, the first eight bytes of the key's hash, a nonce of
twelve bytes, and a compressed tar archive under AES-256-GCM. Everything in front of the archive is
authenticated with it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handbook.errors import HandbookError

KEY_SETTING = "HANDBOOK_VAULT_KEY"
LARGEST = 1 << 30
"""Bytes a vault may unpack to; a register of 50,000 cadres with years of history is a tenth."""

_MAGIC = b"HBVAULT"
_VERSION = b"\x01"
_KEY_BYTES = 32
_KEY_MARK_BYTES = 8
_NONCE_BYTES = 12
_HEADER_BYTES = len(_MAGIC) + len(_VERSION) + _KEY_MARK_BYTES + _NONCE_BYTES

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "no_key": {
        "zh": f"没有设置密钥。请把环境变量 {KEY_SETTING} 设为保管的密钥；"
        "第一次使用请先运行 handbook vault key 生成一个，并妥善保管。",
        "vi": f"Chưa có khoá. Hãy đặt biến môi trường {KEY_SETTING} bằng khoá đã cất giữ; "
        "nếu dùng lần đầu, hãy chạy handbook vault key để tạo khoá và cất giữ cẩn thận.",
        "en": f"There is no key. Set the environment variable {KEY_SETTING} to the key you keep; "
        "for the first time, make one with handbook vault key and keep it safe.",
    },
    "bad_key": {
        "zh": f"环境变量 {KEY_SETTING} 不是完整的密钥（应为 44 个字符）。"
        "请重新复制，不要带引号；不要自己编写，用 handbook vault key 生成。",
        "vi": f"Biến môi trường {KEY_SETTING} không phải khoá đầy đủ (phải có 44 ký tự). "
        "Hãy chép lại, không kèm dấu ngoặc; khoá phải do handbook vault key tạo ra.",
        "en": f"The environment variable {KEY_SETTING} is not a whole key (44 characters). "
        "Copy it again without quotes; keys are made by handbook vault key.",
    },
    "not_a_vault": {
        "zh": "这不是手册的加密文件。请选用扩展名为 .vault 的备份；"
        "如果是从网页下载的压缩包，请先解压。",
        "vi": "Đây không phải tệp mã hoá của sổ tay. Hãy chọn bản sao lưu có đuôi .vault; "
        "nếu là gói nén tải từ trang web, hãy giải nén trước.",
        "en": "This is not an encrypted file of the handbook. Choose a backup that ends in .vault; "
        "if it is an archive downloaded from a web page, unpack that first.",
    },
    "newer": {
        "zh": "这个加密文件由更新版本的程序写成。请先更新程序，再打开。",
        "vi": "Tệp mã hoá này do phiên bản mới hơn tạo ra. Hãy cập nhật chương trình rồi mở lại.",
        "en": "This encrypted file was written by a newer version. "
        "Update the program, then open it.",
    },
    "other_key": {
        "zh": "这个加密文件是用另一个密钥写的。"
        f"请把当时使用的密钥也写进 {KEY_SETTING}，放在现用的后面，中间空一格。",
        "vi": "Tệp mã hoá này dùng khoá khác. "
        f"Hãy thêm khoá đã dùng lúc đó vào {KEY_SETTING}, sau khoá hiện nay, cách một dấu cách.",
        "en": "This encrypted file was written with another key. "
        f"Add the key that was used then to {KEY_SETTING}, behind the present one and a space.",
    },
    "damaged": {
        "zh": "这个加密文件已损坏或被改动过，没有取出任何内容。请重新下载，或改用更早的一份备份。",
        "vi": "Tệp mã hoá này bị hỏng hoặc đã bị sửa, nên không lấy ra nội dung nào. "
        "Hãy tải lại hoặc dùng bản sao lưu trước đó.",
        "en": "This encrypted file is damaged or was altered; nothing was taken out of it. "
        "Download it again or use an earlier backup.",
    },
    "too_large": {
        "zh": "这个加密文件解开后过大，没有取出任何内容。请确认它确实由手册程序写成。",
        "vi": "Tệp mã hoá này quá lớn sau khi giải nén, nên không lấy ra nội dung nào. "
        "Hãy kiểm tra xem tệp có đúng do chương trình sổ tay tạo ra không.",
        "en": "This encrypted file is too large once unpacked; nothing was taken out of it. "
        "Make sure that it was written by the handbook.",
    },
    "unsafe": {
        "zh": "这个加密文件里有不该有的文件名，没有取出任何内容。"
        "请不要使用它，并告知保管密钥的人员。",
        "vi": "Tệp mã hoá này chứa tên tệp không được phép, nên không lấy ra nội dung nào. "
        "Không sử dụng tệp này và báo cho người giữ khoá.",
        "en": "This encrypted file holds a file name it should not; nothing was taken out of it. "
        "Do not use it, and tell whoever keeps the key.",
    },
    "missing": {
        "zh": "找不到要保存的文件或文件夹“{name}”。请检查名称。",
        "vi": "Không tìm thấy tệp hoặc thư mục “{name}” cần lưu. Hãy kiểm tra tên.",
        "en": "The file or folder “{name}” to be kept was not found. Check its name.",
    },
}
"""Sentences by reason, then by language."""


class VaultError(HandbookError):
    """Something cannot be put into a vault or taken out of one.

    Attributes:
        reason: Key of `SENTENCES`.
    """

    def __init__(self, reason: str, **details: str) -> None:
        """Build the sentence from the reason.

        Args:
            reason: Key of `SENTENCES`.
            **details: What the sentence names.
        """
        sentences = SENTENCES[reason]
        super().__init__({language: text.format(**details) for language, text in sentences.items()})
        self.reason = reason


def new_key() -> str:
    """Make a key: 32 random bytes as 44 characters of URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode()


def read_keys(text: str) -> tuple[bytes, ...]:
    """Read keys as `new_key` wrote them: the one in use, and behind it older ones.

    Args:
        text: Each 44 characters of URL-safe base64, with spaces or line breaks between them.

    Returns:
        At least one key; the first is the one to pack with.

    Raises:
        VaultError: There is none, or one is no key.
    """
    keys = tuple(map(_key, text.split()))
    if not keys:
        raise VaultError("no_key")
    return keys


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise VaultError("bad_key") from error
    if len(key) != _KEY_BYTES:
        raise VaultError("bad_key")
    return key


def pack(paths: Iterable[Path], key: bytes) -> bytes:
    """Put files and folders into a vault, each under its own name.

    The same files give the same archive inside; the nonce differs every time.

    Args:
        paths: Files and folders; links in them are left out.
        key: 32 bytes.

    Raises:
        VaultError: One of them does not exist.
    """
    head = _MAGIC + _VERSION + _key_mark(key)
    nonce = os.urandom(_NONCE_BYTES)
    return head + nonce + AESGCM(key).encrypt(nonce, zlib.compress(_archive(paths)), head)


def _key_mark(key: bytes) -> bytes:
    """Name a key without giving anything of it away, to tell a wrong key from a damaged file."""
    return hashlib.sha256(b"handbook vault key\0" + key).digest()[:_KEY_MARK_BYTES]


def _archive(paths: Iterable[Path]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, path in sorted(_named_files(paths)):
            data = path.read_bytes()
            member = tarfile.TarInfo(name)  # no owner, no time: same files, same bytes
            member.size, member.mode = len(data), 0o600
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def _named_files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for path in paths:
        if path.is_file():
            yield path.name, path
        elif path.is_dir():
            for file in path.rglob("*"):
                if file.is_file() and not file.is_symlink():
                    yield (path.name / file.relative_to(path)).as_posix(), file
        else:
            raise VaultError("missing", name=path.name)


def unpack(data: bytes, keys: Sequence[bytes], to: Path, *, largest: int = LARGEST) -> list[Path]:
    """Take everything out of a vault, or nothing if any of it is not as it should be.

    Args:
        data: Content of the vault file.
        keys: 32 bytes each; one of them is that it was packed with.
        to: Folder to write into; made if missing. Files of the same name are replaced.
        largest: Bytes it may unpack to.

    Returns:
        The files written, in the order of their names.

    Raises:
        VaultError: It is no vault, no key fits, or it holds what it should not.
    """
    files = _files_of(_decrypted(data, keys), largest)
    return [_write(to / name, content) for name, content in sorted(files.items())]


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # a link in its place would lead the text somewhere else
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def _decrypted(data: bytes, keys: Sequence[bytes]) -> bytes:
    head, nonce = data[: _HEADER_BYTES - _NONCE_BYTES], data[:_HEADER_BYTES][-_NONCE_BYTES:]
    if len(data) <= _HEADER_BYTES or not data.startswith(_MAGIC):
        raise VaultError("not_a_vault")
    if not data.startswith(_MAGIC + _VERSION):
        raise VaultError("newer")
    fitting = [key for key in keys if head == _MAGIC + _VERSION + _key_mark(key)]
    if not fitting:
        raise VaultError("other_key")
    try:
        return AESGCM(fitting[0]).decrypt(nonce, data[_HEADER_BYTES:], head)
    except InvalidTag as error:
        raise VaultError("damaged") from error


def _files_of(compressed: bytes, largest: int) -> dict[str, bytes]:
    inflater = zlib.decompressobj()
    archive = inflater.decompress(compressed, largest)
    if inflater.unconsumed_tail:
        raise VaultError("too_large")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {_safe_name(member): _content(tar, member) for member in tar}


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def _safe_name(member: tarfile.TarInfo) -> str:
    """Refuse what is no plain file below the folder, on any file system."""
    path = PurePosixPath(member.name)
    is_below = not path.is_absolute() and path.parts and ".." not in path.parts
    if not member.isreg() or member.issparse() or not is_below or set(member.name) & set("\\:\0"):
        raise VaultError("unsafe")
    return str(path)
