"""The catalogue of rules, computed: one function per rule, Register → findings.

Adding a rule is one function in its family's module, one line in that module's `RULES`, one entry
in the family of the catalogue and its texts; adding a family is one line here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from handbook.both_ends import FromBothEnds
from handbook.findings import Finding
from handbook.forking import can_fork
from handbook.register import Register
from handbook.rules import (
    assessments,
    batches,
    contacts,
    ending,
    home_unit,
    integrity,
    mentors,
    placement,
    portfolio,
    postings,
    presence,
    privacy,
    reports,
    selection,
    vietnam,
)
from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = (
    *integrity.RULES,
    *privacy.RULES,
    *batches.RULES,
    *selection.RULES,
    *postings.RULES,
    *placement.RULES,
    *vietnam.RULES,
    *home_unit.RULES,
    *presence.RULES,
    *mentors.RULES,
    *reports.RULES,
    *contacts.RULES,
    *assessments.RULES,
    *ending.RULES,
    *portfolio.RULES,
)


WORTH_TWO = 50_000
"""Rows from which a second process saves more time than it costs."""


def check_rules(register: Register) -> list[Finding]:
    """Apply every rule that is on; one whose sheet is absent is silent.

    Returns:
        POL findings in no order.
    """
    checks = [partial(_apply, *rule, register) for rule in RULES if register.is_on(rule[0])]
    if can_fork() and sum(table.row_count for table in register.tables.values()) >= WORTH_TWO:
        try:
            return FromBothEnds(checks).made_by_two()
        except ChildProcessError:
            pass  # what failed there fails here as well, and says where
    return [finding for check in checks for finding in check()]


def _apply(code: str, rule: Rule, register: Register) -> Iterator[Finding]:
    try:
        yield from rule(register)
    except Exception as error:
        error.add_note(f"while checking {code}")
        raise


__all__ = ["RULES", "Rule", "check_rules"]
