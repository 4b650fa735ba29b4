"""Rules about the end of a posting and what comes after."""

from __future__ import annotations

from handbook.rules.ending_left_open import (
    check_experience_shared,
    check_final_summary,
    check_nothing_left_open,
)
from handbook.rules.ending_outcomes import (
    check_early_end_approved,
    check_lower_post_explained,
    check_outcome_known,
    check_promotion_earned,
    check_stay_settled,
)
from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R82", check_outcome_known),
    ("POL-R83", check_lower_post_explained),
    ("POL-R84", check_promotion_earned),
    ("POL-R85", check_experience_shared),
    ("POL-R86", check_final_summary),
    ("POL-R87", check_stay_settled),
    ("POL-R112", check_nothing_left_open),
    ("POL-R113", check_early_end_approved),
)
