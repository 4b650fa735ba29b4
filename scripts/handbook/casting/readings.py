"""What one text means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from handbook.findings import Param

_NO_PARAMS: Mapping[str, Param] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one distinct text means.

    Attributes:
        value: Typed value; None where nothing stands, or (with a code) where the text cannot be
            trusted.
        code: Finding code, if anything is to be said.
        variant: Which of the code's texts to use; blank for the main one.
        params: Values for the message, by name; the text as typed is the caller's to add.
    """

    value: object
    code: str = ""
    variant: str = ""
    params: Mapping[str, Param] = field(default_factory=lambda: _NO_PARAMS)

    @property
    def is_trusted(self) -> bool:
        """Whether the value may be used: a blank is, a text that could not be read is not."""
        return self.value is not None or not self.code


BLANK = Reading(None)
"""Nothing stands in the cell."""


def untrusted(code: str, variant: str = "", /, **params: Param) -> Reading:
    """Leave the value blank and say why.

    Args:
        code: Finding code.
        variant: Which of the code's texts to use.
        **params: Values for the message.
    """
    return Reading(None, code, variant, params)
