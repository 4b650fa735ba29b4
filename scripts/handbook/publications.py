"""One register as it was published, the file that keeps it, and what led to it.

Kept are classes up to `unit`: whoever reads one strips it again with today's schema.
"""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, overload

Records = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Sheet key → record key → field name → value as text."""
STEP_FORMAT = 1
_FORMAT = 1
_DIGEST_IN_NAME = slice(18, 34)  # 000042-2026-06-30-0123456789abcdef.json.gz
_READ_AT_ONCE = 3  # a publication of ten thousand people takes a hundred megabytes


@dataclass(frozen=True, eq=False)
class Publication:
    """One register as it was published.

    Attributes:
        as_of: The day it spoke about.
        content_hash: Hash of its workbook.
        records: Sheet key → record key → field name → value as text (ids, enum keys, ISO dates).
        accepted: Reason and person where a mass loss was accepted; else blank.
        told: Matter of a finding → day it was first told, for those of classes up to `unit`.
        columns: Sheet key → fields its sheet had a column for; empty in those kept before this was
            noted.
        open: Code → how many findings of it every reader of the handbook was told.
    """

    as_of: date
    content_hash: str
    records: Mapping[str, Mapping[str, Mapping[str, str]]]
    accepted: str = ""
    told: Mapping[str, date] = dataclasses.field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    open: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @cached_property
    def data(self) -> bytes:
        """All it says, as it is kept."""
        content = {
            "format": _FORMAT,
            "as_of": self.as_of.isoformat(),
            "content_hash": self.content_hash,
            "accepted": self.accepted,
            "records": self.records,
            "told": {matter: day.isoformat() for matter, day in self.told.items()},
            "columns": self.columns,
            "open": self.open,
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode()

    @cached_property
    def packed(self) -> bytes:
        """The same as it lies in its file."""
        return gzip.compress(self.data, compresslevel=6, mtime=0)

    @cached_property
    def digest(self) -> str:
        """Say all of it in 16 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()[:16]


class KeptPublications(Sequence[Publication]):
    """The publications of a folder, each read when it is asked for; the last few stay in memory.

    Attributes:
        files: One for each, oldest first.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        """Take the files, unread.

        Args:
            files: As `keep_publication` named them, oldest first.
        """
        self.files = tuple(files)
        self._read: dict[int, Publication] = {}

    def __len__(self) -> int:
        """Count them."""
        return len(self.files)

    @overload
    def __getitem__(self, place: int) -> Publication: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Publication, ...]: ...
    def __getitem__(self, place: int | slice) -> Publication | tuple[Publication, ...]:
        """Give one of them, or several."""
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        number = range(len(self))[place]
        known = self._read.pop(number, None) or load_publication(self.files[number])
        self._read[number] = known
        if len(self._read) > _READ_AT_ONCE:
            del self._read[next(iter(self._read))]
        return known


def load_publication(file: Path) -> Publication:
    """Read one publication.

    Args:
        file: As `keep_publication` wrote it.

    Raises:
        OSError, EOFError, ValueError, KeyError, TypeError or zlib.error: It is no such file.
    """
    content = json.loads(gzip.decompress(file.read_bytes()))
    return Publication(
        as_of=date.fromisoformat(content["as_of"]),
        content_hash=content["content_hash"],
        records=content["records"],
        accepted=content["accepted"],
        told={matter: date.fromisoformat(day) for matter, day in content.get("told", {}).items()},
        columns={sheet: tuple(names) for sheet, names in content.get("columns", {}).items()},
        open=content.get("open", {}),
    )


def next_file(folder: Path, files: Sequence[Path], publication: Publication) -> Path:
    """Name the file of a publication that is not kept yet.

    Args:
        folder: Of the source.
        files: Of the publications before, oldest first.
        publication: The next one.
    """
    number = int(files[-1].name.partition("-")[0]) + 1 if files else 1
    name = f"{number:06d}-{publication.as_of.isoformat()}-{publication.digest}.json.gz"
    return folder / name


def digest_at(publications: Sequence[Publication], place: int) -> str:
    """Say in 16 hexadecimal digits which publication it is, without reading a kept one.

    Args:
        publications: Those of a source.
        place: From 0.
    """
    if isinstance(publications, KeptPublications):
        return publications.files[place].name[_DIGEST_IN_NAME]
    return publications[place].digest


def step_file(file: Path) -> Path:
    """Name the file that keeps what led to a publication, beside it.

    Args:
        file: Of the publication.
    """
    return file.with_name(file.name.replace(".json.gz", ".step.gz"))


def kept_step(publications: Sequence[Publication], place: int) -> Any:  # noqa: ANN401 - JSON
    """Read what is kept of the way from one publication to the next.

    Args:
        publications: Those of a source.
        place: Of the later one, from 1.

    Returns:
        The content of the file; None where there is none, or it led from another publication.
    """
    if not isinstance(publications, KeptPublications):
        return None
    return read_step(step_file(publications.files[place]), digest_at(publications, place - 1))


def read_step(file: Path, before: str) -> Any:  # noqa: ANN401 - JSON
    """Read what is kept of the way to a publication.

    Args:
        file: As `step_file` names it; may be missing.
        before: Which publication it has to lead from.

    Returns:
        Its content; None where it cannot be used.
    """
    try:
        content = json.loads(gzip.decompress(file.read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    is_the_way = content.get("old") == before and content.get("format") == STEP_FORMAT
    return content if is_the_way else None


def lost_values(old: Records, new: Records) -> Iterator[tuple[str, str, str, str]]:
    """Give what stood in one publication and not in the next: sheet, record, field, value."""
    for sheet, before in old.items():
        after = new.get(sheet, {})
        for key, record in before.items():
            now = after.get(key, {})
            if record != now:
                yield from (
                    (sheet, key, name, old) for name, old in record.items() if not now.get(name)
                )
