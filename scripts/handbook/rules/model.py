"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from handbook.findings import Finding
from handbook.register import Register

Rule: TypeAlias = Callable[[Register], Iterator[Finding]]
