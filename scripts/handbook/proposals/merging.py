"""Proposals of many senders as one list: the same wish once, contrary ones as a conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from handbook.proposals.model import Kind, Proposal, Rival

Meaning: TypeAlias = Callable[[str, str, str], str]
"""Sheet, field and text → what the text means."""


def merge(proposals: Iterable[Proposal], meaning: Meaning) -> list[Proposal]:
    """Join the proposals of several files.

    Args:
        proposals: In the order in which they should be listed.
        meaning: Tells two ways of typing one thing from two things.

    Returns:
        One proposal for each text wanted in a cell, with everybody who wants it, and with the
        others' texts as rivals; new rows that say the same are one.
    """
    same: dict[tuple[str, ...], list[Proposal]] = {}
    for proposal in proposals:
        same.setdefault(_wish(proposal, meaning), []).append(proposal)
    joined = [_joined(each) for each in same.values()]
    places: dict[tuple[str, str, str], list[Proposal]] = {}
    for proposal in joined:
        if proposal.kind is Kind.CHANGE:
            places.setdefault(_place(proposal), []).append(proposal)
    return [_with_rivals(each, places.get(_place(each), [])) for each in joined]


def _place(proposal: Proposal) -> tuple[str, str, str]:
    return proposal.sheet, proposal.record, proposal.field


def _wish(proposal: Proposal, meaning: Meaning) -> tuple[str, ...]:
    """Give what is equal for two proposals that ask for the same."""
    if proposal.kind is Kind.CHANGE:
        meant = meaning(proposal.sheet, proposal.field, proposal.after)
        return (proposal.kind, *_place(proposal), meant)
    texts = sorted(proposal.texts.items())
    return (
        proposal.kind,
        proposal.sheet,
        *(f"{name}={meaning(proposal.sheet, name, text)}" for name, text in texts),
    )


def _joined(proposals: Sequence[Proposal]) -> Proposal:
    first = proposals[0]
    origins = {origin: None for each in proposals for origin in each.origins}
    rivals = {rival: None for each in proposals for rival in each.rivals}
    return replace(first, origins=tuple(origins), rivals=tuple(rivals))


def _with_rivals(proposal: Proposal, there: Sequence[Proposal]) -> Proposal:
    others = [
        Rival(other.after, "、".join(dict.fromkeys(each.sender for each in other.origins)))
        for other in there
        if other is not proposal
    ]
    return replace(proposal, rivals=(*proposal.rivals, *sorted(others))) if others else proposal
