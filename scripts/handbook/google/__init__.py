"""Google Sheets: the one client, who we are, and what can be asked of a spreadsheet."""

from handbook.google.access import Access, FileVersion, GridRange, Render, open_spreadsheet
from handbook.google.http import Patience, SheetsHTTPClient
from handbook.google.refusals import UnknownOutcomeError, refusal

__all__ = [
    "Access",
    "FileVersion",
    "GridRange",
    "Patience",
    "Render",
    "SheetsHTTPClient",
    "UnknownOutcomeError",
    "open_spreadsheet",
    "refusal",
]
