"""Cells written into a register: only what was agreed, and it reads back as it was written."""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import real_schema
from cut_registers import cut_book
from handbook.amending import CellEdit, NewRow, amend
from handbook.errors import HandbookError
from handbook.provisioning.template import write_template
from handbook.saving import save_csv_folder
from handbook.sources import pull
from handbook.workbook import Workbook

OFFICE = Path(__file__).parent / "workbooks" / "office" / "register.xlsx"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give some of the demo register as an Excel file with drop-downs."""
    path = tmp_path_factory.mktemp("filled") / "register.xlsx"
    write_template(real_schema(), "zh", path, workbook=cut_book())
    return path


@pytest.fixture
def register(filled: Path, tmp_path: Path) -> Path:
    """Give a copy one may write to."""
    return Path(shutil.copy(filled, tmp_path))


def texts(workbook: Workbook) -> dict[str, dict[tuple[int, int], str]]:
    """Give every text that is not blank, by sheet and place."""
    return {
        sheet.title: {
            (row, column): str(text)
            for column in range(1, sheet.column_count + 1)
            for row, text in enumerate(sheet.column(column), start=1)
            if text
        }
        for sheet in workbook.sheets
    }


def place_of(workbook: Workbook, title: str, header: str) -> tuple[int, int]:
    """Give header row and column number of a column."""
    sheet = next(sheet for sheet in workbook.sheets if sheet.title == title)
    rows, columns = (sheet.text == header).to_numpy().nonzero()
    return int(rows[0]) + 1, int(columns[0]) + 1


def test_only_the_agreed_cells_change(register: Path) -> None:
    before = texts(pull(register))
    row, column = place_of(pull(register), "挂职", "计划结束")
    edits = [
        CellEdit("挂职", row + 1, column, "2027-03-31"),
        CellEdit("挂职", row + 2, column, "待定 <b>&\n第二行"),
        CellEdit("挂职", row + 3, column, ""),
    ]
    amended = amend(register, edits, [])
    before["挂职"] |= {(row + 1, column): "2027-03-31", (row + 2, column): "待定 <b>&\n第二行"}
    del before["挂职"][row + 3, column]
    assert texts(pull(register)) == before
    assert (amended.written, amended.added, amended.left) == (3, 0, ())


def test_a_day_stays_a_day_one_can_calculate_with(register: Path) -> None:
    row, column = place_of(pull(register), "挂职", "计划结束")
    amend(register, [CellEdit("挂职", row + 1, column, "2027-03-31")], [])
    day = datetime.fromisoformat("2027-03-31")
    cell = openpyxl.load_workbook(register)["挂职"].cell(row + 1, column)
    assert (cell.data_type, cell.value) == ("d", day)


def test_the_register_as_it_was_is_kept_beside_it(register: Path, filled: Path) -> None:
    amended = [amend(register, [CellEdit("挂职", 4, 2, text)], []) for text in ("甲", "乙")]
    names = [each.backup.name if each.backup else "" for each in amended]
    assert names == ["register.before-1.xlsx", "register.before-2.xlsx"]
    assert (register.parent / names[0]).read_bytes() == filled.read_bytes()
    assert sorted(each.name for each in register.parent.iterdir()) == [*names, "register.xlsx"]


def test_nothing_to_write_touches_nothing(register: Path) -> None:
    content, there = register.read_bytes(), texts(pull(register))["挂职"][4, 1]
    amended = amend(register, [CellEdit("挂职", 4, 1, there)], [])
    assert (amended.backup, amended.written) == (None, 0)
    assert register.read_bytes() == content


def test_rows_are_added_below_the_last_one_that_holds_anything(register: Path) -> None:
    sheet = next(each for each in pull(register).sheets if each.title == "挂职")
    last = sheet.row_count
    rows = [NewRow("挂职", {2: "C-00001", 5: "2026-01-01"}), NewRow("挂职", {2: "C-00002"})]
    amend(register, [], rows)
    there = texts(pull(register))["挂职"]
    added = {place: text for place, text in there.items() if place[0] > last}
    assert added == {
        (last + 1, 2): "C-00001",
        (last + 1, 5): "2026-01-01",
        (last + 2, 2): "C-00002",
    }


def test_drop_downs_reach_rows_that_lie_beyond_them(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    write_template(real_schema(), "zh", path, rows=1)
    amend(path, [], [NewRow("干部", {2: f"顾清禾{number}"}) for number in range(5)])
    tab = openpyxl.load_workbook(path)["干部"]
    reached = {area.max_row for rule in tab.data_validations.dataValidation for area in rule.sqref}
    assert reached == {tab.max_row}


def test_everything_else_in_the_file_is_byte_for_byte_the_same(tmp_path: Path) -> None:
    path = Path(shutil.copy(OFFICE, tmp_path))
    title = pull(path).sheets[0].title
    amended = amend(path, [CellEdit(title, 4, 2, "改过")], [])
    assert amended.backup is not None
    with zipfile.ZipFile(amended.backup) as before, zipfile.ZipFile(path) as after:
        differing = [name for name in after.namelist() if before.read(name) != after.read(name)]
        assert before.namelist() == after.namelist()
    assert differing == ["xl/worksheets/sheet1.xml"]


def test_formulas_and_covered_cells_are_left_to_a_person(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    tab.title = "单位"
    tab.append(["单位编号", "单位名称", "备注"])
    tab.append(["U-0001", "=A2", "合并"])
    tab.merge_cells("C2:C3")
    path = tmp_path / "register.xlsx"
    book.save(path)
    edits = [CellEdit("单位", 2, 2, "改"), CellEdit("单位", 3, 3, "改")]
    assert amend(path, edits, []).left == tuple(edits)


def test_a_text_that_would_read_differently_changes_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    tab.title = "单位"
    tab.append(["单位编号", "单位名称"])
    tab.append(["U-0001", 0.5])
    tab["B2"].number_format = "0%"
    path = tmp_path / "register.xlsx"
    book.save(path)
    content = path.read_bytes()
    with pytest.raises(HandbookError, match="B2"):
        amend(path, [CellEdit("单位", 2, 2, "3")], [])
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["register.xlsx"]


def test_a_csv_folder_is_changed_the_same_way(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    save_csv_folder(cut_book(), folder)
    before = texts(pull(folder))
    last = next(each for each in pull(folder).sheets if each.title == "单位").row_count
    amended = amend(
        folder, [CellEdit("单位", 2, 2, "启川市，新")], [NewRow("单位", {2: "新 单位"})]
    )
    before["单位"] |= {(2, 2): "启川市，新", (last + 1, 2): "新 单位"}
    assert texts(pull(folder)) == before
    assert amended.backup == tmp_path / "register.before-1"


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=12
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.tuples(st.integers(2, 8), st.integers(1, 5)), _TEXTS | st.just("=1+1"), max_size=6
    )
)
def test_any_text_reads_back_as_it_was_written(
    tmp_path: Path, wanted: dict[tuple[int, int], str]
) -> None:
    path = Path(shutil.copy(OFFICE, tmp_path / "register.xlsx"))
    sheet = pull(path).sheets[0]
    edits = [CellEdit(sheet.title, *place, text) for place, text in wanted.items()]
    left = {(edit.row_number, edit.column_number) for edit in amend(path, edits, []).left}
    there = texts(pull(path))[sheet.title]
    assert {place: there.get(place, "") for place in wanted.keys() - left} == {
        place: text for place, text in wanted.items() if place not in left
    }
