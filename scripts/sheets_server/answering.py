"""The answer to one request: access checked, method found, refusals put into Google's words."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from sheets_server.calls import Answer, Asked, Call, dumped
from sheets_server.methods import Method, find_method
from sheets_server.refusals import DriveRefusal, Refusal, api_disabled, not_shared, office_file
from sheets_server.store import Store
from sheets_server.strictness import check_query
from sheets_server.tokens import check_access

_PROJECT = "123456789012"
_API_NAMES = {"sheets": "Google Sheets API", "drive": "Google Drive API"}
_DRIVE_STANDARD = {"alt", "fields", "key", "prettyPrint"}


def answer(store: Store, call: Call) -> Answer:
    """Answer one request.

    Args:
        store: The spreadsheets.
        call: The request.
    """
    method = find_method(call.method, call.path)
    match = method.address.fullmatch(call.path) if method else None
    if method is None or match is None:
        return refusal_of(404)
    variables = {name: unquote(part) for name, part in match.groupdict().items()}
    try:
        _check(store, method, call, variables)
        asked = Asked(store, variables.get("id", ""), call.query, call.body)
        found = method.handler(asked, variables)
    except Refusal as refusal:
        return Answer(refusal.status, dumped(refusal.body()).encode())
    if isinstance(found, Answer):
        return found
    return Answer(200, found if isinstance(found, bytes) else found.encode())


def _check(store: Store, method: Method, call: Call, variables: Mapping[str, str]) -> None:
    if method.kind == "token":
        return
    api = method.kind.partition(".")[0]
    check_access(store, call.headers, method.kind, _full_name(method))
    if api in store.disabled:
        raise api_disabled(_API_NAMES[api], f"{api}.googleapis.com", _PROJECT)
    if api == "sheets":
        _check_sheets(store, method, call, variables.get("id", ""))
    elif unknown := call.query.keys() - method.query - _DRIVE_STANDARD:
        raise DriveRefusal(400, f"Invalid parameter: {min(unknown)}", "invalidParameter")


def _check_sheets(store: Store, method: Method, call: Call, spreadsheet_id: str) -> None:
    check_query(call.query, method.query)
    if spreadsheet_id in store.not_shared:
        raise not_shared()
    if spreadsheet_id in store.office_files:
        raise office_file()


def _full_name(method: Method) -> str:
    api, _, rest = method.name.partition(".")
    if api == "sheets":
        return f"google.apps.sheets.v4.SpreadsheetsService.{rest.rpartition('.')[2]}"
    return f"google.apps.drive.v3.{rest}"


_MESSAGES = {
    404: "Requested entity was not found.",
    429: "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute "
    f"per user' of service 'sheets.googleapis.com' for consumer 'project_number:{_PROJECT}'.",
    500: "Internal error encountered.",
    502: "Bad Gateway",
    503: "The service is currently unavailable.",
    504: "Deadline expired before operation could complete.",
}


def refusal_of(status: int) -> Answer:
    """Give the usual JSON answer of a status."""
    refusal = Refusal(status, _MESSAGES.get(status, "Unknown error."))
    return Answer(status, dumped(refusal.body()).encode())
