"""One spreadsheet as Google's API gives it: what to ask for, and what each question costs.

Costs are counted in requests against the quota: 60 reads and 60 writes a minute for one account,
whatever the number of sheets or changes in a request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias
from urllib.parse import quote

from google.auth.credentials import Credentials

from handbook.errors import GoogleError
from handbook.google.credentials import find_credentials
from handbook.google.http import Patience, SheetsHTTPClient
from handbook.google.refusals import refusal

_SHEETS = "https://sheets.googleapis.com/v4/spreadsheets/"
_FILES = "https://www.googleapis.com/drive/v3/files/"
_LONGEST_QUERY = 6_000  # characters; servers refuse addresses from some 8,000 on

STRUCTURE = (
    "properties(title,locale,timeZone),developerMetadata(metadataKey,metadataValue),"
    "sheets(properties(sheetId,title,index,sheetType,hidden),merges,"
    "developerMetadata(metadataKey,metadataValue),"
    "data(startRow,rowMetadata(hiddenByUser,hiddenByFilter)))"
)
"""Field mask of all that is known of a spreadsheet apart from its cells."""
_NOTES = "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(note))))"

GridRange: TypeAlias = Mapping[str, int]
"""`sheetId`, and `startRowIndex`, `endRowIndex`, `startColumnIndex`, `endColumnIndex`: from 0,
ends excluded, an absent one is the edge of the sheet. Spec: Sheets API v4, GridRange."""

Lines: TypeAlias = list[list[Any]]
"""Rows, or columns, of one range; blank cells and lines at the end are absent."""


class Render(StrEnum):
    """How values are wanted."""

    FORMATTED = "FORMATTED_VALUE"
    """As displayed, all of it text."""
    UNFORMATTED = "UNFORMATTED_VALUE"
    """Numbers as numbers, dates as serial numbers, results of formulas."""
    FORMULA = "FORMULA"
    """As unformatted, but formulas as their text."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """State of a file in Drive.

    Attributes:
        version: Grows with every change, ours included; digits.
        name: Name of the file.
        modified_at: ISO time of the last change.
    """

    version: str
    name: str
    modified_at: str


class Access:
    """Asks and changes one spreadsheet.

    Every method raises `GoogleError` where Google refuses or cannot be reached.

    Attributes:
        spreadsheet_id: Which one.
        client: Sends the requests.
    """

    def __init__(self, client: SheetsHTTPClient, spreadsheet_id: str) -> None:
        """Keep client and id; nothing is sent yet.

        Args:
            client: Sends the requests.
            spreadsheet_id: Which spreadsheet.
        """
        self.client = client
        self.spreadsheet_id = spreadsheet_id

    @property
    def reads(self) -> int:
        """Number of Sheets reads sent for this spreadsheet so far, repeated ones included."""
        return self.client.counts[self.spreadsheet_id, "sheets.read"]

    @property
    def writes(self) -> int:
        """Number of Sheets writes sent for this spreadsheet so far, repeated ones included."""
        return self.client.counts[self.spreadsheet_id, "sheets.write"]

    def beside(self, spreadsheet_id: str) -> Access:
        """Give access to another spreadsheet through the same client.

        Args:
            spreadsheet_id: Which one.
        """
        return Access(self.client, spreadsheet_id)

    def structure(self, fields: str = STRUCTURE, ranges: Sequence[str] = ()) -> dict[str, Any]:
        """Read what a field mask names; one read.

        Args:
            fields: Field mask; by default all that is known apart from the cells.
            ranges: A1 ranges to which data of cells is limited; none means all.

        Returns:
            The `Spreadsheet` object of the API, as far as the mask reaches.
        """
        params: dict[str, Any] = {"fields": fields}
        if ranges:
            params["ranges"] = list(ranges)
        return self.client.fetch("GET", self._address(), params=params)

    def values(
        self, ranges: Sequence[str], render: Render = Render.FORMATTED, by: str = "ROWS"
    ) -> list[Lines]:
        """Read the values of some ranges; one read.

        Args:
            ranges: A1 ranges, titles quoted where need be; see `findings.quoted`.
            render: How values are wanted; dates come as serial numbers.
            by: `ROWS` or `COLUMNS`.

        Returns:
            Lines of each range, in the order asked for.
        """
        options = _options(render, by)
        if sum(len(quote(each)) + len("&ranges=") for each in ranges) > _LONGEST_QUERY:
            return self._filtered([{"a1Range": each} for each in ranges], options)
        params: dict[str, Any] = {"ranges": list(ranges), **options}
        reply = self.client.fetch("GET", self._address("/values:batchGet"), params=params)
        return [found.get("values", []) for found in reply.get("valueRanges", [])]

    def cells(
        self,
        ranges: Sequence[GridRange],
        render: Render = Render.FORMATTED,
        by: str = "COLUMNS",
    ) -> list[Lines]:
        """Read the values of some blocks named by number of sheet, whatever it is called; one read.

        Args:
            ranges: Blocks.
            render: How values are wanted; dates come as serial numbers.
            by: `ROWS` or `COLUMNS`.

        Returns:
            Lines of each block, in the order asked for.
        """
        return self._filtered([{"gridRange": dict(each)} for each in ranges], _options(render, by))

    def notes(self, ranges: Sequence[str] = ()) -> dict[int, dict[tuple[int, int], str]]:
        """Read the notes of all cells; one read.

        Args:
            ranges: A1 ranges to which the reading is limited; none means all.

        Returns:
            Number of sheet → (row number, column number), from 1 → note; sheets without notes
            are there too.
        """
        sheets = self.structure(_NOTES, ranges).get("sheets", [])
        return {sheet.get("properties", {}).get("sheetId", 0): _notes(sheet) for sheet in sheets}

    def batch_update(self, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Carry out some changes, all of them or none; one write.

        Args:
            requests: `Request` objects of the API, in order.

        Returns:
            A reply for each.

        Raises:
            UnknownOutcomeError: The answer was lost; the changes may have been made.
        """
        body = {"requests": list(requests)}
        reply = self.client.fetch("POST", self._address(":batchUpdate"), json=body)
        replies: list[dict[str, Any]] = reply.get("replies", [])
        return replies

    def version(self) -> FileVersion:
        """Ask Drive for the version of the file; one Drive read, no Sheets read."""
        params: dict[str, Any] = {
            "fields": "id,name,version,modifiedTime",
            "supportsAllDrives": "true",
        }
        try:
            file = self.client.fetch("GET", _FILES + self.spreadsheet_id, params=params)
        except GoogleError as error:
            if error.reason == "not_found":
                # Drive denies that there is what it may not show; Sheets tells the two apart.
                self.structure("spreadsheetId")
            raise
        return FileVersion(
            str(file.get("version", "")), file.get("name", ""), file.get("modifiedTime", "")
        )

    def _address(self, rest: str = "") -> str:
        return f"{_SHEETS}{self.spreadsheet_id}{rest}"

    def _filtered(
        self, filters: Sequence[Mapping[str, Any]], options: Mapping[str, str]
    ) -> list[Lines]:
        reply = self.client.fetch(
            "POST",
            self._address("/values:batchGetByDataFilter"),
            json={"dataFilters": list(filters), **options},
        )
        matched = reply.get("valueRanges", [])
        found = {
            _filter_key(each): one.get("valueRange", {}).get("values", [])
            for one in matched
            for each in one.get("dataFilters", [])
        }
        keys = [_filter_key(each) for each in filters]
        if not found.keys() >= set(keys):
            raise refusal("range")  # a block that is missing must not pass for a blank one
        return [found[key] for key in keys]


