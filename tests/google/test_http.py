"""The client over real HTTP: what it repeats, how long it waits, what it never repeats."""

from __future__ import annotations

import pytest

from google_stand_in import Google
from handbook.errors import GoogleError
from handbook.google import SheetsHTTPClient, UnknownOutcomeError
from handbook.google.diagnosis import retry_after_s
from handbook.google.http import Call
from sheets_server import Fault

HEADER = {"updateSheetProperties": {"properties": {"title": "改名"}, "fields": "title"}}

PASSING = [
    pytest.param(Fault.rate_limited(7), id="too many requests"),
    pytest.param(Fault.error(500), id="500"),
    pytest.param(Fault.error(502, html=True), id="502 as a page"),
    pytest.param(Fault.error(503), id="503"),
    pytest.param(Fault.error(504, html=True), id="504 as a page"),
    pytest.param(Fault.reset(), id="reset"),
    pytest.param(Fault.reset_midway(), id="reset in the body"),
    pytest.param(Fault.truncated(), id="cut JSON"),
    pytest.param(Fault.error(200, html=True), id="200 with a page"),
]

LOST = [
    pytest.param(Fault.error(500), "unknown_outcome", id="500"),
    pytest.param(Fault.error(503, html=True), "unknown_outcome", id="503 as a page"),
    pytest.param(Fault.reset(), "unknown_outcome", id="reset"),
    pytest.param(Fault.reset_midway(), "unknown_outcome", id="reset in the body"),
    pytest.param(Fault.truncated(), "unknown_outcome", id="cut JSON"),
    pytest.param(Fault.stall(2), "unknown_outcome", id="no answer in time"),
]


@pytest.mark.parametrize("fault", PASSING)
def test_a_read_is_repeated_until_it_succeeds(google: Google, fault: Fault):
    google.answer(fault, fault)
    access = google.open()
    assert access.values(["'挂职'!A2:A3"]) == [[["S-0001"], ["S-0002"]]]
    assert google.kinds() == ["sheets.read"] * 3
    assert access.reads == 3


@pytest.mark.parametrize("fault", PASSING)
def test_a_read_is_given_up_after_a_bounded_number_of_attempts(google: Google, fault: Fault):
    google.answer(*[fault] * 100)
    with pytest.raises(GoogleError):
        google.open(attempts=4).structure()
    assert len(google.server.log) == 4
    assert len(google.naps) == 3


@pytest.mark.parametrize(("fault", "reason"), LOST)
def test_a_write_whose_answer_is_lost_is_not_repeated(google: Google, fault: Fault, reason: str):
    google.answer(fault)
    with pytest.raises(UnknownOutcomeError) as caught:
        google.open(writing=True, timeout_s=(5.0, 0.5)).batch_update([HEADER])
    assert caught.value.reason == reason
    assert google.kinds() == ["sheets.write"]
    assert google.naps == []


def test_a_write_that_was_certainly_not_carried_out_is_repeated(google: Google):
    google.answer(Fault.rate_limited(7), Fault.rate_limited(9))
    google.open(writing=True).batch_update([HEADER])
    assert google.naps == [7, 9]
    assert google.store.sheet(google.id, 0).title == "改名"


def test_pauses_grow_and_are_spread(google: Google):
    google.answer(*[Fault.error(503)] * 100)
    with pytest.raises(GoogleError):
        google.open().structure()
    assert len(google.naps) == 6
    for number, nap in enumerate(google.naps, start=1):
        assert 2**number / 2 < nap <= 2**number
    assert google.naps != [2**number for number in range(1, 7)]


def test_the_same_seed_gives_the_same_pauses(google: Google):
    google.answer(*[Fault.error(503)] * 100)
    for _ in range(2):
        with pytest.raises(GoogleError):
            google.open().structure()
    assert google.naps[:6] == google.naps[6:]


def test_a_pause_beyond_the_budget_is_not_begun(google: Google):
    google.answer(Fault.rate_limited(3600))
    with pytest.raises(GoogleError) as caught:
        google.open().structure()
    assert caught.value.reason == "quota"
    assert google.naps == []


def test_a_read_that_stalls_is_given_up_and_repeated(google: Google):
    google.answer(Fault.stall(2))
    access = google.open(timeout_s=(5.0, 0.5))
    assert access.structure("properties(title)") == {"properties": {"title": "栖川市挂职登记"}}
    assert len(google.server.log) == 2


