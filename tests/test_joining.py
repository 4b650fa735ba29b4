"""The second spreadsheet: its columns join the first by record, and every address stays true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.checking import Checked, check_workbook
from handbook.config import day_of
from handbook.findings import SHARED_CLASS, Cell, Finding, Visibility
from handbook.publishable import AUDIENCES, INTERNAL, make_publishable
from handbook.sources import pull
from handbook.tables import Table
from handbook.validation.header_rows import Header, find_header
from handbook.validation.sheets import table_of
from handbook.workbook import RESTRICTED, Sheet, Workbook, grid
from small_workbooks import CADRES, POSTING, ROOT, SCHEMA, Row, check, said, sheet, workbook

BIRTHS: tuple[Row, ...] = (
    {"cadre_id": "C-00002", "birth_ym": "1990-11", "party_status": "中共党员"},
    {"cadre_id": "C-00001", "birth_ym": "1992-05", "party_status": ""},
)


def restricted(title: str, rows: Sequence[Row]) -> Sheet:
    """Make a sheet of the second spreadsheet."""
    return replace(sheet(title, rows), book=RESTRICTED)


def with_restricted(*sheets: Sheet, own: Workbook | None = None) -> Workbook:
    """Put sheets of the second spreadsheet behind those of the first."""
    first = own or workbook()
    return replace(first, sheets=(*first.sheets, *sheets))


def joined(*sheets: Sheet, own: Workbook | None = None) -> Checked:
    """Check a register of two spreadsheets."""
    return check(with_restricted(*sheets, own=own))


def cadres(checked: Checked) -> Table:
    """Give the typed table of cadres."""
    return checked.register.tables["cadres"]


def one(checked: Checked, code: str) -> Finding:
    """Give the one finding of a code."""
    (finding,) = (each for each in checked.findings if each.code == code)
    return finding


def test_columns_join_by_id_whatever_the_order_of_rows():
    checked = joined(restricted("cadres", BIRTHS))
    assert cadres(checked).values("birth_ym").tolist() == ["1992-05", "1990-11"]
    assert cadres(checked).values("name").tolist() == ["顾清禾", "陆予安"]
    assert said(checked) == []


@given(st.permutations(range(2)), st.permutations(range(2)))
def test_the_order_of_rows_changes_no_value(here: list[int], there: list[int]):
    own = workbook(cadres=[CADRES[row] for row in here])
    table = cadres(joined(restricted("cadres", [BIRTHS[row] for row in there]), own=own))
    births = dict(zip(table.keys, table.values("birth_ym"), strict=True))
    assert births == {"C-00001": "1992-05", "C-00002": "1990-11"}


def test_a_joined_register_checks_as_the_same_in_one_spreadsheet():
    births = {row["cadre_id"]: row for row in BIRTHS}
    whole = check(workbook(cadres=[row | births[row["cadre_id"]] for row in CADRES]))
    parted = joined(restricted("cadres", BIRTHS))
    pd.testing.assert_frame_equal(cadres(parted).frame, cadres(whole).frame)
    assert said(parted) == said(whole) == []


def test_a_mistake_is_told_where_it_stands():
    rows = [BIRTHS[0] | {"birth_ym": "去年"}, BIRTHS[1]]
    finding = one(joined(restricted("cadres", rows)), "CEL305")
    assert finding.cell == Cell("cadres", "cadres", 2, 2, "birth_ym", RESTRICTED)
    assert (finding.record, finding.visibility) == ("C-00002", Visibility.ORG)


def test_a_reference_that_is_resolved_after_joining_is_told_where_it_stands():
    own = workbook(postings=[POSTING])
    rows = [{"posting_id": "S-0001", "application_id": "A-9999"}]
    applications = restricted("applications", [{"application_id": "A-0001"}])
    checked = joined(restricted("postings", rows), applications, own=own)
    finding = one(checked, "KEY404")
    assert finding.cell == Cell("postings", "postings", 2, 2, "application_id", RESTRICTED)
    assert finding.params["value"] == "A-9999"


def test_the_title_of_a_column_is_the_one_typed_there():
    table = sheet("cadres", BIRTHS)
    titled = replace(
        table,
        text=grid([["干部编号", "出生日期", "政治面貌"], *table.text.to_numpy()[1:].tolist()]),
    )
    checked = joined(replace(titled, book=RESTRICTED))
    located = cadres(checked).located
    assert located.label("party_status", "zh") == "政治面貌"
    assert located.texts("party_status").tolist() == ["", "中共党员"]


def test_a_formula_there_is_told_there():
    formulas = replace(restricted("cadres", BIRTHS), formulas={(3, 2): "=A1"})
    assert one(joined(formulas), "SRC108").cell == Cell(
        "cadres", "cadres", 3, 2, "birth_ym", RESTRICTED
    )


STRAYS = [
    pytest.param(
        [*BIRTHS, {"cadre_id": "C-00021", "birth_ym": "1991-02"}],
        [("KEY413", "C-00021", "cadres!A4")],
        id="of nobody",
    ),
    pytest.param(
        [*BIRTHS, {"birth_ym": "1991-02"}], [("KEY413/blank", "", "cadres!A4")], id="without id"
    ),
    pytest.param(
        [*BIRTHS, {"cadre_id": "C-00001", "birth_ym": "1991-02"}],
        [("KEY413/twice", "C-00001", "cadres!A4")],
        id="twice",
    ),
    pytest.param(
        [*BIRTHS, {"cadre_id": "c-00021", "birth_ym": "1991-02"}],
        [("KEY402/case", "c-00021", "cadres!A4")],
        id="malformed is told once",
    ),
    pytest.param(
        [BIRTHS[0], BIRTHS[1] | {"cadre_id": "c-00001"}],
        [("KEY402/case", "c-00001", "cadres!A3")],
        id="malformed although the right one stands in the first",
    ),
    pytest.param([BIRTHS[0]], [("KEY414", "", "cadres")], id="one lacking"),
    pytest.param([], [], id="not begun"),
]


@pytest.mark.parametrize(("rows", "expected"), STRAYS)
def test_rows_without_a_partner_are_told_once(
    rows: Sequence[Row], expected: list[tuple[str, str, str]]
):
    checked = joined(
        replace(sheet("cadres", rows, ["cadre_id", "birth_ym", "party_status"]), book=RESTRICTED)
    )
    assert said(checked) == expected
    assert {finding.cell.book for finding in checked.findings if finding.code[:3] == "KEY"} <= {
        RESTRICTED
    }


def test_an_id_that_stands_twice_there_leaves_the_record_doubtful_not_its_neighbours():
    rows = [*BIRTHS, {"cadre_id": "C-00001", "birth_ym": "1991-02"}]
    table = cadres(joined(restricted("cadres", rows)))
    assert table.values("birth_ym").tolist() == ["", "1990-11"]
    assert table.is_untrusted("birth_ym").tolist() == [True, False]
    assert not table.held.any()


def test_a_stray_row_is_as_secret_as_what_stands_in_it():
    rows = [*BIRTHS, {"cadre_id": "C-00021", "birth_ym": "1991-02"}]
    checked = joined(restricted("cadres", rows))
    assert one(checked, "KEY413").visibility is Visibility.ORG
    told = make_publishable(checked, INTERNAL).findings
    assert [each.code for each in told if each.code.startswith("KEY")] == []


def test_a_column_in_both_is_read_from_the_first_and_told():
    own = workbook(cadres=[row | {"birth_ym": "1980-01"} for row in CADRES])
    checked = joined(restricted("cadres", BIRTHS), own=own)
    assert cadres(checked).values("birth_ym").tolist() == ["1980-01", "1980-01"]
    assert said(checked) == [("HDR208", "", "cadres!D1")]


def test_a_name_beside_the_id_for_the_reader_is_no_mistake():
    rows = [{"cadre_id": "C-00001", "name": "顾清禾", "birth_ym": "1992-05"}, *BIRTHS[:1]]
    assert said(joined(restricted("cadres", rows))) == []


def test_without_a_second_spreadsheet_nothing_is_misplaced():
    own = workbook(cadres=[row | {"birth_ym": "1980-01"} for row in CADRES])
    assert said(check(own)) == []


def test_a_confidential_sheet_in_the_first_is_told_once():
    own = workbook(
        applications=[{"application_id": "A-0001", "batch_id": "B-001", "cadre_id": "C-00001"}]
    )
    checked = joined(restricted("cadres", BIRTHS), own=own)
    assert said(checked) == [("HDR208/sheet", "", "applications")]


def test_a_sheet_only_the_second_has_is_read_as_it_is():
    rows = [{"application_id": "A-0001", "batch_id": "B-009", "cadre_id": "C-00001"}]
    checked = joined(restricted("applications", rows))
    assert checked.register.tables["applications"].keys.tolist() == ["A-0001"]
    assert one(checked, "KEY404").cell == Cell(
        "applications", "applications", 2, 2, "batch_id", RESTRICTED
    )


def test_an_unknown_sheet_of_the_second_is_told_there():
    checked = joined(restricted("食堂排班", [{"日期": "1", "菜": "2"}]))
    assert one(checked, "SRC103").cell == Cell("", "食堂排班", book=RESTRICTED)


def test_a_sheet_there_without_its_id_column_adds_nothing():
    checked = joined(restricted("cadres", [{"birth_ym": "1992-05", "party_status": "群众"}]))
    finding = one(checked, "HDR201")
    assert (finding.cell.book, finding.cell.row_number) == (RESTRICTED, 1)
    assert cadres(checked).values("birth_ym").tolist() == ["", ""]


def test_an_unknown_column_there_is_told_there():
    checked = joined(restricted("cadres", [row | {"血型": "O"} for row in BIRTHS]))
    assert one(checked, "HDR203").cell == Cell("cadres", "cadres", 1, 4, "", RESTRICTED)


def test_a_sheet_there_without_a_header_is_told_there():
    nothing = replace(Sheet("cadres", grid([["x", "y"]])), book=RESTRICTED)
    finding = one(joined(nothing), "SRC105")
    assert finding.cell == Cell("cadres", "cadres", book=RESTRICTED)


def test_a_second_sheet_for_one_there_is_told_and_joins_nothing():
    checked = joined(restricted("cadres", BIRTHS), restricted("干部", BIRTHS))
    assert [each.code for each in checked.findings if each.code != "SRC102"] == ["SRC104"]


def test_a_place_there_belongs_to_the_row_here():
    located = cadres(joined(restricted("cadres", BIRTHS))).located
    assert located.row_of(Cell("cadres", "cadres", 2, 2, "birth_ym", RESTRICTED)) == 3
    assert located.row_of(Cell("cadres", "cadres", 2, 2, "name")) == 2
    assert located.row_of(Cell("cadres", "cadres", 9, 2, "birth_ym", RESTRICTED)) is None
    assert located.cell("birth_ym", 3) == Cell("cadres", "cadres", 2, 2, "birth_ym", RESTRICTED)


def test_a_record_without_a_row_there_is_placed_at_the_column():
    located = cadres(joined(restricted("cadres", BIRTHS[:1]))).located
    assert located.cell("birth_ym", 2) == Cell("cadres", "cadres", None, 2, "birth_ym", RESTRICTED)
    assert located.texts("birth_ym").tolist() == ["", "1990-11"]


def test_what_the_second_adds_reaches_the_organisation_department_alone():
    checked = joined(restricted("cadres", BIRTHS))
    for audience in AUDIENCES.values():
        tables = make_publishable(checked, audience).tables
        seen = (
            {field.name for table in tables.values() for field in table.fields}
            if "cadres" in tables
            else set()
        )
        assert ("birth_ym" in seen) == (audience.visibility >= Visibility.ORG)


def test_neither_workbook_is_changed_by_joining():
    book = with_restricted(restricted("cadres", BIRTHS))
    before = [np.array(each.text.to_numpy(), copy=True) for each in book.sheets]
    check(book)
    for sheet_before, after in zip(before, book.sheets, strict=True):
        assert (sheet_before == after.text.to_numpy()).all()


def parted(whole: Workbook) -> Workbook:
    """Move what only the organisation department may see to a second spreadsheet, upside down."""
    own: list[Sheet] = []
    second: list[Sheet] = []
    for each in whole.sheets:
        table = table_of(each, SCHEMA)
        header = find_header(table, each) if table else None
        if table is None or header is None:
            own.append(each)
            continue
        if table.field(table.primary_key).visibility > SHARED_CLASS:
            second.append(replace(each, book=RESTRICTED))
            continue
        columns = range(1, each.column_count + 1)
        key = [at for at in columns if named(header, at) == table.primary_key][:1]
        strict = [at for at, field in header.fields.items() if field.visibility > SHARED_CLASS]
        shared = columns_of(each, [at for at in columns if at not in strict])
        own.append(replace(each, text=grid(shared), formulas={}, merged=()))
        if key and strict and not table.rows_apart:
            rows = columns_of(each, key + strict)[header.last_row - 1 :]
            kept = [row for row in rows[:0:-1] if any(row[1:])]
            second.append(Sheet(each.title, grid([rows[0], *kept]), book=RESTRICTED))
    return replace(whole, sheets=(*own, *second))


def named(header: Header, column: int) -> str:
    """Give the name of the field a column holds, or nothing."""
    field = header.fields.get(column)
    return field.name if field else ""


def columns_of(each: Sheet, columns: Sequence[int]) -> list[list[str]]:
    """Give some columns of a sheet, row by row."""
    return [list(row) for row in zip(*(each.column(at) for at in columns), strict=True)]


def told(checked: Checked) -> list[tuple[str, ...]]:
    """List what is found, whatever the place, apart from what joining itself has to say."""
    return sorted(
        (each.code, each.variant, each.record, each.cell.sheet, each.cell.field)
        for each in checked.findings
        if each.code != "KEY414"
    )


@pytest.mark.parametrize("name", ["demo", "demo_mistakes"])
def test_the_demo_register_checks_the_same_in_two_spreadsheets(name: str):
    whole = pull(ROOT / "sheets_schema" / name)
    as_of = day_of(whole.manifest)
    one_book = check_workbook(whole, SCHEMA, as_of)
    two_books = check_workbook(parted(whole), SCHEMA, as_of)
    assert told(two_books) == told(one_book)
    for key, table in one_book.register.tables.items():
        pd.testing.assert_frame_equal(two_books.register.tables[key].frame, table.frame)


def test_every_place_in_two_spreadsheets_shows_what_the_finding_speaks_of():
    book = parted(pull(ROOT / "sheets_schema" / "demo_mistakes"))
    texts = {(each.book, each.title): each.text for each in book.sheets}
    findings = [
        each
        for each in check_workbook(book, SCHEMA, day_of(book.manifest)).findings
        if each.code.startswith("CEL") and "value" in each.params and each.cell.row_number
    ]
    assert findings
    for each in findings:
        cell = each.cell
        shown = texts[cell.book, cell.title].at[cell.row_number, cell.column_number]
        assert str(each.params["value"]) in shown
