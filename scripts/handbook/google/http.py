"""The one HTTP client: every request to Google, or to its stand-in, goes through it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar, TypeAlias
from urllib.parse import urlsplit, urlunsplit

import gspread
import requests
import tenacity
from google.auth.credentials import Credentials
from gspread.http_client import FileType, ParamsType

from handbook.config import is_loopback
from handbook.errors import GoogleError
from handbook.google.credentials import account_of
from handbook.google.diagnosis import Failure, decode, diagnose_error, diagnose_reply
from handbook.google.refusals import UNNAMED_ACCOUNT, refusal

GOOGLE_HOSTS = frozenset({"sheets.googleapis.com", "www.googleapis.com"})

_SPREADSHEET = re.compile(r"/v4/spreadsheets/([\w-]+)", re.ASCII)
_FILE = re.compile(r"/drive/v3/files/([\w-]+)", re.ASCII)
_READING_POSTS = ("/values:batchGetByDataFilter", ":getByDataFilter", "/developerMetadata:search")

Timeout: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Patience:
    """How long to wait, and how often to ask again.

    Attributes:
        attempts: Most requests sent for one answer while Google is busy or in trouble.
        quick_attempts: Most requests sent where the trouble is more likely here, such as a network
            that is down, so that nobody waits minutes to be told.
        budget_s: Seconds after which no further attempt is begun.
        longest_wait_s: Longest pause of our own choosing between two attempts.
        timeout_s: Seconds to connect, and seconds of silence while waiting for the reply; Google
            gives a request up itself after 180.
        sleep: Waits some seconds.
        random: Spreads the pauses, so that many clients do not come back at once.
    """

    attempts: int = 7
    quick_attempts: int = 4
    budget_s: float = 300.0
    longest_wait_s: float = 64.0
    timeout_s: Timeout = (10.0, 190.0)
    sleep: Callable[[float], None] = time.sleep
    random: Random = field(default_factory=Random)


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to ask for.

    Attributes:
        method: GET, POST, PUT, PATCH or DELETE.
        path: Path of the address.
    """

    method: str
    path: str

    @property
    def is_write(self) -> bool:
        """Whether it would change something.

        What changes something is not repeated when its answer is lost, not even where repeating
        it would give the same content: somebody may have typed there in between.
        """
        return self.method != "GET" and not self.path.endswith(_READING_POSTS)

    @property
    def kind(self) -> str:
        """Which quota it counts against: `sheets.read`, `drive.write` and so on."""
        service = "sheets" if "/v4/spreadsheets" in self.path else "drive"
        return f"{service}.{'write' if self.is_write else 'read'}"

    @property
    def file_id(self) -> str:
        """Id of the spreadsheet it is about; blank where it is about none."""
        found = _SPREADSHEET.search(self.path) or _FILE.search(self.path)
        return found[1] if found else ""


