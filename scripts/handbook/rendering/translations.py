"""Words of the interface: gettext catalogues read from their .po files, no compiled copies.

The msgid is the Chinese text, because Chinese is the original of everything a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import escape

from handbook.shared_words import html_in_each, in_each

_LOCALES = Path(__file__).parent / "locales"
_AS_READ: dict[str, tuple[int, int]] = {}
"""Language → time and size of its catalogue when it was read."""


def catalog(language: str) -> Catalog:
    """Read the catalogue of a language.

    Args:
        language: zh, vi or en.
    """
    with (_LOCALES / language / "handbook.po").open("rb") as file:
        return read_po(file, locale=language, domain="handbook", abort_invalid=True)


@cache
def translations(language: str) -> GNUTranslations:
    """Give the words of a language; a word without a translation stays Chinese.

    Args:
        language: zh, vi or en.
    """
    _AS_READ[language] = _state_of(language)
    compiled = BytesIO()
    write_mo(compiled, catalog(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def word(language: str, msgid: str) -> str:
    """Translate a word of the interface.

    Args:
        language: zh, vi or en, or several together.
        msgid: Chinese text.
    """
    return in_each(language, lambda each: translations(each).gettext(msgid))


@cache
def words_of(language: str) -> Callable[[str], str]:
    """Give the function that translates a word of the interface.

    Args:
        language: zh, vi or en, or several together.
    """
    return cache(partial(word, language))


def renew_words() -> None:
    """Read the catalogues again where one has been edited since; for a program that stays."""
    if any(_state_of(language) != state for language, state in _AS_READ.items()):
        _AS_READ.clear()
        translations.cache_clear()
        words_of.cache_clear()


def _state_of(language: str) -> tuple[int, int]:
    status = (_LOCALES / language / "handbook.po").stat()
    return status.st_mtime_ns, status.st_size


def fill_words(language: str, msgid: str, **values: object) -> str:
    """Translate a text and fill its placeholders in.

    Args:
        language: zh, vi or en, or several together.
        msgid: Chinese text with `{name}` placeholders.
        **values: Their values; `count`, where given, chooses the plural form.
    """
    return in_each(language, lambda each: _filled(each, msgid, values))


def fill_html(language: str, msgid: str, **values: str) -> str:
    """Translate a text and put HTML into its placeholders.

    Args:
        language: zh, vi or en, or several together.
        msgid: Chinese text with `{name}` placeholders; it is escaped.
        **values: HTML.
    """
    return html_in_each(
        language, lambda each: str(escape(translations(each).gettext(msgid))).format(**values)
    )


def _filled(language: str, msgid: str, values: Mapping[str, object]) -> str:
    words = translations(language)
    count = values.get("count")
    text = words.ngettext(msgid, msgid, count) if isinstance(count, int) else words.gettext(msgid)
    return text.format(**values)
