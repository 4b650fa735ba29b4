"""What the search box searches: the register in one small file, the written pages in another.

Both are scripts that set a variable, not JSON to be fetched, so that the box also works in a site
opened from a folder. Folding, pinyin from syllables, and ranking happen in `assets/search.js`;
here everything is kept once and short, because the file is loaded on a telephone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeAlias

from handbook.packing import joined, key_runs, packed, told_once
from handbook.page_shell import SHELL_MARK
from handbook.pages.names import phrase_spellings, spellings
from handbook.publishable import Publishable

Speller: TypeAlias = Callable[[list[str]], tuple[dict[str, str], dict[str, str]]]
"""Gives what `phrase_spellings` gives for some names."""

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
    spell: Speller = phrase_spellings,
) -> dict[str, bytes]:
    """Give the files of the search box: address → content.

    Args:
        publishable: The register as the audience may see it.
        rules: Code and name of every rule that has a page, in their order.
        shells: Built hand-written pages.
        sections: What `page_sections` gives for them, when it is at hand.
        spell: Spells the names of units.
    """
    entries = register_entries(publishable, rules, spell)
    return {
        "search/register.js": _script("handbookRegister", entries),
        "search/pages.js": _script("handbookPages", sections or page_sections(shells)),
    }


def register_entries(
    publishable: Publishable,
    rules: Iterable[tuple[str, str]] = (),
    spell: Speller = phrase_spellings,
) -> bytes:
    """Give everything of the register that can be searched for, as compact JSON.

    Units, programmes, batches and rules are columns: `ids`, `names`, `others` (further names,
    parted by semicolons) and `of` (place, from 1, of the programme a batch is of). Cadres are too:
    `home` and `host` are places in the list of units, 0 for none. For units and cadres `pinyin`
    spells single characters, and `spelled` those names that are read otherwise: of units by the
    name, of cadres by the id. `packing` writes the columns.

    Args:
        publishable: The register as the audience may see it.
        rules: Code and name of every rule that has a page.
        spell: Spells the names of units.
    """
    entries: dict[str, Any] = {name: _named(publishable, name) for name in _NAMES}
    entries["units"] |= _spelled_units(publishable, spell)
    codes = list(rules)
    entries["rules"] = {
        "ids": key_runs(code for code, _ in codes),
        "names": told_once([name for _, name in codes]),
    }
    if publishable.shows("cadres", "name"):
        entries["cadres"] = _people(publishable)
    return _json(entries)


def page_sections(site: Path) -> bytes:
    """Give the text of the written pages by section, as compact JSON.

    Args:
        site: Built hand-written pages; shells, the home page and the error page are left out.

    Returns:
        A list of pages, the guidance first: address, title, sections; a section: anchor, heading,
        text.
    """
    pages = []
    for path in sorted(site.rglob("*.html"), key=lambda path: ("guidance" not in path.parts, path)):
        address = path.relative_to(site).as_posix()
        content = path.read_bytes()
        if address not in _UNSEARCHED and SHELL_MARK not in content:
            reader = _Article()
            start, end = content.find(b"<article"), content.rfind(b"</article>")
            reader.feed(content[start:end].decode() if start >= 0 else "")
            pages.append([address, *reader.page()])
    return _json(pages)


def _script(variable: str, content: bytes) -> bytes:
    return b"window.%b=%b;\n" % (variable.encode(), content)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _named(publishable: Publishable, sheet: str) -> dict[str, Any]:
    records = publishable.records_of(sheet)
    name = publishable.reader(sheet, _NAMES[sheet])
    others = publishable.reader(sheet, "short_names")
    named: dict[str, Any] = {
        "ids": key_runs(records),
        "names": told_once([name(record) for record in records.values()]),
        "others": told_once([";".join(_words(others(record))) for record in records.values()]),
    }
    if sheet == "batches":
        programmes = _places(publishable, "programmes")
        of = publishable.reader(sheet, "programme_id")
        named["of"] = packed(programmes.get(of(record), 0) for record in records.values())
    return named


def _spelled_units(publishable: Publishable, spell: Speller) -> dict[str, dict[str, str]]:
    name, others = (publishable.reader("units", each) for each in ("unit_name", "short_names"))
    records = publishable.records_of("units").values()
    texts = [each for record in records for each in (name(record), *_words(others(record)))]
    pinyin, spelled = spell(texts)
    return {"pinyin": pinyin, "spelled": spelled}


def _places(publishable: Publishable, sheet: str) -> dict[str, int]:
    return {key: place for place, key in enumerate(publishable.records_of(sheet), start=1)}


def _words(value: str | Sequence[str]) -> list[str]:
    parts = _SEVERAL.split(value) if isinstance(value, str) else value
    return [part.strip() for part in parts if part.strip()]


def _people(publishable: Publishable) -> dict[str, Any]:
    cadres, units = publishable.records_of("cadres"), _places(publishable, "units")
    columns = ("name", "home_unit_id", "home_post")
    name, home, post = (publishable.reader("cadres", column) for column in columns)
    present = _present_postings(publishable)
    names, homes, hosts, posts = [], [], [], []
    for key, record in cadres.items():
        host, title = present.get(key, ("", ""))
        names.append(_one_line(name(record)))
        homes.append(units.get(home(record), 0))
        hosts.append(units.get(host, 0))
        posts.append(title or post(record))
    pinyin, spelled = spellings(dict(zip(cadres, names, strict=True)))
    return {
        "ids": key_runs(cadres),
        "names": joined(names),
        "home": packed(homes),
        "host": packed(hosts),
        "posts": told_once(posts),
        "pinyin": pinyin,
        "spelled": spelled,
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _prose(text: str) -> str:
    return _GAP.sub("", _one_line(text))


def _present_postings(publishable: Publishable) -> dict[str, tuple[str, str]]:
    """Give cadre id → receiving unit and title of the latest posting that is not over."""
    fields = ("cadre_id", "receiving_unit_id", "title", "status", "start_planned")
    cadre, unit, title, status, start = (publishable.reader("postings", each) for each in fields)
    records = publishable.records_of("postings").values()
    going = [each for each in records if status(each) not in _OVER]
    going.sort(key=lambda each: str(start(each) or ""))
    return {cadre(each): (unit(each), title(each)) for each in going}


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
