"""Which answers go where: findings by spreadsheet, and each to its cell as it stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from handbook.annotating.live import LiveBook, Need
from handbook.annotating.outlines import Line, Outline, Outlines
from handbook.annotating.pictures import Moves, Picture, Position, likeness, moves
from handbook.findings import Finding, Visibility
from handbook.workbook import RESTRICTED

_WHOLE_AT_MOST = 20_000  # cells; up to here all of a sheet is read, so that any row can be followed


@dataclass(frozen=True, slots=True)
class Shares:
    """Findings by the spreadsheet that tells of them.

    Attributes:
        shared: For the shared spreadsheet.
        restricted: For the second one.
        kept_back: Those that may stand in neither.
    """

    shared: tuple[Finding, ...]
    restricted: tuple[Finding, ...]
    kept_back: tuple[Finding, ...]


def share_out(findings: Iterable[Finding], limit: Visibility, *, has_restricted: bool) -> Shares:
    """Decide which spreadsheet tells of a finding.

    A finding whose cell lies in the second spreadsheet is told there, and so is one that the
    readers of the shared spreadsheet must not know of.

    Args:
        findings: In reading order.
        limit: Strictest class the shared spreadsheet may tell of.
        has_restricted: Whether there is a second spreadsheet.
    """
    shared, restricted, kept_back = [], [], []
    for finding in findings:
        is_restricted = finding.cell.book == RESTRICTED or finding.visibility > limit
        if not is_restricted:
            shared.append(finding)
        elif has_restricted:
            restricted.append(finding)
        else:
            kept_back.append(finding)
    return Shares(tuple(shared), tuple(restricted), tuple(kept_back))


@dataclass(frozen=True, eq=False)
class Answers:
    """What one spreadsheet should say, given how it stands now.

    Attributes:
        lines: For the result sheet, with cells and marks as they stand now.
        at_cells: Number of sheet → position → the findings of that cell.
        vanished: How many findings have lost their row, column or sheet since the pull.
        changed: How many are about a text that has been changed since the pull.
    """

    lines: tuple[Line, ...]
    at_cells: Mapping[int, Mapping[Position, Sequence[Finding]]]
    vanished: int
    changed: int


def pictures_of(outlines: Outlines, book: str) -> dict[str, Picture]:
    """Make pictures of the pulled sheets of one spreadsheet, by title."""
    return {title: _picture(outline) for (of, title), outline in outlines.items() if of == book}


def _picture(outline: Outline) -> Picture:
    numbers = range(1, outline.sheet.column_count + 1)
    return Picture(
        columns={number: outline.sheet.column(number).tolist() for number in numbers},
        labels=tuple(map(outline.header, numbers)) if outline.header_row else (),
        first_header_row=outline.first_header_row,
        header_row=outline.header_row,
        key_column=outline.key_column,
        is_whole=True,
    )


def needs_of(lines: Iterable[Line], outlines: Outlines, book: str) -> dict[str, Need]:
    """Say what has to be read of each sheet to find the cells of some findings again.

    Args:
        lines: What is to be told in this spreadsheet.
        outlines: Of all pulled sheets.
        book: Which spreadsheet.
    """
    places: defaultdict[str, set[Position]] = defaultdict(set)
    for line in lines:
        outline = outlines.get((line.finding.cell.book, line.finding.cell.title))
        place = outline.place(line.finding.cell) if outline else None
        if place and line.finding.cell.book == book:
            places[line.finding.cell.title].add(place)
    return {
        title: _need(outlines, book, title, picture, places[title])
        for title, picture in pictures_of(outlines, book).items()
    }


def _need(
    outlines: Outlines, book: str, title: str, picture: Picture, places: set[Position]
) -> Need:
    outline = outlines[book, title]
    size = outline.sheet.row_count * outline.sheet.column_count
    is_whole = size <= _WHOLE_AT_MOST or any(
        row > picture.header_row and not picture.has_own_key(row) for row, _ in places
    )
    columns = {column for _, column in places} | {picture.key_column} - {0}
    return Need(outline, picture, frozenset(columns), is_whole)


def answers_for(
    lines: Iterable[Line], needs: Mapping[str, Need], live: LiveBook, book: str
) -> Answers:
    """Follow every finding to where its cell stands now.

    A finding is left out where its row, column or sheet is gone, and where the text it is about
    has been changed: its answer would be about something that is no longer there.

    Args:
        lines: What is to be told in this spreadsheet.
        needs: From `needs_of`.
        live: The spreadsheet as it stands.
        book: Which spreadsheet.
    """
    follower = _Follower(needs, live)
    told: list[Line] = []
    at_cells: defaultdict[int, defaultdict[Position, list[Finding]]] = defaultdict(
        lambda: defaultdict(list)
    )
    lost = {"vanished": 0, "changed": 0}
    for line in lines:
        cell = line.finding.cell
        if cell.book != book:
            told.append(replace(line, mark=""))
            continue
        if live.results is not None and live.found.get(cell.title) == live.results.gid:
            continue  # somebody has renamed the result sheet, and the pull took it for theirs
        followed = follower.follow(line)
        if isinstance(followed, str):
            lost[followed] += 1
            continue
        told.append(followed.line)
        if followed.place:
            at_cells[followed.gid][followed.place].append(line.finding)
    return Answers(tuple(told), at_cells, **lost)


@dataclass(frozen=True, slots=True)
class _Followed:
    line: Line
    gid: int = 0
    place: Position | None = None


class _Follower:
    """Follows cells from the pull to now."""

    def __init__(self, needs: Mapping[str, Need], live: LiveBook) -> None:
        self._needs = needs
        self._live = live
        self._moves: dict[str, Moves] = {}

    def follow(self, line: Line) -> _Followed | str:
        """Give the line as it stands now, or say what became of its cell."""
        cell = line.finding.cell
        need = self._needs.get(cell.title)
        if need is None:
            return _Followed(line)
        sheet = self._live.sheet(cell.title)
        if sheet is None or sheet.picture is None:
            return "vanished"
        before = need.outline.place(cell)
        if before is None:
            return _Followed(replace(line, cell=replace(cell, title=sheet.title)))
        now = self._moves_of(cell.title, need.picture, sheet.picture).of(before)
        if now is None:
            return "vanished"
        if likeness(need.picture.text(*before)) != likeness(sheet.picture.text(*now)):
            return "changed"
        moved = replace(
            cell,
            title=sheet.title,
            row_number=now[0] if cell.row_number else None,
            column_number=now[1] if cell.column_number else None,
        )
        mark = _mark(need, sheet.picture, now)
        return _Followed(replace(line, cell=moved, mark=mark), sheet.gid, now)

    def _moves_of(self, title: str, before: Picture, after: Picture) -> Moves:
        if title not in self._moves:
            self._moves[title] = moves(before, after)
        return self._moves[title]


def _mark(need: Need, picture: Picture, place: Position) -> str:
    key = picture.key(place[0])
    if need.outline.schema is None or not key or place[1] > len(picture.labels):
        return ""
    return f"{need.outline.schema.key}/{key}/{picture.labels[place[1] - 1]}"
