"""The terms of the field in three languages: a page of them, and their meaning where one is met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from handbook.schema.files import read_yaml

PLACEHOLDER = "[GLOSSARY]"
"""The line of a page that is replaced by all terms."""

_LANGUAGES = ("zh", "vi", "en")
_LANGUAGE_TAGS = {"zh": "zh-Hans", "vi": "vi", "en": "en"}
_UNMARKED = frozenset({"a", "abbr", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_ASIDE = re.compile(r"\s*[(（][^)）]*[)）]\s*")
_QUOTATION = "“[^”]*”"  # a column or a choice by its title, which is not the term
_SHORTEST = 2  # characters of a word that is marked in a text
_BEFORE_HTML_BLOCKS = 25
_AFTER_INLINE_MARKUP = 7


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the field.

    Attributes:
        anchor: Its place on the glossary page.
        words: Language → the term; several words of one meaning are parted by ` / `.
        meanings: Language → one sentence.
    """

    anchor: str
    words: Mapping[str, str]
    meanings: Mapping[str, str]


def load_glossary(path: Path) -> tuple[Term, ...]:
    """Read the terms, in the order of the file.

    Args:
        path: `docs/glossary.yaml`: a list of `id`, `zh`, `vi`, `en` and `meaning` in the same
            three languages.
    """
    return tuple(
        Term(entry["id"], {each: entry[each] for each in _LANGUAGES}, entry["meaning"])
        for entry in read_yaml(path)
    )


def abbreviations(terms: Iterable[Term], language: str) -> dict[str, str]:
    """Give the words to be explained in the texts of a language, and what they mean.

    Args:
        terms: Of the glossary.
        language: zh, vi or en.

    Returns:
        Word → meaning; what stands in brackets is no part of the word.
    """
    return {
        word: term.meanings[language]
        for term in terms
        for part in term.words[language].split(" / ")
        for word in (_ASIDE.sub("", part).strip(),)
        if len(word) >= _SHORTEST
    }


def glossary_html(terms: Iterable[Term], language: str) -> str:
    """Give all terms as a list of definitions, the reader's language first.

    Args:
        terms: Of the glossary.
        language: zh, vi or en.
    """
    others = [each for each in _LANGUAGES if each != language]
    lines = ['<dl class="hb-glossary">']
    for term in terms:
        translated = " · ".join(
            f'<span lang="{_LANGUAGE_TAGS[each]}">{escape(term.words[each])}</span>'
            for each in others
        )
        lines.append(f'<dt id="{term.anchor}">{escape(term.words[language])}</dt>')
        lines.append(f"<dd>{escape(term.meanings[language])}<br><small>{translated}</small></dd>")
    return "\n".join((*lines, "</dl>"))


class GlossaryExtension(Extension):
    """Explains every term where a page uses it first, and lists all where a page asks for them."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        """Make ready what all pages share: MkDocs makes a converter for each of them.

        Args:
            terms: Of the glossary.
            language: Language of the pages.
        """
        super().__init__()
        terms = tuple(terms)
        self._lister = _Lister(glossary_html(terms, language))
        self._marker = _Marker(abbreviations(terms, language))

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name Python-Markdown calls
        """Add both to a converter.

        Args:
            md: The converter.
        """
        md.preprocessors.register(self._lister, "glossary", _BEFORE_HTML_BLOCKS)
        md.treeprocessors.register(self._marker, "glossary", _AFTER_INLINE_MARKUP)


class _Lister(Preprocessor):
    """Puts the list of all terms in the place of its placeholder."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._html = html

    def run(self, lines: list[str]) -> list[str]:
        return [self._html if line.strip() == PLACEHOLDER else line for line in lines]


class _Marker(Treeprocessor):
    """Marks the first use of every term as an abbreviation whose title is its meaning.

    Python-Markdown's own extension looks for words between spaces, which Chinese has not, and
    marks every use.
    """

    def __init__(self, meanings: Mapping[str, str]) -> None:
        super().__init__()
        self._meanings = {word.casefold(): meaning for word, meaning in meanings.items()}
        longest_first = sorted(meanings, key=len, reverse=True)
        quoted = [word for word in longest_first if word.startswith("“")]
        patterns = [*_patterns_of(quoted), _QUOTATION, *_patterns_of(longest_first)]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE)
        self._explained: set[str] = set()

    def run(self, root: Element) -> None:
        self._explained = set()
        if self._meanings:
            self._walk(root)

    def _walk(self, element: Element) -> None:
        """Go through an element in the order of reading."""
        if element.tag in _UNMARKED:
            return
        children = list(element)
        element.text = self._mark(element, 0, element.text)
        for child in children:
            self._walk(child)
            place = list(element).index(child) + 1
            child.tail = self._mark(element, place, child.tail)

    def _mark(self, parent: Element, place: int, text: str | None) -> str | None:
        """Insert what is marked in a text from a place on, and give the text in front of it."""
        if not text or isinstance(text, AtomicString):
            return text
        ahead, last, end = text, None, 0
        for match in self._pattern.finditer(text):
            meaning = self._first_use(match[0])
            if meaning is None:
                continue
            between = text[end : match.start()]
            if last is None:
                ahead = between
            else:
                last.tail = between
            last, end = Element("abbr", {"title": meaning}), match.end()
            last.text = AtomicString(match[0])
            parent.insert(place, last)
            place += 1
        if last is not None:
            last.tail = text[end:]
        return ahead

    def _first_use(self, word: str) -> str | None:
        """Give the meaning of a word; None where its meaning was given before on this page."""
        meaning = self._meanings.get(word.casefold())
        if meaning is None or meaning in self._explained:
            return None
        self._explained.add(meaning)
        return meaning


def _patterns_of(words: Iterable[str]) -> Iterator[str]:
    """Match words of letters as wholes; between Chinese characters there is no gap.

    Words of letters stand together by the first of them, in their order: most places of a text are
    passed over after one look at each letter instead of one at each word.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        if word[0] < "\u3000":
            rests.setdefault(word[0].casefold(), []).append(re.escape(word[1:]))
        else:
            yield re.escape(word)
    if rests:
        each = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
        yield rf"(?<!\w)(?:{'|'.join(each)})(?!\w)"
