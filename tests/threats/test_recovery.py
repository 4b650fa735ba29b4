"""Every step of the recovery page, run as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.cli import main
from handbook.config import Project
from handbook.saving import save_csv_folder
from handbook.vault import new_key
from sites import built_copy
from small_workbooks import CADRES, POSTING, workbook

PROJECT = Path(__file__).parents[2]
PAGES = [PROJECT / "docs" / language / "about" / "recovery.md" for language in ("en", "zh")]


def steps(page: Path) -> list[str]:
    """Give every command of the page, in order."""
    blocks = re.findall(
        r"^ *```sh\n(.*?)^ *```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return [line.strip() for block in blocks for line in block.splitlines()]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Give a project that has published twice, with a backup and a pulled copy."""
    project = Project(built_copy(tmp_path / "project"))
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("HANDBOOK_VAULT_KEY", new_key())
    monkeypatch.setenv("HANDBOOK_EXPORT_RECORD", str(tmp_path / "exports.jsonl"))
    (project.root / "www").mkdir()
    (project.root / "www" / "handbook-target.yaml").write_text("access: login\n", encoding="utf-8")
    for post in ("规划科科长", "综合科科长"):
        cadres = [CADRES[0] | {"home_post": post}, CADRES[1]]
        save_csv_folder(workbook(cadres=cadres, postings=[POSTING]), project.root / "register")
        run("handbook build --source register")
        run("handbook publish --to www")
    shutil.copytree(project.root / "register", project.root / "copy")
    run("handbook vault pack register --to backups/backup-2026-06-30.vault")
    return project


def run(step: str) -> str:
    """Run one step as a shell would."""
    program, *arguments = shlex.split(step)
    if program == "rm":
        for path in Path().glob(arguments[-1]):
            shutil.rmtree(path)
        return ""
    assert program == "handbook"
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code in ((0, 10) if arguments[0] == "check" else (0,)), (step, result.output)
    return result.output


def released() -> str:
    return (Path("www") / "current").readlink().name[:6]


def test_every_step_of_the_page_can_be_taken(project: Project) -> None:
    seen = []
    for step in steps(PAGES[0]):
        run(step)
        seen.append(released())
    assert seen[:7] == ["000001", "000001", "000002", "000001", "000001", "000001", "000001"]
    assert not list(project.root.glob("www/releases/000001-*"))
    assert (project.root / "restored.xlsx").is_file()
    assert (project.root / "backups" / "backup-2026-07-01.vault").is_file()
    assert "publish" in run("handbook exports")


def test_both_languages_have_the_same_steps() -> None:
    assert steps(PAGES[0]) == steps(PAGES[1])
    assert len(steps(PAGES[0])) > 10
