"""The parts of a workbook file while marks are put into it, and the file written from them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import quoteattr

from handbook.annotating.xlsx_markup import (
    Edit,
    Element,
    append_to,
    as_utf8,
    read_markup,
    splice,
)
from handbook.annotating.xlsx_sheet import RELATIONSHIPS

_TYPES = "[Content_Types].xml"
_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)
_MADE_AT = (1980, 1, 1, 0, 0, 0)  # of new parts; the day of writing would change the bytes
_SEAL = b"handbook"
_Moment: TypeAlias = tuple[int, int, int, int, int, int]
_NUMBER = re.compile(r"rId(\d+)")


class Parts:
    """All parts of a workbook by name; only those that were set anew are written anew."""

    def __init__(self, content: bytes) -> None:
        """Open a package that has been found whole.

        Args:
            content: Bytes of the file.
        """
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._infos = {_plain(info.filename): info for info in self._zip.infolist()}
        self._written = {plain: info.filename for plain, info in self._infos.items()}
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        """Say whether there is a part of that name."""
        plain = _plain(name)
        return plain not in self._removed and (plain in self._infos or plain in self._changed)

    def names(self) -> list[str]:
        """Give the names of all parts the file came with."""
        return [info.filename for info in self._infos.values()]

    def part(self, name: str) -> bytes:
        """Give one part, in UTF-8 if it is XML; nothing where there is none."""
        plain = _plain(name)
        if plain in self._changed:
            return self._changed[plain]
        return as_utf8(self._zip.read(self._infos[plain])) if name in self else b""

    def put(self, name: str, content: bytes) -> None:
        """Set a part anew, or add it."""
        if self.part(name) != content or name not in self:
            self._written.setdefault(_plain(name), name)
            self._changed[_plain(name)] = content
            self._removed.discard(_plain(name))

    def drop(self, name: str) -> None:
        """Take a part away, and the mention of its type."""
        self._changed.pop(_plain(name), None)
        self._removed.add(_plain(name))
        types = self.part(_TYPES)
        edits = [
            Edit(each.start, each.end, b"")
            for each in read_markup(types, 1).named("Override")
            if _plain(each.attribute("PartName").lstrip("/")) == _plain(name)
        ]
        self.put(_TYPES, splice(types, edits))

    def free_name(self, pattern: str) -> str:
        """Give the first name with a number in it that no part bears.

        Args:
            pattern: As in `xl/comments{}.xml`.
        """
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def declare(self, name: str, content_type: str) -> None:
        """Say what type a part is of."""
        types = self.part(_TYPES)
        root = read_markup(types, 1)
        path = "/" + name
        if any(each.attribute("PartName") == path for each in root.named("Override")):
            return
        override = f"<{root.prefix}Override PartName={quoteattr(path)} ContentType="
        addition = f"{override}{quoteattr(content_type)}/>".encode()
        self.put(_TYPES, splice(types, [append_to(types, root, addition)]))

    def relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Give id, last word of the type, and full name of each part another one refers to."""
        for each in self._relations(name)[1].named("Relationship"):
            target = each.attribute("Target").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target))
            kind = each.attribute("Type").rpartition("/")[2]
            yield each.attribute("Id"), kind, path.lstrip("/")

    def relate(self, name: str, kind: str, target: str) -> str:
        """Let a part refer to another one.

        Args:
            name: The part that refers.
            kind: Last word of the type, such as `comments`.
            target: The other part.

        Returns:
            Id of the relationship.
        """
        content, root = self._relations(name)
        numbers = [
            int(found[1])
            for each in root.named("Relationship")
            if (found := _NUMBER.fullmatch(each.attribute("Id")))
        ]
        identity = f"rId{max(numbers, default=0) + 1}"
        path = posixpath.relpath(target, posixpath.dirname(name))
        addition = (
            f'<{root.prefix}Relationship Id="{identity}" Type="{RELATIONSHIPS}/{kind}"'
            f" Target={quoteattr(path)}/>"
        ).encode()
        self.put(_relations_of(name), splice(content, [append_to(content, root, addition)]))
        return identity

    def unrelate(self, name: str, identity: str) -> None:
        """Let a part refer to another one no longer; without any references left they go too."""
        content, root = self._relations(name)
        present = list(root.named("Relationship"))
        edits = [
            Edit(each.start, each.end, b"") for each in present if each.attribute("Id") == identity
        ]
        if len(edits) == len(present):
            self._changed.pop(_plain(_relations_of(name)), None)
            self._removed.add(_plain(_relations_of(name)))
        else:
            self.put(_relations_of(name), splice(content, edits))

    def _relations(self, name: str) -> tuple[bytes, Element]:
        content = self.part(_relations_of(name)) or _NO_RELATIONS
        return content, read_markup(content, 1)

    def _contents(self) -> Iterator[tuple[str, _Moment, bytes]]:
        for plain, info in self._infos.items():
            if plain not in self._removed:
                content = self._changed.get(plain)
                whole = self._zip.read(info) if content is None else content
                yield info.filename, info.date_time, whole
        for plain in sorted(self._changed.keys() - self._infos.keys() - self._removed):
            yield self._written[plain], _MADE_AT, self._changed[plain]

    def write(self, target: Path, seal: str) -> None:
        """Write the file: parts in their order, new ones behind them.

        Args:
            target: Replaced at once, so that nobody ever reads half a file.
            seal: Name of a part of ours; it is sealed, see `is_as_written`.

        Raises:
            OSError: It cannot be written there.
        """
        unfinished = target.with_name(f".{target.name}.part")
        try:
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as package:
                for name, moment, content in self._contents():
                    entry = zipfile.ZipInfo(name, moment)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    entry.comment = _SEAL if _plain(name) == _plain(seal) else b""
                    package.writestr(entry, content)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def is_as_written(path: Path) -> bool:
    """Say whether a file is one of ours that no other program has saved since.

    One part bears a remark in the table of contents of the zip file, which every program drops
    when it saves the workbook.

    Args:
        path: A file that exists.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return any(info.comment == _SEAL for info in package.infolist())
    except (OSError, zipfile.BadZipFile):
        return False


def _relations_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).casefold()
