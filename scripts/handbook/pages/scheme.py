"""What the page of a scheme takes from the register: the programme that is run by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from handbook.pages.book import Book
from handbook.pages.programme import ParameterGroup, batch_table, parameter_groups
from handbook.pages.values import BLANK, Shown, Table, plain_value
from handbook.schemes import Scheme


@dataclass(frozen=True, slots=True)
class SchemePart:
    """What is stamped into the page of one scheme.

    Attributes:
        number: `S07`.
        programme: The programme of the register that bears its name, linked; blank without one.
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
    for scheme in schemes:
        keys = book.index.keys_by("programmes", "name").get(scheme.programme, ())
        yield _of_programme(book, scheme, keys[0]) if keys else _usual(book, scheme)


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
