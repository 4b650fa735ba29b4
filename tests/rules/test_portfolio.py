"""R88, R102, R103 and R115: what many postings together show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.findings import Finding, Visibility
from small_workbooks import BATCH, POSTING, PROGRAMME, UNITS, check, said, workbook

Row = Mapping[str, str]
ON = {"rules_on": "R88；R102；R103；R115", "two_way": "yes", "kind": "graduate_base"}
PLACES = [{"unit_id": f"U-01{each:02}", "unit_name": f"第{each}社区", "level": "grassroots"}
          for each in range(12)]  # fmt: skip
PEOPLE = [{"cadre_id": f"C-001{each:02}", "name": "顾清禾", "home_unit_id": "U-0001"}
          for each in range(40)]  # fmt: skip
OVER = {"start_planned": "2024-01-01", "reported_on": "2024-01-01", "end_planned": "2025-12-31",
        "end_actual": "2025-12-31", "status": "completed", "outcome": "same_post"}  # fmt: skip
LEFT = {"end_actual": "2025-12-30", "outcome": "left_service"}


def postings(*rows: Row) -> list[Row]:
    return [
        dict(POSTING)
        | {"posting_id": f"S-{number:04}", "cadre_id": PEOPLE[number]["cadre_id"]}
        | dict(row)
        for number, row in enumerate(rows)
    ]


def findings(
    code: str,
    rows: Sequence[Row],
    programme: Row | None = None,
    batch: Row | None = None,
    positions: Sequence[Row] = (),
) -> list[Finding]:
    others = {"positions": positions} if positions else {}
    book = workbook(
        units=[*UNITS, *PLACES],
        cadres=PEOPLE,
        programmes=[dict(PROGRAMME) | ON | dict(programme or {})],
        batches=[dict(BATCH) | dict(batch or {})],
        postings=rows,
        **others,
    )
    return [each for each in check(book).findings if each.code == code]


UP = {"home_unit_id": "U-0003", "receiving_unit_id": "U-0001"}


@pytest.mark.parametrize(
    ("rows", "programme", "told"),
    [
        pytest.param([{}, {}], {}, [2], id="all go down"),
        pytest.param([{}, UP], {}, [], id="one down, one up"),
        pytest.param([{}], {}, [], id="one alone"),
        pytest.param([{}, UP | {"status": "planned"}, {}], {}, [2], id="the other way is planned"),
        pytest.param([{}, UP | {"status": "cancelled"}, {}], {}, [2], id="or cancelled"),
        pytest.param([{"home_unit_id": "U-0002", "receiving_unit_id": "U-0003"},
                      {"home_unit_id": "U-0003", "receiving_unit_id": "U-0002"}], {}, [],
                     id="two townships exchange"),
        pytest.param([{"home_unit_id": "U-0002", "receiving_unit_id": "U-0003"},
                      {"home_unit_id": "U-0002", "receiving_unit_id": "U-0003"}], {}, [2],
                     id="one township only sends"),
        pytest.param([{}, {}], {"two_way": "no"}, [], id="one way is meant"),
        pytest.param([{}, {}], {"two_way": ""}, [], id="programme says nothing"),
        pytest.param([{}, {}], {"rules_on": ""}, [], id="switched off"),
    ],
)  # fmt: skip
def test_an_exchange_goes_both_ways(rows: list[Row], programme: Row, told: list[int]) -> None:
    found = findings("POL-R88", postings(*rows), programme)
    assert [each.params["count"] for each in found] == told
    assert {each.visibility for each in found} <= {Visibility.ORG}


LOST = OVER | {"home_post_status": "replaced"}


@pytest.mark.parametrize(
    ("rows", "programme", "told"),
    [
        pytest.param([LOST, LOST], {}, [2], id="two posts filled by others"),
        pytest.param([LOST, OVER], {}, [], id="one"),
        pytest.param([LOST, OVER | {"home_post_status": "abolished"}], {}, [2], id="one abolished"),
        pytest.param([LOST, OVER | {"rank_at_sending": "section",
                                    "outcome_rank": "deputy_section"}], {}, [2], id="one lower"),
        pytest.param([LOST, OVER | {"rank_at_sending": "section", "outcome_rank": "section"}], {},
                     [], id="one of equal rank"),
        pytest.param([LOST, OVER | {"rank_at_sending": "section", "outcome_rank": ""}], {}, [],
                     id="rank afterwards unknown"),
        pytest.param([LOST, OVER | {"home_post_status": "cadre_promoted"}], {}, [],
                     id="one promoted"),
        pytest.param([LOST, {"home_post_status": "replaced"}], {}, [], id="one still away"),
        pytest.param([LOST, LOST | {"home_unit_id": "U-0003"}], {}, [], id="two units"),
        pytest.param([LOST, LOST | {"status": "cancelled"}], {}, [], id="one cancelled"),
        pytest.param([LOST, LOST], {"post_loss_alert": "3"}, [], id="three wanted"),
        pytest.param([LOST], {"post_loss_alert": "1"}, [1], id="one is enough"),
        pytest.param([LOST, LOST], {"rules_on": ""}, [], id="switched off"),
    ],
)  # fmt: skip
def test_a_unit_keeps_the_posts_of_those_it_sends(
    rows: list[Row], programme: Row, told: list[int]
) -> None:
    found = findings("POL-R102", postings(*rows), programme)
    assert [each.params["count"] for each in found] == told
    assert {each.record for each in found} <= {"U-0001"}


def spread(*counts: int) -> list[Row]:
    return postings(
        *({"receiving_unit_id": PLACES[place]["unit_id"]}
          for place, count in enumerate(counts) for _ in range(count))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param(spread(2, 1, 1, 1, 1, 1, 1), [], id="a quarter of eight"),
        pytest.param(spread(3, 1, 1, 1, 1, 1, 1), [("U-0100 第0社区", 3)], id="a third of nine"),
        pytest.param(spread(3, 1, 1, 1, 1), [], id="of seven: too few to tell"),
        pytest.param(spread(4, 3, 3, 3), [], id="four units, an even share is a quarter"),
        pytest.param(spread(5, 5), [], id="two units"),
        pytest.param(spread(10), [], id="all at one unit by design"),
        pytest.param(spread(6, 1, 1, 1, 1), [("U-0100 第0社区", 6)], id="six of ten, five units"),
    ],
)
def test_no_unit_has_much_more_than_its_share(rows: list[Row], told: list[tuple[str, int]]) -> None:
    found = findings("POL-R103", rows)
    assert [(each.params["unit"], each.params["count"]) for each in found] == told
    assert {each.visibility for each in found} <= {Visibility.ORG}


POST = {"position_id": "N-0001", "batch_id": "B-001", "receiving_unit_id": "U-0100",
        "title": "主任助理", "quota": "1", "status": "open"}  # fmt: skip


@pytest.mark.parametrize(
    ("post", "batch", "told"),
    [
        pytest.param({}, {}, ["N-0001"], id="nobody came"),
        pytest.param({"receiving_unit_id": "U-0002"}, {}, [], id="somebody came"),
        pytest.param({"status": "withdrawn"}, {}, [], id="withdrawn"),
        pytest.param({"status": "abolished"}, {}, [], id="abolished"),
        pytest.param({"receiving_unit_id": ""}, {}, [], id="no unit"),
        pytest.param({"receiving_unit_id": "U-0999"}, {}, [], id="unknown unit"),
        pytest.param({}, {"more_posts_than_places": "yes"}, [], id="more posts on purpose"),
        pytest.param({"batch_id": "B-009"}, {}, [], id="unknown batch"),
    ],
)
def test_a_unit_that_asked_gets_somebody(post: Row, batch: Row, told: list[str]) -> None:
    twice = [POST | dict(post), POST | dict(post) | {"position_id": "N-0002"}]
    found = findings("POL-R103", postings({}), {}, batch, twice)
    assert [each.record for each in found] == told
    assert {each.variant for each in found} <= {"none"}


def test_a_batch_that_has_placed_nobody_is_left_alone() -> None:
    assert findings("POL-R103", postings({"status": "planned"}), {}, {}, [POST]) == []


@pytest.mark.parametrize(
    ("rows", "programme", "told"),
    [
        pytest.param([OVER | LEFT] * 3 + [OVER] * 7, {}, [], id="three of ten"),
        pytest.param([OVER | LEFT] * 3 + [OVER] * 6, {}, [33], id="three of nine"),
        pytest.param([OVER | LEFT] * 2 + [OVER] * 2, {}, [], id="of four: too few to tell"),
        pytest.param([OVER | LEFT | {"end_actual": "2026-01-01"}] * 3 + [OVER] * 6, {}, [],
                     id="left after twenty-four months"),
        pytest.param([OVER | LEFT | {"outcome": "promoted"}] * 3 + [OVER] * 6, {}, [],
                     id="promoted early"),
        pytest.param([OVER | LEFT | {"outcome": "third_unit"}] * 3 + [OVER] * 6, {}, [33],
                     id="moved to a third unit"),
        pytest.param([OVER | LEFT] * 3 + [OVER] * 6, {"kind": "post_down"}, [],
                     id="no graduates"),
        pytest.param([OVER | LEFT] * 3 + [OVER] * 6, {"rules_on": ""}, [], id="switched off"),
    ],
)  # fmt: skip
def test_graduates_stay(rows: list[Row], programme: Row, told: list[int]) -> None:
    found = findings("POL-R115", postings(*rows), programme)
    assert [each.params["share"] for each in found] == told
    assert {each.visibility for each in found} <= {Visibility.ORG}


@pytest.mark.parametrize("absent", ["batches", "programmes", "postings", "units"])
def test_without_a_sheet_nothing_breaks(absent: str) -> None:
    book = workbook(units=UNITS, programmes=[dict(PROGRAMME) | ON],
                    postings=postings(LOST, LOST))  # fmt: skip
    sheets = tuple(each for each in book.sheets if each.title != absent)
    told = said(check(type(book)(sheets, book.manifest)), "POL-R102")
    assert told == []


@settings(deadline=None, max_examples=10)
@given(order=st.permutations(range(10)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = spread(6, 1, 1, 1, 1)
    found = findings("POL-R103", [rows[each] for each in order])
    assert [(each.record, each.params["count"]) for each in found] == [("B-001", 6)]
