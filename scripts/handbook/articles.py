"""What the articles of the guidance and their sections are called, for links that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_HEADING = re.compile(r"^(#{1,4}) +(.+?)(?: *\{ *#([\w-]+)[^}]*\})? *$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_FOLDERS = ("guidance", "editing", "forms")  # what a page of the register may lead to


def article_titles(docs: Path, language: str) -> dict[str, str]:
    """Read the titles of all articles and sections; of one that is missing, the Chinese ones.

    Args:
        docs: Folder of all languages.
        language: zh, vi or en.

    Returns:
        Page (`guidance/mentors`) and section (`guidance/mentors#how-many`) → title.
    """
    titles: dict[str, str] = {}
    for each in ("zh", language):
        for folder in _FOLDERS:
            for path in sorted((docs / each / folder).glob("*.md")):
                page = f"{folder}/{path.stem}"
                titles.update(_titles(page, path.read_text(encoding="utf-8")))
    return titles


def name_policy(policy: str, titles: Mapping[str, str]) -> str:
    """Name an article and its section as one would look them up: `期限与延长 › 最长多久`.

    Args:
        policy: Page and section, as in the catalogue; blank gives blank.
        titles: From `article_titles`; what is not there is named by its address.
    """
    names = (titles.get(policy.partition("#")[0]), titles.get(policy))
    return " › ".join(dict.fromkeys(filter(None, names))) or policy


def _titles(page: str, text: str) -> Iterator[tuple[str, str]]:
    for level, title, anchor in _HEADING.findall(_FENCE.sub("", text)):
        if level == "#":
            yield page, title
        elif anchor:
            yield f"{page}#{anchor}", title
