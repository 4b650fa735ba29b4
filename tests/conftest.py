"""Settings every test shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no mistake, and the same commit is tried with the same examples everywhere.
settings.register_profile("handbook", deadline=None, derandomize=True)
settings.load_profile("handbook")


@pytest.fixture(autouse=True, scope="session")
def record_of_exports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what tests take out of made-up registers apart from the record of this checkout."""
    file = tmp_path_factory.mktemp("exports") / "exports.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_EXPORT_RECORD", str(file))
        yield file
