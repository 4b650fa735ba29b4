"""Accepted proposals written into the register: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.amending import Amended, CellEdit, NewRow, amend
from handbook.casting import clean, read_cell
from handbook.casting.characters import clean_lines
from handbook.proposals.comparing import Contents
from handbook.proposals.model import Kind, Proposal
from handbook.proposals.places import Place, places_of
from handbook.schema import Schema
from handbook.sources import pull


@dataclass(frozen=True)
class Outcome:
    """What became of accepted proposals.

    Attributes:
        amended: What was written.
        applied: Proposals that are in the register now.
        outdated: Those whose cell holds another text than when they were decided, and rows the
            register holds already; not written.
        homeless: Those whose sheet or column the register does not have; not written.
    """

    amended: Amended
    applied: tuple[Proposal, ...]
    outdated: tuple[Proposal, ...]
    homeless: tuple[Proposal, ...]


def apply_proposals(
    register: Path, proposals: Iterable[Proposal], schema: Schema, locale: str
) -> Outcome:
    """Write accepted proposals into a register, which is kept as it was beside itself.

    Args:
        register: An Excel workbook or a CSV folder.
        proposals: Accepted ones; of two for one cell the second is outdated.
        schema: What the register consists of.
        locale: Language of the register.

    Raises:
        PullError: The register cannot be read.
        HandbookError: It cannot be written.
    """
    places = places_of(pull(register), schema, locale)
    is_there = _KnownRows()
    applied: dict[tuple[str, str, str] | int, Proposal] = {}
    outdated: list[Proposal] = []
    homeless: list[Proposal] = []
    for proposal in proposals:
        place = places.get(proposal.sheet)
        name = (proposal.sheet, proposal.record, proposal.field)
        if place is None or not _has_columns(proposal, place):
            homeless.append(proposal)
        elif proposal.kind is Kind.ADD and not is_there(proposal, place):
            applied[len(applied)] = proposal
        elif proposal.kind is Kind.ADD or name in applied or not _is_as_decided(proposal, place):
            outdated.append(proposal)
        else:
            applied[name] = proposal
    accepted = tuple(applied.values())
    amended = amend(register, _edits(accepted, places), _rows(accepted, places))
    return Outcome(amended, accepted, tuple(outdated), tuple(homeless))


class _KnownRows:
    """Says which new rows the register holds already, as after accepting a list twice."""

    def __init__(self) -> None:
        self._contents: dict[str, Contents] = {}

    def __call__(self, proposal: Proposal, place: Place) -> bool:
        contents = self._contents.setdefault(proposal.sheet, Contents(place))
        return contents.hold(
            {name: place.meaning(name, text) for name, text in proposal.texts.items() if text}
        )


def _has_columns(proposal: Proposal, place: Place) -> bool:
    fields = proposal.texts if proposal.kind is Kind.ADD else (proposal.field,)
    return all(name in place.located.columns for name in fields)


def _is_as_decided(proposal: Proposal, place: Place) -> bool:
    at = place.rows.get(proposal.record)
    return at is not None and place.texts[proposal.field][at] == proposal.before


def _edits(proposals: Iterable[Proposal], places: Mapping[str, Place]) -> list[CellEdit]:
    return [
        CellEdit(
            places[each.sheet].located.sheet.title,
            places[each.sheet].row_number(places[each.sheet].rows[each.record]),
            places[each.sheet].located.columns[each.field],
            written(places[each.sheet], each.field, each.after),
        )
        for each in proposals
        if each.kind is Kind.CHANGE
    ]


def _rows(proposals: Iterable[Proposal], places: Mapping[str, Place]) -> list[NewRow]:
    return [
        NewRow(
            places[each.sheet].located.sheet.title,
            {
                places[each.sheet].located.columns[name]: written(places[each.sheet], name, text)
                for name, text in each.texts.items()
            },
        )
        for each in proposals
        if each.kind is Kind.ADD
    ]


def written(place: Place, name: str, text: str) -> str:
    """Give a text as the register keeps it: days as `2025-09-01`, the rest as it was typed.

    Args:
        place: The sheet it goes to.
        name: Field name.
        text: As it came.
    """
    field = place.located.schema.field(name)
    if field.kind in ("date", "month"):
        reading = read_cell(field, text, place.locale)
        return str(reading.value) if reading.value is not None else clean(text)
    return clean_lines(text)
