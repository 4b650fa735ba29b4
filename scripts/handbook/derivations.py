"""What a blank means: the values that follow from another record, by name of the derivation.

A derived value is shown in grey and stored nowhere; typing overrides it. The schema names the
derivation of a field under `handbook: derived:`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.tables import Table, is_blank, look_up

Tables = Mapping[str, Table]
Derivation = Callable[[Table, Tables, date], NDArray[Any]]

_RANKS = ("grassroots", "township", "county", "prefecture", "province", "central")


def fill_blanks(tables: Tables, as_of: date) -> None:
    """Fill the blanks of every derived field, in place and in the order of the schema.

    A blank stays blank where the record it follows from is unknown or says nothing, and where the
    editor typed something that cannot be trusted.

    Args:
        tables: Typed tables with resolved references.
        as_of: The day statuses are judged by.
    """
    for table in tables.values():
        for field in table.schema.fields:
            if not field.derived and not field.default:
                continue
            blank = is_blank(table.values(field.name)) & ~table.is_untrusted(field.name)
            if not blank.any():
                continue
            if field.derived:
                values = DERIVATIONS[field.derived](table, tables, as_of)
            else:
                values = _constant(field.default, field.kind, len(blank))
            filled = blank & ~is_blank(values)
            if filled.any():
                column = table.values(field.name).copy()
                column[filled] = values[filled]
                table.set_values(field.name, column)
                table.derived[field.name] = filled


def _constant(default: str, kind: str, length: int) -> NDArray[Any]:
    if kind in ("integer", "number"):
        return np.full(length, float(default))
    if kind == "date":
        return np.full(length, np.datetime64(default), dtype="datetime64[s]")
    return np.full(length, default, dtype=object)


def _through(reference: str, sheet: str, field: str) -> Derivation:
    """Make a derivation that follows one reference."""

    def derive(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
        del as_of
        return look_up(tables.get(sheet), table.values(reference), field)

    return derive


def _batch_of_posting(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    """Take the batch of the application, else of the position."""
    through_application = _through("application_id", "applications", "batch_id")
    through_position = _through("position_id", "positions", "batch_id")
    batch = through_application(table, tables, as_of)
    return np.where(is_blank(batch), through_position(table, tables, as_of), batch)


def _programme_of(table: Table, tables: Tables) -> NDArray[np.object_]:
    batches = look_up(tables.get("batches"), table.values("batch_id"), "programme_id")
    return batches.astype(object)


def _programme_party_relation(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    """Say `transferred` only where the programme rules it out to be anything else.

    Whether a required transfer has happened is a fact of its own, so it is never derived; a
    programme without transfer means `not_transferred`.
    """
    del as_of
    rule = look_up(tables.get("programmes"), _programme_of(table, tables), "party_transfer")
    return np.where(rule == "none", "not_transferred", "").astype(object)


def _programme_salary_relation(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    del as_of
    rule = look_up(tables.get("programmes"), _programme_of(table, tables), "salary_home")
    return np.where(rule == "yes", "home", "").astype(object)


def _programme_personnel_relation(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    """Personnel relations stay with the home unit unless the programme says otherwise."""
    del as_of
    rule = look_up(tables.get("programmes"), _programme_of(table, tables), "personnel_home")
    return np.where(rule == "no", "", "home").astype(object)


def _programme_decision_body(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    del as_of
    return look_up(tables.get("programmes"), _programme_of(table, tables), "decision_body")


def _direction_from_levels(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    del as_of
    units = tables.get("units")
    home = look_up(units, table.values("home_unit_id"), "level")
    receiving = look_up(units, table.values("receiving_unit_id"), "level")
    order = {name: float(rank) for rank, name in enumerate(_RANKS)}
    first = np.array([order.get(str(level), np.nan) for level in home])
    second = np.array([order.get(str(level), np.nan) for level in receiving])
    choices = [second < first, second > first, second == first]
    return np.select(choices, ["down", "up", "lateral"], default="").astype(object)


def _status_from_dates(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    del tables
    today = np.datetime64(as_of, "s")
    start, ended = table.values("start_planned"), table.values("end_actual")
    reported, extended = table.values("reported_on"), table.values("extension_to")
    begun = (~np.isnat(reported) & (reported <= today)) | (start <= today)
    choices = [
        ~np.isnat(ended) & (ended <= today),
        begun & ~np.isnat(extended),
        begun,
        ~np.isnat(start),
    ]
    return np.select(choices, ["completed", "extended", "active", "planned"], default="").astype(
        object
    )


def _days_from_span(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    """Count calendar days, first and last included."""
    del tables, as_of
    span = table.values("end_on") - table.values("start_on")
    days = span / np.timedelta64(1, "D") + 1
    return np.where(days >= 1, days, np.nan)


def _due_on_from_cycle(table: Table, tables: Tables, as_of: date) -> NDArray[Any]:
    """Leave what is due to the rules that know the cycle."""
    del tables, as_of
    return np.full(table.row_count, np.datetime64("NaT"), dtype="datetime64[s]")


DERIVATIONS: dict[str, Derivation] = {
    "cadre_home_unit": _through("cadre_id", "cadres", "home_unit_id"),
    "position_receiving_unit": _through("position_id", "positions", "receiving_unit_id"),
    "position_title": _through("position_id", "positions", "title"),
    "position_duty_area": _through("position_id", "positions", "duty_area"),
    "position_duty_mode": _through("position_id", "positions", "duty_mode"),
    "application_batch": _batch_of_posting,
    "programme_party_relation": _programme_party_relation,
    "programme_salary_relation": _programme_salary_relation,
    "programme_personnel_relation": _programme_personnel_relation,
    "programme_decision_body": _programme_decision_body,
    "direction_from_levels": _direction_from_levels,
    "status_from_dates": _status_from_dates,
    "days_from_span": _days_from_span,
    "due_on_from_cycle": _due_on_from_cycle,
}
