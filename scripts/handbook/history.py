"""The published registers of the past: last good values, first seen, and the mass-loss guard.

One JSON file per publication, named by the register's day and the hash of what it holds, in a
folder per source. Kept are classes up to `unit`; what is read back is stripped again with today's
schema and audience, and a record that left the sheet never comes back through here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.findings import Finding, Visibility
from handbook.publications import (
    KeptPublications,
    Publication,
    kept_step,
    load_publication,
    lost_values,
    next_file,
    step_file,
)
from handbook.register import Register
from handbook.tables import Table, is_blank

__all__ = [
    "KEPT",
    "History",
    "Publication",
    "folder_of",
    "forget_publications",
    "keep_publication",
    "load_history",
    "load_publication",
    "publication_of",
    "value_text",
]

KEPT = Visibility.UNIT
_LEAST_KEPT = 2  # the guard against mass loss and "what changed" need them
_DAY_IN_NAME = slice(7, 17)  # 000042-2026-06-30-0123456789abcdef.json.gz


@dataclass(frozen=True, eq=False)
class History:
    """All publications of one source, oldest first."""

    publications: Sequence[Publication] = ()

    @property
    def last(self) -> Publication | None:
        """The latest publication, or None before the first."""
        return self.publications[-1] if self.publications else None

    def ids(self) -> dict[str, set[str]] | None:
        """Give the ids of the last publication by sheet; None before the first."""
        if self.last is None:
            return None
        return {sheet: set(records) for sheet, records in self.last.records.items()}

    def last_good(self, sheet: str, key: str, field: str) -> str:
        """Give the last published value of a cell; blank where there never was one."""
        last = self.last.records if self.last else {}
        value = last.get(sheet, {}).get(key, {}).get(field)
        return value or self._lost.get((sheet, key, field), "")

    @cached_property
    def _lost(self) -> dict[tuple[str, str, str], str]:
        """Give the last value of each cell that is blank or gone since."""
        found: dict[tuple[str, str, str], str] = {}
        for place in range(1, len(self.publications)):
            for sheet, key, field, value in self._lost_at(place):
                found[sheet, key, field] = value
        return found

    def _lost_at(self, place: int) -> Iterable[tuple[str, str, str, str]]:
        known = kept_step(self.publications, place)
        if known is not None:
            return (tuple(each) for each in known["lost"])
        return lost_values(self.publications[place - 1].records, self.publications[place].records)

    def first_seen(self, sheet: str, key: str) -> date | None:
        """Give the day a record was first published; None if it never was."""
        for publication in self.publications:
            if key in publication.records.get(sheet, {}):
                return publication.as_of
        return None

    def first_told(self, finding: Finding) -> date | None:
        """Give the day since which a finding has been told without a break; None if it is new."""
        return self.last.told.get(finding.matter) if self.last else None

    def changes(self) -> Iterator[tuple[date, str, str, str, str, str]]:
        """Tell what changed from each publication to the next.

        Yields:
            Day, sheet key, record key, field, old text, new text; a record that came or went has
            its key as field and one of the texts blank.
        """
        for old, new in zip(self.publications, self.publications[1:], strict=False):
            for sheet in sorted(old.records.keys() | new.records.keys()):
                before, after = old.records.get(sheet, {}), new.records.get(sheet, {})
                for key in sorted(before.keys() | after.keys()):
                    yield from _record_changes(new.as_of, sheet, key, before, after)


_NO_HISTORY = History()


def _record_changes(
    day: date,
    sheet: str,
    key: str,
    before: Mapping[str, Mapping[str, str]],
    after: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[date, str, str, str, str, str]]:
    if key not in before or key not in after:
        yield day, sheet, key, key, key if key in before else "", key if key in after else ""
        return
    old, new = before[key], after[key]
    for field in sorted(old.keys() | new.keys()):
        if old.get(field, "") != new.get(field, ""):
            yield day, sheet, key, field, old.get(field, ""), new.get(field, "")


def publication_of(
    register: Register,
    content_hash: str,
    accepted: str = "",
    findings: Iterable[Finding] = (),
    history: History = _NO_HISTORY,
) -> Publication:
    """Take what is worth keeping of a register: trusted values of classes up to `unit`.

    A value that cannot be trusted today is kept as it was last published, by not being kept here.
    Of a sheet that is not published only the ids are kept, so that rows it loses are noticed.

    Args:
        register: As checked.
        content_hash: Hash of its workbook.
        accepted: Reason and person where a mass loss was accepted.
        findings: What was told of it.
        history: What was published before.
    """
    records = {
        key: dict(sorted(_records(table).items()))
        for key, table in register.tables.items()
        if table.schema.field(table.schema.primary_key).visibility <= KEPT
    }
    told = {
        each.matter: history.first_told(each) or register.as_of
        for each in findings
        if each.matter and each.visibility <= KEPT
    }
    columns = {
        key: tuple(
            field.name
            for field in table.schema.fields
            if field.visibility <= KEPT and table.has_column(field.name)
        )
        for key, table in register.tables.items()
        if key in records and table.schema.is_published
    }
    return Publication(register.as_of, content_hash, records, accepted, told, columns)


def _records(table: Table) -> dict[str, dict[str, str]]:
    live = ~table.held & table.keys.astype(bool)
    keys = table.keys[live].astype(str).tolist()
    if not table.schema.is_published:
        return {key: {} for key in keys}
    rows: list[dict[str, str]] = [{} for _ in keys]
    for field in table.schema.fields:
        if field.visibility > KEPT or not table.has_column(field.name):
            continue
        values = table.values(field.name)[live]
        filled = ~is_blank(values)
        texts = _texts(values[filled])
        for row, text in zip(compress(rows, filled), texts, strict=True):
            row[field.name] = text
    return dict(zip(keys, rows, strict=True))


def _texts(values: NDArray[Any]) -> list[str]:
    """Write each distinct value once."""
    if values.dtype.kind == "M":
        days: list[str] = np.datetime_as_string(values, unit="D").tolist()
        return days
    listed = values.tolist()
    known = {value: value_text(value) for value in set(listed)}
    return list(map(known.__getitem__, listed))


def value_text(value: Any) -> str:  # noqa: ANN401 - typed by the field
    """Write a typed value as text: ISO dates, numbers without needless zeros, lists with `;`."""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    text = str(value)
    return text[:10] if hasattr(value, "astype") else text


def load_history(folder: Path) -> History:
    """Read all publications of one source.

    Args:
        folder: Folder of the source; may be missing.

    Returns:
        Publications in the order in which they were made.
    """
    return History(KeptPublications(sorted(folder.glob("*.json.gz"))))


def keep_publication(folder: Path, publication: Publication) -> Path:
    """Add a publication to the history, unless it equals the last one.

    Args:
        folder: Folder of the source; made if missing.
        publication: What was published.

    Returns:
        The file that holds it, numbered in the order of publication.
    """
    digest = publication.digest
    files = sorted(folder.glob("*.json.gz"))
    if files and files[-1].name.endswith(f"{digest}.json.gz"):
        return files[-1]
    folder.mkdir(parents=True, exist_ok=True)
    file = next_file(folder, files, publication)
    part = file.with_suffix(".part")
    part.write_bytes(publication.packed)
    part.replace(file)
    return file


def forget_publications(root: Path, before: date) -> list[Path]:
    """Delete publications of the distant past, but never the last two of a source.

    Args:
        root: Folder of all histories; may be missing.
        before: Publications that spoke about an earlier day go.

    Returns:
        The files deleted, in the order of their paths.
    """
    old = [
        file
        for folder in sorted(root.glob("*/"))
        for file in sorted(folder.glob("*.json.gz"))[:-_LEAST_KEPT]
        if date.fromisoformat(file.name[_DAY_IN_NAME]) < before
    ]
    for file in old:
        file.unlink()
    for folder in {file.parent for file in old}:  # what led to those that are left now is old too
        step_file(min(folder.glob("*.json.gz"))).unlink(missing_ok=True)
        for file in old:
            step_file(file).unlink(missing_ok=True)
    return old


def folder_of(root: Path, source: str) -> Path:
    """Give the folder of a source, so that two registers never guard each other.

    Args:
        root: Folder of all histories.
        source: Resolved path or spreadsheet id.
    """
    return root / hashlib.sha256(source.encode()).hexdigest()[:16]
