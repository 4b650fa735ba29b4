"""Faults a test can have the server commit, as clients meet them on the network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto


class Way(Enum):
    """How a reply goes wrong."""

    ANSWER = auto()
    """An error is answered."""
    RESET = auto()
    """The connection is reset before the first byte."""
    RESET_MIDWAY = auto()
    """The connection is reset in the middle of the body."""
    TRUNCATED = auto()
    """Half of the JSON, well delivered."""
    EMPTY_VALUES = auto()
    """Value ranges without their values."""
    STALL = auto()
    """The right answer, late."""


@dataclass(frozen=True)
class Fault:
    """One fault; made by the functions below.

    Attributes:
        way: How the reply goes wrong.
        applied: Whether the request is carried out before its reply is lost.
        status: HTTP status, for an answer.
        is_html: Whether the answer is a page, not JSON.
        retry_after: Seconds for the header; None for no header.
        seconds: How long a stall lasts.
    """

    way: Way
    applied: bool = False
    status: int = 0
    is_html: bool = False
    retry_after: int | None = None
    seconds: float = 0

    def after_applying(self) -> Fault:
        """Give the same fault for a request that is carried out."""
        return replace(self, applied=True)

    @classmethod
    def rate_limited(cls, retry_after: int | None = None) -> Fault:
        """Answer 429; Google never carries out such a request."""
        return cls(Way.ANSWER, status=429, retry_after=retry_after)

    @classmethod
    def error(cls, status: int, *, html: bool = False, applied: bool = False) -> Fault:
        """Answer an error of the server, in JSON or as a page."""
        return cls(Way.ANSWER, applied=applied, status=status, is_html=html)

    @classmethod
    def reset(cls, *, applied: bool = False) -> Fault:
        """Reset the connection before any byte."""
        return cls(Way.RESET, applied=applied)

    @classmethod
    def reset_midway(cls, *, applied: bool = True) -> Fault:
        """Reset the connection in the middle of the body."""
        return cls(Way.RESET_MIDWAY, applied=applied)

    @classmethod
    def truncated(cls, *, applied: bool = True) -> Fault:
        """Deliver half of the JSON, with a length that fits."""
        return cls(Way.TRUNCATED, applied=applied)

    @classmethod
    def empty_values(cls, *, applied: bool = True) -> Fault:
        """Answer 200 with value ranges that lack their values."""
        return cls(Way.EMPTY_VALUES, applied=applied)

    @classmethod
    def stall(cls, seconds: float, *, applied: bool = True) -> Fault:
        """Answer rightly, but late."""
        return cls(Way.STALL, applied=applied, seconds=seconds)
