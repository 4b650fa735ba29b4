"""Rules about the register itself: codes, doubles, counts, units and positions in use."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from handbook.findings import Finding, Related
from handbook.register import Register, to_date
from handbook.rules import integrity_codes, integrity_counts
from handbook.rules.model import Rule
from handbook.rules.terms import OPEN
from handbook.schema import fold

_POSITION_GONE = ("withdrawn", "abolished")
_BATCH_OVER = ("closed", "cancelled")


def check_doubles(register: Register) -> Iterator[Finding]:
    """A person stands once in the list of cadres: name, month of birth and home unit together.

    Names are compared without spaces. A cadre who lacks one of the three is passed over.

    Yields:
        POL-R08 at the name of everybody but the one with the smallest id.
    """
    if not register.has("cadres") or not register.is_on("POL-R08"):
        return
    table = register.tables["cadres"]
    same = ["name", "birth_ym", "home_unit_id"]
    frame = register.frame("cadres", same)
    frame = frame[(frame != "").all(axis=1)]
    frame = frame.assign(name=frame["name"].map(fold), row=frame.index, key=table.keys[frame.index])
    frame = frame.sort_values("key")
    first = frame.groupby(same)["row"].transform("first")
    for row, other in first[first != frame["row"]].items():
        at = int(str(row))
        yield register.make(
            "POL-R08",
            table.cell("name", at),
            record=str(table.keys[at]),
            related=(Related(table.cell("name", other), str(table.keys[other])),),
            other=str(table.keys[other]),
        )


def check_units_in_use(register: Register) -> Iterator[Finding]:
    """Running postings and open positions are at units that still exist.

    A unit is gone once its last day has passed, or when it is marked merged or abolished without a
    last day still to come. The home unit of a posting is the one at the time of sending and is not
    looked at; nor are filled positions (their posting is) and positions of batches that are over.

    Yields:
        POL-R09 at the receiving unit; variant `merged` names the unit it went into.
    """
    if not register.has("units"):
        return
    yield from _at_gone_units(register, "postings", _running(register))
    yield from _at_gone_units(register, "positions", _open_positions(register))


def _running(register: Register) -> pd.DataFrame | None:
    if not register.has("postings"):
        return None
    frame = register.frame("postings", ["receiving_unit_id", "batch_id", "status"])
    return frame[frame["status"].isin(OPEN)]


def _open_positions(register: Register) -> pd.DataFrame | None:
    if not register.has("positions"):
        return None
    frame = register.frame("positions", ["receiving_unit_id", "batch_id", "status"])
    batch = frame["batch_id"].to_numpy(dtype=object)
    over = pd.Series(register.look_up("batches", batch, "status"), frame.index).isin(_BATCH_OVER)
    return frame[(frame["status"] == "open") & ~over]


def _at_gone_units(register: Register, sheet: str, frame: pd.DataFrame | None) -> Iterator[Finding]:
    if frame is None:
        return
    units = _gone(register)
    if units.empty:
        return
    frame = frame[frame["receiving_unit_id"].isin(units.index)]
    for row, unit, batch in zip(
        frame.index, frame["receiving_unit_id"], frame["batch_id"], strict=True
    ):
        yield _gone_unit(register, sheet, int(row), batch, units.loc[unit])


def _gone(register: Register) -> pd.DataFrame:
    """Give the units that do not exist any more on the register's day, by id."""
    table = register.tables["units"]
    fields = ["unit_name", "status", "valid_to", "merged_into_id"]
    frame = register.frame("units", fields)
    today = pd.Timestamp(register.as_of)
    ended = frame["valid_to"] < today
    marked = frame["status"].isin(["merged", "abolished"]) & ~(frame["valid_to"] >= today)
    frame = frame[ended | marked]
    into = register.look_up("units", frame["merged_into_id"].to_numpy(dtype=object), "unit_name")
    frame = frame.assign(into=into, row=frame.index)
    return frame.set_index(pd.Index(table.keys[frame.index]))


def _gone_unit(register: Register, sheet: str, row: int, batch: str, unit: pd.Series) -> Finding:
    table, units = register.tables[sheet], register.tables["units"]
    dated = not pd.isna(unit["valid_to"])
    merged = unit["merged_into_id"] != ""
    day = {"last": to_date(unit["valid_to"])} if dated else {}
    into = {"into": f"{unit['merged_into_id']} {unit['into']}".strip()} if merged else {}
    return register.make(
        "POL-R09",
        table.cell("receiving_unit_id", row),
        record=str(table.keys[row]),
        batch=batch,
        variant="merged" if merged else ("ended" if dated else ""),
        related=(Related(units.cell("status", unit["row"]), str(unit.name)),),
        unit=f"{unit.name} {unit['unit_name']}".strip(),
        more=into if merged else day,
    )


def check_positions_in_use(register: Register) -> Iterator[Finding]:
    """A running posting is in a position that was not withdrawn or abolished.

    Yields:
        POL-R56 at the position of the posting.
    """
    if not register.has("postings", "positions"):
        return
    table, positions = register.tables["postings"], register.tables["positions"]
    frame = register.postings_with([], ["position_id"], rule="POL-R56")
    frame = frame[frame["status"].isin(OPEN)]
    state = register.look_up("positions", frame["position_id"].to_numpy(dtype=object), "status")
    frame = frame.assign(state=state)
    frame = frame[frame["state"].isin(_POSITION_GONE)]
    places = {key: row for row, key in enumerate(positions.keys)}
    for row, position, state, batch in zip(
        frame.index, frame["position_id"], frame["state"], frame["batch_id"], strict=True
    ):
        yield register.make(
            "POL-R56",
            table.cell("position_id", row),
            record=str(table.keys[row]),
            batch=batch,
            variant="" if state == "withdrawn" else "abolished",
            related=(Related(positions.cell("status", places[position]), position),),
            position=position,
        )


RULES: tuple[tuple[str, Rule], ...] = (
    *integrity_codes.RULES,
    ("POL-R08", check_doubles),
    ("POL-R09", check_units_in_use),
    *integrity_counts.RULES,
    ("POL-R56", check_positions_in_use),
)
