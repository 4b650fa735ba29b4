"""What a returned file asks of the register, and what it may not ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from handbook.personal_numbers import has_personal_number
from handbook.proposals import UNREAD, Kind, Origin, Place, Proposal, Scope, compare, record_words
from handbook.schema import LIST_SEPARATORS, fold
from handbook.tables import LocatedSheet
from handbook.unit_files.model import Remark, SentFile, SentSheet, remark
from handbook.unit_files.returned import NamedPlace, Returned, ReturnedRow
from handbook.unit_files.sending import received
from handbook.workbook import Sheet, grid


@dataclass(frozen=True)
class Wishes:
    """What a file asks for.

    Attributes:
        proposals: Changes and new rows, in the order of the file.
        remarks: What was changed and is not offered, and why.
    """

    proposals: tuple[Proposal, ...]
    remarks: tuple[Remark, ...]


def wishes_of(file: Returned, places: Mapping[str, Place], sender: str) -> Wishes:
    """Compare a returned file with the register, three ways.

    Args:
        file: With what was sent.
        places: Sheets of the register as it stands now.
        sender: Who it is from, as the list should say it.
    """
    proposals: list[Proposal] = []
    remarks: list[Remark] = []
    if file.sent is None:
        return Wishes((), ())
    for sheet in file.sent.sheets:
        if sheet.key in file.rows and sheet.key in places:
            asked = _Sheet(file, file.sent, sheet, places, sender)
            proposals += asked.proposals()
            remarks += asked.remarks
    return Wishes(tuple(proposals), tuple(remarks))


class _Sheet:
    """One returned sheet beside the same sheet of the register."""

    def __init__(
        self,
        file: Returned,
        whole: SentFile,
        sent: SentSheet,
        places: Mapping[str, Place],
        sender: str,
    ) -> None:
        self._file = file
        self._sent = sent
        self._places = places
        self._register = places[sent.key]
        self._language = whole.language
        self._mine = frozenset(received(whole))
        self._sender = sender
        self._present = self._register.known_as
        self._theirs = Place(self._register.located, whole.language)
        self.remarks: list[Remark] = []

    def proposals(self) -> Iterator[Proposal]:
        known = [row for row in self._file.rows[self._sent.key] if row.name]
        new = [row for row in self._file.rows[self._sent.key] if not row.name]
        kept = list(self._kept(known))
        self._tell_missing(known)
        for fields in dict.fromkeys(self._opened(row) for row in kept):
            rows = [row for row in kept if self._opened(row) == fields]
            yield from self._compare(rows, Scope(fields, may_add=False), self._base(rows))
        added = list(self._allowed(new))
        listed: set[int] = set()
        for proposal in self._compare(added, Scope(self._sent.new_fields), None):
            # of a row that is there already, what is left blank is no wish
            if proposal.kind is Kind.ADD or proposal.after:
                listed.update(origin.row_number for origin in proposal.origins)
                yield proposal
        self._tell_unlisted([row for row in added if row.row_number not in listed])

    def _tell_unlisted(self, rows: Sequence[ReturnedRow]) -> None:
        """Tell of new rows that say nothing new although no record is called the same."""
        for row in rows:
            lacking = [
                field.titles[self._language]
                for field in self._register.located.schema.fields
                if field.required and not row.texts.get(field.name)
            ]
            if lacking and not self._name_now(row):
                self._tell(
                    "“{title}”第 {row} 行只填了一部分（还缺：{columns}），没有列入清单。"
                    "请对方补齐。",
                    row,
                    columns=LIST_SEPARATORS[self._language].join(lacking),
                )

    def _opened(self, row: ReturnedRow) -> frozenset[str]:
        return self._sent.open_fields[self._sent.position[row.name]]

    def _compare(
        self, rows: Sequence[ReturnedRow], scope: Scope, base: Place | None
    ) -> Iterator[Proposal]:
        # a column that is gone asks for nothing; it would read as cells that were cleared
        there = frozenset(scope.fields).intersection(*(row.texts for row in rows))
        scope = replace(scope, fields=there)
        returned = self._place([self._name_now(row) for row in rows], self._texts(rows, scope))
        origins = {
            at: Origin(
                self._file.name, self._file.titles[self._sent.key], row.row_number, self._sender
            )
            for at, row in enumerate(rows, start=2)
        }
        yield from compare(self._register, returned, base, scope, lambda at: origins[at])

    def _base(self, rows: Sequence[ReturnedRow]) -> Place:
        texts = [
            {name: self._sent.text(row.name, name) for name in self._sent.fields} for row in rows
        ]
        return self._place([self._name_now(row) for row in rows], texts)

    def _texts(self, rows: Sequence[ReturnedRow], scope: Scope) -> list[Mapping[str, str]]:
        """Give the texts as the register would hold them; what no register may hold is told."""
        return [
            {
                name: text
                for name in scope.fields
                if name in row.texts and (text := self._text(row, name)) is not None
            }
            for row in rows
        ]

    def _text(self, row: ReturnedRow, name: str) -> str | None:
        text = row.texts[name]
        if has_personal_number(text):
            self._tell(
                "“{title}”第 {row} 行“{column}”里有身份证号或手机号，没有列入清单。"
                "请删去号码再填。",
                row,
                column=self._title(name),
            )
            return self._sent.text(row.name, name) if row.name else None
        return self._in_our_words(name, text)

    def _in_our_words(self, name: str, text: str) -> str:
        """Write labels of the file's language as the register's, and days as `2025-09-01`."""
        field = self._register.located.schema.field(name)
        if field.kind == "enum" and field.enumeration:
            key = field.enumeration.key_of(text)
            is_label = key is not None and field.enumeration.label(key, self._language) == text
            return field.enumeration.label(key or "", self._register.locale) if is_label else text
        if field.kind in ("date", "month") and text:
            meant = self._theirs.meaning(name, text)
            return text if not meant or meant.startswith(UNREAD) else meant
        return text

    def _place(self, names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> NamedPlace:
        fields = self._sent.fields
        texts = grid([list(fields), *([row.get(name, "") for name in fields] for row in rows)])
        located = LocatedSheet(
            self._register.located.schema,
            Sheet(self._sent.title, texts),
            1,
            {name: number for number, name in enumerate(fields, start=1)},
            {name: name for name in fields},
            {},
            np.arange(2, len(rows) + 2),
        )
        return NamedPlace(located, self._register.locale, names)

    def _name_now(self, row: ReturnedRow) -> str:
        """Give the name the record bears in the register now; a row may have been numbered since.

        A new row bears the name of the record that says the same, if there is one.
        """
        if row.name:
            return self._present.get(row.name, "")
        schema = self._register.located.schema
        parts = [
            self._register.meaning(name, self._in_our_words(name, row.texts.get(name, "")))
            for name in schema.keyed_by
        ]
        name = "~" + "~".join(parts)
        return self._present.get(name, "") if parts and parts[0] else ""

    def _kept(self, rows: Sequence[ReturnedRow]) -> Iterator[ReturnedRow]:
        """Give the rows whose record is still there; tell of what is outside the unit's cells."""
        for row in rows:
            outside = list(self._outside(row))
            if any(self._is_identity(name) for name in outside):
                self._tell(
                    "“{title}”第 {row} 行的人和事对不上了（发出时是“{record}”），"
                    "整行没有列入清单。请对方在原来的行里填。",
                    row,
                    record=self._words(row),
                )
                continue
            for name in outside:
                self._tell(
                    "“{title}”第 {row} 行（{record}）“{column}”不归它填，"
                    "改成“{text}”没有列入清单；发出时是“{before}”。",
                    row,
                    record=self._words(row),
                    column=self._title(name),
                    text=row.texts[name],
                    before=self._sent.text(row.name, name),
                )
            if not self._name_now(row):
                self._tell(
                    "“{title}”第 {row} 行（{record}）在总表里已经找不到，没有列入清单。",
                    row,
                    record=row.name.lstrip("~#"),
                )
                continue
            yield row

    def _outside(self, row: ReturnedRow) -> Iterator[str]:
        for name, text in row.texts.items():
            if name not in self._opened(row) and self._differs(row, name, text):
                yield name

    def _differs(self, row: ReturnedRow, name: str, text: str) -> bool:
        sent = self._sent.text(row.name, name)
        return text != sent and self._theirs.meaning(name, text) != self._theirs.meaning(name, sent)

    def _is_identity(self, name: str) -> bool:
        field = self._register.located.schema.field(name)
        return field.kind == "id" or field.target == "postings"

    def _allowed(self, rows: Sequence[ReturnedRow]) -> Iterator[ReturnedRow]:
        """Give the new rows that are about a posting of the unit; tell of the others."""
        for typed in rows:
            row = self._with_posting(typed)
            if not self._sent.new_fields:
                self._tell("“{title}”不能添行，第 {row} 行没有列入清单。请回信说明。", row)
            elif self._posting(row) not in self._mine:
                self._tell(
                    "“{title}”第 {row} 行没有写是它的哪一次挂职，没有列入清单。"
                    "请从下拉选项里选“{column}”。",
                    row,
                    column=self._title(self._reference),
                )
            else:
                self._tell_locked(row)
                yield row

    def _with_posting(self, row: ReturnedRow) -> ReturnedRow:
        """Write the posting where somebody typed only whose it is."""
        posting = self._by_person.get(fold(row.texts.get(self._reference, "")))
        if posting is None:
            return row
        return replace(row, texts={**row.texts, self._reference: posting})

    @cached_property
    def _by_person(self) -> Mapping[str, str]:
        """Name or id of a secondee → the posting, of those who have one here."""
        found: dict[str, list[str]] = {}
        for name in sorted(self._mine):
            words = record_words(self._places, "postings", name)
            cadre = self._places["postings"].texts["cadre_id"]
            at = self._places["postings"].rows.get(name)
            whose = cadre[at] if at is not None else ""
            person = words.removeprefix(name).strip()
            for word in {person, whose, whose.split(" ")[0]} - {""}:
                found.setdefault(fold(word), []).append(words)
        return {word: names[0] for word, names in found.items() if len(names) == 1}

    def _tell_locked(self, row: ReturnedRow) -> None:
        for name, text in row.texts.items():
            is_theirs = name in self._sent.new_fields
            if text and not is_theirs and self._register.located.schema.field(name).kind != "id":
                self._tell(
                    "“{title}”第 {row} 行（新添）“{column}”不归它填，这一格没有列入清单。",
                    row,
                    column=self._title(name),
                )

    @property
    def _reference(self) -> str:
        fields = self._register.located.schema.fields
        return next((each.name for each in fields if each.target == "postings"), "")

    def _posting(self, row: ReturnedRow) -> str:
        return self._register.meaning(self._reference, row.texts.get(self._reference, ""))

    def _tell_missing(self, known: Sequence[ReturnedRow]) -> None:
        missing = len(self._sent.names) - len({row.name for row in known})
        if missing:
            self.remarks.append(
                remark(
                    "“{title}”比发出时少了 {count} 行。少了不算删除，总表没有动。",
                    title=self._sent.title,
                    count=missing,
                )
            )

    def _tell(self, msgid: str, row: ReturnedRow, **values: object) -> None:
        title = self._file.titles[self._sent.key]
        self.remarks.append(remark(msgid, title=title, row=row.row_number, **values))

    def _title(self, name: str) -> str:
        return self._register.located.schema.field(name).titles[self._language]

    def _words(self, row: ReturnedRow) -> str:
        name = self._present.get(row.name, row.name)
        return record_words(self._places, self._sent.key, name) or row.name
