"""A whole register somebody has worked on, compared with the one that counts."""

from __future__ import annotations

from pathlib import Path

from handbook.errors import PullError
from handbook.proposals import Origin, Proposal, Scope, compare
from handbook.schema import Schema
from handbook.unit_files.model import remark
from handbook.unit_files.returned import Returned, State
from handbook.unit_files.reviewing import Review, listed, read_register


def review_copy(copy: Path, register: Path, schema: Schema, *, again: bool = False) -> Review:
    """List every cell in which an edited copy says something else than the register.

    Args:
        copy: Excel workbook or CSV folder with the sheets of a register; only read.
        register: Excel workbook or CSV folder.
        schema: What both consist of.
        again: Whether to list once more what was refused before.

    Raises:
        PullError: The register cannot be read.
    """
    places = read_register(register, schema)
    try:
        edited = read_register(copy, schema)
    except PullError as error:
        refused = Returned(copy, State.REFUSED, None, "", (error,))
        return listed([refused], [], places, schema, register, again=again)
    proposals: list[Proposal] = []
    for key, place in places.items():
        if key in edited:
            fields = [field.name for field in schema.tables[key].fields]
            title = edited[key].located.sheet.title

            def origin(row: int, title: str = title) -> Origin:
                return Origin(copy.name, title, row)

            proposals += compare(place, edited[key], None, Scope(fields), origin)
    remarks = []
    if not edited.keys() & places.keys():
        remarks.append(remark("里面没有总表的任何一张表，没有用。请确认选对了文件。"))
    elif not proposals:
        remarks.append(remark("和总表一样，没有要改的。"))
    state = State.CHANGED if proposals else State.UNCHANGED
    file = Returned(copy, state, None, "", tuple(remarks))
    return listed([file], proposals, places, schema, register, again=again)
