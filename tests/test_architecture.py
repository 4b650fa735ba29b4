"""The picture of the program is true: paths, modules, direction of imports, pointers, decisions."""

import re
from itertools import pairwise
from pathlib import Path

from handbook.catalogue import CATALOGUE
from written_pages import ARCHITECTURE, CHINESE, DOCS, PROJECT, anchors, blocks, read


def layout_paths() -> list[str]:
    """Give the paths of the layout picture: the first word of each of its lines."""
    picture = next(block for block in blocks(ARCHITECTURE, "text") if "pyproject.toml" in block)
    return [line.split()[0] for line in picture.splitlines() if line]


def layout_modules() -> list[str]:
    """Give the modules and packages of the layout picture, top to bottom."""
    return [path for path in layout_paths() if re.match(r"scripts/handbook/\w", path)]


def test_every_path_of_the_layout_exists():
    assert [path for path in layout_paths() if not (PROJECT / path).exists()] == []


def test_every_module_stands_in_the_layout():
    modules = {
        f"scripts/handbook/{path.name}" + ("/" if path.is_dir() else "")
        for path in (PROJECT / "scripts" / "handbook").iterdir()
        if not path.name.startswith("__")
    }
    assert modules ^ set(layout_modules()) == set()


def imports_of(module: Path) -> set[str]:
    """Give the modules and packages of ours that one of them imports, itself left out."""
    files = module.rglob("*.py") if module.is_dir() else [module]
    imports = re.compile(r"^\s*(?:from|import) handbook(?:\.(\w+)| import (\w+))", re.MULTILINE)
    found = {first or second for file in files for first, second in imports.findall(read(file))}
    return found - {module.stem}


def test_imports_point_upward_in_the_layout():
    order = [Path(path).stem for path in layout_modules()]
    downward = {
        name: sorted(below)
        for position, (name, path) in enumerate(zip(order, layout_modules(), strict=True))
        if (below := imports_of(PROJECT / path) & set(order[position:]))
    }
    assert downward == {}


def test_every_path_named_in_the_architecture_exists():
    named = re.findall(r"`((?:docs|scripts|sheets_schema|tests)/[\w./-]*)`", read(ARCHITECTURE))
    assert named
    assert [path for path in named if not (PROJECT / path).exists()] == []


def test_every_policy_anchor_of_the_catalogue_exists():
    policies = {entry.code: entry.policy.split("#") for entry in CATALOGUE if entry.policy}
    assert policies
    lost = {
        code: f"{page}#{anchor}"
        for code, (page, anchor) in policies.items()
        if anchor not in anchors(CHINESE / f"{page}.md")
    }
    assert lost == {}


def test_every_pointer_from_code_to_docs_resolves():
    pointers = {
        pointer
        for path in sorted((PROJECT / "scripts").rglob("*.py"))
        for pointer in re.findall(r"docs/[\w/.-]+\.md(?:#[\w-]+)?", read(path))
    }
    assert pointers
    lost = []
    for pointer in sorted(pointers):
        page, _, anchor = pointer.partition("#")
        if not (PROJECT / page).is_file() or (anchor and anchor not in anchors(PROJECT / page)):
            lost.append(pointer)
    assert lost == []


def test_every_policy_line_of_a_docstring_names_a_page():
    lines = [
        line
        for path in sorted((PROJECT / "scripts").rglob("*.py"))
        for line in re.findall(r"^\s*Policy:.*$", read(path), re.MULTILINE)
    ]
    assert lines
    assert [line for line in lines if "docs/" not in line] == []


def test_decisions_are_numbered_without_a_gap_and_listed():
    notes = sorted((DOCS / "en" / "about" / "decisions").glob("*.md"))
    numbers = [int(note.name[:4]) for note in notes]
    assert all(after == before + 1 for before, after in pairwise(numbers))
    listed = re.findall(r"\(decisions/([\w-]+\.md)\)", read(ARCHITECTURE).split("{#decisions}")[1])
    assert listed == [note.name for note in notes]
