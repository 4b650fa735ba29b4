"""Phrases as readers remember them: from the middle of sentences of the guidance, as written."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_MARKUP = re.compile(r"[\[\]`*_{}<>|#&\\\"]|http|\.md|--")
_SENTENCE = re.compile(r"(?<=[。；！？])|(?<=[.;!?])\s+")
_LETTERS, _WORDS = 9, 5
SHOWN_FIRST = 3


@dataclass(frozen=True)
class Phrase:
    """A phrase and the title of the page it stands on."""

    typed: str
    title: str


def drawn_phrases(docs: Path, language: str, count: int, seed: int) -> list[Phrase]:
    """Draw phrases from sentences of plain words, each from another one.

    A phrase that stands on more than three pages tells nobody which of them is meant.

    Args:
        docs: Folder with a folder per language.
        language: zh, vi or en.
        count: How many.
        seed: Same seed, same phrases.
    """
    pages = {path: _plain(path) for path in sorted((docs / language).rglob("*.md"))}
    sentences = [
        (sentence, path)
        for path in pages
        if path.is_relative_to(docs / language / "guidance")
        for sentence in _sentences(path)
    ]
    rng = random.Random(seed)  # noqa: S311 - which sentences are tried
    rng.shuffle(sentences)
    drawn = ((_middle(sentence, language, rng), path) for sentence, path in sentences)
    telling = (
        Phrase(typed, _title(path))
        for typed, path in drawn
        if sum(typed in text for text in pages.values()) <= SHOWN_FIRST
    )
    return list(islice(telling, count))


def _plain(path: Path) -> str:
    """Give the text of a page without its marks."""
    text = re.sub(r"\]\([^)]*\)|[`*\[]", "", path.read_text(encoding="utf-8"))
    return " ".join(text.split())


def _title(path: Path) -> str:
    found = re.search(r"^# (.+?)(?: *\{.*)?$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None, path
    return found[1].strip()


def _sentences(path: Path) -> list[str]:
    body = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    blocks = [" ".join(block.split("\n")) for block in body.split("\n\n")]
    plain = [each for each in blocks if re.match(r"\w", each) and ": " not in each[:20]]
    sentences = [part.strip() for block in plain for part in _SENTENCE.split(block)]
    return [each for each in sentences if not _MARKUP.search(each) and _size(each) >= 2]


def _size(sentence: str) -> int:
    """How many phrases long a sentence is."""
    words = sentence.split()
    return len(sentence) // _LETTERS if len(words) < 3 else len(words) // _WORDS


def _middle(sentence: str, language: str, rng: random.Random) -> str:
    if language == "zh":
        at = rng.randrange(1, len(sentence) - _LETTERS)
        return sentence[at : at + _LETTERS].strip()
    words = sentence.split()
    at = rng.randrange(1, len(words) - _WORDS)
    return " ".join(words[at : at + _WORDS])
