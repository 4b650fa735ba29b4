"""Look, write what differs in one request, look again, until there is nothing left to write.

Undisturbed that is two reads, one write, two reads; with nothing new to say, two reads. Whatever
somebody else does between two requests, the next look sees it and the next write puts it right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from handbook.annotating.live import PERSISTENT_READINGS, READINGS, LiveBook, Need, look
from handbook.annotating.repairing import Memory, Notes, lost_rules
from handbook.annotating.requests import Request
from handbook.errors import GoogleError
from handbook.google.access import Access
from handbook.google.refusals import UnknownOutcomeError

ROUNDS = 8
"""Most writes of one run and spreadsheet; each but the first because somebody edited meanwhile."""

_STALE = ("range", "rejected")
"""Reasons of a refused write whose cause may be that the spreadsheet has changed meanwhile."""


@dataclass(frozen=True, eq=False)
class Change:
    """What has to change in a spreadsheet as it stands.

    Attributes:
        notes: Number of sheet → position → the note as it should be; part of `requests`.
        requests: Everything that differs; empty where all is as it should be.
    """

    notes: Mapping[int, Notes]
    requests: Sequence[Request]


@dataclass(frozen=True, slots=True)
class Settled:
    """What it took.

    Attributes:
        writes: Requests sent that change something.
        notes: Notes written or taken away, repairs included.
        is_settled: Whether the last look found everything as it should be.
    """

    writes: int
    notes: int
    is_settled: bool


WorkOut: TypeAlias = Callable[[LiveBook, Mapping[int, Notes]], Change]
"""From the spreadsheet as it stands, and notes of ours that stand wrong, to what has to change."""


def settle(access: Access, needs: Mapping[str, Need], work_out: WorkOut) -> Settled:
    """Bring a spreadsheet to where nothing is left to change.

    Args:
        access: To the spreadsheet.
        needs: What to read of its sheets, by title as pulled.
        work_out: Says what has to change.

    Raises:
        GoogleError: Google refuses or cannot be reached, or somebody edits without pause.
    """
    memory = Memory()
    writes = notes = 0
    refused: GoogleError | None = None
    before, sent = LiveBook({}, {}), list[Request]()
    for _ in range(ROUNDS):
        live = look(access, needs, PERSISTENT_READINGS if writes else READINGS)
        overruled = memory.overruled(live)
        change = work_out(live, overruled)
        requests = [*change.requests, *lost_rules(before, live, sent)]
        if not requests:
            return Settled(writes, notes, is_settled=True)
        memory.remember(live, overruled, change.notes)
        writes += 1
        notes += sum(map(len, change.notes.values()))
        refused = _write(access, requests)
        if refused is None:
            before, sent = live, requests
    if refused is not None:
        raise refused
    return Settled(writes, notes, is_settled=False)


def _write(access: Access, requests: Sequence[Request]) -> GoogleError | None:
    """Send the changes; give the refusal where they may have come too late.

    Where the answer was lost, the next look tells what became of them.
    """
    try:
        access.batch_update(requests)
    except UnknownOutcomeError:
        return None
    except GoogleError as error:
        if error.reason in _STALE:
            return error
        raise
    return None
