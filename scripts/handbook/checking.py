"""The whole check: workbook, schema and day in, typed register and findings out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from handbook.catalogue import BY_CODE
from handbook.findings import Effect, Finding, Severity, in_reading_order
from handbook.register import Register
from handbook.rules import check_rules
from handbook.schema import Schema
from handbook.undisturbed import undisturbed
from handbook.validation import Maker, validate
from handbook.waivers import apply_waivers
from handbook.workbook import RESTRICTED, Workbook

LOSS_SHARE = 0.10  # more than a tenth of a sheet gone at once is a slip until somebody says not
LOSS_ROWS_LEAST = 2
LOSS_ROWS_MOST = 50


@dataclass(frozen=True, eq=False)
class Checked:
    """The outcome of a check.

    Attributes:
        workbook: What was checked.
        register: Typed tables, linked.
        findings: All that are not waived, in reading order.
        waived: Those silenced by a waiver in force, in reading order, with the waiver as their
            last related place.
        accepted_loss: Why records are meant to be gone and who granted it, as the sheet of waivers
            says; blank where none are.
    """

    workbook: Workbook
    register: Register
    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...] = ()
    accepted_loss: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def stops(self) -> tuple[Finding, ...]:
        """Findings that stop publication."""
        return tuple(
            finding for finding in self.findings if BY_CODE[finding.code].effect is Effect.STOP
        )


@undisturbed()
def check_workbook(
    workbook: Workbook,
    schema: Schema,
    as_of: date,
    published: Mapping[str, Iterable[str]] | None = None,
) -> Checked:
    """Check everything there is to check.

    Args:
        workbook: As pulled.
        schema: What the register consists of.
        as_of: The day the register speaks about.
        published: Sheet key → ids of the last publication; None before the first.

    Returns:
        The register and all findings: SRC, HDR, CEL, KEY, CNT, POL and WVR.
    """
    tables, findings = validate(workbook, schema, as_of)
    make = Maker.for_workbook(schema, workbook)
    register = Register(schema, tables, as_of, make, workbook.manifest.is_sample)
    findings.extend(_check_counts(register, published or {}))
    findings.extend(check_rules(register))
    waived = apply_waivers(
        findings,
        register,
        has_restricted=any(sheet.book == RESTRICTED for sheet in workbook.sheets),
        own_loss=_own_loss(register, published or {}),
    )
    return Checked(
        workbook,
        register,
        tuple(in_reading_order(waived.findings, schema.tables)),
        tuple(in_reading_order(waived.silenced, schema.tables)),
        waived.accepted_loss,
    )


def _own_loss(register: Register, published: Mapping[str, Iterable[str]]) -> int:
    """Count the rows the sheet of waivers has lost since it was last published, if in heaps."""
    table = register.tables.get("waivers")
    now = {str(key) for key in table.keys} if table is not None else set()
    before = set(published.get("waivers", ()))
    lost = len(before - now)
    return lost if _is_heap(lost, len(before)) else 0


def _check_counts(register: Register, published: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    """Records do not vanish in heaps, and a core sheet is not empty.

    A sheet that is never published may lose what it likes.

    Yields:
        CNT501, CNT502 or CNT503 at the sheet.
    """
    for key, table in register.tables.items():
        if not table.schema.is_published:
            continue
        before = set(published.get(key, ()))
        now = {str(each) for each in table.keys if each}
        cell = table.located.sheet.cell(key)
        title = table.located.sheet.title
        lost = len(before - now)
        if not table.row_count and table.schema.is_core:
            code = "CNT502" if before else "CNT503"
            yield register.make(code, cell, sheet=title, before=len(before), count=len(before))
        elif _is_heap(lost, len(before)):
            yield register.make(
                "CNT501", cell, sheet=title, lost=lost, before=len(before), after=len(now),
                count=lost,
            )  # fmt: skip


def _is_heap(lost: int, before: int) -> bool:
    """Say whether so many records do not go by themselves."""
    return lost > LOSS_ROWS_MOST or (lost >= LOSS_ROWS_LEAST and lost > LOSS_SHARE * before)
