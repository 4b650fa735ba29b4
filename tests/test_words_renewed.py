"""A catalogue edited while a program stays is read again, and not before anybody asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.rendering import translations as module
from handbook.rendering.translations import fill_words, renew_words, translations


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a catalogue of our own to edit."""
    shutil.copytree(module._LOCALES, tmp_path / "locales")
    monkeypatch.setattr(module, "_LOCALES", tmp_path / "locales")
    monkeypatch.setattr(module, "_AS_READ", {})
    translations.cache_clear()
    yield tmp_path / "locales" / "en" / "handbook.po"
    translations.cache_clear()


def _edit(catalogue: Path) -> None:
    text = catalogue.read_text("utf-8")
    old = f'msgid "错误"\nmsgstr "{fill_words("en", "错误")}"'
    assert old in text
    catalogue.write_text(text.replace(old, 'msgid "错误"\nmsgstr "Wrong"'), encoding="utf-8")


def test_a_word_edited_in_the_catalogue_is_said_after_renewal(english: Path) -> None:
    _edit(english)
    before = fill_words("en", "错误")
    renew_words()
    assert (before == "Wrong", fill_words("en", "错误")) == (False, "Wrong")


@pytest.mark.usefixtures("english")
def test_catalogues_nobody_edited_are_not_read_again() -> None:
    known = translations("en")
    renew_words()
    assert translations("en") is known
