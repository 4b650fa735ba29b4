"""Proposals as a person reads them: who wants what, of whom, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.proposals.model import Kind, Proposal
from handbook.proposals.places import UNREAD, Place
from handbook.rendering.translations import fill_words
from handbook.schema import LIST_SEPARATORS, Schema

_MOST_NAMES = 3


@dataclass(frozen=True)
class Line:
    """One proposal in words, in one language.

    Attributes:
        token: Names the proposal in a decision.
        sender: Who wants it; blank if unknown.
        sheet: Title of the sheet.
        record: The record: its id and what it is called; for a new row that it is new.
        column: Title of the column; blank for a new row.
        before: Text that stands there; blank for none.
        after: Text that would stand there; blank where the cell would be cleared.
        remark: What to think about: a conflict with both texts and who wants them, a cell that
            would be cleared; blank otherwise.
        source: File and row it comes from.
        is_conflict: Whether somebody wants something else.
    """

    token: str
    sender: str
    sheet: str
    record: str
    column: str
    before: str
    after: str
    remark: str
    source: str
    is_conflict: bool


def lines_of(
    proposals: Iterable[Proposal], places: Mapping[str, Place], schema: Schema, language: str
) -> list[Line]:
    """Put proposals into words.

    Args:
        proposals: In the order of the list.
        places: Sheets of the register, for titles and names.
        schema: What the register consists of.
        language: zh, vi or en.
    """
    speaker = _Speaker(places, schema, language)
    return [speaker.line(each) for each in proposals]


@dataclass(frozen=True)
class _Speaker:
    places: Mapping[str, Place]
    schema: Schema
    language: str

    def line(self, proposal: Proposal) -> Line:
        table = self.schema.tables[proposal.sheet]
        is_new = proposal.kind is Kind.ADD
        return Line(
            token=proposal.token,
            sender=self._listed(origin.sender for origin in proposal.origins),
            sheet=table.titles[self.language],
            record=fill_words(self.language, "新增一行")
            if is_new
            else record_words(self.places, proposal.sheet, proposal.record),
            column="" if is_new else self._title(proposal.sheet, proposal.field),
            before=proposal.before,
            after=self._texts(proposal) if is_new else proposal.after,
            remark=self._listed(self._remarks(proposal)),
            source=self._listed(self._sources(proposal)),
            is_conflict=proposal.is_conflict,
        )

    def _listed(self, words: Iterable[str]) -> str:
        return LIST_SEPARATORS[self.language].join(dict.fromkeys(filter(None, words)))

    def _title(self, sheet: str, field: str) -> str:
        return self.schema.tables[sheet].field(field).titles[self.language]

    def _texts(self, proposal: Proposal) -> str:
        """Give the texts of a new row, each with its title."""
        sheet = proposal.sheet
        parts = (
            fill_words(
                self.language,
                "{name}：{value}",
                name=self._title(sheet, name),
                value=self._named(sheet, name, text),
            )
            for name, text in proposal.texts.items()
        )
        return "\n".join(parts)

    def _named(self, sheet: str, name: str, text: str) -> str:
        """Give a text of a new row; beside an id that stands alone what its record is called."""
        field = self.schema.tables[sheet].field(name)
        if field.kind != "reference" or sheet not in self.places:
            return text
        key = self.places[sheet].meaning(name, text)
        return record_words(self.places, field.target, key) if key == text else text

    def _remarks(self, proposal: Proposal) -> Iterator[str]:
        if proposal.kind is Kind.CHANGE and proposal.before and not proposal.after:
            yield fill_words(self.language, "会把这一格清空")
        yield from self._unread(proposal)
        if lacking := LIST_SEPARATORS[self.language].join(self._lacking(proposal)):
            yield fill_words(self.language, "还缺：{columns}", columns=lacking)
        for rival in proposal.rivals:
            if rival.sender:
                yield fill_words(
                    self.language, "冲突：{who}要改为“{text}”", who=rival.sender, text=rival.text
                )
            else:
                yield fill_words(
                    self.language,
                    "冲突：发出以后，总表里已改为“{text}”",
                    text=rival.text,
                )

    def _unread(self, proposal: Proposal) -> Iterator[str]:
        """Name what cannot be read as its column asks, so that nobody accepts it unseen."""
        place = self.places.get(proposal.sheet)
        texts = proposal.texts or {proposal.field: proposal.after}
        for name, text in texts.items():
            if place is not None and place.meaning(name, text).startswith(UNREAD):
                yield fill_words(
                    self.language,
                    "“{column}”读不懂“{text}”",
                    column=self._title(proposal.sheet, name),
                    text=text,
                )

    def _lacking(self, proposal: Proposal) -> Iterator[str]:
        """Name the columns that every row has to fill in and a new one does not."""
        for field in self.schema.tables[proposal.sheet].fields if proposal.texts else ():
            # an id is required in the end, but the check hands it out
            if field.required and field.kind != "id" and not proposal.texts.get(field.name):
                yield field.titles[self.language]

    def _sources(self, proposal: Proposal) -> Iterator[str]:
        for origin in proposal.origins[:_MOST_NAMES]:
            yield fill_words(
                self.language,
                "{file} “{title}”第 {row} 行",
                file=origin.file,
                title=origin.title,
                row=origin.row_number,
            )


def record_words(places: Mapping[str, Place], sheet: str, record: str) -> str:
    """Name a record by its id and what people call it: `S-0001 顾清禾 云泽县`.

    Args:
        places: Sheets of the register.
        sheet: Key of its sheet.
        record: Its name in the list of proposals.
    """
    own = "" if record.startswith(("#", "~")) else record
    return " ".join(dict.fromkeys(filter(None, [own, *_names(places, sheet, record)])))


def _names(places: Mapping[str, Place], sheet: str, record: str) -> Iterator[str]:
    """Give what the label fields of a record say."""
    place = places.get(sheet)
    at = place.rows.get(record) if place is not None else None
    if place is None or at is None:
        return
    for name in place.located.schema.label:
        if name in place.texts:
            yield _label(places, place, name, place.texts[name][at])


def _label(places: Mapping[str, Place], place: Place, name: str, text: str) -> str:
    """Give what a label field says; a reference is followed to the name it points to."""
    target = place.located.schema.field(name).target
    if not target:
        return text
    typed_name = text.partition(" ")[2]
    return typed_name or next(_names(places, target, place.meaning(name, text)), text)
