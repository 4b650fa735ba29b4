"""Values as a page shows them: text, what is special about it, and where it leads. No HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from operator import attrgetter
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from handbook.publishable import PublishedTable, State
from handbook.schema import Enumeration, Field, TableSchema
from handbook.shared_words import in_each

_YES_NO = {
    "zh": {"yes": "是", "no": "否"},
    "vi": {"yes": "Có", "no": "Không"},
    "en": {"yes": "Yes", "no": "No"},
}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One value on a page; the same value of one column is the same object on every page.

    Attributes:
        text: In the language of the page; blank for a blank value.
        state: What is special about it, or None.
        link: Address relative to the folder of the page, or of the web; blank without a link.
        iso: The date as `2024-03-01` or `2024-03` where the value is one; else blank.
        language: Language of the text where it is not the page's; else blank.
        items: The single values of a list; empty for other values.
    """

    text: str
    state: State | None = None
    link: str = ""
    iso: str = ""
    language: str = ""
    items: tuple[Shown, ...] = ()


BLANK = Shown("")
"""The one object every blank value without a state is shown as; compare with `is`."""

HELD = Shown("", State.HELD)
"""A value that cannot be trusted and has no last good one."""

ShowKey: TypeAlias = Callable[[str], Shown]
"""Gives the shown value of one column for the key of a record."""


def show_blank(key: str) -> Shown:  # noqa: ARG001 - a column nobody may see
    """Show a column that the audience may not see.

    Args:
        key: Of any record.
    """
    return BLANK


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A value beside the title of its column; the same fact is one object on every page."""

    title: str
    value: Shown


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one sheet under the titles of its columns.

    Attributes:
        sheet: Sheet key.
        title: Title of the sheet.
        columns: Titles of the columns.
        rows: One tuple of values per row.
        keys: Keys of the rows, for anchors.
        more: Number of older rows left out.
    """

    sheet: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    keys: tuple[str, ...]
    more: int = 0


@lru_cache(maxsize=65536)
def date_text(day: date, language: str) -> str:
    """Write a date the way readers of a language do, short enough for a table.

    Args:
        day: The day.
        language: zh, vi or en.

    Returns:
        `2025-03-01`, `01/03/2025` or `1 Mar 2025`.
    """
    return in_each(language, lambda each: _date_text(day, each))


def _date_text(day: date, language: str) -> str:
    if language == "vi":
        return f"{day:%d/%m/%Y}"
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return day.isoformat()


def number_text(number: float) -> str:
    """Write a number without a needless decimal point: 12, 12.5."""
    return f"{number:.15g}"


