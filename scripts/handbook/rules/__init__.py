"""The catalogue of rules, computed: one function per rule, Register → findings.

Adding a rule is one function in its family's module, one line in that module's `RULES`, one entry
in the family of the catalogue and its texts; adding a family is one line here.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.findings import Finding
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


def check_rules(register: Register) -> Iterator[Finding]:
    """Apply every rule that is on; one whose sheet is absent is silent.

    Yields:
        POL findings in no order.
    """
    for code, rule in RULES:
        if not register.is_on(code):
            continue
        try:
            yield from rule(register)
        except Exception as error:
            error.add_note(f"while checking {code}")
            raise


__all__ = ["RULES", "Rule", "check_rules"]
