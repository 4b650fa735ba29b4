"""A Google spreadsheet as a source: its state at one instant, in three reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from handbook.errors import GoogleError
from handbook.findings import quoted
from handbook.google.access import Access, Render
from handbook.google.metadata import AS_OF, LANGUAGE, SAMPLE, SCHEMA_VERSION, SHEET
from handbook.google.refusals import refusal
from handbook.own_sheets import is_own
from handbook.schema import LANGUAGES
from handbook.sources.google_grids import Reading, read_grid
from handbook.sources.names import Spreadsheet
from handbook.undisturbed import undisturbed
from handbook.workbook import RESTRICTED, Manifest, Merged, Sheet, Workbook

READINGS = 5
"""Most attempts to catch a spreadsheet at one instant while somebody is editing it."""
_PAUSES_S = (0.5, 1.0, 2.0, 4.0)

Value = TypeVar("Value")


@undisturbed()
def pull_spreadsheet(source: Spreadsheet, access: Access, pulled_at: str) -> Workbook:
    """Read all sheets of a spreadsheet, and of the second one where there is one.

    Each is read in three Sheets reads whatever the number of sheets, between two looks at its
    Drive version. A reading into which somebody edited is thrown away and repeated. The program's
    own sheets are left out.

    Args:
        source: Which spreadsheets.
        access: To the first of them.
        pulled_at: ISO time with zone, for the manifest.

    Raises:
        GoogleError: Google refuses or cannot be reached, or the spreadsheet is edited without
            pause.
    """
    first = _pull(access, book="")
    if not source.restricted_id:
        return Workbook(first.sheets, _manifest(source, first, pulled_at, first.version))
    second = _pull(access.beside(source.restricted_id), book=RESTRICTED)
    version = f"{first.version}+{second.version}"
    sheets = (*first.sheets, *second.sheets)
    return Workbook(sheets, _manifest(source, first, pulled_at, version))


def spreadsheet_version(source: Spreadsheet, access: Access) -> str:
    """Give what changes whenever a spreadsheet, or the second one, does; no Sheets read.

    Args:
        source: Which spreadsheets.
        access: To the first of them.

    Raises:
        GoogleError: Google refuses or cannot be reached.
    """
    restricted = source.restricted_id
    books = [access, *([access.beside(restricted)] if restricted else [])]
    return " ".join(book.version().version for book in books)


@dataclass(frozen=True)
class _Pulled:
    sheets: tuple[Sheet, ...]
    remembered: Mapping[str, str]
    version: str


def _pull(access: Access, book: str) -> _Pulled:
    """Read a spreadsheet until two looks at its version, and two renderings, agree."""
    disputed: object = None
    before = access.version().version
    for attempt in range(READINGS):
        reading = _read(access)
        after = access.version().version
        if reading is not None and before == after:
            disagreements = [grid.disagreements for _, grid in reading.grids]
            # The version may lag behind an edit. Renderings that differ in the same cells twice
            # do so because of a number format.
            if not any(disagreements) or disagreements == disputed:
                sheets = tuple(_sheet(*each, book) for each in reading.grids)
                return _Pulled(sheets, _remembered(reading.structure), after)
            disputed = disagreements
        before = after
        if attempt < READINGS - 1:
            access.client.pause(_PAUSES_S[attempt])
    raise refusal("restless")


@dataclass(frozen=True)
class _Reading:
    structure: Mapping[str, Any]
    grids: list[tuple[Mapping[str, Any], Reading]]


def _read(access: Access) -> _Reading | None:
    """Read structure and values; None where they do not belong together."""
    structure = access.structure()
    sheets = list(_sheets_of_register(structure))
    ranges = [quoted(sheet["properties"]["title"]) for sheet in sheets]
    try:
        values = access.values(ranges, Render.FORMULA, by="COLUMNS") if ranges else []
        shown = access.values(ranges, Render.FORMATTED, by="COLUMNS") if ranges else []
    except GoogleError as error:
        if error.reason == "range":
            return None
        raise
    if not len(values) == len(shown) == len(sheets):
        return None
    grids = [read_grid(*pair) for pair in zip(values, shown, strict=True)]
    if any(grid.is_hollow for grid in grids):
        return None
    return _Reading(structure, list(zip(sheets, grids, strict=True)))


def _sheets_of_register(structure: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for sheet in structure.get("sheets", []):
        properties = sheet["properties"]
        is_grid = properties.get("sheetType", "GRID") == "GRID"
        if is_grid and not is_own(properties["title"]):
            yield sheet


def _sheet(raw: Mapping[str, Any], grid: Reading, book: str) -> Sheet:
    properties = raw["properties"]
    return Sheet(
        title=properties["title"],
        text=grid.text,
        formulas=grid.formulas,
        merged=_merged(raw),
        hidden_rows=frozenset(row for row in _hidden_rows(raw) if row <= len(grid.text)),
        is_hidden=properties.get("hidden", False),
        gid=properties.get("sheetId", 0),
        key=_remembered(raw).get(SHEET, ""),
        book=book,
    )


def _merged(raw: Mapping[str, Any]) -> tuple[Merged, ...]:
    blocks = (
        Merged(
            first_row=block.get("startRowIndex", 0) + 1,
            last_row=block["endRowIndex"],
            first_column=block.get("startColumnIndex", 0) + 1,
            last_column=block["endColumnIndex"],
        )
        for block in raw.get("merges", [])
    )
    return tuple(sorted(blocks, key=lambda block: (block.first_row, block.first_column)))


def _hidden_rows(raw: Mapping[str, Any]) -> Iterator[int]:
    for block in raw.get("data", []):
        first = block.get("startRow", 0) + 1
        for number, row in enumerate(block.get("rowMetadata", []), start=first):
            if row.get("hiddenByUser") or row.get("hiddenByFilter"):
                yield number


def _remembered(raw: Mapping[str, Any]) -> dict[str, str]:
    """Give the developer metadata of a spreadsheet or a sheet."""
    entries: Sequence[Mapping[str, str]] = raw.get("developerMetadata", [])
    return {entry.get("metadataKey", ""): entry.get("metadataValue", "") for entry in entries}


def _manifest(source: Spreadsheet, pulled: _Pulled, pulled_at: str, version: str) -> Manifest:
    remembered = pulled.remembered
    language = remembered.get(LANGUAGE, "")
    return Manifest(
        source=source.id,
        pulled_at=pulled_at,
        version=version,
        as_of=_converted(date.fromisoformat, remembered.get(AS_OF)),
        schema_version=_converted(int, remembered.get(SCHEMA_VERSION)),
        language=language if language in LANGUAGES else "",
        is_sample=remembered.get(SAMPLE) == "yes",
    )


def _converted(convert: Callable[[str], Value], text: str | None) -> Value | None:
    """Read what a spreadsheet remembers; what anybody else wrote there counts for nothing."""
    try:
        return convert(text) if text else None
    except ValueError:
        return None
