"""`handbook sheet plan` and `apply`: read, work out, and carry out in one batch."""

from __future__ import annotations

from handbook.errors import ConfigError
from handbook.google import metadata
from handbook.google.access import Access
from handbook.google.refusals import UnknownOutcomeError
from handbook.provisioning.blueprint import Blueprint, Part
from handbook.provisioning.google_plan import plan
from handbook.provisioning.live import Live
from handbook.provisioning.reading import read_live, read_touched
from handbook.provisioning.steps import Plan

_ATTEMPTS = 5  # somebody who types without pause gets the last word, not an endless wait


def propose(access: Access, blueprint: Blueprint) -> Plan:
    """Work out what a spreadsheet lacks; nothing is changed.

    Args:
        access: To the spreadsheet, for reading.
        blueprint: As it should be.

    Raises:
        ConfigError: The spreadsheet was set up for other columns than the blueprint has.
        GoogleError: Google refuses or cannot be reached.
    """
    live = read_live(access, blueprint.schema)
    _refuse_other_part(live, blueprint.part)
    first = plan(blueprint, live)
    return plan(blueprint, read_touched(access, live, first)) if first.touched else first


def _refuse_other_part(live: Live, part: Part) -> None:
    """Keep columns few may see out of a spreadsheet that was set up for many.

    A register that held everything may be parted later; the other way round is a slip.
    """
    _, noted = live.metadata.get(metadata.PART, (0, ""))
    if noted in ("", part.value) or (noted == Part.WHOLE and part is Part.SHARED):
        return
    raise ConfigError(
        {
            "zh": f"表格“{live.title}”是和另一份表格配着设置的，只放其中一部分列，所以没有改动。"
            "请把共用的表格写在前面，内部的那份写在 --restricted 后面。",
            "vi": f"Bảng tính “{live.title}” được thiết lập cùng một bảng tính khác và chỉ chứa "
            "một phần các cột, nên không có gì bị thay đổi. Hãy ghi bảng tính dùng chung trước, "
            "bảng tính nội bộ sau --restricted.",
            "en": f"The spreadsheet “{live.title}” was set up together with another and holds only "
            "some of the columns, so nothing was changed. Name the shared spreadsheet first, and "
            "the restricted one after --restricted.",
        },
        "--restricted",
    )


def apply(access: Access, blueprint: Blueprint) -> Plan:
    """Make a spreadsheet what its blueprint says, in one batch that succeeds or fails as a whole.

    The plan is worked out from what stands there now, not from what was shown a while ago, and
    worked out again where somebody edits meanwhile. Google knows no condition for a write, so what
    somebody changes in the very moment of writing may still be laid out as it stood before.

    Args:
        access: To the spreadsheet, for writing.
        blueprint: As it should be.

    Returns:
        What was done; an empty plan where nothing was, and then nothing was written.

    Raises:
        ConfigError: The spreadsheet was set up for other columns than the blueprint has.
        GoogleError: Google refuses or cannot be reached.
    """
    proposed = _settled(access, blueprint)
    if proposed.is_empty:
        return proposed
    try:
        access.batch_update(proposed.requests())
    except UnknownOutcomeError:
        if not propose(access, blueprint).is_empty:
            raise
    return proposed


def _settled(access: Access, blueprint: Blueprint) -> Plan:
    """Work out a plan from a spreadsheet that nobody changed while it was read."""
    seen = access.version().version
    for _ in range(_ATTEMPTS):
        proposed = propose(access, blueprint)
        now = access.version().version
        if now == seen:
            break
        seen = now
    return proposed
