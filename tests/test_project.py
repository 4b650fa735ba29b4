"""What holds for the repository as a whole: workflows, locked requirements, no foreign traces."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
TOOLS = Path(sys.executable).parent

# Spelled in pieces, so that this file does not hold what it forbids.
INDEX_HOST = re.compile("py" + r"pi\.(?:org|io)|python" + r"hosted\.org|simple/\s*$", re.MULTILINE)
MACHINE_PATH = re.compile(r"(?<![\w.*/~-])/(?:" + "|".join(("work", "root", "home", "opt")) + ")/")
INDEX_OPTION = re.compile(r"^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links)\b", re.MULTILINE)


def run_tool(*arguments: str) -> tuple[int, str]:
    """Run a tool of the virtual environment on the project; its exit code and all it said."""
    command = [str(TOOLS / arguments[0]), *arguments[1:]]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def kept_files() -> list[Path]:
    """Give the files that are, or would be, under version control."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a Git checkout")
    names = [name for name in done.stdout.decode().split("\0") if name]
    assert names
    return [PROJECT / name for name in names if (PROJECT / name).is_file()]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Give the places of a pattern in all kept files that are text."""
    places = []
    for path in kept_files():
        text = path.read_bytes().decode("utf-8", "replace")
        if "\0" in text:
            continue
        name = path.relative_to(PROJECT)
        lines = (text.count("\n", 0, match.start()) + 1 for match in pattern.finditer(text))
        places += [f"{name}:{line}" for line in lines]
    return places


def requirement_blocks() -> dict[str, str]:
    """Give the block of each locked requirement by its normalised name."""
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^#.*\n", "", text))
    return {re.split(r"[=<>;\s\[]", block, maxsplit=1)[0]: block for block in blocks}


def asked_for() -> list[str]:
    """Give the normalised names of all dependencies in pyproject.toml."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = [re.match(r"[\w.-]+", line)[0] for line in wanted]
    return sorted(re.sub(r"[-_.]+", "-", name).lower() for name in names)


def test_zizmor_finds_nothing_in_the_workflows():
    code, said = run_tool(
        "zizmor", "--offline", "--persona", "pedantic", "--quiet", "--color", "never", ".github"
    )
    assert (code, said.strip()) == (0, "No findings to report. Good job!")


@pytest.mark.parametrize(
    ("schema", "folder", "pattern"),
    [
        pytest.param("vendor.github-workflows", ".github/workflows", "*.yml", id="workflows"),
        pytest.param("vendor.dependabot", ".github", "dependabot.yml", id="dependabot"),
    ],
)
def test_github_files_have_their_form(schema: str, folder: str, pattern: str):
    files = sorted(str(path) for path in (PROJECT / folder).glob(pattern))
    assert files
    assert run_tool("check-jsonschema", "--builtin-schema", schema, *files) == (
        0,
        "ok -- validation done\n",
    )


def test_every_action_is_pinned_by_its_full_hash():
    uses = []
    for path in sorted((PROJECT / ".github" / "workflows").glob("*.yml")):
        uses += re.findall(r"uses:\s*(\S+.*)", path.read_text(encoding="utf-8"))
    assert uses
    unpinned = [use for use in uses if not re.fullmatch(r"\S+@[0-9a-f]{40} # v[\d.]+", use)]
    assert unpinned == []


def test_every_locked_requirement_has_one_version_and_hashes():
    bare = [
        name
        for name, block in requirement_blocks().items()
        if not re.match(r"[a-z0-9-]+==\S+", block) or "--hash=sha256:" not in block
    ]
    assert bare == []


def test_everything_pyproject_asks_for_is_locked():
    assert [name for name in asked_for() if name not in requirement_blocks()] == []


def test_requirements_name_no_place_to_get_them_from():
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    assert INDEX_OPTION.findall(text) == []
    assert re.findall(r"\w+://|file:", text) == []


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(INDEX_HOST, id="host of a package index"),
        pytest.param(MACHINE_PATH, id="path of one machine"),
    ],
)
def test_no_kept_file_names_any(pattern: re.Pattern[str]):
    assert lines_with(pattern) == []


@pytest.mark.parametrize(
    "name",
    [".venv/", ".build/", ".handbook/", "site/", "*.checked.xlsx"],
)
def test_what_is_built_or_personal_stays_out_of_git(name: str):
    ignored = (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert name in ignored
