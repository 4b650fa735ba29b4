"""Look a site over without reading again what was read before: verdicts are kept by hash.

Every file is judged once, and what frames the pages of a folder once for all of them. Of a file
that is as it was, only where it leads is looked up, because that may be gone. This says that all
is well, or that `check_site` has to look at everything and say what is not.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from posixpath import dirname
from typing import Any

from handbook.outgoing import (
    Link,
    addresses_in,
    frame_and_body,
    has_placeholder,
    leads_elsewhere,
    places_in,
    resolve,
    scheme_problem,
    without_switch,
)
from handbook.taken_along import TAKEN_ALONG, faults_of

_FORMAT = 1
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
        targets: Where they lead; places are told only on pages of other languages.
    """

    is_clean: bool
    addresses: frozenset[str]
    targets: frozenset[Target]


@dataclass(eq=False)
class _Memory:
    """Verdicts on files without faults.

    Attributes:
        files: Address → digest of the file, frame of the page or blank, numbers of its targets.
        frames: Name of a frame → numbers of its targets.
        places: Address → digest of a page, places that are on it and are led to.
        targets: Number → target.
    """

    files: dict[str, tuple[str, str, list[int]]] = field(default_factory=dict)
    frames: dict[str, list[int]] = field(default_factory=dict)
    places: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)


def look_over(site: Path, digests: Mapping[str, str], memory: Path, key: str) -> Looked:
    """Look over the files of one language.

    Args:
        site: The whole site.
        digests: Address of each of them → digest of what it was made from.
        memory: Where verdicts are kept between builds.
        key: Of the program that judges.
    """
    looker = _Looker(site, _load(memory, key))
    looked = looker.look(digests)
    if looked.is_clean:
        _save(memory, key, _compacted(looker.now))
    else:
        memory.unlink(missing_ok=True)
    return looked


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
        and all(_has_places(site, path, {anchor}) for path, anchor in targets if anchor)
    )


def _has_places(site: Path, path: str, anchors: set[str]) -> bool:
    page = site / path
    return page.is_file() and anchors <= places_in(page.read_bytes())


class _Looker:
    """Judges what has changed since the verdicts were kept."""

    def __init__(self, site: Path, last: _Memory) -> None:
        self.now = _Memory(targets=last.targets)
        self._site = site
        self._last = last
        self._numbers = {target: number for number, target in enumerate(last.targets)}
        self._resolved: dict[tuple[str, Link], int | None] = {}
        self._is_clean = True

    def look(self, digests: Mapping[str, str]) -> Looked:
        """Judge every file, then look up the places they lead to."""
        for address, digest in digests.items():
            if not self._is_known(address, digest):
                self._judge(address, digest)
        numbers = {each for _, _, many in self.now.files.values() for each in many}
        numbers.update(each for many in self.now.frames.values() for each in many)
        targets = frozenset(self.now.targets[number] for number in numbers)
        self._look_up(targets, digests)
        return Looked(
            self._is_clean,
            frozenset(digests),
            frozenset((path, "" if path in digests else anchor) for path, anchor in targets),
        )

    def _is_known(self, address: str, digest: str) -> bool:
        known = self._last.files.get(address)
        if known is None or known[0] != digest:
            return False
        self.now.files[address] = known
        if known[1]:
            self.now.frames[known[1]] = self._last.frames[known[1]]
        return True

    def _judge(self, address: str, digest: str) -> None:
        if address.endswith(TAKEN_ALONG):
            faults = faults_of(address, (self._site / address).read_bytes())
            self._is_clean = self._is_clean and not any(faults)
        numbers, frame = list[int](), ""
        if address.endswith(_PAGES):
            content = (self._site / address).read_bytes()
            around, body = frame_and_body(content)
            plain, switch = without_switch(around)
            if body is not content:
                frame = f"{dirname(address)} {blake2b(plain, digest_size=16).hexdigest()}"
                if frame not in self.now.frames:
                    self.now.frames[frame] = self._numbers_in(address, plain)
            numbers = self._numbers_in(address, body if body is content else switch + body)
        self.now.files[address] = (digest, frame, numbers)

    def _numbers_in(self, address: str, content: bytes) -> list[int]:
        """Give the numbers of the targets of a file or a part of one; note what is wrong in it."""
        if has_placeholder(address, content):
            self._is_clean = False
        found = {self._number(address, link) for link in addresses_in(address, content)}
        return sorted(number for number in found if number is not None)

    def _number(self, address: str, link: Link) -> int | None:
        place = address if link.target[:1] in {"", "#"} else dirname(address)
        if (place, link) not in self._resolved:
            self._resolved[place, link] = self._resolve(address, link)
        return self._resolved[place, link]

    def _resolve(self, address: str, link: Link) -> int | None:
        if scheme_problem(link):
            self._is_clean = False
        if leads_elsewhere(link.target):
            return None
        path, anchor = resolve(address, link.target)
        target = (path, anchor if path.endswith(".html") else "")
        number = self._numbers.get(target)
        if number is None:
            number = self._numbers[target] = len(self.now.targets)
            self.now.targets.append(target)
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
                self._is_clean = self._is_clean and _has_places(self._site, path, anchors)
            self.now.places[path] = (digest, sorted(anchors))


def _compacted(memory: _Memory) -> _Memory:
    """Leave out targets that nothing leads to any more."""
    used = {each for _, _, many in memory.files.values() for each in many}
    used.update(each for many in memory.frames.values() for each in many)
    if len(used) == len(memory.targets):
        return memory
    new = {old: number for number, old in enumerate(sorted(used))}
    return _Memory(
        {
            address: (digest, frame, [new[each] for each in many])
            for address, (digest, frame, many) in memory.files.items()
        },
        {frame: [new[each] for each in many] for frame, many in memory.frames.items()},
        memory.places,
        [memory.targets[old] for old in new],
    )


def _load(file: Path, key: str) -> _Memory:
    try:
        form, last_key, files, frames, places, targets = json.loads(file.read_bytes())
    except (OSError, ValueError):  # none yet, or damaged: everything is read
        return _Memory()
    if (form, last_key) != (_FORMAT, key):
        return _Memory()
    return _Memory(files, frames, places, [(path, anchor) for path, anchor in targets])


def _save(file: Path, key: str, memory: _Memory) -> None:
    content: list[Any] = [
        _FORMAT, key, memory.files, memory.frames, memory.places, memory.targets
    ]  # fmt: skip
    part = file.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(file)
