"""What a returned sheet asks of the register: compared cell by cell, three ways.

What was sent tells whose change a difference is: a cell the sender left as it came is no wish,
whatever has happened in the register meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from handbook.proposals.model import Kind, Origin, Proposal, Rival
from handbook.proposals.places import Place


@dataclass(frozen=True)
class Scope:
    """What a sender may ask for.

    Attributes:
        fields: Field names it fills in.
        records: Names of the records it was sent; None for any.
        may_add: Whether it may add rows.
    """

    fields: Collection[str]
    records: Collection[str] | None = None
    may_add: bool = True


def compare(
    register: Place,
    returned: Place,
    sent: Place | None,
    scope: Scope,
    origin: Callable[[int], Origin],
) -> Iterator[Proposal]:
    """Propose what a returned sheet changes.

    A row that is missing from it asks for nothing: forgetting a row is not deleting a record. Nor
    does a cell outside the scope; the caller tells of those if it wants to.

    Args:
        register: The sheet as it stands now.
        returned: The same sheet as it came back.
        sent: As it was sent; None where nobody knows, and then every difference is a wish.
        scope: What may be asked for.
        origin: Row number in the returned sheet → where that is.

    Yields:
        Changed cells in the order of the returned rows and the register's columns, then new rows.
    """
    fields = [
        name
        for name in register.located.schema.fields
        if name.name in scope.fields
        and name.name in returned.located.columns
        and name.name in register.located.columns
    ]
    names = [field.name for field in fields]
    for record, at in returned.rows.items():
        if record in register.rows and (scope.records is None or record in scope.records):
            where = origin(returned.row_number(at))
            yield from _cells(register, returned, sent, record, names, where)
    if scope.may_add:
        yield from _new_rows(register, returned, names, origin)


def _cells(
    register: Place,
    returned: Place,
    sent: Place | None,
    record: str,
    names: list[str],
    origin: Origin,
) -> Iterator[Proposal]:
    sheet = register.located.schema.key
    here, there = register.rows[record], returned.rows[record]
    for name in names:
        now, wished = register.texts[name][here], returned.texts[name][there]
        base = _sent_text(sent, record, name)
        meant_now, meant = register.meaning(name, now), returned.meaning(name, wished)
        meant_before = meant_now if base is None else register.meaning(name, base)
        if meant not in (meant_now, meant_before):
            rivals = () if meant_now == meant_before else (Rival(now, ""),)
            yield Proposal(Kind.CHANGE, sheet, record, name, now, wished, (origin,), rivals=rivals)


def _sent_text(sent: Place | None, record: str, name: str) -> str | None:
    if sent is None or record not in sent.rows or name not in sent.located.columns:
        return None
    return sent.texts[name][sent.rows[record]]


def _new_rows(
    register: Place, returned: Place, names: list[str], origin: Callable[[int], Origin]
) -> Iterator[Proposal]:
    """Propose the rows that no record of the register is; one that is there already is none."""
    schema = register.located.schema
    there = Contents(register)
    for at, record in enumerate(returned.names):
        if record in register.rows or record in register.doubled:
            continue
        typed = {name: returned.texts[name][at] for name in names if returned.texts[name][at]}
        if schema.primary_key in returned.texts and returned.texts[schema.primary_key][at]:
            typed[schema.primary_key] = returned.texts[schema.primary_key][at]
        meant = {name: returned.meaning(name, text) for name, text in typed.items()}
        if typed and not there.hold(meant):
            label = " | ".join(typed.values())
            where = origin(returned.row_number(at))
            yield Proposal(Kind.ADD, schema.key, "", "", "", label, (where,), typed)


class Contents:
    """Which combinations of values the records of a sheet hold."""

    def __init__(self, place: Place) -> None:
        """Begin without having looked.

        Args:
            place: The sheet.
        """
        self._place = place
        self._known: dict[tuple[str, ...], set[tuple[str, ...]]] = {}

    def hold(self, meant: Mapping[str, str]) -> bool:
        """Say whether some record has all these values, whatever else it has.

        Args:
            meant: Field name → what the text means.
        """
        names = tuple(sorted(meant))
        if names not in self._known:
            columns = [
                [self._place.meaning(name, text) for text in self._place.texts[name]]
                for name in names
            ]
            self._known[names] = set(zip(*columns, strict=True))
        return tuple(meant[name] for name in names) in self._known[names]
