"""How the desk is started: the command, and the files one double-clicks."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import handbook.cli.desk
from builders import PROJECT
from handbook.cli import main
from handbook.config import desk_folder
from handbook.desk.folder import WorkFolder

LAUNCHERS = PROJECT / "scripts" / "desk"


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(LAUNCHERS))
    import start

    return start


def project(folder: Path) -> Path:
    (folder / ".venv").mkdir(parents=True)
    for name in ("requirements.txt", "pyproject.toml"):
        (folder / name).touch()
    return folder


def left(start: object, root: Path) -> list[str]:
    return [stamp.name for _, stamp in start.installing(root, Path("python"))]


def test_everything_is_installed_the_first_time(start: object, tmp_path: Path) -> None:
    root = project(tmp_path)
    commands = [command for command, _ in start.installing(root, Path("python"))]
    assert left(start, root) == [".locked", ".ready"]
    assert "--require-hashes" in commands[0]
    assert commands[1][-2:] == ["--editable", str(root)]


def test_nothing_is_installed_the_second_time(start: object, tmp_path: Path) -> None:
    root = project(tmp_path)
    for name in (".locked", ".ready"):
        (root / ".venv" / name).touch()
    assert left(start, root) == []


def test_newer_requirements_are_installed(start: object, tmp_path: Path) -> None:
    root = project(tmp_path)
    for name in (".locked", ".ready"):
        (root / ".venv" / name).touch()
        os.utime(root / ".venv" / name, (1, 1))
    assert left(start, root) == [".locked", ".ready"]


def test_an_old_python_is_told_what_is_needed(
    start: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "OLDEST", (9, 9))
    assert start.main([]) == 2
    assert capsys.readouterr().err.startswith("需要 Python")


def arguments(line: str, location: str) -> list[str]:
    """Take an Exec line apart as the Desktop Entry Specification says, quoting twice."""
    parts = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', line.replace("\\\\", "\\"))
    plain = [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in parts]
    return [location if each == "%k" else each for each in plain]


@pytest.mark.parametrize("folder", ["plain", "with a space", "引号'和中文"])
def test_the_launchers_of_linux_and_mac_start_it_wherever_they_lie(
    tmp_path: Path, folder: str
) -> None:
    place = tmp_path / folder
    place.mkdir()
    for name in ("handbook.desktop", "handbook.command"):
        shutil.copy(LAUNCHERS / name, place)
    (place / "start.py").write_text(
        "import sys, pathlib\npathlib.Path('started').touch()\n", encoding="utf-8"
    )
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read(place / "handbook.desktop", encoding="utf-8")
    command = arguments(entry["Desktop Entry"]["Exec"], str(place / "handbook.desktop"))
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    assert (place / "started").is_file()


def test_what_is_double_clicked_on_a_mac_may_be_run() -> None:
    assert os.access(LAUNCHERS / "handbook.command", os.X_OK)


def test_windows_gets_its_own_line_ends_and_no_letters_it_could_misread() -> None:
    content = (LAUNCHERS / "handbook.bat").read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n")


def test_the_folder_is_the_one_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HANDBOOK_DESK", str(tmp_path))
    assert desk_folder() == tmp_path
    monkeypatch.delenv("HANDBOOK_DESK")
    assert desk_folder() == Path.home() / "handbook-desk"


def test_the_command_opens_a_browser_and_ends_when_nobody_comes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(handbook.cli.desk.webbrowser, "open", note)
    monkeypatch.setattr(handbook.cli.desk.signal, "signal", lambda *_: None)
    result = CliRunner().invoke(
        main, ["desk", "--folder", str(tmp_path / "台账"), "--idle", "0"], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert opened == [WorkFolder(tmp_path / "台账").opening.as_uri()]
    assert "工作台已关掉。" in result.output
    assert not [word for word in result.output.split() if "127.0.0.1" in word]
