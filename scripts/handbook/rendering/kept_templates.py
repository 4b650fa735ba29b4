"""Templates as they were compiled for the last build, where nothing that shapes them has changed.

Words of the interface are put into a template while it is compiled, so each language has its own.
"""

from __future__ import annotations

from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from handbook.kept_data import load_kept, save_kept
from handbook.shared_words import Wording, learn, wordings_in

_FORMAT = 2


class KeptTemplates(BytecodeCache):
    """Compiled templates of one environment, in one file."""

    def __init__(self, file: Path, key: str) -> None:
        """Recall what was compiled under the same key.

        Args:
            file: Where it is kept between builds.
            key: Of everything the environment is made from: program, words, audience.
        """
        self._file, self._key = file, [_FORMAT, key]
        kept: tuple[dict[str, bytes], dict[str, Wording]] | None = load_kept(file, self._key)
        self._compiled, wordings = kept or ({}, {})
        learn(wordings)
        self._is_new = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template, if it is kept.

        Args:
            bucket: Takes it; names the template and what its source says.
        """
        compiled = self._compiled.get(bucket.key)
        if compiled is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take a template that has been compiled.

        Args:
            bucket: Holds it.
        """
        self._compiled[bucket.key] = bucket.bytecode_to_string()
        self._is_new = True

    def keep(self) -> None:
        """Keep all this for the next build, unless all of it is kept."""
        if self._is_new:
            wordings = wordings_in(*self._compiled.values())
            save_kept(self._file, self._key, (self._compiled, wordings))
