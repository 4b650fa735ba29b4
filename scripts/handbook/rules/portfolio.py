"""Indicators over many postings: patterns of units, balance, retention."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from handbook.findings import Finding, Related
from handbook.register import Register, add_months
from handbook.rules.model import Rule
from handbook.rules.ranks import is_below
from handbook.rules.telling import each_row

FEWEST_FOR_BALANCE = 2  # R88: one posting alone goes one way and says nothing
POSTS_LOST = 2  # R102: where the programme names no number
SHARE_MOST = 0.25  # R103: of the placements of a batch
FEWEST_FOR_SHARE = 8  # R103: among fewer, a quarter is one person more or less
STAY_MONTHS = 24  # R115
LEAVERS_MOST = 0.30  # R115
FEWEST_FOR_RETENTION = 5  # R115: among fewer, one person is a fifth
_NOT_BEGUN = ("planned", "cancelled")
_OTHER_POST = ("replaced", "abolished")
_LEFT = ("left_service", "third_unit")
_CLOSED_POSTS = ("withdrawn", "abolished")


def check_two_way(register: Register) -> Iterator[Finding]:
    """Where a programme is an exchange, people go both ways.

    Both ways means that some went up and some down, or that a unit both sent and received. At
    least two postings that have begun are needed to judge.

    Yields:
        POL-R88 at the programme's two_way.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = ["direction", "home_unit_id", "receiving_unit_id"]
    frame = _begun(register, "POL-R88", ["two_way"], fields)
    frame = frame[frame["two_way"] == "yes"]
    for programme, postings in frame.groupby("programme_id"):
        if len(postings) >= FEWEST_FOR_BALANCE and not _goes_both_ways(postings):
            yield _of_programme(register, "POL-R88", str(programme), "two_way", count=len(postings))


def _begun(register: Register, rule: str, parameters: list[str], fields: list[str]) -> pd.DataFrame:
    """Give postings that have begun, with parameters of their programme."""
    frame = register.postings_with(parameters, fields, rule)
    return frame[~frame["status"].isin(_NOT_BEGUN)]


def _goes_both_ways(postings: pd.DataFrame) -> bool:
    if {"up", "down"} <= set(postings["direction"]):
        return True
    units = set(postings["home_unit_id"]) & set(postings["receiving_unit_id"])
    return bool(units - {""})


def _of_programme(
    register: Register, code: str, programme: str, field: str, **params: int | str
) -> Finding:
    table = register.tables["programmes"]
    row = int(np.flatnonzero(table.keys == programme)[0])
    return register.make(code, table.cell(field, row), record=programme, more=params)


def check_home_posts_lost(register: Register) -> Iterator[Finding]:
    """Not several people of one home unit come back to find their posts gone or lower.

    Counted over all programmes that have the rule on: postings that have ended and whose home post
    was filled by another or abolished, or whose rank is lower than at sending. The number that
    tells is the lowest any of those programmes names; two where none does.

    Yields:
        POL-R102 at the unit.
    """
    if not register.has("postings", "batches", "programmes", "units"):
        return
    frame = _begun(register, "POL-R102", ["post_loss_alert"], [
        "home_unit_id", "end_actual", "home_post_status", "rank_at_sending", "outcome_rank",
    ])  # fmt: skip
    lower = is_below(
        frame["outcome_rank"].to_numpy(dtype=object),
        frame["rank_at_sending"].to_numpy(dtype=object),
    )
    lost = frame["home_post_status"].isin(_OTHER_POST) | lower
    lost &= (frame["end_actual"] <= pd.Timestamp(register.as_of)) & (frame["home_unit_id"] != "")
    for unit, postings in frame[lost].groupby("home_unit_id"):
        alert = postings["post_loss_alert"].fillna(POSTS_LOST).min()
        if len(postings) >= alert:
            yield from _unit_that_loses_posts(register, str(unit), postings)


def _unit_that_loses_posts(
    register: Register, unit: str, postings: pd.DataFrame
) -> Iterator[Finding]:
    units, table = register.tables["units"], register.tables["postings"]
    for row in np.flatnonzero((units.keys == unit) & ~units.held):
        yield register.make(
            "POL-R102",
            units.cell(units.schema.primary_key, int(row)),
            record=unit,
            related=tuple(
                Related(table.cell("home_post_status", each), str(table.keys[each]))
                for each in postings.index
            ),
            count=len(postings),
        )


