"""The written pages, taken apart for the tests that hold them to the truth."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
CHINESE = DOCS / "zh"
ARCHITECTURE = DOCS / "en" / "about" / "architecture.md"
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


def anchors(path: Path) -> set[str]:
    return set(_HEADING.findall(read(path)))


def prose(path: Path) -> str:
    """Give a page without its fenced blocks and code spans."""
    return re.sub(r"`[^`\n]*`", "", _BLOCK.sub("", read(path)))


def rows_under(path: Path, anchor: str) -> list[list[str]]:
    """Give the cells of the table rows below a heading, code spans and links opened, no header."""
    section = re.split(r"^#+ ", read(path).split("{#" + anchor + "}")[1], flags=re.MULTILINE)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    plain = [re.sub(r"\[([^\]]+)\]\([^)]*\)|[`“”]", r"\1", line) for line in lines]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in plain]
