"""Each fault as a client meets it on the network, and whether its request was carried out."""

from __future__ import annotations

import pytest
import requests

from sheets_server import Fault, Served


def write(server, book) -> requests.Response:
    """Write one value."""
    return requests.put(
        f"{server.url}/v4/spreadsheets/{book.id}/values/Sheet1!A1",
        params={"valueInputOption": "RAW"},
        json={"values": [["新"]]},
        timeout=5,
    )


def commit(server, fault: Fault) -> None:
    """Have the server commit a fault at every request."""
    server.before = lambda _served: fault


def stored(server, book) -> list[list[str]]:
    """Give what the spreadsheet holds."""
    return server.store.values(book.id, "Sheet1")


@pytest.mark.parametrize(
    ("fault", "status", "content_type", "retry_after"),
    [
        pytest.param(Fault.rate_limited(7), 429, "application/json", "7", id="quota, wait 7 s"),
        pytest.param(Fault.rate_limited(None), 429, "application/json", None, id="quota"),
        pytest.param(Fault.error(500), 500, "application/json", None, id="500"),
        pytest.param(Fault.error(503), 503, "application/json", None, id="503"),
        pytest.param(Fault.error(502, html=True), 502, "text/html", None, id="502 as a page"),
        pytest.param(Fault.error(200, html=True), 200, "text/html", None, id="200 as a page"),
    ],
)
def test_an_error_is_answered_and_nothing_done(
    server, book, fault, status, content_type, retry_after
):
    commit(server, fault)
    reply = write(server, book)
    assert reply.status_code == status
    assert reply.headers["Content-Type"].startswith(content_type)
    assert reply.headers.get("Retry-After") == retry_after
    assert stored(server, book) == []


@pytest.mark.parametrize("applied", [True, False])
def test_an_error_may_come_after_the_deed(server, book, applied):
    commit(server, Fault.error(503, applied=applied))
    assert write(server, book).json()["error"]["status"] == "UNAVAILABLE"
    assert stored(server, book) == ([["新"]] if applied else [])


@pytest.mark.parametrize("applied", [True, False])
def test_a_reset_reaches_the_client_as_a_reset(server, book, applied):
    commit(server, Fault.reset(applied=applied))
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        write(server, book)
    assert stored(server, book) == ([["新"]] if applied else [])


@pytest.mark.parametrize("applied", [True, False])
def test_a_reset_in_mid_body_reaches_the_client_as_a_broken_reply(server, book, applied):
    commit(server, Fault.reset_midway(applied=applied))
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        write(server, book)
    assert stored(server, book) == ([["新"]] if applied else [])


@pytest.mark.parametrize("applied", [True, False])
def test_truncated_json_arrives_whole_and_cannot_be_parsed(server, book, applied):
    commit(server, Fault.truncated(applied=applied))
    reply = write(server, book)
    assert reply.status_code == 200
    assert int(reply.headers["Content-Length"]) == len(reply.content)
    with pytest.raises(requests.JSONDecodeError):
        reply.json()
    assert stored(server, book) == ([["新"]] if applied else [])


def test_values_can_be_missing_from_every_range(server, book, sheet):
    sheet.update([["甲"]])
    commit(server, Fault.empty_values())
    assert book.values_batch_get(["Sheet1!A1", "Sheet1"])["valueRanges"] == [
        {"range": "Sheet1!A1", "majorDimension": "ROWS"},
        {"range": "Sheet1!A1:Z1000", "majorDimension": "ROWS"},
    ]


def test_a_stall_outlasts_a_short_patience(server, book):
    commit(server, Fault.stall(30))
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{server.url}/v4/spreadsheets/{book.id}", timeout=(5, 0.05))


def test_a_second_editor_writes_between_two_requests(server, book, sheet):
    def edit(served: Served) -> None:
        if served.kind == "sheets.write":
            server.store.write(book.id, "Sheet1!B1", [["别人"]])

    server.before = edit
    sheet.update([["新"]])
    assert stored(server, book) == [["新", "别人"]]


def test_a_fault_stands_in_the_log_with_its_request(server, book):
    commit(server, Fault.rate_limited(1))
    write(server, book)
    served = server.log[-1]
    assert (served.kind, served.status, served.fault) == (
        "sheets.write",
        429,
        Fault.rate_limited(1),
    )


def test_after_a_fault_the_server_goes_on(server, book, sheet):
    faults = iter([Fault.reset(), Fault.reset_midway(), Fault.truncated()])
    server.before = lambda _served: next(faults, None)
    for _ in range(3):
        with pytest.raises(requests.RequestException):
            write(server, book).json()
    sheet.update([["好"]])
    assert stored(server, book) == [["好"]]
