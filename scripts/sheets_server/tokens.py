"""Access tokens: handed out for whatever is shown, with the scopes that were asked for."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sheets_server.refusals import insufficient_scope, unauthenticated
from sheets_server.store import Store

Json = dict[str, Any]

_WRITING = {
    "sheets": frozenset({"spreadsheets", "drive", "drive.file"}),
    "drive": frozenset({"drive", "drive.file"}),
}
_READING = {
    "sheets": _WRITING["sheets"] | {"spreadsheets.readonly", "drive.readonly"},
    "drive": _WRITING["drive"] | {"drive.readonly", "drive.metadata", "drive.metadata.readonly"},
}
HOSTS = {"sheets": "sheets.googleapis.com", "drive": "www.googleapis.com"}


def hand_out(store: Store, form: Mapping[str, str]) -> Json:
    """Answer a request for a token: by signed JWT, by exchange, or by refresh token.

    Nothing is verified; the signature of a JWT is not looked at.

    Args:
        store: Remembers the scopes.
        form: Fields of the request.
    """
    scopes = form.get("scope") or _claims(form.get("assertion", "")).get("scope", "")
    token = _token(store, scopes)
    reply: Json = {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}
    if "subject_token" in form:
        reply["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 - a kind of token
    return reply


def impersonate(store: Store, body: Json) -> Json:
    """Answer `generateAccessToken`, by which a workload borrows a service account.

    Args:
        store: Remembers the scopes.
        body: With `scope`, a list.
    """
    token = _token(store, " ".join(body.get("scope", [])))
    return {"accessToken": token, "expireTime": "2099-01-01T00:00:00Z"}


def _token(store: Store, scopes: str) -> str:
    with store.lock:
        digest = hashlib.sha256(f"{len(store.tokens)} {scopes}".encode()).hexdigest()
        token = f"ya29.emulated-{digest[:24]}"
        store.tokens[token] = frozenset(scope.rpartition("/")[2] for scope in scopes.split())
    return token


def _claims(assertion: str) -> Json:
    parts = assertion.split(".")
    if len(parts) != 3:
        return {}
    claims: Json = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    return claims


def check_access(store: Store, headers: Mapping[str, str], kind: str, method: str) -> None:
    """Refuse a request whose token does not reach far enough.

    A token this server did not hand out counts as a full one.

    Args:
        store: Knows the tokens.
        headers: Of the request.
        kind: Such as `sheets.write`.
        method: Full name of the method, for the message.

    Raises:
        Refusal: 401 without credentials where they are due, 403 for too narrow a scope.
    """
    api, _, action = kind.partition(".")
    token = headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not token:
        if store.require_auth and "X-Goog-Api-Key" not in headers:
            raise unauthenticated()
        return
    scopes = store.tokens.get(token)
    enough = (_WRITING if action == "write" else _READING)[api]
    if scopes is not None and "cloud-platform" not in scopes and not scopes & enough:
        raise insufficient_scope(HOSTS[api], method)