def check_spread_over_units(register: Register) -> Iterator[Finding]:
    """The people of a batch are spread over the units that asked for them.

    Of eight placements and more, no unit takes more than a quarter and more than twice an even
    share. Where people have been placed, no unit that offered a post is left without anybody,
    unless the batch offers more posts than places on purpose.

    Yields:
        POL-R103 at the batch, or at the post (variant `none`), once for each unit.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    frame = _begun(register, "POL-R103", [], ["receiving_unit_id"])
    frame = frame[(frame["receiving_unit_id"] != "") & (frame["batch_id"] != "")]
    places = frame.groupby(["batch_id", "receiving_unit_id"]).size().rename("here").reset_index()
    of_batch = places.groupby("batch_id")["here"]
    places = places.assign(size=of_batch.transform("sum"), units=of_batch.transform("size"))
    share = places["here"] / places["size"]
    much = (share > SHARE_MOST) & (share > 2 / places["units"])
    for place in places[much & (places["size"] >= FEWEST_FOR_SHARE)].to_dict("records"):
        yield from _much_in_one_unit(register, place)
    if register.has("positions"):
        yield from _left_without(register, places)


def _much_in_one_unit(register: Register, place: Mapping[Hashable, Any]) -> Iterator[Finding]:
    table = register.tables["batches"]
    batch, unit = str(place["batch_id"]), str(place["receiving_unit_id"])
    for row in np.flatnonzero(table.keys == batch):
        yield register.make(
            "POL-R103",
            table.cell(table.schema.primary_key, int(row)),
            record=batch,
            batch=batch,
            unit=_unit_words(register, unit),
            count=int(place["here"]),
            size=int(place["size"]),
            share=round(100 * place["here"] / place["size"]),
        )


def _left_without(register: Register, places: pd.DataFrame) -> Iterator[Finding]:
    """Tell of the first post of each unit that got nobody in a batch that has placed people."""
    frame = register.frame("positions", ["batch_id", "receiving_unit_id", "status"])
    batch = frame["batch_id"].to_numpy(dtype=object)
    programme = register.look_up("batches", batch, "programme_id").astype(object)
    on_purpose = register.look_up("batches", batch, "more_posts_than_places") == "yes"
    wanted = frame["batch_id"].isin(places["batch_id"]) & ~on_purpose
    wanted &= (frame["receiving_unit_id"] != "") & ~frame["status"].isin(_CLOSED_POSTS)
    wanted &= register.switches.on_for("POL-R103", programme)
    frame = frame[wanted].drop_duplicates(["batch_id", "receiving_unit_id"])
    pair = ["batch_id", "receiving_unit_id"]
    served = pd.MultiIndex.from_frame(places[pair])
    table = register.tables["positions"]
    frame = frame[~pd.MultiIndex.from_frame(frame[pair]).isin(served)]
    for row, position in each_row(frame):
        yield register.make(
            "POL-R103",
            table.cell("receiving_unit_id", row),
            record=str(table.keys[row]),
            variant="none",
            batch=str(position["batch_id"]),
            unit=_unit_words(register, str(position["receiving_unit_id"])),
        )


def _unit_words(register: Register, unit: str) -> str:
    name = register.look_up("units", np.array([unit], dtype=object), "unit_name")[0]
    return f"{unit} {name}".strip()


def check_retention(register: Register) -> Iterator[Finding]:
    """Few of those placed under a graduate programme leave within twenty-four months.

    Leaving is leaving the service, moving to a third unit, or ending early, before twenty-four
    months are over; whoever is promoted has not left. All who have begun are counted, at least
    five.

    Yields:
        POL-R115 at the programme's kind.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = ["start_planned", "end_actual", "outcome"]
    frame = _begun(register, "POL-R115", ["kind"], fields)
    frame = frame[frame["kind"] == "graduate_base"]
    limit = add_months(frame["start_planned"].to_numpy(), np.full(len(frame), float(STAY_MONTHS)))
    left = frame["outcome"].isin(_LEFT) | (frame["status"] == "ended_early")
    left &= frame["outcome"] != "promoted"
    frame = frame.assign(left=left & (frame["end_actual"].to_numpy() < limit))
    for programme, postings in frame.groupby("programme_id"):
        count, size = int(postings["left"].sum()), len(postings)
        if size >= FEWEST_FOR_RETENTION and count > LEAVERS_MOST * size:
            yield _of_programme(
                register, "POL-R115", str(programme), "kind", count=count, size=size,
                share=round(100 * count / size),
            )  # fmt: skip


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R88", check_two_way),
    ("POL-R102", check_home_posts_lost),
    ("POL-R103", check_spread_over_units),
    ("POL-R115", check_retention),
)
