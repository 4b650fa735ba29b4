"""Our block in a note: what it says, and that nobody's words are ever lost beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from handbook.annotating.notes import LONGEST_NOTE, block, split, with_ours
from handbook.annotating.saying import Saying
from handbook.findings import Cell, Finding, Party, Plain, Severity, Visibility
from small_workbooks import MESSAGES

SAYINGS = {language: Saying(MESSAGES, language) for language in ("zh", "vi", "en")}
FIELD = Plain({"zh": "结束日期", "vi": "Ngày kết thúc", "en": "End"})
SHEET = Plain({"zh": "挂职", "vi": "Biệt phái", "en": "Postings"})


def number_finding(
    value: str = "十", severity: Severity = Severity.ERROR, code: str = "CEL302"
) -> Finding:
    return Finding(
        code=code,
        cell=Cell("postings", "挂职", 11, 6, "end_planned"),
        record="S-0008",
        severity=severity,
        responsible=Party.HOME,
        visibility=Visibility.UNIT,
        params={"value": value, "field": FIELD, "sheet": SHEET},
    )


def zh(findings: Sequence[Finding]) -> str:
    return block(findings, SAYINGS["zh"])


OURS = zh([number_finding()])
OTHERS = zh([number_finding("二十")])


@pytest.mark.parametrize("language", SAYINGS)
def test_a_block_says_what_is_wrong_what_to_type_and_where(
    language: str, snapshot: SnapshotAssertion
) -> None:
    assert block([number_finding()], SAYINGS[language]) == snapshot


def test_without_findings_there_is_no_block() -> None:
    assert zh([]) == ""


def test_the_worst_comes_first_and_what_is_left_out_is_counted() -> None:
    mild = [number_finding(str(n), Severity.INFO) for n in range(5)]
    lines = zh([*mild, number_finding("最坏")]).splitlines()
    assert "最坏" in lines[1]
    assert lines[-2] == "还有 3 条，见工作表“检查结果”。"
    assert len(lines) == 2 + 9 + 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("第一行\n第二行", id="line break"),
        pytest.param(OURS, id="a block of ours"),
        pytest.param("⟦/检查 123abc⟧", id="a closing tag"),
        pytest.param("长" * 50_000, id="a whole cell of text"),
        pytest.param("\x00\u202e\u200b", id="invisible characters"),
    ],
)
def test_the_text_of_a_cell_cannot_break_the_block(value: str) -> None:
    written = zh([number_finding(value)])
    assert split(written) == ("", written)
    assert all(len(line) <= 300 for line in written.splitlines())
    assert len(written.splitlines()) == 5


@pytest.mark.parametrize(
    ("note", "persons"),
    [
        pytest.param("", "", id="no note"),
        pytest.param("请核对", "请核对", id="a person's note"),
        pytest.param(OURS, "", id="ours alone"),
        pytest.param(f"请核对\n{OURS}", "请核对", id="ours below theirs"),
        pytest.param(f"请核对\n\n\n{OURS}", "请核对\n\n", id="blank lines at the end are theirs"),
        pytest.param(f"{OURS}\n已电话核实", "已电话核实", id="typed below ours"),
        pytest.param(f"上\n{OURS}\n下", "上\n下", id="typed above and below"),
        pytest.param(f"上{OURS}下", "上\n下", id="typed on our lines"),
        pytest.param(f"上\n{OURS}\n中\n{OTHERS}\n下", "上\n中\n下", id="between two of ours"),
        pytest.param(OURS.replace("\n", "\r\n"), "", id="line ends changed by another program"),
        pytest.param(OURS.replace("\n", "  \n"), "", id="blanks at the ends of lines"),
        pytest.param("⟦检查⟧", "⟦检查⟧", id="a lone tag is theirs"),
        pytest.param(OURS.replace("十", "九"), OURS.replace("十", "九"), id="edited by a person"),
        pytest.param(f"⟦检查⟧\n没有结尾\n{OURS}", "⟦检查⟧\n没有结尾", id="an open tag above ours"),
        pytest.param(block([number_finding()], SAYINGS["vi"]), "", id="ours in another language"),
    ],
)
def test_a_person_s_text_is_told_from_ours(note: str, persons: str) -> None:
    assert split(note).persons == persons
    assert with_ours(note, "") == persons
    assert with_ours(note, OTHERS) == (f"{persons}\n{OTHERS}" if persons else OTHERS)


def test_a_note_that_says_so_already_stays_as_it_is_to_the_byte() -> None:
    changed_by_a_program = f"请核对\r\n{OURS}".replace("\n", " \r\n")
    assert with_ours(changed_by_a_program, OURS) == changed_by_a_program


def test_where_both_do_not_fit_the_person_s_text_stays() -> None:
    long = "长" * (LONGEST_NOTE - 10)
    assert with_ours(long, OURS) == long
    assert with_ours(f"{OURS}\n{long}"[:LONGEST_NOTE], OURS).startswith("长")


def has_no_block(text: str) -> bool:
    return not split(text).ours


fragments = st.sampled_from(
    ["⟦检查⟧", "⟦/检查 9b5317⟧", "⟦Check⟧", "\n", "\r\n", "\r", " ", "请核对", OURS[:-1], OURS[1:]]
)
person_texts = st.one_of(st.text(), st.lists(fragments).map("".join)).filter(has_no_block)
blocks = st.sampled_from([OURS, OTHERS, *(block([number_finding()], s) for s in SAYINGS.values())])
answers = st.one_of(st.just(""), blocks)


@given(person_texts, st.lists(answers))
def test_a_person_s_text_survives_any_number_of_rounds(text: str, rounds: list[str]) -> None:
    note = text
    for ours in rounds:
        note = with_ours(note, ours)
    assert with_ours(note, "") == text


@given(st.lists(st.one_of(person_texts, blocks)).map("\n".join), answers)
def test_answering_twice_is_answering_once(note: str, ours: str) -> None:
    once = with_ours(note, ours)
    assert with_ours(once, ours) == once


@given(person_texts, blocks)
def test_ours_is_taken_away_exactly(text: str, ours: str) -> None:
    assert split(with_ours(text, ours)) == (text, ours)
    assert with_ours(with_ours(text, ours), "") == text


@given(st.lists(st.one_of(person_texts, blocks)))
def test_no_word_of_a_person_is_lost_wherever_it_stands(pieces: list[str]) -> None:
    kept = with_ours("\n".join(pieces), OURS)
    theirs = "".join(piece for piece in pieces if has_no_block(piece))
    assert re.sub(r"\s", "", split(kept).persons) == re.sub(r"\s", "", theirs)
