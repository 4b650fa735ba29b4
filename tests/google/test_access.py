"""What can be asked of a spreadsheet, and what each question costs."""

from __future__ import annotations

from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials

from google_stand_in import Google
from handbook.errors import GoogleError
from handbook.findings import quoted
from handbook.google import Access, Render, SheetsHTTPClient


def note(row: int, column: int, text: str) -> dict[str, object]:
    """Make the request that writes one note; row and column from 1."""
    place = {"startRowIndex": row - 1, "endRowIndex": row}
    place |= {"startColumnIndex": column - 1, "endColumnIndex": column}
    return {
        "updateCells": {"range": place, "fields": "note", "rows": [{"values": [{"note": text}]}]}
    }


def test_values_come_by_rows_or_columns_in_the_order_asked_for(google: Google):
    access = google.open()
    assert access.values(["'挂职'!B2:B3", "'挂职'!A2:B2"]) == [
        [["C-00001"], ["C-00002"]],
        [["S-0001", "C-00001"]],
    ]
    assert access.values(["'挂职'!A2:B3"], by="COLUMNS") == [
        [["S-0001", "S-0002"], ["C-00001", "C-00002"]]
    ]
    assert access.reads == 2


def test_blocks_are_named_by_number_of_sheet_in_the_order_asked_for(google: Google):
    google.lay("二", [["x", "y"]])
    gid = google.store.sheet(google.id, "二").gid
    blocks = [
        {"sheetId": gid, "startColumnIndex": 1, "endColumnIndex": 2},
        {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1},
        {"sheetId": 0, "startRowIndex": 500, "startColumnIndex": 0, "endColumnIndex": 1},
    ]
    access = google.open()
    assert access.cells(blocks) == [[["y"]], [["S-0001", "S-0002"]], []]
    assert access.reads == 1


def test_values_come_as_typed_or_as_displayed(google: Google):
    google.lay("数", [["1,000", "2024-03-01", "=1+1", "TRUE"]], typed=True)
    access = google.open()
    (typed,) = access.values(["'数'"], Render.UNFORMATTED)
    (formulas,) = access.values(["'数'"], Render.FORMULA)
    (shown,) = access.values(["'数'"])
    assert typed == [[1000, 45352, 2, True]]
    assert formulas == [[1000, 45352, "=1+1", True]]
    assert shown == [["1,000", "2024-03-01", "2", "TRUE"]]


def test_notes_are_read_with_their_places(google: Google):
    google.lay("二", [["x"]])
    google.batch(note(2, 1, "核对一下"), note(3, 2, "两行\n批注"))
    access = google.open()
    notes = access.notes()
    assert notes[0] == {(2, 1): "核对一下", (3, 2): "两行\n批注"}
    assert list(notes.values())[1:] == [{}]
    assert access.notes(["'挂职'!B2:B9"])[0] == {(3, 2): "两行\n批注"}
    assert (access.reads, access.writes) == (2, 0)


def test_changes_are_one_write_with_a_reply_for_each(google: Google):
    access = google.open(writing=True)
    replies = access.batch_update(
        [note(2, 1, "一"), {"addSheet": {"properties": {"title": "新", "sheetId": 7}}}]
    )
    assert replies[0] == {}
    assert replies[1]["addSheet"]["properties"]["sheetId"] == 7
    assert (access.reads, access.writes) == (0, 1)


def test_changes_are_all_made_or_none(google: Google):
    access = google.open(writing=True)
    with pytest.raises(GoogleError) as caught:
        access.batch_update([note(2, 1, "一"), {"deleteSheet": {"sheetId": 404}}])
    assert caught.value.exit_code == 3
    assert google.store.note(google.id, 0, 2, 1) == ""


def test_the_version_grows_with_every_change_and_costs_no_read(google: Google):
    access = google.open()
    before = access.version()
    google.store.write(google.id, "'挂职'!C1", [["x"]], user_entered=False)
    after = access.version()
    assert int(after.version) > int(before.version)
    assert after.name == "栖川市挂职登记"
    assert after.modified_at > before.modified_at
    assert access.reads == 0


def test_drive_denying_what_it_may_not_show_is_told_as_not_shared(google: Google):
    google.store.not_shared.add(google.id)
    with pytest.raises(GoogleError) as caught:
        google.open().version()
    assert caught.value.reason == "not_shared"


def test_another_spreadsheet_shares_the_client_but_not_the_counts(google: Google):
    other = google.store.create("二")
    access = google.open()
    second = access.beside(other)
    second.structure("spreadsheetId")
    assert (access.reads, second.reads) == (0, 1)
    assert second.client is access.client


TITLES = [
    pytest.param("挂职", "'挂职'", id="plain"),
    pytest.param("it's", "'it''s'", id="apostrophe"),
    pytest.param("D3", "'D3'", id="like a cell"),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_title_is_written_as_a_range(title: str, expected: str):
    assert quoted(title) == expected


def test_nothing_is_sent_before_something_is_asked(google: Google):
    assert isinstance(google.open(), Access)
    assert google.server.log == []


class Forgetful(SheetsHTTPClient):
    """A client whose server leaves out one block of those it was asked for."""

    def fetch(self, *asked: Any, **content: Any) -> dict[str, Any]:
        reply = super().fetch(*asked, **content)
        return reply | {"valueRanges": reply["valueRanges"][1:]}


def test_a_block_missing_from_the_reply_does_not_pass_for_a_blank_one(google: Google):
    client = Forgetful(AnonymousCredentials(), base_url=google.server.url)
    blocks = [{"sheetId": 0, "endColumnIndex": 1}, {"sheetId": 0, "endColumnIndex": 2}]
    with pytest.raises(GoogleError) as caught:
        Access(client, google.id).cells(blocks)
    assert caught.value.reason == "range"
