"""A difference for people and machines: text for a desk, JSON, and Markdown to send round.

Markdown is read in places where cell text could become markup, and by whoever is sent it. It
carries dates, numbers, choices, numbers of records and titles of the schema; of a value somebody
worded it only says that it changed.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from handbook.differences.matching import is_nameless, own_key
from handbook.differences.model import Change, Difference, Entry, Kind, Section
from handbook.differences.wording import Wording
from handbook.history import value_text
from handbook.publishable import State
from handbook.rendering.messages import cell_text
from handbook.reporters import escape_markdown, markdown_table
from handbook.schema import LIST_SEPARATORS, Field

JSON_VERSION = 1
_FEW = 5  # records with one and the same doubt that are still told one by one
_NAMES_MOST = 20  # of records told in one line
_ROWS_MOST = 200  # of one table in Markdown; nobody scrolls further
_BEFORE = 10  # characters of a long text shown before the first that differs
_LONG = 60  # characters of a text shown whole
_WORDED = frozenset({"text", "code", "url"})
_ID = re.compile(r"[A-Z]{1,2}-[0-9]{1,8}")
_BY_SHEET = frozenset({Kind.NEW_SHEET, Kind.LOST_SHEET, Kind.NEW_COLUMN, Kind.LOST_COLUMN})
_MIXED = frozenset({Kind.ADDED, Kind.CHANGED, Kind.CORRECTED, Kind.UNSURE, Kind.GONE})
"""Sections with records of several sheets, which are named."""


def difference_text(difference: Difference, language: str) -> str:
    """Write a difference for a person at a terminal.

    Args:
        difference: What is told.
        language: zh, vi or en.

    Returns:
        One sentence with the counts, then a paragraph for each section: every record with its
        changes, records with the same changes together; ends with a newline.
    """
    wording = Wording(difference, language)
    paragraphs = ("\n".join(_paragraph(wording, section)) for section in difference.sections)
    return "\n\n".join([wording.summary(), *paragraphs]) + "\n"


def _paragraph(wording: Wording, section: Section) -> Iterator[str]:
    yield wording.heading(section.kind)
    if section.kind in _BY_SHEET:
        yield from (f"  {_place(wording, entry)}" for entry in section.entries)
        return
    for (sheet, lines), entries in _together(wording, section):
        title = f"{wording.sheet_title(sheet)} " if section.kind in _MIXED else ""
        yield from (f"  {title}{names}" for names in _names(wording, entries))
        yield from (f"    {line}" for line in lines)


def _place(wording: Wording, entry: Entry) -> str:
    """Name a whole sheet with the number of its records, or a whole column."""
    title = wording.sheet_title(entry.sheet)
    if entry.field is not None:
        column = entry.field.titles[wording.language]
        return wording.words("“{sheet}”表的“{column}”", sheet=title, column=column)
    return wording.words("“{sheet}”表，{count} 条记录", sheet=title, count=entry.count)


def _together(
    wording: Wording, section: Section
) -> Iterable[tuple[tuple[str, tuple[str, ...]], list[Entry]]]:
    """Put records of one sheet with the same changes together, where the first of them stands."""
    doubts = Counter(doubt for entry in section.entries if (doubt := _doubt(entry)))
    groups: dict[tuple[str, tuple[str, ...]], list[Entry]] = defaultdict(list)
    for entry in section.entries:
        is_brief = doubts[_doubt(entry)] > _FEW
        lines = tuple(_line(wording, each, is_brief=is_brief) for each in entry.changes)
        groups[entry.sheet, lines].append(entry)
    return groups.items()


def _doubt(entry: Entry) -> tuple[str, ...]:
    """Say which columns of an entry cannot be trusted on one side; empty for any other entry."""
    if not all(State.HELD in (change.old, change.new) for change in entry.changes):
        return ()
    names = [change.field.name for change in entry.changes]
    return (entry.sheet, *names) if names else ()


def _names(wording: Wording, entries: list[Entry]) -> list[str]:
    """Name records one a line, very many of them in one line and not all."""
    names = [cell_text(wording.record(entry)) for entry in entries[:_NAMES_MOST]]
    if len(entries) <= _NAMES_MOST:
        return names
    listed = LIST_SEPARATORS[wording.language].join(names)
    return [wording.words("{names} 等 {count} 条", names=listed, count=len(entries))]


def _line(wording: Wording, change: Change, *, is_brief: bool) -> str:
    """Write one change; where a whole column is in doubt, without what stood in each cell."""
    old, new = _texts(wording, change)
    if is_brief:
        old, new = (
            text if value is State.HELD else "…"
            for text, value in ((old, change.old), (new, change.new))
        )
    title = change.field.titles[wording.language]
    return wording.words("{column}：{old} → {new}", column=title, old=old, new=new)


def _texts(wording: Wording, change: Change) -> tuple[str, str]:
    """Write both values for one line; of long texts the part from where they differ."""
    old = wording.value(change.field, change.old, wording.difference.old)
    new = wording.value(change.field, change.new, wording.difference.new)
    start = (
        max(0, _first_difference(old, new) - _BEFORE) if max(map(len, (old, new))) > _LONG else 0
    )
    lead = "…" if start else ""
    return lead + cell_text(old[start:]), lead + cell_text(new[start:])


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    least = min(len(one), len(other))
    return next((place for place, (a, b) in enumerate(pairs) if a != b), least)


def difference_json(difference: Difference, language: str) -> str:
    """Write a difference for another program; the keys are the same whatever has changed.

    Args:
        difference: What is told.
        language: Language of the texts: zh, vi or en.

    Returns:
        One JSON object; ends with a newline. `old` and `new` of a change are ids, keys of choices,
        ISO dates and numbers as text, blank for a blank, null for what cannot be trusted.
    """
    wording = Wording(difference, language)
    content = {
        "version": JSON_VERSION,
        "language": language,
        "audience": difference.new.audience.name,
        "old_as_of": difference.old.as_of.isoformat(),
        "new_as_of": difference.new.as_of.isoformat(),
        "summary": wording.summary(),
        "counts": {kind.value: difference.counts.get(kind, 0) for kind in Kind},
        "sections": [_section_json(wording, section) for section in difference.sections],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _section_json(wording: Wording, section: Section) -> dict[str, Any]:
    return {
        "kind": section.kind.value,
        "title": wording.heading(section.kind),
        "count": section.count,
        "entries": [_entry_json(wording, entry) for entry in section.entries],
    }


def _entry_json(wording: Wording, entry: Entry) -> dict[str, Any]:
    is_record = bool(entry.key)
    return {
        "sheet": entry.sheet,
        "field": entry.field.name if entry.field else "",
        "record": own_key(entry.key),
        "has_number": is_record and not is_nameless(entry.key),
        "name": wording.record(entry) if is_record else _place(wording, entry),
        "records": entry.count,
        "changes": [_change_json(wording, change) for change in entry.changes],
    }


def _change_json(wording: Wording, change: Change) -> dict[str, Any]:
    sides = wording.difference.old, wording.difference.new
    return {
        "field": change.field.name,
        "title": change.field.titles[wording.language],
        "old": _raw(change.old),
        "new": _raw(change.new),
        "old_text": wording.value(change.field, change.old, sides[0]),
        "new_text": wording.value(change.field, change.new, sides[1]),
    }


def _raw(value: Any) -> str | None:  # noqa: ANN401 - typed by the field
    if value is State.HELD:
        return None
    return "" if value is None else value_text(value)


def difference_markdown(difference: Difference, language: str) -> str:
    """Write a difference to send round, without a word that somebody typed.

    Args:
        difference: What is told.
        language: zh, vi or en.

    Returns:
        One sentence with the counts and a table for each section, of at most 200 rows; ends with a
        newline.
    """
    wording = Wording(difference, language)
    parts = [wording.summary()]
    for section in difference.sections:
        parts.append(f"## {wording.heading(section.kind)}")
        parts.extend(_tables(wording, section))
    return "\n\n".join(parts) + "\n"


def _tables(wording: Wording, section: Section) -> Iterator[str]:
    rows = [row for entry in section.entries for row in _rows(wording, entry)]
    heads = [wording.words(head) for head in ("表", "记录", "列", "原来", "现在")]
    yield markdown_table(heads, rows[:_ROWS_MOST])
    if len(rows) > _ROWS_MOST:
        yield wording.words("另有 {count} 条未列出。", count=len(rows) - _ROWS_MOST)


def _rows(wording: Wording, entry: Entry) -> Iterator[list[str]]:
    number = own_key(entry.key)
    place = [
        escape_markdown(wording.sheet_title(entry.sheet)),
        number if _ID.fullmatch(number) else "",
    ]
    if not entry.changes:
        column = entry.field.titles[wording.language] if entry.field else ""
        yield [*place, escape_markdown(column), "", ""]
    for change in entry.changes:
        values = (_plain(wording, change.field, value) for value in (change.old, change.new))
        yield [*place, escape_markdown(change.field.titles[wording.language]), *values]


def _plain(wording: Wording, field: Field, value: Any) -> str:  # noqa: ANN401 - typed by the field
    """Write a value that nobody worded; of any other say only that there is one."""
    text = wording.value(field, value, wording.difference.new)
    if value is State.HELD or value in (None, "", ()):
        return text
    if field.kind in _WORDED:
        return wording.words("（文字）")
    if field.kind in ("id", "reference", "references"):
        ids = (value,) if isinstance(value, str) else value
        known = [each for each in ids if _ID.fullmatch(each)]
        return LIST_SEPARATORS[wording.language].join(known)
    return escape_markdown(cell_text(text))


REPORTS: Mapping[str, Callable[[Difference, str], str]] = {
    "text": difference_text,
    "json": difference_json,
    "markdown": difference_markdown,
}
"""Format → function that writes it; arguments are the difference and the language."""
