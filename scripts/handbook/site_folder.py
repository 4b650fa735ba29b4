"""The folder a finished site stands in: writes only what changed, removes what is gone.

Every file is written beside its place and moved there, so a reader never meets half a file. What
was written is remembered in a manifest outside the site; a file whose size or time no longer agrees
with it is written again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from handbook.errors import HandbookError
from handbook.kept_data import load_kept, save_kept

MARKER = ".handbook-site"
"""Name of the file that says a folder is ours to clean."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | os.O_CLOEXEC
_FORMAT = "site folder 3"
_State = tuple[str, int, int]  # digest, size, time in ns


class ForeignFolderError(HandbookError):
    """The folder for the site holds files that are not a site of ours.

    Attributes:
        folder: Where the site was to be written.
    """

    def __init__(self, folder: Path) -> None:
        """Build the sentence from the folder.

        Args:
            folder: Where the site was to be written.
        """
        super().__init__(
            {
                "zh": f"文件夹 {folder} 里有别的文件，不能把网站写进去。"
                "请换一个空文件夹，或先把它清空。",
                "vi": f"Thư mục {folder} đang chứa tệp khác nên không thể ghi trang vào đó. "
                "Hãy chọn một thư mục trống hoặc dọn thư mục này trước.",
                "en": f"The folder {folder} holds other files, so no site is written there. "
                "Choose an empty folder, or empty this one first.",
            }
        )
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Framed:
    """What a page has of its own, and the name of what stands around it.

    Attributes:
        frame: The same for all pages of a folder with the same frame.
        own: Everything that differs from page to page: title, switch of languages, body.
        is_seen: Whether all of it but the words of the language is looked through in another.
    """

    frame: str
    own: bytes
    is_seen: bool = False


OnWrite = Callable[[str, str, bytes, "Framed | None"], None]
"""Takes address, digest and content of a file, and of a page in a frame what is its own."""


@dataclass(frozen=True, slots=True)
class MadeLater:
    """A file that costs time to make, and is made only where the last build's is not the same.

    Attributes:
        digest: Of whatever it is made from, the way it is made included.
        make: Gives the whole file.
    """

    digest: str
    make: Callable[[], bytes]


def claim(root: Path, nested: Iterable[str] = (), *, may_hold_files: bool = False) -> None:
    """Make the folder of a site ours, and say in it that the site is not whole.

    Args:
        root: The folder; made if it does not exist.
        nested: Folders inside that are part of this site although each was one of its own.
        may_hold_files: Whether the folder may be anybody's.

    Raises:
        ForeignFolderError: It holds files and is no site of ours.
    """
    root.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in root.iterdir()}
    if names and MARKER not in names and not may_hold_files:
        raise ForeignFolderError(root.resolve())
    (root / MARKER).write_bytes(b"")  # what an earlier build declared holds no more
    for name in nested:
        (root / name / MARKER).unlink(missing_ok=True)


