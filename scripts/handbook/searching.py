"""What the search box searches: the register in one small file, the written pages in another.

Both are scripts that set a variable, not JSON to be fetched, so that the box also works in a site
opened from a folder. Folding, pinyin from syllables, and ranking happen in `assets/search.js`;
here everything is kept once and short, because the file is loaded on a telephone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from handbook.pages.names import pinyin_of
from handbook.publishable import Publishable, PublishedTable
from handbook.stamping import SHELL_MARK

_NAMES = {"units": "unit_name", "programmes": "name", "batches": "title"}
_OVER = frozenset({"completed", "ended_early", "cancelled"})  # such a posting is not where one is
_SEVERAL = re.compile(r"[;；、,，\n]+")
_WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_GAP = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")  # left by a line break between two characters
_UNSEARCHED = frozenset({"index.html", "404.html"})


def search_files(
    publishable: Publishable,
    rules: Iterable[tuple[str, str]],
    shells: Path,
    sections: bytes | None = None,
) -> dict[str, bytes]:
    """Give the files of the search box: address → content.

    Args:
        publishable: The register as the audience may see it.
        rules: Code and name of every rule that has a page, in their order.
        shells: Built hand-written pages.
        sections: What `page_sections` gives for them, when it is at hand.
    """
    return {
        "search/register.js": _script("handbookRegister", register_entries(publishable, rules)),
        "search/pages.js": _script("handbookPages", sections or page_sections(shells)),
    }


def register_entries(publishable: Publishable, rules: Iterable[tuple[str, str]] = ()) -> bytes:
    """Give everything of the register that can be searched for, as compact JSON.

    Units, programmes, batches and rules are lists of id, name and other names. Cadres are columns:
    `ids` and `names` one per line (a blank id is the one before plus one); `home`, `host` and
    `post` are places, from 1, in the list of units and in `posts`, 0 for none; `pinyin` spells
    single characters, and `spelled` those names that are read otherwise.

    Args:
        publishable: The register as the audience may see it.
        rules: Code and name of every rule that has a page.
    """
    entries: dict[str, Any] = {name: _named(publishable, name) for name in _NAMES}
    entries["rules"] = [list(rule) for rule in rules]
    people = publishable.tables.get("cadres")
    if people is not None and people.shows("name"):
        units = {unit[0]: place for place, unit in enumerate(entries["units"], start=1)}
        entries["cadres"] = _people(people, publishable.tables.get("postings"), units)
    return _json(entries)


def page_sections(site: Path) -> bytes:
    """Give the text of the written pages by section, as compact JSON.

    Args:
        site: Built hand-written pages; shells, the home page and the error page are left out.

    Returns:
        A list of pages: address, title, sections; a section: anchor, heading, text.
    """
    pages = []
    for path in sorted(site.rglob("*.html")):
        address = path.relative_to(site).as_posix()
        content = path.read_bytes()
        if address not in _UNSEARCHED and SHELL_MARK not in content:
            reader = _Article()
            reader.feed(content.decode())
            pages.append([address, *reader.page()])
    return _json(pages)


def _script(variable: str, content: bytes) -> bytes:
    return b"window.%b=%b;\n" % (variable.encode(), content)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _named(publishable: Publishable, sheet: str) -> list[list[str]]:
    table = publishable.tables.get(sheet)
    if table is None:
        return []
    name = _reader(table, _NAMES[sheet])
    others = _reader(table, "short_names")
    return [[key, name(record), *_words(others(record))] for key, record in table.records.items()]


def _reader(table: PublishedTable, field: str) -> Callable[[Any], Any]:
    """Give a function that reads a field of a record; blank where nobody may see it."""
    if not table.shows(field):
        return lambda _: ""
    return lambda record: getattr(record, field)


def _words(value: str | Sequence[str]) -> list[str]:
    parts = _SEVERAL.split(value) if isinstance(value, str) else value
    return [part.strip() for part in parts if part.strip()]


def _people(
    cadres: PublishedTable, postings: PublishedTable | None, units: Mapping[str, int]
) -> dict[str, Any]:
    read = {name: _reader(cadres, name) for name in ("name", "home_unit_id", "home_post")}
    present = _present_postings(postings) if postings else {}
    names, homes, hosts, posts = [], [], [], []
    places: dict[str, int] = {"": 0}
    for key, record in cadres.records.items():
        host, title = present.get(key, ("", ""))
        post = _one_line(title or read["home_post"](record))
        names.append(_one_line(read["name"](record)))
        homes.append(units.get(read["home_unit_id"](record), 0))
        hosts.append(units.get(host, 0))
        posts.append(places.setdefault(post, len(places)))
    pinyin, spelled = _spellings(dict(zip(cadres.records, names, strict=True)))
    return {
        "ids": "\n".join(_shortened(cadres.records)),
        "names": "\n".join(names),
        "home": homes,
        "host": hosts,
        "post": posts,
        "posts": list(places),
        "pinyin": pinyin,
        "spelled": spelled,
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _prose(text: str) -> str:
    return _GAP.sub("", _one_line(text))


def _present_postings(postings: PublishedTable) -> dict[str, tuple[str, str]]:
    """Give cadre id → receiving unit and title of the latest posting that is not over."""
    fields = ("cadre_id", "receiving_unit_id", "title", "status", "start_planned")
    cadre, unit, title, status, start = (_reader(postings, field) for field in fields)
    going = [each for each in postings.records.values() if status(each) not in _OVER]
    going.sort(key=lambda each: str(start(each) or ""))
    return {cadre(each): (unit(each), title(each)) for each in going}


def _shortened(keys: Iterable[str]) -> Iterator[str]:
    """Leave blank every id that follows the one before."""
    expected = ""
    for key in keys:
        yield "" if key == expected else key
        prefix, _, number = key.partition("-")
        expected = f"{prefix}-{int(number) + 1:0{len(number)}d}"


def _spellings(names: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Spell every character once, and apart those names in which one is read otherwise."""
    pinyin: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for key, name in names.items():
        own = pinyin_of(name).syllables
        if not own:
            continue
        for character in name:
            if character not in pinyin and (alone := pinyin_of(character).syllables):
                pinyin[character] = alone[0]
        usual = tuple(pinyin[each] for each in name if each in pinyin)
        if own != usual:
            spelled[key] = " ".join(own)
    return pinyin, spelled


class _Article(HTMLParser):
    """Reads the sections of one built page."""

    def __init__(self) -> None:
        super().__init__()
        self._sections: list[list[str]] = []
        self._is_inside = self._is_heading = False
        self._hidden = ""

    def page(self) -> tuple[str, list[list[str]]]:
        """Give the title and the sections: anchor, heading, text."""
        sections = [[each[0], *map(_prose, each[1:])] for each in self._sections]
        title = sections[0][1] if sections else ""
        if sections:
            sections[0][:2] = ["", ""]  # the page itself needs no anchor, and its title is known
        return title, sections

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "article":
            self._is_inside = True
        elif self._is_inside and tag in {"h1", "h2", "h3"}:
            self._is_heading = True
            self._sections.append([attributes.get("id") or "", "", ""])
        elif (
            attributes.get("class") == "headerlink"
            or "data-stamp" in attributes  # may be dropped
            or tag in {"script", "style", "footer"}
        ):
            self._hidden = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._is_inside = False
        elif tag in {"h1", "h2", "h3"}:
            self._is_heading = False
        if tag == self._hidden:
            self._hidden = ""

    def handle_data(self, data: str) -> None:
        if self._is_inside and self._sections and not self._hidden:
            self._sections[-1][1 if self._is_heading else 2] += data
