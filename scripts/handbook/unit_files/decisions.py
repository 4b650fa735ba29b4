"""Who accepted or refused what, and when: a file beside the register that only grows.

It holds no value of the register, only where a decision was made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from handbook.errors import OutputError
from handbook.proposals import Proposal


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        at: When, with the time zone.
        who: Name of who decided.
        accepted: Whether it was accepted.
        token: Of the proposal.
        kind: A changed cell or a new row.
        sheet: Sheet key.
        record: Name of the record; blank for a new row, and where it would hold a value.
        field: Field name; blank for a new row.
        files: Names of the files that asked for it.
    """

    at: str
    who: str
    accepted: bool
    token: str
    kind: str
    sheet: str
    record: str
    field: str
    files: tuple[str, ...]

    @classmethod
    def of(cls, proposal: Proposal, at: datetime, who: str, *, is_accepted: bool) -> Decision:
        """Make the entry on one proposal.

        Args:
            proposal: What was decided on.
            at: When.
            who: Who decided.
            is_accepted: Whether it was accepted.
        """
        record = "" if proposal.record.startswith(("~", "#")) else proposal.record
        files = tuple(dict.fromkeys(origin.file for origin in proposal.origins))
        return cls(
            at.isoformat(),
            who,
            is_accepted,
            proposal.token,
            str(proposal.kind),
            proposal.sheet,
            record,
            proposal.field,
            files,
        )


@dataclass(frozen=True)
class Earlier:
    """What was decided before.

    Attributes:
        accepted: Tokens.
        refused: Tokens.
    """

    accepted: frozenset[str]
    refused: frozenset[str]


def decisions_file(register: Path) -> Path:
    """Give the file beside a register that holds the decisions.

    Args:
        register: Excel workbook or CSV folder.
    """
    return register.with_name(f"{register.stem}.decisions.jsonl")


def record_decisions(register: Path, decisions: Sequence[Decision]) -> None:
    """Add decisions, readable by nobody else.

    Args:
        register: Excel workbook or CSV folder.
        decisions: In the order of the list.

    Raises:
        OutputError: It cannot be written.
    """
    if not decisions:
        return
    file = decisions_file(register)
    lines = "".join(
        json.dumps(asdict(each), ensure_ascii=False, sort_keys=True) + "\n" for each in decisions
    )
    try:
        handle = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "ab") as record:
            record.write(lines.encode("utf-8", "replace"))
    except OSError as error:
        raise OutputError(file) from error


def decided_before(register: Path) -> Earlier:
    """Read which proposals were decided on; of two decisions on one the later counts.

    Args:
        register: Excel workbook or CSV folder.
    """
    file = decisions_file(register)
    last: dict[str, bool] = {}
    for line in file.read_bytes().splitlines() if file.is_file() else ():
        try:
            entry = json.loads(line)
            last[str(entry["token"])] = bool(entry["accepted"])
        except (ValueError, TypeError, KeyError):
            continue
    return Earlier(
        frozenset(token for token, yes in last.items() if yes),
        frozenset(token for token, yes in last.items() if not yes),
    )
