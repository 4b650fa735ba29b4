"""The spreadsheets of the server, in memory: what the tests and a second editor work with."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sheets_server.colouring import cell_colours
from sheets_server.grid import Sheet
from sheets_server.refusals import spreadsheet_not_found
from sheets_server.requests import carry_out
from sheets_server.spreadsheet import Spreadsheet, blank_sheet
from sheets_server.strictness import accepted
from sheets_server.values import Rendering, read
from sheets_server.writing import check_fits, write_values

Json = dict[str, Any]


@dataclass
class DriveFile:
    """What Drive knows about a spreadsheet.

    Attributes:
        id: Of file and spreadsheet.
        created: When.
        modified: When last changed.
        version: Grows with every change, also with those nobody sees.
        permissions: As the API spells them.
    """

    id: str
    created: datetime
    modified: datetime
    version: int = 1
    permissions: list[Json] = field(default_factory=list)


def ticking_clock() -> Callable[[], datetime]:
    """Make a clock that starts at the same moment always and moves a second whenever asked."""
    ticks = iter(range(10**9))
    return lambda: datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(seconds=next(ticks))


class Store:
    """Spreadsheets by id.

    Every method may be called by any thread.
    `spreadsheet` gives a version that never changes, so reading needs no lock.

    Attributes:
        lock: Held while a change is made.
        not_shared: Ids of spreadsheets the caller may not see.
        office_files: Ids of files that look like spreadsheets but are Excel files in Drive.
        disabled: APIs that are switched off: `sheets`, `drive`.
        require_auth: Whether a request needs a token or key.
        tokens: Scopes of the tokens handed out; see `tokens.py`.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] | None = None,
        require_auth: bool = False,
        keep_versions: bool = False,
    ) -> None:
        """Make an empty store.

        Args:
            clock: Gives the present with a time zone; None for one that ticks evenly.
            require_auth: Whether a request needs a token or key.
            keep_versions: Whether every version is kept, for `versions`.
        """
        self.lock = threading.RLock()
        self.not_shared: set[str] = set()
        self.office_files: set[str] = set()
        self.disabled: set[str] = set()
        self.require_auth = require_auth
        self.tokens: dict[str, frozenset[str]] = {}
        self._clock = clock or ticking_clock()
        self._keeps_versions = keep_versions
        self._spreadsheets: dict[str, Spreadsheet] = {}
        self._files: dict[str, DriveFile] = {}
        self._versions: dict[str, list[Spreadsheet]] = {}
        self._created = 0

    def create(self, title: str, locale: str = "en_US", time_zone: str = "Etc/GMT") -> str:
        """Create a spreadsheet with one empty sheet, `Sheet1`, of 1000 rows and 26 columns.

        Args:
            title: Of the file.
            locale: Such as `zh_CN`.
            time_zone: Such as `Asia/Shanghai`.

        Returns:
            Its id.
        """
        draft = self.new_draft(title, locale, time_zone)
        draft.add(blank_sheet(0, "Sheet1", draft.palette, 1000, 26))
        return self.add(draft)

    def new_draft(self, title: str, locale: str, time_zone: str) -> Spreadsheet:
        """Give a spreadsheet without sheets and with an id of its own, not yet added."""
        with self.lock:
            self._created += 1
            digest = hashlib.sha256(f"spreadsheet {self._created}".encode()).digest()
        spreadsheet_id = "1" + base64.urlsafe_b64encode(digest).decode()[:43]
        return Spreadsheet(spreadsheet_id, title, locale, time_zone)

    def add(self, draft: Spreadsheet) -> str:
        """Add a new spreadsheet.

        Args:
            draft: With at least one sheet.

        Returns:
            Its id.
        """
        with self.lock:
            now = self._clock()
            self._files[draft.id] = DriveFile(draft.id, now, now, permissions=[_owner()])
            self._keep(draft, now)
        return draft.id

    def delete(self, spreadsheet_id: str) -> None:
        """Delete a spreadsheet.

        Raises:
            Refusal: If there is none.
        """
        with self.lock:
            self.spreadsheet(spreadsheet_id)
            del self._spreadsheets[spreadsheet_id], self._files[spreadsheet_id]

    def ids(self) -> list[str]:
        """Give the ids of all spreadsheets, oldest first."""
        return list(self._spreadsheets)

    def spreadsheet(self, spreadsheet_id: str) -> Spreadsheet:
        """Give the present version of a spreadsheet; it never changes.

        Raises:
            Refusal: If there is none.
        """
        found = self._spreadsheets.get(spreadsheet_id)
        if found is None:
            raise spreadsheet_not_found()
        return found

    def file(self, spreadsheet_id: str) -> DriveFile:
        """Give what Drive knows about a spreadsheet.

        Raises:
            Refusal: If there is none.
        """
        self.spreadsheet(spreadsheet_id)
        return self._files[spreadsheet_id]

    def versions(self, spreadsheet_id: str) -> list[Spreadsheet]:
        """Give all versions so far, oldest first; only where the store keeps them."""
        return list(self._versions.get(spreadsheet_id, []))

    def change(self, spreadsheet_id: str, make: Callable[[Spreadsheet], Any]) -> Any:  # noqa: ANN401
        """Make one change, wholly or not at all.

        Args:
            spreadsheet_id: Of the spreadsheet.
            make: Changes the draft it is given; if it raises, nothing has changed.

        Returns:
            What `make` gave.
        """
        with self.lock:
            draft = self.spreadsheet(spreadsheet_id).draft()
            result = make(draft)
            self._keep(draft, self._clock())
        return result

    def _keep(self, draft: Spreadsheet, now: datetime) -> None:
        draft.finish(now.astimezone(ZoneInfo(draft.time_zone)).date())
        self._spreadsheets[draft.id] = draft
        self._files[draft.id].modified = now
        self._files[draft.id].version += 1
        if self._keeps_versions:
            self._versions.setdefault(draft.id, []).append(draft)

    def batch_update(self, spreadsheet_id: str, body: Json) -> Json:
        """Do what `:batchUpdate` does, without the network.

        Args:
            spreadsheet_id: Of the spreadsheet.
            body: With `requests`.

        Returns:
            The reply.

        Raises:
            Refusal: If anything is refused; nothing has changed then.
        """
        requests = accepted(body, "BatchUpdateSpreadsheetRequest").get("requests", [])
        replies = self.change(spreadsheet_id, lambda draft: carry_out(draft, requests))
        return {"spreadsheetId": spreadsheet_id, "replies": replies}

    def write(
        self, spreadsheet_id: str, text: str, values: list[list[Any]], *, user_entered: bool = False
    ) -> None:
        """Write values into a range, as `values.update` does.

        Args:
            spreadsheet_id: Of the spreadsheet.
            text: The range in A1 notation; a single cell says where to begin.
            values: Rows; None skips a cell.
            user_entered: Whether texts are understood as if typed.

        Raises:
            Refusal: If the range means nothing here.
        """

        def make(draft: Spreadsheet) -> None:
            sheet, box = draft.block(text)
            check_fits(sheet, box, values, text, is_open=len(box.rows) * len(box.columns) == 1)
            write_values(draft, sheet.gid, box, values, user_entered=user_entered)

        self.change(spreadsheet_id, make)

    def values(self, spreadsheet_id: str, text: str, render: str = "FORMATTED_VALUE") -> list[Any]:
        """Give the values of a range as they are shown.

        Args:
            spreadsheet_id: Of the spreadsheet.
            text: The range in A1 notation.
            render: One of Google's value render options.
        """
        return read(self.spreadsheet(spreadsheet_id), text, Rendering(render))

    def sheet(self, spreadsheet_id: str, gid_or_title: int | str) -> Sheet:
        """Give a sheet of the present version.

        Raises:
            LookupError: If there is none.
        """
        spreadsheet = self.spreadsheet(spreadsheet_id)
        is_title = isinstance(gid_or_title, str)
        for sheet in spreadsheet.sheets:
            if gid_or_title == (sheet.title if is_title else sheet.gid):
                return sheet
        raise LookupError(gid_or_title)

    def note(self, spreadsheet_id: str, gid_or_title: int | str, row: int, column: int) -> str:
        """Give the note of a cell, blank for none.

        Args:
            spreadsheet_id: Of the spreadsheet.
            gid_or_title: Of the sheet.
            row: Counted from 1.
            column: Counted from 1.
        """
        sheet = self.sheet(spreadsheet_id, gid_or_title)
        return sheet.rows[row - 1].notes.get(column - 1, "")

    def notes(self, spreadsheet_id: str, gid_or_title: int | str) -> dict[tuple[int, int], str]:
        """Give all notes of a sheet by row and column, counted from 1."""
        sheet = self.sheet(spreadsheet_id, gid_or_title)
        return {
            (index, column + 1): note
            for index, row in enumerate(sheet.rows, start=1)
            for column, note in sorted(row.notes.items())
        }

    def colours(
        self, spreadsheet_id: str, gid_or_title: int | str, rows: range | None = None
    ) -> dict[tuple[int, int], str]:
        """Give the colours that conditional formats give cells.

        Args:
            spreadsheet_id: Of the spreadsheet.
            gid_or_title: Of the sheet.
            rows: Only these, counted from 1; None for all.

        Returns:
            `#rrggbb` by row and column, counted from 1.
        """
        sheet = self.sheet(spreadsheet_id, gid_or_title)
        return cell_colours(self.spreadsheet(spreadsheet_id), sheet, rows)


def _owner() -> Json:
    return {
        "id": "owner",
        "type": "user",
        "role": "owner",
        "emailAddress": "office@example.org",
        "kind": "drive#permission",
    }
