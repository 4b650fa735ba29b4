"""The result sheet: what it says, in three languages, and what is read back from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from handbook.annotating.outlines import Line, lines_of
from handbook.annotating.results import (
    COLUMNS,
    LINES_AT_MOST,
    WIDTHS,
    Heading,
    Manner,
    ResultSheet,
    first_seen_in,
    manner_in,
    manner_words,
    result_sheet,
)
from handbook.annotating.saying import Saying
from handbook.findings import Severity
from small_workbooks import AS_OF, MESSAGES, POSTING, check, workbook

SAYINGS = {language: Saying(MESSAGES, language) for language in ("zh", "vi", "en")}
HEADING = Heading(AS_OF, "3fa2c0de")
CHECKED = check(
    workbook(
        postings=[
            POSTING | {"cadre_id": "C-00009"},
            POSTING | {"posting_id": "", "cadre_id": "C-00002", "end_planned": "明年"},
        ]
    )
)
LINES = [line for line in lines_of(CHECKED, CHECKED.findings) if line.finding.code != "SRC102"]


def compose(language: str = "zh", lines: list[Line] = LINES, **more: object) -> ResultSheet:
    return result_sheet(lines, SAYINGS[language], HEADING, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
def test_the_result_sheet_in_full(language: str, snapshot: SnapshotAssertion) -> None:
    sheet = compose(language, manner=Manner.RESULTS_ONLY, remarks=["有一句话。", "还有一句。"])
    assert "\n".join("\t".join(row) for row in [(sheet.title,), *sheet.texts()]) == snapshot


def test_the_editor_has_two_choices() -> None:
    assert compose().choices == ("只写在本表", "也写批注和颜色")


def test_nothing_found_is_said() -> None:
    sheet = compose(lines=[])
    assert sheet.heading == "截至 2026-06-30 的检查结果（内容版本 3fa2c0de）。没有发现问题。"
    assert sheet.rows == ()
    assert sheet.choice == ("", "")


def test_a_line_points_to_its_cell_and_names_it_for_the_colour_rule() -> None:
    sheet = compose()
    assert [cell.a1 for cell in sheet.cells] == ["postings!B2", "postings!A3", "postings!G3"]
    assert [row[10] for row in sheet.rows] == ["postings/S-0001/cadre_id", "", ""]


def test_since_when_a_finding_is_there_is_read_back() -> None:
    before = replace(HEADING, as_of=AS_OF.replace(month=5))
    old = result_sheet(LINES[:2], SAYINGS["vi"], before).texts()
    sheet = compose(first_seen=first_seen_in(old))
    assert [row[9] for row in sheet.rows] == ["2026-05-30", "2026-05-30", "2026-06-30"]


def test_a_spoiled_line_is_not_read_back() -> None:
    lines = [["…"] * 9 + [day, "", "id"] for day in ("昨天", "", "2026-13-01", "20260501")]
    assert first_seen_in([*lines, ["短"]]) == {}
    assert first_seen_in([["…"] * 9 + ["2026-05-01", "", "id"]]) == {"id": "2026-05-01"}


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
@pytest.mark.parametrize("manner", list(Manner))
def test_the_choice_is_read_back_in_any_language(language: str, manner: Manner) -> None:
    texts = compose(language, manner=manner).texts()
    assert manner_in(texts, manner_words()) is manner
    assert manner_in([("有人插了一行",), *texts], manner_words()) is manner


@pytest.mark.parametrize("text", ["", "随便", "只写在本表。"])
def test_a_choice_nobody_offers_is_none(text: str) -> None:
    assert manner_in([("…",), ("答复方式", text)], manner_words()) is None


def test_too_many_findings_are_cut_the_mildest_first_and_it_is_said() -> None:
    error = LINES[0]
    mild = replace(error, finding=replace(error.finding, severity=Severity.INFO))
    sheet = compose(lines=[mild] * 10 + [error] * LINES_AT_MOST)
    assert len(sheet.rows) == LINES_AT_MOST
    assert {row[0] for row in sheet.rows} == {"错误"}
    assert sheet.remarks == ("问题太多，另有 10 条没有列出，请先处理已列出的。",)
    assert "共 5010 条" in sheet.heading


def test_every_column_has_a_width() -> None:
    assert len(COLUMNS) == len(WIDTHS) == len(compose().header)


def test_identities_tell_findings_apart_and_outlive_other_rows() -> None:
    identities = [line.identity for line in LINES]
    assert len(set(identities)) == len(identities)
    above = check(
        workbook(
            postings=[
                POSTING | {"posting_id": "S-0002", "cadre_id": "C-00002", "status": "cancelled"},
                POSTING | {"cadre_id": "C-00009"},
                POSTING | {"posting_id": "", "cadre_id": "C-00002", "end_planned": "明年"},
            ]
        )
    )
    assert set(identities) <= {line.identity for line in lines_of(above, above.findings)}
