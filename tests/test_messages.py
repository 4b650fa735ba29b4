"""The message files: complete, equal in all languages, and filled from known parameters only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale

from handbook.catalogue import BY_CODE, CATALOGUE

MESSAGES = Path(__file__).parents[1] / "sheets_schema" / "messages"
LANGUAGES = ["zh", "vi", "en"]
SLOTS = ["message", "expected", "help"]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
PAGES_ONLY = ["POL-R01", "POL-R02", "POL-R03", "POL-R04"]
FAMILIES = {"SRC": "src", "HDR": "hdr", "CEL": "cel", "KEY": "key", "CNT": "cnt", "POL": "pol"}

CELL = {"value", "field", "sheet"}
TERM = {"months", "limit", "end", "programme", "start", "actual", "count"}

# What whoever makes a finding promises to give, by code and variant; texts may use less.
PARAMS: dict[str, dict[str, set[str]]] = {
    "SRC101": {"": {"sheet"}, "near": {"sheet", "found"}},
    "SRC102": {"": {"sheet", "count", "rules"}, "no_rules": {"sheet"}},
    "SRC103": {"": {"sheet"}, "near": {"sheet", "suggestion"}},
    "SRC104": {"": {"sheet", "first", "second"}},
    "SRC105": {"": {"sheet", "titles"}},
    "SRC106": {"": {"sheet", "titles"}},
    "SRC107": {"": {"value"}},
    "SRC108": {"": {"value", "formula"}},
    "SRC109": {"": {"formula"}},
    "SRC110": {"": {"range", "count"}},
    "SRC111": {"": {"count", "rows"}},
    "SRC112": {"": {"sheet"}},
    "SRC113": {"": {"sheet", "encoding"}},
    "HDR201": {"": {"sheet", "field"}, "near": {"sheet", "field", "found"}},
    "HDR202": {"": {"sheet", "field"}, "near": {"sheet", "field", "found"}},
    "HDR203": {"": {"sheet", "found"}, "near": {"sheet", "found", "suggestion"}},
    "HDR204": {"": {"sheet", "field", "first"}},
    "HDR205": {"": {"sheet", "field", "first"}},
    "HDR206": {"": {"sheet", "column", "count"}},
    "HDR207": {"": set()},
    "HDR208": {"": {"field", "sheet"}, "sheet": {"sheet"}},
    "CEL301": {"": {"field", "sheet"}, "when": {"field", "sheet", "condition", "state"}},
    "CEL302": {"": CELL, "integer": CELL},
    "CEL303": {"": CELL, "month_end": CELL | {"last_day"}, "month": CELL},
    "CEL304": {"": CELL | {"first", "second"}},
    "CEL305": {"": CELL, "day_missing": CELL, "range": CELL, "word": CELL},
    "CEL306": {"": CELL | {"year", "first_year", "last_year"}},
    "CEL307": {"": {"field", "sheet", "start_field", "start", "end"}},
    "CEL308": {"": CELL | {"choices"}, "near": CELL | {"choices", "suggestion"}},
    "CEL309": {"": CELL | {"example"}},
    "CEL310": {"": CELL, "minimum": CELL | {"limit"}, "maximum": CELL | {"limit"}},
    "CEL311": {"": CELL | {"limit", "length"}},
    "CEL312": {"": CELL | {"characters"}},
    "CEL313": {"": CELL | {"number"}},
    "CEL314": {"": CELL | {"read"}},
    "CEL315": {"": CELL | {"count", "items"}},
    "CEL317": {"": CELL},
    "CEL318": {"": CELL},
    "CEL319": {"": CELL | {"characters"}},
    "CEL320": {"": CELL | {"read"}},
    "CEL321": {"": CELL | {"read"}},
    "KEY401": {"": {"field", "sheet", "proposal"}},
    "KEY402": {
        "": CELL | {"example", "proposal"},
        "case": CELL | {"example", "proposal", "suggestion"},
        "digits": CELL | {"example", "proposal", "suggestion"},
        "number": CELL | {"example", "proposal"},
        "taken": CELL | {"example", "proposal", "suggestion", "other"},
    },
    "KEY403": {"": CELL | {"first", "count", "proposal"}},
    "KEY404": {
        "": CELL | {"target", "example"},
        "near": CELL | {"target", "example", "suggestion"},
        "kind": CELL | {"target", "example", "actual"},
    },
    "KEY405": {"": CELL | {"typed_name", "id", "actual_name"}},
    "KEY406": {"": CELL | {"id", "label"}},
    "KEY407": {"": CELL | {"candidates", "count"}},
    "KEY409": {"": {"sheet", "fields", "first"}},
    "KEY410": {"": CELL | {"path"}, "self": CELL | {"path"}},
    "KEY412": {"": {"field", "sheet", "this_field", "this", "other_field", "other", "via"}},
    "KEY413": {
        "": CELL,
        "blank": CELL,
        "twice": CELL | {"first"},
    },
    "KEY414": {"": {"sheet", "count"}},
    "CNT501": {"": {"sheet", "lost", "before", "after"}},
    "CNT502": {"": {"sheet", "before"}},
    "CNT503": {"": {"sheet", "before"}},
    "POL-R33": {"": {"unit"}, "same_campus": {"unit"}},
    "POL-R34": {"": {"other", "start", "end", "other_start", "other_end", "overlap_days", "count"}},
    "POL-R36": {"": TERM, "actual": TERM, "no_document": TERM},
    "POL-R40": {variant: {"end", "count"} for variant in ("", "soon", "awaiting")},
    "POL-R44": {
        "": {"required", "present", "on", "level"},
        "gap": {"required", "present", "on", "level", "first", "last", "count"},
        "soon": {"required", "present", "on", "level", "count"},
    },
}


def read_files() -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for path in sorted(MESSAGES.glob("*.yaml")):
        entries |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return entries


ENTRIES = read_files()
CODES = [entry.code for entry in CATALOGUE]
SPEAKING = [code for code in CODES if code not in PAGES_ONLY]


def texts(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Give variant, slot and texts by language, variants included."""
    for variant, slots in [("", entry), *entry.get("variants", {}).items()]:
        for slot in SLOTS:
            if slot in slots:
                yield variant, slot, slots[slot]


