"""Ids for rows that have none: the ones the check proposes, offered like any other change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from handbook.casting import fold_id
from handbook.proposals.model import Kind, Origin, Proposal
from handbook.proposals.places import Place
from handbook.validation.keys import ids_beside


def propose_numbers(
    places: Mapping[str, Place], file: str, sheets: Collection[str] = ()
) -> Iterator[Proposal]:
    """Propose an id for every filled row without one.

    Two rows that hold exactly the same are left to a person: one of them is probably too many.

    Args:
        places: Sheets of the register.
        file: Name of the register, for the list.
        sheets: Keys of sheets to number although their rows need no id of their own.

    Yields:
        In the order of sheets and rows.
    """
    for key, place in places.items():
        schema = place.located.schema
        if schema.primary_key in place.texts and (schema.key_required or key in sheets):
            yield from _of_sheet(place, file)


def _of_sheet(place: Place, file: str) -> Iterator[Proposal]:
    schema, title = place.located.schema, place.located.sheet.title
    typed = place.texts[schema.primary_key]
    pattern = schema.field(schema.primary_key).pattern
    borne = (fold_id(text) for text in typed)
    free = ids_beside(schema, [key for key in borne if re.fullmatch(pattern, key, re.ASCII)])
    for record, at in place.rows.items():
        if place.meaning(schema.primary_key, typed[at]):
            continue
        origin = Origin(file, title, place.row_number(at))
        yield Proposal(
            Kind.CHANGE, schema.key, record, schema.primary_key, typed[at], next(free), (origin,)
        )
