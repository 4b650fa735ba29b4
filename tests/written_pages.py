"""The written pages, taken apart for the tests that hold them to the truth."""

import re
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
CHINESE = DOCS / "zh"
ARCHITECTURE = DOCS / "en" / "about" / "architecture.md"
ARTICLES = sorted(page for page in (CHINESE / "guidance").glob("*.md") if page.name != "index.md")
PAGES = sorted(DOCS.glob("[a-z][a-z]/**/*.md"))
READMES = (PROJECT / "README.md", PROJECT / "README.zh.md")

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} .*\{#([\w-]+)\}\s*$", re.MULTILINE)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def blocks(path: Path, language: str) -> list[str]:
    """Give the fenced blocks of one language, without their fences."""
    return [text for name, text in _BLOCK.findall(read(path)) if name == language]


def front_matter(path: Path) -> dict[str, Any]:
    """Give what stands between the two lines of dashes at the top of a page; blank without them."""
    match = re.match(r"---\n(.*?)^---$", read(path), re.MULTILINE | re.DOTALL)
    return yaml.safe_load(match[1]) if match else {}


def anchors(path: Path) -> set[str]:
    """Give the anchors of a page, those of the list of sheets among them where it stands."""
    own = set(_HEADING.findall(read(path)))
    return own | set(sheet_keys()) if "<!-- sheets -->" in read(path) else own


def sheet_keys() -> list[str]:
    return yaml.safe_load(read(PROJECT / "sheets_schema" / "workbook.yaml"))["sheets"]


def prose(path: Path) -> str:
    """Give a page without its fenced blocks and code spans."""
    return re.sub(r"`[^`\n]*`", "", _BLOCK.sub("", read(path)))


def rows_under(path: Path, anchor: str) -> list[list[str]]:
    """Give the cells of the table rows below a heading, code spans and links opened, no header."""
    section = re.split(r"^#+ ", read(path).split("{#" + anchor + "}")[1], flags=re.MULTILINE)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    plain = [re.sub(r"\[([^\]]+)\]\([^)]*\)|[`“”]", r"\1", line) for line in lines]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in plain]
