"""What our own writing may have spoiled while somebody else was editing, and how it stood before.

The API has no precondition: a row inserted between our last look and our write shifts every cell
below it, and a note meant for one cell lands on another. The texts we wrote are known, so a note
of ours on a cell it was not meant for is recognised, and what stood on that cell at our last look
is put back. A note typed there after that look cannot be known, and is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.annotating.colours import Rule, is_ours
from handbook.annotating.live import LiveBook, LiveSheet
from handbook.annotating.notes import split
from handbook.annotating.pictures import Picture, Position, moves
from handbook.annotating.requests import Request

Notes = Mapping[Position, str]


class Memory:
    """What was seen and written so far in one run."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sheets: dict[int, _Seen] = {}

    def overruled(self, live: LiveBook) -> dict[int, dict[Position, str]]:
        """Give the notes that stand wrong because of a write of ours, as they should be.

        A note that somebody takes away in the same moment may come back: better that than lost.

        Args:
            live: The spreadsheet after the write.

        Returns:
            Number of sheet → position → the note that stood on that cell at the last look.
        """
        found = {
            gid: _Repair(seen, live.sheets[gid]).notes()
            for gid, seen in self._sheets.items()
            if gid in live.sheets and seen.texts
        }
        return {gid: notes for gid, notes in found.items() if notes}

    def remember(
        self, live: LiveBook, overruled: Mapping[int, Notes], writing: Mapping[int, Notes]
    ) -> None:
        """Keep what was there, and what is about to be written.

        Args:
            live: The spreadsheet before the write.
            overruled: From `overruled`.
            writing: Number of sheet → position → note that is about to be written.
        """
        for gid, sheet in live.sheets.items():
            before = self._sheets.get(gid)
            targets = writing.get(gid, {})
            texts = {*targets.values(), *(before.texts if before else ())}
            believed = {**sheet.notes, **overruled.get(gid, {})}
            self._sheets[gid] = _Seen(sheet, believed, targets, texts)


@dataclass(frozen=True, eq=False)
class _Seen:
    """One sheet at the last look, and what was written then.

    Attributes:
        sheet: As it was.
        believed: Its notes, as they should have been.
        targets: Position → note that was written there.
        texts: Every note written in this run.
    """

    sheet: LiveSheet
    believed: Notes
    targets: Notes
    texts: set[str]


