"""A folder of CSV files as a source: one file is one sheet."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from handbook.sources.layout import text_grid
from handbook.sources.manifest import Extras, load_manifest
from handbook.sources.refusals import refusal
from handbook.workbook import Manifest, Sheet, Workbook

_SEPARATOR_LINE = re.compile(r"sep=(.)\n")
_ROWS_TO_JUDGE = 20
_BYTES_TO_JUDGE = 1_000_000
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def pull_csv_folder(folder: Path) -> Workbook:
    """Read every CSV file of a folder as one sheet, exactly as it stands.

    Files are UTF-8, with or without byte order mark, UTF-16 with one (Excel's "Unicode text") or
    GB18030. Cells are separated by commas; by semicolons or tabs where Excel's first line `sep=;`
    says so, or where the first row has no comma and the first rows all split into the same number
    of cells that way but not by commas. A `manifest.json` beside them may say where they came
    from and, for each file, its title and what CSV cannot hold.

    Args:
        folder: Holds the files; names that start with a dot or `~$` are left alone.

    Raises:
        PullError: There is no CSV file, or one cannot be read.
    """
    paths = _csv_paths(folder)
    if not paths:
        raise refusal("no_csv", folder)
    manifest, extras = load_manifest(folder)
    order = {name: number for number, name in enumerate(extras)}
    paths.sort(key=lambda path: (order.get(path.name, len(order)), path.name))
    sheets = tuple(_load_sheet(path, extras.get(path.name, Extras())) for path in paths)
    return Workbook(sheets, manifest)


def pull_csv_file(path: Path) -> Workbook:
    """Read one CSV file as a workbook of one sheet, exactly as it stands.

    Args:
        path: The file, in any of the encodings and with any of the separators of a folder's.

    Raises:
        PullError: It is missing or cannot be read.
    """
    if not path.is_file():
        raise refusal("missing", path)
    return Workbook((_load_sheet(path, Extras()),), Manifest(source=path.name))


def _csv_paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise refusal("missing", folder)
    return [
        path
        for path in folder.iterdir()
        if path.suffix.casefold() == ".csv"
        and not path.name.startswith((".", "~$"))
        and path.is_file()
    ]


def _load_sheet(path: Path, extras: Extras) -> Sheet:
    text, encoding = _decode(path)
    if not extras.keeps_carriage_returns:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Sheet(
        title=path.stem if extras.title is None else extras.title,
        text=text_grid(_rows(path, text), extras.formulas),
        formulas=extras.formulas,
        merged=extras.merged,
        hidden_rows=extras.hidden_rows,
        is_hidden=extras.is_hidden,
        gid=extras.gid,
        encoding=encoding or extras.encoding,
        key=extras.key,
        book=extras.book,
    )


def _decode(path: Path) -> tuple[str, str]:
    """Give the text of a file, and its encoding unless that is UTF-8."""
    try:
        data = path.read_bytes()
        text, encoding = _decode_bytes(data)
    except OSError as error:
        raise refusal("unreadable", path) from error
    except UnicodeDecodeError as error:
        raise refusal("not_text" if b"\0" in data else "encoding", path) from error
    if "\0" in text:
        raise refusal("not_text", path)
    return text, encoding


def _decode_bytes(data: bytes) -> tuple[str, str]:
    if data.startswith(_UTF_16_MARKS):
        return data.decode("utf-16"), "utf-16"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        if _is_damaged_utf_8(data):
            raise
        return data.decode("gb18030"), "gb18030"


def _is_damaged_utf_8(data: bytes) -> bool:
    """Tell UTF-8 with a few bad bytes from GB18030, which would read them as nonsense."""
    beyond_ascii = re.sub(r"[\0-\x7f]+", "", data[:_BYTES_TO_JUDGE].decode("utf-8", "replace"))
    return beyond_ascii.count("\N{REPLACEMENT CHARACTER}") * 2 < len(beyond_ascii)


def _rows(path: Path, text: str) -> list[list[str]]:
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        return _parse(path, text[declared.end() :], declared[1], first_line=2)
    return _parse(path, text, _delimiter(text), first_line=1)


def _parse(path: Path, text: str, delimiter: str, first_line: int) -> list[list[str]]:
    """Split the text into rows and cells.

    csv's own limit of 131,072 characters a cell stays: no spreadsheet has larger ones, and one
    unpaired quotation mark would otherwise swallow the rest of the file unseen.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    line = first_line
    try:
        for row in reader:
            rows.append(row)
            line = first_line + reader.line_num
    except csv.Error as error:
        raise refusal("quotes", path, line=line) from error
    return rows


def _delimiter(text: str) -> str:
    """Tell semicolons and tabs from commas by the first rows that are not blank."""
    by_comma = _widths(text, ",")
    if not by_comma or by_comma[0] > 1:
        return ","
    fitting = [mark for mark in (";", "\t") if _is_table(_widths(text, mark))]
    return fitting[0] if len(fitting) == 1 else ","


def _is_table(widths: list[int]) -> bool:
    return len(set(widths)) == 1 and widths[0] > 1


def _widths(text: str, delimiter: str) -> list[int]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [len(row) for row in islice(_filled(rows), _ROWS_TO_JUDGE)]
    except csv.Error:
        return []


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    return (row for row in rows if any(row))
