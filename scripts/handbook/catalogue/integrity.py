"""Rules about the register itself; R01 to R04 are pages that list the codes of cells and ids."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, MASK, WITHHOLD, Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "POL-R01",
        "ids",
        (ERROR,),
        WITHHOLD,
        None,
        covers=("HDR201", "HDR205", "KEY401", "KEY402", "KEY403"),
    ),
    Entry(
        "POL-R02",
        "references",
        (ERROR,),
        MASK,
        None,
        covers=("KEY404", "KEY405", "KEY406", "KEY407", "KEY410", "KEY412"),
    ),
    Entry("POL-R03", "choices", (ERROR,), MASK, None, covers=("CEL308", "CEL318")),
    Entry(
        "POL-R04",
        "dates",
        (ERROR,),
        MASK,
        None,
        covers=(
            "CEL303",
            "CEL304",
            "CEL305",
            "CEL306",
            "CEL307",
            "CEL314",
            "CEL320",
            "CEL321",
        ),
    ),
)
