"""Set the handbook up where it is not yet, then open the desk: what a double click starts.

Needs Python 3.11 or newer and nothing else. Everything is installed into .venv, from
requirements.txt and nowhere else, as `make` does it; the second time it starts at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
TOO_OLD = (
    "需要 Python 3.11 或更新的版本。请先装好，再双击一次。\n"
    "Cần Python 3.11 trở lên. Hãy cài rồi nhấp đúp lại.\n"
    "Python 3.11 or newer is needed. Install it, then double-click again.\n"
)
SETTING_UP = (
    "第一次要先准备几分钟，请不要关掉这个窗口。\n"
    "Lần đầu cần chuẩn bị vài phút, xin đừng đóng cửa sổ này.\n"
    "The first time takes a few minutes to set up. Please leave this window open.\n"
)


def installing(root: Path, python: Path) -> Iterator[tuple[list[str], Path]]:
    """Give what has to be installed still: commands, and the file each leaves when it is done.

    Args:
        root: Folder of the handbook.
        python: Of the virtual environment.
    """
    pip = [str(python), "-m", "pip", "-qq", "--disable-pip-version-check", "--no-input", "install"]
    locked, ready = root / ".venv" / ".locked", root / ".venv" / ".ready"
    if is_stale(locked, root / "requirements.txt"):
        wanted = str(root / "requirements.txt")
        yield [*pip, "--require-hashes", "--requirement", wanted], locked
    if is_stale(ready, locked, root / "pyproject.toml"):
        yield [*pip, "--no-deps", "--no-build-isolation", "--editable", str(root)], ready


def is_stale(stamp: Path, *sources: Path) -> bool:
    """Say whether something has to be done again because what it was made from is newer.

    Args:
        stamp: Left when it was done.
        sources: What it was made from; one that is missing counts as newer.
    """
    if not stamp.exists():
        return True
    done = stamp.stat().st_mtime
    return any(not each.exists() or each.stat().st_mtime > done for each in sources)


def python_of(root: Path) -> Path:
    """Give the Python of the virtual environment."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(root: Path) -> int:
    """Install what is missing.

    Args:
        root: Folder of the handbook.

    Returns:
        0, or what the step that failed exited with.
    """
    python = python_of(root)
    if any(True for _ in installing(root, python)):
        sys.stdout.write(SETTING_UP)
        sys.stdout.flush()
    if not python.exists():
        venv.create(root / ".venv", with_pip=True)
    for command, stamp in installing(root, python):
        code = subprocess.run(command, cwd=root, check=False).returncode  # noqa: S603 - ours
        if code:
            return code
        stamp.touch()
    return 0


def main(arguments: list[str]) -> int:
    """Set up and start.

    Args:
        arguments: Passed on to `handbook desk`.

    Returns:
        What to exit with.
    """
    if sys.version_info < OLDEST:
        sys.stderr.write(TOO_OLD)
        return 2
    root = Path(__file__).resolve().parents[2]
    desk = [str(python_of(root)), "-m", "handbook.cli", "desk", *arguments]
    return set_up(root) or subprocess.run(desk, cwd=root, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
