"""Rules are on for the programmes that ask for them, and some for all."""

from __future__ import annotations

import numpy as np
import pytest

from handbook.switches import asked_for
from small_workbooks import BATCH, PROGRAMME, check, workbook


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("", (), id="blank"),
        pytest.param("R41；R48", ("41", "48"), id="Chinese semicolon"),
        pytest.param("R41; R48, 5", ("41", "48", "5"), id="other separators and a bare number"),
        pytest.param("POL-R05", ("5",), id="code in full"),
        pytest.param("ｒ４１、R100", ("41", "100"), id="full width"),
        pytest.param("全部", ("全部",), id="all in Chinese"),
        pytest.param("Tất cả", ("tấtcả",), id="all in Vietnamese"),
        pytest.param("R41；不知道", ("41", "不知道"), id="a word that is no rule"),
    ],
)
def test_what_stands_in_the_column_is_split(text: str, numbers: tuple[str, ...]) -> None:
    assert asked_for(text) == numbers


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        pytest.param("", "POL-R36", [True, True, True], id="on out of the box"),
        pytest.param("", "POL-R41", [False, False, False], id="off out of the box"),
        pytest.param("R41", "POL-R41", [True, False, False], id="asked for by one programme"),
        pytest.param("R05", "POL-R05", [True, False, False], id="number with a zero"),
        pytest.param("全部", "POL-R41", [True, False, False], id="all"),
        pytest.param("R4", "POL-R41", [False, False, False], id="another number"),
    ],
)
def test_a_rule_is_on_for_the_programmes_that_ask_for_it(
    text: str, code: str, expected: list[bool]
) -> None:
    programmes = [
        dict(PROGRAMME) | {"rules_on": text},
        dict(PROGRAMME) | {"programme_id": "P-02", "name": "另一个项目", "rules_on": ""},
    ]
    register = check(workbook(programmes=programmes, batches=[BATCH])).register
    ids = np.array(["P-01", "P-02", ""], dtype=object)
    assert register.switches.on_for(code, ids).tolist() == expected
    assert register.is_on(code) == any(expected)
