"""Threats 2, 3, 6, 7 and 15: pages that take for ever, secrets beside the register, days that slip.

A build reads cells and nothing else: not the environment, not `.env`, not what stands beside it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from cProfile import Profile
from pathlib import Path

import pytest

from handbook.building import load_texts, render_pages
from handbook.config import Project
from handbook.leaks import LeakFinder
from handbook.publishable import INTERNAL, ORG, make_publishable
from handbook.saving import save_csv_folder
from handbook.secret_texts import secret_texts
from hostile_register import hostile_workbook
from sites import project_copy
from small_workbooks import CADRES, POSTING, ROOT, check, workbook

TEXTS = load_texts(Project(ROOT))
CANARY = "CANARY-7f3a91c4e2"
ORDINARY = "协助分管农业农村工作"
LONG = 50_000
EXPENSIVE = [
    "[",
    "!",
    "*",
    "`",
    "\\",
    "<",
    "&",
    "{",
    "(",
    "a ",
    "./",
    "顾",
    "\u0301",
    "=",
    "-",
    "{{",
]

# --- 3: fifty thousand characters in a cell ------------------------------------------------------


class Work:
    """Counts calls of functions, which takes no clock and is the same on every machine."""

    def __init__(self) -> None:
        self._profile = Profile()

    def __enter__(self) -> Work:
        gc.disable()
        self._profile.enable()
        return self

    def __exit__(self, *_: object) -> None:
        self._profile.disable()
        gc.enable()

    @property
    def calls(self) -> int:
        return sum(each.callcount for each in self._profile.getstats())


def rendered(texts: Sequence[str]) -> int:
    """Render the pages of a register with a text in every cell, and count the work."""
    book = hostile_workbook(texts)
    with Work() as work:
        publishable = make_publishable(check(book), ORG)
        pages = list(render_pages(publishable, "zh", TEXTS))
        finder = LeakFinder(secret_texts([("不该公开的一段文字", "here")]))
        for page in pages:
            finder.read(page.address, page.html.encode())
        assert finder.leaks() == []
    assert len(pages) > len(texts)
    return work.calls


def test_cells_of_50_000_characters_cost_no_more_than_ordinary_ones() -> None:
    ordinary = rendered([ORDINARY] * len(EXPENSIVE))
    long = rendered([(each * LONG)[:LONG] for each in EXPENSIVE])
    assert long < 2 * ordinary


# --- 2 and 7: canaries ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Build a site with the command, with a canary wherever nobody should look; give its output."""
    folder = tmp_path_factory.mktemp("canaries")
    project = Project(project_copy(folder / "project"))
    secret = [
        CADRES[0] | {"remark": f"{CANARY}-remark", "家庭住址": f"{CANARY}-unknown"},
        CADRES[1],
    ]
    book = workbook(
        cadres=secret, postings=[POSTING | {"duty_area": '--8<-- ".env"\n--8<-- "../key.json"'}]
    )
    source = folder / "register"
    save_csv_folder(book, source)
    for file in (project.root / ".env", folder / ".env", folder / "key.json", source / "notes.txt"):
        file.write_text(f"TOKEN={CANARY}-{file.name}", encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "scripts"), "HOME": str(folder),
        "SECRET_TOKEN": f"{CANARY}-environment", "HANDBOOK_VAULT_KEY": f"{CANARY}-key",
        "GOOGLE_APPLICATION_CREDENTIALS": str(folder / "key.json"),
        "NO_MKDOCS_2_WARNING": "1", "HANDBOOK_SHARED_LOG": "1", "USER": f"{CANARY}-user",
    }  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-m", "handbook.cli", "build", "--source", str(source), "--lang", "zh",
         "--as-of", "2026-06-30"],
        cwd=project.root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return project.root, run.stdout + run.stderr


def test_no_canary_is_in_the_site_in_what_is_kept_or_in_the_log(built: tuple[Path, str]) -> None:
    root, output = built
    finder = LeakFinder(secret_texts([(CANARY, "canary")]))
    looked = 0
    for folder in (root / "site", root / ".build", root / ".handbook"):
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            finder.read(path.relative_to(root).as_posix(), path.read_bytes())
            looked += 1
    assert finder.leaks() == []
    assert looked > 100
    assert CANARY not in output


def test_the_canaries_would_be_found(built: tuple[Path, str]) -> None:
    root, _ = built
    finder = LeakFinder(secret_texts([(CANARY, "canary")]))
    finder.read(".env", (root / ".env").read_bytes())
    assert len(finder.leaks()) == 1


def test_what_looks_like_an_instruction_to_read_a_file_is_shown_as_text(
    built: tuple[Path, str],
) -> None:
    root, _ = built
    page = (root / "site" / "cadres" / "C-00001.html").read_text(encoding="utf-8")
    assert "--8&lt;-- &#34;.env&#34;" in page


# --- 6: characters that deceive ------------------------------------------------------------------

UNSEEN = [*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD,
          0x061C, 0x1B, 0x7F, 0x00]  # fmt: skip


@pytest.mark.parametrize("point", UNSEEN, ids=hex)
def test_no_character_that_does_not_show_is_published(point: int) -> None:
    name = f"顾{chr(point)}清禾"
    shown = make_publishable(check(workbook(cadres=[CADRES[0] | {"name": name}, CADRES[1]])), ORG)
    assert chr(point) not in shown.tables["cadres"].records["C-00001"].name


# --- 15: the day ---------------------------------------------------------------------------------


def test_the_same_register_on_the_same_day_gives_the_same_pages_in_any_time_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        shown = make_publishable(check(workbook()), INTERNAL)
        made.append([(page.address, page.html) for page in render_pages(shown, "zh", TEXTS)])
    monkeypatch.undo()
    time.tzset()
    assert made[0] == made[1]
