"""The part of Drive v3 that finds, makes, copies and deletes spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from typing import Any

from sheets_server.masks import masked, parse_mask
from sheets_server.ranges import Box
from sheets_server.refusals import DriveRefusal, Refusal
from sheets_server.requests.copying import copied_sheet
from sheets_server.spreadsheet import Spreadsheet
from sheets_server.store import Store
from sheets_server.values import FORMATTED, Reader

Json = dict[str, Any]

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
_USUAL_FIELDS = "kind,id,name,mimeType"


def _not_found(file_id: str) -> DriveRefusal:
    return DriveRefusal(404, f"File not found: {file_id}.", "notFound")


def _present(store: Store, file_id: str) -> Spreadsheet:
    """Give a spreadsheet; to Drive, one that is not shared does not exist."""
    if file_id in store.not_shared:
        raise _not_found(file_id)
    try:
        return store.spreadsheet(file_id)
    except Refusal:
        raise _not_found(file_id) from None


def file_json(store: Store, file_id: str) -> Json:
    """Give everything this server knows of a `File`.

    Raises:
        DriveRefusal: If there is none.
    """
    spreadsheet, known = _present(store, file_id), store.file(file_id)
    return {
        "kind": "drive#file",
        "id": file_id,
        "name": spreadsheet.title,
        "mimeType": SPREADSHEET,
        "version": str(known.version),
        "createdTime": _stamp(known.created),
        "modifiedTime": _stamp(known.modified),
        "trashed": False,
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file_id}/edit?usp=drivesdk",
        "lastModifyingUser": {"kind": "drive#user", "displayName": "Office", "me": False},
        "capabilities": {"canEdit": True, "canShare": True},
    }


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def get_file(store: Store, file_id: str, fields: str) -> Json:
    """Answer `files.get`.

    Args:
        store: The spreadsheets.
        file_id: Of the file.
        fields: Mask; blank for the usual fields.
    """
    found: Json = masked(file_json(store, file_id), parse_mask(fields or _USUAL_FIELDS))
    return found


_NAME = re.compile(r"name\s*=\s*(['\"])(?P<name>(?:\\.|(?!\1).)*)\1")
_MIME_TYPE = re.compile(r"mimeType\s*=\s*(['\"])(?P<mime>[^'\"]*)\1")


def list_files(store: Store, query: str, fields: str, page_size: int, page_token: str) -> Json:
    """Answer `files.list`; `nextPageToken` is absent at the end.

    Args:
        store: The spreadsheets.
        query: Only `name =` and `mimeType =` are understood.
        fields: Mask; blank for the usual fields.
        page_size: Files on a page.
        page_token: Where to go on; blank for the beginning.
    """
    name, mime = _NAME.search(query), _MIME_TYPE.search(query)
    wanted = re.sub(r"\\(.)", r"\1", name["name"]) if name else None
    if mime and mime["mime"] != SPREADSHEET:
        return {"kind": "drive#fileList", "files": []}
    files = [
        file_json(store, file_id) for file_id in store.ids() if file_id not in store.not_shared
    ]
    files = [one for one in reversed(files) if wanted is None or one["name"] == wanted]
    start = int(page_token or 0)
    page: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    page["files"] = files[start : start + page_size]
    if start + page_size < len(files):
        page["nextPageToken"] = str(start + page_size)
    usual = f"kind,nextPageToken,incompleteSearch,files({_USUAL_FIELDS})"
    found: Json = masked(page, parse_mask(fields or usual))
    return found


def create_file(store: Store, body: Json) -> Json:
    """Answer `files.create`; only spreadsheets are made."""
    if body.get("mimeType") != SPREADSHEET:
        raise DriveRefusal(400, "Only spreadsheets are emulated.", "invalid")
    return get_file(store, store.create(body.get("name", "Untitled spreadsheet")), "")


def delete_file(store: Store, file_id: str) -> None:
    """Answer `files.delete`."""
    _present(store, file_id)
    store.delete(file_id)


def copy_file(store: Store, file_id: str, body: Json) -> Json:
    """Answer `files.copy`: sheets with cells and rules, without developer metadata."""
    source = _present(store, file_id)
    title = body.get("name", f"Copy of {source.title}")
    draft = store.new_draft(title, source.locale, source.time_zone)
    for sheet in source.sheets:
        copy = copied_sheet(draft, sheet, sheet.gid, sheet.title)
        draft.add(copy)
    draft.named = [*source.named]
    return get_file(store, store.add(draft), "")


def list_permissions(store: Store, file_id: str) -> Json:
    """Answer `permissions.list`."""
    _present(store, file_id)
    return {"kind": "drive#permissionList", "permissions": store.file(file_id).permissions}


def create_permission(store: Store, file_id: str, body: Json) -> Json:
    """Answer `permissions.create`."""
    _present(store, file_id)
    with store.lock:
        file = store.file(file_id)
        kept = {name: body[name] for name in _PERMISSION if name in body}
        permission = {"kind": "drive#permission", "id": str(len(file.permissions)), **kept}
        file.permissions.append(permission)
    return {name: permission[name] for name in ("kind", "id", "type", "role") if name in permission}


_PERMISSION = ("type", "role", "emailAddress", "domain", "allowFileDiscovery")


def delete_permission(store: Store, file_id: str, permission_id: str) -> None:
    """Answer `permissions.delete`."""
    _present(store, file_id)
    with store.lock:
        file = store.file(file_id)
        file.permissions = [one for one in file.permissions if one["id"] != permission_id]


def export_csv(store: Store, file_id: str, mime_type: str) -> str:
    """Answer `files.export`: the first sheet as CSV."""
    spreadsheet = _present(store, file_id)
    if mime_type != "text/csv":
        raise DriveRefusal(400, "The requested conversion is not supported.", "badRequest")
    sheet = spreadsheet.sheets[0]
    box = Box(0, len(sheet.rows), 0, len(sheet.columns))
    lists = Reader(spreadsheet, sheet, FORMATTED).lists(box)
    width = max((len(values) for values in lists), default=0)
    out = io.StringIO()
    csv.writer(out).writerows([*values, *[""] * (width - len(values))] for values in lists)
    return out.getvalue()
