"""From what came back, or did not, to what is wrong and whether trying again may help."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import google.auth.exceptions as auth_errors
import requests
from urllib3.exceptions import NewConnectionError

from handbook.google.refusals import Detail

_QUOTA = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_DISABLED = frozenset({"SERVICE_DISABLED", "accessNotConfigured"})
_SCOPE = frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientScopes"})
_APIS = {"sheets.googleapis.com": "Google Sheets API", "drive.googleapis.com": "Google Drive API"}
_LINK = re.compile(r"https://console\.[\w./?=&%-]*[\w/=]", re.ASCII)
_RANGE = re.compile(r"Unable to parse range|exceeds grid limits|No grid with id", re.IGNORECASE)
_PLACE = re.compile(r"requests\[\d+\]\.\w+", re.ASCII)


class Failure(Exception):  # noqa: N818 - not yet an error: it may pass
    """One attempt that did not succeed.

    Attributes:
        reason: Key of a sentence in `refusals.py`.
        details: What the sentence names.
        may_pass: Whether the same request may succeed a little later.
        may_be_done: Whether Google may have carried the request out all the same.
        retry_after_s: Seconds Google asks to wait; None where it does not say.
    """

    def __init__(
        self,
        reason: str,
        *,
        may_pass: bool = False,
        may_be_done: bool = False,
        retry_after_s: float | None = None,
        **details: Detail,
    ) -> None:
        """Keep what is known of the attempt; no text of a reply is kept.

        Args:
            reason: Key of a sentence.
            may_pass: Whether the same request may succeed a little later.
            may_be_done: Whether it may have been carried out.
            retry_after_s: Seconds Google asks to wait.
            **details: What the sentence names.
        """
        super().__init__(reason)
        self.reason = reason
        self.details = details
        self.may_pass = may_pass
        self.may_be_done = may_be_done
        self.retry_after_s = retry_after_s


def decode(response: requests.Response) -> dict[str, Any]:
    """Read the JSON object a good reply holds; an empty reply is an empty object.

    Args:
        response: A reply with a status below 300.

    Raises:
        Failure: The body is anything else, such as a web page or cut in the middle.
    """
    if not response.content.strip():
        return {}
    body = _json_object(response.content)
    if body is None:
        raise Failure("not_json", may_pass=True, may_be_done=True)
    return body


def _json_object(content: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def diagnose_reply(response: requests.Response, is_write: bool) -> Failure:
    """Say what a reply that is no success means; the HTTP status decides, not the body.

    Args:
        response: A reply with a status from 300 on.
        is_write: Whether the request would have changed something.
    """
    status = response.status_code
    body = _json_object(response.content)
    error = _error(body)
    reasons = frozenset(_reasons(error))
    if status == 429 or (status == 403 and reasons & _QUOTA):
        return Failure("quota", may_pass=True, retry_after_s=retry_after_s(response.headers))
    if status >= 500:
        wait = retry_after_s(response.headers)
        return Failure("unavailable", may_pass=True, may_be_done=True, retry_after_s=wait)
    if status in (413, 414):
        return Failure("too_large")
    if body is None:
        return Failure("not_json")
    if status == 401:
        return Failure("expired")
    if status == 403:
        return _forbidden(error, reasons, is_write)
    return Failure("not_found") if status == 404 else _rejected(error, status)


def _error(body: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Give the error object of a body; Google's token service puts a plain string there."""
    error = (body or {}).get("error")
    return error if isinstance(error, Mapping) else {}


def _entries(error: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    entries = error.get(key)
    return (each for each in entries or () if isinstance(each, Mapping))


def _reasons(error: Mapping[str, Any]) -> Iterator[str]:
    for key in ("details", "errors"):
        for entry in _entries(error, key):
            yield str(entry.get("reason", ""))


def _forbidden(error: Mapping[str, Any], reasons: frozenset[str], is_write: bool) -> Failure:
    message = str(error.get("message", ""))
    if "quota project" in message:
        return Failure("quota_project")
    if reasons & _DISABLED:
        api, link = _disabled_api(error, message)
        return Failure("api_disabled", api=api, url=link)
    if reasons & _SCOPE or "insufficient authentication scopes" in message:
        return Failure("scope")
    return Failure("not_editable" if is_write else "not_shared")


def _disabled_api(error: Mapping[str, Any], message: str) -> tuple[str, str]:
    metadata: dict[str, Any] = {}
    for entry in _entries(error, "details"):
        metadata |= entry.get("metadata") or {}
    service = str(metadata.get("service", ""))
    if not service:
        service = "drive.googleapis.com" if "Drive" in message else "sheets.googleapis.com"
    link = _LINK.search(message)
    url = link[0] if link else f"https://console.cloud.google.com/apis/library/{service}"
    return _APIS.get(service, service), url


def _rejected(error: Mapping[str, Any], status: int) -> Failure:
    message = str(error.get("message", ""))
    if "not supported for this document" in message or "must not be an Office file" in message:
        return Failure("office_file")
    if "payload size exceeds" in message:
        return Failure("too_large")
    if _RANGE.search(message):
        return Failure("range")
    # The rest of the message may quote cell text, so only the place in our request is kept.
    place = _PLACE.search(message)
    told = " ".join(filter(None, (str(status), _word(error), place[0] if place else "")))
    return Failure("rejected", status=told)


def _word(error: Mapping[str, Any]) -> str:
    word = str(error.get("status", ""))
    return word if re.fullmatch(r"[A-Z_]{1,40}", word) else ""


def diagnose_error(error: Exception) -> Failure | None:
    """Say what it means that no reply came; None for what is no failure of the network.

    Args:
        error: Raised while the request was sent or its reply read.
    """
    if isinstance(error, auth_errors.GoogleAuthError):
        return _sign_in(error)
    if not isinstance(error, requests.RequestException):
        return None
    if isinstance(error, requests.exceptions.SSLError):
        return Failure("certificate")
    if isinstance(error, requests.exceptions.ConnectTimeout) or _never_connected(error):
        return Failure("network", may_pass=True)
    if isinstance(error, requests.Timeout):
        return Failure("timeout", may_pass=True, may_be_done=True)
    return Failure("network", may_pass=True, may_be_done=True)


def _never_connected(error: requests.RequestException) -> bool:
    if isinstance(error, requests.exceptions.ProxyError):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)


def _sign_in(error: auth_errors.GoogleAuthError) -> Failure:
    if isinstance(error, auth_errors.TransportError):
        # A token could not be fetched, so the request itself was not sent.
        is_untrusted = isinstance(error.__cause__, requests.exceptions.SSLError)
        return Failure("certificate") if is_untrusted else Failure("network", may_pass=True)
    if isinstance(error, auth_errors.InvalidOperation):
        return Failure("no_credentials")  # Google asks who we are, and we are nobody
    said = " ".join(map(str, error.args))
    if "invalid_grant" in said or isinstance(error, auth_errors.ReauthFailError):
        return Failure("expired")
    return Failure("sign_in", may_pass=bool(getattr(error, "retryable", False)))


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read how many seconds the server asks to wait.

    A date is measured against the reply's own `Date`, so that a wrong clock here does no harm.

    Args:
        headers: Of the reply.

    Returns:
        Seconds, not below 0; None where the header is absent or unreadable.

    Spec: RFC 9110, section 10.2.3.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until, now = parsedate_to_datetime(text), parsedate_to_datetime(headers["Date"])
        return max(0.0, (until - now).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None
