"""Reminders as files in a folder, named by ids."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from handbook.errors import OutputError
from handbook.reminding.letters import letter_bytes
from handbook.reminding.messages import reminder_text
from handbook.reminding.model import Reminder


def write_reminders(reminders: Iterable[Reminder], folder: Path, language: str) -> list[Path]:
    """Write a text for each reminder, and a letter for each that goes to a unit.

    Files of other reminders that lie there already are left alone.

    Args:
        reminders: What offices are reminded of.
        folder: Made if missing.
        language: zh, vi or en.

    Returns:
        The files, in the order of the reminders.

    Raises:
        OutputError: They cannot be written there.
    """
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in reminders:
            contents = {".txt": reminder_text(each, language).encode("utf-8-sig")}
            if each.unit:
                contents[".docx"] = letter_bytes(each, language)
            for ending, content in contents.items():
                file = folder / f"{each.name}{ending}"
                file.write_bytes(content)
                written.append(file)
    except OSError as error:
        raise OutputError(folder) from error
    return written