class SiteFolder:
    """Takes the files of one build one by one, then cleans up; use it in a `with` statement.

    It has a whole site or a folder of one, so that several can work on a site at the same time.

    Attributes:
        written: Number of files new or changed.
        removed: Number of files that are no longer part of the site.
        on_write: Is told of every file that is written.
    """

    def __init__(
        self, root: Path, manifest: Path | None, folder: str = "", without: Collection[str] = ()
    ) -> None:
        """Look at nothing yet.

        Args:
            root: Of the whole site, claimed.
            manifest: File that remembers the last build; None writes everything.
            folder: The part of the site that is worked on: blank, or such as `en/`.
            without: Folders inside that another works on, the same.
        """
        self.written = self.removed = 0
        self.on_write: OnWrite | None = None
        self._root = root.resolve()
        self._manifest = manifest
        self._folder, self._without = folder, tuple(without)
        self._known: dict[str, _State] = {}
        self._now: dict[str, _State] = {}
        self._taken: set[str] = set()
        self._has_looked = False
        self._found: dict[str, tuple[int, int]] = {}
        self._folders: set[str] = set()

    @property
    def unchanged(self) -> int:
        """Number of files left as they were."""
        return len(self._now) - self.written

    def __enter__(self) -> SiteFolder:
        """Look at what stands there and what is remembered of it, unless that has been done."""
        self.look()
        return self

    def look(self) -> None:
        """Look at what stands there and what is remembered of it."""
        if self._has_looked:
            return
        self._has_looked = True
        if (self._root / self._folder).is_dir():
            self._found = dict(_files(str(self._root), self._folder, self._without))
        self._known = (load_kept(self._manifest, _FORMAT) if self._manifest else None) or {}

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Remove what was not put again, unless the build failed, and remember the rest."""
        if failure is None:
            self._sweep()
        if self._manifest:
            save_kept(
                self._manifest, _FORMAT, self._now if failure is None else self._known | self._now
            )

    def digest(self, address: str) -> str | None:
        """Give the digest of what a file was made from.

        Args:
            address: Path from the root of the site, with `/`.

        Returns:
            None where no file of this build or the last stands as it was written.
        """
        known = self._now.get(address)
        if known is None:
            known = self._known.get(address)
            if known is None or self._found.get(address) != known[1:]:
                return None
        return known[0]

    @property
    def digests(self) -> dict[str, str]:
        """Address of each file put so far → digest of what it was made from."""
        return {address: state[0] for address, state in self._now.items()}

    def keep(self, address: str) -> None:
        """Keep a file of the last build as it stands.

        Args:
            address: Path from the root of the site, with `/`; of a file that has a digest.
        """
        digest = self.digest(address)
        if digest is None or not self.has(address, digest):
            raise ValueError(f"no file to keep at {address}")

    def has(self, address: str, digest: str) -> bool:
        """Keep a file of the last build if it still stands there with the same digest.

        Args:
            address: Path from the root of the site, with `/`.
            digest: Of whatever the file is made from.

        Raises:
            ValueError: The address was given before, perhaps in other letter cases, or is not ours.
        """
        self._take(address)
        known = self._known.get(address)
        if known is None or known[0] != digest or self._found.get(address) != known[1:]:
            return False
        self._now[address] = known
        return True

    def write(
        self, address: str, digest: str, content: bytes, framed: Framed | None = None
    ) -> None:
        """Write a file for which `has` said no.

        Args:
            address: Path from the root of the site, with `/`.
            digest: Of whatever the file is made from.
            content: The whole file.
            framed: Of a page in a frame, what is its own.
        """
        folder = address.rpartition("/")[0]
        if folder not in self._folders:
            (self._root / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        write = _move_into_place if address in self._found else _write_new
        self._now[address] = (digest, *write(content, f"{self._root}/{address}"))
        self.written += 1
        if self.on_write:
            self.on_write(address, digest, content, framed)

    def put(self, address: str, content: bytes | MadeLater) -> None:
        """Write a file unless it stands there already, made from the same.

        Args:
            address: Path from the root of the site, with `/`.
            content: The whole file, or how to make it.
        """
        if isinstance(content, MadeLater):
            if not self.has(address, content.digest):
                self.write(address, content.digest, content.make())
            return
        digest = blake2b(content, digest_size=16).hexdigest()
        if not self.has(address, digest):
            self.write(address, digest, content)

    def apart(self) -> SiteFolder:
        """Give the same folder, with nothing put yet, for another process that puts some of it."""
        other = SiteFolder(self._root, None, self._folder, self._without)
        other._known, other._found, other._has_looked = self._known, self._found, True
        return other

    @property
    def states(self) -> Mapping[str, _State]:
        """Address of each file put so far → what is remembered of it."""
        return self._now

    def join(self, states: Mapping[str, _State]) -> None:
        """Take over what was put elsewhere.

        Args:
            states: From the folder that was `apart`.

        Raises:
            ValueError: An address was given before, perhaps in other letter cases.
        """
        for address, state in states.items():
            self._take(address)
            self.written += state != self._known.get(address)
        self._now |= states

    def _take(self, address: str) -> None:
        folded = address.casefold()
        if folded in self._taken or folded.startswith(self._without):
            raise ValueError(f"two files want the address {address}")
        self._taken.add(folded)

    def _sweep(self) -> None:
        gone = self._found.keys() - self._now.keys()
        for address in gone:
            (self._root / address).unlink()
        for folder in {address.rpartition("/")[0] for address in gone}:
            _remove_if_empty(self._root, folder)
        self.removed += len(gone)


def _files(
    root: str, folder: str, without: Collection[str]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give address → (size, time in ns); a folder inside that is a site of its own is left out."""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            address = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                is_own = f"{address}/" not in without and not Path(entry.path, MARKER).exists()
                if is_own:
                    yield from _files(root, f"{address}/", without)
            elif entry.name != MARKER:
                status = entry.stat(follow_symlinks=False)
                yield address, (status.st_size, status.st_mtime_ns)


def _remove_if_empty(root: Path, folder: str) -> None:
    """Remove a folder of a site, and those it is in, as far as nothing is in them."""
    while folder:
        try:
            (root / folder).rmdir()
        except OSError:  # not empty, or gone already
            return
        folder = folder.rpartition("/")[0]


def _move_into_place(content: bytes, target: str) -> tuple[int, int]:
    """Write a file beside its place and move it there; give its size and time in ns.

    Ten thousand times in a build, hence plain functions and not `Path`: a quarter of the time.
    """
    part = f"{target}.part"
    state = _write_new(content, part)
    os.replace(part, target)  # noqa: PTH105
    return state


def _write_new(content: bytes, target: str) -> tuple[int, int]:
    """Write a file where none is; give its size and time in ns.

    No page leads there before it is written, and one that a broken build leaves behind is in no
    manifest: the next build writes it again.
    """
    file = os.open(target, _NEW, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
        status = os.fstat(file)
    finally:
        os.close(file)
    return status.st_size, status.st_mtime_ns
