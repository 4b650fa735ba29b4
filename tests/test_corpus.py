"""The corpus of invalid workbooks: every mistake with the complete report it must be answered."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter

from handbook.catalogue import CATALOGUE
from handbook.checking import Checked, check_workbook
from handbook.config import day_of
from handbook.findings import Finding
from handbook.history import publication_of
from handbook.reporters import Report, report_text
from handbook.sources import pull
from once_a_run import once
from small_workbooks import MESSAGES, SCHEMA

ROOT = Path(__file__).parents[1]
WORKBOOKS = Path(__file__).parent / "workbooks"
CASES = sorted(path for path in (WORKBOOKS / "invalid").iterdir() if path.is_dir())
LISTED_ONLY = {entry.code for entry in CATALOGUE if entry.is_page}


def lay_over_base(case: Path, folder: Path) -> Path:
    """Put the files of a case over the clean base, as the corpus describes itself."""
    shutil.copytree(WORKBOOKS / "base", folder, dirs_exist_ok=True)
    (folder / "expected.txt").unlink(missing_ok=True)
    for file in case.iterdir():
        if file.is_file() and file.name not in ("expected.txt", "delete.txt", "build.json"):
            shutil.copy(file, folder)
    delete = case / "delete.txt"
    for name in delete.read_text(encoding="utf-8").split("\n") if delete.exists() else ():
        if name.strip():
            (folder / name.strip()).unlink()
    return folder


def build_xlsx(case: Path, folder: Path) -> Path:
    """Turn a case into a real xlsx: the base, with the sheets its `build.json` describes."""
    described = json.loads((case / "build.json").read_text(encoding="utf-8"))
    sheets: dict[str, Mapping[str, Any]] = {}
    for csv in sorted(lay_over_base(case, folder / "csv").glob("*.csv")):
        rows = [line.split(",") for line in csv.read_text(encoding="utf-8").splitlines()]
        sheets[csv.stem] = {"title": csv.stem, "rows": rows}
    sheets |= {each["title"]: each for each in described["sheets"]}
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for each in sheets.values():
            _write_sheet(book.add_worksheet(each["title"]), each)
    return path


def _write_sheet(sheet: Any, described: Mapping[str, Any]) -> None:
    for row, texts in enumerate(described["rows"]):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, str(text)) if text != "" else None
    for address, formula in described.get("formulas", {}).items():
        sheet.write_formula(address, formula, None, _text_at(described["rows"], address))
    for block in described.get("merged", ()):
        first = block.split(":")[0]
        text = _text_at(described["rows"], first)
        sheet.merge_range(block, text)
    for number in described.get("hiddenRows", ()):
        sheet.set_row(number - 1, None, None, {"hidden": True})
    if described.get("hidden"):
        sheet.hide()


def _text_at(rows: list[list[str]], address: str) -> str:
    column, row = ord(address[0]) - ord("A"), int(address[1:]) - 1
    return str(rows[row][column])


@cache
def checked_case(case: Path) -> Checked:
    """Check one case the way the command does, once for all tests that ask."""
    with TemporaryDirectory() as folder:
        return check_case(case, Path(folder))


def findings_of(case: Path) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Give what is found and what is waived in a case, once for all workers."""

    def make() -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        checked = checked_case(case)
        return checked.findings, checked.waived

    return once(f"corpus/{case.name}", make)


def check_case(case: Path, folder: Path) -> Checked:
    """Check one case the way the command does, its files in a folder."""
    published = None
    if (case / "now").is_dir():
        before = check_source(lay_over_base(case / "before", folder / "before"), None)
        records = publication_of(before.register, "").records
        published = {sheet: set(keys) for sheet, keys in records.items()}
        return check_source(lay_over_base(case / "now", folder / "now"), published)
    if (case / "build.json").exists():
        return check_source(build_xlsx(case, folder), None)
    return check_source(lay_over_base(case, folder / "now"), None)


def check_source(source: Path, published: Mapping[str, set[str]] | None) -> Checked:
    workbook = pull(source)
    as_of = workbook.manifest.as_of or day_of_base()
    return check_workbook(workbook, SCHEMA, day_of(workbook.manifest, as_of), published)


@cache
def day_of_base() -> date | None:
    return pull(WORKBOOKS / "base").manifest.as_of


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_report_is_exactly_the_one_written_by_hand(case: Path) -> None:
    findings, waived = findings_of(case)
    report = Report(findings, SCHEMA, MESSAGES, "zh", waived=waived)
    assert report_text(report) == (case / "expected.txt").read_text(encoding="utf-8")


def test_the_base_is_clean(tmp_path: Path) -> None:
    checked = check_source(lay_over_base(WORKBOOKS / "base", tmp_path / "base"), None)
    report = Report(checked.findings, SCHEMA, MESSAGES, "zh", waived=checked.waived)
    assert report_text(report) == (WORKBOOKS / "base" / "expected.txt").read_text(encoding="utf-8")


def test_every_code_has_an_example_and_every_example_a_code() -> None:
    shown = {_code_of(case.name) for case in CASES}
    assert shown == {entry.code for entry in CATALOGUE} - LISTED_ONLY


def _code_of(name: str) -> str:
    return "-".join(name.split("-")[: 2 if name.startswith(("POL", "WVR-R")) else 1])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_says_what_its_name_promises(case: Path) -> None:
    assert f"[{_code_of(case.name)}]" in (case / "expected.txt").read_text(encoding="utf-8")
