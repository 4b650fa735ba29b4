"""Exceptions the organisation department granted: what they silence, and what they need."""

from handbook.waivers.applying import Waived, apply_waivers

__all__ = ["Waived", "apply_waivers"]
