"""Who may do what: tokens and scopes, sharing, switched-off APIs, addresses that lead nowhere."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.oauth2.service_account import Credentials

from emulated import LocalClient
from sheets_server import Server, Store, running

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
READ_ONLY = f"{SHEETS}.readonly"
DRIVE = "https://www.googleapis.com/auth/drive.metadata.readonly"


@pytest.fixture(scope="module")
def key() -> str:
    """Give a throw-away private key."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def signed_in(server: Server, key: str, *scopes: str) -> gspread.Client:
    """Give gspread, signed in as a service account whose token comes from the server."""
    info = {
        "type": "service_account",
        "client_email": "register@example.org",
        "private_key": key,
        "token_uri": f"{server.url}/token",
    }
    credentials = Credentials.from_service_account_info(info, scopes=scopes)
    there = type("There", (LocalClient,), {"base": server.url})
    return gspread.authorize(credentials, http_client=there)


def answered(server: Server, path: str, **others: Any) -> tuple[int, Any]:
    """Give status and parsed body of a bare GET."""
    reply = requests.get(f"{server.url}{path}", timeout=5, **others)
    return reply.status_code, reply.json()


def test_a_service_account_gets_in_where_credentials_are_due(key):
    with running(Store(require_auth=True)) as server:
        spreadsheet_id = server.store.create("登记")
        sheet = signed_in(server, key, SHEETS).open_by_key(spreadsheet_id).sheet1
        sheet.update([["甲"]])
        assert server.store.values(spreadsheet_id, "Sheet1") == [["甲"]]
        assert [served.kind for served in server.log][:2] == ["token", "sheets.read"]
        status, body = answered(server, f"/v4/spreadsheets/{spreadsheet_id}")
        assert (status, body["error"]["status"]) == (401, "UNAUTHENTICATED")
        key_header = {"X-Goog-Api-Key": "K"}
        assert answered(server, f"/v4/spreadsheets/{spreadsheet_id}", headers=key_header)[0] == 200


def test_a_token_that_may_only_read_cannot_write(server, book, key):
    reader = signed_in(server, key, READ_ONLY, DRIVE).open_by_key(book.id)
    with pytest.raises(gspread.exceptions.APIError) as refused:
        reader.sheet1.update([["甲"]])
    error = refused.value.error
    assert error["message"] == "Request had insufficient authentication scopes."
    assert error["details"] == [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com",
            "metadata": {
                "method": "google.apps.sheets.v4.SpreadsheetsService.update",
                "service": "sheets.googleapis.com",
            },
        }
    ]
    assert server.store.values(book.id, "Sheet1") == []


def test_a_workload_borrows_a_service_account(server, book):
    exchanged = requests.post(
        f"{server.url}/v1/token",
        data={"subject_token": "oidc", "scope": "https://www.googleapis.com/auth/cloud-platform"},
        timeout=5,
    ).json()
    assert exchanged["issued_token_type"].endswith(":access_token")
    borrowed = requests.post(
        f"{server.url}/v1/projects/-/serviceAccounts/a@example.org:generateAccessToken",
        json={"scope": [READ_ONLY]},
        headers={"Authorization": f"Bearer {exchanged['access_token']}"},
        timeout=5,
    ).json()
    bearer = {"Authorization": f"Bearer {borrowed['accessToken']}"}
    address = f"/v4/spreadsheets/{book.id}"
    assert answered(server, address, headers=bearer)[0] == 200
    refused = requests.post(
        f"{server.url}{address}:batchUpdate", json={}, headers=bearer, timeout=5
    )
    assert refused.status_code == 403


def test_an_unknown_id_is_not_found(server):
    assert answered(server, "/v4/spreadsheets/1x") == (
        404,
        {
            "error": {
                "code": 404,
                "message": "Requested entity was not found.",
                "status": "NOT_FOUND",
            }
        },
    )
    assert answered(server, "/drive/v3/files/1x") == (
        404,
        {
            "error": {
                "code": 404,
                "message": "File not found: 1x.",
                "errors": [
                    {"message": "File not found: 1x.", "domain": "global", "reason": "notFound"}
                ],
            }
        },
    )


def test_a_spreadsheet_that_is_not_shared_is_denied_and_drive_does_not_know_it(server, book):
    server.store.not_shared.add(book.id)
    assert answered(server, f"/v4/spreadsheets/{book.id}") == (
        403,
        {
            "error": {
                "code": 403,
                "message": "The caller does not have permission",
                "status": "PERMISSION_DENIED",
            }
        },
    )
    assert answered(server, f"/drive/v3/files/{book.id}")[0] == 404


@pytest.mark.parametrize(
    ("api", "path", "name"),
    [
        pytest.param("sheets", "/v4/spreadsheets/x", "Google Sheets API", id="sheets"),
        pytest.param("drive", "/drive/v3/files/x", "Google Drive API", id="drive"),
    ],
)
def test_a_switched_off_api_says_where_to_switch_it_on(server, api, path, name):
    server.store.disabled.add(api)
    status, body = answered(server, path)
    host = f"{api}.googleapis.com"
    link = f"https://console.developers.google.com/apis/api/{host}/overview?project=123456789012"
    assert (status, body["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert body["error"]["message"].startswith(
        f"{name} has not been used in project 123456789012 before or it is disabled. "
        f"Enable it by visiting {link} then retry."
    )
    assert body["error"]["details"][1]["reason"] == "SERVICE_DISABLED"


def test_an_office_file_is_no_spreadsheet(server, book):
    server.store.office_files.add(book.id)
    assert answered(server, f"/v4/spreadsheets/{book.id}") == (
        400,
        {
            "error": {
                "code": 400,
                "message": "This operation is not supported for this document",
                "status": "FAILED_PRECONDITION",
            }
        },
    )


def test_an_address_of_no_method_is_not_found(server):
    assert answered(server, "/v4/spreadsheets/x/sheets")[0] == 404
    assert requests.get(f"{server.url}/nowhere", timeout=5).status_code == 404
