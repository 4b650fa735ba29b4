"""What a finding says, in three languages: `sheets_schema/messages/*.yaml` filled with its values.

A parameter that is `Plain` comes from the schema and is always printed; every other one is
somebody's data and prints as `‹hidden›` where the reader may not see it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from babel import Locale

from handbook.errors import SchemaFileError
from handbook.findings import Finding, Param, Plain, Visibility
from handbook.schema import LIST_SEPARATORS
from handbook.schema.files import read_mapping
from handbook.shared_words import each_of, in_each

HIDDEN = "‹hidden›"
_LONGEST_CELL_TEXT = 60  # characters of a cell that a message repeats
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Text: TypeAlias = "str | Mapping[str, str]"
"""One text, or its plural forms by CLDR name (`one`, `other`), chosen by the parameter `count`."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding in the words of one language.

    Attributes:
        name: Short headline of the code.
        message: The fact, one clause.
        expected: What should stand there; blank where there is nothing to say.
        help: Where to act and what to type; blank where there is nothing to say.
    """

    name: str
    message: str
    expected: str
    help: str


@dataclass(frozen=True, slots=True)
class Example:
    """A place before and after it was mended, in one language; for the page of a rule."""

    broken: str
    mended: str


@dataclass(frozen=True)
class Texts:
    """What the message files say about one code, in every language.

    Attributes:
        name: Language → headline.
        slots: Variant (blank for the main one) → `message`, `expected` or `help` → language → text.
        about: Language → one or two paragraphs for the page of the rule.
        examples: `broken` and `mended` → language → text; empty without an example.
    """

    name: Mapping[str, str]
    slots: Mapping[str, Mapping[str, Mapping[str, Text]]]
    about: Mapping[str, str]
    examples: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Messages:
    """All message files.

    Attributes:
        texts: Code → its texts.
    """

    texts: Mapping[str, Texts]

    def explain(
        self,
        finding: Finding,
        language: str,
        limit: Visibility = Visibility.SEALED,
        *,
        show_values: bool = True,
    ) -> Explained:
        """Put a finding into words.

        Args:
            finding: What to explain.
            language: zh, vi or en.
            limit: Strictest class the reader may see; above it values are hidden.
            show_values: Whether values may be printed at all (logs say False).

        Raises:
            KeyError: The message files do not know the code, the variant or a placeholder; a bug.
        """
        told = {
            each: self._explain(finding, each, limit, show_values=show_values)
            for each in each_of(language)
        }
        if len(told) == 1:
            return told[language]
        return Explained(
            in_each(language, lambda each: told[each].name),
            in_each(language, lambda each: told[each].message),
            in_each(language, lambda each: told[each].expected),
            in_each(language, lambda each: told[each].help),
        )

    def _explain(
        self, finding: Finding, language: str, limit: Visibility, *, show_values: bool
    ) -> Explained:
        texts = self.texts[finding.code]
        values = _values(finding, language, show=show_values and finding.visibility <= limit)
        slots = texts.slots[finding.variant]
        form = _plural_form(language, values.get("count", ""))

        def fill(slot: str) -> str:
            text = slots[slot][language] if slot in slots else ""
            if not isinstance(text, str):
                text = text.get(form) or text["other"]
            return _PLACEHOLDER.sub(lambda match: values[match[1]], text)

        try:
            return Explained(texts.name[language], fill("message"), fill("expected"), fill("help"))
        except KeyError as error:
            error.add_note(f"{finding.code}, variant {finding.variant!r}, language {language}")
            raise

    def name(self, code: str, language: str) -> str:
        """Give the short headline of a code."""
        return in_each(language, self.texts[code].name.__getitem__)

    def about(self, code: str, language: str) -> tuple[str, ...]:
        """Give the paragraphs that explain a code on its page."""
        text = self.texts[code].about.get(language, "")
        return tuple(part.strip() for part in re.split(r"\n\s*\n|\n", text) if part.strip())

    def example(self, code: str, language: str) -> Example | None:
        """Give the example of a code, or None."""
        examples = self.texts[code].examples
        if not examples:
            return None
        broken, mended = (examples[each].__getitem__ for each in ("broken", "mended"))
        return Example(in_each(language, broken), in_each(language, mended))


def load_messages(folder: Path) -> Messages:
    """Read all message files.

    Args:
        folder: `sheets_schema/messages/`.

    Raises:
        SchemaFileError: A file is no YAML mapping, or lacks something it must have.
    """
    texts: dict[str, Texts] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            texts |= {code: _texts(entry) for code, entry in read_mapping(path).items()}
        except (AttributeError, KeyError, TypeError) as error:
            raise SchemaFileError(path, repr(error)) from error
    return Messages(texts)


def _texts(entry: Mapping[str, Any]) -> Texts:
    main = {slot: entry[slot] for slot in ("message", "expected", "help") if slot in entry}
    variants = entry.get("variants") or {}
    return Texts(
        name=entry["name"],
        slots={"": main, **{name: main | (own or {}) for name, own in variants.items()}},
        about=entry.get("about") or {},
        examples=entry.get("example") or {},
    )


def _values(finding: Finding, language: str, *, show: bool) -> dict[str, str]:
    return {
        name: _value(value, language) if show or isinstance(value, Plain) else HIDDEN
        for name, value in finding.params.items()
    }


def _value(value: Param, language: str) -> str:
    if isinstance(value, Plain):
        return value.texts[language]
    if isinstance(value, str):
        return cell_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return LIST_SEPARATORS[language].join(map(cell_text, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def cell_text(text: str) -> str:
    r"""Make the text of a cell fit for one line: short, and every invisible character visible.

    Args:
        text: As typed.

    Returns:
        At most 60 characters of it and `…`; control and format characters as `\u200b`.
    """
    if len(text) > _LONGEST_CELL_TEXT:
        text = text[:_LONGEST_CELL_TEXT] + "…"
    return text if text.isalnum() else "".join(map(_visible, text))


@lru_cache(maxsize=4096)
def _visible(character: str) -> str:
    if unicodedata.category(character) not in _UNPRINTABLE:
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _plural_form(language: str, count: str) -> str:
    return _rule(language)(int(count)) if count.isdecimal() else "other"


@cache
def _rule(language: str) -> Any:  # noqa: ANN401 - Babel gives an untyped callable
    return Locale.parse(language).plural_form
