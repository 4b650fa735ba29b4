"""What a unit is sent, as texts: ids with the names behind them, choices in its own language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from handbook.personal_numbers import has_personal_number
from handbook.proposals import UNREAD, Place, record_words
from handbook.provisioning.template_tab import LONGEST_TEXT
from handbook.register import Register
from handbook.schema import Field
from handbook.unit_files.model import SentFile, SentSheet
from handbook.unit_files.shares import Share, Shares

_ID_DIGITS = 12
_REFUSED_IN_NAMES = str.maketrans(dict.fromkeys('<>:"/\\|?*\0', " "))
_LONGEST_NAME = 40


def prepare(shares: Shares, register: Register, unit: str, language: str, at: datetime) -> SentFile:
    """Put together what one unit is sent.

    Args:
        shares: The register divided among its units.
        register: As checked.
        unit: Id of the unit.
        language: Of titles and choices: zh, vi or en.
        at: The moment of sending.
    """
    speaker = _Texts(shares.places, language)
    sheets = tuple(speaker.sheet(share) for share in shares.of(unit))
    name = record_words(shares.places, "units", unit).removeprefix(unit).strip() or unit
    sent = SentFile(
        "", unit, name, file_name(unit, name), language, at, register.schema.version, sheets
    )
    return replace(sent, id=_digest(sent))


def _digest(sent: SentFile) -> str:
    """Name a sending by what is in it and its day, so that the same one has the same name."""
    parts = (sent.unit, sent.language, sent.sent_at.date(), sent.schema_version, sent.sheets)
    whole = repr(
        [
            each if not isinstance(each, tuple) else [_plain(sheet) for sheet in each]
            for each in parts
        ]
    )
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]


def _plain(sheet: SentSheet) -> tuple[object, ...]:
    """Give a sheet with its sets in order."""
    opened = [sorted(each) for each in sheet.open_fields]
    return sheet.key, sheet.fields, sheet.names, sheet.rows, opened, sorted(sheet.new_fields)


def file_name(unit: str, name: str) -> str:
    """Name a file by unit, free of whatever a file system might stumble over.

    Args:
        unit: Id of the unit.
        name: Its name, as somebody typed it.
    """
    plain = " ".join("".join(filter(str.isprintable, name.translate(_REFUSED_IN_NAMES))).split())
    shown = plain.strip(". ")[:_LONGEST_NAME].strip(". ")
    return f"{unit}_{shown or unit}.xlsx"


class _Texts:
    """How the register's texts are written for a unit."""

    def __init__(self, places: Mapping[str, Place], language: str) -> None:
        self._places = places
        self._language = language
        self._names: dict[tuple[str, str], str] = {}

    def sheet(self, share: Share) -> SentSheet:
        place = self._places[share.key]
        columns = [list(self._column(place, field, share.positions)) for field in share.fields]
        return SentSheet(
            share.key,
            place.located.schema.titles[self._language],
            tuple(field.name for field in share.fields),
            tuple(place.names[at] for at in share.positions),
            tuple(zip(*columns, strict=True)),
            share.open_fields,
            share.new_fields,
        )

    def _column(self, place: Place, field: Field, positions: tuple[int, ...]) -> Iterator[str]:
        texts = place.texts[field.name]
        write = self._writer(place, field)
        for at in positions:
            text = texts[at]
            # what no file may hold is not sent; the check tells the office of it
            yield "" if not text or has_personal_number(text) else write(text)[:LONGEST_TEXT]

    def _writer(self, place: Place, field: Field) -> Callable[[str], str]:
        def as_read(text: str) -> str:
            meant = place.meaning(field.name, text)
            return text if not meant or meant.startswith(UNREAD) else meant

        def as_chosen(text: str) -> str:
            labels = field.enumeration
            key = labels.key_of(text) if labels else None
            return labels.label(key, self._language) if labels and key else text

        def as_named(text: str) -> str:
            return self._named(field.target, as_read(text)) or text

        kinds = {"date": as_read, "month": as_read, "enum": as_chosen, "reference": as_named}
        return kinds.get(field.kind, lambda text: text)

    def _named(self, sheet: str, record: str) -> str:
        """Give an id with the name behind it; blank where there is no such record."""
        if (sheet, record) not in self._names:
            known = record in self._places[sheet].rows if sheet in self._places else False
            self._names[sheet, record] = record_words(self._places, sheet, record) if known else ""
        return self._names[sheet, record]