def web_link(url: str) -> str:
    """Give an address of the web that is safe to link to, or blank.

    Args:
        url: As typed; anything but http and https is not linked.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def list_mark(language: str) -> str:
    """Give what stands between the items of a list.

    Args:
        language: zh, vi or en, or several together.
    """
    return in_each(language, lambda each: "、" if each == "zh" else ", ")


def listed(items: tuple[Shown, ...], language: str) -> Shown:
    """Make one value of several."""
    separator = list_mark(language)
    return Shown(separator.join(item.text for item in items), items=items)


def label_of(enumeration: Enumeration | None, key: str, language: str) -> str:
    """Give the label of a choice; a key that no list knows is given back as it is.

    Args:
        enumeration: The list it is from; None without one.
        key: Of the choice.
        language: zh, vi or en, or several together.
    """
    return in_each(language, partial(enumeration.label, key)) if enumeration else key


def title_of(titled: Field | TableSchema, language: str) -> str:
    """Give the title of a sheet or column.

    Args:
        titled: In the schema.
        language: zh, vi or en, or several together.
    """
    return in_each(language, titled.titles.__getitem__)


def plain_value(field: Field, language: str) -> Callable[[Any], Shown]:
    """Give the function that shows a value of any kind but references.

    Args:
        field: The column.
        language: zh, vi or en.
    """
    enumeration = field.enumeration

    def label(key: str) -> Shown:
        return Shown(label_of(enumeration, key, language))

    kinds: Mapping[str, Callable[[Any], Shown]] = {
        "enum": label,
        "enums": lambda keys: listed(tuple(map(label, keys)), language),
        "boolean": lambda answer: Shown(
            in_each(language, lambda each: _YES_NO[each].get(answer, answer))
        ),
        "number": lambda number: Shown(number_text(number)),
        "integer": lambda number: Shown(number_text(number)),
        "date": lambda day: Shown(date_text(day, language), iso=day.isoformat()),
        "month": lambda month: Shown(month, iso=month),
        "url": lambda url: Shown(url, link=web_link(url)),
    }
    return kinds.get(field.kind, Shown)


@dataclass(eq=False)
class Column:
    """One visible column.

    Attributes:
        field: The column in the schema.
        title: Its title in the language of the pages.
        value: Gives the typed value for the key of a record.
        show: Gives the shown value for the key of a record.
        brief: The same for a list, where a default is not marked as one.
        states: Record key → state of the value, where there is something to say.
    """

    field: Field
    title: str
    value: Callable[[str], Any]
    show: ShowKey
    brief: ShowKey
    states: Mapping[str, State]

    def fact(self, shown: Shown) -> Fact:
        """Set one of its values beside the title.

        Args:
            shown: The value.
        """
        known = self._facts.get(shown)
        if known is None:
            known = self._facts[shown] = Fact(self.title, shown)
        return known

    def fact_of(self, key: str, typed: Any) -> Fact | None:  # noqa: ANN401 - as the register
        """Set the value of a record beside the title; None for a blank one.

        Args:
            key: Of the record.
            typed: The value, which is found among the `told` ones next time.
        """
        shown = self.show(key)
        fact = None if shown is BLANK else self.fact(shown)
        if fact and self.field.kind not in _REFERENCES:
            self.told[typed, self.states.get(key)] = fact
        return fact

    @cached_property
    def told(self) -> dict[tuple[Any, State | None], Fact]:
        """Typed value and state → fact; none for references, which are noted every time."""
        return {}

    @cached_property
    def _facts(self) -> dict[Shown, Fact]:
        return {}


_REFERENCES = frozenset({"reference", "references"})


def make_column(
    field: Field,
    title: str,
    records: Mapping[str, Any],
    states: Mapping[str, State],
    word: Callable[[Any], Shown],
) -> Column:
    """Make a column that puts a value into words once, however often it occurs.

    A reference is asked for each time, so that whoever shows it notes that it has read it.

    Args:
        field: The column in the schema.
        title: Its title in the language of the pages.
        records: Record key → record.
        states: Record key → state of the value in this column.
        word: Shows a value that is not blank.
    """
    read = attrgetter(field.name)
    known: dict[Any, Shown] = {None: BLANK, "": BLANK, (): BLANK}
    is_reference = field.kind in _REFERENCES

    def value(key: str) -> Any:  # noqa: ANN401 - as typed as the register
        return read(records[key])

    def show(key: str) -> Shown:
        typed = read(records[key])
        shown = known.get(typed)
        if shown is not None:
            return shown
        shown = word(typed)
        if not is_reference:
            known[typed] = shown
        return shown

    def show_with_state(key: str) -> Shown:
        shown, state = show(key), states.get(key)
        return marked(shown, state) if state else shown

    def brief(key: str) -> Shown:
        return show_with_state(key) if states.get(key) is State.HELD else show(key)

    marked = cache(lambda shown, state: replace(shown, state=state))

    if not states:
        return Column(field, title, value, show, show, states)
    return Column(field, title, value, show_with_state, brief, states)


def cells_of(
    columns: Sequence[Column], records: Mapping[str, Any]
) -> Callable[[str], tuple[Any, ...]]:
    """Give the function that reads the typed values of a record in some columns at once.

    Args:
        columns: Of one sheet.
        records: Record key → record.
    """
    names = [column.field.name for column in columns]
    if len(names) < 2:
        return lambda key: tuple(getattr(records[key], name) for name in names)
    read = attrgetter(*names)
    return lambda key: read(records[key])


def column_states(table: PublishedTable) -> dict[str, dict[str, State]]:
    """Sort the states of a table by column: field name → record key → state."""
    by_column: dict[str, dict[str, State]] = {}
    for (key, name), state in table.states.items():
        by_column.setdefault(name, {})[key] = state
    return by_column
