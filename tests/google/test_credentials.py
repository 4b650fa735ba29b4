"""The whole way to a token: a service account's key, keyless sign-in, and what can be missing."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import RefreshError, TransportError

from google_stand_in import Google, stand_in
from handbook.config import sheets_url
from handbook.errors import ConfigError, GoogleError
from handbook.google import Access, open_spreadsheet
from handbook.google.credentials import account_of, application_default, find_credentials
from handbook.google.diagnosis import diagnose_error
from handbook.google.refusals import LOGIN

ACCOUNT = "register@栖川.example.org"
RENAME = {"updateSheetProperties": {"properties": {"title": "新"}, "fields": "title"}}


@pytest.fixture
def strict() -> Iterator[Google]:
    """Serve a spreadsheet to nobody without a token."""
    with stand_in(require_auth=True) as google:
        yield google


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no credentials of this machine be found, and nothing outside be asked for any."""
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    # The library looks for regional restrictions at Google's own host, in the background.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "register")
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)


def key_file(folder: Path, url: str) -> Path:
    """Write the key of a service account, made for this test, that a server gives tokens for."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return write(
        folder / "key.json",
        {
            "type": "service_account",
            "project_id": "register",
            "private_key_id": "1",
            "private_key": pem.decode(),
            "client_email": ACCOUNT,
            "token_uri": f"{url}/token",
        },
    )


def keyless_file(folder: Path, url: str) -> Path:
    """Write what a CI run is given to sign in without a key, through a service account."""
    proof = folder / "proof.jwt"
    proof.write_text("proof-of-the-run", encoding="utf-8")
    pool = "projects/1/locations/global/workloadIdentityPools/ci/providers/main"
    return write(
        folder / "keyless.json",
        {
            "type": "external_account",
            "audience": f"//iam.googleapis.com/{pool}",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
            "token_url": f"{url}/v1/token",
            "credential_source": {"file": str(proof)},
            "service_account_impersonation_url": (
                f"{url}/v1/projects/-/serviceAccounts/{ACCOUNT}:generateAccessToken"
            ),
        },
    )


def write(path: Path, content: dict[str, Any]) -> Path:
    """Write a file of credentials."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def open_with(google: Google, credentials: Credentials) -> Access:
    """Open the spreadsheet as somebody."""
    return open_spreadsheet(
        google.id,
        writing=False,
        base_url=google.server.url,
        credentials=credentials,
        patience=google.patience(),
    )


@pytest.mark.parametrize("make", [key_file, keyless_file], ids=["key file", "keyless"])
def test_credentials_from_a_file_open_the_spreadsheet(
    strict: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any
):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(make(tmp_path, strict.server.url)))
    access = open_with(strict, application_default(writing=False))
    assert strict.pull(access).sheets[0].title == "挂职"
    assert access.client.account == ACCOUNT
    scopes = sorted({scope for held in strict.store.tokens.values() for scope in held})
    assert [each for each in scopes if each != "iam"] == [
        "drive.metadata.readonly",
        "spreadsheets.readonly",
    ]


def test_reading_credentials_do_not_write(
    strict: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = key_file(tmp_path, strict.server.url)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    with pytest.raises(GoogleError) as caught:
        open_with(strict, application_default(writing=False)).batch_update([RENAME])
    assert caught.value.texts["en"] == (
        f"The Google sign-in at hand lacks the scopes that are needed. Run {LOGIN} again."
    )
    open_with(strict, application_default(writing=True)).batch_update([RENAME])
    assert strict.store.sheet(strict.id, 0).title == "新"


def test_the_account_to_share_with_is_named(
    strict: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = key_file(tmp_path, strict.server.url)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    strict.store.not_shared.add(strict.id)
    with pytest.raises(GoogleError) as caught:
        open_with(strict, application_default(writing=False)).structure()
    assert caught.value.texts["zh"] == (
        f"{ACCOUNT}没有权限打开这份表格。请在表格右上角点“共享”，把这个账号加为查看者；"
        "要写批注或设置表格，则加为编辑者。"
    )


def test_no_token_and_no_key_reaches_a_message_or_a_log(
    strict: Google,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    path = key_file(tmp_path, strict.server.url)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    caplog.set_level(logging.DEBUG)
    access = open_with(strict, application_default(writing=False))
    strict.pull(access)
    with pytest.raises(GoogleError) as caught:
        access.batch_update([RENAME])
    told = caplog.text + "".join(format_exception(caught.value))
    assert strict.store.tokens
    assert [token for token in strict.store.tokens if token in told] == []
    assert "PRIVATE KEY" not in told


def test_no_credentials_at_all():
    with pytest.raises(GoogleError) as caught:
        application_default(writing=False)
    assert caught.value.reason == "no_credentials"
    assert LOGIN in caught.value.texts["zh"]


def test_a_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "lost.json"))
    with pytest.raises(GoogleError) as caught:
        application_default(writing=False)
    assert caught.value.reason == "no_credentials"


def test_a_stand_in_on_this_machine_is_shown_no_credentials(google: Google):
    credentials = find_credentials(writing=True, base_url=google.server.url)
    assert isinstance(credentials, AnonymousCredentials)
    assert account_of(credentials) == ""


ERRORS = [
    pytest.param(RefreshError("invalid_grant: Bad Request", {}), "expired", id="expired"),
    pytest.param(
        RefreshError("Reauthentication is needed. invalid_grant"), "expired", id="signs in again"
    ),
    pytest.param(RefreshError("Unable to acquire impersonated"), "sign_in", id="impersonation"),
    pytest.param(TransportError("unreachable"), "network", id="no token for want of a network"),
]


@pytest.mark.parametrize(("error", "reason"), ERRORS)
def test_a_sign_in_that_fails_is_understood(error: Exception, reason: str):
    failure = diagnose_error(error)
    assert failure is not None
    assert (failure.reason, failure.may_be_done) == (reason, False)


ADDRESSES = [
    pytest.param("", None, id="not set"),
    pytest.param("http://127.0.0.1:8765", "http://127.0.0.1:8765", id="this machine"),
    pytest.param("http://localhost:8765", "http://localhost:8765", id="this machine by name"),
    pytest.param("http://[::1]:8765", "http://[::1]:8765", id="this machine, IPv6"),
    pytest.param("https://sheets.example.org", "https://sheets.example.org", id="encrypted"),
]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_the_address_that_stands_in_for_google(
    monkeypatch: pytest.MonkeyPatch, address: str, expected: str | None
):
    monkeypatch.setenv("HANDBOOK_SHEETS_URL", address)
    assert sheets_url() == expected


@pytest.mark.parametrize(
    "address",
    [
        "http://sheets.example.org",
        "127.0.0.1:8765",
        "ftp://127.0.0.1",
        "http://",
        "http://127.0.0.1.example.org",
    ],
)
def test_other_addresses_may_not_stand_in(monkeypatch: pytest.MonkeyPatch, address: str):
    monkeypatch.setenv("HANDBOOK_SHEETS_URL", address)
    with pytest.raises(ConfigError) as caught:
        sheets_url()
    assert caught.value.setting == "HANDBOOK_SHEETS_URL"