def _options(render: Render, by: str) -> dict[str, str]:
    options = {"valueRenderOption": str(render), "majorDimension": by}
    if render is not Render.FORMATTED:
        options["dateTimeRenderOption"] = "SERIAL_NUMBER"
    return options


def _filter_key(data_filter: Mapping[str, Any]) -> tuple[object, ...]:
    """Recognise a filter in a reply, where zeros may have been left out."""
    if "a1Range" in data_filter:
        return (data_filter["a1Range"],)
    block = data_filter.get("gridRange", {})
    starts = (block.get(name, 0) for name in ("sheetId", "startRowIndex", "startColumnIndex"))
    return (*starts, block.get("endRowIndex"), block.get("endColumnIndex"))


def _notes(sheet: Mapping[str, Any]) -> dict[tuple[int, int], str]:
    return {
        (row, column): cell["note"]
        for block in sheet.get("data", [])
        for row, line in enumerate(block.get("rowData", []), start=block.get("startRow", 0) + 1)
        for column, cell in enumerate(line.get("values", []), start=block.get("startColumn", 0) + 1)
        if cell.get("note")
    }


def open_spreadsheet(
    spreadsheet_id: str,
    *,
    writing: bool,
    base_url: str | None = None,
    credentials: Credentials | None = None,
    patience: Patience | None = None,
) -> Access:
    """Prepare access to a spreadsheet; nothing is asked of it yet.

    Args:
        spreadsheet_id: As it stands in its address.
        writing: Whether something is to be changed; else only reading is asked for.
        base_url: Address that stands in for Google's hosts; None for Google itself.
        credentials: Who we are; found by themselves where left out.
        patience: How long to wait and how often to ask again.

    Raises:
        GoogleError: There are no usable credentials.
    """
    who = credentials or find_credentials(writing=writing, base_url=base_url)
    client = SheetsHTTPClient(who, base_url=base_url, patience=patience)
    return Access(client, spreadsheet_id)
