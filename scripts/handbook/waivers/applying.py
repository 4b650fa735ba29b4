"""Findings in, and out again without those that a granted waiver silences today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handbook.findings import Finding, Related
from handbook.register import Register
from handbook.waivers.model import LOSS, Standing, Waiver
from handbook.waivers.reading import read_waivers
from handbook.waivers.telling import (
    about_idleness,
    about_lapse,
    about_length,
    about_own_loss,
    about_standing,
    about_twins,
    what_is_wrong,
)

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Waived:
    """What is left of the findings once the waivers have been heard.

    Attributes:
        findings: Those that are not silenced, and those about the waivers; in no order.
        silenced: Those a waiver in force silences, each as secret as the stricter of the two, with
            the waiver as its last related place.
        accepted_loss: Why records are meant to be gone, and who said so; blank where none are.
    """

    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...] = ()
    accepted_loss: str = ""


def apply_waivers(
    findings: Sequence[Finding], register: Register, *, has_restricted: bool, own_loss: int
) -> Waived:
    """Take the findings out that a granted waiver silences today, and judge the waivers.

    Args:
        findings: Of all families but WVR.
        register: With or without a sheet of waivers.
        has_restricted: Whether there is a second spreadsheet, into which confidential rows belong.
        own_loss: How many rows the sheet of waivers has lost in a heap since it was last
            published; where it has, it acknowledges no loss of another sheet.
    """
    waivers = read_waivers(register)
    if not waivers:
        return Waived(tuple(findings))
    usable, told = _usable(waivers, register, has_restricted=has_restricted)
    lapsed = [each for each in usable if _standing(each, register) is Standing.LAPSED]
    current, twins = _once([each for each in usable if each not in lapsed], register)
    told.extend(about_twins(waiver, first, register) for waiver, first in twins)
    in_force = {
        each.pair: each for each in current if _standing(each, register) is Standing.IN_FORCE
    }
    void = {pair: each for pair, each in in_force.items() if own_loss and each.is_about_loss}
    heard = {pair: each for pair, each in in_force.items() if pair not in void}
    left, silenced = _part(findings, heard, register)
    told.extend(_about_current(current, heard, {waiver for _, waiver in silenced}, register))
    told.extend(_about_void(void, left, own_loss, register))
    told.extend(_about_lapsed(lapsed, {each.pair for each in current}, left, register))
    return Waived(
        (*left, *told),
        tuple(_with_waiver(finding, waiver) for finding, waiver in silenced),
        _accepted([waiver for _, waiver in silenced if waiver.is_about_loss]),
    )


def _standing(waiver: Waiver, register: Register) -> Standing:
    return waiver.standing(register.as_of)


def _usable(
    waivers: Iterable[Waiver], register: Register, *, has_restricted: bool
) -> tuple[list[Waiver], list[Finding]]:
    """Part the waivers that are about something from what is said of the others."""
    usable: list[Waiver] = []
    told: list[Finding] = []
    for waiver in waivers:
        wrong = what_is_wrong(waiver, register, has_restricted=has_restricted)
        if wrong is None:
            usable.append(waiver)
        else:
            told.append(wrong)
    return usable, told


def _once(
    waivers: Sequence[Waiver], register: Register
) -> tuple[list[Waiver], list[tuple[Waiver, Waiver]]]:
    """Keep one waiver about the same, preferably one in force, and pair the others with it."""
    first: dict[_Pair, Waiver] = {}
    twins: list[tuple[Waiver, Waiver]] = []
    for waiver in sorted(waivers, key=lambda each: _standing(each, register) != Standing.IN_FORCE):
        if waiver.pair in first:
            twins.append((waiver, first[waiver.pair]))
        else:
            first[waiver.pair] = waiver
    return list(first.values()), twins


def _part(
    findings: Iterable[Finding], heard: Mapping[_Pair, Waiver], register: Register
) -> tuple[list[Finding], list[tuple[Finding, Waiver]]]:
    """Part the findings into those that stay and those that a waiver silences."""
    codes = {code for code, _ in heard}
    left: list[Finding] = []
    silenced: list[tuple[Finding, Waiver]] = []
    for finding in findings:
        pairs = pairs_of(finding, register) if finding.code in codes else ()
        waiver = next((heard[pair] for pair in pairs if pair in heard), None)
        if waiver is None:
            left.append(finding)
        else:
            silenced.append((finding, waiver))
    return left, silenced


def pairs_of(finding: Finding, register: Register) -> tuple[_Pair, ...]:
    """Give what a waiver can be about to silence a finding: its code with its record.

    A finding that stands in the row of a child record (a report, an assessment, a mentor, a leave,
    a day of the work log) belongs to the posting which that row names, too. A mass loss belongs to
    its sheet.

    Args:
        finding: Of any family but WVR.
        register: Where it was found.
    """
    if finding.code == LOSS:
        return ((LOSS, finding.cell.sheet),)
    records = (finding.record, _posting_of(finding, register))
    return tuple((finding.code, record) for record in records if record)


def _posting_of(finding: Finding, register: Register) -> str:
    """Give the posting that the row of a finding names in its column 挂职; blank for none."""
    table = register.tables.get(finding.cell.sheet)
    if table is None or not table.schema.has_field("posting_id"):
        return ""
    number = table.located.row_of(finding.cell)
    postings = table.values("posting_id")[table.located.row_numbers == (number or 0)]
    return str(postings[0]) if len(postings) else ""


def _about_current(
    current: Iterable[Waiver],
    heard: Mapping[_Pair, Waiver],
    used: Collection[Waiver],
    register: Register,
) -> Iterator[Finding]:
    """Say what waivers still need that are not over."""
    for waiver in current:
        said = about_standing(waiver, _standing(waiver, register), register)
        if said is None and waiver.pair in heard:
            if waiver.is_too_long:
                said = about_length(waiver, register)
            elif waiver not in used:
                said = about_idleness(waiver, register)
        if said is not None:
            yield said


def _about_void(
    void: Mapping[_Pair, Waiver], left: Iterable[Finding], own_loss: int, register: Register
) -> Iterator[Finding]:
    """Say of waivers about a loss why they are not heard, where there is a loss."""
    spoken = _spoken(left, void, register)
    for pair, waiver in void.items():
        if pair in spoken:
            yield about_own_loss(waiver, own_loss, register)


def _about_lapsed(
    lapsed: Iterable[Waiver],
    renewed: Collection[_Pair],
    left: Iterable[Finding],
    register: Register,
) -> Iterator[Finding]:
    """Say which waivers are over while what they silenced is not; the last of several only."""
    last = {each.pair: each for each in sorted(lapsed, key=lambda each: str(each.last_day))}
    spoken = _spoken(left, last, register)
    for pair, waiver in last.items():
        if pair in spoken and pair not in renewed:
            yield about_lapse(waiver, spoken[pair], register)


def _spoken(
    findings: Iterable[Finding], pairs: Collection[_Pair], register: Register
) -> dict[_Pair, Finding]:
    """Give for each pair one of the findings about it, if there are any."""
    codes = {code for code, _ in pairs}
    return {
        pair: finding
        for finding in findings
        if finding.code in codes
        for pair in pairs_of(finding, register)
        if pair in pairs
    }


def _with_waiver(finding: Finding, waiver: Waiver) -> Finding:
    related = Related(waiver.cell("code"), waiver.name, waiver.visibility)
    return replace(
        finding,
        visibility=max(finding.visibility, waiver.visibility),
        related=(*finding.related, related),
    )


def _accepted(waivers: Iterable[Waiver]) -> str:
    """Write down why records are meant to be gone, and who said so when."""
    return "\n".join(
        f"{each.subject}: {each.reason} ({each.approved_by}, {each.approved_on})"
        for each in waivers
    )
