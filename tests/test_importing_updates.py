"""A newer ledger changes a register by a list of proposals, and never doubles anybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from builders import real_schema
from handbook.importing import (
    Imported,
    draft_map,
    import_ledger,
    propose_update,
    register_workbook,
)
from handbook.proposals import Kind, Place, Proposal, apply_proposals, places_of
from handbook.provisioning.template import write_template
from handbook.sources import pull
from handbook.workbook import Manifest, Sheet, Workbook, grid

HEADER = ("序号", "姓名", "出生年月", "原单位及职务", "挂职单位", "挂任职务", "挂职时间", "备注")
GU = (
    "1",
    "顾清禾",
    "1990.05",
    "栖川市财政局预算科科长",
    "杏坞镇",
    "镇长助理",
    "2025.09-2026.08",
    "",
)
LU = ("2", "陆予安", "1988.03", "市委组织部干部科科长", "白枥乡", "乡长助理", "2025.09-2026.08", "")
SHEN = ("3", "沈牧之", "1992.11", "栖川市财政局干部", "杏坞镇", "", "2025.09-2026.08", "")
TITLE = "栖川市2025年第一批挂职干部台账"


def imported(*rows: Sequence[str], title: str = TITLE) -> Imported:
    """Import a ledger of some rows."""
    sheet = Sheet("Sheet1", grid([[title], HEADER, *rows]))
    book = Workbook((sheet,), Manifest(source="台账.xlsx"))
    return import_ledger(draft_map(book, real_schema()), real_schema())


def places(ledger: Imported) -> dict[str, Place]:
    """Give the sheets of the register a ledger became."""
    return places_of(register_workbook(ledger, real_schema()), real_schema(), "zh")


def proposed(
    register: dict[str, Place], *rows: Sequence[str], title: str = TITLE
) -> list[Proposal]:
    """List what a newer ledger of some rows asks of a register."""
    return propose_update(imported(*rows, title=title), real_schema(), register, "新台账.xlsx")


def told(proposals: list[Proposal]) -> list[tuple[str, str, str]]:
    """Give each proposal in short: record and field, or the sheet of a new row; and the text."""
    return [(each.record or f"+{each.sheet}", each.field, each.after or "") for each in proposals]


@pytest.fixture(scope="module")
def register() -> dict[str, Place]:
    """Give the register of a ledger with two people."""
    return places(imported(GU, LU))


def test_the_same_ledger_again_asks_for_nothing(register: dict[str, Place]) -> None:
    assert proposed(register, GU, LU) == []


def test_other_ways_of_writing_the_same_ask_for_nothing(register: dict[str, Place]) -> None:
    again = ("9", "顾 清禾", "1990年5月", "栖川市财政局 预算科科长", "杏坞镇", "镇长助理",
             "2025年9月—2026年8月", "")  # fmt: skip
    assert proposed(register, again) == []


def test_somebody_missing_from_the_newer_ledger_stays(register: dict[str, Place]) -> None:
    assert proposed(register, GU) == []


def test_a_changed_cell_is_one_proposal(register: dict[str, Place]) -> None:
    changed = (*LU[:6], "2025.09-2026.12", LU[7])
    assert told(proposed(register, GU, changed)) == [("S-0002", "end_planned", "2026-12-31")]


def test_a_blank_asks_for_nothing(register: dict[str, Place]) -> None:
    assert proposed(register, (*LU[:5], "", "", "")) == []


def test_a_new_person_comes_with_a_posting_and_the_next_ids(register: dict[str, Place]) -> None:
    proposals = proposed(register, GU, SHEN, LU)
    assert [(each.kind, each.sheet) for each in proposals] == [
        (Kind.ADD, "cadres"),
        (Kind.ADD, "postings"),
    ]
    cadre, posting = (each.texts for each in proposals)
    assert (cadre["cadre_id"], cadre["home_unit_id"]) == ("C-00003", "U-0001")
    assert (posting["posting_id"], posting["cadre_id"]) == ("S-0003", "C-00003")
    assert (posting["batch_id"], posting["receiving_unit_id"]) == ("B-001", "U-0002")


def test_a_new_batch_of_the_programme_comes_with_its_postings(register: dict[str, Place]) -> None:
    later = (*GU[:4], "白枥乡", "乡长助理", "2026.09-2027.08", "")
    proposals = proposed(register, later, title="栖川市2026年第二批挂职干部台账")
    assert [each.sheet for each in proposals] == ["batches", "postings"]
    assert proposals[0].texts == {
        "batch_id": "B-002", "programme_id": "P-01", "title": "2026年第二批", "batch_no": "第二批",
    }  # fmt: skip
    assert proposals[1].texts["cadre_id"] == "C-00001"


def test_a_namesake_of_another_age_is_somebody_else(register: dict[str, Place]) -> None:
    other = ("1", "顾清禾", "1971.01", "栖川市财政局科员", "白枥乡", "", "2025.09-2026.08", "")
    ledger = imported(other)
    proposals = propose_update(ledger, real_schema(), register, "新台账.xlsx")
    assert [each.sheet for each in proposals] == ["cadres", "postings"]
    assert [each.values for each in ledger.leftovers] == [{"record": "C-00001"}]


def test_somebody_who_moved_is_known_by_name_and_birth(register: dict[str, Place]) -> None:
    moved = (*GU[:3], "白枥乡副乡长", *GU[4:])
    assert told(proposed(register, moved)) == [
        ("C-00001", "home_unit_id", "U-0004"),
        ("C-00001", "home_post", "副乡长"),
        ("S-0001", "home_unit_id", "U-0004"),
        ("S-0001", "home_post_at_sending", "副乡长"),
    ]


def test_a_remark_is_added_to_what_people_wrote() -> None:
    first = places(imported((*GU[:7], "已谈话")))
    proposals = proposed(first, (*GU[:7], "已考核"))
    assert told(proposals) == [("S-0001", "remark", "已谈话；已考核")]


def test_what_was_put_right_in_the_register_stays_where_both_ledgers_say_the_old() -> None:
    old = imported(GU)
    corrected = places(imported((*GU[:5], "副镇长", *GU[6:])))
    newer = (*GU[:6], "2025.09-2026.12", "")
    unaware = propose_update(imported(newer), real_schema(), corrected, "新台账.xlsx")
    aware = propose_update(imported(newer), real_schema(), corrected, "新台账.xlsx", old)
    assert [each.field for each in unaware] == ["title", "end_planned"]
    assert [each.field for each in aware] == ["end_planned"]


def test_where_register_and_ledger_both_changed_both_texts_are_named() -> None:
    old = imported(GU)
    corrected = places(imported((*GU[:5], "副镇长", *GU[6:])))
    newer = imported((*GU[:5], "党委委员", *GU[6:]))
    (proposal,) = propose_update(newer, real_schema(), corrected, "新台账.xlsx", old)
    assert (proposal.after, [each.text for each in proposal.rivals]) == ("党委委员", ["副镇长"])


def test_what_was_accepted_is_in_the_register_and_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    book = register_workbook(imported(GU, LU), real_schema())
    write_template(real_schema(), "zh", path, rows=20, workbook=book)
    rows = (GU, (*LU[:6], "2025.09-2026.12", ""), SHEN)
    asked = proposed(places_of(pull(path), real_schema(), "zh"), *rows)
    outcome = apply_proposals(path, asked, real_schema(), "zh")
    assert (outcome.amended.written, outcome.amended.added) == (1, 2)
    assert proposed(places_of(pull(path), real_schema(), "zh"), *rows) == []
