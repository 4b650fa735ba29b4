"""Findings of one rule on many rows of a batch: one line with the list behind it, everywhere."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from handbook.cli import main
from handbook.findings import Cell, Finding, Party, Severity, Visibility
from handbook.folding import FOLD_FROM, batch_titles, folded, is_fold, may_tell_batches
from handbook.reporters import REPORTERS, Report
from handbook.saving import save_csv_folder
from handbook.schema import LANGUAGES
from overdue import overdue
from small_workbooks import MESSAGES, SCHEMA, check


def one(number: int, code: str = "POL-R40", batch: str = "B-001", **changes: object) -> Finding:
    """A finding about the end of a posting."""
    place = Cell("postings", "挂职", number + 1, 7, "end_planned")
    params = {"end": "2026-04-30", "count": number}
    found = Finding(
        code, place, f"S-{number:04}", Severity.ERROR, Party.ORG_DEPT, Visibility.INTERNAL,
        params=params, batch=batch,
    )  # fmt: skip
    return replace(found, **changes)  # type: ignore[arg-type]


def records(findings: list[Finding]) -> list[list[str]]:
    return [[each.record for each in line] for line in folded(findings, lambda each: each)]


def test_a_fold_stands_where_its_first_member_stood() -> None:
    findings = [one(1, "KEY404"), one(2), one(3, "KEY404", ""), one(4), one(5)]
    assert records(findings) == [["S-0001"], ["S-0002", "S-0004", "S-0005"], ["S-0003"]]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"code": "POL-R36"}, id="another rule"),
        pytest.param({"severity": Severity.WARNING}, id="another severity"),
        pytest.param({"responsible": Party.HOME}, id="another party"),
        pytest.param({"visibility": Visibility.ORG}, id="another class"),
        pytest.param({"batch": "B-002"}, id="another batch"),
        pytest.param({"batch": ""}, id="no batch"),
    ],
)
def test_what_differs_is_not_folded(changes: dict[str, object]) -> None:
    assert records([one(1), one(2), one(3, **changes)]) == [["S-0001"], ["S-0002"], ["S-0003"]]  # type: ignore[arg-type]


def test_findings_without_a_batch_are_never_folded() -> None:
    assert len(records([one(number, batch="") for number in range(9)])) == 9


def test_as_many_as_the_constant_says_are_folded() -> None:
    assert len(records([one(number) for number in range(FOLD_FROM - 1)])) == FOLD_FROM - 1
    assert len(records([one(number) for number in range(FOLD_FROM)])) == 1


findings_of_all_kinds = st.lists(
    st.builds(
        one,
        st.integers(1, 30),
        st.sampled_from(["POL-R34", "POL-R40"]),
        st.sampled_from(["", "B-001", "B-002"]),
        severity=st.sampled_from(list(Severity)),
        visibility=st.sampled_from([Visibility.INTERNAL, Visibility.ORG]),
    ),
    max_size=40,
)


@given(findings_of_all_kinds)
def test_unfolding_gives_back_exactly_the_findings(findings: list[Finding]) -> None:
    lines = folded(findings, lambda each: each)
    assert Counter(id(each) for line in lines for each in line) == Counter(map(id, findings))
    assert all(len(line) == 1 or len(line) >= FOLD_FROM for line in lines)


@given(findings_of_all_kinds, st.randoms(use_true_random=False))
def test_what_is_folded_together_does_not_depend_on_the_order(findings, random) -> None:
    shuffled = random.sample(findings, len(findings))

    def together(order: list[Finding]) -> Counter[frozenset[int]]:
        return Counter(frozenset(map(id, line)) for line in folded(order, lambda each: each))

    assert together(findings) == together(shuffled)


@given(findings_of_all_kinds)
def test_the_members_of_a_fold_share_what_they_are_folded_by(findings: list[Finding]) -> None:
    for line in filter(is_fold, folded(findings, lambda each: each)):
        shared = {(f.code, f.severity, f.responsible, f.visibility, f.batch) for f in line}
        assert len(shared) == 1
        assert line[0].batch


def report(count: int, language: str = "zh", **options: object) -> Report:
    """A report on people whose term is over."""
    checked = check(overdue(count, language=language))
    findings = [each for each in checked.findings if each.code != "SRC102"]
    titles = batch_titles(checked.register, Visibility.SEALED)
    told = Report(findings, SCHEMA, MESSAGES, language, batches=titles)
    return replace(told, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("style", ["text", "github", "markdown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fold_in_full(style: str, language: str, snapshot: SnapshotAssertion) -> None:
    assert REPORTERS[style](report(12, language)) == snapshot


def test_a_fold_in_json_names_findings_that_stay_whole_and_in_order() -> None:
    told = report(4)
    content = json.loads(REPORTERS["json"](told))
    assert [each["record"] for each in content["findings"]] == [
        each.record for each in told.findings
    ]
    assert content["folds"] == [
        {"code": "POL-R40", "batch": "B-001", "count": 4, "indexes": [0, 1, 2, 3]}
    ]
    assert content["version"] == 1


@pytest.mark.parametrize("style", ["text", "github", "markdown"])
def test_unfolded_every_record_is_told_by_itself(style: str) -> None:
    whole = REPORTERS[style](report(9, is_unfolded=True))
    alone = REPORTERS[style](report(9, findings=[replace(f, batch="") for f in report(9).findings]))
    assert whole == alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_closing_line_counts_findings_not_folds(language: str) -> None:
    last = REPORTERS["text"](report(12, language)).splitlines()[-1]
    assert last == REPORTERS["text"](report(12, language, is_unfolded=True)).splitlines()[-1]


def test_a_fold_whose_help_differs_leads_to_the_whole_list() -> None:
    told = [one(n, "POL-R36", params=TOO_LONG | {"end": f"2026-0{n}-30"}) for n in (1, 3, 4)]
    assert REPORTERS["text"](report(3, findings=told)) == (
        "错误[POL-R36] 挂职时间过长：批次 B-001（第1批），共 3 处\n"
        "  --> 挂职!G2（S-0001，计划结束）：计划挂职 24 个月，“公开选派”最长 12 个月\n"
        "  --> 挂职!G4（S-0003，计划结束）：计划挂职 24 个月，“公开选派”最长 12 个月\n"
        "  --> 挂职!G5（S-0004，计划结束）：计划挂职 24 个月，“公开选派”最长 12 个月\n"
        "   = 怎么改：各处不同，加上 --unfold 逐条列出\n"
        "   = 依据：guidance/term-and-extension#maximum\n"
        "\n"
        "共 3 条：错误 3，警告 0，提示 0。\n"
    )


TOO_LONG = {
    "start": "2025-01-01", "actual": "2026-12-31", "months": "24", "limit": "12", "count": 24,
    "programme": "公开选派",
}  # fmt: skip


@pytest.mark.parametrize("style", list(REPORTERS))
def test_hidden_findings_change_nothing_about_a_fold(style: str) -> None:
    told = report(3, limit=Visibility.INTERNAL)
    secret = [one(number, visibility=Visibility.UNIT) for number in range(3, 9)]
    assert len([each for each in told.findings if each.visibility <= Visibility.INTERNAL]) == 3
    more = replace(told, findings=[*told.findings, *secret])
    assert REPORTERS[style](more) == REPORTERS[style](told)


@pytest.mark.parametrize("style", list(REPORTERS))
def test_whoever_may_not_know_the_batch_of_a_posting_sees_no_fold(style: str) -> None:
    public = [one(number, visibility=Visibility.PUBLIC) for number in range(5)]
    told = report(3, findings=public, limit=Visibility.PUBLIC)
    alone = replace(told, findings=[replace(each, batch="") for each in public])
    assert REPORTERS[style](told) == REPORTERS[style](alone)
    assert not may_tell_batches(SCHEMA, Visibility.PUBLIC)
    assert batch_titles(check(overdue(1)).register, Visibility.PUBLIC) is None


@pytest.mark.parametrize("style", ["github", "markdown"])
@pytest.mark.parametrize(
    "typed", ["B-1\n::error::x", "第一批 顾清禾", "<b>", "B-110101199001011237"]
)
def test_a_batch_whose_id_is_none_is_not_named_to_others(style: str, typed: str) -> None:
    told = report(3, findings=[one(number, batch=typed) for number in range(3)])
    text = REPORTERS[style](told)
    assert "同一批次，共 3 处" in text
    assert typed not in text


@pytest.mark.parametrize("style", ["github", "markdown"])
def test_titles_of_batches_are_not_told_to_others(style: str) -> None:
    told = report(3, batches={"B-001": "顾清禾那一批"})
    assert "顾清禾那一批" not in REPORTERS[style](told)
    assert "顾清禾那一批" in REPORTERS["text"](told)


def test_ten_annotations_hold_more_findings_and_the_rest_is_counted_in_findings() -> None:
    told = [one(n, batch=f"B-{n // 3:03}") for n in range(36)]
    lines = REPORTERS["github"](report(3, findings=told)).splitlines()
    assert len(lines) == 11
    assert lines[-1] == "另有 6 条未列出。"


def test_the_command_folds_unless_told_not_to(tmp_path: Path) -> None:
    save_csv_folder(overdue(12), tmp_path / "register")
    options = ["check", str(tmp_path / "register"), "--as-of", "2026-06-30"]
    short = CliRunner().invoke(main, options)
    long = CliRunner().invoke(main, [*options, "--unfold"])
    assert short.exit_code == long.exit_code == 10
    assert "错误[POL-R40] 期满安排：批次 B-001（第1批），共 12 处" in short.output
    assert short.output.count("[POL-R40]") == 1
    assert long.output.count("[POL-R40]") == 12
    assert short.output.splitlines()[-1] == long.output.splitlines()[-1]
