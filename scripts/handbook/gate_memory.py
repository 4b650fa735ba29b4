"""Look a site over without reading again what was read before: verdicts are kept by hash.

Every file is judged once, while it is being written, and what frames the pages of a folder once
for all of them. Of a file that is as it was, only where it leads is looked up, because that may be
gone. This says that all is well, or that `check_site` has to look at everything and say what is
not.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from posixpath import dirname
from typing import Any

import numpy as np

from handbook.kept_data import load_kept, save_kept
from handbook.leaks import LeakFinder
from handbook.outgoing import (
    Link,
    addresses_in,
    frame_and_own,
    has_placeholder,
    has_places,
    leads_elsewhere,
    policy_problems,
    resolve,
    resolve_plain,
    scheme_problem,
)
from handbook.page_pieces import References
from handbook.secret_texts import NO_SECRETS, SecretTexts
from handbook.site_folder import Framed
from handbook.taken_along import TAKEN_ALONG, faults_of

_FORMAT = 4
_PACKED = "I"
_PAGES = (".html", ".css")

Target = tuple[str, str]
"""Address of a file from the root of the site, and a place on it; blank for its top."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the files of one language are like.

    Attributes:
        is_clean: Whether nothing is wrong with any of them in itself, or with places on pages of
            the same language they lead to.
        addresses: Of all of them.
        targets: Where they lead that is no file of the same language.
    """

    is_clean: bool
    addresses: frozenset[str]
    targets: frozenset[Target]


@dataclass(eq=False)
class _Memory:
    """Verdicts on files without faults.

    Attributes:
        files: Address → digest of the file, frame of the page or blank, packed numbers of its
            targets.
        frames: Name of a frame → packed numbers of its targets.
        places: Address → digest of a page, places that are on it and are led to.
        targets: Number → target.
    """

    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    frames: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)

    @property
    def content(self) -> tuple[Any, ...]:
        """What is kept of it."""
        return self.files, self.frames, self.places, self.targets


def are_clean(looked: Collection[Looked], site: Path) -> bool:
    """Say whether all is well with all languages; what is not, `check_site` says.

    Args:
        looked: Each language.
        site: The whole site.
    """
    known = frozenset[str]().union(*(each.addresses for each in looked))
    targets = frozenset[Target]().union(*(each.targets for each in looked))
    return (
        all(each.is_clean for each in looked)
        and all(path in known for path, _ in targets)
        and all(_has_places(site / path, {anchor}) for path, anchor in targets if anchor)
    )


def _has_places(page: Path, anchors: Collection[str]) -> bool:
    return page.is_file() and has_places(page.read_bytes(), anchors)


class Looker:
    """Judges the files of one language that have changed since the verdicts were kept."""

    def __init__(
        self, site: Path, memory: Path, key: str, secrets: SecretTexts = NO_SECRETS
    ) -> None:
        """Recall the verdicts of the last build.

        Args:
            site: The whole site.
            memory: Where verdicts are kept between builds.
            key: Of the program that judges.
            secrets: Texts that must not stand in what was made since; a file that stayed as it was
                has none that were typed later.
        """
        self._site, self._file, self._key = site, memory, [_FORMAT, key]
        last = self._last = _Memory(*(load_kept(memory, self._key) or ()))
        self._now = _Memory(targets=last.targets)
        self._numbers = {target: number for number, target in enumerate(last.targets)}
        self._references = References(self._number)
        self._read_frames: set[str] = set()
        self._is_clean = True
        self._finder = LeakFinder(secrets)

    def look(self, digests: Mapping[str, str]) -> Looked:
        """Judge every file not judged yet, then look up the places all lead to.

        Args:
            digests: Address of each file of the language → digest of what it was made from.
        """
        for address, digest in digests.items():
            judged = self._now.files.get(address)
            is_judged = judged is not None and judged[0] == digest
            if not is_judged and not self._is_known(address, digest):
                self.judge(address, digest, (self._site / address).read_bytes())
        looked = self._looked(digests)
        if looked.is_clean:
            save_kept(self._file, self._key, _compacted(self._now).content)
        else:
            self._file.unlink(missing_ok=True)
        return looked

    def _looked(self, digests: Mapping[str, str]) -> Looked:
        self._is_clean = self._is_clean and not self._finder.leaks()
        targets = [self._now.targets[number] for number in _used(self._now)]
        self._look_up(targets, digests)
        return Looked(
            self._is_clean,
            frozenset(digests),
            frozenset(target for target in targets if target[0] not in digests),
        )

    def _is_known(self, address: str, digest: str) -> bool:
        known = self._last.files.get(address)
        if known is None or known[0] != digest:
            return False
        self._now.files[address] = known
        if known[1]:
            self._now.frames[known[1]] = self._last.frames[known[1]]
        return True

    def judge(
        self, address: str, digest: str, content: bytes, framed: Framed | None = None
    ) -> None:
        """Judge a file.

        Args:
            address: From the root of the site.
            digest: Of what it was made from.
            content: The whole file.
            framed: Of a page in a frame, what is its own; looked at alone where the frame is known.
        """
        if framed is not None:
            self._judge_framed(address, digest, content, framed)
            return
        self._finder.read(address, content)
        if address.endswith(TAKEN_ALONG):
            faults = faults_of(address, content)
            self._is_clean = self._is_clean and not any(faults)
        numbers, frame = b"", ""
        if address.endswith(_PAGES):
            around, own = frame_and_own(content)
            if own is not content:
                frame = f"{dirname(address)} {blake2b(around, digest_size=16).hexdigest()}"
                if frame not in self._now.frames:
                    self._now.frames[frame] = self._numbers_in(address, around, is_whole=True)
            numbers = self._numbers_in(address, own, is_whole=own is content)
        self._now.files[address] = (digest, frame, numbers)

    def judge_words(self, address: str, words: Collection[bytes]) -> None:
        """Judge the texts that a language has of its own in pages it shares with others.

        Args:
            address: Of a page of the language.
            words: As they stand in pages.
        """
        part = b"\n".join(words)
        if not self._finder.read_part(address, part):
            self._numbers_in(address, part)

    def _judge_framed(self, address: str, digest: str, content: bytes, framed: Framed) -> None:
        frame = f"{dirname(address)} {framed.frame}"
        if frame not in self._read_frames:
            self._read_frames.add(frame)
            self._finder.read(address, content)
            around, _ = frame_and_own(content)
            self._now.frames[frame] = self._numbers_in(address, around, is_whole=True)
        if framed.is_seen or self._finder.read_part(address, framed.own):
            numbers = _packed(self._references.of(address, framed.own))
        else:
            numbers = self._numbers_in(address, framed.own)
        self._now.files[address] = (digest, frame, numbers)

    def _numbers_in(self, address: str, content: bytes, *, is_whole: bool = False) -> bytes:
        """Give the numbers of the targets of a file or a part of one; note what is wrong in it."""
        if any(policy_problems(address, content, is_whole=is_whole)):
            self._is_clean = False
        if has_placeholder(address, content):
            self._is_clean = False
        return _packed(self._number(address, each) for each in addresses_in(address, content))

    def _number(self, address: str, link: Link) -> int | None:
        """Give the number of where a link leads; None where that is out of the site."""
        plain = resolve_plain(address, link.target)
        if plain is None:
            self._is_clean = self._is_clean and not scheme_problem(link)
            if leads_elsewhere(link.target):
                return None
        path, anchor = plain or resolve(address, link.target)
        target = (path, anchor if path.endswith(".html") else "")
        number = self._numbers.get(target)
        if number is None:
            number = self._numbers[target] = len(self._now.targets)
            self._now.targets.append(target)
        return number

    def _look_up(self, targets: Iterable[Target], digests: Mapping[str, str]) -> None:
        """See that the places led to are there; each page is read once, and not while it stays."""
        wanted: dict[str, set[str]] = {}
        for path, anchor in targets:
            if anchor and path in digests:
                wanted.setdefault(path, set()).add(anchor)
        for path, anchors in wanted.items():
            digest, known = digests[path], self._last.places.get(path)
            if known is None or known[0] != digest or not anchors.issubset(known[1]):
                self._is_clean = self._is_clean and _has_places(self._site / path, anchors)
            self._now.places[path] = (digest, sorted(anchors))


def _packed(numbers: Iterable[int | None]) -> bytes:
    return array(_PACKED, {each for each in numbers if each is not None}).tobytes()


def _used(memory: _Memory) -> list[int]:
    """Give the numbers of all targets that anything leads to, in order."""
    packed = b"".join((*(each for _, _, each in memory.files.values()), *memory.frames.values()))
    return np.flatnonzero(np.bincount(np.frombuffer(packed, _PACKED))).tolist()


def _compacted(memory: _Memory) -> _Memory:
    """Leave out targets that nothing leads to any more, once they are as many as the others."""
    used = _used(memory)
    if 2 * len(used) >= len(memory.targets):
        return memory
    new = np.zeros(len(memory.targets), _PACKED)
    new[used] = np.arange(len(used))

    def renumbered(packed: bytes) -> bytes:
        return bytes(new[np.frombuffer(packed, _PACKED)])

    return _Memory(
        {
            address: (digest, frame, renumbered(packed))
            for address, (digest, frame, packed) in memory.files.items()
        },
        {frame: renumbered(packed) for frame, packed in memory.frames.items()},
        memory.places,
        [memory.targets[old] for old in used],
    )
