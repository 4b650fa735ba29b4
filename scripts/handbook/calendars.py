"""Calendars to subscribe to: one of every cadre, unit and programme, and of the office in charge.

Titles say whom they are about by the ids of records, because services that show calendars export
them; names only where the office decided so. Written as text around the pieces the library makes:
as objects of its own every day would cost five times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import groupby

from icalendar import Calendar, vText
from icalendar.parser import Contentline, Parameters

from handbook.dues import ORG_DEPARTMENT, Due, Kind, Subject, by_calendar, calendar_address
from handbook.pages.index import Index
from handbook.rendering.translations import fill_words

_END = b"END:VCALENDAR\r\n"
_WIDTH = 75  # octets of a line; RFC 5545, 3.1
_SPECIAL = frozenset("\\;,\n\r")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")  # spelled out in the name of an event
_DOMAIN = "secondment-handbook"
_LISTED = 100  # ids in the description of one day
_TITLES = {
    Kind.TERM_END: "{who}：挂职最后一天",
    Kind.REPORT: "{who}：应交{what}",
    Kind.ASSESSMENT: "{who}：应考{what}",
    Kind.MENTOR_GAP: "{who}：这一天起帮带联系人不够",
    Kind.HOME_POST: "{who}：应核对原岗位",
    Kind.MILESTONE: "{who}：{what}",
}
_CHOICES = {Kind.REPORT: "reports.type", Kind.ASSESSMENT: "assessments.kind"}
_UNNAMED = {Kind.REPORT: "汇报", Kind.ASSESSMENT: "考核"}
_HEADINGS = {"C": "挂职日历：{who}", "U": "单位挂职日历：{who}", "P": "项目挂职日历：{who}"}
_ROLES = (
    ("postings", "posting_id", "posting"),
    ("units", "home_unit_id", "home_unit"),
    ("units", "receiving_unit_id", "receiving_unit"),
    ("batches", "batch_id", "batch"),
)
_SHEETS = {"C": "cadres", "U": "units", "P": "programmes", "B": "batches"}


def calendar_files(
    index: Index, dues: Iterable[Due], *, with_names: bool = False
) -> dict[str, bytes]:
    """Write every calendar of one audience and language: address → content.

    In the calendars of cadres and units every day stands for one posting; in those of a programme
    and of the organisation department what one batch has in common stands together.

    Args:
        index: Of the language.
        dues: From `all_dues` of the same audience.
        with_names: Whether titles say names instead of ids.
    """
    writer = _Writer(index, with_names)
    return {
        calendar_address(name): writer.calendar(name, found)
        for name, found in by_calendar(index.publishable, dues).items()
    }


@dataclass(frozen=True, eq=False)
class _Writer:
    """Writes the calendars of one language; what several of them hold is written once."""

    index: Index
    with_names: bool
    _events: dict[int, bytes] = field(default_factory=dict)
    _notes: dict[Subject, bytes] = field(default_factory=dict)

    @property
    def _fill(self) -> Callable[..., str]:
        return partial(fill_words, self.index.language)

    def calendar(self, name: str, dues: Sequence[Due]) -> bytes:
        """Write one calendar; same days, same bytes."""
        is_joint = name == ORG_DEPARTMENT or name.startswith("P")
        events = self._joint(dues) if is_joint else map(self._single, dues)
        title = self._heading(name)
        head = (_line("NAME", title), _line("X-WR-CALNAME", title))
        return b"".join((self._start, *head, *events, _END))

    @cached_property
    def _start(self) -> bytes:
        """Give what all calendars of the language begin with."""
        calendar = Calendar()
        calendar.add("prodid", f"-//{_DOMAIN}//{self.index.language.upper()}")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        day = timedelta(days=1)
        calendar.add("refresh-interval", day, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "P1D")
        return bytes(calendar.to_ical()).removesuffix(_END)

    def _heading(self, name: str) -> str:
        if name == ORG_DEPARTMENT:
            return self._fill("组织部门挂职日历")
        return self._fill(_HEADINGS[name[0]], who=self._name(name))

    def _single(self, due: Due) -> bytes:
        """Write one day of a posting or batch, once for all calendars it stands in."""
        event = self._events.get(id(due))
        if event is None:
            event = self._events[id(due)] = self._alone(due)
        return event

    def _alone(self, due: Due) -> bytes:
        subject = due.subject
        if due.kind is Kind.MILESTONE:
            uid = _uid((subject.batch, due.kind, due.detail))
            return self._event(due, uid, self._name(subject.batch), b"")
        uid = _uid((subject.posting, due.kind, due.detail, due.period))
        return self._event(due, uid, self._name(_who(subject)), self._note(subject))

    def _joint(self, dues: Iterable[Due]) -> Iterator[bytes]:
        """Write what postings of one batch have in common on one day as one event."""
        ordered = sorted(dues, key=_common)
        for (_, batch, kind, _), found in groupby(ordered, key=_common):
            together = list(found)
            first = together[0]
            if kind is Kind.MILESTONE:
                yield self._single(first)
                continue
            count = len({_who(each.subject) for each in together})
            who = self._fill("{batch}（{count} 人）", batch=self._name(batch), count=count)
            uid = _uid((batch, kind, first.detail, f"{first.day:%Y%m%d}"))
            yield self._event(first, uid, who, self._list(together))

    def _event(self, due: Due, uid: str, who: str, note: bytes) -> bytes:
        title = self._fill(_TITLES[due.kind], who=who, what=self._what(due))
        if due.is_held:
            title += self._fill("（日期待核）")
        day, next_day = due.day, due.day + timedelta(days=1)
        lines = (
            f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:{self.index.as_of:%Y%m%d}T000000Z\r\n"
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\nDTEND;VALUE=DATE:{next_day:%Y%m%d}\r\n"
        )
        tail = b"TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
        return b"".join((lines.encode(), _line("SUMMARY", title), note, tail))

    def _what(self, due: Due) -> str:
        if due.kind is Kind.MILESTONE:
            return self.index.column_title("batches", due.detail)
        if due.kind not in _CHOICES:
            return ""
        choices = self.index.schema.field(_CHOICES[due.kind]).enumeration
        if due.detail and choices:
            return choices.label(due.detail, self.index.language)
        return self._fill(_UNNAMED[due.kind])

    def _note(self, subject: Subject) -> bytes:
        """Say which posting it is, from where to where."""
        note = self._notes.get(subject)
        if note is None:
            rows = (
                f"{self.index.column_title('postings', column)} {self._name(key)}"
                for sheet, column, name in _ROLES
                if (key := getattr(subject, name))
            )
            note = self._notes[subject] = _line("DESCRIPTION", "\n".join(rows))
        return note

    def _list(self, dues: Sequence[Due]) -> bytes:
        people = sorted({_who(each.subject) for each in dues})
        rows = [self._name(key) for key in people[:_LISTED]]
        if len(people) > _LISTED:
            rows.append("…")
        return _line("DESCRIPTION", "\n".join(rows))

    def _name(self, key: str) -> str:
        sheet = _SHEETS.get(key[:1]) if self.with_names else None
        return self.index.label(sheet, key) if sheet else key


def _who(subject: Subject) -> str:
    """Give the cadre, or the posting where nobody knows whose it is."""
    return subject.cadre or subject.posting


def _common(due: Due) -> tuple[date, str, Kind, str]:
    return due.day, due.subject.batch, due.kind, due.detail


def _uid(parts: Iterable[str]) -> str:
    """Name an event by its record, kind and period, so that it stays the same event when moved."""
    named = (_UNSAFE.sub(lambda found: f"x{ord(found[0]):x}", part) for part in parts if part)
    return f"{'.'.join(named)}@{_DOMAIN}"


def _line(name: str, text: str) -> bytes:
    """Write one line, folded and escaped by the library where that is needed."""
    plain = f"{name}:{text}".encode()
    if len(plain) <= _WIDTH and _SPECIAL.isdisjoint(text):
        return plain + b"\r\n"
    return bytes(Contentline.from_parts(name, Parameters(), vText(text)).to_ical()) + b"\r\n"
