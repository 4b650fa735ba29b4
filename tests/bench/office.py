"""A day in the office beside plain openpyxl loops: `python -m bench.office [CADRES] [UNITS]`.

The loops do what a script of thirty lines does: copy the rows of a unit, and compare cell by cell.
They set up no drop-downs, lock nothing and know of no conflicts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl

from bench import work
from handbook.checking import Checked
from handbook.demo.scaling import scaled_workbook
from handbook.provisioning.template import write_template
from handbook.unit_files import review_returned, split
from handbook.unit_files.shares import Shares

_AT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
_SHEETS = ("cadres", "postings", "mentors", "reports", "absences", "work_log")
_CHANGED = "改过"


def measure(cadres: int, units: int) -> dict[str, float]:
    """Split a register for its largest units, fill the files in, and list what came back.

    Args:
        cadres: Size of the register.
        units: How many files.

    Returns:
        What was done → seconds.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        register = folder / "register.xlsx"
        schema = work.texts().schema
        write_template(schema, "zh", register, workbook=scaled_workbook(cadres, work.SEED))
        checked = work.check(work.pull(register), work.texts())
        wanted = _largest(checked, units)
        took = {
            "split": _timed(
                lambda: split(checked.register, register, folder / "out", "zh", _AT, wanted)
            ),
            "split, plain loops": _timed(lambda: plain_split(register, folder / "plain", wanted)),
        }
        files = sorted((folder / "out").iterdir())
        for path in files:
            _fill_in(path)
        took["merge list"] = _timed(lambda: review_returned(files, register, schema))
        took["merge list, plain loops"] = _timed(
            lambda: plain_merge(register, sorted((folder / "plain").iterdir()))
        )
        return took


def _timed(task: Callable[[], object]) -> float:
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def _largest(checked: Checked, units: int) -> list[str]:
    shares = Shares(checked.register)
    rows = {unit: sum(len(share.positions) for share in shares.of(unit)) for unit in shares.units}
    return sorted(rows, key=lambda unit: (-rows[unit], unit))[:units]


def _fill_in(path: Path) -> None:
    """Change a cell of every second row, as a unit would."""
    book = openpyxl.load_workbook(path)
    for tab in book.worksheets:
        titles = [cell.value for cell in tab[1]]
        for title in ("分工", "专业特长"):
            if title in titles:
                for row in range(2, tab.max_row + 1, 2):
                    tab.cell(row, titles.index(title) + 1).value = _CHANGED
    book.save(path)


def plain_split(register: Path, folder: Path, units: list[str]) -> None:
    """Copy the rows of each unit into a file of its own, as a short script does.

    Args:
        register: Excel file.
        folder: For the files.
        units: Ids.
    """
    folder.mkdir()
    book = openpyxl.load_workbook(register, read_only=True)
    rows = {key: list(book[key].iter_rows(values_only=True)) for key in _SHEETS}
    for unit in units:
        mine = openpyxl.Workbook()
        own: set[object] = set()
        for key in ("postings", *(each for each in _SHEETS if each != "postings")):
            tab = mine.create_sheet(key)
            tab.append(rows[key][0])
            for row in rows[key][1:]:
                texts = [str(cell).split(" ")[0] for cell in row if cell is not None]
                if unit in texts or (key != "postings" and own.intersection(texts[:2])):
                    tab.append(row)
                    own |= {texts[0]} if key == "postings" else set()
        mine.save(folder / f"{unit}.xlsx")


def plain_merge(register: Path, files: list[Path]) -> list[tuple[object, ...]]:
    """List the cells that differ from the register, found by the id in the first column.

    Args:
        register: Excel file.
        files: As they came back.
    """
    book = openpyxl.load_workbook(register, read_only=True)
    known = {key: dict(_records(book[key].iter_rows(values_only=True))) for key in _SHEETS}
    found: list[tuple[object, ...]] = []
    for path in files:
        returned = openpyxl.load_workbook(path, read_only=True)
        for key in _SHEETS:
            for name, row in _records(returned[key].iter_rows(values_only=True)):
                for title, text in row.items():
                    if name in known[key] and known[key][name].get(title) != text:
                        found.append((path.name, key, name, title, text))
    return found


def _records(
    rows: Iterator[tuple[object, ...]],
) -> Iterator[tuple[object, dict[object, object]]]:
    titles = next(rows, ())
    for row in rows:
        if row and row[0] is not None:
            yield row[0], dict(zip(titles, row, strict=False))


def main() -> None:
    """Print what takes how long."""
    cadres = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    units = int(sys.argv[2]) if sys.argv[2:] else 40
    for name, seconds in measure(cadres, units).items():
        sys.stdout.write(f"{name}: {seconds:.2f} s\n")


if __name__ == "__main__":
    main()
