"""The workbook, its headers and its size: SRC, HDR and CNT."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, INFO, MASK, STOP, TELL, WARNING, Entry
from handbook.findings import Party

ENTRIES: tuple[Entry, ...] = (
    Entry("SRC101", "missing-core-sheet", (ERROR,), STOP, Party.ORG_DEPT),
    Entry("SRC102", "absent-optional-sheet", (INFO,), TELL, Party.ORG_DEPT),
    Entry("SRC103", "unknown-sheet", (INFO,), TELL, Party.ORG_DEPT),
    Entry("SRC104", "two-sheets-for-one", (ERROR,), STOP, Party.ORG_DEPT),
    Entry("SRC105", "no-header-row", (ERROR,), STOP, Party.ORG_DEPT),
    Entry("SRC106", "no-header-row-optional", (ERROR,), TELL, Party.ORG_DEPT),
    Entry("SRC107", "formula-error", (ERROR,), MASK, None),
    Entry("SRC108", "formula-in-data", (WARNING,), TELL, None),
    Entry("SRC109", "formula-without-result", (ERROR,), MASK, None),
    Entry("SRC110", "merged-cells", (ERROR,), MASK, None),
    Entry("SRC111", "hidden-rows", (INFO,), TELL, Party.ORG_DEPT),
    Entry("SRC112", "hidden-sheet", (INFO,), TELL, Party.ORG_DEPT),
    Entry("SRC113", "not-utf-8", (INFO,), TELL, Party.ORG_DEPT),
    Entry("HDR201", "missing-key-column", (ERROR,), STOP, Party.ORG_DEPT),
    Entry("HDR202", "missing-column", (ERROR,), TELL, Party.ORG_DEPT),
    Entry("HDR203", "unknown-column", (WARNING,), TELL, Party.ORG_DEPT),
    Entry("HDR204", "duplicate-column", (ERROR,), MASK, Party.ORG_DEPT),
    Entry("HDR205", "duplicate-key-column", (ERROR,), STOP, Party.ORG_DEPT),
    Entry("HDR206", "values-without-title", (WARNING,), TELL, Party.ORG_DEPT),
    Entry("HDR207", "no-appointment-columns", (INFO,), TELL, Party.ORG_DEPT),
    Entry("HDR208", "column-for-the-restricted-spreadsheet", (WARNING,), TELL, Party.ORG_DEPT),
    Entry("CNT501", "mass-loss", (ERROR,), STOP, Party.ORG_DEPT),
    Entry("CNT502", "core-sheet-emptied", (ERROR,), STOP, Party.ORG_DEPT),
    Entry("CNT503", "core-sheet-empty", (WARNING,), TELL, Party.ORG_DEPT),
)