def test_nobody_listening_is_told_soon(google: Google):
    google.server.url = "http://127.0.0.1:9"
    with pytest.raises(GoogleError) as caught:
        google.open().structure()
    assert caught.value.reason == "network"
    assert len(google.naps) == 3
    assert sum(google.naps) <= 14


def test_a_page_in_the_place_of_an_answer_is_told_soon(google: Google):
    google.answer(*[Fault.error(200, html=True)] * 100)
    with pytest.raises(GoogleError) as caught:
        google.open().structure()
    assert caught.value.reason == "not_json"
    assert len(google.naps) == 3


def test_a_write_that_never_reached_anybody_is_repeated(google: Google):
    google.server.url = "http://127.0.0.1:9"
    with pytest.raises(GoogleError) as caught:
        google.open(writing=True).batch_update([HEADER])
    assert caught.value.reason == "network"
    assert len(google.naps) == 3


@pytest.mark.parametrize(
    "address",
    ["https://example.org/v4/spreadsheets/x", "http://sheets.googleapis.com/v4/spreadsheets/x"],
    ids=["another host", "not encrypted"],
)
def test_other_addresses_are_refused(google: Google, address: str):
    with pytest.raises(ValueError, match="not an address of Google's"):
        google.open().client.request("GET", address)
    assert google.server.log == []


def test_the_base_address_may_be_set_on_a_class_as_gspread_expects(google: Google):
    class LocalClient(SheetsHTTPClient):
        base_url = google.server.url

    import gspread
    from google.auth.credentials import AnonymousCredentials

    spreadsheet = gspread.authorize(AnonymousCredentials(), http_client=LocalClient).open_by_key(
        google.id
    )
    assert spreadsheet.worksheet("挂职").get_all_values()[1] == ["S-0001", "C-00001"]


CALLS = [
    pytest.param("GET", "/v4/spreadsheets/x/values:batchGet", "sheets.read", id="values"),
    pytest.param(
        "POST", "/v4/spreadsheets/x/values:batchGetByDataFilter", "sheets.read", id="filter"
    ),
    pytest.param(
        "POST", "/v4/spreadsheets/x:getByDataFilter", "sheets.read", id="structure filter"
    ),
    pytest.param(
        "POST", "/v4/spreadsheets/x/developerMetadata:search", "sheets.read", id="metadata"
    ),
    pytest.param("POST", "/v4/spreadsheets/x:batchUpdate", "sheets.write", id="batch"),
    pytest.param(
        "POST", "/v4/spreadsheets/x/values:batchUpdate", "sheets.write", id="values batch"
    ),
    pytest.param("POST", "/v4/spreadsheets/x/values/A1:append", "sheets.write", id="append"),
    pytest.param("PUT", "/v4/spreadsheets/x/values/A1", "sheets.write", id="update"),
    pytest.param("POST", "/v4/spreadsheets/x/values:batchClear", "sheets.write", id="clear"),
    pytest.param("GET", "/drive/v3/files/x", "drive.read", id="file"),
    pytest.param("DELETE", "/drive/v3/files/x", "drive.write", id="deletion"),
]


@pytest.mark.parametrize(("method", "path", "kind"), CALLS)
def test_a_call_knows_what_it_is(method: str, path: str, kind: str):
    call = Call(method, path)
    assert (call.kind, call.file_id) == (kind, "x")


HEADERS = [
    pytest.param({"Retry-After": "7"}, 7, id="seconds"),
    pytest.param(
        {
            "Retry-After": "Wed, 25 Nov 2026 12:00:30 GMT",
            "Date": "Wed, 25 Nov 2026 12:00:00 GMT",
        },
        30,
        id="a date, against the reply's own",
    ),
    pytest.param(
        {
            "Retry-After": "Wed, 25 Nov 2026 11:00:00 GMT",
            "Date": "Wed, 25 Nov 2026 12:00:00 GMT",
        },
        0,
        id="a date gone by",
    ),
    pytest.param({"Retry-After": "Wed, 25 Nov 2026 12:00:30 GMT"}, None, id="a date alone"),
    pytest.param({"Retry-After": "soon"}, None, id="words"),
    pytest.param({"Retry-After": "-1"}, None, id="below zero"),
    pytest.param({"Retry-After": "７"}, None, id="full-width digit"),
    pytest.param({}, None, id="absent"),
]


@pytest.mark.parametrize(("headers", "seconds"), HEADERS)
def test_retry_after_is_read(headers: dict[str, str], seconds: float | None):
    assert retry_after_s(headers) == seconds
