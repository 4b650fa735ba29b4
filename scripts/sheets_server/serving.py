"""The HTTP server: which address means what, what is logged, and how faults reach the socket."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qs, unquote

from flask import Flask, Response
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sheets_server.answering import answer, refusal_of
from sheets_server.calls import Answer, Call
from sheets_server.faults import Fault, Way
from sheets_server.methods import find_method
from sheets_server.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Json = dict[str, Any]


@dataclass
class Served:
    """One request to the API and its reply.

    Attributes:
        method: HTTP method.
        path: Decoded.
        query: Values by name.
        body: Parsed JSON; None if there was none.
        kind: `sheets.read`, `sheets.write`, `drive.read`, `drive.write`, `token` or `page`.
        name: Full name of the API's method, such as `sheets.spreadsheets.get`; blank for others.
        status: HTTP status; 0 until answered, and for a connection that was reset.
        content: Body of the reply as sent.
        fault: What was done to the reply.
    """

    method: str
    path: str
    query: dict[str, list[str]]
    body: Any
    kind: str
    name: str = ""
    status: int = 0
    content: bytes = field(default=b"", repr=False)
    fault: Fault | None = None

    @property
    def response(self) -> Any:  # noqa: ANN401 - any JSON
        """Parsed reply; None if it is not JSON."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None


