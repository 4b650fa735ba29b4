"""Look a site over without reading again what was read before: verdicts are kept by hash.

Every file is judged once, while it is being written, and what frames the pages of a folder once
for all of them. Of a file that is as it was, only where it leads is looked up, because that may be
gone. This says that all is well, or that `check_site` has to look at everything and say what is
not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from posixpath import dirname
from typing import Any

from handbook.kept_data import load_kept, save_kept
from handbook.leaks import LeakFinder
from handbook.outgoing import (
    Link,
    Tag,
    frame_and_body,
    has_placeholder,
    leads_elsewhere,
    links_of_tag,
    places_in,
    policy_problems,
    resolve,
    scheme_problem,
    style_addresses,
    tags_in,
    without_switch,
)
from handbook.secret_texts import NO_SECRETS, SecretTexts
from handbook.site_folder import Framed
from handbook.taken_along import TAKEN_ALONG, faults_of

_FORMAT = 3
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
        files: Address → digest of the file, frame of the page or blank, numbers of its targets.
        frames: Name of a frame → numbers of its targets.
        places: Address → digest of a page, places that are on it and are led to.
        targets: Number → target.
    """

    files: dict[str, tuple[str, str, list[int]]] = field(default_factory=dict)
    frames: dict[str, list[int]] = field(default_factory=dict)
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
        and all(_has_places(site, path, {anchor}) for path, anchor in targets if anchor)
    )


def _has_places(site: Path, path: str, anchors: set[str]) -> bool:
    page = site / path
    return page.is_file() and anchors <= places_in(page.read_bytes())


def _has_quoted(site: Path, path: str, anchors: set[str]) -> bool:
    """Look for places on a page of the register, whose templates always quote them alike."""
    content = (site / path).read_bytes()
    missing = {each for each in anchors if b' id="%b"' % each.encode() not in content}
    return not missing or missing <= places_in(content)


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
        self._of_tags: dict[str, dict[Tag, frozenset[int]]] = {}
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
        numbers = {each for _, _, many in self._now.files.values() for each in many}
        numbers.update(each for many in self._now.frames.values() for each in many)
        targets = frozenset(self._now.targets[number] for number in numbers)
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
        numbers, frame = list[int](), ""
        if address.endswith(_PAGES):
            around, body = frame_and_body(content)
            plain, switch = without_switch(around)
            if body is not content:
                frame = f"{dirname(address)} {blake2b(plain, digest_size=16).hexdigest()}"
                if frame not in self._now.frames:
                    self._now.frames[frame] = self._numbers_in(address, plain, is_whole=True)
            is_whole = body is content
            part = body if is_whole else switch + body
            numbers = self._numbers_in(address, part, is_whole=is_whole)
        self._now.files[address] = (digest, frame, numbers)

    def _judge_framed(self, address: str, digest: str, content: bytes, framed: Framed) -> None:
        frame = f"{dirname(address)} {framed.frame}"
        if frame in self._read_frames:
            self._finder.read_piece(address, framed.own)
        else:
            self._read_frames.add(frame)
            self._finder.read(address, content)
            around, _ = without_switch(frame_and_body(content)[0])
            self._now.frames[frame] = self._numbers_in(address, around, is_whole=True)
        self._now.files[address] = (digest, frame, self._numbers_in(address, framed.own))

    def _numbers_in(self, address: str, content: bytes, *, is_whole: bool = False) -> list[int]:
        """Give the numbers of the targets of a file or a part of one; note what is wrong in it."""
        if any(policy_problems(address, content, is_whole=is_whole)):
            self._is_clean = False
        if has_placeholder(address, content):
            self._is_clean = False
        folder = dirname(address)
        known = self._of_tags.setdefault(folder, {})
        numbers = set(self._numbers_of(address, style_addresses(address, content)))
        for tag in tags_in(address, content):
            found = known.get(tag)
            if found is None:
                links = links_of_tag(*tag)
                found = frozenset(self._numbers_of(address, links))
                if all(link.target[:1] not in {"", "#"} for link in links):  # the same in a folder
                    known[tag] = found
            numbers |= found
        return sorted(numbers)

    def _numbers_of(self, address: str, links: Iterable[Link]) -> Iterator[int]:
        for link in links:
            number = self._resolve(address, link)
            if number is not None:
                yield number

    def _resolve(self, address: str, link: Link) -> int | None:
        if scheme_problem(link):
            self._is_clean = False
        if leads_elsewhere(link.target):
            return None
        path, anchor = resolve(address, link.target)
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
                is_stamped = self._now.files[path][1] in self._read_frames
                has_places = _has_quoted if is_stamped else _has_places
                self._is_clean = self._is_clean and has_places(self._site, path, anchors)
            self._now.places[path] = (digest, sorted(anchors))


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
