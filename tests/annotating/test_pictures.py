"""Rows and columns of one picture of a sheet are found again in a later one, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.annotating.pictures import Picture, likeness, moves

HEADER = ("编号", "干部", "结束日期")
ROWS = (
    ("S-0001", "C-00001", "2026-01-31"),
    ("S-0002", "C-00002", "2026-02-28"),
    ("", "C-00003", "2026-03-31"),
    ("S-0004", "C-00004", "2026-04-30"),
)


def picture(
    rows: Sequence[Sequence[str]],
    header: Sequence[str] = HEADER,
    *,
    above: Sequence[Sequence[str]] = (),
    is_whole: bool = True,
) -> Picture:
    """Lay out a sheet whose first column with the title 编号 holds the ids."""
    lines = [*above, header, *rows]
    width = max(map(len, lines))
    columns = {
        number: [line[number - 1] if number <= len(line) else "" for line in lines]
        for number in range(1, width + 1)
    }
    first = len(above) + 1
    key = header.index("编号") + 1
    if not is_whole:
        columns = {key: columns[key]}
    return Picture(columns, tuple(header), first, first, key, is_whole)


BEFORE = picture(ROWS)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(ROWS, {2: 2, 3: 3, 4: 4, 5: 5}, id="nothing happened"),
        pytest.param(ROWS[::-1], {2: 5, 3: 4, 4: 3, 5: 2}, id="sorted the other way"),
        pytest.param((("S-0009", "", ""), *ROWS), {2: 3, 3: 4, 4: 5, 5: 6}, id="row inserted"),
        pytest.param((("", "", ""), *ROWS), {2: 3, 3: 4, 4: 5, 5: 6}, id="blank row inserted"),
        pytest.param(ROWS[1:], {3: 2, 4: 3, 5: 4}, id="row deleted"),
        pytest.param(
            (("S-0001", "改过", "改过"), *ROWS[1:]),
            {2: 2, 3: 3, 4: 4, 5: 5},
            id="a row with an id is followed though its texts changed",
        ),
        pytest.param(
            (*ROWS[:2], ("", "改过", ""), ROWS[3]),
            {2: 2, 3: 3, 5: 5},
            id="a row without an id is not, when its text changed",
        ),
        pytest.param(
            (*ROWS, ROWS[2]), {2: 2, 3: 3, 5: 5}, id="two rows without an id look the same now"
        ),
        pytest.param(
            (*ROWS, ("S-0001", "另一行", "")),
            {2: 2, 3: 3, 4: 4, 5: 5},
            id="an id given twice: the whole row tells",
        ),
        pytest.param((*ROWS, ROWS[0]), {3: 3, 4: 4, 5: 5}, id="a row copied with its id"),
        pytest.param(
            (*ROWS[:2], ("", "C-00003", "2026年3月31日"), ROWS[3]),
            {2: 2, 3: 3, 4: 4, 5: 5},
            id="a date displayed otherwise",
        ),
    ],
)
def test_rows_are_followed(after: Sequence[Sequence[str]], expected: dict[int, int]) -> None:
    found = moves(BEFORE, picture(after)).rows
    assert {row: now for row, now in found.items() if row > 1} == expected


def test_equal_rows_are_told_apart_by_their_order_while_there_are_as_many() -> None:
    twice = (("", "甲", ""), ("", "甲", ""), ("S-0001", "乙", ""))
    moved = (("S-0001", "乙", ""), ("", "甲", ""), ("", "甲", ""))
    assert moves(picture(twice), picture(moved)).rows == {1: 1, 2: 3, 3: 4, 4: 2}


def test_without_the_other_columns_only_rows_with_an_id_of_their_own_are_followed() -> None:
    found = moves(BEFORE, picture((ROWS[3], *ROWS[:3]), is_whole=False)).rows
    assert found == {1: 1, 2: 3, 3: 4, 5: 2}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(("编号", "干部", "结束日期"), {1: 1, 2: 2, 3: 3}, id="as before"),
        pytest.param(("编号", "备注", "干部", "结束日期"), {1: 1, 2: 3, 3: 4}, id="inserted"),
        pytest.param(("编号", "结束日期"), {1: 1, 3: 2}, id="deleted"),
        pytest.param(("结束日期", "干部", "编号"), {1: 3, 2: 2, 3: 1}, id="moved"),
        pytest.param(("编号", "干部", "干部"), {1: 1}, id="title given twice"),
        pytest.param(("编号", "人员", "结束日期"), {1: 1, 3: 3}, id="renamed"),
    ],
)
def test_columns_are_followed_by_their_titles(
    header: Sequence[str], expected: dict[int, int]
) -> None:
    assert moves(BEFORE, picture((), header)).columns == expected


def test_the_header_is_followed_when_rows_come_above_it() -> None:
    later = picture(ROWS, above=(("挂职登记表",), ("填表说明",)))
    assert moves(BEFORE, later).rows == {1: 3, 2: 4, 3: 5, 4: 6, 5: 7}


@pytest.mark.parametrize(
    ("after", "place", "origin"),
    [
        pytest.param(ROWS, (8, 2), (8, 2), id="a blank row below, nothing happened"),
        pytest.param((("S-0009", "", ""), *ROWS), (9, 2), (8, 2), id="a row inserted above it"),
        pytest.param((("S-0009", "", ""), *ROWS), (2, 2), None, id="the inserted row is new"),
        pytest.param(ROWS[:-1], (5, 2), (6, 2), id="the row above it deleted"),
        pytest.param(
            (("S-0100", "C-00001", ""), *ROWS[1:]), (2, 2), (2, 2), id="a row with another id"
        ),
        pytest.param(
            (*ROWS[:2], ("", "改过", ""), ROWS[3]), (4, 2), (4, 2), id="a row with another text"
        ),
        pytest.param(
            (*ROWS[:2], ("S-0003", "C-00003", ""), ROWS[3]), (4, 3), (4, 3), id="an id given"
        ),
        pytest.param(
            (*ROWS[:2], ("", "", ""), ROWS[2], ROWS[3]), (4, 1), None, id="a new blank row"
        ),
    ],
)
def test_what_cannot_be_recognised_is_known_by_its_neighbours(
    after: Sequence[Sequence[str]], place: tuple[int, int], origin: tuple[int, int] | None
) -> None:
    assert moves(BEFORE, picture(after)).origin(place) == origin


def test_a_renamed_column_is_the_one_between_its_neighbours() -> None:
    found = moves(BEFORE, picture(ROWS, ("编号", "人员", "结束日期")))
    assert found.origin((2, 2)) == (2, 2)
    assert found.of((2, 2)) is None


@pytest.mark.parametrize(
    ("pulled", "displayed"),
    [
        pytest.param("2024-03-01", "2024/3/1", id="slashes"),
        pytest.param("2024-03-01", "2024年3月1日", id="Chinese"),
        pytest.param("2024-03-01", "1/3/2024", id="Vietnamese"),
        pytest.param("2024-03", "2024年3月", id="month"),
        pytest.param("1000", "1,000", id="grouped"),
        pytest.param("1000", "1.000", id="grouped with points"),
        pytest.param("", "", id="blank"),
    ],
)
def test_a_number_or_date_is_like_itself_however_it_is_displayed(
    pulled: str, displayed: str
) -> None:
    assert likeness(pulled) == likeness(displayed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("2024-03-01", "2024-03-02", id="another day"),
        pytest.param("C-00012", "C-00013", id="another id"),
        pytest.param("12", "120", id="another number"),
        pytest.param("12", "", id="blank"),
        pytest.param("三", "3", id="a word"),
        pytest.param("第3批", "第 3 批", id="a blank within a text"),
    ],
)
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)


cells = st.sampled_from(("", "甲", "乙", "2024-03-01"))
keys = st.sampled_from(("", "", "S-0001", "S-0002", "S-0003", "S-0004", "S-0005"))
sheets = st.lists(st.tuples(keys, cells, cells), max_size=8)


@given(sheets, sheets)
def test_what_is_followed_is_certain(
    before: list[Sequence[str]], after: list[Sequence[str]]
) -> None:
    old, new = picture(before), picture(after)
    found = moves(old, new)
    assert len(set(found.rows.values())) == len(found.rows)
    for row, now in found.rows.items():
        assert old.key(row) == new.key(now)
        same_text = all(old.text(row, column) == new.text(now, column) for column in (1, 2, 3))
        assert same_text or old.has_own_key(row)


@given(sheets, st.randoms(use_true_random=False))
def test_a_sort_loses_nothing(rows: list[Sequence[str]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = moves(picture(rows), picture(shuffled)).rows
    ends = max(picture(rows).row_count, 1)
    assert set(range(1, ends + 1)) - {1} <= set(found) | {
        row for row in range(2, ends + 1) if not any(rows[row - 2])
    }
