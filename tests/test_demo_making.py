"""The demo register is made the same way every time, as files, as a workbook, and at any size."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from handbook.checking import check_workbook
from handbook.demo import demo_workbook, mistakes_workbook
from handbook.demo.months import months_between, term_end, working_day
from handbook.demo.names import load_forbidden, name_hash
from handbook.demo.scaling import scaled_workbook
from handbook.demo.writing import write_xlsx
from handbook.rules import RULES
from handbook.saving import save_csv_folder
from handbook.schema import load_schema
from handbook.sources import pull
from handbook.workbook import Manifest, Sheet, Workbook, grid

FOLDER = Path(__file__).parents[1] / "sheets_schema"
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def schema():
    return load_schema(FOLDER)


@pytest.fixture(scope="module")
def base(schema):
    return demo_workbook(schema, FOLDER)


@pytest.fixture(scope="module")
def register_xlsx(base, tmp_path_factory):
    path = tmp_path_factory.mktemp("xlsx") / "register.xlsx"
    write_xlsx(base, path)
    return path


# How it is made.


@pytest.mark.parametrize(
    ("folder", "make"),
    [
        pytest.param("demo", demo_workbook, id="demo register"),
        pytest.param("demo_mistakes", mistakes_workbook, id="planted mistakes"),
    ],
)
def test_committed_files_are_those_the_generator_writes(schema, tmp_path, folder, make):
    save_csv_folder(make(schema, FOLDER), tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in (FOLDER / folder).iterdir()}
    assert written == committed, "run: python -m handbook.demo"


def test_excel_file_holds_the_same_as_the_csv_folder(base, register_xlsx):
    assert {sheet.title: _texts(sheet) for sheet in pull(register_xlsx).sheets} == {
        sheet.title: _texts(sheet) for sheet in base.sheets
    }


def _texts(sheet):
    """Give the filled cells; an Excel file has no blank columns at the end."""
    rows = enumerate(sheet.text.to_numpy().tolist(), start=1)
    return {
        (row, column): text
        for row, cells in rows
        for column, text in enumerate(cells, start=1)
        if text
    }


def test_excel_file_has_real_dates_and_numbers(register_xlsx):
    batches = openpyxl.load_workbook(register_xlsx, read_only=True)["批次"]
    assert batches["I2"].value.date() == date(2025, 5, 15)
    assert batches["F2"].value == 20
    assert batches["D2"].value == "2025年公开选派"


def test_excel_file_says_that_it_is_a_sample_and_for_which_day(register_xlsx):
    book = openpyxl.load_workbook(register_xlsx)
    custom = {each.name: each.value for each in book.custom_doc_props.props}
    assert book.properties.title == "SAMPLE 示例数据"
    assert custom == {"as_of": "2026-06-30"}


def test_excel_file_keeps_impossible_dates_and_formulas_as_text(tmp_path):
    texts = ["日期", "2026-06-30", "2025-09-31", "1012-03-01", "=1+1", "八"]
    sheet = Sheet(title="批次", text=grid([[text] for text in texts]))
    path = tmp_path / "register.xlsx"
    write_xlsx(Workbook((sheet,), Manifest(source="test")), path)
    cells = openpyxl.load_workbook(path)["批次"]["A"]
    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", "日期"),
        ("d", datetime(2026, 6, 30)),  # noqa: DTZ001 - a cell has no zone
        ("s", "2025-09-31"),
        ("s", "1012-03-01"),
        ("s", "=1+1"),
        ("s", "八"),
    ]


def test_excel_file_is_written_the_same_twice(base, register_xlsx, tmp_path):
    write_xlsx(base, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == register_xlsx.read_bytes()


# Registers for benchmarks.


def test_scaled_register_grows_in_proportion():
    counts = {sheet.title: sheet.row_count - 1 for sheet in scaled_workbook(1000, seed=1).sheets}
    assert counts["cadres"] == 1000
    assert 9_000 < sum(counts.values()) < 11_500


def test_scaled_register_is_the_same_for_the_same_seed():
    first, again, other = (scaled_workbook(450, seed=seed) for seed in (1, 1, 2))
    assert first.content_hash() == again.content_hash()
    assert first.content_hash() != other.content_hash()


def test_scaled_register_has_two_findings_in_a_hundred_rows(schema):
    workbook = scaled_workbook(1000, seed=1)
    rows = sum(sheet.row_count - 1 for sheet in workbook.sheets)
    findings = check_workbook(workbook, schema, AS_OF).findings
    assert 0.01 < len(findings) / rows < 0.03


def test_scaled_register_is_judged_by_every_rule(schema):
    register = check_workbook(scaled_workbook(450, seed=1), schema, AS_OF).register
    assert [code for code, _ in RULES if not register.is_on(code)] == []


@pytest.mark.parametrize("cadres", [2_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_scaled_register_names_everybody_differently(cadres):
    forbidden = load_forbidden(FOLDER / "deny-names.sha256")
    sheets = {sheet.title: sheet for sheet in scaled_workbook(cadres, 1, forbidden).sheets}
    names = sheets["cadres"].column(2)[1:].tolist()
    assert len(names) == len(set(names)) == cadres
    assert [name for name in names if name_hash(name) in forbidden] == []


# Counting in months.


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        pytest.param(date(2025, 9, 1), 12, date(2026, 8, 31), id="from the first"),
        pytest.param(date(2024, 7, 31), 12, date(2025, 7, 30), id="from the thirty-first"),
        pytest.param(date(2025, 8, 31), 6, date(2026, 2, 27), id="clamped to the end of February"),
        pytest.param(date(2026, 1, 5), 3, date(2026, 4, 4), id="from the fifth"),
    ],
)
def test_term_ends_on_the_day_before(start, months, end):
    assert term_end(start, months) == end


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 6, 26), date(2026, 6, 26), id="Friday"),
        pytest.param(date(2026, 6, 27), date(2026, 6, 26), id="Saturday"),
        pytest.param(date(2026, 6, 28), date(2026, 6, 26), id="Sunday"),
        pytest.param(date(2026, 6, 29), date(2026, 6, 29), id="Monday"),
    ],
)
def test_working_day_goes_back_to_friday(day, expected):
    assert working_day(day) == expected


def test_months_are_cut_to_the_span():
    assert list(months_between(date(2025, 12, 20), date(2026, 2, 3))) == [
        (date(2025, 12, 20), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 3)),
    ]
