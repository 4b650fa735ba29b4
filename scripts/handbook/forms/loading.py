"""The forms of `sheets_schema/forms/` as typed objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from handbook.errors import ConfigError, SchemaFileError
from handbook.forms.layout import lay_out
from handbook.forms.model import NO_TEXTS, Cell, CellKind, Choice, Form, Row, Texts
from handbook.schema import LANGUAGES, Schema, fold, nearest
from handbook.schema.files import read_mapping

SHARED_NAME = "shared.yaml"
"""The order of the forms, and the words several of them use."""
LINE_HEIGHT = 8.5
"""Millimetres of a row that says no height: enough for a line of handwriting."""

_SEPARATORS = {"zh": "、", "vi": "; ", "en": "; "}
"""Between names that may hold a comma."""


def load_forms(folder: Path, schema: Schema) -> dict[str, Form]:
    """Read all forms.

    Args:
        folder: `sheets_schema/forms/`.
        schema: Where titles of columns and closed lists come from.

    Returns:
        Slug → form, in the order of `shared.yaml`.

    Raises:
        SchemaFileError: A file is missing, is no YAML, or lacks something it must have.
    """
    shared = read_mapping(folder / SHARED_NAME)
    forms = {}
    for slug in shared["order"]:
        path = folder / f"{slug}.yaml"
        try:
            reader = _Reader(schema, shared["words"], shared["blocks"])
            forms[slug] = reader.form(slug, read_mapping(path))
        except (KeyError, ValueError, TypeError) as error:
            raise SchemaFileError(path, repr(error)) from error
    return forms


def form_named(forms: Mapping[str, Form], text: str) -> Form:
    """Find a form by its short name or its title in any language, or by its slug.

    Args:
        forms: Slug → form.
        text: As typed.

    Raises:
        ConfigError: There is none of that name.
    """
    by_word = {fold(word): form for form in forms.values() for word in form.words}
    found = by_word.get(fold(text))
    if found is None:
        raise _no_such_form(forms, text, by_word)
    return found


def _no_such_form(forms: Mapping[str, Form], text: str, by_word: Mapping[str, Form]) -> ConfigError:
    near = nearest(text, by_word)
    names = {
        language: separator.join(form.names[language] for form in forms.values())
        for language, separator in _SEPARATORS.items()
    }
    meant = by_word[near].names if near else None
    return ConfigError(
        {
            "zh": f"没有叫“{text}”的表。"
            + (f"是不是“{meant['zh']}”？" if meant else "")
            + f"可用的有：{names['zh']}。",
            "vi": f"Không có biểu mẫu “{text}”. "
            + (f"Có phải là “{meant['vi']}”? " if meant else "")
            + f"Có các biểu mẫu: {names['vi']}.",
            "en": f"There is no form “{text}”. "
            + (f"Did you mean “{meant['en']}”? " if meant else "")
            + f"There are: {names['en']}.",
        },
        "form",
    )


class _Reader:
    """Turns what a file says into a form."""

    def __init__(
        self, schema: Schema, words: Mapping[str, Texts], blocks: Mapping[str, list[Any]]
    ) -> None:
        self._schema = schema
        self._words = words
        self._blocks = blocks

    def form(self, slug: str, content: Mapping[str, Any]) -> Form:
        rows = tuple(row for each in content["rows"] for row in self._rows(each))
        widths = tuple(float(width) for width in content["widths"])
        lay_out(rows, len(widths))
        return Form(
            slug,
            names=self._texts(content["name"]),
            titles=self._texts(content["title"]),
            pages=content.get("pages", 1),
            head=tuple(map(self._texts, content.get("head", ()))),
            widths=widths,
            rows=rows,
            notes=tuple(map(self._texts, content.get("notes", ()))),
            about=content.get("about", ""),
            kinds=tuple(content.get("kinds", ())),
            aliases=tuple(content.get("aliases", ())),
        )

    def _rows(self, content: Any) -> Iterator[Row]:  # noqa: ANN401 - as YAML gives it
        """Read a row: cells, or a mapping of them with what is said of it, or rows by name."""
        if "use" in content:
            for each in self._blocks[content["use"]]:
                yield from self._rows(each)
            return
        said: Mapping[str, Any] = {"cells": content} if isinstance(content, list) else content
        for number in range(1, said.get("times", 1) + 1):
            cells = tuple(cell for each in said["cells"] for cell in self._cells(each, number))
            yield Row(
                cells,
                said.get("height", LINE_HEIGHT),
                is_header=bool(said.get("header")),
                is_new_page=bool(said.get("page")),
            )

    def _cells(self, content: Mapping[str, Any], number: int) -> Iterator[Cell]:
        """Read a cell; a column of the register gives its title and a box beside it."""
        if "number" in content:
            yield Cell(CellKind.LABEL, dict.fromkeys(LANGUAGES, str(number)))
            return
        if "field" in content:
            path = content["field"]
            label = content.get("label", path)
            yield Cell(CellKind.LABEL, self._texts(label), down=content.get("down", 1))
            content = {"box": content.get("hint"), "fill": path, **content}
        yield self._cell(content)

    def _cell(self, content: Mapping[str, Any]) -> Cell:
        kinds = (CellKind.BOX, CellKind.TEXT, CellKind.LABEL)  # a box beside a label is the box
        kind = next(each for each in kinds if each.value in content)
        return Cell(
            kind,
            self._texts(content[kind.value]),
            across=content.get("across", 1),
            down=content.get("down", 1),
            fill=self._fill(content.get("fill", ())),
            between=self._texts(content.get("between", "space")),
            choices=self._choices(content.get("choices", ())),
            sign=tuple(map(self._texts, content.get("sign", ()))),
        )

    def _texts(self, said: Any) -> Texts:  # noqa: ANN401 - as YAML gives it
        """Read texts in three languages, or the name of a shared word or of a column."""
        if said is None:
            return NO_TEXTS
        if isinstance(said, str):
            said = self._schema.field(said).titles if "." in said else self._words[said]
        return {language: str(said[language]) for language in LANGUAGES}

    def _fill(self, said: str | list[str]) -> tuple[str, ...]:
        paths = (said,) if isinstance(said, str) else tuple(said)
        for path in "|".join(paths).split("|") if paths else ():
            self._schema.field(path)
        return paths

    def _choices(self, said: str | list[Any]) -> tuple[Choice, ...]:
        """Read answers to tick; the name of a column gives its closed list."""
        if not isinstance(said, str):
            return tuple(Choice("", self._texts(each)) for each in said)
        enumeration = self._schema.field(said).enumeration
        if enumeration is None:
            raise ValueError(f"{said} is no closed list")
        return tuple(Choice(key, labels) for key, labels in enumeration.labels.items())
