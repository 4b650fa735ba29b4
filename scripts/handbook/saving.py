"""Keep a pulled workbook as a folder of CSV files that later stages read like any source."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pandas as pd

from handbook.sources.manifest import MANIFEST_NAME, load_manifest, manifest_text
from handbook.workbook import Sheet, Workbook

_NEEDS_QUOTES = re.compile(r'[,;\t"\r\n]|^sep=')
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Device names of Windows, which no file may bear.

Spec: Microsoft Learn, Naming Files, Paths, and Namespaces.
"""
_LONGEST_STEM = 200
"""Bytes; leaves room for a number and the ending within the 255 most file systems allow."""


def save_csv_folder(workbook: Workbook, folder: Path) -> None:
    """Write every sheet as CSV, and beside them a manifest with what CSV cannot hold.

    Pulled again, the folder gives the same content hash. Files that an earlier save left for
    sheets which are gone are removed; any other file in the folder is left alone. Texts are
    written as they stand: this is a copy for the program, not for opening in a spreadsheet.

    Args:
        workbook: As pulled.
        folder: Created where it does not exist.

    Raises:
        PullError: The folder has a manifest that cannot be read, so it may not be ours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _, earlier = load_manifest(folder)
    sheets = dict(zip(_file_names(workbook), workbook.sheets, strict=True))
    for name in earlier:
        if name not in sheets and _is_csv_name(name):
            (folder / name).unlink(missing_ok=True)
    for name, sheet in sheets.items():
        _write(folder / name, _csv_text(sheet.text))
    _write(folder / MANIFEST_NAME, manifest_text(workbook.manifest, sheets))


def _write(path: Path, text: str) -> None:
    # The byte order mark lets Excel recognise UTF-8; half of a surrogate pair cannot be written.
    encoding = "utf-8-sig" if path.suffix == ".csv" else "utf-8"
    path.write_text(text, encoding=encoding, errors="replace", newline="")


def _csv_text(text: pd.DataFrame) -> str:
    rows = (",".join(map(_quoted, row)) for row in text.to_numpy())
    return "".join(f"{row}\n" for row in rows)


def _quoted(text: str) -> str:
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _file_names(workbook: Workbook) -> list[str]:
    """Name one file per sheet, safe on every file system and different even without case."""
    taken: set[str] = set()
    return [_free_name(sheet, taken) for sheet in workbook.sheets]


def _free_name(sheet: Sheet, taken: set[str]) -> str:
    stem = _safe_stem(sheet.title)
    name, number = f"{stem}.csv", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}).csv"
    taken.add(name.casefold())
    return name


def _safe_stem(title: str) -> str:
    stem = _UNSAFE.sub("_", unicodedata.normalize("NFC", title)).strip(" .")
    stem = stem.encode(errors="replace")[:_LONGEST_STEM].decode(errors="ignore").strip(" .")
    if not stem or stem.startswith("~$") or _RESERVED.fullmatch(stem):
        return f"_{stem}"
    return stem


def _is_csv_name(name: str) -> bool:
    return Path(name).name == name and name.casefold().endswith(".csv")
