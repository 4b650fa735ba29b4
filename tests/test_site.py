"""Running MkDocs: once, strictly, and without the lists an audience has not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.site import LISTS, WrittenPagesError, build_shells
from sites import PROJECT, built_copy, project_copy, small_project


def test_every_list_is_a_shell(tmp_path: Path) -> None:
    shells = build_shells("zh", built_copy(tmp_path))

    counts = {
        name: (shells / name / "index.html").read_text("utf-8").count('data-stamp="page"')
        for name in LISTS
    }
    assert counts == dict.fromkeys(LISTS, 1)


def test_unchanged_pages_are_not_built_again(tmp_path: Path) -> None:
    project = small_project(tmp_path).root
    home = build_shells("zh", project) / "index.html"
    home.write_text("kept", encoding="utf-8")

    build_shells("zh", project)

    assert home.read_text(encoding="utf-8") == "kept"


def test_another_version_of_the_program_builds_again(tmp_path: Path) -> None:
    project, names = small_project(tmp_path / "project").root, set()
    program = shutil.copytree(PROJECT / "scripts" / "handbook", tmp_path / "code" / "handbook")
    for line in ("", "# a later version"):
        with (program / "content_policy.py").open("a", encoding="utf-8") as file:
            file.write(line)
        names.add(_built_by(tmp_path / "code", project))

    assert len(names) == 2


def _built_by(code: Path, project: Path) -> str:
    """Give the name of the folder a version of the program builds into."""
    script = "import pathlib, sys; from handbook.site import build_shells as build; print(build("
    command = [sys.executable, "-c", f"{script}'zh', pathlib.Path(sys.argv[1])).name)", project]
    environment = {**os.environ, "PYTHONPATH": str(code)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "changed",
    [
        "mkdocs.yml",
        "docs/zh/index.md",
        "docs/overrides/main.html",
        "docs/overrides/assets/search.js",
    ],
)
def test_a_change_builds_again(changed: str, tmp_path: Path) -> None:
    project = small_project(tmp_path).root
    home = build_shells("zh", project) / "index.html"
    home.write_text("stale", encoding="utf-8")
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n")

    again = build_shells("zh", project) / "index.html"

    assert again.read_text(encoding="utf-8") != "stale"


def test_an_absent_list_leaves_the_menu(tmp_path: Path) -> None:
    shells = build_shells("zh", project_copy(tmp_path), absent=["cadres"])

    pages = {path.relative_to(shells).as_posix(): path for path in shells.rglob("*.html")}
    assert [name for name in pages if name.startswith("cadres")] == []
    linking = [
        name
        for name, path in pages.items()
        if re.search(r'href="[^"]*cadres/', path.read_text(encoding="utf-8"))
    ]
    assert linking == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "# 首页\n\n[无](none.md)",
            "Doc file 'index.md' contains a link 'none.md', but the target is not found among "
            "documentation files.",
            id="dead link",
        ),
        pytest.param(
            "# 首页\n\n[无](#none)",
            "Doc file 'index.md' contains a link '#none', but there is no such anchor on this "
            "page.",
            id="dead anchor",
        ),
    ],
)
def test_a_mistake_in_a_written_page_stops(text: str, said: str, tmp_path: Path) -> None:
    project = small_project(tmp_path).root
    (project / "docs" / "zh" / "index.md").write_text(text, encoding="utf-8")

    with pytest.raises(WrittenPagesError) as caught:
        build_shells("zh", project)

    assert caught.value.problems == (said,)


def test_a_failed_build_is_not_taken_for_a_good_one(tmp_path: Path) -> None:
    project = small_project(tmp_path).root
    home = project / "docs" / "zh" / "index.md"
    good = home.read_text(encoding="utf-8")
    build_shells("zh", project)
    home.write_text("# 首页\n\n[无](none.md)", encoding="utf-8")
    with pytest.raises(WrittenPagesError):
        build_shells("zh", project)
    with pytest.raises(WrittenPagesError):
        build_shells("zh", project)
    home.write_text(good, encoding="utf-8")

    assert 'data-stamp="home"' in (build_shells("zh", project) / "index.html").read_text("utf-8")
