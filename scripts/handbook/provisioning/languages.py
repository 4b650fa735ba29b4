"""Which language a spreadsheet speaks already."""

from __future__ import annotations

from handbook.google import metadata
from handbook.google.access import Access
from handbook.schema import LANGUAGES, Schema

_FIELDS = "developerMetadata(metadataKey,metadataValue),sheets(properties(title))"


def language_there(access: Access, schema: Schema) -> str:
    """Give the language a spreadsheet was set up in, else that of most of its known tabs.

    Args:
        access: To the spreadsheet; asked once.
        schema: Knows the titles in every language.

    Returns:
        zh, vi or en; blank where nothing tells, as in a new spreadsheet.

    Raises:
        GoogleError: Google refuses or cannot be reached.
    """
    structure = access.structure(_FIELDS)
    for each in structure.get("developerMetadata", ()):
        if each["metadataKey"] == metadata.LANGUAGE and each.get("metadataValue") in LANGUAGES:
            return str(each["metadataValue"])
    titles = [each["properties"].get("title", "") for each in structure.get("sheets", ())]
    votes = schema.languages_of(titles)
    return max(LANGUAGES, key=lambda each: votes[each]) if votes else ""
