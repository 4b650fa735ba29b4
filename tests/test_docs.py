"""What the written pages tell a reader to type and to follow exists: commands, links, examples."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from handbook.catalogue import BY_CODE, CATALOGUE
from handbook.cli import main
from handbook.site import LISTS
from written_pages import (
    ARTICLES,
    PAGES,
    PROJECT,
    READMES,
    anchors,
    blocks,
    front_matter,
    name_of,
    prose,
    read,
    rows_under,
)

_LINK = re.compile(r"\]\(([^)\s]+)\)")


def commands() -> list[str]:
    """Give every line of a shell block that runs the handbook or make, once."""
    lines = [
        line.strip()
        for path in (*READMES, *PAGES)
        for block in blocks(path, "sh")
        for line in block.splitlines()
    ]
    return sorted({line for line in lines if line.split(" ")[0] in ("handbook", "make")})


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", read(PROJECT / "Makefile"), re.MULTILINE))


def links() -> Iterator[tuple[Path, str]]:
    for path in PAGES:
        for target in _LINK.findall(prose(path)):
            yield path, target


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    """Run a command of the docs from the project folder."""
    monkeypatch.chdir(PROJECT)
    return lambda line: CliRunner().invoke(main, shlex.split(line)[1:], catch_exceptions=False)


@pytest.mark.parametrize("line", commands())
def test_command_exists_with_its_options(line: str):
    program, *arguments = shlex.split(line)
    if program == "make":
        assert arguments[0] in make_targets()
        return
    command: click.Command = main
    context = click.Context(command)
    while isinstance(command, click.Group):
        command = command.get_command(context, arguments.pop(0))
        context = click.Context(command)
    values, _, order = command.make_parser(context).parse_args(arguments)
    for parameter in order:
        value = values.get(parameter.name)
        if isinstance(parameter.type, click.Choice) and value is not None:
            assert value in parameter.type.choices


def test_every_make_target_with_a_description_is_phony():
    makefile = read(PROJECT / "Makefile")
    described = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    assert described == set(phony)


@pytest.mark.parametrize("code", ["POL-R34", "KEY404"])
@pytest.mark.parametrize("language", ["zh", "vi", "en"])
def test_explain_prints_the_page_of_a_code(run, code: str, language: str):
    result = run(f"handbook explain {code} --lang {language}")
    assert (result.exit_code, code in result.output) == (0, True)


def test_demo_workbook_can_be_checked_like_any_other(run, tmp_path: Path):
    file = tmp_path / "register.xlsx"
    assert run(f"handbook demo {file}").exit_code == 0
    assert run(f"handbook check {file} --as-of 2026-06-30").exit_code in (0, 10)


def test_both_readmes_have_the_same_commands():
    english, chinese = (blocks(path, "sh") for path in READMES)
    assert english == chinese


@pytest.mark.parametrize(
    ("page", "position", "case", "language"),
    [
        pytest.param("README.md", 0, "POL-R34-one-person-two-places", "en", id="README"),
        pytest.param("README.zh.md", 0, "POL-R34-one-person-two-places", "zh", id="README.zh"),
        pytest.param(
            "docs/zh/editing/findings.md", 0, "KEY404-misspelt-name", "zh", id="one finding"
        ),
        pytest.param(
            "docs/zh/editing/findings.md",
            1,
            "POL-R34-one-person-two-places",
            "zh",
            id="finding of a rule",
        ),
        *(
            pytest.param(f"docs/{language}/editing/findings.md", position, case, language)
            for language in ("vi", "en")
            for position, case in enumerate(
                ("KEY404-misspelt-name", "POL-R34-one-person-two-places")
            )
        ),
    ],
)
def test_example_report_is_what_check_prints(
    run, tmp_path: Path, page: str, position: int, case: str, language: str
):
    workbooks = PROJECT / "tests" / "workbooks"
    folder = tmp_path / "register"
    shutil.copytree(workbooks / "base", folder)
    shutil.copytree(workbooks / "invalid" / case, folder, dirs_exist_ok=True)
    report = run(f"handbook check {folder} --lang {language}").output
    assert blocks(PROJECT / page, "text")[position] == report


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_readme_points_at_files_that_exist(readme: Path):
    text = read(readme)
    named = re.findall(r"\]\(([\w./-]+)\)", text)
    named += re.findall(r"^\| `(\S+[./]\S*)` \|", text, re.MULTILINE)
    assert named
    missing = [name for name in named if not (PROJECT / name).exists()]
    assert [name for name in missing if name != "register.xlsx"] == []


@pytest.mark.parametrize("page", ARTICLES, ids=name_of)
def test_guidance_names_its_rules_as_the_catalogue_does(page: Path):
    behind = {
        entry.code
        for entry in CATALOGUE
        if entry.policy and entry.policy.split("#")[0] == f"guidance/{page.stem}"
    }
    assert behind <= set(re.findall(r"\(rule:([\w-]+)\)", read(page)))


def test_links_to_rules_and_lists_name_real_ones():
    wrong = []
    for path, target in links():
        kind, _, name = target.partition(":")
        known = {"rule": set(BY_CODE), "list": set(LISTS)}.get(kind)
        if known is not None and name not in known:
            wrong.append(f"{name_of(path)}: {target}")
    assert wrong == []


def test_relative_links_and_anchors_resolve():
    wrong = []
    for path, target in links():
        if ":" in target or target.endswith(".docx"):  # blank forms are made by the build
            continue
        file, _, anchor = target.partition("#")
        page = (path.parent / file).resolve() if file else path
        if not page.is_file() or (anchor and anchor not in anchors(page)):
            wrong.append(f"{name_of(path)}: {target}")
    assert wrong == []


GROUPS = (
    "before", "sending", "receiving", "during", "assessing", "returning", "special", "editors",
)  # fmt: skip
READERS = {"cadre", "home", "receiving", "org_dept"}
STATUSES = {"已核实", "本地做法", "待核实"}


@pytest.mark.parametrize("page", ARTICLES, ids=name_of)
def test_guidance_says_for_whom_on_what_basis_and_until_when(page: Path):
    facts = front_matter(page)
    assert set(facts) - {"forms"} == {
        "number", "group", "audience", "owner", "reviewed_on", "review_by",
    }  # fmt: skip
    assert facts["group"] in GROUPS
    assert facts["audience"]
    assert set(facts["audience"]) <= READERS
    assert facts["reviewed_on"] < facts["review_by"]
    assert "**一句话：**" in read(page)
    assert {"checks", "basis"} <= anchors(page)
    assert {row[2].split("（")[0] for row in rows_under(page, "basis")} <= STATUSES


def test_articles_are_numbered_without_gaps():
    numbers = sorted(front_matter(page)["number"] for page in ARTICLES)
    assert numbers == list(range(1, 36))


@pytest.mark.parametrize("page", ARTICLES, ids=name_of)
def test_the_forms_an_article_needs_are_linked(page: Path):
    linked = set(re.findall(r"\.\./forms/([\w-]+)\.md", read(page)))
    assert linked == set(front_matter(page).get("forms", []))