class SheetsHTTPClient(gspread.HTTPClient):
    """Sends requests with timeouts, bounded patience and no replay of what may have been done.

    Attributes:
        base_url: Address that stands in for both of Google's hosts; None for Google itself.
        counts: How many requests were sent, by (spreadsheet id, kind), repeated ones included.
        account: E-mail address of the account, or blank where the credentials do not tell.
    """

    base_url: ClassVar[str | None] = None

    def __init__(
        self,
        auth: Credentials,
        session: requests.Session | None = None,
        *,
        base_url: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Prepare a session; nothing is sent yet.

        Args:
            auth: Who we are.
            session: A session of one's own, which then takes care of who we are.
            base_url: Address that stands in for Google's hosts; the class's own by default.
            patience: How long to wait and how often to ask again.
        """
        super().__init__(auth, session)
        self._base = urlsplit(address) if (address := base_url or self.base_url) else None
        self._patience = patience or Patience()
        self.set_timeout(self._patience.timeout_s)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.account = account_of(auth)
        if address and is_loopback(address):
            self.session.trust_env = False  # no proxy stands between this machine and itself

    def request(
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a request as gspread does, and give a reply that is known to be good.

        Args:
            method: HTTP method, in any case.
            endpoint: Address at one of Google's hosts.
            params: Query.
            data: Body of an upload.
            json: Body, else.
            files: Files of a multipart upload.
            headers: Further headers.

        Raises:
            GoogleError: Google refused or could not be reached.
            UnknownOutcomeError: A write was sent and its answer lost.
            ValueError: The address is not one of Google's.
        """
        response, _ = self._ask(
            method, endpoint, params=params, data=data, json=json, files=files, headers=headers
        )
        return response

    def fetch(
        self,
        method: str,
        endpoint: str,
        *,
        params: ParamsType | None = None,
        json: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Send a request and give the JSON object of its reply, read once.

        Args:
            method: HTTP method.
            endpoint: Address at one of Google's hosts.
            params: Query.
            json: Body.

        Raises:
            GoogleError: As `request`.
        """
        _, body = self._ask(method, endpoint, params=params, json=json)
        return body

    def pause(self, seconds: float) -> None:
        """Wait before asking again for a reason other than a failure.

        Args:
            seconds: How long.
        """
        self._patience.sleep(seconds)

    def _ask(
        self,
        method: str,
        endpoint: str,
        **content: Any,  # noqa: ANN401 - handed through
    ) -> tuple[requests.Response, dict[str, Any]]:
        address = self._address(endpoint)
        call = Call(method.upper(), urlsplit(address).path)
        try:
            return self._attempts(call)(self._send, call, address, content)
        except Failure as failure:
            raise self._refusal(call, failure) from failure

    def _address(self, endpoint: str) -> str:
        parts = urlsplit(endpoint)
        if self._base is not None and parts.netloc == self._base.netloc:
            return endpoint
        if parts.scheme != "https" or parts.netloc not in GOOGLE_HOSTS:
            raise ValueError(f"not an address of Google's: {parts.scheme}://{parts.netloc}")
        if self._base is None:
            return endpoint
        path = self._base.path.rstrip("/") + parts.path
        return urlunsplit((self._base.scheme, self._base.netloc, path, parts.query, ""))

    def _attempts(self, call: Call) -> tenacity.Retrying:
        return tenacity.Retrying(
            sleep=self._patience.sleep,
            stop=self._is_over,
            wait=self._pause_s,
            retry=tenacity.retry_if_exception(
                lambda error: (
                    isinstance(error, Failure)
                    and error.may_pass
                    and not (call.is_write and error.may_be_done)
                )
            ),
            reraise=True,
        )

    def _is_over(self, state: tenacity.RetryCallState) -> bool:
        failure = state.outcome.exception() if state.outcome else None
        is_busy = isinstance(failure, Failure) and failure.reason in ("quota", "unavailable")
        most = self._patience.attempts if is_busy else self._patience.quick_attempts
        spent = max(state.seconds_since_start or 0.0, state.idle_for)
        return (
            state.attempt_number >= most or spent + state.upcoming_sleep > self._patience.budget_s
        )

    def _pause_s(self, state: tenacity.RetryCallState) -> float:
        """Wait as long as Google asks, else twice as long each time, less up to half of it."""
        failure = state.outcome.exception() if state.outcome else None
        if isinstance(failure, Failure) and failure.retry_after_s is not None:
            return failure.retry_after_s
        longest = min(2.0**state.attempt_number, self._patience.longest_wait_s)
        return longest * (1 - self._patience.random.random() / 2)

    def _send(
        self, call: Call, address: str, content: Mapping[str, Any]
    ) -> tuple[requests.Response, dict[str, Any]]:
        self.counts[call.file_id, call.kind] += 1
        try:
            response = self.session.request(
                call.method, address, timeout=self.timeout, allow_redirects=False, **content
            )
        except Exception as error:
            failure = diagnose_error(error)
            if failure is None:
                raise
            raise failure from error
        if not 200 <= response.status_code < 300:
            raise diagnose_reply(response, call.is_write)
        return response, {} if call.path.endswith("/export") else decode(response)

    def _refusal(self, call: Call, failure: Failure) -> GoogleError:
        if call.is_write and failure.may_be_done:
            return refusal("unknown_outcome")
        account = self.account or UNNAMED_ACCOUNT
        return refusal(failure.reason, **{"account": account, **failure.details})
