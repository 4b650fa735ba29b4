"""What leaves the organisation department, and for whom."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.findings import Visibility
from handbook.history import History, publication_of
from handbook.publishable import AUDIENCES, INTERNAL, PUBLIC, State, make_publishable
from small_workbooks import AS_OF, CADRES, POSTING, check, workbook

MENTOR = {
    "mentor_id": "M-0001",
    "posting_id": "S-0001",
    "mentor_name": "景砚秋",
    "role": "leader_contact",
    "start_on": "2026-01-01",
}


def test_the_public_sees_nobody() -> None:
    published = make_publishable(check(workbook(mentors=[MENTOR])), PUBLIC)
    assert sorted(published.tables) == ["batches", "programmes", "units"]


@pytest.mark.parametrize("audience", AUDIENCES.values(), ids=list(AUDIENCES))
def test_a_record_has_no_attribute_above_its_audience(audience: object) -> None:
    checked = check(workbook(mentors=[MENTOR]))
    published = make_publishable(checked, audience)  # type: ignore[arg-type]
    for key, table in published.tables.items():
        allowed = {
            field.name
            for field in checked.register.tables[key].schema.fields
            if field.visibility <= published.audience.visibility
        }
        for record in table.records.values():
            assert set(record._fields) == allowed


def test_a_column_above_the_class_cannot_be_reached() -> None:
    cadres = [dict(CADRES[0]) | {"birth_ym": "1990-05", "remark": "标记"}, CADRES[1]]
    record = (
        make_publishable(check(workbook(cadres=cadres)), INTERNAL)
        .tables["cadres"]
        .records["C-00001"]
    )
    assert record.name == "顾清禾"
    with pytest.raises(AttributeError):
        _ = record.birth_ym


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, True, id="document and date"),
        pytest.param({"appointment_doc_number": ""}, False, id="no document"),
        pytest.param({"appointed_on": ""}, False, id="no date"),
        pytest.param({"appointed_on": "2026-07-01"}, False, id="dated tomorrow"),
        pytest.param({"appointed_on": "2026-06-30"}, True, id="dated today"),
        pytest.param({"appointed_on": "2026-06-31"}, False, id="date cannot be trusted"),
    ],
)
def test_a_posting_is_embargoed_until_its_appointment(
    changes: dict[str, str], expected: bool
) -> None:
    book = workbook(postings=[POSTING | changes], mentors=[MENTOR])
    published = make_publishable(check(book), INTERNAL)
    assert published.has("postings", "S-0001") is expected
    assert published.has("mentors", "M-0001") is expected


@pytest.mark.parametrize(
    ("reported_on", "expected"),
    [
        pytest.param("2026-06-30", True, id="reported in"),
        pytest.param("2026-07-01", False, id="reports in tomorrow"),
        pytest.param("", False, id="not reported in"),
    ],
)
def test_without_appointment_columns_the_report_lifts_the_embargo(
    reported_on: str, expected: bool
) -> None:
    posting = {
        name: text
        for name, text in POSTING.items()
        if name not in ("appointment_doc_number", "appointed_on")
    }
    book = workbook(postings=[posting | {"reported_on": reported_on, "status": "planned"}])
    assert make_publishable(check(book), INTERNAL).has("postings", "S-0001") is expected


def test_a_finding_that_names_an_embargoed_posting_is_not_told() -> None:
    secret = POSTING | {"posting_id": "S-0002", "appointed_on": "", "receiving_unit_id": "U-0003"}
    checked = check(workbook(postings=[POSTING, secret]))
    assert [each.code for each in checked.findings if each.code == "POL-R34"] == ["POL-R34"]
    published = make_publishable(checked, INTERNAL)
    assert [each.code for each in published.findings if each.code == "POL-R34"] == []


def test_a_finding_is_as_secret_as_its_column() -> None:
    cadres = [dict(CADRES[0]) | {"birth_ym": "1991-13"}, CADRES[1]]
    checked = check(workbook(cadres=cadres))
    told = {each.code: each.visibility for each in checked.findings}
    assert told["CEL303"] is Visibility.ORG
    assert "CEL303" not in {each.code for each in make_publishable(checked, INTERNAL).findings}


def test_an_outcome_is_blank_until_its_document_and_date() -> None:
    pending = POSTING | {
        "status": "completed", "end_actual": "2026-06-01", "outcome": "same_post",
        "outcome_on": "2026-06-15",
    }  # fmt: skip
    settled = pending | {"outcome_doc_number": "栖组干〔2026〕7号"}
    shown = [
        make_publishable(check(workbook(postings=[posting])), INTERNAL)
        .tables["postings"]
        .records["S-0001"]
        .outcome
        for posting in (pending, settled)
    ]
    assert shown == ["", "same_post"]


def test_an_early_end_is_shown_as_an_end() -> None:
    posting = POSTING | {"status": "ended_early", "end_actual": "2026-03-01"}
    published = make_publishable(check(workbook(postings=[posting])), INTERNAL)
    assert published.tables["postings"].records["S-0001"].status == "completed"


def test_a_broken_cell_shows_its_last_published_value() -> None:
    before = check(workbook())
    history = History((publication_of(before.register, "0"),))
    broken = check(workbook(postings=[POSTING | {"end_planned": "2026-02-30"}]))
    table = make_publishable(broken, INTERNAL, history).tables["postings"]
    assert table.records["S-0001"].end_planned == date(2026, 12, 31)
    assert table.states["S-0001", "end_planned"] is State.HELD


def test_a_broken_cell_without_a_past_is_blank_and_held() -> None:
    broken = check(workbook(postings=[POSTING | {"end_planned": "2026-02-30"}]))
    table = make_publishable(broken, INTERNAL).tables["postings"]
    assert table.records["S-0001"].end_planned is None
    assert table.states["S-0001", "end_planned"] is State.HELD


def test_a_broken_cell_the_audience_cannot_see_changes_nothing() -> None:
    clean = check(workbook(cadres=[dict(CADRES[0]) | {"birth_ym": "1991-03"}, CADRES[1]]))
    broken = check(workbook(cadres=[dict(CADRES[0]) | {"birth_ym": "1991-13"}, CADRES[1]]))
    one, other = (make_publishable(each, INTERNAL) for each in (clean, broken))
    assert {key: tuple(record) for key, record in one.tables["cadres"].records.items()} == {
        key: tuple(record) for key, record in other.tables["cadres"].records.items()
    }
    assert one.tables["cadres"].states == other.tables["cadres"].states
    assert one.findings == other.findings


def test_both_rows_of_a_duplicate_id_are_held_with_what_they_point_to() -> None:
    other = POSTING | {"cadre_id": "C-00002", "receiving_unit_id": "U-0003"}
    published = make_publishable(check(workbook(postings=[POSTING, other])), INTERNAL)
    assert not published.has("postings", "S-0001")
    assert [(row.key, row.code, row.references["cadre_id"]) for row in published.held] == [
        ("S-0001", "KEY403", "C-00001"),
        ("S-0001", "KEY403", "C-00002"),
    ]


def test_a_derived_value_says_so() -> None:
    posting = POSTING | {"home_unit_id": "", "status": ""}
    table = make_publishable(check(workbook(postings=[posting])), INTERNAL).tables["postings"]
    record = table.records["S-0001"]
    assert (record.home_unit_id, record.status) == ("U-0001", "active")
    assert table.states["S-0001", "home_unit_id"] is State.DEFAULT


def test_child_records_without_ids_are_named_by_content_not_by_row() -> None:
    rows = [
        {"posting_id": "S-0001", "type": "monthly", "period": f"2026-0{month}"}
        for month in (3, 1, 2)
    ]
    forward = make_publishable(check(workbook(reports=rows)), INTERNAL).tables["reports"]
    backward = make_publishable(check(workbook(reports=rows[::-1])), INTERNAL).tables["reports"]
    assert [record.period for record in forward.records.values()] == [
        "2026-01", "2026-02", "2026-03",
    ]  # fmt: skip
    assert forward.records == backward.records


def test_as_of_and_hash_travel_along() -> None:
    checked = check(workbook())
    published = make_publishable(checked, INTERNAL)
    assert published.as_of == AS_OF
    assert published.content_hash == checked.workbook.content_hash()


def test_records_without_an_id_are_numbered_by_what_their_reader_sees() -> None:
    first = {"posting_id": "S-0001", "kind": "half_year", "assessor": "receiving"}
    second = first | {"assessor": "home"}

    def published(days: tuple[str, str]) -> object:
        rows = [row | {"done_on": day} for row, day in zip((first, second), days, strict=True)]
        register = make_publishable(check(workbook(assessments=rows)), INTERNAL)
        return register.tables["assessments"].records

    assert published(("2026-03-01", "2026-04-01")) == published(("2026-04-01", "2026-03-01"))
