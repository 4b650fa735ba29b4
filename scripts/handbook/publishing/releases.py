"""A published copy of a site: its name, what is in it, and whether it is as it was published."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from handbook.publishing.refusals import PublishError

MANIFEST_NAME = ".handbook-release.json"

_FORMAT = 1
_DIGEST_LENGTH = 16  # hexadecimal digits in a name
_NAME = re.compile(rf"(\d{{6,}})-(\d{{4}}-\d\d-\d\d)-([0-9a-f]{{{_DIGEST_LENGTH}}})")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy of a site holds.

    Attributes:
        audience: Name of the audience it was made for.
        as_of: ISO day the register spoke about.
        files: Address → sha256 in hexadecimal, for every file but the manifest.
    """

    audience: str
    as_of: str
    files: Mapping[str, str]

    @property
    def text(self) -> str:
        """The manifest; the same contents give the same text."""
        content = {"format": _FORMAT, **asdict(self), "files": dict(sorted(self.files.items()))}
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    @property
    def digest(self) -> str:
        """Short hash of the manifest."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:_DIGEST_LENGTH]


@dataclass(frozen=True, slots=True)
class Release:
    """A release that stands in a folder of releases.

    Attributes:
        number: Counted up from 1 in that folder.
        as_of: ISO day the register spoke about.
        digest: Of its contents.
        among: The folder of releases.
    """

    number: int
    as_of: str
    digest: str
    among: Path

    @property
    def name(self) -> str:
        """Name of its folder."""
        return f"{self.number:06}-{self.as_of}-{self.digest}"

    @property
    def folder(self) -> Path:
        """Where its files stand."""
        return self.among / self.name


def releases_in(among: Path) -> tuple[Release, ...]:
    """Give the releases in a folder by number; anything else in it is passed over.

    Args:
        among: The folder of releases; may be missing.
    """
    found = [
        Release(int(match[1]), match[2], match[3], among)
        for path in (among.iterdir() if among.is_dir() else ())
        if (match := _NAME.fullmatch(path.name)) and path.is_dir() and not path.is_symlink()
    ]
    return tuple(sorted(found, key=lambda each: each.number))


def load_contents(folder: Path) -> Contents | None:
    """Read the manifest of a copy.

    Args:
        folder: Folder of the copy.

    Returns:
        None where there is none, or none that can be understood.
    """
    try:
        content = json.loads((folder / MANIFEST_NAME).read_bytes())
        if content.pop("format") != _FORMAT:
            return None
        return Contents(**content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def verify(release: Release) -> Contents:
    """See that a release is as it was published, to the last byte.

    Args:
        release: The release.

    Returns:
        What it holds.

    Raises:
        PublishError: A file, or the manifest, is not as it was, is gone, or came in addition.
    """
    contents = load_contents(release.folder)
    if contents is None or contents.digest != release.digest:
        raise PublishError("damaged", release=release.name, file=MANIFEST_NAME)
    for file in differences(release.folder, contents):
        raise PublishError("damaged", release=release.name, file=file)
    return contents


def differences(folder: Path, contents: Contents) -> Iterator[str]:
    """Give the address of every file that is not as a manifest says, in order.

    Args:
        folder: Folder of the copy.
        contents: What it should hold.
    """
    paths = dict(plain_files(folder))
    paths.pop(MANIFEST_NAME, None)
    for address in sorted(paths.keys() | contents.files.keys()):
        path, wanted = paths.get(address), contents.files.get(address)
        if path is None or _sha256(path) != wanted:
            yield address


def plain_files(folder: Path, below: str = "") -> Iterator[tuple[str, Path]]:
    """Give address → path of every file below a folder.

    Args:
        folder: The folder.
        below: Address of the folder inside it to begin with, with `/` at its end; blank for all.

    Raises:
        PublishError: Something below it is neither a file nor a folder, perhaps a link.
    """
    with os.scandir(folder / below) as entries:
        for entry in entries:
            address = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from plain_files(folder, f"{address}/")
            elif entry.is_file(follow_symlinks=False):
                yield address, Path(entry.path)
            else:
                raise PublishError("no_plain_file", file=address)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
