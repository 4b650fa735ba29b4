"""What is wrong with files that readers take along, and the text in them: for the gate.

A spreadsheet program runs what a cell says if it takes it for a formula, and a calendar fetches
what an event links to; neither must be able to.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from xml.sax.saxutils import unescape
from zipfile import ZipFile

from handbook.exports.plain import BYTE_ORDER_MARK, guarded

FORMULA = "formula"
"""A cell that a spreadsheet would work out."""
FOREIGN = "foreign"
"""Something that a program would fetch from elsewhere."""

_NUMBER = re.compile(r"-?[0-9.]+(?:e[+-]?[0-9]+)?")
_FORMULA_ELEMENT = re.compile(rb"<(?:\w+:)?f[ />]")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External")
_FETCHED = re.compile(rb"^(?:ATTACH|URL|IMAGE|CONFERENCE|SOURCE)[;:]", re.MULTILINE | re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]*>")
_END_OF_TEXT = re.compile(rb"</(?:w:p|w:tc|si|c|row|dc:\w+|cp:\w+)>")
_PIECES = (b"<w:r>", b"<w:r ", b"<r>", b"<r ")
_SHORT_CELLS = re.compile(
    rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,3}")?(?: t="s")?><v>[0-9.]{1,9}</v></c>'
)
"""Cells with a number too short to be anybody's, or with the number of a text."""
_PACKED = (".xlsx", ".docx", ".zip")
_SHEETS = "xl/worksheets/"
_RUNNING = ("xl/vbaProject.bin", "xl/externalLinks/", "xl/connections", "xl/queryTables/")


def faults_of(address: str, content: bytes) -> Iterator[str]:
    """Give what is wrong with a file: `formula` or `foreign`, each at most once.

    Args:
        address: From the root of the site; files of other kinds have no faults.
        content: The whole file.
    """
    look = _LOOKS.get(address.rpartition(".")[2])
    if look is not None:
        yield from dict.fromkeys(look(content))


def text_of(address: str, content: bytes) -> str:
    """Give the text a reader of a file finds in it, for searching.

    Args:
        address: From the root of the site.
        content: The whole file.
    """
    if address.endswith(".xlsx"):
        parts = (part for name, part in _parts(content) if name.endswith(".xml"))
        return unescape(b"\n".join(parts).decode())
    text = content.decode()
    return text.replace("\r\n ", "") if address.endswith(".ics") else text


def lines_of(address: str, content: bytes) -> set[bytes]:
    """Give every line of text in a file of any kind, packed or not, for searching.

    Args:
        address: From the root of the site.
        content: The whole file.
    """
    if address.endswith(_PACKED):
        return {line for name, part in _parts(content) for line in (name.encode(), *_texts(part))}
    if address.endswith(".gz"):
        return set(gzip.decompress(content).splitlines())
    if address.endswith(".ics"):  # lines are folded
        content = content.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
    return set(content.split(b"\n"))


def _texts(part: bytes) -> list[bytes]:
    """Give the lines of a part of a packed file, and its texts that are in pieces as one."""
    part = _SHORT_CELLS.sub(b"", part)
    lines = part.splitlines()
    if any(mark in part for mark in _PIECES):
        lines += _TAG.sub(b"", _END_OF_TEXT.sub(b"\n", part)).splitlines()
    return lines


def _in_rows(content: bytes) -> Iterator[str]:
    rows = csv.reader(StringIO(content.decode().removeprefix(BYTE_ORDER_MARK), newline=""))
    cells = {cell for row in rows for cell in row}
    if any(guarded(cell) != cell and not _NUMBER.fullmatch(cell) for cell in cells):
        yield FORMULA


def _in_workbook(content: bytes) -> Iterator[str]:
    for name, part in _parts(content):
        if name.startswith(_RUNNING) or _EXTERNAL.search(part):
            yield FOREIGN
        if name.startswith(_SHEETS) and _FORMULA_ELEMENT.search(part):
            yield FORMULA


def _in_calendar(content: bytes) -> Iterator[str]:
    if _FETCHED.search(content) or b"BEGIN:VALARM" in content:
        yield FOREIGN


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


TAKEN_ALONG = (".csv", ".xlsx", ".ics")
"""Endings of the files this looks into."""
_LOOKS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "csv": _in_rows,
    "xlsx": _in_workbook,
    "ics": _in_calendar,
}