def forms(text: Any) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text]


def placeholders(text: Any) -> set[str]:
    return {name for form in forms(text) for name in PLACEHOLDER.findall(form)}


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for child in node.values():
            yield from strings(child)


def test_every_code_of_the_catalogue_has_an_entry_and_no_entry_is_an_orphan() -> None:
    assert sorted(ENTRIES) == sorted(CODES)


def test_parameters_are_known_for_every_speaking_code() -> None:
    assert sorted(PARAMS) == sorted(SPEAKING)


@pytest.mark.parametrize(("family", "stem"), FAMILIES.items())
def test_a_family_has_a_file_of_its_own_in_the_order_of_the_catalogue(
    family: str, stem: str
) -> None:
    content = yaml.safe_load((MESSAGES / f"{stem}.yaml").read_text(encoding="utf-8"))
    assert list(content) == [code for code in CODES if BY_CODE[code].family == family]


@pytest.mark.parametrize("code", SPEAKING)
def test_a_speaking_code_has_all_its_parts(code: str) -> None:
    entry = ENTRIES[code]
    assert set(entry) - {"variants", "expected"} == {"name", "message", "help", "about", "example"}
    assert set(entry["example"]) == {"broken", "mended"}


@pytest.mark.parametrize("code", PAGES_ONLY)
def test_a_rule_that_only_gathers_codes_has_a_name_and_a_page(code: str) -> None:
    assert set(ENTRIES[code]) == {"name", "about"}


@pytest.mark.parametrize("code", CODES)
def test_everything_is_said_in_three_languages(code: str) -> None:
    entry = ENTRIES[code]
    by_language = [entry["name"], entry["about"], *entry.get("example", {}).values()]
    by_language += [each for _, _, each in texts(entry)]
    assert [list(each) for each in by_language] == [LANGUAGES] * len(by_language)


@pytest.mark.parametrize("code", SPEAKING)
def test_variants_are_those_that_findings_carry(code: str) -> None:
    assert {"", *ENTRIES[code].get("variants", {})} == set(PARAMS[code])


@pytest.mark.parametrize("code", SPEAKING)
def test_a_variant_says_something_of_its_own(code: str) -> None:
    entry = ENTRIES[code]
    for slots in entry.get("variants", {}).values():
        assert set(slots) <= set(SLOTS)
        assert [slot for slot in slots if slots[slot] != entry.get(slot)] == list(slots)
        assert slots


@pytest.mark.parametrize("code", SPEAKING)
def test_languages_use_the_same_placeholders(code: str) -> None:
    for variant, slot, by_language in texts(ENTRIES[code]):
        used = [placeholders(text) for text in by_language.values()]
        assert used == [used[0]] * 3, f"{variant or 'main'} {slot}"


@pytest.mark.parametrize("code", SPEAKING)
def test_placeholders_are_parameters_that_the_variant_has(code: str) -> None:
    entry = ENTRIES[code]
    for variant, allowed in PARAMS[code].items():
        slots = entry | entry.get("variants", {}).get(variant, {})
        used = set().union(
            *(placeholders(text) for slot in SLOTS for text in slots.get(slot, {}).values())
        )
        assert used <= allowed, variant or "main"


@pytest.mark.parametrize("code", SPEAKING)
def test_plural_forms_are_those_of_the_language(code: str) -> None:
    for _, _, by_language in texts(ENTRIES[code]):
        for language, text in by_language.items():
            if isinstance(text, dict):
                plural = Locale.parse(language).plural_form
                assert set(text) == {*plural.tags, "other"}
                assert "count" in PARAMS[code][""] | set().union(*PARAMS[code].values())


@pytest.mark.parametrize("code", SPEAKING)
def test_examples_show_two_different_things(code: str) -> None:
    example = ENTRIES[code]["example"]
    for language in LANGUAGES:
        assert example["broken"][language] != example["mended"][language]


@pytest.mark.parametrize("code", CODES)
def test_texts_are_clean(code: str) -> None:
    found = list(strings(ENTRIES[code]))
    assert [text for text in found if text != text.strip() or "  " in text or not text] == []
    assert [text for text in found if re.search(r"\{[^}]*[^}\w]|\{\}", text)] == []


@pytest.mark.parametrize("code", SPEAKING)
def test_messages_are_clauses_without_a_full_stop(code: str) -> None:
    said = [form for _, _, each in texts(ENTRIES[code]) for text in each.values()
            for form in forms(text)]  # fmt: skip
    assert [text for text in said if text.endswith((".", "。", "！", "!"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_differ_so_that_a_headline_means_one_thing(language: str) -> None:
    names = [entry["name"][language] for entry in ENTRIES.values()]
    assert len(set(names)) == len(names)


JARGON = re.compile(
    r"外键|正则|空值|主键|字段|校验|非法|无效|khóa ngoại|không hợp lệ|\binvalid\b|\bnull\b|regex"
    r"|\bforeign key\b|\bprimary key\b|\bstring\b|\bNaN\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("code", CODES)
def test_no_jargon_and_no_blame(code: str) -> None:
    assert [text for text in strings(ENTRIES[code]) if JARGON.search(text)] == []
