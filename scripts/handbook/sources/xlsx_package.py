"""The zip package an .xlsx file is: opened only when it is safe and whole."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from handbook.sources.refusals import refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLDER_WORKBOOKS = ("xl/workbook.bin", "content.xml")
_LARGEST_UNPACKED = 500_000_000
_LARGEST_RATIO = 200
_PART_WORTH_A_RATIO = 10_000_000
"""Bytes; small parts of repeated text compress further than any limit one would set."""
_CHUNK = 1 << 20
_WORKBOOK = "xl/workbook.xml"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class SheetPart(NamedTuple):
    """Where one worksheet lies.

    Attributes:
        title: Title of the tab, spaces kept.
        name: Name of the part in the package.
        is_hidden: Whether the tab is hidden, by hand or by a macro.
    """

    title: str
    name: str
    is_hidden: bool


class Package:
    """A workbook file whose every part has been unpacked once and found whole.

    Attributes:
        path: The file.
        content: Its bytes, read once, so that nobody can change them in between.
    """

    def __init__(self, path: Path) -> None:
        """Open a file and refuse what is no workbook, or none that can be read safely.

        Args:
            path: The file; its content counts, not its ending.

        Raises:
            PullError: Says what the file is instead, and what to do.
        """
        self.path = path
        self.content = _load(path)
        _refuse_by_content(path, self.content)
        self._zip = _open_zip(path, self.content)
        self._names = {_plain(info.filename): info.filename for info in self._zip.infolist()}
        _refuse_by_parts(path, self._names)
        _verify(path, self._zip)

    def part(self, name: str) -> bytes:
        """Give one part unpacked, or nothing where the package has none of that name.

        Args:
            name: As in `xl/styles.xml`; case and the direction of slashes do not matter.
        """
        stored = self._names.get(_plain(name))
        return b"" if stored is None else self._zip.read(stored)

    def sheets(self) -> list[SheetPart]:
        """List the worksheets in the order of the tabs; charts and macro sheets are none.

        Raises:
            PullError: There is none.
        """
        targets = self._targets()
        sheets: list[SheetPart] = []

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            target = targets.get(_relationship_id(attributes))
            if local(tag) == "sheet" and target is not None:
                is_hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes.get("name", ""), target, is_hidden))

        self.parse(self.part(_WORKBOOK), start)
        if not sheets:
            raise refusal("no_sheet", self.path)
        return sheets

    def parse(
        self,
        content: bytes,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Read one part as XML, in one go and without building a tree.

        Args:
            content: The part, unpacked.
            start: Called with tag and attributes of each element as it opens.
            end: Called with the tag of each element as it closes.
            text: Called with pieces of text.

        Raises:
            PullError: It is no XML, or declares a document type (the way to entity bombs).
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError) as error:
            raise refusal("damaged", self.path) from error

    def custom_properties(self) -> dict[str, str]:
        """Give the properties somebody gave the file: name → value as text."""
        found: dict[str, str] = {}
        names: list[str] = []

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if local(tag) == "property":
                names.append(attributes.get("name", ""))

        def text(piece: str) -> None:
            if names:
                found[names[-1]] = found.get(names[-1], "") + piece

        content = self.part("docProps/custom.xml")
        if content:
            self.parse(content, start, text=text)
        return {name: value.strip() for name, value in found.items()}

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """Give the package again with some parts exchanged, quickly and so uncompressed.

        Args:
            parts: New content by the name of the part.
        """
        if not parts:
            return self.content
        exchanged = {self._names[_plain(name)]: content for name, content in parts.items()}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as copy:
            for name in self._names.values():
                copy.writestr(name, exchanged.get(name) or self._zip.read(name))
        return packed.getvalue()

    def _targets(self) -> dict[str, str]:
        """Give the names of the worksheet parts by the id of their relationship."""
        targets: dict[str, str] = {}

        def start(_tag: str, attributes: Mapping[str, str]) -> None:
            if attributes.get("Type", "").endswith("/worksheet"):
                target = attributes.get("Target", "").replace("\\", "/")
                targets[attributes.get("Id", "")] = posixpath.join("/xl", target).lstrip("/")

        self.parse(self.part("xl/_rels/workbook.xml.rels"), start)
        return targets

    def _refuse_doctype(self, *_declaration: object) -> None:
        raise refusal("damaged", self.path)


def local(tag: str) -> str:
    """Give the name of an element without its prefix.

    Args:
        tag: As written, `x:row` or `row`.
    """
    return tag.rpartition(":")[2]


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).casefold()


def _relationship_id(attributes: Mapping[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def _load(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise refusal("lock_file", path)
    if not path.exists():
        raise refusal("missing", path)
    try:
        if path.stat().st_size > _LARGEST_UNPACKED:
            raise refusal("too_large", path)
        return path.read_bytes()
    except OSError as error:
        raise refusal("unreadable", path) from error


def _refuse_by_content(path: Path, content: bytes) -> None:
    if not content:
        raise refusal("empty_file", path)
    if content.startswith(_OLE):
        raise refusal("password" if _ENCRYPTED_PACKAGE in content else "old_format", path)
    if content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise refusal("web_page", path)
    if not content.startswith(b"PK"):
        raise refusal("not_a_workbook", path)


def _open_zip(path: Path, content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGE as error:
        raise refusal("damaged", path) from error


def _refuse_by_parts(path: Path, names: Mapping[str, str]) -> None:
    if _WORKBOOK in names:
        return
    is_older = any(name in names for name in _OLDER_WORKBOOKS)
    raise refusal("old_format" if is_older else "not_a_workbook", path)


def _verify(path: Path, package: zipfile.ZipFile) -> None:
    """Unpack every part once: sizes and checksums must be what the package says they are.

    Readers that trust the package less than zipfile does would unpack past a false size.
    """
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("password", path)
    if len(parts) != len({_plain(part.filename) for part in parts}):
        raise refusal("damaged", path)
    if sum(part.file_size for part in parts) > _LARGEST_UNPACKED or any(map(_is_bomb, parts)):
        raise refusal("too_large", path)
    try:
        for part in parts:
            _unpack(package, part)
    except _DAMAGE as error:
        raise refusal("damaged", path) from error


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return (
        part.file_size > _PART_WORTH_A_RATIO
        and part.file_size > _LARGEST_RATIO * part.compress_size
    )


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with package.open(part) as stream:
        while stream.read(_CHUNK):
            pass
