"""A request to the API, what it asks for, and the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_server.masks import Mask, parse_mask
from sheets_server.spreadsheet import Spreadsheet
from sheets_server.store import Store

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass(frozen=True)
class Call:
    """A request as it came.

    Attributes:
        method: HTTP method.
        path: Still percent-encoded.
        query: Values by name.
        body: Parsed JSON, or the fields of a form.
        headers: Those that matter here.
    """

    method: str
    path: str
    query: dict[str, list[str]]
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    status: int
    content: bytes
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A request for a spreadsheet.

    Attributes:
        store: The spreadsheets.
        spreadsheet_id: Which one; blank where one is being made.
        query: Query parameters.
        body: Parsed JSON.
    """

    store: Store
    spreadsheet_id: str
    query: dict[str, list[str]]
    body: Any

    @property
    def spreadsheet(self) -> Spreadsheet:
        """The present version."""
        return self.store.spreadsheet(self.spreadsheet_id)

    def option(self, name: str, usual: str = "") -> str:
        """Give a query parameter."""
        return self.query.get(name, [usual])[-1]

    def is_on(self, name: str) -> bool:
        """Give a query parameter that says yes or no, in any capitals."""
        return self.option(name).lower() in {"true", "1"}

    @property
    def mask(self) -> Mask:
        """The mask of the reply; empty for everything."""
        return parse_mask(self.option("fields", "*"))


def dumped(value: object) -> str:
    """Write JSON compactly, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
