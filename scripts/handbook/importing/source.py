"""A ledger as a file: an Excel workbook, or one sheet as CSV."""

from __future__ import annotations

from pathlib import Path

from handbook.sources.csv_folder import pull_csv_file
from handbook.sources.xlsx import pull_xlsx
from handbook.workbook import Workbook


def read_ledger(path: Path) -> Workbook:
    """Read an old ledger as it stands.

    Args:
        path: An .xlsx workbook, or one sheet as .csv; never written to.

    Raises:
        PullError: It is neither, is in an older format (.xls, .et), locked or damaged.
    """
    return pull_csv_file(path) if path.suffix.casefold() == ".csv" else pull_xlsx(path)
