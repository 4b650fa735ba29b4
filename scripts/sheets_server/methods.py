"""The methods of the two APIs that the server understands, in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sheets_server import drive
from sheets_server import spreadsheet_routes as books
from sheets_server import value_routes as values
from sheets_server.calls import Answer, Asked, dumped
from sheets_server.refusals import Refusal
from sheets_server.tokens import hand_out, impersonate

Json = dict[str, Any]
Variables = Mapping[str, str]
"""Parts of the path by name."""

Handler = Callable[[Asked, Variables], str | bytes | Answer]


@dataclass(frozen=True)
class Method:
    """One method of an API.

    Attributes:
        verb: HTTP method.
        address: Pattern of the path; named groups are its variables.
        kind: See `Served.kind`.
        name: Full name, such as `sheets.spreadsheets.get`; blank for what hands out tokens.
        query: Query parameters it knows.
        handler: Gives the answer.
    """

    verb: str
    address: re.Pattern[str]
    kind: str
    name: str
    query: frozenset[str]
    handler: Handler


def _method(kind: str, name: str, address: str, handler: Handler, query: str = "") -> Method:
    verb, _, path = address.partition(" ")
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+?)", path)
    full = f"{kind.partition('.')[0]}.{name}" if name else ""
    return Method(verb, re.compile(pattern), kind, full, frozenset(query.split()), handler)


def _plain(give: Callable[[Asked], str | bytes]) -> Handler:
    return lambda asked, _: give(asked)


def _ranged(give: Callable[[Asked, str], str | bytes]) -> Handler:
    return lambda asked, variables: give(asked, variables["range"])


def _numbered(give: Callable[[Asked, int], str]) -> Handler:
    return lambda asked, variables: give(asked, int(variables["number"]))


def _json(give: Callable[[Asked, Variables], Json | None]) -> Handler:
    def handler(asked: Asked, variables: Variables) -> str | Answer:
        found = give(asked, variables)
        return Answer(204, b"") if found is None else dumped(found)

    return handler


def _file(give: Callable[..., Json | None], *options: str) -> Handler:
    """Make the handler of a Drive method: the file's id, then some query parameters."""
    return _json(
        lambda asked, variables: give(
            asked.store, variables["id"], *(asked.option(name) for name in options)
        )
    )


def _file_body(give: Callable[[Any, str, Json], Json]) -> Handler:
    return _json(lambda asked, variables: give(asked.store, variables["id"], asked.body or {}))


def _create_file(asked: Asked, _: Variables) -> Json:
    return drive.create_file(asked.store, asked.body or {})


def _list_files(asked: Asked, _: Variables) -> Json:
    size = int(asked.option("pageSize", "100"))
    token, fields = asked.option("pageToken"), asked.option("fields")
    return drive.list_files(asked.store, asked.option("q"), fields, size, token)


def _delete_permission(asked: Asked, variables: Variables) -> None:
    drive.delete_permission(asked.store, variables["id"], variables["number"])


def _export(asked: Asked, variables: Variables) -> Answer:
    text = drive.export_csv(asked.store, variables["id"], asked.option("mimeType"))
    return Answer(200, text.encode(), "text/csv")


def _no_comments(_asked: Asked, _: Variables) -> Json:
    return {"kind": "drive#commentList", "comments": []}


def _token(asked: Asked, _: Variables) -> Json:
    return hand_out(asked.store, asked.body or {})


def _borrowed_token(asked: Asked, _: Variables) -> Json:
    return impersonate(asked.store, asked.body or {})


_BOOK = "/v4/spreadsheets/{id}"
_VALUES = f"{_BOOK}/values"
_RANGE = f"{_VALUES}/{{range}}"
_METADATA = f"{_BOOK}/developerMetadata"
_FILES = "/drive/v3/files"
_FILE = f"{_FILES}/{{id}}"
_ACCOUNT = "/v1/projects/-/serviceAccounts/{account}:generateAccessToken"

_GET = "ranges includeGridData commentsViewMode excludeTablesInBandedRanges"
_RENDER = "majorDimension valueRenderOption dateTimeRenderOption"
_INPUT = (
    "valueInputOption includeValuesInResponse responseValueRenderOption "
    "responseDateTimeRenderOption"
)
# gspread sends `includeItemsFromAllDrives` where Drive only knows it for lists; Drive lets it pass.
_DRIVES = "includeItemsFromAllDrives supportsAllDrives supportsTeamDrives"
_PAGES = f"pageSize pageToken {_DRIVES}"


def _sheets(kind: str, name: str, address: str, handler: Handler, query: str = "") -> Method:
    return _method(f"sheets.{kind}", f"spreadsheets.{name}", address, handler, query)


