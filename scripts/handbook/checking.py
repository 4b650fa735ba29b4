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
from handbook.validation import Maker, validate
from handbook.workbook import Workbook

LOSS_SHARE = 0.10  # more than a tenth of a sheet gone at once is a slip until somebody says not
LOSS_ROWS_LEAST = 2
LOSS_ROWS_MOST = 50


@dataclass(frozen=True, eq=False)
class Checked:
    """The outcome of a check.

    Attributes:
        workbook: What was checked.
        register: Typed tables, linked.
        findings: All of them, in reading order.
    """

    workbook: Workbook
    register: Register
    findings: tuple[Finding, ...]

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
        The register and all findings: SRC, HDR, CEL, KEY, CNT and POL.
    """
    tables, findings = validate(workbook, schema, as_of)
    make = Maker.for_workbook(schema, workbook)
    register = Register(schema, tables, as_of, make, workbook.manifest.is_sample)
    findings.extend(_check_counts(register, published or {}))
    findings.extend(check_rules(register))
    return Checked(workbook, register, tuple(in_reading_order(findings, schema.tables)))


def _check_counts(register: Register, published: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    """Records do not vanish in heaps, and a core sheet is not empty.

    Yields:
        CNT501, CNT502 or CNT503 at the sheet.
    """
    for key, table in register.tables.items():
        before = set(published.get(key, ()))
        now = {str(each) for each in table.keys if each}
        cell = table.located.sheet.cell(key)
        title = table.located.sheet.title
        lost = len(before - now)
        if not len(table.frame) and table.schema.is_core:
            code = "CNT502" if before else "CNT503"
            yield register.make(code, cell, sheet=title, before=len(before), count=len(before))
        elif lost > LOSS_ROWS_MOST or (lost >= LOSS_ROWS_LEAST and lost > LOSS_SHARE * len(before)):
            yield register.make(
                "CNT501", cell, sheet=title, lost=lost, before=len(before), after=len(now),
                count=lost,
            )  # fmt: skip
