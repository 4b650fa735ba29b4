"""The rows of the directories as scripts that set a variable.

They are scripts and not JSON to be fetched, so that filtering also works in a site opened from a
folder. `assets/directory.js` reads them; every distinct value stands in them once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from handbook.pages.book import Book
from handbook.pages.directory_rows import (
    NO_POSTING,
    DataColumn,
    DirectoryData,
    Entry,
    people_data,
    unit_data,
)
from handbook.pages.names import phrase_spellings, spellings
from handbook.publishable import State
from handbook.rendering.translations import translations

_EPOCH = date(1970, 1, 1).toordinal()  # where the days of a browser begin


def directory_files(book: Book) -> dict[str, bytes]:
    """Give the files of the directories of one language: address → content.

    Args:
        book: What all pages of the language share.
    """
    data = {"people": people_data(book), "units": unit_data(book)}
    words = translations(book.index.language).gettext
    return {
        f"directory/{name}.js": directory_script(rows, words)
        for name, rows in data.items()
        if rows is not None
    }


def directory_script(data: DirectoryData, words: Callable[[str], str]) -> bytes:
    """Write the rows of one directory.

    A column is `keys` and `texts` of its distinct values, blank first, `at` their places by row;
    also `folder` of their pages, `bare` the places of those that have none, `others` the further
    names by place, and `vi` the places of Vietnamese names on pages in another language; names of
    people are spelled by `pinyin` of their characters, or `spelled` by place where they are read
    otherwise; those of units likewise, `spelled` by the name. A key that is its text is left
    blank. Days are counted from 1970, and null where there is none; `until` is the last day in
    post of the rows where it is not the end.

    Args:
        data: The rows.
        words: Translates a word of the interface.
    """
    columns = {name: _column(column, words) for name, column in data.columns.items()}
    days = {name: _days(each) for name, each in data.days.items()}
    until = {row: _days([day])[0] for row, day in data.until.items()}
    value = {"columns": columns, "days": days, "until": until}
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"window.handbookDirectory={text};\n".encode()


def _column(column: DataColumn, words: Callable[[str], str]) -> dict[str, Any]:
    texts = [_text(each, words) for each in column.entries]
    told: dict[str, Any] = {
        "keys": [
            "" if each.key == text else each.key
            for each, text in zip(column.entries, texts, strict=True)
        ],
        "texts": texts,
        "at": column.places,
    }
    others = {place: list(each.others) for place, each in enumerate(column.entries) if each.others}
    if others:
        told["others"] = others
    foreign = [place for place, each in enumerate(column.entries) if each.value.language]
    if foreign:
        told["vi"] = foreign
    if column.folder == "cadres":
        named = {str(place): text for place, text in enumerate(texts)}
        told["pinyin"], told["spelled"] = spellings(named)
    elif column.folder == "units":
        told["pinyin"], told["spelled"] = _unit_spellings(column, texts)
    if column.folder:
        told["folder"] = column.folder
        told["bare"] = [
            place for place, each in enumerate(column.entries) if place and not each.value.link
        ]
    return told


def _unit_spellings(
    column: DataColumn, texts: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Spell units and their other names; those read otherwise by the name."""
    others = (other for each in column.entries for other in each.others)
    return phrase_spellings(dict.fromkeys((*texts, *others)))


def _text(entry: Entry, words: Callable[[str], str]) -> str:
    if entry.key == NO_POSTING:
        return words("没有挂职记录")
    if entry.value.state is State.HELD:
        return f"{entry.value.text} {words('待核')}".lstrip()
    return " ".join(entry.value.text.split())


def _days(days: Iterable[date | None]) -> list[int | None]:
    return [day.toordinal() - _EPOCH if day else None for day in days]
