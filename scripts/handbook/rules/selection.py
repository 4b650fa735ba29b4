"""Rules about nomination and selection."""

from __future__ import annotations

from handbook.rules import (
    selection_age,
    selection_conditions,
    selection_places,
    selection_steps,
)
from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R19", selection_age.check_age),
    ("POL-R20", selection_conditions.check_education),
    ("POL-R21", selection_conditions.check_no_base_experience),
    ("POL-R22", selection_steps.check_steps),
    ("POL-R23", selection_steps.check_decided_by_the_right_body),
    ("POL-R24", selection_places.check_batch_quota),
    ("POL-R25", selection_places.check_position_quota),
    ("POL-R26", selection_steps.check_results),
    ("POL-R27", selection_places.check_selected_are_posted),
    ("POL-R28", selection_places.check_posted_were_selected),
    ("POL-R29", selection_conditions.check_in_plan),
    ("POL-R30", selection_places.check_selected_once),
    ("POL-R31", selection_conditions.check_title_fits_rank),
    ("POL-R32", selection_conditions.check_specialty),
    ("POL-R58", selection_steps.check_avoidance),
    ("POL-R98", selection_steps.check_exclusions_biet_phai),
    ("POL-R107", selection_steps.check_exclusions),
)
