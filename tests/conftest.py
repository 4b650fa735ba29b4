"""Settings every test shares."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from once_a_run import Shelf

# A slow machine is no mistake, and the same commit is tried with the same examples everywhere.
settings.register_profile("handbook", deadline=None, derandomize=True)
settings.load_profile("handbook")

FIRST = (
    "test_publish_workflow.py", "browser/", "test_incremental.py", "test_annotated_copy.py",
    "test_site.py", "test_languages.py", "test_live_preview.py",
)  # fmt: skip
"""What holds the longest tests: begun first, none of them is what all the others wait for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests in front; all others stay in their order."""
    items.sort(key=lambda item: not any(f"tests/{name}" in item.nodeid for name in FIRST))


def pytest_collection_finish() -> None:
    """Take the tests themselves out of every later search for garbage: they stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def record_of_exports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what tests take out of made-up registers apart from the record of this checkout."""
    file = tmp_path_factory.mktemp("exports") / "exports.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_EXPORT_RECORD", str(file))
        yield file


@pytest.fixture(autouse=True, scope="session")
def shelf_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give all workers one folder for what they make once; it goes with the run's other files."""
    base = tmp_path_factory.getbasetemp()
    Shelf.folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shelf"