class _Repair:
    """Works out which notes of one sheet a write of ours has spoiled."""

    def __init__(self, seen: _Seen, now: LiveSheet) -> None:
        self._seen = seen
        self._now = now
        self._moved = moves(seen.sheet.picture or _UNKNOWN, now.picture or _UNKNOWN)

    def notes(self) -> dict[Position, str]:
        """Give the spoiled notes as they should be."""
        slips = dict(self._slips())
        with_words = {place for place in slips if _persons(self._at(place))}
        mended = {**self._now.notes, **{place: slips[place] for place in with_words}}
        missing = _counted(self._standing()) - _counted(mended)
        for place in sorted(slips.keys() - with_words, key=self._certain_first):
            persons = _persons(slips[place])
            if persons and not missing[persons]:
                del slips[place]  # of rows that look the same, another one has the note
            else:
                missing[persons] -= 1
        for place in sorted(with_words):
            text = _persons(self._at(place))
            if missing[text] > 0 and not self._moved.is_certain(place):
                missing[text] -= 1  # if need be a note stands twice, but it stands
                slips[place] = "\n".join(filter(None, (_persons(slips[place]), text)))
        return slips | dict(self._homeless(slips, missing))

    def _certain_first(self, place: Position) -> tuple[bool, Position]:
        return not self._moved.is_certain(place), place

    def _standing(self) -> Notes:
        """Give the notes that should still stand somewhere: their rows are not known to be gone."""
        believed = self._seen.believed.items()
        return {place: note for place, note in believed if not self._moved.is_gone(place)}

    def _at(self, place: Position | None) -> str:
        return self._now.notes.get(place, "") if place else ""

    def _slips(self) -> Iterator[tuple[Position, str]]:
        """Find texts of ours on cells they were not meant for, with what stood there before."""
        seen = self._seen
        targets = {self._moved.of(place): text for place, text in seen.targets.items()}
        followed = filter(None, map(self._moved.of, seen.believed))
        for place in {*self._now.notes, *seen.targets, *followed}:
            written, added = _parted(self._at(place), seen.texts)
            if written is not None and targets.get(place) != written:
                origin = self._moved.origin(place)
                before = seen.believed.get(origin, "") if origin else ""
                if before != written:
                    yield place, before + added if before else added.lstrip("\n")

    def _homeless(self, slips: Notes, missing: Counter[str]) -> Iterator[tuple[Position, str]]:
        """Find a cell for each note that is nowhere any more, in its own column.

        A row without an id of its own, or one that was copied, may have been taken for another
        one. Any other note is where its row is, or went with it.
        """
        free = [
            place
            for place, note in sorted(slips.items())
            if not _persons(note) and not self._moved.is_certain(place)
        ]
        for place, note in sorted(self._seen.believed.items()):
            persons = _persons(note)
            is_lost = persons and missing[persons] > 0
            is_named = self._moved.before.has_own_key(place[0])
            if is_lost and (not is_named or self._moved.is_doubled(place)):
                home = self._home(place, free)
                if home is not None:
                    missing[persons] -= 1
                    yield home, note

    def _home(self, place: Position, free: list[Position]) -> Position | None:
        """Choose a cell: a slip that is free, else where the row has most likely gone."""
        guess = self._moved.likely(place)
        note = self._at(guess)
        if note and note not in self._seen.texts:
            return None  # somebody has written another note over it
        column = self._moved.columns.get(place[1])
        home = next((each for each in free if each[1] == column), None)
        if home is not None:
            free.remove(home)
            return home
        return guess if note in self._seen.texts and not _persons(note) else None


def lost_rules(before: LiveBook, after: LiveBook, sent: Sequence[Request]) -> Iterator[Request]:
    """Put back conditional formats of others that went in place of ours.

    A rule is named by its place in a list, which somebody may have changed meanwhile. Where ours
    was to go or to change and is still there as it was, another one was hit.

    Args:
        before: The spreadsheet at the look before the write.
        after: The spreadsheet now.
        sent: What was written.
    """
    for gid in sorted({gid for request in sent for gid in _sheets_of_rules(request)}):
        then, now = before.sheets[gid], after.sheets.get(gid)
        if now is None or not any(is_ours(rule) and rule in now.rules for rule in then.rules):
            continue
        there = [_look(rule) for rule in now.rules if not is_ours(rule)]
        for index, rule in enumerate(then.rules):
            if not is_ours(rule) and _look(rule) not in there:
                place = min(index, len(there))
                yield {"addConditionalFormatRule": {"rule": rule, "index": place}}


def _sheets_of_rules(request: Request) -> Iterator[int]:
    """Name the sheet of which a request changes or deletes a rule."""
    for kind in ("updateConditionalFormatRule", "deleteConditionalFormatRule"):
        if kind in request:
            yield request[kind]["sheetId"]


def _look(rule: Rule) -> object:
    """Give what makes a rule itself wherever it has moved to."""
    return rule.get("booleanRule"), rule.get("gradientRule")


def _parted(note: str, texts: Container[str]) -> tuple[str | None, str]:
    """Part a note into a text of ours and what somebody has typed below it since.

    Returns:
        None for the first where the note does not begin with a text of ours.
    """
    if note in texts:
        return note, ""
    end = note.rfind("⟧", 0, -1) + 1
    return (note[:end], note[end:]) if note[:end] in texts and end else (None, "")


def _persons(note: str) -> str:
    return split(note).persons


def _counted(notes: Notes) -> Counter[str]:
    """Count how often each text of a person stands in a sheet."""
    return Counter(map(_persons, notes.values()))


_UNKNOWN = Picture({}, (), 0, 0, 0, is_whole=False)
