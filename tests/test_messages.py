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
PAGES_ONLY = ["POL-R01", "POL-R02", "POL-R03", "POL-R04", "POL-R90", "POL-R92"]
FAMILIES = {
    "SRC": "src",
    "HDR": "hdr",
    "CEL": "cel",
    "KEY": "key",
    "CNT": "cnt",
    "POL": "pol",
    "WVR": "wvr",
}

CELL = {"value", "field", "sheet"}
WAIVER = {"rule", "subject"}
TERM = {"months", "limit", "end", "programme", "start", "actual", "count"}
PREPARED = {"": {"start"}, "late": {"start", "on", "count"}, "soon": {"start", "count"}}

# What whoever makes a finding promises to give, by code and variant; texts may use less.
PARAMS: dict[str, dict[str, set[str]]] = {
    "SRC101": {"": {"sheet"}, "near": {"sheet", "found"}},
    "SRC102": {"": {"sheet", "count", "rules"}, "no_rules": {"sheet"}},
    "SRC103": {"": {"sheet"}, "near": {"sheet", "suggestion"}},
    "SRC104": {"": {"sheet", "first", "second"}},
    "SRC105": {"": {"sheet", "titles"}},
    "SRC106": {"": {"sheet", "titles"}},
    "SRC107": {"": CELL},
    "SRC108": {"": CELL | {"formula"}},
    "SRC109": {"": CELL | {"formula"}},
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
    "HDR208": {"": {"field", "sheet"}, "sheet": {"sheet"}, "rows": {"field", "sheet"}},
    "CEL301": {
        "": {"field", "sheet"},
        "when": {"field", "sheet", "condition", "state"},
        "when_derived": {"field", "sheet", "condition", "state"},
    },
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
    "CEL316": {"": {"unknown", "last", "field", "count"}},
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
    "KEY409": {"": {"sheet", "fields", "first", "id"}},
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
    "POL-R36": {"": TERM, "actual": TERM, "no_document": TERM, "past_extension": TERM},
    "POL-R40": {variant: {"end", "count"} for variant in ("", "soon", "awaiting")},
    "POL-R44": {
        "": {"required", "present", "on", "level"},
        "gap": {"required", "present", "on", "level", "first", "last", "count"},
        "soon": {"required", "present", "on", "level", "count"},
    },
    # the register itself, private data, programmes and batches
    "POL-R05": {"": {"value", "last", "computed"}},
    "POL-R06": {"": {"value", "prefix"}},
    "POL-R07": {"": {"value", "minimum", "programme"}},
    "POL-R08": {"": {"other"}},
    "POL-R09": {"": {"unit"}, "ended": {"unit", "last"}, "merged": {"unit", "into"}},
    "POL-R10": {
        variant: {"announced", "counted", "count"} for variant in ("", "units", "selected")
    },
    "POL-R11": {"": {"quota", "places", "count"}},
    "POL-R56": {"": {"position"}, "abolished": {"position"}},
    "POL-R89": {"": {"field"}},
    "POL-R91": {"": {"field"}, "card": {"field"}, "health": {"field"}},
    "POL-R93": {"": {"fields", "ended", "months", "count"}},
    "POL-R12": {"": {"programme", "year", "limit", "intakes", "count"}},
    "POL-R13": {"": {"field", "earlier_field", "on", "earlier"}},
    "POL-R14": {"": {"status"}},
    "POL-R15": {"": {"unit", "required", "there", "deadline", "count"}},
    "POL-R16": {"": {"submitted", "deadline", "count"}},
    "POL-R17": {"": {"required", "received", "count"}},
    "POL-R18": {"": {"posts", "arrived", "share", "minimum", "count"}},
    "POL-R57": {"": {"unit"}},
    "POL-R105": {
        "": {"document", "day"},
        "replaced": {"document", "other"},
        "unconfirmed": {"document"},
    },
    "POL-R106": {"": {"rules", "field", "count"}},
    # how somebody is placed
    "POL-R35": {"": {"months", "limit", "programme", "end"}},
    "POL-R37": {
        "": {"actual", "limit", "programme", "end"},
        "none_allowed": {"actual", "limit", "programme", "end"},
        "no_document": {"actual"},
    },
    "POL-R38": {variant: {"actual", "limit", "count"} for variant in ("", "end")},
    "POL-R39": {"": {"end", "count", "actual"}, "missing": {"end", "count"}},
    "POL-R41": {variant: {"start", "count"} for variant in ("", "temporary")},
    "POL-R42": {"": {"programme"}},
    "POL-R43": {"": {"programme"}},
    "POL-R47": {variant: {"start", "count"} for variant in ("", "observe")},
    "POL-R53": {"": set(), "first_job": set()},
    "POL-R54": PREPARED,
    "POL-R55": PREPARED,
    "POL-R100": PREPARED,
    "POL-R108": {"": {"start", "count"}},
    # mentors
    "POL-R45": {"": {"name", "unit", "receiver"}, "early": {"first"}, "late": {"last"}},
    "POL-R46": {"": {"name", "count", "limit"}, "spellings": {"name", "names", "count", "limit"}},
    # the end of a posting
    "POL-R82": {variant: {"end", "count"} for variant in ("", "pending")},
    "POL-R83": {variant: {"missing"} for variant in ("", "aside")},
    "POL-R84": {"": set(), "none": set()},
    "POL-R85": {"": {"end", "count"}},
    "POL-R86": {"": {"end", "count"}},
    "POL-R87": {"": set(), "relation": {"end", "count"}},
    "POL-R112": {variant: {"end"} for variant in ("", "absence", "follow_up")},
    "POL-R113": {"": {"end"}},
    # nomination and selection
    "POL-R19": {
        "": {"age", "count", "limit", "on", "basis", "programme"},
        "day": {"age", "count", "limit", "on", "basis", "programme"},
        "born": {"first", "programme"},
        "born_day": {"first", "programme"},
        "unknown": {"programme"},
    },
    "POL-R20": {variant: {"education", "asked", "programme"} for variant in ("", "unknown")},
    "POL-R21": {"": {"programme"}},
    "POL-R22": {"": {"steps", "count", "programme"}},
    "POL-R23": {"": {"body", "named", "programme"}},
    "POL-R24": {"": {"selected", "quota", "count"}},
    "POL-R25": {"": {"selected", "quota", "count"}},
    "POL-R26": {"": {"step"}, "open": {"step"}},
    "POL-R27": {"": {"report_by", "count"}},
    "POL-R28": {"": {"programme"}, "not_selected": {"programme"}},
    "POL-R29": {"": {"programme"}, "unknown": {"programme"}},
    "POL-R30": {"": {"this", "other", "start", "other_end"}},
    "POL-R31": {variant: {"title"} for variant in ("", "rank", "below", "seat")},
    "POL-R32": {"": {"asked", "has"}, "unknown": {"asked", "has"}},
    "POL-R58": {"": set(), "declared": set()},
    "POL-R98": {"": set(), "blocked": set()},
    "POL-R107": {"": set(), "blocked": set()},
    # Vietnamese programmes
    "POL-R94": {"": {"months", "limit", "end", "count"}},
    "POL-R95": {"": {"wanted", "months", "retires", "count"}, "unknown": {"wanted"}},
    "POL-R96": {"": set(), "unknown": set()},
    "POL-R97": {"": {"months", "limit", "end", "count"}},
    "POL-R99": {"": {"title"}},
    "POL-R101": {"": {"on"}, "receiving": {"on"}, "both": {"on"}},
    "POL-R114": {"": set()},
    "POL-R59": {"": {"kind", "due", "count"}},
    "POL-R60": {
        "": {"kind", "months", "on", "expected", "present", "count"},
        "any": {"months", "on", "expected", "present", "count"},
    },
    "POL-R61": {"": {"kind", "submitted", "parties"}},
    "POL-R62": {variant: {"last", "due", "months", "count"} for variant in ("", "never")},
    "POL-R63": {variant: {"last", "due", "months", "count"} for variant in ("", "never")},
    "POL-R64": {variant: {"held_on", "count"} for variant in ("", "home", "cadre")},
    "POL-R104": {"": {"group", "count"}, "idle": {"group", "since", "count"}},
    "POL-R109": {"": {"due", "count"}},
    "POL-R75": {"": {"kind", "due", "count"}, "missing": {"months", "since", "due", "count"}},
    "POL-R76": {variant: {"end", "count"} for variant in ("", "missing")},
    "POL-R77": {"": {"actual", "wanted"}},
    "POL-R78": {"": {"posting", "done"}},
    "POL-R79": {"": {"kind", "done", "count"}},
    "POL-R80": {variant: {"done", "count"} for variant in ("", "receiving", "cadre")},
    "POL-R81": {"": {"kind", "size", "limit", "most", "count"}},
    "POL-R88": {"": {"count"}},
    "POL-R102": {"": {"count"}},
    "POL-R103": {"": {"unit", "count", "size", "share"}, "none": {"unit"}},
    "POL-R115": {"": {"count", "size", "share"}},
    # what the home unit owes; being there
    "POL-R48": {
        "": {"start", "last"},
        "late": {"start", "last", "approved"},
        "undated": {"start", "last"},
        "opinion": {"start", "last", "approved"},
    },
    "POL-R49": {
        variant: {"first", "last", "days", "limit", "year", "count"}
        for variant in ("", "not_announced")
    },
    "POL-R50": {"": set(), "no_arrangement": set()},
    "POL-R51": {variant: {"since", "end", "count"} for variant in ("", "never", "before_end")},
    "POL-R52": {variant: {"on", "end", "months", "count"} for variant in ("", "moved")},
    "POL-R73": {"": {"since", "months", "count"}},
    "POL-R65": {
        variant: {"first", "last", "until", "days", "required", "minimum", "count"}
        for variant in ("", "forecast")
    },
    "POL-R66": {"": {"end", "count"}},
    "POL-R67": {
        "": {"start", "days", "limit", "level", "approver"},
        "late": {"start", "days", "limit", "level", "approved"},
        "missing": {"start", "days", "limit", "level"},
    },
    "POL-R68": {"": {"days", "term", "share", "limit", "count"}},
    "POL-R69": {"": {"months", "required", "count"}},
    "POL-R70": {"": {"average", "minimum", "people", "lessons", "end", "count"}},
    "POL-R71": {"": {"missing", "end", "count"}},
    "POL-R72": {"": {"linked", "minimum", "count", "start"}},
    "POL-R74": {"": {"weeks", "count"}},
    "POL-R110": {variant: {"on", "start", "end", "posting"} for variant in ("", "absence")},
    "POL-R111": {"": {"on", "start", "last"}},
    # exceptions
    "WVR601": {"": WAIVER},
    "WVR602": {"": WAIVER},
    "WVR603": {"": WAIVER, "sheet": WAIVER},
    "WVR604": {"": WAIVER},
    "WVR605": {"": WAIVER | {"by"}, "person": WAIVER | {"on"}, "early": WAIVER | {"on"}},
    "WVR606": {variant: WAIVER | {"end", "days"} for variant in ("", "loss")},
    "WVR607": {"": WAIVER | {"limit", "days"}, "far": WAIVER | {"limit", "days", "end"}},
    "WVR608": {"": WAIVER},
    "WVR609": {"": WAIVER | {"first"}},
    "WVR610": {"": WAIVER | {"sheet"}},
    "WVR611": {"": WAIVER | {"sheet", "count"}},
}


def read_file(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def read_files() -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for path in sorted(MESSAGES.glob("*.yaml")):
        entries |= read_file(path)
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
def test_a_family_has_files_of_its_own_in_the_order_of_the_catalogue(
    family: str, stem: str
) -> None:
    paths = [MESSAGES / f"{stem}.yaml", *sorted(MESSAGES.glob(f"{stem}_*.yaml"))]
    files = [
        list(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)) for path in paths
    ]
    of_family = [code for code in CODES if BY_CODE[code].family == family]
    assert files == [[code for code in of_family if code in codes] for codes in files]
    assert sorted(code for codes in files for code in codes) == sorted(of_family)


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
