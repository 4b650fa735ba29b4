"""Which records of the register a form is about: the person, the posting, the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handbook.errors import ConfigError
from handbook.forms.model import Form
from handbook.publishable import Publishable

_CURRENT = ("active", "extended", "suspended", "awaiting")
_NEVER = date.max
_PAST = date.min


@dataclass(frozen=True)
class Subject:
    """What a form is about.

    Attributes:
        cadre: Id of the person.
        posting: Id of the posting; blank where there is none.
        records: Sheet key → keys of the records, in the order they are written.
    """

    cadre: str
    posting: str = ""
    records: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def choose(publishable: Publishable, form: Form, cadre: str, posting: str = "") -> Subject:
    """Find the records of the register a form is filled from.

    Args:
        publishable: The register.
        form: The form.
        cadre: Id of the person, perhaps with the name behind it, as typed.
        posting: Id of the posting, as typed; blank takes the current one.

    Raises:
        ConfigError: There is no such person or posting, it is not clear which posting is meant, or
            the form is not about one person.
    """
    if not form.about:
        raise _about_nobody(form)
    book = _Book(publishable)
    person = _person(book, cadre)
    own = book.where("postings", "cadre_id", person)
    chosen = _asked_posting(own, posting, person) if posting else _posting(book, own, person, form)
    records = {"cadres": (person,), **_around(book, form, person, chosen)}
    return Subject(person, chosen, {key: each for key, each in records.items() if each})


@dataclass(frozen=True)
class _Book:
    """The sheets of a register, which may lack any of them."""

    publishable: Publishable

    def records(self, sheet: str) -> Mapping[str, Any]:
        table = self.publishable.tables.get(sheet)
        return table.records if table else {}

    def where(self, sheet: str, name: str, value: str) -> list[str]:
        """Give the keys of the records whose field has a value, in the order of the keys."""
        records = self.records(sheet)
        return [key for key, each in records.items() if getattr(each, name) == value]

    def value(self, sheet: str, key: str, name: str) -> Any:  # noqa: ANN401 - typed by the field
        record = self.records(sheet).get(key)
        return getattr(record, name) if record is not None else ""

    def newest(self, sheet: str, keys: Iterable[str], name: str) -> tuple[str, ...]:
        """Give the record whose date is the latest; none of none."""
        found = max(keys, key=lambda key: (self.value(sheet, key, name) or _PAST, key), default="")
        return (found,) if found else ()


def _about_nobody(form: Form) -> ConfigError:
    names = form.names
    return ConfigError(
        {
            "zh": f"“{names['zh']}”不是一个人的表，不从登记表带出。请去掉干部编号，取空白的。",
            "vi": f"“{names['vi']}” không phải biểu mẫu của một người nên không lấy thông tin từ "
            "sổ. Hãy bỏ mã cán bộ để lấy bản trống.",
            "en": f"“{names['en']}” is not about one person and is not filled in from the "
            "register. Leave the number of the cadre out to have it blank.",
        },
        "person",
    )


def _person(book: _Book, typed: str) -> str:
    cadre = next(iter(typed.split()), "").upper()
    if cadre in book.records("cadres"):
        return cadre
    raise ConfigError(
        {
            "zh": f"登记表的“干部”里没有“{typed}”，或者这一行的编号有问题。"
            "请写干部编号，例如 C-00012；编号在“干部”表的第一列。",
            "vi": f"Trong bảng “Cán bộ” không có “{typed}”, hoặc mã của dòng đó có lỗi. "
            "Hãy ghi mã cán bộ, ví dụ C-00012; mã ở cột đầu của bảng “Cán bộ”.",
            "en": f"The sheet “Cadres” has no “{typed}”, or the number of that row is faulty. "
            "Write the number of a cadre, such as C-00012; it is in the first column of the "
            "sheet.",
        },
        "person",
    )


def _asked_posting(own: list[str], typed: str, person: str) -> str:
    posting = typed.strip().upper()
    if posting in own:
        return posting
    listed = "、".join(own)
    return_to = listed.replace("、", ", ")
    raise ConfigError(
        {
            "zh": f"{person} 没有“{typed}”这次挂职。"
            + (f"可以写：{listed}。" if own else "这个人还没有挂职。"),
            "vi": f"{person} không có lượt biệt phái “{typed}”. "
            + (f"Có thể ghi: {return_to}." if own else "Người này chưa có lượt biệt phái nào."),
            "en": f"{person} has no posting “{typed}”. "
            + (f"There are: {return_to}." if own else "This person has no posting yet."),
        },
        "posting",
    )


def _posting(book: _Book, own: list[str], person: str, form: Form) -> str:
    """Give the one current posting, else the only one; blank where the form needs none."""
    lasting = [key for key in own if book.value("postings", key, "status") != "cancelled"]
    current = [key for key in lasting if book.value("postings", key, "status") in _CURRENT]
    for candidates in (current, lasting):
        if len(candidates) == 1:
            return candidates[0]
    if form.about == "cadres":
        return ""
    raise _which_posting(person, current or lasting) if lasting else _no_posting(person, form)


def _no_posting(person: str, form: Form) -> ConfigError:
    names = form.names
    return ConfigError(
        {
            "zh": f"{person} 在登记表里还没有挂职，“{names['zh']}”没有可以填的。"
            "请先在“挂职”表里加一行；要空白的，命令里不写干部编号。",
            "vi": f"{person} chưa có lượt biệt phái nào trong sổ nên không có gì để điền vào "
            f"“{names['vi']}”. Hãy thêm một dòng vào bảng “Lượt biệt phái”; muốn lấy bản trống thì "
            "đừng ghi mã cán bộ trong lệnh.",
            "en": f"{person} has no posting in the register, so there is nothing to fill "
            f"“{names['en']}” with. Add a row to the sheet “Postings” first; for a blank form "
            "leave the number of the cadre out.",
        },
        "person",
    )


def _which_posting(person: str, several: list[str]) -> ConfigError:
    listed = "、".join(several)
    others = listed.replace("、", ", ")
    return ConfigError(
        {
            "zh": f"{person} 有几次挂职：{listed}。请用 --posting 写明哪一次，"
            f"例如 --posting {several[-1]}。",
            "vi": f"{person} có nhiều lượt biệt phái: {others}. Hãy ghi rõ lượt nào bằng "
            f"--posting, ví dụ --posting {several[-1]}.",
            "en": f"{person} has several postings: {others}. Say which one with --posting, "
            f"for example --posting {several[-1]}.",
        },
        "posting",
    )


def _around(book: _Book, form: Form, person: str, posting: str) -> dict[str, tuple[str, ...]]:
    """Give the records beside the person: the posting and what hangs on it."""
    return {
        "postings": (posting,) if posting else (),
        "applications": _application(book, person, posting),
        "mentors": _mentors(book, posting),
        **{sheet: _due(book, sheet, posting, form) for sheet in ("reports", "assessments")},
    }


def _application(book: _Book, person: str, posting: str) -> tuple[str, ...]:
    own = book.value("postings", posting, "application_id")
    if own:
        return (own,)
    return book.newest(
        "applications", book.where("applications", "cadre_id", person), "submitted_on"
    )


def _mentors(book: _Book, posting: str) -> tuple[str, ...]:
    """Give those who mentor a posting on the day of the register, or did on its last day.

    The contacts of the home unit are none.
    """
    day = min(book.publishable.as_of, book.value("postings", posting, "end_actual") or _NEVER)
    return tuple(
        key
        for key in book.where("mentors", "posting_id", posting)
        if book.value("mentors", key, "role") != "home_contact"
        and (book.value("mentors", key, "end_on") or _NEVER) >= day
    )


_DONE = {"reports": ("type", "submitted_on"), "assessments": ("kind", "done_on")}


def _due(book: _Book, sheet: str, posting: str, form: Form) -> tuple[str, ...]:
    """Give the report or assessment that is due next, else the newest one."""
    kind, done = _DONE[sheet]
    own = [
        key
        for key in book.where(sheet, "posting_id", posting)
        if form.about == sheet and (not form.kinds or book.value(sheet, key, kind) in form.kinds)
    ]
    waiting = [
        key for key in own if book.value(sheet, key, "due_on") and not book.value(sheet, key, done)
    ]
    if waiting:
        return (min(waiting, key=lambda key: (book.value(sheet, key, "due_on"), key)),)
    return book.newest(sheet, own, done)