class Server:
    """A running server.

    Attributes:
        store: Its spreadsheets.
        url: Without a slash at the end.
        log: Every API request so far.
        before: Called before every API request, outside the store's lock; may edit the store as a
            second editor would, and may return a fault.
    """

    def __init__(self, store: Store, *, log_limit: int | None = None) -> None:
        """Make a server that does not listen yet.

        Args:
            store: Its spreadsheets.
            log_limit: Number of requests the log keeps; None for all.
        """
        self.store = store
        self.url = ""
        self.log: list[Served] = []
        self.before: Callable[[Served], Fault | None] | None = None
        self.stopping = threading.Event()
        self._log_limit = log_limit
        self._pages = pages(store)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; this is the WSGI application."""
        served = _read_request(environ)
        if served.kind == "page":
            return self._pages(environ, start_response)
        self._remember(served)
        fault = self.before(served) if self.before and served.kind != "token" else None
        served.fault = fault
        result = self._carried_out(environ, served, fault)
        served.status, served.content = result.status, result.content
        return _Delivery(environ, start_response, self.stopping).deliver(result, served)

    def _remember(self, served: Served) -> None:
        with self.store.lock:
            self.log.append(served)
            if self._log_limit is not None:
                del self.log[: max(len(self.log) - self._log_limit, 0)]

    def _carried_out(self, environ: WSGIEnvironment, served: Served, fault: Fault | None) -> Answer:
        if fault is None or fault.applied:
            result = answer(self.store, _call(environ, served))
            if fault is None or fault.way is not Way.ANSWER:
                return result
        return _faulty_answer(fault)


def pages(store: Store) -> WSGIApplication:
    """Make the application of the pages a person looks at.

    Args:
        store: The spreadsheets; pages find it as `current_app.extensions["sheets_store"]`.
    """
    from sheets_server.page import blueprint

    app = Flask("sheets_server", static_folder=None)
    app.extensions["sheets_store"] = store
    app.register_blueprint(blueprint)
    return app


def _read_request(environ: WSGIEnvironment) -> Served:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    # The raw address: a slash within a range must not part it.
    raw = environ.get("RAW_URI") or environ["REQUEST_URI"]
    path, _, query = raw.partition("?")
    method = find_method(environ["REQUEST_METHOD"], path)
    is_api = method is not None
    content = environ["wsgi.input"].read(length) if is_api and length else b""
    if method is not None and method.kind == "token" and not content.startswith(b"{"):
        body: Any = {name: values[-1] for name, values in parse_qs(content.decode()).items()}
    else:
        body = _parsed(content)
    return Served(
        method=environ["REQUEST_METHOD"],
        path=unquote(path),
        query=parse_qs(query, keep_blank_values=True),
        body=body,
        kind=method.kind if method else "page",
        name=method.name if method else "",
    )


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError:
        return content.decode(errors="replace")


def _call(environ: WSGIEnvironment, served: Served) -> Call:
    raw = (environ.get("RAW_URI") or environ["REQUEST_URI"]).partition("?")[0]
    headers = {
        "Authorization": environ.get("HTTP_AUTHORIZATION", ""),
        **({"X-Goog-Api-Key": key} if (key := environ.get("HTTP_X_GOOG_API_KEY")) else {}),
    }
    return Call(served.method, raw, served.query, served.body, headers)


_PAGE = b"<!DOCTYPE html><html lang=en><title>Error</title><h1>The server met an error</h1></html>"


def _faulty_answer(fault: Fault) -> Answer:
    """Give the answer of a fault that stands for itself or whose request is not carried out."""
    if fault.way in {Way.TRUNCATED, Way.RESET_MIDWAY, Way.EMPTY_VALUES}:
        return Answer(200, b'{"spreadsheetId":"","replies":[]}')
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.is_html:
        return Answer(fault.status, _PAGE, "text/html; charset=UTF-8", headers)
    result = refusal_of(fault.status or 503)
    return Answer(result.status, result.content, result.content_type, headers)


class _Delivery:
    """Sends one answer, or fails to."""

    def __init__(
        self, environ: WSGIEnvironment, start_response: StartResponse, stopping: threading.Event
    ) -> None:
        self._environ = environ
        self._start_response = start_response
        self._stopping = stopping

    def deliver(self, result: Answer, served: Served) -> Iterable[bytes]:
        """Send an answer in the way its fault demands."""
        way = served.fault.way if served.fault else Way.ANSWER
        if way is Way.RESET:
            served.status = 0
            self._reset()
        if way is Way.STALL and served.fault:
            self._stopping.wait(served.fault.seconds)
        if way is Way.TRUNCATED:
            served.content = result.content[: max(len(result.content) // 2, 1)]
        if way is Way.EMPTY_VALUES:
            served.content = _without_values(result.content)
        if way is Way.RESET_MIDWAY:
            self._broken(result)
        return self._whole(result, served.content)

    def _whole(self, result: Answer, content: bytes) -> Iterable[bytes]:
        response = Response(
            content, result.status, result.headers, content_type=result.content_type
        )
        return response(self._environ, self._start_response)

    def _broken(self, result: Answer) -> NoReturn:
        response = Response(status=result.status, content_type=result.content_type)
        response.headers["Content-Length"] = str(max(len(result.content), 2))
        write = self._start_response(f"{result.status} OK", list(response.headers))
        write(result.content[: max(len(result.content) // 2, 1)])
        self._reset()

    def _reset(self) -> NoReturn:
        self._environ["sheets_server.reset"]()
        raise ConnectionResetError


def _without_values(content: bytes) -> bytes:
    try:
        reply = json.loads(content)
    except ValueError:
        return content
    for item in (reply, *(one.get("valueRange", one) for one in reply.get("valueRanges", []))):
        item.pop("values", None)
    return json.dumps(reply, ensure_ascii=False).encode()


class _Handler(WSGIRequestHandler):
    """Keeps silent, as the log is `Server.log`, and can reset its connection."""

    is_reset = False

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""

    def make_environ(self) -> WSGIEnvironment:
        """Give the request's environment, with the way to reset the connection."""
        return {**super().make_environ(), "sheets_server.reset": self.reset}

    def reset(self) -> None:
        """Have the connection reset as soon as the handler is done with it."""
        self.is_reset = self.close_connection = True

    def finish(self) -> None:
        """Close the connection, in a way that the client sees it reset where that is wanted."""
        super().finish()
        if self.is_reset:
            linger_not = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
            # Closed here, as the server would first say a polite goodbye.
            socket.socket(fileno=self.connection.detach()).close()


@contextmanager
def running(store: Store, port: int = 0, *, log_limit: int | None = None) -> Iterator[Server]:
    """Serve a store on this machine for as long as the block lasts.

    Args:
        store: The spreadsheets.
        port: 0 for any free one.
        log_limit: Number of requests the log keeps; None for all.

    Yields:
        The server, listening.
    """
    server = Server(store, log_limit=log_limit)
    listener: BaseWSGIServer = make_server(
        "127.0.0.1", port, server, threaded=True, request_handler=_Handler
    )
    server.url = f"http://127.0.0.1:{listener.server_port}"
    thread = threading.Thread(
        target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        listener.shutdown()
        thread.join()
        with suppress(OSError):
            listener.server_close()
