"""What is to be said about the waivers themselves; one thing at most of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from handbook.catalogue import BY_CODE
from handbook.findings import Finding, Param, Related
from handbook.register import Register
from handbook.waivers.model import LOSS_DAYS, MOST_DAYS, Standing, Waiver
from handbook.waivers.reading import can_be_waived, is_misplaced


def _say(
    register: Register,
    code: str,
    waiver: Waiver,
    field: str,
    params: Mapping[str, Param] | None = None,
    *,
    variant: str = "",
    related: tuple[Related, ...] = (),
) -> Finding:
    """Make a finding about a waiver, as secret as what it is about."""
    return register.make(
        code,
        waiver.cell(field),
        record=waiver.name,
        variant=variant,
        visibility=waiver.visibility,
        related=related,
        more={"rule": waiver.code, "subject": waiver.subject, **(params or {})},
    )


def what_is_wrong(waiver: Waiver, register: Register, *, has_restricted: bool) -> Finding | None:
    """Say why a waiver can be about nothing, or None where it can.

    Args:
        waiver: As read.
        register: Knows the records.
        has_restricted: Whether there is a second spreadsheet, into which confidential rows belong.

    Returns:
        WVR601, WVR602, WVR603 or WVR610.
    """
    entry = BY_CODE.get(waiver.code)
    if entry is None:
        return _say(register, "WVR601", waiver, "code")
    if not can_be_waived(entry):
        return _say(register, "WVR602", waiver, "code")
    if has_restricted and is_misplaced(waiver):
        sheet = waiver.table.located.sheet.title
        return _say(register, "WVR610", waiver, "code", {"sheet": sheet})
    if waiver.record and (waiver.is_about_loss or _is_known(waiver.record, register)):
        return None
    variant = "sheet" if waiver.is_about_loss else ""
    return _say(register, "WVR603", waiver, "record_id", variant=variant)


def _is_known(record: str, register: Register) -> bool:
    """Say whether a record exists, or may: in a sheet that could not be read anything may stand."""
    prefix = record.partition("-")[0]
    sheets = [key for key, table in register.schema.tables.items() if table.id_prefix == prefix]
    return any(
        sheet not in register.tables or record in register.tables[sheet].keys for sheet in sheets
    )


def about_standing(waiver: Waiver, standing: Standing, register: Register) -> Finding | None:
    """Say what a waiver still needs before it holds, or None where it needs nothing.

    Args:
        waiver: About something there is.
        standing: What has become of it.
        register: Makes findings.

    Returns:
        WVR604, WVR605 or WVR607.
    """
    match standing:
        case Standing.ASKED:
            return _say(register, "WVR604", waiver, "approved_by")
        case Standing.UNDATED:
            return _say(register, "WVR605", waiver, "approved_on", {"by": waiver.approved_by})
        case Standing.UNSIGNED:
            return _say(register, "WVR605", waiver, "approved_by", _day(waiver), variant="person")
        case Standing.EARLY:
            return _say(register, "WVR605", waiver, "approved_on", _day(waiver), variant="early")
        case Standing.ENDLESS:
            return _say(register, "WVR607", waiver, "expires_on", _limit(waiver))
    return None


def about_length(waiver: Waiver, register: Register) -> Finding:
    """Say that a waiver that holds was to hold for too long.

    Returns:
        WVR607.
    """
    params = {"end": waiver.expires_on or "", **_limit(waiver)}
    return _say(register, "WVR607", waiver, "expires_on", params, variant="far")


def _day(waiver: Waiver) -> dict[str, Param]:
    return {"on": waiver.approved_on or ""}


def _limit(waiver: Waiver) -> dict[str, Param]:
    return {"limit": waiver.limit or "", "days": MOST_DAYS}


def about_lapse(waiver: Waiver, finding: Finding, register: Register) -> Finding:
    """Say that a waiver is over and that what it silenced is told again.

    Args:
        waiver: Its last day is over.
        finding: One of those it would have silenced.
        register: Makes findings.

    Returns:
        WVR606.
    """
    return _say(
        register,
        "WVR606",
        waiver,
        "approved_on" if waiver.is_about_loss else "expires_on",
        {"end": waiver.last_day or "", "days": LOSS_DAYS},
        variant="loss" if waiver.is_about_loss else "",
        related=(Related(finding.cell, finding.record, finding.visibility),),
    )


def about_twins(waiver: Waiver, first: Waiver, register: Register) -> Finding:
    """Say that a waiver is about the same as another one.

    Returns:
        WVR609.
    """
    cell = first.cell("record_id")
    related = Related(cell, first.name, first.visibility)
    said = _say(register, "WVR609", waiver, "record_id", {"first": cell.a1}, related=(related,))
    return replace(said, visibility=max(waiver.visibility, first.visibility))


def about_own_loss(waiver: Waiver, lost: int, register: Register) -> Finding:
    """Say that a sheet of waivers that lost rows itself acknowledges no loss.

    Args:
        waiver: Would acknowledge one.
        lost: How many rows the sheet has lost since it was last published.
        register: Makes findings.

    Returns:
        WVR611.
    """
    sheet = waiver.table.located.sheet.title
    return _say(register, "WVR611", waiver, "code", {"sheet": sheet, "count": lost})


def about_idleness(waiver: Waiver, register: Register) -> Finding | None:
    """Say that a waiver silences nothing, unless its rule was not applied to its record.

    Returns:
        WVR608, or None. A mass loss that was acknowledged is over with the next publication, as it
        should be; nothing is said of it.
    """
    if waiver.is_about_loss or not could_speak(waiver, register):
        return None
    return _say(register, "WVR608", waiver, "code")


def could_speak(waiver: Waiver, register: Register) -> bool:
    """Say whether the rule of a waiver was applied to its record at all.

    Args:
        waiver: About a rule and a record there are.
        register: Tells which sheets are there and which rules are on.
    """
    sheets = {path.split(".")[0] for path in BY_CODE[waiver.code].reads}
    own = waiver.record.partition("-")[0]
    if not register.has(*sheets) or not register.is_on(waiver.code):
        return False
    sheet = next((key for key, each in register.tables.items() if each.schema.id_prefix == own), "")
    programme = _programme_of(sheet, waiver.record, register)
    asked = np.array([programme], dtype=object)
    return not programme or bool(register.switches.on_for(waiver.code, asked)[0])


def _programme_of(sheet: str, record: str, register: Register) -> str:
    """Give the programme a record belongs to; blank for one that belongs to none or to several."""
    if sheet == "programmes" or not sheet:
        return record if sheet else ""
    schema = register.schema.tables[sheet]
    for field in ("programme_id", "batch_id", "posting_id"):
        if schema.has_field(field):
            found = str(register.look_up(sheet, np.array([record], dtype=object), field)[0])
            return _programme_of(schema.field(field).target, found, register) if found else ""
    return ""
