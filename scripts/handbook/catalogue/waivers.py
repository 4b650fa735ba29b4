"""Exceptions asked for and granted: WVR."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, INFO, TELL, WARNING, Entry
from handbook.findings import Party

_POLICY = "editing/waivers"

ENTRIES: tuple[Entry, ...] = (
    Entry("WVR601", "waiver-for-unknown-code", (ERROR,), TELL, None, f"{_POLICY}#row"),
    Entry("WVR602", "waiver-for-what-must-be-mended", (ERROR,), TELL, None, f"{_POLICY}#never"),
    Entry("WVR603", "waiver-for-unknown-record", (ERROR,), TELL, None, f"{_POLICY}#record"),
    Entry("WVR604", "waiver-asked-for", (INFO,), TELL, Party.ORG_DEPT, f"{_POLICY}#grant"),
    Entry("WVR605", "waiver-half-granted", (WARNING,), TELL, Party.ORG_DEPT, f"{_POLICY}#grant"),
    Entry("WVR606", "waiver-over", (WARNING,), TELL, Party.ORG_DEPT, f"{_POLICY}#end"),
    Entry("WVR607", "waiver-without-near-end", (WARNING,), TELL, Party.ORG_DEPT, f"{_POLICY}#end"),
    Entry("WVR608", "waiver-unused", (INFO,), TELL, Party.ORG_DEPT, f"{_POLICY}#end"),
    Entry("WVR609", "waiver-twice", (WARNING,), TELL, Party.ORG_DEPT, f"{_POLICY}#row"),
    Entry("WVR610", "waiver-in-shared-spreadsheet", (WARNING,), TELL, Party.ORG_DEPT,
          f"{_POLICY}#restricted"),
    Entry("WVR611", "waivers-lost", (WARNING,), TELL, Party.ORG_DEPT, f"{_POLICY}#loss"),
)  # fmt: skip
"""All tell only: the sheet of waivers is never published, so there is nothing to hold back."""
