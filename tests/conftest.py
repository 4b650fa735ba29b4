"""Settings every test shares."""

from __future__ import annotations

from hypothesis import settings

# A slow machine is no mistake, and the same commit is tried with the same examples everywhere.
settings.register_profile("handbook", deadline=None, derandomize=True)
settings.load_profile("handbook")
