"""Packed columns: nothing gets lost, and they are as short as they are meant to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.packing import joined, key_runs, packed, told_once

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def unpacked(text: str) -> list[int]:
    """Read base 64 VLQ as its definition says."""
    numbers, value, step, shift = [], 0, 0, 0
    for digit in map(DIGITS.index, text):
        step |= (digit % 32) << shift
        shift += 5
        if digit < 32:
            value += -(step >> 1) if step & 1 else step >> 1
            numbers.append(value)
            step = shift = 0
    return numbers


@given(st.lists(st.integers(0, 100_000)))
def test_numbers_come_back(numbers: list[int]) -> None:
    assert unpacked(packed(numbers)) == numbers


@given(st.lists(st.text(alphabet="顾清禾 ab", max_size=3)))
def test_texts_come_back(texts: list[str]) -> None:
    lines = [" ".join(text.split()) for text in texts]
    values, places = told_once(lines)
    distinct = values.split("|")

    rows = [distinct[place] for place in unpacked(places)] if places else distinct[: len(lines)]
    assert rows == lines


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["C-00001", "C-00002", "C-00003", "C-00007"], "C-00001*2|C-00007", id="runs"),
        pytest.param(["U-0099", "U-0100", "U-9999", "U-10000"], "U-0099*1|U-9999*1", id="carries"),
        pytest.param(["POL-R1", "POL-R2", "POL-X"], "POL-R1*1|POL-X", id="without a number"),
        pytest.param(["C-2", "C-1"], "C-2|C-1", id="not in order"),
    ],
)
def test_ids_that_count_on_are_runs(keys: list[str], expected: str) -> None:
    assert key_runs(keys) == expected


def test_a_bar_in_a_text_parts_nothing() -> None:
    assert joined(["甲|乙\n丙", "丁"]) == "甲｜乙 丙|丁"
