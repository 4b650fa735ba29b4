"""`manifest.json` beside CSV files: where they came from, and what CSV cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from handbook.findings import column_letters
from handbook.sources.addresses import area, position
from handbook.sources.layout import Position
from handbook.sources.refusals import refusal
from handbook.workbook import Manifest, Merged, Sheet

MANIFEST_NAME = "manifest.json"
_LANGUAGES = ("zh", "vi", "en")

Value = TypeVar("Value")
Default = TypeVar("Default")


@dataclass(frozen=True, slots=True)
class Extras:
    """What one CSV file cannot say about its sheet.

    Attributes:
        title: Title of the tab; None where the file name is the title.
        formulas: Formula text by (row number, column number).
        merged: Merged blocks, in reading order.
        hidden_rows: Row numbers hidden by hand or by a filter.
        is_hidden: Whether the whole sheet is hidden.
        gid: Google's number of the sheet; None elsewhere.
        encoding: Encoding the original CSV file had, when it was not UTF-8.
        keeps_carriage_returns: Whether line breaks inside cells are to be left as they stand.
        key: Sheet key the tab was set up for, or blank.
        book: Which spreadsheet the sheet stands in; blank for the register itself.
    """

    title: str | None = None
    formulas: Mapping[Position, str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    gid: int | None = None
    encoding: str = ""
    keeps_carriage_returns: bool = False
    key: str = ""
    book: str = ""


def load_manifest(folder: Path) -> tuple[Manifest, dict[str, Extras]]:
    """Read the manifest of a folder; without one, the folder's name is the source.

    Args:
        folder: Holds the CSV files.

    Returns:
        The manifest, and the extras by file name in the order of the tabs.

    Raises:
        PullError: The file is no JSON, or a value in it cannot be used.
    """
    path = folder / MANIFEST_NAME
    raw = _load_json(path) if path.is_file() else {}
    entries = _read(path, raw, "sheets", _objects, [])
    extras = {_read(path, entry, "file", _text, ""): _extras(path, entry) for entry in entries}
    return _manifest(path, raw, source=folder.resolve().name), extras


def manifest_text(manifest: Manifest, sheets: Mapping[str, Sheet]) -> str:
    """Write a manifest down, with the extras of its sheets; what is default is left out.

    Args:
        manifest: Where the workbook came from.
        sheets: Sheets by file name, in the order of the tabs.

    Returns:
        JSON that `load_manifest` reads back; same input, same text.
    """
    written = {
        "source": manifest.source,
        "pulled_at": manifest.pulled_at,
        "version": manifest.version,
        "as_of": manifest.as_of.isoformat() if manifest.as_of else None,
        "schema_version": manifest.schema_version,
        "language": manifest.language,
        "is_sample": manifest.is_sample,
        "sheets": [_entry(name, sheet) for name, sheet in sheets.items()],
    }
    return json.dumps(_filled(written), ensure_ascii=False, indent=2) + "\n"


def _entry(file_name: str, sheet: Sheet) -> dict[str, Any]:
    has_carriage_returns = any("\r" in text for text in sheet.text.to_numpy().flat)
    return _filled(
        {
            "file": file_name,
            "title": sheet.title,
            "gid": sheet.gid,
            "is_hidden": sheet.is_hidden,
            "hidden_rows": sorted(sheet.hidden_rows),
            "merged": [_block(merged) for merged in sheet.merged],
            "formulas": {_a1(*place): text for place, text in sorted(sheet.formulas.items())},
            "encoding": sheet.encoding,
            "keeps_carriage_returns": has_carriage_returns,
            "key": sheet.key,
            "book": sheet.book,
        }
    )


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is default; 0 is a number of a sheet, and a blank title is a title."""
    return {
        key: value
        for key, value in values.items()
        if key == "title"
        or (value is not None and value is not False and value not in ("", [], {}))
    }


def _a1(row_number: int, column_number: int) -> str:
    return f"{column_letters(column_number)}{row_number}"


def _block(merged: Merged) -> str:
    first = _a1(merged.first_row, merged.first_column)
    return f"{first}:{_a1(merged.last_row, merged.last_column)}"


def _load_json(path: Path) -> dict[str, Any]:
    try:
        return _object(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise refusal("unreadable", path) from error
    except json.JSONDecodeError as error:
        raise refusal("manifest_json", path, line=error.lineno) from error
    except (UnicodeDecodeError, TypeError) as error:
        raise refusal("manifest_json", path, line=1) from error


def _manifest(path: Path, raw: Mapping[str, Any], source: str) -> Manifest:
    return Manifest(
        source=_read(path, raw, "source", _text, source),
        pulled_at=_read(path, raw, "pulled_at", _text, ""),
        version=_read(path, raw, "version", _text, ""),
        as_of=_read(path, raw, "as_of", _day, None),
        schema_version=_read(path, raw, "schema_version", _whole, None),
        language=_read(path, raw, "language", _language, ""),
        is_sample=_read(path, raw, "is_sample", _truth, False),
    )


def _extras(path: Path, raw: Mapping[str, Any]) -> Extras:
    return Extras(
        title=_read(path, raw, "title", _text, None),
        formulas=_read(path, raw, "formulas", _formulas, {}),
        merged=_read(path, raw, "merged", _merged, ()),
        hidden_rows=_read(path, raw, "hidden_rows", _rows, frozenset()),
        is_hidden=_read(path, raw, "is_hidden", _truth, False),
        gid=_read(path, raw, "gid", _whole, None),
        encoding=_read(path, raw, "encoding", _text, ""),
        keeps_carriage_returns=_read(path, raw, "keeps_carriage_returns", _truth, False),
        key=_read(path, raw, "key", _text, ""),
        book=_read(path, raw, "book", _text, ""),
    )


def _read(
    path: Path,
    raw: Mapping[str, Any],
    key: str,
    convert: Callable[[Any], Value],
    default: Default,
) -> Value | Default:
    """Take one value, refusing the file where it is not what it should be; null is none."""
    value = raw.get(key)
    if value is None:
        return default
    try:
        return convert(value)
    except (TypeError, ValueError) as error:
        raise refusal("manifest", path, key=key) from error


def _of_kind(value: object, kind: type[Value]) -> Value:
    if type(value) is not kind:  # a bool is an int to isinstance
        raise TypeError(f"{type(value).__name__} instead of {kind.__name__}")
    return value


def _text(value: object) -> str:
    return _of_kind(value, str)


def _truth(value: object) -> bool:
    return _of_kind(value, bool)


def _whole(value: object) -> int:
    return _of_kind(value, int)


def _object(value: object) -> dict[str, Any]:
    return _of_kind(value, dict)


def _objects(value: object) -> list[dict[str, Any]]:
    return [_object(entry) for entry in _of_kind(value, list)]


def _day(value: object) -> date:
    return date.fromisoformat(_text(value))


def _language(value: object) -> str:
    if value not in ("", *_LANGUAGES):
        raise ValueError(f"not one of {_LANGUAGES}")
    return _text(value)


def _rows(value: object) -> frozenset[int]:
    return frozenset(_whole(number) for number in _of_kind(value, list))


def _merged(value: object) -> tuple[Merged, ...]:
    return tuple(Merged(*area(_text(block))) for block in _of_kind(value, list))


def _formulas(value: object) -> dict[Position, str]:
    return {position(a1): _text(text) for a1, text in _object(value).items()}
