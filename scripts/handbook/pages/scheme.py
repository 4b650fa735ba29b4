"""What the page of a scheme takes from the register: the programme that is run by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from handbook.pages.book import Book
from handbook.pages.programme import ParameterGroup, batch_table, parameter_groups
from handbook.pages.values import BLANK, Shown, Table, plain_value
from handbook.schema.words import fold
from handbook.schemes import Scheme

_LEAST_SHARED = 6  # characters; shorter names are in too many others
_DATED = re.compile(r"\d{4}年?度?|第[\d一二三四五六七八九十]+[批期届]|[(（\[【].*?[)）\]】]")


@dataclass(frozen=True, slots=True)
class SchemePart:
    """What is stamped into the page of one scheme.

    Attributes:
        number: `S07`.
        programme: The programme of the register taken for it, linked; blank without one.
        kind: Of the programme, else of the scheme.
        rules_on: The rules the programme asks for; blank without a programme.
        groups: Parameters of the programme; without one, what the scheme usually lays down.
        batches: Batches of the programme; None without any.
        rules: Codes of the rules that matter most.
        articles: Articles of the guidance to read first.
    """

    number: str
    programme: Shown
    kind: Shown
    rules_on: Shown
    groups: tuple[ParameterGroup, ...]
    batches: Table | None
    rules: tuple[str, ...]
    articles: tuple[str, ...]


def scheme_parts(book: Book, schemes: Iterable[Scheme]) -> Iterator[SchemePart]:
    """Make the part of every scheme.

    Args:
        book: Of one register and language.
        schemes: As read from their file.
    """
    known = tuple(schemes)
    taken = programmes_of_schemes(book, known)
    for scheme in known:
        key = taken.get(scheme.number, "")
        yield _of_programme(book, scheme, key) if key else _usual(book, scheme)


def programmes_of_schemes(book: Book, schemes: Sequence[Scheme]) -> dict[str, str]:
    """Say which programme of the register is run by which scheme.

    First those that bear its name, however it is spaced, bracketed or dated; then, among the
    programmes and schemes left, one whose name holds that of the other and whose kind is the same.
    Where two would fit, the one that still runs is taken, then the one with the smallest id.

    Args:
        book: Of one register and language.
        schemes: All there are.

    Returns:
        Number of the scheme → id of the programme; a programme stands for one scheme only.
    """
    index = book.index
    names = {
        key: plain_name(index.value("programmes", key, "name") or "")
        for key in sorted(index.keys("programmes"), key=lambda key: (_is_closed(book, key), key))
    }
    taken: dict[str, str] = {}
    for is_same in (_bears_the_name, _holds_the_name):
        for scheme in schemes:
            free = (key for key in names if key not in taken.values())
            fitting = (key for key in free if is_same(book, scheme, key, names[key]))
            if scheme.number not in taken and (key := next(fitting, "")):
                taken[scheme.number] = key
    return taken


def _is_closed(book: Book, key: str) -> bool:
    return book.index.value("programmes", key, "status") not in (None, "", "active")


def _bears_the_name(_book: Book, scheme: Scheme, _key: str, name: str) -> bool:
    return name == plain_name(scheme.programme)


def _holds_the_name(book: Book, scheme: Scheme, key: str, name: str) -> bool:
    own = plain_name(scheme.programme)
    shorter, longer = sorted((name, own), key=len)
    is_kind = book.index.value("programmes", key, "kind") == scheme.parameters.get("kind")
    return is_kind and len(shorter) >= _LEAST_SHARED and shorter in longer


def plain_name(name: str) -> str:
    """Give what is left of the name of a programme without spaces, brackets, marks and years.

    Args:
        name: As typed.
    """
    return "".join(filter(str.isalpha, _DATED.sub("", fold(name))))


def _of_programme(book: Book, scheme: Scheme, key: str) -> SchemePart:
    index = book.index
    batches = index.keys_by("batches", "programme_id").get(key, ())
    return SchemePart(
        scheme.number,
        index.reference("programmes", key),
        index.show("programmes", key, "kind"),
        index.show("programmes", key, "rules_on"),
        parameter_groups(book, partial(index.show, "programmes", key)),
        batch_table(book, batches) if batches else None,
        scheme.rules,
        scheme.articles,
    )


def _usual(book: Book, scheme: Scheme) -> SchemePart:
    table = book.index.schema.tables["programmes"]

    def show(name: str) -> Shown:
        value = scheme.parameters.get(name)
        field = table.field(name)
        return BLANK if value is None else plain_value(field, book.index.language)(value)

    return SchemePart(
        scheme.number,
        BLANK,
        show("kind"),
        BLANK,
        parameter_groups(book, show),
        None,
        scheme.rules,
        scheme.articles,
    )