def _drive(kind: str, name: str, address: str, handler: Handler, query: str = _DRIVES) -> Method:
    return _method(f"drive.{kind}", name, address, handler, query)


METHODS: tuple[Method, ...] = (
    _method("token", "", "POST /token|/v1/token", _json(_token)),
    _method("token", "", f"POST {_ACCOUNT}", _json(_borrowed_token)),
    _sheets("write", "create", "POST /v4/spreadsheets", _plain(books.create_spreadsheet)),
    _sheets("write", "batchUpdate", f"POST {_BOOK}:batchUpdate", _plain(books.batch_update)),
    _sheets(
        "read", "getByDataFilter", f"POST {_BOOK}:getByDataFilter", _plain(books.get_by_data_filter)
    ),
    _sheets(
        "read",
        "values.batchGet",
        f"GET {_VALUES}:batchGet",
        _plain(values.batch_get_values),
        f"ranges {_RENDER}",
    ),
    _sheets(
        "read",
        "values.batchGetByDataFilter",
        f"POST {_VALUES}:batchGetByDataFilter",
        _plain(values.batch_get_values_by_filter),
    ),
    _sheets(
        "write",
        "values.batchUpdate",
        f"POST {_VALUES}:batchUpdate",
        _plain(values.batch_update_values),
    ),
    _sheets(
        "write",
        "values.batchClear",
        f"POST {_VALUES}:batchClear",
        _plain(values.batch_clear_values),
    ),
    _sheets(
        "write",
        "values.append",
        f"POST {_RANGE}:append",
        _ranged(values.append_values),
        f"insertDataOption {_INPUT}",
    ),
    _sheets("write", "values.clear", f"POST {_RANGE}:clear", _ranged(values.clear_values)),
    _sheets("read", "values.get", f"GET {_RANGE}", _ranged(values.get_values), _RENDER),
    _sheets("write", "values.update", f"PUT {_RANGE}", _ranged(values.update_values), _INPUT),
    _sheets(
        "write",
        "sheets.copyTo",
        f"POST {_BOOK}/sheets/{{number}}:copyTo",
        _numbered(books.copy_sheet),
    ),
    _sheets(
        "read",
        "developerMetadata.search",
        f"POST {_METADATA}:search",
        _plain(books.search_metadata),
    ),
    _sheets(
        "read",
        "developerMetadata.get",
        f"GET {_METADATA}/{{number}}",
        _numbered(books.get_metadata),
    ),
    _sheets("read", "get", f"GET {_BOOK}", _plain(books.get_spreadsheet), _GET),
    _drive(
        "read", "files.list", f"GET {_FILES}", _json(_list_files), f"q orderBy corpora {_PAGES}"
    ),
    _drive("write", "files.create", f"POST {_FILES}", _json(_create_file)),
    _drive("read", "files.export", f"GET {_FILE}/export", _export, "mimeType"),
    _drive("write", "files.copy", f"POST {_FILE}/copy", _file_body(drive.copy_file)),
    _drive(
        "read",
        "permissions.list",
        f"GET {_FILE}/permissions",
        _file(drive.list_permissions),
        _PAGES,
    ),
    _drive(
        "write",
        "permissions.create",
        f"POST {_FILE}/permissions",
        _file_body(drive.create_permission),
        f"sendNotificationEmail emailMessage {_DRIVES}",
    ),
    _drive(
        "write",
        "permissions.delete",
        f"DELETE {_FILE}/permissions/{{number}}",
        _json(_delete_permission),
    ),
    _drive(
        "read",
        "comments.list",
        f"GET {_FILE}/comments",
        _json(_no_comments),
        f"includeDeleted {_PAGES}",
    ),
    _drive("read", "files.get", f"GET {_FILE}", _file(drive.get_file, "fields")),
    _drive("write", "files.delete", f"DELETE {_FILE}", _file(drive.delete_file)),
)
"""The first that fits an address counts."""


def find_method(verb: str, path: str) -> Method | None:
    """Find the method an address means.

    Args:
        verb: HTTP method.
        path: Still percent-encoded.

    Returns:
        None for a page, or for anything else that is not the API.
    """
    for method in METHODS:
        if method.verb == verb and method.address.fullmatch(path):
            return method
    api = {"/v4/": "sheets.read", "/drive/": "drive.read"}
    kind = next((kind for start, kind in api.items() if path.startswith(start)), "")
    return _method(kind, "", f"{verb} .*", _refuse_address) if kind else None


def _refuse_address(_asked: Asked, _variables: Variables) -> str:
    raise Refusal(404, "Method not found.")
