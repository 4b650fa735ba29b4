"""The catalogue of rules, computed: one function per rule, Register → findings.

Adding a rule is one function in its family's module, one line here, one entry in the catalogue
and its texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handbook.findings import Finding
from handbook.register import Register
from handbook.rules.mentors import check_mentors
from handbook.rules.postings import (
    check_not_past_its_end,
    check_one_at_a_time,
    check_term_not_too_long,
    check_two_units,
)

Rule = Callable[[Register], Iterator[Finding]]

RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R33", check_two_units),
    ("POL-R34", check_one_at_a_time),
    ("POL-R36", check_term_not_too_long),
    ("POL-R40", check_not_past_its_end),
    ("POL-R44", check_mentors),
)


def check_rules(register: Register) -> Iterator[Finding]:
    """Apply every rule; a rule whose core sheet is absent is silent.

    Yields:
        POL findings in no order.
    """
    for code, rule in RULES:
        try:
            yield from rule(register)
        except Exception as error:
            error.add_note(f"while checking {code}")
            raise
