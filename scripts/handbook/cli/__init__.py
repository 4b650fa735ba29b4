"""The command line; the only place where errors become exit codes.

Exit codes: 0 clean or warnings only · 10 findings (`check`: any error; `build`: something that
stops publication) · 11 the gate refused the site · 2 usage, configuration, source or schema file ·
3 Google cannot be reached or refuses · 1 a bug of ours.
"""

from __future__ import annotations

from handbook.cli.group import EXIT_FINDINGS, EXIT_GATE, main

__all__ = ["EXIT_FINDINGS", "EXIT_GATE", "main"]
