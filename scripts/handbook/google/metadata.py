"""Keys of the developer metadata by which a spreadsheet remembers what it was set up for."""

from __future__ import annotations

SHEET = "handbook.sheet"
"""On a sheet: its key in the schema, so that a renamed tab is still known."""

RESULTS = "handbook.results"
"""On the sheet that lists what a check found."""

LISTS = "handbook.lists"
"""On the hidden sheet behind the drop-downs of references."""

LANGUAGE = "handbook.language"
"""On the spreadsheet: language of its titles and labels."""

PART = "handbook.part"
"""On the spreadsheet: which columns it holds: whole, shared or restricted."""

SCHEMA_VERSION = "handbook.schema_version"
"""On the spreadsheet: version of the schema it was last set up for."""

AS_OF = "handbook.as_of"
"""On the spreadsheet: the day it speaks about, where it pins one; ISO text."""

SAMPLE = "handbook.sample"
"""On the spreadsheet: `yes` where all data in it is made up."""
