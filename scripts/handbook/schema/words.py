"""When two spellings are one word, and which word was probably meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_LONGEST_WORD = 80
_NEAR_ENOUGH = 0.6  # share of a word that must agree before we dare to say "did you mean"


def fold(text: str) -> str:
    """Make two spellings of one word equal: NFKC, trimmed, without inner spaces, case folded."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """Find the candidate that is close enough to be meant, or None.

    Args:
        text: As typed.
        candidates: A closed list.
    """
    by_fold = {fold(candidate): candidate for candidate in candidates}
    word = nearest_folded(text, by_fold.keys())
    return by_fold[word] if word else None


def nearest_folded(text: str, candidates: Iterable[str]) -> str | None:
    """Find the candidate that is close enough to be meant, or None.

    Args:
        text: As typed; no word is longer than a few dozen characters, so a longer text is none.
        candidates: A closed list, already folded.
    """
    match = process.extractOne(
        fold(text[:_LONGEST_WORD]),
        candidates,
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_NEAR_ENOUGH,
    )
    return str(match[0]) if match else None
