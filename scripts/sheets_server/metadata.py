"""Developer metadata: where it hangs, and how it is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sheets_server.grid import Sheet
from sheets_server.lines import Metadata
from sheets_server.ranges import Box, OpenBox, closed, meets, published
from sheets_server.refusals import bad_request
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]


@dataclass(frozen=True)
class Hanging:
    """One entry of metadata and the place where it hangs.

    Attributes:
        metadata: The entry.
        gid: Sheet; None for the spreadsheet itself.
        dimension: `ROWS` or `COLUMNS`; blank for a whole sheet or the spreadsheet.
        index: Row or column, from 0.
    """

    metadata: Metadata
    gid: int | None = None
    dimension: str = ""
    index: int = 0

    @property
    def location_type(self) -> str:
        """Google's word for the kind of place."""
        if self.gid is None:
            return "SPREADSHEET"
        return {"ROWS": "ROW", "COLUMNS": "COLUMN"}.get(self.dimension, "SHEET")

    def location(self) -> Json:
        """Give the `DeveloperMetadataLocation`."""
        where: Json = {"locationType": self.location_type}
        if self.gid is None:
            where["spreadsheet"] = True
        elif not self.dimension:
            where["sheetId"] = self.gid
        else:
            span = {"sheetId": self.gid, "dimension": self.dimension}
            ends = {"startIndex": self.index, "endIndex": self.index + 1}
            where["dimensionRange"] = published({**span, **ends})
        return where

    def json(self) -> Json:
        """Give the `DeveloperMetadata`."""
        entry = self.metadata
        result: Json = {"metadataId": entry.id, "metadataKey": entry.key}
        if entry.value:
            result["metadataValue"] = entry.value
        return {**result, "location": self.location(), "visibility": entry.visibility}

    def open_box(self) -> OpenBox:
        """Give the cells of the place; all cells for a sheet."""
        if self.dimension == "ROWS":
            return OpenBox(top=self.index, bottom=self.index + 1)
        if self.dimension == "COLUMNS":
            return OpenBox(left=self.index, right=self.index + 1)
        return OpenBox()


def all_metadata(spreadsheet: Spreadsheet) -> Iterator[Hanging]:
    """Give every entry: of the spreadsheet, then sheet by sheet."""
    yield from (Hanging(entry) for entry in spreadsheet.metadata)
    for sheet in spreadsheet.sheets:
        yield from sheet_metadata(sheet)


def sheet_metadata(sheet: Sheet) -> Iterator[Hanging]:
    """Give the entries of one sheet: its own, then those of its rows and columns."""
    yield from (Hanging(entry, sheet.gid) for entry in sheet.metadata)
    for dimension, lines in (("ROWS", sheet.rows), ("COLUMNS", sheet.columns)):
        for index, line in enumerate(lines):
            for entry in line.metadata:
                yield Hanging(entry, sheet.gid, dimension, index)


def hanging_at(spreadsheet: Spreadsheet, location: Json, metadata: Metadata) -> Hanging:
    """Say where a location lies.

    Args:
        spreadsheet: A version.
        location: `DeveloperMetadataLocation` with its place.
        metadata: The entry that hangs there.

    Raises:
        Refusal: If it is no place here, or more than one row or column.
    """
    if location.get("spreadsheet"):
        return Hanging(metadata)
    if "sheetId" in location:
        return Hanging(metadata, spreadsheet.sheet(location["sheetId"]).gid)
    span = location.get("dimensionRange")
    if not span:
        raise bad_request("A location must be specified for developer metadata.")
    start, end = span.get("startIndex", 0), span.get("endIndex", 0)
    sheet = spreadsheet.sheet(span.get("sheetId", 0))
    lines = sheet.rows if span["dimension"] == "ROWS" else sheet.columns
    if end - start != 1 or end > len(lines):
        raise bad_request("Developer metadata must be on exactly one row or column.")
    return Hanging(metadata, sheet.gid, span["dimension"], start)


def matches(hanging: Hanging, lookup: Json) -> bool:
    """Say whether an entry is what a `DeveloperMetadataLookup` looks for.

    Args:
        hanging: The entry.
        lookup: As the API spells it.
    """
    entry = hanging.metadata
    wanted = (
        ("metadataId", entry.id),
        ("metadataKey", entry.key),
        ("metadataValue", entry.value),
        ("visibility", entry.visibility),
        ("locationType", hanging.location_type),
    )
    if any(name in lookup and lookup[name] != value for name, value in wanted):
        return False
    return "metadataLocation" not in lookup or _lies_in(hanging, lookup)


def _lies_in(hanging: Hanging, lookup: Json) -> bool:
    location = lookup["metadataLocation"]
    own = hanging.location()
    span = location.get("dimensionRange")
    same = all(
        own.get(name) == location[name] for name in ("spreadsheet", "sheetId") if name in location
    ) and (span is None or own.get("dimensionRange") == published(span))
    if same or lookup.get("locationMatchingStrategy") == "EXACT_LOCATION":
        return same
    if location.get("spreadsheet"):
        return True
    if "sheetId" in location:
        return bool(hanging.gid == location["sheetId"])
    return False


def found_by(spreadsheet: Spreadsheet, filters: list[Json]) -> list[tuple[Hanging, list[Json]]]:
    """Find the metadata that data filters select.

    Args:
        spreadsheet: A version.
        filters: `DataFilter`s; one with a range selects what hangs on rows and columns in it.

    Returns:
        Each entry with the filters that selected it.
    """
    found = []
    for hanging in all_metadata(spreadsheet):
        selecting = [one for one in filters if _selects(spreadsheet, one, hanging)]
        if selecting:
            found.append((hanging, selecting))
    return found


def _selects(spreadsheet: Spreadsheet, data_filter: Json, hanging: Hanging) -> bool:
    if "developerMetadataLookup" in data_filter:
        return matches(hanging, data_filter["developerMetadataLookup"])
    gid, box = filter_blocks(spreadsheet, data_filter)[0]
    if hanging.gid != gid:
        return False
    sheet = spreadsheet.sheet(gid)
    own = closed(hanging.open_box(), len(sheet.rows), len(sheet.columns), sheet.title)
    return meets(own, box)


def filter_blocks(spreadsheet: Spreadsheet, data_filter: Json) -> list[tuple[int, Box]]:
    """Give the blocks of cells a `DataFilter` selects.

    Args:
        spreadsheet: A version.
        data_filter: As the API spells it.

    Returns:
        Sheet id and block; several only for metadata that hangs on several places.

    Raises:
        Refusal: If it selects nothing that exists.
    """
    if "a1Range" in data_filter:
        sheet, box = spreadsheet.block(data_filter["a1Range"])
        return [(sheet.gid, box)]
    if "gridRange" in data_filter:
        sheet, box = spreadsheet.grid_block(data_filter["gridRange"])
        return [(sheet.gid, box)]
    lookup = data_filter.get("developerMetadataLookup")
    if lookup is None:
        raise bad_request("Must specify a data filter.")
    blocks = []
    for hanging in all_metadata(spreadsheet):
        if hanging.gid is not None and matches(hanging, lookup):
            sheet = spreadsheet.sheet(hanging.gid)
            size = (len(sheet.rows), len(sheet.columns))
            blocks.append((sheet.gid, closed(hanging.open_box(), *size, sheet.title)))
    return blocks
