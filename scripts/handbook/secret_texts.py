"""Texts that must not stand in a site, recognised without being kept.

Of each only hashes under a key are kept: one of its first eight letters, which a whole site is
searched for at once, and one of all of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handbook.normal_forms import Letters, letters

SHORTEST = 8
"""Letters in normal form a text has at least; shorter ones stand in any site by chance."""

_FORMAT = 1
_KEY_SIZE = 16
_DIGEST_SIZE = 12
_FILTER_BITS = 20

Text = tuple[int, int, str]
"""Hash of the first letters, number of letters, digest of all of them."""


@dataclass(frozen=True, eq=False)
class SecretTexts:
    """Texts an audience may not read.

    Attributes:
        key: Without it the hashes say nothing.
        places: Each text → where it stands in the register, in words without the text.
    """

    key: bytes
    places: Mapping[Text, str]

    def without(self, allowed: Letters) -> SecretTexts:
        """Leave out what an audience may read elsewhere.

        Args:
            allowed: All that it may read.
        """
        known = set(self._in(allowed))
        return SecretTexts(
            self.key, {text: place for text, place in self.places.items() if text not in known}
        )

    def found_in(self, read: Letters) -> list[str]:
        """Give the place of every text that stands in something, in order.

        Args:
            read: Something readers get.
        """
        return sorted({self.places[text] for text in self._in(read)})

    def _in(self, read: Letters) -> Iterator[Text]:
        heads = _heads(read, self._factor)
        candidates = np.flatnonzero(self._filter[heads >> np.uint64(64 - _FILTER_BITS)])
        candidates = candidates[np.isin(heads[candidates], self._sorted_heads)]
        for start in candidates.tolist():
            head = int(heads[start])
            for length in self._lengths[head]:
                text = (head, length, _digest(read[start : start + length], self.key))
                if text in self.places:
                    yield text

    @cached_property
    def _factor(self) -> int:
        return _factor_of(self.key)

    @cached_property
    def _lengths(self) -> dict[int, tuple[int, ...]]:
        lengths: dict[int, set[int]] = {}
        for head, length, _ in self.places:
            lengths.setdefault(head, set()).add(length)
        return {head: tuple(sorted(each)) for head, each in lengths.items()}

    @cached_property
    def _sorted_heads(self) -> NDArray[np.uint64]:
        return np.array(sorted(self._lengths), dtype=np.uint64)

    @cached_property
    def _filter(self) -> NDArray[np.bool_]:
        """Say for the first bits of a hash whether any text has them."""
        hit = np.zeros(1 << _FILTER_BITS, dtype=bool)
        hit[self._sorted_heads >> np.uint64(64 - _FILTER_BITS)] = True
        return hit


NO_SECRETS = SecretTexts(b"", {})
"""The list of a site of which nothing is kept back."""


def secret_texts(texts: Iterable[tuple[str, str]], key: bytes | None = None) -> SecretTexts:
    """Make the list of what must not be read.

    A text of several lines counts as a whole, and each of its lines; so do the parts of one with
    `<` in it, which a page that writes it as it is would take for an element.

    Args:
        texts: Each with the words for its place; those too short are left out.
        key: For the hashes; None draws one.
    """
    key = key or os.urandom(_KEY_SIZE)
    factor = _factor_of(key)
    places: dict[Text, str] = {}
    for text, place in texts:
        for part in {text, *text.splitlines(), *text.split("<")}:
            read = letters(part)
            if len(read) >= SHORTEST:
                head = int(_heads(read[:SHORTEST], factor)[0])
                places.setdefault((head, len(read), _digest(read, key)), place)
    return SecretTexts(key, places)


def list_of_site(build_folder: Path, site: Path) -> Path:
    """Name the file that holds the list of a site.

    Args:
        build_folder: Of the project it is made by.
        site: Folder of the site.
    """
    name = blake2b(str(site.resolve()).encode(), digest_size=8).hexdigest()
    return build_folder / "secrets" / f"{name}.json"


def save_secret_texts(secrets: SecretTexts, file: Path, site: str) -> None:
    """Keep a list for the last look at a site, readable by nobody else.

    Args:
        secrets: The list.
        file: Where; its folder is made if missing. Never in a site.
        site: What the site says of itself, so that the list of another one is not taken for it.
    """
    content = {
        "format": _FORMAT,
        "key": secrets.key.hex(),
        "site": site,
        "texts": [[*text, place] for text, place in secrets.places.items()],
    }
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(file)


def load_secret_texts(file: Path, site: str) -> SecretTexts | None:
    """Read the list of a site back.

    Args:
        file: As `save_secret_texts` wrote it.
        site: What the site says of itself.

    Returns:
        None where there is none, or only that of another site.
    """
    try:
        content = json.loads(file.read_bytes())
        if (content["format"], content["site"]) != (_FORMAT, site):
            return None
        places = {(head, length, digest): place for head, length, digest, place in content["texts"]}
        return SecretTexts(bytes.fromhex(content["key"]), places)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _factor_of(key: bytes) -> int:
    return int.from_bytes(blake2b(b"factor", key=key, digest_size=8).digest()) | 1


def _digest(read: Letters, key: bytes) -> str:
    return blake2b(read.tobytes(), key=key, digest_size=_DIGEST_SIZE).hexdigest()


def _heads(read: Letters, factor: int) -> NDArray[np.uint64]:
    """Give a hash of every run of `SHORTEST` letters, by where it begins."""
    heads = read.astype(np.uint64)
    width = 1
    while width < SHORTEST:
        if len(heads) <= width:
            return np.empty(0, np.uint64)
        shift = np.uint64(pow(factor, width, 1 << 64))
        heads = heads[:-width] * shift + heads[width:]
        width *= 2
    return heads
